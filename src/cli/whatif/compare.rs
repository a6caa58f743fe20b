//! Scenarios side by side, and the curves of disruption.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::Desk;
use crate::analyse::diff::Diff;
use crate::analyse::whatif::disruption::{self, Curve};
use crate::analyse::whatif::{self, Baseline, Replan, Request, Row, crew};
use crate::cli::interrupt::{self, Guarded};
use crate::cli::order::{mistake, mistaken, summarise};
use crate::cli::{Exit, output};
use crate::input::scenario::{BASELINE, Read};
use crate::language::say;
use crate::model::edits::with_successors;
use crate::report::text::points;
use crate::report::{self, Privacy, instance_folder, target, whatif_folder};
use crate::solve::{Control, Silent};

/// A scenario as planned.
struct Done {
    replan: Replan,
    row: Row,
    diff: Option<Diff>,
    elapsed: Duration,
}

/// Plans every scenario, writes what was found, tells it.
pub(super) fn run(desk: &Desk) -> Result<Exit> {
    let out = desk.args.out.as_deref().unwrap_or(Path::new("."));
    target::probe_folder(out, &whatif_folder::FILES)?;
    for scenario in &desk.scenarios {
        target::probe_folder(
            &folder(desk, &scenario.scenario.name),
            &whatif_folder::SCENARIO_FILES,
        )?;
    }
    let side = desk.args.threads().min(desk.scenarios.len()).max(1);
    let request = desk.args.request(side);
    desk.say(|| begin(desk, &request));
    let guarded = Guarded::solving();
    let control = Control::new(interrupt::flag(), &Silent, None);
    let done = crew::all(desk.scenarios.len(), side, interrupt::was_interrupted, |i| {
        plan(desk, i, &request, &control)
    });
    let curves = curves(desk, &done, &control);
    let guarded = guarded.keep();
    if let Some(told) = mistakes(desk, &done) {
        output::message(&told);
        return Ok(Exit::Internal);
    }
    write(desk, out, &request, &done, &curves)?;
    drop(guarded);
    tell(desk, out, &done, &curves)?;
    Ok(exit(&done))
}

fn baseline<'d>(desk: &'d Desk) -> Baseline<'d> {
    Baseline { instance: &desk.loaded.instance, tables: &desk.baseline }
}

fn folder(desk: &Desk, scenario: &str) -> PathBuf {
    desk.args.out.as_deref().unwrap_or(Path::new(".")).join(scenario)
}

fn begin(desk: &Desk, request: &Request) -> String {
    say!(
        desk.language,
        "whatif-begin",
        scenarios = desk.scenarios.len().to_string(),
        baseline = desk.args.baseline.display().to_string(),
        threads = desk.args.threads().to_string(),
        seed = desk.args.seed.to_string(),
        limit = desk.limit(request),
    )
}

/// Plans one scenario and finds out what changes; `None` where an interrupt came before any plan.
fn plan(desk: &Desk, i: usize, request: &Request, control: &Control) -> Option<Done> {
    let read = &desk.scenarios[i];
    let begun = Instant::now();
    let tables = with_successors(&desk.baseline, &read.scenario.edits);
    let baseline = Baseline { tables: &tables, ..baseline(desk) };
    let replan = whatif::replan(baseline, &read.instance, request, control);
    let elapsed = begun.elapsed();
    if replan.plan.is_none() && control.interrupted() {
        return None;
    }
    let (mut row, diff) = whatif::row(baseline, &read.instance, &replan);
    let diff = diff.map(|diff| Privacy::masked_if(desk.args.redact).diff(diff));
    row.scenario.clone_from(&read.scenario.name);
    row.note.clone_from(&read.scenario.note);
    row.idle.clone_from(&read.edited.idle);
    row.seconds = (elapsed.as_secs_f64() * 1000.0).round() / 1000.0;
    desk.say(|| finished(desk, &row));
    Some(Done { replan, row, diff, elapsed })
}

fn finished(desk: &Desk, row: &Row) -> String {
    let (scenario, seconds) = (row.scenario.clone(), format!("{:.2}", row.seconds));
    match row.objective {
        Some(cost) => {
            let cost = points(cost);
            say!(desk.language, "whatif-done", scenario = scenario, cost = cost, seconds = seconds)
        }
        None => say!(desk.language, "whatif-done-none", scenario = scenario, seconds = seconds),
    }
}

/// The curve of each scenario that has a plan; of the baseline's own roster where there is none.
fn curves(desk: &Desk, done: &[Option<Done>], control: &Control) -> Vec<Curve> {
    if !desk.args.disruption {
        return Vec::new();
    }
    let request = desk.args.curve_request();
    let points = desk.args.points;
    if desk.scenarios.is_empty() {
        let (base, instance) = (baseline(desk), &desk.loaded.instance);
        let known = disruption::of_baseline(base);
        let known = known.as_ref();
        let curve = disruption::curve(BASELINE, base, instance, known, points, &request, control);
        return curve.into_iter().collect();
    }
    let planned = desk.scenarios.iter().zip(done).filter_map(|(read, done)| {
        let (plan, _) = done.as_ref()?.replan.outcome.incumbent.as_ref()?;
        let tables = with_successors(&desk.baseline, &read.scenario.edits);
        let base = Baseline { tables: &tables, ..baseline(desk) };
        let (name, instance) = (&read.scenario.name, &read.instance);
        disruption::curve(name, base, instance, Some(plan), points, &request, control)
    });
    planned.collect()
}

/// What the judge has against any of the plans.
fn mistakes(desk: &Desk, done: &[Option<Done>]) -> Option<String> {
    desk.scenarios.iter().zip(done).find_map(|(read, done)| {
        let replan = &done.as_ref()?.replan;
        let ((_, report), (_, cost)) = (replan.plan.as_ref()?, replan.outcome.incumbent.as_ref()?);
        let told = mistake(report, *cost, replan.outcome.bound, desk.language)?;
        Some(mistaken(&told, &read.instance, "auto", desk.language))
    })
}

fn write(
    desk: &Desk,
    out: &Path,
    request: &Request,
    done: &[Option<Done>],
    curves: &[Curve],
) -> Result<()> {
    for (read, done) in desk.scenarios.iter().zip(done) {
        let folder = folder(desk, &read.scenario.name);
        let Some(Done {
            replan: Replan { outcome, plan: Some((tables, report)), .. },
            diff: Some(diff),
            elapsed,
            ..
        }) = done
        else {
            whatif_folder::clear_scenario(&folder)?;
            instance(desk, read, &folder)?;
            continue;
        };
        let mut summary =
            summarise(&read.instance, tables, report, outcome, &request.options, *elapsed);
        let plan = outcome.incumbent.as_ref().map(|(plan, _)| plan);
        summary.changes = read.instance.previous().zip(plan).map(|(old, new)| old.changes(new));
        whatif_folder::write_scenario(&folder, tables, &summary, diff, desk.language)?;
        instance(desk, read, &folder)?;
    }
    let base = whatif::baseline_row(BASELINE, baseline(desk)).0;
    let own = done.iter().flatten().map(|done| &done.row);
    let rows: Vec<&Row> = std::iter::once(&base).chain(own).collect();
    whatif_folder::write_all_scenarios(out, &rows, curves, desk.language)?;
    Ok(())
}

/// The changed instance, where it is asked for.
fn instance(desk: &Desk, read: &Read, folder: &Path) -> Result<()> {
    if desk.args.instances {
        let data = Privacy::masked_if(desk.args.redact).records(&read.edited.data);
        instance_folder::write(&data, &folder.join("instance"))?;
    }
    Ok(())
}

fn tell(desk: &Desk, out: &Path, done: &[Option<Done>], curves: &[Curve]) -> Result<()> {
    let language = desk.language;
    if interrupt::was_interrupted() {
        desk.say(|| say!(language, "whatif-interrupted"));
        for (read, _) in desk.scenarios.iter().zip(done).filter(|(_, done)| done.is_none()) {
            let scenario = read.scenario.name.clone();
            desk.say(|| say!(language, "whatif-not-begun", scenario = scenario));
        }
    }
    desk.say(|| say!(language, "whatif-wrote", path = out.display().to_string()));
    let base = whatif::baseline_row(BASELINE, baseline(desk)).0;
    let own = done.iter().flatten().map(|done| (&done.row, done.diff.as_ref()));
    let rows: Vec<report::whatif::Compared> = std::iter::once((&base, None)).chain(own).collect();
    if desk.args.json {
        let rows: Vec<&Row> = rows.into_iter().map(|(row, _)| row).collect();
        let all = serde_json::json!({ "scenarios": rows, "curves": curves });
        return output::result(&whatif_folder::json(&all));
    }
    let mut text = report::whatif::comparison(&rows, language);
    if !curves.is_empty() {
        text += "\n";
        text += &report::whatif::curves(curves, language);
    }
    output::text(&text)
}

/// The worst of all: no plan exists, none was found, none was begun.
fn exit(done: &[Option<Done>]) -> Exit {
    let feasible = |done: &Done| done.row.feasible;
    if done.iter().flatten().any(|done| feasible(done) == Some(false)) {
        Exit::No
    } else if done.iter().any(|done| done.as_ref().is_none_or(|done| feasible(done).is_none())) {
        Exit::Limit
    } else {
        Exit::Done
    }
}
