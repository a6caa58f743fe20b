//! A sheet that is one list: a header row, then rows, ready to be sorted, filtered and printed.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use crate::language::{Language, say};
use crate::report::privacy::Privacy;
use crate::report::words::width;

/// Longest text of a cell, in characters; a spreadsheet takes 32,767 units of UTF-16.
const LONGEST_TEXT: usize = 16_000;
/// Narrowest and widest column, in characters of the default font.
const WIDTHS: (usize, usize) = (7, 44);
/// Longest name in a page header, which takes 255 characters in all.
const LONGEST_NAME: usize = 60;
/// Height of a line of the default font in points, and the most that a row can have.
const LINE_HEIGHT: usize = 15;
const TALLEST: usize = 409;
/// A4, as spreadsheets number paper.
const A4: u8 = 9;
/// Blue-grey behind the headers.
const HEADER_COLOUR: Color = Color::RGB(0x00D9_E2EC);

/// Orange behind the headers of what must be filled in.
const REQUIRED_COLOUR: Color = Color::RGB(0x00FC_D5A5);

/// A value of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Text, however it starts.
    Text(String),
    /// A count.
    Whole(u64),
    /// A number with so many decimals.
    Decimal(f64, u8),
    /// A ratio, shown in percent.
    Percent(f64),
    /// A number with as many decimals as it has.
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Whole(count)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Whole(count as u64)
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Self::Whole(u64::from(count))
    }
}

/// A row of cells of any kinds: `row![1_u64, "text"]`.
macro_rules! row {
    ($($cell:expr),+ $(,)?) => { vec![$($crate::report::workbook::sheet::Cell::from($cell)),+] };
}
pub(super) use row;

/// A sheet's content.
pub(super) struct List {
    /// Name of the sheet, and what the page header says.
    pub name: String,
    /// One a column.
    pub headers: Vec<String>,
    /// Each as wide as the headers.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the sheet has names or phones of people.
    pub personal: bool,
}

/// What is the same on every sheet of a book.
pub(super) struct Frame<'a> {
    /// Name of the instance and the year.
    pub title: &'a str,
    pub language: Language,
    pub privacy: Privacy,
}

/// A book without anything in it, and without a time.
pub(super) fn book(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let undated = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(cut(title, LONGEST_NAME));
    book.set_properties(&properties.set_creation_datetime(&undated));
    Ok(book)
}

/// Adds a list as a sheet of its own.
pub(super) fn add(book: &mut Workbook, frame: &Frame<'_>, list: &List) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(&list.name)?;
    write_header(sheet, &list.headers)?;
    let formats = Formats::new();
    let widths: Vec<usize> = (0..list.headers.len()).map(|column| widest(list, column)).collect();
    for (column, &width) in widths.iter().enumerate() {
        sheet.set_column_width(column as u16, width as f64)?;
    }
    for (at, row) in list.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            formats.write(sheet, at as u32 + 1, column as u16, cell)?;
        }
        let lines = row.iter().zip(&widths).map(|(cell, &width)| lines(cell, width)).max();
        // Not every program makes a row as high as its text, if it is not told to.
        if let Some(lines @ 2..) = lines {
            sheet.set_row_height(at as u32 + 1, (lines * LINE_HEIGHT).min(TALLEST) as f64)?;
        }
    }
    let (last_row, last_column) = (list.rows.len() as u32, list.headers.len() as u16 - 1);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_print_area(0, 0, last_row, last_column)?;
    set_page(sheet, frame, list);
    Ok(())
}

/// Format of the header of a column that must be filled in.
pub(super) fn required_header() -> Format {
    header_format(REQUIRED_COLOUR)
}

fn header_format(colour: Color) -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(colour)
        .set_border(FormatBorder::Thin)
}

/// Writes headers into the first row, which stays in sight and is printed on every page.
pub(super) fn write_header(sheet: &mut Worksheet, headers: &[String]) -> Result<(), XlsxError> {
    let format = header_format(HEADER_COLOUR);
    for (column, header) in headers.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, header, &format)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn set_page(sheet: &mut Worksheet, frame: &Frame<'_>, list: &List) {
    let language = frame.language;
    sheet.set_paper_size(A4);
    if list.headers.len() > 7 {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0); // one page wide, as many as it takes
    sheet.set_margins(0.5, 0.5, 0.8, 0.7, 0.3, 0.3);
    let title = in_page_header(&cut(frame.title, LONGEST_NAME));
    sheet.set_header(format!("&L{title}&C&\"-,Bold\"{}", in_page_header(&list.name)));
    let use_ = match (list.personal, frame.privacy) {
        (false, _) => None,
        (true, Privacy::Full) => Some(say!(language, "workbook-internal")),
        (true, Privacy::Redacted) => Some(say!(language, "workbook-redacted")),
    };
    // A part that is empty must be left out: some programs take the next one for its text.
    let left = use_.map_or_else(String::new, |text| format!("&L{}", in_page_header(&text)));
    let page = say!(language, "workbook-page", page = "&P", pages = "&N");
    sheet.set_footer(format!("{left}&R{page}"));
}

/// The sign & begins a command in a page header unless it is written twice.
fn in_page_header(text: &str) -> String {
    text.replace('&', "&&").replace(char::is_control, " ")
}

/// A text cut short, with … at its end where it was.
pub(super) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Number of lines of a cell in a column so wide, in characters.
fn lines(cell: &Cell, column: usize) -> usize {
    let Cell::Text(text) = cell else { return 1 };
    let room = column.saturating_sub(2).max(1); // the indent, and words that are not broken
    text.lines().map(|line| width(line).div_ceil(room).max(1)).sum()
}

/// Width of a column: that of its widest cell, within reason.
fn widest(list: &List, column: usize) -> usize {
    let cells = list.rows.iter().map(|row| match &row[column] {
        Cell::Text(text) => text.lines().map(width).max().unwrap_or(0) + 1,
        Cell::Whole(_) | Cell::Number(_) => 6,
        Cell::Decimal(..) | Cell::Percent(_) => 12,
    });
    let header = width(&list.headers[column]) + 3; // room for the sign of the filter
    (cells.max().unwrap_or(0) + 1).max(header).clamp(WIDTHS.0, WIDTHS.1)
}

/// Formats of cells, made once a sheet.
struct Formats {
    text: Format,
    whole: Format,
    decimal: [Format; 4],
    percent: Format,
    general: Format,
}

impl Formats {
    fn new() -> Self {
        let plain =
            || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Self {
            // Set off from the figure that ends in the column before.
            text: plain().set_text_wrap().set_indent(1).set_num_format("@"),
            whole: plain().set_num_format("#,##0"),
            decimal: ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000"]
                .map(|format| plain().set_num_format(format)),
            percent: plain().set_num_format("0.00%"),
            general: plain(),
        }
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: &Cell,
    ) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) => {
                sheet.write_string_with_format(row, column, cut(text, LONGEST_TEXT), &self.text)
            }
            Cell::Whole(count) => {
                sheet.write_number_with_format(row, column, *count as f64, &self.whole)
            }
            Cell::Decimal(value, places) => {
                let format = &self.decimal[usize::from(*places).min(3)];
                sheet.write_number_with_format(row, column, *value, format)
            }
            Cell::Percent(ratio) => {
                sheet.write_number_with_format(row, column, *ratio, &self.percent)
            }
            Cell::Number(value) => {
                sheet.write_number_with_format(row, column, *value, &self.general)
            }
        }?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("双溪乡", 2), "双溪…");
        assert_eq!(cut("双溪乡", 3), "双溪乡");
    }

    #[test]
    fn a_text_has_as_many_lines_as_its_column_makes_it() {
        assert_eq!(lines(&Cell::Whole(1), 7), 1);
        assert_eq!(lines(&Cell::from(""), 7), 0);
        assert_eq!(lines(&Cell::from("双溪乡"), 8), 1);
        assert_eq!(lines(&Cell::from("双溪乡人民政府"), 8), 3);
        assert_eq!(lines(&Cell::from("a\n\nb"), 8), 3);
    }

    #[test]
    fn a_page_header_takes_no_commands_from_a_name() {
        assert_eq!(in_page_header("A&P\nB"), "A&&P B");
    }
}
