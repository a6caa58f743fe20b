//! What is otherwise than last year, as far as it concerns the cost: lead agencies and helpers.

use super::sheet::{Cell, List, row};
use super::view::{View, headers};
use crate::language::say;
use crate::model::{AgencyId, CadreId, Previous};
use crate::report::words::term;

/// A row a village with another lead agency, then one a household with another helper, or with one
/// where last year's is no longer there.
pub(super) fn changes(view: &View<'_>, previous: &Previous) -> List {
    let mut rows = leads(view, previous);
    rows.extend(helpers(view, previous));
    let columns =
        ["change", "township", "village", "household-id", "head", "before", "now", "moved"];
    List {
        name: say!(view.language, "workbook-sheet-changes"),
        headers: headers(view.language, &columns),
        rows,
        personal: true,
    }
}

fn leads(view: &View<'_>, previous: &Previous) -> Vec<Vec<Cell>> {
    let changed = view.villages().into_iter().filter_map(|v| {
        let (before, now) =
            (previous.lead.get(v.index()).copied().flatten()?, &view.leads[v.index()]);
        if now.contains(&before) {
            return None;
        }
        Some(row![
            term("lead_change", view.language),
            view.instance.village(v).township.as_str(),
            view.village(v),
            "",
            "",
            agency(view, before),
            now.iter().map(|&a| agency(view, a)).collect::<Vec<_>>().join(" "),
            "",
        ])
    });
    changed.collect()
}

fn helpers(view: &View<'_>, previous: &Previous) -> Vec<Vec<Cell>> {
    let (language, instance) = (view.language, view.instance);
    let mut rows = Vec::new();
    for v in view.villages() {
        for h in view.households(v) {
            let now = &view.helpers[h.index()];
            let before = previous.helper.get(h.index()).copied().flatten();
            let kind = match before {
                Some(before) if now.contains(&before) => continue,
                Some(_) => term("change", language),
                None => say!(language, "workbook-change-new"),
            };
            let other_agency = before.is_some_and(|before| {
                let own = instance.cadre(before).agency;
                now.iter().all(|&c| instance.cadre(c).agency != own)
            });
            let moved = match (before, other_agency) {
                (None, _) => String::new(),
                (_, true) => say!(language, "workbook-moved-agency"),
                (_, false) => say!(language, "workbook-moved-within"),
            };
            rows.push(row![
                kind,
                instance.village(v).township.as_str(),
                view.village(v),
                instance.household(h).id.as_str(),
                view.person(&instance.household(h).name),
                before.map_or_else(String::new, |c| cadre(view, c)),
                now.iter().map(|&c| cadre(view, c)).collect::<Vec<_>>().join(" "),
                moved,
            ]);
        }
    }
    rows
}

fn agency(view: &View<'_>, agency: AgencyId) -> String {
    format!("{} {}", view.instance.agency(agency).id, view.agency(agency))
}

/// Id, name and agency of a cadre.
fn cadre(view: &View<'_>, cadre: CadreId) -> String {
    let cadre = view.instance.cadre(cadre);
    let said = format!("{} {} {}", cadre.id, view.person(&cadre.name), view.agency(cadre.agency));
    said.replace("  ", " ")
}
