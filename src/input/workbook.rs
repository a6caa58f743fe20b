//! A workbook with a sheet for each table.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Cell, DataRef, ExcelDateTime, Reader, Xlsx};

use super::csv;
use super::fault::Fault;
use super::numbers::half_width;
use super::raw::{MOST_COLUMNS, MOST_ROWS, RawTable};
use super::source;
use crate::language::{Sentence, sentence};
use crate::model::data::FaultCode;
use crate::model::schema::{self, Layout};

/// An open workbook.
pub(super) struct Workbook {
    file: String,
    book: Xlsx<BufReader<File>>,
}

impl Workbook {
    /// Opens a workbook.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let Some(opened) = source::open(path, &file)? else {
            let (cause, action) = (sentence!("fault-no-file"), sentence!("advice-path"));
            return Err(Fault::new(FaultCode::MissingFile, file, cause, action));
        };
        match Xlsx::new(BufReader::new(opened)) {
            Ok(book) => Ok(Self { file, book }),
            Err(error) => Err(unreadable(&file, &error)),
        }
    }

    /// Name of a table's sheet in messages: as the book spells it, else as it should be.
    pub(super) fn label(&self, layout: &Layout) -> String {
        let sheet = self.sheets(layout).into_iter().next();
        format!("{}[{}]", self.file, sheet.unwrap_or_else(|| layout.sheets[0].to_owned()))
    }

    /// Whether the book has a sheet of this table.
    pub(super) fn has(&self, layout: &Layout) -> bool {
        !self.sheets(layout).is_empty()
    }

    fn sheets(&self, layout: &Layout) -> Vec<String> {
        let names = self.book.sheet_names();
        names.into_iter().filter(|name| is_sheet_of(name, layout)).collect()
    }

    /// Reads a table, `None` where there is no sheet of it.
    pub(super) fn table(
        &mut self,
        layout: &Layout,
        notes: &mut Vec<Sentence>,
    ) -> Result<Option<RawTable>, Fault> {
        let label = self.label(layout);
        let sheet = match self.sheets(layout).as_slice() {
            [] => return Ok(None),
            [sheet] => sheet.clone(),
            [_, second, ..] => {
                let cause = sentence!("fault-sheet-twice", sheet = second);
                let action = sentence!("advice-keep-one");
                return Err(Fault::new(FaultCode::RepeatedColumn, label, cause, action));
            }
        };
        let cells = self.cells(&sheet, &label)?;
        if cells.is_empty() && layout.optional {
            return Ok(None); // a sheet that was not filled in
        }
        tabulate(&cells, &label, notes).map(Some)
    }

    /// All cells with text, by row and column (0-based).
    fn cells(&mut self, sheet: &str, label: &str) -> Result<Vec<Written>, Fault> {
        let mut reader =
            self.book.worksheet_cells_reader(sheet).map_err(|e| unreadable(label, &e))?;
        let mut cells = Vec::new();
        let mut bytes = 0_usize;
        while let Some(cell) = reader.next_cell().map_err(|e| unreadable(label, &e))? {
            let Some(cell) = written(&cell) else { continue };
            if cell.row as usize >= MOST_ROWS || cell.column as usize >= MOST_COLUMNS {
                let cause =
                    sentence!("fault-large-sheet", rows = MOST_ROWS, columns = MOST_COLUMNS);
                let action = sentence!("advice-right-sheet");
                return Err(Fault::new(FaultCode::TooLarge, label, cause, action));
            }
            bytes += cell.text.len();
            if bytes as u64 > source::LARGEST_FILE {
                let cause = sentence!("fault-large-text", size = source::LARGEST_FILE >> 20);
                let action = sentence!("advice-right-sheet");
                return Err(Fault::new(FaultCode::TooLarge, label, cause, action));
            }
            cells.push(cell);
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        Ok(cells)
    }

    /// Notes the sheets that are none of an instance's.
    pub(super) fn note_strangers(&self, notes: &mut Vec<Sentence>) {
        let layouts = || schema::INSTANCE.iter().chain(&schema::PLAN).chain([&&schema::SETTINGS]);
        let is_guide = |name: &str| schema::GUIDE_SHEETS.contains(&name);
        let known = |name: &String| {
            is_guide(&half_width(name)) || layouts().any(|layout| is_sheet_of(name, layout))
        };
        let mut strangers = self.book.sheet_names();
        strangers.retain(|name| !known(name));
        if !strangers.is_empty() {
            notes.push(sentence!("note-sheets", file = &self.file, sheets = strangers));
        }
    }
}

fn is_sheet_of(name: &str, layout: &Layout) -> bool {
    let name = half_width(name);
    layout.sheets.iter().any(|sheet| name.eq_ignore_ascii_case(sheet))
}

fn unreadable(file: &str, error: &calamine::XlsxError) -> Fault {
    let cause = sentence!("fault-unreadable", error = error.to_string());
    Fault::new(FaultCode::Unreadable, file, cause, sentence!("advice-save-xlsx"))
}

/// A cell with something in it; row and column are 0-based.
struct Written {
    row: u32,
    column: u32,
    text: String,
    /// Whether a formula failed here.
    failed: bool,
}

/// What a cell holds, `None` where it is empty. Whole numbers have no point, dates are written
/// year-month-day.
fn written(cell: &Cell<DataRef<'_>>) -> Option<Written> {
    let text = match cell.get_value() {
        DataRef::Empty => return None,
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            value.clone()
        }
        DataRef::SharedString(value) => (*value).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => date(value),
        DataRef::Error(error) => error.to_string(),
    };
    let (row, column) = cell.get_position();
    let failed = matches!(cell.get_value(), DataRef::Error(_));
    Some(Written { row, column, text: text.replace('\0', "\u{fffd}"), failed })
}

fn date(value: &ExcelDateTime) -> String {
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Lays the cells of a sheet out as a table; its first row with any text is the header. Cells to
/// the right of the header are kept out.
fn tabulate(cells: &[Written], label: &str, notes: &mut Vec<Sentence>) -> Result<RawTable, Fault> {
    let mut rows = cells.chunk_by(|x, y| x.row == y.row);
    let blank = |row: &&[Written]| row.iter().all(|cell| cell.text.trim().is_empty());
    let header = rows.by_ref().find(|row| !blank(row)).ok_or_else(|| csv::no_header(label))?;
    let named = header.iter().rev().find(|cell| !cell.text.trim().is_empty());
    let width = named.map_or(0, |last| last.column as usize + 1);
    let headers = lay_out(header, width).into_iter().map(|text| text.trim().to_owned()).collect();
    let header_row = header[0].row as usize + 1;
    let mut table = RawTable::new(label.to_owned(), true, header_row, headers);
    csv::check_header(&table)?;
    let mut outside = 0_usize;
    for row in rows.filter(|row| !blank(row)) {
        table.push(row[0].row as usize + 1, width, lay_out(row, width).into_iter());
        for cell in row {
            if cell.column as usize >= width {
                outside += 1;
            } else if cell.failed {
                let record = table.rows.len() - 1;
                let (cause, action) = (sentence!("fault-formula"), sentence!("advice-formula"));
                let code = FaultCode::UnknownValue;
                table.bad_value(record, cell.column as usize, code, cause, action);
            }
        }
    }
    if outside > 0 {
        notes.push(sentence!("note-outside", file = label, count = outside));
    }
    Ok(table)
}

fn lay_out(row: &[Written], width: usize) -> Vec<&str> {
    let mut texts = vec![""; width];
    for cell in row {
        if let Some(text) = texts.get_mut(cell.column as usize) {
            *text = &cell.text;
        }
    }
    texts
}
