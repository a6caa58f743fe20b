//! The part of `summary.json` from which a plan can be made again, byte by byte.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::summary::Summary;
use crate::model::tape::Tape;

/// Largest summary read, in bytes.
const LARGEST: u64 = 64 << 20;

/// What a run was asked for beside what [`Summary`] says, what it read and wrote, and how it went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// [`TAPE_FORMAT`](crate::model::tape::TAPE_FORMAT) of the tape.
    pub tape_format: u32,
    /// The method that was asked for: `auto`, `exact` or `search`.
    pub asked: String,
    /// Whether it began from nothing though there was last year's plan.
    pub cold: bool,
    /// What was named on the command line, as it was written.
    pub paths: Sources<String>,
    /// SHA-256 of every file read, by its name within those.
    pub inputs: Sources<BTreeMap<String, String>>,
    /// SHA-256 of every file of the plan.
    pub outputs: BTreeMap<String, String>,
    /// What the solve was told.
    pub tape: Tape,
}

/// Something of each folder or workbook that a run was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources<T> {
    /// The instance.
    pub instance: T,
    /// The plan in the place of the instance's own last year's plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<T>,
    /// The plan to start from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warm_start: Option<T>,
}

impl<T> Sources<T> {
    /// The same with something else of each.
    ///
    /// # Errors
    /// The first of `with`.
    pub fn map<U, E>(&self, mut with: impl FnMut(&T) -> Result<U, E>) -> Result<Sources<U>, E> {
        Ok(Sources {
            instance: with(&self.instance)?,
            previous: self.previous.as_ref().map(&mut with).transpose()?,
            warm_start: self.warm_start.as_ref().map(&mut with).transpose()?,
        })
    }

    /// All there are, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [Some(&self.instance), self.previous.as_ref(), self.warm_start.as_ref()]
            .into_iter()
            .flatten()
    }
}

/// Why a summary cannot be replayed.
#[derive(Debug)]
pub enum Unreadable {
    /// The system says so.
    Io(io::Error),
    /// It is no summary; line and column of what is wrong.
    Shape(usize, usize),
    /// It does not say how its plan was made.
    NoRun,
}

/// A summary that says how its plan was made.
#[derive(Debug)]
pub struct Recorded {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says.
    pub summary: Summary,
    /// How the plan was made.
    pub run: Run,
}

impl Recorded {
    /// Reads a `summary.json`.
    ///
    /// # Errors
    /// Where it cannot be replayed.
    pub fn read(path: &Path) -> Result<Self, Unreadable> {
        if !path.is_file() {
            let kind =
                if path.exists() { io::ErrorKind::InvalidInput } else { io::ErrorKind::NotFound };
            return Err(Unreadable::Io(kind.into()));
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(Unreadable::Io)?;
        file.take(LARGEST).read_to_end(&mut bytes).map_err(Unreadable::Io)?;
        let mut summary: Summary = serde_json::from_slice(&bytes)
            .map_err(|error| Unreadable::Shape(error.line(), error.column()))?;
        let run = summary.run.take().ok_or(Unreadable::NoRun)?;
        Ok(Self { bytes, summary, run })
    }
}

/// SHA-256 of files by their names.
#[must_use]
pub fn digests(files: &[(String, Vec<u8>)]) -> BTreeMap<String, String> {
    let digest = |bytes: &[u8]| format!("{:x}", Sha256::digest(bytes));
    files.iter().map(|(name, bytes)| (name.clone(), digest(bytes))).collect()
}
