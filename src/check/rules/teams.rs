//! R6 and R7: first secretaries and work teams. Asked only where teams are on.
//!
//! "Of the lead agency" is not asked in a village without one, and asked of either in a village
//! with two: R1 is what is broken there. "Posted there" follows from being on the team, and R3
//! sees to it that the cadre is posted nowhere else.

use crate::check::facts::Facts;
use crate::check::{Rule, Violation};
use crate::language::{Sentence, sentence};
use crate::model::enums::{Application, Rank, Role, TeamRole};
use crate::model::{CadreId, VillageId};

/// R6: every village has exactly one first secretary, who is fit for it.
pub(super) fn one_fit_secretary_each(facts: &Facts, found: &mut Vec<Violation>) {
    for v in facts.instance.village_ids() {
        let secretaries = facts.in_role(v, TeamRole::Secretary);
        exactly_one(facts, v, &secretaries, (Rule::R6, sentence!("role-secretary")), found);
        for c in secretaries {
            for reason in unfit_as_secretary(facts, v, c) {
                found.push(unfit(facts, v, c, (Rule::R6, sentence!("role-secretary")), reason));
            }
        }
    }
}

/// Every condition of R6 that the cadre does not meet.
fn unfit_as_secretary(facts: &Facts, v: VillageId, c: CadreId) -> Vec<Sentence> {
    let cadre = facts.instance.cadre(c);
    let ranked = [Rank::DeputyCounty, Rank::Section, Rank::DeputySection].contains(&cadre.rank);
    let years = facts.instance.settings().team.min_rural_years;
    let conditions = [
        (cadre.available, sentence!("lack-available")),
        (of_lead_agency(facts, v, c), sentence!("lack-lead-agency")),
        (cadre.party_member, sentence!("lack-party")),
        (ranked || cadre.reserve, sentence!("lack-reserve")),
        (cadre.rural_years >= years, sentence!("lack-years")),
        (cadre.application != Application::None, sentence!("lack-application")),
        (cadre.role != Role::Head, sentence!("lack-head")),
    ];
    conditions.into_iter().filter(|&(met, _)| !met).map(|(_, reason)| reason).collect()
}

/// R7: every team has one leader, an available deputy of the lead agency.
pub(super) fn one_fit_leader_each(facts: &Facts, found: &mut Vec<Violation>) {
    for v in facts.instance.village_ids() {
        let leaders = facts.in_role(v, TeamRole::Leader);
        exactly_one(facts, v, &leaders, (Rule::R7, sentence!("role-leader")), found);
        for c in leaders {
            let cadre = facts.instance.cadre(c);
            let conditions = [
                (cadre.available, sentence!("lack-available")),
                (of_lead_agency(facts, v, c), sentence!("lack-lead-agency")),
                (cadre.role == Role::Deputy, sentence!("lack-deputy")),
            ];
            for (_, reason) in conditions.into_iter().filter(|&(met, _)| !met) {
                found.push(unfit(facts, v, c, (Rule::R7, sentence!("role-leader")), reason));
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
            let count = members.len();
            let message = sentence!("rule-members", village = id, count = count, wanted = wanted);
            found.push(Violation::new(Rule::R7, &subjects, message));
        }
        for c in members {
            let member = |lack| unfit(facts, v, c, (Rule::R7, sentence!("role-member")), lack);
            if !facts.instance.cadre(c).available {
                found.push(member(sentence!("lack-available")));
            }
            if !of_lead_agency(facts, v, c) {
                found.push(member(sentence!("lack-lead-agency")));
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
            let message = sentence!("rule-places", cadre = id, count = villages.len());
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
    (rule, role): (Rule, Sentence),
    found: &mut Vec<Violation>,
) {
    let id = facts.v(v);
    let message = match cadres.len() {
        0 => sentence!("rule-no-role", village = id, role = role),
        1 => return,
        n => sentence!("rule-roles", village = id, role = role, count = n),
    };
    let mut subjects = vec![id];
    subjects.extend(cadres.iter().map(|&c| facts.c(c)));
    found.push(Violation::new(rule, &subjects, message));
}

fn unfit(
    facts: &Facts,
    v: VillageId,
    c: CadreId,
    (rule, role): (Rule, Sentence),
    lack: Sentence,
) -> Violation {
    let (v, c) = (facts.v(v), facts.c(c));
    let message = sentence!("rule-unfit", role = role, cadre = c, village = v, lack = lack);
    Violation::new(rule, &[v, c], message)
}
