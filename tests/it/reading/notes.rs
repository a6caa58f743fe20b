//! What is told once and is no fault.

use std::collections::BTreeMap;

use jiedui::input::{Loaded, read_instance};
use jiedui::language::Language;
use jiedui::model::data::FaultCode;

use super::Files;
use crate::support::assert_in_both;

/// The notes in English; they are told in Chinese, too.
fn told(loaded: &Loaded) -> Vec<String> {
    loaded.notes.iter().for_each(assert_in_both);
    loaded.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn unknown_columns_and_files_are_kept_out_and_said_once() {
    let files = Files::english();
    let wider =
        files.text("households.csv").replace('\n', ",x,y,,\n").replacen(",x,y,,", ",备注,Age,,", 1);
    let loaded = files.with("households.csv", wider).with("place.csv", "a,b\n").load();
    let notes = [
        "files that are none of an instance's were not read: place.csv",
        "households.csv: columns that are not known were not read: 备注, Age",
    ];
    assert_eq!(told(&loaded), notes);
    assert_eq!(loaded.instance.digest(), Files::english().digest());
}

#[test]
fn missing_settings_are_defaults_and_said_once() {
    let loaded = Files::english().without("instance.toml").load();
    assert_eq!(told(&loaded), ["instance.toml: is not there; all settings have their defaults"]);
    assert_eq!(loaded.instance.settings(), &jiedui::model::Settings::default());
}

#[test]
fn ids_of_last_years_plan_that_vanished_are_said_in_one_line() {
    let files = Files::english()
        .replaced("previous/attachments.csv", "V2,A1,assist", "V9,A9,assist")
        .replaced("previous/pairings.csv", "H4,C5", "H4,C9\nH9,C8\nH8,C7\nH7,C6\nH6,C9");
    let loaded = files.load();
    let expected = "last year's plan names what is no longer in the tables; agencies: 1 (A9); \
                    villages: 1 (V9); cadres: 4 (C6, C7, C8, …); households: 4 (H6, H7, H8, …)";
    assert_eq!(told(&loaded), [expected]);
    let chinese = "上年方案中有各表已经没有的编号：单位 1 个（A9）；村 1 个（V9）；\
                   干部 4 名（C6、C7、C8、…）；结对户 4 户（H6、H7、H8、…）";
    assert_eq!(loaded.notes[0].said(Language::Chinese), chinese);
    assert_eq!(loaded.instance.previous().unwrap().vanished, 10);
}

#[test]
fn a_named_plan_takes_the_place_of_the_previous_folder() {
    let dir = Files::english().written();
    let other = Files(BTreeMap::from([
        ("attachments.csv", b"village_id,agency_id,role\nV1,A2,lead\n".to_vec()),
        ("pairings.csv", b"household_id,cadre_id\nH1,C4\n".to_vec()),
    ]))
    .written();
    let instance = read_instance(dir.path(), Some(other.path())).unwrap().instance;
    assert_eq!(instance.previous().unwrap().lead[0], instance.find_agency("A2"));
    let absent = dir.path().join("no-plan");
    let faults = read_instance(dir.path(), Some(&absent)).unwrap_err().faults;
    assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), [FaultCode::MissingFile]);
}
