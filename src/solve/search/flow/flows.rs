//! A solution of the aggregated problem, its cost kept exactly up to date.

use super::needs::{KINDS, Margins, Matching, NOBODY};
use super::network::{NO_CLASS, Network};
use crate::solve::search::problem::{NONE, SECRETARY};
use crate::solve::search::state::State;

/// Millipoints for each slot that a team lacks.
const SHORT: i64 = 200_000;

/// Millipoints for each village without lead agency.
const LEADLESS: i64 = 20_000_000;

/// Millipoints for each empty place on a team.
const VACANT: i64 = 5_000_000;

/// Slots of a group that go to another village; [`Network::idle`] may stand on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The group.
    pub group: u16,
    /// Where they come from.
    pub from: u32,
    /// Where they go.
    pub to: u32,
}

/// One change, as the journal keeps it for undoing.
#[derive(Clone, Copy, Debug)]
enum Change {
    Moved(Transfer, i64),
    Rematched(u32, Matching, i64, Shift),
    Led(u32, u32, u32),
    Seated(u32, u32, u32),
}

impl Change {
    /// What was done, with `size` places on each team.
    fn step(&self, size: usize) -> Step {
        match *self {
            Self::Moved(transfer, units) => Step::Transfer(transfer, units),
            Self::Rematched(v, _, _, (from, to, units)) => {
                Step::Rematch(v, usize::from(from), usize::from(to), units)
            }
            Self::Led(v, before, after) => Step::Lead(v, before, after),
            Self::Seated(seat, _, class) => {
                Step::Seat(seat / size as u32, seat as usize % size, class)
            }
        }
    }
}

/// Kinds of helpers, from and to, and how many.
type Shift = (u8, u8, i64);

/// One step of a move, as it can be made again elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// [`Flows::transfer`].
    Transfer(Transfer, i64),
    /// [`Flows::rematch`]: village, kinds from and to, units.
    Rematch(u32, usize, usize, i64),
    /// [`Flows::set_lead`]: village, lead before and after.
    Lead(u32, u32, u32),
    /// [`Flows::seat`]: village, place and class.
    Seat(u32, usize, u32),
    /// The end of a move, and what it may cost.
    End(i64),
}

/// See the module.
#[derive(Clone)]
pub struct Flows<'n, 'p, 'a> {
    /// What is solved.
    pub network: &'n Network<'p, 'a>,
    /// Slots by group and village, the idle ones last.
    x: Vec<i32>,
    /// Groups with slots in each village.
    pub present: Vec<Vec<u16>>,
    /// Villages (idle included) where each group has slots.
    pub places: Vec<Vec<u32>>,
    /// Slots by agency and village, overload included.
    pub(super) served: Vec<i32>,
    /// Lead agency by village.
    pub lead: Vec<u32>,
    /// Villages led by agency.
    pub led: Vec<Vec<u32>>,
    links: Vec<u16>,
    matching: Vec<Matching>,
    /// Margins of each village's matching, where not stale.
    margins: Vec<Margins>,
    stale: Vec<bool>,
    pub(super) excess: Vec<i64>,
    pub(super) households: Vec<i64>,
    /// Classes by village and place on its team.
    pub seats: Vec<u32>,
    /// Cadres on teams, by class.
    taken: Vec<u16>,
    /// Slots that teams take without helping anyone, by group.
    idle_team: Vec<i64>,
    /// The cost, millipoints.
    pub cost: i64,
    journal: Vec<Change>,
    /// Steps of the moves kept since the record began; `None` where nobody asks for them.
    record: Option<Vec<Step>>,
}

impl<'n, 'p, 'a> Flows<'n, 'p, 'a> {
    /// No slots used, nobody leads.
    fn empty(network: &'n Network<'p, 'a>) -> Self {
        let p = network.problem;
        let (agencies, villages) = (p.agencies, p.villages);
        let idle = network.idle();
        let mut flows = Self {
            network,
            x: vec![0; network.groups.len() * (villages + 1)],
            present: vec![Vec::new(); villages],
            places: vec![Vec::new(); network.groups.len()],
            served: vec![0; agencies * villages],
            lead: vec![NONE; villages],
            led: vec![Vec::new(); agencies],
            links: vec![0; agencies],
            matching: network.causes.iter().map(|&causes| Matching::new(causes)).collect(),
            margins: vec![Margins::default(); villages],
            stale: vec![true; villages],
            excess: vec![0; agencies],
            households: vec![0; agencies],
            seats: vec![NO_CLASS; villages * p.team_size],
            taken: vec![0; network.classes.len()],
            idle_team: vec![0; network.groups.len()],
            cost: 0,
            journal: Vec::new(),
            record: None,
        };
        flows.cost += (0..agencies).map(|a| p.orphan[a] + p.share(a, 0)).sum::<i64>();
        let change = |h: &u32| *h != NONE;
        flows.cost += LEADLESS * villages as i64 + VACANT * flows.seats.len() as i64;
        flows.cost += p.change * p.previous_of.iter().filter(|h| change(h)).count() as i64;
        for a in 0..agencies {
            for v in 0..villages {
                if p.pinned[a * villages + v] {
                    flows.link(a, v as u32, 1);
                }
            }
        }
        for (g, group) in network.groups.iter().enumerate() {
            flows.add(g as u16, idle, group.supply);
        }
        flows.commit();
        flows
    }

    /// Aggregates a plan in progress.
    pub fn of(network: &'n Network<'p, 'a>, state: &State) -> Self {
        let p = network.problem;
        let idle = network.idle();
        let mut flows = Self::empty(network);
        for (v, &a) in state.lead.iter().enumerate() {
            // A lead that cannot be staffed is none.
            let most = |a: u32| usize::from(network.max_leads[a as usize]);
            if a != NONE && flows.led[a as usize].len() < most(a) {
                flows.set_lead(v as u32, a);
                for place in 0..p.team_size {
                    let c = state.team[v * p.team_size + place];
                    if c != NONE {
                        flows.seat(v as u32, place, network.class_of[c as usize]);
                    }
                }
            }
        }
        let mut over = vec![0_u16; p.cadres.len()];
        for (h, &c) in state.helper.iter().enumerate() {
            let v = p.village_of[h];
            let group = if c == NONE {
                network.nobody()
            } else {
                let facts = &p.cadres[c as usize];
                over[c as usize] += 1;
                let within = over[c as usize] <= facts.quota.min(facts.capacity);
                let own = |&&g: &&u16| {
                    let group = &network.groups[usize::from(g)];
                    group.origin == facts.origin && group.overload
                };
                let above = || network.groups_of[facts.agency as usize].iter().find(own).copied();
                let group = if within { network.group_of(c) } else { above() };
                group.unwrap_or(network.nobody()) // never: each cadre is in a group
            };
            flows.transfer(Transfer { group, from: idle, to: v }, 1);
            let kind = network.groups[usize::from(group)].kind;
            let matched = flows.rematch(v, NOBODY, kind, 1);
            debug_assert!(matched.is_some(), "every household was without helper");
        }
        flows.commit();
        flows
    }

    /// The same flows, leads and teams, everything that follows from them counted anew and the needs
    /// matched anew: a witness that moves keep the books.
    #[must_use]
    pub fn rebuilt(&self) -> Self {
        let network = self.network;
        let mut flows = Self::empty(network);
        flows.adopt(self);
        for (v, matching) in flows.matching.iter_mut().enumerate() {
            let mut kinds = [0; KINDS];
            for (g, group) in network.groups.iter().enumerate() {
                kinds[group.kind] += self.units(g as u16, v as u32) as u16;
            }
            let mut anew = Matching::new(network.causes[v]);
            for (kind, &count) in kinds.iter().enumerate() {
                let matched = anew.shift(&network.needs, NOBODY, kind, count);
                debug_assert!(matched.is_some(), "as many slots as households");
            }
            flows.cost += anew.cost(&network.needs) - matching.cost(&network.needs);
            *matching = anew;
        }
        flows
    }

    /// Slots of a group in a village.
    #[inline]
    pub fn units(&self, g: u16, v: u32) -> i64 {
        i64::from(self.x[usize::from(g) * (self.network.problem.villages + 1) + v as usize])
    }

    /// Slots of an agency in a village.
    #[inline]
    pub fn served(&self, a: u32, v: u32) -> i64 {
        i64::from(self.served[a as usize * self.network.problem.villages + v as usize])
    }

    /// Whether the agency is attached.
    #[inline]
    pub fn is_attached(&self, a: u32, v: u32) -> bool {
        let pair = a as usize * self.network.problem.villages + v as usize;
        self.served[pair] > 0 || self.lead[v as usize] == a || self.network.problem.pinned[pair]
    }

    /// Whether the agency is, or may yet be, attached.
    #[inline]
    pub fn may_attach(&self, a: u32, v: u32) -> bool {
        let p = self.network.problem;
        self.is_attached(a, v)
            || (self.links[a as usize] < p.max_villages[a as usize]
                && !p.barred[a as usize * p.villages + v as usize])
    }

    /// Whether the agency may lead the village, its present leads put aside.
    pub fn may_lead(&self, a: u32, v: u32) -> bool {
        let p = self.network.problem;
        let pair = a as usize * p.villages + v as usize;
        let required = p.required_lead[v as usize];
        (required == NONE || required == a)
            && !p.lead_barred[pair]
            && !p.barred[pair]
            && self.network.max_leads[a as usize] > 0
    }

    /// Moves slots; the needs of the villages are not matched anew ([`Flows::rematch`]).
    pub fn transfer(&mut self, t: Transfer, units: i64) {
        self.transfer_unlogged(t, units);
        self.journal.push(Change::Moved(t, units));
    }

    /// Matches a village's needs after helpers of one kind gave way to those of another; `None`,
    /// with nothing done, where there were not as many of the one kind.
    #[must_use]
    pub fn rematch(&mut self, v: u32, from: usize, to: usize, units: i64) -> Option<()> {
        if v == self.network.idle() || from == to {
            return Some(());
        }
        let before = self.matching[v as usize];
        let mut matching = before;
        let delta = matching.shift(&self.network.needs, from, to, units as u16)?;
        self.matching[v as usize] = matching;
        self.cost += delta;
        let shift = (from as u8, to as u8, units);
        self.journal.push(Change::Rematched(v, before, delta, shift));
        Some(())
    }

    /// Makes `a` ([`NONE`]: nobody) the lead of `v`, its team empty.
    pub fn set_lead(&mut self, v: u32, a: u32) {
        for place in 0..self.network.problem.team_size {
            self.seat(v, place, NO_CLASS);
        }
        self.journal.push(Change::Led(v, self.lead[v as usize], a));
        self.set_lead_unlogged(v, a);
    }

    /// Puts a cadre of `class` ([`NO_CLASS`]: nobody) on a place of the team of `v`.
    pub fn seat(&mut self, v: u32, place: usize, class: u32) {
        let seat = v as usize * self.network.problem.team_size + place;
        if self.seats[seat] != class {
            self.journal.push(Change::Seated(seat as u32, self.seats[seat], class));
            self.seat_unlogged(seat, class);
        }
    }

    /// Whether a cadre of the class sits on no team.
    pub fn is_free(&self, class: u32) -> bool {
        let class = class as usize;
        usize::from(self.taken[class]) < self.network.classes[class].cadres.len()
    }

    /// Slots of group `g` that the team of `v` takes.
    pub fn team_slots(&self, g: u16, v: u32) -> i64 {
        let size = self.network.problem.team_size;
        let seats = &self.seats[v as usize * size..(v as usize + 1) * size];
        let own = seats.iter().filter(|&&class| class != NO_CLASS);
        own.map(|&class| &self.network.classes[class as usize])
            .filter(|class| class.group == g)
            .map(|class| class.slots)
            .sum()
    }

    /// Unused slots of a group, those of team members without households left out.
    pub fn spare(&self, g: u16) -> i64 {
        self.units(g, self.network.idle()) - self.idle_team[usize::from(g)]
    }

    /// Undoes everything since the last [`Flows::commit`].
    pub fn rollback(&mut self) {
        while let Some(change) = self.journal.pop() {
            match change {
                Change::Moved(t, units) => self.transfer_unlogged(t, -units),
                Change::Led(v, before, _) => self.set_lead_unlogged(v, before),
                Change::Seated(seat, before, _) => self.seat_unlogged(seat as usize, before),
                Change::Rematched(v, before, delta, _) => {
                    self.matching[v as usize] = before;
                    self.cost -= delta;
                }
            }
        }
    }

    /// Forgets the journal: what was done stays.
    pub fn commit(&mut self) {
        for change in self.journal.drain(..) {
            if let Change::Rematched(v, ..) = change {
                self.stale[v as usize] = true;
            }
        }
    }

    /// Forgets the journal, and records the move, which might cost `limit`, if moves are recorded.
    pub fn keep(&mut self, limit: i64) {
        if let Some(record) = &mut self.record {
            let size = self.network.problem.team_size;
            record.extend(self.journal.iter().map(|change| change.step(size)));
            record.push(Step::End(limit));
        }
        self.commit();
    }

    /// Begins to record the moves that are kept.
    pub fn begin_record(&mut self) {
        self.record.get_or_insert_default().clear();
    }

    /// The moves kept since [`Flows::begin_record`], which ends.
    pub fn end_record(&mut self) -> Vec<Step> {
        self.record.take().unwrap_or_default()
    }

    /// Least cost of one household of `v` going from helpers of one kind to those of another; valid
    /// between moves.
    pub fn margin(&mut self, v: u32, from: usize, to: usize) -> i64 {
        let v = v as usize;
        if self.stale[v] {
            self.margins[v] = self.matching[v].margins(&self.network.needs);
            self.stale[v] = false;
        }
        i64::from(self.margins[v][from][to]) * self.network.needs.scale
    }

    /// Attachments of an agency.
    pub fn links(&self, a: u32) -> u16 {
        self.links[a as usize]
    }

    /// Whether no agency has more attachments than it may.
    pub fn keeps_limits(&self, a: u32) -> bool {
        self.links[a as usize] <= self.network.problem.max_villages[a as usize]
    }

    fn transfer_unlogged(&mut self, t: Transfer, units: i64) {
        self.add(t.group, t.from, -units);
        self.add(t.group, t.to, units);
    }

    fn seat_unlogged(&mut self, seat: usize, class: u32) {
        let size = self.network.problem.team_size;
        let (v, place) = ((seat / size) as u32, seat % size);
        let before = std::mem::replace(&mut self.seats[seat], NO_CLASS);
        let network = self.network;
        for (class, sign) in [(before, -1), (class, 1)] {
            if class == NO_CLASS {
                continue;
            }
            let facts = &network.classes[class as usize];
            let needed = self.team_slots(facts.group, v) - self.units(facts.group, v);
            let idle = (needed + facts.slots).max(0) - needed.max(0);
            self.short_of(facts.group, |flows| {
                flows.idle_team[usize::from(facts.group)] += sign * idle;
            });
            let secretary = if place == SECRETARY { facts.secretary_cost } else { 0 };
            self.cost += sign * (secretary - VACANT);
            let taken = &mut self.taken[class as usize];
            *taken = taken.wrapping_add_signed(sign as i16);
        }
        self.seats[seat] = class;
    }

    fn add(&mut self, g: u16, v: u32, units: i64) {
        let network = self.network;
        let (p, group) = (network.problem, &network.groups[usize::from(g)]);
        let place = usize::from(g) * (p.villages + 1) + v as usize;
        let before = i64::from(self.x[place]);
        let after = before + units;
        let agency = group.agency;
        if v == network.idle() {
            self.short_of(g, |flows| flows.x[place] = after as i32);
        } else {
            if agency != NONE && self.lead[v as usize] == agency {
                let needs = self.team_slots(g, v);
                let more = (needs - after).max(0) - (needs - before).max(0);
                self.short_of(g, |flows| flows.idle_team[usize::from(g)] += more);
            }
            self.x[place] = after as i32;
        }
        let (places, present) =
            (&mut self.places[usize::from(g)], self.present.get_mut(v as usize));
        if before == 0 {
            places.push(v);
            present.into_iter().for_each(|list| list.push(g));
        } else if after == 0 {
            remove(places, &v);
            present.into_iter().for_each(|list| remove(list, &g));
        }
        if v == network.idle() {
            return;
        }
        let pair = usize::from(g) * p.villages + v as usize;
        self.cost += network.unit[pair] * units;
        if network.known[pair] > 0 {
            let known = i64::from(network.known[pair]);
            self.cost -= p.change * (after.min(known) - before.min(known));
        }
        if agency != NONE {
            self.add_agency(agency, group.origin, v, units);
        }
    }

    fn add_agency(&mut self, a: u32, origin: u32, v: u32, units: i64) {
        let p = self.network.problem;
        let ai = a as usize;
        let before = p.balance(self.excess[ai]) + p.share(ai, self.households[ai]);
        self.excess[ai] += units * (p.metres(origin, v) - p.allowance);
        self.households[ai] += units;
        self.cost += p.balance(self.excess[ai]) + p.share(ai, self.households[ai]) - before;
        let was = self.is_attached(a, v);
        let pair = ai * p.villages + v as usize;
        self.served[pair] += units as i32;
        let is = self.is_attached(a, v);
        if was != is {
            self.link(ai, v, if is { 1 } else { -1 });
        }
    }

    /// Does what changes a group's spare slots or those its teams need, and charges the shortage.
    #[inline]
    fn short_of(&mut self, g: u16, change: impl FnOnce(&mut Self)) {
        let short = |flows: &Self| SHORT * (-flows.spare(g)).max(0);
        self.cost -= short(self);
        change(self);
        self.cost += short(self);
    }

    fn link(&mut self, a: usize, v: u32, sign: i64) {
        let p = self.network.problem;
        let orphan = |links: u16| if links == 0 { p.orphan[a] } else { 0 };
        self.cost -= orphan(self.links[a]);
        self.links[a] = self.links[a].wrapping_add_signed(sign as i16);
        self.cost += orphan(self.links[a]) + sign * p.link(a, v as usize);
    }

    fn set_lead_unlogged(&mut self, v: u32, a: u32) {
        let before = self.lead[v as usize];
        for (agency, sign) in [(before, -1), (a, 1)] {
            if agency == NONE {
                continue;
            }
            let ai = agency as usize;
            self.lead[v as usize] = NONE;
            let attached = self.is_attached(agency, v);
            if sign > 0 {
                self.lead[v as usize] = agency;
                self.led[ai].push(v);
            } else {
                remove(&mut self.led[ai], &v);
            }
            if !attached {
                self.link(ai, v, sign);
            }
            self.cost += sign * (self.network.problem.lead(ai, v as usize) - LEADLESS);
        }
        if a == NONE {
            self.lead[v as usize] = NONE;
        }
    }

    /// Takes the leads, teams and slots of other flows; the needs are not matched.
    fn adopt(&mut self, other: &Self) {
        let villages = self.network.problem.villages as u32;
        let idle = self.network.idle();
        let size = self.network.problem.team_size;
        for v in 0..villages {
            self.set_lead(v, other.lead[v as usize]);
            for place in 0..size {
                self.seat(v, place, other.seats[v as usize * size + place]);
            }
        }
        for group in 0..self.network.groups.len() as u16 {
            for v in 0..villages {
                let units = other.units(group, v);
                if units != 0 {
                    self.transfer(Transfer { group, from: idle, to: v }, units);
                }
            }
        }
        self.commit();
    }
}

fn remove<T: PartialEq>(list: &mut Vec<T>, item: &T) {
    if let Some(place) = list.iter().position(|x| x == item) {
        list.swap_remove(place);
    }
}
