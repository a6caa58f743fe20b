//! HiGHS in a process of its own.
//!
//! HiGHS is C++: where it crashes or finds no memory it ends its whole process, and where it does not
//! look at its clock nothing can stop it but the end of that. In a process of its own it takes nothing
//! else along. What is to be solved goes to its standard input, what it finds comes from its standard
//! output while it works, one message a line, as JSON. Its standard input is also its lifeline:
//! closed, it stops and gives its last answer; should whoever started it die, it dies soon after.

use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::Failure;

/// How long HiGHS may go on after it was told to stop.
pub const GRACE: Duration = Duration::from_millis(500);
/// Between two looks at whether a process has ended.
const TICK: Duration = Duration::from_millis(5);

/// Starts processes for HiGHS, and remembers the first that failed.
#[derive(Clone, Debug)]
pub struct Apart {
    launch: fn() -> io::Result<Child>,
    failure: Arc<Mutex<Option<Failure>>>,
}

impl Apart {
    /// `launch` starts a process that serves, with its standard input and output piped.
    #[must_use]
    pub fn new(launch: fn() -> io::Result<Child>) -> Self {
        Self { launch, failure: Arc::default() }
    }

    /// Starts a process.
    ///
    /// # Errors
    /// Whatever keeps the system from it.
    pub fn start(&self) -> io::Result<Process> {
        Ok(Process((self.launch)()?))
    }

    /// Remembers a failure.
    pub fn tell(&self, failure: Failure) {
        let mut first = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(failure);
    }

    /// The first failure, if any.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A process that ends, whatever it does, when this is dropped.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Where to write to it and read from it; once.
    pub fn pipes(&mut self) -> Option<(ChildStdin, BufReader<ChildStdout>)> {
        Some((self.0.stdin.take()?, BufReader::new(self.0.stdout.take()?)))
    }

    /// How it ended, of which its pipes tell a moment before the system does.
    #[must_use]
    pub fn death(mut self) -> Failure {
        let begun = Instant::now();
        while begun.elapsed() < GRACE {
            match self.0.try_wait() {
                Ok(Some(status)) => return Failure::Died(signal(status)),
                Ok(None) => std::thread::sleep(TICK),
                Err(_) => break,
            }
        }
        Failure::Died(None)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail where it has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// Writes a message.
///
/// # Errors
/// Whatever writing fails with.
pub fn write(message: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, message)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Reads a message of at most so many bytes; `None` at the end.
///
/// # Errors
/// Whatever reading fails with, and [`io::ErrorKind::InvalidData`] for what is no such message.
pub fn read<T: DeserializeOwned>(input: &mut impl BufRead, most: u64) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    input.take(most).read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => serde_json::from_slice(&line).map(Some).map_err(io::Error::from),
        // The process ended within a line, or the line has no end.
        Some(_) if (line.len() as u64) < most - 1 => Ok(None),
        Some(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str, most: u64) -> Vec<io::Result<Option<u32>>> {
        let mut input = text.as_bytes();
        (0..2).map(|_| read(&mut input, most)).collect()
    }

    #[test]
    fn messages_come_back_as_they_were_written() {
        let mut text = Vec::new();
        write(&7, &mut text).unwrap();
        let found = read_all(std::str::from_utf8(&text).unwrap(), 100);
        assert!(matches!(found[..], [Ok(Some(7)), Ok(None)]), "{found:?}");
    }

    #[test]
    fn half_a_message_is_the_end_and_nonsense_or_endless_lines_are_errors() {
        assert!(matches!(read_all("12", 100)[0], Ok(None)));
        assert!(read_all("twelve\n", 100)[0].is_err());
        let error = read_all(&"1".repeat(200), 100).remove(0).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
