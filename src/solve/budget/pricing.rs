//! The search for a price on changes, and for the plans between prices.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::{Budgeted, infeasible, keep, known, last_year};
use crate::model::{
    HouseholdId, Instance, Method, Millipoints, Outcome, Pin, Plan, Previous, Start, Status,
};
use crate::solve::auto::{BOUND_SHARE, MOST_STEPS, MOVES_A_STEP};
use crate::solve::bound::Bounder;
use crate::solve::{Control, Options, Silent, search};

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
/// Attempts at a plan within the limit by pins.
const TIGHTENINGS: u32 = 12;

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
pub(super) struct Budget<'s> {
    instance: &'s Instance,
    previous: &'s Previous,
    most: u64,
    options: &'s Options,
    control: &'s Control<'s>,
    /// Time for the whole, where time is the limit.
    time: Option<Duration>,
    /// Whether a bound is wanted.
    pub(super) bounded: bool,
    /// The best plan within the limit.
    best: Option<Found>,
    /// The plan within the limit of the lowest price, and the plan beyond it of the highest.
    within: Option<Found>,
    beyond: Option<Found>,
    /// The plan with the fewest changes.
    nearest: Option<Found>,
    iterations: u64,
    /// Part of the whole that is used up.
    used: f64,
    infeasible: bool,
}

impl<'s> Budget<'s> {
    pub(super) fn new(
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
            nearest: None,
            iterations: 0,
            used: 0.0,
            infeasible: false,
        }
    }

    pub(super) fn run(mut self, start: Option<&Start>) -> Budgeted {
        let last_year = last_year(self.instance, self.previous);
        for start in start.into_iter().chain([&last_year]) {
            let outcome = self.part(self.instance, 0.0, Some(start));
            self.take(outcome, None);
        }
        self.tighten(&last_year);
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
        let at = price.unwrap_or(0);
        let found = Found { plan, cost: cost.0 - at * changes as i64, changes, price: at };
        if self.nearest.as_ref().is_none_or(|nearest| changes < nearest.changes) {
            self.nearest = Some(found.clone());
        }
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

    /// Where no start keeps to the limit: pins all of last year's pairings that could be kept. Where
    /// that leaves no plan, pins a part of what the plan with the fewest changes changes, and a
    /// smaller part where that leaves none, as a deletion filter does.
    fn tighten(&mut self, last_year: &Start) {
        if self.best.is_none() && !self.is_over() {
            let none = vec![false; self.instance.households().len()];
            self.pinned(&none, 0.0, last_year);
        }
        let mut part = 0.5;
        for round in 0..TIGHTENINGS {
            let Some(nearest) = self.nearest.clone().filter(|_| self.best.is_none()) else {
                return;
            };
            if self.is_over() {
                return;
            }
            let mut changed: Vec<HouseholdId> = self.changed(&nearest.plan).collect();
            changed.shuffle(&mut self.stream(round + FILLS));
            let left = (changed.len() as f64 * (1.0 - part)) as usize;
            let mut free = vec![false; nearest.plan.helper.len()];
            for h in &changed[..left.max(self.most as usize).min(changed.len() - 1)] {
                free[h.index()] = true;
            }
            self.pinned(&free, 0.0, &Start::from(&nearest.plan));
            if self.nearest.as_ref().is_some_and(|now| now.changes == nearest.changes) {
                part /= 2.0;
            }
        }
    }

    /// Households whose pairing a plan changes.
    fn changed(&self, plan: &Plan) -> impl Iterator<Item = HouseholdId> {
        let changed = known(self.previous).filter(|&(h, c)| plan.helper[h.index()] != c);
        changed.map(|(h, _)| h)
    }

    fn stream(&self, round: u32) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(self.options.seed ^ (u64::from(round) << 32))
    }

    /// Searches at true cost with pins on last year's pairings, but for the `free` households.
    fn pinned(&mut self, free: &[bool], share: f64, start: &Start) {
        let kept = known(self.previous).filter(|&(h, _)| !free[h.index()]);
        let pins: Vec<Pin> = kept.map(|(h, c)| keep(h, c)).collect();
        let variant = self.instance.with_further_pins(&pins);
        let outcome = self.part(&variant, share, Some(start));
        self.take(outcome, None);
    }

    /// Pins what the best plan keeps, but for as much as may still change, and searches the rest.
    fn fill(&mut self, round: u32) {
        let Some(best) = self.best.clone() else { return };
        let free = self.free(&best, round);
        let share = (1.0 - self.used).max(0.0) / f64::from(FILLS - round);
        self.pinned(&free, share, &Start::from(&best.plan));
    }

    /// Households that may change, by index: those that `best` changes, and others, preferably what the cheaper plan
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
        let mut order: Vec<_> = villages.into_iter().collect();
        order.shuffle(&mut self.stream(round));
        order.sort_by_key(|&((unwanted, _), _)| unwanted); // stable: random within each
        let room = (self.most - best.changes) as usize;
        let mut free = vec![false; best.plan.helper.len()];
        self.changed(&best.plan).for_each(|h| free[h.index()] = true);
        for h in order.into_iter().flat_map(|(_, households)| households).take(room) {
            free[h.index()] = true;
        }
        free
    }

    /// Finishes with the bound at a price beside it.
    fn with_bound(&mut self, price: i64, last_year: &Start) -> i64 {
        let charge = Millipoints(self.instance.change_charge().0 + price);
        let variant = self.instance.with_change_charge(charge);
        let (over, control) = (AtomicBool::new(false), self.control.branch());
        let steps = self.options.iterations.map(|all| (1 + all / MOVES_A_STEP).min(MOST_STEPS));
        thread::scope(|scope| {
            let bound = thread::Builder::new().name("bound".to_owned());
            let bound = bound.spawn_scoped(scope, || bound_at(&variant, steps, &control, &over));
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
        Budgeted { outcome, fewest: self.nearest.map(|nearest| nearest.changes) }
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
    bounder.repeat_or(control, |bounder| {
        let Some(steps) = steps else {
            bounder.run(&control.watched(&Silent, over), BOUND_SHARE, || None);
            return;
        };
        for _ in 0..steps {
            if bounder.ascend(&|| control.is_late()).is_err() {
                break;
            }
        }
    });
    bounder.bound().0
}
