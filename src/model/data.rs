//! The tables of an instance as records, before they are known to fit together.
//!
//! [`Instance::new`](super::Instance::new) is the only way from here to an instance; what it finds
//! wrong it names by table, record and field, and whoever read the records knows the file and row.

use std::fmt;

use serde::{Serialize, Serializer};

use super::enums::{
    Application, AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole,
    VillageType,
};
use super::quantities::{Metres, Millipoints};
use super::settings::Settings;
use crate::language::{Sentence, sentence};

/// Degrees east and north.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LonLat {
    /// Degrees east, -180..=180.
    pub lon: f64,
    /// Degrees north, -90..=90.
    pub lat: f64,
}

/// A row of `agencies.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the columns of the specification
pub struct AgencyRecord {
    pub id: String,
    pub name: String,
    pub category: Category,
    pub location: Option<LonLat>,
    pub max_villages: Option<u32>,
}

/// A row of `villages.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct VillageRecord {
    pub id: String,
    pub name: String,
    pub township: String,
    pub kind: VillageType,
    pub location: Option<LonLat>,
}

/// A row of `cadres.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct CadreRecord {
    pub id: String,
    pub name: String,
    pub agency_id: String,
    pub rank: Rank,
    pub role: Role,
    pub party_member: bool,
    pub reserve: bool,
    pub rural_years: u32,
    pub application: Application,
    pub phone: String,
    /// A place or an agency; the own agency where absent.
    pub base: Option<String>,
    pub available: bool,
}

/// A row of `households.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct HouseholdRecord {
    pub id: String,
    pub village_id: String,
    pub hamlet: String,
    pub name: String,
    pub members: u32,
    pub cause: Cause,
}

/// A row of `places.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct PlaceRecord {
    pub id: String,
    pub name: String,
    pub location: Option<LonLat>,
}

/// A row of `travel.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct TravelRecord {
    pub origin_id: String,
    pub village_id: String,
    pub metres: Metres,
}

/// A row of `links.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkRecord {
    /// The agency attached.
    pub agency_id: String,
    /// The village it is attached to.
    pub village_id: String,
    /// The whole charge of the attachment, `weights.link` not applied.
    pub cost: Millipoints,
}

/// A row of `pins.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct PinRecord {
    pub kind: PinKind,
    pub subject_id: String,
    pub object_id: String,
    pub mode: PinMode,
    /// Why it was pinned, for people; it binds nobody. Without it the digest is as if there were no
    /// such column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A row of a plan's `attachments.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[allow(missing_docs)]
pub struct AttachmentRow {
    pub village_id: String,
    pub agency_id: String,
    pub role: AttachmentRole,
}

/// A row of a plan's `teams.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[allow(missing_docs)]
pub struct TeamRow {
    pub village_id: String,
    pub cadre_id: String,
    pub role: TeamRole,
}

/// A row of a plan's `pairings.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[allow(missing_docs)]
pub struct PairingRow {
    pub household_id: String,
    pub cadre_id: String,
}

/// A plan as its three tables say it: possibly broken, possibly of another year.
/// Written tables are sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlanTables {
    /// Which agencies are attached to which villages.
    pub attachments: Vec<AttachmentRow>,
    /// Who is in which work team; empty where teams are off.
    pub teams: Vec<TeamRow>,
    /// Who helps which household.
    pub pairings: Vec<PairingRow>,
}

impl PlanTables {
    /// Sorts each table by its ids, the order in which plans are written.
    pub fn sort(&mut self) {
        self.attachments.sort();
        self.teams.sort();
        self.pairings.sort();
    }
}

/// Everything an instance is made of, unchecked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // one field a file
pub struct InstanceData {
    pub settings: Settings,
    pub agencies: Vec<AgencyRecord>,
    pub villages: Vec<VillageRecord>,
    pub cadres: Vec<CadreRecord>,
    pub households: Vec<HouseholdRecord>,
    pub places: Vec<PlaceRecord>,
    pub travel: Vec<TravelRecord>,
    pub links: Vec<LinkRecord>,
    pub pins: Vec<PinRecord>,
    /// Last year's plan.
    pub previous: Option<PlanTables>,
}

/// A row of a file of best-known plans: the least cost that anyone has found for an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestKnownRow {
    /// [`Instance::digest`](super::Instance::digest) of the instance.
    pub digest: String,
    /// A name of it, for people.
    pub name: String,
    /// Cost of the plan.
    pub objective: Millipoints,
    /// How it was found.
    pub how: String,
}

/// The tables of an instance, by the stem of their file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Table {
    Settings,
    Agencies,
    Villages,
    Cadres,
    Households,
    Places,
    Travel,
    Links,
    Pins,
    PreviousAttachments,
    PreviousTeams,
    PreviousPairings,
    BestKnown,
}

impl Table {
    /// What a row of the table is about, in a word.
    #[must_use]
    pub fn thing(self) -> Sentence {
        match self {
            Self::Agencies => sentence!("thing-agency"),
            Self::Villages => sentence!("thing-village"),
            Self::Cadres => sentence!("thing-cadre"),
            Self::Households => sentence!("thing-household"),
            _ => sentence!("thing-place"),
        }
    }
}

/// What kind of fault the input has; the code is stable and documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is told in docs/format.md
pub enum FaultCode {
    MissingFile,
    Unreadable,
    MissingColumn,
    RepeatedColumn,
    UnknownSetting,
    BadSetting,
    MissingValue,
    NotANumber,
    OutOfRange,
    SwappedCoordinates,
    UnknownValue,
    BadId,
    DuplicateId,
    DuplicateRow,
    DanglingId,
    MissingDistance,
    EmptyVillage,
    NoAvailableCadre,
    EmptyTable,
    RaggedRow,
    Undecodable,
    TooLarge,
    WrongSeparator,
    BadSyntax,
    Contradiction,
}

impl FaultCode {
    /// The stable code, `J001` onwards.
    #[must_use]
    pub fn code(self) -> String {
        format!("J{:03}", self as usize + 1)
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

impl Serialize for FaultCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One thing wrong with an instance's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFault {
    /// What kind of fault.
    pub code: FaultCode,
    /// The table it is in.
    pub table: Table,
    /// Position of the record in the table as it was given, 0-based; `None` for the whole table.
    pub record: Option<usize>,
    /// English name of the column (or dotted settings key), where one cell is at fault.
    pub field: Option<String>,
    /// The offending value; empty where there is none to show. Ids only, never names or phones.
    pub value: String,
    /// What is wrong.
    pub cause: Sentence,
    /// What to do about it.
    pub action: Sentence,
}
