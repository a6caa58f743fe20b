//! Bytes that are no text, texts in the wrong place, and what is no file at all.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use encoding_rs::GB18030;

use super::{bounded, desk, refused};

const HEADER: &str = "household_id,village_id,hamlet,name,members,cause\n";
const ROWS: &str = "H1,V1,上坪,子,4,因病\nH2,V1,下坪,丑,2,缺劳力\nH3,V2,桥头,寅,5,因学\n";

/// The faults of an instance with these bytes as its households.
fn households(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let desk = desk();
    fs::write(desk.path("in/households.csv"), bytes).unwrap();
    refused(&desk, "in")
}

#[test]
fn nothing_that_is_text() {
    for byte in [0, 0xff] {
        assert_eq!(households(vec![byte; 60 << 20]), ["J021 households.csv"]);
    }
}

#[test]
fn utf_8_with_lines_in_another_encoding() {
    let row = |number: usize| format!("H{number},V{},上坪,丁,4,因病\n", 1 + number % 2);
    let mut bytes: Vec<u8> = [HEADER, &(1..9).map(row).collect::<String>()].concat().into();
    bytes.extend(&*GB18030.encode(&row(9)).0);
    bytes.extend((10..18).map(row).collect::<String>().as_bytes());
    let told = households(&bytes);
    let damaged =
        ["hamlet", "name", "cause"].map(|field| format!("J021 households.csv:10:{field}"));
    assert!(damaged.iter().all(|place| told.contains(place)), "{told:?}");
}

#[test]
fn utf_16_without_a_mark() {
    let units = HEADER.encode_utf16().chain(ROWS.encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    assert_eq!(households(bytes), ["J021 households.csv"]);
}

#[test]
fn a_mark_within_a_file() {
    let told = households(format!("{HEADER}\u{feff}H1,V1,上坪,子,4,因病\n{}", &ROWS[30..]));
    assert_eq!(told[0], "J021 households.csv:2:household_id");
}

#[test]
fn a_quotation_mark_that_is_never_closed() {
    let rest = format!("{HEADER}H1,V1,\"上坪{}", ROWS.repeat(700_000));
    assert_eq!(households(rest)[0], "J024 households.csv:2");
    assert_eq!(households(format!("\"{}", ROWS.repeat(700_000))).len(), 1);
}

/// Makes a pipe that nobody writes to.
fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn pipes_devices_folders_and_links_to_themselves_are_no_files() {
    for name in ["instance.toml", "cadres.csv", "previous/pairings.csv"] {
        for make in [
            pipe,
            |path: &Path| symlink("/dev/zero", path).unwrap(),
            |path: &Path| fs::create_dir(path).unwrap(),
            |path: &Path| symlink(path, path).unwrap(),
        ] {
            let desk = desk();
            let path = desk.path("in").join(name);
            fs::remove_file(&path).unwrap();
            make(&path);
            assert_eq!(refused(&desk, "in"), [format!("J002 {name}")]);
        }
    }
}

#[test]
fn what_is_named_on_the_command_line_may_be_no_pipe_either() {
    let desk = desk();
    for name in ["p.xlsx", "p.toml", "p.csv", "p.log"] {
        pipe(&desk.path(name));
    }
    assert_eq!(refused(&desk, "p.xlsx"), ["J002 p.xlsx"]);
    assert_eq!(refused(&desk, "p.toml"), ["J002 p.toml"]);
    for line in [
        "whatif in --baseline in/previous --scenario p.toml --out out",
        "plan in --previous p.csv --out out",
        "bench in --best-known p.csv --out out",
        "bench in --log HiGHS=p.log --out out",
    ] {
        let stderr = bounded(&desk, line).with_code(2).stderr;
        assert!(stderr.contains("J002 p."), "{line}: {stderr}");
    }
}
