//! `jiedui plan`: solve, judge, and only then write.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::interrupt::{self, Guarded};
use super::options::{all_threads, gap, seconds};
use super::progress::Progress;
use super::{Exit, output, reading};
use crate::check::{self, Report};
use crate::model::data::PlanTables;
use crate::model::{Instance, Millipoints, Outcome, Start, Status};
use crate::report::text::{grouped, points};
use crate::report::{Summary, plan_folder, target, text};
use crate::solve::{self, Control, Options};

/// Limit of a solve for which none is given.
const DEFAULT_LIMIT: Duration = Duration::from_secs(20);

const EXAMPLES: &str = "\
Ctrl-C ends the solve early and keeps the best plan so far; a second Ctrl-C leaves without it.
Whatever the solver answers is judged by `check` before it is written.

Limits: 20 s where neither --time-limit nor --iterations is given. With --iterations alone the same
seed gives the same plan on any machine, whatever --threads.

Examples:
  jiedui plan instances/county --out out/county
  jiedui plan instances/township --out out/town --method exact --time-limit 600
  jiedui plan instances/county --out out/again --iterations 2000000 --seed 7
  jiedui plan new-roster --out out/2025 --previous out/2024";

/// Solve an instance and write the plan: who leads, who is attached, who helps whom, the teams.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The instance: a folder or an .xlsx workbook.
    instance: PathBuf,
    /// The folder to write; a plan that is there already is replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How to solve.
    #[arg(long, value_enum, default_value_t = Method::Auto)]
    method: Method,
    /// Seconds the solve may take.
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<Duration>,
    /// Iterations (moves tried) the search may take.
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// Relative gap that is good enough: 0.01 stops within one percent of the best possible.
    #[arg(long, value_name = "REL", default_value = "0", value_parser = gap, allow_negative_numbers = true)]
    gap: f64,
    /// The seed of everything random.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads to use. [default: all there are]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Last year's plan, instead of the instance's own: changes against it cost something.
    #[arg(long, value_name = "PLAN")]
    previous: Option<PathBuf>,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Whatever suits the size and the limit.
    Auto,
    /// The integer program, after a short search, until the plan is proven; for small instances.
    Exact,
    /// The parallel heuristic: good plans soon, without a bound.
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
pub(super) fn run(args: &Args) -> Result<Exit> {
    let options = args.options()?;
    target::probe_folder(&args.out, &plan_folder::FILES)?;
    let loaded = reading::instance(&args.instance, args.previous.as_deref(), args.quiet)?;
    let instance = loaded.instance;
    let start = loaded.data.previous.map(|tables| Start::from_tables(&instance, &tables));
    let guarded = Guarded::solving();
    args.say(|| beginning(&instance, args, &options));
    let (outcome, elapsed) = solve(&instance, args, &options, start.as_ref());
    let guarded = guarded.keep();
    let Some((plan, cost)) = &outcome.incumbent else {
        return Ok(no_plan(args, &outcome, &options));
    };
    let tables = plan.to_tables(&instance);
    let report = check::check(&instance, &tables);
    if let Some(mistake) = mistake(&report, *cost, outcome.bound) {
        output::message(&mistaken(&mistake, &instance, args));
        return Ok(Exit::Internal);
    }
    let summary = summarise(&instance, &tables, &report, &outcome, &options, elapsed);
    plan_folder::write(&args.out, &tables, &summary)?;
    drop(guarded);
    args.say(|| written(args, &summary));
    if !args.quiet {
        output::result(text::plan(&summary).as_bytes())?;
    }
    Ok(Exit::Done)
}

impl Args {
    fn options(&self) -> Result<Options> {
        if self.method == Method::Exact && self.iterations.is_some() {
            bail!("--iterations limits the search; with --method exact, give --time-limit");
        }
        let default_limit = self.iterations.is_none().then_some(DEFAULT_LIMIT);
        Ok(Options {
            time_limit: self.time_limit.or(default_limit),
            iterations: self.iterations,
            gap: self.gap,
            seed: self.seed,
            threads: self.threads.unwrap_or_else(all_threads).get(),
        })
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
) -> (Outcome, Duration) {
    let progress = Progress::new(args.method.name(), options.time_limit, args.quiet);
    let control = Control::new(interrupt::flag(), &progress, options.time_limit);
    let outcome = match args.method {
        Method::Exact => solve::auto::prove(instance, options, &control, start),
        Method::Auto => solve::auto::solve(instance, options, &control, start),
        Method::Search => solve::search::solve(instance, options, &control, start),
    };
    (outcome, control.elapsed())
}

fn beginning(instance: &Instance, args: &Args, options: &Options) -> String {
    let count = |n: usize| grouped(n as u64);
    let time = options.time_limit.map(|limit| format!("{} s", limit.as_secs_f64()));
    let moves = options.iterations.map(|limit| format!("{} iterations", grouped(limit)));
    let limits: Vec<String> = time.into_iter().chain(moves).collect();
    format!(
        "planning {} {}: {} agencies, {} villages, {} cadres, {} households\n\
         method {}, at most {}, threads {}, seed {}; Ctrl-C ends early and keeps the best plan",
        instance.settings().name,
        instance.settings().year,
        count(instance.agencies().len()),
        count(instance.villages().len()),
        count(instance.cadres().len()),
        count(instance.households().len()),
        args.method.name(),
        limits.join(" or "),
        options.threads,
        options.seed,
    )
}

fn written(args: &Args, summary: &Summary) -> String {
    let early =
        if summary.interrupted { "interrupted; the best plan so far is kept: " } else { "" };
    format!("{early}wrote {}", args.out.display())
}

/// Says why there is no plan. A limit is never called infeasibility.
fn no_plan(args: &Args, outcome: &Outcome, options: &Options) -> Exit {
    if outcome.status == Status::Infeasible {
        let reason = outcome.reason.as_deref().unwrap_or("the rules and the data contradict");
        output::message(&format!("no plan exists: {reason}"));
        return Exit::No;
    }
    let limit = match (interrupt::was_interrupted(), options.time_limit, options.iterations) {
        (true, ..) => "the interrupt came".to_owned(),
        (_, Some(time), None) => format!("the limit of {} s came", time.as_secs_f64()),
        (_, None, Some(moves)) => format!("the limit of {} iterations came", grouped(moves)),
        _ => "the limit came".to_owned(),
    };
    let other = match args.method {
        Method::Exact => "--method search, which finds plans sooner",
        Method::Auto | Method::Search => "--method exact, which can also prove that none exists",
    };
    output::message(&format!(
        "{limit} before any feasible plan was found; this does not say that none exists\n\
         try a longer limit, another --seed, or {other}; where capacity is short, set overload \
         under [quota] in instance.toml"
    ));
    Exit::Limit
}

/// What the judge has against the solver, if anything.
pub(super) fn mistake(report: &Report, cost: Millipoints, bound: Millipoints) -> Option<String> {
    if let Some(first) = report.violations.first() {
        let (n, rule, message) = (report.violations.len(), first.rule, &first.message);
        return Some(format!("the plan found breaks rules {n} times, first {rule}: {message}"));
    }
    let judged = report.objective();
    if judged != cost {
        let (judged, cost) = (points(judged), points(cost));
        return Some(format!("the solver says the plan costs {cost}, but it costs {judged}"));
    }
    let (judged, told) = (points(judged), points(bound));
    (report.objective() < bound)
        .then(|| format!("the solver says no plan costs less than {told}, but this costs {judged}"))
}

fn mistaken(mistake: &str, instance: &Instance, args: &Args) -> String {
    format!(
        "internal error: {mistake}\n\
         nothing was written; please report this with the version ({}), the command line and the \
         instance (digest {}); another --seed or --method than {} may help meanwhile",
        env!("CARGO_PKG_VERSION"),
        instance.digest(),
        args.method.name(),
    )
}

fn summarise(
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
        seed: options.seed,
        threads: options.threads,
        time_limit: options.time_limit.map(|limit| limit.as_secs_f64()),
        iteration_limit: options.iterations,
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
            mistake(&report(judged), Millipoints(told), Millipoints(bound))
        };
        assert_eq!(mistake(5_000, 5_000, 5_000), None);
        assert!(mistake(5_001, 5_000, 0).unwrap().contains("it costs 5.001"));
        assert!(mistake(5_000, 5_000, 5_001).unwrap().contains("no plan costs less than 5.001"));
    }
}
