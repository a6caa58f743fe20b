//! Whether an agency could lead a village again, and what that would cost.

use std::collections::BTreeMap;

use super::super::decision::Decision;
use super::super::standing::Standing;
use super::why::{Scene, by_cost};
use super::{Reason, roster};
use crate::model::data::PlanTables;
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, CadreId, Instance, Millipoints, VillageId};

/// Who was on a village's team: places and cadres, the leader first.
pub(super) type Team<'a> = Vec<(TeamRole, &'a str)>;

/// The teams of a plan by village.
pub(super) fn teams(tables: &PlanTables) -> BTreeMap<&str, Team<'_>> {
    let mut teams: BTreeMap<&str, Team> = BTreeMap::new();
    for row in &tables.teams {
        teams.entry(&row.village_id).or_default().push((row.role, &row.cadre_id));
    }
    teams.values_mut().for_each(|team| team.sort());
    teams
}

/// What stands against `a` leading `v` again, or what that would cost.
pub(super) fn lead(scene: &Scene, a: AgencyId, v: VillageId) -> Option<Reason> {
    let standing = scene.standing.as_ref()?;
    let instance = scene.instance;
    let most = instance.settings().limits.led_per_agency as usize;
    if standing.plan.lead.iter().filter(|&&lead| lead == a).count() >= most {
        return Some(scene.new_lead(a).unwrap_or(Reason::Limit { may: most as u64 }));
    }
    let attached = standing.is_attached(a, v);
    let most = instance.agency(a).max_villages as usize;
    if !attached && standing.villages(a).len() >= most {
        return Some(scene.new_attachment(a).unwrap_or(Reason::Limit { may: most as u64 }));
    }
    let Some(secretary) = cheapest_staff(standing, a, v) else {
        return unstaffed(scene, a, v);
    };
    let link = if attached { Millipoints::ZERO } else { standing.costs.link(a, v) };
    let now =
        standing.costs.lead(standing.plan.lead[v.index()], v) + standing.of_village(v).secretary;
    Some(by_cost(standing.costs.lead(a, v) + secretary + link - now))
}

/// Cost of the first secretary of the cheapest team for the village among the agency's cadres who are not
/// needed elsewhere; `None` where there is no team.
pub(super) fn cheapest_staff(
    standing: &Standing,
    a: AgencyId,
    v: VillageId,
) -> Option<Millipoints> {
    let instance = standing.instance;
    if !instance.settings().team.enabled {
        return Some(Millipoints::ZERO);
    }
    let free = |&c: &CadreId| {
        instance.cadre(c).available
            && standing.post(c).is_none_or(|post| post == v)
            && Decision::Post(c, v).ruled_out_by(instance).is_none()
    };
    let own: Vec<CadreId> = instance.cadres_of(a).iter().copied().filter(free).collect();
    if own.len() < instance.settings().team.members as usize + 1 {
        return None;
    }
    let fit = |&c: &CadreId, role| {
        !roster::is_unfit(instance, c, role)
            && Decision::Team(c, v, role).ruled_out_by(instance).is_none()
    };
    let leaders: Vec<CadreId> =
        own.iter().copied().filter(|c| fit(c, TeamRole::Leader)).take(2).collect();
    let secretaries = own.iter().copied().filter(|c| fit(c, TeamRole::Secretary));
    let led = secretaries.filter(|&c| leaders.iter().any(|&leader| leader != c));
    led.map(|c| standing.costs.secretary(c)).min()
}

/// Why there is no team: one of the old one is out, or needed elsewhere.
fn unstaffed(scene: &Scene, a: AgencyId, v: VillageId) -> Option<Reason> {
    let instance = scene.instance;
    let team = scene.teams_before.get(instance.village(v).id.as_str())?;
    team.iter().find_map(|&(role, cadre)| out(scene, a, role, cadre)).or_else(|| {
        let standing = scene.standing.as_ref()?;
        team.iter().find_map(|&(_, cadre)| {
            let c = instance.find_cadre(cadre)?;
            let post = standing.post(c).filter(|&post| post != v)?;
            scene.posting_change(c, post)
        })
    })
}

/// What became of a cadre of the old team, where it cannot have its place again whatever the plan is.
fn out(scene: &Scene, a: AgencyId, role: TeamRole, cadre: &str) -> Option<Reason> {
    let instance: &Instance = scene.instance;
    let because = roster::cadre_is_out(instance, cadre).or_else(|| {
        let c = instance.find_cadre(cadre)?;
        if instance.cadre(c).agency != a {
            return roster::transferred(instance, scene.former, c);
        }
        roster::is_unfit(instance, c, role).then_some(Reason::Unfit)
    })?;
    Some(Reason::Team { cadre: cadre.to_owned(), because: Box::new(because) })
}
