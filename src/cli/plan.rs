//! `jiedui plan`: solve, judge, and only then write.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};

use super::interrupt::{self, Guarded};
use super::options::{all_threads, gap, seconds};
use super::order::{Made, Method, Order};
use super::progress::Progress;
use super::{Exit, diagnose, output, prover, reading, replay};
use crate::input::Loaded;
use crate::language::{Language, say};
use crate::model::tape::TAPE_FORMAT;
use crate::model::{Instance, Outcome, Start, Status};
use crate::report::run::{Run, Sources, digests};
use crate::report::text::grouped;
use crate::report::{Summary, plan_folder, target, text};
use crate::solve::budget::{self, Budgeted};
use crate::solve::{Control, Options};

/// Limit of a solve for which none is given.
const DEFAULT_LIMIT: Duration = Duration::from_secs(20);

const EXAMPLES: &str = "\
jiedui plan instances/county --out out/county
jiedui plan instances/township --out out/town --method exact --time-limit 600
jiedui plan instances/county --out out/again --iterations 2000000 --seed 7
jiedui plan new-roster --out out/2025 --previous out/2024
jiedui plan new-roster --out out/2025 --previous out/2024 --max-changes 100
jiedui plan new-roster --out out/2025 --warm-start half-done
jiedui plan --replay out/2025/summary.json --out out/same";

/// A replay has its instance from what it replays.
const USAGE: &str = "\
jiedui plan [OPTIONS] --out <DIR> <INSTANCE>
       jiedui plan [OPTIONS] --out <DIR> --replay <FILE> [INSTANCE]";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(super) struct Args {
    #[arg(required_unless_present = "replay")]
    pub(super) instance: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    #[arg(long, value_enum, default_value_t = Method::Auto)]
    method: Method,
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<Duration>,
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    #[arg(long, value_name = "REL", default_value = "0", value_parser = gap, allow_negative_numbers = true)]
    gap: f64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    #[arg(long, value_name = "PLAN")]
    previous: Option<PathBuf>,
    #[arg(long, value_name = "PLAN", conflicts_with = "cold")]
    warm_start: Option<PathBuf>,
    #[arg(long)]
    cold: bool,
    #[arg(long, value_name = "N")]
    max_changes: Option<u64>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "FILE", conflicts_with_all = CHANGES_THE_RUN)]
    replay: Option<PathBuf>,
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Options that a replay takes from what it replays.
const CHANGES_THE_RUN: [&str; 9] = [
    "method",
    "time_limit",
    "iterations",
    "gap",
    "seed",
    "previous",
    "warm_start",
    "cold",
    "max_changes",
];

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    match (&args.replay, &args.instance) {
        (Some(recorded), _) => replay::run(args, recorded, language),
        (None, Some(instance)) => plan(args, instance, language),
        (None, None) => Ok(Exit::BadInput), // the command line does not parse
    }
}

fn plan(args: &Args, path: &Path, language: Language) -> Result<Exit> {
    let order = args.order(language)?;
    target::probe_folder(&args.out, &plan_folder::FILES)?;
    let loaded = reading::instance(path, args.previous.as_deref(), args.quiet, language)?;
    let instance = &loaded.instance;
    if args.max_changes.is_some() && instance.previous().is_none() {
        bail!(say!(language, "plan-no-previous"));
    }
    let start = start(args.warm_start.as_deref(), args.cold, &loaded, args.quiet, language)?;
    let inputs = replay::inputs(&args.sources(path))?;
    let guarded = Guarded::solving();
    args.say(|| beginning(instance, &order, language));
    let limit = order.options.time_limit;
    let progress = Progress::new(order.method.name(), limit, args.quiet, language);
    let control = Control::recording(interrupt::flag(), &progress, limit);
    let solved = order.solve(instance, &control, start.as_ref());
    let (elapsed, prices, tape) = (control.clock(), progress.prices_told(), control.tape());
    drop(control);
    drop(progress);
    let guarded = guarded.keep();
    let outcome = &solved.outcome;
    // With a proof at hand nobody misses another.
    let failure = prover::failure().filter(|_| outcome.status != Status::Optimal);
    if failure.is_some() {
        prover::tell_failure(args.quiet, language);
    }
    if outcome.incumbent.is_none() {
        let tell = || no_plan(&order, instance, &solved, language);
        if args.max_changes.is_some() {
            return Ok(tell()); // the budget may be all that stands in the way
        }
        let limits = (order.options.threads, limit);
        let data = &loaded.data;
        return Ok(diagnose::after_plan(data, instance, limits, language, outcome, tell));
    }
    let Some(mut made) = Made::judged(instance, &order, outcome, prices.as_ref(), language) else {
        return Ok(Exit::Internal);
    };
    made.summary.highs_failure = failure;
    made.summary.interrupted = interrupt::was_interrupted();
    made.summary.seconds = (elapsed.as_secs_f64() * 1000.0).round() / 1000.0;
    made.summary.run = Some(Run {
        tape_format: TAPE_FORMAT,
        asked: order.method.name().to_owned(),
        cold: args.cold,
        paths: args.sources(path).map(|path| anyhow::Ok(path.display().to_string()))?,
        inputs,
        outputs: digests(&made.files),
        tape,
    });
    let Made { summary, files } = made;
    let json = summary.to_json();
    plan_folder::write(&args.out, files, json.clone())?;
    drop(guarded);
    args.say(|| written(&args.out, &summary, language));
    tell(args, &summary, &json, language)?;
    Ok(Exit::Done)
}

/// The results on standard output.
pub(super) fn tell(args: &Args, summary: &Summary, json: &[u8], language: Language) -> Result<()> {
    if args.json {
        return output::result(json);
    }
    if args.quiet { Ok(()) } else { output::text(&text::plan(summary, language)) }
}

impl Args {
    fn order(&self, language: Language) -> Result<Order> {
        if self.method == Method::Exact && self.iterations.is_some() {
            bail!(say!(language, "plan-iterations-exact"));
        }
        let default_limit = self.iterations.is_none().then_some(DEFAULT_LIMIT);
        let options = Options {
            time_limit: self.time_limit.or(default_limit),
            iterations: self.iterations,
            gap: self.gap,
            seed: self.seed,
            threads: self.threads.unwrap_or_else(all_threads).get(),
            apart: Some(prover::apart()),
        };
        Ok(Order { method: self.method, max_changes: self.max_changes, options })
    }

    fn sources<'a>(&'a self, instance: &'a Path) -> Sources<&'a Path> {
        let (previous, warm_start) = (self.previous.as_deref(), self.warm_start.as_deref());
        Sources { instance, previous, warm_start }
    }

    /// A message on standard error, unless quiet.
    pub(super) fn say(&self, text: impl FnOnce() -> String) {
        if !self.quiet {
            output::message(&text());
        }
    }
}

/// What to start from: the plan named, else last year's unless it is to be `cold`.
pub(super) fn start(
    warm: Option<&Path>,
    cold: bool,
    loaded: &Loaded,
    quiet: bool,
    language: Language,
) -> Result<Option<Start>> {
    let named = match warm {
        Some(path) => Some(reading::start(path, &loaded.data, quiet, language)?),
        None => None,
    };
    let tables = named.as_ref().or(loaded.data.previous.as_ref()).filter(|_| !cold);
    Ok(tables.map(|tables| Start::from_tables(&loaded.instance, tables)))
}

fn beginning(instance: &Instance, order: &Order, language: Language) -> String {
    let options = &order.options;
    let count = |n: usize| grouped(n as u64);
    let settings = instance.settings();
    let time = options.time_limit.map(|limit| limit.as_secs_f64().to_string());
    let moves = options.iterations.map(grouped);
    let limit = match (time, moves) {
        (Some(time), None) => say!(language, "plan-limit-time", seconds = time),
        (None, Some(moves)) => say!(language, "plan-limit-iterations", iterations = moves),
        (Some(time), Some(moves)) => {
            say!(language, "plan-limit-both", seconds = time, iterations = moves)
        }
        (None, None) => String::new(), // options() gives one
    };
    let what = say!(
        language,
        "plan-beginning",
        name = settings.name.clone(),
        year = settings.year.to_string(),
        agencies = count(instance.agencies().len()),
        villages = count(instance.villages().len()),
        cadres = count(instance.cadres().len()),
        households = count(instance.households().len())
    );
    let how = say!(
        language,
        "plan-how",
        method = order.method.name(),
        limit = limit,
        threads = options.threads.to_string(),
        seed = options.seed.to_string()
    );
    format!("{what}\n{how}")
}

fn written(folder: &Path, summary: &Summary, language: Language) -> String {
    let folder = folder.display().to_string();
    if summary.interrupted {
        say!(language, "plan-written-early", folder = folder)
    } else {
        say!(language, "plan-written", folder = folder)
    }
}

/// Says why there is no plan. A limit is never called infeasibility.
fn no_plan(order: &Order, instance: &Instance, solved: &Budgeted, language: Language) -> Exit {
    let (outcome, options) = (&solved.outcome, &order.options);
    if outcome.status == Status::Infeasible {
        output::message(&infeasible(order.max_changes, instance, outcome, language));
        return Exit::No;
    }
    let limit = match (interrupt::was_interrupted(), options.time_limit, options.iterations) {
        (true, ..) => say!(language, "plan-came-interrupt"),
        (_, Some(time), None) => {
            say!(language, "plan-came-time", seconds = time.as_secs_f64().to_string())
        }
        (_, None, Some(moves)) => {
            say!(language, "plan-came-iterations", iterations = grouped(moves))
        }
        _ => say!(language, "plan-came"),
    };
    if let (Some(most), Some(fewest)) = (order.max_changes, solved.fewest) {
        let (most, fewest) = (grouped(most), grouped(fewest));
        output::message(&say!(
            language,
            "plan-over-budget",
            limit = limit,
            most = most,
            fewest = fewest
        ));
        return Exit::Limit;
    }
    let advice = match order.method {
        Method::Exact => say!(language, "plan-try-search"),
        Method::Auto | Method::Search => say!(language, "plan-try-exact"),
    };
    let none = say!(language, "plan-none-found", limit = limit);
    output::message(&format!("{none}\n{advice}"));
    Exit::Limit
}

/// Why no plan exists, or none within the limit on changes.
fn infeasible(
    max_changes: Option<u64>,
    instance: &Instance,
    outcome: &Outcome,
    language: Language,
) -> String {
    match (&outcome.reason, max_changes) {
        (Some(reason), _) => say!(language, "plan-infeasible", reason = reason.said(language)),
        (None, Some(most)) => {
            let least = budget::least_changes(instance);
            let is_counted = least > most;
            let most = grouped(most);
            if is_counted {
                say!(language, "plan-infeasible-counted", most = most, least = grouped(least))
            } else {
                say!(language, "plan-infeasible-budget", most = most)
            }
        }
        (None, None) => {
            let reason = say!(language, "plan-contradiction");
            say!(language, "plan-infeasible", reason = reason)
        }
    }
}
