//! The integer program against brute force and against the check.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiedui::check::check;
use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::data::{AttachmentRow, InstanceData, PairingRow, PinRecord, PlanTables};
use jiedui::model::enums::{AttachmentRole, PinKind, PinMode};
use jiedui::model::{Instance, Outcome, Plan, Status};
use jiedui::solve::exact::formulation::Formulation;
use jiedui::solve::exact::frame::{Frame, Relaxation};
use jiedui::solve::exact::solver::{Task, Verdict, run};
use jiedui::solve::{Control, Options, Silent, exact, search};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::brute::optimum;
use crate::support::{Shape, data, instance};

pub(crate) fn solve_exactly(instance: &Instance, start: Option<&Plan>) -> Outcome {
    let stop = AtomicBool::new(false);
    let limit = Some(Duration::from_secs(120));
    let options = Options { time_limit: limit, threads: 1, ..Options::default() };
    exact::solve(instance, &options, &Control::new(&stop, &Silent, limit), start)
}

pub(crate) fn search_for(instance: &Instance, iterations: u64) -> Outcome {
    let stop = AtomicBool::new(false);
    let options = Options { iterations: Some(iterations), threads: 1, ..Options::default() };
    search::solve(instance, &options, &Control::new(&stop, &Silent, None), None)
}

/// Fails unless the outcome's plan keeps all rules and costs what the outcome says.
pub(crate) fn hold(instance: &Instance, outcome: &Outcome, context: &str) {
    let (plan, cost) = outcome.incumbent.as_ref().expect(context);
    let report = check(instance, &plan.to_tables(instance));
    assert!(report.is_feasible(), "{context}: {:?}", report.violations);
    assert_eq!(report.objective(), *cost, "{context}: {:?}", report.terms);
    assert!(outcome.bound <= *cost, "{context}");
}

/// The best plan with its cost, which is proven and which `check` confirms; `None` where it is proven
/// that there is none.
pub(crate) fn proven(instance: &Instance, context: &str) -> Option<(Plan, i64)> {
    let outcome = solve_exactly(instance, None);
    if outcome.status == Status::Infeasible {
        return None;
    }
    assert_eq!(outcome.status, Status::Optimal, "{context}");
    hold(instance, &outcome, context);
    let (plan, cost) = outcome.incumbent?;
    assert_eq!(outcome.bound, cost, "{context}");
    Some((plan, cost.0))
}

/// The program equals brute force, whatever that says.
fn agree(instance: &Instance, context: &str) -> bool {
    let outcome = solve_exactly(instance, None);
    match optimum(instance) {
        None => assert_eq!(outcome.status, Status::Infeasible, "{context}"),
        Some(best) => {
            assert_eq!(outcome.status, Status::Optimal, "{context}");
            hold(instance, &outcome, context);
            assert_eq!(outcome.incumbent.unwrap().1, best, "{context}");
            assert_eq!(outcome.bound, best, "{context}");
            return true;
        }
    }
    false
}

fn agree_on_seeds(shape: &Shape, seeds: std::ops::Range<u64>, context: &str) {
    let feasible =
        seeds.clone().filter(|&seed| agree(&instance(shape, seed), &format!("{context} {seed}")));
    let (feasible, all) = (feasible.count(), seeds.count());
    assert!(feasible * 4 >= all, "{context}: only {feasible} of {all} instances say anything");
}

#[test]
fn the_program_equals_brute_force() {
    agree_on_seeds(&Shape::tiny(), 0..40, "tiny");
}

#[test]
fn the_program_equals_brute_force_without_teams_and_with_one_agency() {
    let mut shape = Shape::tiny();
    shape.settings.team.enabled = false;
    agree_on_seeds(&shape, 100..120, "no teams");
    shape.agencies = 1;
    shape.cadres_per_agency = 5;
    shape.settings.limits.led_per_agency = 2;
    agree_on_seeds(&shape, 120..135, "one agency");
}

#[test]
fn the_program_equals_brute_force_where_hamlets_and_overload_decide() {
    let mut shape = Shape::tiny();
    shape.settings.team.enabled = false;
    shape.settings.weights.hamlet = 9;
    shape.settings.weights.travel = 0;
    shape.settings.quota.staff = 2;
    shape.villages = 1;
    shape.households_per_village = 5;
    shape.hamlets = 3;
    agree_on_seeds(&shape, 200..220, "hamlets");
    shape.settings.quota.staff = 1;
    shape.settings.quota.overload = 1;
    shape.settings.weights.overload = 4;
    agree_on_seeds(&shape, 220..240, "overload");
    shape.settings.quota.staff = 0;
    agree_on_seeds(&shape, 240..250, "no quota");
}

#[test]
fn the_program_equals_brute_force_with_given_lengths_links_and_other_weights() {
    let mut shape = Shape::tiny();
    shape.given_travel = true;
    shape.given_links = true;
    shape.settings.weights.need = 0;
    shape.settings.weights.share = 1;
    shape.settings.weights.balance = 7;
    shape.settings.limits.villages_per_agency = 1;
    agree_on_seeds(&shape, 300..320, "given");
}

/// A random plan, feasible or not, as last year's.
pub(crate) fn last_year(instance: &InstanceData, seed: u64) -> PlanTables {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x1a57);
    let attachments = instance.villages.iter().map(|v| AttachmentRow {
        village_id: v.id.clone(),
        agency_id: instance.agencies.choose(&mut rng).unwrap().id.clone(),
        role: AttachmentRole::Lead,
    });
    let attachments = attachments.collect();
    let pairings = instance.households.iter().map(|h| PairingRow {
        household_id: h.id.clone(),
        cadre_id: instance.cadres.choose(&mut rng).unwrap().id.clone(),
    });
    PlanTables { attachments, teams: Vec::new(), pairings: pairings.collect() }
}

#[test]
fn the_program_equals_brute_force_with_last_years_plan() {
    let mut shape = Shape::tiny();
    shape.settings.weights.change = 20;
    for seed in 400..430 {
        let mut data = data(&shape, seed);
        data.previous = Some(last_year(&data, seed));
        agree(&Instance::new(data).unwrap(), &format!("last year {seed}"));
    }
}

pub(crate) fn random_pins(data: &InstanceData, seed: u64) -> Vec<PinRecord> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x9145);
    (0..rng.random_range(1..4))
        .map(|_| {
            let kind = *PinKind::ALL.choose(&mut rng).unwrap();
            let forbid = rng.random_bool(0.6);
            let agency = matches!(kind, PinKind::Lead | PinKind::Attach);
            PinRecord {
                kind,
                subject_id: if agency {
                    data.agencies.choose(&mut rng).unwrap().id.clone()
                } else {
                    data.cadres.choose(&mut rng).unwrap().id.clone()
                },
                object_id: if kind == PinKind::Help {
                    data.households.choose(&mut rng).unwrap().id.clone()
                } else {
                    data.villages.choose(&mut rng).unwrap().id.clone()
                },
                mode: if forbid { PinMode::Forbid } else { PinMode::Require },
                reason: None,
            }
        })
        .collect()
}

#[test]
fn the_program_equals_brute_force_under_pins() {
    let mut feasible = 0;
    for seed in 500..560 {
        let mut data = data(&Shape::tiny(), seed);
        data.pins = random_pins(&data, seed);
        let context = format!("pins {seed} {:?}", data.pins);
        feasible += usize::from(agree(&Instance::new(data).unwrap(), &context));
    }
    assert!(feasible > 10);
}

#[test]
fn a_plan_of_the_search_is_a_start_that_costs_the_same() {
    let mut shape = Shape::tiny();
    shape.agencies = 4;
    shape.villages = 3;
    shape.cadres_per_agency = 8;
    shape.households_per_village = 6;
    for seed in 600..610 {
        let instance = instance(&shape, seed);
        let found = search_for(&instance, 20_000);
        let Some((plan, cost)) = &found.incumbent else { continue };
        hold(&instance, &found, "search");
        let (formulation, _) = exact::formulation::Formulation::new(&instance);
        let columns = exact::translate::encode(&formulation, plan);
        let priced: f64 =
            columns.iter().zip(&formulation.coefficients).map(|(x, &cost)| x * cost as f64).sum();
        assert_eq!(priced as i64, cost.0, "seed {seed}");
        let decoded = exact::translate::decode(&formulation, &columns).expect("a plan again");
        let report = check(&instance, &decoded.to_tables(&instance));
        assert!(report.is_feasible() && report.objective() <= *cost, "seed {seed}");
        let outcome = solve_exactly(&instance, Some(plan));
        hold(&instance, &outcome, "from a start");
        assert!(outcome.incumbent.unwrap().1 <= *cost);
    }
}

/// Optimum of the whole program, solved as it is; `None` if infeasible.
fn one_shot(instance: &Instance, context: &str) -> Option<i64> {
    let stop = AtomicBool::new(false);
    let options = Options { threads: 1, ..Options::default() };
    let control = Control::new(&stop, &Silent, Some(Duration::from_secs(120)));
    let (formulation, program) = Formulation::new(instance);
    let answer = run(program, Task::default(), &options, &control);
    if answer.verdict == Verdict::Infeasible {
        return None;
    }
    assert_eq!(answer.verdict, Verdict::Solved, "{context}");
    let plan = exact::translate::decode(&formulation, &answer.solution.expect(context));
    Some(check(instance, &plan.expect(context).to_tables(instance)).objective().0)
}

fn middle_size() -> Shape {
    let mut shape = Shape::tiny();
    shape.agencies = 4;
    shape.villages = 3;
    shape.cadres_per_agency = 7;
    shape.households_per_village = 6;
    shape
}

/// The stages come to the optimum of the whole program, from nothing and from a plan.
fn stages_agree(instance: &Instance, context: &str) -> bool {
    let best = one_shot(instance, context);
    let found = search_for(instance, 5_000);
    for start in [None, found.incumbent.as_ref().map(|(plan, _)| plan)] {
        let outcome = solve_exactly(instance, start);
        let Some(best) = best else {
            assert_eq!(outcome.status, Status::Infeasible, "{context}");
            continue;
        };
        assert_eq!(outcome.status, Status::Optimal, "{context}");
        hold(instance, &outcome, context);
        assert_eq!(outcome.bound.0, best, "{context}");
        assert_eq!(outcome.incumbent.unwrap().1.0, best, "{context}");
    }
    best.is_some()
}

#[test]
fn the_stages_come_to_the_optimum_of_the_whole_program() {
    let mut shape = middle_size();
    let mut feasible = 0;
    for seed in 700..704 {
        feasible += usize::from(stages_agree(&instance(&shape, seed), &format!("plain {seed}")));
    }
    shape.settings.weights.hamlet = 15;
    shape.settings.quota.staff = 2;
    for seed in 710..713 {
        feasible += usize::from(stages_agree(&instance(&shape, seed), &format!("hamlets {seed}")));
    }
    let mut shape = middle_size();
    shape.settings.quota.overload = 1;
    shape.settings.weights.overload = 4;
    for seed in 720..723 {
        feasible += usize::from(stages_agree(&instance(&shape, seed), &format!("overload {seed}")));
    }
    shape = middle_size();
    shape.given_travel = true;
    shape.given_links = true;
    shape.settings.team.members = 3;
    for seed in 730..733 {
        feasible += usize::from(stages_agree(&instance(&shape, seed), &format!("given {seed}")));
    }
    assert!(feasible >= 7, "only {feasible} of 13 instances say anything");
}

#[test]
fn the_stages_come_to_the_optimum_of_the_whole_program_with_pins_and_last_years_plan() {
    let mut feasible = 0;
    for seed in 740..748 {
        let mut data = data(&middle_size(), seed);
        data.pins = random_pins(&data, seed);
        if seed % 2 == 0 {
            data.previous = Some(last_year(&data, seed));
        }
        let context = format!("pins {seed} {:?}", data.pins);
        feasible += usize::from(stages_agree(&Instance::new(data).unwrap(), &context));
    }
    assert!(feasible >= 3, "only {feasible} of 8 instances say anything");
}

#[test]
fn the_relaxation_never_says_more_than_a_plan_costs() {
    let mut held = 0;
    for seed in 800..820 {
        let mut shape = middle_size();
        shape.settings.quota.overload = (seed % 2) as u32;
        let mut data = data(&shape, seed);
        if seed % 3 == 0 {
            data.previous = Some(last_year(&data, seed));
        }
        let instance = Instance::new(data).unwrap();
        let Some((plan, cost)) = search_for(&instance, 3_000).incumbent else { continue };
        let (relaxation, program) = Relaxation::new(&instance, &[], true);
        let columns = relaxation.encode(&plan);
        assert_eq!(relaxation.frame(&columns), Some(Frame::of(&plan)), "seed {seed}");
        assert!(relaxation.cost(&columns) <= cost.0 as f64, "seed {seed}");
        let stop = AtomicBool::new(false);
        let control = Control::new(&stop, &Silent, Some(Duration::from_secs(60)));
        let answer = run(program, Task::default(), &Options::default(), &control);
        assert_eq!(answer.verdict, Verdict::Solved, "seed {seed}");
        assert!(answer.bound <= relaxation.cost(&columns) + 1e-3, "seed {seed}");
        held += 1;
    }
    assert!(held >= 10, "only {held} of 20 instances say anything");
}

#[test]
fn the_township_preset_is_proven_optimal() {
    let instance = Instance::new(generate(&Recipe::preset(Preset::Township), 1)).unwrap();
    let start = search_for(&instance, 3_000_000);
    let (plan, _) = start.incumbent.as_ref().expect("the search finds a plan");
    let stop = AtomicBool::new(false);
    // Far more than it takes, because the machine may have other things to do.
    let limit = Some(Duration::from_secs(600));
    let options = Options { time_limit: limit, ..Options::default() };
    let outcome =
        exact::solve(&instance, &options, &Control::new(&stop, &Silent, limit), Some(plan));
    assert_eq!(outcome.status, Status::Optimal, "{:?}", outcome.bound);
    hold(&instance, &outcome, "township");
    assert_eq!(outcome.bound, outcome.incumbent.unwrap().1);
}
