//! A plan as its folder: three tables sorted by id, a summary, and prices where there are any.

use std::path::Path;

use super::files::{WriteError, plan_files, replace_all};
use super::prices::{self, StoredPrices};
use super::summary::FILE;
use crate::model::data::PlanTables;

/// Names of the files that [`write()`] writes.
pub const FILES: [&str; 5] = ["attachments.csv", "teams.csv", "pairings.csv", FILE, prices::FILE];

/// The files of a plan but for its summary: names and contents.
#[must_use]
pub fn files(tables: &PlanTables, prices: Option<&StoredPrices>) -> Vec<(String, Vec<u8>)> {
    let mut sorted = tables.clone();
    sorted.sort();
    let mut files = plan_files("", &sorted);
    files.extend(prices.map(|prices| (prices::FILE.to_owned(), prices.to_json())));
    files
}

/// Writes the [`files`] of a plan and its summary into `folder`, which is made if need be. A plan that
/// is there is replaced, its prices with it; other files are left alone.
///
/// # Errors
/// The first file that could not be written. The folder is then as it was before.
pub fn write(
    folder: &Path,
    mut files: Vec<(String, Vec<u8>)>,
    summary: Vec<u8>,
) -> Result<(), WriteError> {
    let has_prices = files.iter().any(|(name, _)| name == prices::FILE);
    files.push((FILE.to_owned(), summary));
    replace_all(folder, files, if has_prices { &[] } else { &[prices::FILE] })
}
