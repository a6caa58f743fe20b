//! The parallel heuristic: construct, repair, anneal in parts.
//!
//! A first plan comes from two transportation problems ([`construct`]) and augmenting paths
//! ([`repair`]). Then, round by round, the instance is cut anew into parts that share no agency and
//! no village ([`partition`]), each part is annealed on a thread of its own ([`anneal`]), and the
//! parts' changes are put together. The number of parts depends on the instance only and each part
//! of each round draws from a stream of its own, so the result of a solve limited by iterations is
//! the same for any number of threads. `docs/search.md` has what was measured.

pub mod anneal;
pub mod construct;
pub mod flow;
pub mod moves;
pub mod partition;
pub mod problem;
pub mod repair;
pub mod state;
pub mod transport;

use rand::{RngExt, SeedableRng};
use rayon::prelude::*;

use self::anneal::{Annealer, Rng, Statistics};
use self::construct::complete;
use self::flow::decode::decode;
use self::flow::flows::Flows;
use self::flow::network::Network;
use self::moves::ExchangePosts;
use self::partition::{Partition, Scope, merge, partition, partition_flows};
use self::problem::{NONE, Problem};
use self::repair::repair;
use self::state::State;
use super::{Control, Options};
use crate::model::{Instance, Method, Millipoints, Outcome, Plan, Status};

/// Moves per part and round where the clock is the limit.
const ROUND_MOVES: u64 = 50_000;
/// Households per part, about.
const PART_HOUSEHOLDS: usize = 1_500;
/// Copies of the whole that are annealed side by side where there is only one part.
const REPLICAS: u64 = 2;
/// Attempts at a feasible plan before annealing the elastic relaxation.
const CONSTRUCTIONS: u64 = 3;

/// Solves by search, from `start` if given, until the time or the iterations (moves tried) run out.
///
/// The outcome is [`Status::Feasible`] with a plan, [`Status::Infeasible`] where the pins alone
/// contradict each other, else [`Status::Unknown`]. Its bound is 0.
#[must_use]
pub fn solve(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Plan>,
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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build();
    let mut search = Search::new(&problem, options, control);
    match pool {
        Ok(pool) => pool.install(|| search.run(start)),
        Err(_) => search.run(start), // no threads to be had: the global pool will do
    }
    match search.best.as_ref().and_then(|best| Some((best.to_plan()?, Millipoints(best.cost)))) {
        Some(incumbent) => outcome(Status::Feasible, Some(incumbent), search.iterations, None),
        None => outcome(Status::Unknown, None, search.iterations, None),
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
    best: Option<State<'p, 'a>>,
    iterations: u64,
    statistics: Statistics,
}

impl<'s, 'p, 'a> Search<'s, 'p, 'a> {
    fn new(problem: &'p Problem<'a>, options: &'s Options, control: &'s Control<'s>) -> Self {
        Self {
            problem,
            options,
            control,
            best: None,
            iterations: 0,
            statistics: Statistics::default(),
        }
    }

    fn run(&mut self, start: Option<&Plan>) {
        let mut state = self.first(start);
        self.offer(&state);
        let share = env("JIEDUI_FLOW", 0.6);
        let network = Network::new(self.problem);
        if share > 0.0 && start.is_none() {
            self.anneal_flows(&network, &mut state, share);
        }
        let begun = self.progress();
        let schedule = Schedule::of(&state, self.options, start.is_some());
        let (mut round, mut cycle) = (0, 0);
        let mut cycles = self.cycles(0.0);
        loop {
            let progress = self.progress();
            if progress >= 1.0 || self.control.must_stop() {
                break;
            }
            if round == 1 {
                cycles = self.cycles(progress);
            }
            let at = (progress - begun) / (1.0 - begun) * cycles as f64;
            if at as u64 > cycle {
                cycle = at as u64;
                if let Some(best) = &self.best {
                    state = best.clone();
                }
            }
            let temperature = schedule.temperature(at.fract());
            let mut rng = stream(self.options.seed, round, u64::MAX >> 44);
            state = self.round(&state, round, temperature);
            if !state.is_feasible() {
                repair(&mut state, &mut rng);
            }
            self.offer(&state);
            round += 1;
        }
    }

    /// Anneals the aggregated problem for a share of the whole, and names the cadres again.
    fn anneal_flows(&mut self, network: &Network<'p, 'a>, state: &mut State<'p, 'a>, share: f64) {
        let mut flows = Flows::of(network, state);
        let mut best = flows.clone();
        let mut rng = stream(self.options.seed, 0, u64::MAX >> 43);
        let whole = partition_flows(&flows, 1, &mut rng);
        let worse = flow::anneal::Annealer::new(&mut flows, &whole, 0, 0.0, rng).samples(2000);
        let typical = worse.get(worse.len() / 2).map_or(1000.0, |&median| median as f64);
        let hot = typical * env("JIEDUI_FHOT", 0.1);
        let cold = hot * env("JIEDUI_FCOLD", 0.02);
        let begun = self.progress();
        let mut round = 0;
        loop {
            let at = (self.progress() - begun) / (share - begun);
            if at >= 1.0 || self.control.must_stop() {
                break;
            }
            let temperature = hot * (cold / hot).powf(at);
            let parts = self.parts().min(8);
            let mut rng = stream(self.options.seed, round, u64::MAX >> 42);
            let cut = partition_flows(&flows, parts, &mut rng);
            let copies = if parts == 1 { REPLICAS } else { u64::from(parts) };
            let moves = self.moves_per_part(copies);
            let results: Vec<Flows> = (0..copies)
                .into_par_iter()
                .map(|copy| {
                    let mut own = flows.clone();
                    let part = if parts == 1 { 0 } else { copy as u32 };
                    let rng = stream(self.options.seed ^ 0xf10e, round, copy);
                    flow::anneal::Annealer::new(&mut own, &cut, part, temperature, rng)
                        .run(moves, self.control);
                    own
                })
                .collect();
            self.iterations += moves * copies;
            if parts == 1 {
                let chosen = results.into_iter().enumerate().min_by_key(|(i, f)| (f.cost, *i));
                if let Some((_, chosen)) = chosen {
                    flows = chosen;
                }
            } else {
                for (part, result) in results.iter().enumerate() {
                    flows.adopt(result, Scope::of(&cut, part as u32));
                }
            }
            if flows.cost < best.cost {
                best = flows.clone();
            }
            round += 1;
        }
        let mut rng = stream(self.options.seed, 0, u64::MAX >> 41);
        let mut decoded = decode(&best, &mut rng);
        let (open, raw) = (decoded.unhelped, decoded.cost);
        repair(&mut decoded, &mut rng);
        if env("JIEDUI_SAY", 0.0) > 0.0 {
            eprintln!("flows {} typical {typical} rounds {round} its {} {:?} open {open} raw {raw} decoded {} was {}", best.cost, self.iterations, self.control.elapsed(), decoded.cost, state.cost);
        }
        self.offer(&decoded);
        if decoded.cost < state.cost {
            *state = decoded;
        }
    }

    /// Cycles of heating and cooling that fit, judged after `progress` of the whole.
    fn cycles(&self, progress: f64) -> u64 {
        let length = env("JIEDUI_CYCLE", 1000.0) * self.problem.village_of.len() as f64;
        let moves = match self.options.iterations {
            Some(limit) => limit as f64,
            None if progress > 0.0 => self.iterations as f64 / progress,
            None => 0.0,
        };
        ((moves / length) as u64).max(1)
    }

    /// How much of the solve is over, from 0 to 1.
    fn progress(&self) -> f64 {
        let by_count = self.options.iterations.map_or(0.0, |limit| {
            if limit == 0 { 1.0 } else { self.iterations as f64 / limit as f64 }
        });
        let by_clock = self.options.time_limit.map_or(0.0, |limit| {
            self.control.elapsed().as_secs_f64() / limit.as_secs_f64().max(1e-9)
        });
        if self.options.iterations.is_none() && self.options.time_limit.is_none() {
            return 1.0;
        }
        if self.options.iterations.is_some() { by_count } else { by_clock }
    }

    fn first(&mut self, start: Option<&Plan>) -> State<'p, 'a> {
        let mut cheapest: Option<State> = None;
        for attempt in 0..CONSTRUCTIONS {
            let mut rng = stream(self.options.seed, attempt, u64::MAX >> 45);
            let mut state = match start {
                Some(plan) if attempt == 0 => State::from_plan(self.problem, plan),
                _ => State::empty(self.problem),
            };
            complete(&mut state, &mut rng);
            let done = repair(&mut state, &mut rng);
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

    /// One round: cut, anneal the parts side by side, put together.
    fn round(&mut self, state: &State<'p, 'a>, round: u64, temperature: f64) -> State<'p, 'a> {
        let parts = self.parts();
        let mut rng = stream(self.options.seed, round, u64::MAX >> 44);
        let cut = partition(state, parts, &mut rng);
        let copies = if parts == 1 { REPLICAS } else { u64::from(parts) };
        let moves = self.moves_per_part(copies);
        let results: Vec<(State, Statistics)> = (0..copies)
            .into_par_iter()
            .map(|copy| self.anneal(state, &cut, copy, moves, round, temperature))
            .collect();
        self.iterations += moves * copies;
        for (_, statistics) in &results {
            self.statistics.add(statistics);
        }
        let states: Vec<State> = results.into_iter().map(|(state, _)| state).collect();
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
    ) -> (State<'p, 'a>, Statistics) {
        let mut own = state.clone();
        let part = if cut.parts == 1 { 0 } else { copy as u32 };
        let rng = stream(self.options.seed, round, copy);
        let mut annealer = Annealer::new(&mut own, cut, part, temperature, rng);
        annealer.run(moves, self.control);
        let statistics = annealer.statistics;
        (own, statistics)
    }

    fn moves_per_part(&self, copies: u64) -> u64 {
        const ROUNDS: u64 = 40;
        match self.options.iterations {
            Some(limit) => {
                let fair = limit.div_ceil(ROUNDS * copies).clamp(1, ROUND_MOVES);
                fair.min((limit - self.iterations).div_ceil(copies))
            }
            None => ROUND_MOVES,
        }
    }
}

/// Geometric cooling between two temperatures taken from the instance's own cost differences.
struct Schedule {
    hot: f64,
    cold: f64,
}

impl Schedule {
    fn of(state: &State, options: &Options, warm: bool) -> Self {
        let scale = typical_difference(state, &mut stream(options.seed, 0, u64::MAX >> 46));
        let hot = scale * env("JIEDUI_HOT", if warm { 0.02 } else { 0.2 });
        Self { hot, cold: hot * env("JIEDUI_COLD", 0.01) }
    }

    fn temperature(&self, progress: f64) -> f64 {
        self.hot * (self.cold / self.hot).powf(progress)
    }
}

use std::sync::{Mutex, OnceLock};
pub fn env(name: &'static str, default: f64) -> f64 {
    static M: OnceLock<Mutex<std::collections::HashMap<&'static str, f64>>> = OnceLock::new();
    *M.get_or_init(Default::default)
        .lock()
        .unwrap()
        .entry(name)
        .or_insert_with(|| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default))
}

/// Median, in millipoints, of what a random exchange of posts worsens the plan by.
fn typical_difference(state: &State, rng: &mut Rng) -> f64 {
    const SAMPLES: usize = 2_000;
    let households = state.helper.len();
    let mut worse: Vec<i64> = (0..SAMPLES)
        .filter_map(|_| {
            let c1 = state.helper[rng.random_range(0..households)];
            let c2 = state.helper[rng.random_range(0..households)];
            if c1 == NONE || c2 == NONE {
                return None;
            }
            ExchangePosts { c1, c2 }.evaluate(state).filter(|&delta| delta > 0)
        })
        .collect();
    worse.sort_unstable();
    worse.get(worse.len() / 2).map_or(1_000.0, |&median| median as f64)
}
