//! When to stop, what to tell on the way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::apart::Apart;
use crate::model::{Millipoints, PriceList};

/// What a user may ask of a solver.
#[derive(Clone, Debug)]
pub struct Options {
    /// Wall-clock limit of the whole solve.
    pub time_limit: Option<Duration>,
    /// Iterations of the search: a count, so that the result does not depend on the machine.
    pub iterations: Option<u64>,
    /// Relative gap at which to stop.
    pub gap: f64,
    /// The one seed from which every random stream is derived.
    pub seed: u64,
    /// Threads to use. Changes the time, never the result of a solve limited by iterations.
    pub threads: usize,
    /// Starts the processes that HiGHS runs in; without, it runs in this one.
    pub apart: Option<Apart>,
}

impl Default for Options {
    fn default() -> Self {
        Self { time_limit: None, iterations: None, gap: 0.0, seed: 1, threads: 2, apart: None }
    }
}

/// Told of progress while a solve runs, from any thread.
pub trait Observer: Sync {
    /// A better plan is known.
    fn incumbent(&self, _objective: Millipoints) {}
    /// A better lower bound is known.
    fn bound(&self, _bound: Millipoints) {}
    /// Whether the prices that a bound knows at its end are wanted; to find them takes time.
    fn wants_prices(&self) -> bool {
        false
    }
    /// These are they.
    fn prices(&self, _prices: PriceList) {}
}

/// An observer that says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {}

/// The running solve as its caller controls it.
pub struct Control<'a> {
    interrupted: &'a AtomicBool,
    observer: &'a dyn Observer,
    /// Set where there is nothing more to be done.
    done: Option<&'a AtomicBool>,
    started: Instant,
    deadline: Option<Instant>,
}

impl<'a> Control<'a> {
    /// Starts the clock. `interrupted` may be set from anywhere (Ctrl-C) to end the solve early.
    #[must_use]
    pub fn new(
        interrupted: &'a AtomicBool,
        observer: &'a dyn Observer,
        limit: Option<Duration>,
    ) -> Self {
        let started = Instant::now();
        let deadline = limit.and_then(|limit| started.checked_add(limit));
        Self { interrupted, observer, done: None, started, deadline }
    }

    /// The same interrupt, observer and clock, with an earlier deadline.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        let deadline = Some(self.deadline.map_or(deadline, |own| own.min(deadline)));
        Self { deadline, ..*self }
    }

    /// The same, telling another observer, and stopping once `done` is set.
    #[must_use]
    pub fn watched<'b>(&'b self, observer: &'b dyn Observer, done: &'b AtomicBool) -> Control<'b> {
        Control { observer, done: Some(done), ..*self }
    }

    /// A part of this solve with a clock of its own, told to another observer.
    #[must_use]
    pub fn part<'b>(&'b self, observer: &'b dyn Observer, limit: Option<Duration>) -> Control<'b> {
        let started = Instant::now();
        let own = limit.and_then(|limit| started.checked_add(limit));
        let deadline = own.into_iter().chain(self.deadline).min();
        Control { observer, started, deadline, ..*self }
    }

    /// Whether the user asked to stop.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Whether to stop now: interrupted, done, or past the deadline.
    #[must_use]
    pub fn must_stop(&self) -> bool {
        let done = self.done.is_some_and(|done| done.load(Ordering::Relaxed));
        self.interrupted()
            || done
            || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// `None` where it is time to stop: `?` leaves what takes long unfinished.
    pub fn go_on(&self) -> Option<()> {
        (!self.must_stop()).then_some(())
    }

    /// Time since the start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Time left, `None` without a limit.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Who is told of progress.
    #[must_use]
    pub fn observer(&self) -> &dyn Observer {
        self.observer
    }
}
