//! `summary.json`: what a plan is, how it was made, what it costs and how good it is known to be.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::run::Run;
use crate::check::Statistics;
use crate::model::{Failure, Method, Millipoints, Status, Terms};

/// Name of the file in a plan's folder.
pub const FILE: &str = "summary.json";

/// The content of `summary.json`. For a given instance, seed, method and number of iterations all
/// but `threads`, `seconds` and the paths of `run` is the same on every machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The instance's name, from its settings.
    pub instance: String,
    /// [`crate::model::Instance::digest`] of what was planned.
    pub instance_digest: String,
    /// The year planned for.
    pub year: i64,
    /// Version of the program.
    pub version: String,
    /// How the plan was made.
    pub method: Method,
    /// What is known of the plan; optimal only with a proof.
    pub status: Status,
    /// Whether the user ended the solve before its limit.
    pub interrupted: bool,
    /// What became of HiGHS where it failed and no proof was had without it; not written otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highs_failure: Option<Failure>,
    /// The seed of all random streams.
    pub seed: u64,
    /// Threads allowed.
    pub threads: usize,
    /// Limit on the solve in seconds, where there was one.
    pub time_limit: Option<f64>,
    /// Limit on the iterations, where there was one.
    pub iteration_limit: Option<u64>,
    /// Limit on changed pairings, where there was one.
    pub max_changes: Option<u64>,
    /// Changed pairings ([`crate::model::Previous::changes`]); `null` without last year's plan.
    pub changes: Option<u64>,
    /// Relative gap that was asked for.
    pub gap_limit: f64,
    /// Iterations of the search, or branch-and-bound nodes.
    pub iterations: u64,
    /// Wall-clock seconds of the solve, to the millisecond.
    pub seconds: f64,
    /// The cost, as [`crate::check`] finds it.
    pub objective: Millipoints,
    /// No plan costs less; 0 where nothing better is known.
    pub bound: Millipoints,
    /// `(objective − bound) / objective`.
    pub gap: f64,
    /// The cost, term by term.
    pub terms: Terms,
    /// The plan in figures.
    pub statistics: Statistics,
    /// What is needed to make the plan again; not of plans that `plan` did not make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Run>,
}

impl Summary {
    /// Reads the summary of a plan's folder; `None` where there is none, or one of another shape.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
    }

    /// As it is written: indented JSON with a line break at its end.
    ///
    /// # Panics
    /// Never: a summary serialises.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("a summary serialises");
        json.push(b'\n');
        json
    }
}

/// What a `summary.json` says that can be held against the plan beside it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Claim {
    /// Claimed cost.
    pub objective: Option<Millipoints>,
    /// Claimed digest of the instance.
    pub instance_digest: Option<String>,
    /// Claimed bound.
    pub bound: Option<Millipoints>,
    /// What the plan is claimed to be.
    pub status: Option<Status>,
}

impl Claim {
    /// Reads the claim of a plan's folder; `None` where there is no `summary.json`.
    ///
    /// # Errors
    /// If the file cannot be read, or is no JSON of the expected shape.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        match fs::read(folder.join(FILE)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
