//! Standard output and standard error, which may be closed.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result};

/// Writes results to standard output. A reader that has seen enough (`| head`) is no error.
pub(super) fn result(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// An error with its causes, each told once: some tell theirs themselves.
#[must_use]
pub fn explain(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text += ": ";
            text += &cause;
        }
    }
    text
}

/// Writes a message to standard error; if that is closed, there is nobody to tell.
pub(super) fn message(text: &str) {
    drop(writeln!(io::stderr(), "{text}"));
}
