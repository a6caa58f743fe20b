//! The tables as sheets of a workbook.

use std::path::{Path, PathBuf};

use jiedui::input::read_instance;

use super::{Files, place};

const SHEETS: [(&str, &str); 10] = [
    ("agencies.csv", "单位"),
    ("villages.csv", "村"),
    ("cadres.csv", "干部"),
    ("households.csv", "户"),
    ("places.csv", "places"),
    ("travel.csv", "路程"),
    ("links.csv", "Links"),
    ("pins.csv", "指定"),
    ("previous/attachments.csv", "上年挂点"),
    ("previous/pairings.csv", "previous_pairings"),
];

/// The files as a workbook, numbers typed as numbers and 是/否 as truth values.
fn workbook(files: &Files, dir: &Path) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (file, sheet) in SHEETS {
        let sheet = book.add_worksheet().set_name(sheet).unwrap();
        for (row, line) in files.text(file).lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                write_cell(sheet, row as u32, column as u16, cell);
            }
        }
    }
    let sheet = book.add_worksheet().set_name("设置").unwrap();
    let settings = ["设置项,值", "name,example", "team.members,1"];
    for (row, line) in settings.iter().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            write_cell(sheet, row as u32, column as u16, cell);
        }
    }
    let path = dir.join("双溪.xlsx");
    book.save(&path).unwrap();
    path
}

fn write_cell(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, cell: &str) {
    let is_phone = cell.len() == 11;
    match (cell, cell.parse::<f64>()) {
        ("是", _) => sheet.write_boolean(row, column, true).unwrap(),
        ("否", _) => sheet.write_boolean(row, column, false).unwrap(),
        (_, Ok(number)) if !is_phone => sheet.write_number(row, column, number).unwrap(),
        _ => sheet.write_string(row, column, cell).unwrap(),
    };
}

#[test]
fn a_workbook_reads_like_the_folder() {
    for files in [Files::english(), Files::chinese()] {
        let dir = tempfile::tempdir().unwrap();
        let loaded = read_instance(&workbook(&files, dir.path()), None).unwrap();
        assert_eq!(loaded.instance.digest(), files.digest());
        assert_eq!(loaded.notes, []);
    }
}

#[test]
fn faults_of_a_workbook_name_sheet_row_column_and_cell() {
    let dir = tempfile::tempdir().unwrap();
    let files = Files::chinese().replaced("households.csv", "因学", "因懒").replaced(
        "cadres.csv",
        "C5,戊,A2",
        "C5,戊,A8",
    );
    let faults = read_instance(&workbook(&files, dir.path()), None).unwrap_err().faults;
    let expected = ["J015 双溪.xlsx[干部]:6:单位编号", "J011 双溪.xlsx[户]:4:致贫原因"];
    assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), expected);
    let causes: Vec<String> = faults.iter().map(|fault| fault.cause.to_string()).collect();
    assert!(causes[0].starts_with("cell C6: ") && causes[1].starts_with("cell F4: "), "{causes:?}");
}

#[test]
fn sheets_may_start_below_the_top_and_hold_formulas_that_fail() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("travel").unwrap();
    for (column, header) in ["origin_id", "village_id", "km"].into_iter().enumerate() {
        sheet.write_string(2, 1 + column as u16, header).unwrap();
    }
    sheet.write_string(4, 1, "A1").unwrap();
    sheet.write_string(4, 2, "V1").unwrap();
    let failed = rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
    sheet.write_formula(4, 3, failed).unwrap();
    book.add_worksheet().set_name("草稿").unwrap();
    book.save(&path).unwrap();
    let faults = read_instance(&path, None).unwrap_err().faults;
    let places: Vec<String> = faults.iter().map(place).collect();
    let missing = ["单位", "村", "干部", "户"].map(|sheet| format!("J001 book.xlsx[{sheet}]"));
    assert_eq!(places[..4], missing);
    assert_eq!(places[4..], ["J011 book.xlsx[travel]:5:km"]);
}

#[test]
fn settings_of_a_workbook_are_checked_like_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("instance").unwrap();
    let rows = [
        ["key", "value"],
        ["weights.travle", "1"],
        ["team.enabled", "否"],
        ["type_mismatch.general", "1，2，3"],
        ["weights.link", "20000"],
        ["year", "2025.0"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save(&path).unwrap();
    let faults = read_instance(&path, None).unwrap_err().faults;
    let settings = faults.iter().map(place).filter(|place| place.contains("[instance]"));
    let expected = [
        "J005 book.xlsx[instance]:2:weights.travle",
        "J006 book.xlsx[instance]:4:type_mismatch.general",
        "J006 book.xlsx[instance]:5:weights.link",
    ];
    assert_eq!(settings.collect::<Vec<_>>(), expected);
}
