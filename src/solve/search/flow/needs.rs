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

/// Cost of each kind for each cause, millipoints.
pub type Costs = [[i64; CAUSES]; KINDS];

/// Least cost of handing over a household, from kind to kind, millipoints.
pub type Margins = [[i64; KINDS]; KINDS];

/// No way at all.
const FAR: i64 = i64::MAX / 4;

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
    /// all others so that the cost stays least. Returns the difference in cost; `None` where helpers
    /// of that kind have fewer, the matching then being of no more use.
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
            delta += cost * i64::from(most);
            units -= most;
        }
        Some(delta)
    }

    /// The cheapest way to make room: steps (kind, next kind, cause of the household handed over).
    #[allow(clippy::type_complexity)] // at most one step a kind
    fn shortest(
        &self,
        costs: &Costs,
        from: usize,
        to: usize,
    ) -> Option<([Option<(usize, usize, usize)>; KINDS], i64)> {
        let step = self.steps(costs);
        let mut distance = [FAR; KINDS];
        let mut before = [usize::MAX; KINDS];
        distance[from] = 0;
        // Bellman and Ford's algorithm; a matching of least cost has no negative cycle.
        for _ in 1..KINDS {
            let mut changed = false;
            for q in 0..KINDS {
                if distance[q] == FAR {
                    continue;
                }
                for r in 0..KINDS {
                    if step[q][r].0 < FAR && distance[q] + step[q][r].0 < distance[r] {
                        distance[r] = distance[q] + step[q][r].0;
                        before[r] = q;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        if distance[to] == FAR {
            return None;
        }
        let mut path = [None; KINDS];
        let mut at = to;
        for place in &mut path {
            if at == from {
                break;
            }
            let q = before[at];
            *place = Some((q, at, step[q][at].1));
            at = q;
        }
        Some((path, distance[to]))
    }

    /// Cost and cause of the cheapest household that one kind can hand to another.
    fn steps(&self, costs: &Costs) -> [[(i64, usize); KINDS]; KINDS] {
        let mut step = [[(FAR, 0); KINDS]; KINDS];
        for q in 0..KINDS {
            for (cause, _) in self.0[q].iter().enumerate().filter(|(_, n)| **n > 0) {
                for (r, best) in step[q].iter_mut().enumerate() {
                    *best = (*best).min((costs[r][cause] - costs[q][cause], cause));
                }
            }
        }
        step
    }

    /// What [`Matching::shift`] costs for a first household, from each kind to each other; further
    /// ones cost no less. Floyd and Warshall's algorithm.
    pub fn margins(&self, costs: &Costs) -> Margins {
        let step = self.steps(costs);
        let mut least = step.map(|row| row.map(|(cost, _)| cost));
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

    pub fn counts(&self) -> [u16; KINDS] { self.0.map(|r| r.iter().sum()) }

    /// Cost of the matching.
    pub fn cost(&self, costs: &Costs) -> i64 {
        let of = |(row, n): (&[i64; CAUSES], &[u16; CAUSES])| -> i64 {
            row.iter().zip(n).map(|(&cost, &n)| cost * i64::from(n)).sum()
        };
        costs.iter().zip(&self.0).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    /// The least cost by trying every household's helper kind in turn.
    fn brute(costs: &Costs, counts: [u16; KINDS], causes: &[usize]) -> i64 {
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
            let mut costs: Costs = [[0; 6]; KINDS];
            costs[..NOBODY].iter_mut().flatten().for_each(|c| *c = rng.random_range(0..6));
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
                cost += matching.shift(&costs, from, to, units).expect("as many helpers");
                counts[from] -= units;
                counts[to] += units;
                assert_eq!(cost, matching.cost(&costs));
                assert_eq!(cost, brute(&costs, counts, &causes));
            }
        }
    }
}
