//! Standard output and standard error, which may be closed.

use std::io::{self, Write as _};

use anstyle::{AnsiColor, Style};
use anyhow::{Context as _, Result};

use crate::language::{Language, say};

/// Writes results to standard output. A reader that has seen enough (`| head`) is no error.
pub(super) fn result(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// An error with its causes, each told once: some tell theirs themselves.
fn explain(error: &anyhow::Error) -> String {
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

/// Tells of an error that ends the program.
pub(super) fn error(error: &anyhow::Error, language: Language) {
    complaint(&explain(error), language);
}

/// Tells what is wrong with the command line.
pub(super) fn complaint(text: &str, language: Language) {
    labelled(&say!(language, "terminal-error"), AnsiColor::Red, text);
}

/// Tells of something that may go wrong later.
pub(super) fn warning(text: &str, language: Language) {
    labelled(&say!(language, "terminal-warning"), AnsiColor::Yellow, text);
}

/// Tells of something that the user may not have meant.
pub(super) fn note(text: &str) {
    labelled("note:", AnsiColor::Cyan, text);
}

/// A label in colour, where standard error is a terminal that wants colours (`NO_COLOR`,
/// `CLICOLOR_FORCE`, `TERM`), and a text after it.
fn labelled(label: &str, colour: AnsiColor, text: &str) {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let space = if label.ends_with('：') { "" } else { " " }; // a full-width colon brings its own
    drop(writeln!(anstream::stderr(), "{style}{label}{style:#}{space}{text}"));
}
