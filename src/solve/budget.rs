//! A hard limit on the number of changed pairings, beside the soft weight.
//!
//! A pairing is *changed* where the household's helper of last year is still an available cadre but
//! helps it no longer ([`Previous::changes`]): what the change term counts. Households whose helper
//! left, new households and new lead agencies do not count.
//!
//! The integer program takes the limit as one more row ([`exact::solve_within`]). The search has no
//! such row; it solves the Lagrangian relaxation of it (Fisher 1981): a price on each change, added to
//! its weight, at which good plans have as many changes as are allowed. The price is found by
//! intersecting the costs of a plan within the limit and one beyond it, and halving where that leads
//! nowhere. Between two prices lie plans that no price brings forth, so in the end the pairings that the
//! best plan within the limit keeps are pinned, but for as many as may still change, and the rest is
//! searched at true cost.
//!
//! For every price λ ≥ 0 and limit N, a bound of the priced instance less λN is a bound on all plans
//! within the limit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::auto::{self, BOUND_SHARE, MOST_STEPS, MOVES_A_STEP};
use super::bound::Bounder;
use super::search::problem::Problem;
use super::{Control, Options, Silent, exact, search};
use crate::model::enums::PinMode;
use crate::model::{
    CadreId, HouseholdId, Instance, Method, Millipoints, Outcome, Pin, Plan, Previous, Start,
    Status,
};

/// Prices tried at most.
const PROBES: usize = 6;
/// Part of the whole for each.
const PROBE_SHARE: f64 = 0.09;
/// Rounds in which what may still change is searched at true cost.
const FILLS: u32 = 4;
/// Part of what is left for a search without a price where the limit has not been met.
const FREE_SHARE: f64 = 0.6;
/// The first price where no plan within the limit is known, in millipoints a change: more than most
/// changes save. And the last one: more than any does.
const FIRST_PRICE: i64 = 64_000;
const LAST_PRICE: i64 = 64_000_000;
/// Part of the time for all this where the integer program has the rest.
const SEARCH_SHARE: f64 = 0.2;
/// At most so much time for each household.
const SEARCH_PART: Duration = Duration::from_millis(20);

/// What a solve within a budget ends with.
#[derive(Clone, Debug, PartialEq)]
pub struct Budgeted {
    /// The outcome; its plan is within the budget, its costs are the instance's own.
    pub outcome: Outcome,
    /// The fewest changed pairings of any plan found, within the budget or not.
    pub fewest: Option<u64>,
}

impl From<Outcome> for Budgeted {
    /// An outcome of a solve that knew of no budget.
    fn from(outcome: Outcome) -> Self {
        Self { outcome, fewest: None }
    }
}

/// Who solves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Search,
    Auto,
    Exact,
}

/// The best plan with at most `max_changes` changed pairings, by whatever suits the size, as
/// [`auto::solve`].
///
/// [`Status::Infeasible`] says that every plan has more, or that there is none, where a reason is given; without a plan, [`Status::Unknown`] says that
/// none was found. Where there was no last year, or the budget is no less than the pairings of last year
/// that could be kept, it is [`auto::solve`]. [`Options::gap`] ends only the integer program early.
#[must_use]
pub fn solve(
    instance: &Instance,
    max_changes: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    dispatch(Means::Auto, instance, max_changes, options, control, start)
}

/// The same by search alone, without bound, as [`search::solve`].
#[must_use]
pub fn search(
    instance: &Instance,
    max_changes: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    dispatch(Means::Search, instance, max_changes, options, control, start)
}

/// The same by the integer program after a short search, on an instance of any size, as
/// [`auto::prove`].
#[must_use]
pub fn prove(
    instance: &Instance,
    max_changes: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    dispatch(Means::Exact, instance, max_changes, options, control, start)
}

/// Changed pairings that every plan has, by counting alone: a cadre keeps pairings in one village,
/// and no more than it may help; what a pin forbids or gives to another is not kept.
#[must_use]
pub fn least_changes(instance: &Instance) -> u64 {
    let Some(previous) = instance.previous() else { return 0 };
    let (mut required, mut forbidden) = (BTreeMap::new(), BTreeSet::new());
    for &pin in instance.pins() {
        match pin {
            Pin::Help { cadre, household, mode: PinMode::Require } => {
                required.insert(household, cadre);
            }
            Pin::Help { cadre, household, mode: PinMode::Forbid } => {
                forbidden.insert((household, cadre));
            }
            _ => {}
        }
    }
    let may_keep =
        |h, c| required.get(&h).is_none_or(|&other| other == c) && !forbidden.contains(&(h, c));
    let mut kept: BTreeMap<CadreId, BTreeMap<usize, u64>> = BTreeMap::new();
    for (h, c) in known(previous) {
        let of_cadre = kept.entry(c).or_default();
        let in_village = of_cadre.entry(instance.household(h).village.index()).or_default();
        *in_village += u64::from(may_keep(h, c));
    }
    let most: u64 = kept
        .iter()
        .map(|(&c, villages)| {
            let most = villages.values().copied().max().unwrap_or(0);
            most.min(u64::from(instance.capacity(c)))
        })
        .sum();
    previous.known() as u64 - most
}

/// Last year's pairings that could be kept.
fn known(previous: &Previous) -> impl Iterator<Item = (HouseholdId, CadreId)> {
    let helpers = previous.helper.iter().enumerate();
    helpers.filter_map(|(h, &c)| Some((HouseholdId::new(h), c?)))
}

/// Last year's leads and pairings as a plan to start from.
fn last_year(instance: &Instance, previous: &Previous) -> Start {
    let mut start = Start::empty(instance);
    start.lead.clone_from(&previous.lead);
    start.helper.clone_from(&previous.helper);
    for (h, c) in known(previous) {
        let village = instance.household(h).village.index();
        start.attached[village].insert(instance.cadre(c).agency);
    }
    start
}

fn dispatch(
    means: Means,
    instance: &Instance,
    most: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let previous = instance.previous().filter(|previous| most < previous.known() as u64);
    let Some(previous) = previous else {
        return unlimited(means, instance, options, control, start);
    };
    if least_changes(instance) > most {
        return infeasible(instance);
    }
    if most == 0 {
        return nothing_changes(means, instance, previous, options, control, start);
    }
    let integer = match means {
        Means::Search => false,
        Means::Auto => options.iterations.is_none() && auto::is_small(instance),
        Means::Exact => true,
    };
    if integer {
        return proven(means, instance, previous, most, options, control, start);
    }
    let mut budget = Budget::new(instance, previous, most, options, control);
    budget.bounded = means == Means::Auto;
    budget.run(start)
}

/// A short search, and the integer program from the plan it finds.
fn proven(
    means: Means,
    instance: &Instance,
    previous: &Previous,
    most: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let most_time = SEARCH_PART * (instance.households().len() as u32).max(10);
    let limit = control.remaining().map_or(most_time, |left| left.mul_f64(SEARCH_SHARE));
    let limit = limit.min(most_time);
    let part = control.part(control.observer(), Some(limit));
    let searched = Budget::new(instance, previous, most, options, &part).run(start);
    if searched.outcome.status == Status::Infeasible || control.interrupted() {
        return searched;
    }
    let Budgeted { outcome, fewest } = searched;
    let best = outcome.incumbent.as_ref().map(|(plan, _)| plan);
    let rest = Options { time_limit: control.remaining(), ..options.clone() };
    let exact = control.part(control.observer(), None);
    let proven = exact::solve_within(instance, &rest, &exact, best, most);
    let outcome = auto::join(outcome, proven);
    if outcome.status == Status::Infeasible {
        return infeasible(instance);
    }
    let method = if means == Means::Exact { Method::Exact } else { outcome.method };
    let changes = outcome.incumbent.as_ref().map(|(plan, _)| previous.changes(plan));
    Budgeted {
        outcome: Outcome { method, ..outcome },
        fewest: changes.into_iter().chain(fewest).min(),
    }
}

/// Where the budget cannot bind.
fn unlimited(
    means: Means,
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let outcome = match means {
        Means::Search => search::solve(instance, options, control, start),
        Means::Auto => auto::solve(instance, options, control, start),
        Means::Exact => auto::prove(instance, options, control, start),
    };
    let plan = outcome.incumbent.as_ref().map(|(plan, _)| plan);
    let fewest = plan.map(|plan| instance.previous().map_or(0, |p| p.changes(plan)));
    Budgeted { outcome, fewest }
}

/// Without any change the limit is a pin on each pairing of last year that could be kept.
fn nothing_changes(
    means: Means,
    instance: &Instance,
    previous: &Previous,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let pins: Vec<Pin> = known(previous).map(|(h, c)| keep(h, c)).collect();
    let kept = instance.with_further_pins(&pins);
    let solved = unlimited(means, &kept, options, control, start);
    if solved.outcome.status == Status::Infeasible { infeasible(instance) } else { solved }
}

fn keep(household: HouseholdId, cadre: CadreId) -> Pin {
    Pin::Help { cadre, household, mode: PinMode::Require }
}

/// No plan keeps to the limit; the reason is the instance's own where it has one.
fn infeasible(instance: &Instance) -> Budgeted {
    let reason = Problem::new(instance).err();
    Budgeted {
        outcome: Outcome {
            status: Status::Infeasible,
            incumbent: None,
            bound: Millipoints::ZERO,
            method: Method::Search,
            iterations: 0,
            reason,
        },
        fewest: None,
    }
}

/// A plan and the price at which it was found.
#[derive(Clone)]
struct Found {
    plan: Plan,
    /// Without the price.
    cost: i64,
    changes: u64,
    price: i64,
}

/// The search for a price, and for the plans between prices.
struct Budget<'s> {
    instance: &'s Instance,
    previous: &'s Previous,
    most: u64,
    options: &'s Options,
    control: &'s Control<'s>,
    /// Time for the whole, where time is the limit.
    time: Option<Duration>,
    /// Whether a bound is wanted.
    bounded: bool,
    /// The best plan within the limit.
    best: Option<Found>,
    /// The plan within the limit of the lowest price, and the plan beyond it of the highest.
    within: Option<Found>,
    beyond: Option<Found>,
    fewest: Option<u64>,
    iterations: u64,
    /// Part of the whole that is used up.
    used: f64,
    infeasible: bool,
}

impl<'s> Budget<'s> {
    fn new(
        instance: &'s Instance,
        previous: &'s Previous,
        most: u64,
        options: &'s Options,
        control: &'s Control<'s>,
    ) -> Self {
        Self {
            instance,
            previous,
            most,
            options,
            control,
            time: control.remaining(),
            bounded: false,
            best: None,
            within: None,
            beyond: None,
            fewest: None,
            iterations: 0,
            used: 0.0,
            infeasible: false,
        }
    }

    fn run(mut self, start: Option<&Start>) -> Budgeted {
        let last_year = last_year(self.instance, self.previous);
        for start in start.into_iter().chain([&last_year]) {
            let outcome = self.part(self.instance, 0.0, Some(start));
            self.take(outcome, None);
        }
        self.within = self.best.clone().map(|found| Found { price: LAST_PRICE, ..found });
        for _ in 0..PROBES {
            let Some(price) = self.next_price().filter(|_| !self.is_over()) else { break };
            self.probe(price, PROBE_SHARE, &last_year);
        }
        if self.infeasible {
            return infeasible(self.instance);
        }
        let price = self.within.as_ref().map_or(0, |found| found.price);
        let bound = if self.bounded {
            self.with_bound(price, &last_year)
        } else {
            self.finish(&last_year);
            0
        };
        self.conclude(bound)
    }

    fn is_over(&self) -> bool {
        self.infeasible || self.control.must_stop()
    }

    /// The price to try next; `None` where there is nothing to be learnt.
    fn next_price(&self) -> Option<i64> {
        match (&self.within, &self.beyond) {
            (None, None) => Some(FIRST_PRICE),
            (None, Some(beyond)) => {
                let next = (beyond.price * 10).max(FIRST_PRICE);
                (next <= LAST_PRICE).then_some(next)
            }
            (Some(within), None) => (within.price > 0).then_some(0),
            (Some(within), Some(beyond)) => between(within, beyond),
        }
    }

    /// Searches with a price on changes, from the best plan within the limit, else from `start`.
    fn probe(&mut self, price: i64, share: f64, start: &Start) {
        let charge = Millipoints(self.instance.change_charge().0 + price);
        let variant = self.instance.with_change_charge(charge);
        let from = self.best.as_ref().map(|found| Start::from(&found.plan));
        let outcome = self.part(&variant, share, Some(from.as_ref().unwrap_or(start)));
        self.take(outcome, Some(price));
    }

    /// One search with a part of the whole.
    fn part(&mut self, variant: &Instance, share: f64, start: Option<&Start>) -> Outcome {
        self.used += share;
        let time = self.time.map(|time| time.mul_f64(share));
        let iterations = self.options.iterations.map(|all| (all as f64 * share) as u64);
        // Without a share, and without any limit, only the start is taken.
        let iterations = iterations.or((share <= 0.0 || time.is_none()).then_some(0));
        let options = Options { time_limit: time, iterations, ..self.options.clone() };
        let outcome = search::solve(variant, &options, &self.control.part(&Silent, time), start);
        self.iterations += outcome.iterations;
        outcome
    }

    /// Takes the plan of a search at a price, or at true cost and within the limit by pins.
    fn take(&mut self, outcome: Outcome, price: Option<i64>) {
        // A price changes nothing about which plans exist.
        self.infeasible |= outcome.status == Status::Infeasible && price.is_some();
        let Some((plan, cost)) = outcome.incumbent else { return };
        let changes = self.previous.changes(&plan);
        self.fewest = Some(self.fewest.map_or(changes, |fewest| fewest.min(changes)));
        let at = price.unwrap_or(0);
        let found = Found { plan, cost: cost.0 - at * changes as i64, changes, price: at };
        if changes > self.most {
            self.beyond = price.map(|_| found).or(self.beyond.take());
            return;
        }
        if price.is_some() {
            self.within = Some(found.clone());
        }
        if self.best.as_ref().is_none_or(|best| found.cost < best.cost) {
            self.control.observer().incumbent(Millipoints(found.cost));
            self.best = Some(found);
        }
    }

    /// What is done at true cost.
    fn finish(&mut self, last_year: &Start) {
        for share in [FREE_SHARE, 1.0] {
            if self.beyond.is_none() && !self.is_over() {
                self.probe(0, share * (1.0 - self.used), last_year);
            }
        }
        for round in 0..FILLS {
            if self.is_over() || self.best.is_none() || self.beyond.is_none() {
                return;
            }
            self.fill(round);
        }
    }

    /// Pins what the best plan keeps, but for as much as may still change, and searches the rest.
    fn fill(&mut self, round: u32) {
        let Some(best) = self.best.clone() else { return };
        let free = self.free(&best, round);
        let kept = known(self.previous)
            .filter(|&(h, c)| best.plan.helper[h.index()] == c && !free[h.index()]);
        let pins: Vec<Pin> = kept.map(|(h, c)| keep(h, c)).collect();
        let variant = self.instance.with_further_pins(&pins);
        let share = (1.0 - self.used).max(0.0) / f64::from(FILLS - round);
        let outcome = self.part(&variant, share, Some(&Start::from(&best.plan)));
        self.take(outcome, None);
    }

    /// Households that may change though `best` keeps them, by index: preferably what the cheaper plan
    /// beyond the limit changes, village by village in random order.
    fn free(&self, best: &Found, round: u32) -> Vec<bool> {
        let beyond = self.beyond.as_ref().map(|found| &found.plan);
        let mut villages: BTreeMap<(bool, usize), Vec<HouseholdId>> = BTreeMap::new();
        for (h, c) in known(self.previous) {
            if best.plan.helper[h.index()] == c {
                let like_beyond = round.is_multiple_of(2);
                let wanted = like_beyond && beyond.is_some_and(|plan| plan.helper[h.index()] != c);
                let village = self.instance.household(h).village.index();
                villages.entry((!wanted, village)).or_default().push(h);
            }
        }
        let mut rng = ChaCha8Rng::seed_from_u64(self.options.seed ^ (u64::from(round) << 32));
        let mut order: Vec<_> = villages.into_iter().collect();
        order.shuffle(&mut rng);
        order.sort_by_key(|&((unwanted, _), _)| unwanted); // stable: random within each
        let room = (self.most - best.changes) as usize;
        let mut free = vec![false; best.plan.helper.len()];
        for h in order.into_iter().flat_map(|(_, households)| households).take(room) {
            free[h.index()] = true;
        }
        free
    }

    /// Finishes with the bound at a price beside it.
    fn with_bound(&mut self, price: i64, last_year: &Start) -> i64 {
        let charge = Millipoints(self.instance.change_charge().0 + price);
        let variant = self.instance.with_change_charge(charge);
        let (over, control) = (AtomicBool::new(false), self.control);
        let steps = self.options.iterations.map(|all| (1 + all / MOVES_A_STEP).min(MOST_STEPS));
        thread::scope(|scope| {
            let bound = thread::Builder::new().name("bound".to_owned());
            let bound = bound.spawn_scoped(scope, || bound_at(&variant, steps, control, &over));
            self.finish(last_year);
            over.store(true, Ordering::Relaxed);
            let bound = bound.ok().and_then(|bound| bound.join().ok()).unwrap_or(0);
            let allowed = i64::try_from(self.most).unwrap_or(i64::MAX).saturating_mul(price);
            bound.saturating_sub(allowed).max(0)
        })
    }

    fn conclude(self, bound: i64) -> Budgeted {
        let incumbent = self.best.map(|found| (found.plan, Millipoints(found.cost)));
        let cost = incumbent.as_ref().map(|&(_, cost)| cost.0);
        let (status, bound) = match cost {
            None => (Status::Unknown, 0),
            Some(cost) if bound == cost => (Status::Optimal, bound),
            Some(cost) => (Status::Feasible, if bound > cost { 0 } else { bound }),
        };
        let (method, bound) = (Method::Search, Millipoints(bound));
        let iterations = self.iterations;
        let outcome = Outcome { status, incumbent, bound, method, iterations, reason: None };
        Budgeted { outcome, fewest: self.fewest }
    }
}

/// The price at which two plans cost the same, where it lies between their prices, else one between
/// those; `None` where they leave no whole number.
fn between(within: &Found, beyond: &Found) -> Option<i64> {
    let (low, high) = (beyond.price, within.price);
    if high - low < 2 {
        return None;
    }
    let more = (beyond.changes - within.changes) as i64;
    let equal = (within.cost - beyond.cost) / more;
    // A tenth off each side, so that every step narrows.
    let margin = (high - low) / 10;
    let inside = equal > low + margin && equal < high - margin;
    Some(if inside { equal } else { low + (high - low) / if low == 0 { 4 } else { 2 } })
}

/// A bound on an instance, in millipoints: a number of steps, or until it is `over`.
fn bound_at(instance: &Instance, steps: Option<u64>, control: &Control, over: &AtomicBool) -> i64 {
    let Some(mut bounder) = Bounder::new(instance) else { return 0 };
    let Some(steps) = steps else {
        bounder.run(&control.watched(&Silent, over), BOUND_SHARE, || None);
        return bounder.bound().0;
    };
    for _ in 0..steps {
        if bounder.ascend(&|| control.must_stop()).is_err() {
            break;
        }
    }
    bounder.bound().0
}
