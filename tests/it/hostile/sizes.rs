//! Too much of something: bytes, cells, columns, rows, faults, depth.

use std::fs::{self, File};

use super::{Desk, bounded, desk, faults, refused};

const HOUSEHOLDS: &str = "household_id,village_id,hamlet,name,members,cause\n";

/// An instance with one file replaced.
fn with(name: &str, content: &str) -> Desk {
    let desk = desk();
    fs::write(desk.path("in").join(name), content).unwrap();
    desk
}

fn rows(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).map(row).collect()
}

#[test]
fn a_cell_of_a_gibibyte() {
    let desk = desk();
    let file = File::options().write(true).open(desk.path("in/households.csv")).unwrap();
    file.set_len(1 << 30).unwrap(); // sparse: takes no room on the disk
    assert_eq!(refused(&desk, "in"), ["J022 households.csv"]);
}

#[test]
fn a_cell_as_large_as_a_file_may_be() {
    let cell = "x".repeat(63 << 20);
    let desk =
        with("households.csv", &format!("{HOUSEHOLDS}H1,V1,{cell},,4,illness\nH2,V2,,,,illness\n"));
    assert_eq!(refused(&desk, "in")[0], "J022 households.csv:2:hamlet");
    let desk = with("households.csv", &cell);
    assert_eq!(refused(&desk, "in"), ["J022 households.csv:1"]);
}

#[test]
fn ten_million_columns() {
    let commas = ",".repeat(10_000_000);
    let desk = with("households.csv", &format!("household_id{commas}\nH1,V1\n"));
    assert_eq!(refused(&desk, "in"), ["J022 households.csv:1"]);
    let desk = with("households.csv", &format!("{HOUSEHOLDS}H1,V1{commas}\n"));
    assert_eq!(refused(&desk, "in"), ["J022 households.csv:2"]);
}

#[test]
fn a_hundred_million_rows_of_nothing() {
    let desk = with("households.csv", &"\n".repeat(100_000_000));
    assert_eq!(refused(&desk, "in"), ["J022 households.csv"]);
    let desk = with("households.csv", &format!("{HOUSEHOLDS}{}", "\n".repeat(60_000_000)));
    assert_eq!(refused(&desk, "in"), ["J019 households.csv"]);
    let desk = with("households.csv", &format!("{HOUSEHOLDS}{}", ",\n".repeat(30_000_000)));
    assert_eq!(refused(&desk, "in"), ["J022 households.csv"]);
}

#[test]
fn short_rows_below_a_wide_header() {
    let header = (0..900).map(|column| format!("c{column}")).collect::<Vec<_>>().join(",");
    let rows = "1\n".repeat(5_000_000);
    let desk = with("households.csv", &format!("household_id,{header}\n{rows}"));
    let told = refused(&desk, "in");
    assert!(told.contains(&"J020 households.csv:2".to_owned()), "{told:?}");
}

#[test]
fn more_faults_than_anybody_reads() {
    let many = rows(1_500_000, |row| format!("H{row},V1,,,many,hunger\n"));
    let desk = with("households.csv", &format!("{HOUSEHOLDS}{many}"));
    let ended = bounded(&desk, "plan in --out out").with_code(2);
    assert_eq!(faults(&ended.stderr).len(), 1_000);
    assert!(ended.stderr.ends_with("10001 faults in the input\n"), "{}", &ended.stderr[..2_000]);
    let many = rows(500_000, |row| format!("H{row},V{row},,,4,illness\n"));
    let desk = with("households.csv", &format!("{HOUSEHOLDS}{many}"));
    assert_eq!(refused(&desk, "in")[0], "J015 households.csv:2:village_id");
}

#[test]
fn headers_as_long_as_pages() {
    let header = "household_id".to_owned() + &"y".repeat(1 << 20);
    let desk = with("households.csv", &format!("{header},village_id\n{}", ",V9\n".repeat(10_000)));
    assert_eq!(refused(&desk, "in"), ["J022 households.csv:1"]);
}

#[test]
fn a_hundred_million_pairs_of_agency_and_village() {
    let desk = desk();
    let agencies = rows(10_000, |a| format!("A{a},,general,104,30\n"));
    let villages = rows(10_000, |v| format!("V{v},,,poor,104,30\n"));
    let agencies = format!("agency_id,name,category,lon,lat\n{agencies}");
    let villages = format!("village_id,name,township,type,lon,lat\n{villages}");
    fs::write(desk.path("in/agencies.csv"), agencies).unwrap();
    fs::write(desk.path("in/villages.csv"), villages).unwrap();
    assert_eq!(refused(&desk, "in"), ["J022 villages.csv"]);
}

#[test]
fn settings_that_nest_and_never_end() {
    let (deep, large) = (100_000, 1 << 20);
    let texts = [
        ("x = ".to_owned() + &"[".repeat(deep), "J024"),
        ("x = ".to_owned() + &"[".repeat(deep) + &"]".repeat(deep), "J024"),
        ("x = ".to_owned() + &"{a=".repeat(deep), "J024"),
        ("a.".repeat(deep) + "a = 1", "J024"),
        (format!("[{}a]", "a.".repeat(deep)), "J024"),
        ("]".repeat(large), "J024"),
        ("\"\\q".repeat(large / 3), "J024"),
        ("x = 1\n".repeat(large / 6), "J024"),
        (format!("{} = 1", "k".repeat(large - 4)), "J005"),
        (format!("name = \"{}\"", "名".repeat(large / 3)), "J022"),
    ];
    for (text, code) in texts {
        let desk = with("instance.toml", &text);
        let told = refused(&desk, "in");
        assert!(told[0].starts_with(&format!("{code} instance.toml")), "{told:?}");
        fs::write(desk.path("s.toml"), &text).unwrap();
        let whatif = "whatif in --baseline in/previous --scenario s.toml --out out";
        bounded(&desk, whatif).with_code(2);
    }
}
