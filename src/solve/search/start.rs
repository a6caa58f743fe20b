//! From a given start to a plan in progress: as much of it as the rules and the pins let stand.
//!
//! What is refused (a helper that pins forbid, a cadre who cannot be in two villages) is left open,
//! for [`mod@super::construct`] and [`mod@super::repair`] to fill. A start that keeps all rules is
//! taken over whole, and the state never costs more than it: the state only leaves out attachments
//! that nobody needs.

use super::construct::required_helpers;
use super::problem::{LEADER, NONE, Problem, SECRETARY};
use super::state::State;
use crate::model::Start;

impl<'p, 'a> State<'p, 'a> {
    /// The state that is as much like `start` as the rules permit.
    pub fn from_start(problem: &'p Problem<'a>, start: &Start) -> Self {
        let mut state = Self::empty(problem);
        take_pins(&mut state);
        take_leads(&mut state, start);
        take_teams(&mut state, start);
        take_pairings(&mut state, start);
        state.commit();
        state
    }
}

/// What the pins demand comes first, so that nothing of the start stands in its way.
fn take_pins(state: &mut State) {
    let p = state.problem;
    for v in 0..p.villages {
        let a = p.required_lead[v];
        if a != NONE && state.may_lead(a as usize, v) {
            state.set_lead(v as u32, a);
        }
        for place in [LEADER, SECRETARY] {
            seat_if_allowed(state, p.required_team[v][place], v as u32, place);
        }
    }
    required_helpers(state);
}

fn take_leads(state: &mut State, start: &Start) {
    for (v, lead) in start.lead.iter().enumerate() {
        if let Some(a) = lead
            && state.lead[v] == NONE
            && state.may_lead(a.index(), v)
        {
            state.set_lead(v as u32, a.index() as u32);
        }
    }
}

fn take_teams(state: &mut State, start: &Start) {
    let size = state.problem.team_size;
    if size == 0 {
        return;
    }
    for (v, team) in start.teams.iter().enumerate() {
        for (place, cadre) in [(LEADER, team.leader), (SECRETARY, team.secretary)] {
            let c = cadre.map_or(NONE, |c| c.index() as u32);
            seat_if_allowed(state, c, v as u32, place);
        }
        for c in &team.others {
            let open = (SECRETARY + 1..size).find(|&place| state.team[v * size + place] == NONE);
            if let Some(place) = open {
                seat_if_allowed(state, c.index() as u32, v as u32, place);
            }
        }
    }
}

fn seat_if_allowed(state: &mut State, c: u32, v: u32, place: usize) {
    if c != NONE && state.may_seat(c, v, place) {
        state.seat(c, v, place);
    }
}

/// Where not all pairings can stand (an agency in too many villages, a cadre in two, a smaller
/// quota), those of the agencies and cadres that help most in a village do; among equals, the
/// households that come first.
fn take_pairings(state: &mut State, start: &Start) {
    let p = state.problem;
    let mut pairings: Vec<(u32, u32)> = start
        .helper
        .iter()
        .enumerate()
        .filter_map(|(h, c)| Some((h as u32, (*c)?.index() as u32)))
        .filter(|&(h, c)| state.helper[h as usize] == NONE && p.cadres[c as usize].available)
        .collect();
    let place = |h: u32| p.village_of[h as usize];
    let mut of_agency = vec![0_u32; p.agencies * p.villages];
    let pair =
        |h: u32, c: u32| p.cadres[c as usize].agency as usize * p.villages + place(h) as usize;
    let mut of_cadre = std::collections::BTreeMap::new();
    for &(h, c) in &pairings {
        of_agency[pair(h, c)] += 1;
        *of_cadre.entry((c, place(h))).or_insert(0_u32) += 1;
    }
    let rank = |&(h, c): &(u32, u32)| {
        let (agency, cadre) = (of_agency[pair(h, c)], of_cadre[&(c, place(h))]);
        (std::cmp::Reverse(agency), std::cmp::Reverse(cadre), place(h), h)
    };
    pairings.sort_by_cached_key(rank);
    for (h, c) in pairings {
        if state.may_give(h, c) {
            state.give(h, c);
        }
    }
}
