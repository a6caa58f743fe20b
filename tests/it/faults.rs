//! What the machine may do to the program: kill it, have no room, be read-only, take files away.
//!
//! Where the process dies is decided by step in `src/report/files/tests/crash.rs`; here the whole program is
//! killed at whatever moment it happens to be.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command_line::{Desk, Running, township};

const TABLES: [&str; 3] = ["attachments.csv", "teams.csv", "pairings.csv"];

/// The tables of a plan folder.
fn tables(folder: &Path) -> [Vec<u8>; 3] {
    TABLES.map(|name| fs::read(folder.join(name)).unwrap())
}

/// Files that are not in place, in the folder.
fn pending(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".jiedui-")).count()
}

fn plan(seed: u64, out: &str) -> String {
    format!("plan in --out {out} --method search --iterations 500 --seed {seed} --quiet")
}

#[test]
fn a_plan_that_is_killed_while_it_is_written_is_the_old_one_or_the_new_one() {
    let desk = Desk::with(&township());
    for seed in [1, 2] {
        desk.run(&plan(seed, &format!("plan{seed}"))).with_code(0);
    }
    let [first, second] = [1, 2].map(|seed| tables(&desk.path(&format!("plan{seed}"))));
    assert!((0..3).all(|i| first[i] != second[i]), "two plans that differ in every table");
    desk.run(&plan(1, "out")).with_code(0);
    let (mut replaced, mut killed) = (0, 0);
    for round in 0..24 {
        let before = tables(&desk.path("out"));
        let seed = if before == first { 2 } else { 1 };
        let mut command = desk.command(&plan(seed, "out"));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // First it tries whether a file can be made, then there are four new ones, copies, the journal.
        let moment = 1 + round % 8;
        while child.try_wait().unwrap().is_none() && pending(&desk.path("out")) < moment {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        // Whoever reads it next, be it to judge it.
        desk.run("check in out").with_code(0);
        let after = tables(&desk.path("out"));
        assert!(after == first || after == second, "round {round}: half of one plan");
        assert_eq!(desk.summary("out")["seed"], if after == first { 1 } else { 2 });
        replaced += usize::from(after != before);
    }
    assert!(killed >= 12, "{killed} killed, {replaced} replaced");
    desk.run(&plan(1, "out")).with_code(0);
    assert_eq!((tables(&desk.path("out")), pending(&desk.path("out"))), (first, 0));
}

/// Runs the program where no file may be larger than so many blocks: writing more is an error, as on a
/// disk that is full.
fn with_room(desk: &Desk, blocks: u32, line: &str) -> std::process::Output {
    let program = desk.command(line);
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "sh"]);
    shell.arg(program.get_program()).args(program.get_args()).args(["--lang", "en"]);
    shell.current_dir(desk.path("")).output().unwrap()
}

#[test]
fn where_there_is_no_room_the_old_files_stay() {
    let desk = Desk::with(&township());
    desk.run(&plan(1, "out")).with_code(0);
    let (before, summary) = (tables(&desk.path("out")), desk.read("out/summary.json"));
    for line in [
        plan(2, "out"),
        plan(2, "new/plan"),
        "export in --out new/model.mps".to_owned(),
        "report in out --out new/report".to_owned(),
        "convert in --out new/book.xlsx".to_owned(),
        "generate --preset tiny --out new/tiny".to_owned(),
    ] {
        let output = with_room(&desk, 1, &line);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}: {said}");
        assert!(said.contains("the file is too large"), "{line}: {said}");
        assert!(!desk.path("new").exists(), "{line}");
        assert_eq!((tables(&desk.path("out")), pending(&desk.path("out"))), (before.clone(), 0));
    }
    assert_eq!(desk.read("out/summary.json"), summary);
}

#[test]
fn results_that_nobody_can_take_are_an_error() {
    let desk = Desk::with(&township());
    desk.run(&plan(1, "out")).with_code(0);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command("check in out").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn a_target_that_cannot_be_written_is_told_before_the_search() {
    let desk = Desk::with(&township());
    fs::write(desk.path("file"), "mine").unwrap();
    for target in ["file", "file/below", "/proc/none", "/dev/null"] {
        let line = format!("plan in --out {target} --time-limit 600 --quiet");
        let said = desk.run(&line).with_code(2).stderr;
        assert!(
            said.contains(target.trim_end_matches("/below").trim_end_matches("/none")),
            "{said}"
        );
    }
    assert_eq!(desk.read("file"), "mine");
}

#[test]
fn an_instance_and_a_target_that_vanish_while_the_search_runs_do_no_harm() {
    let desk = Desk::with(&township());
    fs::create_dir(desk.path("out")).unwrap();
    let mut command = desk.command("plan in --out out/plan --method search --time-limit 600");
    let running = Running::start(&mut command).until("Ctrl-C ends early");
    for folder in ["in", "out"] {
        fs::remove_dir_all(desk.path(folder)).unwrap();
    }
    running.signalled("INT").ended().with_code(0);
    assert_eq!(desk.summary("out/plan")["status"], "feasible");
}

/// Clocks are set, and jump: durations must come from one that does neither.
#[test]
fn no_source_asks_what_time_it_is() {
    fn sources(folder: &Path, found: &mut usize) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                assert!(!text.contains("SystemTime"), "{}", path.display());
                *found += usize::from(text.contains("Instant"));
            }
        }
    }
    let mut found = 0;
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found > 5, "{found}");
}
