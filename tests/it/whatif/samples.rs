//! Random rosters: each depends on the seed and its index only.

use std::collections::BTreeSet;

use jiedui::analyse::whatif::sample::{Draw, roster};
use serde_json::Value;

use super::compare::desk;
use crate::command_line::{Desk, township};

const DRAW: &str = "whatif in --baseline base --leave-rate 0.05 --iterations 20000 --quiet";

fn lines(desk: &Desk, options: &str) -> Vec<String> {
    let ended = desk.run(&format!("{DRAW} {options}")).with_code(0);
    ended.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_sample_depends_on_seed_and_index_alone() {
    let mut data = township();
    let draw = Draw { seed: 7, rate: 0.1 };
    let away = |data: &_, draw, index| {
        let (drawn, n) = roster(data, draw, index);
        let away: BTreeSet<String> =
            drawn.cadres.into_iter().filter(|c| !c.available).map(|c| c.id).collect();
        (away, n)
    };
    let (first, n) = away(&data, draw, 3);
    let already = data.cadres.iter().filter(|cadre| !cadre.available).count();
    assert_eq!(first.len(), already + n as usize);
    data.cadres.reverse();
    assert_eq!(away(&data, draw, 3).0, first, "the order of rows means nothing");
    assert_ne!(away(&data, draw, 4).0, first);
    assert_ne!(away(&data, Draw { seed: 8, ..draw }, 3).0, first);
    // Who is away at a low rate is away at a higher one.
    let more = away(&data, Draw { rate: 0.3, ..draw }, 3).0;
    assert!(first.is_subset(&more) && more.len() > first.len());
    assert_eq!(away(&data, Draw { rate: 0.0, ..draw }, 3).1, 0);
    let all = away(&data, Draw { rate: 1.0, ..draw }, 3).0;
    assert_eq!(all.len(), data.cadres.len());
    // About one in ten, over many samples.
    let mean = (0..200).map(|i| away(&data, draw, i).1).sum::<u64>() as f64 / 200.0;
    let available = (data.cadres.len() - already) as f64;
    assert!((mean / available - 0.1).abs() < 0.01, "{mean} of {available}");
}

#[test]
fn ranges_drawn_apart_are_the_same_lines_as_all_at_once() {
    let desk = desk();
    let all = lines(&desk, "--sample 6 --threads 1");
    assert_eq!(all.len(), 7);
    let first = lines(&desk, "--sample 6 --to 2 --threads 3");
    let rest = lines(&desk, "--sample 6 --from 2 --threads 2");
    assert_eq!(all[..6], [&first[..2], &rest[..4]].concat());
    for (i, line) in all[..6].iter().enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["sample"], i);
        assert!(line["feasible"] == true && line["objective"].as_i64().unwrap() > 0, "{line}");
    }
    // Put together, they say the same.
    std::fs::write(desk.path("a.ndjson"), first.join("\n")).unwrap();
    std::fs::write(desk.path("b.ndjson"), rest.join("\n")).unwrap();
    let put =
        desk.run("--lang en whatif in --baseline base --summarise a.ndjson b.ndjson --out sum");
    let put = put.with_code(0);
    assert_eq!(put.stdout.trim(), all[6]);
    assert!(put.stderr.contains("6 random rosters"), "{}", put.stderr);
    let summary: Value = serde_json::from_str(&all[6]).unwrap();
    let summary = &summary["summary"];
    assert_eq!((summary["samples"].as_u64(), summary["mended"].as_u64()), (Some(6), Some(6)));
    let written: Value = serde_json::from_str(&desk.read("sum/samples-summary.json")).unwrap();
    assert_eq!(&written, summary);
    let twice = desk.run("whatif in --baseline base --summarise a.ndjson a.ndjson").with_code(2);
    assert!(twice.stderr.contains("was there before"));
}

#[test]
fn where_nobody_is_left_no_plan_exists_and_everybody_is_fragile() {
    let desk = desk();
    let told =
        desk.run("whatif in --baseline base --leave-rate 1 --sample 2 --iterations 100 --quiet");
    let told = told.with_code(0).stdout;
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]["feasible"]), (3, &Value::Bool(false)));
    let summary = &lines[2]["summary"];
    assert_eq!(summary["infeasible"], 2);
    let villages = summary["villages"].as_array().unwrap();
    assert_eq!(villages.len(), township().villages.len());
    assert!(villages.iter().all(|village| village["unmended"] == 2));
}

#[test]
fn an_agency_that_cannot_staff_a_team_is_fragile() {
    let desk = desk();
    // So many are away that teams are lost.
    let told = desk.run(
        "whatif in --baseline base --leave-rate 0.6 --sample 4 --iterations 2000 --quiet --method search",
    );
    let told = told.with_code(0).stdout;
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let unstaffed: usize =
        lines[..4].iter().map(|line| line["unstaffed"].as_array().unwrap().len()).sum();
    assert!(unstaffed > 0);
    let agencies = lines[4]["summary"]["agencies"].as_array().unwrap();
    let counted: u64 = agencies.iter().map(|agency| agency["team"].as_u64().unwrap()).sum();
    assert_eq!(counted, unstaffed as u64);
    assert!(agencies.is_sorted_by_key(|agency| {
        std::cmp::Reverse(
            ["team", "unmended", "short"].map(|k| agency[k].as_u64().unwrap()).iter().sum::<u64>(),
        )
    }));
}
