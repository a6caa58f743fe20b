//! The program as its users meet it: exit codes, streams, files.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::{Duration, Instant};

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::report::instance_folder;
use serde_json::Value;
use tempfile::TempDir;

/// A command that has ended.
pub(crate) struct Ended {
    code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let code = output.status.code().expect("no command dies of a signal");
        let ended = Self { code, stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
        ended
    }
}

impl Ended {
    #[track_caller]
    pub(crate) fn with_code(self, expected: i32) -> Self {
        assert_eq!(self.code, expected, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// A command under way, and what it has said on standard error so far.
#[cfg(unix)]
pub(crate) struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
}

#[cfg(unix)]
impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr, said: String::new() }
    }

    /// Waits until it says this.
    pub(crate) fn until(mut self, words: &str) -> Self {
        while !self.said.contains(words) {
            let read = self.stderr.read_line(&mut self.said).unwrap();
            assert_ne!(read, 0, "ended too early: {}", self.said);
        }
        self
    }

    /// Sends a signal of this name.
    pub(crate) fn signalled(self, name: &str) -> Self {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap();
        assert!(sent.success());
        self
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as nothing can forbid.
    pub(crate) fn killed(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn ended(mut self) -> Ended {
        self.stderr.read_to_string(&mut self.said).unwrap();
        let mut output = self.child.wait_with_output().unwrap();
        output.stderr = self.said.into_bytes();
        output.into()
    }
}

/// A folder for one test, and the program run in it.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A desk with the instance `in`.
    pub(crate) fn with(data: &InstanceData) -> Self {
        let desk = Self::new();
        instance_folder::write(data, &desk.path("in")).unwrap();
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiedui"));
        command.args(line.split_whitespace()).current_dir(self.folder.path());
        command
    }

    /// Runs the program with these arguments, separated by spaces.
    pub(crate) fn run(&self, line: &str) -> Ended {
        self.command(line).output().unwrap().into()
    }

    pub(crate) fn summary(&self, folder: &str) -> Value {
        serde_json::from_str(&self.read(&format!("{folder}/summary.json"))).unwrap()
    }

    /// Replaces text in a file that must hold it.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold {from}");
        fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
    }
}

pub(crate) fn tiny() -> InstanceData {
    generate(&Recipe::preset(Preset::Tiny), 1)
}

pub(crate) fn township() -> InstanceData {
    generate(&Recipe::preset(Preset::Township), 1)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_plan_is_written_as_files_that_check_accepts() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out deep/er/out --method exact").with_code(0);
    let expected = ["attachments.csv", "pairings.csv", "prices.json", "summary.json", "teams.csv"];
    assert_eq!(names(&desk.path("deep/er/out")), expected.map(str::to_owned).into());
    let checked = desk.run("check in deep/er/out").with_code(0);
    assert!(checked.stdout.contains("every rule holds"), "{}", checked.stdout);
    assert!(!checked.stdout.contains("Note:"), "{}", checked.stdout);
    let summary = desk.summary("deep/er/out");
    assert_eq!(summary["status"], "optimal");
    assert_eq!(summary["method"], "exact");
    assert_eq!(summary["instance"], "tiny");
    assert_eq!(summary["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(summary["gap"], 0.0);
    assert_eq!(summary["bound"], summary["objective"]);
    let terms = summary["terms"].as_object().unwrap();
    let sum: i64 = terms.values().map(|term| term.as_i64().unwrap()).sum();
    assert_eq!((terms.len(), summary["objective"].as_i64()), (11, Some(sum)));
    for field in ["instance_digest", "seed", "threads", "seconds"] {
        assert!(!summary[field].is_null(), "{field} is missing");
    }
}

#[test]
fn the_rows_of_a_plan_are_sorted() {
    let desk = Desk::with(&township());
    desk.run("plan in --out out --method search --iterations 1000").with_code(0);
    let headers = [
        ("attachments.csv", "village_id,agency_id,role"),
        ("teams.csv", "village_id,cadre_id,role"),
        ("pairings.csv", "household_id,cadre_id"),
    ];
    for (file, header) in headers {
        let text = desk.read(&format!("out/{file}"));
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(header));
        assert!(lines.clone().count() > 5);
        assert!(lines.is_sorted(), "{file} is not sorted");
    }
}

#[test]
fn what_it_says_of_a_plan_goes_where_it_belongs() {
    let desk = Desk::with(&tiny());
    let spoken = desk.run("plan in --out out --method exact").with_code(0);
    for words in ["5 of 5 households", "villages are led", "mean ", "Objective", "proven optimal"] {
        assert!(spoken.stdout.contains(words), "{words}: {}", spoken.stdout);
    }
    assert!(spoken.stderr.contains("planning tiny") && spoken.stderr.contains("wrote out"));
    assert!(!spoken.stderr.contains("Objective") && !spoken.stdout.contains("planning"));
    let searched = desk.run("plan in --out out --method search --iterations 100").with_code(0);
    assert!(searched.stdout.contains("not proven yet"), "{}", searched.stdout);
    let quiet = desk.run("plan in --out other --method exact --quiet").with_code(0);
    assert_eq!((quiet.stdout, quiet.stderr), (String::new(), String::new()));
    assert_eq!(desk.read("other/pairings.csv").lines().count(), 6);
}

#[test]
fn names_and_phones_stay_in_the_instance() {
    let data = township();
    let desk = Desk::with(&data);
    let planned = desk.run("plan in --out out --iterations 1000").with_code(0);
    let mut said = planned.stdout + &planned.stderr + &desk.read("out/summary.json");
    desk.edit("out/pairings.csv", "\nH", "\nX");
    let checked = desk.run("check in out").with_code(1);
    said += &(checked.stdout + &checked.stderr);
    desk.edit("in/cadres.csv", "member", "chef");
    desk.edit("in/households.csv", "\nH", "\n,H");
    let refused = desk.run("plan in --out out").with_code(2);
    said += &(refused.stdout + &refused.stderr);
    let people = data.cadres.iter().flat_map(|cadre| [&cadre.name, &cadre.phone]);
    let people: Vec<&String> = people.chain(data.households.iter().map(|h| &h.name)).collect();
    assert!(people.len() > 1000 && people.iter().all(|secret| secret.chars().count() > 1));
    for secret in people {
        assert!(!said.contains(secret.as_str()), "{secret} is told");
    }
}

#[test]
fn an_infeasible_instance_is_a_no() {
    let mut data = tiny();
    for agency in &data.agencies {
        let (subject_id, object_id) = (agency.id.clone(), data.villages[0].id.clone());
        let (kind, mode) = (PinKind::Lead, PinMode::Require);
        data.pins.push(PinRecord { kind, subject_id, object_id, mode, reason: None });
    }
    let desk = Desk::with(&data);
    for method in ["exact", "search", "auto"] {
        let no = desk.run(&format!("plan in --out out --quiet --method {method}")).with_code(1);
        assert!(no.stderr.contains("no plan exists"), "{}", no.stderr);
        let told = no.stderr.contains("pins require two lead agencies of village");
        assert!(told, "{}", no.stderr);
        assert_eq!(no.stdout, "");
    }
    assert!(!desk.path("out").exists());
}

#[test]
fn a_limit_before_any_plan_ends_in_what_a_diagnosis_proves() {
    // Nobody may help anybody, which no pin says.
    let mut data = township();
    let quota = &mut data.settings.quota;
    (quota.deputy_county, quota.section, quota.deputy_section, quota.staff) = (0, 0, 0, 0);
    let desk = Desk::with(&data);
    let ended = desk.run("plan in --out out --method exact --time-limit 0 --lang en").with_code(1);
    assert!(ended.stderr.contains("No plan exists"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("does not say that none exists"), "{}", ended.stderr);
    assert!(!desk.path("out").exists());
}

#[test]
fn bad_usage_is_refused() {
    let desk = Desk::with(&tiny());
    let bad = [
        "",
        "conquer",
        "plan",
        "plan in",
        "plan in --out out --method magic",
        "plan in --out out --time-limit -1",
        "plan in --out out --time-limit inf",
        "plan in --out out --gap 2",
        "plan in --out out --threads 0",
        "plan in --out out --iterations many",
        "plan in --out out --method exact --iterations 5",
        "check in",
        "generate --preset continent --seed 1 --out x",
        "export in",
        "plan nowhere --out out",
        "check in nowhere",
    ];
    for line in bad {
        let refused = desk.run(line).with_code(2);
        assert!(!refused.stderr.is_empty() && refused.stdout.is_empty(), "{line}");
    }
    assert_eq!(names(desk.folder.path()), BTreeSet::from(["in".to_owned()]));
}

#[test]
fn help_and_version_are_results() {
    let desk = Desk::new();
    let version = desk.run("--version").with_code(0);
    assert_eq!(version.stdout, format!("jiedui {}\n", env!("CARGO_PKG_VERSION")));
    for line in [
        "--help",
        "plan --help",
        "check --help",
        "diagnose --help",
        "generate --help",
        "template --help",
        "convert --help",
        "export --help",
        "bench --help",
    ] {
        let help = desk.run(line).with_code(0);
        assert!(help.stdout.contains("Examples:") && help.stderr.is_empty(), "{line}");
    }
}

#[test]
fn every_fault_of_every_file_is_told_with_its_place() {
    let desk = Desk::with(&tiny());
    desk.edit("in/households.csv", "\nH", "\n\nH"); // rows move down by one
    desk.edit("in/cadres.csv", "cadre_id,name", "cadre_id,title");
    desk.edit("in/instance.toml", "detour", "detuor");
    let households = desk.read("in/households.csv");
    let last = households.lines().last().unwrap();
    fs::write(desk.path("in/households.csv"), format!("{households}{last}\nH9,NOWHERE,a,b,x,c\n"))
        .unwrap();
    let refused = desk.run("plan in --out out").with_code(2);
    for place in [
        "households.csv:8:household_id",
        "households.csv:9:village_id",
        "households.csv:9:members",
        "households.csv:9:cause",
        "cadres.csv:1",
        "instance.toml:",
        "detuor",
    ] {
        assert!(refused.stderr.contains(place), "{place}: {}", refused.stderr);
    }
    assert!(refused.stdout.is_empty() && !desk.path("out").exists());
}

#[test]
fn a_target_that_cannot_be_written_is_found_before_solving() {
    let desk = Desk::with(&township());
    fs::write(desk.path("file"), "mine").unwrap();
    fs::create_dir_all(desk.path("taken/pairings.csv")).unwrap();
    let started = Instant::now();
    for out in ["file", "file/below", "taken"] {
        let refused = desk.run(&format!("plan in --out {out} --time-limit 600")).with_code(2);
        assert!(refused.stderr.contains("cannot write"), "{}", refused.stderr);
    }
    desk.run("export in --out taken").with_code(2);
    desk.run("generate --preset tiny --out file").with_code(2);
    assert!(started.elapsed() < Duration::from_secs(60));
    assert_eq!(desk.read("file"), "mine");
}

/// The three tables, and the summary without what may differ.
fn essence(desk: &Desk, folder: &str) -> (Vec<String>, Value) {
    let tables = ["attachments.csv", "teams.csv", "pairings.csv"];
    let tables = tables.map(|file| desk.read(&format!("{folder}/{file}"))).to_vec();
    let mut summary = desk.summary(folder);
    for field in ["seconds", "threads"] {
        summary.as_object_mut().unwrap().remove(field).expect("the field is there");
    }
    for field in ["paths", "inputs"] {
        summary["run"].as_object_mut().unwrap().remove(field).expect("the field is there");
    }
    (tables, summary)
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let desk = Desk::new();
    desk.run("generate --preset county --seed 3 --out in").with_code(0);
    for threads in [1, 2, 7] {
        let line = format!(
            "plan in --out out{threads} --method search --iterations 60000 --seed 5 --quiet \
             --threads {threads}"
        );
        desk.run(&line).with_code(0);
    }
    assert_eq!(essence(&desk, "out1"), essence(&desk, "out2"));
    assert_eq!(essence(&desk, "out1"), essence(&desk, "out7"));
    let other = "plan in --out other --method search --iterations 60000 --seed 6 --quiet";
    desk.run(other).with_code(0);
    assert_ne!(essence(&desk, "out1").0, essence(&desk, "other").0, "the seed has no effect");
}

#[test]
fn the_order_of_rows_changes_no_byte() {
    let mut data = township();
    let desk = Desk::with(&data);
    data.cadres.reverse();
    data.households.rotate_left(77);
    data.villages.reverse();
    data.agencies.rotate_left(5);
    instance_folder::write(&data, &desk.path("mixed")).unwrap();
    for (instance, out) in [("in", "out"), ("mixed", "other")] {
        let line = format!("plan {instance} --out {out} --method search --iterations 5000 --quiet");
        desk.run(&line).with_code(0);
    }
    assert_eq!(essence(&desk, "out"), essence(&desk, "other"));
}

#[test]
fn last_years_plan_costs_nothing_to_keep() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out first --method exact").with_code(0);
    desk.run("plan in --out second --method exact --previous first").with_code(0);
    let (first, second) = (desk.summary("first"), desk.summary("second"));
    assert_eq!(second["objective"], first["objective"]);
    assert_eq!(second["terms"]["change"], 0);
    assert_ne!(second["instance_digest"], first["instance_digest"]);
    assert_eq!(essence(&desk, "second").0, essence(&desk, "first").0);
}

#[test]
fn check_tells_every_broken_rule_also_as_json() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out out --method exact").with_code(0);
    let fine: Value =
        serde_json::from_str(&desk.run("check in out --json").with_code(0).stdout).unwrap();
    assert_eq!(fine["feasible"], true);
    assert_eq!(fine["objective"], desk.summary("out")["objective"]);
    assert_eq!(fine["terms"], desk.summary("out")["terms"]);
    assert_eq!(fine["false_claims"], Value::Array(Vec::new()));
    let pairings = desk.read("out/pairings.csv");
    let mut lines: Vec<&str> = pairings.lines().collect();
    let (first, _) = lines.remove(1).split_once(',').unwrap();
    let (second, _) = lines.remove(1).split_once(',').unwrap();
    fs::write(desk.path("out/pairings.csv"), lines.join("\n") + "\n").unwrap();
    let told = desk.run("check in out").with_code(1).stdout;
    assert!(told.contains(&format!("R4 [{first}]")) && told.contains(&format!("R4 [{second}]")));
    let judged = desk.run("check in out --json").with_code(1);
    let judged: Value = serde_json::from_str(&judged.stdout).unwrap();
    assert_eq!(judged["feasible"], false);
    let broken: Vec<&str> = judged["violations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|violation| violation["rule"] == "R4")
        .map(|violation| violation["subjects"][0].as_str().unwrap())
        .collect();
    assert_eq!(broken, [first, second]);
}

#[test]
fn a_summary_that_claims_what_is_not_so_is_told() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out out --method exact").with_code(0);
    let objective = format!("\"objective\": {}", desk.summary("out")["objective"]);
    desk.edit("out/summary.json", &objective, "\"objective\": 7");
    let told = desk.run("check in out").with_code(0).stdout;
    assert!(told.contains("claims an objective of 0.007"), "{told}");
    desk.edit("in/instance.toml", "need = 2", "need = 3");
    let told = desk.run("check in out --json").with_code(0).stdout;
    let judged: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(judged["false_claims"].as_array().unwrap().len(), 2, "{told}");
    fs::write(desk.path("out/summary.json"), "{").unwrap();
    let told = desk.run("check in out").with_code(0).stdout;
    assert!(told.contains("summary.json cannot be read"), "{told}");
    fs::remove_file(desk.path("out/summary.json")).unwrap();
    assert!(!desk.run("check in out").with_code(0).stdout.contains("Note:"));
}

#[test]
fn generate_writes_the_same_bytes_for_the_same_seed() {
    let desk = Desk::new();
    for (seed, out) in [(1, "a"), (1, "b"), (2, "c")] {
        desk.run(&format!("generate --preset township --seed {seed} --out {out}")).with_code(0);
    }
    let files = names(&desk.path("a"));
    assert!(files.len() >= 5);
    let content = |out: &str| -> Vec<String> {
        files.iter().map(|file| desk.read(&format!("{out}/{file}"))).collect()
    };
    assert_eq!(content("a"), content("b"));
    assert_ne!(content("a"), content("c"));
}

#[test]
fn export_writes_an_mps_file() {
    let desk = Desk::with(&tiny());
    desk.run("export in --out models/tiny.mps").with_code(0);
    assert_eq!(names(&desk.path("models")), BTreeSet::from(["tiny.mps".to_owned()]));
    let model = desk.read("models/tiny.mps");
    for section in ["NAME", "ROWS", "COLUMNS", "RHS", "BOUNDS", "ENDATA"] {
        let starts = model.lines().filter(|line| line.starts_with(section));
        assert_eq!(starts.count(), 1, "{section}");
    }
    let piped = desk.run("export in --out - --quiet").with_code(0);
    assert_eq!((piped.stdout, piped.stderr), (model, String::new()));
}

#[test]
fn a_closed_standard_output_is_no_accident() {
    let desk = Desk::with(&township());
    for line in ["--help", "export in --out -", "plan in --out out --iterations 100"] {
        let mut child =
            desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        Ended::from(child.wait_with_output().unwrap()).with_code(0);
    }
    desk.run("check in out").with_code(0);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_the_best_plan_so_far() {
    let desk = Desk::with(&township());
    let started = Instant::now();
    let mut solve = desk.command("plan in --out out --method search --time-limit 600");
    let ended = Running::start(&mut solve).until("best ").signalled("INT").ended().with_code(0);
    assert!(started.elapsed() < Duration::from_secs(300));
    assert!(ended.stderr.contains("interrupted"), "{}", ended.stderr);
    assert!(ended.stdout.contains("interrupted"), "{}", ended.stdout);
    assert_eq!(desk.summary("out")["interrupted"], true);
    assert_eq!(desk.summary("out")["status"], "feasible");
    desk.run("check in out").with_code(0);
}

#[cfg(unix)]
#[test]
fn a_second_interrupt_leaves_without_a_plan() {
    let desk = Desk::with(&generate(&Recipe::preset(Preset::Prefecture), 1));
    let mut solve = desk.command("plan in --out out --method search --time-limit 600");
    // The first plan of a prefecture takes the search longer than the two interrupts.
    let once = Running::start(&mut solve).until("Ctrl-C ends early").signalled("INT");
    std::thread::sleep(Duration::from_millis(20));
    once.signalled("INT").ended().with_code(130);
    assert!(!desk.path("out").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_terminal_ends_a_solve_unless_it_was_started_with_nohup() {
    let desk = Desk::with(&township());
    for (hangup, ignored) in [("--default-signal=HUP", false), ("--ignore-signal=HUP", true)] {
        // What `nohup` does, without its files: an ignored signal is handed on. Told in both cases, as
        // these tests may run under `nohup` themselves.
        let mut solve = Command::new("env");
        solve
            .args([hangup, env!("CARGO_BIN_EXE_jiedui")])
            .args(["plan", "in", "--out", "out", "--method", "search", "--time-limit", "3"])
            .current_dir(desk.folder.path());
        let running = Running::start(&mut solve).until("Ctrl-C ends early");
        let ended = running.signalled("HUP").ended().with_code(0);
        assert_eq!(desk.summary("out")["interrupted"], !ignored, "{}", ended.stderr);
    }
}
