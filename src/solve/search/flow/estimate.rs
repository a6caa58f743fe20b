//! What a move costs, told before it is made.

use super::flows::{Flows, Transfer};
use crate::solve::search::problem::NONE;

impl Flows<'_, '_, '_> {
    /// Difference in travel, attachments, changes and sums if `units` take the ways, `None` where one
    /// is barred. Exact where no two ways concern the same agency, else near enough.
    pub fn estimate(&self, ways: &[Transfer], units: i64) -> Option<i64> {
        ways.iter().map(|&way| self.estimate_way(way, units)).sum()
    }

    fn estimate_way(&self, t: Transfer, units: i64) -> Option<i64> {
        let network = self.network;
        let p = network.problem;
        let group = &network.groups[usize::from(t.group)];
        let row = usize::from(t.group) * p.villages;
        let (a, ai) = (group.agency, group.agency as usize);
        let (mut delta, mut excess, mut households, mut links) = (0, 0, 0, 0);
        if t.to != network.idle() {
            let pair = row + t.to as usize;
            delta += network.unit[pair] * units;
            if network.known[pair] > 0 {
                delta += self.changed(pair, self.units(t.group, t.to), units);
            }
            if a != NONE {
                if !self.is_attached(a, t.to) {
                    if p.barred[ai * p.villages + t.to as usize] {
                        return None;
                    }
                    delta += p.link(ai, t.to as usize);
                    links += 1;
                }
                excess += p.metres(group.origin, t.to) - p.allowance;
                households += 1;
            }
        }
        if t.from != network.idle() {
            let pair = row + t.from as usize;
            delta -= network.unit[pair] * units;
            if network.known[pair] > 0 {
                delta += self.changed(pair, self.units(t.group, t.from), -units);
            }
            if a != NONE {
                let place = ai * p.villages + t.from as usize;
                if i64::from(self.served[place]) <= units
                    && self.lead[t.from as usize] != a
                    && !p.pinned[place]
                {
                    delta -= p.link(ai, t.from as usize);
                    links -= 1;
                }
                excess -= p.metres(group.origin, t.from) - p.allowance;
                households -= 1;
            }
        }
        if a != NONE {
            let orphan = |links: i64| if links == 0 { p.orphan[ai] } else { 0 };
            let before = i64::from(self.links(a));
            delta += orphan(before + links) - orphan(before);
            let (e, n) = (self.excess[ai], self.households[ai]);
            delta += p.balance(e + excess * units) - p.balance(e);
            if households != 0 {
                delta += p.share(ai, n + households * units) - p.share(ai, n);
            }
        }
        Some(delta)
    }

    /// Difference in the cost of changed helpers if a group's slots in a village become more.
    fn changed(&self, pair: usize, before: i64, more: i64) -> i64 {
        let known = i64::from(self.network.known[pair]);
        self.network.problem.change * (before.min(known) - (before + more).min(known))
    }
}
