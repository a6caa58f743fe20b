//! From slots back to cadres.

use rand::RngExt;

use super::flows::Flows;
use super::network::NO_CLASS;
use crate::solve::search::construct::{Group, pair, post_group, required_helpers};
use crate::solve::search::moves::lead::staff;
use crate::solve::search::moves::rotation::{Scratch, settle};
use crate::solve::search::partition::Scope;
use crate::solve::search::problem::NONE;
use crate::solve::search::state::State;

/// A plan in progress that follows the flows as closely as whole cadres and pins let it; what does
/// not fit stays open.
pub fn decode<'p, 'a>(flows: &Flows<'_, 'p, 'a>, rng: &mut impl RngExt) -> State<'p, 'a> {
    let problem = flows.network.problem;
    let mut state = State::empty(problem);
    required_helpers(&mut state);
    for (v, &a) in flows.lead.iter().enumerate() {
        if a != NONE && state.may_lead(a as usize, v) {
            state.set_lead(v as u32, a);
        }
    }
    seat_classes(flows, &mut state);
    let mut scratch = Scratch::default();
    for v in 0..problem.villages as u32 {
        if state.lead[v as usize] != NONE {
            staff(&mut state, &mut scratch, Scope::ALL, v, rng);
        }
    }
    let (wanted, unused) = wanted(flows, &state);
    let mut posted = vec![Vec::new(); problem.villages];
    for (g, wanted) in wanted.into_iter().enumerate() {
        let group = &flows.network.groups[g];
        if group.agency == NONE || group.overload {
            continue;
        }
        let group = Group {
            agency: group.agency,
            origin: group.origin,
            overload: false,
            slots: group.supply,
        };
        post_group(&state, &group, wanted, &mut posted);
    }
    for (v, cadres) in posted.into_iter().enumerate() {
        let mut helpers = state.present[v].clone();
        helpers.extend(cadres);
        let quota = |c: u32| problem.cadres[c as usize].quota;
        helpers.sort_unstable_by_key(|&c| (unused.contains(&c), std::cmp::Reverse(quota(c)), c));
        pair(&mut state, v, &helpers);
    }
    for households in &problem.households_of {
        settle(&mut state, Scope::ALL, households);
        settle(&mut state, Scope::ALL, households);
    }
    state.commit();
    state
}

/// Takes cadres of the classes that sit on the teams.
fn seat_classes(flows: &Flows, state: &mut State) {
    let problem = flows.network.problem;
    for (seat, &class) in flows.seats.iter().enumerate() {
        let (v, place) = (seat / problem.team_size, seat % problem.team_size);
        if class == NO_CLASS || state.lead[v] == NONE {
            continue;
        }
        let mut cadres = flows.network.classes[class as usize].cadres.iter().copied();
        let free = |c: &u32| {
            !state.on_team[*c as usize]
                && state.may_seat(*c, v as u32, place)
                && problem.may_serve(*c, v as u32, place)
        };
        if let Some(c) = cadres.find(free) {
            state.seat(c, v as u32, place);
        }
    }
}

/// Slots by group and village that the cadres already posted do not give, and those of the posted
/// whom the flows let help nobody.
fn wanted(flows: &Flows, state: &State) -> (Vec<Vec<(u32, i64)>>, Vec<u32>) {
    let network = flows.network;
    let problem = network.problem;
    let villages = problem.villages as u32;
    let mut left: Vec<Vec<i64>> = (0..network.groups.len() as u16)
        .map(|g| (0..villages).map(|v| flows.units(g, v)).collect())
        .collect();
    let mut unused = Vec::new();
    for (v, cadres) in state.present.iter().enumerate() {
        for &c in cadres {
            if let Some(g) = network.group_of(c) {
                let slots = &mut left[usize::from(g)][v];
                let taken = i64::from(problem.cadres[c as usize].quota).min(*slots).max(0);
                *slots -= taken;
                if taken == 0 {
                    unused.push(c);
                }
            }
        }
    }
    let positive = |slots: Vec<i64>| -> Vec<(u32, i64)> {
        (0..villages).zip(slots).filter(|&(_, units)| units > 0).collect()
    };
    (left.into_iter().map(positive).collect(), unused)
}
