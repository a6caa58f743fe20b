//! A transportation problem, solved by the network simplex method.
//!
//! Supplies serve demands at a cost per unit. The basis is a spanning tree (`tree`) over supplies,
//! demands and a root that takes what is left over and, dearly, gives what nobody else does (R. K.
//! Ahuja, T. L. Magnanti, J. B. Orlin, *Network Flows*, 1993, chapter 11). Pricing goes from demand
//! to demand and takes the best arc of each; first among its likeliest few arcs, then among all.
//! An arc closed afterwards becomes dear where it lies, so that the next run starts from the tree
//! that is there.

mod tree;

use tree::Tree;

/// Highest price of a unit not served. No cost of an arc comes near it, and the potentials, sums of
/// such prices along a path of the tree, stay far from the end of 64 bits.
const DEAREST: i64 = 10_000_000_000_000;

/// Supplies, demands and the arcs between them.
#[derive(Debug)]
pub struct Transport {
    tree: Tree,
    /// Cost of a unit that is not served.
    unserved: i64,
    /// The demands that want anything.
    wanting: Vec<u32>,
    /// First arc of each demand, and the end of all.
    first: Vec<usize>,
    /// Supply and cost of each arc, by demand, the likeliest few of each in front.
    supplies: Vec<u32>,
    costs: Vec<i64>,
}

impl Transport {
    /// Arcs of each demand that are looked at first: those cheapest, later of least reduced cost.
    const FEW: usize = 128;

    /// Units at each supply, units wanted at each demand, and by demand the (supply, cost ≥ 0) arcs.
    pub fn new(supply: &[i64], demand: &[i64], arcs: &[Vec<(u32, i64)>]) -> Self {
        let dearest = arcs.iter().flatten().map(|&(_, cost)| cost).max().unwrap_or(0);
        let nodes = (supply.len() + demand.len()) as i64;
        let unserved = (dearest + 1).saturating_mul(nodes + 1).min(DEAREST);
        let mut first = vec![0];
        first.extend(arcs.iter().scan(0, |end, list| {
            *end += list.len();
            Some(*end)
        }));
        let mut transport = Self {
            tree: Tree::new(supply, demand, unserved),
            unserved,
            wanting: (0..demand.len() as u32).filter(|&d| demand[d as usize] > 0).collect(),
            first,
            supplies: arcs.iter().flatten().map(|&(s, _)| s).collect(),
            costs: arcs.iter().flatten().map(|&(_, cost)| cost).collect(),
        };
        transport.likeliest_first();
        transport
    }

    /// The units out of each supply, all positive: (demand, units), in order of the demands.
    pub fn flow(&self) -> Vec<Vec<(u32, i64)>> {
        let mut flow = vec![Vec::new(); self.tree.supply_potentials().len()];
        for (s, d, units) in self.flows().filter(|&(_, _, units)| units > 0) {
            flow[s as usize].push((d, units));
        }
        flow.iter_mut().for_each(|list| list.sort_unstable());
        flow
    }

    /// All flows that may be positive, in no special order: (supply, demand, units).
    pub fn flows(&self) -> impl Iterator<Item = (u32, u32, i64)> + '_ {
        self.tree.flows()
    }

    /// Units wanted and not served.
    pub fn unserved(&self) -> i64 {
        self.tree.unserved()
    }

    /// Serves as much demand as the arcs allow, at least cost. Ends early, with less, when `stop`
    /// says so, which is asked a few hundred times a second.
    pub fn run(&mut self, stop: &dyn Fn() -> bool) {
        while !stop() && self.round(Self::FEW) {}
        let mut gained = false;
        while !stop() && self.round(usize::MAX) {
            gained = true;
        }
        if gained {
            self.likeliest_first();
        }
    }

    /// As [`Transport::run`], but looks only at the likeliest few arcs of each demand unless that
    /// leaves some unserved: for changes after which it will run again.
    pub fn reroute(&mut self, stop: &dyn Fn() -> bool) {
        while !stop() && self.round(Self::FEW) {}
        if self.unserved() > 0 {
            self.run(stop);
        }
    }

    /// Puts the arcs of least reduced cost in front: those that small changes may bring in.
    fn likeliest_first(&mut self) {
        let potentials = self.tree.supply_potentials();
        let mut list = Vec::new();
        for ends in self.first.windows(2) {
            let arcs = ends[0]..ends[1];
            if arcs.len() <= Self::FEW {
                continue;
            }
            list.clear();
            let own = self.supplies[arcs.clone()].iter().zip(&self.costs[arcs.clone()]);
            list.extend(own.map(|(&s, &cost)| (cost + potentials[s as usize], s, cost)));
            list.select_nth_unstable(Self::FEW);
            for (i, &(_, s, cost)) in arcs.zip(&list) {
                (self.supplies[i], self.costs[i]) = (s, cost);
            }
        }
    }

    /// Prices the first `few` arcs of each demand, and what goes to the root or comes from it, once;
    /// tells whether anything was gained.
    fn round(&mut self, few: usize) -> bool {
        let mut gained = false;
        let root = self.tree.root();
        for i in 0..self.wanting.len() {
            let d = self.wanting[i] as usize;
            let node = self.tree.demand_node(d);
            let mut best = (self.tree.potential(node), None);
            let (from, all) = (self.first[d], self.first[d + 1]);
            let to = from.saturating_add(few).min(all);
            let potentials = self.tree.supply_potentials();
            for (&s, &cost) in self.supplies[from..to].iter().zip(&self.costs[from..to]) {
                let price = cost + potentials[s as usize];
                if price < best.0 {
                    best = (price, Some((s, cost)));
                }
            }
            if self.unserved < best.0 {
                best = (self.unserved, Some((root, self.unserved)));
            }
            if let Some((tail, cost)) = best.1 {
                self.tree.pivot(tail, node, cost);
                gained = true;
            }
        }
        for s in 0..self.tree.supply_potentials().len() as u32 {
            if self.tree.potential(s) < 0 {
                self.tree.pivot(s, root, 0);
                gained = true;
            }
        }
        gained
    }

    /// Closes the arc from `s` to `d`: the next run takes its units elsewhere.
    pub fn close(&mut self, s: u32, d: u32) {
        let arcs = self.first[d as usize]..self.first[d as usize + 1];
        let place = self.supplies[arcs.clone()].iter().position(|&supply| supply == s);
        if let Some(place) = place {
            // Dearer than to leave the unit at both ends.
            let cost = 2 * self.unserved;
            self.costs[arcs.start + place] = cost;
            self.tree.set_cost(s, self.tree.demand_node(d as usize), cost);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Costs = Vec<Vec<i64>>;

    /// All supplies serve all demands, at `costs[supply][demand]`.
    fn solved(supply: &[i64], demand: &[i64], costs: &Costs) -> Transport {
        let column = |d: usize| (0..supply.len()).map(|s| (s as u32, costs[s][d])).collect();
        let mut t =
            Transport::new(supply, demand, &(0..demand.len()).map(column).collect::<Vec<_>>());
        t.run(&|| false);
        t
    }

    fn total(t: &Transport, costs: &Costs) -> i64 {
        let units = t.flow().into_iter().zip(costs);
        units.flat_map(|(f, row)| f.into_iter().map(|(d, n)| n * row[d as usize])).sum()
    }

    #[test]
    fn three_by_three_from_a_textbook() {
        // Supplies 20, 30, 25; demands 10, 35, 30; optimum by hand: see the assertion.
        let costs = vec![vec![2, 3, 1], vec![5, 4, 8], vec![5, 6, 8]];
        let t = solved(&[20, 30, 25], &[10, 35, 30], &costs);
        assert_eq!(t.unserved(), 0);
        // Third supply serves demand 0 (10 × 5) and 15 of the rest; the first serves demand 2 (20 × 1);
        // the other 10 of demand 2 cost 8 from either, so 35 of demand 1 split 30 × 4 and 5 × 6.
        assert_eq!(total(&t, &costs), 10 * 5 + 20 + 10 * 8 + 30 * 4 + 5 * 6);
    }

    #[test]
    fn brute_force_agrees_on_small_problems() {
        for seed in 0..200_i64 {
            let cost = |s: i64, d: i64| (seed * 31 + s * 17 + d * 13 + s * d * 7 + seed * s) % 23;
            let costs = (0..2).map(|s| (0..2).map(|d| cost(s, d)).collect()).collect();
            let (s0, s1, d0) = (seed % 5 + 1, seed % 3 + 4, seed % 4 + 1);
            let d1 = (s0 + s1 - d0 - seed % 2).max(0);
            let t = solved(&[s0, s1], &[d0, d1], &costs);
            let best = (0..=d0.min(s0))
                .flat_map(|x| (0..=d1).map(move |y| (x, y)))
                .filter(|&(x, y)| x + y <= s0 && d0 - x + d1 - y <= s1)
                .map(|(x, y)| {
                    x * cost(0, 0) + (d0 - x) * cost(1, 0) + y * cost(0, 1) + (d1 - y) * cost(1, 1)
                })
                .min()
                .unwrap();
            assert_eq!((t.unserved(), total(&t, &costs)), (0, best), "seed {seed}");
        }
    }

    /// Numbers that look random, the same on every machine (a linear congruential generator).
    fn numbers(seed: u64) -> impl FnMut(u64) -> i64 {
        let mut x = seed;
        move |below| {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((x >> 33) % below) as i64
        }
    }

    /// Where reduced costs are nowhere negative and units flow at reduced cost 0 only, nothing is
    /// cheaper (complementary slackness): checked from outside by Bellman-Ford, which finds no cycle
    /// of negative cost in the residual network.
    #[test]
    fn larger_problems_leave_no_cycle_that_costs_less() {
        for seed in 0..20 {
            let mut number = numbers(seed);
            let (s_count, d_count) = (12, 60);
            let supply: Vec<i64> = (0..s_count).map(|_| number(40)).collect();
            let demand: Vec<i64> = (0..d_count).map(|_| number(9)).collect();
            let costs: Costs =
                (0..s_count).map(|_| (0..d_count).map(|_| number(1000)).collect()).collect();
            let mut t = solved(&supply, &demand, &costs);
            let closed = (number(12) as usize, number(60) as usize);
            t.close(closed.0 as u32, closed.1 as u32);
            t.run(&|| false);
            let mut units = vec![vec![0; d_count]; s_count];
            for (s, list) in t.flow().into_iter().enumerate() {
                list.into_iter().for_each(|(d, n)| units[s][d as usize] = n);
            }
            assert_eq!(units[closed.0][closed.1], 0, "seed {seed}");
            let out = |s: usize| units[s].iter().sum::<i64>();
            let into = |d: usize| units.iter().map(|row| row[d]).sum::<i64>();
            assert!((0..s_count).all(|s| out(s) <= supply[s]), "seed {seed}");
            assert!((0..d_count).all(|d| into(d) <= demand[d]), "seed {seed}");
            let served: i64 = (0..s_count).map(out).sum();
            // Every supply reaches every demand but for one pair, so the lesser sum can be served.
            let (all, wanted) = (supply.iter().sum::<i64>(), demand.iter().sum::<i64>());
            assert_eq!(served, all.min(wanted), "seed {seed}");
            assert_eq!(t.unserved(), wanted - served, "seed {seed}");
            // Residual arcs: supply → demand at cost; back where units flow; supplies with units left
            // and demands served meet in one more node on either side.
            let (root, mut arcs) = (s_count + d_count, Vec::new());
            for s in 0..s_count {
                for d in 0..d_count {
                    if (s, d) != closed {
                        arcs.push((s, s_count + d, costs[s][d]));
                    }
                    if units[s][d] > 0 {
                        arcs.push((s_count + d, s, -costs[s][d]));
                    }
                }
                arcs.extend((out(s) < supply[s]).then_some((root, s, 0)));
                arcs.extend((out(s) > 0).then_some((s, root, 0)));
            }
            let missing = 1_000_000;
            for (d, &wanted) in demand.iter().enumerate() {
                arcs.extend((into(d) < wanted).then_some((s_count + d, root, -missing)));
                arcs.extend((into(d) > 0).then_some((root, s_count + d, missing)));
            }
            let mut distance = vec![0_i64; root + 1];
            let mut relaxed = true;
            for _ in 0..=root + 1 {
                relaxed = false;
                for &(u, w, cost) in &arcs {
                    if distance[u] + cost < distance[w] {
                        distance[w] = distance[u] + cost;
                        relaxed = true;
                    }
                }
            }
            assert!(!relaxed, "seed {seed}: some cycle costs less than nothing");
        }
    }

    #[test]
    fn a_demand_without_arcs_is_left_and_the_others_served() {
        let mut t = Transport::new(&[4], &[3, 2, 0], &[vec![(0, 5)], vec![], vec![(0, 1)]]);
        t.run(&|| false);
        assert_eq!((t.unserved(), t.flow()), (2, vec![vec![(0, 3)]]));
    }
}
