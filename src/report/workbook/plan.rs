//! The plan as a workbook that people file, publish and hand round.

use rust_xlsxwriter::XlsxError;

use super::sheet::{self, Frame, List, row};
use super::view::{View, headers};
use super::{changes, duties, pairings, pins, prices, settings, staff};
use crate::check::Report;
use crate::language::{Language, say};
use crate::report::reported::Reported;

/// The bytes of an `.xlsx` with the plan: first secretaries (the public list) and teams where there
/// are teams, attachments, pairings by village and by agency, statistics, prices, pins, settings, and
/// what is otherwise than last year where the instance has a plan of last year. Every sheet has one
/// header row, can be filtered, and prints on A4, one page wide.
///
/// A broken plan is written as far as it makes sense, with a sheet of the broken rules. The summary
/// is used where it is of this plan. The same arguments give the same bytes.
///
/// # Errors
/// More rows than a sheet takes (1,048,576).
pub fn plan(of: &Reported) -> Result<Vec<u8>, XlsxError> {
    let Reported { instance, report, statistics, summary, language, privacy, .. } = *of;
    let view = View::new(of);
    let (name, year) = (instance.settings().name.as_str(), instance.settings().year);
    let title = say!(language, "workbook-title", name = name.to_owned(), year = year.to_string());
    let frame = Frame { title: &title, language, privacy };
    let mut lists = Vec::new();
    if !report.is_feasible() {
        lists.push(broken(report, language));
    }
    if instance.settings().team.enabled {
        lists.push(staff::secretaries(&view));
    }
    lists.push(staff::attachments(&view));
    if instance.settings().team.enabled {
        lists.push(staff::teams(&view));
    }
    lists.push(pairings::by_village(&view));
    lists.push(pairings::by_agency(&view));
    lists.push(duties::figures(&view, report, statistics, summary));
    lists.push(duties::by_rank(&view, statistics));
    lists.push(duties::by_agency(&view));
    lists.extend(of.prices.map(|list| prices::prices(&view, list)));
    if !view.pins.is_empty() {
        lists.push(pins::pins(&view));
    }
    lists.push(settings::used(&view));
    if let Some(previous) = instance.previous() {
        lists.push(changes::changes(&view, previous, of.previous));
    }
    let mut book = sheet::book(&title)?;
    for list in &lists {
        sheet::add(&mut book, &frame, list)?;
    }
    book.save_to_buffer()
}

/// The rules that the plan breaks, by ids.
fn broken(report: &Report, language: Language) -> List {
    let rows = report.violations.iter().map(|violation| {
        let ids = violation.subjects.join(" ");
        row![violation.rule.to_string(), ids, violation.message.said(language)]
    });
    List {
        name: say!(language, "workbook-sheet-broken"),
        rows: rows.collect(),
        headers: headers(language, &["rule", "ids", "fault"]),
        personal: false,
    }
}
