//! Many solves side by side: what each run was, and what the runs say together.
//!
//! *runs → groups (the same instance, solver, threads and limit, one run a seed) → curves, times to a
//! target, growth with the size, gain by threads.*
//!
//! - The **gap** of a cost is its distance above the best cost known for the instance, relative to
//!   that best cost. A run without a plan has an infinite one.
//! - The **median** of an even number of values is the mean of the two in the middle.
//! - A **curve** has at every moment the least, the median and the largest cost over the runs of a
//!   group; so it is no run that was made, and its time to a target is the time at which the median
//!   gets there.
//!
//! The search cools down to its limit, so that a target is met late in a run that has long to go. The
//! time to a target is therefore taken in two ways: from the curves of all limits, the earliest
//! counts; and as the smallest limit whose final median is good enough.

mod group;
mod record;
mod targets;

pub use group::{Group, Point, Spread, groups};
pub use record::{Limit, Origin, Recorder, Run, Subject, gap};
pub use targets::{
    Fit, Speedup, fit_exponent, seconds_within, smallest_limit_within, speedups, within,
};
