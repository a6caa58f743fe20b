//! What `jiedui bench` writes: runs and traces as CSV, the tables as Markdown, the curves as a
//! picture; and the file of best-known plans.

use std::path::Path;

use super::chart::{self, Figure, PngError};
use super::files::{WriteError, csv_table, write_all};
use super::target;
use crate::language::Language;
use crate::model::data::BestKnownRow;
use crate::model::{Millipoints, Status, Trace};

/// Names of the files.
pub const FILES: [&str; 5] = ["runs.csv", "traces.csv", "table.md", "curves.svg", "curves.png"];

/// One run as it is written; what is not known is an empty cell.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow<'a> {
    /// Name of the instance.
    pub instance: &'a str,
    /// Its digest.
    pub digest: &'a str,
    /// Its households.
    pub households: usize,
    /// The method, or the name of another solver.
    pub method: &'a str,
    /// `run`, `log` or `plan`: where it comes from.
    pub origin: &'a str,
    /// Which repetition, from 1.
    pub repetition: u32,
    /// The seed.
    pub seed: Option<u64>,
    /// Threads.
    pub threads: Option<usize>,
    /// Limit in seconds.
    pub limit_seconds: Option<f64>,
    /// Limit in iterations.
    pub limit_iterations: Option<u64>,
    /// What is known at the end; `None` where the run broke down.
    pub status: Option<Status>,
    /// Cost of the plan.
    pub objective: Option<Millipoints>,
    /// Lower bound.
    pub bound: Option<Millipoints>,
    /// What was known when.
    pub trace: &'a Trace,
    /// Seconds in all.
    pub seconds: Option<f64>,
    /// Iterations, or nodes.
    pub iterations: Option<u64>,
    /// Most memory, KiB.
    pub memory_kib: Option<u64>,
    /// Gap to the best known, as a ratio.
    pub gap: Option<f64>,
}

/// Writes the five [`FILES`] into `folder`, all or none; `figure` makes the picture in a language.
///
/// # Errors
/// If the picture cannot be made, or a file not be written.
pub fn write(
    folder: &Path,
    rows: &[RunRow],
    tables: &str,
    figure: impl Fn(Language) -> Figure,
    language: Language,
) -> Result<(), BenchWriteError> {
    let svg = chart::to_svg(&figure(language));
    let png = chart::to_png(&chart::to_svg(&figure(chart::png_language(language))))?;
    let contents = [runs(rows), traces(rows), tables.into(), svg.into_bytes(), png];
    let files = FILES.map(str::to_owned).into_iter().zip(contents).collect();
    Ok(write_all(folder, files)?)
}

/// What kept the results of a bench from being written.
#[derive(Debug, thiserror::Error)]
pub enum BenchWriteError {
    /// The picture.
    #[error(transparent)]
    Picture(#[from] PngError),
    /// A file.
    #[error(transparent)]
    File(#[from] WriteError),
}

/// Writes the file of best-known plans, whole or not at all.
///
/// # Errors
/// If it cannot be written.
pub fn write_best_known(file: &Path, rows: &[BestKnownRow]) -> Result<(), WriteError> {
    let header = ["digest", "name", "objective", "how"];
    let cells = rows.iter().map(|row| {
        [row.digest.clone(), row.name.clone(), row.objective.0.to_string(), row.how.clone()]
    });
    target::write_file(file, csv_table(header, cells))
}

fn runs(rows: &[RunRow]) -> Vec<u8> {
    let header = [
        "instance",
        "digest",
        "households",
        "method",
        "origin",
        "repetition",
        "seed",
        "threads",
        "limit_seconds",
        "limit_iterations",
        "status",
        "objective",
        "bound",
        "first_plan_seconds",
        "best_plan_seconds",
        "seconds",
        "iterations",
        "peak_memory_kib",
        "gap_to_best_known",
    ];
    csv_table(
        header,
        rows.iter().map(|row| {
            [
                row.instance.to_owned(),
                row.digest.to_owned(),
                row.households.to_string(),
                row.method.to_owned(),
                row.origin.to_owned(),
                row.repetition.to_string(),
                cell(row.seed),
                cell(row.threads),
                cell(row.limit_seconds),
                cell(row.limit_iterations),
                row.status.map_or("failed", status).to_owned(),
                cell(row.objective.map(|cost| cost.0)),
                cell(row.bound.map(|bound| bound.0)),
                seconds(row.trace.first_seconds()),
                seconds(row.trace.best_seconds()),
                seconds(row.seconds),
                cell(row.iterations),
                cell(row.memory_kib),
                row.gap.map_or_else(String::new, |gap| format!("{gap:.9}")),
            ]
        }),
    )
}

fn traces(rows: &[RunRow]) -> Vec<u8> {
    let header = [
        "instance",
        "method",
        "repetition",
        "seed",
        "threads",
        "limit_seconds",
        "limit_iterations",
        "what",
        "seconds",
        "value",
    ];
    let events = rows.iter().flat_map(|row| {
        let incumbents = row.trace.incumbents().iter().map(|event| ("objective", event));
        let bounds = row.trace.bounds().iter().map(|event| ("bound", event));
        incumbents.chain(bounds).map(|(what, &(at, value))| {
            [
                row.instance.to_owned(),
                row.method.to_owned(),
                row.repetition.to_string(),
                cell(row.seed),
                cell(row.threads),
                cell(row.limit_seconds),
                cell(row.limit_iterations),
                what.to_owned(),
                seconds(Some(at)),
                value.0.to_string(),
            ]
        })
    });
    csv_table(header, events)
}

fn cell(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn seconds(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.3}"))
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::Unknown => "unknown",
    }
}
