//! A hard limit on changed pairings: brute force as witness, and the same on larger instances.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::data::InstanceData;
use jiedui::model::{Instance, Millipoints, Outcome, Start, Status};
use jiedui::solve::budget::{self, Budgeted};
use jiedui::solve::{Control, Options, Silent};

use crate::brute::optimum_within;
use crate::exact::{hold, last_year, search_for};
use crate::support::{Shape, data};

type Solve = fn(&Instance, u64, &Options, &Control, Option<&Start>) -> Budgeted;

fn run(solve: Solve, instance: &Instance, most: u64, options: &Options) -> Budgeted {
    let stop = AtomicBool::new(false);
    solve(instance, most, options, &Control::new(&stop, &Silent, options.time_limit), None)
}

fn counted(iterations: u64, threads: usize) -> Options {
    Options { iterations: Some(iterations), threads, ..Options::default() }
}

fn timed() -> Options {
    let time_limit = Some(Duration::from_secs(60));
    Options { time_limit, threads: 1, ..Options::default() }
}

fn changes(instance: &Instance, outcome: &Outcome) -> u64 {
    instance.previous().unwrap().changes(&outcome.incumbent.as_ref().unwrap().0)
}

/// Tiny instances whose last year is far from any good plan.
fn tiny(seed: u64, weight: u32) -> Instance {
    let mut shape = Shape::tiny();
    shape.settings.weights.change = weight;
    let mut data = data(&shape, seed);
    data.previous = Some(last_year(&data, seed));
    Instance::new(data).unwrap()
}

#[test]
fn the_program_with_a_budget_equals_brute_force() {
    let (mut bound, mut infeasible) = (0, 0);
    for seed in 0..14 {
        // Also where a change costs nothing, so that nothing but the budget names last year's helpers.
        let instance = tiny(seed, 20 * (seed % 2) as u32);
        let free = optimum_within(&instance, 4);
        for most in 0..4_u64 {
            let solved = run(budget::prove, &instance, most, &timed());
            let context = format!("seed {seed}, at most {most}");
            let Some(best) = optimum_within(&instance, most as usize) else {
                assert_eq!(solved.outcome.status, Status::Infeasible, "{context}");
                infeasible += 1;
                continue;
            };
            assert_eq!(solved.outcome.status, Status::Optimal, "{context}");
            hold(&instance, &solved.outcome, &context);
            assert!(changes(&instance, &solved.outcome) <= most, "{context}");
            assert_eq!(solved.outcome.bound, best, "{context}");
            assert_eq!(solved.outcome.incumbent.unwrap().1, best, "{context}");
            bound += usize::from(Some(best) != free);
        }
    }
    assert!(bound >= 5 && infeasible >= 5, "{bound} budgets bind, {infeasible} cannot be kept");
}

#[test]
fn the_search_keeps_the_budget_and_its_bound_is_one() {
    let (mut found, mut optimal) = (0, 0);
    for seed in 0..14 {
        let instance = tiny(seed, 3);
        for most in 0..4_u64 {
            let context = format!("seed {seed}, at most {most}");
            let solved = run(budget::solve, &instance, most, &counted(100_000, 1));
            let best = optimum_within(&instance, most as usize);
            assert!(solved.outcome.bound <= best.unwrap_or(Millipoints(i64::MAX)), "{context}");
            if solved.outcome.status == Status::Infeasible {
                assert_eq!(best, None, "{context}");
            }
            if solved.outcome.incumbent.is_some() {
                hold(&instance, &solved.outcome, &context);
                assert!(changes(&instance, &solved.outcome) <= most, "{context}");
                optimal += usize::from(solved.outcome.incumbent.map(|(_, cost)| cost) == best);
                found += 1;
            }
        }
    }
    assert!(found >= 10 && optimal * 2 >= found, "{optimal} of {found} plans are optimal");
}

/// A township after a year in which some cadres left, its last plan from a search.
fn next_year(gone: usize) -> InstanceData {
    let mut data = generate(&Recipe::preset(Preset::Township), 3);
    let before = Instance::new(data.clone()).unwrap();
    let outcome = search_for(&before, 300_000);
    data.previous = Some(outcome.incumbent.unwrap().0.to_tables(&before));
    data.settings.weights.change = 0;
    data.settings.quota.overload = 1;
    for cadre in data.cadres.iter_mut().skip(3).step_by(gone) {
        cadre.available = false;
    }
    data
}

#[test]
fn a_budget_costs_something_and_the_plan_is_the_same_on_any_number_of_threads() {
    let instance = Instance::new(next_year(29)).unwrap();
    let mut costs = Vec::new();
    for most in [20_u64, 60, 100_000] {
        let solved = run(budget::solve, &instance, most, &counted(400_000, 1));
        hold(&instance, &solved.outcome, &format!("at most {most}"));
        assert!(changes(&instance, &solved.outcome) <= most);
        costs.push(solved.outcome.incumbent.unwrap().1);
    }
    assert!(costs[0] > costs[2] && costs[1] > costs[2], "{costs:?}");
    let solve = |threads| run(budget::solve, &instance, 40, &counted(100_000, threads));
    assert_eq!(solve(1), solve(3));
}

#[test]
fn pins_force_fewer_changes_than_mending_last_year_makes() {
    let instance = Instance::new(next_year(29)).unwrap();
    let mended = run(budget::search, &instance, 400, &counted(0, 1));
    let made = changes(&instance, &mended.outcome);
    let solved = run(budget::search, &instance, made / 2, &counted(0, 1));
    hold(&instance, &solved.outcome, "half the changes");
    assert!(changes(&instance, &solved.outcome) <= made / 2 && made >= 4, "{made}");
}

#[test]
fn with_a_feasible_last_year_nothing_need_change() {
    let mut data = next_year(29);
    data.cadres.iter_mut().for_each(|cadre| cadre.available = true);
    let before = generate(&Recipe::preset(Preset::Township), 3);
    for (cadre, was) in data.cadres.iter_mut().zip(&before.cadres) {
        cadre.available = was.available;
    }
    let instance = Instance::new(data.clone()).unwrap();
    let start = Start::from_tables(&instance, data.previous.as_ref().unwrap());
    let stop = AtomicBool::new(false);
    let options = counted(50_000, 1);
    for most in [0, 1] {
        let control = Control::new(&stop, &Silent, None);
        let solved = budget::solve(&instance, most, &options, &control, Some(&start));
        hold(&instance, &solved.outcome, "last year's plan");
        assert!(changes(&instance, &solved.outcome) <= most);
    }
}

#[test]
fn what_cannot_be_kept_is_counted_before_anything_is_searched() {
    // Everybody helped too many last year: capacity alone says how many must change.
    let mut data = next_year(29);
    let instance = Instance::new(data.clone()).unwrap();
    let helper = instance.cadre_ids().find(|&c| instance.quota(c) == 1).unwrap();
    let id = instance.cadre(helper).id.clone();
    let rows = &mut data.previous.as_mut().unwrap().pairings;
    let village = data.households[0].village_id.clone();
    let residents: Vec<&str> =
        data.households.iter().filter(|h| h.village_id == village).map(|h| h.id.as_str()).collect();
    for row in rows.iter_mut().filter(|row| residents.contains(&row.household_id.as_str())) {
        row.cadre_id.clone_from(&id);
    }
    let instance = Instance::new(data.clone()).unwrap();
    let least = budget::least_changes(&instance);
    assert!(least >= residents.len() as u64 - u64::from(instance.capacity(helper)));
    let solved = run(budget::solve, &instance, least - 1, &counted(1_000, 1));
    assert_eq!(solved.outcome.status, Status::Infeasible);
    assert_eq!(solved.outcome.reason, None, "the reason is the budget");
}
