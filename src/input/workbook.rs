//! A workbook with a sheet for each table.

use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Cell, DataRef, ExcelDateTime, Reader, Xlsx};

use super::csv;
use super::fault::Fault;
use super::numbers::half_width;
use super::package;
use super::raw::{MOST_COLUMNS, MOST_ROWS, RawTable};
use super::source::{self, DAMAGED, NO_TEXT};
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
        let Some(mut opened) = source::open(path, &file, package::LARGEST_BOOK)? else {
            let (cause, action) = (sentence!("fault-no-file"), sentence!("advice-path"));
            return Err(Fault::new(FaultCode::MissingFile, file, cause, action));
        };
        package::inspect(&mut opened, &file)?;
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

    /// All cells that are not empty, by row and column.
    fn cells(&mut self, sheet: &str, label: &str) -> Result<Cells, Fault> {
        let mut reader =
            self.book.worksheet_cells_reader(sheet).map_err(|e| unreadable(label, &e))?;
        let mut cells = Cells::default();
        while let Some(cell) = reader.next_cell().map_err(|e| unreadable(label, &e))? {
            cells.push(&cell).map_err(|cause| {
                let action = sentence!("advice-right-sheet");
                Fault::new(FaultCode::TooLarge, label, cause, action)
            })?;
        }
        cells.sort();
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

/// Cells that are not empty. Their texts stand in one string, so that many cells stay cheap.
#[derive(Default)]
struct Cells {
    text: String,
    cells: Vec<Written>,
}

/// A cell with something in it; row and column are 0-based.
#[derive(Clone, Copy)]
struct Written {
    row: u32,
    column: u16,
    /// Whether a formula failed here.
    failed: bool,
    /// Where its text stands; there are at most [`source::LARGEST_FILE`] bytes of it.
    start: u32,
    end: u32,
}

impl Cells {
    /// Adds a cell, unless it is empty.
    ///
    /// # Errors
    /// What is wrong where it is beyond the limits.
    fn push(&mut self, cell: &Cell<DataRef<'_>>) -> Result<(), Sentence> {
        let (row, column) = cell.get_position();
        let Some(text) = written(cell.get_value()) else { return Ok(()) };
        if row as usize >= MOST_ROWS || column as usize >= MOST_COLUMNS {
            return Err(sentence!("fault-large-sheet", rows = MOST_ROWS, columns = MOST_COLUMNS));
        }
        if (self.text.len() + text.len()) as u64 > source::LARGEST_FILE {
            return Err(sentence!("fault-large-text", size = source::LARGEST_FILE >> 20));
        }
        let start = self.text.len() as u32;
        if text.contains(NO_TEXT) {
            self.text.extend(text.chars().map(|c| if NO_TEXT.contains(&c) { DAMAGED } else { c }));
        } else {
            self.text.push_str(&text);
        }
        let failed = matches!(cell.get_value(), DataRef::Error(_));
        let end = self.text.len() as u32;
        self.cells.push(Written { row, column: column as u16, failed, start, end });
        Ok(())
    }

    fn sort(&mut self) {
        let place = |cell: &Written| (cell.row, cell.column);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place); // stable: of cells in one place the last stays
        }
    }

    fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    fn text(&self, cell: &Written) -> &str {
        &self.text[cell.start as usize..cell.end as usize]
    }

    fn is_blank(&self, row: &[Written]) -> bool {
        row.iter().all(|cell| self.text(cell).trim().is_empty())
    }

    /// The texts of a row of cells in as many columns.
    fn lay_out(&self, row: &[Written], width: usize) -> Vec<&str> {
        let mut texts = vec![""; width];
        for cell in row {
            if let Some(text) = texts.get_mut(usize::from(cell.column)) {
                *text = self.text(cell);
            }
        }
        texts
    }
}

/// What a cell holds, `None` where it is empty. Whole numbers have no point, dates are written
/// year-month-day.
fn written<'c>(value: &'c DataRef<'_>) -> Option<Cow<'c, str>> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(value) => value.to_string().into(),
        DataRef::Float(value) => value.to_string().into(),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            value.as_str().into()
        }
        DataRef::SharedString(value) => (*value).into(),
        DataRef::Bool(value) => value.to_string().into(),
        DataRef::DateTime(value) => date(value).into(),
        DataRef::Error(error) => error.to_string().into(),
    })
}

fn date(value: &ExcelDateTime) -> String {
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Lays the cells of a sheet out as a table; its first row with any text is the header. Cells to
/// the right of the header are kept out.
fn tabulate(cells: &Cells, label: &str, notes: &mut Vec<Sentence>) -> Result<RawTable, Fault> {
    let rows = cells.cells.chunk_by(|x, y| x.row == y.row);
    let mut rows = rows.filter(|row| !cells.is_blank(row));
    let header = rows.next().ok_or_else(|| csv::no_header(label))?;
    let named = header.iter().rev().find(|cell| !cells.text(cell).trim().is_empty());
    let width = named.map_or(0, |last| usize::from(last.column) + 1);
    let headers = cells.lay_out(header, width);
    let headers = headers.into_iter().map(|text| text.trim().to_owned()).collect();
    let header_row = header[0].row as usize + 1;
    let mut table = RawTable::new(label.to_owned(), true, header_row, headers);
    csv::check_header(&table)?;
    let mut outside = 0_usize;
    for row in rows {
        let number = row[0].row as usize + 1;
        if !table.has_room(number) {
            break;
        }
        table.push(number, width, cells.lay_out(row, width).into_iter());
        for cell in row {
            let column = usize::from(cell.column);
            if column >= width {
                outside += 1;
            } else if cell.failed {
                let record = table.rows.len() - 1;
                let (cause, action) = (sentence!("fault-formula"), sentence!("advice-formula"));
                table.bad_value(record, column, FaultCode::UnknownValue, cause, action);
            }
        }
    }
    if outside > 0 {
        notes.push(sentence!("note-outside", file = label, count = outside));
    }
    Ok(table)
}
