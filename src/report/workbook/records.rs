//! The records of an instance as rows of cells, in the columns of [`crate::model::schema`].

use super::sheet::{Cell, row};
use super::tables::spelled;
use crate::language::Language;
use crate::model::data::{
    AgencyRecord, CadreRecord, HouseholdRecord, InstanceData, LinkRecord, LonLat, PinRecord,
    PlanTables, Table, TravelRecord, VillageRecord,
};

/// A value of an enumeration as the reader takes it.
macro_rules! choice {
    ($value:expr, $language:expr) => {
        spelled($value.en(), $value.zh(), $language)
    };
}

/// The rows of a table; none for those that are not of an instance.
pub(super) fn rows(table: Table, data: &InstanceData, language: Language) -> Vec<Vec<Cell>> {
    match table {
        Table::Agencies => agencies(data, language),
        Table::Villages => villages(data, language),
        Table::Cadres => cadres(data, language),
        Table::Households => households(data, language),
        Table::Places => data
            .places
            .iter()
            .map(|r| {
                let [lon, lat] = degrees(r.location);
                row![r.id.as_str(), r.name.as_str(), lon, lat]
            })
            .collect(),
        Table::Travel => {
            let row = |r: &TravelRecord| {
                row![r.origin_id.as_str(), r.village_id.as_str(), thousandths(r.metres.0)]
            };
            data.travel.iter().map(row).collect()
        }
        Table::Links => {
            let row = |r: &LinkRecord| {
                row![r.agency_id.as_str(), r.village_id.as_str(), thousandths(r.cost.0)]
            };
            data.links.iter().map(row).collect()
        }
        Table::Pins => pins(data, language),
        Table::PreviousAttachments | Table::PreviousTeams | Table::PreviousPairings => {
            let plan = data.previous.as_ref();
            plan.map_or_else(Vec::new, |plan| previous(table, plan, language))
        }
        Table::Settings | Table::BestKnown => Vec::new(),
    }
}

fn agencies(data: &InstanceData, language: Language) -> Vec<Vec<Cell>> {
    let row = |r: &AgencyRecord| {
        let [lon, lat] = degrees(r.location);
        let limit = r.max_villages.map_or_else(|| Cell::from(""), Cell::from);
        row![r.id.as_str(), r.name.as_str(), choice!(r.category, language), lon, lat, limit]
    };
    data.agencies.iter().map(row).collect()
}

fn villages(data: &InstanceData, language: Language) -> Vec<Vec<Cell>> {
    let row = |r: &VillageRecord| {
        let [lon, lat] = degrees(r.location);
        let kind = choice!(r.kind, language);
        row![r.id.as_str(), r.name.as_str(), r.township.as_str(), kind, lon, lat]
    };
    data.villages.iter().map(row).collect()
}

fn cadres(data: &InstanceData, language: Language) -> Vec<Vec<Cell>> {
    let yes_no = |value| {
        if value { spelled("yes", "是", language) } else { spelled("no", "否", language) }
    };
    let row = |r: &CadreRecord| {
        row![
            r.id.as_str(),
            r.name.as_str(),
            r.agency_id.as_str(),
            choice!(r.rank, language),
            choice!(r.role, language),
            yes_no(r.party_member),
            yes_no(r.reserve),
            r.rural_years,
            choice!(r.application, language),
            r.phone.as_str(),
            r.base.as_deref().unwrap_or_default(),
            yes_no(r.available),
        ]
    };
    data.cadres.iter().map(row).collect()
}

fn households(data: &InstanceData, language: Language) -> Vec<Vec<Cell>> {
    let row = |r: &HouseholdRecord| {
        row![
            r.id.as_str(),
            r.village_id.as_str(),
            r.hamlet.as_str(),
            r.name.as_str(),
            r.members,
            choice!(r.cause, language),
        ]
    };
    data.households.iter().map(row).collect()
}

fn pins(data: &InstanceData, language: Language) -> Vec<Vec<Cell>> {
    let row = |r: &PinRecord| {
        row![
            choice!(r.kind, language),
            r.subject_id.as_str(),
            r.object_id.as_str(),
            choice!(r.mode, language),
            r.reason.as_deref().unwrap_or_default(),
        ]
    };
    data.pins.iter().map(row).collect()
}

fn previous(table: Table, plan: &PlanTables, language: Language) -> Vec<Vec<Cell>> {
    match table {
        Table::PreviousAttachments => {
            let rows = plan.attachments.iter();
            rows.map(|r| {
                row![r.village_id.as_str(), r.agency_id.as_str(), choice!(r.role, language)]
            })
            .collect()
        }
        Table::PreviousTeams => {
            let rows = plan.teams.iter();
            rows.map(|r| {
                row![r.village_id.as_str(), r.cadre_id.as_str(), choice!(r.role, language)]
            })
            .collect()
        }
        _ => {
            let rows = plan.pairings.iter();
            rows.map(|r| row![r.household_id.as_str(), r.cadre_id.as_str()]).collect()
        }
    }
}

fn degrees(location: Option<LonLat>) -> [Cell; 2] {
    location.map_or_else(
        || [Cell::from(""), Cell::from("")],
        |at| [Cell::Number(at.lon), Cell::Number(at.lat)],
    )
}

/// Thousandths as a number; the shortest decimal of it is exact up to 10^12.
fn thousandths(value: i64) -> Cell {
    Cell::Number(value as f64 / 1000.0)
}
