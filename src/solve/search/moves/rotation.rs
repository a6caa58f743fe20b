//! Rotations: groups of cadres of several agencies each move one village on, in a cycle.
//!
//! Given the attachments, who sends how many slots where is a transportation problem, and a basic
//! change of its flow runs along a cycle of attachments: an agency comes to a village, another
//! there gives way and moves to a third it is attached to, and so on back to the first (the pivot of
//! the network simplex method; M. Sun, J. E. Aronson, P. G. McKeown, D. Drinka, "A tabu search
//! heuristic procedure for the fixed charge transportation problem", European Journal of
//! Operational Research 106 (1998)). With two agencies it is an exchange of blocks. As many
//! households move on every way of the cycle; where that empties a place, its link closes.

use rand::RngExt;
use rand::seq::SliceRandom;

use super::swap::SwapHouseholds;
use crate::solve::search::partition::Scope;
use crate::solve::search::problem::NONE;
use crate::solve::search::state::State;

/// Places of work in a cycle; none longer.
pub const LONGEST: usize = 5;

/// Reused buffers of the compound moves.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    groups: [Vec<u32>; LONGEST],
    lists: [Vec<u32>; LONGEST],
    pool: Vec<u32>,
}

/// Agency and village.
pub type Place = (u32, u32);

/// Cadres of the agency of each place take over households in the village of the next place.
#[derive(Clone, Copy, Debug)]
pub struct Rotation<'r> {
    /// The cycle, 2 to [`LONGEST`] places.
    pub places: &'r [Place],
    /// Households to move on each way, about; the whole of the smallest place where larger.
    pub size: usize,
}

impl Rotation<'_> {
    /// Whether no place stands twice and each way leads to another village.
    pub fn is_sound(&self) -> bool {
        let next = self.places.iter().cycle().skip(1);
        (2..=LONGEST).contains(&self.places.len())
            && self.places.iter().zip(next).all(|(one, two)| one.1 != two.1)
            && (1..self.places.len()).all(|i| !self.places[..i].contains(&self.places[i]))
    }

    /// Households that would move on each way at most.
    pub fn units(&self, state: &State) -> i64 {
        let there = self.places.iter().map(|&(a, v)| state.units(a, v));
        there.min().unwrap_or(0).min(self.size.min(1 << 20) as i64)
    }

    /// Difference in travel and links if `units` move, everything else left out: what tells whether
    /// an [`Rotation::attempt`] is worth its time.
    pub fn estimate(&self, state: &State, units: i64) -> i64 {
        let p = state.problem;
        let next = self.places.iter().cycle().skip(1);
        let way = |(&(a, from), &(_, to)): (&Place, &Place)| {
            let metres = p.metres(a, to) - p.metres(a, from);
            let mut cost = p.travel_weight * metres * units;
            if !state.is_attached(a, to) {
                cost += p.link(a as usize, to as usize);
            }
            if state.units(a, from) <= units && state.lead[from as usize] != a {
                cost -= p.link(a as usize, from as usize);
            }
            cost
        };
        self.places.iter().zip(next).map(way).sum()
    }

    /// Picks cadres without team duty at each place with equal sums of load, lets them move on, and
    /// swaps households within the villages while that pays. Returns the difference in cost; `None`,
    /// with nothing done, where no such groups were found or a rule forbids it.
    pub fn attempt(
        self,
        state: &mut State,
        scratch: &mut Scratch,
        scope: Scope,
        rng: &mut impl RngExt,
    ) -> Option<i64> {
        if !self.is_sound() {
            return None;
        }
        let count = self.places.len();
        let mut units = self.size;
        for (i, &place) in self.places.iter().enumerate() {
            gather(state, place, units, &mut scratch.groups[i], &mut scratch.pool, rng);
            units = units.min(total(state, &scratch.groups[i]));
        }
        if units == 0 {
            return None;
        }
        for group in &mut scratch.groups[..count] {
            if total(state, group) > units {
                scratch.pool.clear();
                scratch.pool.append(group);
                take(state, units, group, &scratch.pool);
            }
            if total(state, group) != units {
                return None;
            }
        }
        let (before, mark) = (state.cost, state.mark());
        if advance(state, scratch, count) {
            for list in &scratch.lists[..count] {
                settle(state, scope, list);
            }
            return Some(state.cost - before);
        }
        state.rollback(mark);
        None
    }
}

/// Exchanges the households of `c` with those of a group of cadres of agency `a` posted in
/// `village`, of the same sum of load; used to bring `c` to `village`.
pub fn bring(
    state: &mut State,
    scratch: &mut Scratch,
    c: u32,
    (a, village): Place,
    rng: &mut impl RngExt,
) -> bool {
    let load = usize::from(state.load[c as usize]);
    let from = state.post[c as usize];
    if from == NONE || from == village || state.on_team[c as usize] || load == 0 {
        return false;
    }
    scratch.groups[0].clear();
    scratch.groups[0].push(c);
    gather(state, (a, village), load, &mut scratch.groups[1], &mut scratch.pool, rng);
    if total(state, &scratch.groups[1]) != load {
        return false;
    }
    let mark = state.mark();
    let done = advance(state, scratch, 2);
    if !done {
        state.rollback(mark);
    }
    done
}

/// Swaps each of the households with the one of its village that saves most, while any does.
pub fn settle(state: &mut State, scope: Scope, households: &[u32]) {
    let p = state.problem;
    let may_change = |state: &State, g: u32| {
        let c = state.helper[g as usize];
        c != NONE && scope.owns_agency(p.cadres[c as usize].agency)
    };
    for &h in households {
        if !may_change(state, h) {
            continue;
        }
        let mut best = (0, NONE);
        for &g in &p.households_of[p.village_of[h as usize] as usize] {
            if may_change(state, g)
                && let Some(delta) = (SwapHouseholds { h1: h, h2: g }).evaluate(state)
            {
                best = best.min((delta, g));
            }
        }
        if best.0 < 0 {
            SwapHouseholds { h1: h, h2: best.1 }.apply(state);
        }
    }
}

fn total(state: &State, cadres: &[u32]) -> usize {
    cadres.iter().map(|&c| usize::from(state.load[c as usize])).sum()
}

/// Fills `chosen` with movable cadres of a place of work, in random order, up to `size` households.
fn gather(
    state: &State,
    (a, v): Place,
    size: usize,
    chosen: &mut Vec<u32>,
    pool: &mut Vec<u32>,
    rng: &mut impl RngExt,
) {
    let agency = |c: u32| state.problem.cadres[c as usize].agency;
    pool.clear();
    let present = state.present[v as usize].iter().copied();
    pool.extend(present.filter(|&c| agency(c) == a && !state.on_team[c as usize]));
    pool.shuffle(rng);
    take(state, size, chosen, pool);
}

fn take(state: &State, size: usize, chosen: &mut Vec<u32>, pool: &[u32]) {
    chosen.clear();
    let mut left = size;
    for &c in pool {
        let load = usize::from(state.load[c as usize]);
        if load <= left {
            chosen.push(c);
            left -= load;
        }
        if left == 0 {
            break;
        }
    }
}

/// Lets each group take over the households of the next one.
fn advance(state: &mut State, scratch: &mut Scratch, count: usize) -> bool {
    let Scratch { groups, lists, .. } = scratch;
    for (group, list) in groups[..count].iter().zip(lists.iter_mut()) {
        list.clear();
        group.iter().for_each(|&c| list.extend_from_slice(state.held(c)));
    }
    lists[..count].iter().flatten().for_each(|&h| state.drop(h));
    let hamlet_of = &state.problem.hamlet_of;
    (0..count).all(|i| {
        let list = &mut lists[(i + 1) % count];
        list.sort_unstable_by_key(|&h| (hamlet_of[h as usize], h));
        fill(state, &mut groups[i], list)
    })
}

/// Gives the households to the cadres in turn, largest quota first so that hamlets stay together.
fn fill(state: &mut State, cadres: &mut [u32], households: &[u32]) -> bool {
    let quota = |c: u32| state.problem.cadres[c as usize].quota;
    cadres.sort_unstable_by_key(|&c| (std::cmp::Reverse(quota(c)), c));
    let mut rest = households.iter().copied().peekable();
    for pass in 0..2 {
        for &c in cadres.iter() {
            let facts = &state.problem.cadres[c as usize];
            let room = if pass == 0 { facts.quota } else { facts.capacity };
            while state.load[c as usize] < room {
                let Some(&h) = rest.peek() else { return true };
                if !state.may_give(h, c) {
                    return false;
                }
                state.give(h, c);
                rest.next();
            }
        }
    }
    rest.peek().is_none()
}
