//! The search's plan in progress: flat arrays, the cost kept exactly up to date.
//!
//! Six primitives change a state: [`State::drop`] and [`State::give`] a household,
//! [`State::seat`] and [`State::unseat`] a team place, [`State::set_lead`]. Each keeps every sum
//! and the cost in integers, and each can be undone, so that a compound move is tried by doing it
//! and rolled back to a [`State::mark`] when it does not please. Households without helper and
//! empty team places are allowed at [`PENALTY`] each: the elastic relaxation.

use std::collections::BTreeSet;

use super::problem::{NONE, PENALTY, Problem, SECRETARY};
use crate::model::{AgencyId, CadreId, Plan, Start, Team};

/// One primitive change, as the journal keeps it for undoing.
#[derive(Clone, Copy, Debug)]
enum Change {
    Dropped { h: u32, c: u32 },
    Given { h: u32 },
    Seated { v: u32, place: u32 },
    Unseated { v: u32, place: u32, c: u32 },
    Led { v: u32, before: u32 },
}

/// A position in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(usize);

/// See the module.
#[derive(Clone)]
pub struct State<'p, 'a> {
    /// What is being planned.
    pub problem: &'p Problem<'a>,
    /// Helper by household.
    pub helper: Vec<u32>,
    /// Village where the cadre has duties, by cadre.
    pub post: Vec<u32>,
    /// Households helped, by cadre.
    pub load: Vec<u16>,
    /// Whether the cadre sits on a team.
    pub on_team: Vec<bool>,
    /// Lead agency by village, [`NONE`] only during construction.
    pub lead: Vec<u32>,
    /// Villages led, by agency.
    pub leads: Vec<u16>,
    /// Team places, village-major, `problem.team_size` each.
    pub team: Vec<u32>,
    /// Cadres with duties in each village, in no order that matters to the result's meaning.
    pub present: Vec<Vec<u32>>,
    /// Available cadres without duties, by agency.
    pub idle: Vec<Vec<u32>>,
    /// Villages each agency is attached to.
    pub attached: Vec<Vec<u32>>,
    /// Cost with penalties, millipoints.
    pub cost: i64,
    /// Households without helper.
    pub unhelped: u32,
    /// Empty team places.
    pub unstaffed: u32,
    /// Households helped, by agency.
    pub households: Vec<i64>,
    /// Metres beyond the allowance summed over its households, by agency.
    pub excess: Vec<i64>,
    held: Vec<u32>,
    place_in_held: Vec<u16>,
    /// Position in `present` of the village, or in `idle` of the agency.
    place_in_list: Vec<u32>,
    duty: Vec<u16>,
    units: Vec<u16>,
    journal: Vec<Change>,
}

impl<'p, 'a> State<'p, 'a> {
    /// Nobody helps, nobody leads; only what pins attach is attached.
    pub fn empty(problem: &'p Problem<'a>) -> Self {
        let (agencies, villages) = (problem.agencies, problem.villages);
        let households = problem.village_of.len();
        let seats = villages * problem.team_size;
        let mut state = Self {
            problem,
            helper: vec![NONE; households],
            post: vec![NONE; problem.cadres.len()],
            load: vec![0; problem.cadres.len()],
            on_team: vec![false; problem.cadres.len()],
            lead: vec![NONE; villages],
            leads: vec![0; agencies],
            team: vec![NONE; seats],
            present: vec![Vec::new(); villages],
            attached: vec![Vec::new(); agencies],
            cost: PENALTY * (households + seats) as i64,
            unhelped: households as u32,
            unstaffed: seats as u32,
            households: vec![0; agencies],
            excess: vec![0; agencies],
            held: vec![NONE; problem.slots],
            place_in_held: vec![0; households],
            idle: problem.cadres_of.clone(),
            place_in_list: vec![0; problem.cadres.len()],
            duty: vec![0; agencies * villages],
            units: vec![0; agencies * villages],
            journal: Vec::new(),
        };
        for a in 0..agencies {
            state.cost += problem.orphan[a] + problem.share(a, 0);
            for (place, &c) in problem.cadres_of[a].iter().enumerate() {
                state.place_in_list[c as usize] = place as u32;
            }
        }
        for a in 0..agencies {
            for v in 0..villages {
                if problem.pinned[a * villages + v] {
                    state.attach(a, v);
                }
            }
        }
        state
    }

    /// The households that `c` helps.
    #[inline]
    pub fn held(&self, c: u32) -> &[u32] {
        let first = self.problem.cadres[c as usize].slots as usize;
        &self.held[first..first + usize::from(self.load[c as usize])]
    }

    /// Cadres of `a` with duties in `v`.
    #[inline]
    pub fn duty(&self, a: u32, v: u32) -> u16 {
        self.duty[a as usize * self.problem.villages + v as usize]
    }

    /// Households of `v` that cadres of `a` help.
    #[inline]
    pub fn units(&self, a: u32, v: u32) -> i64 {
        i64::from(self.units[a as usize * self.problem.villages + v as usize])
    }

    /// Whether `a` is attached to `v`.
    #[inline]
    pub fn is_attached(&self, a: u32, v: u32) -> bool {
        self.duty(a, v) > 0
            || self.lead[v as usize] == a
            || self.problem.pinned[a as usize * self.problem.villages + v as usize]
    }

    /// Whether `a` is, or may yet be, attached to `v`.
    #[inline]
    pub fn may_attach(&self, a: u32, v: u32) -> bool {
        self.is_attached(a, v)
            || (self.attached[a as usize].len()
                < usize::from(self.problem.max_villages[a as usize])
                && !self.problem.barred[a as usize * self.problem.villages + v as usize])
    }

    /// Whether `a` may take the lead of `v`, the present lead put aside.
    pub fn may_lead(&self, a: usize, v: usize) -> bool {
        let required = self.problem.required_lead[v];
        let pair = a * self.problem.villages + v;
        self.leads[a] < self.problem.max_leads
            && (required == NONE || required == a as u32)
            && !self.problem.lead_barred[pair]
            && !self.problem.barred[pair]
            && self.may_attach(a as u32, v as u32)
    }

    /// Whether `c` may take household `h` now.
    pub fn may_give(&self, h: u32, c: u32) -> bool {
        let v = self.problem.village_of[h as usize];
        let facts = &self.problem.cadres[c as usize];
        self.helper[h as usize] == NONE
            && self.load[c as usize] < facts.capacity
            && (self.post[c as usize] == v
                || (self.post[c as usize] == NONE
                    && self.problem.may_post(c, v)
                    && self.may_attach(facts.agency, v)))
            && self.problem.may_help(c, h)
    }

    /// Whether `c` may take an empty team place now.
    pub fn may_seat(&self, c: u32, v: u32, place: usize) -> bool {
        let post = self.post[c as usize];
        !self.on_team[c as usize]
            && self.lead[v as usize] == self.problem.cadres[c as usize].agency
            && (post == v || post == NONE)
            && self.team[v as usize * self.problem.team_size + place] == NONE
            && self.problem.may_serve(c, v, place)
    }

    /// Takes household `h` from its helper.
    pub fn drop(&mut self, h: u32) {
        let c = self.helper[h as usize];
        self.drop_unlogged(h);
        self.journal.push(Change::Dropped { h, c });
    }

    /// Gives household `h`, which has no helper, to `c`.
    pub fn give(&mut self, h: u32, c: u32) {
        self.give_unlogged(h, c);
        self.journal.push(Change::Given { h });
    }

    /// Puts `c` on an empty place of the team of `v`.
    pub fn seat(&mut self, c: u32, v: u32, place: usize) {
        self.seat_unlogged(c, v, place);
        self.journal.push(Change::Seated { v, place: place as u32 });
    }

    /// Empties a place of the team of `v`.
    pub fn unseat(&mut self, v: u32, place: usize) {
        let c = self.unseat_unlogged(v, place);
        self.journal.push(Change::Unseated { v, place: place as u32, c });
    }

    /// Makes `a` ([`NONE`]: nobody) the lead of `v`.
    pub fn set_lead(&mut self, v: u32, a: u32) {
        let before = self.lead[v as usize];
        self.set_lead_unlogged(v, a);
        self.journal.push(Change::Led { v, before });
    }

    /// Where the journal stands.
    pub fn mark(&self) -> Mark {
        Mark(self.journal.len())
    }

    /// Undoes everything since `mark`.
    pub fn rollback(&mut self, mark: Mark) {
        while self.journal.len() > mark.0 {
            let Some(change) = self.journal.pop() else { return };
            match change {
                Change::Dropped { h, c } => self.give_unlogged(h, c),
                Change::Given { h } => self.drop_unlogged(h),
                Change::Seated { v, place } => {
                    self.unseat_unlogged(v, place as usize);
                }
                Change::Unseated { v, place, c } => self.seat_unlogged(c, v, place as usize),
                Change::Led { v, before } => self.set_lead_unlogged(v, before),
            }
        }
    }

    /// Forgets the journal: what was done stays.
    pub fn commit(&mut self) {
        self.journal.clear();
    }

    /// Whether every household has a helper and every team place a cadre.
    pub fn is_feasible(&self) -> bool {
        self.unhelped == 0 && self.unstaffed == 0
    }

    /// What giving household `h` to `c` would add to the cost, attachment and penalty left out.
    pub fn price(&self, h: u32, c: u32) -> i64 {
        let p = self.problem;
        let facts = &p.cadres[c as usize];
        let (v, a) = (p.village_of[h as usize], facts.agency as usize);
        let metres = p.metres(facts.origin, v);
        let mut cost = p.travel_weight * metres + p.need(facts.agency, h) + p.change(c, h);
        cost += if self.load[c as usize] >= facts.quota { p.overload } else { 0 };
        cost += self.hamlet_step(c, h);
        let excess = self.excess[a] + metres - p.allowance;
        cost += p.balance(excess) - p.balance(self.excess[a]);
        cost + p.share(a, self.households[a] + 1) - p.share(a, self.households[a])
    }

    fn give_unlogged(&mut self, h: u32, c: u32) {
        let p = self.problem;
        let facts = &p.cadres[c as usize];
        let (v, ci) = (p.village_of[h as usize], c as usize);
        if self.post[ci] == NONE {
            self.arrive(c, v);
        }
        debug_assert_eq!(self.post[ci], v);
        let load = self.load[ci];
        let mut cost =
            p.travel_weight * p.metres(facts.origin, v) + p.need(facts.agency, h) + p.change(c, h);
        cost += if load >= facts.quota { p.overload } else { 0 };
        cost += self.hamlet_step(c, h);
        self.helper[h as usize] = c;
        self.held[facts.slots as usize + usize::from(load)] = h;
        self.place_in_held[h as usize] = load;
        self.load[ci] = load + 1;
        self.unhelped -= 1;
        cost += self.count_household(facts.agency, facts.origin, v, 1) - PENALTY;
        self.cost += cost;
    }

    fn drop_unlogged(&mut self, h: u32) {
        let p = self.problem;
        let c = self.helper[h as usize];
        let facts = &p.cadres[c as usize];
        let (v, ci) = (p.village_of[h as usize], c as usize);
        let (first, load) = (facts.slots as usize, self.load[ci] - 1);
        let place = self.place_in_held[h as usize];
        let last = self.held[first + usize::from(load)];
        self.held[first + usize::from(place)] = last;
        self.place_in_held[last as usize] = place;
        self.load[ci] = load;
        self.helper[h as usize] = NONE;
        let mut cost =
            p.travel_weight * p.metres(facts.origin, v) + p.need(facts.agency, h) + p.change(c, h);
        cost += if load >= facts.quota { p.overload } else { 0 };
        cost += self.hamlet_step(c, h);
        self.unhelped += 1;
        self.cost -= cost - PENALTY;
        self.cost += self.count_household(facts.agency, facts.origin, v, -1);
        if load == 0 && !self.on_team[ci] {
            self.depart(c);
        }
    }

    /// What the hamlet of `h` adds to `c`, which does not hold `h`.
    fn hamlet_step(&self, c: u32, h: u32) -> i64 {
        let hamlet = &self.problem.hamlet_of;
        let held = self.held(c);
        let known =
            held.is_empty() || held.iter().any(|&g| hamlet[g as usize] == hamlet[h as usize]);
        if known { 0 } else { self.problem.hamlet }
    }

    /// Counts a household more or less for the agency's balance and share; returns the difference
    /// in cost.
    fn count_household(&mut self, a: u32, origin: u32, v: u32, sign: i64) -> i64 {
        let p = self.problem;
        let ai = a as usize;
        let before = p.balance(self.excess[ai]) + p.share(ai, self.households[ai]);
        self.excess[ai] += sign * (p.metres(origin, v) - p.allowance);
        self.households[ai] += sign;
        let units = &mut self.units[ai * p.villages + v as usize];
        *units = units.wrapping_add_signed(sign as i16);
        p.balance(self.excess[ai]) + p.share(ai, self.households[ai]) - before
    }

    fn seat_unlogged(&mut self, c: u32, v: u32, place: usize) {
        if self.post[c as usize] == NONE {
            self.arrive(c, v);
        }
        self.on_team[c as usize] = true;
        self.team[v as usize * self.problem.team_size + place] = c;
        self.unstaffed -= 1;
        self.cost -= PENALTY;
        if place == SECRETARY {
            self.cost += self.problem.cadres[c as usize].secretary_cost;
        }
    }

    fn unseat_unlogged(&mut self, v: u32, place: usize) -> u32 {
        let seat = v as usize * self.problem.team_size + place;
        let c = std::mem::replace(&mut self.team[seat], NONE);
        self.on_team[c as usize] = false;
        self.unstaffed += 1;
        self.cost += PENALTY;
        if place == SECRETARY {
            self.cost -= self.problem.cadres[c as usize].secretary_cost;
        }
        if self.load[c as usize] == 0 {
            self.depart(c);
        }
        c
    }

    fn set_lead_unlogged(&mut self, v: u32, a: u32) {
        let vi = v as usize;
        let before = self.lead[vi];
        if before == a {
            return;
        }
        if before != NONE {
            let bi = before as usize;
            self.lead[vi] = NONE;
            self.leads[bi] -= 1;
            self.cost -= self.problem.lead(bi, vi);
            if !self.is_attached(before, v) {
                self.detach(bi, vi);
            }
        }
        if a != NONE {
            let ai = a as usize;
            if !self.is_attached(a, v) {
                self.attach(ai, vi);
            }
            self.lead[vi] = a;
            self.leads[ai] += 1;
            self.cost += self.problem.lead(ai, vi);
        }
    }

    fn arrive(&mut self, c: u32, v: u32) {
        let a = self.problem.cadres[c as usize].agency;
        self.post[c as usize] = v;
        remove_from(&mut self.idle[a as usize], &mut self.place_in_list, c);
        add_to(&mut self.present[v as usize], &mut self.place_in_list, c);
        if !self.is_attached(a, v) {
            self.attach(a as usize, v as usize);
        }
        self.duty[a as usize * self.problem.villages + v as usize] += 1;
    }

    fn depart(&mut self, c: u32) {
        let a = self.problem.cadres[c as usize].agency;
        let v = std::mem::replace(&mut self.post[c as usize], NONE);
        remove_from(&mut self.present[v as usize], &mut self.place_in_list, c);
        add_to(&mut self.idle[a as usize], &mut self.place_in_list, c);
        self.duty[a as usize * self.problem.villages + v as usize] -= 1;
        if !self.is_attached(a, v) {
            self.detach(a as usize, v as usize);
        }
    }

    fn attach(&mut self, a: usize, v: usize) {
        if self.attached[a].is_empty() {
            self.cost -= self.problem.orphan[a];
        }
        self.attached[a].push(v as u32);
        self.cost += self.problem.link(a, v);
    }

    fn detach(&mut self, a: usize, v: usize) {
        let place = self.attached[a].iter().position(|&u| u == v as u32);
        self.attached[a].swap_remove(place.expect("attached"));
        self.cost -= self.problem.link(a, v);
        if self.attached[a].is_empty() {
            self.cost += self.problem.orphan[a];
        }
    }

    /// The plan, if it is complete. An agency without duties is attached where that costs least.
    pub fn to_plan(&self) -> Option<Plan> {
        self.to_plan_like(None)
    }

    /// The same; of the villages where an agency without duties costs least, one where `start`
    /// attaches it.
    pub fn to_plan_like(&self, start: Option<&Start>) -> Option<Plan> {
        let p = self.problem;
        if !self.is_feasible() || self.lead.contains(&NONE) {
            return None;
        }
        let mut attached = vec![BTreeSet::new(); p.villages];
        for (a, villages) in self.attached.iter().enumerate() {
            for &v in villages {
                attached[v as usize].insert(AgencyId::new(a));
            }
            if villages.is_empty() && !p.cadres_of[a].is_empty() {
                let permitted = (0..p.villages).filter(|&v| !p.barred[a * p.villages + v]);
                let known =
                    |v: usize| start.is_some_and(|s| s.attached[v].contains(&AgencyId::new(a)));
                let v = permitted
                    .min_by_key(|&v| (p.link(a, v), !known(v), p.metres(a as u32, v as u32)))?;
                if p.max_villages[a] == 0 {
                    return None;
                }
                attached[v].insert(AgencyId::new(a));
            }
        }
        let cadre = |&c: &u32| CadreId::new(c as usize);
        let teams = (p.team_size > 0).then(|| {
            self.team
                .chunks(p.team_size)
                .map(|team| {
                    let mut others: Vec<CadreId> = team[2..].iter().map(cadre).collect();
                    others.sort_unstable();
                    Team { leader: cadre(&team[0]), secretary: cadre(&team[1]), others }
                })
                .collect()
        });
        Some(Plan {
            lead: self.lead.iter().map(|&a| AgencyId::new(a as usize)).collect(),
            attached,
            helper: self.helper.iter().map(cadre).collect(),
            teams,
        })
    }
}

fn add_to(list: &mut Vec<u32>, places: &mut [u32], c: u32) {
    places[c as usize] = list.len() as u32;
    list.push(c);
}

fn remove_from(list: &mut Vec<u32>, places: &mut [u32], c: u32) {
    let place = places[c as usize];
    list.swap_remove(place as usize);
    if let Some(&moved) = list.get(place as usize) {
        places[moved as usize] = place;
    }
}
