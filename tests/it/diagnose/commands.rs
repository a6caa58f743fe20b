//! `diagnose` as a command, and what `plan` ends in where no plan exists.

use jiedui::model::data::InstanceData;
use serde_json::Value;

use crate::command_line::{Desk, tiny};

/// The tiny instance with one household fewer to help than there are.
fn short() -> InstanceData {
    let mut data = tiny();
    data.settings.quota.deputy_county = 0;
    data.settings.quota.section = 0;
    data.settings.quota.deputy_section = 0;
    data
}

#[test]
fn a_plan_that_exists_is_a_yes() {
    let desk = Desk::with(&tiny());
    let yes = desk.run("diagnose in --lang en").with_code(0);
    assert!(yes.stdout.starts_with("A plan exists for tiny"), "{}", yes.stdout);
    let json = desk.run("diagnose in --json").with_code(0).stdout;
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["verdict"], "feasible");
}

#[test]
fn no_plan_is_a_no_with_reasons_in_both_languages() {
    let desk = Desk::with(&short());
    let english = desk.run("diagnose in --lang en").with_code(1).stdout;
    for words in ["No plan exists", "Facts in conflict", "The least change", "overload"] {
        assert!(english.contains(words), "{words}: {english}");
    }
    let chinese = desk.run("diagnose in --lang zh").with_code(1).stdout;
    for words in ["不存在可行方案", "相互冲突的条件", "最小调整", "overload"] {
        assert!(chinese.contains(words), "{words}: {chinese}");
    }
    let json = desk.run("diagnose in --json").with_code(1).stdout;
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["verdict"], "infeasible");
    assert_eq!(told["certificates"][0]["kind"], "shortage");
    assert_eq!(told["mending"]["changes"][0]["change"], "overload");
    assert_eq!(told["mending"]["verified"], true);
    assert_eq!(told["conflicts"][0]["minimal"], true);
}

#[test]
fn plan_ends_in_the_diagnosis() {
    let desk = Desk::with(&short());
    for method in ["search --iterations 2000", "exact", "auto --time-limit 1"] {
        let no = desk.run(&format!("plan in --out out --lang en --method {method}")).with_code(1);
        assert!(no.stderr.contains("The least change"), "{method}: {}", no.stderr);
        assert!(!desk.path("out").exists());
    }
}

#[test]
fn a_diagnosis_is_the_same_each_time() {
    let desk = Desk::with(&short());
    let told = || desk.run("diagnose in --json --threads 2").with_code(1).stdout;
    assert_eq!(told(), told());
}
