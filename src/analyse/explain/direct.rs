//! The single move that makes an alternative true.

use super::super::decision::Decision;
use super::super::standing::{Obstacle, Standing};
use super::super::teams::cheapest_team;
use super::candidates::Candidate;
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, CadreId, HouseholdId, Millipoints, Plan, Team, VillageId};

/// A move, made.
pub(super) struct Move {
    /// What it changes.
    pub(super) cost: Millipoints,
    /// The household passed on to make room.
    pub(super) passes_on: Option<(HouseholdId, CadreId)>,
    /// The plan after it, which keeps all rules.
    pub(super) plan: Plan,
}

/// The cheapest move for a candidate; `None` where no single one keeps the rules.
pub(super) fn direct(standing: &mut Standing, candidate: &Candidate) -> Option<Move> {
    if candidate.bars.iter().any(|bar| bar.is_final()) {
        return None;
    }
    match candidate.decision {
        Decision::Help(c, h) => help(standing, h, c),
        Decision::Lead(a, v) => lead(standing, a, v),
        Decision::Attach(a, v) => candidate.is_open().then(|| attach(standing, a, v)),
        Decision::Team(c, v, role) if candidate.is_open() => seat(standing, c, v, role),
        Decision::Team(..) | Decision::Post(..) => None,
    }
}

fn help(standing: &mut Standing, h: HouseholdId, c: CadreId) -> Option<Move> {
    let v = standing.instance.household(h).village;
    match standing.obstacles(h, c)[..] {
        [] | [Obstacle::Unattached(_)] => {
            let a = standing.instance.cadre(c).agency;
            let is_attached = standing.is_attached(a, v);
            let link = if is_attached { Millipoints::ZERO } else { standing.costs.link(a, v) };
            let cost = standing.cost_of_giving(h, c).total() + link;
            let mut plan = standing.plan.clone();
            plan.helper[h.index()] = c;
            plan.attached[v.index()].insert(a);
            Some(Move { cost, passes_on: None, plan })
        }
        [Obstacle::Full] => exchange(standing, h, c, v),
        _ => None,
    }
}

/// The newcomer passes one of its households on, to the old helper or to whoever has room.
fn exchange(standing: &mut Standing, h: HouseholdId, c: CadreId, v: VillageId) -> Option<Move> {
    let own = standing.households(c).to_vec();
    let old = standing.plan.helper[h.index()];
    let first = standing.give(h, c).total();
    let instance = standing.instance;
    let near: Vec<CadreId> = instance
        .cadre_ids()
        .filter(|&other| {
            other != c
                && instance.cadre(other).available
                && standing.post(other).is_none_or(|post| post == v)
                && standing.is_attached(instance.cadre(other).agency, v)
        })
        .collect();
    let mut best: Option<(Millipoints, HouseholdId, CadreId)> = None;
    for passed in own {
        for &to in &near {
            if standing.obstacles(passed, to).is_empty() {
                let cost = first + standing.cost_of_giving(passed, to).total();
                best = best.into_iter().chain([(cost, passed, to)]).min();
            }
        }
    }
    let found = best.map(|(cost, passed, to)| {
        let mut plan = standing.plan.clone();
        plan.helper[passed.index()] = to;
        Move { cost, passes_on: Some((passed, to)), plan }
    });
    standing.give(h, old);
    found
}

fn lead(standing: &Standing, a: AgencyId, v: VillageId) -> Option<Move> {
    let instance = standing.instance;
    let led = standing.plan.lead.iter().filter(|&&lead| lead == a).count();
    let is_attached = standing.is_attached(a, v);
    let room = standing.villages(a).len() < instance.agency(a).max_villages as usize;
    if led >= instance.settings().limits.led_per_agency as usize || !(is_attached || room) {
        return None;
    }
    let mut plan = standing.plan.clone();
    let mut cost = standing.costs.lead(a, v) - standing.costs.lead(plan.lead[v.index()], v);
    if !is_attached {
        cost += standing.costs.link(a, v);
    }
    plan.lead[v.index()] = a;
    plan.attached[v.index()].insert(a);
    if let Some(teams) = &mut plan.teams {
        let team = cheapest_team(standing, a, v)?;
        cost += standing.costs.secretary(team.secretary);
        cost += -standing.costs.secretary(teams[v.index()].secretary);
        teams[v.index()] = team;
    }
    Some(Move { cost, passes_on: None, plan })
}

fn attach(standing: &Standing, a: AgencyId, v: VillageId) -> Move {
    let mut plan = standing.plan.clone();
    plan.attached[v.index()].insert(a);
    Move { cost: standing.costs.link(a, v), passes_on: None, plan }
}

/// Who has the place goes, or takes that of the newcomer.
fn seat(standing: &Standing, c: CadreId, v: VillageId, role: TeamRole) -> Option<Move> {
    let instance = standing.instance;
    let mut plan = standing.plan.clone();
    let team = plan.teams.as_mut()?.get_mut(v.index())?;
    let before = standing.costs.secretary(team.secretary);
    let place = |team: &mut Team, role, c| match role {
        TeamRole::Leader => std::mem::replace(&mut team.leader, c),
        _ => std::mem::replace(&mut team.secretary, c),
    };
    let vacated = if team.leader == c {
        Some(TeamRole::Leader)
    } else if team.secretary == c {
        Some(TeamRole::Secretary)
    } else {
        None
    };
    let was_other = team.others.contains(&c);
    let old = place(team, role, c);
    if let Some(vacated) = vacated {
        if super::super::teams::is_unfit(instance, old, vacated)
            || Decision::Team(old, v, vacated).ruled_out_by(instance).is_some()
        {
            return None;
        }
        place(team, vacated, old);
    } else if was_other {
        team.others.retain(|&other| other != c);
        team.others.push(old);
        team.others.sort_unstable();
    }
    let cost = standing.costs.secretary(team.secretary) - before;
    Some(Move { cost, passes_on: None, plan })
}
