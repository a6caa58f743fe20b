//! The parallel heuristic: construct, repair, anneal side by side.
//!
//! A first plan comes from two transportation problems ([`construct`]) and augmenting paths
//! ([`mod@repair`]). Then, cycle by cycle, two levels are annealed in turn: first the aggregated
//! problem of who sends how many slots where ([`flow`]), then, at a low temperature, the cadres and
//! households themselves ([`anneal`]). Of the flows, copies are annealed on threads of their own and
//! brought together again and again: few households climb a ladder of temperatures
//! ([`flow::ladder`]), many cool slowly while two copies make each other's moves ([`flow::replay`]).
//! For the cadres the instance is cut anew, round by round, into parts that share no village and no
//! agency ([`mod@partition`]), and the parts' changes are put together. The numbers of copies and
//! parts depend on the instance only and each draws from a stream of its own, so the result of a
//! solve limited by iterations is the same for any number of threads. `docs/search.md` has what was
//! measured.

pub mod anneal;
pub mod construct;
pub mod flow;
pub mod moves;
mod pace;
pub mod partition;
pub mod problem;
pub mod repair;
mod restore;
pub mod schedule;
mod start;
pub mod state;
pub mod transport;
mod warm;

use std::cell::Cell;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rayon::prelude::*;

use self::anneal::{Annealer, Rng};
use self::construct::complete_until;
use self::flow::decode::decode;
use self::flow::flows::Flows;
use self::flow::ladder::{Ladder, RUNGS};
use self::flow::network::Network;
use self::flow::replay::anneal_together;
use self::pace::Pace;
use self::partition::{Partition, merge, partition};
use self::problem::{NONE, Problem};
use self::repair::repair_until;
use self::restore::restore;
use self::schedule::Schedule;
use self::state::State;
use self::warm::Schedules;
use super::{Control, Options};
use crate::model::{Instance, Method, Millipoints, Outcome, Start, Status};

/// Moves per part and round where the clock is the limit.
const ROUND_MOVES: u64 = 50_000;
/// Share of a cycle for the flows; the rest is for the cadres.
const FLOW_SHARE: f64 = 0.9;
/// Moves a household in one cycle, where flows climb a ladder.
const CYCLE_MOVES: f64 = 5_000.0;
/// The same where there are only a [`FEW`] households.
const FEW_CYCLE_MOVES: f64 = 2_000.0;
/// Moves a household in a first, quick cycle where flows cool slowly and there is time for
/// a slow one after it: whoever stops the search early has a fair plan by then.
const FIRST_CYCLE_MOVES: f64 = 700.0;
/// Moves a second, before anything is known.
const SPEED: f64 = 6_000_000.0;
/// Copies of the flows that are annealed side by side.
const FLOW_COPIES: usize = 2;
/// Households from which on one slow cooling of the flows does better than a ladder.
const COOL_FROM: usize = 1_200;
/// Households so few that the cadres' level can be heated, too: there, leads and teams decide more
/// than flows.
const FEW: usize = 200;
/// How much, cycle by cycle.
const HEATS: [f64; 3] = [1.0, 300.0, 1000.0];
/// Households per part, about.
const PART_HOUSEHOLDS: usize = 1_450;
/// Copies of the whole that are annealed side by side where there is only one part.
const REPLICAS: u64 = 2;
/// Time that construction and repair may take though the solve is to stop.
const PATIENCE: Duration = Duration::from_millis(500);
/// Rounds in which flows cool down, at least.
const FLOW_ROUNDS: u64 = 200;
/// Copies of the flows come together after a move for each of so many households.
const FLOW_ROUND_HOUSEHOLDS: u64 = 3;
/// Moves of each rung of the ladder between exchanges.
const RUNG_MOVES: u64 = 250;
/// Moves a household in which the ladder is set up.
const SETTING_UP: u64 = 200;
/// Rounds in which cadres cool down.
const CADRE_ROUNDS: u64 = 60;
/// Attempts at a feasible plan before annealing the elastic relaxation.
const CONSTRUCTIONS: u64 = 3;

/// Solves by search, from `start` if given, until the time or the iterations (moves tried) run out.
///
/// As much of `start` is kept as the rules permit, what it lacks is made, and then all is improved. A
/// start that keeps the rules is never made worse, however short the limit.
///
/// The outcome is [`Status::Feasible`] with a plan, [`Status::Infeasible`] where the pins alone
/// contradict each other, else [`Status::Unknown`]. Its bound is 0. Only where pins leave nothing to
/// decide it is [`Status::Optimal`], as soon as there is a plan.
#[must_use]
pub fn solve(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Outcome {
    let outcome = |status, incumbent, iterations, reason| Outcome {
        status,
        incumbent,
        bound: Millipoints::ZERO,
        method: Method::Search,
        iterations,
        reason,
    };
    let problem = match Problem::new(instance) {
        Ok(problem) => problem,
        Err(reason) => return outcome(Status::Infeasible, None, 0, Some(reason)),
    };
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(control.threads(options.threads)).build();
    let mut search = Search::new(&problem, options, control);
    match pool {
        Ok(pool) => pool.install(|| search.run(start)),
        Err(_) => search.run(start), // no threads to be had: the global pool will do
    }
    let iterations = search.iterations;
    if let (Some(best), Some(start)) = (&mut search.best, start) {
        restore(best, start);
    }
    let best = search.best.as_ref();
    match best.and_then(|best| Some((best.to_plan_like(start)?, Millipoints(best.cost)))) {
        Some(incumbent) if problem.is_decided() => {
            let bound = incumbent.1;
            Outcome { bound, ..outcome(Status::Optimal, Some(incumbent), iterations, None) }
        }
        Some(incumbent) => outcome(Status::Feasible, Some(incumbent), iterations, None),
        None => outcome(Status::Unknown, None, iterations, None),
    }
}

/// One random stream for each part of each round, all from the one seed.
fn stream(seed: u64, round: u64, part: u64) -> Rng {
    // Distinct inputs of a bijective mixer (splitmix64's) give distinct seeds.
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (round << 20) ^ part;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    Rng::seed_from_u64(z ^ (z >> 31))
}

struct Search<'s, 'p, 'a> {
    problem: &'p Problem<'a>,
    options: &'s Options,
    control: &'s Control<'s>,
    /// Where the clock is the limit.
    pace: Option<Pace>,
    best: Option<State<'p, 'a>>,
    iterations: u64,
    rounds: u64,
    /// Moves of the present cycle, about.
    cycle_moves: u64,
}

impl<'s, 'p, 'a> Search<'s, 'p, 'a> {
    fn new(problem: &'p Problem<'a>, options: &'s Options, control: &'s Control<'s>) -> Self {
        let limit = options.time_limit.filter(|_| options.iterations.is_none());
        let pace = limit.map(|limit| Pace::new(limit, SPEED));
        let (best, iterations, rounds, cycle_moves) = (None, 0, 0, 0);
        Self { problem, options, control, pace, best, iterations, rounds, cycle_moves }
    }

    /// A first plan, made or mended, and then better ones.
    fn run(&mut self, start: Option<&Start>) {
        let mut state = self.first(start);
        self.offer(&state);
        if self.best.is_some() && self.problem.is_decided() {
            return;
        }
        let network = Network::new(self.problem);
        let schedules = Schedules {
            flows: Schedule::of_flows(&network, &state, self.options.seed),
            cadres: Schedule::of_cadres(&state, self.options.seed),
        };
        if start.is_some_and(|start| self.keeps_most(&state, start)) {
            self.reheat(&network, &mut state, schedules);
        }
        self.cool(&network, state, schedules);
    }

    /// Cycle by cycle: anneal the flows from hot, name the cadres, anneal them too.
    fn cool(&mut self, network: &Network<'p, 'a>, mut state: State<'p, 'a>, schedules: Schedules) {
        let mut ladder = None;
        let mut cycle = 0_usize;
        while !self.is_over(1.0) {
            let begun = self.progress();
            let length = self.cycle_length(begun);
            let middle = begun + FLOW_SHARE * length;
            let end = begun + length;
            let decoded = if self.is_small() {
                self.climb(network, &state, &mut ladder, schedules.flows, middle)
            } else {
                self.anneal_flows(network, &state, schedules.flows, middle)
            };
            if let Some(decoded) = decoded {
                state = decoded;
            }
            let heat =
                if self.problem.village_of.len() <= FEW { HEATS[cycle % HEATS.len()] } else { 1.0 };
            self.anneal_cadres(&mut state, schedules.cadres.heated(heat), end);
            self.go_on_from_best(&mut state);
            cycle += 1;
        }
    }

    fn go_on_from_best(&self, state: &mut State<'p, 'a>) {
        if let Some(best) = &self.best {
            state.clone_from(best);
        }
    }

    /// Whether to leave a phase that lasts until `end` of the whole.
    fn is_over(&mut self, end: f64) -> bool {
        self.progress() >= end || self.control.must_stop()
    }

    /// Whether to give up a first plan or its mending. Once the solve is to stop, what takes moments
    /// is still done, since without it there may be no plan.
    fn patience(&self) -> impl Fn() -> bool + use<'s> {
        let (control, noticed) = (self.control, Cell::new(None));
        move || {
            control.ask(|| {
                if !control.is_late() {
                    return false;
                }
                let since: Instant = noticed.get().unwrap_or_else(Instant::now);
                noticed.set(Some(since));
                since.elapsed() >= PATIENCE
            })
        }
    }

    /// Share of the whole for the next cycle. Where flows cool slowly, one cooling does
    /// better than several: after a quick one, all that is left. Else all that is left in equal
    /// cycles of about [`CYCLE_MOVES`] a household.
    fn cycle_length(&mut self, begun: f64) -> f64 {
        let households = self.problem.village_of.len();
        let each = if households <= FEW { FEW_CYCLE_MOVES } else { CYCLE_MOVES };
        let wanted = each * households as f64;
        let left = (1.0 - begun).max(0.0);
        let moves = self.moves_in_all(begun);
        let quick = FIRST_CYCLE_MOVES * households as f64;
        let cycles = if self.is_small() {
            (moves * left / wanted).round().max(1.0)
        } else if self.iterations == 0 && moves >= 5.0 * quick {
            moves / quick
        } else {
            1.0
        };
        self.cycle_moves = (moves * left / cycles) as u64;
        left / cycles
    }

    /// Moves of the whole solve, as far as that can be told when `begun` of it is over.
    fn moves_in_all(&self, begun: f64) -> f64 {
        match self.options.iterations {
            Some(limit) => limit as f64,
            None if self.iterations > 0 => self.iterations as f64 / begun.max(1e-9),
            None => SPEED * self.options.time_limit.map_or(0.0, |limit| limit.as_secs_f64()),
        }
    }

    /// Anneals the cadres of `state` until `end` of the whole; every better plan is offered.
    fn anneal_cadres(&mut self, state: &mut State<'p, 'a>, schedule: Schedule, end: f64) {
        let begun = self.progress();
        while !self.is_over(end) {
            let at = (self.progress() - begun) / (end - begun);
            let mut rng = stream(self.options.seed, self.rounds, u64::MAX >> 44);
            *state = self.round(state, schedule.temperature(at));
            if !state.is_feasible() {
                repair_until(state, &mut rng, &self.patience());
            }
            self.offer(state);
        }
    }

    /// Anneals the aggregated problem, from where `state` stands until `end` of the whole, and names
    /// the cadres again, now and then on the way too. `None` where that gives no plan and `state` is
    /// one.
    fn anneal_flows(
        &mut self,
        network: &Network<'p, 'a>,
        state: &State<'p, 'a>,
        schedule: Schedule,
        end: f64,
    ) -> Option<State<'p, 'a>> {
        let mut copies = vec![Flows::of(network, state); FLOW_COPIES];
        let mut best = copies[0].clone();
        let begun = self.progress();
        let pause = self.pause();
        let mut next = begun + pause;
        while !self.is_over(end) {
            let at = (self.progress() - begun) / (end - begun);
            self.flow_round(&mut copies, schedule.lingering(at));
            let flows = &copies[0];
            if flows.cost < best.cost {
                best.clone_from(flows);
            }
            if self.progress() >= next && self.progress() < end {
                self.name(flows);
                next = self.progress() + pause;
            }
        }
        let decoded = self.name(&best);
        (decoded.is_feasible() || !state.is_feasible()).then_some(decoded)
    }

    /// Share of the whole between plans that are named on the way, for whoever may stop the search.
    /// Naming takes as long as about ten moves a household, so it must not come too often.
    fn pause(&self) -> f64 {
        const MOST: f64 = 20.0;
        const SECONDS: f64 = 0.000_085; // a household: half a second on a county
        const MOVES: f64 = 200.0;
        let households = self.problem.village_of.len() as f64;
        let share = match (self.options.iterations, self.options.time_limit) {
            (Some(limit), _) => MOVES * households / limit.max(1) as f64,
            (None, Some(limit)) => SECONDS * households / limit.as_secs_f64().max(1e-9),
            (None, None) => 1.0,
        };
        share.max(1.0 / MOST)
    }

    /// Names the cadres of flows and offers the plan.
    fn name(&mut self, flows: &Flows<'_, 'p, 'a>) -> State<'p, 'a> {
        let mut rng = stream(self.options.seed, self.rounds, u64::MAX >> 41);
        let mut decoded = decode(flows, &mut rng);
        repair_until(&mut decoded, &mut rng, &self.patience());
        self.offer(&decoded);
        decoded
    }

    /// One round of the aggregated problem: anneal the copies side by side, bring them together.
    fn flow_round(&mut self, copies: &mut [Flows<'_, 'p, 'a>], temperature: f64) {
        let round = self.next_round();
        let count = copies.len() as u64;
        let each = (self.problem.village_of.len() as u64 / FLOW_ROUND_HOUSEHOLDS).max(1);
        let rounds = (self.cycle_moves / count / each).max(FLOW_ROUNDS);
        let moves = self.moves_per_part(count, rounds);
        let seed = self.options.seed;
        anneal_together(copies, temperature, moves, |copy| stream(seed, round, copy), self.control);
        self.iterations += moves * count;
    }

    /// Where there are few households: goes on with the ladder, and names the best that it has met.
    fn climb<'n>(
        &mut self,
        network: &'n Network<'p, 'a>,
        state: &State<'p, 'a>,
        ladder: &mut Option<Ladder<'n, 'p, 'a>>,
        schedule: Schedule,
        end: f64,
    ) -> Option<State<'p, 'a>> {
        let flows = Flows::of(network, state);
        let ladder = match ladder {
            Some(ladder) => {
                ladder.receive(flows);
                ladder
            }
            None => ladder.insert(self.set_up(flows, schedule)),
        };
        while !self.is_over(end) {
            let (seed, round) = (self.options.seed, self.next_round());
            let moves = self.left_each(RUNGS as u64).min(RUNG_MOVES);
            ladder.round(moves, |rung| stream(seed, round, rung), self.control);
            self.iterations += moves * RUNGS as u64;
        }
        let named: Vec<_> = ladder.best().iter().map(|flows| self.name(flows)).collect();
        let best = named.into_iter().min_by_key(|state| state.cost)?;
        (best.is_feasible() || !state.is_feasible()).then_some(best)
    }

    /// A ladder with flows on every rung, made in at most a tenth of the cycle.
    fn set_up<'n>(&mut self, flows: Flows<'n, 'p, 'a>, schedule: Schedule) -> Ladder<'n, 'p, 'a> {
        let wanted = SETTING_UP * self.problem.village_of.len() as u64;
        let moves = (wanted.min(self.cycle_moves / 10) / RUNGS as u64).max(1);
        let moves = moves.min(self.left_each(RUNGS as u64));
        let rng = stream(self.options.seed, self.next_round(), 0);
        self.iterations += moves * RUNGS as u64;
        Ladder::new(flows, schedule, moves, rng, self.control)
    }

    fn next_round(&mut self) -> u64 {
        self.rounds += 1;
        self.rounds
    }

    /// How much of the solve is over, from 0 to 1.
    fn progress(&mut self) -> f64 {
        match (self.options.iterations, &mut self.pace) {
            (Some(limit), _) if limit > 0 => self.iterations as f64 / limit as f64,
            (None, Some(pace)) => pace.done(self.iterations, self.control),
            _ => 1.0,
        }
    }

    fn first(&mut self, start: Option<&Start>) -> State<'p, 'a> {
        let mut cheapest: Option<State> = None;
        for attempt in 0..CONSTRUCTIONS {
            let mut rng = stream(self.options.seed, attempt, u64::MAX >> 45);
            let mut state = match start {
                Some(start) if attempt == 0 => State::from_start(self.problem, start),
                _ => State::empty(self.problem),
            };
            let stop = self.patience();
            complete_until(&mut state, &mut rng, &stop);
            let done = repair_until(&mut state, &mut rng, &stop);
            if cheapest.as_ref().is_none_or(|known| state.cost < known.cost) {
                cheapest = Some(state);
            }
            if done || self.control.must_stop() {
                break;
            }
        }
        cheapest.unwrap_or_else(|| State::empty(self.problem))
    }

    /// Keeps a complete state that is better than the best.
    fn offer(&mut self, state: &State<'p, 'a>) {
        let better = self.best.as_ref().is_none_or(|best| state.cost < best.cost);
        if better && state.is_feasible() && !state.lead.contains(&NONE) {
            self.control.observer().incumbent(Millipoints(state.cost));
            self.best = Some(state.clone());
        }
    }

    fn parts(&self) -> u32 {
        let wanted = self.problem.village_of.len() / PART_HOUSEHOLDS;
        let most = self.problem.villages.min(self.problem.agencies) / 4;
        wanted.min(most).max(1) as u32
    }

    /// Whether flows climb a ladder of temperatures instead of cooling once.
    fn is_small(&self) -> bool {
        self.problem.village_of.len() < COOL_FROM
    }

    /// One round: cut, anneal the parts side by side, put together.
    fn round(&mut self, state: &State<'p, 'a>, temperature: f64) -> State<'p, 'a> {
        let round = self.next_round();
        let parts = self.parts();
        let mut rng = stream(self.options.seed, round, u64::MAX >> 44);
        let cut = partition(state, parts, &mut rng);
        let copies = if parts == 1 { REPLICAS } else { u64::from(parts) };
        let moves = self.moves_per_part(copies, CADRE_ROUNDS);
        let mut states = Vec::new();
        self.control.share(moves, copies as usize, |most| {
            let anneal = |(copy, &moves): (usize, &u64)| {
                self.anneal(state, &cut, copy as u64, moves, round, temperature)
            };
            let made;
            (states, made) = most.par_iter().enumerate().map(anneal).unzip::<_, _, Vec<_>, _>();
            made
        });
        self.iterations += moves * copies;
        if parts > 1 {
            return merge(state, &cut, &states);
        }
        let best = states.into_iter().enumerate().min_by_key(|(copy, s)| (s.cost, *copy));
        best.map_or_else(|| state.clone(), |(_, state)| state)
    }

    fn anneal(
        &self,
        state: &State<'p, 'a>,
        cut: &Partition,
        copy: u64,
        moves: u64,
        round: u64,
        temperature: f64,
    ) -> (State<'p, 'a>, u64) {
        let mut own = state.clone();
        let part = if cut.parts == 1 { 0 } else { copy as u32 };
        let rng = stream(self.options.seed, round, copy);
        let made = Annealer::new(&mut own, cut, part, temperature, rng).run(moves, self.control);
        (own, made)
    }

    /// Moves of each copy in one round: enough rounds for a cycle to cool, none beyond the limit.
    fn moves_per_part(&self, copies: u64, rounds: u64) -> u64 {
        let fair = (self.cycle_moves / (rounds * copies)).clamp(1, ROUND_MOVES);
        fair.min(self.left_each(copies))
    }

    /// Moves of each copy until the iterations run out.
    fn left_each(&self, copies: u64) -> u64 {
        let left = |limit: u64| limit.saturating_sub(self.iterations).div_ceil(copies);
        self.options.iterations.map_or(u64::MAX, left)
    }
}
