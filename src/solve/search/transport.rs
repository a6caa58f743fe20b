//! A transportation problem, solved by successive shortest paths.
//!
//! Supplies serve demands at a cost per unit. Each augmentation runs Dijkstra's algorithm on reduced
//! costs from a demand to the nearest supply with something left and stops there; potentials are
//! corrected for the nodes reached (R. K. Ahuja, T. L. Magnanti, J. B. Orlin, *Network Flows*,
//! 1993, §9.7). Each demand looks at its cheapest few arcs; where no path is left, the demands that
//! were reached open more of theirs. Arcs opened late may have negative reduced costs, which count
//! as zero: the flow is a good start rather than an optimum where that happened.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Supplies, demands and the arcs between them.
#[derive(Debug)]
pub struct Transport {
    supply: Vec<i64>,
    demand: Vec<i64>,
    /// (supply, cost) of the arcs into each demand, cheapest first.
    arcs: Vec<Vec<(u32, i64)>>,
    /// How many of them are looked at.
    open: Vec<usize>,
    /// Units by supply and demand.
    flow: Vec<BTreeMap<u32, i64>>,
    price: Vec<i64>,
}

impl Transport {
    /// Units at each supply, units wanted at each demand, and by demand the (supply, cost ≥ 0) arcs.
    pub fn new(supply: Vec<i64>, demand: Vec<i64>, mut arcs: Vec<Vec<(u32, i64)>>) -> Self {
        const OPEN: usize = 48;
        for list in &mut arcs {
            list.sort_unstable_by_key(|&(s, cost)| (cost, s));
        }
        let nodes = supply.len() + demand.len();
        let flow = vec![BTreeMap::new(); supply.len()];
        let open = arcs.iter().map(|list| list.len().min(OPEN)).collect();
        Self { supply, demand, arcs, open, flow, price: vec![0; nodes] }
    }

    /// The flow out of each supply: demand → units, all positive.
    pub fn flow(&self) -> &[BTreeMap<u32, i64>] {
        &self.flow
    }

    /// Units wanted and not served.
    pub fn unserved(&self) -> i64 {
        self.demand.iter().sum()
    }

    /// Serves as much demand as the arcs allow.
    pub fn run(&mut self) {
        let mut search = Dijkstra::new(self.supply.len() + self.demand.len());
        for d in 0..self.demand.len() {
            while self.demand[d] > 0 && (self.augment(d, &mut search) || self.open_more(&search)) {}
        }
    }

    /// Doubles the arcs looked at of the demands that the last search reached; tells whether there
    /// were any more.
    fn open_more(&mut self, search: &Dijkstra) -> bool {
        let mut more = false;
        for &node in search.touched.iter().filter(|&&node| node < self.demand.len()) {
            let all = self.arcs[node].len();
            more |= self.open[node] < all;
            self.open[node] = (2 * self.open[node]).min(all);
        }
        more
    }

    /// Closes the arc from `s` to `d`; its units go back to both ends.
    pub fn close(&mut self, s: u32, d: u32) {
        let units = self.flow[s as usize].remove(&d).unwrap_or(0);
        self.supply[s as usize] += units;
        self.demand[d as usize] += units;
        let arcs = &mut self.arcs[d as usize];
        if let Some(place) = arcs.iter().position(|&(supply, _)| supply == s) {
            arcs.remove(place);
            self.open[d as usize] -= usize::from(place < self.open[d as usize]);
        }
    }

    /// Sends what one shortest path carries towards `d`. Nodes: demands first, then supplies.
    fn augment(&mut self, d: usize, search: &mut Dijkstra) -> bool {
        let demands = self.demand.len();
        search.start(d);
        let mut end = None;
        while let Some(node) = search.pop() {
            if node >= demands {
                let s = node - demands;
                if self.supply[s] > 0 {
                    end = Some(node);
                    break;
                }
                for &w in self.flow[s].keys() {
                    // Withdrawing s from w: the arc cost counts negative.
                    let cost = -self.cost(w as usize, s as u32);
                    let reduced = cost + self.price[node] - self.price[w as usize];
                    search.reach(node, w as usize, reduced);
                }
            } else {
                for &(s, cost) in &self.arcs[node][..self.open[node]] {
                    let next = demands + s as usize;
                    let reduced = cost + self.price[node] - self.price[next];
                    search.reach(node, next, reduced);
                }
            }
        }
        let Some(end) = end else { return false };
        let reach = search.distance[end];
        for &node in &search.touched {
            let short = search.distance[node].min(reach) - reach;
            self.price[node] += short;
        }
        self.send(d, end, search);
        true
    }

    fn send(&mut self, d: usize, end: usize, search: &Dijkstra) {
        let demands = self.demand.len();
        let mut units = self.demand[d].min(self.supply[end - demands]);
        let mut node = end;
        while node != d {
            let before = search.before[node];
            if node < demands {
                units = units.min(self.flow[before - demands][&(node as u32)]);
            }
            node = before;
        }
        self.demand[d] -= units;
        self.supply[end - demands] -= units;
        let mut node = end;
        while node != d {
            let before = search.before[node];
            if node >= demands {
                *self.flow[node - demands].entry(before as u32).or_insert(0) += units;
            } else {
                let flow = &mut self.flow[before - demands];
                let left = flow[&(node as u32)] - units;
                if left == 0 {
                    flow.remove(&(node as u32));
                } else {
                    flow.insert(node as u32, left);
                }
            }
            node = before;
        }
    }

    fn cost(&self, d: usize, s: u32) -> i64 {
        let arc = self.arcs[d].iter().find(|&&(supply, _)| supply == s);
        arc.map_or(0, |&(_, cost)| cost)
    }
}

/// Reused working space of the shortest-path search.
struct Dijkstra {
    distance: Vec<i64>,
    before: Vec<usize>,
    done: Vec<bool>,
    touched: Vec<usize>,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
}

impl Dijkstra {
    fn new(nodes: usize) -> Self {
        Self {
            distance: vec![i64::MAX; nodes],
            before: vec![usize::MAX; nodes],
            done: vec![false; nodes],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn start(&mut self, node: usize) {
        for &t in &self.touched {
            self.distance[t] = i64::MAX;
            self.done[t] = false;
        }
        self.touched.clear();
        self.heap.clear();
        self.distance[node] = 0;
        self.touched.push(node);
        self.heap.push(Reverse((0, node)));
    }

    fn pop(&mut self) -> Option<usize> {
        while let Some(Reverse((_, node))) = self.heap.pop() {
            if !std::mem::replace(&mut self.done[node], true) {
                return Some(node);
            }
        }
        None
    }

    fn reach(&mut self, from: usize, to: usize, length: i64) {
        let distance = self.distance[from] + length.max(0);
        if distance < self.distance[to] && !self.done[to] {
            if self.distance[to] == i64::MAX {
                self.touched.push(to);
            }
            self.distance[to] = distance;
            self.before[to] = from;
            self.heap.push(Reverse((distance, to)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(t: &Transport) -> i64 {
        let units = t.flow().iter().enumerate();
        units
            .flat_map(|(s, f)| f.iter().map(move |(&d, &n)| (s, d, n)))
            .map(|(s, d, n)| n * t.cost(d as usize, s as u32))
            .sum()
    }

    #[test]
    fn three_by_three_from_a_textbook() {
        // Supplies 20, 30, 25; demands 10, 35, 30; optimum by hand: see the assertion.
        let costs = [[2, 3, 1], [5, 4, 8], [5, 6, 8]];
        let arcs = (0..3).map(|d| (0..3).map(|s| (s as u32, costs[s][d])).collect()).collect();
        let mut t = Transport::new(vec![20, 30, 25], vec![10, 35, 30], arcs);
        t.run();
        assert_eq!(t.unserved(), 0);
        // Third supply serves demand 0 (10 × 5) and 15 of the rest; the first serves demand 2 (20 × 1);
        // the other 10 of demand 2 cost 8 from either, so 35 of demand 1 split 30 × 4 and 5 × 6.
        assert_eq!(total(&t), 10 * 5 + 20 + 10 * 8 + 30 * 4 + 5 * 6);
    }

    #[test]
    fn brute_force_agrees_on_small_problems() {
        for seed in 0..200_i64 {
            let cost = |s: i64, d: i64| (seed * 31 + s * 17 + d * 13 + s * d * 7 + seed * s) % 23;
            let arcs = (0..2).map(|d| (0..2).map(|s| (s as u32, cost(s, d))).collect()).collect();
            let (s0, s1, d0) = (seed % 5 + 1, seed % 3 + 4, seed % 4 + 1);
            let d1 = (s0 + s1 - d0 - seed % 2).max(0);
            let mut t = Transport::new(vec![s0, s1], vec![d0, d1], arcs);
            t.run();
            let best = (0..=d0.min(s0))
                .flat_map(|x| (0..=d1).map(move |y| (x, y)))
                .filter(|&(x, y)| x + y <= s0 && d0 - x + d1 - y <= s1)
                .map(|(x, y)| {
                    x * cost(0, 0) + (d0 - x) * cost(1, 0) + y * cost(0, 1) + (d1 - y) * cost(1, 1)
                })
                .min()
                .unwrap();
            assert_eq!((t.unserved(), total(&t)), (0, best), "seed {seed}");
        }
    }
}
