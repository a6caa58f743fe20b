//! The lower bound against brute force, the integer program and plans of the search.

use jiedui::model::data::InstanceData;
use jiedui::model::{AgencyId, Instance, Millipoints, Plan, VillageId};
use jiedui::solve::bound::{Bounder, Ended};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::brute::optimum;
use crate::exact::{last_year, random_pins, search_for, solve_exactly};
use crate::support::{Shape, data, each_weight};

/// The bound after each of `steps` steps, and the bounder.
fn bounds(instance: &Instance, steps: usize) -> Option<(Vec<Millipoints>, Bounder<'_>)> {
    let mut bounder = Bounder::new(instance).expect("small numbers");
    let mut told = Vec::new();
    for _ in 0..steps {
        match bounder.step() {
            Ok(bound) => told.push(bound),
            Err(Ended::Infeasible) => return None,
            Err(_) => {
                told.push(bounder.bound());
                break;
            }
        }
    }
    Some((told, bounder))
}

/// A random shape of few agencies, villages and households, with odd weights and settings.
fn odd_shape(seed: u64, most: [usize; 3]) -> Shape {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x0dd);
    let mut shape = Shape::tiny();
    shape.agencies = rng.random_range(1..=most[0]);
    shape.villages = rng.random_range(1..=most[1]);
    shape.households_per_village = rng.random_range(1..=most[2]);
    shape.places = rng.random_range(0..3);
    shape.given_travel = rng.random_bool(0.3);
    shape.given_links = rng.random_bool(0.4);
    let settings = &mut shape.settings;
    settings.team.enabled = rng.random_bool(0.5);
    settings.team.members = rng.random_range(1..=2);
    settings.limits.led_per_agency = rng.random_range(1..=5);
    settings.limits.villages_per_agency = rng.random_range(1..=3);
    settings.quota.overload = rng.random_range(0..=2);
    settings.quota.staff = rng.random_range(0..=2);
    settings.tolerance.travel_percent = rng.random_range(0..30);
    settings.tolerance.share_percent = rng.random_range(0..60);
    for weight in each_weight(&mut settings.weights) {
        *weight = [0, 1, 3, 10, 60][rng.random_range(0..5)];
    }
    shape
}

/// An instance of an odd shape, now and then with pins and last year's plan.
fn odd(seed: u64, most: [usize; 3]) -> InstanceData {
    let mut data = data(&odd_shape(seed, most), seed);
    if seed.is_multiple_of(3) {
        data.pins = random_pins(&data, seed);
    }
    if seed.is_multiple_of(2) {
        data.previous = Some(last_year(&data, seed));
    }
    data
}

#[test]
fn the_bound_never_exceeds_the_optimum_of_tiny_instances_of_odd_shapes() {
    let (mut feasible, mut tight) = (0, 0);
    for seed in 0..240 {
        let instance = Instance::new(odd(seed, [3, 2, 3])).unwrap();
        let small = instance.cadres().len().pow(instance.households().len() as u32) <= 60_000;
        if !small {
            continue;
        }
        let Some((told, _)) = bounds(&instance, 130) else {
            assert_eq!(optimum(&instance), None, "seed {seed}");
            continue;
        };
        let Some(best) = optimum(&instance) else { continue };
        for (step, bound) in told.iter().enumerate() {
            assert!(*bound <= best, "seed {seed}, step {step}: {bound} above {best}");
        }
        feasible += 1;
        let last = told.last().expect("a step");
        tight += usize::from(last.0 as f64 >= 0.9 * best.0 as f64);
    }
    assert!(feasible >= 100, "only {feasible} instances say anything");
    assert!(2 * tight >= feasible, "only {tight} of {feasible} bounds are near");
}

#[test]
fn the_bound_never_exceeds_a_plan_of_small_instances_of_odd_shapes() {
    let mut planned = 0;
    for seed in 1000..1400 {
        let instance = Instance::new(odd(seed, [6, 5, 9])).unwrap();
        let Some((_, cost)) = search_for(&instance, 2_000).incumbent else { continue };
        let (told, _) = bounds(&instance, 125).expect("a plan is at hand");
        let best = told.iter().max().expect("a step");
        assert!(*best <= cost, "seed {seed}: {best} above {cost}");
        planned += 1;
    }
    assert!(planned >= 150, "only {planned} of 400 instances say anything");
}

/// Whether the plan's attachments and leads are all left.
fn survives(bounder: &Bounder, plan: &Plan, upper: Millipoints) -> bool {
    let fixing = bounder.surviving_links(upper, &|| false).expect("a bound is at hand");
    let attached = plan
        .attached
        .iter()
        .enumerate()
        .all(|(v, agencies)| agencies.iter().all(|&a| fixing.may_attach(a, VillageId::new(v))));
    let led = plan.lead.iter().enumerate().all(|(v, &a)| fixing.may_lead(a, VillageId::new(v)));
    attached && led
}

#[test]
fn an_optimum_is_never_ruled_out_and_hopeless_links_are() {
    let (mut solved, mut ruled_out, mut pairs) = (0, 0, 0);
    for seed in 2000..2040 {
        let instance = Instance::new(odd(seed, [4, 4, 5])).unwrap();
        let Some((plan, cost)) = solve_exactly(&instance, None).incumbent else { continue };
        let (told, bounder) = bounds(&instance, 130).expect("a plan is at hand");
        assert!(told.iter().all(|bound| *bound <= cost), "seed {seed}");
        for more in [0, 1_000, 50_000] {
            let upper = Millipoints(cost.0 + more);
            assert!(survives(&bounder, &plan, upper), "seed {seed}, {more} above the optimum");
        }
        let fixing = bounder.surviving_links(cost, &|| false).expect("a bound is at hand");
        pairs += instance.agencies().len() * instance.villages().len();
        ruled_out += instance.agencies().len() * instance.villages().len() - fixing.left().0;
        solved += 1;
    }
    assert!(solved >= 15, "only {solved} of 40 instances say anything");
    assert!(ruled_out * 10 >= pairs, "only {ruled_out} of {pairs} links are ruled out");
}

#[test]
fn threads_change_nothing_and_multipliers_give_their_bound_again() {
    let mut shape = Shape::tiny();
    (shape.agencies, shape.villages) = (8, 6);
    (shape.cadres_per_agency, shape.households_per_village) = (9, 10);
    let instance = crate::support::instance(&shape, 77);
    let run = |threads| {
        let mut bounder = Bounder::new(&instance).unwrap().with_threads(threads);
        for _ in 0..40 {
            bounder.ascend(&|| false).unwrap();
        }
        let prices = bounder.multipliers().unwrap().clone();
        assert_eq!(bounder.bound_from_multipliers(&prices), Ok(bounder.bound()));
        (bounder.bound(), prices)
    };
    let one = run(1);
    assert!(one.0 > Millipoints::ZERO);
    assert_eq!(one, run(2));
    assert_eq!(one, run(3));
}

#[test]
fn an_agency_without_any_village_to_go_to_leaves_no_plan() {
    let mut data = data(&Shape::tiny(), 1);
    data.agencies[0].max_villages = Some(0);
    let instance = Instance::new(data).unwrap();
    assert_eq!(optimum(&instance), None);
    let mut bounder = Bounder::new(&instance).unwrap();
    assert_eq!(bounder.step(), Err(Ended::Infeasible));
    assert_eq!(bounder.bound(), Millipoints::ZERO);
    assert_eq!(instance.agency(AgencyId::new(0)).max_villages, 0);
}
