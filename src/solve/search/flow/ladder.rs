//! A ladder of temperatures, for instances so small that one cooling leaves the flows in a random
//! local optimum.
//!
//! Copies of the flows are annealed side by side, each at a temperature of its own, and change places
//! now and then such that every copy keeps the distribution of its temperature (C. J. Geyer, "Markov
//! chain Monte Carlo maximum likelihood", 1991; K. Hukushima and K. Nemoto, "Exchange Monte Carlo
//! method and application to spin glass simulations", 1996). Hot ones change who leads, cold ones
//! settle what follows from it, and nothing has to be said about when to reheat or how far.

use rand::RngExt;
use rayon::prelude::*;

use super::anneal::Annealer;
use super::flows::Flows;
use crate::solve::Control;
use crate::solve::search::anneal::Rng;
use crate::solve::search::schedule::Schedule;

/// Copies, each at its own temperature.
pub const RUNGS: usize = 16;
/// Lowest temperature, as a share of the last of a slow cooling: nothing cools the lowest rung
/// further before its flows are kept.
const LOWEST: f64 = 0.5;
/// Highest temperature, as a share of the mean cost of an attachment, where that is more than the
/// first of a cooling: dear attachments are not opened below it, and who leads depends on them.
const LINK_SHARE: f64 = 0.4;
/// Flows that are kept, since what naming the cadres costs is not known before.
const KEPT: usize = 4;

/// See the module.
pub struct Ladder<'n, 'p, 'a> {
    /// From the coldest to the hottest.
    rungs: Vec<Flows<'n, 'p, 'a>>,
    temperatures: Vec<f64>,
    /// Best flows so far, cheapest first, each of another cost.
    best: Vec<Flows<'n, 'p, 'a>>,
}

impl<'n, 'p, 'a> Ladder<'n, 'p, 'a> {
    /// Cools down from rung to rung, `moves` on each, and leaves a copy on every one.
    pub fn new(
        mut flows: Flows<'n, 'p, 'a>,
        schedule: Schedule,
        moves: u64,
        mut rng: Rng,
        control: &Control,
    ) -> Self {
        let lowest = LOWEST * schedule.cold;
        let highest = schedule.hot.max(LINK_SHARE * mean_link(&flows));
        let up = (highest / lowest).powf(1.0 / (RUNGS - 1) as f64);
        let temperatures: Vec<f64> = (0..RUNGS).map(|rung| lowest * up.powi(rung as i32)).collect();
        let mut ladder = Self { rungs: Vec::new(), temperatures, best: vec![flows.clone()] };
        control.share(moves, RUNGS, |most| {
            let mut cool = |(&temperature, &moves): (&f64, &u64)| {
                let own = Rng::clone(&rng);
                let made = Annealer::new(&mut flows, temperature, own).run(moves, control);
                rng.jump();
                ladder.rungs.push(flows.clone());
                made
            };
            ladder.temperatures.iter().rev().zip(most).map(&mut cool).collect()
        });
        ladder.rungs.reverse();
        ladder.keep(0);
        ladder
    }

    /// Best flows so far, the cheapest first.
    pub fn best(&self) -> &[Flows<'n, 'p, 'a>] {
        &self.best
    }

    /// Puts flows found elsewhere on the coldest rung, if they are better than all so far.
    pub fn receive(&mut self, flows: Flows<'n, 'p, 'a>) {
        if flows.cost < self.best[0].cost {
            self.rungs[0] = flows;
            self.keep(0);
        }
    }

    /// Tries `moves` moves on each rung, with the random stream of its number, then exchanges
    /// neighbours, with the stream of number [`RUNGS`].
    pub fn round(&mut self, moves: u64, stream: impl Fn(u64) -> Rng + Sync, control: &Control) {
        let Self { rungs, temperatures, .. } = self;
        control.share(moves, RUNGS, |most| {
            let each = rungs.par_iter_mut().zip(temperatures.par_iter()).zip(most).enumerate();
            each.map(|(rung, ((flows, &t), &moves))| {
                Annealer::new(flows, t, stream(rung as u64)).run(moves, control)
            })
            .collect()
        });
        (0..RUNGS).for_each(|rung| self.keep(rung));
        self.exchange(&mut stream(RUNGS as u64));
    }

    /// From the hottest on, each copy may change places with the one below, so that a good one sinks
    /// all the way in one round.
    fn exchange(&mut self, rng: &mut Rng) {
        for rung in (1..RUNGS).rev() {
            let better = (self.rungs[rung - 1].cost - self.rungs[rung].cost) as f64;
            let colder = 1.0 / self.temperatures[rung - 1] - 1.0 / self.temperatures[rung];
            let chance = (better * colder).exp(); // above 1 where the lower one is dearer
            if rng.random::<f64>() < chance {
                self.rungs.swap(rung - 1, rung);
            }
        }
    }

    fn keep(&mut self, rung: usize) {
        let cost = self.rungs[rung].cost;
        let place = self.best.partition_point(|kept| kept.cost < cost);
        if place < KEPT && self.best.get(place).is_none_or(|kept| kept.cost > cost) {
            self.best.insert(place, self.rungs[rung].clone());
            self.best.truncate(KEPT);
        }
    }
}

/// Mean cost of an attachment, millipoints.
fn mean_link(flows: &Flows) -> f64 {
    let p = flows.network.problem;
    let of_agency = |a: usize| (0..p.villages).map(move |v| p.link(a, v));
    let sum: i64 = (0..p.agencies).flat_map(of_agency).sum();
    sum as f64 / (p.agencies * p.villages).max(1) as f64
}
