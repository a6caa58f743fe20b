//! SHA-256 of the files that reading takes in, so that it can be told later whether they are the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::folder::{PREVIOUS_FOLDER, SETTINGS_FILE};
use crate::model::schema::{self, Layout};

/// Digests by the name of the file within what was read; a workbook is one file, named `.`.
pub type Digests = BTreeMap<String, String>;

/// What [`read_instance`](super::read_instance) reads, with the instance's own last year's plan or
/// without.
///
/// # Errors
/// If a file cannot be read.
pub fn of_instance(path: &Path, with_previous: bool) -> io::Result<Digests> {
    if !path.is_dir() {
        return digests([(".".to_owned(), path.to_owned())]);
    }
    let mut files = files(path, "", &schema::INSTANCE);
    files.push((SETTINGS_FILE.to_owned(), path.join(SETTINGS_FILE)));
    if with_previous {
        let prefix = format!("{PREVIOUS_FOLDER}/");
        files.extend(self::files(&path.join(PREVIOUS_FOLDER), &prefix, &schema::PLAN));
    }
    digests(files)
}

/// What [`read_plan`](super::read_plan) reads.
///
/// # Errors
/// If a file cannot be read.
pub fn of_plan(path: &Path) -> io::Result<Digests> {
    digests(files(path, "", &schema::PLAN))
}

fn files(folder: &Path, prefix: &str, layouts: &[&Layout]) -> Vec<(String, PathBuf)> {
    let names = layouts.iter().map(|layout| format!("{}.csv", layout.stem));
    names.map(|name| (format!("{prefix}{name}"), folder.join(name))).collect()
}

/// Digests of those that are there.
fn digests(files: impl IntoIterator<Item = (String, PathBuf)>) -> io::Result<Digests> {
    let there = files.into_iter().filter(|(_, path)| path.is_file());
    there.map(|(name, path)| Ok((name, digest(&path)?))).collect()
}

fn digest(path: &Path) -> io::Result<String> {
    let mut sum = Sha256::new();
    io::copy(&mut File::open(path)?, &mut sum)?;
    Ok(format!("{:x}", sum.finalize()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_files_that_are_read_are_told_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("previous")).unwrap();
        for name in ["agencies.csv", "instance.toml", "notes.csv", "previous/pairings.csv"] {
            fs::write(at(name), "abc").unwrap();
        }
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let told = |with_previous| of_instance(folder.path(), with_previous).unwrap();
        let names: Vec<String> = told(true).into_keys().collect();
        assert_eq!(names, ["agencies.csv", "instance.toml", "previous/pairings.csv"]);
        assert_eq!(told(false).len(), 2);
        assert!(told(true).values().all(|digest| digest == abc));
        assert_eq!(of_plan(&at("previous")).unwrap().len(), 1);
        let book = of_instance(&at("notes.csv"), true).unwrap();
        assert_eq!(book, Digests::from([(".".to_owned(), abc.to_owned())]));
    }
}
