//! From slots back to cadres.

use rand::RngExt;

use super::flows::Flows;
use super::network::{NO_CLASS, Network};
use crate::solve::search::construct::{Group, pair, post_group, required_helpers};
use crate::solve::search::moves::lead::staff;
use crate::solve::search::moves::rotation::{Scratch, settle};
use crate::solve::search::partition::Scope;
use crate::solve::search::problem::{NONE, SECRETARY};
use crate::solve::search::state::State;

/// A plan in progress that follows the flows as closely as whole cadres and pins let it; what does
/// not fit stays open.
pub fn decode<'p, 'a>(flows: &Flows<'_, 'p, 'a>, rng: &mut impl RngExt) -> State<'p, 'a> {
    let mut state = State::empty(flows.network.problem);
    name(flows, &mut state, rng);
    state
}

/// The same, from a plan that the flows once were: what they left as it was stays as it is, down to
/// who helps whom.
pub fn decode_like<'p, 'a>(
    flows: &Flows<'_, 'p, 'a>,
    like: &State<'p, 'a>,
    rng: &mut impl RngExt,
) -> State<'p, 'a> {
    let mut state = like.clone();
    shed_teams(flows, &mut state);
    shed_cadres(flows, &mut state);
    name(flows, &mut state, rng);
    state
}

/// Names whatever `state` lacks.
fn name<'p, 'a>(flows: &Flows<'_, 'p, 'a>, state: &mut State<'p, 'a>, rng: &mut impl RngExt) {
    let problem = flows.network.problem;
    required_helpers(state);
    for (v, &a) in flows.lead.iter().enumerate() {
        if a != NONE && state.lead[v] == NONE && state.may_lead(a as usize, v) {
            state.set_lead(v as u32, a);
        }
    }
    seat_classes(flows, state);
    let mut scratch = Scratch::default();
    for v in 0..problem.villages as u32 {
        if state.lead[v as usize] != NONE {
            staff(state, &mut scratch, Scope::ALL, v, rng);
        }
    }
    let open: Vec<bool> = (0..problem.villages)
        .map(|v| problem.households_of[v].iter().any(|&h| state.helper[h as usize] == NONE))
        .collect();
    post_and_pair(flows, state);
    for (households, _) in problem.households_of.iter().zip(open).filter(|&(_, open)| open) {
        settle(state, Scope::ALL, households);
        settle(state, Scope::ALL, households);
    }
    state.commit();
}

/// Sends whole cadres where the flows still want slots, and lets them help.
fn post_and_pair(flows: &Flows, state: &mut State) {
    let problem = flows.network.problem;
    let (wanted, unused) = wanted(flows, state);
    let mut posted = vec![Vec::new(); problem.villages];
    for (g, wanted) in wanted.into_iter().enumerate() {
        let group = &flows.network.groups[g];
        if group.agency == NONE || group.overload {
            continue;
        }
        let (agency, origin) = (group.agency, group.origin);
        let group = Group { agency, origin, overload: false, slots: group.supply };
        post_group(state, &group, wanted, &mut posted);
    }
    for (v, cadres) in posted.into_iter().enumerate() {
        let mut helpers = state.present[v].clone();
        helpers.extend(cadres);
        let quota = |c: u32| problem.cadres[c as usize].quota;
        helpers.sort_unstable_by_key(|&c| (unused.contains(&c), std::cmp::Reverse(quota(c)), c));
        pair(state, v, &helpers);
    }
}

/// Takes off teams and leads what the flows have otherwise. On the team of a lead that stays, only a
/// first secretary gives way, and only to a cheaper one: the other seats cost nothing, so that
/// nothing is won by changing them.
fn shed_teams(flows: &Flows, state: &mut State) {
    let network = flows.network;
    let size = network.problem.team_size;
    let cost = |class: u32| network.classes[class as usize].secretary_cost;
    for v in 0..state.lead.len() {
        let stays = state.lead[v] == flows.lead[v];
        for place in 0..size {
            let seat = v * size + place;
            let (c, class) = (state.team[seat], flows.seats[seat]);
            if c == NONE {
                continue;
            }
            let own = network.class_of[c as usize];
            let cheaper = || class != NO_CLASS && own != NO_CLASS && cost(class) < cost(own);
            if !stays || (place == SECRETARY && cheaper()) {
                state.unseat(v as u32, place);
            }
        }
        if !stays {
            state.set_lead(v as u32, NONE);
        }
    }
}

/// Takes cadres, and where these are too large single households, from where the flows send fewer
/// slots: those with duties that nobody would miss first.
fn shed_cadres(flows: &Flows, state: &mut State) {
    let network = flows.network;
    let p = network.problem;
    for v in 0..p.villages as u32 {
        let mut surplus = std::collections::BTreeMap::new();
        for &c in &state.present[v as usize] {
            if let Some(g) = network.group_of(c) {
                let within = state.load[c as usize].min(p.cadres[c as usize].quota);
                *surplus.entry(g).or_insert_with(|| -flows.units(g, v)) += i64::from(within);
            }
        }
        for (g, surplus) in surplus {
            shed(network, state, g, v, surplus);
        }
    }
}

/// Takes `surplus` households of `v` from the cadres of a group: from whole cadres as long as these
/// fit, those first who are on no team and whose households cost nothing to change.
fn shed(network: &Network, state: &mut State, g: u16, v: u32, mut surplus: i64) {
    if surplus <= 0 {
        return;
    }
    let p = network.problem;
    let own = |&c: &u32| network.group_of(c) == Some(g) && state.load[c as usize] > 0;
    let mut cadres: Vec<u32> = state.present[v as usize].iter().copied().filter(own).collect();
    cadres.sort_by_cached_key(|&c| {
        let known = state.held(c).iter().filter(|&&h| p.previous_of[h as usize] == c).count();
        (state.on_team[c as usize], known, std::cmp::Reverse(state.load[c as usize]), c)
    });
    for whole in [true, false] {
        for &c in &cadres {
            let load = i64::from(state.load[c as usize]);
            if surplus > 0 && (load <= surplus || !whole) {
                let taken = load.min(surplus);
                surplus -= taken;
                for _ in 0..taken {
                    let h = state.held(c)[0];
                    state.drop(h);
                }
            }
        }
    }
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
