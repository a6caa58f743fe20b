//! From an instance to a plan with a bound.
//!
//! [`exact`] writes the whole integer program and hands it to HiGHS; [`search`] is the parallel
//! heuristic; [`auto`] runs one or both of them, for planners who name neither. The two share the
//! cost coefficients of [`costs`] and nothing else, and neither knows of [`crate::check`], which
//! judges them both.

pub mod auto;
pub mod control;
pub mod costs;
pub mod exact;
pub mod search;

pub use control::{Control, Observer, Options, Silent};
