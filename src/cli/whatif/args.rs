//! The options of `jiedui whatif`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::analyse::whatif::disruption::LEAST_POINTS;
use crate::analyse::whatif::{Keep, Means, Request};
use crate::cli::options::{all_threads, gap, seconds};
use crate::cli::prover;
use crate::language::{Language, say};
use crate::solve::Options;

/// Limit of a scenario for which none is given: a start from the baseline is good by then.
const DEFAULT_LIMIT: Duration = Duration::from_secs(1);
/// The same for a point of a curve, far from the baseline.
const CURVE_LIMIT: Duration = Duration::from_secs(5);

const EXAMPLES: &str = "\
jiedui whatif county --baseline out/2024 --scenario retire.toml --scenario merge.toml --out out/whatif
jiedui whatif county --baseline out/2024 --scenario retire.toml --out out/frozen --freeze
jiedui whatif county --baseline out/2024 --scenario retire.toml --out out/curve --disruption
jiedui whatif county --baseline out/2024 --sample 1000 --leave-rate 0.05 --from 0 --to 500 > a.ndjson
jiedui whatif county --baseline out/2024 --summarise a.ndjson b.ndjson";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools)] // one a flag
pub(in crate::cli) struct Args {
    pub(super) instance: PathBuf,
    #[arg(long, value_name = "PLAN")]
    pub(super) baseline: PathBuf,
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) scenario: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long)]
    freeze: bool,
    #[arg(long, requires = "freeze")]
    or_thaw: bool,
    #[arg(long, conflicts_with_all = ["sample", "summarise"])]
    pub(super) disruption: bool,
    #[arg(long, value_name = "N", default_value_t = 8, requires = "disruption")]
    pub(super) points: usize,
    #[arg(long, value_name = "N", requires = "leave_rate", conflicts_with = "summarise")]
    pub(super) sample: Option<u64>,
    #[arg(long, value_name = "P", value_parser = gap, allow_negative_numbers = true)]
    pub(super) leave_rate: Option<f64>,
    #[arg(long, value_name = "I", requires = "sample")]
    pub(super) from: Option<u64>,
    #[arg(long, value_name = "I", requires = "sample")]
    pub(super) to: Option<u64>,
    #[arg(long, value_name = "NDJSON", num_args = 1..)]
    pub(super) summarise: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Method::Auto)]
    method: Method,
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<Duration>,
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    #[arg(long)]
    pub(super) instances: bool,
    #[arg(long)]
    pub(super) redact: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    Auto,
    Search,
    Exact,
}

impl Args {
    /// Threads in all.
    pub(super) fn threads(&self) -> usize {
        self.threads.unwrap_or_else(all_threads).get()
    }

    /// What is asked of each of `side` solves that run side by side.
    pub(super) fn request(&self, side: usize) -> Request {
        let means = match self.method {
            Method::Auto => Means::Auto,
            Method::Search => Means::Search,
            Method::Exact => Means::Exact,
        };
        let keep = match (self.freeze, self.or_thaw) {
            (false, _) => Keep::Nothing,
            (true, false) => Keep::Untouched,
            (true, true) => Keep::UntouchedIfPossible,
        };
        let default = self.iterations.is_none().then_some(DEFAULT_LIMIT);
        let options = Options {
            time_limit: self.time_limit.or(default),
            iterations: self.iterations,
            gap: 0.0,
            seed: self.seed,
            threads: (self.threads() / side.max(1)).max(1),
            apart: Some(prover::apart()),
        };
        Request { means, options, keep }
    }

    /// What is asked of each point of a curve.
    pub(super) fn curve_request(&self) -> Request {
        let mut request = self.request(1);
        if self.time_limit.is_none() && self.iterations.is_none() {
            request.options.time_limit = Some(CURVE_LIMIT);
        }
        request
    }

    /// What clap cannot see.
    pub(super) fn judge(&self, language: Language) -> Result<()> {
        let sampling = self.sample.is_some() || !self.summarise.is_empty();
        if self.method == Method::Exact && self.iterations.is_some() {
            bail!(say!(language, "plan-iterations-exact"));
        }
        if !sampling && self.scenario.is_empty() && !self.disruption {
            bail!(say!(language, "whatif-nothing-to-plan"));
        }
        if !sampling && self.out.is_none() {
            bail!(say!(language, "whatif-no-folder"));
        }
        if self.sample.is_some() && self.scenario.len() > 1 {
            bail!(say!(language, "whatif-one-roster"));
        }
        if self.points < LEAST_POINTS {
            bail!(say!(language, "whatif-few-points", least = LEAST_POINTS.to_string()));
        }
        if self.from.unwrap_or(0) > self.to.or(self.sample).unwrap_or(u64::MAX) {
            bail!(say!(language, "whatif-from-beyond"));
        }
        if let (Some(to), Some(samples)) = (self.to, self.sample)
            && to > samples
        {
            bail!(say!(language, "whatif-to-beyond", samples = samples.to_string()));
        }
        Ok(())
    }
}
