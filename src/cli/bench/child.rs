//! A run in a process of its own.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::jobs::Job;
use crate::analyse::bench::Limit;
use crate::cli::measure::Measured;
use crate::cli::{Exit, interrupt};
use crate::language::{Language, say};

/// Between two looks at whether the user wants to stop.
const TICK: Duration = Duration::from_millis(50);

/// What became of a run.
pub(super) enum Answer {
    /// It went well, with or without a plan.
    Measured(Box<Measured>),
    /// The judge caught the solver in a mistake.
    Mistake(String),
    /// The process ended in another way: it ran out of memory, say.
    Broken(String),
}

/// Makes one run; `tick` is called now and then meanwhile. Ctrl-C ends it early.
///
/// # Errors
/// If no process can be started.
pub(super) fn measure(
    job: &Job,
    instance: &Path,
    language: Language,
    tick: impl Fn(),
) -> Result<Answer> {
    let child = start(job, instance, language)?;
    Ok(answer(&wait(child, language, tick)?, language))
}

/// What an ended process says.
fn answer(output: &Output, language: Language) -> Answer {
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.code() == Some(Exit::Internal as i32) {
        return Answer::Mistake(said);
    }
    if !output.status.success() {
        return Answer::Broken(format!("{} {said}", output.status).trim().to_owned());
    }
    match serde_json::from_slice(&output.stdout) {
        Ok(measured) => Answer::Measured(Box::new(measured)),
        Err(error) => {
            let error = error.to_string();
            Answer::Broken(say!(language, "bench-unreadable-answer", error = error))
        }
    }
}

fn start(job: &Job, instance: &Path, language: Language) -> Result<Child> {
    let program = std::env::current_exe().with_context(|| say!(language, "bench-no-program"))?;
    let mut words: Vec<OsString> = vec!["measure".into()];
    let mut option = |name: &str, value: String| words.extend([name.into(), value.into()]);
    option("--lang", language.tag().to_owned());
    option("--method", job.method.name().to_owned());
    option("--seed", job.seed.to_string());
    option("--threads", job.threads.to_string());
    match job.limit {
        Limit::Time(limit) => option("--time-limit", limit.as_secs_f64().to_string()),
        Limit::Iterations(count) => option("--iterations", count.to_string()),
        Limit::None => {}
    }
    words.extend(["--".into(), instance.into()]);
    let mut command = Command::new(&program);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = program.display().to_string();
    command.spawn().with_context(|| say!(language, "bench-no-process", program = program))
}

/// Waits for the process to end, on a thread that also takes in what it says. Its standard input is
/// its lifeline: closed, it stops.
fn wait(mut child: Child, language: Language, tick: impl Fn()) -> Result<Output> {
    let mut lifeline = child.stdin.take();
    let (sender, receiver) = channel();
    let waiter = std::thread::Builder::new().name("waiter".to_owned());
    waiter.spawn(move || {
        // Nobody listens any more where the other end has given up.
        drop(sender.send(child.wait_with_output()));
    })?;
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(output) => return output.with_context(|| say!(language, "bench-no-wait")),
            Err(RecvTimeoutError::Disconnected) => bail!(say!(language, "bench-lost")),
            Err(RecvTimeoutError::Timeout) => tick(),
        }
        if interrupt::was_interrupted() {
            drop(lifeline.take());
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use super::*;

    fn ended(raw: i32, stdout: &str, stderr: &str) -> Answer {
        let status = ExitStatus::from_raw(raw);
        answer(&Output { status, stdout: stdout.into(), stderr: stderr.into() }, Language::English)
    }

    #[test]
    fn a_plan_that_the_judge_rejects_is_a_mistake_and_no_run() {
        let answer = ended(70 << 8, "", "the plan found breaks rules 2 times\n");
        assert!(matches!(answer, Answer::Mistake(said) if said.contains("breaks rules 2 times")));
    }

    #[test]
    fn a_process_that_was_killed_or_talks_nonsense_is_broken() {
        assert!(matches!(ended(9, "", ""), Answer::Broken(how) if how.contains("signal: 9")));
        assert!(
            matches!(ended(2 << 8, "{}", "no file"), Answer::Broken(how) if how.contains("no file"))
        );
        assert!(
            matches!(ended(0, "{}", ""), Answer::Broken(how) if how.contains("cannot be read"))
        );
    }
}
