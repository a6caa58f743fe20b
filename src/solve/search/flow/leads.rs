//! Who leads, and whose cadres sit on the teams: moves of the aggregated problem.
//!
//! A change of lead brings the new team's slots along.

use rand::RngExt;
use rand::seq::IndexedRandom;

use super::anneal::Annealer;
use super::flows::Transfer;
use super::network::NO_CLASS;
use crate::solve::search::problem::{LEADER, NONE, SECRETARY};

/// Most villages in a chain of new leads.
const LONGEST_CHAIN: usize = 4;
/// Chains drawn until one promises something.
const TRIED_CHAINS: usize = 4;

impl Annealer<'_, '_, '_, '_> {
    /// A chain of new leads: a village goes to another agency; where that one leads enough, one of
    /// its villages goes to the next, the last one to the agency that led the first.
    pub(super) fn lead(&mut self) -> Option<()> {
        let mut chain = [(NONE, NONE, NONE); LONGEST_CHAIN];
        let count = (0..TRIED_CHAINS).find_map(|_| {
            let count = self.draw_chain(&mut chain)?;
            self.promises(&chain[..count]).then_some(count)
        })?;
        let chain = &chain[..count];
        for &(v, ..) in chain {
            self.flows.set_lead(v, NONE);
        }
        for &(v, _, after) in chain {
            self.flows.set_lead(v, after);
        }
        for (i, &(v, before, after)) in chain.iter().enumerate() {
            // the village that the new lead led until now comes next in the chain
            let from = if count == 1 { NONE } else { chain[(i + 1) % count].0 };
            let came_from = chain[(i + 1) % count].1 == after;
            self.fill_team(after, v)?;
            self.bring_team(v, if came_from { from } else { NONE }, before)?;
        }
        let keeps = |a: u32| a == NONE || self.flows.keeps_limits(a);
        chain.iter().all(|&(_, before, after)| keeps(before) && keeps(after)).then_some(())
    }

    /// Villages with their present and their next lead; `None` where what was drawn is not allowed.
    fn draw_chain(&mut self, chain: &mut [(u32, u32, u32); LONGEST_CHAIN]) -> Option<usize> {
        let first = self.village();
        let first_lead = self.flows.lead[first as usize];
        let (mut v, mut before) = (first, first_lead);
        for count in 0..LONGEST_CHAIN {
            let closes = count > 0
                && first_lead != NONE
                && (count + 1 == LONGEST_CHAIN || self.rng.random_range(0..5_u32) < 3);
            let b = if closes {
                first_lead
            } else if self.rng.random_range(0..3_u32) == 0 {
                self.rng.random_range(0..self.flows.network.problem.agencies) as u32
            } else {
                let group = *self.flows.present[v as usize].choose(&mut self.rng)?;
                self.agency(group)
            };
            let again = chain[..count].iter().any(|&(_, _, after)| after == b);
            if again || b == NONE || b == before || !self.flows.may_lead(b, v) {
                return None;
            }
            chain[count] = (v, before, b);
            let led = &self.flows.led[b as usize];
            let most = usize::from(self.flows.network.max_leads[b as usize]);
            if closes || b == first_lead || led.len() < most {
                return Some(count + 1);
            }
            v = *led.choose(&mut self.rng)?;
            before = b;
            if chain[..=count].iter().any(|c| c.0 == v) {
                return None;
            }
        }
        None
    }

    /// Whether new leads may be within `self.limit`, by what types and attachments alone cost.
    fn promises(&self, chain: &[(u32, u32, u32)]) -> bool {
        let p = self.flows.network.problem;
        let mut delta = 0;
        for &(v, before, after) in chain {
            delta += p.lead(after as usize, v as usize);
            if !self.flows.is_attached(after, v) {
                delta += p.link(after as usize, v as usize);
            }
            if before == NONE {
                return true;
            }
            delta -= p.lead(before as usize, v as usize);
            if self.flows.served(before, v) == 0 {
                delta -= p.link(before as usize, v as usize);
            }
        }
        delta as f64 <= self.limit as f64 + 4.0 * self.temperature
    }

    /// Another class of cadres on one place of a team.
    pub(super) fn seat(&mut self) -> Option<()> {
        let size = self.flows.network.problem.team_size;
        let v = self.village();
        let a = self.flows.lead[v as usize];
        if size == 0 || a == NONE {
            return None;
        }
        let place = self.rng.random_range(0..size);
        let before = self.flows.seats[v as usize * size + place];
        let class =
            *self.flows.network.classes_of[a as usize][place.min(2)].choose(&mut self.rng)?;
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
                let class = &network.classes[id as usize];
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
            let group = self.flows.network.classes[class as usize].group;
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
        let fits = |g: &u16| self.flows.units(*g, v) >= units;
        let preferred = present.iter().copied().find(|g| self.agency(*g) == other && fits(g));
        let any = *present.choose(&mut self.rng)?;
        preferred.or(fits(&any).then_some(any))
    }
}
