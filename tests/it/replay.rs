//! A plan is made again from what its solve was told, whatever ended it.

#[cfg(unix)]
mod commands;
mod differences;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::tape::{Answer, Tape};
use jiedui::model::{Instance, Millipoints, Outcome, PriceList, Start};
use jiedui::solve::budget::{self, Budgeted};
use jiedui::solve::{Control, Observer, Options, Silent, auto, search};

use crate::support::{Shape, instance};

/// Wants prices, as the command line does.
struct Curious;

impl Observer for Curious {
    fn wants_prices(&self) -> bool {
        true
    }
}

type Way = fn(&Instance, &Options, &Control, Option<&Start>) -> Budgeted;

const WAYS: [(&str, Way); 4] = [
    ("search", |i, o, c, s| search::solve(i, o, c, s).into()),
    ("auto", |i, o, c, s| auto::solve(i, o, c, s).into()),
    ("exact", |i, o, c, s| auto::prove(i, o, c, s).into()),
    ("budget", |i, o, c, s| budget::solve(i, 3, o, c, s)),
];

fn within(millis: u64, threads: usize, seed: u64) -> Options {
    Options { time_limit: Some(Duration::from_millis(millis)), threads, seed, ..Options::default() }
}

fn recorded(
    way: Way,
    instance: &Instance,
    options: &Options,
    start: Option<&Start>,
) -> (Budgeted, Tape) {
    let never = AtomicBool::new(false);
    let control = Control::recording(&never, &Curious, options.time_limit);
    let outcome = way(instance, options, &control, start);
    (outcome, control.tape())
}

/// The same again, by so many threads; that all of the tape was heard is asserted.
fn again(
    way: Way,
    instance: &Instance,
    options: &Options,
    start: Option<&Start>,
    (tape, threads): (Tape, usize),
) -> Budgeted {
    let never = AtomicBool::new(false);
    let control = Control::replaying(&never, &Curious, tape.clone(), threads);
    let outcome = way(instance, options, &control, start);
    assert!(control.is_repeated(), "{options:?}: {tape:?}, {:?}", control.tape());
    outcome
}

/// Shapes that take the different paths: brute force's, flows on a ladder, without teams.
fn shape(seed: u64) -> Shape {
    let tiny = Shape::tiny();
    match seed % 4 {
        0 => tiny,
        1 => Shape {
            villages: 6,
            agencies: 7,
            cadres_per_agency: 6,
            households_per_village: 12,
            ..tiny
        },
        2 => Shape { villages: 4, agencies: 6, cadres_per_agency: 8, given_links: true, ..tiny },
        _ => {
            let mut shape = Shape { villages: 9, agencies: 5, households_per_village: 9, ..tiny };
            shape.settings.team.enabled = false;
            shape
        }
    }
}

#[test]
fn a_solve_that_the_clock_ended_is_repeated_from_its_tape() {
    let mut plans = 0;
    for seed in 0..20 {
        let instance = instance(&shape(seed), seed);
        let millis = [5, 12, 30, 70, 200][seed as usize % 5];
        for (name, way) in WAYS {
            let options = within(millis, 1 + seed as usize % 3, seed);
            let (outcome, tape) = recorded(way, &instance, &options, None);
            plans += usize::from(outcome.outcome.incumbent.is_some());
            let text = serde_json::to_string(&tape).unwrap();
            let tape: Tape = serde_json::from_str(&text).unwrap();
            let repeated = again(way, &instance, &options, None, (tape, 2));
            assert_eq!(repeated, outcome, "{name} {seed}: {text}");
        }
    }
    assert!(plans >= 20, "only {plans} say anything");
}

fn township() -> Instance {
    Instance::new(generate(&Recipe::preset(Preset::Township), 1)).unwrap()
}

#[test]
fn any_number_of_threads_repeats_the_solve_of_any() {
    let instance = township();
    for (name, way) in WAYS {
        for threads in [1, 2, 7] {
            let options = within(700, threads, 3);
            let (outcome, tape) = recorded(way, &instance, &options, None);
            assert!(outcome.outcome.incumbent.is_some(), "{name}");
            for others in [1, 2, 7] {
                let repeated = again(way, &instance, &options, None, (tape.clone(), others));
                assert_eq!(repeated, outcome, "{name}: {threads}, then {others}");
            }
        }
    }
}

#[test]
fn a_solve_from_a_start_is_repeated() {
    let instance = township();
    let begun = search::solve(
        &instance,
        &Options { iterations: Some(20_000), time_limit: None, ..within(0, 2, 9) },
        &Control::new(&AtomicBool::new(false), &Silent, None),
        None,
    );
    let tables = begun.incumbent.unwrap().0.to_tables(&instance);
    let start = Start::from_tables(&instance, &tables);
    for (name, way) in WAYS {
        let options = within(500, 2, 1);
        let (outcome, tape) = recorded(way, &instance, &options, Some(&start));
        let repeated = again(way, &instance, &options, Some(&start), (tape, 1));
        assert_eq!(repeated, outcome, "{name}");
    }
}

/// Interrupts as soon as so many better plans were told.
struct Impatient<'a> {
    stop: &'a AtomicBool,
    after: std::sync::atomic::AtomicUsize,
}

impl Observer for Impatient<'_> {
    fn incumbent(&self, _: Millipoints) {
        if self.after.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn wants_prices(&self) -> bool {
        true
    }

    fn prices(&self, _: PriceList) {}
}

#[test]
fn an_interrupted_solve_is_repeated_to_where_it_was_interrupted() {
    let instance = township();
    for (name, way) in WAYS {
        for iterations in [None, Some(50_000_000)] {
            if iterations.is_some() && name == "exact" {
                continue; // it has no such limit
            }
            let stop = AtomicBool::new(false);
            let observer = Impatient { stop: &stop, after: 4.into() };
            let options = Options { iterations, ..within(600_000, 2, 5) };
            let control = Control::recording(&stop, &observer, options.time_limit);
            let outcome = way(&instance, &options, &control, None);
            assert!(stop.load(Ordering::Relaxed), "{name}");
            let repeated = again(way, &instance, &options, None, (control.tape(), 1));
            assert_eq!(repeated, outcome, "{name} {iterations:?}");
        }
    }
}

#[test]
fn a_replay_does_not_outlast_an_interrupt() {
    let instance = township();
    let options = Options { iterations: Some(u64::MAX), ..within(0, 2, 5) };
    let stop = AtomicBool::new(true);
    for (_, way) in WAYS.into_iter().filter(|(name, _)| *name != "exact") {
        let tape = Tape { questions: u64::MAX, ..Tape::default() };
        let control = Control::replaying(&stop, &Silent, tape, 2);
        let _: Budgeted = way(&instance, &options, &control, None);
    }
}

#[test]
fn a_solve_leaves_the_course_of_a_tape_that_is_not_its_own() {
    let instance = township();
    let options = within(300, 2, 5);
    for (name, way) in WAYS {
        let (_, tape) = recorded(way, &instance, &options, None);
        let longer = tape.questions + 1;
        let worse = [
            Tape::default(),
            Tape { questions: longer, ..tape.clone() },
            Tape { questions: tape.questions - 1, ..tape.clone() },
            Tape { parts: [tape.parts.clone(), vec![Tape::default()]].concat(), ..tape.clone() },
            Tape { answers: vec![Answer { after: longer, values: Vec::new() }], ..tape },
        ];
        for (i, tape) in worse.into_iter().enumerate() {
            let never = AtomicBool::new(false);
            let control = Control::replaying(&never, &Silent, tape, 2);
            let outcome: Outcome = way(&instance, &options, &control, None).outcome;
            assert!(!control.is_repeated(), "{name} {i}: {:?}", outcome.status);
        }
    }
}
