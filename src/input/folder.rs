//! A folder of CSV files with its `instance.toml`.

use std::path::{Path, PathBuf};

use super::csv;
use super::fault::Fault;
use super::raw::RawTable;
use super::source;
use crate::language::{Sentence, sentence};
use crate::model::schema::{self, Layout};

/// File of the settings.
pub(super) const SETTINGS_FILE: &str = "instance.toml";
/// Folder of last year's plan.
pub(super) const PREVIOUS_FOLDER: &str = "previous";

/// A folder, and what stands before its files' names in messages.
pub(super) struct Folder {
    dir: PathBuf,
    prefix: String,
}

impl Folder {
    /// The folder that a user named; its files are told by their bare names.
    pub(super) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), prefix: String::new() }
    }

    /// A folder besides the one that is read; its files are told with `prefix`.
    pub(super) fn beside(dir: &Path, prefix: &str) -> Self {
        Self { dir: dir.to_owned(), prefix: format!("{}/", prefix.trim_end_matches('/')) }
    }

    /// Name of a table's file in messages.
    pub(super) fn label(&self, layout: &Layout) -> String {
        format!("{}{}.csv", self.prefix, layout.stem)
    }

    /// Reads a table, `None` where its file is absent.
    pub(super) fn table(
        &self,
        layout: &Layout,
        notes: &mut Vec<Sentence>,
    ) -> Result<Option<RawTable>, Fault> {
        let label = self.label(layout);
        let path = self.dir.join(format!("{}.csv", layout.stem));
        let Some(text) = text(&path, &label, notes)? else { return Ok(None) };
        csv::tabulate(text, &label).map(Some)
    }

    /// Text of the settings, `None` where there are none.
    pub(super) fn settings(&self, notes: &mut Vec<Sentence>) -> Result<Option<String>, Fault> {
        text(&self.dir.join(SETTINGS_FILE), SETTINGS_FILE, notes)
    }

    /// The folder of last year's plan, where there is one.
    pub(super) fn previous(&self) -> Option<Self> {
        let dir = self.dir.join(PREVIOUS_FOLDER);
        dir.exists().then(|| Self::beside(&dir, PREVIOUS_FOLDER))
    }

    /// Notes the tables in the folder that are none of an instance's, lest a misspelt name goes
    /// unseen.
    pub(super) fn note_strangers(&self, notes: &mut Vec<Sentence>) {
        let Ok(entries) = std::fs::read_dir(&self.dir) else { return };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let known = |name: &str| {
            name == SETTINGS_FILE
                || schema::INSTANCE
                    .iter()
                    .any(|layout| name.strip_suffix(".csv") == Some(layout.stem))
        };
        let is_table = |name: &String| {
            let name = name.to_ascii_lowercase();
            [".csv", ".toml", ".xlsx"].iter().any(|end| name.ends_with(end))
        };
        let mut strangers: Vec<String> =
            names.filter(|name| is_table(name) && !known(name)).collect();
        strangers.sort_unstable();
        if !strangers.is_empty() {
            notes.push(sentence!("note-files", files = strangers));
        }
    }
}

/// Text of a file that may be absent; another encoding than UTF-8 is noted.
fn text(path: &Path, label: &str, notes: &mut Vec<Sentence>) -> Result<Option<String>, Fault> {
    let Some(read) = source::read(path, label)? else { return Ok(None) };
    if let Some(encoding) = read.encoding {
        notes.push(sentence!("note-encoding", file = label, encoding = encoding));
    }
    Ok(Some(read.text))
}
