//! Groups of cadres of two agencies exchange their households: the move that opens and closes
//! links, and that trades one cadre of a high quota for several of a low one.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::solve::search::problem::NONE;
use crate::solve::search::state::State;

/// Reused buffers of the compound moves.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    one: Vec<u32>,
    two: Vec<u32>,
    pool: Vec<u32>,
    households: Vec<u32>,
    others: Vec<u32>,
}

/// Two places of work whose cadres are to exchange households.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Agency and village of one side.
    pub one: (u32, u32),
    /// Agency and village of the other.
    pub two: (u32, u32),
    /// Households to exchange, about; the whole of a side where larger.
    pub size: usize,
}

impl Block {
    /// Picks cadres without team duty on both sides with equal sums of load, exchanges their
    /// households and returns the difference in cost; `None`, with nothing done, where no such
    /// groups were found or a rule forbids it.
    pub fn attempt(
        self,
        state: &mut State,
        scratch: &mut Scratch,
        rng: &mut impl RngExt,
    ) -> Option<i64> {
        if self.one == self.two {
            return None;
        }
        gather(state, self.one, self.size, &mut scratch.one, &mut scratch.pool, rng);
        let load = total(state, &scratch.one);
        gather(state, self.two, load, &mut scratch.two, &mut scratch.pool, rng);
        let reached = total(state, &scratch.two);
        if reached < load {
            // The other side is the smaller one: cut the first to it.
            scratch.pool.clear();
            scratch.pool.append(&mut scratch.one);
            take(state, reached, &mut scratch.one, &scratch.pool);
        }
        exchange(state, scratch, self.one.1, self.two.1)
    }
}

/// Exchanges the households of `c` with those of a group of cadres of agency `a` posted in
/// `village`, of the same sum of load; used to bring `c` to `village`.
pub fn bring(
    state: &mut State,
    scratch: &mut Scratch,
    c: u32,
    (a, village): (u32, u32),
    rng: &mut impl RngExt,
) -> Option<i64> {
    let load = usize::from(state.load[c as usize]);
    let from = state.post[c as usize];
    if from == NONE || from == village || state.on_team[c as usize] {
        return None;
    }
    scratch.one.clear();
    scratch.one.push(c);
    gather(state, (a, village), load, &mut scratch.two, &mut scratch.pool, rng);
    exchange(state, scratch, from, village)
}

fn total(state: &State, cadres: &[u32]) -> usize {
    cadres.iter().map(|&c| usize::from(state.load[c as usize])).sum()
}

/// Fills `chosen` with movable cadres of a place of work, in random order, up to `size` households.
fn gather(
    state: &State,
    (a, v): (u32, u32),
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

fn exchange(state: &mut State, scratch: &mut Scratch, v1: u32, v2: u32) -> Option<i64> {
    let Scratch { one, two, households, others, .. } = scratch;
    if one.is_empty() || total(state, one) != total(state, two) {
        return None;
    }
    let (before, mark) = (state.cost, state.mark());
    households.clear();
    others.clear();
    one.iter().for_each(|&c| households.extend_from_slice(state.held(c)));
    two.iter().for_each(|&c| others.extend_from_slice(state.held(c)));
    households.iter().chain(others.iter()).for_each(|&h| state.drop(h));
    let hamlet_of = &state.problem.hamlet_of;
    households.sort_unstable_by_key(|&h| (hamlet_of[h as usize], h));
    others.sort_unstable_by_key(|&h| (hamlet_of[h as usize], h));
    debug_assert_ne!(v1, v2);
    if fill(state, two, households) && fill(state, one, others) {
        Some(state.cost - before)
    } else {
        state.rollback(mark);
        None
    }
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
