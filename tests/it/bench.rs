//! `jiedui bench`: what it writes agrees with `plan` and `check`, and what it is made of.

mod best_known;
mod logs;
mod picture;
mod statistics;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::command_line::{Desk, Running, tiny, township};

type Row = BTreeMap<String, String>;

/// The rows of a CSV file, by the names of the columns.
fn rows(desk: &Desk, file: &str) -> Vec<Row> {
    let text = desk.read(file);
    let mut reader = csv_reader(&text);
    let header: Vec<String> = reader.next().expect("there is a header");
    reader.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

/// Lines of a CSV text without line breaks in its cells.
fn csv_reader(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    text.lines().map(|line| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().expect("there is a cell").push(c),
            }
        }
        cells
    })
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?} is no number"))
}

/// Plans as a run did, has the plan checked, and returns its summary.
fn planned(desk: &Desk, row: &Row) -> Value {
    let (method, seed, threads) = (&row["method"], &row["seed"], &row["threads"]);
    let limit = match row["limit_iterations"].as_str() {
        "" => format!("--time-limit {}", row["limit_seconds"]),
        count => format!("--iterations {count}"),
    };
    let out = format!("{method}{seed}");
    let line = format!("plan in --out {out} --quiet --method {method} --seed {seed} {limit}");
    desk.run(&format!("{line} --threads {threads}")).with_code(0);
    let checked = desk.run(&format!("check in {out} --json")).with_code(0).stdout;
    let judged: Value = serde_json::from_str(&checked).unwrap();
    let summary = desk.summary(&out);
    assert_eq!(judged["objective"], summary["objective"]);
    summary
}

#[test]
fn every_row_is_what_plan_makes_and_check_says() {
    let desk = Desk::with(&tiny());
    let line = "bench in --out bench --methods search,exact --seeds 1,2 --iterations 3000 --limits 60 \
                --threads 1";
    let ended = desk.run(line).with_code(0);
    assert_eq!(ended.stdout, desk.read("bench/table.md"));
    let runs = rows(&desk, "bench/runs.csv");
    let order: Vec<(&str, &str)> =
        runs.iter().map(|row| (row["method"].as_str(), row["seed"].as_str())).collect();
    assert_eq!(order, [("search", "1"), ("exact", "1"), ("search", "2"), ("exact", "2")]);
    let best = runs.iter().map(|row| number(row, "objective")).fold(f64::INFINITY, f64::min);
    for row in &runs {
        let summary = planned(&desk, row);
        assert_eq!(row["objective"], summary["objective"].to_string(), "{row:?}");
        assert_eq!(row["digest"], summary["instance_digest"].as_str().unwrap());
        assert_eq!(row["status"], summary["status"].as_str().unwrap());
        assert_eq!(row["households"], "5");
        assert_eq!((row["instance"].as_str(), row["origin"].as_str()), ("in", "run"));
        let gap = (number(row, "objective") - best) / best;
        assert!((number(row, "gap_to_best_known") - gap).abs() < 1e-8, "{row:?}");
        assert!(number(row, "first_plan_seconds") <= number(row, "best_plan_seconds"));
        assert!(number(row, "best_plan_seconds") <= number(row, "seconds"));
        if row["method"] == "search" {
            assert_eq!(row["iterations"], summary["iterations"].to_string());
            assert_eq!(row["bound"], "");
        } else {
            assert_eq!(row["bound"], row["objective"]);
        }
        if cfg!(target_os = "linux") {
            assert!((1_000.0..10_000_000.0).contains(&number(row, "peak_memory_kib")), "{row:?}");
        }
    }
    let traces = rows(&desk, "bench/traces.csv");
    for row in &runs {
        let is_own = |event: &&Row| {
            event["what"] == "objective"
                && (&event["method"], &event["seed"]) == (&row["method"], &row["seed"])
        };
        let last = traces.iter().rfind(is_own).expect("every run has a trace");
        assert_eq!(last["value"], row["objective"]);
    }
}

#[test]
fn the_exported_program_is_solved_as_it_is() {
    let desk = Desk::with(&tiny());
    let line = "bench in --out bench --methods whole,exact --seeds 1 --limits 60 --quiet";
    assert!(desk.run(line).with_code(0).stderr.is_empty());
    let runs = rows(&desk, "bench/runs.csv");
    assert_eq!(runs.len(), 2);
    assert_eq!((runs[0]["method"].as_str(), runs[0]["status"].as_str()), ("whole", "optimal"));
    assert_eq!(runs[0]["objective"], runs[1]["objective"]);
}

#[test]
fn threads_and_limits_are_compared_over_instances() {
    let desk = Desk::with(&tiny());
    desk.run("generate --preset tiny --seed 9 --out other").with_code(0);
    let line = "bench in other --methods search --seeds 1..2 --runs 2 --iterations 500,2000 \
                --threads 1,2 --within 100 --out bench --quiet";
    let table = desk.run(line).with_code(0).stdout;
    for words in ["## Runs", "## Time to a gap", "## Threads", "| 500 iterations |"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let runs = rows(&desk, "bench/runs.csv");
    assert_eq!(runs.len(), 2 * 2 * 2 * 2 * 2);
    // A count of iterations gives the same plan on any number of threads and at any time.
    for row in &runs {
        let same = runs.iter().filter(|other| {
            ["instance", "seed", "limit_iterations"].iter().all(|&key| row[key] == other[key])
        });
        assert!(same.map(|other| &other["objective"]).all(|cost| *cost == row["objective"]));
    }
}

#[test]
fn tables_picture_and_messages_are_in_the_language_asked_for() {
    let desk = Desk::with(&tiny());
    let line = "bench in --methods search --iterations 50 --seeds 1 --out b --lang zh";
    let told = desk.run(line).with_code(0);
    for words in ["## 运行结果", "| 实例 |", "50 次迭代"] {
        assert!(told.stdout.contains(words), "{words}: {}", told.stdout);
    }
    for words in ["共 1 次运行", "1/1 in search，50 次迭代", "已写入 b"] {
        assert!(told.stderr.contains(words), "{words}: {}", told.stderr);
    }
    assert_eq!(desk.read("b/table.md"), told.stdout);
    assert!(desk.read("b/curves.svg").contains("中位数"));
    assert!(desk.read("b/runs.csv").starts_with("instance,digest,"), "what scripts read stays");
}

#[test]
fn plans_and_logs_of_others_stand_beside_the_runs() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out mine --method search --iterations 10 --quiet").with_code(0);
    let log = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/logs/scip-tiny.log");
    let line = format!(
        "bench in --methods search --seeds 1 --iterations 100 --out bench --quiet \
         --log SCIP={log} --plan in:mine=mine"
    );
    let table = desk.run(&line).with_code(0).stdout;
    let runs = rows(&desk, "bench/runs.csv");
    let told: Vec<(&str, &str, &str)> = runs
        .iter()
        .map(|row| (row["method"].as_str(), row["origin"].as_str(), row["objective"].as_str()))
        .collect();
    let mine = desk.summary("mine")["objective"].to_string();
    assert_eq!(told[1..], [("SCIP", "log", "548336"), ("mine", "plan", mine.as_str())]);
    assert!(table.contains("| SCIP |") && table.contains("| mine |"), "{table}");
    let pairings = desk.read("mine/pairings.csv");
    let broken: Vec<&str> = pairings.lines().take(3).collect();
    fs::write(desk.path("mine/pairings.csv"), broken.join("\n")).unwrap();
    let refused = desk.run(&line).with_code(1);
    assert!(refused.stderr.contains("mine is no plan of this instance"), "{}", refused.stderr);
}

#[test]
fn bad_usage_is_refused_before_any_run() {
    let desk = Desk::with(&tiny());
    fs::write(desk.path("no.log"), "hello\n").unwrap();
    fs::write(desk.path("bad.csv"), "digest,name,objective,how\nxyz,tiny,-1,me\n").unwrap();
    fs::write(desk.path("file"), "").unwrap();
    let bad = [
        ("bench", "required"),
        ("bench nowhere", "nowhere"),
        ("bench in in", "given twice"),
        ("bench in --methods magic", "magic"),
        ("bench in --seeds 5..1", "seeds"),
        ("bench in --limits -1", "seconds"),
        ("bench in --threads 0", "threads"),
        ("bench in --runs 0", "runs"),
        ("bench in --within x", "percent"),
        ("bench in --methods exact --iterations 5", "--limits for exact"),
        ("bench in --methods search --iterations 5 --limits 5", "nothing to limit"),
        ("bench in --log SCIP", "NAME=PATH"),
        ("bench in --log SCIP=nowhere.log", "nowhere.log"),
        ("bench in --log SCIP=no.log", "no.log:1"),
        ("bench in --log other:SCIP=no.log", "none of the instances"),
        ("bench in --log search=no.log", "name of something else"),
        ("bench in --plan mine=nowhere", "nowhere"),
        ("bench in --best-known nowhere.csv", "nowhere.csv"),
        ("bench in --best-known bad.csv", "bad.csv:2:digest"),
        ("bench in --best-known bad.csv", "bad.csv:2:objective"),
        ("bench in --update-best", "best-known"),
        ("bench in --out file", "cannot write"),
    ];
    for (line, told) in bad {
        let refused = desk.run(line).with_code(2);
        assert!(refused.stderr.contains(told), "{line}: {}", refused.stderr);
        assert!(refused.stdout.is_empty(), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_the_runs_that_are_finished() {
    let desk = Desk::with(&township());
    let line = "bench in --methods search --seeds 1..500 --limits 0.5 --threads 1 --out bench";
    let running = Running::start(&mut desk.command(line)).until("2/500 ");
    running.signalled("INT").ended().with_code(0);
    let runs = rows(&desk, "bench/runs.csv");
    assert!((2..100).contains(&runs.len()), "{}", runs.len());
    for row in runs {
        assert!(number(&row, "seconds") >= 0.5, "a run that was cut short is kept: {row:?}");
    }
}
