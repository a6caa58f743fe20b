//! Simulated annealing of the aggregated problem.
//!
//! A move sends as many slots along every way of a cycle of villages (idleness counts as one), as
//! the pivots of the network simplex method do; all but one way follow attachments that are there.
//! What a cycle costs at least is known from [`Flows::estimate`] and the margins of the needs, so
//! that most are refused before anything is changed. Other moves are in `leads`.

use rand::{Rng as _, RngExt};

use super::flows::{Flows, Transfer};
use crate::solve::Control;
use crate::solve::search::anneal::Rng;
use crate::solve::search::problem::NONE;

/// Longest cycle tried.
const LONGEST: usize = 8;
/// Ways drawn to close a cycle, of which the one with the shortest roads is tried. Drawing is cheap
/// beside trying: four ways make the flows as good in half the time (`docs/search.md`).
const CLOSING_WAYS: usize = 4;

/// Annealing of flows.
pub struct Annealer<'f, 'n, 'p, 'a> {
    pub(super) flows: &'f mut Flows<'n, 'p, 'a>,
    /// Millipoints.
    pub temperature: f64,
    /// What the present move may cost: the Metropolis rule with its random number drawn ahead, so
    /// that a move can be refused by a bound on its cost.
    pub(super) limit: i64,
    pub(super) rng: Rng,
}

impl<'f, 'n, 'p, 'a> Annealer<'f, 'n, 'p, 'a> {
    /// An annealer at one temperature.
    pub fn new(flows: &'f mut Flows<'n, 'p, 'a>, temperature: f64, rng: Rng) -> Self {
        Self { flows, temperature, limit: 0, rng }
    }

    /// Tries `moves` moves, or fewer if it is late; their number.
    pub fn run(&mut self, moves: u64, control: &Control) -> u64 {
        const PATIENCE: u64 = 256;
        let problem = self.flows.network.problem;
        if problem.villages == 0 || problem.agencies == 0 {
            return moves;
        }
        for i in 0..moves {
            if i % PATIENCE == 0 && control.is_late() {
                return i;
            }
            self.step();
        }
        moves
    }

    fn step(&mut self) {
        let cost = self.flows.cost;
        // ln of a number in (0, 1]
        let worse = -self.temperature * (1.0 - self.rng.random::<f64>()).ln();
        self.limit = worse.min(1e15) as i64;
        let done = match self.below(32) {
            0..4 => self.lead(),
            4 => self.seat(),
            5..8 if self.flows.network.problem.team_size == 0 => self.pivot(),
            _ => self.cycle(),
        };
        let accepted = done.is_some() && self.flows.cost - cost <= self.limit;
        if accepted {
            self.flows.keep(self.limit);
        } else {
            self.flows.rollback();
        }
    }

    /// Differences that worsen the cost, of moves tried and undone: what sets the temperature.
    pub fn samples(&mut self, moves: usize) -> Vec<i64> {
        let mut worse = Vec::new();
        self.limit = i64::MAX;
        for _ in 0..moves {
            let cost = self.flows.cost;
            if self.cycle().is_some() && self.flows.cost > cost {
                worse.push(self.flows.cost - cost);
            }
            self.flows.rollback();
        }
        worse.sort_unstable();
        worse
    }

    pub(super) fn idle(&self) -> u32 {
        self.flows.network.idle()
    }

    pub(super) fn agency(&self, g: u16) -> u32 {
        self.flows.network.groups[usize::from(g)].agency
    }

    pub(super) fn kind(&self, g: u16) -> usize {
        self.flows.network.groups[usize::from(g)].kind
    }

    /// A random number below `n`, by one multiplication (D. Lemire, "Fast random integer generation
    /// in an interval", 2019, without the rejection: the bias is below 1 in 10 million here). Random
    /// choices took a tenth of the time before.
    #[inline]
    fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.rng.next_u32()) * n as u64) >> 32) as usize
    }

    /// A group with slots in `v`.
    #[inline]
    fn present(&mut self, v: u32) -> Option<u16> {
        let n = self.flows.present[v as usize].len();
        if n == 0 {
            return None;
        }
        let i = self.below(n);
        Some(self.flows.present[v as usize][i])
    }

    pub(super) fn village(&mut self) -> u32 {
        self.below(self.flows.network.problem.villages) as u32
    }

    /// A place of group `g` other than `v`.
    pub(super) fn place(&mut self, g: u16, v: u32) -> Option<u32> {
        let n = self.flows.places[usize::from(g)].len();
        if n == 0 {
            return None;
        }
        let mut i = self.below(n);
        let places = &self.flows.places[usize::from(g)];
        if places[i] == v {
            i = (i + 1) % n;
        }
        let from = places[i];
        (from != v).then_some(from)
    }

    /// An agency that may be new in `v`: mostly one that is near.
    fn newcomer(&mut self, v: u32) -> u32 {
        let network = self.flows.network;
        let near = &network.near[v as usize];
        if near.is_empty() || self.below(16) == 0 {
            return self.below(network.problem.agencies) as u32;
        }
        near[self.below(near.len())]
    }

    /// A group that may come to `v` and where from: mostly one of an agency at work in `v`.
    fn comer(&mut self, v: u32, but: u16) -> Option<(u16, u32)> {
        const TRIES: usize = 4;
        // Nobody else is at work there: who comes is new.
        let alone = matches!(self.flows.present[v as usize][..], [only] if only == but);
        for _ in 0..TRIES {
            let a = if alone || self.below(32) < 3 {
                self.newcomer(v)
            } else {
                let g = self.present(v)?;
                if self.below(2) == 0 {
                    if g != but
                        && let Some(from) = self.place(g, v)
                    {
                        return Some((g, from));
                    }
                    continue;
                }
                self.agency(g)
            };
            if a == NONE {
                continue;
            }
            let groups = &self.flows.network.groups_of[a as usize];
            if groups.is_empty() {
                continue;
            }
            let g = groups[self.below(groups.len())];
            if g != but
                && let Some(from) = self.place(g, v)
            {
                return Some((g, from));
            }
        }
        None
    }

    /// A group that may give way in `v`: more often one with many slots there.
    fn leaver(&mut self, v: u32) -> Option<u16> {
        let first = self.present(v)?;
        if self.below(4) > 0 {
            return Some(first);
        }
        let other = self.present(v)?;
        let more = self.flows.units(other, v) > self.flows.units(first, v);
        Some(if more { other } else { first })
    }

    /// A random cycle, walked backwards from the place that gives way.
    fn cycle(&mut self) -> Option<()> {
        let v = self.village();
        let first = self.leaver(v)?;
        let length = [2, 2, 2, 2, 3, 3, 3, 4, 4, 5][self.below(10)];
        let mut ways = [Transfer { group: first, from: v, to: v }; LONGEST];
        let (mut count, mut to, mut last) = (0, v, first);
        while count + 1 < length {
            let closes = count + 2 == length;
            let (b, from) =
                if closes { self.closing(to, last, first) } else { self.comer(to, last) }?;
            ways[count] = Transfer { group: b, from, to };
            (count, to, last) = (count + 1, from, b);
            if from == self.idle() {
                break;
            }
        }
        if to == v || last == first {
            return None;
        }
        ways[count] = Transfer { group: first, from: v, to };
        self.send(&ways[..=count])
    }

    /// A group comes to a village and a shortest cycle of slots that are there makes room for it: the
    /// pivot of the network simplex method.
    fn pivot(&mut self) -> Option<()> {
        let v = self.village();
        let a = self.newcomer(v);
        let groups = self.flows.network.groups_of.get(a as usize).filter(|g| !g.is_empty())?;
        let b = groups[self.below(groups.len())];
        let turn = self.rng.next_u32() as usize;
        let ways = self.way_round(b, v, turn)?;
        self.send(&ways.0[..ways.1])
    }

    /// A shortest cycle: `b` comes to `v` from a place of its own, whoever is there too comes after it,
    /// and the last goes there from `v`. Breadth first over villages.
    fn way_round(&self, b: u16, v: u32, turn: usize) -> Option<([Transfer; LONGEST], usize)> {
        let flows = &self.flows;
        let villages = flows.network.problem.villages;
        // By village: who comes from there, to which village, and how far that is.
        let mut tree: Vec<Option<(u16, u32, usize)>> = vec![None; villages];
        let mut queue: Vec<u32> = Vec::with_capacity(villages);
        let turned = |i: usize, n: usize| (i + turn) % n;
        let own = &flows.places[usize::from(b)];
        for i in 0..own.len() {
            let from = own[turned(i, own.len())];
            if from == v {
                return None; // it is there
            }
            if from != self.idle() {
                tree[from as usize] = Some((b, v, 1));
                queue.push(from);
            }
        }
        let mut at = 0;
        while let Some(&p) = queue.get(at) {
            at += 1;
            let (comer, _, length) = tree[p as usize]?;
            let present = &flows.present[p as usize];
            for i in 0..present.len() {
                let g = present[turned(i, present.len())];
                if g == comer {
                    continue;
                }
                if flows.units(g, v) > 0 {
                    let mut ways = [Transfer { group: g, from: v, to: p }; LONGEST];
                    let (mut from, mut count) = (p, 1);
                    while from != v {
                        let (group, to, _) = tree[from as usize]?;
                        ways[count] = Transfer { group, from, to };
                        (from, count) = (to, count + 1);
                    }
                    ways[..count].reverse();
                    return Some((ways, count));
                }
                if length + 1 >= LONGEST {
                    continue;
                }
                let places = &flows.places[usize::from(g)];
                for j in 0..places.len() {
                    let q = places[turned(j, places.len())];
                    if q != self.idle() && q != v && tree[q as usize].is_none() {
                        tree[q as usize] = Some((g, p, length + 1));
                        queue.push(q);
                    }
                }
            }
        }
        None
    }

    /// Who comes to `v`, and from where, so that `first` may go there: of a few, those with the
    /// shortest roads, all together.
    fn closing(&mut self, v: u32, but: u16, first: u16) -> Option<(u16, u32)> {
        let mut best = self.comer(v, but)?;
        let mut least = self.roads(best, v, first);
        for _ in 1..CLOSING_WAYS {
            if let Some(other) = self.comer(v, but) {
                let roads = self.roads(other, v, first);
                if roads < least {
                    (best, least) = (other, roads);
                }
            }
        }
        Some(best)
    }

    /// Difference in travel and overload if a slot of group `g` comes to `v` from `from` and one of
    /// `first` goes there, millipoints.
    fn roads(&self, (g, from): (u16, u32), v: u32, first: u16) -> i64 {
        let network = self.flows.network;
        let unit = |g: u16, v: u32| {
            if v == network.idle() { 0 } else { network.unit_cost(g, v) }
        };
        unit(g, v) - unit(g, from) + unit(first, from)
    }

    /// Villages whose lead sends its last slots away, and who comes there and leads it then: where
    /// there are no teams, an agency that only leads is an attachment for nothing.
    fn heirs(&self, ways: &[Transfer], units: i64) -> ([(u32, u32); LONGEST], usize) {
        let (mut heirs, mut count) = ([(NONE, NONE); LONGEST], 0);
        let flows = &self.flows;
        if flows.network.problem.team_size > 0 {
            return (heirs, count);
        }
        for way in ways.iter().filter(|way| way.from != self.idle()) {
            let (v, a) = (way.from, self.agency(way.group));
            if a == NONE || flows.lead[v as usize] != a || flows.served(a, v) > units {
                continue;
            }
            let heir =
                ways.iter().find(|other| other.to == v).map(|other| self.agency(other.group));
            if let Some(b) = heir.filter(|&b| b != NONE && b != a)
                && flows.may_lead(b, v)
                && flows.led[b as usize].len() < usize::from(flows.network.max_leads[b as usize])
            {
                heirs[count] = (v, b);
                count += 1;
            }
        }
        (heirs, count)
    }

    /// Sends slots along the ways, if that is allowed and its least cost is within `self.limit`.
    fn send(&mut self, ways: &[Transfer]) -> Option<()> {
        let most = ways.iter().map(|t| self.flows.units(t.group, t.from)).min()?;
        let most = most.min(i64::from(u16::MAX) / 2);
        if most <= 0 {
            return None;
        }
        let units = if self.below(5) < 4 { most } else { 1 + self.below(most as usize) as i64 };
        let mut least = self.flows.estimate(ways, units)?;
        let gives = |i: usize| ways[if i == 0 { ways.len() - 1 } else { i - 1 }].group;
        let idle = self.idle();
        for (i, way) in ways.iter().enumerate().filter(|(_, way)| way.to != idle) {
            let (from, to) = (self.kind(gives(i)), self.kind(way.group));
            least += units * self.flows.margin(way.to, from, to);
        }
        let (heirs, count) = self.heirs(ways, units);
        let p = self.flows.network.problem;
        for &(v, b) in &heirs[..count] {
            let (a, place) = (self.flows.lead[v as usize] as usize, v as usize);
            least += p.lead(b as usize, place) - p.lead(a, place) - p.link(a, place);
        }
        if least > self.limit && ways.iter().all(|t| self.flows.spare(t.group) >= 0) {
            return None;
        }
        for (i, &way) in ways.iter().enumerate() {
            self.flows.transfer(way, units);
            self.flows.rematch(way.to, self.kind(gives(i)), self.kind(way.group), units)?;
        }
        for &(v, b) in &heirs[..count] {
            self.flows.set_lead(v, b);
        }
        let keeps = |t: &Transfer| {
            let agency = self.agency(t.group);
            agency == NONE
                || (self.flows.keeps_limits(agency) && self.flows.units(t.group, t.from) >= 0)
        };
        ways.iter().all(keeps).then_some(())
    }
}
