//! `jiedui whatif` as its users meet it: scenarios side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::command_line::{Desk, township};

/// A desk with a township `in`, where a cadre may help one household more than its quota, and a plan
/// of it, `base`.
pub(super) fn desk() -> Desk {
    let mut data = township();
    data.settings.quota.overload = 1; // nobody can be missed otherwise
    let desk = Desk::with(&data);
    desk.run("plan in --out base --method search --iterations 60000 --quiet").with_code(0);
    desk
}

pub(super) fn scenario(desk: &Desk, name: &str, text: &str) {
    fs::write(desk.path(&format!("{name}.toml")), text).unwrap();
}

/// Rows of a CSV file without its header, by column name.
pub(super) fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let named = |row: csv::StringRecord| {
        header.iter().zip(row.iter()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|row| named(row.unwrap())).collect()
}

/// Helper of each household.
fn helpers(desk: &Desk, plan: &str) -> BTreeMap<String, String> {
    let rows = rows(&desk.read(&format!("{plan}/pairings.csv")));
    rows.into_iter().map(|row| (row["household_id"].clone(), row["cadre_id"].clone())).collect()
}

/// Cadres that help somebody, in the order of their households.
fn helping(desk: &Desk) -> Vec<String> {
    let mut seen = BTreeSet::new();
    helpers(desk, "base").into_values().filter(|id| seen.insert(id.clone())).collect()
}

#[test]
fn each_scenario_gets_a_plan_that_check_accepts_and_a_row_of_figures() {
    let desk = desk();
    let helping = helping(&desk);
    scenario(
        &desk,
        "gone",
        &format!("[cadres]\nremove = [\"{}\", \"{}\"]", helping[0], helping[1]),
    );
    scenario(
        &desk,
        "dear",
        "name = \"nothing changes\"\nnote = \"a dear change\"\n[settings]\nweights.change = 10000",
    );
    let line = "whatif in --baseline base --scenario gone.toml dear.toml --out out --iterations 100000 \
        --instances --json --threads 2";
    let told: Value = serde_json::from_str(&desk.run(line).with_code(0).stdout).unwrap();
    let scenarios = told["scenarios"].as_array().unwrap();
    let names: Vec<&str> = scenarios.iter().map(|row| row["scenario"].as_str().unwrap()).collect();
    assert_eq!(names, ["baseline", "gone", "nothing changes"]);
    let table = rows(&desk.read("out/scenarios.csv"));
    assert_eq!(
        serde_json::from_str::<Value>(&desk.read("out/scenarios.json")).unwrap(),
        told["scenarios"]
    );
    for (row, line) in scenarios.iter().zip(&table).skip(1) {
        let name = row["scenario"].as_str().unwrap();
        let folder = format!("out/{name}");
        let mut judged = desk.command("check --json");
        judged.args([format!("{folder}/instance"), folder.clone()]);
        let judged = judged.output().unwrap();
        assert!(judged.status.success(), "{name}");
        let judged: Value = serde_json::from_slice(&judged.stdout).unwrap();
        assert_eq!(judged["objective"], row["objective"], "{name}");
        assert_eq!(judged["terms"], row["terms"], "{name}");
        assert_eq!(judged["false_claims"], Value::Array(Vec::new()), "{name}");
        assert_eq!(line["objective"], row["objective"].to_string());
        // What is counted is what the tables say.
        let (before, after) = (helpers(&desk, "base"), helpers(&desk, &folder));
        let changed =
            after.iter().filter(|(h, c)| before.get(*h).is_some_and(|old| old != *c)).count();
        assert_eq!(row["disruption"]["helpers"], changed, "{name}");
        let listed = rows(&desk.read(&format!("{folder}/changes.csv")));
        let pairings = listed.iter().filter(|row| row["kind"] == "pairing");
        assert_eq!(pairings.count(), changed, "{name}");
        assert_eq!(line["helpers_changed"], changed.to_string());
    }
    // Who helped before and is gone cannot be kept; where changes are dear, nothing else changes.
    let lost = helpers(&desk, "base").into_values().filter(|id| helping[..2].contains(id)).count();
    assert!(scenarios[1]["disruption"]["helpers"].as_u64().unwrap() >= lost as u64);
    assert_eq!(scenarios[2]["disruption"]["helpers_by_choice"], 0);
    let reasons = rows(&desk.read("out/gone/changes.csv"));
    let gone = reasons.iter().filter(|row| row["kind"] == "pairing" && row["reason"] == "gone");
    assert_eq!(gone.count(), lost);
}

#[test]
fn the_same_seed_gives_the_same_plans_on_any_number_of_threads() {
    let desk = desk();
    scenario(&desk, "a", "[settings]\nquota.staff = 2");
    scenario(&desk, "b", "[[villages.type]]\nvillage_id = \"V001\"\ntype = \"weak\"");
    let plan = |threads: usize| {
        let out = format!("out{threads}");
        desk.run(&format!(
            "whatif in --baseline base --scenario a.toml b.toml --out {out} --iterations 60000 --quiet --threads {threads}"
        ))
        .with_code(0);
        let files = ["a/pairings.csv", "a/changes.csv", "b/attachments.csv", "b/changes.json"];
        files.map(|file| desk.read(&format!("{out}/{file}")))
    };
    assert_eq!(plan(1), plan(3));
}

#[test]
fn faults_of_all_scenarios_are_told_at_once_and_nothing_is_written() {
    let desk = desk();
    scenario(&desk, "a", "[cadres]\nremove = [\"C9999\"]");
    scenario(&desk, "b", "[cadre]\nremove = []");
    let line = "whatif in --baseline base --scenario a.toml b.toml no.toml --out out";
    let told = desk.run(line).with_code(2).stderr;
    for words in ["a.toml:2:cadre_id", "b.toml:1:cadre", "no.toml", "did you mean cadres?"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!desk.path("out").exists());
    scenario(&desk, "c", "name = \"x\"");
    scenario(&desk, "d", "name = \"x\"");
    let told =
        desk.run("whatif in --baseline base --scenario c.toml d.toml --out out").with_code(2);
    assert!(told.stderr.contains("another scenario is named"), "{}", told.stderr);
    for bad in [
        "whatif in --baseline base --out out",
        "whatif in --baseline base --scenario c.toml",
        "whatif in --scenario c.toml --out out",
        "whatif in --baseline base --sample 4",
        "whatif in --baseline base --sample 4 --leave-rate 0.1 --from 3 --to 2",
        "whatif in --baseline base --sample 4 --leave-rate 0.1 --to 5",
        "whatif in --baseline base --scenario c.toml --out out --or-thaw",
    ] {
        desk.run(bad).with_code(2);
    }
}

#[test]
fn a_scenario_without_a_plan_is_told_and_leaves_no_old_one_behind() {
    let desk = desk();
    let line = "whatif in --baseline base --scenario a.toml --out out --iterations 2000";
    scenario(&desk, "a", "note = \"fine\"");
    desk.run(line).with_code(0);
    assert!(desk.path("out/a/pairings.csv").exists());
    // Two demands that contradict each other.
    scenario(
        &desk,
        "a",
        "[[pins.add]]\nkind = \"lead\"\nsubject_id = \"A001\"\nobject_id = \"V001\"\nmode = \"require\"\n\
         [[pins.add]]\nkind = \"lead\"\nsubject_id = \"A002\"\nobject_id = \"V001\"\nmode = \"require\"",
    );
    let ended = desk.run(line).with_code(1);
    assert!(ended.stdout.contains("none exists"), "{}", ended.stdout);
    assert!(!desk.path("out/a/pairings.csv").exists());
    let row = &rows(&desk.read("out/scenarios.csv"))[1];
    assert_eq!((row["feasible"].as_str(), row["status"].as_str()), ("no", "infeasible"));
}

#[test]
fn where_slots_are_short_that_is_proven_and_said_and_diagnose_agrees() {
    let desk = Desk::with(&township());
    desk.run("plan in --out base --method search --iterations 100000 --quiet").with_code(0);
    let removed = helping(&desk)[..12].join("\", \"");
    scenario(&desk, "a", &format!("[cadres]\nremove = [\"{removed}\"]"));
    let line =
        "whatif in --baseline base --scenario a.toml --out out --iterations 1000 --instances";
    let ended = desk.run(&format!("--lang en {line}")).with_code(1);
    assert!(ended.stdout.contains("a: no plan exists"), "{}", ended.stdout);
    let told: Value = serde_json::from_str(&desk.read("out/scenarios.json")).unwrap();
    let proof = &told[1]["certificates"][0];
    assert_eq!(proof["kind"], "shortage", "{proof}");
    assert!(proof["short"].as_u64().unwrap() > 0);
    desk.run("diagnose out/a/instance --time-limit 20").with_code(1);
    // One household more for everybody, and it can be planned.
    let text = desk.read("a.toml");
    scenario(&desk, "a", &format!("{text}\n[settings]\nquota.overload = 1"));
    desk.run(line).with_code(0);
}

#[test]
fn the_table_is_in_the_language_asked_for() {
    let desk = desk();
    scenario(&desk, "a", "[settings]\nyear = 2025");
    let line = "whatif in --baseline base --scenario a.toml --out out --iterations 2000";
    let english = desk.run(&format!("--lang en {line}")).with_code(0);
    let chinese = desk.run(&format!("--lang zh {line}")).with_code(0);
    assert!(english.stdout.contains("baseline") && english.stdout.contains("hamlet"));
    for words in ["基准方案", "换帮扶人", "换第一书记", "跨自然村"] {
        assert!(chinese.stdout.contains(words), "{words}: {}", chinese.stdout);
    }
    assert!(chinese.stderr.contains("已写入"));
}

#[test]
fn the_curve_of_disruption_never_rises_and_its_files_agree() {
    let desk = desk();
    let removed = helping(&desk)[..12].join("\", \"");
    scenario(&desk, "a", &format!("[cadres]\nremove = [\"{removed}\"]"));
    let line = "whatif in --baseline base --scenario a.toml --out out --iterations 60000 --disruption --json";
    let told: Value = serde_json::from_str(&desk.run(line).with_code(0).stdout).unwrap();
    let curve = &told["curves"][0];
    let points = curve["points"].as_array().unwrap();
    assert!(points.len() >= 6, "{points:?}");
    let figure = |point: &Value, name: &str| point[name].as_i64().unwrap();
    for pair in points.windows(2) {
        assert!(figure(&pair[0], "budget") < figure(&pair[1], "budget"));
        assert!(figure(&pair[0], "cost") >= figure(&pair[1], "cost"));
    }
    for point in points {
        assert!(figure(point, "changes") <= figure(point, "budget"));
        assert!(figure(point, "changes") >= curve["least"].as_i64().unwrap());
        assert_eq!(
            figure(point, "objective"),
            figure(point, "cost") + 3_000 * figure(point, "changes")
        );
    }
    assert_eq!(curve["chosen"]["objective"], told["scenarios"][1]["objective"]);
    assert_eq!(rows(&desk.read("out/disruption.csv")).len(), points.len());
    assert!(desk.read("out/disruption.svg").contains("changed pairings"));
    assert!(fs::read(desk.path("out/disruption.png")).unwrap().starts_with(b"\x89PNG"));
    // Without it, the curve of an earlier run is no longer there.
    desk.run("whatif in --baseline base --scenario a.toml --out out --iterations 2000")
        .with_code(0);
    assert!(!desk.path("out/disruption.csv").exists() && desk.path("out/scenarios.csv").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_finished() {
    use crate::command_line::Running;
    let desk = desk();
    for name in ["a", "b", "c"] {
        scenario(&desk, name, "[settings]\nyear = 2025");
    }
    let mut command = desk.command(
        "whatif in --baseline base --scenario a.toml b.toml c.toml --out out --time-limit 1000 --threads 1",
    );
    let running = Running::start(&mut command).until("at most 1000 s");
    std::thread::sleep(std::time::Duration::from_secs(1)); // the first has begun, and goes on for long
    let ended = running.signalled("INT").ended().with_code(3);
    assert!(ended.stderr.contains("not begun before the interrupt"), "{}", ended.stderr);
    assert_eq!(desk.summary("out/a")["interrupted"], true);
    assert!(!desk.path("out/c").exists());
}
