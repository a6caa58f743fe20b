//! `jiedui plan`: solve, judge, and only then write.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::interrupt::{self, Guarded};
use super::options::{all_threads, gap, seconds};
use super::progress::Progress;
use super::{Exit, diagnose, output, prover, reading};
use crate::check::{self, Report};
use crate::input::Loaded;
use crate::language::{Language, say};
use crate::model::data::PlanTables;
use crate::model::{Instance, Millipoints, Outcome, PriceList, Start, Status};
use crate::report::text::{grouped, points};
use crate::report::{StoredPrices, Summary, plan_folder, target, text};
use crate::solve::budget::{self, Budgeted};
use crate::solve::{Control, Options, auto, search};

/// Limit of a solve for which none is given.
const DEFAULT_LIMIT: Duration = Duration::from_secs(20);

const EXAMPLES: &str = "\
jiedui plan instances/county --out out/county
jiedui plan instances/township --out out/town --method exact --time-limit 600
jiedui plan instances/county --out out/again --iterations 2000000 --seed 7
jiedui plan new-roster --out out/2025 --previous out/2024
jiedui plan new-roster --out out/2025 --previous out/2024 --max-changes 100
jiedui plan new-roster --out out/2025 --warm-start half-done";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    instance: PathBuf,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
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
    threads: Option<NonZeroUsize>,
    #[arg(long, value_name = "PLAN")]
    previous: Option<PathBuf>,
    #[arg(long, value_name = "PLAN", conflicts_with = "cold")]
    warm_start: Option<PathBuf>,
    #[arg(long)]
    cold: bool,
    #[arg(long, value_name = "N")]
    max_changes: Option<u64>,
    #[arg(long)]
    json: bool,
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    Auto,
    Exact,
    Search,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Exact => "exact",
            Self::Search => "search",
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let options = args.options(language)?;
    target::probe_folder(&args.out, &plan_folder::FILES)?;
    let loaded = reading::instance(&args.instance, args.previous.as_deref(), args.quiet, language)?;
    let instance = &loaded.instance;
    if args.max_changes.is_some() && instance.previous().is_none() {
        bail!(say!(language, "plan-no-previous"));
    }
    let start = args.start(&loaded, language)?;
    let guarded = Guarded::solving();
    args.say(|| beginning(instance, args, &options, language));
    let (solved, elapsed, prices) = solve(instance, args, &options, start.as_ref(), language);
    let guarded = guarded.keep();
    let outcome = &solved.outcome;
    // With a proof at hand nobody misses another.
    let failure = prover::failure().filter(|_| outcome.status != Status::Optimal);
    if failure.is_some() {
        prover::tell_failure(args.quiet, language);
    }
    let Some((plan, cost)) = &outcome.incumbent else {
        let tell = || no_plan(args, instance, &solved, &options, language);
        if args.max_changes.is_some() {
            return Ok(tell()); // the budget may be all that stands in the way
        }
        let limits = (options.threads, options.time_limit);
        let data = &loaded.data;
        return Ok(diagnose::after_plan(data, instance, limits, language, outcome, tell));
    };
    let tables = plan.to_tables(instance);
    let report = check::check(instance, &tables);
    if let Some(mistake) = mistake(&report, *cost, outcome.bound, language) {
        output::message(&mistaken(&mistake, instance, args.method.name(), language));
        return Ok(Exit::Internal);
    }
    let mut summary = summarise(instance, &tables, &report, outcome, &options, elapsed);
    summary.highs_failure = failure;
    summary.max_changes = args.max_changes;
    summary.changes = instance.previous().map(|previous| previous.changes(plan));
    let prices = prices.map(|prices| StoredPrices::new(instance, &prices));
    plan_folder::write(&args.out, &tables, &summary, prices.as_ref())?;
    drop(guarded);
    args.say(|| written(args, &summary, language));
    tell(args, &summary, language)?;
    Ok(Exit::Done)
}

/// The results on standard output.
fn tell(args: &Args, summary: &Summary, language: Language) -> Result<()> {
    if args.json {
        return output::result(&summary.to_json());
    }
    if args.quiet { Ok(()) } else { output::text(&text::plan(summary, language)) }
}

impl Args {
    fn options(&self, language: Language) -> Result<Options> {
        if self.method == Method::Exact && self.iterations.is_some() {
            bail!(say!(language, "plan-iterations-exact"));
        }
        let default_limit = self.iterations.is_none().then_some(DEFAULT_LIMIT);
        Ok(Options {
            time_limit: self.time_limit.or(default_limit),
            iterations: self.iterations,
            gap: self.gap,
            seed: self.seed,
            threads: self.threads.unwrap_or_else(all_threads).get(),
            apart: Some(prover::apart()),
        })
    }

    /// What to start from.
    fn start(&self, loaded: &Loaded, language: Language) -> Result<Option<Start>> {
        let named = match &self.warm_start {
            Some(path) => Some(reading::start(path, &loaded.data, self.quiet, language)?),
            None => None,
        };
        let tables = named.as_ref().or(loaded.data.previous.as_ref()).filter(|_| !self.cold);
        Ok(tables.map(|tables| Start::from_tables(&loaded.instance, tables)))
    }

    /// A message on standard error, unless quiet.
    fn say(&self, text: impl FnOnce() -> String) {
        if !self.quiet {
            output::message(&text());
        }
    }
}

fn solve(
    instance: &Instance,
    args: &Args,
    options: &Options,
    start: Option<&Start>,
    language: Language,
) -> (Budgeted, Duration, Option<PriceList>) {
    let progress = Progress::new(args.method.name(), options.time_limit, args.quiet, language);
    let control = Control::new(interrupt::flag(), &progress, options.time_limit);
    let control = &control;
    let solved = match (args.max_changes, args.method) {
        (Some(most), Method::Exact) => budget::prove(instance, most, options, control, start),
        (Some(most), Method::Auto) => budget::solve(instance, most, options, control, start),
        (Some(most), Method::Search) => budget::search(instance, most, options, control, start),
        (None, Method::Exact) => auto::prove(instance, options, control, start).into(),
        (None, Method::Auto) => auto::solve(instance, options, control, start).into(),
        (None, Method::Search) => search::solve(instance, options, control, start).into(),
    };
    (solved, control.elapsed(), progress.prices_told())
}

fn beginning(instance: &Instance, args: &Args, options: &Options, language: Language) -> String {
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
        method = args.method.name(),
        limit = limit,
        threads = options.threads.to_string(),
        seed = options.seed.to_string()
    );
    format!("{what}\n{how}")
}

fn written(args: &Args, summary: &Summary, language: Language) -> String {
    let folder = args.out.display().to_string();
    if summary.interrupted {
        say!(language, "plan-written-early", folder = folder)
    } else {
        say!(language, "plan-written", folder = folder)
    }
}

/// Says why there is no plan. A limit is never called infeasibility.
fn no_plan(
    args: &Args,
    instance: &Instance,
    solved: &Budgeted,
    options: &Options,
    language: Language,
) -> Exit {
    let outcome = &solved.outcome;
    if outcome.status == Status::Infeasible {
        output::message(&infeasible(args, instance, outcome, language));
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
    if let (Some(most), Some(fewest)) = (args.max_changes, solved.fewest) {
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
    let advice = match args.method {
        Method::Exact => say!(language, "plan-try-search"),
        Method::Auto | Method::Search => say!(language, "plan-try-exact"),
    };
    let none = say!(language, "plan-none-found", limit = limit);
    output::message(&format!("{none}\n{advice}"));
    Exit::Limit
}

/// Why no plan exists, or none within the limit on changes.
fn infeasible(args: &Args, instance: &Instance, outcome: &Outcome, language: Language) -> String {
    match (&outcome.reason, args.max_changes) {
        (Some(reason), _) => say!(language, "plan-infeasible", reason = reason.said(language)),
        (None, Some(most)) => {
            let least = budget::least_changes(instance);
            let most = grouped(most);
            if least > args.max_changes.unwrap_or(0) {
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

/// What the judge has against the solver, if anything.
pub(super) fn mistake(
    report: &Report,
    cost: Millipoints,
    bound: Millipoints,
    language: Language,
) -> Option<String> {
    if let Some(first) = report.violations.first() {
        return Some(say!(
            language,
            "mistake-broken",
            count = grouped(report.violations.len() as u64),
            rule = first.rule.to_string(),
            what = first.message.said(language),
        ));
    }
    let judged = report.objective();
    let found = points(judged);
    if judged != cost {
        return Some(say!(language, "mistake-cost", told = points(cost), found = found));
    }
    (judged < bound).then(|| say!(language, "mistake-bound", told = points(bound), found = found))
}

/// Says so, and what to do about it.
pub(super) fn mistaken(
    mistake: &str,
    instance: &Instance,
    method: &str,
    language: Language,
) -> String {
    say!(
        language,
        "mistake-report",
        mistake = mistake.to_owned(),
        version = env!("CARGO_PKG_VERSION"),
        digest = instance.digest().to_owned(),
        method = method.to_owned(),
    )
}

/// The summary of a plan that the judge has nothing against.
pub(super) fn summarise(
    instance: &Instance,
    tables: &PlanTables,
    report: &Report,
    outcome: &Outcome,
    options: &Options,
    elapsed: Duration,
) -> Summary {
    Summary {
        instance: instance.settings().name.clone(),
        instance_digest: instance.digest().to_owned(),
        year: instance.settings().year,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        method: outcome.method,
        status: outcome.status,
        interrupted: interrupt::was_interrupted(),
        highs_failure: None,
        seed: options.seed,
        threads: options.threads,
        time_limit: options.time_limit.map(|limit| limit.as_secs_f64()),
        iteration_limit: options.iterations,
        max_changes: None,
        changes: None,
        gap_limit: options.gap,
        iterations: outcome.iterations,
        seconds: (elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
        objective: report.objective(),
        bound: outcome.bound,
        gap: outcome.gap().unwrap_or(0.0),
        terms: report.terms,
        statistics: check::statistics(instance, tables),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Terms;

    fn report(cost: i64) -> Report {
        Report {
            violations: Vec::new(),
            terms: Terms { link: Millipoints(cost), ..Terms::default() },
        }
    }

    #[test]
    fn a_solver_that_contradicts_the_judge_is_caught() {
        let mistake = |judged: i64, told: i64, bound: i64| {
            mistake(&report(judged), Millipoints(told), Millipoints(bound), Language::English)
        };
        assert_eq!(mistake(5_000, 5_000, 5_000), None);
        assert!(mistake(5_001, 5_000, 0).unwrap().contains("it costs 5.001"));
        assert!(mistake(5_000, 5_000, 5_001).unwrap().contains("no plan costs less than 5.001"));
    }
}
