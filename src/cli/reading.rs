//! Reading what the user names, with every fault told.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::output::message;
use crate::input::solver_log::{self, SolverLog};
use crate::input::{self, InputError, Loaded, best_known};
use crate::model::data::{BestKnownRow, InstanceData, PlanTables};

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

/// Reads the tables of a plan to start from, as far as there are any; notes as for [`instance`].
pub(super) fn start(path: &Path, data: &InstanceData, quiet: bool) -> Result<PlanTables> {
    let (tables, notes) = input::read_start(path, data).map_err(|error| faults(path, &error))?;
    tell(&notes, quiet);
    Ok(tables)
}

/// Reads a file of best-known plans, `None` where there is none; notes as for [`instance`].
pub(super) fn best_known(path: &Path, quiet: bool) -> Result<Option<Vec<BestKnownRow>>> {
    let read = best_known::read(path).map_err(|error| faults(path, &error))?;
    Ok(read.map(|read| {
        tell(&read.notes, quiet);
        read.rows
    }))
}

/// Reads the log of another solver.
pub(super) fn solver_log(path: &Path) -> Result<SolverLog> {
    solver_log::read(path).map_err(|error| faults(path, &error))
}

fn tell(notes: &[String], quiet: bool) {
    for note in notes.iter().filter(|_| !quiet) {
        message(&format!("note: {note}"));
    }
}

fn faults(path: &Path, error: &InputError) -> anyhow::Error {
    anyhow!("{} cannot be used as it is\n{error}", path.display())
}
