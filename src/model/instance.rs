//! The instance: valid or it does not exist.
//!
//! [`Instance::new`] validates the records, sorts every table by id and replaces ids by dense
//! indices. There are no setters; a changed roster is a changed
//! [`InstanceData`](super::data::InstanceData) and a new instance.

mod build;
mod variants;

use super::data::LonLat;
use super::enums::{Application, Category, Cause, PinMode, Rank, Role, VillageType};
use super::ids::{AgencyId, CadreId, HouseholdId, OriginId, VillageId};
use super::plan::Plan;
use super::quantities::{Metres, Millipoints};
use super::settings::Settings;

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
