//! Plan folders.

use std::collections::BTreeMap;

use jiedui::input::read_plan;
use jiedui::model::data::FaultCode;

use super::{Files, place};

#[test]
fn a_plan_may_be_broken_but_must_be_readable() {
    let files = Files(BTreeMap::from([
        ("attachments.csv", "村编号,单位编号,角色\nV9,A9,牵头\nV9,A9,lead\n".into()),
        ("teams.csv", "village_id,cadre_id,role\nV1,C1,leader\nV1,C1,队员\n".into()),
        ("pairings.csv", "household_id,cadre_id,remark\nH1,C1,x\n".into()),
    ]));
    let (plan, notes) = read_plan(files.written().path()).unwrap();
    assert_eq!((plan.attachments.len(), plan.teams.len(), plan.pairings.len()), (2, 2, 1));
    let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["pairings.csv: columns that are not known were not read: remark"]);
    let bad = files
        .replaced("teams.csv", "leader", "boss")
        .replaced("pairings.csv", "H1,", ",")
        .without("attachments.csv");
    let faults = read_plan(bad.written().path()).unwrap_err().faults;
    let expected =
        ["J001 attachments.csv", "J011 teams.csv:2:role", "J007 pairings.csv:2:household_id"];
    assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), expected);
}

#[test]
fn a_plan_without_teams_needs_no_file_of_them() {
    let files = Files(BTreeMap::from([
        ("attachments.csv", b"village_id,agency_id,role\n".to_vec()),
        ("pairings.csv", b"household_id,cadre_id\n".to_vec()),
    ]));
    assert_eq!(
        read_plan(files.written().path()).unwrap().0,
        jiedui::model::data::PlanTables::default()
    );
    let path = files.written().path().join("nowhere");
    assert_eq!(read_plan(&path).unwrap_err().faults[0].code, FaultCode::MissingFile);
}
