//! Moves to time: drawn at random as the annealing draws them, from a plan that has been searched,
//! and kept where the rules allow them.

use jiedui::solve::search::anneal::Rng;
use jiedui::solve::search::moves::lead::change_lead;
use jiedui::solve::search::moves::rotation::{Place, Rotation, Scratch};
use jiedui::solve::search::moves::{ExchangePosts, MoveHousehold, SwapHouseholds};
use jiedui::solve::search::partition::Scope;
use jiedui::solve::search::state::State;
use rand::RngExt;
use rand::seq::IndexedRandom;

/// Moves of each kind: so many that the processor cannot learn them by heart.
const COUNT: usize = 4_096;
/// Draws after which a kind is taken to have no allowed move.
const DRAWS: usize = 2_000_000;

/// A change of lead: the village, its new lead, the village that goes to the former lead.
#[derive(Clone, Copy)]
pub(crate) struct LeadChange {
    village: u32,
    agency: u32,
    swap: Option<u32>,
}

impl LeadChange {
    /// Tries it; the caller rolls back.
    pub(crate) fn attempt(
        self,
        state: &mut State,
        scratch: &mut Scratch,
        rng: &mut Rng,
    ) -> Option<i64> {
        let Self { village, agency, swap } = self;
        change_lead(state, scratch, Scope::ALL, village, agency, swap, rng)
    }
}

/// A cycle of places of work.
#[derive(Clone, Copy)]
pub(crate) struct Cycle {
    places: [Place; 4],
    length: usize,
}

impl Cycle {
    /// As the move that sends all households of the smallest place along.
    pub(crate) fn rotation(&self) -> Rotation<'_> {
        Rotation { places: &self.places[..self.length], size: usize::MAX }
    }
}

/// Draws until there are [`COUNT`] moves.
fn collect<T>(mut draw: impl FnMut() -> Option<T>) -> Vec<T> {
    let moves: Vec<T> = (0..DRAWS).filter_map(|_| draw()).take(COUNT).collect();
    assert!(!moves.is_empty(), "the plan allows no such move");
    moves
}

fn household(state: &State, rng: &mut Rng) -> u32 {
    rng.random_range(0..state.helper.len() as u32)
}

fn neighbour(state: &State, v: u32, rng: &mut Rng) -> Option<u32> {
    state.problem.households_of[v as usize].choose(rng).copied()
}

fn near(state: &State, v: u32, rng: &mut Rng) -> Option<u32> {
    state.problem.near[v as usize].choose(rng).copied()
}

fn agency(state: &State, h: u32) -> u32 {
    state.problem.cadres[state.helper[h as usize] as usize].agency
}

/// Exchanges of households within villages.
pub(crate) fn swaps(state: &State, rng: &mut Rng) -> Vec<SwapHouseholds> {
    collect(|| {
        let h1 = household(state, rng);
        let h2 = neighbour(state, state.problem.village_of[h1 as usize], rng)?;
        let swap = SwapHouseholds { h1, h2 };
        swap.evaluate(state).map(|_| swap)
    })
}

/// Exchanges of posts between villages near each other.
pub(crate) fn exchanges(state: &State, rng: &mut Rng) -> Vec<ExchangePosts> {
    collect(|| {
        let h1 = household(state, rng);
        let u = near(state, state.problem.village_of[h1 as usize], rng)?;
        let h2 = neighbour(state, u, rng)?;
        let helper = |h: u32| state.helper[h as usize];
        let exchange = ExchangePosts { c1: helper(h1), c2: helper(h2) };
        exchange.evaluate(state).map(|_| exchange)
    })
}

/// Households that go to an idle cadre of an agency at work in the village, or one near it.
pub(crate) fn relocations(state: &mut State, rng: &mut Rng) -> Vec<MoveHousehold> {
    collect(|| {
        let h = household(state, rng);
        let u = near(state, state.problem.village_of[h as usize], rng)?;
        let a = agency(state, neighbour(state, u, rng)?);
        let c = *state.idle[a as usize].choose(rng)?;
        let relocation = MoveHousehold { h, c };
        let mark = state.mark();
        let allowed = relocation.attempt(state).is_some();
        state.rollback(mark);
        allowed.then_some(relocation)
    })
}

/// Rotations along cycles of two to four places that can be done.
pub(crate) fn cycles(state: &mut State, rng: &mut Rng) -> Vec<Cycle> {
    let mut scratch = Scratch::default();
    collect(|| {
        let h = household(state, rng);
        let (a, mut to) = (agency(state, h), state.problem.village_of[h as usize]);
        let length = rng.random_range(2..=4);
        let mut places = [(a, to); 4];
        for place in places[1..length].iter_mut().rev() {
            let b = agency(state, neighbour(state, to, rng)?);
            to = *state.attached[b as usize].choose(rng)?;
            *place = (b, to);
        }
        let cycle = Cycle { places, length };
        let mark = state.mark();
        let done = cycle.rotation().attempt(state, &mut scratch, Scope::ALL, rng).is_some();
        state.rollback(mark);
        done.then_some(cycle)
    })
}

/// Changes of lead to an agency at work in the village, or near it.
pub(crate) fn lead_changes(state: &mut State, rng: &mut Rng) -> Vec<LeadChange> {
    let mut scratch = Scratch::default();
    collect(|| {
        let village = rng.random_range(0..state.problem.villages as u32);
        let u = near(state, village, rng)?;
        let agency = agency(state, neighbour(state, u, rng)?);
        let leads = |u: &u32| state.lead[*u as usize] == agency;
        let swap = state.attached[agency as usize].iter().copied().find(leads);
        let change = LeadChange { village, agency, swap };
        let mark = state.mark();
        let done = change.attempt(state, &mut scratch, rng).is_some();
        state.rollback(mark);
        done.then_some(change)
    })
}
