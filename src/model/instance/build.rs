//! From records to an instance: sorted by id, ids replaced by dense indices.

use std::io;

use sha2::{Digest as _, Sha256};

use super::{Agency, Cadre, Household, Instance, Pin, Place, Previous, Village, find};
use crate::model::data::{
    AgencyRecord, CadreRecord, DataFault, HouseholdRecord, InstanceData, PinRecord, PlaceRecord,
    PlanTables,
};
use crate::model::enums::{AttachmentRole, PinKind};
use crate::model::geography::great_circle_metres;
use crate::model::ids::{AgencyId, CadreId, HouseholdId, OriginId, VillageId};
use crate::model::quantities::{Metres, Millipoints};
use crate::model::settings::Settings;
use crate::model::validation;

impl Instance {
    /// What keeps records from being an instance; nothing if they are one.
    #[must_use]
    pub fn faults(data: &InstanceData) -> Vec<DataFault> {
        validation::faults(data)
    }

    /// Builds an instance from records.
    ///
    /// # Errors
    /// Every fault found, each with its table, record and field.
    pub fn new(mut data: InstanceData) -> Result<Self, Vec<DataFault>> {
        let faults = Self::faults(&data);
        if !faults.is_empty() {
            return Err(faults);
        }
        sort(&mut data);
        let digest = digest(&data);
        let index = Index::new(&data);
        let villages = villages(&data);
        let households = households(&data, &index, &villages);
        let cadres = cadres(&data, &index);
        let mut cadres_of = vec![Vec::new(); data.agencies.len()];
        for (c, cadre) in cadres.iter().enumerate() {
            cadres_of[cadre.agency.index()].push(CadreId::new(c));
        }
        let mut households_of = vec![Vec::new(); data.villages.len()];
        for (h, household) in households.iter().enumerate() {
            households_of[household.village.index()].push(HouseholdId::new(h));
        }
        Ok(Self {
            digest,
            metres: metres(&data, &index),
            link_charges: link_charges(&data, &index),
            pins: data.pins.iter().map(|pin| resolve(pin, &index)).collect(),
            pin_reasons: data.pins.iter().map(|pin| pin.reason.clone()).collect(),
            change_charge: change_charge(&data.settings),
            previous: data.previous.as_ref().map(|p| previous(p, &index, &cadres)),
            agencies: agencies(&data),
            places: places(&data),
            settings: data.settings,
            villages,
            cadres,
            households,
            cadres_of,
            households_of,
        })
    }
}

fn sort(data: &mut InstanceData) {
    data.agencies.sort_by(|x, y| x.id.cmp(&y.id));
    data.villages.sort_by(|x, y| x.id.cmp(&y.id));
    data.cadres.sort_by(|x, y| x.id.cmp(&y.id));
    data.households.sort_by(|x, y| x.id.cmp(&y.id));
    data.places.sort_by(|x, y| x.id.cmp(&y.id));
    data.travel.sort_by(|x, y| (&x.origin_id, &x.village_id).cmp(&(&y.origin_id, &y.village_id)));
    data.links.sort_by(|x, y| (&x.agency_id, &x.village_id).cmp(&(&y.agency_id, &y.village_id)));
    data.pins.sort_by(|x, y| {
        let key = |p: &PinRecord| {
            (p.kind, p.subject_id.clone(), p.object_id.clone(), p.mode, p.reason.clone())
        };
        key(x).cmp(&key(y))
    });
    if let Some(previous) = &mut data.previous {
        previous.sort();
    }
}

fn change_charge(settings: &Settings) -> Option<Millipoints> {
    let weight = i64::from(settings.weights.change);
    (weight > 0).then_some(Millipoints(1000 * weight))
}

fn digest(sorted: &InstanceData) -> String {
    struct Hashing(Sha256);
    impl io::Write for Hashing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut buffered = io::BufWriter::with_capacity(1 << 16, Hashing(Sha256::new()));
    serde_json::to_writer(&mut buffered, sorted)
        .expect("records serialise and hashing cannot fail");
    let hashing = buffered.into_inner().unwrap_or_else(|_| unreachable!("hashing cannot fail"));
    format!("{:x}", hashing.0.finalize())
}

/// Positions of external ids in the sorted tables.
struct Index<'a> {
    data: &'a InstanceData,
}

impl<'a> Index<'a> {
    fn new(data: &'a InstanceData) -> Self {
        Self { data }
    }

    fn agency(&self, id: &str) -> Option<AgencyId> {
        find(&self.data.agencies, id, |r| &r.id).map(AgencyId::new)
    }

    fn village(&self, id: &str) -> Option<VillageId> {
        find(&self.data.villages, id, |r| &r.id).map(VillageId::new)
    }

    fn cadre(&self, id: &str) -> Option<CadreId> {
        find(&self.data.cadres, id, |r| &r.id).map(CadreId::new)
    }

    fn household(&self, id: &str) -> Option<HouseholdId> {
        find(&self.data.households, id, |r| &r.id).map(HouseholdId::new)
    }

    fn origin(&self, id: &str) -> Option<OriginId> {
        self.agency(id).map(OriginId::from).or_else(|| {
            let place = find(&self.data.places, id, |r| &r.id)?;
            Some(OriginId::new(self.data.agencies.len() + place))
        })
    }
}

const VALIDATED: &str = "validation has resolved every reference";

fn agencies(data: &InstanceData) -> Vec<Agency> {
    let default = data.settings.limits.villages_per_agency;
    let agency = |r: &AgencyRecord| Agency {
        id: r.id.clone(),
        name: r.name.clone(),
        category: r.category,
        location: r.location,
        max_villages: r.max_villages.unwrap_or(default),
    };
    data.agencies.iter().map(agency).collect()
}

fn villages(data: &InstanceData) -> Vec<Village> {
    let mut villages: Vec<Village> = data
        .villages
        .iter()
        .map(|r| Village {
            id: r.id.clone(),
            name: r.name.clone(),
            township: r.township.clone(),
            kind: r.kind,
            location: r.location,
            hamlets: Vec::new(),
        })
        .collect();
    for household in &data.households {
        let v = find(&data.villages, &household.village_id, |r| &r.id).expect(VALIDATED);
        villages[v].hamlets.push(household.hamlet.clone());
    }
    for village in &mut villages {
        village.hamlets.sort_unstable();
        village.hamlets.dedup();
    }
    villages
}

fn households(data: &InstanceData, index: &Index, villages: &[Village]) -> Vec<Household> {
    let household = |r: &HouseholdRecord| {
        let village = index.village(&r.village_id).expect(VALIDATED);
        Household {
            id: r.id.clone(),
            name: r.name.clone(),
            village,
            hamlet: villages[village.index()].hamlets.binary_search(&r.hamlet).expect(VALIDATED),
            members: r.members,
            cause: r.cause,
        }
    };
    data.households.iter().map(household).collect()
}

fn cadres(data: &InstanceData, index: &Index) -> Vec<Cadre> {
    let cadre = |r: &CadreRecord| {
        let agency = index.agency(&r.agency_id).expect(VALIDATED);
        let origin = match &r.base {
            Some(base) => index.origin(base).expect(VALIDATED),
            None => agency.into(),
        };
        Cadre {
            id: r.id.clone(),
            name: r.name.clone(),
            agency,
            rank: r.rank,
            role: r.role,
            party_member: r.party_member,
            reserve: r.reserve,
            rural_years: r.rural_years,
            application: r.application,
            phone: r.phone.clone(),
            origin,
            available: r.available,
        }
    };
    data.cadres.iter().map(cadre).collect()
}

fn places(data: &InstanceData) -> Vec<Place> {
    let place =
        |r: &PlaceRecord| Place { id: r.id.clone(), name: r.name.clone(), location: r.location };
    data.places.iter().map(place).collect()
}

/// `travel.csv` where it has the pair, else detour × great circle. A pair with neither belongs to
/// a place where nobody is based ([`validation`] sees to it) and is never asked for.
fn metres(data: &InstanceData, index: &Index) -> Vec<Metres> {
    let detour = data.settings.travel.detour;
    let origins = data.agencies.iter().map(|r| r.location);
    let origins = origins.chain(data.places.iter().map(|r| r.location));
    let mut metres = Vec::with_capacity(data.villages.len() * origins.clone().count());
    for from in origins {
        metres.extend(data.villages.iter().map(|village| match (from, village.location) {
            (Some(from), Some(to)) => {
                Metres::rounded_half_up(detour * great_circle_metres(from, to))
            }
            _ => Metres::ZERO,
        }));
    }
    for r in &data.travel {
        let origin = index.origin(&r.origin_id).expect(VALIDATED);
        let village = index.village(&r.village_id).expect(VALIDATED);
        metres[origin.index() * data.villages.len() + village.index()] = r.metres;
    }
    metres
}

fn link_charges(data: &InstanceData, index: &Index) -> Option<Vec<Option<Millipoints>>> {
    if data.links.is_empty() {
        return None;
    }
    let mut charges = vec![None; data.agencies.len() * data.villages.len()];
    for r in &data.links {
        let agency = index.agency(&r.agency_id).expect(VALIDATED);
        let village = index.village(&r.village_id).expect(VALIDATED);
        charges[agency.index() * data.villages.len() + village.index()] = Some(r.cost);
    }
    Some(charges)
}

fn resolve(pin: &PinRecord, index: &Index) -> Pin {
    let agency = || index.agency(&pin.subject_id).expect(VALIDATED);
    let cadre = || index.cadre(&pin.subject_id).expect(VALIDATED);
    let village = || index.village(&pin.object_id).expect(VALIDATED);
    let mode = pin.mode;
    match pin.kind {
        PinKind::Lead => Pin::Lead { agency: agency(), village: village(), mode },
        PinKind::Attach => Pin::Attach { agency: agency(), village: village(), mode },
        PinKind::Post => Pin::Post { cadre: cadre(), village: village(), mode },
        PinKind::Secretary => Pin::Secretary { cadre: cadre(), village: village(), mode },
        PinKind::Leader => Pin::Leader { cadre: cadre(), village: village(), mode },
        PinKind::Help => {
            let household = index.household(&pin.object_id).expect(VALIDATED);
            Pin::Help { cadre: cadre(), household, mode }
        }
    }
}

fn previous(tables: &PlanTables, index: &Index, cadres: &[Cadre]) -> Previous {
    let mut previous = Previous {
        lead: vec![None; index.data.villages.len()],
        helper: vec![None; index.data.households.len()],
        vanished: 0,
    };
    let mut vanished = std::collections::BTreeSet::new();
    for row in &tables.attachments {
        let (village, agency) = (index.village(&row.village_id), index.agency(&row.agency_id));
        if village.is_none() {
            vanished.insert(("village", row.village_id.as_str()));
        }
        if agency.is_none() {
            vanished.insert(("agency", row.agency_id.as_str()));
        }
        if let (Some(v), Some(a), AttachmentRole::Lead) = (village, agency, row.role) {
            previous.lead[v.index()] = Some(a);
        }
    }
    for row in &tables.teams {
        if index.village(&row.village_id).is_none() {
            vanished.insert(("village", row.village_id.as_str()));
        }
        if index.cadre(&row.cadre_id).is_none() {
            vanished.insert(("cadre", row.cadre_id.as_str()));
        }
    }
    for row in &tables.pairings {
        let (household, cadre) = (index.household(&row.household_id), index.cadre(&row.cadre_id));
        if household.is_none() {
            vanished.insert(("household", row.household_id.as_str()));
        }
        if cadre.is_none() {
            vanished.insert(("cadre", row.cadre_id.as_str()));
        }
        if let (Some(h), Some(c)) = (household, cadre)
            && cadres[c.index()].available
        {
            previous.helper[h.index()] = Some(c);
        }
    }
    previous.vanished = vanished.len();
    previous
}
