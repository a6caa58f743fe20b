//! Workbooks as offices make them: what can be understood is read, what cannot is told by its cell.

use std::path::PathBuf;

use jiedui::input::{InputError, Loaded, read_instance};
use jiedui::language::Language;
use jiedui::report::workbook;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tempfile::TempDir;

use super::plan::named;

const AGENCIES: [&str; 5] = ["单位编号", "单位名称", "类别", "经度", "纬度"];
const VILLAGES: [&str; 6] = ["村编号", "村名", "乡镇", "村类型", "经度", "纬度"];
const CADRES: [&str; 10] = [
    "干部编号",
    "姓名",
    "单位编号",
    "职级",
    "职务",
    "党员",
    "后备干部",
    "农村工作年限",
    "报名方式",
    "电话",
];
const HOUSEHOLDS: [&str; 6] = ["户编号", "村编号", "自然村", "户主", "人口", "致贫原因"];

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate() {
        sheet.write_string(row, column as u16, *cell).unwrap();
    }
}

/// A small instance, its households' sheet changed by `change`.
fn book(change: impl Fn(&mut Worksheet)) -> (TempDir, PathBuf) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("单位").unwrap();
    write(sheet, 0, &AGENCIES);
    write(sheet, 1, &["A1", "农业局", "涉农", "１０４．１", " 30.6 "]);
    let sheet = book.add_worksheet().set_name("村").unwrap();
    write(sheet, 0, &VILLAGES);
    write(sheet, 1, &["V1", "东坪", "双溪", "穷", "104.2", "30.7"]);
    let sheet = book.add_worksheet().set_name("干部").unwrap();
    write(sheet, 0, &CADRES);
    write(sheet, 1, &["C1", "甲", "A1", "正科级", "副职", "是", "否", "３", "无", "1"]);
    let sheet = book.add_worksheet().set_name("户").unwrap();
    write(sheet, 0, &HOUSEHOLDS);
    write(sheet, 1, &["H1", "V1", "上坪", "子", "4", "因病"]);
    change(sheet);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    book.save(&path).unwrap();
    (dir, path)
}

fn read(change: impl Fn(&mut Worksheet)) -> Result<Loaded, InputError> {
    let (_dir, path) = book(change);
    read_instance(&path, None)
}

/// The only fault, as it is told.
fn fault(change: impl Fn(&mut Worksheet)) -> String {
    let faults = read(change).expect_err("a fault").faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].to_string()
}

#[test]
fn numbers_as_text_full_width_digits_and_stray_spaces_are_read() {
    let loaded = read(|sheet| {
        write(
            sheet,
            2,
            &[
                "　H2 ",
                "\u{3000}V1\u{3000}",
                " 下坪",
                "丑\u{a0}",
                "\u{3000}１２ ",
                " 缺劳力\u{3000}",
            ],
        );
    });
    let loaded = loaded.unwrap_or_else(|error| panic!("{error}"));
    let household = &loaded.data.households[1];
    assert_eq!((household.id.as_str(), household.village_id.as_str()), ("H2", "V1"));
    assert_eq!((household.name.as_str(), household.members), ("丑", 12));
    let at = loaded.data.agencies[0].location.unwrap();
    assert!((at.lon - 104.1).abs() < 1e-12 && (at.lat - 30.6).abs() < 1e-12);
    assert_eq!(loaded.data.cadres[0].rural_years, 3);
}

#[test]
fn empty_rows_between_and_after_are_left_out() {
    let loaded = read(|sheet| {
        write(sheet, 2, &["", " ", "\u{3000}", "", "", ""]);
        write(sheet, 4, &["H2", "V1", "下坪", "丑", "2", "因学"]);
        for row in 5..2_000 {
            sheet.write_blank(row, 3, &Format::new().set_bold()).unwrap();
            sheet.write_string(row, 0, "  ").unwrap();
        }
    });
    assert_eq!(loaded.unwrap().data.households.len(), 2);
}

#[test]
fn a_title_above_the_header_is_told() {
    let (_dir, path) = book(|sheet| {
        sheet.merge_range(0, 0, 0, 5, "双溪县贫困户登记表", &Format::new()).unwrap();
        write(sheet, 1, &HOUSEHOLDS);
        write(sheet, 2, &["H1", "V1", "上坪", "子", "4", "因病"]);
    });
    let faults = read_instance(&path, None).expect_err("no header").faults;
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|told| told.starts_with("J003 book.xlsx[户]:1: ")), "{told:?}");
}

#[test]
fn a_date_where_a_number_belongs_is_told_by_its_cell() {
    let told = fault(|sheet| {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        let date = ExcelDateTime::from_ymd(2024, 3, 5).unwrap();
        sheet.write_datetime_with_format(1, 4, &date, &format).unwrap();
    });
    assert!(told.starts_with("J008 book.xlsx[户]:2:人口: \"2024-03-05\": cell E2: "), "{told}");
}

#[test]
fn a_word_that_is_no_choice_is_told_by_its_cell_and_value() {
    let told = fault(|sheet| {
        sheet.write_string(1, 5, "因懒").unwrap();
    });
    assert!(told.starts_with("J011 book.xlsx[户]:2:致贫原因: \"因懒\": cell F2: "), "{told}");
    let told = fault(|sheet| {
        sheet.write_number(1, 4, 2.5).unwrap();
    });
    assert!(told.starts_with("J008 book.xlsx[户]:2:人口: \"2.5\": cell E2: "), "{told}");
}

#[test]
fn a_filled_template_with_a_wrong_cell_names_sheet_and_cell() {
    let mut data = named();
    "V9".clone_into(&mut data.households[6].village_id);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    std::fs::write(&path, workbook::instance(&data, Language::Chinese).unwrap()).unwrap();
    let faults = read_instance(&path, None).unwrap_err().faults;
    let told = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(told.contains("book.xlsx[户]:8:村编号: \"V9\": cell B8: "), "{told}");
}
