//! `jiedui generate`: a synthetic instance.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::interrupt::Guarded;
use super::{Exit, output};
use crate::generate::{Preset, Recipe, generate};
use crate::report::instance_folder;
use crate::report::text::grouped;

const EXAMPLES: &str = "\
The same preset and seed give the same bytes on every machine. An instance that is there already is
replaced.

Examples:
  jiedui generate --preset township --seed 1 --out town
  jiedui generate --preset prefecture --seed 7 --out large";

/// Write a synthetic instance; everything in it is invented.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The size.
    #[arg(long, value_enum)]
    preset: Size,
    /// The seed from which everything is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Size {
    /// 2 agencies, 2 villages: small enough to try every plan.
    Tiny,
    /// About 12 agencies, 9 villages, 420 cadres, 520 households.
    Township,
    /// 99 agencies, 86 villages, 4,800 cadres, 5,900 households.
    County,
    /// Ten counties' worth in one instance.
    Prefecture,
}

impl From<Size> for Preset {
    fn from(size: Size) -> Self {
        match size {
            Size::Tiny => Self::Tiny,
            Size::Township => Self::Township,
            Size::County => Self::County,
            Size::Prefecture => Self::Prefecture,
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Exit> {
    let data = generate(&Recipe::preset(args.preset.into()), args.seed);
    let guarded = Guarded::keeping();
    instance_folder::write(&data, &args.out)?;
    drop(guarded);
    if !args.quiet {
        let count = |n: usize| grouped(n as u64);
        output::message(&format!(
            "wrote {}: {} agencies, {} villages, {} cadres, {} households, all invented",
            args.out.display(),
            count(data.agencies.len()),
            count(data.villages.len()),
            count(data.cadres.len()),
            count(data.households.len()),
        ));
    }
    Ok(Exit::Done)
}
