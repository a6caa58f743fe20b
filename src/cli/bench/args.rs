//! The options of `bench`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use super::lists::{Named, SeedRange, named, percent, seeds};
use crate::cli::measure::Method;
use crate::cli::options::{seconds, times};
use crate::cli::output;

const EXAMPLES: &str = "\
jiedui bench instances/tiny instances/township --out out/bench
jiedui bench instances/county --methods search --seeds 1..5 --limits 1,10,60 --threads 1,2
jiedui bench instances/township --methods search,whole --limits 60 --log SCIP=scip.log
jiedui bench instances/tiny instances/county --log county:SCIP=scip.log --plan county:mine=out/plan
jiedui bench instances/county --best-known instances/best-known.csv --update-best";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    #[arg(required = true, value_name = "INSTANCE")]
    pub(super) instances: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_enum, value_delimiter = ',', default_value = "search,exact")]
    pub(super) methods: Vec<Method>,
    #[arg(long, value_name = "N..M|N,…", value_delimiter = ',', default_value = "1..3", value_parser = seeds)]
    pub(super) seeds: Vec<SeedRange>,
    #[arg(long, value_name = "S,…", value_delimiter = ',', value_parser = seconds, allow_negative_numbers = true)]
    pub(super) limits: Vec<Duration>,
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    pub(super) iterations: Vec<u64>,
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    pub(super) threads: Vec<NonZeroUsize>,
    #[arg(long, value_name = "N", default_value = "1", value_parser = times::<1000>)]
    pub(super) runs: u16,
    #[arg(long, value_name = "P,…", value_delimiter = ',', default_value = "1,0.2,0.05", value_parser = percent, allow_negative_numbers = true)]
    pub(super) within: Vec<f64>,
    #[arg(long, value_name = "FILE.csv")]
    pub(super) best_known: Option<PathBuf>,
    #[arg(long, requires = "best_known")]
    pub(super) update_best: bool,
    #[arg(long, value_name = "[INSTANCE:]NAME=FILE", value_parser = named)]
    pub(super) log: Vec<Named>,
    #[arg(long, value_name = "[INSTANCE:]NAME=DIR", value_parser = named)]
    pub(super) plan: Vec<Named>,
    #[arg(long, short)]
    pub(super) quiet: bool,
}

impl Args {
    /// A message on standard error, unless quiet.
    pub(super) fn say(&self, text: impl FnOnce() -> String) {
        if !self.quiet {
            output::message(&text());
        }
    }
}
