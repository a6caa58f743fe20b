//! HiGHS's callbacks, the one place of this crate with unsafe code.
//!
//! The safe `highs` crate has no callbacks, and without them a run can neither be interrupted nor
//! tell of its incumbents and its bound before it ends. What is unsafe: HiGHS, in C++, calls
//! [`on_event`] with a pointer to a [`Watch`] that [`run`] keeps alive until HiGHS has returned, and
//! with pointers to its own data that are valid for the duration of the call.
#![allow(unsafe_code)]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use highs::{HighsStatus, Model, SolvedModel};
use highs_sys::{HighsCallbackDataIn, HighsCallbackDataOut};

/// Callback types of HiGHS 1.16 (`HighsCallbackType` in `HConst.h`).
const SIMPLEX_INTERRUPT: c_int = 1;
const IPM_INTERRUPT: c_int = 2;
const MIP_IMPROVING_SOLUTION: c_int = 4;
const MIP_LOGGING: c_int = 5;
const MIP_INTERRUPT: c_int = 6;

/// What a running HiGHS and those who wait for it share.
pub(super) struct Watch {
    /// Set to make HiGHS stop.
    pub(super) stop: AtomicBool,
    /// Columns of the best solution so far.
    solution: Mutex<Option<Vec<f64>>>,
    /// Its own dual bound so far, as bits of an `f64`; 0 until it has one.
    bound: AtomicU64,
    /// Cost of its best solution so far, as bits of an `f64`; infinite until it has one.
    cost: AtomicU64,
    nodes: AtomicU64,
    /// Which of HiGHS's solutions the best one is, from 1 on; 0 before there is one.
    number: AtomicU64,
    /// Where to stop, if not at the end.
    until: Option<Until>,
}

/// Where HiGHS was when it was stopped, to stop it there again: the clock is not needed for that.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Until {
    /// Solutions it had told of; what it finds beyond is not wanted.
    pub(super) solutions: u64,
    /// Its dual bound; `None` where it had none.
    pub(super) bound: Option<f64>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            stop: AtomicBool::new(false),
            solution: Mutex::new(None),
            bound: AtomicU64::new(0.0_f64.to_bits()),
            cost: AtomicU64::new(f64::INFINITY.to_bits()),
            nodes: AtomicU64::new(0),
            number: AtomicU64::new(0),
            until: None,
        }
    }
}

impl Watch {
    /// A watch that stops HiGHS there.
    pub(super) fn until(until: Option<Until>) -> Self {
        Self { until, ..Self::default() }
    }

    /// Which of HiGHS's solutions [`Watch::solution`] is, from 1 on; 0 before there is one.
    pub(super) fn number(&self) -> u64 {
        self.number.load(Ordering::Relaxed)
    }

    /// HiGHS's dual bound so far.
    pub(super) fn bound(&self) -> f64 {
        f64::from_bits(self.bound.load(Ordering::Relaxed))
    }

    /// Cost of HiGHS's best solution so far; infinite before there is one.
    pub(super) fn cost(&self) -> f64 {
        f64::from_bits(self.cost.load(Ordering::Relaxed))
    }

    /// Branch-and-bound nodes so far.
    pub(super) fn nodes(&self) -> u64 {
        self.nodes.load(Ordering::Relaxed)
    }

    /// Columns of HiGHS's best solution so far.
    pub(super) fn solution(&self) -> Option<Vec<f64>> {
        self.solution.lock().ok().and_then(|solution| solution.clone())
    }

    /// Takes note of a bound, where it is better, and of a number of nodes.
    pub(super) fn see(&self, bound: f64, nodes: u64) {
        self.nodes.fetch_max(nodes, Ordering::Relaxed);
        if bound.is_finite() && bound > self.bound() {
            self.bound.store(bound.to_bits(), Ordering::Relaxed);
        }
        self.stop_there();
    }

    /// Stops HiGHS where it is to be stopped.
    fn stop_there(&self) {
        if let Some(Until { solutions, bound }) = self.until
            && self.number() >= solutions
            && bound.is_none_or(|bound| self.bound() >= bound)
        {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Takes note of the next solution, of which HiGHS tells only better ones.
    pub(super) fn found_next(&self, cost: f64, columns: Vec<f64>) {
        if self.until.is_none_or(|until| self.number() < until.solutions) {
            self.found(self.number() + 1, cost, columns);
            self.stop_there();
        }
    }

    /// Takes note of a solution.
    pub(super) fn found(&self, number: u64, cost: f64, columns: Vec<f64>) {
        self.number.store(number, Ordering::Relaxed);
        if cost < self.cost() {
            self.cost.store(cost.to_bits(), Ordering::Relaxed);
        }
        if let Ok(mut solution) = self.solution.lock() {
            *solution = Some(columns);
        }
    }
}

/// Runs HiGHS on `model` under `watch`.
///
/// # Errors
/// HiGHS's own status where it refuses the call.
pub(super) fn run(mut model: Model, watch: &Watch) -> Result<SolvedModel, HighsStatus> {
    let pointer = model.as_mut_ptr();
    let data = std::ptr::from_ref(watch).cast_mut().cast::<c_void>();
    // SAFETY: `pointer` is a live HiGHS object; `watch` outlives the run below, is only read through
    // a shared reference, and everything in it may be shared between threads.
    unsafe {
        highs_sys::Highs_setCallback(pointer, Some(on_event), data);
        for event in
            [SIMPLEX_INTERRUPT, IPM_INTERRUPT, MIP_IMPROVING_SOLUTION, MIP_LOGGING, MIP_INTERRUPT]
        {
            highs_sys::Highs_startCallback(pointer, event);
        }
    }
    let mut solved = model.try_solve()?;
    // SAFETY: as above; afterwards HiGHS no longer knows of `watch`.
    unsafe {
        highs_sys::Highs_setCallback(solved.as_mut_ptr(), None, std::ptr::null_mut());
    }
    Ok(solved)
}

/// Called by HiGHS. Must not unwind into C++, so it does nothing that panics.
unsafe extern "C" fn on_event(
    event: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    input: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `data` is the `Watch` given in `run`, alive until HiGHS returns.
    let Some(watch) = (unsafe { data.cast::<Watch>().as_ref() }) else { return };
    match event {
        SIMPLEX_INTERRUPT | IPM_INTERRUPT | MIP_INTERRUPT => {
            // SAFETY: HiGHS passes its own structure, valid for this call.
            if let (MIP_INTERRUPT, Some(_), Some(out)) =
                (event, watch.until, unsafe { out.as_ref() })
            {
                watch.see(out.mip_dual_bound, out.mip_node_count.max(0) as u64);
            }
            // SAFETY: HiGHS passes its own structure, valid for this call.
            if let Some(input) = unsafe { input.as_mut() } {
                input.user_interrupt = c_int::from(watch.stop.load(Ordering::Relaxed));
            }
        }
        MIP_IMPROVING_SOLUTION | MIP_LOGGING => {
            // SAFETY: as above.
            let Some(out) = (unsafe { out.as_ref() }) else { return };
            watch.see(out.mip_dual_bound, out.mip_node_count.max(0) as u64);
            if event == MIP_IMPROVING_SOLUTION && !out.mip_solution.is_null() {
                let size = usize::try_from(out.mip_solution_size).unwrap_or(0);
                // SAFETY: HiGHS says that so many values stand at the pointer.
                let values = unsafe { std::slice::from_raw_parts(out.mip_solution, size) };
                watch.found_next(out.objective_function_value, values.to_vec());
            }
        }
        _ => {}
    }
}
