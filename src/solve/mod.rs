//! From an instance to a plan with a bound.
//!
//! [`exact`] writes the whole integer program and hands it to HiGHS; [`search`] is the parallel
//! heuristic; [`bound`] proves how far from the best possible a plan can be; [`auto`] runs them
//! together, and [`budget`] has them keep to a number of changed pairings. They share the cost coefficients of [`costs`], what a team takes ([`staffing`]) and what
//! is ruled out ([`fixing`]), and nothing else, and none knows of [`crate::check`], which judges all.

pub mod auto;
pub mod bound;
pub mod budget;
pub mod control;
pub mod costs;
pub mod exact;
pub mod fixing;
pub mod search;
pub mod staffing;

pub use control::{Control, Observer, Options, Silent};
