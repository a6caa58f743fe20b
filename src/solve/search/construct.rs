//! The first plan: leads by assignment, teams, then slots by transportation.
//!
//! Each step is exact for its own part and blind to the later ones: which agency leads which village
//! (a transportation problem with unit demands), who sits on the teams, how many slots each agency
//! sends to each village (another), which cadres those are, and which households they help.
//! What does not fit in whole cadres is left open for [`mod@super::repair`].
//!
//! On a prefecture nearly all of the time went into the slots, solved by successive shortest paths:
//! where slots hardly exceed households, each of the last paths goes through a whole county. By the
//! network simplex method ([`super::transport`]) they take a tenth of that.

use rand::RngExt;
use rayon::prelude::*;

use super::moves::lead::staff;
use super::moves::rotation::Scratch;
use super::partition::Scope;
use super::problem::{NONE, Problem};
use super::state::State;
use super::transport::Transport;
use crate::model::enums::Cause;

/// Cadres of one agency and origin, or their room for overload.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The agency.
    pub agency: u32,
    /// Where its ways begin.
    pub origin: u32,
    /// Whether these are households above quota.
    pub overload: bool,
    /// Slots.
    pub slots: i64,
}

/// Builds a plan, perhaps with some households or team places still open.
pub fn construct<'p, 'a>(problem: &'p Problem<'a>, rng: &mut impl RngExt) -> State<'p, 'a> {
    let mut state = State::empty(problem);
    complete(&mut state, rng);
    state
}

/// Completes a plan of which any part may be given: leads, teams, pairings that are there stay.
pub fn complete(state: &mut State, rng: &mut impl RngExt) {
    complete_until(state, rng, &|| false);
}

/// As [`complete`]; ends early, with more left open, once `stop` says so.
pub fn complete_until(state: &mut State, rng: &mut impl RngExt, stop: &dyn Fn() -> bool) {
    let mut scratch = Scratch::default();
    required_helpers(state);
    assign_leads(state, stop);
    for v in 0..state.problem.villages as u32 {
        if state.lead[v as usize] != NONE {
            staff(state, &mut scratch, Scope::ALL, v, rng);
        }
    }
    if !stop() {
        send_slots(state, stop);
    }
    state.commit();
}

/// Gives the households that pins tie to a helper.
pub fn required_helpers(state: &mut State) {
    for h in 0..state.helper.len() as u32 {
        let c = state.problem.required_helper[h as usize];
        if c != NONE && state.may_give(h, c) {
            state.give(h, c);
        }
    }
}

/// Leads by least lead cost, link, and the ways of as many households as a lead agency usually
/// helps in its village.
fn assign_leads(state: &mut State, stop: &dyn Fn() -> bool) {
    let p = state.problem;
    let open: Vec<u32> =
        (0..p.villages as u32).filter(|&v| state.lead[v as usize] == NONE).collect();
    if open.is_empty() {
        return;
    }
    let share = (p.village_of.len() / (2 * p.villages)).max(1) as i64;
    let room = |a: usize| {
        p.team_capacity(a).min(usize::from(p.max_leads)).saturating_sub(usize::from(state.leads[a]))
            as i64
    };
    let supply: Vec<i64> = (0..p.agencies).map(room).collect();
    let arcs: Vec<_> = open
        .par_iter()
        .map(|&v| {
            let vi = v as usize;
            (0..p.agencies)
                .filter(|&a| state.may_lead(a, vi))
                .map(|a| {
                    let ways = share * p.travel_weight * p.metres(a as u32, v);
                    (a as u32, p.lead(a, vi) + p.link(a, vi) + ways)
                })
                .collect()
        })
        .collect();
    let mut transport = Transport::new(&supply, &vec![1; open.len()], &arcs);
    transport.run(stop);
    for (a, flow) in transport.flow().into_iter().enumerate() {
        for (d, _) in flow {
            let v = open[d as usize];
            if state.may_lead(a, v as usize) {
                state.set_lead(v, a as u32);
            }
        }
    }
}

/// Sends the slots of idle cadres to the villages that still need them.
fn send_slots(state: &mut State, stop: &dyn Fn() -> bool) {
    let groups = groups(state);
    let mut transport = slot_transport(state, &groups);
    transport.run(stop);
    respect_limits(state, &groups, &mut transport, stop);
    let mut posted = vec![Vec::new(); state.problem.villages];
    for (group, flow) in groups.iter().zip(transport.flow()) {
        if !group.overload {
            post_group(state, group, flow, &mut posted);
        }
    }
    for (v, cadres) in posted.into_iter().enumerate() {
        let mut helpers = state.present[v].clone();
        helpers.extend(cadres);
        let quota = |c: u32| state.problem.cadres[c as usize].quota;
        helpers.sort_unstable_by_key(|&c| (std::cmp::Reverse(quota(c)), c));
        pair(state, v, &helpers);
    }
}

fn groups(state: &State) -> Vec<Group> {
    let p = state.problem;
    let mut slots = std::collections::BTreeMap::new();
    for (c, facts) in p.cadres.iter().enumerate() {
        if facts.available && state.post[c] == NONE {
            *slots.entry((facts.agency, facts.origin, false)).or_insert(0) +=
                i64::from(facts.quota);
        }
        if facts.capacity > facts.quota {
            let more = i64::from(facts.capacity - facts.quota);
            *slots.entry((facts.agency, facts.origin, true)).or_insert(0) += more;
        }
    }
    let group = |((agency, origin, overload), slots)| Group { agency, origin, overload, slots };
    slots.into_iter().map(group).collect()
}

fn slot_transport(state: &State, groups: &[Group]) -> Transport {
    const ARCS: usize = 1024;
    let p = state.problem;
    let present_room = |v: usize| -> i64 {
        let room =
            |&c: &u32| i64::from(p.cadres[c as usize].quota.saturating_sub(state.load[c as usize]));
        state.present[v].iter().map(room).sum()
    };
    let unhelped = |v: usize| {
        p.households_of[v].iter().filter(|&&h| state.helper[h as usize] == NONE).count() as i64
    };
    let demand: Vec<i64> =
        (0..p.villages).map(|v| (unhelped(v) - present_room(v)).max(0)).collect();
    let arcs: Vec<_> = (0..p.villages)
        .into_par_iter()
        .map(|v| {
            let needs = needs(state, v);
            let mut arcs: Vec<(u32, i64)> = groups
                .iter()
                .enumerate()
                .filter(|(_, g)| state.may_attach(g.agency, v as u32))
                .map(|(i, g)| (i as u32, unit_cost(state, g, v, needs[g.agency as usize])))
                .collect();
            if arcs.len() > ARCS {
                arcs.select_nth_unstable_by_key(ARCS, |&(g, cost)| (cost, g));
                arcs.truncate(ARCS);
            }
            arcs
        })
        .collect();
    let supply: Vec<i64> = groups.iter().map(|g| g.slots).collect();
    Transport::new(&supply, &demand, &arcs)
}

/// Mean need cost of a household of `v`, by agency.
fn needs(state: &State, v: usize) -> Vec<i64> {
    let p = state.problem;
    let homes = &p.households_of[v];
    let mut by_cause = [0_i64; Cause::ALL.len()];
    homes.iter().for_each(|&h| by_cause[usize::from(p.cause_of[h as usize])] += 1);
    let sum = |a: u32| -> i64 {
        Cause::ALL.iter().zip(by_cause).map(|(&cause, n)| n * p.need_of(a, cause)).sum()
    };
    (0..p.agencies as u32).map(|a| sum(a) / homes.len() as i64).collect()
}

/// Cost of one household of `v` helped from the group, the link spread over a usual number of them.
fn unit_cost(state: &State, group: &Group, v: usize, need: i64) -> i64 {
    let p = state.problem;
    let link = if state.is_attached(group.agency, v as u32) {
        0
    } else {
        p.link(group.agency as usize, v) / (p.households_of[v].len() as i64 / 3).max(1)
    };
    let over = if group.overload { p.overload } else { 0 };
    p.travel_weight * p.metres(group.origin, v as u32) + need / 2 + link + over
}

/// While an agency has too many villages, closes the least flow of each such agency and routes it
/// elsewhere: one at a time, since what the others give up may leave room for the rest.
fn respect_limits(
    state: &State,
    groups: &[Group],
    transport: &mut Transport,
    stop: &dyn Fn() -> bool,
) {
    const ROUNDS: usize = 200;
    let mut exact = true;
    for _ in 0..ROUNDS {
        let served = served(groups, transport);
        let surplus: Vec<(u32, u32)> = served
            .chunk_by(|one, two| one.0 == two.0)
            .filter_map(|own| least_beyond_limit(state, own))
            .collect();
        if stop() || surplus.is_empty() && exact {
            return;
        }
        exact = surplus.is_empty();
        for (a, v) in surplus {
            of_agency(groups, a).for_each(|g| transport.close(g as u32, v));
        }
        if exact {
            transport.run(stop);
        } else {
            transport.reroute(stop);
        }
    }
}

/// Units by agency and village, in this order: (agency, village, units).
fn served(groups: &[Group], transport: &Transport) -> Vec<(u32, u32, i64)> {
    let flows = transport.flows().filter(|&(_, _, units)| units > 0);
    let mut all: Vec<(u32, u32, i64)> =
        flows.map(|(g, v, units)| (groups[g as usize].agency, v, units)).collect();
    all.sort_unstable();
    all.dedup_by(|more, sum| {
        let same = (more.0, more.1) == (sum.0, sum.1);
        if same {
            sum.2 += more.2;
        }
        same
    });
    all
}

/// Of the villages that one agency is to serve, where these are too many: the one of fewest units
/// among those it is not attached to anyway, with the agency.
fn least_beyond_limit(state: &State, own: &[(u32, u32, i64)]) -> Option<(u32, u32)> {
    let a = own[0].0;
    let new = || own.iter().filter(|&&(_, v, _)| !state.is_attached(a, v));
    let most = usize::from(state.problem.max_villages[a as usize]);
    let room = most.saturating_sub(state.attached[a as usize].len());
    if new().count() <= room {
        return None;
    }
    new().min_by_key(|&&(_, v, units)| (units, v)).map(|&(_, v, _)| (a, v))
}

/// The groups of an agency; the list is sorted by agency.
fn of_agency(groups: &[Group], a: u32) -> std::ops::Range<usize> {
    groups.partition_point(|g| g.agency < a)..groups.partition_point(|g| g.agency <= a)
}

/// Chooses which idle cadres of the group go where: first those who helped in a village last year
/// that wants some of the group, then large quotas first, each to the village that still wants most.
pub fn post_group(
    state: &State,
    group: &Group,
    mut wanted: Vec<(u32, i64)>,
    posted: &mut [Vec<u32>],
) {
    let p = state.problem;
    let mut idle: Vec<u32> = p.cadres_of[group.agency as usize]
        .iter()
        .copied()
        .filter(|&c| {
            let facts = &p.cadres[c as usize];
            facts.origin == group.origin && facts.quota > 0 && state.post[c as usize] == NONE
        })
        .collect();
    idle.sort_unstable_by_key(|&c| (std::cmp::Reverse(p.cadres[c as usize].quota), c));
    let mut post = |c: u32, home: u32| {
        let quota = i64::from(p.cadres[c as usize].quota);
        let fits = |v: u32| (home == NONE || home == v) && p.may_post(c, v);
        let permitted = wanted.iter_mut().filter(|(v, left)| *left > 0 && fits(*v));
        let most = permitted.max_by_key(|(v, left)| (*left, std::cmp::Reverse(*v)));
        most.map(|(v, left)| {
            *left -= quota;
            posted[*v as usize].push(c);
        })
    };
    idle.retain(|&c| p.home[c as usize] == NONE || post(c, p.home[c as usize]).is_none());
    for c in idle {
        post(c, NONE);
    }
}

/// Pairs the open households of `v` with the helpers, each slot taking the household that it suits
/// best.
pub fn pair(state: &mut State, v: usize, helpers: &[u32]) {
    let p = state.problem;
    let mut open: Vec<u32> =
        p.households_of[v].iter().copied().filter(|&h| state.helper[h as usize] == NONE).collect();
    for &c in helpers {
        let facts = &p.cadres[c as usize];
        while state.load[c as usize] < facts.quota {
            let suits = |h: u32| {
                let hamlet = |g: u32| p.hamlet_of[g as usize];
                let held = state.held(c);
                let split = !held.is_empty() && held.iter().all(|&g| hamlet(g) != hamlet(h));
                p.need(facts.agency, h) + p.change(c, h) + if split { p.hamlet } else { 0 }
            };
            let best = open
                .iter()
                .enumerate()
                .filter(|&(_, &h)| state.may_give(h, c))
                .min_by_key(|&(_, &h)| (suits(h), h));
            let Some((place, &h)) = best else { break };
            open.swap_remove(place);
            state.give(h, c);
        }
    }
}
