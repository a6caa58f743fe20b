//! The file of best-known plans: for each instance, the least cost that anyone has found.

use std::collections::HashSet;
use std::path::Path;

use super::bind::Bound;
use super::cells::Row;
use super::csv;
use super::fault::{Fault, InputError};
use super::records::{Record, read_all};
use super::source;
use crate::language::{Sentence, sentence};
use crate::model::Millipoints;
use crate::model::data::{BestKnownRow, FaultCode};
use crate::model::schema::{self, Layout};

/// Largest cost, in millipoints.
const LARGEST_COST: i64 = 1_000_000_000_000_000;
/// Hexadecimal digits of a digest.
const DIGEST_DIGITS: usize = 64;

impl Record for BestKnownRow {
    const LAYOUT: &'static Layout = &schema::BEST_KNOWN;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            digest: row.digest("digest", DIGEST_DIGITS),
            name: row.text("name"),
            objective: Millipoints(row.natural("objective", LARGEST_COST)),
            how: row.text("how"),
        }
    }
}

/// A file of best-known plans as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestKnown {
    /// Its rows, no two for one instance.
    pub rows: Vec<BestKnownRow>,
    /// What the user should be told once.
    pub notes: Vec<Sentence>,
}

/// Reads a file of best-known plans, `None` where there is no such file.
///
/// # Errors
/// Every fault of the file, with row and column.
pub fn read(path: &Path) -> Result<Option<BestKnown>, InputError> {
    let label = path.display().to_string();
    let Some(text) = source::read(path, &label)? else { return Ok(None) };
    let mut notes = Vec::new();
    let raw = csv::tabulate(text.text, &label)?;
    let mut bound = Bound::new(raw, &schema::BEST_KNOWN, &mut notes)?;
    let rows: Vec<BestKnownRow> = read_all(&mut bound);
    repeated(&mut bound, &rows);
    let mut found = bound.raw.faults;
    found.sort_by_key(|found| (found.row, found.column));
    let faults: Vec<Fault> = found.into_iter().map(|found| found.fault).collect();
    if faults.is_empty() { Ok(Some(BestKnown { rows, notes })) } else { Err(InputError { faults }) }
}

fn repeated(bound: &mut Bound, rows: &[BestKnownRow]) {
    let mut seen = HashSet::new();
    for (record, row) in rows.iter().enumerate() {
        if !bound.is_unknown(record, "digest")
            && !seen.insert(row.digest.as_str())
            && let Some(column) = bound.column("digest")
        {
            let (cause, action) = (sentence!("fault-instance-twice"), sentence!("advice-lower"));
            bound.raw.bad_value(record, column, FaultCode::DuplicateRow, cause, action);
        }
    }
}
