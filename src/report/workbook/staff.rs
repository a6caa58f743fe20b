//! Which agency is attached where, and who is on the teams.

use super::sheet::{List, row};
use super::view::{Spoken as _, View, headers};
use crate::language::say;
use crate::model::enums::TeamRole;

/// The public list of first secretaries, as a county publishes it.
pub(super) fn secretaries(view: &View<'_>) -> List {
    let (language, instance) = (view.language, view.instance);
    let mut rows = Vec::new();
    for v in view.villages() {
        let village = instance.village(v);
        for &(_, c) in view.teams[v.index()].iter().filter(|(r, _)| *r == TeamRole::Secretary) {
            let cadre = instance.cadre(c);
            rows.push(row![
                rows.len() + 1,
                village.township.as_str(),
                view.village(v),
                view.person(&cadre.name),
                view.agency(cadre.agency),
                cadre.role.word(language),
                cadre.rank.word(language),
                view.phone(cadre),
            ]);
        }
    }
    let columns = ["number", "township", "village", "name", "agency", "role", "rank", "phone"];
    List {
        name: say!(language, "workbook-sheet-secretaries"),
        headers: headers(language, &columns),
        rows,
        personal: true,
    }
}

/// A row a village: its lead agency and those that assist.
pub(super) fn attachments(view: &View<'_>) -> List {
    let (language, instance) = (view.language, view.instance);
    let rows = view.villages().into_iter().map(|v| {
        let (village, assisting) = (instance.village(v), &view.assisting[v.index()]);
        row![
            village.township.as_str(),
            village.id.as_str(),
            view.village(v),
            village.kind.word(language),
            instance.households_of(v).len(),
            view.agencies(&view.leads[v.index()]),
            assisting.len(),
            view.agencies(assisting),
        ]
    });
    let columns = [
        "township",
        "village-id",
        "village",
        "village-type",
        "households",
        "lead",
        "assisting-count",
        "assisting",
    ];
    List {
        name: say!(language, "workbook-sheet-attachments"),
        rows: rows.collect(),
        headers: headers(language, &columns),
        personal: false,
    }
}

/// Everyone on a team, by village: leader, first secretary, members.
pub(super) fn teams(view: &View<'_>) -> List {
    let (language, instance) = (view.language, view.instance);
    let mut rows = Vec::new();
    for v in view.villages() {
        for &(role, c) in &view.teams[v.index()] {
            let cadre = instance.cadre(c);
            rows.push(row![
                instance.village(v).township.as_str(),
                instance.village(v).id.as_str(),
                view.village(v),
                role.word(language),
                cadre.id.as_str(),
                view.person(&cadre.name),
                view.agency(cadre.agency),
                cadre.role.word(language),
                cadre.rank.word(language),
                view.phone(cadre),
            ]);
        }
    }
    let columns = [
        "township",
        "village-id",
        "village",
        "team-role",
        "cadre-id",
        "name",
        "agency",
        "role",
        "rank",
        "phone",
    ];
    List {
        name: say!(language, "workbook-sheet-teams"),
        headers: headers(language, &columns),
        rows,
        personal: true,
    }
}
