//! What records must satisfy, alone and together, to be an instance.

use std::collections::{HashMap, HashSet};

use super::data::{DataFault, FaultCode, InstanceData, LonLat, Table};
use super::enums::PinKind;
use crate::language::{Sentence, sentence};

/// Longest way accepted, in metres: half way round the Earth with a generous detour.
const LONGEST_WAY: i64 = 100_000_000;
/// Largest charge of one attachment accepted, in millipoints.
const LARGEST_CHARGE: i64 = 1_000_000_000_000;

/// Most faults of records that are kept, so that memory stays bounded whatever the data is.
const MOST_FAULTS: usize = 50_000;

/// Every fault of the data, in the order of the tables; beyond [`MOST_FAULTS`] those of records are
/// left out.
pub(super) fn faults(data: &InstanceData) -> Vec<DataFault> {
    let mut v = Validator { data, faults: Vec::new() };
    v.settings();
    let ids = v.ids();
    v.coordinates();
    v.references(&ids);
    v.pairs(&ids);
    v.pins(&ids);
    v.staffing(&ids);
    v.distances(&ids);
    v.faults
}

struct Ids<'a> {
    agencies: HashSet<&'a str>,
    villages: HashSet<&'a str>,
    cadres: HashSet<&'a str>,
    households: HashSet<&'a str>,
    places: HashSet<&'a str>,
}

impl Ids<'_> {
    fn is_origin(&self, id: &str) -> bool {
        self.agencies.contains(id) || self.places.contains(id)
    }
}

struct Validator<'a> {
    data: &'a InstanceData,
    faults: Vec<DataFault>,
}

impl<'a> Validator<'a> {
    #[allow(clippy::too_many_arguments)] // one argument a part of the message
    fn fault(
        &mut self,
        code: FaultCode,
        table: Table,
        record: usize,
        field: &str,
        value: &str,
        cause: Sentence,
        action: Sentence,
    ) {
        if self.faults.len() >= MOST_FAULTS {
            return;
        }
        self.faults.push(DataFault {
            code,
            table,
            record: Some(record),
            field: Some(field.to_owned()),
            value: value.to_owned(),
            cause,
            action,
        });
    }

    fn settings(&mut self) {
        for fault in self.data.settings.faults() {
            self.faults.push(DataFault {
                code: FaultCode::BadSetting,
                table: Table::Settings,
                record: None,
                field: Some(fault.key),
                value: fault.value,
                cause: sentence!("fault-setting-range"),
                action: fault.action,
            });
        }
    }

    fn ids(&mut self) -> Ids<'a> {
        let data = self.data;
        let mut agencies = HashMap::new();
        self.unique(
            Table::Agencies,
            "agency_id",
            &mut agencies,
            data.agencies.iter().map(|r| &r.id),
        );
        let mut places = agencies.clone(); // agencies and places share one name space
        self.unique(Table::Places, "place_id", &mut places, data.places.iter().map(|r| &r.id));
        places.retain(|id, _| !agencies.contains_key(id));
        let mut villages = HashMap::new();
        self.unique(
            Table::Villages,
            "village_id",
            &mut villages,
            data.villages.iter().map(|r| &r.id),
        );
        let mut cadres = HashMap::new();
        self.unique(Table::Cadres, "cadre_id", &mut cadres, data.cadres.iter().map(|r| &r.id));
        let mut households = HashMap::new();
        let ids = data.households.iter().map(|r| &r.id);
        self.unique(Table::Households, "household_id", &mut households, ids);
        let empty = [
            (Table::Agencies, data.agencies.is_empty()),
            (Table::Villages, data.villages.is_empty()),
            (Table::Cadres, data.cadres.is_empty()),
            (Table::Households, data.households.is_empty()),
        ];
        for (table, _) in empty.into_iter().filter(|&(_, empty)| empty) {
            self.faults.push(DataFault {
                code: FaultCode::EmptyTable,
                table,
                record: None,
                field: None,
                value: String::new(),
                cause: sentence!("fault-empty-table"),
                action: sentence!("advice-row"),
            });
        }
        let keys = |map: HashMap<&'a str, usize>| map.into_keys().collect();
        Ids {
            agencies: keys(agencies),
            villages: keys(villages),
            cadres: keys(cadres),
            households: keys(households),
            places: keys(places),
        }
    }

    fn unique(
        &mut self,
        table: Table,
        field: &str,
        seen: &mut HashMap<&'a str, usize>,
        ids: impl Iterator<Item = &'a String>,
    ) {
        for (record, id) in ids.enumerate() {
            if id.is_empty() {
                let (cause, action) = (sentence!("fault-no-id"), sentence!("advice-own-id"));
                self.fault(FaultCode::MissingValue, table, record, field, id, cause, action);
                continue;
            }
            if id.contains([',', '\n', '\r', '\0']) || id.trim() != id {
                let (cause, action) = (sentence!("fault-bad-id"), sentence!("advice-other-id"));
                self.fault(FaultCode::BadId, table, record, field, id, cause, action);
            }
            if seen.insert(id, record).is_some() {
                let (cause, action) = (sentence!("fault-id-twice"), sentence!("advice-id-twice"));
                self.fault(FaultCode::DuplicateId, table, record, field, id, cause, action);
            }
        }
    }

    fn coordinates(&mut self) {
        let data = self.data;
        let agencies = data.agencies.iter().map(|r| r.location).enumerate();
        let villages = data.villages.iter().map(|r| r.location).enumerate();
        let places = data.places.iter().map(|r| r.location).enumerate();
        let all = agencies
            .map(|(i, l)| (Table::Agencies, i, l))
            .chain(villages.map(|(i, l)| (Table::Villages, i, l)))
            .chain(places.map(|(i, l)| (Table::Places, i, l)));
        for (table, record, location) in all {
            if let Some(location) = location {
                self.location(table, record, location);
            }
        }
    }

    fn location(&mut self, table: Table, record: usize, LonLat { lon, lat }: LonLat) {
        let finite = lon.is_finite() && lat.is_finite();
        if finite && lat.abs() > 90.0 && lat.abs() <= 180.0 && lon.abs() <= 90.0 {
            let cause = sentence!("fault-swapped-latitude");
            let action = sentence!("advice-swapped");
            let value = lat.to_string();
            self.fault(FaultCode::SwappedCoordinates, table, record, "lat", &value, cause, action);
            return;
        }
        for (field, value, largest) in [("lon", lon, 180.0), ("lat", lat, 90.0)] {
            if !(value.is_finite() && value.abs() <= largest) {
                let action = sentence!("advice-degrees-between", most = largest.to_string());
                let cause = sentence!("fault-not-coordinate");
                let value = value.to_string();
                self.fault(FaultCode::OutOfRange, table, record, field, &value, cause, action);
            }
        }
    }

    /// `what`: what the id should be of.
    fn dangling(&mut self, table: Table, record: usize, field: &str, id: &str, what: Sentence) {
        let cause = sentence!("fault-no-such", what = what.clone());
        let action = sentence!("advice-add-or-correct", what = what);
        self.fault(FaultCode::DanglingId, table, record, field, id, cause, action);
    }

    fn references(&mut self, ids: &Ids) {
        let data = self.data;
        for (record, cadre) in data.cadres.iter().enumerate() {
            if !ids.agencies.contains(cadre.agency_id.as_str()) {
                let what = Table::Agencies.thing();
                self.dangling(Table::Cadres, record, "agency_id", &cadre.agency_id, what);
            }
            if let Some(base) = cadre.base.as_ref().filter(|base| !ids.is_origin(base)) {
                self.dangling(Table::Cadres, record, "base", base, Table::Places.thing());
            }
        }
        for (record, household) in data.households.iter().enumerate() {
            let village = household.village_id.as_str();
            if !ids.villages.contains(village) {
                let what = Table::Villages.thing();
                self.dangling(Table::Households, record, "village_id", village, what);
            }
        }
    }

    fn pairs(&mut self, ids: &Ids) {
        let data = self.data;
        let mut seen = HashSet::new();
        for (record, r) in data.travel.iter().enumerate() {
            if !ids.is_origin(&r.origin_id) {
                let what = sentence!("thing-origin");
                self.dangling(Table::Travel, record, "origin_id", &r.origin_id, what);
            }
            if !ids.villages.contains(r.village_id.as_str()) {
                let what = Table::Villages.thing();
                self.dangling(Table::Travel, record, "village_id", &r.village_id, what);
            }
            if !(0..=LONGEST_WAY).contains(&r.metres.0) {
                let (value, cause) = (r.metres.0.to_string(), sentence!("fault-length"));
                let action = sentence!("advice-kilometres", most = LONGEST_WAY / 1000);
                self.fault(
                    FaultCode::OutOfRange,
                    Table::Travel,
                    record,
                    "km",
                    &value,
                    cause,
                    action,
                );
            }
            if !seen.insert((&r.origin_id, &r.village_id)) {
                self.repeated(Table::Travel, record, "origin_id", &r.origin_id);
            }
        }
        seen.clear();
        for (record, r) in data.links.iter().enumerate() {
            if !ids.agencies.contains(r.agency_id.as_str()) {
                let what = Table::Agencies.thing();
                self.dangling(Table::Links, record, "agency_id", &r.agency_id, what);
            }
            if !ids.villages.contains(r.village_id.as_str()) {
                let what = Table::Villages.thing();
                self.dangling(Table::Links, record, "village_id", &r.village_id, what);
            }
            if !(0..=LARGEST_CHARGE).contains(&r.cost.0) {
                let (value, cause) = (r.cost.to_string(), sentence!("fault-charge"));
                let action = sentence!("advice-points", most = LARGEST_CHARGE / 1000);
                self.fault(
                    FaultCode::OutOfRange,
                    Table::Links,
                    record,
                    "cost",
                    &value,
                    cause,
                    action,
                );
            }
            if !seen.insert((&r.agency_id, &r.village_id)) {
                self.repeated(Table::Links, record, "agency_id", &r.agency_id);
            }
        }
    }

    fn repeated(&mut self, table: Table, record: usize, field: &str, value: &str) {
        let (cause, action) = (sentence!("fault-pair-twice"), sentence!("advice-pair-twice"));
        self.fault(FaultCode::DuplicateRow, table, record, field, value, cause, action);
    }

    fn pins(&mut self, ids: &Ids) {
        for (record, pin) in self.data.pins.iter().enumerate() {
            let of_agency = matches!(pin.kind, PinKind::Lead | PinKind::Attach);
            let (subjects, subject) = if of_agency {
                (&ids.agencies, Table::Agencies)
            } else {
                (&ids.cadres, Table::Cadres)
            };
            if !subjects.contains(pin.subject_id.as_str()) {
                let what = subject.thing();
                self.dangling(Table::Pins, record, "subject_id", &pin.subject_id, what);
            }
            let (objects, object) = if pin.kind == PinKind::Help {
                (&ids.households, Table::Households)
            } else {
                (&ids.villages, Table::Villages)
            };
            if !objects.contains(pin.object_id.as_str()) {
                let what = object.thing();
                self.dangling(Table::Pins, record, "object_id", &pin.object_id, what);
            }
        }
    }

    /// Every village has a household, every agency an available cadre.
    fn staffing(&mut self, ids: &Ids) {
        let data = self.data;
        let inhabited: HashSet<&str> =
            data.households.iter().map(|h| h.village_id.as_str()).collect();
        for (record, village) in data.villages.iter().enumerate() {
            if !inhabited.contains(village.id.as_str())
                && ids.villages.contains(village.id.as_str())
            {
                let cause = sentence!("fault-empty-village");
                let action = sentence!("advice-households");
                let (code, table) = (FaultCode::EmptyVillage, Table::Villages);
                self.fault(code, table, record, "village_id", &village.id, cause, action);
            }
        }
        let staffed: HashSet<&str> =
            data.cadres.iter().filter(|c| c.available).map(|c| c.agency_id.as_str()).collect();
        for (record, agency) in data.agencies.iter().enumerate() {
            if !staffed.contains(agency.id.as_str()) && ids.agencies.contains(agency.id.as_str()) {
                let cause = sentence!("fault-idle-agency");
                let action = sentence!("advice-cadres");
                let (code, table) = (FaultCode::NoAvailableCadre, Table::Agencies);
                self.fault(code, table, record, "agency_id", &agency.id, cause, action);
            }
        }
    }

    /// Where coordinates are missing, `travel.csv` must give each length that a plan may need.
    /// One fault for each record without coordinates whose ways are not all given.
    fn distances(&mut self, ids: &Ids) {
        let data = self.data;
        let bases: HashSet<&str> = data.cadres.iter().filter_map(|c| c.base.as_deref()).collect();
        let given: HashSet<(&str, &str)> =
            data.travel.iter().map(|t| (t.origin_id.as_str(), t.village_id.as_str())).collect();
        let agencies = data.agencies.iter().enumerate();
        let agencies = agencies.map(|(i, r)| (Table::Agencies, i, r.id.as_str(), r.location));
        let places = data.places.iter().enumerate().filter(|(_, r)| bases.contains(r.id.as_str()));
        let places = places.map(|(i, r)| (Table::Places, i, r.id.as_str(), r.location));
        let known = agencies.chain(places).filter(|(_, _, id, _)| ids.is_origin(id));
        let (located, unlocated): (Vec<_>, Vec<_>) = known.partition(|(.., at)| at.is_some());
        for (table, record, origin, _) in unlocated {
            let lacks = |id: &&str| !id.is_empty() && !given.contains(&(origin, id));
            if let Some(village) = data.villages.iter().map(|v| v.id.as_str()).find(lacks) {
                self.no_way(table, record, origin, village);
            }
        }
        for (record, village) in data.villages.iter().enumerate() {
            let id = village.id.as_str();
            if village.location.is_some() || id.is_empty() {
                continue;
            }
            let mut origins = located.iter().map(|&(_, _, origin, _)| origin);
            if let Some(origin) = origins.find(|&origin| !given.contains(&(origin, id))) {
                self.no_way(Table::Villages, record, origin, id);
            }
        }
    }

    fn no_way(&mut self, table: Table, record: usize, origin: &str, village: &str) {
        let cause = sentence!("fault-no-way", origin = origin, village = village);
        let action = sentence!("advice-way");
        self.fault(FaultCode::MissingDistance, table, record, "lon", "", cause, action);
    }
}
