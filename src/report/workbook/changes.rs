//! What is otherwise than last year: lead agencies, places on the teams, helpers.

use super::sheet::{Cell, List, row};
use super::view::{Spoken as _, View, headers};
use crate::language::say;
use crate::model::data::PlanTables;
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, CadreId, Previous, VillageId};
use crate::report::words::term;

/// A row a village with another lead agency, then one a village and role on a team that others have,
/// then one a household with another helper, or with one where last year's is no longer there.
pub(super) fn changes(view: &View<'_>, previous: &Previous, tables: Option<&PlanTables>) -> List {
    let mut rows = leads(view, previous);
    rows.extend(tables.into_iter().flat_map(|tables| teams(view, tables)));
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

/// Who had a place on a village's team and has it no longer, and who has it now instead. Nothing where
/// last year had no teams.
fn teams(view: &View<'_>, previous: &PlanTables) -> Vec<Vec<Cell>> {
    if previous.teams.is_empty() || !view.instance.settings().team.enabled {
        return Vec::new();
    }
    let places =
        view.villages().into_iter().flat_map(|v| TeamRole::ALL.iter().map(move |&r| (v, r)));
    places.filter_map(|(v, role)| place(view, previous, v, role)).collect()
}

/// The row of one role of a village's team; `None` where the same people have it.
fn place(
    view: &View<'_>,
    previous: &PlanTables,
    v: VillageId,
    role: TeamRole,
) -> Option<Vec<Cell>> {
    let (instance, village) = (view.instance, view.instance.village(v));
    let rows = previous.teams.iter().filter(|row| row.village_id == village.id && row.role == role);
    let mut before: Vec<&str> = rows.map(|row| row.cadre_id.as_str()).collect();
    let own = view.teams[v.index()].iter().filter(|(seat, _)| *seat == role);
    let mut now: Vec<&str> = own.map(|&(_, c)| instance.cadre(c).id.as_str()).collect();
    let stay: Vec<&str> = before.iter().copied().filter(|id| now.contains(id)).collect();
    before.retain(|id| !stay.contains(id));
    now.retain(|id| !stay.contains(id));
    let people =
        |ids: &[&str]| ids.iter().map(|id| person(view, id)).collect::<Vec<_>>().join("; ");
    (before.len() + now.len() > 0).then(|| {
        row![
            say!(view.language, "workbook-change-team", role = role.word(view.language)),
            village.township.as_str(),
            view.village(v),
            "",
            "",
            people(&before),
            people(&now),
            "",
        ]
    })
}

/// A cadre by an id of last year, which the tables may no longer have.
fn person(view: &View<'_>, id: &str) -> String {
    view.instance.find_cadre(id).map_or_else(|| id.to_owned(), |c| cadre(view, c))
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
