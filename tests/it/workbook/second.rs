//! Workbooks opened by a second program, openpyxl. These tests fail where it is not installed:
//! `scripts/install-openpyxl.sh`, which `make test` runs, installs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiedui::language::Language;
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::report::Privacy;
use serde_json::Value;

use super::plan::{named, pin, written};
use crate::plans::hand_made_plan;
use crate::python::python_with;

fn python() -> PathBuf {
    python_with("openpyxl")
        .expect("no Python has openpyxl: run scripts/install-openpyxl.sh (make test does)")
}

/// What openpyxl finds in a workbook.
pub(crate) fn opened(bytes: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    fs::write(&path, bytes).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/workbook/second_program.py");
    let said = Command::new(python()).arg(script).arg(path).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

#[test]
fn openpyxl_finds_every_sheet_of_a_plan_ready_to_filter_and_print() {
    let mut data = named();
    data.pins = vec![pin(PinKind::Help, "C11", "H1", PinMode::Require, Some("=HYPERLINK(\"x\")"))];
    let bytes = written(data, &hand_made_plan(), Language::Chinese, Privacy::Full);
    let book = opened(&bytes);
    let book = book.as_object().unwrap();
    assert_eq!(book.len(), 12);
    for (name, sheet) in book {
        let rows = sheet["cells"].as_array().unwrap().len();
        let last = |key: &str| sheet[key].as_str().unwrap().replace('$', "");
        assert!(last("filter").starts_with("A1:") && last("filter").ends_with(&rows.to_string()));
        assert!(last("print_area").ends_with(&last("filter")), "{name}");
        assert_eq!(sheet["freeze"], "A2", "{name}");
        assert_eq!(sheet["title_rows"], "$1:$1", "{name}");
        assert_eq!(sheet["paper"], 9, "{name}");
        assert_eq!(sheet["wide"].as_u64().unwrap_or(1), 1, "{name}"); // 1 where it is left out
        assert_eq!((&sheet["high"], &sheet["fit"]), (&0.into(), &true.into()), "{name}");
        assert!(sheet["header"].as_str().unwrap().contains(name.as_str()), "{name}");
        assert!(sheet["title"].as_str().unwrap().contains("双溪县"), "{}", sheet["title"]);
        assert!(sheet["pages"].as_str().unwrap().contains("&P"), "{}", sheet["pages"]);
        assert_eq!(sheet["formulas"], Value::Array(Vec::new()), "{name}");
    }
    let list = &book["第一书记公示名单"];
    assert_eq!(list["cells"][1][4], "=1+1");
    assert_eq!(list["cells"][1][2], "-2村");
    assert_eq!(book["事先指定"]["cells"][1][6], "=HYPERLINK(\"x\")");
    assert_eq!(book["按村结对"]["cells"][1][4], "=王韬0");
    assert_eq!(list["footer"], "含个人信息，仅限内部使用");
}

#[test]
fn openpyxl_reads_masked_names_and_says_so_on_every_page() {
    let bytes = written(named(), &hand_made_plan(), Language::English, Privacy::Redacted);
    let book = opened(&bytes);
    let list = &book["First secretaries"];
    assert_eq!(
        (&list["cells"][1][3], &list["cells"][1][7]),
        (&"李某".into(), &"138****0001".into())
    );
    assert_eq!(list["footer"], "Names and phone numbers are masked");
}
