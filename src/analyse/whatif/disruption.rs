//! What fewer or more changed pairings would cost: a curve between the plan that changes least and the
//! one that would be made if changes cost nothing.
//!
//! Each point is a plan within a budget of changed pairings ([`crate::solve::budget`]), made with no charge on
//! changes. Since a plan within a budget is within every larger one, the cost of a point is the least of
//! all plans found within its budget: the curve never rises.

use serde::Serialize;

use super::freeze::Kept;
use super::{Baseline, Means, Request, crew};
use crate::check;
use crate::model::{Instance, Millipoints, Plan, Start};
use crate::solve::{Control, Options, auto, budget, search};

/// Points of a curve at least.
pub const LEAST_POINTS: usize = 6;

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Changed pairings allowed: households whose old helper is still an available cadre.
    pub budget: u64,
    /// Changed pairings of the best plan found.
    pub changes: u64,
    /// What it costs apart from the change term, in millipoints.
    pub cost: Millipoints,
    /// What it costs with all terms, as the weights are.
    pub objective: Millipoints,
}

/// A curve.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Curve {
    /// Name of the scenario.
    pub scenario: String,
    /// By budget, rising; the cost never rises. Budgets within which no plan was found have no point.
    pub points: Vec<Point>,
    /// Changed pairings and cost (apart from the change term) of the plan as the weights are.
    pub chosen: Option<Point>,
    /// No plan has fewer changed pairings than this.
    pub least: u64,
}

/// A plan found on the way.
#[derive(Clone)]
struct Found {
    plan: Plan,
    changes: u64,
    cost: Millipoints,
    objective: Millipoints,
}

/// The curve of an instance, from the baseline and a plan of it if one is known. `None` where no plan is
/// found.
///
/// First come both ends: a plan that keeps all that is not touched ([`freeze`](super::freeze)), one within the
/// fewest changes that counting allows, and one where changes cost nothing. Each budget between them
/// starts from the best plan within it so far.
#[must_use]
pub fn curve(
    name: &str,
    baseline: Baseline,
    instance: &Instance,
    known: Option<&Plan>,
    points: usize,
    request: &Request,
    control: &Control,
) -> Option<Curve> {
    let free = instance.with_change_charge(Millipoints::ZERO);
    let solver = Solver { instance, free: &free, request, control };
    let least = budget::least_changes(instance);
    let chosen = known.map(|plan| solver.found(plan));
    let start = Start::from_tables(instance, baseline.tables);
    let known = known.map(Start::from);
    let ends = solver.all(3, |end| match end {
        0 => solver.kept(baseline, &start),
        1 => solver.within(least, known.as_ref()),
        _ => solver.unbounded(&free, known.as_ref().unwrap_or(&start)),
    });
    let mut found: Vec<Found> = ends.into_iter().chain(chosen.clone()).collect();
    let from = found.iter().map(|found| found.changes).min()?;
    let most = found.iter().map(|found| found.changes).max()?;
    let budgets = grid(from, most, points.max(LEAST_POINTS));
    let between = solver.all(budgets.len(), |i| {
        let start = best(&found, budgets[i]).map(|found| Start::from(&found.plan));
        solver.within(budgets[i], start.as_ref())
    });
    found.extend(between);
    let points = budgets.iter().filter_map(|&budget| Some(best(&found, budget)?.point(budget)));
    Some(Curve {
        scenario: name.to_owned(),
        points: points.collect(),
        chosen: chosen.map(|found| found.point(found.changes)),
        least,
    })
}

/// The cheapest plan within a budget; of equals the one with the fewest changes.
fn best(found: &[Found], budget: u64) -> Option<&Found> {
    let within = found.iter().filter(|found| found.changes <= budget);
    within.min_by_key(|found| (found.cost, found.changes))
}

/// The baseline itself counts as a plan of its own instance.
#[must_use]
pub fn of_baseline(baseline: Baseline) -> Option<Plan> {
    let feasible = check::check(baseline.instance, baseline.tables).is_feasible();
    Plan::from_tables(baseline.instance, baseline.tables).filter(|_| feasible)
}

impl Found {
    fn point(&self, budget: u64) -> Point {
        Point { budget, changes: self.changes, cost: self.cost, objective: self.objective }
    }
}

struct Solver<'a> {
    instance: &'a Instance,
    /// The same without a charge on changes.
    free: &'a Instance,
    request: &'a Request,
    control: &'a Control<'a>,
}

impl Solver<'_> {
    /// What is found side by side, each on a thread of its own.
    fn all(&self, count: usize, find: impl Fn(usize) -> Option<Found> + Sync) -> Vec<Found> {
        let stop = || self.control.interrupted();
        let found = crew::all(count, self.request.options.threads, stop, find);
        found.into_iter().flatten().collect()
    }

    fn options(&self) -> Options {
        Options { threads: 1, ..self.request.options.clone() }
    }

    /// The best plan within a budget.
    fn within(&self, most: u64, start: Option<&Start>) -> Option<Found> {
        let options = self.options();
        let control = self.control.part(self.control.observer(), options.time_limit);
        let solve = match self.request.means {
            Means::Exact => budget::prove,
            Means::Auto | Means::Search => budget::search,
        };
        let budgeted = solve(self.free, most, &options, &control, start);
        budgeted.outcome.incumbent.as_ref().map(|(plan, _)| self.found(plan))
    }

    /// A plan that keeps all that is not touched.
    fn kept(&self, baseline: Baseline, start: &Start) -> Option<Found> {
        let kept = Kept::of(baseline, self.instance);
        self.unbounded(&self.free.with_further_pins(kept.pins()), start)
    }

    /// The best plan of an instance where changes cost nothing.
    fn unbounded(&self, instance: &Instance, start: &Start) -> Option<Found> {
        let options = self.options();
        let control = self.control.part(self.control.observer(), options.time_limit);
        let solve = match self.request.means {
            Means::Exact => auto::prove,
            Means::Auto | Means::Search => search::solve,
        };
        let outcome = solve(instance, &options, &control, Some(start));
        outcome.incumbent.as_ref().map(|(plan, _)| self.found(plan))
    }

    /// A plan's figures, as the judge finds them.
    fn found(&self, plan: &Plan) -> Found {
        let terms = check::check(self.instance, &plan.to_tables(self.instance)).terms;
        let changes = self.instance.previous().map_or(0, |previous| previous.changes(plan));
        Found {
            plan: plan.clone(),
            changes,
            cost: terms.total() - terms.change,
            objective: terms.total(),
        }
    }
}

/// Budgets from the fewest to the most changes, each so many times further from the fewest as the one
/// before: the cost falls most where changes are few.
fn grid(from: u64, to: u64, points: usize) -> Vec<u64> {
    let (span, steps) = ((to - from) as f64, (points - 1) as f64);
    let at = |i: usize| from + ((span + 1.0).powf(i as f64 / steps) - 1.0).round() as u64;
    let mut budgets: Vec<u64> = (0..points).map(at).collect();
    for i in 1..budgets.len() {
        budgets[i] = budgets[i].max(budgets[i - 1] + 1);
    }
    budgets.retain(|&budget| budget < to);
    budgets.push(to);
    budgets
}

#[cfg(test)]
mod tests {
    use super::grid;

    #[test]
    fn budgets_rise_from_the_fewest_to_the_most_changes() {
        assert_eq!(grid(10, 110, 6), [10, 12, 15, 25, 49, 110]);
        assert_eq!(grid(0, 3, 6), [0, 1, 2, 3]);
        assert_eq!(grid(4, 4, 6), [4]);
        for (from, to, points) in [(0, 5, 6), (3, 1_000, 9), (0, 1, 12)] {
            let budgets = grid(from, to, points);
            assert!(budgets.windows(2).all(|pair| pair[0] < pair[1]), "{budgets:?}");
            assert_eq!((budgets[0], budgets[budgets.len() - 1]), (from, to));
        }
    }
}
