//! A plan as its folder: three tables sorted by id, and a summary.

use std::path::Path;

use super::files::{WriteError, plan_files, write_all};
use super::summary::{FILE, Summary};
use crate::model::data::PlanTables;

/// Names of the files that [`write()`] writes.
pub const FILES: [&str; 4] = ["attachments.csv", "teams.csv", "pairings.csv", FILE];

/// Writes the plan into `folder`, which is made if need be. A plan that is there is replaced; other
/// files are left alone.
///
/// # Errors
/// The first file that could not be written. The folder is then as it was before.
pub fn write(folder: &Path, tables: &PlanTables, summary: &Summary) -> Result<(), WriteError> {
    let mut sorted = tables.clone();
    sorted.sort();
    let mut files = plan_files("", &sorted);
    files.push((FILE.to_owned(), summary.to_json()));
    write_all(folder, files)
}
