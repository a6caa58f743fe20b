//! Memory does not grow with the work: how much was measured stands in `docs/reliability.md`.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::command_line::{Desk, tiny};

/// What a pipe and a reader's buffer hold: a program with more to write than that is still there.
const PIPE: usize = (64 + 8) * 1024;

/// The most memory that a process has had so far, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it is there");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn random_rosters_are_forgotten_once_they_are_told() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out base --method search --iterations 2000 --quiet").with_code(0);
    let line = "whatif in --baseline base --leave-rate 0.05 --sample 2200 --method search \
                --iterations 50 --threads 2 --quiet";
    let mut child = desk.command(line).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut peak_after = |n: usize| {
        assert_eq!(lines.by_ref().take(n).count(), n);
        peak(child.id())
    };
    let (early, late) = (peak_after(200), peak_after(1_400));
    let rest: Vec<String> = lines.collect();
    assert!(child.wait().unwrap().success());
    assert_eq!(rest.len(), 601, "the other samples and the summary");
    assert!(rest.iter().map(String::len).sum::<usize>() > PIPE, "it was at work when measured");
    // 1,400 rosters of 2 KiB and more would be this much.
    assert!(late < early + 2_800, "{early} KiB after 200 samples, {late} KiB after 1,600");
}
