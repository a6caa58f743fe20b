//! Whether results can be written to where the user wants them, found out before hours of solving;
//! and single files.

use std::io;
use std::path::{Path, PathBuf};

use super::files::{WriteError, write_all};

pub use super::files::journal::{Settled, settle};

fn refusal(path: &Path, kind: io::ErrorKind, message: &str) -> WriteError {
    WriteError { path: path.to_owned(), source: io::Error::new(kind, message) }
}

/// Finds out whether files of these `names` can be written into `folder`, which need not exist.
/// Leaves nothing behind.
///
/// # Errors
/// What stands in the way: a file where a folder must be, a folder where a file must be, or
/// whatever the system says.
pub fn probe_folder(folder: &Path, names: &[&str]) -> Result<(), WriteError> {
    let taken = names.iter().map(|name| folder.join(name)).find(|path| path.is_dir());
    if let Some(taken) = taken {
        return Err(refusal(&taken, io::ErrorKind::IsADirectory, "a folder is in the way"));
    }
    let existing = nearest_existing(folder);
    if !existing.is_dir() {
        return Err(refusal(&existing, io::ErrorKind::NotADirectory, "this is no folder"));
    }
    match tempfile::Builder::new().prefix(".jiedui-").tempfile_in(&existing) {
        Ok(_) => Ok(()),
        Err(source) => Err(WriteError { path: existing, source }),
    }
}

/// As [`probe_folder`], for one file.
///
/// # Errors
/// As [`probe_folder`]; or if `file` does not end in a file's name.
pub fn probe_file(file: &Path) -> Result<(), WriteError> {
    let (folder, name) = split(file)?;
    probe_folder(folder, &[&name])
}

/// Writes one file, whole or not at all; its folder is made if need be.
///
/// # Errors
/// If it could not be written, or `file` does not end in a file's name.
pub fn write_file(file: &Path, content: Vec<u8>) -> Result<(), WriteError> {
    let (folder, name) = split(file)?;
    write_all(folder, vec![(name, content)])
}

/// Writes several files (name, content) into a folder, all or none; it is made if need be.
///
/// # Errors
/// If one could not be written.
pub fn write_files(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<(), WriteError> {
    write_all(folder, files)
}

fn split(file: &Path) -> Result<(&Path, String), WriteError> {
    let no_name = || refusal(file, io::ErrorKind::InvalidFilename, "this is no name of a file");
    let name = file.file_name().and_then(|name| name.to_str()).ok_or_else(no_name)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok((folder.unwrap_or(Path::new(".")), name.to_owned()))
}

/// The folder itself, or the closest thing above it that is there.
fn nearest_existing(folder: &Path) -> PathBuf {
    let above = folder.ancestors().filter(|path| !path.as_os_str().is_empty());
    // A broken link counts as being there: no folder can be made in its place.
    let mut existing = above.filter(|path| path.symlink_metadata().is_ok());
    existing.next().unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_to_be_made_is_probed_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        probe_folder(&folder.path().join("a/b"), &["x"]).unwrap();
        probe_file(&folder.path().join("c/d.mps")).unwrap();
        probe_folder(folder.path(), &["x"]).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_stands_in_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(probe_folder(&file, &[]).unwrap_err().path, file);
        assert_eq!(probe_folder(&file.join("below"), &[]).unwrap_err().path, file);
        let taken = folder.path().join("x.csv");
        fs::create_dir(&taken).unwrap();
        assert_eq!(probe_folder(folder.path(), &["x.csv"]).unwrap_err().path, taken);
        assert_eq!(probe_file(&taken).unwrap_err().path, taken);
        assert!(probe_file(Path::new("..")).is_err());
    }

    #[test]
    fn a_file_is_written_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/model.mps");
        write_file(&file, b"NAME".to_vec()).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"NAME");
    }
}
