//! Options of `plan` as a planner uses them in the second year: last year's plan, a plan to start from,
//! a budget of changes, pins with reasons.

use std::fs;

use jiedui::input::read_instance;
use jiedui::model::Instance;
use jiedui::model::data::InstanceData;
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::report::instance_folder;
use serde_json::Value;

use crate::command_line::{Desk, tiny, township};
use crate::plans::pin;

const TABLES: [&str; 3] = ["attachments.csv", "teams.csv", "pairings.csv"];

fn same_plan(desk: &Desk, one: &str, other: &str) -> bool {
    let read = |folder: &str| TABLES.map(|table| desk.read(&format!("{folder}/{table}")));
    read(one) == read(other)
}

/// A desk with the township `in`, its plan `first`, and what is changed for the next year.
fn second_year(change: impl FnOnce(&mut InstanceData)) -> Desk {
    let mut data = township();
    let desk = Desk::with(&data);
    desk.run("plan in --out first --method search --iterations 60000 --quiet").with_code(0);
    change(&mut data);
    instance_folder::write(&data, &desk.path("in")).unwrap();
    desk
}

#[test]
fn last_years_plan_is_kept_unless_a_change_pays() {
    let desk = second_year(|data| data.settings.weights.change = 10_000);
    let line = "plan in --previous first --out second --method search --iterations 60000 --quiet";
    desk.run(line).with_code(0);
    let (first, second) = (desk.summary("first"), desk.summary("second"));
    assert_eq!(second["changes"], 0);
    assert_eq!(desk.read("first/pairings.csv"), desk.read("second/pairings.csv"));
    assert!(second["objective"].as_i64() <= first["objective"].as_i64());
}

#[test]
fn a_plan_to_start_from_may_be_partial_and_costs_nothing() {
    let desk = second_year(|_| {});
    let line = "plan in --out again --warm-start first --method search --iterations 0 --quiet";
    desk.run(line).with_code(0);
    assert!(same_plan(&desk, "first", "again"), "nothing was changed in no iterations");
    assert_eq!(desk.summary("again")["changes"], Value::Null);
    fs::create_dir(desk.path("part")).unwrap();
    let pairings = desk.read("first/pairings.csv");
    let half: Vec<&str> = pairings.lines().take(200).collect();
    fs::write(desk.path("part/pairings.csv"), half.join("\n") + "\nH99999,C00000\n").unwrap();
    let line = "plan in --out whole --warm-start part --method search --iterations 0";
    let told = desk.run(line).with_code(0);
    assert!(told.stderr.contains("the plan to start from names"), "{}", told.stderr);
    assert!(told.stderr.contains("households: 1 (H99999)"), "{}", told.stderr);
    let whole = desk.read("whole/pairings.csv");
    let kept = half[1..].iter().filter(|row| whole.lines().any(|other| other == **row)).count();
    assert!(kept * 10 >= half.len() * 9, "{kept} of {} rows are kept", half.len() - 1);
    desk.run("check in whole --quiet").with_code(0);
}

#[test]
fn cold_starts_from_nothing_and_last_year_still_costs() {
    let desk = second_year(|_| {});
    let options = "--previous first --method search --iterations 0 --quiet";
    desk.run(&format!("plan in --out warm {options}")).with_code(0);
    desk.run(&format!("plan in --out cold --cold {options}")).with_code(0);
    assert!(same_plan(&desk, "warm", "first") && !same_plan(&desk, "cold", "first"));
    let cold = desk.summary("cold");
    assert!(cold["changes"].as_u64() > Some(0));
    assert_eq!(cold["terms"]["change"].as_u64(), cold["changes"].as_u64().map(|n| 3_000 * n));
}

#[test]
fn a_budget_of_changes_holds_and_is_told() {
    let desk = second_year(|data| data.settings.weights.change = 0);
    let options = "--previous first --method search --iterations 60000";
    for (most, out) in [(0, "none"), (7, "few")] {
        let line = format!("plan in --out {out} --max-changes {most} {options}");
        let told = desk.run(&line).with_code(0);
        let summary = desk.summary(out);
        assert_eq!(summary["max_changes"], most);
        assert!(summary["changes"].as_u64() <= Some(most), "{summary}");
        assert!(told.stdout.contains(&format!("changed since last year, {most} allowed")));
        desk.run(&format!("check in {out} --quiet")).with_code(0);
    }
    assert_eq!(desk.read("none/pairings.csv"), desk.read("first/pairings.csv"));
    assert!(
        desk.summary("few")["objective"].as_i64() <= desk.summary("none")["objective"].as_i64()
    );
}

#[test]
fn a_budget_that_cannot_be_kept_is_a_no_with_a_number() {
    let desk = second_year(|data| data.settings.quota.staff = 0);
    let options = "--max-changes 3 --previous first --quiet";
    let no = desk.run(&format!("plan in --out out {options}")).with_code(1);
    assert!(no.stderr.contains("no plan exists with at most 3 changed pairings"), "{}", no.stderr);
    assert!(no.stderr.contains("must change"), "{}", no.stderr);
    let no = desk.run(&format!("plan in --out out --lang zh {options}")).with_code(1);
    assert!(no.stderr.contains("不存在更换帮扶人不超过 3 户的方案"), "{}", no.stderr);
    let refused = desk.run("plan in --out out --max-changes 3").with_code(2);
    assert!(refused.stderr.contains("give --previous"), "{}", refused.stderr);
    let refused = desk.run("plan in --out out --cold --warm-start first").with_code(2);
    assert!(refused.stderr.contains("cannot be used with"), "{}", refused.stderr);
    let refused = desk.run("plan in --out out --warm-start in").with_code(2);
    assert!(refused.stderr.contains("pairings.csv"), "{}", refused.stderr);
}

#[test]
fn the_summary_comes_as_json_and_the_text_in_chinese() {
    let desk = Desk::with(&tiny());
    let json = desk.run("plan in --out out --iterations 100 --json --quiet").with_code(0);
    assert_eq!(json.stdout, desk.read("out/summary.json"));
    let told = desk.run("plan in --out out --iterations 100 --lang zh").with_code(0);
    for words in ["总代价", "户已有帮扶人", "第一书记", "挂点"] {
        assert!(told.stdout.contains(words), "{words}: {}", told.stdout);
    }
    assert!(told.stderr.contains("已写入 out"), "{}", told.stderr);
    let judged = desk.run("check in out --lang zh").with_code(0);
    assert!(judged.stdout.contains("全部规则均符合"), "{}", judged.stdout);
    for text in [&told.stdout, &judged.stdout] {
        let english = |line: &&str| line.contains(" of ") || line.contains("Objective");
        assert_eq!(text.lines().find(english), None);
    }
}

#[test]
fn a_reason_of_a_pin_is_read_written_and_in_the_digest_only_where_given() {
    let mut data = tiny();
    let (agency, village) = (data.agencies[0].id.clone(), data.villages[0].id.clone());
    data.pins.push(pin(PinKind::Attach, &agency, &village, PinMode::Require));
    let desk = Desk::with(&data);
    assert!(!desk.read("in/pins.csv").contains("reason"));
    let without = Instance::new(data.clone()).unwrap().digest().to_owned();
    let read = |folder: &str| read_instance(&desk.path(folder), None).unwrap();
    assert_eq!(read("in").instance.digest(), without);
    for header in ["理由", "原因", "Reason"] {
        let text = format!(
            "kind,{header},subject_id,object_id,mode\nattach,上级要求,{agency},{village},require\n"
        );
        fs::write(desk.path("in/pins.csv"), text).unwrap();
        let loaded = read("in");
        assert_eq!(loaded.instance.pin_reason(0), Some("上级要求"));
        assert_ne!(loaded.instance.digest(), without);
        instance_folder::write(&loaded.data, &desk.path("copy")).unwrap();
        assert_eq!(read("copy").instance.digest(), loaded.instance.digest());
    }
}
