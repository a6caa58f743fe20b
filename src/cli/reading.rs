//! Reading what the user names, with every fault told.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::output::message;
use crate::input::{self, InputError};
use crate::model::Instance;
use crate::model::data::PlanTables;

/// Reads an instance; notes on it go to standard error, unless `quiet`.
pub(super) fn instance(path: &Path, previous: Option<&Path>, quiet: bool) -> Result<Instance> {
    let loaded = input::read_instance(path, previous).map_err(|error| faults(path, &error))?;
    if !quiet {
        for note in &loaded.notes {
            message(&format!("note: {note}"));
        }
    }
    Ok(loaded.instance)
}

/// Reads the tables of a plan.
pub(super) fn plan(path: &Path) -> Result<PlanTables> {
    input::read_plan(path).map_err(|error| faults(path, &error))
}

fn faults(path: &Path, error: &InputError) -> anyhow::Error {
    anyhow!("{} cannot be used as it is\n{error}", path.display())
}
