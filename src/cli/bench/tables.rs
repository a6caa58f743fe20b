//! The tables of `bench` in Markdown.

use crate::analyse::bench::{
    Group, Limit, Origin, Run, Spread, Subject, fit_exponent, gap, groups, seconds_within,
    smallest_limit_within, speedups,
};
use crate::language::{Language, say};
use crate::model::{Millipoints, Status};
use crate::report::markdown::table;
use crate::report::text::{grouped, points};

/// What is not known.
const NONE: &str = "–";

/// All tables that the runs give rise to.
pub(super) fn tables(
    subjects: &[Subject],
    runs: &[Run],
    within: &[f64],
    language: Language,
) -> String {
    let desk = Desk { subjects, groups: &groups(runs), within, language };
    let sections = [Some(desk.summary()), desk.times(), desk.growth(), desk.threads()];
    sections.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// What the tables are made from.
#[derive(Clone, Copy)]
struct Desk<'d, 'r> {
    subjects: &'r [Subject],
    groups: &'d [Group<'r>],
    /// Percents above the best known.
    within: &'d [f64],
    language: Language,
}

/// A table under its title, with what it tells.
fn section(title: &str, about: &str, table: &str) -> String {
    format!("## {title}\n\n{about}\n\n{table}")
}

impl Desk<'_, '_> {
    fn summary(&self) -> String {
        let language = self.language;
        let header = [
            say!(language, "bench-instance"),
            say!(language, "bench-method"),
            say!(language, "bench-column-threads"),
            say!(language, "bench-limit"),
            say!(language, "bench-plans"),
            say!(language, "bench-proven"),
            say!(language, "bench-best-objective"),
            say!(language, "bench-median-objective"),
            say!(language, "bench-gap-to-best"),
            say!(language, "bench-best-bound"),
            say!(language, "bench-first-plan"),
            say!(language, "bench-best-plan"),
            say!(language, "bench-in-all"),
            say!(language, "bench-peak-memory"),
        ];
        let rows: Vec<Vec<String>> =
            self.groups.iter().map(|group| self.summary_row(group)).collect();
        section(
            &say!(language, "bench-title-runs"),
            &say!(language, "bench-about-runs"),
            &table(&header, 2, &rows),
        )
    }

    fn summary_row(&self, group: &Group) -> Vec<String> {
        let first = group.first();
        let subject = &self.subjects[first.subject];
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
            limit(first.limit, self.language),
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

    /// How soon each solver is how close.
    fn times(&self) -> Option<String> {
        if self.within.is_empty() {
            return None;
        }
        let language = self.language;
        let mut header = vec![
            say!(language, "bench-instance"),
            say!(language, "bench-method"),
            say!(language, "bench-column-threads"),
            say!(language, "bench-households"),
        ];
        header.extend(self.within.iter().map(|percent| format!("{percent} %")));
        let rows: Vec<Vec<String>> =
            lines(self.groups).iter().map(|line| self.times_row(line)).collect();
        Some(section(
            &say!(language, "bench-title-times"),
            &say!(language, "bench-about-times"),
            &table(&header, 2, &rows),
        ))
    }

    fn times_row(&self, line: &Line) -> Vec<String> {
        let subject = &self.subjects[line.first.subject];
        let mut cells = vec![
            subject.name.clone(),
            line.first.solver.clone(),
            count(line.first.threads),
            grouped(subject.households as u64),
        ];
        cells.extend(self.within.iter().map(|&percent| self.time(line, subject, percent)));
        cells
    }

    fn time(&self, line: &Line, subject: &Subject, percent: f64) -> String {
        let read = seconds_within(&line.limits, subject, percent);
        let by_limit = smallest_limit_within(&line.limits, subject, percent);
        match (read, by_limit) {
            (None, _) => NONE.to_owned(),
            (Some(read), None) => seconds(read),
            (Some(read), Some(by_limit)) => {
                format!("{} ({})", seconds(read), limit(by_limit, self.language))
            }
        }
    }

    /// How the time to a gap grows with the number of households; `None` with instances of one size.
    fn growth(&self) -> Option<String> {
        let lines = lines(self.groups);
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
            rows.extend(self.within.iter().filter_map(|&percent| self.growth_row(&own, percent)));
        }
        if rows.is_empty() {
            return None;
        }
        let language = self.language;
        let header = [
            say!(language, "bench-method"),
            say!(language, "bench-gap"),
            say!(language, "bench-column-threads"),
            say!(language, "bench-exponent-curves"),
            say!(language, "bench-exponent-limits"),
        ];
        Some(section(
            &say!(language, "bench-title-growth"),
            &say!(language, "bench-about-growth"),
            &table(&header, 2, &rows),
        ))
    }

    /// One solver on all subjects; `None` where fewer than two sizes get there.
    fn growth_row(&self, lines: &[&Line], percent: f64) -> Option<Vec<String>> {
        let exponent = |seconds: &dyn Fn(&Line, &Subject) -> Option<f64>| {
            let point = |line: &&Line| {
                let subject = &self.subjects[line.first.subject];
                Some((subject.households as f64, seconds(line, subject)?))
            };
            let points: Vec<(f64, f64)> = lines.iter().filter_map(point).collect();
            let fit = fit_exponent(&points)?;
            let (exponent, count) = (format!("{:.2}", fit.exponent), points.len());
            Some(say!(self.language, "bench-exponent", exponent = exponent, count = count))
        };
        let read = exponent(&|line, subject| seconds_within(&line.limits, subject, percent));
        let by_limit =
            exponent(
                &|line, subject| match smallest_limit_within(&line.limits, subject, percent)? {
                    Limit::Time(limit) => Some(limit.as_secs_f64()),
                    Limit::None | Limit::Iterations(_) => None,
                },
            );
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

    /// What threads gain; `None` with one number of threads.
    fn threads(&self) -> Option<String> {
        let rows: Vec<Vec<String>> = speedups(self.groups)
            .into_iter()
            .map(|speedup| {
                vec![
                    self.subjects[speedup.subject].name.clone(),
                    speedup.solver,
                    limit(speedup.limit, self.language),
                    speedup.base_threads.to_string(),
                    cost(Some(speedup.cost)),
                    speedup.base_seconds.map_or(NONE.to_owned(), seconds),
                    speedup.threads.to_string(),
                    speedup.seconds.map_or(NONE.to_owned(), seconds),
                ]
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let language = self.language;
        let header = [
            say!(language, "bench-instance"),
            say!(language, "bench-method"),
            say!(language, "bench-limit"),
            say!(language, "bench-column-threads"),
            say!(language, "bench-median-objective"),
            say!(language, "bench-reached-after"),
            say!(language, "bench-more-threads"),
            say!(language, "bench-reached-after"),
        ];
        Some(section(
            &say!(language, "bench-title-threads"),
            &say!(language, "bench-about-threads"),
            &table(&header, 2, &rows),
        ))
    }
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

/// A limit as people read it.
pub(super) fn limit(limit: Limit, language: Language) -> String {
    match limit {
        Limit::None => NONE.to_owned(),
        Limit::Time(time) => {
            say!(language, "bench-limit-seconds", seconds = time.as_secs_f64().to_string())
        }
        Limit::Iterations(count) => {
            say!(language, "bench-limit-iterations", count = grouped(count))
        }
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

fn count(threads: Option<usize>) -> String {
    threads.map_or(NONE.to_owned(), |threads| threads.to_string())
}
