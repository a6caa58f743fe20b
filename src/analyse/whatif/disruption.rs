//! What fewer or more changed pairings would cost: a curve between the plan that changes least and the
//! one that would be made if changes cost nothing.
//!
//! Each point is a plan within a budget of changed pairings ([`solve::budget`]), made with no charge on
//! changes. Since a plan within a budget is within every larger one, the cost of a point is the least of
//! all plans found within its budget: the curve never rises.

use serde::Serialize;

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
struct Found {
    changes: u64,
    cost: Millipoints,
    objective: Millipoints,
}

/// The curve of an instance, from a plan of it if one is known. `None` where no plan is found.
#[must_use]
pub fn curve(
    name: &str,
    instance: &Instance,
    known: Option<&Plan>,
    points: usize,
    request: &Request,
    control: &Control,
) -> Option<Curve> {
    let free = instance.with_change_charge(Millipoints::ZERO);
    let solver = Solver { instance, free: &free, known, request, control };
    let least = budget::least_changes(instance);
    let threads = request.options.threads;
    // Both ends first: the rest lies between them.
    let ends = crew::all(
        2,
        threads,
        || control.interrupted(),
        |end| Some(if end == 0 { solver.within(least) } else { (solver.freely(), None) }),
    );
    let mut ends = ends.into_iter().map(Option::unwrap_or_default);
    let ((tight, fewest), (loose, _)) = (ends.next()?, ends.next()?);
    let chosen = known.map(|plan| solver.found(plan));
    let own = [tight.as_ref(), chosen.as_ref(), loose.as_ref()];
    let most = own.iter().flatten().map(|found| found.changes).max()?;
    let from = own.iter().flatten().map(|found| found.changes).chain(fewest).min()?;
    let budgets = grid(from.max(least), most, points.max(LEAST_POINTS));
    let between = crew::all(
        budgets.len(),
        threads,
        || control.interrupted(),
        |i| Some(solver.within(budgets[i]).0),
    );
    let all: Vec<Found> =
        between.into_iter().flatten().flatten().chain(tight).chain(loose).collect();
    let best = all.iter().chain(&chosen);
    let points = budgets.iter().filter_map(|&budget| {
        let within = best.clone().filter(|found| found.changes <= budget);
        let best = within.min_by_key(|found| (found.cost, found.changes))?;
        Some(best.point(budget))
    });
    Some(Curve {
        scenario: name.to_owned(),
        points: points.collect(),
        chosen: chosen.as_ref().map(|found| found.point(found.changes)),
        least,
    })
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
    known: Option<&'a Plan>,
    request: &'a Request,
    control: &'a Control<'a>,
}

impl Solver<'_> {
    fn options(&self) -> Options {
        Options { threads: 1, ..self.request.options.clone() }
    }

    /// The best plan within a budget, and the fewest changes of any plan found.
    fn within(&self, most: u64) -> (Option<Found>, Option<u64>) {
        let options = self.options();
        let control = self.control.part(self.control.observer(), options.time_limit);
        let solve = match self.request.means {
            Means::Exact => budget::prove,
            Means::Auto | Means::Search => budget::search,
        };
        let start = self.known.map(Start::from);
        let budgeted = solve(self.free, most, &options, &control, start.as_ref());
        let plan = budgeted.outcome.incumbent.as_ref().map(|(plan, _)| self.found(plan));
        (plan, budgeted.fewest)
    }

    /// The best plan where changes cost nothing.
    fn freely(&self) -> Option<Found> {
        let options = self.options();
        let control = self.control.part(self.control.observer(), options.time_limit);
        let start = self.known.map(Start::from);
        let outcome = match self.request.means {
            Means::Exact => auto::prove(self.free, &options, &control, start.as_ref()),
            Means::Auto | Means::Search => {
                search::solve(self.free, &options, &control, start.as_ref())
            }
        };
        outcome.incumbent.as_ref().map(|(plan, _)| self.found(plan))
    }

    /// A plan's figures, as the judge finds them.
    fn found(&self, plan: &Plan) -> Found {
        let terms = check::check(self.instance, &plan.to_tables(self.instance)).terms;
        let changes = self.instance.previous().map_or(0, |previous| previous.changes(plan));
        Found { changes, cost: terms.total() - terms.change, objective: terms.total() }
    }
}

/// Budgets from the fewest to the most changes, closer to each other where they are few: there the cost
/// falls most.
fn grid(from: u64, to: u64, points: usize) -> Vec<u64> {
    let steps = (points - 1) as f64;
    let at = |i: usize| from + ((to - from) as f64 * (i as f64 / steps).powi(2)).round() as u64;
    let mut budgets: Vec<u64> = (0..points).map(at).collect();
    for i in 1..budgets.len() {
        budgets[i] = budgets[i].max(budgets[i - 1] + 1);
    }
    budgets.retain(|&budget| budget <= to);
    if budgets.last() != Some(&to) {
        budgets.push(to);
    }
    budgets
}

#[cfg(test)]
mod tests {
    use super::grid;

    #[test]
    fn budgets_rise_from_the_fewest_to_the_most_changes() {
        assert_eq!(grid(10, 110, 6), [10, 14, 26, 46, 74, 110]);
        assert_eq!(grid(0, 3, 6), [0, 1, 2, 3]);
        assert_eq!(grid(4, 4, 6), [4]);
        for (from, to, points) in [(0, 5, 6), (3, 1_000, 9), (0, 1, 12)] {
            let budgets = grid(from, to, points);
            assert!(budgets.windows(2).all(|pair| pair[0] < pair[1]), "{budgets:?}");
            assert_eq!((budgets[0], budgets[budgets.len() - 1]), (from, to));
        }
    }
}
