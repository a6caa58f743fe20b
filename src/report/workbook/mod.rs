//! Workbooks (`.xlsx`): the plan as people file it, and the tables of an instance to fill in.
//!
//! Every text is written as text, so that one that starts like a formula (`=`, `+`, `-`, `@`) is none.
//! The same content gives the same bytes: no time of writing is kept in the file.

mod changes;
mod duties;
mod pairings;
mod plan;
mod settings;
mod sheet;
mod staff;
mod view;

pub use plan::plan;
pub use rust_xlsxwriter::XlsxError;
