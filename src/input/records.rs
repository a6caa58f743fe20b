//! From bound tables to the records of the model: which cells must be given, and what an empty
//! cell means otherwise (told to users in `docs/format.md`).

use super::bind::Bound;
use super::cells::Row;
use crate::language::{Sentence, sentence};
use crate::model::data::{
    AgencyRecord, AttachmentRow, CadreRecord, HouseholdRecord, LinkRecord, PairingRow, PinRecord,
    PlaceRecord, TeamRow, TravelRecord, VillageRecord,
};
use crate::model::enums::{
    Application, AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole,
    VillageType,
};
use crate::model::schema::{self, Layout};
use crate::model::settings::LARGEST_SETTING;
use crate::model::{Metres, Millipoints};

/// Most people of a household.
const MOST_MEMBERS: u32 = 1_000;
/// Most years of rural work.
const MOST_YEARS: u32 = 100;
/// Longest way, in kilometres.
const LONGEST_WAY: i64 = 100_000;
/// Largest charge of an attachment, in points.
const LARGEST_CHARGE: i64 = 1_000_000_000;

fn kilometres(most: i64) -> Sentence {
    sentence!("advice-kilometres", most = most)
}

fn points(most: i64) -> Sentence {
    sentence!("advice-points", most = most)
}

/// A row of one of the tables.
pub(super) trait Record: Sized {
    /// The table's layout.
    const LAYOUT: &'static Layout;
    /// Reads one row, reporting its bad cells.
    fn read(row: &mut Row<'_>) -> Self;
}

/// Reads every row of a table, up to where there are too many faults to tell.
pub(super) fn read_all<R: Record>(bound: &mut Bound) -> Vec<R> {
    let mut records = Vec::new();
    for record in 0..bound.raw.rows.len() {
        if bound.raw.is_swamped() {
            break;
        }
        records.push(R::read(&mut Row::new(bound, record)));
    }
    records
}

impl Record for AgencyRecord {
    const LAYOUT: &'static Layout = &schema::AGENCIES;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            id: row.text("agency_id"),
            name: row.text("name"),
            category: row.choice("category", Category::General),
            location: row.location(),
            max_villages: row.whole("max_villages", 0..=LARGEST_SETTING),
        }
    }
}

impl Record for VillageRecord {
    const LAYOUT: &'static Layout = &schema::VILLAGES;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            id: row.text("village_id"),
            name: row.text("name"),
            township: row.text("township"),
            kind: row.choice("type", VillageType::Poor),
            location: row.location(),
        }
    }
}

impl Record for CadreRecord {
    const LAYOUT: &'static Layout = &schema::CADRES;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            id: row.text("cadre_id"),
            name: row.text("name"),
            agency_id: row.reference("agency_id"),
            rank: row.choice("rank", Rank::Staff),
            role: row.choice_or("role", Role::Member),
            party_member: row.yes_or("party_member", false),
            reserve: row.yes_or("reserve", false),
            rural_years: row.whole("rural_years", 0..=MOST_YEARS).unwrap_or(0),
            application: row.choice_or("application", Application::None),
            phone: row.text("phone"),
            base: row.optional_reference("base"),
            available: row.yes_or("available", true),
        }
    }
}

impl Record for HouseholdRecord {
    const LAYOUT: &'static Layout = &schema::HOUSEHOLDS;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            id: row.text("household_id"),
            village_id: row.reference("village_id"),
            hamlet: row.text("hamlet"),
            name: row.text("name"),
            members: row.whole("members", 0..=MOST_MEMBERS).unwrap_or(0),
            cause: row.choice("cause", Cause::Illness),
        }
    }
}

impl Record for PlaceRecord {
    const LAYOUT: &'static Layout = &schema::PLACES;
    fn read(row: &mut Row<'_>) -> Self {
        Self { id: row.text("place_id"), name: row.text("name"), location: row.location() }
    }
}

impl Record for TravelRecord {
    const LAYOUT: &'static Layout = &schema::TRAVEL;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            origin_id: row.reference("origin_id"),
            village_id: row.reference("village_id"),
            metres: Metres(row.thousandths("km", LONGEST_WAY, kilometres)),
        }
    }
}

impl Record for LinkRecord {
    const LAYOUT: &'static Layout = &schema::LINKS;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            agency_id: row.reference("agency_id"),
            village_id: row.reference("village_id"),
            cost: Millipoints(row.thousandths("cost", LARGEST_CHARGE, points)),
        }
    }
}

impl Record for PinRecord {
    const LAYOUT: &'static Layout = &schema::PINS;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            kind: row.choice("kind", PinKind::Post),
            subject_id: row.reference("subject_id"),
            object_id: row.reference("object_id"),
            mode: row.choice("mode", PinMode::Require),
            reason: Some(row.text("reason")).filter(|reason| !reason.is_empty()),
        }
    }
}

impl Record for AttachmentRow {
    const LAYOUT: &'static Layout = &schema::ATTACHMENTS;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            village_id: row.reference("village_id"),
            agency_id: row.reference("agency_id"),
            role: row.choice("role", AttachmentRole::Assist),
        }
    }
}

impl Record for TeamRow {
    const LAYOUT: &'static Layout = &schema::TEAMS;
    fn read(row: &mut Row<'_>) -> Self {
        Self {
            village_id: row.reference("village_id"),
            cadre_id: row.reference("cadre_id"),
            role: row.choice("role", TeamRole::Member),
        }
    }
}

impl Record for PairingRow {
    const LAYOUT: &'static Layout = &schema::PAIRINGS;
    fn read(row: &mut Row<'_>) -> Self {
        Self { household_id: row.reference("household_id"), cadre_id: row.reference("cadre_id") }
    }
}
