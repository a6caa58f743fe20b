//! Times to a target, and how they grow with the size and shrink with the threads.

use std::cmp::Ordering;

use super::group::Group;
use super::record::{Limit, Subject, gap};

/// Shortest time that is told apart from none, in seconds.
const RESOLUTION: f64 = 1e-3;

/// Whether a cost in millipoints lies at most `percent` above the best known.
#[must_use]
pub fn within(cost: f64, subject: &Subject, percent: f64) -> bool {
    // A hair more, lest a cost of exactly one percent be taken for more.
    subject.best.is_some_and(|best| gap(cost, best) <= percent / 100.0 * (1.0 + 1e-12))
}

/// The first moment at which the median of a group's runs is good enough, the earliest of all
/// groups; in seconds.
fn seconds_until(groups: &[&Group], good: impl Fn(f64) -> bool) -> Option<f64> {
    let first = |group: &&Group| {
        group.curve().into_iter().find(|point| good(point.cost.median)).map(|point| point.seconds)
    };
    groups.iter().filter_map(first).min_by(f64::total_cmp)
}

/// Seconds until the median of the runs is at most `percent` above the best known, read off the
/// curves of `groups` (the limits of one solver); the earliest counts.
#[must_use]
pub fn seconds_within(groups: &[&Group], subject: &Subject, percent: f64) -> Option<f64> {
    seconds_until(groups, |cost| within(cost, subject, percent))
}

/// The smallest limit of which the final median is at most `percent` above the best known.
#[must_use]
pub fn smallest_limit_within(groups: &[&Group], subject: &Subject, percent: f64) -> Option<Limit> {
    let good = groups
        .iter()
        .filter(|group| group.costs().is_some_and(|costs| within(costs.median, subject, percent)));
    good.map(|group| group.limit()).filter(|&limit| limit != Limit::None).min()
}

/// What more threads gain: the time in which they reach what one (the fewest) reaches at its limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Speedup {
    /// Position among the subjects.
    pub subject: usize,
    /// The method.
    pub solver: String,
    /// The fewest threads.
    pub base_threads: usize,
    /// The limit of the runs with the fewest threads.
    pub limit: Limit,
    /// Their median cost at its end, in millipoints.
    pub cost: f64,
    /// Seconds in which their own median got there.
    pub base_seconds: Option<f64>,
    /// More threads.
    pub threads: usize,
    /// Seconds in which these got there; `None` where they did not.
    pub seconds: Option<f64>,
}

/// All that the groups say of threads.
#[must_use]
pub fn speedups(groups: &[Group]) -> Vec<Speedup> {
    let mut found = Vec::new();
    for base in groups {
        let Some(base_threads) = base.first().threads else { continue };
        let same: Vec<&Group> = groups.iter().filter(|group| alike(group, base)).collect();
        let mut counts: Vec<usize> = same.iter().filter_map(|g| g.first().threads).collect();
        counts.sort_unstable();
        counts.dedup();
        let Some(costs) = base.costs().filter(|costs| costs.median.is_finite()) else { continue };
        if counts.first() != Some(&base_threads) {
            continue;
        }
        for &threads in &counts[1..] {
            let more: Vec<&Group> =
                same.iter().copied().filter(|g| g.first().threads == Some(threads)).collect();
            let reached = |cost: f64| cost <= costs.median;
            found.push(Speedup {
                subject: base.first().subject,
                solver: base.first().solver.clone(),
                base_threads,
                limit: base.limit(),
                cost: costs.median,
                base_seconds: seconds_until(&[base], reached),
                threads,
                seconds: seconds_until(&more, reached),
            });
        }
    }
    found
}

/// Whether two groups are of the same solver on the same subject.
fn alike(one: &Group, other: &Group) -> bool {
    let (one, other) = (one.first(), other.first());
    (one.subject, &one.solver, one.origin) == (other.subject, &other.solver, other.origin)
}

/// How a time grows with a size: time ≈ factor × size^exponent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The exponent.
    pub exponent: f64,
    /// The factor, in seconds.
    pub factor: f64,
}

/// The least-squares line through the logarithms of sizes and times; `None` with fewer than two
/// different sizes. Times of less than a millisecond count as one.
#[must_use]
pub fn fit_exponent(points: &[(f64, f64)]) -> Option<Fit> {
    let logs: Vec<(f64, f64)> = points
        .iter()
        .filter(|(size, _)| *size > 0.0)
        .map(|&(size, seconds)| (size.ln(), seconds.max(RESOLUTION).ln()))
        .collect();
    let n = logs.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| logs.iter().map(value).sum::<f64>() / n;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    if spread.partial_cmp(&1e-12) != Some(Ordering::Greater) {
        return None;
    }
    let product: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let exponent = product / spread;
    Some(Fit { exponent, factor: (y - exponent * x).exp() })
}
