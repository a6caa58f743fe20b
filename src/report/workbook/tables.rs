//! The tables of an instance as a workbook, empty to be filled in, or filled.
//!
//! What is written is what the reader of instances takes: sheets and headers are those of
//! [`crate::model::schema`], choices and numbers have lists and limits to keep mistakes out. Reading a
//! filled workbook gives the records that were written.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::columns::{Kind, kind, must_be_given};
use super::records::rows;
use super::settings;
use super::sheet::{self, Cell};
use super::view::word;
use crate::language::{Language, say};
use crate::model::Settings;
use crate::model::data::{
    AgencyRecord, CadreRecord, HouseholdRecord, InstanceData, LonLat, VillageRecord,
};
use crate::model::enums::{Application, Category, Cause, Rank, Role, VillageType};
use crate::model::schema::{self, Column, Layout};

/// Rows below the header that have lists and limits, beside those that are filled.
const ROWS_TO_FILL: u32 = 10_000;

/// An empty workbook to fill in: every sheet with notes, lists and limits, and in each of the four
/// sheets that an instance must have one row as an example, whose ids begin with
/// [`schema::EXAMPLE_IDS`]. It reads without a fault.
///
/// # Errors
/// None in practice; the library's are passed on.
pub fn template(language: Language) -> Result<Vec<u8>, XlsxError> {
    book(&example(language), language)
}

/// A filled workbook. Reading it gives the same instance, but for a plan of last year that has no
/// row at all, which a workbook cannot tell from none.
///
/// # Errors
/// More rows than a sheet takes (1,048,576), or a text longer than a cell takes (32,767).
pub fn instance(data: &InstanceData, language: Language) -> Result<Vec<u8>, XlsxError> {
    book(data, language)
}

fn book(data: &InstanceData, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = sheet::book(&data.settings.name)?;
    add_guide(&mut book, language)?;
    add_settings(&mut book, &data.settings, language)?;
    for layout in schema::INSTANCE.into_iter().chain(schema::PLAN) {
        add_table(&mut book, layout, &rows(layout.table, data, language), language)?;
    }
    book.save_to_buffer()
}

/// Name of a table's sheet.
fn sheet_name(layout: &Layout, language: Language) -> &'static str {
    let of_language = |name: &&&str| name.is_ascii() == (language == Language::English);
    layout.sheets.iter().find(of_language).unwrap_or(&layout.sheets[0])
}

fn header(column: &Column, language: Language) -> &'static str {
    match language {
        Language::English => column.en,
        Language::Chinese => column.zh[0],
    }
}

/// How the workbook is filled in.
fn add_guide(book: &mut Workbook, language: Language) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    let [zh, en] = schema::GUIDE_SHEETS;
    sheet.set_name(word(en, zh, language))?;
    let lines = [
        say!(language, "workbook-guide-sheets"),
        say!(language, "workbook-guide-headers"),
        say!(language, "workbook-guide-colours"),
        say!(language, "workbook-guide-example", id = example_id(language)),
        say!(language, "workbook-guide-ids"),
        say!(language, "workbook-guide-optional"),
        say!(language, "workbook-guide-previous"),
        say!(language, "workbook-guide-check"),
    ];
    sheet.set_column_width(0, 100)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, line) in lines.iter().enumerate() {
        sheet.write_string_with_format(row as u32, 0, line, &wrapped)?;
    }
    Ok(())
}

fn add_settings(
    book: &mut Workbook,
    settings: &Settings,
    language: Language,
) -> Result<(), XlsxError> {
    let layout = &schema::SETTINGS;
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(layout, language))?;
    write_headers(sheet, layout, language)?;
    for (column, width) in [28.0, 22.0, 80.0].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let wrapped = Format::new().set_text_wrap();
    let values = settings::values(settings);
    for (at, (key, value)) in settings::KEYS.iter().zip(&values).enumerate() {
        let row = at as u32 + 1;
        sheet.write_string(row, 0, *key)?;
        write_cell(sheet, row, 1, &settings::cell(value, language), &Format::new())?;
        sheet.write_string_with_format(row, 2, settings::meaning(key, language), &wrapped)?;
        if value.is_bool() {
            sheet.add_data_validation(row, 1, row, 1, &yes_or_no(language)?)?;
        }
    }
    Ok(())
}

fn add_table(
    book: &mut Workbook,
    layout: &Layout,
    rows: &[Vec<Cell>],
    language: Language,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(layout, language))?;
    write_headers(sheet, layout, language)?;
    let text = Format::new().set_num_format("@"); // what looks like a number stays as it is typed
    let plain = Format::new();
    let last_row = rows.len() as u32 + ROWS_TO_FILL;
    for (at, column) in layout.columns.iter().enumerate() {
        let (at, kind) = (at as u16, kind(layout.table, column.en));
        let format = if kind.is_text() { &text } else { &plain };
        sheet.set_column_width(at, kind.width())?;
        sheet.set_column_format(at, format)?;
        for (row, cells) in rows.iter().enumerate() {
            write_cell(sheet, row as u32 + 1, at, &cells[usize::from(at)], format)?;
        }
        if let Some(validation) = validation(&kind, last_row, language)? {
            let validation = validation
                .set_error_title(header(column, language))?
                .set_error_message(told(&kind, language))?;
            sheet.add_data_validation(1, at, last_row, at, &validation)?;
        }
    }
    Ok(())
}

/// Headers with a note on each; those of cells that must be given are set off by their colour.
fn write_headers(
    sheet: &mut Worksheet,
    layout: &Layout,
    language: Language,
) -> Result<(), XlsxError> {
    let headers: Vec<String> =
        layout.columns.iter().map(|column| header(column, language).to_owned()).collect();
    sheet::write_header(sheet, &headers)?;
    for (at, column) in layout.columns.iter().enumerate() {
        let required = must_be_given(layout.table, column.en);
        if required {
            sheet.write_string_with_format(
                0,
                at as u16,
                &headers[at],
                &sheet::required_header(),
            )?;
        }
        let kind = kind(layout.table, column.en);
        let given = if required {
            say!(language, "workbook-note-required")
        } else {
            say!(language, "workbook-note-optional")
        };
        let lines = [meaning(layout, column, language), told(&kind, language), given];
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let note = Note::new(lines.join("\n")).add_author_prefix(false).set_author("jiedui");
        sheet.insert_note(0, at as u16, &note.set_width(260).set_height(130))?;
    }
    Ok(())
}

/// What a column is, for people.
fn meaning(layout: &Layout, column: &Column, language: Language) -> String {
    let name = column.en.replace('_', "-");
    let id = match (layout.stem, column.en) {
        ("attachments" | "teams", "role") => format!("workbook-note-{}-{name}", layout.stem),
        ("pins", "kind") => "workbook-note-pin-kind".to_owned(),
        _ => format!("workbook-note-{name}"),
    };
    language.message(&id, &[])
}

/// What a cell of this kind takes; nothing where it takes any text.
fn told(kind: &Kind, language: Language) -> String {
    match kind {
        Kind::Text | Kind::Id | Kind::Value => String::new(),
        Kind::Reference(of) => {
            say!(language, "workbook-takes-reference", sheet = sheet_name(of, language))
        }
        Kind::Choice(choices) => {
            let list = choices.iter().map(|(en, zh)| spelled(en, zh, language));
            let list = list.collect::<Vec<_>>().join(&say!(language, "workbook-comma"));
            say!(language, "workbook-takes-choice", list = list)
        }
        Kind::YesNo => {
            let list = [spelled("yes", "是", language), spelled("no", "否", language)];
            let list = list.join(&say!(language, "workbook-comma"));
            say!(language, "workbook-takes-choice", list = list)
        }
        Kind::Whole(least, most) => say!(
            language,
            "workbook-takes-whole",
            least = least.to_string(),
            most = most.to_string()
        ),
        Kind::Decimal(least, most) => say!(
            language,
            "workbook-takes-number",
            least = least.to_string(),
            most = most.to_string()
        ),
    }
}

/// A value of an enumeration as the reader takes it.
pub(super) fn spelled(en: &'static str, zh: &'static str, language: Language) -> &'static str {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

fn yes_or_no(language: Language) -> Result<DataValidation, XlsxError> {
    let words = [spelled("yes", "是", language), spelled("no", "否", language)];
    DataValidation::new().allow_list_strings(&words)
}

fn validation(
    kind: &Kind,
    last_row: u32,
    language: Language,
) -> Result<Option<DataValidation>, XlsxError> {
    Ok(Some(match kind {
        Kind::Text | Kind::Id | Kind::Value => return Ok(None),
        Kind::Reference(of) => {
            let ids = format!("='{}'!$A$2:$A${}", sheet_name(of, language), last_row + 1);
            DataValidation::new().allow_list_formula(Formula::new(ids))
        }
        Kind::Choice(choices) => {
            let words: Vec<&str> =
                choices.iter().map(|(en, zh)| spelled(en, zh, language)).collect();
            DataValidation::new().allow_list_strings(&words)?
        }
        Kind::YesNo => yes_or_no(language)?,
        &Kind::Whole(least, most) => {
            DataValidation::new().allow_whole_number(DataValidationRule::Between(least, most))
        }
        &Kind::Decimal(least, most) => {
            DataValidation::new().allow_decimal_number(DataValidationRule::Between(least, most))
        }
    }))
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => return Ok(()),
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, format),
        Cell::Whole(count) => sheet.write_number_with_format(row, column, *count as f64, format),
        Cell::Decimal(value, _) | Cell::Percent(value) | Cell::Number(value) => {
            sheet.write_number_with_format(row, column, *value, format)
        }
    }?;
    Ok(())
}

fn example_id(language: Language) -> &'static str {
    let [zh, en] = schema::EXAMPLE_IDS;
    spelled(en, zh, language)
}

/// A row in each sheet that an instance must have.
fn example(language: Language) -> InstanceData {
    let id = |number: &str| format!("{}{number}", example_id(language));
    let at = |lon, lat| Some(LonLat { lon, lat });
    let agency = AgencyRecord {
        id: id("A1"),
        name: say!(language, "workbook-example-agency"),
        category: Category::Agricultural,
        location: at(104.0657, 30.6595),
        max_villages: None,
    };
    let village = VillageRecord {
        id: id("V1"),
        name: say!(language, "workbook-example-village"),
        township: say!(language, "workbook-example-township"),
        kind: VillageType::Poor,
        location: at(104.15, 30.72),
    };
    let cadre = CadreRecord {
        id: id("C1"),
        name: say!(language, "workbook-example-cadre"),
        agency_id: agency.id.clone(),
        rank: Rank::DeputySection,
        role: Role::Member,
        party_member: true,
        reserve: true,
        rural_years: 3,
        application: Application::Volunteered,
        phone: "13800000000".to_owned(),
        base: None,
        available: true,
    };
    let household = HouseholdRecord {
        id: id("H1"),
        village_id: village.id.clone(),
        hamlet: say!(language, "workbook-example-hamlet"),
        name: say!(language, "workbook-example-head"),
        members: 4,
        cause: Cause::Illness,
    };
    InstanceData {
        settings: Settings { name: say!(language, "workbook-example-name"), ..Settings::default() },
        agencies: vec![agency],
        villages: vec![village],
        cadres: vec![cadre],
        households: vec![household],
        places: Vec::new(),
        travel: Vec::new(),
        links: Vec::new(),
        pins: Vec::new(),
        previous: None,
    }
}
