//! Programs in Python, which see with other eyes what was written here.

use std::path::PathBuf;
use std::process::Command;

/// A Python that has `module`: that of the virtual environment beside the tests, which the scripts
/// that `make test` runs install into, else the system's.
pub(crate) fn python_with(module: &str) -> Option<PathBuf> {
    let tests = std::env::current_exe().expect("the tests are a file");
    let folders = tests.ancestors().map(|folder| folder.join("python/bin/python3"));
    let mut candidates = folders.filter(|path| path.exists()).chain([PathBuf::from("python3")]);
    let import = format!("import {module}");
    candidates.find(|python| {
        let said = Command::new(python).args(["-c", &import]).output();
        said.is_ok_and(|said| said.status.success())
    })
}
