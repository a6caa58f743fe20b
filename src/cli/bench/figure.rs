//! The picture of runs: for each method and number of threads the curve of its longest limit, and
//! dots for what each limit ends with.

use crate::analyse::bench::{Group, Origin, Run, Subject, gap, groups};
use crate::language::{Language, say};
use crate::model::Millipoints;
use crate::report::chart::{Figure, Moment, Panel, Series};
use crate::report::text::{grouped, points};

/// Builds the picture.
pub(super) fn figure(subjects: &[Subject], runs: &[Run], language: Language) -> Figure {
    let groups = groups(runs);
    let panels = subjects.iter().enumerate().map(|(i, subject)| {
        let of_subject: Vec<&Group> =
            groups.iter().filter(|group| group.first().subject == i).collect();
        let series = series(subject, &of_subject, language);
        Panel { title: title(subject, language), series }
    });
    Figure { language, title: say!(language, "bench-picture"), panels: panels.collect() }
}

fn title(subject: &Subject, language: Language) -> String {
    let (instance, households) = (subject.name.clone(), grouped(subject.households as u64));
    match subject.best {
        Some(best) => {
            let cost = points(best);
            say!(
                language,
                "bench-panel-best",
                instance = instance,
                households = households,
                cost = cost
            )
        }
        None => say!(language, "bench-panel", instance = instance, households = households),
    }
}

/// The solvers of one subject, each with the threads where they differ.
fn series(subject: &Subject, groups: &[&Group], language: Language) -> Vec<Series> {
    let Some(best) = subject.best else { return Vec::new() };
    let own = groups.iter().filter(|group| group.first().origin == Origin::Run);
    let several = own.map(|group| group.first().threads).collect::<std::collections::BTreeSet<_>>();
    let mut all: Vec<(Series, &Group)> = Vec::new();
    for group in groups {
        let name = name(group.first(), several.len() > 1, language);
        let at = all.iter().position(|(series, _)| series.name == name).unwrap_or_else(|| {
            let family = group.first().solver.clone();
            all.push((Series { name, family, ..Series::default() }, group));
            all.len() - 1
        });
        let (series, longest) = &mut all[at];
        series.marks.extend(mark(group, best));
        if group.limit() > longest.limit() {
            *longest = group;
        }
    }
    all.into_iter().map(|(series, longest)| finish(series, longest, best)).collect()
}

fn name(run: &Run, several: bool, language: Language) -> String {
    let method = run.solver.clone();
    match run.threads.filter(|_| several && run.origin == Origin::Run) {
        Some(count) => {
            let threads = say!(language, "bench-threads", count = count);
            say!(language, "bench-series", method = method, threads = threads)
        }
        None => method,
    }
}

/// What a limit ends with.
fn mark(group: &Group, best: Millipoints) -> Option<(f64, f64)> {
    if group.first().origin != Origin::Run {
        return None;
    }
    let seconds = group.spread(|run| run.seconds)?.median;
    Some((seconds, gap(group.costs()?.median, best)))
}

fn finish(series: Series, group: &Group, best: Millipoints) -> Series {
    let curve = group.curve().into_iter().map(|point| {
        let gaps = point.cost.map(|cost| gap(cost, best));
        let (min, median, max) = (gaps.min, gaps.median, gaps.max);
        Moment { seconds: point.seconds, min, median, max }
    });
    let first = group.first();
    let level = (first.origin == Origin::Plan).then_some(first.objective).flatten();
    Series {
        curve: curve.collect(),
        end: group.end(),
        level: level.map(|cost| gap(cost.0 as f64, best)),
        ..series
    }
}
