//! The options of `jiedui whatif`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::analyse::whatif::disruption::LEAST_POINTS;
use crate::analyse::whatif::{Keep, Means, Request};
use crate::cli::options::{all_threads, gap, seconds};
use crate::solve::Options;

/// Limit of a scenario for which none is given: a start from the baseline is good by then.
const DEFAULT_LIMIT: Duration = Duration::from_secs(1);
/// The same for a point of a curve, far from the baseline.
const CURVE_LIMIT: Duration = Duration::from_secs(5);

const EXAMPLES: &str = "\
A scenario is a TOML file of edits; keys are the columns of the tables, an id may be a list of ids:

  name = \"retirements\"                  # else the name of the file
  [cadres]
  remove = [\"C0311\", \"C0007\"]           # also on_leave, back
  [[cadres.transfer]]                   # also cadres.add (a full record), cadres.promote
  cadre_id = [\"C0020\", \"C0021\"]
  agency_id = \"A03\"
  [[households.move]]                   # also households.add, .remove, .cause
  household_id = \"H00017\"
  village_id = \"V02\"
  [villages]
  leave = [\"V09\"]                       # also [[villages.join]] (with households), [[villages.type]]
  [[agencies.merge]]                    # also agencies.split, .close, .add
  agency_id = \"A05\"
  into = \"A03\"
  [settings]                            # any key of instance.toml
  quota.staff = 2
  [[pins.add]]                          # also pins.remove
  kind = \"lead\"
  subject_id = \"A03\"
  object_id = \"V02\"
  mode = \"require\"

The baseline is the plan that all start from, and the previous plan that changes are counted and
charged against. Each scenario's plan, with changes.csv (who changes from whom to whom, and why), goes
to OUT/<scenario>; the table of all to OUT/scenarios.csv and .json.

With --sample each line of standard output is one random roster, and the last one their summary;
sample I depends on the seed and I only, so ranges can be drawn on several machines and put together
by --summarise.

Ctrl-C ends early and keeps what is finished. Exit code 0 where every scenario has a plan, 1 where one
has none, 3 where the limit came before one was found.

Examples:
  jiedui whatif county --baseline out/2024 --scenario retire.toml --scenario merge.toml --out out/whatif
  jiedui whatif county --baseline out/2024 --scenario retire.toml --out out/frozen --freeze
  jiedui whatif county --baseline out/2024 --scenario retire.toml --out out/curve --disruption
  jiedui whatif county --baseline out/2024 --sample 1000 --leave-rate 0.05 --from 0 --to 500 > a.ndjson
  jiedui whatif county --baseline out/2024 --summarise a.ndjson b.ndjson";

/// Plan changed rosters from a baseline, with little disruption, side by side.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools)] // one a flag
pub(in crate::cli) struct Args {
    /// The instance: a folder or an .xlsx workbook.
    pub(super) instance: PathBuf,
    /// The plan that is there: what to start from, and what changes are counted against.
    #[arg(long, value_name = "PLAN")]
    pub(super) baseline: PathBuf,
    /// A file of edits; may be given several times.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) scenario: Vec<PathBuf>,
    /// The folder to write.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Keep all that the change does not touch: pairings, leads, teams.
    #[arg(long)]
    freeze: bool,
    /// With --freeze: where no such plan is found, plan without it.
    #[arg(long, requires = "freeze")]
    or_thaw: bool,
    /// Also tell what fewer or more changed pairings would cost, as a table and a picture.
    #[arg(long, conflicts_with_all = ["sample", "summarise"])]
    pub(super) disruption: bool,
    /// Points of that curve, at least.
    #[arg(long, value_name = "N", default_value_t = 8, requires = "disruption")]
    pub(super) points: usize,
    /// Draw so many random rosters instead.
    #[arg(long, value_name = "N", requires = "leave_rate", conflicts_with = "summarise")]
    pub(super) sample: Option<u64>,
    /// Probability that a cadre is on leave, 0 to 1.
    #[arg(long, value_name = "P", value_parser = gap, allow_negative_numbers = true)]
    pub(super) leave_rate: Option<f64>,
    /// The first sample to draw.
    #[arg(long, value_name = "I", requires = "sample")]
    pub(super) from: Option<u64>,
    /// The sample to stop before.
    #[arg(long, value_name = "I", requires = "sample")]
    pub(super) to: Option<u64>,
    /// Put lines of earlier samples together instead of drawing any.
    #[arg(long, value_name = "NDJSON", num_args = 1..)]
    pub(super) summarise: Vec<PathBuf>,
    /// How to solve.
    #[arg(long, value_enum, default_value_t = Method::Auto)]
    method: Method,
    /// Seconds each scenario may take, and each point of a curve. [default: 1, a point 5; none with
    /// --iterations]
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<Duration>,
    /// Iterations (moves tried) each may take; then the plans are the same on any machine.
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// The seed of everything random.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Threads to use, shared by the scenarios. [default: all there are]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Also write each changed instance, to OUT/<scenario>/instance, so that its plan can be checked.
    #[arg(long)]
    pub(super) instances: bool,
    /// Write the table as JSON; costs are in millipoints, 1000 are one point.
    #[arg(long)]
    pub(super) json: bool,
    /// Say nothing but results and errors.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// The search; where that finds no plan of a small instance, all there is.
    Auto,
    /// The search alone.
    Search,
    /// The integer program, after a short search; for small instances.
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
    pub(super) fn judge(&self) -> Result<()> {
        let sampling = self.sample.is_some() || !self.summarise.is_empty();
        if self.method == Method::Exact && self.iterations.is_some() {
            bail!("--iterations limits the search; with --method exact, give --time-limit");
        }
        if !sampling && self.scenario.is_empty() && !self.disruption {
            bail!("name what is to be planned: --scenario FILE, --disruption or --sample N");
        }
        if !sampling && self.out.is_none() {
            bail!("name the folder to write: --out DIR");
        }
        if self.sample.is_some() && self.scenario.len() > 1 {
            bail!("samples are drawn of one roster: give one --scenario or none");
        }
        if self.points < LEAST_POINTS {
            bail!(
                "a curve has at least {LEAST_POINTS} points: give --points {LEAST_POINTS} or more"
            );
        }
        if self.from.unwrap_or(0) > self.to.or(self.sample).unwrap_or(u64::MAX) {
            bail!("--from must not be beyond --to");
        }
        if let (Some(to), Some(samples)) = (self.to, self.sample)
            && to > samples
        {
            bail!("--to must not be beyond --sample: there are {samples} samples");
        }
        Ok(())
    }
}
