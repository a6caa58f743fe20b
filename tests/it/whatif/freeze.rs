//! Freezing: what a change does not touch stays as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use jiedui::analyse::whatif::freeze::Kept;
use jiedui::analyse::whatif::{
    Baseline, Frozen, Keep, Means, Replan, Request, disruption_of, replan,
};
use jiedui::check::check;
use jiedui::model::data::{InstanceData, PlanTables};
use jiedui::model::edits::{Edit, apply};
use jiedui::model::enums::{AttachmentRole, TeamRole};
use jiedui::model::{Instance, Start};
use jiedui::solve::{Control, Options, Silent, search};

use crate::command_line::township;

/// A township with a plan of it as its previous one.
fn planned() -> (InstanceData, Instance, PlanTables) {
    let mut data = township();
    data.settings.quota.overload = 1; // nobody can be missed otherwise
    let instance = Instance::new(data.clone()).unwrap();
    let options = Options { iterations: Some(200_000), ..Options::default() };
    let never = AtomicBool::new(false);
    let control = Control::new(&never, &Silent, None);
    let outcome = search::solve(&instance, &options, &control, None::<&Start>);
    let tables = outcome.incumbent.unwrap().0.to_tables(&instance);
    data.previous = Some(tables.clone());
    let instance = Instance::new(data.clone()).unwrap();
    (data, instance, tables)
}

fn frozen(instance: &Instance, tables: &PlanTables, edited: &Instance, keep: Keep) -> Replan {
    let options = Options { iterations: Some(20_000), ..Options::default() };
    let request = Request { means: Means::Search, options, keep };
    let never = AtomicBool::new(false);
    let control = Control::new(&never, &Silent, None);
    replan(Baseline { instance, tables }, edited, &request, &control)
}

fn edited(data: &InstanceData, edits: &[Edit]) -> Instance {
    Instance::new(apply(data, edits).unwrap().data).unwrap()
}

#[test]
fn without_a_change_everything_is_kept() {
    let (_, instance, tables) = planned();
    let replan = frozen(&instance, &tables, &instance, Keep::Untouched);
    assert_eq!(replan.frozen, Frozen::Kept);
    let (mut after, report) = replan.plan.unwrap();
    assert!(report.is_feasible());
    after.sort();
    let mut before = tables;
    before.sort();
    assert_eq!((after.pairings, after.teams), (before.pairings, before.teams));
}

#[test]
fn only_the_households_of_who_is_gone_get_another_helper() {
    let (data, instance, tables) = planned();
    let on_teams: BTreeSet<&str> = tables.teams.iter().map(|row| row.cadre_id.as_str()).collect();
    let helping: BTreeSet<&str> = tables.pairings.iter().map(|row| row.cadre_id.as_str()).collect();
    let gone: Vec<&str> = helping.difference(&on_teams).copied().step_by(40).take(3).collect();
    assert_eq!(gone.len(), 3);
    let edits: Vec<Edit> =
        gone.iter().map(|&id| Edit::RemoveCadre { cadre: id.to_owned() }).collect();
    let now = edited(&data, &edits);
    let replan = frozen(&instance, &tables, &now, Keep::Untouched);
    assert_eq!(replan.frozen, Frozen::Kept);
    let (after, report) = replan.plan.unwrap();
    assert!(report.is_feasible() && check(&now, &after).is_feasible());
    assert_eq!(report.objective(), replan.outcome.incumbent.unwrap().1);
    let helper = |tables: &PlanTables| {
        let rows = tables.pairings.iter();
        rows.map(|row| (row.household_id.clone(), row.cadre_id.clone())).collect::<BTreeMap<_, _>>()
    };
    let (before, now_helps) = (helper(&tables), helper(&after));
    for (household, old) in &before {
        let kept = now_helps[household] == *old;
        assert_eq!(kept, !gone.contains(&old.as_str()), "{household}");
    }
    let counted = disruption_of(&tables, &now, &after);
    assert_eq!((counted.leads, counted.secretaries, counted.helpers_by_choice), (0, 0, 0));
    let lost = before.values().filter(|old| gone.contains(&old.as_str())).count();
    assert_eq!(counted.helpers, lost as u64);
    let mut teams = (tables.teams, after.teams);
    teams.0.sort();
    teams.1.sort();
    assert_eq!(teams.0, teams.1);
}

#[test]
fn a_member_of_a_team_who_is_gone_is_replaced_and_the_others_stay() {
    let (data, instance, tables) = planned();
    let member = tables.teams.iter().find(|row| row.role == TeamRole::Member).unwrap();
    let now = edited(&data, &[Edit::RemoveCadre { cadre: member.cadre_id.clone() }]);
    let replan = frozen(&instance, &tables, &now, Keep::Untouched);
    let (after, report) = replan.plan.unwrap();
    assert!(report.is_feasible());
    let stay = tables.teams.iter().filter(|row| row.cadre_id != member.cadre_id);
    for row in stay {
        assert!(after.teams.contains(row), "{row:?}");
    }
}

#[test]
fn where_nothing_can_be_frozen_that_is_said_and_thawed_only_when_told() {
    let (data, instance, tables) = planned();
    // The lead agency of a village loses everybody who may be its first secretary.
    let lead = tables.attachments.iter().find(|row| row.role == AttachmentRole::Lead).unwrap();
    let agency = instance.find_agency(&lead.agency_id).unwrap();
    let fit = instance.cadres_of(agency).iter().filter(|&&c| instance.secretary_eligible(c));
    let edits: Vec<Edit> = fit
        .map(|&c| Edit::SetAvailable { cadre: instance.cadre(c).id.clone(), available: false })
        .collect();
    let now = edited(&data, &edits);
    let strict = frozen(&instance, &tables, &now, Keep::Untouched);
    assert!(strict.plan.is_none() && strict.frozen == Frozen::Impossible);
    let thawed = frozen(&instance, &tables, &now, Keep::UntouchedIfPossible);
    assert_eq!(thawed.frozen, Frozen::Thawed);
    assert!(thawed.plan.unwrap().1.is_feasible());
}

#[test]
fn a_new_pin_and_a_transfer_touch_what_they_are_about() {
    let (data, instance, tables) = planned();
    let pairing = &tables.pairings[0];
    let cadre = instance.cadre(instance.find_cadre(&pairing.cadre_id).unwrap());
    let own = &instance.agency(cadre.agency).id;
    let other = instance.agencies().iter().find(|agency| agency.id != *own).unwrap();
    let transfer = Edit::TransferCadre {
        cadre: pairing.cadre_id.clone(),
        agency: other.id.clone(),
        base: None,
    };
    let now = edited(&data, &[transfer]);
    let kept = Kept::of(Baseline { instance: &instance, tables: &tables }, &now);
    let frozen = now.with_further_pins(kept.pins());
    let moved = now.find_cadre(&pairing.cadre_id).unwrap();
    let about = format!("{moved:?}");
    let named =
        frozen.pins().iter().filter(|pin| format!("{pin:?}").contains(&format!("cadre: {about},")));
    assert_eq!(named.count(), 0);
    assert!(kept.pins().len() > tables.pairings.len() / 2);
}
