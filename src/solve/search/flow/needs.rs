//! Whose households have which cause: a transportation problem within one village.
//!
//! Agencies of a category serve the same needs at the same cost, so what a village's needs cost
//! follows from how many of its households each category helps. The optimal matching is kept and
//! changed along shortest paths between categories, of which there are five, and "nobody".

use crate::model::enums::{Category, Cause};

/// Categories and "nobody".
pub const KINDS: usize = 6;
/// The kind of households without helper, who cost nothing here.
pub const NOBODY: usize = 5;
const CAUSES: usize = 6;

const _: () = assert!(Category::ALL.len() < KINDS && Cause::ALL.len() == CAUSES);

/// What each kind costs for each cause, in units of [`Costs::scale`]: small numbers, so that a row
/// of differences fits one register.
#[derive(Clone, Debug)]
pub struct Costs {
    /// Millipoints per unit.
    pub scale: i64,
    units: [[i16; CAUSES]; KINDS],
    /// [`step`] by giving kind, cause and taking kind.
    steps: [[[i16; LANES]; CAUSES]; KINDS],
}

/// Kinds, padded.
const LANES: usize = 8;

/// More than any sum of differences; twice of it still fits.
const FAR: i16 = 16_000;

/// Causes are kept in the three low bits of a step.
const CAUSE_BITS: i16 = 3;

impl Costs {
    /// From millipoints; those of "nobody" are 0. As mismatches go from 0 to 5, no cost is more than
    /// five times the greatest common divisor.
    pub fn new(millipoints: &[[i64; CAUSES]; KINDS]) -> Self {
        let scale = millipoints.iter().flatten().copied().fold(0, gcd).max(1);
        let units = millipoints.map(|row| row.map(|cost| (cost / scale) as i16));
        let mut steps = [[[FAR; LANES]; CAUSES]; KINDS];
        for (q, by_cause) in steps.iter_mut().enumerate() {
            for (cause, row) in by_cause.iter_mut().enumerate() {
                for (step, taker) in row.iter_mut().zip(&units) {
                    *step = ((taker[cause] - units[q][cause]) << CAUSE_BITS) | cause as i16;
                }
            }
        }
        Self { scale, units, steps }
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Least cost of handing over a household, from kind to kind, units of [`Costs::scale`].
pub type Margins = [[i16; LANES]; KINDS];

/// Households by kind of helper and cause, matched at least cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matching([[u16; CAUSES]; KINDS]);

impl Matching {
    /// Nobody helps anyone.
    pub fn new(causes: [u16; CAUSES]) -> Self {
        let mut matching = Self([[0; CAUSES]; KINDS]);
        matching.0[NOBODY] = causes;
        matching
    }

    /// Takes `units` households from helpers of one kind and gives as many to another, rearranging
    /// all others so that the cost stays least. Returns the difference in cost, millipoints; `None`
    /// where helpers of that kind have fewer, the matching then being of no more use.
    pub fn shift(&mut self, costs: &Costs, from: usize, to: usize, mut units: u16) -> Option<i64> {
        let mut delta = 0;
        while units > 0 && from != to {
            let (path, cost) = self.shortest(costs, from, to)?;
            let mut most = units;
            for &(q, _, cause) in path.iter().flatten() {
                most = most.min(self.0[q][cause]);
            }
            for &(q, r, cause) in path.iter().flatten() {
                self.0[q][cause] -= most;
                self.0[r][cause] += most;
            }
            delta += i64::from(cost) * i64::from(most);
            units -= most;
        }
        Some(delta * costs.scale)
    }

    /// The cheapest way to make room: steps (kind, next kind, cause of the household handed over).
    #[allow(clippy::type_complexity)] // at most one step a kind
    fn shortest(
        &self,
        costs: &Costs,
        from: usize,
        to: usize,
    ) -> Option<([Option<(usize, usize, usize)>; KINDS], i16)> {
        let steps = self.steps(costs);
        let cost = steps.map(|row| row.map(|step| step >> CAUSE_BITS));
        // Bellman and Ford's algorithm, a row of least distances by number of steps, so that the way
        // back cannot run in a circle of cost 0; a matching of least cost has no negative cycle.
        let mut rows = [[FAR >> CAUSE_BITS; LANES]; KINDS];
        rows[0][from] = 0;
        let mut last = 0;
        while last + 1 < KINDS {
            let known = rows[last];
            let mut row = known;
            for (distance, cost) in known.iter().zip(&cost) {
                for (least, more) in row.iter_mut().zip(cost) {
                    *least = (*least).min(distance + more);
                }
            }
            if row == known {
                break;
            }
            last += 1;
            rows[last] = row;
        }
        let distance = rows[last][to];
        if distance > FAR >> (CAUSE_BITS + 1) {
            return None;
        }
        let mut path = [None; KINDS];
        let mut at = to;
        for k in (0..last).rev() {
            if rows[k][at] == rows[k + 1][at] {
                continue;
            }
            let q = (0..KINDS).find(|&q| rows[k][q] + cost[q][at] == rows[k + 1][at])?;
            path[k] = Some((q, at, (steps[q][at] & ((1 << CAUSE_BITS) - 1)) as usize));
            at = q;
        }
        Some((path, distance))
    }

    /// The cheapest household that one kind can hand to another: cost and, in the low bits, cause.
    #[inline]
    fn steps(&self, costs: &Costs) -> [[i16; LANES]; KINDS] {
        let mut least = [[FAR; LANES]; KINDS];
        for ((least, counts), by_cause) in least.iter_mut().zip(&self.0).zip(&costs.steps) {
            for (count, steps) in counts.iter().zip(by_cause) {
                if *count > 0 {
                    for (best, &step) in least.iter_mut().zip(steps) {
                        *best = (*best).min(step);
                    }
                }
            }
        }
        least
    }

    /// What [`Matching::shift`] costs for a first household, from each kind to each other; further
    /// ones cost no less. Floyd and Warshall's algorithm.
    pub fn margins(&self, costs: &Costs) -> Margins {
        let mut least = self
            .steps(costs)
            .map(|row| row.map(|step| if step == FAR { FAR / 2 } else { step >> CAUSE_BITS }));
        for (q, row) in least.iter_mut().enumerate() {
            row[q] = 0;
        }
        for m in 0..KINDS {
            let through = least[m];
            for row in &mut least {
                let to_m = row[m];
                for (cost, more) in row.iter_mut().zip(through) {
                    *cost = (*cost).min(to_m + more);
                }
            }
        }
        least
    }

    /// Cost of the matching, millipoints.
    pub fn cost(&self, costs: &Costs) -> i64 {
        let of = |(row, n): (&[i16; CAUSES], &[u16; CAUSES])| -> i64 {
            row.iter().zip(n).map(|(&cost, &n)| i64::from(cost) * i64::from(n)).sum()
        };
        costs.scale * costs.units.iter().zip(&self.0).map(of).sum::<i64>()
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    /// The least cost by trying every household's helper kind in turn.
    fn brute(costs: &[[i64; CAUSES]; KINDS], counts: [u16; KINDS], causes: &[usize]) -> i64 {
        let Some((&cause, rest)) = causes.split_first() else { return 0 };
        (0..KINDS)
            .filter(|&q| counts[q] > 0)
            .map(|q| {
                let mut left = counts;
                left[q] -= 1;
                costs[q][cause] + brute(costs, left, rest)
            })
            .min()
            .expect("as many helpers as households")
    }

    #[test]
    fn shifts_keep_the_cost_least() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        for _ in 0..60 {
            let mut millipoints = [[0; 6]; KINDS];
            millipoints[..NOBODY]
                .iter_mut()
                .flatten()
                .for_each(|c| *c = 1500 * rng.random_range(0..6));
            let costs = Costs::new(&millipoints);
            let causes: Vec<usize> = (0..6).map(|_| rng.random_range(0..6)).collect();
            let mut by_cause = [0; 6];
            causes.iter().for_each(|&cause| by_cause[cause] += 1);
            let mut matching = Matching::new(by_cause);
            let mut counts = [0, 0, 0, 0, 0, causes.len() as u16];
            let mut cost = 0;
            for _ in 0..12 {
                let (from, to) = (rng.random_range(0..KINDS), rng.random_range(0..KINDS));
                if counts[from] == 0 {
                    continue;
                }
                let units = rng.random_range(1..=counts[from]);
                let margin = i64::from(matching.margins(&costs)[from][to]) * costs.scale;
                let before = cost;
                cost += matching.shift(&costs, from, to, units).expect("as many helpers");
                assert!(from == to || cost - before >= margin * i64::from(units));
                assert!(from == to || units > 1 || cost - before == margin);
                counts[from] -= units;
                counts[to] += units;
                assert_eq!(cost, matching.cost(&costs));
                assert_eq!(cost, brute(&millipoints, counts, &causes));
            }
        }
    }
}
