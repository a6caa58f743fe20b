//! What a planner gets who names no method: the search with a proven bound beside it, and on small
//! instances a proof of optimality after it.
//!
//! The bound ([`super::bound`]) has a thread of its own and a part of its time, for it costs the search what it
//! takes. The two tell each other through a `Watch`, which ends the solve once the gap is as
//! small as was asked for. Where the integer program is small enough for HiGHS to get somewhere, search and
//! bound have a short first part of the time and HiGHS the rest, from the plan found and without the
//! attachments and leads that the bound rules out, until the plan is proven or the time is over. HiGHS
//! uses one thread; a second search has the others meanwhile.
//!
//! A solve limited by iterations has neither clock nor HiGHS in it: the bound takes a number of steps
//! that follows from that of the iterations.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::bound::Bounder;
use super::fixing::Fixing;
use super::{Control, Observer, Options, exact, search};
use crate::model::{Instance, Method, Millipoints, Outcome, PriceList, Start, Status};

/// The search's part of the time before the integer program, for each household: three seconds on a
/// township.
const FIRST_PART: Duration = Duration::from_millis(6);
/// The same as a divisor of the time limit, at most.
const FIRST_SHARE: u32 = 10;

/// What the seed of a second search differs by.
const SECOND_SEED: u64 = 1 << 32;
/// Part of its thread's time that the bound takes beside the search.
pub(super) const BOUND_SHARE: f64 = 0.4;
/// Moves of the search for each step of the bound, where moves are the limit.
pub(super) const MOVES_A_STEP: u64 = 25_000;
/// Steps at most.
pub(super) const MOST_STEPS: u64 = 100;

/// Pairs of agency and village, cadres, and households up to which an instance is small. The size
/// of the program follows from them; a township (108, 420, 520) is within, a county far beyond.
const SMALL: [usize; 3] = [150, 600, 1_000];
/// The same without teams: there is much less to decide, and cadres are counted, not named.
const SMALL_WITHOUT_TEAMS: [usize; 3] = [300, 2_000, 2_000];

/// Solves by search and bound and, on small instances without a limit of iterations, by the integer
/// program from what these know.
///
/// The outcome has the better plan and the better bound of all; [`Outcome::method`] is the one
/// that made the plan, and [`Outcome::iterations`] are its own. A solver that fails or does not come
/// back takes nothing from what the others know. [`Status::Infeasible`] is only said with a proof.
#[must_use]
pub fn solve(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Outcome {
    match options.iterations {
        Some(iterations) => counted(instance, options, control, start, iterations),
        None if is_small(instance) => proven(instance, options, control, start),
        None => beside(instance, options, control, start, false).0,
    }
}

/// Solves by the integer program on an instance of any size, after a short search and with what the
/// bound rules out.
#[must_use]
pub fn prove(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Outcome {
    let outcome = proven(instance, options, control, start);
    Outcome { method: Method::Exact, ..outcome }
}

/// A first part of the time for search and bound, the rest for the integer program.
fn proven(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Outcome {
    let part = FIRST_PART * (instance.households().len() as u32).max(10);
    let part = control.remaining().map_or(part, |left| (left / FIRST_SHARE).min(part));
    // The search measures its progress on the clock of `control`, which may have run already.
    let first = Options { time_limit: Some(control.elapsed() + part), ..options.clone() };
    let short = control.with_deadline(Instant::now() + part);
    let (searched, fixing) = beside(instance, &first, &short, start, true);
    let close = searched.gap().is_some_and(|gap| gap <= options.gap);
    if searched.status == Status::Infeasible || close || control.must_stop() {
        return searched;
    }
    let best = searched.incumbent.as_ref().map(|(plan, _)| plan);
    let exact =
        |control: &Control| exact::solve_fixed(instance, options, control, best, fixing.as_ref());
    let known = if options.threads < 2 {
        let proven = exact(control);
        join(searched, proven)
    } else {
        let (again, proven) = search_beside(instance, options, control, exact);
        join(join(searched, again), proven)
    };
    without_highs(instance, options, control, known)
}

/// Where HiGHS failed, the rest of the time is the search's and the bound's.
fn without_highs(
    instance: &Instance,
    options: &Options,
    control: &Control,
    known: Outcome,
) -> Outcome {
    let failed = options.apart.as_ref().is_some_and(|apart| apart.failure().is_some());
    let is_open = matches!(known.status, Status::Feasible | Status::Unknown)
        && known.gap().is_none_or(|gap| gap > options.gap);
    let failed = control.ask(|| failed);
    if !failed || !is_open || control.must_stop() || control.remaining().is_none() {
        return known;
    }
    let start = known.incumbent.as_ref().map(|(plan, _)| plan.to_tables(instance));
    let start = start.map(|tables| Start::from_tables(instance, &tables));
    let rest = beside(instance, options, control, start.as_ref(), false).0;
    join(known, rest)
}

/// The search from another seed on the threads that the integer program leaves idle, until that has
/// come to an end. HiGHS finds few plans by itself where links are dear.
fn search_beside(
    instance: &Instance,
    options: &Options,
    control: &Control,
    exact: impl FnOnce(&Control) -> Outcome,
) -> (Outcome, Outcome) {
    let watch = Watch::new(control.observer(), options.gap);
    let over = AtomicBool::new(false);
    let seed = options.seed.wrapping_add(SECOND_SEED);
    let again = Options { threads: options.threads - 1, seed, ..options.clone() };
    let beside = control.branch();
    thread::scope(|scope| {
        let searching = thread::Builder::new().name("search".to_owned());
        let searching = searching.spawn_scoped(scope, || {
            search::solve(instance, &again, &beside.watched(&watch, &over), None)
        });
        let proven = exact(&control.watched(&watch, &watch.done));
        over.store(true, Ordering::Relaxed);
        let again = searching.ok().and_then(|search| search.join().ok());
        (again.unwrap_or_else(|| nothing(Method::Search)), proven)
    })
}

/// An outcome that says nothing.
fn nothing(method: Method) -> Outcome {
    let bound = Millipoints::ZERO;
    Outcome { status: Status::Unknown, incumbent: None, bound, method, iterations: 0, reason: None }
}

/// The search until the time is over or the gap is closed, with the bound beside it; with what the
/// bound rules out, where `fix` asks for it.
fn beside(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
    fix: bool,
) -> (Outcome, Option<Fixing>) {
    let watch = Watch::new(control.observer(), options.gap);
    let over = AtomicBool::new(false);
    let (sender, receiver) = channel();
    let share = if fix { 1.0 } else { BOUND_SHARE };
    let (watch, over, branch) = (&watch, &over, control.branch());
    thread::scope(|scope| {
        let bound = thread::Builder::new().name("bound".to_owned());
        let bound = bound.spawn_scoped(scope, move || {
            bound_beside(instance, &branch.watched(watch, over), watch, share, &receiver)
        });
        let control = control.watched(watch, &watch.done);
        let searched = search::solve(instance, options, &control, start);
        over.store(true, Ordering::Relaxed);
        let upper = searched.incumbent.as_ref().map(|&(_, cost)| cost);
        let upper = upper.filter(|_| fix && searched.status != Status::Optimal);
        let _ = sender.send(upper); // the bound may have come to its end
        let known = bound.ok().and_then(|bound| bound.join().ok());
        let (bound, fixing) = known.unwrap_or((Millipoints::ZERO, None));
        (with_bound(searched, bound), fixing)
    })
}

/// The bound until it is told to stop; what it rules out above the cost it then receives.
fn bound_beside(
    instance: &Instance,
    control: &Control,
    watch: &Watch,
    share: f64,
    upper: &Receiver<Option<Millipoints>>,
) -> (Millipoints, Option<Fixing>) {
    let Some(mut bounder) = Bounder::new(instance) else { return (Millipoints::ZERO, None) };
    bounder.repeat_or(control, |bounder| {
        bounder.run(control, share, || watch.cost());
    });
    if let Some(prices) = wanted_prices(&bounder, control.observer()) {
        control.observer().prices(prices);
    }
    let upper = upper.recv().ok().flatten();
    (bounder.bound(), upper.and_then(|upper| rule_out(&bounder, control, upper)))
}

/// What the bound rules out above `upper`, if that is found in as long again as the bound had.
fn rule_out(bounder: &Bounder, control: &Control, upper: Millipoints) -> Option<Fixing> {
    let (begun, patience) = (Instant::now(), control.clock());
    let stop = || control.interrupted() || begun.elapsed() >= patience;
    let mut fixing = None;
    let in_time = control.ask(|| {
        fixing = bounder.surviving_links(upper, &stop).ok();
        fixing.is_some()
    });
    if in_time && fixing.is_none() {
        fixing = bounder.surviving_links(upper, &|| control.is_late()).ok(); // a replay
    }
    fixing
}

/// The search for a number of iterations, and a number of steps of the bound that follows from it.
fn counted(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
    iterations: u64,
) -> Outcome {
    let watch = Watch::new(control.observer(), options.gap);
    let steps = (1 + iterations / MOVES_A_STEP).min(MOST_STEPS);
    if options.gap > 0.0 {
        // The bound comes first, so that the search ends at the same move on every machine.
        let (bound, prices) = bound_steps(instance, &control.watched(&watch, &watch.done), steps);
        prices.into_iter().for_each(|prices| control.observer().prices(prices));
        let control = control.watched(&watch, &watch.done);
        return with_bound(search::solve(instance, options, &control, start), bound);
    }
    let (proven, branch) = (&AtomicBool::new(false), control.branch());
    thread::scope(|scope| {
        let bound = thread::Builder::new().name("bound".to_owned());
        let branch = &branch;
        let watched = branch.watched(branch.observer(), proven);
        let bound = bound.spawn_scoped(scope, move || bound_steps(instance, &watched, steps));
        let searched = search::solve(instance, options, control, start);
        // Nobody needs a bound where pins decide everything.
        proven.store(searched.status == Status::Optimal, Ordering::Relaxed);
        let known = bound.ok().and_then(|bound| bound.join().ok());
        let (bound, prices) = known.unwrap_or((Millipoints::ZERO, None));
        // Where the bound was told to stop, its prices depend on the clock: nobody hears of them.
        let prices = prices.filter(|_| searched.status != Status::Optimal);
        prices.into_iter().for_each(|prices| control.observer().prices(prices));
        with_bound(searched, bound)
    })
}

/// The bound after so many steps, with its prices where they are wanted.
fn bound_steps(
    instance: &Instance,
    control: &Control,
    steps: u64,
) -> (Millipoints, Option<PriceList>) {
    let Some(mut bounder) = Bounder::new(instance) else { return (Millipoints::ZERO, None) };
    bounder.repeat_or(control, |bounder| {
        for _ in 0..steps {
            if bounder.ascend(&|| control.is_late()).is_err() {
                break;
            }
            control.observer().bound(bounder.bound());
        }
    });
    (bounder.bound(), wanted_prices(&bounder, control.observer()))
}

fn wanted_prices(bounder: &Bounder, observer: &dyn Observer) -> Option<PriceList> {
    if observer.wants_prices() { bounder.price_list() } else { None }
}

/// An outcome of the search with a bound; a bound above the plan's cost would be none.
fn with_bound(searched: Outcome, bound: Millipoints) -> Outcome {
    match searched.incumbent.as_ref().map(|&(_, cost)| cost) {
        _ if matches!(searched.status, Status::Infeasible | Status::Optimal) => searched,
        Some(cost) if bound > cost => searched,
        Some(cost) if bound == cost => Outcome { status: Status::Optimal, bound, ..searched },
        _ => Outcome { bound, ..searched },
    }
}

/// Passes on what is told, and knows when the gap is closed.
struct Watch<'a> {
    told: &'a dyn Observer,
    gap: f64,
    cost: AtomicI64,
    bound: AtomicI64,
    /// Set once the gap is closed.
    done: AtomicBool,
}

impl<'a> Watch<'a> {
    fn new(told: &'a dyn Observer, gap: f64) -> Self {
        let (cost, bound) = (AtomicI64::new(i64::MAX), AtomicI64::new(0));
        Self { told, gap, cost, bound, done: AtomicBool::new(false) }
    }

    /// The least cost told.
    fn cost(&self) -> Option<Millipoints> {
        let cost = self.cost.load(Ordering::Relaxed);
        (cost < i64::MAX).then_some(Millipoints(cost))
    }

    fn look(&self) {
        let Some(Millipoints(cost)) = self.cost() else { return };
        let open = (cost - self.bound.load(Ordering::Relaxed)) as f64;
        if open <= self.gap * cost as f64 {
            self.done.store(true, Ordering::Relaxed);
        }
    }
}

impl Observer for Watch<'_> {
    fn incumbent(&self, objective: Millipoints) {
        self.cost.fetch_min(objective.0, Ordering::Relaxed);
        self.told.incumbent(objective);
        self.look();
    }

    fn bound(&self, bound: Millipoints) {
        self.bound.fetch_max(bound.0, Ordering::Relaxed);
        self.told.bound(bound);
        self.look();
    }

    fn wants_prices(&self) -> bool {
        self.told.wants_prices()
    }

    fn prices(&self, prices: PriceList) {
        self.told.prices(prices);
    }
}

/// Whether HiGHS can be expected to get somewhere.
#[must_use]
pub fn is_small(instance: &Instance) -> bool {
    let pairs = instance.agencies().len() * instance.villages().len();
    let sizes = [pairs, instance.cadres().len(), instance.households().len()];
    let most = if instance.settings().team.enabled { SMALL } else { SMALL_WITHOUT_TEAMS };
    sizes.iter().zip(most).all(|(&size, limit)| size <= limit)
}

/// What both know together, never more.
pub(super) fn join(searched: Outcome, proven: Outcome) -> Outcome {
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
    use crate::model::Plan;

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
