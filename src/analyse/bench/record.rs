//! What is known of one run.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::model::{Millipoints, Status, Trace};
use crate::solve::Observer;

/// What was solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Name for people, different for each subject.
    pub name: String,
    /// [`Instance::digest`](crate::model::Instance::digest).
    pub digest: String,
    /// Number of households.
    pub households: usize,
    /// Least cost that anyone has found; `None` where there is no plan yet.
    pub best: Option<Millipoints>,
}

/// When a run was to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Not known, or none.
    None,
    /// After this time.
    Time(Duration),
    /// After so many iterations of the search.
    Iterations(u64),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("–"),
            Self::Time(time) => write!(f, "{} s", time.as_secs_f64()),
            Self::Iterations(count) => write!(f, "{count} iterations"),
        }
    }
}

/// Where a run comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Made here; its plan was judged by `check`.
    Run,
    /// The log of another solver; what it says is believed.
    Log,
    /// A plan folder of any origin, judged by `check`.
    Plan,
}

/// One run of one solver on one instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Position among the subjects.
    pub subject: usize,
    /// The method, or the name of another solver.
    pub solver: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Which repetition, from 1.
    pub repetition: u32,
    /// The seed, where it is known.
    pub seed: Option<u64>,
    /// Threads, where that is known.
    pub threads: Option<usize>,
    /// When it was to end.
    pub limit: Limit,
    /// What was known at the end; `None` where the run broke down.
    pub status: Option<Status>,
    /// Cost of the plan.
    pub objective: Option<Millipoints>,
    /// Lower bound, where there is one above 0.
    pub bound: Option<Millipoints>,
    /// What was known when.
    pub trace: Trace,
    /// Wall-clock seconds of the solve.
    pub seconds: Option<f64>,
    /// Iterations of the search, or branch-and-bound nodes.
    pub iterations: Option<u64>,
    /// Most memory of the process, in KiB.
    pub memory_kib: Option<u64>,
}

impl Run {
    /// Whether the cost is that of a plan that was seen and judged here.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.origin != Origin::Log
    }
}

/// How far a cost lies above the best known one, relative to it; infinite where the best cost is
/// nothing and this is not.
#[must_use]
pub fn gap(objective: f64, best: Millipoints) -> f64 {
    let over = objective - best.0 as f64;
    if over == 0.0 { 0.0 } else { over / best.0 as f64 }
}

/// Writes the trace of a running solve.
#[derive(Debug)]
pub struct Recorder {
    started: Instant,
    trace: Mutex<Trace>,
}

impl Recorder {
    /// Starts the clock.
    #[must_use]
    pub fn start() -> Self {
        Self { started: Instant::now(), trace: Mutex::default() }
    }

    /// What was told until now.
    #[must_use]
    pub fn into_trace(self) -> Trace {
        self.trace.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock is read under the lock, so that times never fall.
    fn note(&self, note: impl FnOnce(&mut Trace, f64)) {
        let mut trace = self.trace.lock().unwrap_or_else(PoisonError::into_inner);
        note(&mut trace, self.started.elapsed().as_secs_f64());
    }
}

impl Observer for Recorder {
    fn incumbent(&self, objective: Millipoints) {
        self.note(|trace, seconds| trace.incumbent(seconds, objective));
    }

    fn bound(&self, bound: Millipoints) {
        self.note(|trace, seconds| trace.bound(seconds, bound));
    }
}
