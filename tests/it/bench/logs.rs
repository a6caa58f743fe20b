//! Logs of HiGHS 1.16, SCIP 10 and CP-SAT 9.15, run by `scripts/other-solvers` on the exported `tiny`
//! and `township`. What is expected was read in the logs by eye.

use std::fs;
use std::path::{Path, PathBuf};

use jiedui::input::solver_log::{self, Solver, SolverLog};
use jiedui::model::{Millipoints, Status};

use crate::support::assert_fault_in_both;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/logs").join(name)
}

fn read(name: &str) -> SolverLog {
    solver_log::read(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn incumbents(log: &SolverLog) -> Vec<(f64, i64)> {
    log.trace.incumbents().iter().map(|&(seconds, cost)| (seconds, cost.0)).collect()
}

fn bounds(log: &SolverLog) -> Vec<(f64, i64)> {
    log.trace.bounds().iter().map(|&(seconds, bound)| (seconds, bound.0)).collect()
}

#[test]
fn a_log_of_highs_is_read() {
    let log = read("highs-tiny.log");
    assert_eq!((log.solver, log.status), (Solver::Highs, Status::Optimal));
    assert_eq!(incumbents(&log), [(0.0, 623_336), (0.0, 550_336), (0.1, 548_336)]);
    assert_eq!(bounds(&log), [(0.0, 475_000), (0.1, 548_336)]);
    assert_eq!((log.bound, log.seconds), (Some(Millipoints(548_336)), Some(0.05)));
    assert_eq!(log.threads, Some(2));
}

#[test]
fn a_log_of_highs_that_ended_at_its_limit_is_read() {
    let log = read("highs-township.log");
    assert_eq!((log.solver, log.status), (Solver::Highs, Status::Feasible));
    assert_eq!(incumbents(&log), [(11.9, 8_037_878), (22.1, 8_029_975)]);
    let told = bounds(&log);
    assert_eq!(told[0], (0.3, -1_542_000));
    assert_eq!(told[1], (1.2, 7_332_789));
    assert_eq!(told.last(), Some(&(58.5, 7_496_918)));
    assert_eq!((log.bound, log.seconds), (Some(Millipoints(7_496_919)), Some(60.15)));
}

#[test]
fn a_log_of_scip_is_read() {
    let log = read("scip-tiny.log");
    assert_eq!((log.solver, log.status), (Solver::Scip, Status::Optimal));
    assert_eq!(incumbents(&log), [(0.0, 578_336), (0.0, 550_336), (0.0, 548_336)]);
    assert_eq!(bounds(&log), [(0.0, 415_000), (0.0, 548_336)]);
    assert_eq!((log.threads, log.seconds), (Some(1), Some(0.01)));
}

#[test]
fn a_log_of_scip_that_ended_at_its_limit_is_read() {
    let log = read("scip-township.log");
    assert_eq!((log.solver, log.status), (Solver::Scip, Status::Feasible));
    assert_eq!(incumbents(&log), [(13.0, 9_365_660), (13.0, 9_363_660)]);
    assert_eq!(bounds(&log)[0], (1.5, 7_332_790));
    assert_eq!((log.bound, log.seconds), (Some(Millipoints(7_447_580)), Some(60.0)));
}

#[test]
fn a_log_of_cp_sat_is_read() {
    let log = read("cpsat-tiny.log");
    assert_eq!((log.solver, log.status), (Solver::CpSat, Status::Optimal));
    let costs = [605_758, 604_089, 602_894, 588_365, 548_336];
    assert_eq!(incumbents(&log).iter().map(|&(_, cost)| cost).collect::<Vec<_>>(), costs);
    assert_eq!(bounds(&log)[0], (0.01, 434_032));
    assert_eq!(log.bound, Some(Millipoints(548_336)));
    assert_eq!((log.threads, log.seconds), (Some(2), Some(0.046_903_3)));
}

#[test]
fn a_log_that_breaks_off_within_a_line_is_read_up_to_there() {
    let log = read("cpsat-township-cut-off.log");
    assert_eq!((log.solver, log.status), (Solver::CpSat, Status::Feasible));
    assert_eq!(incumbents(&log)[0], (1.71, 10_892_572));
    assert_eq!(log.trace.objective(), Some(Millipoints(10_133_755)));
    assert_eq!(log.bound, Some(Millipoints(5_941_454)));
    assert_eq!(log.seconds, Some(17.49));
}

/// The fault of a log whose only `from` is replaced by `to`: file and line.
fn fault(name: &str, from: &str, to: &str) -> (String, Option<usize>) {
    let text = fs::read_to_string(file(name)).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{name} has {from:?} not once");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.log");
    fs::write(&path, text.replace(from, to)).unwrap();
    let error = solver_log::read(&path).expect_err("the log is bad");
    assert_eq!(error.faults.len(), 1);
    assert_fault_in_both(&error.faults[0]);
    assert!(error.faults[0].file.ends_with("bad.log"));
    (error.faults[0].cause.to_string(), error.faults[0].row)
}

#[test]
fn a_bad_line_is_told_with_its_number() {
    let at = |name: &str, line: &str| {
        let text = fs::read_to_string(file(name)).unwrap();
        text.lines().position(|other| other.starts_with(line)).expect(line) + 1
    };
    let (cause, row) = fault("highs-tiny.log", "550336 ", "5503x6 ");
    assert_eq!(row, Some(at("highs-tiny.log", " S       0")));
    assert!(cause.contains("\"5503x6\" is no number"), "{cause}");
    let (cause, row) = fault("scip-tiny.log", "5.783360e+05", "5.783360e+xx");
    assert_eq!(row, Some(at("scip-tiny.log", "p 0.0s")));
    assert!(cause.contains("is no number"), "{cause}");
    let (cause, row) = fault("cpsat-tiny.log", "best:588365", "588365");
    assert_eq!(row, Some(at("cpsat-tiny.log", "#4")));
    assert!(cause.contains("no best cost"), "{cause}");
}

#[test]
fn what_is_no_log_is_told_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.log");
    for text in ["", "hello\nworld\n", "Gurobi Optimizer version 12\n"] {
        fs::write(&path, text).unwrap();
        let error = solver_log::read(&path).expect_err(text);
        error.faults.iter().for_each(assert_fault_in_both);
        let told = error.to_string();
        assert!(told.contains("other.log:1") && told.contains("no log of HiGHS"), "{told}");
    }
    let told = solver_log::read(&folder.path().join("nowhere")).unwrap_err().to_string();
    assert!(told.contains("there is no such file"), "{told}");
}
