//! Reading what the user names, with every fault told.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::output::note;
use crate::input::solver_log::{self, SolverLog};
use crate::input::{self, InputError, Loaded, best_known, scenario};
use crate::language::system::why;
use crate::language::{Language, Sentence, say};
use crate::model::data::{BestKnownRow, InstanceData, PlanTables};
use crate::report::target::settle;

/// Reads an instance; notes on it go to standard error, unless `quiet`.
pub(super) fn instance(
    path: &Path,
    previous: Option<&Path>,
    quiet: bool,
    language: Language,
) -> Result<Loaded> {
    let _settled = (settle(path)?, previous.map(settle).transpose()?);
    let loaded =
        input::read_instance(path, previous).map_err(|error| faults(path, &error, language))?;
    tell(&loaded.notes, quiet, language);
    Ok(loaded)
}

/// Reads the tables of a plan; notes as for [`instance`].
pub(super) fn plan(path: &Path, quiet: bool, language: Language) -> Result<PlanTables> {
    let _settled = settle(path)?;
    let (tables, notes) = input::read_plan(path).map_err(|error| faults(path, &error, language))?;
    tell(&notes, quiet, language);
    Ok(tables)
}

/// Reads the tables of a plan to start from, as far as there are any; notes as for [`instance`].
pub(super) fn start(
    path: &Path,
    data: &InstanceData,
    quiet: bool,
    language: Language,
) -> Result<PlanTables> {
    let _settled = settle(path)?;
    let (tables, notes) =
        input::read_start(path, data).map_err(|error| faults(path, &error, language))?;
    tell(&notes, quiet, language);
    Ok(tables)
}

/// Reads a file of best-known plans, `None` where there is none; notes as for [`instance`].
pub(super) fn best_known(
    path: &Path,
    quiet: bool,
    language: Language,
) -> Result<Option<Vec<BestKnownRow>>> {
    let read = best_known::read(path).map_err(|error| faults(path, &error, language))?;
    Ok(read.map(|read| {
        tell(&read.notes, quiet, language);
        read.rows
    }))
}

/// Reads the log of another solver.
pub(super) fn solver_log(path: &Path, language: Language) -> Result<SolverLog> {
    solver_log::read(path).map_err(|error| faults(path, &error, language))
}

/// Reads scenario files and makes their edits; the faults of all are told together. No two may have
/// the same name. Notes as for [`instance`].
pub(super) fn scenarios(
    paths: &[PathBuf],
    data: &InstanceData,
    quiet: bool,
    language: Language,
) -> Result<Vec<scenario::Read>> {
    let (mut all, mut told) = (Vec::<scenario::Read>::new(), Vec::new());
    for path in paths {
        match scenario::read(path, data) {
            Ok(read) => {
                let same = |other: &scenario::Read| other.scenario.name == read.scenario.name;
                if all.iter().any(same) {
                    let (path, name) = (path.display(), &read.scenario.name);
                    let (path, name) = (path.to_string(), format!("{name:?}"));
                    told.push(say!(language, "fault-same-name", path = path, name = name));
                }
                tell(&read.notes, quiet, language);
                all.push(read);
            }
            Err(error) => told.push(faults(path, &error, language).to_string()),
        }
    }
    if told.is_empty() { Ok(all) } else { Err(anyhow!(told.join("\n"))) }
}

/// The lines of a text file.
pub(super) fn lines(path: &Path, language: Language) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let (path, why) = (path.display().to_string(), why(&error, language));
        anyhow!(say!(language, "system-read", path = path, why = why))
    })?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn tell(notes: &[Sentence], quiet: bool, language: Language) {
    notes.iter().filter(|_| !quiet).for_each(|text| note(&text.said(language), language));
}

fn faults(path: &Path, error: &InputError, language: Language) -> anyhow::Error {
    let unusable = say!(language, "fault-unusable", path = path.display().to_string());
    anyhow!("{unusable}\n{}", error.said(language))
}
