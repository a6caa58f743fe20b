//! The file of best-known plans.

use std::fs;

use jiedui::input::best_known;
use jiedui::model::Millipoints;
use jiedui::model::data::BestKnownRow;
use jiedui::report::bench_folder::write_best_known;

use super::{number, rows};
use crate::command_line::{Desk, tiny};

fn row(digit: char, objective: i64) -> BestKnownRow {
    BestKnownRow {
        digest: digit.to_string().repeat(64),
        name: "双溪, \"north\"".to_owned(),
        objective: Millipoints(objective),
        how: "search, 60 s".to_owned(),
    }
}

#[test]
fn what_is_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("best.csv");
    assert_eq!(best_known::read(&file), Ok(None));
    let written = vec![row('a', 12_345_678_901_234), row('7', 0)];
    write_best_known(&file, &written).unwrap();
    assert_eq!(best_known::read(&file).unwrap().unwrap().rows, written);
    write_best_known(&file, &[]).unwrap();
    assert_eq!(best_known::read(&file).unwrap().unwrap().rows, []);
}

#[test]
fn every_fault_is_told_with_row_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("best.csv");
    let digest = "a".repeat(64);
    let text = format!(
        "digest,name,objective,how\n{digest},x,1.5,\n{digest},x,7,\nabc,x,-1,\n,x,,\n{},x,1\n",
        "b".repeat(64)
    );
    fs::write(&file, text).unwrap();
    let error = best_known::read(&file).unwrap_err();
    let places: Vec<(Option<usize>, Option<&str>)> =
        error.faults.iter().map(|fault| (fault.row, fault.column.as_deref())).collect();
    let expected = [
        (Some(2), Some("objective")),
        (Some(3), Some("digest")),
        (Some(4), Some("digest")),
        (Some(4), Some("objective")),
        (Some(5), Some("digest")),
        (Some(5), Some("objective")),
        (Some(6), None),
    ];
    assert_eq!(places, expected, "{error}");
    fs::write(&file, "digest,name,objektive,how\n").unwrap();
    let told = best_known::read(&file).unwrap_err().to_string();
    assert!(told.contains("best.csv:1:objective"), "{told}");
}

#[test]
fn the_committed_file_can_be_read() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/best-known.csv");
    let known = best_known::read(file.as_ref()).unwrap().expect("the file is there");
    for name in ["tiny", "township", "county"] {
        let folder = format!("{}/instances/{name}", env!("CARGO_MANIFEST_DIR"));
        let instance = jiedui::input::read_instance(folder.as_ref(), None).unwrap().instance;
        let row = known.rows.iter().find(|row| row.digest == instance.digest());
        assert_eq!(row.map(|row| row.name.as_str()), Some(name));
    }
}

#[test]
fn only_better_plans_are_written_back() {
    let desk = Desk::with(&tiny());
    let run = |methods: &str| {
        let line = format!(
            "bench in {methods} --seeds 1 --out bench --quiet --best-known best.csv --update-best"
        );
        desk.run(&line).with_code(0);
    };
    run("--methods exact --limits 60");
    let first = rows(&desk, "best.csv");
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["objective"], rows(&desk, "bench/runs.csv")[0]["objective"]);
    assert!(first[0]["how"].starts_with("exact, 60 s, seed 1"), "{:?}", first[0]);
    run("--methods search --iterations 1");
    assert_eq!(rows(&desk, "best.csv"), first);
    // Gaps are told against the file where it knows better.
    let claimed = number(&first[0], "objective") - 1000.0;
    desk.edit("best.csv", &first[0]["objective"], &claimed.to_string());
    run("--methods exact --limits 60");
    let gap = number(&rows(&desk, "bench/runs.csv")[0], "gap_to_best_known");
    assert!((gap - 1000.0 / claimed).abs() < 1e-8, "{gap}");
    assert_eq!(rows(&desk, "best.csv")[0]["objective"], claimed.to_string());
}
