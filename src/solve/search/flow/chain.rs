//! Local reheats, for instances so small that one cooling leaves the flows in a random local
//! optimum.

use rand::{RngExt, SeedableRng};

use super::anneal::Annealer;
use super::flows::Flows;
use crate::solve::Control;
use crate::solve::search::anneal::Rng;
use crate::solve::search::partition::{neighbourhood, partition_flows};
use crate::solve::search::schedule::Schedule;

/// Flows that are reheated here and there, and the best that came of it.
pub struct Chain<'n, 'p, 'a> {
    flows: Flows<'n, 'p, 'a>,
    /// The best so far.
    pub best: Flows<'n, 'p, 'a>,
}

impl<'n, 'p, 'a> Chain<'n, 'p, 'a> {
    /// A chain that begins with these flows.
    pub fn new(flows: Flows<'n, 'p, 'a>) -> Self {
        Self { best: flows.clone(), flows }
    }

    fn keep(&mut self) {
        if self.flows.cost < self.best.cost {
            self.best = self.flows.clone();
        }
    }

    /// Forgets the best, to look for another.
    pub fn restart(&mut self) {
        self.best = self.flows.clone();
    }

    /// Anneals everything at one temperature.
    pub fn cool(&mut self, temperature: f64, moves: u64, mut rng: Rng, control: &Control) {
        let whole = partition_flows(&self.flows, 1, &mut rng);
        Annealer::new(&mut self.flows, &whole, 0, temperature, rng).run(moves, control);
        self.keep();
    }

    /// Heats and cools a few villages that share agencies, again and again; what is worse may be
    /// kept, too (E. D. Taillard, S. Voss, "POPMUSIC", 2002, with annealing as the sub-solver).
    pub fn reheat(&mut self, schedule: Schedule, moves: u64, mut rng: Rng, control: &Control) {
        const MOVES: u64 = 16_000;
        const ROUNDS: u64 = 16;
        const TOLERANCE: f64 = 3.0;
        let trials = (moves / MOVES).max(1);
        for _ in 0..trials {
            if control.must_stop() {
                return;
            }
            let cut = neighbourhood(&self.flows, rng.random_range(3..=6), &mut rng);
            let mut own = self.flows.clone();
            let hot = schedule.heated(rng.random_range(0.5..2.0));
            for round in 0..ROUNDS {
                let temperature = hot.temperature(round as f64 / ROUNDS as f64);
                let rng = Rng::seed_from_u64(rng.random());
                let moves = moves / trials / ROUNDS;
                Annealer::new(&mut own, &cut, 0, temperature, rng).run(moves.max(1), control);
                if own.cost < self.best.cost {
                    self.best = own.clone();
                }
            }
            let worse = (own.cost - self.flows.cost) as f64;
            let limit = -TOLERANCE * schedule.cold * (1.0 - rng.random::<f64>()).ln();
            if worse <= limit {
                self.flows = own;
            }
        }
    }
}
