//! Reading instances, judging a plan, writing it.

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput};
use jiedui::check::{check, statistics};
use jiedui::input::read_instance;
use jiedui::model::data::PlanTables;
use jiedui::model::schema::{AGENCIES, CADRES, HOUSEHOLDS, Layout, PLACES, VILLAGES};
use jiedui::model::{Instance, Method, Millipoints, Status};
use jiedui::report::{Summary, plan_folder};
use rust_xlsxwriter::{Workbook, Worksheet};

use crate::common;

const TABLES: [Layout; 5] = [AGENCIES, VILLAGES, CADRES, HOUSEHOLDS, PLACES];

/// Reads, validates and indexes instances.
pub(crate) fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(20);
    for name in ["tiny", "township", "county"] {
        let folder = common::folder(name);
        group.throughput(Throughput::Elements(rows(&folder)));
        group.bench_function(format!("folder of the {name}"), |b| {
            b.iter(|| read_instance(&folder, None));
        });
    }
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = common::folder("county");
    let book = workbook(&folder, dir.path());
    group.throughput(Throughput::Elements(rows(&folder)));
    group.bench_function("workbook of the county", |b| b.iter(|| read_instance(&book, None)));
}

/// Checks a plan of the county and writes its folder.
pub(crate) fn judging(criterion: &mut Criterion, county: &Instance, tables: &PlanTables) {
    let mut group = criterion.benchmark_group("plan of the county");
    group.sample_size(20).throughput(Throughput::Elements(county.households().len() as u64));
    group.bench_function("checked", |b| b.iter(|| check(county, tables)));
    let summary = summary(county, tables);
    let dir = tempfile::tempdir().expect("a temporary folder");
    group.bench_function("written and synced", |b| {
        b.iter(|| {
            let files = plan_folder::files(tables, None);
            plan_folder::write(dir.path(), files, summary.to_json())
        });
    });
}

fn records(folder: &Path, layout: &Layout) -> Vec<csv::StringRecord> {
    let path = folder.join(layout.stem).with_extension("csv");
    let reader = csv::ReaderBuilder::new().has_headers(false).from_path(path);
    let records = reader.expect("a table").into_records();
    records.collect::<Result<_, _>>().expect("committed tables can be read")
}

/// Rows of all tables, headers not counted.
fn rows(folder: &Path) -> u64 {
    TABLES.iter().map(|layout| records(folder, layout).len() as u64 - 1).sum()
}

/// The tables as sheets of a workbook, numbers as numbers.
fn workbook(folder: &Path, dir: &Path) -> PathBuf {
    let mut book = Workbook::new();
    for layout in &TABLES {
        let sheet = book.add_worksheet().set_name(layout.sheets[0]).expect("a sheet's name");
        for (row, record) in records(folder, layout).iter().enumerate() {
            for (column, cell) in record.iter().enumerate() {
                write_cell(sheet, row as u32, column as u16, cell);
            }
        }
    }
    let path = dir.join("county.xlsx");
    book.save(&path).expect("the workbook can be saved");
    read_instance(&path, None).expect("the workbook is an instance");
    path
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    let written = match cell.parse::<f64>() {
        Ok(number) if cell.len() != 11 => sheet.write_number(row, column, number), // no telephone
        _ => sheet.write_string(row, column, cell),
    };
    written.expect("the cell fits");
}

fn summary(county: &Instance, tables: &PlanTables) -> Summary {
    let report = check(county, tables);
    Summary {
        instance: county.settings().name.clone(),
        instance_digest: county.digest().to_owned(),
        year: county.settings().year,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        method: Method::Search,
        status: Status::Feasible,
        interrupted: false,
        highs_failure: None,
        seed: common::SEED,
        threads: 2,
        time_limit: None,
        iteration_limit: None,
        max_changes: None,
        changes: None,
        gap_limit: 0.0,
        iterations: 0,
        seconds: 0.0,
        objective: report.objective(),
        bound: Millipoints::ZERO,
        gap: 1.0,
        terms: report.terms,
        statistics: statistics(county, tables),
        run: None,
    }
}
