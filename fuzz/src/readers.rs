//! From bytes to one of jiedui's readers. Whatever the bytes are, a reader ends: with what it read or
//! with faults, each of which can be told in every language.
//!
//! The readers take paths, so each run writes its files into a fresh folder, which is in memory where
//! the system has `/dev/shm`. The tests replay the seeds through the same functions.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::LazyLock;

use jiedui::input::{InputError, Loaded, best_known, scenario, solver_log};
use jiedui::input::{read_instance, read_plan, read_start};
use jiedui::language::{Language, Sentence};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::archive;

/// A small valid instance, for files that are read together with one.
const BASE: &[u8] = include_bytes!("../seeds/instance/english");

/// The files that an instance may have; no archive may write elsewhere.
const FILES: [&str; 12] = [
    "instance.toml",
    "agencies.csv",
    "villages.csv",
    "cadres.csv",
    "households.csv",
    "places.csv",
    "travel.csv",
    "links.csv",
    "pins.csv",
    "previous/attachments.csv",
    "previous/teams.csv",
    "previous/pairings.csv",
];

/// A reader by the name of its target.
pub type Reader = fn(&[u8]);

/// Every target.
pub const TARGETS: [(&str, Reader); 9] = [
    ("table", table),
    ("settings", settings),
    ("instance", instance),
    ("workbook", workbook),
    ("sheets", sheets),
    ("plan", plan),
    ("scenario", scenario),
    ("best_known", best_known),
    ("solver_log", solver_log),
];

/// A folder of an instance, all of whose files are in the archive.
pub fn instance(bytes: &[u8]) {
    let dir = folder();
    write_all(dir.path(), &archive::files(bytes));
    judge(read_instance(dir.path(), None), |loaded| tell(&loaded.notes));
}

/// A file of a valid instance, replaced: the first line names it, the rest is what it holds.
pub fn table(bytes: &[u8]) {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (name, content) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    read_with(str::from_utf8(name).unwrap_or_default(), content);
}

/// The settings of a valid instance.
pub fn settings(bytes: &[u8]) {
    read_with("instance.toml", bytes);
}

/// A workbook as it is.
pub fn workbook(bytes: &[u8]) {
    let dir = folder();
    let path = dir.path().join("book.xlsx");
    fs::write(&path, bytes).expect("written");
    judge(read_instance(&path, None), |loaded| tell(&loaded.notes));
}

/// A workbook whose parts are in the archive, so that it is the XML that changes and not its packing.
pub fn sheets(bytes: &[u8]) {
    workbook(&zipped(&archive::files(bytes)));
}

/// A plan: to read, to start from, and as last year's.
pub fn plan(bytes: &[u8]) {
    let dir = base();
    let plan = dir.path().join("previous");
    fs::remove_dir_all(&plan).expect("removed");
    fs::create_dir(&plan).expect("a folder");
    let files = archive::files(bytes).into_iter();
    let files: Vec<_> =
        files.map(|(name, content)| (format!("previous/{name}"), content)).collect();
    write_all(dir.path(), &files);
    judge(read_plan(&plan), |(_, notes)| tell(&notes));
    judge(read_start(&plan, &BASE_LOADED.data), |(_, notes)| tell(&notes));
    judge(read_instance(dir.path(), None), |loaded| tell(&loaded.notes));
}

/// A scenario of a valid instance.
pub fn scenario(bytes: &[u8]) {
    let (_dir, path) = single("scenario.toml", bytes);
    judge(scenario::read(&path, &BASE_LOADED.data), |read| tell(&read.notes));
}

/// A file of best-known plans.
pub fn best_known(bytes: &[u8]) {
    let (_dir, path) = single("best-known.csv", bytes);
    judge(best_known::read(&path), |read| tell(&read.expect("the file is there").notes));
}

/// A solver's log.
pub fn solver_log(bytes: &[u8]) {
    let (_dir, path) = single("solver.log", bytes);
    judge(solver_log::read(&path), drop);
}

/// What was read is good, or every fault of it can be told.
fn judge<T>(read: Result<T, InputError>, good: impl FnOnce(T)) {
    match read {
        Ok(read) => good(read),
        Err(error) => {
            assert!(!error.faults.is_empty(), "an error without a fault");
            for language in Language::ALL {
                let told = error.said(language);
                let code = error.faults[0].code.to_string();
                assert!(told.starts_with(&code), "{told}");
            }
        }
    }
}

fn tell(notes: &[Sentence]) {
    for note in notes {
        assert!(Language::ALL.iter().all(|&language| !note.said(language).is_empty()));
    }
}

/// The valid instance, read once.
static BASE_LOADED: LazyLock<Loaded> =
    LazyLock::new(|| read_instance(base().path(), None).unwrap_or_else(|error| panic!("{error}")));

fn read_with(name: &str, content: &[u8]) {
    let dir = base();
    write_all(dir.path(), &[(name.to_owned(), content.to_owned())]);
    judge(read_instance(dir.path(), None), |loaded| tell(&loaded.notes));
}

fn base() -> TempDir {
    let dir = folder();
    write_base(dir.path());
    dir
}

/// Writes the files of a small valid instance into a folder.
pub fn write_base(dir: &Path) {
    write_all(dir, &archive::files(BASE));
}

fn single(name: &str, bytes: &[u8]) -> (TempDir, std::path::PathBuf) {
    let dir = folder();
    let path = dir.path().join(name);
    fs::write(&path, bytes).expect("written");
    (dir, path)
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = tempfile::Builder::new();
    let dir = if memory.is_dir() { folder.tempdir_in(memory) } else { folder.tempdir() };
    dir.expect("a temporary folder")
}

fn write_all(dir: &Path, files: &[(String, Vec<u8>)]) {
    for (name, content) in files.iter().filter(|(name, _)| FILES.contains(&name.as_str())) {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("written");
    }
}

/// The parts as a ZIP file, not compressed; a part named twice is taken once.
pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        if zip.start_file(name.as_str(), stored).is_ok() {
            zip.write_all(content).expect("written to memory");
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
