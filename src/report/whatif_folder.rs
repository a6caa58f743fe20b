//! What `jiedui whatif` writes: a plan folder for each scenario with the list of its changes, the table
//! of all, the curves of disruption, what samples say.

use std::path::Path;

use serde::Serialize;

use super::chart::{self, PngError, curve};
use super::diff::reason_words;
use super::files::{WriteError, csv_table, plan_files, replace_all, write_all};
use super::summary::{FILE, Summary};
use crate::analyse::diff::{Change, Diff};
use crate::analyse::whatif::disruption::{Curve, Point};
use crate::analyse::whatif::sample::{Fragile, Told};
use crate::analyse::whatif::{Disruption, Row};
use crate::language::{Language, say};
use crate::model::Terms;
use crate::model::data::PlanTables;

/// The list of a scenario's changes.
pub const CHANGES: &str = "changes.csv";
/// The same, with what each reason says.
const CHANGES_JSON: &str = "changes.json";
/// Files of a scenario's folder.
pub const SCENARIO_FILES: [&str; 6] =
    ["attachments.csv", "teams.csv", "pairings.csv", FILE, CHANGES, CHANGES_JSON];
/// The table of all scenarios, and the curves.
pub const FILES: [&str; 6] = [
    "scenarios.csv",
    "scenarios.json",
    "disruption.csv",
    "disruption.json",
    "disruption.svg",
    "disruption.png",
];
/// What samples say.
pub const SAMPLE_FILES: [&str; 3] =
    ["samples-summary.json", "fragile-villages.csv", "fragile-agencies.csv"];

/// What kept results from being written.
#[derive(Debug, thiserror::Error)]
pub enum WhatifWriteError {
    /// The picture.
    #[error(transparent)]
    Picture(#[from] PngError),
    /// A file.
    #[error(transparent)]
    File(#[from] WriteError),
}

/// Writes a scenario's plan and its changes into `folder`, all files or none.
///
/// # Errors
/// If a file could not be written.
pub fn write_scenario(
    folder: &Path,
    tables: &PlanTables,
    summary: &Summary,
    diff: &Diff,
    language: Language,
) -> Result<(), WriteError> {
    let mut sorted = tables.clone();
    sorted.sort();
    let mut files = plan_files("", &sorted);
    files.push((FILE.to_owned(), summary.to_json()));
    files.push((CHANGES.to_owned(), changes(diff, language)));
    files.push((CHANGES_JSON.to_owned(), json(&diff.changes)));
    write_all(folder, files)
}

/// Takes an earlier plan of a scenario out that has none now.
///
/// # Errors
/// If a file could not be removed.
pub fn clear_scenario(folder: &Path) -> Result<(), WriteError> {
    if folder.is_dir() { replace_all(folder, Vec::new(), &SCENARIO_FILES) } else { Ok(()) }
}

/// Writes the table of all scenarios and, where there are any, the curves; curves that an earlier run
/// left are removed.
///
/// # Errors
/// If the picture cannot be made, or a file not be written.
pub fn write_all_scenarios(
    folder: &Path,
    rows: &[&Row],
    curves: &[Curve],
    language: Language,
) -> Result<(), WhatifWriteError> {
    let mut contents = vec![table(rows), json(rows)];
    if !curves.is_empty() {
        let svg = curve::to_svg(&picture(curves, language));
        let png = chart::to_png(&drawable(&svg, curves, language))?;
        contents.extend([points(curves), json(curves), svg.into_bytes(), png]);
    }
    let obsolete = &FILES[contents.len()..];
    let files = FILES.map(str::to_owned).into_iter().zip(contents).collect();
    Ok(replace_all(folder, files, obsolete)?)
}

/// Writes what samples say.
///
/// # Errors
/// If a file could not be written.
pub fn write_samples(folder: &Path, told: &Told) -> Result<(), WriteError> {
    let contents = [json(told), fragile(&told.villages), fragile(&told.agencies)];
    write_all(folder, SAMPLE_FILES.map(str::to_owned).into_iter().zip(contents).collect())
}

/// Indented JSON with a line break at its end.
///
/// # Panics
/// If a value has a map whose keys are no texts; results have none.
#[must_use]
pub fn json(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(value).expect("results serialise");
    json.push(b'\n');
    json
}

fn changes(diff: &Diff, language: Language) -> Vec<u8> {
    let header = [
        "kind",
        "subject_id",
        "before_id",
        "after_id",
        "reason",
        "root_kind",
        "root_subject_id",
        "root_reason",
        "explanation",
    ];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let code =
        |change: &Change| change.reason.as_ref().map_or("", |reason| reason.code()).to_owned();
    let rows = diff.changes.iter().enumerate().map(|(i, change)| {
        let root = diff.root(i);
        [
            change.kind.name().to_owned(),
            change.subject.clone(),
            text(&change.before),
            text(&change.after),
            code(change),
            root.kind.name().to_owned(),
            root.subject.clone(),
            code(root),
            reason_words(&diff.changes, i, language).unwrap_or_default(),
        ]
    });
    csv_table(header, rows)
}

fn cell(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A value as JSON names it.
fn name_of(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn table(rows: &[&Row]) -> Vec<u8> {
    const OWN: [&str; 15] = [
        "scenario",
        "feasible",
        "status",
        "frozen",
        "objective",
        "bound",
        "helpers_changed",
        "helpers_changed_by_choice",
        "leads_changed",
        "secretaries_changed",
        "households",
        "cadres",
        "idle_agencies",
        "reason",
        "seconds",
    ];
    let mut header = [""; 26];
    header[..OWN.len()].copy_from_slice(&OWN);
    for (at, (name, _)) in header[OWN.len()..].iter_mut().zip(Terms::default().named()) {
        *at = name;
    }
    csv_table(header, rows.iter().map(|row| cells(row)))
}

fn cells(row: &Row) -> [String; 26] {
    let number = |of: fn(&Disruption) -> u64| cell(row.disruption.as_ref().map(of));
    let own = [
        row.scenario.clone(),
        row.feasible.map_or("", |feasible| if feasible { "yes" } else { "no" }).to_owned(),
        name_of(&row.status),
        name_of(&row.frozen),
        cell(row.objective.map(|cost| cost.0)),
        row.bound.0.to_string(),
        number(|all| all.helpers),
        number(|all| all.helpers_by_choice),
        number(|all| all.leads),
        number(|all| all.secretaries),
        row.households.to_string(),
        row.cadres.to_string(),
        row.idle.join(" "),
        row.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
        format!("{:.3}", row.seconds),
    ];
    let mut all = std::array::from_fn(|_| String::new());
    let terms =
        row.terms.iter().flat_map(|terms| terms.named().map(|(_, cost)| cost.0.to_string()));
    for (at, cell) in all.iter_mut().zip(own.into_iter().chain(terms)) {
        *at = cell;
    }
    all
}

fn points(curves: &[Curve]) -> Vec<u8> {
    let header = ["scenario", "budget", "changes", "cost", "objective"];
    let rows = curves.iter().flat_map(|curve| {
        curve.points.iter().map(|Point { budget, changes, cost, objective }| {
            [
                curve.scenario.clone(),
                budget.to_string(),
                changes.to_string(),
                cost.0.to_string(),
                objective.0.to_string(),
            ]
        })
    });
    csv_table(header, rows)
}

fn picture(curves: &[Curve], language: Language) -> curve::Picture {
    let spot = |point: &Point| (point.changes as f64, point.cost.0 as f64 / 1000.0);
    let series = curves.iter().map(|curve| curve::Series {
        name: curve.scenario.clone(),
        points: curve.points.iter().map(spot).collect(),
        mark: curve.chosen.as_ref().map(spot),
    });
    curve::Picture {
        title: say!(language, "whatif-curve-title"),
        x: say!(language, "whatif-curve-x"),
        y: say!(language, "whatif-curve-y"),
        note: say!(language, "whatif-curve-note"),
        series: series.collect(),
    }
}

/// The picture to be rendered here: in English where there is no font for it.
fn drawable(svg: &str, curves: &[Curve], language: Language) -> String {
    let drawn = chart::png_language(language);
    if drawn == language { svg.to_owned() } else { curve::to_svg(&picture(curves, drawn)) }
}

fn fragile(all: &[Fragile]) -> Vec<u8> {
    let header = ["id", "lead", "secretary", "team", "unmended", "short"];
    let rows = all.iter().map(|one| {
        let [lead, secretary, team, unmended, short] =
            [one.lead, one.secretary, one.team, one.unmended, one.short].map(|n| n.to_string());
        [one.id.clone(), lead, secretary, team, unmended, short]
    });
    csv_table(header, rows)
}
