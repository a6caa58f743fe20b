//! The folder of `jiedui report`: what a plan becomes for people, in several forms.

use std::path::Path;

use super::files::{WriteError, write_private};

/// Writes the files (name relative to the folder, content), all or none of them. They name people:
/// only their owner may read them.
///
/// # Errors
/// The first that could not be written; the folder is then as it was.
pub fn write(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<(), WriteError> {
    write_private(folder, files)
}
