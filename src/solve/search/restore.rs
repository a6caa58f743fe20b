//! Back to the start where that costs nothing.
//!
//! The search does not tell plans of equal cost apart, but people do: whoever was on a team last year
//! and could be again for the same cost should be. So the best plan takes back, one by one, the team
//! places and pairings of the start that make it no dearer.

use super::problem::{LEADER, NONE, SECRETARY};
use super::state::State;
use crate::model::Start;

/// Rounds at most, for there may be no end to exchanges that cost nothing.
const MOST_ROUNDS: usize = 8;

/// Takes back of `start` what breaks no rule and costs no more; `state` is complete before and after.
pub(super) fn restore(state: &mut State, start: &Start) {
    // What comes back may make room for more.
    for _ in 0..MOST_ROUNDS {
        let helpers = state.helper.clone();
        let team = state.team.clone();
        teams(state, start);
        pairings(state, start);
        if state.helper == helpers && state.team == team {
            break;
        }
    }
}

fn teams(state: &mut State, start: &Start) {
    let size = state.problem.team_size;
    if size == 0 {
        return;
    }
    for (v, team) in start.teams.iter().enumerate() {
        let mut wanted = vec![NONE; size];
        wanted[LEADER] = team.leader.map_or(NONE, |c| c.index() as u32);
        wanted[SECRETARY] = team.secretary.map_or(NONE, |c| c.index() as u32);
        for (place, c) in wanted[SECRETARY + 1..].iter_mut().zip(&team.others) {
            *place = c.index() as u32;
        }
        if !reseat(state, v as u32, &wanted) {
            for place in 0..size {
                let mut one = vec![NONE; size];
                one[place] = wanted[place];
                reseat(state, v as u32, &one);
            }
        }
    }
}

/// Seats those who are wanted, and those of the present team who are not in their way. Whether that
/// gives a whole team at no more cost; else nothing is done.
fn reseat(state: &mut State, v: u32, wanted: &[u32]) -> bool {
    let size = state.problem.team_size;
    let first = v as usize * size;
    let present = state.team[first..first + size].to_vec();
    let (mark, cost) = (state.mark(), state.cost);
    (0..size).for_each(|place| state.unseat(v, place));
    for (place, &c) in wanted.iter().enumerate() {
        if c != NONE && state.may_seat(c, v, place) {
            state.seat(c, v, place);
        }
    }
    for place in 0..size {
        // First who sat there, then whoever of the team is left.
        let mut others = std::iter::once(present[place]).chain(present.iter().copied());
        if state.team[first + place] == NONE
            && let Some(c) = others.find(|&c| state.may_seat(c, v, place))
        {
            state.seat(c, v, place);
        }
    }
    let whole = !state.team[first..first + size].contains(&NONE);
    settle(state, mark, whole && state.cost <= cost)
}

fn pairings(state: &mut State, start: &Start) {
    for (h, helper) in start.helper.iter().enumerate() {
        let (h, Some(c)) = (h as u32, helper.map(|c| c.index() as u32)) else { continue };
        if state.helper[h as usize] == c || give_back(state, h, c) {
            continue;
        }
        let held = state.held(c).to_vec();
        let _ = held.into_iter().any(|other| {
            let known = start.helper[other as usize].map(|c| c.index() as u32);
            known != Some(c) && exchange(state, h, other)
        });
    }
}

fn give_back(state: &mut State, h: u32, c: u32) -> bool {
    let (mark, cost) = (state.mark(), state.cost);
    state.drop(h);
    let may = state.may_give(h, c);
    if may {
        state.give(h, c);
    }
    settle(state, mark, may && state.cost <= cost)
}

/// The helpers of two households change places.
fn exchange(state: &mut State, h: u32, other: u32) -> bool {
    let (mark, cost) = (state.mark(), state.cost);
    let (x, c) = (state.helper[h as usize], state.helper[other as usize]);
    state.drop(h);
    state.drop(other);
    let mut may = state.may_give(h, c);
    if may {
        state.give(h, c);
        may = state.may_give(other, x);
    }
    if may {
        state.give(other, x);
    }
    settle(state, mark, may && state.cost <= cost)
}

/// Keeps what was done since `mark`, or undoes it.
fn settle(state: &mut State, mark: super::state::Mark, keep: bool) -> bool {
    if keep {
        state.commit();
    } else {
        state.rollback(mark);
    }
    keep
}
