//! From an instance to a plan with a bound.
//!
//! [`exact`] writes the whole integer program and hands it to HiGHS; [`search`] is the parallel
//! heuristic; [`bound`] proves how far from the best possible a plan can be; [`auto`] runs them
//! together, and [`budget`] has them keep to a number of changed pairings. They share the cost coefficients of [`costs`], what a team takes ([`staffing`]), what
//! is ruled out ([`fixing`]) and where HiGHS runs ([`apart`]), and nothing else, and none knows of [`crate::check`], which judges all.

#[forbid(unsafe_code)]
pub mod apart;
#[forbid(unsafe_code)]
pub mod auto;
#[forbid(unsafe_code)]
pub mod bound;
#[forbid(unsafe_code)]
pub mod budget;
#[forbid(unsafe_code)]
pub mod control;
#[forbid(unsafe_code)]
pub mod costs;
pub mod exact;
#[forbid(unsafe_code)]
pub mod fixing;
#[forbid(unsafe_code)]
pub mod search;
#[forbid(unsafe_code)]
pub mod staffing;

pub use control::{Control, Observer, Options, Silent};
