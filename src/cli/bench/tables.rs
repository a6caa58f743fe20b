//! The tables of `bench` in Markdown.

use crate::analyse::bench::{
    Group, Limit, Origin, Run, Spread, Subject, fit_exponent, gap, groups, seconds_within,
    smallest_limit_within, speedups,
};
use crate::model::{Millipoints, Status};
use crate::report::markdown::table;
use crate::report::text::{grouped, points};

/// What is not known.
const NONE: &str = "–";

/// All tables that the runs give rise to.
pub(super) fn tables(subjects: &[Subject], runs: &[Run], within: &[f64]) -> String {
    let groups = groups(runs);
    let mut text = String::from("## Runs\n\n");
    text += "Gaps are told against the best known plan: min / median / max over the seeds. Times are \
             medians in seconds. Costs are in points.\n\n";
    text += &summary(subjects, &groups);
    if !within.is_empty() {
        text += "\n## Time to a gap\n\nSeconds until the median over the seeds is that close to the best \
                 known plan: read off the curves (the earliest of all limits); in brackets the smallest \
                 limit whose runs end that close.\n\n";
        text += &times(subjects, &groups, within);
        text += &growth(subjects, &groups, within);
    }
    text += &threads(subjects, &groups);
    text
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn summary(subjects: &[Subject], groups: &[Group]) -> String {
    let header = words([
        "instance",
        "method",
        "threads",
        "limit",
        "plans",
        "proven",
        "best objective",
        "median objective",
        "gap to best known",
        "best bound",
        "first plan",
        "best plan",
        "in all",
        "peak memory",
    ]);
    let rows: Vec<Vec<String>> = groups.iter().map(|g| summary_row(subjects, g)).collect();
    table(&header, 2, &rows)
}

fn summary_row(subjects: &[Subject], group: &Group) -> Vec<String> {
    let first = group.first();
    let subject = &subjects[first.subject];
    let plans = group.runs.iter().filter(|run| run.objective.is_some()).count();
    let of = group.runs.len();
    let costs = group.costs();
    let bound = group.runs.iter().filter_map(|run| run.bound).max();
    let seconds_of = |figure: fn(&Run) -> Option<f64>| {
        group.spread(figure).map_or(NONE.to_owned(), |spread| seconds(spread.median))
    };
    let memory = group.spread(|run| run.memory_kib.map(|kib| kib as f64));
    vec![
        subject.name.clone(),
        first.solver.clone(),
        count(first.threads),
        limit(first.limit),
        format!("{plans}/{of}"),
        proven(group),
        cost(costs.map(|costs| costs.min)),
        cost(costs.map(|costs| costs.median)),
        gaps(costs, subject),
        bound.map_or(NONE.to_owned(), points),
        seconds_of(|run| run.trace.first_seconds()),
        seconds_of(|run| run.trace.best_seconds()),
        seconds_of(|run| run.seconds),
        memory.map_or(NONE.to_owned(), |kib| format!("{:.0} MiB", kib.max / 1024.0)),
    ]
}

/// How many runs ended with a proof, that a plan is optimal or that there is none. What a log claims
/// is not proven.
fn proven(group: &Group) -> String {
    let is = |run: &&&Run| matches!(run.status, Some(Status::Optimal | Status::Infeasible));
    match group.first().origin {
        Origin::Plan => NONE.to_owned(),
        Origin::Run | Origin::Log => {
            format!("{}/{}", group.runs.iter().filter(is).count(), group.runs.len())
        }
    }
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::Iterations(count) => format!("{} iterations", grouped(count)),
        other => other.to_string(),
    }
}

/// Of the median of an even number of runs the half millipoint is not shown.
fn cost(cost: Option<f64>) -> String {
    let cost = cost.filter(|cost| cost.is_finite());
    cost.map_or(NONE.to_owned(), |cost| points(Millipoints(cost.round() as i64)))
}

fn gaps(costs: Option<Spread>, subject: &Subject) -> String {
    let Some((costs, best)) = costs.zip(subject.best) else { return NONE.to_owned() };
    let gap = |cost: f64| percent(gap(cost, best));
    if costs.min.total_cmp(&costs.max).is_eq() {
        return gap(costs.min);
    }
    format!("{} / {} / {}", gap(costs.min), gap(costs.median), gap(costs.max))
}

/// A ratio in percent with three decimals, rounded up.
fn percent(ratio: f64) -> String {
    if !ratio.is_finite() {
        return NONE.to_owned();
    }
    let thousandths = (ratio * 1e5 * (1.0 - 1e-12)).ceil();
    format!("{:.3} %", if thousandths == 0.0 { 0.0 } else { thousandths / 1e3 })
}

fn seconds(seconds: f64) -> String {
    match seconds {
        ..0.1 => format!("{seconds:.3}"),
        ..10.0 => format!("{seconds:.2}"),
        _ => format!("{seconds:.1}"),
    }
}

/// One solver on one subject: the groups of its limits.
struct Line<'g, 'r> {
    first: &'r Run,
    limits: Vec<&'g Group<'r>>,
}

/// Groups that differ in their limit only.
fn lines<'g, 'r>(groups: &'g [Group<'r>]) -> Vec<Line<'g, 'r>> {
    let mut lines: Vec<Line> = Vec::new();
    for group in groups.iter().filter(|group| group.first().origin != Origin::Plan) {
        let run = group.first();
        let key = |run: &'r Run| (run.subject, &run.solver, run.threads, run.origin);
        match lines.iter_mut().find(|line| key(line.first) == key(run)) {
            Some(line) => line.limits.push(group),
            None => lines.push(Line { first: run, limits: vec![group] }),
        }
    }
    lines
}

fn times(subjects: &[Subject], groups: &[Group], within: &[f64]) -> String {
    let mut header = words(["instance", "method", "threads", "households"]);
    header.extend(within.iter().map(|percent| format!("{percent} %")));
    let rows: Vec<Vec<String>> = lines(groups)
        .iter()
        .map(|line| {
            let subject = &subjects[line.first.subject];
            let mut cells = vec![
                subject.name.clone(),
                line.first.solver.clone(),
                count(line.first.threads),
                grouped(subject.households as u64),
            ];
            cells.extend(within.iter().map(|&percent| time(line, subject, percent)));
            cells
        })
        .collect();
    table(&header, 2, &rows)
}

fn time(line: &Line, subject: &Subject, percent: f64) -> String {
    let read = seconds_within(&line.limits, subject, percent);
    let by_limit = smallest_limit_within(&line.limits, subject, percent);
    match (read, by_limit) {
        (None, _) => NONE.to_owned(),
        (Some(read), None) => seconds(read),
        (Some(read), Some(by_limit)) => format!("{} ({})", seconds(read), limit(by_limit)),
    }
}

/// How the time to a gap grows with the number of households; empty with instances of one size.
fn growth(subjects: &[Subject], groups: &[Group], within: &[f64]) -> String {
    let lines = lines(groups);
    let key = |line: &Line| (line.first.solver.clone(), line.first.threads);
    let mut solvers = Vec::new();
    for line in lines.iter().filter(|line| line.first.origin == Origin::Run) {
        if !solvers.contains(&key(line)) {
            solvers.push(key(line));
        }
    }
    let mut rows = Vec::new();
    for solver in solvers {
        let own: Vec<&Line> = lines.iter().filter(|line| key(line) == solver).collect();
        rows.extend(within.iter().filter_map(|&percent| growth_row(subjects, &own, percent)));
    }
    if rows.is_empty() {
        return String::new();
    }
    let header =
        words(["method", "gap", "threads", "exponent, from curves", "exponent, from limits"]);
    let intro = "\n## Growth\n\nExponent of the time to a gap in the number of households: least \
                 squares through the logarithms, over the instances that get there.\n\n";
    format!("{intro}{}", table(&header, 2, &rows))
}

/// One solver on all subjects; `None` where fewer than two sizes get there.
fn growth_row(subjects: &[Subject], lines: &[&Line], percent: f64) -> Option<Vec<String>> {
    let exponent = |seconds: &dyn Fn(&Line, &Subject) -> Option<f64>| {
        let point = |line: &&Line| {
            let subject = &subjects[line.first.subject];
            Some((subject.households as f64, seconds(line, subject)?))
        };
        let points: Vec<(f64, f64)> = lines.iter().filter_map(point).collect();
        let fit = fit_exponent(&points)?;
        Some(format!("{:.2} ({} instances)", fit.exponent, points.len()))
    };
    let read = exponent(&|line, subject| seconds_within(&line.limits, subject, percent));
    let by_limit =
        exponent(&|line, subject| match smallest_limit_within(&line.limits, subject, percent)? {
            Limit::Time(limit) => Some(limit.as_secs_f64()),
            Limit::None | Limit::Iterations(_) => None,
        });
    if read.is_none() && by_limit.is_none() {
        return None;
    }
    let first = lines.first()?.first;
    Some(vec![
        first.solver.clone(),
        format!("{percent} %"),
        count(first.threads),
        read.unwrap_or_else(|| NONE.to_owned()),
        by_limit.unwrap_or_else(|| NONE.to_owned()),
    ])
}

fn count(threads: Option<usize>) -> String {
    threads.map_or(NONE.to_owned(), |threads| threads.to_string())
}

/// What threads gain; empty with one number of threads.
fn threads(subjects: &[Subject], groups: &[Group]) -> String {
    let rows: Vec<Vec<String>> = speedups(groups)
        .into_iter()
        .map(|speedup| {
            vec![
                subjects[speedup.subject].name.clone(),
                speedup.solver,
                limit(speedup.limit),
                speedup.base_threads.to_string(),
                cost(Some(speedup.cost)),
                speedup.base_seconds.map_or(NONE.to_owned(), seconds),
                speedup.threads.to_string(),
                speedup.seconds.map_or(NONE.to_owned(), seconds),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let header = words([
        "instance",
        "method",
        "limit",
        "threads",
        "median objective",
        "reached after",
        "more threads",
        "reached after",
    ]);
    let intro = "\n## Threads\n\nSeconds in which the median of more threads (the earliest of all their \
                 limits) reaches what the fewest threads reach at a limit.\n\n";
    format!("{intro}{}", table(&header, 2, &rows))
}
