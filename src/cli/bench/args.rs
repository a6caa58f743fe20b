//! The options of `bench`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use super::lists::{Named, SeedRange, named, percent, seeds};
use crate::cli::measure::Method;
use crate::cli::options::seconds;
use crate::cli::output;

const EXAMPLES: &str = "\
Each run is a process of its own and goes the way of `jiedui plan`; its plan is judged by `check`.
Methods alternate, so that what else the machine does falls on all of them alike. Gaps are told
against the best plan known: of the file of --best-known, of these runs and of plans given. Ctrl-C
ends early; what is finished is kept.

Limits: 10 s where neither --limits nor --iterations is given. With --iterations, search and auto
run to these counts instead, and --limits is for exact and whole.

Examples:
  jiedui bench instances/tiny instances/township --out out/bench
  jiedui bench instances/county --methods search --seeds 1..5 --limits 1,10,60 --threads 1,2
  jiedui bench instances/township --methods search,whole --limits 60 --log SCIP=scip.log
  jiedui bench instances/tiny instances/county --log county:SCIP=scip.log --plan county:mine=out/plan
  jiedui bench instances/county --best-known instances/best-known.csv --update-best";

/// Compare methods, seeds and limits on instances: a table, a CSV and a picture of gap against time.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// The instances: folders or .xlsx workbooks.
    #[arg(required = true, value_name = "INSTANCE")]
    pub(super) instances: Vec<PathBuf>,
    /// The folder for runs.csv, traces.csv, table.md, curves.svg and curves.png.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How to solve.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "search,exact")]
    pub(super) methods: Vec<Method>,
    /// Seeds: a list, or a range with both its ends.
    #[arg(long, value_name = "N..M|N,…", value_delimiter = ',', default_value = "1..3", value_parser = seeds)]
    pub(super) seeds: Vec<SeedRange>,
    /// Seconds a run may take; each limit is a run of its own. [default: 10]
    #[arg(long, value_name = "S,…", value_delimiter = ',', value_parser = seconds, allow_negative_numbers = true)]
    pub(super) limits: Vec<Duration>,
    /// Iterations a run of search or auto may take, instead of seconds.
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    pub(super) iterations: Vec<u64>,
    /// Threads to use; several numbers show what threads gain. [default: all there are]
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    pub(super) threads: Vec<NonZeroUsize>,
    /// How often to do all that.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) runs: u32,
    /// Percents above the best known; the time to each is told.
    #[arg(long, value_name = "P,…", value_delimiter = ',', default_value = "1,0.2,0.05", value_parser = percent, allow_negative_numbers = true)]
    pub(super) within: Vec<f64>,
    /// A CSV file of best-known plans: digest, name, objective (millipoints), how.
    #[arg(long, value_name = "FILE.csv")]
    pub(super) best_known: Option<PathBuf>,
    /// Write better plans' costs back to the file of --best-known.
    #[arg(long, requires = "best_known")]
    pub(super) update_best: bool,
    /// A log of HiGHS, SCIP or CP-SAT run on the exported program.
    #[arg(long, value_name = "[INSTANCE:]NAME=FILE", value_parser = named)]
    pub(super) log: Vec<Named>,
    /// A plan folder of any origin.
    #[arg(long, value_name = "[INSTANCE:]NAME=DIR", value_parser = named)]
    pub(super) plan: Vec<Named>,
    /// No progress and no notes on standard error.
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
