//! Mends what is open: households without helper by augmenting paths, team places by new leads.

use std::collections::VecDeque;

use rand::RngExt;

use super::moves::rotation::Scratch;
use super::moves::lead::{change_lead, staff};
use super::partition::Scope;
use super::problem::NONE;
use super::state::State;

/// Tries to close everything that is open; tells whether the plan is complete.
pub fn repair(state: &mut State, rng: &mut impl RngExt) -> bool {
    let mut scratch = Scratch::default();
    for v in 0..state.problem.villages as u32 {
        if state.lead[v as usize] == NONE {
            find_lead(state, v);
        }
        if state.lead[v as usize] != NONE && !staff(state, &mut scratch, Scope::ALL, v, rng) {
            other_lead(state, &mut scratch, v, rng);
        }
    }
    for h in 0..state.helper.len() as u32 {
        if state.helper[h as usize] == NONE {
            help(state, h);
        }
    }
    state.commit();
    state.is_feasible()
}

fn find_lead(state: &mut State, v: u32) {
    let p = state.problem;
    let able = (0..p.agencies).filter(|&a| state.may_lead(a, v as usize));
    if let Some(a) = able.min_by_key(|&a| (p.lead(a, v as usize) + p.link(a, v as usize), a)) {
        state.set_lead(v, a as u32);
    }
}

/// Tries every agency as the lead of `v`, in order of cost; then exchanges with other villages.
fn other_lead(state: &mut State, scratch: &mut Scratch, v: u32, rng: &mut impl RngExt) {
    let p = state.problem;
    let open = state.unstaffed;
    let mut agencies: Vec<u32> = (0..p.agencies as u32).collect();
    agencies
        .sort_by_key(|&a| (p.lead(a as usize, v as usize) + p.travel_weight * p.metres(a, v), a));
    for a in agencies {
        let led: Vec<u32> =
            (0..p.villages as u32).filter(|&u| u != v && state.lead[u as usize] == a).collect();
        let swaps = std::iter::once(None).chain(led.into_iter().map(Some));
        for swap in swaps {
            let mark = state.mark();
            if change_lead(state, scratch, Scope::ALL, v, a, swap, rng).is_some()
                && state.unstaffed < open
            {
                return;
            }
            state.rollback(mark);
        }
    }
}

/// Finds `h` a helper: one with room, else by a chain of cadres each moving one village on, the
/// last replaced by one with room (an augmenting path, found breadth first).
fn help(state: &mut State, h: u32) {
    let p = state.problem;
    let home = p.village_of[h as usize];
    // cadre that would leave the village for the one before it on the path
    let mut mover = vec![NONE; p.villages];
    let mut toward = vec![NONE; p.villages];
    let mut seen = vec![false; p.villages];
    let mut queue = VecDeque::from([home]);
    seen[home as usize] = true;
    while let Some(v) = queue.pop_front() {
        let mut end = h;
        if v != home {
            end = state.held(mover[v as usize])[0];
        }
        if let Some(c) = with_room(state, v, end) {
            let mark = state.mark();
            if follow(state, h, v, &mover, &toward, c) {
                return;
            }
            state.rollback(mark);
        }
        for u in 0..p.villages as u32 {
            if seen[u as usize] {
                continue;
            }
            let single = state.present[u as usize].iter().copied().find(|&c| {
                let facts = &p.cadres[c as usize];
                state.load[c as usize] == 1
                    && !state.on_team[c as usize]
                    && p.required_helper[state.held(c)[0] as usize] != c
                    && p.may_post(c, v)
                    && p.may_help(c, end)
                    && state.may_attach(facts.agency, v)
            });
            if let Some(c) = single {
                seen[u as usize] = true;
                mover[u as usize] = c;
                toward[u as usize] = v;
                queue.push_back(u);
            }
        }
    }
}

/// A cadre with room for household `h` of `v`, the cheapest by its way.
fn with_room(state: &State, v: u32, h: u32) -> Option<u32> {
    let p = state.problem;
    let fits = |c: u32| {
        let facts = &p.cadres[c as usize];
        state.load[c as usize] < facts.capacity
            && (state.post[c as usize] == v
                || (state.post[c as usize] == NONE
                    && p.may_post(c, v)
                    && state.may_attach(facts.agency, v)))
            && p.may_help(c, h)
    };
    (0..p.cadres.len() as u32).filter(|&c| fits(c)).min_by_key(|&c| {
        let facts = &p.cadres[c as usize];
        let over = if state.load[c as usize] >= facts.quota { p.overload } else { 0 };
        let link = if state.is_attached(facts.agency, v) {
            0
        } else {
            p.link(facts.agency as usize, v as usize)
        };
        (over + link + p.travel_weight * p.metres(facts.origin, v), c)
    })
}

/// Moves each cadre of the path one village on and lets `last` take what is free at its end.
fn follow(state: &mut State, h: u32, end: u32, mover: &[u32], toward: &[u32], last: u32) -> bool {
    let home = state.problem.village_of[h as usize];
    let (mut at, mut taker) = (end, last);
    while at != home {
        let c = mover[at as usize];
        let left = state.held(c)[0];
        state.drop(left);
        if !state.may_give(left, taker) {
            return false;
        }
        state.give(left, taker);
        (at, taker) = (toward[at as usize], c);
    }
    let done = state.may_give(h, taker);
    if done {
        state.give(h, taker);
    }
    done
}
