//! Files that are made to hurt, or came out so: each is refused in words, by a program that has an
//! address space of 512 MiB and not more.
//!
//! The seeds of the fuzz targets, among them all that ever made a reader fail, are read again, too.
#![cfg(unix)]

mod books;
mod bytes;
mod sizes;
mod zip;

#[path = "../../fuzz/src/lib.rs"]
#[allow(unreachable_pub)] // a library of its own for the fuzz targets
mod fuzz;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fuzz::readers;

use crate::command_line::{Desk, Ended};

/// A desk with a small valid instance, `in`.
fn desk() -> Desk {
    let desk = Desk::new();
    readers::write_base(&desk.path("in"));
    desk
}

/// Runs the program in 512 MiB.
fn bounded(desk: &Desk, line: &str) -> Ended {
    let wanted = desk.command(line);
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -v 524288 && exec \"$@\"", "sh"]);
    shell.arg(wanted.get_program()).args(wanted.get_args()).current_dir(desk.path(""));
    shell.output().unwrap().into()
}

/// The faults that the instance `in` (or another path) is refused for, as code and place.
#[track_caller]
fn refused(desk: &Desk, instance: &str) -> Vec<String> {
    faults(&bounded(desk, &format!("plan {instance} --out out")).with_code(2).stderr)
}

/// Code and place of each fault that was told.
fn faults(stderr: &str) -> Vec<String> {
    let is_fault = |line: &&str| line.starts_with('J');
    let place = |line: &str| line.split(": ").next().unwrap().to_owned();
    stderr.lines().filter(is_fault).map(place).collect()
}

fn manifest() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// Names in a folder of the fuzz targets, without their ends.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(manifest().join(folder)).unwrap();
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| stem(entry.unwrap().path())).collect()
}

#[test]
fn every_reader_has_a_target_and_every_target_seeds() {
    let readers: BTreeSet<String> = readers::TARGETS.map(|(name, _)| name.to_owned()).into();
    assert_eq!(names("fuzz_targets"), readers);
    assert_eq!(names("seeds"), readers);
}

#[test]
fn the_seeds_of_every_target_are_read_or_refused() {
    for (name, read) in readers::TARGETS {
        let mut seeds = 0;
        for seed in fs::read_dir(manifest().join("seeds").join(name)).unwrap() {
            let seed = seed.unwrap().path();
            println!("{}", seed.display()); // seen where it fails
            read(&fs::read(&seed).unwrap());
            seeds += 1;
        }
        assert!(seeds > 1, "{name} has {seeds} seeds");
    }
}
