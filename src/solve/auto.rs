//! What a planner gets who names no method: the search, and on small instances a proof after it.
//!
//! Where the integer program is small enough for HiGHS to get somewhere, the search has a short
//! first part of the time and HiGHS the rest, from the plan found, until the plan is proven or the
//! time is over. Larger instances have the search for the whole time. So has every solve limited by
//! iterations: what HiGHS finds in a given time depends on the machine, and its nodes are no moves.

use std::time::{Duration, Instant};

use super::{Control, Options, exact, search};
use crate::model::{Instance, Millipoints, Outcome, Plan, Status};

/// The search's part of the time on small instances, at most.
const FIRST_PART: Duration = Duration::from_secs(1);
/// The same as a divisor of the time limit.
const FIRST_SHARE: u32 = 10;

/// Pairs of agency and village, cadres, and households up to which an instance is small. The size
/// of the program follows from them; a township (108, 420, 520) is within, a county far beyond.
const SMALL: [usize; 3] = [150, 600, 1_000];

/// Solves by search and, on small instances without a limit of iterations, by the integer program
/// from the search's plan.
///
/// The outcome has the better plan and the better bound of the two; [`Outcome::method`] is the one
/// that made the plan, and [`Outcome::iterations`] are its own. A solver that fails or does not come
/// back takes nothing from what the other knows. [`Status::Infeasible`] is only said with a proof.
#[must_use]
pub fn solve(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Plan>,
) -> Outcome {
    if options.iterations.is_some() || !is_small(instance) {
        return search::solve(instance, options, control, start);
    }
    let searched = first_part(instance, options, control, start);
    if searched.status == Status::Infeasible || control.must_stop() {
        return searched;
    }
    let best = searched.incumbent.as_ref().map(|(plan, _)| plan).or(start);
    let proven = exact::solve(instance, options, control, best);
    join(searched, proven)
}

/// Whether HiGHS can be expected to get somewhere.
fn is_small(instance: &Instance) -> bool {
    let pairs = instance.agencies().len() * instance.villages().len();
    let sizes = [pairs, instance.cadres().len(), instance.households().len()];
    sizes.iter().zip(SMALL).all(|(&size, limit)| size <= limit)
}

/// The search until its part of the time is over.
fn first_part(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Plan>,
) -> Outcome {
    let part = control.remaining().map_or(FIRST_PART, |left| (left / FIRST_SHARE).min(FIRST_PART));
    // The search measures its progress on the clock of `control`, which may have run already.
    let time_limit = Some(control.elapsed() + part);
    let control = control.with_deadline(Instant::now() + part);
    search::solve(instance, &Options { time_limit, ..options.clone() }, &control, start)
}

/// What both know together, never more.
fn join(searched: Outcome, proven: Outcome) -> Outcome {
    let cost = |outcome: &Outcome| outcome.incumbent.as_ref().map(|&(_, cost)| cost);
    let bound = searched.bound.max(proven.bound);
    let either_infeasible =
        [&searched, &proven].iter().any(|outcome| outcome.status == Status::Infeasible);
    let reason = searched.reason.clone().or_else(|| proven.reason.clone());
    // A tie is the search's: the program only had its plan to start from.
    let exact_is_better = match (cost(&searched), cost(&proven)) {
        (Some(known), Some(new)) => new < known,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let best = if exact_is_better { proven } else { searched };
    match cost(&best) {
        None if either_infeasible => {
            Outcome { status: Status::Infeasible, bound: Millipoints::ZERO, reason, ..best }
        }
        None => Outcome { status: Status::Unknown, bound, reason: None, ..best },
        // A plan at hand refutes "infeasible" and any bound above its cost.
        Some(cost) if either_infeasible || bound > cost => {
            Outcome { status: Status::Feasible, bound: Millipoints::ZERO, reason: None, ..best }
        }
        Some(cost) => {
            let status = if bound == cost { Status::Optimal } else { Status::Feasible };
            Outcome { status, bound, reason: None, ..best }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Method;

    fn outcome(status: Status, cost: Option<i64>, bound: i64, method: Method) -> Outcome {
        let plan = Plan { lead: Vec::new(), attached: Vec::new(), helper: Vec::new(), teams: None };
        let incumbent = cost.map(|cost| (plan, Millipoints(cost)));
        Outcome {
            status,
            incumbent,
            bound: Millipoints(bound),
            method,
            iterations: 7,
            reason: None,
        }
    }

    /// Status, cost, bound and method of the two together.
    fn joined(
        searched: (Status, Option<i64>),
        proven: (Status, Option<i64>, i64),
    ) -> (Status, Option<i64>, i64, Method) {
        let both = join(
            outcome(searched.0, searched.1, 0, Method::Search),
            outcome(proven.0, proven.1, proven.2, Method::Exact),
        );
        (both.status, both.incumbent.map(|(_, cost)| cost.0), both.bound.0, both.method)
    }

    #[test]
    fn the_better_plan_and_the_better_bound_are_kept() {
        use Method::{Exact, Search};
        use Status::{Feasible, Optimal, Unknown};
        let plan = (Feasible, Some(9));
        assert_eq!(joined(plan, (Optimal, Some(9), 9)), (Optimal, Some(9), 9, Search));
        assert_eq!(joined(plan, (Optimal, Some(7), 7)), (Optimal, Some(7), 7, Exact));
        assert_eq!(joined(plan, (Feasible, Some(8), 5)), (Feasible, Some(8), 5, Exact));
        assert_eq!(joined(plan, (Unknown, None, 5)), (Feasible, Some(9), 5, Search));
        assert_eq!(joined((Unknown, None), (Feasible, Some(8), 5)), (Feasible, Some(8), 5, Exact));
    }

    #[test]
    fn a_solver_that_fails_or_contradicts_a_plan_takes_nothing_away() {
        use Method::Search;
        use Status::{Feasible, Infeasible, Unknown};
        let plan = (Feasible, Some(9));
        assert_eq!(joined(plan, (Unknown, None, 0)), (Feasible, Some(9), 0, Search));
        assert_eq!(joined(plan, (Infeasible, None, 0)), (Feasible, Some(9), 0, Search));
        assert_eq!(joined(plan, (Unknown, None, 10)), (Feasible, Some(9), 0, Search));
    }

    #[test]
    fn only_a_proof_is_infeasible() {
        use Status::{Infeasible, Unknown};
        let status = |searched, proven| joined((searched, None), (proven, None, 0)).0;
        assert_eq!(status(Unknown, Unknown), Unknown);
        assert_eq!(status(Unknown, Infeasible), Infeasible);
    }
}
