//! Simulated annealing of the aggregated problem.
//!
//! A move sends as many slots along every way of a cycle of villages (idleness counts as one), as
//! the pivots of the network simplex method do; all but one way follow attachments that are there.
//! A change of lead brings the new team's slots along.

use rand::RngExt;
use rand::seq::IndexedRandom;

use super::flows::{Flows, Transfer};
use super::network::NO_CLASS;
use crate::solve::Control;
use crate::solve::search::anneal::Rng;
use crate::solve::search::partition::{Partition, Scope};
use crate::solve::search::problem::{LEADER, NONE, SECRETARY};

/// Longest cycle tried.
const LONGEST: usize = 6;

/// Annealing on what one part owns.
pub struct Annealer<'r, 'f, 'n, 'p, 'a> {
    flows: &'f mut Flows<'n, 'p, 'a>,
    scope: Scope<'r>,
    villages: Vec<u32>,
    agencies: Vec<u32>,
    /// Millipoints.
    pub temperature: f64,
    /// What a better match of needs may save on each slot moved, about.
    need: f64,
    rng: Rng,
}

impl<'r, 'f, 'n, 'p, 'a> Annealer<'r, 'f, 'n, 'p, 'a> {
    /// An annealer of `part`.
    pub fn new(
        flows: &'f mut Flows<'n, 'p, 'a>,
        partition: &'r Partition,
        part: u32,
        temperature: f64,
        rng: Rng,
    ) -> Self {
        let owned = |owners: &[u32]| -> Vec<u32> {
            (0..owners.len() as u32).filter(|&i| owners[i as usize] == part).collect()
        };
        let largest = flows.network.needs.iter().flatten().copied().max().unwrap_or(0);
        Self {
            scope: Scope::of(partition, part),
            villages: owned(&partition.village),
            agencies: owned(&partition.agency),
            temperature,
            need: largest as f64 / 5.0,
            flows,
            rng,
        }
    }

    /// Tries `moves` moves, or fewer if told to stop.
    pub fn run(&mut self, moves: u64, control: &Control) {
        const PATIENCE: u64 = 256;
        if self.villages.is_empty() || self.agencies.is_empty() {
            return;
        }
        for i in 0..moves {
            if i % PATIENCE == 0 && control.must_stop() {
                return;
            }
            self.step();
        }
    }

    fn step(&mut self) {
        let cost = self.flows.cost;
        let done = match self.rng.random_range(0..32_u32) {
            0 | 1 => self.lead(),
            2 => self.seat(),
            _ => self.cycle(),
        };
        let accepted = done.is_some() && self.accept(self.flows.cost - cost);
        if accepted {
            self.flows.commit();
        } else {
            self.flows.rollback();
        }
    }

    /// Differences that worsen the cost, of moves tried and undone: what sets the temperature.
    pub fn samples(&mut self, moves: usize) -> Vec<i64> {
        let mut worse = Vec::new();
        self.temperature = 1e12;
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

    fn accept(&mut self, delta: i64) -> bool {
        delta <= 0 || {
            let worse = delta as f64 / self.temperature;
            worse < 30.0 && self.rng.random::<f64>() < (-worse).exp()
        }
    }

    fn agency(&self, g: u16) -> u32 {
        self.flows.network.groups[usize::from(g)].agency
    }

    fn owns(&self, g: u16) -> bool {
        let agency = self.agency(g);
        agency == NONE || self.scope.owns_agency(agency)
    }

    fn kind(&self, g: u16) -> usize {
        self.flows.network.groups[usize::from(g)].kind
    }

    fn village(&mut self) -> u32 {
        self.villages[self.rng.random_range(0..self.villages.len())]
    }

    /// A place of group `g` other than `v`.
    fn place(&mut self, g: u16, v: u32) -> Option<u32> {
        let from = *self.flows.places[usize::from(g)].choose(&mut self.rng)?;
        let idle = self.flows.network.idle();
        (from != v && (from == idle || self.scope.owns_village(from))).then_some(from)
    }

    /// A random cycle, walked backwards from the place that gives way.
    fn cycle(&mut self) -> Option<()> {
        let v = self.village();
        let first = *self.flows.present[v as usize].choose(&mut self.rng)?;
        if !self.owns(first) {
            return None;
        }
        let idle = self.flows.network.idle();
        let length = [2, 2, 2, 3, 3, 3, 4, 4, 5, 6][self.rng.random_range(0..10)];
        let mut ways = [Transfer { group: first, from: v, to: v }; LONGEST];
        let (mut count, mut to) = (0, v);
        while count + 1 < length {
            let b = if self.rng.random_range(0..8_u32) == 0 {
                let a = self.agencies[self.rng.random_range(0..self.agencies.len())];
                *self.flows.network.groups_of[a as usize].choose(&mut self.rng)?
            } else {
                *self.flows.present[to as usize].choose(&mut self.rng)?
            };
            let from = self.place(b, to)?;
            if !self.owns(b) || b == first && from == v {
                return None;
            }
            ways[count] = Transfer { group: b, from, to };
            (count, to) = (count + 1, from);
            if from == idle {
                break;
            }
        }
        if to == v {
            return None;
        }
        ways[count] = Transfer { group: first, from: v, to };
        self.send(&ways[..=count])
    }

    /// Sends slots along the ways, if that is allowed and promises anything.
    fn send(&mut self, ways: &[Transfer]) -> Option<()> {
        let most = ways.iter().map(|t| self.flows.units(t.group, t.from)).min()?;
        let most = most.min(i64::from(u16::MAX) / 2);
        if most <= 0 {
            return None;
        }
        let units = if self.rng.random_range(0..5_u32) < 3 {
            most
        } else {
            self.rng.random_range(1..=most)
        };
        let allowance = 8.0 * self.temperature + self.need * units as f64;
        if self.estimate(ways, units)? as f64 > allowance {
            return None;
        }
        for (i, &way) in ways.iter().enumerate() {
            self.flows.transfer(way, units);
            let gives = ways[if i == 0 { ways.len() - 1 } else { i - 1 }].group;
            self.flows.rematch(way.to, self.kind(gives), self.kind(way.group), units)?;
        }
        let keeps = |t: &Transfer| {
            let agency = self.agency(t.group);
            agency == NONE
                || (self.flows.keeps_limits(agency) && self.flows.units(t.group, t.from) >= 0)
        };
        ways.iter().all(keeps).then_some(())
    }

    /// Difference in travel and links, `None` where a way is barred.
    fn estimate(&self, ways: &[Transfer], units: i64) -> Option<i64> {
        let network = self.flows.network;
        let p = network.problem;
        let mut delta = 0;
        for t in ways {
            let (a, row) = (self.agency(t.group), usize::from(t.group) * p.villages);
            if t.to != network.idle() {
                delta += network.unit[row + t.to as usize] * units;
                if a != NONE && !self.flows.is_attached(a, t.to) {
                    if p.barred[a as usize * p.villages + t.to as usize] {
                        return None;
                    }
                    delta += p.link(a as usize, t.to as usize);
                }
            }
            if t.from != network.idle() {
                delta -= network.unit[row + t.from as usize] * units;
                if a != NONE
                    && self.flows.served(a, t.from) <= units
                    && self.flows.lead[t.from as usize] != a
                {
                    delta -= p.link(a as usize, t.from as usize);
                }
            }
        }
        Some(delta)
    }

    /// Another lead of a village; where that one leads enough, one of its villages goes to the
    /// former lead.
    fn lead(&mut self) -> Option<()> {
        let v = self.village();
        let before = self.flows.lead[v as usize];
        let b = if self.rng.random_range(0..3_u32) == 0 {
            self.agencies[self.rng.random_range(0..self.agencies.len())]
        } else {
            let group = *self.flows.present[v as usize].choose(&mut self.rng)?;
            self.agency(group)
        };
        let owned = |a: u32| a == NONE || self.scope.owns_agency(a);
        if b == NONE || b == before || !owned(b) || !owned(before) || !self.flows.may_lead(b, v) {
            return None;
        }
        let led = &self.flows.led[b as usize];
        let mut swap = NONE;
        if led.len() >= usize::from(self.flows.network.max_leads[b as usize]) {
            swap = *led.choose(&mut self.rng)?;
            let may_swap = before == NONE || self.flows.may_lead(before, swap);
            if !self.scope.owns_village(swap) || !may_swap {
                return None;
            }
            self.flows.set_lead(swap, NONE);
        }
        self.flows.set_lead(v, b);
        if swap != NONE && before != NONE {
            self.flows.set_lead(swap, before);
            self.fill_team(before, swap)?;
            self.bring_team(swap, v, b)?;
        }
        self.fill_team(b, v)?;
        self.bring_team(v, swap, before)?;
        let keeps = |a: u32| a == NONE || self.flows.keeps_limits(a);
        (keeps(b) && keeps(before)).then_some(())
    }

    /// Another class of cadres on one place of a team.
    fn seat(&mut self) -> Option<()> {
        let size = self.flows.network.problem.team_size;
        let v = self.village();
        let a = self.flows.lead[v as usize];
        if size == 0 || a == NONE || !self.scope.owns_agency(a) {
            return None;
        }
        let place = self.rng.random_range(0..size);
        let before = self.flows.seats[v as usize * size + place];
        let class = *self.flows.network.classes_of[a as usize][place.min(2)].choose(&mut self.rng)?;
        let fits = self.flows.is_free(class) && self.flows.network.may_serve(class, v, place);
        if class == before || !fits {
            return None;
        }
        self.flows.seat(v, place, class);
        self.bring_team(v, NONE, NONE)
    }

    /// Fills the empty places on the team of `v`, which `a` leads: cheap first secretaries, groups
    /// at work there, and nobody who is needed for a scarcer place.
    fn fill_team(&mut self, a: u32, v: u32) -> Option<()> {
        const AWAY: i64 = 3_000;
        const SCARCE: i64 = 5_000;
        const NOISE: i64 = 3_000;
        let network = self.flows.network;
        for place in 0..network.problem.team_size {
            let mut best = None;
            for &id in &network.classes_of[a as usize][place.min(2)] {
                if !self.flows.is_free(id) || !network.may_serve(id, v, place) {
                    continue;
                }
                let class = &network.classes[usize::from(id)];
                let taken = self.flows.team_slots(class.group, v);
                let here = self.flows.units(class.group, v) - taken;
                let mut cost = AWAY * (class.slots - here).clamp(0, class.slots);
                if place == SECRETARY {
                    cost += class.secretary_cost;
                }
                let wanted = |own: usize| class.scarce[own] && place != own;
                cost += SCARCE * (i64::from(wanted(LEADER)) + i64::from(wanted(SECRETARY)));
                cost += self.rng.random_range(0..NOISE);
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, id));
                }
            }
            self.flows.seat(v, place, best?.1);
        }
        Some(())
    }

    /// Brings the slots that the team of `v` lacks.
    fn bring_team(&mut self, v: u32, from: u32, other: u32) -> Option<()> {
        let size = self.flows.network.problem.team_size;
        for seat in v as usize * size..(v as usize + 1) * size {
            let class = self.flows.seats[seat];
            if class == NO_CLASS {
                continue;
            }
            let group = self.flows.network.classes[usize::from(class)].group;
            let missing = self.flows.team_slots(group, v) - self.flows.units(group, v);
            let may_idle = self.flows.spare(group) >= 0 && self.rng.random_range(0..2_u32) == 0;
            if missing > 0 && !may_idle {
                self.bring(group, missing, v, from, other)?;
            }
        }
        Some(())
    }

    /// Brings at least `missing` slots of a group to `v`, from `from` if it can, in exchange for
    /// slots there, those of `other` if it can.
    fn bring(&mut self, group: u16, missing: i64, v: u32, from: u32, other: u32) -> Option<()> {
        let source = if from != NONE && self.flows.units(group, from) >= missing {
            from
        } else {
            self.place(group, v)?
        };
        let partner = self.partner(v, other, missing)?;
        if partner == group {
            return None;
        }
        let most = self.flows.units(group, source).min(self.flows.units(partner, v));
        if most < missing {
            return None;
        }
        let units = if self.rng.random_range(0..2_u32) == 0 {
            missing
        } else {
            self.rng.random_range(missing..=most)
        };
        let barred = |g: u16, v: u32| {
            let (agency, p) = (self.agency(g), self.flows.network.problem);
            v != self.flows.network.idle()
                && agency != NONE
                && p.barred[agency as usize * p.villages + v as usize]
        };
        if barred(group, v) || barred(partner, source) {
            return None;
        }
        self.flows.transfer(Transfer { group, from: source, to: v }, units);
        self.flows.rematch(v, self.kind(partner), self.kind(group), units)?;
        self.flows.transfer(Transfer { group: partner, from: v, to: source }, units);
        self.flows.rematch(source, self.kind(group), self.kind(partner), units)?;
        let agency = self.agency(partner);
        (agency == NONE || self.flows.keeps_limits(agency)).then_some(())
    }

    /// An owned group with enough slots in `v` to give way, of agency `other` if there is one.
    fn partner(&mut self, v: u32, other: u32, units: i64) -> Option<u16> {
        let present = &self.flows.present[v as usize];
        let fits = |g: &u16| self.owns(*g) && self.flows.units(*g, v) >= units;
        let preferred = present.iter().copied().find(|g| self.agency(*g) == other && fits(g));
        let any = *present.choose(&mut self.rng)?;
        preferred.or((self.owns(any) && self.flows.units(any, v) >= units).then_some(any))
    }
}
