//! First multipliers, quickly: a subgradient method with running moments (Kingma and Ba, "Adam: a
//! method for stochastic optimization", ICLR 2015), which finds the scale of every row by itself.
//!
//! With `g` the violation of a row by the subproblems' solutions, means `m` of `g` and `s` of `g²`, and
//! a step that falls with the number of evaluations, every multiplier moves by `step · m / √s`. It
//! begins anew from the best multipliers, with shorter steps, where a round is over.

use super::facts::Facts;
use super::prices::Rows;

/// What a multiplier moves by at first, in millipoints: of a household, a lead, a metre (times the
/// weight of balance), a slot.
const STEPS: [f64; 4] = [1_000.0, 10_000.0, 0.1, 3_000.0];
/// Weights of the past in the two means.
const PAST: [f64; 2] = [0.9, 0.98];
/// Evaluations after which a step is a quarter of the first.
const SLOWS: f64 = 100.0;
/// Evaluations in a round.
pub(super) const ROUND: u32 = 100;
/// First steps of a round as a part of those of the round before.
const SHORTER: f64 = 0.4;

/// The state of the method.
pub(super) struct Ascent {
    /// Multipliers with the best bound, in millipoints, and that bound.
    pub(super) center: Vec<f64>,
    pub(super) best: f64,
    now: Vec<f64>,
    means: Vec<[f64; 2]>,
    evaluations: u32,
    rounds: i32,
}

impl Ascent {
    pub(super) fn new(start: Vec<f64>) -> Self {
        Self {
            means: vec![[0.0; 2]; start.len()],
            now: start.clone(),
            center: start,
            best: f64::NEG_INFINITY,
            evaluations: 0,
            rounds: 0,
        }
    }

    /// Whether the first round is over.
    pub(super) fn is_through(&self) -> bool {
        self.rounds > 0
    }

    /// Where to evaluate next.
    pub(super) fn point(&self) -> &[f64] {
        &self.now
    }

    /// Keeps the multipliers `at` and their bound if it is the best.
    pub(super) fn offer(&mut self, at: &[f64], bound: f64) -> bool {
        let better = bound > self.best;
        if better {
            self.best = bound;
            self.center = at.to_vec();
        }
        better
    }

    /// Moves on from [`Ascent::point`], where the rows were violated so.
    pub(super) fn advance(&mut self, facts: &Facts, rows: &Rows, violation: &[f64]) {
        self.evaluations += 1;
        if self.evaluations > ROUND {
            self.rounds += 1;
            self.evaluations = 0;
            self.now = self.center.clone();
            self.means.fill([0.0; 2]);
            return;
        }
        let t = self.evaluations as i32;
        let step = SHORTER.powi(self.rounds) / (1.0 + f64::from(t) / SLOWS).powi(2);
        let weight = facts.balance_weight as f64;
        for (i, (value, means)) in self.now.iter_mut().zip(&mut self.means).enumerate() {
            let (scale, low, high) = if rows.coverage.contains(&i) {
                (STEPS[0], f64::NEG_INFINITY, f64::INFINITY)
            } else if rows.leads.contains(&i) {
                (STEPS[1], f64::NEG_INFINITY, f64::INFINITY)
            } else if rows.balance.contains(&i) {
                (STEPS[2] * weight, 0.0, weight)
            } else {
                (STEPS[3], 0.0, f64::INFINITY)
            };
            let stuck =
                (*value <= low && violation[i] < 0.0) || (*value >= high && violation[i] > 0.0);
            let gradient = if stuck { 0.0 } else { violation[i] };
            means[0] += (1.0 - PAST[0]) * (gradient - means[0]);
            means[1] += (1.0 - PAST[1]) * (gradient * gradient - means[1]);
            let mean = means[0] / (1.0 - PAST[0].powi(t));
            let square = means[1] / (1.0 - PAST[1].powi(t));
            *value = (*value + step * scale * mean / (square.sqrt() + 1e-9)).clamp(low, high);
        }
    }
}
