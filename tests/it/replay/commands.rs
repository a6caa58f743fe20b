//! `plan --replay`: the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::command_line::{Desk, Running, township};

/// All files of a folder.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let name = |entry: &fs::DirEntry| entry.file_name().into_string().unwrap();
    entries.map(|entry| (name(&entry), fs::read(entry.path()).unwrap())).collect()
}

/// Replays the plan in `out` into a new folder, which must come out the same.
fn replayed(desk: &Desk, more: &str) {
    let again = desk.path("again");
    if again.exists() {
        fs::remove_dir_all(&again).unwrap();
    }
    let line = format!("plan --replay out/summary.json --out again {more}");
    let said = desk.run(&line).with_code(0);
    assert!(said.stderr.contains("the same, byte by byte"), "{}", said.stderr);
    assert!(bytes(&desk.path("out")) == bytes(&again), "{line}: other bytes");
    desk.run("check in again").with_code(0);
}

#[test]
fn a_plan_is_made_again_byte_by_byte() {
    let desk = Desk::with(&township());
    let ways = [
        "--method search --iterations 30000 --threads 7",
        "--method search --time-limit 0.8 --threads 2 --seed 4",
        "--iterations 60000 --threads 2",
        "--time-limit 2 --threads 2",
        "--time-limit 2 --threads 1 --gap 0.2",
        "--method exact --time-limit 3 --threads 2",
        "--time-limit 0",
    ];
    for way in ways {
        desk.run(&format!("plan in --out out --quiet {way}")).with_code(0);
        for threads in [1, 2, 7] {
            replayed(&desk, &format!("--threads {threads}"));
        }
    }
}

#[test]
fn a_plan_is_made_again_from_last_years_and_from_a_start() {
    let desk = Desk::with(&township());
    desk.run("plan in --out old --method search --iterations 3000 --quiet").with_code(0);
    desk.run("plan in --out half --method search --iterations 9000 --seed 3 --quiet").with_code(0);
    for way in [
        "--previous old --time-limit 1",
        "--previous old --max-changes 20 --time-limit 2",
        "--previous old --max-changes 20 --time-limit 1 --method search",
        "--previous old --max-changes 30 --iterations 20000",
        "--previous old --max-changes 20 --time-limit 4 --method exact",
        "--previous old --cold --time-limit 1",
        "--warm-start half --method search --time-limit 1",
        "--previous old --warm-start half --time-limit 1.5",
    ] {
        desk.run(&format!("plan in --out out --quiet --threads 2 {way}")).with_code(0);
        let summary = desk.read("out/summary.json");
        assert_eq!(summary.contains("\"previous\": \"old\""), way.contains("--previous old"));
        replayed(&desk, "--threads 1");
    }
}

#[test]
fn an_interrupted_plan_is_made_again() {
    let desk = Desk::with(&township());
    for way in ["--method search", "--method auto", "--method exact"] {
        let mut command = desk.command(&format!("plan in --out out {way} --time-limit 900"));
        let running = Running::start(&mut command).until("Ctrl-C ends early");
        std::thread::sleep(std::time::Duration::from_millis(700));
        running.signalled("INT").ended().with_code(0);
        assert_eq!(desk.summary("out")["interrupted"], true, "{way}");
        replayed(&desk, "");
    }
}

#[test]
fn an_instance_may_lie_elsewhere_and_be_a_workbook() {
    let desk = Desk::with(&township());
    desk.run("convert in --out book.xlsx").with_code(0);
    desk.run("plan book.xlsx --out out --time-limit 0.5 --quiet").with_code(0);
    fs::rename(desk.path("book.xlsx"), desk.path("moved.xlsx")).unwrap();
    let line = "plan --replay out/summary.json --out again --quiet";
    let said = desk.run(line).with_code(1);
    assert_eq!(said.stdout, "book.xlsx is missing\n");
    desk.run(&format!("{line} moved.xlsx")).with_code(0);
    assert!(bytes(&desk.path("out")) == bytes(&desk.path("again")));
}

#[test]
fn an_interrupted_replay_writes_nothing() {
    let desk = Desk::with(&township());
    desk.run("plan in --out out --method search --time-limit 6 --quiet").with_code(0);
    let mut command = desk.command("plan --replay out/summary.json --out again");
    let running = Running::start(&mut command).until("making the plan again");
    running.signalled("INT").ended().with_code(130);
    assert!(!desk.path("again").exists());
}
