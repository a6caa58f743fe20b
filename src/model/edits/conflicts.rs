//! Edits that name what does not exist, or contradict each other.
//!
//! Each edit *claims* what it decides ("the agency of cadre C0311"); two claims on the same thing, or
//! any beside one on the whole record, contradict each other. Each edit *refers* to records that it
//! leaves as they are; these must be there once all edits are made.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Edit, EditFault};
use crate::language::{Sentence, sentence};
use crate::model::data::{CadreRecord, FaultCode, InstanceData, Table};
use crate::model::enums::{PinKind, PinMode};

/// The whole record: it is added, or goes.
const ALL: &str = "whether it is there";

/// Every fault, in the order of the edits.
pub(super) fn faults(data: &InstanceData, edits: &[Edit]) -> Vec<EditFault> {
    let mut judge =
        Judge { before: ids(data), after: ids(data), claims: BTreeMap::new(), faults: Vec::new() };
    for edit in edits {
        judge.foresee(edit);
    }
    for (at, edit) in edits.iter().enumerate() {
        judge.subjects(at, edit);
        judge.references(at, edit);
        judge.pins(at, edit, data);
        judge.parts(at, edit, data);
    }
    judge.contradictions(edits);
    judge.faults.sort_by_key(|fault| fault.edit);
    judge.faults
}

type Ids = HashMap<Table, HashSet<String>>;

fn ids(data: &InstanceData) -> Ids {
    HashMap::from([
        (Table::Agencies, data.agencies.iter().map(|record| record.id.clone()).collect()),
        (Table::Villages, data.villages.iter().map(|record| record.id.clone()).collect()),
        (Table::Cadres, data.cadres.iter().map(|record| record.id.clone()).collect()),
        (Table::Households, data.households.iter().map(|record| record.id.clone()).collect()),
        (Table::Places, data.places.iter().map(|record| record.id.clone()).collect()),
    ])
}

/// A thing that only one edit may decide: the table, the id, the aspect of the record.
type Claim = (Table, String, &'static str);

/// By which edit a thing is decided: the aspect, the edit, the key of the scenario file.
type Claimed = (&'static str, usize, &'static str);

struct Judge {
    /// What there is before the edits.
    before: Ids,
    /// What there is after them, those claimed in full by contradicting edits among it.
    after: Ids,
    claims: BTreeMap<(Table, String), Vec<Claimed>>,
    faults: Vec<EditFault>,
}

impl Judge {
    fn has(ids: &Ids, table: Table, id: &str) -> bool {
        ids.get(&table).is_some_and(|ids| ids.contains(id))
    }

    /// Notes what an edit adds and takes away.
    fn foresee(&mut self, edit: &Edit) {
        let (table, id, added) = match edit {
            Edit::AddCadre(record) => (Table::Cadres, &record.id, true),
            Edit::AddHousehold(record) => (Table::Households, &record.id, true),
            Edit::AddVillage(record) => (Table::Villages, &record.id, true),
            Edit::AddAgency(record) => (Table::Agencies, &record.id, true),
            Edit::SplitAgency { part, .. } => (Table::Agencies, &part.id, true),
            Edit::RemoveCadre { cadre } => (Table::Cadres, cadre, false),
            Edit::RemoveHousehold { household } => (Table::Households, household, false),
            Edit::RemoveVillage { village } => (Table::Villages, village, false),
            Edit::MergeAgency { agency, .. } | Edit::CloseAgency { agency, .. } => {
                (Table::Agencies, agency, false)
            }
            _ => return,
        };
        let ids = self.after.entry(table).or_default();
        if added {
            ids.insert(id.clone());
        } else {
            ids.remove(id);
        }
    }

    fn fault(
        &mut self,
        edit: usize,
        code: FaultCode,
        field: &'static str,
        value: &str,
        table: Option<Table>,
        (cause, action): (Sentence, Sentence),
    ) {
        let value = value.to_owned();
        self.faults.push(EditFault { edit, code, field, value, table, cause, action });
    }

    /// The record that an edit is about must be there before it, one that it adds must not; and
    /// nobody else may decide the same.
    fn subjects(&mut self, at: usize, edit: &Edit) {
        for ((table, id, aspect), field) in claims(edit) {
            let adds = match edit {
                Edit::AddCadre(_)
                | Edit::AddHousehold(_)
                | Edit::AddVillage(_)
                | Edit::AddAgency(_) => true,
                Edit::SplitAgency { part, .. } => table == Table::Agencies && id == part.id,
                _ => false,
            };
            let origin = matches!(table, Table::Agencies | Table::Places);
            let exists = Self::has(&self.before, table, &id)
                || (adds && origin && Self::has(&self.before, Table::Places, &id));
            if adds && exists {
                let cause = sentence!("fault-id-taken", what = table.thing());
                let what = (cause, sentence!("advice-other-id"));
                self.fault(at, FaultCode::DuplicateId, field, &id, None, what);
            } else if !adds && !exists && table != Table::Pins && table != Table::Settings {
                let cause = sentence!("fault-no-such", what = table.thing());
                let what = (cause, sentence!("advice-correct-id"));
                self.fault(at, FaultCode::DanglingId, field, &id, Some(table), what);
            }
            self.claims.entry((table, id)).or_default().push((aspect, at, field));
        }
    }

    /// Records that an edit points at must be there after all edits.
    fn references(&mut self, at: usize, edit: &Edit) {
        for (table, id, field) in references(edit) {
            let is = |ids: &Ids| {
                Self::has(ids, table, id) || (field == "base" && Self::has(ids, Table::Places, id))
            };
            // An agency that goes may still be somebody's base: it stays as a place.
            if is(&self.after) || (field == "base" && is(&self.before)) {
                continue;
            }
            let thing = if field == "base" { Table::Places.thing() } else { table.thing() };
            if is(&self.before) {
                let cause = sentence!("fault-taken-away", what = thing);
                let what = (cause, sentence!("advice-staying"));
                self.fault(at, FaultCode::Contradiction, field, id, None, what);
            } else {
                let cause = sentence!("fault-no-such", what = thing);
                let what = (cause, sentence!("advice-correct-id"));
                self.fault(at, FaultCode::DanglingId, field, id, Some(table), what);
            }
        }
    }

    fn pins(&mut self, at: usize, edit: &Edit, data: &InstanceData) {
        let Edit::RemovePin { kind, subject, object, mode } = edit else { return };
        let found = data.pins.iter().any(|pin| {
            (pin.kind, &pin.subject_id, &pin.object_id) == (*kind, subject, object)
                && mode.is_none_or(|mode| mode == pin.mode)
        });
        if !found {
            let what = (sentence!("fault-no-pin"), sentence!("advice-no-pin"));
            self.fault(at, FaultCode::DanglingId, "subject_id", subject, None, what);
        }
    }

    /// Who is split off must be of the agency that is split.
    fn parts(&mut self, at: usize, edit: &Edit, data: &InstanceData) {
        let Edit::SplitAgency { agency, cadres, .. } = edit else { return };
        for id in cadres {
            let strange = |r: &&CadreRecord| r.id == *id && r.agency_id != *agency;
            if data.cadres.iter().any(|record| strange(&record)) {
                let cause = sentence!("fault-not-of", agency = agency);
                let what = (cause, sentence!("advice-off-list"));
                self.fault(at, FaultCode::Contradiction, "cadre_id", id, None, what);
            }
        }
    }

    fn contradictions(&mut self, edits: &[Edit]) {
        let claims = std::mem::take(&mut self.claims);
        for ((table, id), claims) in claims {
            for (i, &(aspect, at, field)) in claims.iter().enumerate() {
                let clashes = |other| other == aspect || other == ALL || aspect == ALL;
                if !claims[..i].iter().any(|&(other, ..)| clashes(other)) {
                    continue;
                }
                let cause = match table {
                    Table::Settings => sentence!("fault-setting-edits"),
                    Table::Pins => sentence!("fault-pin-edits"),
                    _ if aspect == ALL && adds(&edits[at]) => {
                        sentence!("fault-new-edits", what = table.thing())
                    }
                    _ => sentence!("fault-edits", what = table.thing()),
                };
                let what = (cause, sentence!("advice-one-edit"));
                self.fault(at, FaultCode::Contradiction, field, &id, None, what);
            }
        }
    }
}

const fn adds(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::AddCadre(_) | Edit::AddHousehold(_) | Edit::AddVillage(_) | Edit::AddAgency(_)
    )
}

/// What an edit decides, each with the key of the scenario file.
fn claims(edit: &Edit) -> Vec<(Claim, &'static str)> {
    let one = |table, id: &str, aspect, field| vec![((table, id.to_owned(), aspect), field)];
    match edit {
        Edit::RemoveCadre { cadre } => one(Table::Cadres, cadre, ALL, "cadre_id"),
        Edit::AddCadre(record) => one(Table::Cadres, &record.id, ALL, "cadre_id"),
        Edit::TransferCadre { cadre, .. } => one(Table::Cadres, cadre, "agency", "cadre_id"),
        Edit::PromoteCadre { cadre, rank, role } => {
            let aspects = [("rank", rank.is_some()), ("role", role.is_some())];
            let given = aspects.into_iter().filter(|&(_, given)| given);
            given.map(|(aspect, _)| ((Table::Cadres, cadre.clone(), aspect), "cadre_id")).collect()
        }
        Edit::SetAvailable { cadre, .. } => one(Table::Cadres, cadre, "available", "cadre_id"),
        Edit::RemoveHousehold { household } => {
            one(Table::Households, household, ALL, "household_id")
        }
        Edit::AddHousehold(record) => one(Table::Households, &record.id, ALL, "household_id"),
        Edit::MoveHousehold { household, .. } => {
            one(Table::Households, household, "village", "household_id")
        }
        Edit::SetCause { household, .. } => {
            one(Table::Households, household, "cause", "household_id")
        }
        Edit::RemoveVillage { village } => one(Table::Villages, village, ALL, "village_id"),
        Edit::AddVillage(record) => one(Table::Villages, &record.id, ALL, "village_id"),
        Edit::SetVillageType { village, .. } => one(Table::Villages, village, "type", "village_id"),
        Edit::AddAgency(record) => one(Table::Agencies, &record.id, ALL, "agency_id"),
        Edit::MergeAgency { agency, .. } | Edit::CloseAgency { agency, .. } => {
            one(Table::Agencies, agency, ALL, "agency_id")
        }
        Edit::SplitAgency { part, cadres, .. } => {
            let mut all = one(Table::Agencies, &part.id, ALL, "new_id");
            all.extend(cadres.iter().map(|c| ((Table::Cadres, c.clone(), "agency"), "cadre_id")));
            all
        }
        Edit::Set { key, .. } => one(Table::Settings, key, ALL, "settings"),
        Edit::AddPin(pin) => {
            let id = pin_id(pin.kind, &pin.subject_id, &pin.object_id);
            vec![((Table::Pins, id, ALL), "subject_id")]
        }
        Edit::RemovePin { kind, subject, object, mode } => match mode {
            Some(PinMode::Require) => {
                vec![((Table::Pins, pin_id(*kind, subject, object), "required"), "subject_id")]
            }
            _ => vec![((Table::Pins, pin_id(*kind, subject, object), "forbidden"), "subject_id")],
        },
    }
}

fn pin_id(kind: PinKind, subject: &str, object: &str) -> String {
    format!("{} {subject} {object}", kind.en())
}

/// What an edit points at.
fn references(edit: &Edit) -> Vec<(Table, &str, &'static str)> {
    match edit {
        Edit::AddCadre(record) => {
            let mut all = vec![(Table::Agencies, record.agency_id.as_str(), "agency_id")];
            all.extend(record.base.as_deref().map(|base| (Table::Agencies, base, "base")));
            all
        }
        Edit::TransferCadre { agency, base, .. } => {
            let mut all = vec![(Table::Agencies, agency.as_str(), "agency_id")];
            all.extend(base.as_deref().map(|base| (Table::Agencies, base, "base")));
            all
        }
        Edit::AddHousehold(record) => {
            vec![(Table::Villages, record.village_id.as_str(), "village_id")]
        }
        Edit::MoveHousehold { village: Some(village), .. } => {
            vec![(Table::Villages, village, "village_id")]
        }
        Edit::MergeAgency { into, .. } => vec![(Table::Agencies, into, "into")],
        Edit::CloseAgency { to: Some(to), .. } => vec![(Table::Agencies, to, "transfer_to")],
        Edit::SplitAgency { agency, .. } => vec![(Table::Agencies, agency, "agency_id")],
        Edit::AddPin(pin) => {
            let of_agency = matches!(pin.kind, PinKind::Lead | PinKind::Attach);
            let subjects = if of_agency { Table::Agencies } else { Table::Cadres };
            let of_household = pin.kind == PinKind::Help;
            let objects = if of_household { Table::Households } else { Table::Villages };
            vec![
                (subjects, pin.subject_id.as_str(), "subject_id"),
                (objects, pin.object_id.as_str(), "object_id"),
            ]
        }
        _ => Vec::new(),
    }
}
