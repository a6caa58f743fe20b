//! Making edits that are known to fit together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Edit, Edited, Part};
use crate::model::data::{
    AgencyRecord, CadreRecord, InstanceData, LinkRecord, PlaceRecord, PlanTables, Table,
    TravelRecord,
};
use crate::model::enums::{AttachmentRole, PinKind};

/// Makes the edits. The steps come in an order that makes their own order meaningless.
pub(super) fn apply(data: &InstanceData, edits: &[Edit]) -> Edited {
    let mut edited = Edited { data: data.clone(), idle: Vec::new(), added: BTreeMap::new() };
    let data = &mut edited.data;
    let gone: Vec<AgencyRecord> = data.agencies.clone();
    settings(data, edits);
    agencies(data, edits);
    cadres(data, edits);
    closures(data, edits);
    villages(data, edits);
    households(data, edits);
    pins(data, edits);
    prune(data, &gone);
    edited.idle = leave_out_idle(data);
    for (at, edit) in edits.iter().enumerate() {
        let added = match edit {
            Edit::AddAgency(record) => (Table::Agencies, &record.id),
            Edit::SplitAgency { part, .. } => (Table::Agencies, &part.id),
            Edit::AddVillage(record) => (Table::Villages, &record.id),
            Edit::AddCadre(record) => (Table::Cadres, &record.id),
            Edit::AddHousehold(record) => (Table::Households, &record.id),
            _ => continue,
        };
        edited.added.insert((added.0, added.1.clone()), at);
    }
    edited
}

/// Sets one key after another in the settings' JSON. Input has seen to their types.
fn settings(data: &mut InstanceData, edits: &[Edit]) {
    let mut json = serde_json::to_value(&data.settings).expect("settings serialise");
    let mut any = false;
    for edit in edits {
        let Edit::Set { key, value } = edit else { continue };
        let place = format!("/{}", key.replace('.', "/"));
        if let Some(slot) = json.pointer_mut(&place) {
            *slot = value.clone();
            any = true;
        }
    }
    if any && let Ok(settings) = serde_json::from_value(json) {
        data.settings = settings;
    }
}

fn agencies(data: &mut InstanceData, edits: &[Edit]) {
    for edit in edits {
        match edit {
            Edit::AddAgency(record) => data.agencies.push(record.clone()),
            Edit::SplitAgency { agency, part, .. } => split(data, agency, part),
            _ => {}
        }
    }
}

/// The new agency, and where it is where the old one was, its ways.
fn split(data: &mut InstanceData, agency: &str, part: &Part) {
    let Some(old) = data.agencies.iter().find(|record| record.id == agency).cloned() else {
        return;
    };
    data.agencies.push(AgencyRecord {
        id: part.id.clone(),
        name: part.name.clone().unwrap_or(old.name),
        category: part.category.unwrap_or(old.category),
        location: part.location.or(old.location),
        max_villages: part.max_villages.or(old.max_villages),
    });
    if part.location.is_none() {
        let ways = data.travel.iter().filter(|way| way.origin_id == agency);
        let ways = ways.map(|way| TravelRecord { origin_id: part.id.clone(), ..way.clone() });
        let ways: Vec<TravelRecord> = ways.collect();
        data.travel.extend(ways);
    }
    let charges = data.links.iter().filter(|link| link.agency_id == agency);
    let charges = charges.map(|link| LinkRecord { agency_id: part.id.clone(), ..link.clone() });
    let charges: Vec<LinkRecord> = charges.collect();
    data.links.extend(charges);
}

fn cadres(data: &mut InstanceData, edits: &[Edit]) {
    let at: HashMap<String, usize> =
        data.cadres.iter().enumerate().map(|(i, cadre)| (cadre.id.clone(), i)).collect();
    let mut gone = HashSet::new();
    for edit in edits {
        let mut change = |id: &str, change: &dyn Fn(&mut CadreRecord)| {
            if let Some(&i) = at.get(id) {
                change(&mut data.cadres[i]);
            }
        };
        match edit {
            Edit::SplitAgency { part, cadres, .. } => {
                for id in cadres {
                    change(id, &|cadre| cadre.agency_id.clone_from(&part.id));
                }
            }
            Edit::TransferCadre { cadre, agency, base } => change(cadre, &|cadre| {
                cadre.agency_id.clone_from(agency);
                cadre.base.clone_from(base);
            }),
            Edit::PromoteCadre { cadre, rank, role } => change(cadre, &|cadre| {
                cadre.rank = rank.unwrap_or(cadre.rank);
                cadre.role = role.unwrap_or(cadre.role);
            }),
            &Edit::SetAvailable { ref cadre, available } => {
                change(cadre, &|cadre| cadre.available = available);
            }
            Edit::RemoveCadre { cadre } => {
                gone.insert(cadre.as_str());
            }
            _ => {}
        }
    }
    data.cadres.retain(|cadre| !gone.contains(cadre.id.as_str()));
    data.cadres.extend(edits.iter().filter_map(|edit| match edit {
        Edit::AddCadre(record) => Some(record.clone()),
        _ => None,
    }));
}

/// Agencies that merge or close, with what becomes of the cadres they still have.
fn closures(data: &mut InstanceData, edits: &[Edit]) {
    for edit in edits {
        let (agency, to) = match edit {
            Edit::MergeAgency { agency, into } => {
                hand_over(data, agency, into);
                (agency, Some(into))
            }
            Edit::CloseAgency { agency, to } => (agency, to.as_ref()),
            _ => continue,
        };
        match to {
            Some(to) => data
                .cadres
                .iter_mut()
                .filter(|cadre| cadre.agency_id == *agency)
                .for_each(|cadre| cadre.agency_id.clone_from(to)),
            None => data.cadres.retain(|cadre| cadre.agency_id != *agency),
        }
        data.agencies.retain(|record| record.id != *agency);
    }
}

/// What a merged agency leaves to the other: pins, charges, its part in the previous plan.
fn hand_over(data: &mut InstanceData, agency: &str, into: &str) {
    for pin in &mut data.pins {
        if matches!(pin.kind, PinKind::Lead | PinKind::Attach) && pin.subject_id == agency {
            into.clone_into(&mut pin.subject_id);
        }
    }
    let own: HashSet<String> = data
        .links
        .iter()
        .filter(|link| link.agency_id == into)
        .map(|link| link.village_id.clone())
        .collect();
    data.links.retain_mut(|link| {
        if link.agency_id != agency {
            return true;
        }
        into.clone_into(&mut link.agency_id);
        !own.contains(&link.village_id)
    });
    if let Some(previous) = &mut data.previous {
        succeed(previous, agency, into);
    }
}

/// Puts `into` in the place of `agency`; where both were in one village, one row is left, the lead.
pub(super) fn succeed(previous: &mut PlanTables, agency: &str, into: &str) {
    let mut leads = BTreeSet::new();
    for row in &mut previous.attachments {
        if row.agency_id == agency {
            into.clone_into(&mut row.agency_id);
        }
        if row.agency_id == into && row.role == AttachmentRole::Lead {
            leads.insert(row.village_id.clone());
        }
    }
    let mut seen = HashSet::new();
    previous.attachments.retain(|row| {
        let second = row.role == AttachmentRole::Assist && leads.contains(&row.village_id);
        row.agency_id != into || (!second && seen.insert(row.village_id.clone()))
    });
}

fn villages(data: &mut InstanceData, edits: &[Edit]) {
    for edit in edits {
        match edit {
            Edit::AddVillage(record) => data.villages.push(record.clone()),
            Edit::SetVillageType { village, kind } => {
                let named = data.villages.iter_mut().filter(|record| record.id == *village);
                named.for_each(|record| record.kind = *kind);
            }
            _ => {}
        }
    }
}

fn households(data: &mut InstanceData, edits: &[Edit]) {
    let at: HashMap<String, usize> =
        data.households.iter().enumerate().map(|(i, record)| (record.id.clone(), i)).collect();
    let (mut gone, mut left) = (HashSet::new(), HashSet::new());
    for edit in edits {
        match edit {
            Edit::MoveHousehold { household, village, hamlet } => {
                let record = &mut data.households[at[household]];
                if let Some(village) = village {
                    record.village_id.clone_from(village);
                }
                if let Some(hamlet) = hamlet {
                    record.hamlet.clone_from(hamlet);
                }
            }
            Edit::SetCause { household, cause } => data.households[at[household]].cause = *cause,
            Edit::RemoveHousehold { household } => {
                gone.insert(household.as_str());
            }
            Edit::RemoveVillage { village } => {
                left.insert(village.as_str());
            }
            _ => {}
        }
    }
    data.households.retain(|record| {
        !gone.contains(record.id.as_str()) && !left.contains(record.village_id.as_str())
    });
    data.villages.retain(|record| !left.contains(record.id.as_str()));
    data.households.extend(edits.iter().filter_map(|edit| match edit {
        Edit::AddHousehold(record) => Some(record.clone()),
        _ => None,
    }));
}

fn pins(data: &mut InstanceData, edits: &[Edit]) {
    for edit in edits {
        if let Edit::RemovePin { kind, subject, object, mode } = edit {
            data.pins.retain(|pin| {
                (pin.kind, &pin.subject_id, &pin.object_id) != (*kind, subject, object)
                    || mode.is_some_and(|mode| mode != pin.mode)
            });
        }
    }
    data.pins.extend(edits.iter().filter_map(|edit| match edit {
        Edit::AddPin(pin) => Some(pin.clone()),
        _ => None,
    }));
    let mut seen = HashSet::new();
    data.pins.retain(|pin| {
        seen.insert((pin.kind, pin.subject_id.clone(), pin.object_id.clone(), pin.mode))
    });
}

/// Ids of the tables as they are now.
struct Ids {
    agencies: HashSet<String>,
    places: HashSet<String>,
    villages: HashSet<String>,
    cadres: HashSet<String>,
    households: HashSet<String>,
}

impl Ids {
    fn of(data: &InstanceData) -> Self {
        Self {
            agencies: data.agencies.iter().map(|record| record.id.clone()).collect(),
            places: data.places.iter().map(|record| record.id.clone()).collect(),
            villages: data.villages.iter().map(|record| record.id.clone()).collect(),
            cadres: data.cadres.iter().map(|record| record.id.clone()).collect(),
            households: data.households.iter().map(|record| record.id.clone()).collect(),
        }
    }
}

/// Drops the rows that name what is gone. An agency of `before` that is gone but somebody's base
/// stays as a place.
fn prune(data: &mut InstanceData, before: &[AgencyRecord]) {
    let mut ids = Ids::of(data);
    for cadre in &data.cadres {
        let Some(base) = &cadre.base else { continue };
        if ids.agencies.contains(base) || ids.places.contains(base) {
            continue;
        }
        if let Some(old) = before.iter().find(|record| record.id == *base) {
            let (id, name) = (old.id.clone(), old.name.clone());
            data.places.push(PlaceRecord { id, name, location: old.location });
            ids.places.insert(base.clone());
        }
    }
    data.travel.retain(|way| {
        (ids.agencies.contains(&way.origin_id) || ids.places.contains(&way.origin_id))
            && ids.villages.contains(&way.village_id)
    });
    data.links.retain(|link| {
        ids.agencies.contains(&link.agency_id) && ids.villages.contains(&link.village_id)
    });
    data.pins.retain(|pin| {
        let of_agency = matches!(pin.kind, PinKind::Lead | PinKind::Attach);
        let subjects = if of_agency { &ids.agencies } else { &ids.cadres };
        let objects = if pin.kind == PinKind::Help { &ids.households } else { &ids.villages };
        subjects.contains(&pin.subject_id) && objects.contains(&pin.object_id)
    });
    if let Some(previous) = &mut data.previous {
        let (villages, cadres) = (&ids.villages, &ids.cadres);
        previous.attachments.retain(|row| {
            villages.contains(&row.village_id) && ids.agencies.contains(&row.agency_id)
        });
        previous
            .teams
            .retain(|row| villages.contains(&row.village_id) && cadres.contains(&row.cadre_id));
        previous.pairings.retain(|row| {
            ids.households.contains(&row.household_id) && cadres.contains(&row.cadre_id)
        });
    }
}

/// Leaves out the agencies without an available cadre, with their cadres.
pub(super) fn leave_out_idle(data: &mut InstanceData) -> Vec<String> {
    let staffed: HashSet<&str> = data
        .cadres
        .iter()
        .filter(|cadre| cadre.available)
        .map(|cadre| cadre.agency_id.as_str())
        .collect();
    let idle: BTreeSet<String> = data
        .agencies
        .iter()
        .filter(|agency| !staffed.contains(agency.id.as_str()))
        .map(|agency| agency.id.clone())
        .collect();
    if !idle.is_empty() {
        let before = data.agencies.clone();
        data.agencies.retain(|agency| !idle.contains(&agency.id));
        data.cadres.retain(|cadre| !idle.contains(&cadre.agency_id));
        prune(data, &before);
    }
    idle.into_iter().collect()
}
