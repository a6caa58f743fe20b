//! Statistics over runs, on runs small enough to be worked out by hand.

use std::time::Duration;

use jiedui::analyse::bench::{
    Fit, Limit, Origin, Run, Spread, Subject, fit_exponent, gap, groups, seconds_within,
    smallest_limit_within, speedups, within,
};
use jiedui::model::{Millipoints, Status, Trace};

fn subject() -> Subject {
    let best = Some(Millipoints(100_000));
    Subject { name: "x".to_owned(), digest: String::new(), households: 10, best }
}

/// A run with this trace: seconds and cost in points.
fn run(seed: u64, threads: usize, limit: u64, plans: &[(f64, i64)]) -> Run {
    let mut trace = Trace::default();
    plans.iter().for_each(|&(seconds, cost)| trace.incumbent(seconds, Millipoints(cost * 1000)));
    Run {
        subject: 0,
        solver: "search".to_owned(),
        origin: Origin::Run,
        repetition: 1,
        seed: Some(seed),
        threads: Some(threads),
        limit: Limit::Time(Duration::from_secs(limit)),
        status: Some(Status::Feasible),
        objective: trace.objective(),
        bound: None,
        trace,
        seconds: Some(limit as f64),
        iterations: None,
        memory_kib: None,
    }
}

#[test]
fn runs_that_differ_in_their_seed_are_one_group() {
    let runs = [run(1, 1, 5, &[]), run(1, 2, 5, &[]), run(2, 1, 5, &[]), run(1, 1, 9, &[])];
    let groups = groups(&runs);
    let seeds: Vec<Vec<u64>> =
        groups.iter().map(|g| g.runs.iter().filter_map(|run| run.seed).collect()).collect();
    assert_eq!(seeds, [vec![1, 2], vec![1], vec![1]]);
}

#[test]
fn a_curve_has_at_every_moment_the_spread_over_the_runs() {
    let runs = [
        run(1, 1, 9, &[(1.0, 110), (3.0, 100)]),
        run(2, 1, 9, &[(2.0, 120), (5.0, 101)]),
        run(3, 1, 9, &[(2.0, 115)]),
    ];
    let none = f64::INFINITY;
    let told: Vec<(f64, [f64; 3])> = groups(&runs)[0]
        .curve()
        .iter()
        .map(|point| (point.seconds, [point.cost.min, point.cost.median, point.cost.max]))
        .collect();
    let expected = [
        (1.0, [110e3, none, none]),
        (2.0, [110e3, 115e3, 120e3]),
        (3.0, [100e3, 115e3, 120e3]),
        (5.0, [100e3, 101e3, 115e3]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn gaps_are_relative_to_the_best_known() {
    assert!((gap(101e3, Millipoints(100_000)) - 0.01).abs() < 1e-12);
    assert_eq!((gap(0.0, Millipoints(0)), gap(5.0, Millipoints(0))), (0.0, f64::INFINITY));
    assert!(gap(f64::INFINITY, Millipoints(7)).is_infinite());
    assert!(within(101e3, &subject(), 1.0) && !within(101_001.0, &subject(), 1.0));
    assert!(!within(1.0, &Subject { best: None, ..subject() }, 1.0));
}

#[test]
fn the_time_to_a_target_is_that_of_the_median_and_the_best_limit() {
    let runs = [
        run(1, 1, 9, &[(1.0, 110), (3.0, 100)]),
        run(2, 1, 9, &[(2.0, 120), (5.0, 101)]),
        run(3, 1, 9, &[(2.0, 115)]),
        run(1, 1, 4, &[(1.0, 104)]),
        run(2, 1, 4, &[(2.0, 104)]),
        run(3, 1, 4, &[]),
    ];
    let groups = groups(&runs);
    let (long, short) = (&groups[0], &groups[1]);
    let subject = subject();
    assert_eq!(seconds_within(&[long], &subject, 15.0), Some(2.0));
    assert_eq!(seconds_within(&[long], &subject, 1.0), Some(5.0));
    assert_eq!(seconds_within(&[long], &subject, 0.5), None);
    assert_eq!(seconds_within(&[long, short], &subject, 5.0), Some(2.0));
    assert_eq!(seconds_within(&[long], &subject, 5.0), Some(5.0));
    let limit = |seconds| Some(Limit::Time(Duration::from_secs(seconds)));
    assert_eq!(smallest_limit_within(&[long, short], &subject, 5.0), limit(4));
    assert_eq!(smallest_limit_within(&[long, short], &subject, 1.0), limit(9));
    assert_eq!(smallest_limit_within(&[long, short], &subject, 0.5), None);
}

#[test]
fn threads_are_measured_by_the_time_to_what_the_fewest_reach() {
    let runs = [
        run(1, 1, 10, &[(1.0, 120), (8.0, 103)]),
        run(1, 2, 10, &[(1.0, 120), (7.0, 102)]),
        run(1, 2, 5, &[(4.0, 103)]),
        run(1, 3, 10, &[(1.0, 120)]),
    ];
    let found = speedups(&groups(&runs));
    let told: Vec<_> = found.iter().map(|s| (s.base_threads, s.threads, s.seconds)).collect();
    assert_eq!(told, [(1, 2, Some(4.0)), (1, 3, None)]);
    assert_eq!(found[0].base_seconds, Some(8.0));
    assert!((found[0].cost - 103e3).abs() < 1e-9);
}

#[test]
fn the_exponent_of_a_power_law_is_found() {
    let law: Vec<(f64, f64)> =
        [520.0, 1_040.0, 5_900.0].map(|n: f64| (n, 0.02 * n.powf(1.2))).into();
    let Fit { exponent, factor } = fit_exponent(&law).unwrap();
    assert!((exponent - 1.2).abs() < 1e-9 && (factor - 0.02).abs() < 1e-9, "{exponent} {factor}");
    // Worked out by hand: logarithms (0,0), (1,2), (2,2) to base e have slope 1.
    let e = std::f64::consts::E;
    let fit = fit_exponent(&[(1.0, 1.0), (e, e * e), (e * e, e * e)]).unwrap();
    assert!((fit.exponent - 1.0).abs() < 1e-9);
    assert_eq!(fit_exponent(&[(5.0, 1.0), (5.0, 2.0)]), None);
    assert_eq!(fit_exponent(&[]), None);
}

#[test]
fn a_spread_has_the_figures_of_those_that_have_one() {
    let runs = [run(1, 1, 9, &[(1.0, 110)]), run(2, 1, 9, &[])];
    let groups = groups(&runs);
    let one = |value| Some(Spread { min: value, median: value, max: value });
    assert_eq!(groups[0].spread(|run| run.trace.first_seconds()), one(1.0));
    let costs = groups[0].costs().unwrap();
    assert!(costs.min < 111e3 && costs.median.is_infinite() && costs.max.is_infinite());
}
