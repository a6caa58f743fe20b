//! R6 and R7: first secretaries and work teams. Asked only where teams are on.
//!
//! "Of the lead agency" is not asked in a village without one, and asked of either in a village
//! with two: R1 is what is broken there. "Posted there" follows from being on the team, and R3
//! sees to it that the cadre is posted nowhere else.

use crate::check::facts::Facts;
use crate::check::{Rule, Violation};
use crate::model::enums::{Application, Rank, Role, TeamRole};
use crate::model::{CadreId, VillageId};

/// R6: every village has exactly one first secretary, who is fit for it.
pub(super) fn one_fit_secretary_each(facts: &Facts, found: &mut Vec<Violation>) {
    for v in facts.instance.village_ids() {
        let secretaries = facts.in_role(v, TeamRole::Secretary);
        exactly_one(facts, v, &secretaries, (Rule::R6, "first secretary"), found);
        for c in secretaries {
            for reason in unfit_as_secretary(facts, v, c) {
                found.push(unfit(facts, v, c, (Rule::R6, "first secretary"), reason));
            }
        }
    }
}

/// Every condition of R6 that the cadre does not meet.
fn unfit_as_secretary(facts: &Facts, v: VillageId, c: CadreId) -> Vec<&'static str> {
    let cadre = facts.instance.cadre(c);
    let ranked = [Rank::DeputyCounty, Rank::Section, Rank::DeputySection].contains(&cadre.rank);
    let years = facts.instance.settings().team.min_rural_years;
    let conditions = [
        (cadre.available, "is not available"),
        (of_lead_agency(facts, v, c), "is not of the lead agency"),
        (cadre.party_member, "is not a party member"),
        (ranked || cadre.reserve, "is below deputy section rank and not on the reserve list"),
        (cadre.rural_years >= years, "has too few years of rural work"),
        (cadre.application != Application::None, "neither volunteered nor was recommended"),
        (cadre.role != Role::Head, "is the head of its agency"),
    ];
    conditions.into_iter().filter(|&(met, _)| !met).map(|(_, reason)| reason).collect()
}

/// R7: every team has one leader, an available deputy of the lead agency.
pub(super) fn one_fit_leader_each(facts: &Facts, found: &mut Vec<Violation>) {
    for v in facts.instance.village_ids() {
        let leaders = facts.in_role(v, TeamRole::Leader);
        exactly_one(facts, v, &leaders, (Rule::R7, "leader"), found);
        for c in leaders {
            let cadre = facts.instance.cadre(c);
            let conditions = [
                (cadre.available, "is not available"),
                (of_lead_agency(facts, v, c), "is not of the lead agency"),
                (cadre.role == Role::Deputy, "is not a deputy"),
            ];
            for (_, reason) in conditions.into_iter().filter(|&(met, _)| !met) {
                found.push(unfit(facts, v, c, (Rule::R7, "leader"), reason));
            }
        }
    }
}

/// R7: every team has X − 1 members beside the first secretary, available cadres of the lead
/// agency. (How many first secretaries there are is asked by R6.)
pub(super) fn full_of_members(facts: &Facts, found: &mut Vec<Violation>) {
    let wanted = (facts.instance.settings().team.members as usize).saturating_sub(1);
    for v in facts.instance.village_ids() {
        let members = facts.in_role(v, TeamRole::Member);
        let id = facts.v(v);
        if members.len() != wanted {
            let mut subjects = vec![id];
            subjects.extend(members.iter().map(|&c| facts.c(c)));
            let message = format!(
                "the team of village {id} has {} members beside the first secretary instead of {wanted}",
                members.len()
            );
            found.push(Violation::new(Rule::R7, &subjects, message));
        }
        for c in members {
            if !facts.instance.cadre(c).available {
                found.push(unfit(facts, v, c, (Rule::R7, "member"), "is not available"));
            }
            if !of_lead_agency(facts, v, c) {
                found.push(unfit(facts, v, c, (Rule::R7, "member"), "is not of the lead agency"));
            }
        }
    }
}

/// R7: nobody has two places on teams; a leader who is the first secretary has.
pub(super) fn nobody_twice(facts: &Facts, found: &mut Vec<Violation>) {
    let mut places = vec![Vec::new(); facts.instance.cadres().len()];
    for v in facts.instance.village_ids() {
        for &(_, c) in &facts.teams[v.index()] {
            places[c.index()].push(v);
        }
    }
    for c in facts.instance.cadre_ids() {
        let mut villages = places[c.index()].clone();
        if villages.len() > 1 {
            let id = facts.c(c);
            let message = format!("cadre {id} has {} places on teams", villages.len());
            villages.dedup();
            let mut subjects = vec![id];
            subjects.extend(villages.iter().map(|&v| facts.v(v)));
            found.push(Violation::new(Rule::R7, &subjects, message));
        }
    }
}

fn of_lead_agency(facts: &Facts, v: VillageId, c: CadreId) -> bool {
    let leads = &facts.leads[v.index()];
    leads.is_empty() || leads.contains(&facts.instance.cadre(c).agency)
}

fn exactly_one(
    facts: &Facts,
    v: VillageId,
    cadres: &[CadreId],
    (rule, what): (Rule, &str),
    found: &mut Vec<Violation>,
) {
    let id = facts.v(v);
    let message = match cadres.len() {
        0 => format!("the team of village {id} has no {what}"),
        1 => return,
        n => format!("the team of village {id} has the role of {what} {n} times instead of once"),
    };
    let mut subjects = vec![id];
    subjects.extend(cadres.iter().map(|&c| facts.c(c)));
    found.push(Violation::new(rule, &subjects, message));
}

fn unfit(
    facts: &Facts,
    v: VillageId,
    c: CadreId,
    (rule, what): (Rule, &str),
    reason: &str,
) -> Violation {
    let (v, c) = (facts.v(v), facts.c(c));
    Violation::new(rule, &[v, c], format!("{what} {c} of village {v} {reason}"))
}
