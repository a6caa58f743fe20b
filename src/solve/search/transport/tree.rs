//! The basis of the network simplex method: a spanning tree of supplies, demands and a root.
//!
//! Every tree arc is kept at its lower end. An arc runs from a supply to a demand, from a supply to
//! the root (units left over) or from the root to a demand (units not served), so the kind of the
//! lower end tells the direction: the arc of a supply points up, that of a demand points down.

/// "None" among nodes.
const NONE: u32 = u32::MAX;

/// See the module. Nodes: supplies first, then demands, then the root.
#[derive(Debug)]
pub(super) struct Tree {
    supplies: u32,
    root: u32,
    parent: Vec<u32>,
    /// Units on the arc to the parent, and its cost.
    flow: Vec<i64>,
    cost: Vec<i64>,
    /// Cost of an arc + potential of its tail − potential of its head is its reduced cost; 0 in the
    /// tree.
    potential: Vec<i64>,
    depth: Vec<u32>,
    first_child: Vec<u32>,
    next: Vec<u32>,
    before: Vec<u32>,
}

impl Tree {
    /// Nothing is served: each supply hangs on the root at no cost, each demand at `unserved` a unit.
    pub(super) fn new(supply: &[i64], demand: &[i64], unserved: i64) -> Self {
        let nodes = supply.len() + demand.len();
        let price = |u: usize| if u < supply.len() { 0 } else { unserved };
        let mut tree = Self {
            supplies: supply.len() as u32,
            root: nodes as u32,
            parent: vec![NONE; nodes + 1],
            flow: supply.iter().chain(demand).copied().chain([0]).collect(),
            cost: (0..nodes).map(price).chain([0]).collect(),
            potential: (0..nodes).map(price).chain([0]).collect(),
            depth: vec![1; nodes + 1],
            first_child: vec![NONE; nodes + 1],
            next: vec![NONE; nodes + 1],
            before: vec![NONE; nodes + 1],
        };
        tree.depth[nodes] = 0;
        (0..nodes as u32).rev().for_each(|u| tree.hang(u, nodes as u32));
        tree
    }

    pub(super) fn root(&self) -> u32 {
        self.root
    }

    pub(super) fn demand_node(&self, d: usize) -> u32 {
        self.supplies + d as u32
    }

    /// Potentials of the supplies.
    pub(super) fn supply_potentials(&self) -> &[i64] {
        &self.potential[..self.supplies as usize]
    }

    pub(super) fn potential(&self, node: u32) -> i64 {
        self.potential[node as usize]
    }

    /// The arcs of the tree other than those of the root, with their units: (supply, demand, units).
    pub(super) fn flows(&self) -> impl Iterator<Item = (u32, u32, i64)> + '_ {
        let inner = (0..self.root).filter(|&u| self.parent[u as usize] != self.root);
        inner.map(|u| {
            let (p, units) = (self.parent[u as usize], self.flow[u as usize]);
            let (s, d) = if u < self.supplies { (u, p) } else { (p, u) };
            (s, d - self.supplies, units)
        })
    }

    /// Units that the root gives to demands.
    pub(super) fn unserved(&self) -> i64 {
        let demands = self.supplies as usize..self.root as usize;
        demands.filter(|&u| self.parent[u] == self.root).map(|u| self.flow[u]).sum()
    }

    /// Sets the cost of the arc from supply `s` to the node `d` where it is in the tree.
    pub(super) fn set_cost(&mut self, s: u32, d: u32, cost: i64) {
        let (lower, sign) = if self.parent[s as usize] == d {
            (s, -1)
        } else if self.parent[d as usize] == s {
            (d, 1)
        } else {
            return;
        };
        let more = cost - self.cost[lower as usize];
        self.cost[lower as usize] = cost;
        self.shift(lower, sign * more);
    }

    /// Brings the arc from `tail` to `head`, of negative reduced cost, into the tree: as many units
    /// as can go round the cycle that it closes, and the arc that stops more of them leaves.
    ///
    /// Of several such arcs the last one leaves, seen along the cycle from its highest node, which
    /// keeps the tree strongly feasible, so that no basis comes twice (W. H. Cunningham, "A network
    /// simplex method", Mathematical Programming 11 (1976)).
    pub(super) fn pivot(&mut self, tail: u32, head: u32, cost: i64) {
        let reduced = cost + self.potential(tail) - self.potential(head);
        let apex = self.apex(tail, head);
        let (mut units, mut leaving, mut inside) = (i64::MAX, NONE, NONE);
        let mut u = tail;
        while u != apex {
            if u < self.supplies && self.flow[u as usize] < units {
                (units, leaving, inside) = (self.flow[u as usize], u, tail);
            }
            u = self.parent[u as usize];
        }
        u = head;
        while u != apex {
            if u >= self.supplies && self.flow[u as usize] <= units {
                (units, leaving, inside) = (self.flow[u as usize], u, head);
            }
            u = self.parent[u as usize];
        }
        debug_assert_ne!(leaving, NONE, "supplies and demands are finite");
        if units > 0 {
            self.send(tail, apex, -units);
            self.send(head, apex, units);
        }
        let outside = if inside == tail { head } else { tail };
        self.rehang(inside, leaving, outside, (units, cost));
        self.shift(inside, if inside == tail { -reduced } else { reduced });
    }

    fn apex(&self, mut u: u32, mut w: u32) -> u32 {
        while u != w {
            if self.depth[u as usize] >= self.depth[w as usize] {
                u = self.parent[u as usize];
            } else {
                w = self.parent[w as usize];
            }
        }
        u
    }

    /// Sends units upwards from `u`; negative: downwards.
    fn send(&mut self, mut u: u32, apex: u32, units: i64) {
        while u != apex {
            self.flow[u as usize] += if u < self.supplies { units } else { -units };
            u = self.parent[u as usize];
        }
    }

    /// Turns the path from `inside` up to `leaving` upside down and hangs it on `outside` by an arc
    /// with these units and cost.
    fn rehang(&mut self, inside: u32, leaving: u32, outside: u32, arc: (i64, i64)) {
        let (mut node, mut onto, mut arc) = (inside, outside, arc);
        loop {
            let i = node as usize;
            let (above, old) = (self.parent[i], (self.flow[i], self.cost[i]));
            self.unhang(node);
            self.hang(node, onto);
            (self.flow[i], self.cost[i]) = arc;
            if node == leaving {
                return;
            }
            (onto, node, arc) = (node, above, old);
        }
    }

    fn hang(&mut self, u: u32, parent: u32) {
        let sibling = std::mem::replace(&mut self.first_child[parent as usize], u);
        self.parent[u as usize] = parent;
        self.next[u as usize] = sibling;
        self.before[u as usize] = NONE;
        if sibling != NONE {
            self.before[sibling as usize] = u;
        }
    }

    fn unhang(&mut self, u: u32) {
        let (before, next) = (self.before[u as usize], self.next[u as usize]);
        if before == NONE {
            self.first_child[self.parent[u as usize] as usize] = next;
        } else {
            self.next[before as usize] = next;
        }
        if next != NONE {
            self.before[next as usize] = before;
        }
    }

    /// Adds `more` to the potentials of `top` and all below, and sets their depths.
    fn shift(&mut self, top: u32, more: i64) {
        let mut u = top;
        loop {
            self.potential[u as usize] += more;
            self.depth[u as usize] = self.depth[self.parent[u as usize] as usize] + 1;
            if self.first_child[u as usize] != NONE {
                u = self.first_child[u as usize];
                continue;
            }
            while u != top && self.next[u as usize] == NONE {
                u = self.parent[u as usize];
            }
            if u == top {
                return;
            }
            u = self.next[u as usize];
        }
    }
}
