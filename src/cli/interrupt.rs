//! What Ctrl-C means: the first during a solve ends the solve and keeps its best plan, the second
//! ends the program. Outside a solve the first ends it. While a result is put in place, which takes
//! moments, it does nothing.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

const IDLE: u8 = 0;
const SOLVING: u8 = 1;
const KEEPING: u8 = 2;

static PHASE: AtomicU8 = AtomicU8::new(IDLE);
static STOP: AtomicBool = AtomicBool::new(false);

/// Takes note of a Ctrl-C; whether the program must end at once.
#[must_use]
pub fn interrupt() -> bool {
    match PHASE.load(Ordering::SeqCst) {
        SOLVING => STOP.swap(true, Ordering::SeqCst),
        KEEPING => false,
        _ => true,
    }
}

/// What a running solve watches.
pub(super) fn flag() -> &'static AtomicBool {
    &STOP
}

/// Tells the running solve to stop, as a Ctrl-C does.
pub(super) fn stop() {
    STOP.store(true, Ordering::SeqCst);
}

/// Whether a solve was told to stop.
pub(super) fn was_interrupted() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// A stretch of work that Ctrl-C must not simply end; over when it is dropped.
pub(super) struct Guarded(());

impl Guarded {
    /// Begins a solve, which Ctrl-C stops by way of [`flag`].
    pub(super) fn solving() -> Self {
        PHASE.store(SOLVING, Ordering::SeqCst);
        Self(())
    }

    /// Begins to put a result in place, which Ctrl-C does not stop.
    pub(super) fn keeping() -> Self {
        PHASE.store(KEEPING, Ordering::SeqCst);
        Self(())
    }

    /// Goes on from solving to keeping.
    pub(super) fn keep(self) -> Self {
        PHASE.store(KEEPING, Ordering::SeqCst);
        self
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        PHASE.store(IDLE, Ordering::SeqCst);
    }
}
