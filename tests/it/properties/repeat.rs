//! Seed and iterations decide every byte, whatever the number of threads.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::AtomicBool;

use jiedui::model::{Instance, Outcome, Start};
use jiedui::solve::{Control, Options, Silent, auto, search};

use super::made;
use super::shapes::instances;
use crate::command_line::Desk;

const THREADS: [usize; 3] = [1, 2, 7];

/// Both methods that count moves, on so many threads.
fn solved(
    instance: &Instance,
    start: Option<&Start>,
    seed: u64,
    gap: f64,
    threads: usize,
) -> [Outcome; 2] {
    let options = Options { iterations: Some(3_000), seed, gap, threads, ..Options::default() };
    [auto::solve, search::solve].map(|method| {
        let stop = AtomicBool::new(false);
        method(instance, &options, &Control::new(&stop, &Silent, None), start)
    })
}

#[test]
fn seed_and_iterations_decide_the_outcome_on_any_number_of_threads() {
    let (mut found, mut differ) = (0, 0);
    for (context, seed, data) in instances(4) {
        let instance = made(&data, &context);
        let start = data.previous.as_ref().map(|tables| Start::from_tables(&instance, tables));
        let gap = if seed == 3 { 0.1 } else { 0.0 };
        let solve = |seed, threads| solved(&instance, start.as_ref(), seed, gap, threads);
        let one = solve(seed, 1);
        for threads in THREADS {
            assert_eq!(solve(seed, threads), one, "{context}: {threads} threads");
        }
        found += one.iter().filter(|outcome| outcome.incumbent.is_some()).count();
        differ += usize::from(solve(seed + 100, 1) != one);
    }
    assert!(found >= 60, "only {found} plans are the same");
    assert!(differ >= 5, "only {differ} instances on which the seed says anything");
}

/// The files of a plan's folder by name, the summary without what it may say of the machine.
fn files(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(desk.path(folder)) else { return BTreeMap::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let bytes = |name: String| {
        let path = format!("{folder}/{name}");
        if name != "summary.json" {
            return (name, desk.read(&path).into_bytes());
        }
        let summary = desk.read(&path);
        let of_machine = |line: &&str| {
            ["\"seconds\":", "\"threads\":"].iter().any(|key| line.trim_start().starts_with(key))
        };
        assert_eq!(summary.lines().filter(of_machine).count(), 2, "{summary}");
        let lines: Vec<&str> = summary.lines().filter(|line| !of_machine(line)).collect();
        (name, lines.join("\n").into_bytes())
    };
    names.map(bytes).collect()
}

/// The program itself: tables, summary and prices.
#[test]
fn seed_and_iterations_decide_the_bytes_of_a_plan_on_any_number_of_threads() {
    let (mut written, mut priced) = (0, 0);
    for (context, _, data) in instances(1) {
        let desk = Desk::with(&data);
        let mut hows = vec!["auto", "search"];
        if data.previous.is_some() {
            hows.push("auto --max-changes 9");
        }
        for how in hows {
            let run = |threads: usize| {
                let out = format!("out{threads}");
                let line = format!(
                    "plan in --out {out} --quiet --method {how} --iterations 2000 --seed 5 \
                     --threads {threads}"
                );
                let code = desk.command(&line).output().unwrap().status.code();
                let files = files(&desk, &out);
                assert_eq!(code == Some(0), !files.is_empty(), "{context}, {how}: {code:?}");
                let _ = fs::remove_dir_all(desk.path(&out)); // there may be none
                (code, files)
            };
            let [one, two, seven] = THREADS.map(run);
            for (name, bytes) in &one.1 {
                assert!(two.1.get(name) == Some(bytes), "{context}, {how}: {name}, 2 threads");
                assert!(seven.1.get(name) == Some(bytes), "{context}, {how}: {name}, 7 threads");
            }
            assert_eq!(one, two, "{context}, {how}: 2 threads");
            assert_eq!(one, seven, "{context}, {how}: 7 threads");
            written += usize::from(!one.1.is_empty());
            priced += usize::from(one.1.contains_key("prices.json"));
        }
    }
    assert!(written >= 14, "only {written} plans are the same");
    assert!(priced >= 5, "only {priced} plans have prices");
}
