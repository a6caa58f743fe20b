//! A plan as its folder: three tables sorted by id, a summary, and prices where there are any.

use std::path::Path;

use super::files::{WriteError, plan_files, replace_all};
use super::prices::{self, StoredPrices};
use super::summary::{FILE, Summary};
use crate::model::data::PlanTables;

/// Names of the files that [`write()`] writes.
pub const FILES: [&str; 5] = ["attachments.csv", "teams.csv", "pairings.csv", FILE, prices::FILE];

/// Writes the plan into `folder`, which is made if need be. A plan that is there is replaced, its
/// prices with it; other files are left alone.
///
/// # Errors
/// The first file that could not be written. The folder is then as it was before.
pub fn write(
    folder: &Path,
    tables: &PlanTables,
    summary: &Summary,
    prices: Option<&StoredPrices>,
) -> Result<(), WriteError> {
    let mut sorted = tables.clone();
    sorted.sort();
    let mut files = plan_files("", &sorted);
    files.push((FILE.to_owned(), summary.to_json()));
    files.extend(prices.map(|prices| (prices::FILE.to_owned(), prices.to_json())));
    let obsolete: &[&str] = if prices.is_none() { &[prices::FILE] } else { &[] };
    replace_all(folder, files, obsolete)
}
