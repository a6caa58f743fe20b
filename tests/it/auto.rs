//! What a planner gets by default: the search, and a proof where one is in reach.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::data::PinRecord;
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::model::{Instance, Method, Millipoints, Outcome, Status};
use jiedui::solve::{Control, Observer, Options, Silent, auto};

use crate::brute::optimum;
use crate::exact::hold;
use crate::support::{Shape, data, instance};

fn solve(instance: &Instance, options: &Options) -> Outcome {
    let stop = AtomicBool::new(false);
    auto::solve(instance, options, &Control::new(&stop, &Silent, options.time_limit), None)
}

fn within(seconds: f64) -> Options {
    let time_limit = Some(Duration::from_secs_f64(seconds));
    Options { time_limit, threads: 1, ..Options::default() }
}

fn preset(preset: Preset) -> Instance {
    Instance::new(generate(&Recipe::preset(preset), 1)).unwrap()
}

#[test]
fn small_instances_are_proven_and_end_before_their_limit() {
    let begun = Instant::now();
    let mut feasible = 0;
    for seed in 0..12 {
        let instance = instance(&Shape::tiny(), seed);
        let outcome = solve(&instance, &within(300.0));
        match optimum(&instance) {
            None => assert_eq!(outcome.status, Status::Infeasible, "seed {seed}"),
            Some(best) => {
                hold(&instance, &outcome, &format!("seed {seed}"));
                assert_eq!(outcome.status, Status::Optimal, "seed {seed}");
                assert_eq!(outcome.bound, best, "seed {seed}");
                assert_eq!(outcome.incumbent.unwrap().1, best, "seed {seed}");
                feasible += 1;
            }
        }
    }
    assert!(feasible >= 4, "only {feasible} instances say anything");
    assert!(begun.elapsed() < Duration::from_secs(300), "the limit was waited for");
}

#[test]
fn the_plan_of_the_search_is_kept_where_there_is_no_time_for_a_proof() {
    let instance = preset(Preset::Township);
    for seconds in [0.0, 0.3] {
        let outcome = solve(&instance, &within(seconds));
        hold(&instance, &outcome, &format!("{seconds} s"));
        assert_ne!(outcome.status, Status::Infeasible);
    }
}

/// Interrupts the solve as soon as there is a plan.
struct Impatient<'a>(&'a AtomicBool);

impl Observer for Impatient<'_> {
    fn incumbent(&self, _objective: Millipoints) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn an_interrupt_ends_both_parts_and_keeps_the_plan() {
    let instance = preset(Preset::Township);
    let stop = AtomicBool::new(false);
    let impatient = Impatient(&stop);
    let begun = Instant::now();
    let options = within(600.0);
    let control = Control::new(&stop, &impatient, options.time_limit);
    let outcome = auto::solve(&instance, &options, &control, None);
    assert!(begun.elapsed() < Duration::from_secs(60));
    hold(&instance, &outcome, "interrupted");
    assert_eq!((outcome.status, outcome.method), (Status::Feasible, Method::Search));
}

#[test]
fn a_count_of_iterations_gives_the_same_plan_on_any_number_of_threads() {
    for preset_ in [Preset::Tiny, Preset::Township] {
        let instance = preset(preset_);
        let run = |threads| {
            let options = Options { iterations: Some(20_000), threads, ..Options::default() };
            solve(&instance, &options)
        };
        let one = run(1);
        hold(&instance, &one, "one thread");
        assert_eq!(one.method, Method::Search);
        assert!(one.bound > Millipoints::ZERO);
        assert_eq!(one, run(2));
        assert_eq!(one, run(5));
    }
}

#[test]
fn a_gap_that_is_reached_ends_the_solve_at_the_same_move_on_any_number_of_threads() {
    let instance = preset(Preset::Township);
    let run = |gap, threads| {
        let options = Options { iterations: Some(1_000_000), gap, threads, ..Options::default() };
        solve(&instance, &options)
    };
    let wide = run(0.2, 1);
    hold(&instance, &wide, "a wide gap");
    assert!(wide.gap().unwrap() <= 0.2 && wide.iterations < 1_000_000);
    assert_eq!(wide, run(0.2, 2));
    let narrow = run(1e-9, 2);
    assert_eq!(narrow.iterations, 1_000_000);
}

#[test]
fn a_gap_that_is_reached_ends_the_solve_before_its_time() {
    let instance = preset(Preset::County);
    let begun = Instant::now();
    let outcome = solve(&instance, &Options { gap: 0.3, ..within(600.0) });
    hold(&instance, &outcome, "a gap of 30 %");
    assert!(outcome.gap().unwrap() <= 0.3);
    assert!(begun.elapsed() < Duration::from_secs(300), "the limit was waited for");
}

#[test]
fn a_limit_is_not_called_infeasible_and_a_contradiction_is() {
    let mut data = data(&Shape::tiny(), 3);
    for village in &data.villages {
        data.pins.push(PinRecord {
            kind: PinKind::Post,
            subject_id: data.cadres[0].id.clone(),
            object_id: village.id.clone(),
            mode: PinMode::Require,
            reason: None,
        });
    }
    let outcome = solve(&Instance::new(data).unwrap(), &within(60.0));
    assert_eq!(outcome.status, Status::Infeasible);
    assert!(outcome.reason.is_some_and(|reason| reason.to_string().contains("C00000")));

    // More households than all cadres may take: no pin says so, so only HiGHS can, given time.
    let mut shape = Shape::tiny();
    shape.settings.team.enabled = false;
    shape.settings.quota.deputy_county = 0;
    shape.settings.quota.section = 0;
    shape.settings.quota.deputy_section = 0;
    shape.settings.quota.staff = 0;
    let instance = instance(&shape, 3);
    assert_eq!(solve(&instance, &within(0.0)).status, Status::Unknown);
    assert_eq!(solve(&instance, &within(120.0)).status, Status::Infeasible);
}
