//! Simulated annealing over the neighbourhoods of [`super::moves`], on one part of a partition.
//!
//! S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization by Simulated Annealing", Science 220
//! (1983); the temperature is set from outside, round by round.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::moves::lead::{change_lead, change_place};
use super::moves::rotation::{LONGEST, Rotation, Scratch};
use super::moves::ruin::{Place, Reach, Ruins, ruin_and_recreate};
use super::moves::{ExchangePosts, MoveHousehold, SwapHouseholds};
use super::partition::{Partition, Scope};
use super::problem::NONE;
use super::state::State;
use crate::solve::Control;

/// The random generator of one part in one round.
pub type Rng = Xoshiro256PlusPlus;

/// Annealing on what one part owns.
pub struct Annealer<'r, 's, 'p, 'a> {
    state: &'s mut State<'p, 'a>,
    scope: Scope<'r>,
    temperature: f64,
    /// Households of owned villages whose helpers are owned.
    households: Vec<u32>,
    villages: Vec<u32>,
    agencies: Vec<u32>,
    scratch: Scratch,
    ruins: Ruins,
    rng: Rng,
}

impl<'r, 's, 'p, 'a> Annealer<'r, 's, 'p, 'a> {
    /// An annealer of `part` at a temperature in millipoints.
    pub fn new(
        state: &'s mut State<'p, 'a>,
        partition: &'r Partition,
        part: u32,
        temperature: f64,
        rng: Rng,
    ) -> Self {
        let p = state.problem;
        let owned = |owners: &[u32]| -> Vec<u32> {
            (0..owners.len() as u32).filter(|&i| owners[i as usize] == part).collect()
        };
        let villages = owned(&partition.village);
        let agencies = owned(&partition.agency);
        let mut households = Vec::new();
        for &v in &villages {
            households.extend(p.households_of[v as usize].iter().copied().filter(|&h| {
                let c = state.helper[h as usize];
                c != NONE && partition.agency[p.cadres[c as usize].agency as usize] == part
            }));
        }
        Self {
            state,
            scope: Scope::of(partition, part),
            temperature,
            households,
            villages,
            agencies,
            scratch: Scratch::default(),
            ruins: Ruins::default(),
            rng,
        }
    }

    /// Tries `moves` moves, or fewer if it is late; their number.
    pub fn run(&mut self, moves: u64, control: &Control) -> u64 {
        const PATIENCE: u64 = 1024;
        if self.households.is_empty() {
            return moves;
        }
        for i in 0..moves {
            if i % PATIENCE == 0 && control.is_late() {
                return i;
            }
            self.step();
            self.state.commit();
        }
        moves
    }

    /// Tries one move; `None` where what was drawn is not allowed.
    fn step(&mut self) -> Option<()> {
        if self.rng.random_range(0..32_u32) == 0 {
            return self.ruin();
        }
        // The fewer the villages, the more of the cost is decided by who leads them.
        if self.rng.random_range(0..8 * self.villages.len()) == 0 {
            return self.lead();
        }
        match self.rng.random_range(0..100_u32) {
            0..35 => self.swap(),
            35..80 => self.exchange(),
            80..88 => self.relocate(),
            88..97 => self.rotation(),
            97..98 => self.lead(),
            _ => self.place(),
        }
    }

    /// The Metropolis rule.
    fn accept(&mut self, delta: i64) -> bool {
        delta <= 0 || {
            let worse = delta as f64 / self.temperature;
            worse < 30.0 && self.rng.random::<f64>() < (-worse).exp()
        }
    }

    /// Keeps what was done since `mark`, or undoes it.
    fn settle(&mut self, mark: super::state::Mark, delta: i64) {
        if !self.accept(delta) {
            self.state.rollback(mark);
        }
    }

    fn owns_cadre(&self, c: u32) -> bool {
        c != NONE && self.scope.owns_agency(self.state.problem.cadres[c as usize].agency)
    }

    fn household(&mut self) -> u32 {
        self.households[self.rng.random_range(0..self.households.len())]
    }

    /// A household of `v` with an owned helper, if one is hit.
    fn neighbour(&mut self, v: u32) -> Option<u32> {
        let homes = &self.state.problem.households_of[v as usize];
        let h = homes[self.rng.random_range(0..homes.len())];
        self.owns_cadre(self.state.helper[h as usize]).then_some(h)
    }

    /// Another owned village: one where `a` works, or one near `v`.
    fn other_village(&mut self, a: u32, v: u32) -> Option<u32> {
        let attached = &self.state.attached[a as usize];
        let near = &self.state.problem.near[v as usize];
        let u = if attached.len() > 1 && self.rng.random_bool(0.6) {
            *attached.choose(&mut self.rng)?
        } else {
            let first = self.rng.random_range(0..near.len().max(1));
            *near.get(self.rng.random_range(0..=first))?
        };
        (u != v && self.scope.owns_village(u)).then_some(u)
    }

    fn agency_of(&self, h: u32) -> u32 {
        self.state.problem.cadres[self.state.helper[h as usize] as usize].agency
    }

    fn swap(&mut self) -> Option<()> {
        let h1 = self.household();
        let h2 = self.neighbour(self.state.problem.village_of[h1 as usize])?;
        let swap = SwapHouseholds { h1, h2 };
        let delta = swap.evaluate(self.state)?;
        let accepted = self.accept(delta);
        if accepted {
            swap.apply(self.state);
        }
        Some(())
    }

    fn exchange(&mut self) -> Option<()> {
        let h1 = self.household();
        let v = self.state.problem.village_of[h1 as usize];
        let u = self.other_village(self.agency_of(h1), v)?;
        let h2 = self.neighbour(u)?;
        let helper = &self.state.helper;
        self.exchange_posts(helper[h1 as usize], helper[h2 as usize])
    }

    fn exchange_posts(&mut self, c1: u32, c2: u32) -> Option<()> {
        let exchange = ExchangePosts { c1, c2 };
        let delta = exchange.evaluate(self.state)?;
        let accepted = self.accept(delta);
        if accepted {
            exchange.apply(self.state);
        }
        Some(())
    }

    /// An owned agency: one at work in `v` or nearby, or any.
    fn some_agency(&mut self, v: u32) -> Option<u32> {
        if self.rng.random_bool(0.25) {
            return self.agencies.choose(&mut self.rng).copied();
        }
        let near = &self.state.problem.near[v as usize];
        let u = if near.is_empty() || self.rng.random_bool(0.5) {
            v
        } else {
            near[self.rng.random_range(0..near.len())]
        };
        self.neighbour(u).map(|h| self.agency_of(h))
    }

    fn relocate(&mut self) -> Option<()> {
        let h = self.household();
        let v = self.state.problem.village_of[h as usize];
        if self.rng.random_bool(0.3) {
            let c = *self.state.present[v as usize].choose(&mut self.rng)?;
            return if self.owns_cadre(c) { self.move_household(h, c) } else { None };
        }
        let a = self.some_agency(v)?;
        let c = *self.state.idle[a as usize].choose(&mut self.rng)?;
        if self.rng.random_bool(0.5) {
            self.exchange_posts(self.state.helper[h as usize], c)
        } else {
            self.move_household(h, c)
        }
    }

    fn move_household(&mut self, h: u32, c: u32) -> Option<()> {
        let mark = self.state.mark();
        let delta = MoveHousehold { h, c }.attempt(self.state)?;
        self.settle(mark, delta);
        Some(())
    }

    /// A random cycle, walked backwards from the place that is to move: only its first way may need
    /// a link that is not there.
    fn rotation(&mut self) -> Option<()> {
        let h = self.household();
        let v = self.state.problem.village_of[h as usize];
        let a = self.agency_of(h);
        let mut places = [(a, v); LONGEST];
        let length = [2, 2, 2, 3, 3, 4, 5][self.rng.random_range(0..7)];
        let mut to = v;
        for place in places[1..length].iter_mut().rev() {
            let b = self.neighbour(to).map(|h| self.agency_of(h))?;
            let from = self.other_village(b, to)?;
            *place = (b, from);
            to = from;
        }
        let size = match self.rng.random_range(0..4_u32) {
            0 => self.rng.random_range(1..6),
            1 => self.rng.random_range(4..16),
            _ => usize::MAX,
        };
        let rotation = Rotation { places: &places[..length], size };
        let units = rotation.units(self.state);
        if units == 0 || !rotation.is_sound() {
            return None;
        }
        let allowance = 6.0 * self.temperature + 2_000.0 * units as f64;
        if rotation.estimate(self.state, units) as f64 > allowance {
            return None;
        }
        let mark = self.state.mark();
        let delta = rotation.attempt(self.state, &mut self.scratch, self.scope, &mut self.rng)?;
        self.settle(mark, delta);
        Some(())
    }

    /// Empties one to three places of work near each other.
    fn ruin(&mut self) -> Option<()> {
        let h = self.household();
        let v = self.state.problem.village_of[h as usize];
        let a = self.agency_of(h);
        let size = |rng: &mut Rng| match rng.random_range(0..4_u32) {
            0 => rng.random_range(1..4),
            1 => rng.random_range(4..16),
            _ => usize::MAX >> 8,
        };
        let first = Place { agency: a, village: v, size: size(&mut self.rng) };
        let mut places = [first; 3];
        let mut count = 1;
        let wanted = self.rng.random_range(1..4);
        let mut at = (a, v);
        while count < wanted {
            let u = if self.rng.random_bool(0.3) { v } else { self.other_village(at.0, at.1)? };
            let b = self.neighbour(u).map(|h| self.agency_of(h))?;
            let size = if self.rng.random_bool(0.5) { first.size } else { size(&mut self.rng) };
            places[count] = Place { agency: b, village: u, size };
            at = (b, u);
            count += 1;
        }
        let barred = if self.rng.random_bool(0.5) { (a, v) } else { (NONE, NONE) };
        let reach = Reach { scope: self.scope, agencies: &self.agencies, barred };
        let mark = self.state.mark();
        let places = &places[..count];
        let delta = ruin_and_recreate(self.state, &mut self.ruins, places, reach, &mut self.rng);
        if delta.is_none() {
            self.state.rollback(mark);
        }
        self.settle(mark, delta?);
        Some(())
    }

    fn lead(&mut self) -> Option<()> {
        let v = *self.villages.choose(&mut self.rng)?;
        let before = self.state.lead[v as usize];
        if before == NONE || !self.scope.owns_agency(before) {
            return None;
        }
        let a = self.some_agency(v)?;
        let mut swap = None;
        if self.state.leads[a as usize] >= self.state.problem.max_leads {
            let leads = |u: &u32| self.state.lead[*u as usize] == a;
            let led: Vec<u32> =
                self.state.attached[a as usize].iter().copied().filter(leads).collect();
            swap = Some(*led.choose(&mut self.rng)?);
            if !self.scope.owns_village(swap?) {
                return None;
            }
        }
        let mark = self.state.mark();
        let delta =
            change_lead(self.state, &mut self.scratch, self.scope, v, a, swap, &mut self.rng)?;
        self.settle(mark, delta);
        Some(())
    }

    fn place(&mut self) -> Option<()> {
        let size = self.state.problem.team_size;
        let v = *self.villages.choose(&mut self.rng)?;
        let lead = self.state.lead[v as usize];
        if size == 0 || lead == NONE || !self.scope.owns_agency(lead) {
            return None;
        }
        let place = self.rng.random_range(0..size);
        let mark = self.state.mark();
        let delta =
            change_place(self.state, &mut self.scratch, self.scope, v, place, &mut self.rng)?;
        self.settle(mark, delta);
        Some(())
    }
}
