//! Who leads, and who sits on the teams.

use rand::RngExt;

use super::exchange::ExchangePosts;
use super::rotation::{Scratch, bring};
use crate::solve::search::partition::Scope;
use crate::solve::search::problem::{LEADER, NONE, SECRETARY};
use crate::solve::search::state::State;

/// Gives the lead of `v` to `a` and staffs the team anew; where `a` is at its limit, the village it
/// leads (`swap`) goes to the agency that led `v`. Returns the difference in cost; `None`, with
/// nothing done, where it is not allowed or a team cannot be staffed.
pub fn change_lead(
    state: &mut State,
    scratch: &mut Scratch,
    scope: Scope,
    v: u32,
    a: u32,
    swap: Option<u32>,
    rng: &mut impl RngExt,
) -> Option<i64> {
    let before = state.lead[v as usize];
    if before == a || before == NONE {
        return None;
    }
    let (cost, mark) = (state.cost, state.mark());
    let done = (|| {
        dissolve(state, v);
        state.set_lead(v, NONE);
        if let Some(u) = swap {
            dissolve(state, u);
            state.set_lead(u, NONE);
            if !state.may_lead(before as usize, u as usize) {
                return false;
            }
            state.set_lead(u, before);
        }
        if !state.may_lead(a as usize, v as usize) {
            return false;
        }
        state.set_lead(v, a);
        swap.is_none_or(|u| staff(state, scratch, scope, u, rng))
            && staff(state, scratch, scope, v, rng)
    })();
    if done {
        Some(state.cost - cost)
    } else {
        state.rollback(mark);
        None
    }
}

/// Replaces the cadre on one place of the team of `v` by another of the lead agency, or lets two of
/// the team exchange their places. Returns the difference in cost; `None`, with nothing done, where
/// the rules forbid it.
pub fn change_place(
    state: &mut State,
    scratch: &mut Scratch,
    scope: Scope,
    v: u32,
    place: usize,
    rng: &mut impl RngExt,
) -> Option<i64> {
    let (cost, mark) = (state.cost, state.mark());
    let size = state.problem.team_size;
    let seats = v as usize * size..(v as usize + 1) * size;
    let before = state.team[seats.start + place];
    let lead = state.lead[v as usize];
    if before == NONE {
        return None;
    }
    let cadres = &state.problem.cadres_of[lead as usize];
    let other = cadres[rng.random_range(0..cadres.len())];
    if other == before {
        return None;
    }
    let elsewhere = state.team[seats].iter().position(|&c| c == other);
    state.unseat(v, place);
    let done = match elsewhere {
        Some(second) => {
            state.unseat(v, second);
            seat(state, scratch, scope, before, v, second, rng)
                && seat(state, scratch, scope, other, v, place, rng)
        }
        None => seat(state, scratch, scope, other, v, place, rng),
    };
    if done {
        return Some(state.cost - cost);
    }
    state.rollback(mark);
    None
}

fn dissolve(state: &mut State, v: u32) {
    let size = state.problem.team_size;
    for place in 0..size {
        if state.team[v as usize * size + place] != NONE {
            state.unseat(v, place);
        }
    }
}

/// Fills the empty places of the team of `v`, scarce ones first; tells whether all are filled.
pub fn staff(
    state: &mut State,
    scratch: &mut Scratch,
    scope: Scope,
    v: u32,
    rng: &mut impl RngExt,
) -> bool {
    let size = state.problem.team_size;
    (0..size).all(|place| {
        state.team[v as usize * size + place] != NONE
            || staff_place(state, scratch, scope, v, place, rng)
    })
}

/// Tries the cadres of the lead agency in order of preference: required by a pin; cheap as first
/// secretary; already posted there; idle; elsewhere. Cadres fit for a scarcer place come last.
fn staff_place(
    state: &mut State,
    scratch: &mut Scratch,
    scope: Scope,
    v: u32,
    place: usize,
    rng: &mut impl RngExt,
) -> bool {
    const TRIED: usize = 12;
    let p = state.problem;
    let a = state.lead[v as usize];
    let spare = [LEADER, SECRETARY].map(|own| spare(state, a, own));
    let mut candidates: Vec<(i64, u32)> = p.cadres_of[a as usize]
        .iter()
        .filter(|&&c| !state.on_team[c as usize] && scope.owns_village(state.post[c as usize]))
        .filter(|&&c| p.may_serve(c, v, place))
        .map(|&c| {
            let facts = &p.cadres[c as usize];
            let post = state.post[c as usize];
            let away = if post == v {
                0
            } else if post == NONE {
                1_000 + 1_000 * i64::from(facts.quota) // large quotas are of use anywhere
            } else {
                4_000
            };
            let cost = if place == SECRETARY { facts.secretary_cost } else { 0 };
            let mut scarce = 0;
            for (fit, own) in [(facts.leader, LEADER), (facts.secretary, SECRETARY)] {
                if fit && place != own {
                    scarce += if spare[own] > 0 { 20_000 } else { 1_000_000_000 };
                }
            }
            (away + cost + scarce + rng.random_range(0..500), c)
        })
        .collect();
    candidates.sort_unstable();
    candidates.iter().take(TRIED).any(|&(_, c)| seat(state, scratch, scope, c, v, place, rng))
}

/// Cadres of `a` free for `place` (leader or first secretary) beyond those that its villages still
/// want there.
fn spare(state: &State, a: u32, place: usize) -> i64 {
    let p = state.problem;
    let fit = |&&c: &&u32| {
        let facts = &p.cadres[c as usize];
        let fits = if place == LEADER { facts.leader } else { facts.secretary };
        fits && !state.on_team[c as usize]
    };
    let free = p.cadres_of[a as usize].iter().filter(fit).count() as i64;
    let led = state.attached[a as usize].iter().filter(|&&v| state.lead[v as usize] == a);
    let empty = |&&v: &&u32| state.team[v as usize * p.team_size + place] == NONE;
    free - led.filter(empty).count() as i64
}

/// Seats `c`, bringing it to `v` by exchanges where it has duties elsewhere.
fn seat(
    state: &mut State,
    scratch: &mut Scratch,
    scope: Scope,
    c: u32,
    v: u32,
    place: usize,
    rng: &mut impl RngExt,
) -> bool {
    let post = state.post[c as usize];
    if state.on_team[c as usize]
        || !scope.owns_village(post)
        || !state.problem.may_serve(c, v, place)
    {
        return false;
    }
    if (post != v && post != NONE) && !fetch(state, scratch, scope, c, v, rng) {
        return false;
    }
    if state.may_seat(c, v, place) {
        state.seat(c, v, place);
        return true;
    }
    false
}

/// Brings `c` to `v` in exchange for a colleague there, else for cadres of any agency there, else
/// by handing its households to idle cadres of its agency.
fn fetch(
    state: &mut State,
    scratch: &mut Scratch,
    scope: Scope,
    c: u32,
    v: u32,
    rng: &mut impl RngExt,
) -> bool {
    let p = state.problem;
    let a = p.cadres[c as usize].agency;
    let colleagues: Vec<u32> = state.present[v as usize]
        .iter()
        .copied()
        .filter(|&d| p.cadres[d as usize].agency == a && !state.on_team[d as usize])
        .collect();
    let best = colleagues
        .iter()
        .map(|&d| ExchangePosts { c1: c, c2: d })
        .filter_map(|m| m.evaluate(state).map(|delta| (delta, m.c2, m)))
        .min_by_key(|&(delta, d, _)| (delta, d));
    if let Some((_, _, exchange)) = best {
        exchange.apply(state);
        return true;
    }
    if !colleagues.is_empty() && bring(state, scratch, c, (a, v), rng) {
        return true;
    }
    let present = &state.present[v as usize];
    let mut cheapest: Option<(i64, u32)> = None;
    for _ in 0..present.len().min(16) {
        let d = present[rng.random_range(0..present.len())];
        if !scope.owns_agency(p.cadres[d as usize].agency) {
            continue;
        }
        if let Some(delta) = (ExchangePosts { c1: c, c2: d }).evaluate(state)
            && cheapest.is_none_or(|best| (delta, d) < best)
        {
            cheapest = Some((delta, d));
        }
    }
    if let Some((_, d)) = cheapest {
        ExchangePosts { c1: c, c2: d }.apply(state);
        return true;
    }
    hand_over(state, c)
}

/// Gives the households of `c` to idle colleagues with room, so that `c` is free to go.
fn hand_over(state: &mut State, c: u32) -> bool {
    let p = state.problem;
    let mark = state.mark();
    let a = p.cadres[c as usize].agency;
    for h in state.held(c).to_vec() {
        state.drop(h);
        let room = p.cadres_of[a as usize].iter().find(|&&d| d != c && state.may_give(h, d));
        let Some(&d) = room else {
            state.rollback(mark);
            return false;
        };
        state.give(h, d);
    }
    true
}
