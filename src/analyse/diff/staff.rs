//! Whether an agency could lead a village again, and what that would cost.

use std::collections::BTreeMap;

use super::super::teams::{cheapest_team, is_unfit};
use super::why::{Scene, by_cost};
use super::{Reason, roster};
use crate::model::data::PlanTables;
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, Instance, Millipoints, VillageId};

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
    let team = cheapest_team(standing, a, v);
    if team.is_none() && instance.settings().team.enabled {
        return unstaffed(scene, a, v);
    }
    let secretary = team.map_or(Millipoints::ZERO, |team| standing.costs.secretary(team.secretary));
    let link = if attached { Millipoints::ZERO } else { standing.costs.link(a, v) };
    let now =
        standing.costs.lead(standing.plan.lead[v.index()], v) + standing.of_village(v).secretary;
    Some(by_cost(standing.costs.lead(a, v) + secretary + link - now))
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
        is_unfit(instance, c, role).then_some(Reason::Unfit)
    })?;
    Some(Reason::Team { cadre: cadre.to_owned(), because: Box::new(because) })
}
