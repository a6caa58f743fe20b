//! `jiedui generate`: a synthetic instance.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::interrupt::Guarded;
use super::options::times;
use super::{Exit, output};
use crate::generate::{Preset, Recipe, Variant, generate};
use crate::language::{Language, say};
use crate::report::instance_folder;
use crate::report::text::grouped;

const EXAMPLES: &str = "\
jiedui generate --preset township --seed 1 --out town
jiedui generate --preset prefecture --seed 7 --out large
jiedui generate --preset county --variant half-demand --out half
jiedui generate --preset county --times 4 --out four-counties";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[arg(long, value_enum)]
    preset: Size,
    #[arg(long, value_enum)]
    variant: Option<Unlike>,
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = times::<20>)]
    times: u16,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Size {
    Tiny,
    Township,
    County,
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
    FewAgencies,
    HalfDemand,
    DearLinks,
    DearBalance,
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
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let mut recipe = Recipe::preset(args.preset.into()).times(usize::from(args.times));
    if let Some(variant) = args.variant {
        recipe = recipe.varied(variant.into());
    }
    let data = generate(&recipe, args.seed);
    let guarded = Guarded::keeping();
    instance_folder::write_invented(&data, &args.out)?;
    drop(guarded);
    if !args.quiet {
        let count = |n: usize| grouped(n as u64);
        output::message(&say!(
            language,
            "terminal-generated",
            folder = args.out.display().to_string(),
            agencies = count(data.agencies.len()),
            villages = count(data.villages.len()),
            cadres = count(data.cadres.len()),
            households = count(data.households.len()),
        ));
    }
    Ok(Exit::Done)
}
