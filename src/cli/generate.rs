//! `jiedui generate`: a synthetic instance.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::interrupt::Guarded;
use super::{Exit, output};
use crate::generate::{Preset, Recipe, Variant, generate};
use crate::report::instance_folder;
use crate::report::text::grouped;

const EXAMPLES: &str = "\
The same preset and seed give the same bytes on every machine. An instance that is there already is
replaced.

Examples:
  jiedui generate --preset township --seed 1 --out town
  jiedui generate --preset prefecture --seed 7 --out large
  jiedui generate --preset county --variant half-demand --out half
  jiedui generate --preset county --times 4 --out four-counties";

/// Write a synthetic instance; everything in it is invented.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The size.
    #[arg(long, value_enum)]
    preset: Size,
    /// One thing changed, for benchmarks on other shapes.
    #[arg(long, value_enum)]
    variant: Option<Unlike>,
    /// So many times as many of everything, as counties side by side.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    times: u8,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unlike {
    /// A third of the agencies, each of which may lead 4 villages and be attached to 12.
    FewAgencies,
    /// Half the households for the same cadres.
    HalfDemand,
    /// An attachment costs 400 points.
    DearLinks,
    /// Excess way costs ten times as much, and none is allowed.
    DearBalance,
    /// Given road lengths, and given charges for three in ten attachments.
    GivenRoads,
}

impl From<Unlike> for Variant {
    fn from(unlike: Unlike) -> Self {
        match unlike {
            Unlike::FewAgencies => Self::FewAgencies,
            Unlike::HalfDemand => Self::HalfDemand,
            Unlike::DearLinks => Self::DearLinks,
            Unlike::DearBalance => Self::DearBalance,
            Unlike::GivenRoads => Self::GivenRoads,
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Exit> {
    let mut recipe = Recipe::preset(args.preset.into()).times(usize::from(args.times));
    if let Some(variant) = args.variant {
        recipe = recipe.varied(variant.into());
    }
    let data = generate(&recipe, args.seed);
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
