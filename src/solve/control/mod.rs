//! When to stop, what to tell on the way.

mod lane;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use self::lane::{Heard, Lane};
use super::apart::Apart;
use crate::model::tape::Tape;
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
///
/// The clock, an interrupt, and what runs beside a solve enter it here and nowhere else. A solve asks its
/// questions in an order that follows from the answers, so it can be repeated from them: a control
/// that records keeps the answers, one that replays gives those of a [`Tape`]. Whatever runs beside the solve
/// has a part of the tape ([`Control::branch`]), or asks the clock itself ([`Control::is_late`],
/// [`Control::clock`], [`Control::left`]) and tells the solve what came of it, which is then kept
/// ([`Control::share`], [`Control::recall`], [`Control::ask`]).
#[derive(Clone)]
pub struct Control<'a> {
    interrupted: &'a AtomicBool,
    observer: &'a dyn Observer,
    /// Set where there is nothing more to be done.
    done: Option<&'a AtomicBool>,
    started: Instant,
    deadline: Option<Instant>,
    lane: Option<Arc<Lane>>,
    /// Threads of a replay, where they are not those of the solve.
    threads: Option<usize>,
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
        Self { interrupted, observer, done: None, started, deadline, lane: None, threads: None }
    }

    /// The same, keeping what [`Control::tape`] gives.
    #[must_use]
    pub fn recording(
        interrupted: &'a AtomicBool,
        observer: &'a dyn Observer,
        limit: Option<Duration>,
    ) -> Self {
        let lane = Some(Arc::new(Lane::recording()));
        Self { lane, ..Self::new(interrupted, observer, limit) }
    }

    /// Repeats the solve that gave `tape`, with threads of its own. An interrupt ends it as ever; what it finds
    /// is then worth nothing, nor is it where [`Control::is_repeated`] says so.
    #[must_use]
    pub fn replaying(
        interrupted: &'a AtomicBool,
        observer: &'a dyn Observer,
        tape: Tape,
        threads: usize,
    ) -> Self {
        let lane = Some(Arc::new(Lane::replaying(tape)));
        Self { lane, threads: Some(threads), ..Self::new(interrupted, observer, None) }
    }

    /// What the solve was told so far; empty unless it is kept.
    #[must_use]
    pub fn tape(&self) -> Tape {
        self.lane.as_ref().map_or_else(Tape::default, |lane| lane.tape())
    }

    /// Whether a replay has heard all of its tape and asked nothing else.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        self.replayed().is_none_or(Lane::is_through)
    }

    /// The same interrupt, observer and clock, with an earlier deadline.
    #[must_use]
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        let deadline = Some(self.deadline.map_or(deadline, |own| own.min(deadline)));
        Self { deadline, ..self.clone() }
    }

    /// The same, telling another observer, and stopping once `done` is set.
    #[must_use]
    pub fn watched<'b>(&'b self, observer: &'b dyn Observer, done: &'b AtomicBool) -> Control<'b> {
        Control { observer, done: Some(done), ..self.clone() }
    }

    /// A part of this solve with a clock of its own, told to another observer.
    #[must_use]
    pub fn part<'b>(&'b self, observer: &'b dyn Observer, limit: Option<Duration>) -> Control<'b> {
        let started = Instant::now();
        let own = limit.and_then(|limit| started.checked_add(limit));
        let deadline = own.into_iter().chain(self.deadline).min();
        Control { observer, started, deadline, ..self.clone() }
    }

    /// The same for what runs beside this from now on.
    #[must_use]
    pub fn branch(&self) -> Self {
        Self { lane: self.lane.as_ref().map(|lane| lane.part()), ..self.clone() }
    }

    /// Whether the user asked to stop.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Whether to stop now: interrupted, done, or past the deadline.
    #[must_use]
    pub fn must_stop(&self) -> bool {
        self.ask(|| self.is_late())
    }

    /// The same for those whose work is kept, not their questions. A replay has no clock.
    #[must_use]
    pub fn is_late(&self) -> bool {
        if let Some(lane) = self.replayed() {
            return self.interrupted() || lane.has_strayed();
        }
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
        let nanos = |time: Duration| vec![i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)];
        duration(&self.recall(|| nanos(self.clock()))).unwrap_or_default()
    }

    /// Time left, `None` without a limit.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        let nanos = |time: Duration| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX);
        duration(&self.recall(|| vec![self.left().map_or(-1, nanos)]))
    }

    /// As [`Control::elapsed`], not kept.
    #[must_use]
    pub fn clock(&self) -> Duration {
        self.started.elapsed()
    }

    /// As [`Control::remaining`], not kept; a replay has no limit.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        let deadline = self.deadline.filter(|_| self.replayed().is_none());
        deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// A yes or no that does not follow from what was asked for.
    pub fn ask(&self, answer: impl FnOnce() -> bool) -> bool {
        match &self.lane {
            None => answer(),
            Some(lane) if lane.replays() => self.interrupted() || lane.hear_bool(),
            Some(lane) => {
                let said = answer();
                lane.keep_bool(said);
                said
            }
        }
    }

    /// What `look` finds, which is nothing most of the time.
    pub fn glance<const N: usize>(
        &self,
        look: impl FnOnce() -> Option<[i64; N]>,
    ) -> Option<[i64; N]> {
        match &self.lane {
            None => look(),
            Some(lane) if lane.replays() => match lane.hear() {
                Heard::Nothing | Heard::Strayed => None,
                Heard::Values(values) => values.try_into().map_err(|_: Vec<i64>| lane.stray()).ok(),
            },
            Some(lane) => {
                let found = look();
                lane.keep(found.map(Vec::from));
                found
            }
        }
    }

    /// What `work` finds: numbers from which a replay has all of it again.
    pub fn recall(&self, work: impl FnOnce() -> Vec<i64>) -> Vec<i64> {
        self.recalled().unwrap_or_else(|| {
            let found = work();
            self.remember(|| found.clone());
            found
        })
    }

    /// What was remembered, where this is a replay.
    #[must_use]
    pub fn recalled(&self) -> Option<Vec<i64>> {
        let lane = self.replayed()?;
        Some(match lane.hear() {
            Heard::Values(values) => values,
            Heard::Nothing | Heard::Strayed => {
                lane.stray();
                Vec::new()
            }
        })
    }

    /// Keeps what a replay will recall.
    pub fn remember(&self, found: impl FnOnce() -> Vec<i64>) {
        if let Some(lane) = self.lane.as_ref().filter(|lane| !lane.replays()) {
            lane.keep(Some(found()));
        }
    }

    /// Has `moves` moves made by each of `parts` side by side, any of which may be [late](Control::is_late): `work`
    /// gets how many each may make at most, and says how many each has made.
    pub fn share(&self, moves: u64, parts: usize, work: impl FnOnce(&[u64]) -> Vec<u64>) {
        let all = vec![moves; parts];
        match &self.lane {
            None => drop(work(&all)),
            Some(lane) if lane.replays() => {
                let most = match lane.hear() {
                    Heard::Nothing => all,
                    Heard::Values(values) if values.len() == parts => values
                        .iter()
                        .map(|&made| u64::try_from(made).unwrap_or(0).min(moves))
                        .collect(),
                    Heard::Values(_) | Heard::Strayed => {
                        lane.stray();
                        vec![0; parts]
                    }
                };
                work(&most);
            }
            Some(lane) => {
                let made = work(&all);
                let whole = made == all;
                let made = made.into_iter().map(|made| made as i64).collect();
                lane.keep(if whole { None } else { Some(made) });
            }
        }
    }

    /// Tells that what was recalled makes no sense.
    pub fn stray(&self) {
        self.replayed().into_iter().for_each(Lane::stray);
    }

    /// How many threads to use where `asked` were asked for, which never changes a result.
    #[must_use]
    pub fn threads(&self, asked: usize) -> usize {
        self.threads.unwrap_or(asked).max(1)
    }

    /// Who is told of progress.
    #[must_use]
    pub fn observer(&self) -> &dyn Observer {
        self.observer
    }

    fn replayed(&self) -> Option<&Lane> {
        self.lane.as_deref().filter(|lane| lane.replays())
    }
}

/// A time in nanoseconds; none where it is negative, or there is none.
fn duration(nanos: &[i64]) -> Option<Duration> {
    nanos.first().and_then(|&nanos| u64::try_from(nanos).ok()).map(Duration::from_nanos)
}
