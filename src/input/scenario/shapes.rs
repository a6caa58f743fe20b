//! The kinds of entries of a scenario file: their keys, and the edits they make.

use crate::input::bind::Bound;
use crate::input::cells::Row;
use crate::input::fault::Fault;
use crate::input::raw::RawTable;
use crate::input::records::Record as _;
use crate::language::{Sentence, sentence};
use crate::model::data::{
    AgencyRecord, CadreRecord, FaultCode, HouseholdRecord, PinRecord, Table, VillageRecord,
};
use crate::model::edits::{Edit, Part};
use crate::model::enums::{Category, Cause, PinKind, PinMode, Rank, Role, VillageType};
use crate::model::schema::{self, Column, Layout};
use crate::model::settings::LARGEST_SETTING;

/// Between the ids of a list that one edit takes together; ids hold no commas.
pub(super) const SEPARATOR: &str = ",";

/// A kind of entry.
pub(super) struct Shape {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    /// The key that may hold a list of ids.
    pub(super) many: Option<&'static str>,
    /// Whether one edit takes the whole list.
    pub(super) together: bool,
    /// The key of a list of entries of another kind.
    pub(super) below: Option<&'static str>,
    columns: Columns,
    make: fn(&mut Row<'_>) -> Edit,
}

enum Columns {
    /// Those of one of the county's tables.
    Table(&'static Layout),
    /// Its own.
    Own(Layout),
    /// An id alone: the entry is a list of them.
    Ids(Layout),
}

impl Shape {
    pub(super) const fn layout(&self) -> &Layout {
        match &self.columns {
            Columns::Table(layout) => layout,
            Columns::Own(layout) | Columns::Ids(layout) => layout,
        }
    }

    /// Whether it is a list of ids, not of tables.
    pub(super) const fn is_list(&self) -> bool {
        matches!(self.columns, Columns::Ids(_))
    }
}

/// An entry as found in the file.
#[derive(Clone)]
pub(super) struct Entry<'t> {
    pub(super) file: &'t str,
    pub(super) line: usize,
    /// Key and value.
    pub(super) cells: Vec<(&'static str, String)>,
}

impl Entry<'_> {
    pub(super) fn cell(&self, key: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == key).map_or("", |(_, text)| text)
    }
}

const fn key(en: &'static str) -> Column {
    Column { en, zh: &[], optional: true }
}

const fn own(columns: &'static [Column]) -> Layout {
    Layout { table: Table::Settings, stem: "scenario", sheets: &[], optional: true, columns }
}

const CADRE: Column = key("cadre_id");
const AGENCY: Column = key("agency_id");
const VILLAGE: Column = key("village_id");
const HOUSEHOLD: Column = key("household_id");

const fn list(
    section: &'static str,
    name: &'static str,
    columns: &'static [Column],
    make: fn(&mut Row<'_>) -> Edit,
) -> Shape {
    let columns = Columns::Ids(own(columns));
    Shape { section, name, many: None, together: false, below: None, columns, make }
}

const fn record(
    section: &'static str,
    name: &'static str,
    layout: &'static Layout,
    make: fn(&mut Row<'_>) -> Edit,
) -> Shape {
    let columns = Columns::Table(layout);
    Shape { section, name, many: None, together: false, below: None, columns, make }
}

const fn entry(
    section: &'static str,
    name: &'static str,
    columns: &'static [Column],
    make: fn(&mut Row<'_>) -> Edit,
) -> Shape {
    let many = Some(columns[0].en);
    let columns = Columns::Own(own(columns));
    Shape { section, name, many, together: false, below: None, columns, make }
}

/// Every kind of entry.
pub(super) static SHAPES: [Shape; 20] = [
    list("cadres", "remove", &[CADRE], |row| Edit::RemoveCadre {
        cadre: row.reference("cadre_id"),
    }),
    list("cadres", "on_leave", &[CADRE], |row| Edit::SetAvailable {
        cadre: row.reference("cadre_id"),
        available: false,
    }),
    list("cadres", "back", &[CADRE], |row| Edit::SetAvailable {
        cadre: row.reference("cadre_id"),
        available: true,
    }),
    record("cadres", "add", &schema::CADRES, |row| Edit::AddCadre(CadreRecord::read(row))),
    entry("cadres", "transfer", &[CADRE, AGENCY, key("base")], |row| Edit::TransferCadre {
        cadre: row.reference("cadre_id"),
        agency: row.reference("agency_id"),
        base: row.optional_reference("base"),
    }),
    entry("cadres", "promote", &[CADRE, key("rank"), key("role")], |row| Edit::PromoteCadre {
        cadre: row.reference("cadre_id"),
        rank: given(row, "rank").then(|| row.choice("rank", Rank::Staff)),
        role: given(row, "role").then(|| row.choice("role", Role::Member)),
    }),
    list("households", "remove", &[HOUSEHOLD], |row| Edit::RemoveHousehold {
        household: row.reference("household_id"),
    }),
    record("households", "add", &schema::HOUSEHOLDS, |row| {
        Edit::AddHousehold(HouseholdRecord::read(row))
    }),
    entry("households", "move", &[HOUSEHOLD, VILLAGE, key("hamlet")], |row| Edit::MoveHousehold {
        household: row.reference("household_id"),
        village: row.optional_reference("village_id"),
        hamlet: given(row, "hamlet").then(|| row.text("hamlet")),
    }),
    entry("households", "cause", &[HOUSEHOLD, key("cause")], |row| Edit::SetCause {
        household: row.reference("household_id"),
        cause: row.choice("cause", Cause::Illness),
    }),
    list("villages", "leave", &[VILLAGE], |row| Edit::RemoveVillage {
        village: row.reference("village_id"),
    }),
    Shape {
        below: Some("households"),
        ..record("villages", "join", &schema::VILLAGES, |row| {
            Edit::AddVillage(VillageRecord::read(row))
        })
    },
    entry("villages", "type", &[VILLAGE, key("type")], |row| Edit::SetVillageType {
        village: row.reference("village_id"),
        kind: row.choice("type", VillageType::Poor),
    }),
    record("agencies", "add", &schema::AGENCIES, |row| Edit::AddAgency(AgencyRecord::read(row))),
    entry("agencies", "merge", &[AGENCY, key("into")], |row| Edit::MergeAgency {
        agency: row.reference("agency_id"),
        into: row.reference("into"),
    }),
    Shape { many: Some("cadre_id"), together: true, ..entry("agencies", "split", &SPLIT, split) },
    entry("agencies", "close", &[AGENCY, key("transfer_to")], |row| Edit::CloseAgency {
        agency: row.reference("agency_id"),
        to: row.optional_reference("transfer_to"),
    }),
    record("pins", "add", &schema::PINS, |row| Edit::AddPin(PinRecord::read(row))),
    record("pins", "remove", &schema::PINS, |row| Edit::RemovePin {
        kind: row.choice("kind", PinKind::Post),
        subject: row.reference("subject_id"),
        object: row.reference("object_id"),
        mode: given(row, "mode").then(|| row.choice("mode", PinMode::Require)),
    }),
    JOINING,
];

/// The households of a village that joins; no section has this name.
const JOINING: Shape = record("", "households", &schema::HOUSEHOLDS, |row| {
    Edit::AddHousehold(HouseholdRecord {
        id: row.text("household_id"),
        village_id: String::new(), // that of the entry around it
        hamlet: row.text("hamlet"),
        name: row.text("name"),
        members: row.whole("members", 0..=1_000).unwrap_or(0),
        cause: row.choice("cause", Cause::Illness),
    })
});

/// The kind of entry that stands below another.
pub(super) fn inner(shape: &Shape) -> Option<&'static Shape> {
    let name = shape.below?;
    SHAPES.iter().find(|inner| inner.section.is_empty() && inner.name == name)
}

const SPLIT: [Column; 8] = [
    AGENCY,
    key("cadre_id"),
    key("new_id"),
    key("name"),
    key("category"),
    key("lon"),
    key("lat"),
    key("max_villages"),
];

fn split(row: &mut Row<'_>) -> Edit {
    let name = row.text("name");
    let part = Part {
        id: row.reference("new_id"),
        name: Some(name).filter(|name| !name.is_empty()),
        category: given(row, "category").then(|| row.choice("category", Category::General)),
        location: row.location(),
        max_villages: row.whole("max_villages", 0..=LARGEST_SETTING),
    };
    let cadres = row.reference("cadre_id");
    Edit::SplitAgency {
        agency: row.reference("agency_id"),
        part,
        cadres: cadres.split(SEPARATOR).map(|id| id.trim().to_owned()).collect(),
    }
}

fn given(row: &Row<'_>, field: &str) -> bool {
    !row.text(field).is_empty()
}

/// Reads an entry as the one row of a table.
///
/// # Errors
/// Its faults.
pub(super) fn read(shape: &'static Shape, entry: &Entry) -> Result<Edit, Vec<Fault>> {
    let layout = shape.layout();
    let headers = layout.columns.iter().map(|column| column.en.to_owned()).collect();
    let mut raw = RawTable::new(entry.file.to_owned(), false, entry.line, headers);
    let cells: Vec<&str> = layout.columns.iter().map(|column| entry.cell(column.en)).collect();
    raw.push(entry.line, cells.len(), cells.iter().copied());
    let id = layout.columns[0].en;
    if raw.rows.is_empty() {
        let cause = sentence!("fault-empty-entry");
        let action = sentence!("advice-entry-keys", key = id);
        return Err(vec![fault(entry, FaultCode::MissingValue, id, cause, action)]);
    }
    let mut bound = Bound::new(raw, layout, &mut Vec::new()).map_err(|fault| vec![fault])?;
    let edit = (shape.make)(&mut Row::new(&mut bound, 0));
    let mut faults: Vec<Fault> = bound.raw.faults.drain(..).map(|found| found.fault).collect();
    faults.extend(lacks(&edit, entry, id));
    if faults.is_empty() { Ok(edit) } else { Err(faults) }
}

fn fault(entry: &Entry, code: FaultCode, key: &str, cause: Sentence, action: Sentence) -> Fault {
    Fault::new(code, entry.file, cause, action).row(entry.line).column(key)
}

/// What an edit needs that its row may lack.
fn lacks(edit: &Edit, entry: &Entry, id: &str) -> Option<Fault> {
    let new = matches!(
        edit,
        Edit::AddCadre(_) | Edit::AddHousehold(_) | Edit::AddVillage(_) | Edit::AddAgency(_)
    );
    let (key, cause, action) = match edit {
        _ if new && entry.cell(id).is_empty() => {
            (id, sentence!("fault-no-new-id"), sentence!("advice-give-id"))
        }
        Edit::PromoteCadre { rank: None, role: None, .. } => {
            ("rank", sentence!("fault-no-change"), sentence!("advice-promote"))
        }
        Edit::MoveHousehold { village: None, hamlet: None, .. } => {
            ("village_id", sentence!("fault-no-change"), sentence!("advice-move"))
        }
        _ => return None,
    };
    Some(fault(entry, FaultCode::MissingValue, key, cause, action))
}
