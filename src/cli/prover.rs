//! `jiedui highs`: HiGHS in a process of its own, and who starts it.
//!
//! Hidden from the help: the commands that solve start it for each program that HiGHS is to solve
//! ([`crate::solve::apart`]). It reads the program from standard input and tells on standard output
//! what it finds.

use std::io::{self, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use anyhow::Result;

use super::interrupt::Guarded;
use super::{Exit, output};
use crate::language::{Language, say};
use crate::model::Failure;
use crate::solve::apart::Apart;
use crate::solve::exact;

/// What it is called on the command line.
pub(super) const NAME: &str = "highs";

static APART: OnceLock<Apart> = OnceLock::new();

/// The processes that HiGHS runs in, the same for the whole command.
pub(super) fn apart() -> Apart {
    APART.get_or_init(|| Apart::new(launch)).clone()
}

/// What became of HiGHS, where it failed.
pub(super) fn failure() -> Option<Failure> {
    APART.get().and_then(Apart::failure)
}

/// Says so on standard error, unless quiet.
pub(super) fn tell_failure(quiet: bool, language: Language) {
    if let Some(failure) = failure().filter(|_| !quiet) {
        output::warning(&words(failure, language), language);
    }
}

fn words(failure: Failure, language: Language) -> String {
    match failure {
        Failure::Died(Some(signal)) => {
            say!(language, "highs-died-signal", signal = signal.to_string())
        }
        Failure::Died(None) => say!(language, "highs-died"),
        Failure::Stalled => say!(language, "highs-stalled"),
        Failure::Garbled => say!(language, "highs-garbled"),
        Failure::Refused => say!(language, "highs-refused"),
    }
}

fn launch() -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    // What C++ says at its end is no message for people.
    command.arg(NAME).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// Runs the command. A Ctrl-C, which a terminal sends to both processes, is for the other one to
/// understand.
pub(super) fn run() -> Result<Exit> {
    let _guarded = Guarded::keeping();
    volunteer();
    exact::serve(BufReader::new(io::stdin()), &mut io::stdout().lock())?;
    Ok(Exit::Done)
}

/// Where memory runs out, Linux shall end this process rather than the one that has the plan
/// (proc(5), `oom_score_adj`). Elsewhere the file is not there.
fn volunteer() {
    drop(std::fs::write("/proc/self/oom_score_adj", "1000"));
}
