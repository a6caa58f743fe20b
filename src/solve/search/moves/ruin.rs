//! Ruin and recreate: a few places of work are emptied and their households given away again, each
//! to the cadre where it costs least.
//!
//! G. Schrimpf et al., "Record Breaking Optimization Results Using the Ruin and Recreate Principle",
//! Journal of Computational Physics 159 (2000); the blinks (candidates passed over at random) are
//! those of J. Christiaens, G. Vanden Berghe, "Slack Induction by String Removals for Vehicle
//! Routing Problems", Transportation Science 54 (2020). Where capacity is loose, this is what opens
//! and closes attachments; where it is tight, the two places emptied supply each other.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::solve::search::partition::Scope;
use crate::solve::search::problem::NONE;
use crate::solve::search::state::State;

/// A place of work to empty: an agency's cadres in a village, up to so many households.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The agency.
    pub agency: u32,
    /// The village.
    pub village: u32,
    /// Households to take away at most.
    pub size: usize,
}

/// What may be used to recreate.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'r> {
    /// What may change.
    pub scope: Scope<'r>,
    /// Agencies whose idle cadres may be called.
    pub agencies: &'r [u32],
    /// An agency that must not return to a village.
    pub barred: (u32, u32),
}

/// Reused buffers.
#[derive(Clone, Debug, Default)]
pub struct Ruins {
    open: Vec<u32>,
    cadres: Vec<u32>,
}

/// Empties the places and gives the households away again. Returns the difference in cost; `None`,
/// to be rolled back by the caller, where a household finds no helper.
pub fn ruin_and_recreate(
    state: &mut State,
    ruins: &mut Ruins,
    places: &[Place],
    reach: Reach,
    rng: &mut impl RngExt,
) -> Option<i64> {
    let cost = state.cost;
    ruins.open.clear();
    for place in places {
        ruin(state, ruins, place, rng);
    }
    if ruins.open.is_empty() {
        return None;
    }
    ruins.open.shuffle(rng);
    let village = |h: u32| state.problem.village_of[h as usize];
    if rng.random_bool(0.5) {
        let hamlet = |h: u32| state.problem.hamlet_of[h as usize];
        ruins.open.sort_by_key(|&h| (village(h), hamlet(h)));
    }
    let mut left = ruins.open.len() as i64;
    for &h in &ruins.open {
        let c = cheapest(state, h, reach, left, rng)?;
        state.give(h, c);
        left -= 1;
    }
    Some(state.cost - cost)
}

fn ruin(state: &mut State, ruins: &mut Ruins, place: &Place, rng: &mut impl RngExt) {
    let agency = |c: u32| state.problem.cadres[c as usize].agency;
    let present = state.present[place.village as usize].iter().copied();
    ruins.cadres.clear();
    ruins.cadres.extend(present.filter(|&c| agency(c) == place.agency));
    ruins.cadres.shuffle(rng);
    let most = ruins.open.len() + place.size;
    for &c in &ruins.cadres {
        if ruins.open.len() >= most {
            break;
        }
        while let Some(&h) = state.held(c).last() {
            state.drop(h);
            ruins.open.push(h);
        }
    }
}

/// The helper of `h` that costs least, among cadres in its village with room and idle ones.
fn cheapest(state: &State, h: u32, reach: Reach, left: i64, rng: &mut impl RngExt) -> Option<u32> {
    const BLINK: u32 = 32; // one in so many candidates is passed over
    const CALLED: usize = 4; // idle cadres looked at of each agency
    let p = state.problem;
    let v = p.village_of[h as usize];
    let mut best = (i64::MAX, NONE);
    let mut offer = |c: u32, extra: i64, blink: u32| {
        if blink != 0 && p.may_help(c, h) {
            let cost = state.price(h, c) + extra;
            if cost < best.0 {
                best = (cost, c);
            }
        }
    };
    for &c in &state.present[v as usize] {
        let facts = &p.cadres[c as usize];
        if state.load[c as usize] < facts.capacity && reach.scope.owns_agency(facts.agency) {
            offer(c, 0, rng.random_range(0..BLINK));
        }
    }
    for &a in reach.agencies {
        let idle = &state.idle[a as usize];
        if idle.is_empty() || reach.barred == (a, v) || !state.may_attach(a, v) {
            continue;
        }
        let link = if state.is_attached(a, v) { 0 } else { p.link(a as usize, v as usize) };
        let link = link / left.min(idle.len() as i64);
        let blink = rng.random_range(0..BLINK);
        let first = if idle.len() > CALLED { rng.random_range(0..idle.len()) } else { 0 };
        for i in 0..idle.len().min(CALLED) {
            let c = idle[(first + i) % idle.len()];
            if p.cadres[c as usize].capacity > 0 && p.may_post(c, v) {
                offer(c, link, blink);
            }
        }
    }
    (best.1 != NONE).then_some(best.1)
}
