//! The instance: valid or it does not exist.
//!
//! [`Instance::new`] validates the records, sorts every table by id and replaces ids by dense
//! indices. There are no setters; a changed roster is a changed [`InstanceData`] and a new instance.

mod variants;

use std::io;

use sha2::{Digest, Sha256};

use super::data::{DataFault, InstanceData, LonLat, PinRecord, PlanTables};
use super::enums::{
    Application, AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, VillageType,
};
use super::geography::great_circle_metres;
use super::ids::{AgencyId, CadreId, HouseholdId, OriginId, VillageId};
use super::plan::Plan;
use super::quantities::{Metres, Millipoints};
use super::settings::Settings;
use super::validation;

/// An agency (单位).
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the columns of the specification
pub struct Agency {
    pub id: String,
    pub name: String,
    pub category: Category,
    pub location: Option<LonLat>,
    /// Villages it may be attached to: its own limit, else that of the settings.
    pub max_villages: u32,
}

/// A village (村).
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Village {
    pub id: String,
    pub name: String,
    pub township: String,
    pub kind: VillageType,
    pub location: Option<LonLat>,
    /// Names of its hamlets, sorted; [`Household::hamlet`] points here.
    pub hamlets: Vec<String>,
}

/// A cadre (干部).
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Cadre {
    pub id: String,
    pub name: String,
    pub agency: AgencyId,
    pub rank: Rank,
    pub role: Role,
    pub party_member: bool,
    pub reserve: bool,
    pub rural_years: u32,
    pub application: Application,
    pub phone: String,
    /// Where its ways begin: its base, else its agency.
    pub origin: OriginId,
    pub available: bool,
}

/// A household (户).
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Household {
    pub id: String,
    pub name: String,
    pub village: VillageId,
    /// Position in the village's [`Village::hamlets`].
    pub hamlet: usize,
    pub members: u32,
    pub cause: Cause,
}

/// A place where cadres of township stations are based.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Place {
    pub id: String,
    pub name: String,
    pub location: Option<LonLat>,
}

/// A pin, its ids resolved (R8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Pin {
    Lead {
        agency: AgencyId,
        village: VillageId,
        mode: PinMode,
    },
    Attach {
        agency: AgencyId,
        village: VillageId,
        mode: PinMode,
    },
    /// Required: the cadre's duties, if it has any, are all in the village, and its agency is
    /// attached there (a plan's files do not tell where an idle cadre is posted).
    Post {
        cadre: CadreId,
        village: VillageId,
        mode: PinMode,
    },
    Help {
        cadre: CadreId,
        household: HouseholdId,
        mode: PinMode,
    },
    Secretary {
        cadre: CadreId,
        village: VillageId,
        mode: PinMode,
    },
    Leader {
        cadre: CadreId,
        village: VillageId,
        mode: PinMode,
    },
}

/// Last year's plan as far as it concerns this year's cost.
#[derive(Clone, Debug, Default)]
pub struct Previous {
    /// Last year's lead agency of each village, where it still exists.
    pub lead: Vec<Option<AgencyId>>,
    /// Last year's helper of each household, where it is still an available cadre.
    pub helper: Vec<Option<CadreId>>,
    /// Ids of last year's plan that the tables no longer have.
    pub vanished: usize,
}

impl Previous {
    /// Households whose helper of last year is still an available cadre.
    #[must_use]
    pub fn known(&self) -> usize {
        self.helper.iter().flatten().count()
    }

    /// Changed pairings of a plan: households whose helper of last year is still an available cadre,
    /// but helps them no longer. What the change term counts; a new lead agency is no changed pairing.
    #[must_use]
    pub fn changes(&self, plan: &Plan) -> u64 {
        let pairs = self.helper.iter().zip(&plan.helper);
        pairs.filter(|(before, now)| before.is_some_and(|before| before != **now)).count() as u64
    }
}

/// A complete, consistent instance with dense, id-sorted tables.
#[derive(Clone, Debug)]
pub struct Instance {
    settings: Settings,
    digest: String,
    agencies: Vec<Agency>,
    villages: Vec<Village>,
    cadres: Vec<Cadre>,
    households: Vec<Household>,
    places: Vec<Place>,
    /// Origin-major, shape (agencies + places) × villages.
    metres: Vec<Metres>,
    /// Agency-major, shape agencies × villages; `None` where `links.csv` names no pair at all.
    link_charges: Option<Vec<Option<Millipoints>>>,
    pins: Vec<Pin>,
    /// By pin.
    pin_reasons: Vec<Option<String>>,
    previous: Option<Previous>,
    /// Of a changed pairing; `None` where no cost hangs on it.
    change_charge: Option<Millipoints>,
    cadres_of: Vec<Vec<CadreId>>,
    households_of: Vec<Vec<HouseholdId>>,
}

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

    /// The settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// SHA-256, in hex, of the settings and the id-sorted tables: the same for the same data in any
    /// order of rows and columns.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// All agencies, sorted by id.
    #[must_use]
    pub fn agencies(&self) -> &[Agency] {
        &self.agencies
    }

    /// All villages, sorted by id.
    #[must_use]
    pub fn villages(&self) -> &[Village] {
        &self.villages
    }

    /// All cadres, sorted by id.
    #[must_use]
    pub fn cadres(&self) -> &[Cadre] {
        &self.cadres
    }

    /// All households, sorted by id.
    #[must_use]
    pub fn households(&self) -> &[Household] {
        &self.households
    }

    /// All places, sorted by id; their origins follow those of the agencies.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// One agency.
    #[must_use]
    pub fn agency(&self, id: AgencyId) -> &Agency {
        &self.agencies[id.index()]
    }

    /// One village.
    #[must_use]
    pub fn village(&self, id: VillageId) -> &Village {
        &self.villages[id.index()]
    }

    /// One cadre.
    #[must_use]
    pub fn cadre(&self, id: CadreId) -> &Cadre {
        &self.cadres[id.index()]
    }

    /// One household.
    #[must_use]
    pub fn household(&self, id: HouseholdId) -> &Household {
        &self.households[id.index()]
    }

    /// Ids of all agencies, in order.
    pub fn agency_ids(&self) -> impl ExactSizeIterator<Item = AgencyId> + use<> {
        (0..self.agencies.len()).map(AgencyId::new)
    }

    /// Ids of all villages, in order.
    pub fn village_ids(&self) -> impl ExactSizeIterator<Item = VillageId> + use<> {
        (0..self.villages.len()).map(VillageId::new)
    }

    /// Ids of all cadres, in order.
    pub fn cadre_ids(&self) -> impl ExactSizeIterator<Item = CadreId> + use<> {
        (0..self.cadres.len()).map(CadreId::new)
    }

    /// Ids of all households, in order.
    pub fn household_ids(&self) -> impl ExactSizeIterator<Item = HouseholdId> + use<> {
        (0..self.households.len()).map(HouseholdId::new)
    }

    /// The agency with this external id.
    #[must_use]
    pub fn find_agency(&self, id: &str) -> Option<AgencyId> {
        find(&self.agencies, id, |a| &a.id).map(AgencyId::new)
    }

    /// The village with this external id.
    #[must_use]
    pub fn find_village(&self, id: &str) -> Option<VillageId> {
        find(&self.villages, id, |v| &v.id).map(VillageId::new)
    }

    /// The cadre with this external id.
    #[must_use]
    pub fn find_cadre(&self, id: &str) -> Option<CadreId> {
        find(&self.cadres, id, |c| &c.id).map(CadreId::new)
    }

    /// The household with this external id.
    #[must_use]
    pub fn find_household(&self, id: &str) -> Option<HouseholdId> {
        find(&self.households, id, |h| &h.id).map(HouseholdId::new)
    }

    /// Number of origins: agencies and places.
    #[must_use]
    pub fn origin_count(&self) -> usize {
        self.agencies.len() + self.places.len()
    }

    /// Length of the way from `origin` to `village`.
    #[must_use]
    pub fn metres(&self, origin: OriginId, village: VillageId) -> Metres {
        self.metres[origin.index() * self.villages.len() + village.index()]
    }

    /// What `links.csv` charges for this attachment, if it names it.
    #[must_use]
    pub fn link_charge(&self, agency: AgencyId, village: VillageId) -> Option<Millipoints> {
        self.link_charges.as_ref()?[agency.index() * self.villages.len() + village.index()]
    }

    /// All pins.
    #[must_use]
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// Why the pin at this position of [`Instance::pins`] was set, where `pins.csv` says so.
    #[must_use]
    pub fn pin_reason(&self, pin: usize) -> Option<&str> {
        self.pin_reasons.get(pin)?.as_deref()
    }

    /// All pins, each with its reason where one was given.
    pub fn pins_with_reasons(&self) -> impl Iterator<Item = (Pin, Option<&str>)> {
        self.pins.iter().copied().zip(self.pin_reasons.iter().map(Option::as_deref))
    }

    /// What each household costs whose previous helper is still an available cadre but no longer its
    /// helper: the weight of the change term, except in a variant.
    #[must_use]
    pub fn change_charge(&self) -> Millipoints {
        self.change_charge.unwrap_or(Millipoints::ZERO)
    }

    /// Whether it matters who helped a household last year.
    #[must_use]
    pub const fn counts_changes(&self) -> bool {
        self.previous.is_some() && self.change_charge.is_some()
    }

    /// Last year's plan, where one was given.
    #[must_use]
    pub const fn previous(&self) -> Option<&Previous> {
        self.previous.as_ref()
    }

    /// The cadres of an agency, available or not, sorted by id.
    #[must_use]
    pub fn cadres_of(&self, agency: AgencyId) -> &[CadreId] {
        &self.cadres_of[agency.index()]
    }

    /// The households of a village, sorted by id.
    #[must_use]
    pub fn households_of(&self, village: VillageId) -> &[HouseholdId] {
        &self.households_of[village.index()]
    }

    /// Households the cadre takes without overload: its rank's quota, 0 if not available.
    #[must_use]
    pub fn quota(&self, cadre: CadreId) -> u32 {
        let cadre = self.cadre(cadre);
        if cadre.available { self.settings.quota.of(cadre.rank) } else { 0 }
    }

    /// Households the cadre may take at most (R5): quota and overload, 0 if not available.
    #[must_use]
    pub fn capacity(&self, cadre: CadreId) -> u32 {
        if self.cadre(cadre).available {
            self.quota(cadre) + self.settings.quota.overload
        } else {
            0
        }
    }

    /// Whether the cadre itself meets the rules for a first secretary (R6).
    #[must_use]
    pub fn secretary_eligible(&self, cadre: CadreId) -> bool {
        let c = self.cadre(cadre);
        c.available
            && c.party_member
            && (c.rank != Rank::Staff || c.reserve)
            && c.rural_years >= self.settings.team.min_rural_years
            && c.application != Application::None
            && c.role != Role::Head
    }

    /// Whether the cadre itself meets the rules for a team's leader (R7).
    #[must_use]
    pub fn leader_eligible(&self, cadre: CadreId) -> bool {
        let c = self.cadre(cadre);
        c.available && c.role == Role::Deputy
    }
}

fn find<T>(table: &[T], id: &str, key: impl Fn(&T) -> &String) -> Option<usize> {
    table.binary_search_by(|record| key(record).as_str().cmp(id)).ok()
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
    let agency = |r: &super::data::AgencyRecord| Agency {
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
    let household = |r: &super::data::HouseholdRecord| {
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
    let cadre = |r: &super::data::CadreRecord| {
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
    let place = |r: &super::data::PlaceRecord| Place {
        id: r.id.clone(),
        name: r.name.clone(),
        location: r.location,
    };
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
