//! A team that an agency could send to a village as things stand.

use super::decision::Decision;
use super::standing::Standing;
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, CadreId, Instance, Team, VillageId};

/// Whether the cadre itself may not have this place on a team, whatever the plan is.
#[must_use]
pub fn is_unfit(instance: &Instance, c: CadreId, role: TeamRole) -> bool {
    match role {
        TeamRole::Leader => !instance.leader_eligible(c),
        TeamRole::Secretary => !instance.secretary_eligible(c),
        TeamRole::Member => !instance.cadre(c).available,
    }
}

/// The cheapest team for the village among the agency's cadres who are not needed elsewhere; `None`
/// where they make none, or where teams are off.
#[must_use]
pub fn cheapest_team(standing: &Standing, a: AgencyId, v: VillageId) -> Option<Team> {
    let instance = standing.instance;
    let free = |&c: &CadreId| {
        instance.cadre(c).available
            && standing.post(c).is_none_or(|post| post == v)
            && Decision::Post(c, v).ruled_out_by(instance).is_none()
    };
    let own: Vec<CadreId> = instance.cadres_of(a).iter().copied().filter(free).collect();
    let others = (instance.settings().team.members as usize).saturating_sub(1);
    if !instance.settings().team.enabled || own.len() < others + 2 {
        return None;
    }
    let fit = |role| {
        let fit = move |&c: &CadreId| {
            !is_unfit(instance, c, role)
                && Decision::Team(c, v, role).ruled_out_by(instance).is_none()
        };
        own.iter().copied().filter(fit)
    };
    let leaders: Vec<CadreId> = fit(TeamRole::Leader).take(2).collect();
    let led = |c: CadreId| leaders.iter().copied().find(|&leader| leader != c);
    let pairs = fit(TeamRole::Secretary).filter_map(|c| Some((c, led(c)?)));
    let (secretary, leader) = pairs.min_by_key(|&(c, _)| (standing.costs.secretary(c), c))?;
    let rest = own.into_iter().filter(|&c| c != leader && c != secretary);
    Some(Team { leader, secretary, others: rest.take(others).collect() })
}
