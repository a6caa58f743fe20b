//! Commands whose HiGHS is struck from outside.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command_line::{Desk, Running, township};

/// Processes that a process has started, by any of its threads.
fn children(parent: u32) -> Vec<String> {
    let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let lists =
        threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Looks until there is something; fails after minutes.
fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(120) {
        if let Some(found) = look() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("never {what}");
}

/// The process of HiGHS that a command has under way. Struck while it still is the program that
/// started it, it would take that along.
fn highs_of(running: &Running) -> String {
    let has_begun = |child: &String| {
        let words = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
        words.split(|&byte| byte == 0).nth(1) == Some(b"highs")
    };
    eventually("does HiGHS work", || children(running.id()).pop().filter(has_begun))
}

fn send(signal: &str, process: &str) {
    let sent = Command::new("kill").args([&format!("-{signal}"), process]).status().unwrap();
    assert!(sent.success());
}

fn is_gone(process: &str) -> bool {
    !fs::exists(format!("/proc/{process}")).unwrap()
}

/// A proof under way, of which HiGHS works at the process that is named.
fn proving(desk: &Desk, limit: u32) -> (Running, String) {
    let line = format!("plan in --out out --method exact --time-limit {limit}");
    let running = Running::start(&mut desk.command(&line)).until("Ctrl-C ends early");
    let highs = highs_of(&running);
    (running, highs)
}

#[test]
fn a_plan_is_written_and_said_to_be_unproven_where_highs_is_killed() {
    for (signal, number) in [("KILL", 9), ("ABRT", 6)] {
        let desk = Desk::with(&township());
        let (running, highs) = proving(&desk, 5);
        send(signal, &highs);
        let ended = running.ended().with_code(0);
        assert!(ended.stderr.contains(&format!("HiGHS was ended by signal {number}")));
        let summary = desk.summary("out");
        assert_eq!(summary["status"], "feasible");
        assert_eq!(summary["highs_failure"]["died"], number);
        desk.run("check in out").with_code(0);
    }
}

#[test]
fn a_plan_is_written_where_highs_hangs_beyond_the_limit() {
    let desk = Desk::with(&township());
    let (running, highs) = proving(&desk, 3);
    send("STOP", &highs);
    let ended = running.ended().with_code(0);
    assert!(ended.stderr.contains("HiGHS did not stop when it was told to"), "{}", ended.stderr);
    assert_eq!(desk.summary("out")["highs_failure"], "stalled");
    assert!(is_gone(&highs));
    desk.run("check in out").with_code(0);
}

#[test]
fn an_interrupt_keeps_the_best_plan_also_while_highs_works_or_hangs() {
    for hangs in [false, true] {
        let desk = Desk::with(&township());
        let (running, highs) = proving(&desk, 900);
        if hangs {
            send("STOP", &highs);
        }
        let begun = Instant::now();
        let ended = running.signalled("INT").ended().with_code(0);
        assert!(begun.elapsed() < Duration::from_secs(300));
        assert!(ended.stdout.contains("interrupted"), "{}", ended.stdout);
        let summary = desk.summary("out");
        assert_eq!(
            (&summary["interrupted"], &summary["status"]),
            (&true.into(), &"feasible".into())
        );
        if hangs {
            assert_eq!(summary["highs_failure"], "stalled");
        }
        assert!(is_gone(&highs));
        desk.run("check in out").with_code(0);
    }
}

#[test]
fn a_second_interrupt_leaves_without_a_plan_and_without_highs() {
    let desk = Desk::with(&township());
    let (running, highs) = proving(&desk, 900);
    send("STOP", &highs); // so that the first does not end it at once
    let once = running.signalled("INT").until("press Ctrl-C again");
    once.signalled("INT").ended().with_code(130);
    assert!(!desk.path("out").exists());
    send("CONT", &highs);
    eventually("did HiGHS end", || is_gone(&highs).then_some(()));
}

#[test]
fn highs_does_not_outlive_a_program_that_was_killed() {
    let desk = Desk::with(&township());
    let (running, highs) = proving(&desk, 900);
    running.killed();
    eventually("did HiGHS end", || is_gone(&highs).then_some(()));
}

#[test]
fn a_closed_input_ends_highs_without_a_word() {
    let desk = Desk::new();
    let mut command = desk.command("highs");
    let ended = command.stdin(std::process::Stdio::null()).output().unwrap();
    assert!(ended.status.success() && ended.stdout.is_empty());
}
