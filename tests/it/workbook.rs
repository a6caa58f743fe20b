//! Workbooks: what is written is read back, by calamine and by a second program.

mod commands;
mod dirty;
mod plan;
mod second;
mod tables;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

/// A book as its sheets' rows of cells.
pub(crate) type Sheets = BTreeMap<String, Vec<Vec<Data>>>;

/// Reads a workbook back.
pub(crate) fn sheets(bytes: &[u8]) -> Sheets {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let all = book.worksheets().into_iter();
    all.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// All texts of a book.
pub(crate) fn texts(sheets: &Sheets) -> Vec<String> {
    sheets
        .values()
        .flatten()
        .flatten()
        .filter_map(calamine::DataType::get_string)
        .map(str::to_owned)
        .collect()
}
