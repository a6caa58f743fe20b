//! How hot annealing begins and ends.

use rand::RngExt;

use super::anneal::Rng;
use super::flow::anneal::Annealer;
use super::flow::flows::Flows;
use super::flow::network::Network;
use super::moves::ExchangePosts;
use super::problem::NONE;
use super::state::State;
use super::stream;

/// First temperature of the flows, as a share of what a random cycle worsens them by.
const HOT_FLOWS: f64 = 0.2;
/// How much slower than geometric the flows cool in the middle, where attachments and leads settle.
const LINGER: f64 = 0.5;
/// Last temperature of the flows, as a share of the first.
const COLD_FLOWS: f64 = 0.06;
/// First temperature of the cadres, as a share of what a random exchange worsens the plan by: low,
/// since the flows are settled by then.
const HOT_CADRES: f64 = 0.01;
/// Last temperature of the cadres, as a share of the first.
const COLD_CADRES: f64 = 0.01;

/// Geometric cooling between two temperatures taken from the instance's own cost differences.
#[derive(Clone, Copy)]
pub struct Schedule {
    /// First temperature, millipoints.
    pub hot: f64,
    /// Last temperature.
    pub cold: f64,
}

impl Schedule {
    /// For the cadres of `state`.
    pub fn of_cadres(state: &State, seed: u64) -> Self {
        let scale = typical_difference(state, &mut stream(seed, 0, u64::MAX >> 46));
        let hot = scale * HOT_CADRES;
        Self { hot, cold: hot * COLD_CADRES }
    }

    /// Begins hotter.
    #[must_use]
    pub fn heated(self, by: f64) -> Self {
        Self { hot: self.hot * by, ..self }
    }

    /// For the flows of `state`.
    pub fn of_flows(network: &Network, state: &State, seed: u64) -> Self {
        const SAMPLES: usize = 2_000;
        let rng = stream(seed, 0, u64::MAX >> 43);
        let mut flows = Flows::of(network, state);
        let mut annealer = Annealer::new(&mut flows, 0.0, rng);
        let worse = annealer.samples(SAMPLES);
        let typical = worse.get(worse.len() / 2).map_or(1_000.0, |&median| median as f64);
        let hot = typical * HOT_FLOWS;
        Self { hot, cold: hot * COLD_FLOWS }
    }

    /// Temperature of the flows when this much of the cooling, from 0 to 1, is over: slower than
    /// [`Schedule::temperature`] in the middle, faster at both ends.
    pub fn lingering(&self, progress: f64) -> f64 {
        let wave = (std::f64::consts::TAU * progress).sin() / std::f64::consts::TAU;
        self.temperature(progress + LINGER * wave)
    }

    /// Temperature when this much of the cooling, from 0 to 1, is over.
    pub fn temperature(&self, progress: f64) -> f64 {
        self.hot * (self.cold / self.hot).powf(progress)
    }
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
