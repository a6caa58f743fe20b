//! `plan --replay`: what differs is named, and nothing is written.

use std::fs;

use serde_json::{Value, json};

use crate::command_line::{Desk, tiny, township};

/// A desk with the instance `in`, and the plan `out` of it from last year's plan `old`.
fn planned() -> Desk {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out old --method search --iterations 300 --quiet").with_code(0);
    let line = "plan in --out out --previous old --warm-start old --time-limit 0.2 --quiet";
    desk.run(line).with_code(0);
    desk
}

/// What a replay says that must find differences.
fn differences(desk: &Desk, more: &str) -> String {
    let line = format!("plan --replay out/summary.json --out again {more}");
    let ended = desk.run(&line).with_code(1);
    let is_told = ended.stderr.contains("nothing was written");
    assert!(is_told || more.contains("--quiet"), "{}", ended.stderr);
    assert!(!desk.path("again").exists());
    ended.stdout
}

/// Changes the summary of the plan.
fn tamper(desk: &Desk, change: impl FnOnce(&mut Value)) {
    let mut summary = desk.summary("out");
    change(&mut summary);
    fs::write(desk.path("out/summary.json"), summary.to_string()).unwrap();
}

#[test]
fn every_file_that_differs_is_named() {
    let desk = planned();
    let line = "plan --replay out/summary.json --out fine --quiet";
    desk.run(line).with_code(0);
    let cadres = desk.read("in/cadres.csv");
    desk.edit("in/cadres.csv", "\n", "\n\n");
    assert_eq!(differences(&desk, ""), "in/cadres.csv has changed since\n");
    fs::remove_file(desk.path("in/instance.toml")).unwrap();
    fs::write(desk.path("in/pins.csv"), "kind,subject_id,object_id,mode\n").unwrap();
    fs::write(desk.path("in/notes.csv"), "nobody reads this").unwrap();
    desk.edit("old/pairings.csv", "\n", "\n\n");
    fs::remove_file(desk.path("old/teams.csv")).unwrap();
    let named = [
        "in/cadres.csv has changed since",
        "in/instance.toml is missing",
        "in/pins.csv was not there then",
        "old/pairings.csv has changed since",
        "old/teams.csv is missing",
        "old/pairings.csv has changed since", // of last year, and to start from
        "old/teams.csv is missing",
    ];
    assert_eq!(differences(&desk, "").lines().collect::<Vec<_>>(), named);
    let chinese = differences(&desk, "--lang zh --json --quiet");
    let chinese: Value = serde_json::from_str(&chinese).unwrap();
    assert_eq!(chinese["differences"][0], "in/cadres.csv 此后已改动");
    fs::write(desk.path("in/cadres.csv"), cadres).unwrap();
    assert!(!differences(&desk, "").contains("cadres"));
}

#[test]
fn another_version_is_a_difference() {
    let desk = planned();
    tamper(&desk, |summary| summary["version"] = json!("0.0.1"));
    let said = differences(&desk, "");
    assert!(said.starts_with("the plan was made by version 0.0.1, this is version"), "{said}");
    let desk = planned();
    tamper(&desk, |summary| summary["run"]["tape_format"] = json!(7));
    assert!(differences(&desk, "").contains("format 7"));
}

#[test]
fn figures_and_files_that_come_out_otherwise_are_named() {
    let desk = planned();
    let objective = desk.summary("out")["objective"].clone();
    tamper(&desk, |summary| {
        summary["objective"] = json!(7);
        summary["run"]["outputs"]["teams.csv"] = json!("0");
        summary["motto"] = json!("more");
    });
    let said = differences(&desk, "");
    let named = [
        "teams.csv comes out otherwise".to_owned(),
        "motto was \"more\", and is –".to_owned(),
        format!("objective was 7, and is {objective}"),
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), named);
}

#[test]
fn another_seed_gives_other_files() {
    let desk = Desk::with(&township());
    desk.run("plan in --out out --method search --iterations 5000 --quiet").with_code(0);
    tamper(&desk, |summary| summary["seed"] = json!(2));
    assert!(differences(&desk, "").contains("pairings.csv comes out otherwise"));
}

#[test]
fn a_tape_that_was_changed_does_not_pass() {
    let desk = Desk::with(&township());
    desk.run("plan in --out out --method search --time-limit 0.5 --quiet").with_code(0);
    let tape = desk.summary("out")["run"]["tape"].clone();
    assert!(!tape["answers"].as_str().unwrap().is_empty());
    let questions = &tape["questions"];
    let tapes =
        [json!({"questions": 0, "answers": ""}), json!({"questions": questions, "answers": ""})];
    for tape in tapes {
        tamper(&desk, |summary| summary["run"]["tape"] = tape);
        differences(&desk, "");
    }
}

#[test]
fn what_cannot_be_replayed_is_bad_input() {
    let desk = planned();
    let good = desk.summary("out");
    let bad = |change: &dyn Fn(&mut Value)| {
        let mut summary = good.clone();
        change(&mut summary);
        summary.to_string()
    };
    let cases = [
        ("{".to_owned(), "row 1, column 1: this is no summary"),
        ("[1]".to_owned(), "this is no summary"),
        (bad(&|summary| summary["run"]["tape"]["answers"] = json!("x")), "this is no summary"),
        (bad(&|summary| summary["run"] = Value::Null), "does not say how its plan was made"),
        (bad(&|summary| summary["run"]["asked"] = json!("magic")), "cannot be done"),
        (bad(&|summary| summary["time_limit"] = json!(-1.0)), "cannot be done"),
    ];
    for (text, expected) in cases {
        fs::write(desk.path("out/summary.json"), text).unwrap();
        let said = desk.run("plan --replay out/summary.json --out again").with_code(2).stderr;
        assert!(said.contains(expected) && said.contains("out/summary.json"), "{said}");
    }
    let said = desk.run("plan --replay nowhere.json --out again").with_code(2).stderr;
    assert!(said.contains("nowhere.json: there is no such file"), "{said}");
    for option in ["--seed 1", "--cold", "--time-limit 3", "--max-changes 3", "--previous old"] {
        desk.run(&format!("plan --replay out --out again {option}")).with_code(2);
    }
    assert!(!desk.path("again").exists());
}
