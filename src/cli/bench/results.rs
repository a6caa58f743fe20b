//! From runs to what is written: rows, and better best-known plans.

use crate::analyse::bench::{Limit, Origin, Run, Subject, gap};
use crate::model::data::BestKnownRow;
use crate::report::bench_folder::RunRow;

/// Sets the best cost known of each subject, by the file and by the runs whose plans were judged, and
/// returns the file's rows with what is better or new.
pub(super) fn learn(
    subjects: &mut [Subject],
    runs: &[Run],
    mut known: Vec<BestKnownRow>,
) -> Vec<BestKnownRow> {
    for (i, subject) in subjects.iter_mut().enumerate() {
        let judged = runs.iter().filter(|run| run.subject == i && run.is_judged());
        let best = judged.filter_map(|run| Some((run.objective?, run))).min_by_key(|best| best.0);
        let Some((objective, run)) = best else { continue };
        if subject.best.is_some_and(|known| known <= objective) {
            continue;
        }
        subject.best = Some(objective);
        let row = BestKnownRow {
            digest: subject.digest.clone(),
            name: subject.name.clone(),
            objective,
            how: how(run),
        };
        match known.iter_mut().find(|known| known.digest == row.digest) {
            Some(worse) => *worse = BestKnownRow { name: worse.name.clone(), ..row },
            None => known.push(row),
        }
    }
    known
}

/// How a plan was found, so that it can be found again.
fn how(run: &Run) -> String {
    if run.origin == Origin::Plan {
        return format!("plan of {}", run.solver);
    }
    let version = env!("CARGO_PKG_VERSION");
    let threads = run.threads.map_or_else(String::new, |threads| format!(", threads {threads}"));
    let seed = run.seed.map_or_else(String::new, |seed| format!(", seed {seed}"));
    format!("{}, {}{seed}{threads}, jiedui {version}", run.solver, run.limit)
}

/// The rows of the CSV.
pub(super) fn rows<'a>(subjects: &'a [Subject], runs: &'a [Run]) -> Vec<RunRow<'a>> {
    runs.iter().map(|run| row(&subjects[run.subject], run)).collect()
}

fn row<'a>(subject: &'a Subject, run: &'a Run) -> RunRow<'a> {
    let (limit_seconds, limit_iterations) = match run.limit {
        Limit::None => (None, None),
        Limit::Time(time) => (Some(time.as_secs_f64()), None),
        Limit::Iterations(count) => (None, Some(count)),
    };
    let gap = run.objective.zip(subject.best).map(|(cost, best)| gap(cost.0 as f64, best));
    RunRow {
        instance: &subject.name,
        digest: &subject.digest,
        households: subject.households,
        method: &run.solver,
        origin: match run.origin {
            Origin::Run => "run",
            Origin::Log => "log",
            Origin::Plan => "plan",
        },
        repetition: run.repetition,
        seed: run.seed,
        threads: run.threads,
        limit_seconds,
        limit_iterations,
        status: run.status,
        objective: run.objective,
        bound: run.bound,
        trace: &run.trace,
        seconds: run.seconds,
        iterations: run.iterations,
        memory_kib: run.memory_kib,
        gap: gap.filter(|gap| gap.is_finite()),
    }
}
