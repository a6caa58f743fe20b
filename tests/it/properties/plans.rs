//! What `plan` writes, `check` accepts; no bound is above the optimum.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiedui::check::check;
use jiedui::input::read_plan;
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::model::{Instance, Outcome, Start, Status};
use jiedui::solve::{Control, Options, Silent, auto, exact, search};
use serde_json::Value;

use super::limits::pin;
use super::shapes::{instances, tight_with};
use super::{made, optimum};
use crate::command_line::Desk;
use crate::exact::hold;

type Method = fn(&Instance, &Options, &Control, Option<&Start>) -> Outcome;

/// The methods of `plan`: until it is proven, or for a number of moves.
const METHODS: [(&str, Method, Option<u64>); 5] = [
    ("auto", auto::solve, None),
    ("exact", auto::prove, None),
    ("auto, 2,000 moves", auto::solve, Some(2_000)),
    ("search, 2,000 moves", search::solve, Some(2_000)),
    ("search, no move", search::solve, Some(0)),
];

/// What a method may say of an instance whose optimum is known.
fn judge(instance: &Instance, outcome: &Outcome, best: Option<i64>, context: &str) {
    let Some(best) = best else {
        assert!(outcome.incumbent.is_none(), "{context}: a plan where there is none");
        assert!(matches!(outcome.status, Status::Infeasible | Status::Unknown), "{context}");
        return;
    };
    assert_ne!(outcome.status, Status::Infeasible, "{context}: {best} can be had");
    assert!(outcome.bound.0 <= best, "{context}: bound {} above {best}", outcome.bound);
    let Some((_, cost)) = &outcome.incumbent else { return };
    hold(instance, outcome, context);
    assert!(cost.0 >= best, "{context}: {cost} below the optimum {best}");
    let is_proven = outcome.status == Status::Optimal;
    assert!(!is_proven || cost.0 == best && outcome.bound.0 == best, "{context}: {cost} {best}");
}

#[test]
fn plans_are_accepted_and_no_bound_is_above_the_optimum() {
    let (mut feasible, mut infeasible, mut found) = (0, 0, 0);
    for (context, seed, data) in instances(1) {
        let instance = made(&data, &context);
        let best = optimum(&data, &context);
        *if best.is_some() { &mut feasible } else { &mut infeasible } += 1;
        let start = data.previous.as_ref().map(|tables| Start::from_tables(&instance, tables));
        for (name, method, iterations) in METHODS {
            let context = format!("{context}, {name}");
            let limit = iterations.is_none().then_some(Duration::from_secs(300));
            let threads = 1 + (seed % 2) as usize;
            let options =
                Options { time_limit: limit, iterations, threads, seed, ..Options::default() };
            let stop = AtomicBool::new(false);
            let control = Control::new(&stop, &Silent, limit);
            let outcome = method(&instance, &options, &control, start.as_ref());
            judge(&instance, &outcome, best, &context);
            if iterations.is_none() {
                let proof = if best.is_some() { Status::Optimal } else { Status::Infeasible };
                assert_eq!(outcome.status, proof, "{context}");
            } else {
                found += usize::from(outcome.incumbent.is_some());
            }
        }
    }
    assert!(feasible >= 7 && infeasible >= 1, "{feasible} with a plan, {infeasible} without");
    assert!(found >= 2 * feasible, "the search found {found} plans for {feasible} instances");
}

/// The program itself, its files read back.
#[test]
fn what_plan_writes_check_accepts_at_the_same_cost() {
    let mut written = 0;
    for (context, _, data) in instances(1) {
        let (desk, instance) = (Desk::with(&data), made(&data, &context));
        for how in ["auto", "exact", "search --iterations 500"] {
            let context = format!("{context}, {how}");
            let line = format!("plan in --out out --quiet --method {how}");
            let ended = desk.command(&line).output().unwrap();
            let code = ended.status.code();
            if !desk.path("out").exists() {
                assert!(code == Some(1) || code == Some(3), "{context}: {ended:?}");
                continue;
            }
            assert_eq!(code, Some(0), "{context}: {ended:?}");
            let judged = desk.run("check in out --json").with_code(0).stdout;
            let (judged, summary): (Value, _) =
                (serde_json::from_str(&judged).unwrap(), desk.summary("out"));
            assert_eq!(judged["feasible"], true, "{context}");
            assert_eq!(judged["false_claims"], Value::Array(Vec::new()), "{context}");
            for told in ["objective", "terms", "statistics", "instance_digest"] {
                assert_eq!(judged[told], summary[told], "{context}: {told}");
            }
            let cost = summary["objective"].as_i64();
            assert!(summary["bound"].as_i64() <= cost, "{context}: {summary}");
            let (tables, _) = read_plan(&desk.path("out")).unwrap();
            assert_eq!(Some(check(&instance, &tables).objective().0), cost, "{context}");
            std::fs::remove_dir_all(desk.path("out")).unwrap();
            written += 1;
        }
    }
    assert!(written >= 18, "only {written} plans were written");
}

/// Column stuffing, a rule of presolve, had HiGHS 1.16 call the best frame of this one infeasible, and
/// the bounds that followed were above the optimum (docs/exact.md).
#[test]
fn no_frame_is_lost_in_presolve() {
    let mut data = tight_with(4, 1);
    for (cadre, household) in [("C00003", "H00003"), ("C00006", "H00005")] {
        data.pins.push(pin(PinKind::Help, cadre, household, PinMode::Forbid));
    }
    let instance = made(&data, "tight");
    let stop = AtomicBool::new(false);
    let control = Control::new(&stop, &Silent, None);
    let whole = exact::solve_whole(&instance, &Options::default(), &control);
    assert_eq!(whole.status, Status::Optimal);
    assert_eq!(optimum(&data, "tight"), Some(whole.bound.0));
}
