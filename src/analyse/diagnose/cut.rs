//! Demands that suppliers cannot meet: a maximum flow and its minimum cut.
//!
//! By the theorem of Gale (1957), of which Hall's is the case of units, demands can be met unless
//! some of them together exceed what all their suppliers have. The villages on the sink's side of a
//! minimum cut (Ford and Fulkerson 1956) are the ones that fall short by most.

use std::collections::VecDeque;

/// Suppliers, demands, and who may supply whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Network {
    /// What each supplier has.
    pub(super) supplies: Vec<i64>,
    /// What each consumer wants.
    pub(super) demands: Vec<i64>,
    /// Consumers that each supplier may supply.
    pub(super) allowed: Vec<Vec<usize>>,
}

/// Consumers that together want more than all their suppliers have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deficit {
    pub(super) consumers: Vec<usize>,
    pub(super) suppliers: Vec<usize>,
    pub(super) wanted: i64,
    pub(super) available: i64,
}

impl Network {
    /// The consumers that fall short by most, or `None` where all demands can be met.
    pub(super) fn deficit(&self) -> Option<Deficit> {
        let flow = self.max_flow();
        let mut given = vec![0; self.demands.len()];
        for (s, allowed) in self.allowed.iter().enumerate() {
            for (i, &d) in allowed.iter().enumerate() {
                given[d] += flow[s][i];
            }
        }
        let mut short: Vec<bool> =
            given.iter().zip(&self.demands).map(|(given, wanted)| given < wanted).collect();
        if !short.contains(&true) {
            return None;
        }
        // Whoever has something of a supplier that could give it to one who falls short is among them.
        loop {
            let mut grown = false;
            for (s, allowed) in self.allowed.iter().enumerate() {
                if !allowed.iter().any(|&d| short[d]) {
                    continue;
                }
                for (i, &d) in allowed.iter().enumerate() {
                    if flow[s][i] > 0 && !short[d] {
                        short[d] = true;
                        grown = true;
                    }
                }
            }
            if !grown {
                break;
            }
        }
        Some(self.around((0..short.len()).filter(|&d| short[d]).collect()))
    }

    /// A deficit of which no consumer can be left out, within the given one.
    pub(super) fn smallest(&self, deficit: Deficit) -> Deficit {
        let mut best = deficit;
        for d in best.consumers.clone() {
            let fewer: Vec<usize> = best.consumers.iter().copied().filter(|&x| x != d).collect();
            let part = Self { demands: self.demands_of(&fewer), ..self.clone() };
            if let Some(smaller) = part.deficit() {
                best = self.around(smaller.consumers);
            }
        }
        best
    }

    /// The demands of these consumers alone.
    fn demands_of(&self, consumers: &[usize]) -> Vec<i64> {
        let mut demands = vec![0; self.demands.len()];
        consumers.iter().for_each(|&d| demands[d] = self.demands[d]);
        demands
    }

    fn around(&self, consumers: Vec<usize>) -> Deficit {
        let is_of = |s: &usize| self.allowed[*s].iter().any(|d| consumers.contains(d));
        let suppliers: Vec<usize> = (0..self.supplies.len()).filter(is_of).collect();
        let wanted = consumers.iter().map(|&d| self.demands[d]).sum();
        let available = suppliers.iter().map(|&s| self.supplies[s]).sum();
        Deficit { consumers, suppliers, wanted, available }
    }

    /// Flow on each allowed pair: as much as can be given at once, then augmenting paths, shortest
    /// first (Edmonds and Karp 1972).
    fn max_flow(&self) -> Vec<Vec<i64>> {
        let mut flow: Vec<Vec<i64>> = self.allowed.iter().map(|own| vec![0; own.len()]).collect();
        let mut left = self.supplies.clone();
        let mut open = self.demands.clone();
        for (s, allowed) in self.allowed.iter().enumerate() {
            for (i, &d) in allowed.iter().enumerate() {
                let give = left[s].min(open[d]).max(0);
                flow[s][i] += give;
                left[s] -= give;
                open[d] -= give;
            }
        }
        let mut suppliers_of = vec![Vec::new(); self.demands.len()];
        for (s, allowed) in self.allowed.iter().enumerate() {
            for (i, &d) in allowed.iter().enumerate() {
                suppliers_of[d].push((s, i));
            }
        }
        while self.augment(&mut flow, &mut left, &mut open, &suppliers_of) {}
        flow
    }

    fn augment(
        &self,
        flow: &mut [Vec<i64>],
        left: &mut [i64],
        open: &mut [i64],
        suppliers_of: &[Vec<(usize, usize)>],
    ) -> bool {
        const UNSEEN: usize = usize::MAX;
        // For a supplier the edge of a consumer it could take from; for a consumer its supplier's edge.
        let mut from = vec![None; self.supplies.len()];
        let mut by = vec![(UNSEEN, 0); self.demands.len()];
        let mut seen: Vec<bool> = left.iter().map(|&left| left > 0).collect();
        let mut queue: VecDeque<usize> = (0..left.len()).filter(|&s| seen[s]).collect();
        while let Some(s) = queue.pop_front() {
            for (i, &d) in self.allowed[s].iter().enumerate() {
                if by[d].0 != UNSEEN {
                    continue;
                }
                by[d] = (s, i);
                if open[d] > 0 {
                    push(flow, left, open, d, &from, &by);
                    return true;
                }
                for &(other, j) in &suppliers_of[d] {
                    if !seen[other] && flow[other][j] > 0 {
                        seen[other] = true;
                        from[other] = Some((d, j));
                        queue.push_back(other);
                    }
                }
            }
        }
        false
    }
}

/// Sends as much as it can along the path that ends at consumer `d`.
fn push(
    flow: &mut [Vec<i64>],
    left: &mut [i64],
    open: &mut [i64],
    d: usize,
    from: &[Option<(usize, usize)>],
    by: &[(usize, usize)],
) {
    let (mut at, mut most) = (d, open[d]);
    let source = loop {
        let (s, _) = by[at];
        match from[s] {
            Some((next, j)) => {
                most = most.min(flow[s][j]);
                at = next;
            }
            None => break s,
        }
    };
    most = most.min(left[source]);
    let mut at = d;
    loop {
        let (s, i) = by[at];
        flow[s][i] += most;
        let Some((next, j)) = from[s] else { break };
        flow[s][j] -= most;
        at = next;
    }
    left[source] -= most;
    open[d] -= most;
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn network(rng: &mut ChaCha8Rng) -> Network {
        let consumers = rng.random_range(1..6_usize);
        let suppliers = rng.random_range(1..6_usize);
        let supplies = (0..suppliers).map(|_| rng.random_range(0..7)).collect();
        let demands = (0..consumers).map(|_| rng.random_range(0..6)).collect();
        let allowed = (0..suppliers)
            .map(|_| (0..consumers).filter(|_| rng.random_bool(0.5)).collect())
            .collect();
        Network { supplies, demands, allowed }
    }

    /// The largest lack of any set of consumers.
    fn worst(network: &Network) -> i64 {
        let sets = 0..1_usize << network.demands.len();
        let lack = |set: usize| {
            let members = (0..network.demands.len()).filter(|d| set >> d & 1 == 1).collect();
            let deficit = network.around(members);
            deficit.wanted - deficit.available
        };
        sets.map(lack).max().unwrap()
    }

    #[test]
    fn the_deficit_is_the_worst_of_all_sets() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut found = 0;
        for _ in 0..500 {
            let network = network(&mut rng);
            let worst = worst(&network);
            match network.deficit() {
                None => assert_eq!(worst, 0, "{network:?}"),
                Some(deficit) => {
                    assert_eq!(deficit.wanted - deficit.available, worst, "{network:?}");
                    found += 1;
                }
            }
        }
        assert!((50..450).contains(&found), "{found}");
    }

    #[test]
    fn from_the_smallest_deficit_nobody_can_be_left_out() {
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        for _ in 0..300 {
            let network = network(&mut rng);
            let Some(deficit) = network.deficit() else { continue };
            let smallest = network.smallest(deficit);
            assert!(smallest.wanted > smallest.available, "{network:?}");
            for &d in &smallest.consumers {
                let mut fewer = smallest.consumers.clone();
                fewer.retain(|&x| x != d);
                let part = Network { demands: network.demands_of(&fewer), ..network.clone() };
                assert_eq!(part.deficit(), None, "{network:?}");
            }
        }
    }
}
