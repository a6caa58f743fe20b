//! The search from a plan that is good already, but for what has changed since.
//!
//! Cooling from hot would destroy the plan first and need all its time to come back to where it was.
//! So short cycles begin at a low temperature, and each is twice as long as the one before and
//! hotter as there is more time to cool down again. In each the flows are annealed, but only the
//! cadres whose flows were changed are named anew; then the cadres are annealed. `docs/search.md`
//! has what it was compared with.

use super::flow::decode::decode_like;
use super::flow::flows::Flows;
use super::flow::network::Network;
use super::problem::NONE;
use super::repair::repair_until;
use super::schedule::Schedule;
use super::state::State;
use super::{FLOW_COPIES, Search, stream};
use crate::model::Start;

/// Of the households, at least this share has the helper of the start after its mending; with less
/// there is no plan to be kept.
const KEPT: f64 = 0.6;
/// A first cycle that makes the plan cheaper by more than this share began at a bad plan.
const BAD: f64 = 0.01;
/// Moves a household of the first cycle.
const FIRST: f64 = 50.0;
/// So much longer is each cycle than the one before.
const GROWTH: f64 = 2.0;
/// Moves a household of the longest cycle where a ladder of temperatures takes over then.
const LONGEST_SMALL: f64 = 400.0;
/// Moves a household of a solve with time enough to see whether cooling from hot would do better.
const LONG: f64 = 1_000.0;
/// Moves a household of the longest cycle before that is tried.
const LONGEST_BEFORE: f64 = 100.0;
/// Moves a household for trying it.
const TRIAL: f64 = 170.0;
/// A long cooling ends about so much lower than the trial, as a share of the cost: on a county it
/// is 0.8 % with 1,000 moves a household and 1.1 % with 17,000.
const TRIAL_LOSS: f64 = 0.01;
/// Share of a cycle for the flows.
const FLOW_SHARE: f64 = 0.6;
/// First temperature of the flows in a cycle of [`USUAL`] moves a household, as a share of the first
/// of a slow cooling; it grows with the square root of the moves.
const HEAT: f64 = 0.04;
/// See [`HEAT`].
const USUAL: f64 = 170.0;
/// Last temperature of the flows, as a share of the first of a slow cooling.
const COLD: f64 = 0.02;

/// Temperatures of a slow cooling, of the flows and of the cadres.
#[derive(Clone, Copy)]
pub(super) struct Schedules {
    pub(super) flows: Schedule,
    pub(super) cadres: Schedule,
}

impl<'p, 'a> Search<'_, 'p, 'a> {
    /// Whether `state`, made of `start`, is a plan that has most of it still.
    pub(super) fn keeps_most(&self, state: &State, start: &Start) -> bool {
        let same = |&(h, &c): &(usize, &u32)| {
            c != NONE && start.helper[h].is_some_and(|given| given.index() == c as usize)
        };
        let kept = state.helper.iter().enumerate().filter(same).count();
        self.best.is_some() && kept as f64 >= KEPT * state.helper.len() as f64
    }

    /// Cycle by cycle until the end, or until cooling from hot does better: where the plan turns
    /// out to be bad, and on small instances after a while.
    pub(super) fn reheat(
        &mut self,
        network: &Network<'p, 'a>,
        state: &mut State<'p, 'a>,
        schedules: Schedules,
    ) {
        let mut each = FIRST;
        let first = state.cost;
        self.reheat_until(FIRST, &mut each, network, state, schedules);
        if (first - state.cost) as f64 > BAD * first as f64 {
            return;
        }
        if self.is_small() {
            return self.reheat_until(LONGEST_SMALL, &mut each, network, state, schedules);
        }
        let begun = self.progress();
        if self.moves_in_all(begun) >= LONG * self.households() {
            self.reheat_until(LONGEST_BEFORE, &mut each, network, state, schedules);
            let tried = self.try_cooling(network, state, schedules);
            if state.cost as f64 > (1.0 - TRIAL_LOSS) * tried as f64 {
                return;
            }
        }
        self.reheat_until(f64::INFINITY, &mut each, network, state, schedules);
    }

    fn households(&self) -> f64 {
        self.problem.village_of.len() as f64
    }

    /// Cycles of up to `longest` moves a household, the next of `each`.
    fn reheat_until(
        &mut self,
        longest: f64,
        each: &mut f64,
        network: &Network<'p, 'a>,
        state: &mut State<'p, 'a>,
        schedules: Schedules,
    ) {
        while !self.is_over(1.0) && *each <= longest {
            let (begun, households) = (self.progress(), self.households());
            let moves = self.moves_in_all(begun).max(1.0);
            let (left, wanted) = (1.0 - begun, *each * households / moves);
            // The last cycle takes what would not be enough for the next one.
            let last = longest.is_infinite() && wanted * (1.0 + GROWTH) > left;
            let length = if last { left } else { wanted.min(left) };
            self.cycle_moves = (length * moves) as u64;
            let heat = HEAT * (length * moves / households / USUAL).sqrt();
            let schedule = Schedule {
                hot: schedules.flows.hot * heat.min(1.0),
                cold: schedules.flows.hot * heat.min(COLD),
            };
            let middle = begun + FLOW_SHARE * length;
            if let Some(changed) = self.mend_flows(network, state, schedule, middle) {
                *state = changed;
            }
            self.anneal_cadres(state, schedules.cadres, begun + length);
            self.go_on_from_best(state);
            *each *= GROWTH;
        }
    }

    /// Cools quickly from hot; the cost of the plan that this gives.
    fn try_cooling(
        &mut self,
        network: &Network<'p, 'a>,
        state: &State<'p, 'a>,
        schedules: Schedules,
    ) -> i64 {
        let begun = self.progress();
        let moves = self.moves_in_all(begun).max(1.0);
        let length = (TRIAL * self.households() / moves).min(1.0 - begun);
        self.cycle_moves = (length * moves) as u64;
        let middle = begun + super::FLOW_SHARE * length;
        let Some(mut cooled) = self.anneal_flows(network, state, schedules.flows, middle) else {
            return i64::MAX;
        };
        self.anneal_cadres(&mut cooled, schedules.cadres, begun + length);
        cooled.cost
    }

    /// Anneals the flows of `state` until `end` of the whole and names anew those who changed. `None`
    /// where that gives no plan.
    fn mend_flows(
        &mut self,
        network: &Network<'p, 'a>,
        state: &State<'p, 'a>,
        schedule: Schedule,
        end: f64,
    ) -> Option<State<'p, 'a>> {
        let mut copies = vec![Flows::of(network, state); FLOW_COPIES];
        let mut best = copies[0].clone();
        let begun = self.progress();
        while !self.is_over(end) {
            let at = (self.progress() - begun) / (end - begun);
            self.flow_round(&mut copies, schedule.temperature(at));
            if copies[0].cost < best.cost {
                best.clone_from(&copies[0]);
            }
        }
        let mut rng = stream(self.options.seed, self.rounds, u64::MAX >> 41);
        let mut decoded = decode_like(&best, state, &mut rng);
        repair_until(&mut decoded, &mut rng, &self.patience());
        self.offer(&decoded);
        decoded.is_feasible().then_some(decoded)
    }
}
