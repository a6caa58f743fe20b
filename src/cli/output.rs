//! Standard output and standard error, which may be closed.

use std::error::Error;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;

use crate::language::system::why;
use crate::language::{Language, say};
use crate::report::WriteError;
use crate::report::cards::PdfError;
use crate::report::chart::PngError;
use crate::report::workbook::XlsxError;

/// Writes results to standard output. A reader that has seen enough (`| head`) is no error.
pub(super) fn result(bytes: &[u8]) -> Result<()> {
    written(write(&mut io::stdout().lock(), bytes))
}

/// Writes results for people to standard output, in colours where it is a terminal that wants them.
pub(super) fn text(text: &str) -> Result<()> {
    written(write(&mut anstream::stdout().lock(), text.as_bytes()))
}

fn write(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.flush()
}

fn written(outcome: io::Result<()>) -> Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written.map_err(Closed)?),
    }
}

/// Standard output that takes nothing.
#[derive(Debug, thiserror::Error)]
#[error("cannot write to standard output: {0}")]
struct Closed(io::Error);

/// An error with its causes, each told once: some tell theirs themselves. What keeps files from being
/// written is put in the language, the rest was made in it.
fn explain(error: &anyhow::Error, language: Language) -> String {
    let mut text = String::new();
    for cause in error.chain().map(|cause| in_language(cause, language)) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text += ": ";
            text += &cause;
        }
    }
    text
}

fn in_language(error: &(dyn Error + 'static), language: Language) -> String {
    if let Some(error) = error.downcast_ref::<WriteError>() {
        let (path, why) = (error.path.display().to_string(), why(&error.source, language));
        return say!(language, "system-write", path = path, why = why);
    }
    if let Some(Closed(error)) = error.downcast_ref() {
        return format!("{}: {}", say!(language, "system-stdout"), why(error, language));
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return why(error, language);
    }
    let text = error.to_string();
    // These begin with what could not be made, and go on with why.
    let why = text.split_once(": ").map_or(&*text, |(_, why)| why).to_owned();
    if error.is::<PngError>() {
        say!(language, "system-picture", why = why)
    } else if error.is::<PdfError>() {
        say!(language, "system-pdf", why = why)
    } else if error.is::<XlsxError>() {
        say!(language, "system-workbook", why = text)
    } else {
        text
    }
}

/// Writes a message to standard error; if that is closed, there is nobody to tell.
pub(super) fn message(text: &str) {
    drop(writeln!(anstream::stderr(), "{text}"));
}

/// Tells of an error that ends the program.
pub(super) fn error(error: &anyhow::Error, language: Language) {
    complaint(&explain(error, language), language);
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
pub(super) fn note(text: &str, language: Language) {
    labelled(&say!(language, "terminal-note"), AnsiColor::Cyan, text);
}

/// A label in colour, where standard error is a terminal that wants colours (`NO_COLOR`,
/// `CLICOLOR_FORCE`, `TERM`), and a text after it.
fn labelled(label: &str, colour: AnsiColor, text: &str) {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let space = if label.ends_with('：') { "" } else { " " }; // a full-width colon brings its own
    drop(writeln!(anstream::stderr(), "{style}{label}{style:#}{space}{text}"));
}
