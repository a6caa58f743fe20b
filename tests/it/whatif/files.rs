//! Scenario files: what they say, and what is wrong with them.

use std::fs;

use jiedui::input::scenario::{self, Read};
use jiedui::model::data::InstanceData;
use jiedui::model::edits::Edit;
use jiedui::model::enums::{Cause, PinKind, PinMode, Rank, Role};

use crate::support::{Shape, assert_fault_in_both, data};

fn county() -> InstanceData {
    let shape = Shape { agencies: 3, villages: 3, ..Shape::tiny() };
    let mut data = data(&shape, 3);
    data.cadres.iter_mut().for_each(|cadre| cadre.available = true);
    data
}

fn read(text: &str) -> Result<Read, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.toml");
    fs::write(&path, text).unwrap();
    let prefix = format!("{}:", path.display());
    scenario::read(&path, &county()).map_err(|error| {
        let told = |fault: String| fault.replace(&prefix, "case:");
        error.faults.iter().for_each(assert_fault_in_both);
        error.faults.iter().map(|fault| told(fault.to_string())).collect()
    })
}

fn edits(text: &str) -> Vec<Edit> {
    read(text).unwrap_or_else(|faults| panic!("{faults:#?}")).scenario.edits
}

#[test]
fn a_scenario_has_the_name_of_its_file_or_its_own() {
    assert_eq!(read("").unwrap().scenario.name, "case");
    let named = read("name = \"退休 2025\"\nnote = \"three retire\"").unwrap().scenario;
    assert_eq!((named.name.as_str(), named.note.as_str()), ("退休 2025", "three retire"));
    for bad in ["a/b", "", "..", "baseline", "Baseline", "a\\u0007b"] {
        let faults = read(&format!("name = \"{bad}\"")).unwrap_err();
        assert!(faults[0].contains("cannot be that of the scenario's folder"), "{faults:?}");
    }
}

#[test]
fn every_kind_of_entry_is_read() {
    let text = r#"
[cadres]
remove = ["C00000", "C00001"]
on_leave = ["C00003"]
back = ["C00004"]
[[cadres.add]]
cadre_id = "C9"
agency_id = "A000"
rank = "正科级"
role = "副职"
party_member = true
rural_years = 3
application = "both"
[[cadres.transfer]]
cadre_id = ["C00005", "C00006"]
agency_id = "A000"
[[cadres.promote]]
cadre_id = "C00007"
rank = "section"
[households]
remove = ["H00000"]
[[households.add]]
household_id = "H9"
village_id = "V001"
hamlet = "upper"
members = 4
cause = "因学"
[[households.move]]
household_id = "H00002"
village_id = "V002"
[[households.cause]]
household_id = "H00003"
cause = "skills"
[villages]
[[villages.join]]
village_id = "V9"
township = "t"
type = "软"
lon = 104.1
lat = 30.1
households = [{ household_id = "H91", cause = "labour" }, { household_id = "H92", cause = "funds" }]
[[villages.type]]
village_id = "V000"
type = "poor"
[agencies]
[[agencies.add]]
agency_id = "A8"
category = "economic"
lon = 104.2
lat = 30.2
[[cadres.add]]
cadre_id = "C8"
agency_id = "A8"
rank = "staff"
[[agencies.split]]
agency_id = "A002"
cadre_id = ["C00008"]
new_id = "A9"
[settings]
weights.change = 10
[settings.quota]
staff = 2
[[pins.add]]
kind = "lead"
subject_id = "A000"
object_id = "V000"
mode = "forbid"
"#;
    let read = read(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let count =
        |wanted: fn(&Edit) -> bool| read.scenario.edits.iter().filter(|e| wanted(e)).count();
    assert_eq!(count(|e| matches!(e, Edit::RemoveCadre { .. })), 2);
    assert_eq!(count(|e| matches!(e, Edit::SetAvailable { available: false, .. })), 1);
    assert_eq!(count(|e| matches!(e, Edit::SetAvailable { available: true, .. })), 1);
    assert_eq!(count(|e| matches!(e, Edit::AddCadre(_))), 2);
    assert_eq!(count(|e| matches!(e, Edit::TransferCadre { .. })), 2);
    assert_eq!(count(|e| matches!(e, Edit::AddHousehold(_))), 3);
    assert_eq!(count(|e| matches!(e, Edit::Set { .. })), 2);
    let data = &read.edited.data;
    let new = data.cadres.iter().find(|cadre| cadre.id == "C9").unwrap();
    assert_eq!((new.rank, new.role, new.party_member), (Rank::Section, Role::Deputy, true));
    assert_eq!((data.settings.weights.change, data.settings.quota.staff), (10, 2));
    let joined: Vec<Cause> =
        data.households.iter().filter(|h| h.village_id == "V9").map(|h| h.cause).collect();
    assert_eq!(joined, [Cause::Labour, Cause::Funds]);
    assert_eq!((data.pins[0].kind, data.pins[0].mode), (PinKind::Lead, PinMode::Forbid));
    assert_eq!(read.instance.agencies().len(), 5);
}

#[test]
fn agencies_merge_and_close_and_villages_leave() {
    let text = "[[agencies.merge]]\nagency_id = [\"A000\"]\ninto = \"A001\"\n\
        [[agencies.close]]\nagency_id = \"A002\"\ntransfer_to = \"A001\"\n[villages]\nleave = \"V000\"";
    assert_eq!(
        edits(text),
        [
            Edit::MergeAgency { agency: "A000".into(), into: "A001".into() },
            Edit::CloseAgency { agency: "A002".into(), to: Some("A001".into()) },
            Edit::RemoveVillage { village: "V000".into() },
        ]
    );
}

#[test]
fn all_faults_are_told_at_once_with_line_and_key() {
    let text = r#"nam = "x"
[cadre]
remove = ["C00000"]
[cadres]
remove = ["C0000", "C00001"]
[[cadres.transfer]]
cadre_id = "C00002"
agencyid = "A001"
[[cadres.promote]]
cadre_id = "C00003"
rank = "chief"
[[cadres.promote]]
cadre_id = "C00004"
[[households.move]]
household_id = "H00000"
village_id = "V9"
[settings]
weights.travle = 3
quota.staff = "two"
[[cadres.add]]
cadre_id = "C00008"
agency_id = "A000"
rank = "staff"
"#;
    let faults = read(text).unwrap_err();
    let expected = [
        ("J005", ":1:nam: ", "did you mean name?"),
        ("J005", ":2:cadre: ", "did you mean cadres?"),
        ("J015", ":5:cadre_id: \"C0000\"", "did you mean C00000?"),
        ("J005", ":8:agencyid: ", "did you mean agency_id?"),
        ("J011", ":9:rank: \"chief\"", "write one of deputy_county"),
        ("J007", ":12:rank: ", "give rank, role, or both"),
        ("J015", ":14:village_id: \"V9\"", "no such village"),
        ("J005", ":18:weights.travle: ", "did you mean travel?"),
        ("J006", ":19:quota.staff: ", "whole number"),
        ("J013", ":20:cadre_id: \"C00008\"", "already a cadre"),
    ];
    for (code, place, words) in expected {
        let found =
            faults.iter().any(|f| f.starts_with(code) && f.contains(place) && f.contains(words));
        assert!(found, "{code} {place} {words}\n{faults:#?}");
    }
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
}

#[test]
fn contradictions_are_told_whatever_they_are() {
    let contradictory = [
        "[cadres]\nremove = [\"C00000\"]\non_leave = [\"C00000\"]",
        "[cadres]\nremove = [\"C00000\", \"C00000\"]",
        "[cadres]\non_leave = [\"C00000\"]\nback = [\"C00000\"]",
        "[[cadres.transfer]]\ncadre_id = [\"C00000\", \"C00000\"]\nagency_id = \"A001\"",
        "[[cadres.transfer]]\ncadre_id = \"C00000\"\nagency_id = \"A001\"\n[[agencies.close]]\nagency_id = \"A001\"",
        "[[agencies.merge]]\nagency_id = \"A000\"\ninto = \"A000\"",
        "[[agencies.merge]]\nagency_id = \"A000\"\ninto = \"A001\"\n[[agencies.merge]]\nagency_id = \"A001\"\ninto = \"A002\"",
        "[villages]\nleave = [\"V000\"]\n[[villages.type]]\nvillage_id = \"V000\"\ntype = \"poor\"",
        "[villages]\nleave = [\"V000\"]\n[[households.move]]\nhousehold_id = \"H00005\"\nvillage_id = \"V000\"",
        "[households]\nremove = [\"H00000\"]\n[[households.cause]]\nhousehold_id = \"H00000\"\ncause = \"funds\"",
        "[[agencies.split]]\nagency_id = \"A000\"\ncadre_id = [\"C00005\"]\nnew_id = \"A9\"",
        "[[pins.add]]\nkind = \"lead\"\nsubject_id = \"A000\"\nobject_id = \"V000\"\nmode = \"forbid\"\n\
         [[pins.add]]\nkind = \"lead\"\nsubject_id = \"A000\"\nobject_id = \"V000\"\nmode = \"require\"",
    ];
    for text in contradictory {
        let faults = read(text).map(|_| ()).unwrap_err();
        assert!(faults.iter().any(|fault| fault.starts_with("J025")), "{text}\n{faults:#?}");
    }
}

#[test]
fn what_the_edits_leave_behind_must_be_an_instance() {
    let faults = read("[households]\nremove = [\"H00000\", \"H00001\"]").map(|_| ()).unwrap_err();
    assert!(faults[0].contains("\"V000\"") && faults[0].contains("no households"), "{faults:?}");
    let faults = read("[settings]\nyear = 2025\nteam.members = 0").map(|_| ()).unwrap_err();
    assert!(faults[0].contains(":3:team.members") && faults.len() == 1, "{faults:?}");
    let text = "[[villages.join]]\nvillage_id = \"V9\"\ntype = \"poor\"\nlon = 30.1\nlat = 104.1\n\
        households = [{ household_id = \"H9\", cause = \"funds\" }]";
    let faults = read(text).map(|_| ()).unwrap_err();
    assert!(faults[0].starts_with("J010") && faults[0].contains(":1:lat"), "{faults:?}");
}

#[test]
fn text_that_is_no_toml_is_told_with_its_line() {
    let faults = read("[cadres]\nremove = [\"C1\"").map(|_| ()).unwrap_err();
    assert!(faults[0].starts_with("J024"), "{faults:?}");
    let missing = scenario::read(std::path::Path::new("no/such.toml"), &county()).unwrap_err();
    assert!(missing.to_string().contains("no such file"));
}
