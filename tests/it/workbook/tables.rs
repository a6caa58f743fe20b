//! An instance as a workbook: there and back, and the template.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::input::{Loaded, read_instance};
use jiedui::language::Language;
use jiedui::model::Instance;
use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::report::{instance_folder, workbook};
use proptest::prelude::*;

use super::plan::named;
use super::second::opened;
use crate::plans::hand_made_plan;
use crate::support::{Shape, data};

/// Every file of a folder and of the folders in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(own, b)| (format!("{name}/{own}"), b)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn folder(data: &InstanceData) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    instance_folder::write(data, dir.path()).unwrap();
    files(dir.path())
}

fn loaded(bytes: &[u8]) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    fs::write(&path, bytes).unwrap();
    read_instance(&path, None).unwrap_or_else(|error| panic!("{error}"))
}

/// From records to a workbook and back: the same records, digest and folder.
fn holds(data: &InstanceData) {
    for language in Language::ALL {
        let read = loaded(&workbook::instance(data, language).unwrap());
        assert_eq!(&read.data, data);
        assert_eq!(read.instance.digest(), Instance::new(data.clone()).unwrap().digest());
        assert_eq!(folder(&read.data), folder(data));
    }
}

#[test]
fn a_township_is_the_same_after_there_and_back() {
    holds(&generate(&Recipe::preset(Preset::Township), 3));
}

#[test]
fn names_that_mean_something_to_a_spreadsheet_come_back_as_they_were() {
    let mut data = named();
    data.settings.name = "  \"quoted\" 县 ".to_owned();
    data.settings.travel.detour = 1.25;
    data.settings.need_mismatch.general[5] = 5;
    let odd = [
        "=1+1",
        "+1",
        "-x",
        "@a",
        "'x",
        "007",
        "1e5",
        "_x000D_",
        "a\r\nb",
        "TRUE",
        "<&>",
        "2024-01-02",
    ];
    for (household, name) in data.households.iter_mut().zip(odd) {
        name.clone_into(&mut household.name);
        household.hamlet = format!("h {name}");
    }
    for (cadre, name) in data.cadres.iter_mut().zip(odd.iter().rev()) {
        (*name).clone_into(&mut cadre.phone);
    }
    data.pins.push(PinRecord {
        kind: PinKind::Help,
        subject_id: "C14".to_owned(),
        object_id: "H5".to_owned(),
        mode: PinMode::Require,
        reason: Some("=HYPERLINK(\"x\")".to_owned()),
    });
    data.previous = Some(hand_made_plan());
    holds(&data);
    data.settings.name = String::new();
    holds(&data);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_instance_is_the_same_after_there_and_back(
        seed in 0_u64..1_000,
        sizes in (1_usize..5, 1_usize..4, 3_usize..6, 1_usize..5, 0_usize..3),
        given in (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        cell in "[ -~\u{e9}村\u{3000}\t\n\u{1}]{0,12}",
    ) {
        let mut shape = Shape::tiny();
        (shape.agencies, shape.villages, shape.cadres_per_agency) = (sizes.0, sizes.1, sizes.2);
        (shape.households_per_village, shape.places) = (sizes.3, sizes.4);
        (shape.given_travel, shape.given_links) = (given.0, given.1);
        let mut data = data(&shape, seed);
        cell.trim().clone_into(&mut data.villages[0].name); // readers take outer spaces off
        if given.2 {
            data.previous = Some(jiedui::model::data::PlanTables {
                pairings: vec![crate::plans::pairing(&data.households[0].id, &data.cadres[0].id)],
                ..Default::default()
            });
        }
        if given.3 {
            data.pins.push(crate::plans::pin(
                PinKind::Help, &data.cadres[0].id, &data.households[0].id, PinMode::Forbid,
            ));
        }
        holds(&data);
    }
}

#[test]
fn the_template_reads_without_a_fault_and_reminds_of_its_example_rows() {
    for language in Language::ALL {
        let read = loaded(&workbook::template(language).unwrap());
        assert_eq!(read.notes.len(), 1, "{:?}", read.notes);
        assert!(read.notes[0].to_string().contains("example rows"), "{:?}", read.notes);
        assert_eq!((read.data.agencies.len(), read.data.households.len()), (1, 1));
        assert_eq!(read.data.settings.weights, jiedui::model::Settings::default().weights);
    }
}

#[test]
fn the_template_has_notes_lists_and_limits_that_a_second_program_finds() {
    let book = opened(&workbook::template(Language::Chinese).unwrap());
    let names = book.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for sheet in
        ["填表说明", "设置", "单位", "村", "干部", "户", "地点", "路程", "指定", "上年结对"]
    {
        assert!(names.iter().any(|name| name == sheet), "{sheet}");
    }
    for (name, sheet) in book.as_object().unwrap().iter().filter(|(name, _)| *name != "填表说明")
    {
        let headers = sheet["cells"][0].as_array().unwrap();
        assert_eq!(sheet["freeze"], "A2", "{name}");
        assert_eq!(sheet["notes"].as_object().unwrap().len(), headers.len(), "{name}");
        for note in sheet["notes"].as_object().unwrap().values() {
            assert!(!note.as_str().unwrap().contains("workbook-"), "{note}");
        }
    }
    let of = |sheet: &str, column: &str| {
        let validations = book[sheet]["validations"].as_array().unwrap();
        let at = |v: &&serde_json::Value| v["cells"].as_str().unwrap().starts_with(column);
        validations.iter().find(at).unwrap_or_else(|| panic!("{sheet} {column}")).clone()
    };
    let category = of("单位", "C2");
    assert_eq!(category["first"], "\"党群,政法,经济,涉农,综合\"");
    let longitude = of("村", "E2");
    let limits = (&longitude["type"], &longitude["first"], &longitude["second"]);
    assert_eq!(limits, (&"decimal".into(), &"-180".into(), &"180".into()));
    assert_eq!(of("干部", "F2")["first"], "\"是,否\"");
    assert_eq!(of("户", "E2")["type"], "whole");
    assert!(of("干部", "C2")["first"].as_str().unwrap().contains("单位"));
}
