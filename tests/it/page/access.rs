//! That everybody can use the page: contrast, keyboard, names of what can be used, small screens.

use jiedui::language::Language;
use jiedui::model::Instance;
use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::{PinKind, PinMode};
use serde_json::json;

use super::browser::Reader;
use super::{PLAIN, Wish, page_of, planned};
use crate::command_line::township;

/// Every part of the page.
const VIEWS: [&str; 11] = [
    "#",
    "#villages",
    "#agencies",
    "#pairings",
    "#cadres",
    "#secretaries",
    "#prices",
    "#changes",
    "#village/V001",
    "#agency/A001",
    "#cadre/C00001",
];

/// A township with a plan of last year and a pin, so that every part of the page is there.
fn with_everything() -> InstanceData {
    let mut data = township();
    let instance = Instance::new(data.clone()).unwrap();
    let mut before = planned(&instance).to_tables(&instance);
    before.pairings.iter_mut().step_by(7).for_each(|row| "C00001".clone_into(&mut row.cadre_id));
    data.previous = Some(before);
    data.pins.push(PinRecord {
        kind: PinKind::Post,
        subject_id: "C00001".to_owned(),
        object_id: "V001".to_owned(),
        mode: PinMode::Forbid,
        reason: Some("asked for it".to_owned()),
    });
    data
}

#[test]
fn a_phone_scrolls_only_downwards() {
    let reader =
        Reader::of(&page_of(&township(), None, &Wish { language: Language::Chinese, ..PLAIN }));
    reader.resize(375, 740);
    for view in ["#", "#villages", "#pairings", "#secretaries", "#village/V001"] {
        reader.go(view);
        let wide = reader.eval("document.documentElement.scrollWidth");
        assert!(wide.as_u64().unwrap() <= 375, "{view} is {wide} wide");
    }
    reader.is_content();
}

/// Contrast of text as WCAG 2.2 defines it (1.4.3, AA: 4.5).
#[test]
fn text_can_be_read_in_light_and_dark() {
    let reader = Reader::of(&page_of(&with_everything(), None, &PLAIN));
    let contrast = include_str!("contrast.js");
    for theme in ["light", "dark"] {
        for view in VIEWS {
            reader.go(view);
            reader.until(&format!("document.documentElement.dataset.theme === {theme:?}"));
            assert_eq!(reader.eval(contrast), json!([]), "{view}, {theme}");
        }
        // What is found, with the first of it marked, and a household's row that was looked for.
        reader.enter("#find", "H0000", None);
        reader.until("document.querySelector('#hits [aria-selected=true]')");
        assert_eq!(reader.eval(contrast), json!([]), "hits, {theme}");
        reader.press("Enter");
        reader.until("document.querySelector('tr.hit')");
        assert_eq!(reader.eval(contrast), json!([]), "a row that was looked for, {theme}");
        reader.click("#theme");
    }
}

/// Tables are sorted without a mouse, and say so to whoever cannot see the arrows.
#[test]
fn every_table_is_sorted_from_the_keyboard() {
    let reader = Reader::of(&page_of(&with_everything(), None, &PLAIN));
    let mut tables = 0;
    for view in VIEWS {
        reader.go(view);
        let unlabelled = "[...document.querySelectorAll('#main table')].filter((table) => \
            !table.caption?.textContent.trim() || [...table.querySelectorAll('thead th')].some((th) => th.scope !== 'col')).map((table) => table.outerHTML.slice(0, 200))";
        assert_eq!(reader.eval(unlabelled), json!([]), "{view}");
        let ids =
            "[...document.querySelectorAll('#main table:has(th button)')].map((table) => table.id)";
        let ids: Vec<String> = serde_json::from_value(reader.eval(ids)).unwrap();
        for id in &ids {
            let buttons = format!("document.querySelectorAll('#{id} th button')");
            let sorted = format!(
                "[...document.querySelectorAll('#{id} th')].map((th) => th.getAttribute('aria-sort'))"
            );
            let state =
                || -> Vec<Option<String>> { serde_json::from_value(reader.eval(&sorted)).unwrap() };
            reader.eval(&format!("{buttons}[1].focus()"));
            reader.press("Enter");
            let first = state();
            assert_eq!(first.iter().flatten().count(), 1, "{view}: {first:?}");
            let way = first[1].clone().unwrap_or_else(|| panic!("{view} {id}: {first:?}"));
            assert_eq!(
                reader.eval(&format!("document.activeElement === {buttons}[1]")),
                json!(true)
            );
            reader.press("Enter");
            let other = if way == "ascending" { "descending" } else { "ascending" };
            assert_eq!(state()[1].as_deref(), Some(other), "{view} {id}");
        }
        tables += ids.len();
    }
    assert!(tables >= VIEWS.len(), "{tables} tables only");
    reader.is_content();
}

#[test]
fn everything_that_can_be_used_has_a_name() {
    let reader = Reader::of(&page_of(&township(), None, &PLAIN));
    let nameless = "[...document.querySelectorAll('button, input, select, a, [tabindex=\"0\"]')].filter((e) => \
        !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map((e) => e.outerHTML)";
    for view in ["#", "#villages", "#cadres", "#village/V001"] {
        reader.go(view);
        assert_eq!(reader.eval(nameless), json!([]), "{view}");
        assert_eq!(reader.eval("document.querySelectorAll('h1').length"), json!(1));
    }
    // The skip link leads to the content and not elsewhere.
    reader.eval("document.getElementById('skip').click()");
    assert_eq!(reader.eval("document.activeElement.id"), json!("main"));
}
