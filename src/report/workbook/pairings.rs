//! Who helps whom: the same pairings twice, as villages and as agencies want them.

use super::pins;
use super::sheet::{Cell, List, row};
use super::view::{Spoken as _, View, headers};
use crate::language::say;
use crate::model::{CadreId, HouseholdId};

/// Every household with its helper, by village and hamlet. A household without helper has a row.
pub(super) fn by_village(view: &View<'_>) -> List {
    let mut rows = Vec::new();
    for v in view.villages() {
        let village = view.instance.village(v);
        for h in view.households(v) {
            let place = || row![village.township.as_str(), view.village(v)];
            let household = || [place(), household(view, h)].concat();
            let helpers = &view.helpers[h.index()];
            let pins = |c| pinned(view, c, h);
            rows.extend(
                helpers.iter().map(|&c| [household(), helper(view, c, h), pins(Some(c))].concat()),
            );
            if helpers.is_empty() {
                let nobody = vec![Cell::from(""); HELPER.len()];
                rows.push([household(), nobody, pins(None)].concat());
            }
        }
    }
    let columns = [&["township", "village"][..], &HOUSEHOLD, &HELPER, pin_column(view)].concat();
    List {
        name: say!(view.language, "workbook-sheet-by-village"),
        headers: headers(view.language, &columns),
        rows,
        personal: true,
    }
}

/// Every pairing by agency and cadre.
pub(super) fn by_agency(view: &View<'_>) -> List {
    let (instance, helped) = (view.instance, view.helped());
    let mut rows = Vec::new();
    for a in instance.agency_ids() {
        for &c in instance.cadres_of(a) {
            for &h in &helped[c.index()] {
                let village = instance.household(h).village;
                let place =
                    row![instance.village(village).township.as_str(), view.village(village)];
                let pins = pinned(view, Some(c), h);
                rows.push([helper(view, c, h), place, household(view, h), pins].concat());
            }
        }
    }
    let columns = [&HELPER[..], &["township", "village"], &HOUSEHOLD, pin_column(view)].concat();
    List {
        name: say!(view.language, "workbook-sheet-by-agency"),
        headers: headers(view.language, &columns),
        rows,
        personal: true,
    }
}

/// The column of pins, where there are any.
fn pin_column(view: &View<'_>) -> &'static [&'static str] {
    if view.pins.is_empty() { &[] } else { &["pins"] }
}

fn pinned(view: &View<'_>, helper: Option<CadreId>, household: HouseholdId) -> Vec<Cell> {
    let words = || pins::of_pairing(view, helper, household);
    pin_column(view).iter().map(|_| words().into()).collect()
}

const HOUSEHOLD: [&str; 5] = ["hamlet", "household-id", "head", "members", "cause"];

fn household(view: &View<'_>, household: HouseholdId) -> Vec<Cell> {
    let household = view.instance.household(household);
    let village = view.instance.village(household.village);
    row![
        village.hamlets[household.hamlet].as_str(),
        household.id.as_str(),
        view.person(&household.name),
        household.members,
        household.cause.word(view.language),
    ]
}

const HELPER: [&str; 6] = ["helper-agency", "cadre-id", "helper", "rank", "phone", "kilometres"];

fn helper(view: &View<'_>, cadre: CadreId, household: HouseholdId) -> Vec<Cell> {
    let kilometres = view.kilometres(cadre, household);
    let cadre = view.instance.cadre(cadre);
    row![
        view.agency(cadre.agency),
        cadre.id.as_str(),
        view.person(&cadre.name),
        cadre.rank.word(view.language),
        view.phone(cadre),
        Cell::Decimal(kilometres, 1),
    ]
}
