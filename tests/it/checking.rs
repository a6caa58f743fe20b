//! The judge of plans against plans judged by hand.

mod rules;
mod statistics;
mod terms;

use jiedui::check::{Report, Violation, check};
use jiedui::model::Instance;
use jiedui::model::data::{InstanceData, PlanTables};
use jiedui::model::enums::{AttachmentRole, TeamRole};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::plans::{attachment, hand_made, hand_made_plan, pairing, team};
use super::support::{Shape, assert_in_both, data};

/// The report of the hand-made instance and plan after an edit.
fn report_after(edit: impl FnOnce(&mut InstanceData, &mut PlanTables)) -> Report {
    let (mut data, mut plan) = (hand_made(), hand_made_plan());
    edit(&mut data, &mut plan);
    check(&Instance::new(data).expect("the edit leaves the instance valid"), &plan)
}

/// The report's violations, each as its rule and subjects: `R4 H1 C1 C2`. All are told in Chinese, too.
fn broken(report: &Report) -> Vec<String> {
    let line = |v: &Violation| {
        assert_in_both(&v.message);
        format!("{} {}", v.rule, v.subjects.join(" "))
    };
    report.violations.iter().map(line).collect()
}

/// A plan of random rows: most make sense, some repeat others or name what does not exist.
fn random_plan(data: &InstanceData, rng: &mut ChaCha8Rng) -> PlanTables {
    let ids = |ids: Vec<&String>| -> Vec<String> {
        ids.into_iter().cloned().chain(["nowhere".to_owned()]).collect()
    };
    let agencies = ids(data.agencies.iter().map(|r| &r.id).collect());
    let villages = ids(data.villages.iter().map(|r| &r.id).collect());
    let cadres = ids(data.cadres.iter().map(|r| &r.id).collect());
    let households = ids(data.households.iter().map(|r| &r.id).collect());
    let mut plan = PlanTables::default();
    for _ in 0..3 * data.villages.len() {
        let role = *AttachmentRole::ALL.choose(rng).unwrap();
        let row = (villages.choose(rng).unwrap(), agencies.choose(rng).unwrap());
        plan.attachments.push(attachment(row.0, row.1, role));
        let role = *TeamRole::ALL.choose(rng).unwrap();
        plan.teams.push(team(villages.choose(rng).unwrap(), cadres.choose(rng).unwrap(), role));
    }
    for _ in 0..2 * data.households.len() {
        let household = households.choose(rng).unwrap();
        plan.pairings.push(pairing(household, cadres.choose(rng).unwrap()));
    }
    plan
}

#[test]
fn the_order_of_rows_changes_nothing_in_plan_or_instance() {
    for seed in 0..60 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut shape = Shape::tiny();
        shape.agencies = rng.random_range(1..5);
        shape.villages = rng.random_range(1..4);
        shape.households_per_village = rng.random_range(1..6);
        (shape.given_travel, shape.given_links) = (rng.random_bool(0.5), rng.random_bool(0.5));
        shape.settings.team.enabled = rng.random_bool(0.8);
        let mut data = data(&shape, seed);
        let mut plan = random_plan(&data, &mut rng);
        data.previous = Some(random_plan(&data, &mut rng));
        let before = check(&Instance::new(data.clone()).unwrap(), &plan);
        assert!(!before.is_feasible(), "a random plan keeps every rule, seed {seed}");

        plan.attachments.shuffle(&mut rng);
        plan.teams.shuffle(&mut rng);
        plan.pairings.shuffle(&mut rng);
        data.agencies.shuffle(&mut rng);
        data.villages.shuffle(&mut rng);
        data.cadres.shuffle(&mut rng);
        data.households.shuffle(&mut rng);
        data.travel.shuffle(&mut rng);
        data.links.shuffle(&mut rng);
        assert_eq!(check(&Instance::new(data).unwrap(), &plan), before, "seed {seed}");
    }
}

#[test]
fn violations_are_listed_by_rule_then_by_ids() {
    let report = report_after(|_, plan| {
        *plan = PlanTables {
            pairings: vec![pairing("H2", "C99"), pairing("H1", "C15")],
            ..PlanTables::default()
        };
    });
    let expected = [
        "tables C99 H2",
        "R1 V1",
        "R1 V2",
        "R2 A1",
        "R2 A2",
        "R3 C15 V1 A1",
        "R4 H1 C15",
        "R4 H2",
        "R4 H3",
        "R4 H4",
        "R4 H5",
        "R4 H6",
        "R4 H7",
        "R4 H8",
        "R6 V1",
        "R6 V2",
        "R7 V1",
        "R7 V1",
        "R7 V2",
        "R7 V2",
    ];
    assert_eq!(broken(&report), expected);
}

#[test]
fn no_name_reaches_a_report() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..20 {
        let report = report_after(|data, plan| *plan = random_plan(data, &mut rng));
        assert!(!serde_json::to_string(&report).unwrap().contains("Name of"));
    }
}

/// C15 is not available; as helper of H3 it takes C12's one household above quota off it.
#[test]
fn a_report_serialises_as_violations_and_terms() {
    let report = report_after(|_, plan| {
        plan.pairings[2] = pairing("H3", "C15");
        plan.pairings.push(pairing("H9", "C11"));
    });
    let expected = concat!(
        r#"{"violations":["#,
        r#"{"rule":"tables","subjects":["H9","C11"],"#,
        r#""message":"pairings.csv has a row for household H9, which does not exist"},"#,
        r#"{"rule":"R4","subjects":["H3","C15"],"#,
        r#""message":"household H3 has helper C15, who is not available"}],"#,
        r#""terms":{"type":70000,"link":26500,"travel":162002,"need":42000,"balance":22255,"#,
        r#""share":12818,"overload":0,"change":38000,"lead_change":23000,"secretary":237800,"#,
        r#""hamlet":31000}}"#,
    );
    assert_eq!(serde_json::to_string(&report).unwrap(), expected);
}
