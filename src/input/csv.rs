//! From text to a raw table, by the rules of RFC 4180.
//!
//! Rows are numbered as a spreadsheet numbers them: records, not lines of text, the header being
//! row 1 and blank lines counted.

use super::fault::Fault;
use super::raw::{LARGEST_HEADER, MOST_COLUMNS, RawTable, open_quote};
use super::source::DAMAGED;
use crate::language::{Sentence, sentence};
use crate::model::data::FaultCode;

/// A last record that no file can hold, NUL being taken out before: where it is missing, the text
/// ended within quotes.
const END: &str = "\0";

/// Splits a text into a table.
///
/// # Errors
/// A fault where there is no header to read the table by.
pub(super) fn tabulate(mut text: String, file: &str) -> Result<RawTable, Fault> {
    if let Some(row) = wide_row(text.as_bytes()) {
        return Err(too_many_columns(file, row));
    }
    text.reserve_exact(1 + END.len());
    text.push('\n');
    text.push_str(END);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut table: Option<RawTable> = None;
    let (mut row, mut closed) = (0, false);
    while !closed && reader.read_record(&mut record).map_err(|error| broken(file, &error))? {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        row += blank_lines(text.as_bytes(), start) + 1;
        closed = record.len() == 1 && record.get(0) == Some(END);
        match &mut table {
            _ if closed => {}
            None if record.iter().all(|cell| cell.trim().is_empty()) => {}
            None => table = Some(RawTable::new(file.to_owned(), false, row, headers(&record))),
            Some(table) => {
                closed = !table.has_room(row);
                if !closed {
                    table.push(row, record.len(), record.iter());
                }
            }
        }
    }
    let mut table = table.ok_or_else(|| no_header(file))?;
    check_header(&table)?;
    if !closed && table.rows.is_empty() {
        return Err(open_quote(file, table.header_row));
    }
    if !closed {
        table.unclosed();
    }
    Ok(table)
}

/// Where in a record a character stands.
enum Within {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark that closes the cell unless another follows.
    Closing,
}

/// The row of the first record with more cells than a table may have columns. It is found before any
/// record is read, for the reader holds a record whole, with the place of every cell.
fn wide_row(text: &[u8]) -> Option<usize> {
    let (mut row, mut cells, mut at, mut before) = (1, 1, Within::Start, b'\n');
    for &byte in text {
        at = match (at, byte) {
            (Within::Quoted, b'"') => Within::Closing,
            (Within::Start | Within::Closing, b'"') | (Within::Quoted, _) => Within::Quoted,
            (_, b',') => {
                cells += 1;
                Within::Start
            }
            (_, b'\r' | b'\n') => {
                row += usize::from((before, byte) != (b'\r', b'\n'));
                cells = 1;
                Within::Start
            }
            _ => Within::Plain,
        };
        if cells > MOST_COLUMNS {
            return Some(row);
        }
        before = byte;
    }
    None
}

fn headers(record: &csv::StringRecord) -> Vec<String> {
    record.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Blank lines at `start`, which the reader passes over and a spreadsheet shows. The reader may
/// stop between the two characters of a line's end.
fn blank_lines(text: &[u8], start: usize) -> usize {
    let mut rest = &text[start..];
    if start > 0 && text[start - 1] == b'\r' && rest.first() == Some(&b'\n') {
        rest = &rest[1..];
    }
    let mut lines = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            _ => return lines,
        };
        lines += 1;
    }
}

fn broken(file: &str, error: &csv::Error) -> Fault {
    let cause = sentence!("fault-unreadable", error = error.to_string());
    Fault::new(FaultCode::Unreadable, file, cause, sentence!("advice-save-csv"))
}

/// The fault of a file or sheet without any text.
pub(super) fn no_header(file: &str) -> Fault {
    let (cause, action) = (sentence!("fault-no-header"), sentence!("advice-add-header"));
    Fault::new(FaultCode::MissingColumn, file, cause, action)
}

/// The fault of a row with too many cells for a table.
pub(super) fn too_many_columns(file: &str, row: usize) -> Fault {
    let cause = sentence!("fault-too-many-columns", most = MOST_COLUMNS);
    Fault::new(FaultCode::TooLarge, file, cause, sentence!("advice-right-file")).row(row)
}

/// Whether the header can be one at all.
pub(super) fn check_header(table: &RawTable) -> Result<(), Fault> {
    let (file, headers) = (&table.file, &table.headers);
    let fault = |code, cause: Sentence, action: Sentence| {
        Err(Fault::new(code, file, cause, action).row(table.header_row))
    };
    if headers.iter().any(|header| header.len() > LARGEST_HEADER) {
        let cause = sentence!("fault-long-header", most = LARGEST_HEADER);
        return fault(FaultCode::TooLarge, cause, sentence!("advice-shorten"));
    }
    if headers.iter().any(|header| header.contains(DAMAGED)) {
        let cause = sentence!("fault-header-bytes");
        return fault(FaultCode::Undecodable, cause, sentence!("advice-save-csv"));
    }
    if let [only] = headers.as_slice()
        && let Some(cause) = other_separator(only)
    {
        return fault(FaultCode::WrongSeparator, cause, sentence!("advice-commas"));
    }
    Ok(())
}

/// What separates the columns instead of commas, where a header of one cell shows it.
fn other_separator(header: &str) -> Option<Sentence> {
    let separators = [
        (';', sentence!("fault-semicolons")),
        ('\t', sentence!("fault-tabs")),
        ('，', sentence!("fault-wide-commas")),
        ('|', sentence!("fault-bars")),
    ];
    let found = separators.into_iter().find(|(separator, _)| header.contains(*separator));
    found.map(|(_, cause)| cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let table = tabulate(text.to_owned(), "t.csv").unwrap();
        let cells = |r| (0..table.headers.len()).map(move |c| (r, c));
        (0..table.rows.len())
            .map(|r| (table.rows[r], cells(r).map(|(r, c)| table.cell(r, c).to_owned()).collect()))
            .collect()
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (number, cells.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does_whatever_ends_a_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "3,\"x\ny\"", ",", "", "", "5,6", ""].join(end);
            let expected = [row(2, &["1", "2"]), row(4, &["3", "x\ny"]), row(8, &["5", "6"])];
            assert_eq!(rows(&text), expected, "{end:?}");
        }
    }

    #[test]
    fn the_row_of_too_many_cells_is_found_as_the_reader_counts_them() {
        let wide = ",".repeat(MOST_COLUMNS);
        for (text, row) in [
            (wide.clone(), Some(1)),
            (wide[1..].to_owned(), None),
            (format!("a,b\r\n\r\n{wide}"), Some(3)),
            (format!("a\"\"{wide}"), Some(1)), // within a cell quotation marks mean nothing
            (format!("\"a\"\"{wide}\""), None),
            (format!("\"a\nb\"\n\"c\"{wide}"), Some(2)),
        ] {
            assert_eq!(wide_row(text.as_bytes()), row, "{}", &text[..10]);
            let mut reader = csv::ReaderBuilder::new();
            let reader = reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
            let widest = reader.into_records().map(|record| record.unwrap().len()).max();
            assert_eq!(row.is_some(), widest > Some(MOST_COLUMNS));
        }
    }

    #[test]
    fn a_blank_line_above_the_header_counts() {
        let table = tabulate("\n\na,b\n1,2".to_owned(), "t.csv").unwrap();
        assert_eq!((table.header_row, table.rows.as_slice()), (3, &[4][..]));
    }

    #[test]
    fn quoted_cells_hold_commas_and_quotes() {
        assert_eq!(rows("a,b\n\"1,5\",\"say \"\"hm\"\"\"\n"), [row(2, &["1,5", "say \"hm\""])]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_it_opens() {
        let table = tabulate("a,b\n1,2\n3,\"4\n5,6\n".to_owned(), "t.csv").unwrap();
        let found: Vec<_> = table.faults.iter().map(|f| (f.fault.code, f.row)).collect();
        assert_eq!(found, [(FaultCode::BadSyntax, 3)]);
        assert!(!table.complete);
        let header = tabulate("a,\"b\n1,2\n".to_owned(), "t.csv").err().unwrap();
        assert_eq!((header.code, header.row), (FaultCode::BadSyntax, Some(1)));
    }

    #[test]
    fn other_separators_are_named() {
        for (text, name) in [("a;b", "semicolons"), ("a\tb", "tabs"), ("a，b", "full-width commas")]
        {
            let fault = tabulate(text.to_owned(), "t.csv").err().unwrap();
            assert_eq!(fault.code, FaultCode::WrongSeparator);
            assert!(fault.cause.to_string().ends_with(name));
        }
    }
}
