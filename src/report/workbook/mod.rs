//! Workbooks (`.xlsx`): the plan as people file it, and the tables of an instance to fill in.
//!
//! Every text is written as text, so that one that starts like a formula (`=`, `+`, `-`, `@`) is none.
//! The same content gives the same bytes: no time of writing is kept in the file.

mod changes;
mod columns;
mod duties;
mod pairings;
mod pins;
mod plan;
mod prices;
mod records;
mod settings;
mod sheet;
mod staff;
mod tables;
mod view;

use std::path::Path;

pub use plan::plan;
pub use rust_xlsxwriter::XlsxError;
pub use tables::{instance, template};

use super::files::{WriteError, write_private};

/// Writes a workbook that names people, whole or not at all. Only its owner may read it.
///
/// # Errors
/// The file could not be written; what was there is there still.
pub fn write(path: &Path, bytes: Vec<u8>) -> Result<(), WriteError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    write_private(folder, vec![(name, bytes)])
}
