//! What people get: folders of files, written whole or not at all, and text.

pub mod bench_folder;
pub mod cards;
pub mod chart;
pub mod diagnose;
pub mod diff;
pub mod explain;
mod files;
pub mod instance_folder;
pub mod markdown;
pub mod page;
mod paint;
pub mod plan_folder;
pub mod prices;
pub mod privacy;
pub mod report_folder;
mod reported;
pub mod run;
pub mod summary;
pub mod target;
pub mod text;
pub mod whatif;
pub mod whatif_folder;
pub mod words;
pub mod workbook;

pub use files::WriteError;
pub use prices::StoredPrices;
pub use privacy::Privacy;
pub use reported::Reported;
pub use summary::{Claim, Summary};
