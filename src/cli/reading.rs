//! Reading what the user names, with every fault told.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::output::message;
use crate::input::{self, InputError, Loaded};
use crate::model::data::PlanTables;

/// Reads an instance; notes on it go to standard error, unless `quiet`.
pub(super) fn instance(path: &Path, previous: Option<&Path>, quiet: bool) -> Result<Loaded> {
    let loaded = input::read_instance(path, previous).map_err(|error| faults(path, &error))?;
    tell(&loaded.notes, quiet);
    Ok(loaded)
}

/// Reads the tables of a plan; notes as for [`instance`].
pub(super) fn plan(path: &Path, quiet: bool) -> Result<PlanTables> {
    let (tables, notes) = input::read_plan(path).map_err(|error| faults(path, &error))?;
    tell(&notes, quiet);
    Ok(tables)
}

fn tell(notes: &[String], quiet: bool) {
    for note in notes.iter().filter(|_| !quiet) {
        message(&format!("note: {note}"));
    }
}

fn faults(path: &Path, error: &InputError) -> anyhow::Error {
    anyhow!("{} cannot be used as it is\n{error}", path.display())
}
