//! A table as text: header, cells, and the row each came from.

use std::collections::HashSet;

use super::fault::Fault;
use super::source::DAMAGED;
use crate::language::{Sentence, sentence};
use crate::model::data::FaultCode;

/// Most rows of a table, the header among them.
pub(super) const MOST_ROWS: usize = 5_000_000;
/// Most columns of a table.
pub(super) const MOST_COLUMNS: usize = 1_000;
/// Most cells of a table, those not given among them: each row has as many as the header.
const MOST_CELLS: usize = 50_000_000;
/// Largest cell, in bytes.
pub(super) const LARGEST_CELL: usize = 1 << 20;
/// Largest header of a column, in bytes; every fault of the column repeats it.
pub(super) const LARGEST_HEADER: usize = 1 << 10;

/// Faults of one table that are kept, so that memory stays bounded whatever the file is.
pub(super) const MOST_FAULTS: usize = 10_000;

/// A table as text. All cells stand in one string, so that millions of rows stay cheap.
pub(super) struct RawTable {
    /// Name of the file or sheet in messages.
    pub file: String,
    /// Whether it is a worksheet, whose cells have names like `F17`.
    pub worksheet: bool,
    /// Row of the header as a spreadsheet numbers it.
    pub header_row: usize,
    /// The headers as spelled, outer spaces taken off.
    pub headers: Vec<String>,
    /// Whether the table was read to its end.
    pub complete: bool,
    /// Row of each record as a spreadsheet numbers it.
    pub rows: Vec<usize>,
    /// Faults of the text itself, with the record and column they are in.
    pub faults: Vec<RawFault>,
    text: String,
    ends: Vec<u32>,
    unknown: HashSet<(usize, usize)>,
    broken: HashSet<usize>,
    /// Whether there are more faults than are kept: then no cell is known any more.
    swamped: bool,
}

/// A fault and where it stands, for sorting: row, then column.
pub(super) struct RawFault {
    pub row: usize,
    pub column: usize,
    pub fault: Fault,
}

impl RawTable {
    /// An empty table with these headers.
    pub(super) fn new(
        file: String,
        worksheet: bool,
        header_row: usize,
        headers: Vec<String>,
    ) -> Self {
        Self {
            file,
            worksheet,
            header_row,
            headers,
            complete: true,
            rows: Vec::new(),
            faults: Vec::new(),
            text: String::new(),
            ends: Vec::new(),
            unknown: HashSet::new(),
            broken: HashSet::new(),
            swamped: false,
        }
    }

    /// Appends a record. It may have more or fewer cells (`found`) than the header, which is a fault.
    /// Records without any text are left out.
    pub(super) fn push<'a>(
        &mut self,
        row: usize,
        found: usize,
        cells: impl Iterator<Item = &'a str> + Clone,
    ) {
        if cells.clone().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let (record, width) = (self.rows.len(), self.headers.len());
        self.rows.push(row);
        if found != width {
            self.ragged(record, row, found);
        }
        let padding = std::iter::repeat_n("", width.saturating_sub(found));
        for (column, cell) in cells.take(width).chain(padding).enumerate() {
            let cell = cell.trim();
            if cell.len() > LARGEST_CELL {
                let cause = sentence!("fault-large-cell", size = LARGEST_CELL >> 20);
                let action = sentence!("advice-shorten");
                self.bad_cell(record, column, FaultCode::TooLarge, cause, action);
            } else {
                if cell.contains(DAMAGED) {
                    let cause = sentence!("fault-cell-bytes");
                    let action = sentence!("advice-type-cell");
                    self.bad_cell(record, column, FaultCode::Undecodable, cause, action);
                }
                self.text.push_str(cell);
            }
            self.ends.push(self.text.len() as u32); // no source has more text than fits
        }
    }

    fn ragged(&mut self, record: usize, row: usize, found: usize) {
        if !self.swamped {
            self.broken.insert(record);
        }
        let cause = sentence!("fault-ragged", found = found, wanted = self.headers.len());
        let action = sentence!("advice-ragged");
        let fault = Fault::new(FaultCode::RaggedRow, &self.file, cause, action).row(row);
        self.report(row, 0, fault);
    }

    /// Reports a cell and makes its value unknown.
    pub(super) fn bad_cell(
        &mut self,
        record: usize,
        column: usize,
        code: FaultCode,
        cause: Sentence,
        action: Sentence,
    ) {
        let fault = Fault::new(code, &self.file, cause, action);
        self.report_cell(record, column, fault);
    }

    /// Reports a cell, its value shown, and makes the value unknown. Never for names or phones.
    pub(super) fn bad_value(
        &mut self,
        record: usize,
        column: usize,
        code: FaultCode,
        cause: Sentence,
        action: Sentence,
    ) {
        let fault = Fault::new(code, &self.file, cause, action).value(self.cell(record, column));
        self.report_cell(record, column, fault);
    }

    fn report_cell(&mut self, record: usize, column: usize, fault: Fault) {
        let row = self.rows[record];
        let fault = self.named(fault.row(row), row, column);
        if !self.swamped {
            self.unknown.insert((record, column));
        }
        self.report(row, column, fault);
    }

    /// Adds a fault, unless there are too many already to be of use.
    pub(super) fn report(&mut self, row: usize, column: usize, fault: Fault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(RawFault { row, column, fault });
        } else if !self.swamped {
            self.swamped = true;
            self.complete = false;
            let cause = sentence!("fault-too-many-faults", most = MOST_FAULTS);
            let action = sentence!("advice-right-file");
            let fault = Fault::new(FaultCode::TooLarge, &self.file, cause, action);
            self.faults.push(RawFault { row: usize::MAX, column: 0, fault });
        }
    }

    /// The fault, placed in a column and, in a worksheet, with the name of the cell.
    pub(super) fn named(&self, mut fault: Fault, row: usize, column: usize) -> Fault {
        if self.worksheet {
            let cell = format!("{}{row}", letters(column));
            fault.cause = sentence!("fault-in-cell", cell = cell, cause = fault.cause);
        }
        fault.column(&self.headers[column])
    }

    /// Reports that the text ends within quotes: the last record holds everything after them.
    pub(super) fn unclosed(&mut self) {
        self.complete = false;
        let Some(record) = self.rows.len().checked_sub(1) else { return };
        let row = self.rows[record];
        self.broken.insert(record);
        self.faults.retain(|fault| fault.row != row);
        let fault = open_quote(&self.file, row);
        self.report(row, 0, fault);
    }

    /// Whether a record in this row has room yet. Where it has none, that is reported, and the table
    /// ends here.
    pub(super) fn has_room(&mut self, row: usize) -> bool {
        let cause = if row > MOST_ROWS {
            sentence!("fault-too-many-rows", most = MOST_ROWS)
        } else if self.ends.len() + self.headers.len() > MOST_CELLS {
            sentence!("fault-too-many-cells", most = MOST_CELLS)
        } else {
            return true;
        };
        self.complete = false;
        let action = sentence!("advice-right-file");
        self.report(row, 0, Fault::new(FaultCode::TooLarge, &self.file, cause, action));
        false
    }

    /// Whether there are more faults than are kept.
    pub(super) fn is_swamped(&self) -> bool {
        self.swamped
    }

    /// Text of a cell.
    pub(super) fn cell(&self, record: usize, column: usize) -> &str {
        let at = record * self.headers.len() + column;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[at] as usize]
    }

    /// Whether a column has text in any record.
    pub(super) fn is_used(&self, column: usize) -> bool {
        (0..self.rows.len()).any(|record| !self.cell(record, column).is_empty())
    }

    /// Whether the cells of a record may be shifted.
    pub(super) fn is_broken(&self, record: usize) -> bool {
        self.swamped || self.broken.contains(&record)
    }

    /// Whether the value of a cell is not known, a fault of it having been reported.
    pub(super) fn is_unknown(&self, record: usize, column: usize) -> bool {
        self.swamped || self.unknown.contains(&(record, column))
    }
}

/// The fault of a row in which a quotation mark is opened and never closed.
pub(super) fn open_quote(file: &str, row: usize) -> Fault {
    let (cause, action) = (sentence!("fault-open-quote"), sentence!("advice-close-quote"));
    Fault::new(FaultCode::BadSyntax, file, cause, action).row(row)
}

/// Letters of a spreadsheet column: 0 is `A`, 26 is `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        before => letters(before - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letters).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn short_and_long_records_are_faults_and_keep_their_place() {
        let headers = vec!["a".to_owned(), "b".to_owned()];
        let mut table = RawTable::new("t.csv".to_owned(), false, 1, headers);
        table.push(2, 2, ["1", " 2 "].into_iter());
        table.push(3, 1, ["3"].into_iter());
        table.push(5, 3, ["4", "5", "6"].into_iter());
        table.push(6, 3, ["", " ", ""].into_iter());
        assert_eq!(table.rows, [2, 3, 5]);
        assert_eq!((table.cell(0, 1), table.cell(1, 1), table.cell(2, 0)), ("2", "", "4"));
        let rows: Vec<_> = table.faults.iter().map(|f| (f.fault.code, f.row)).collect();
        assert_eq!(rows, [(FaultCode::RaggedRow, 3), (FaultCode::RaggedRow, 5)]);
    }
}
