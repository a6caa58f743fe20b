//! What was read and what is wrong with it: places the faults that validation finds in records back
//! into file, row and column, and keeps those back that merely follow from another.

use std::collections::BTreeMap;

use super::bind::{Bound, header};
use super::fault::{Fault, InputError};
use super::raw::RawTable;
use super::records::{self, Record};
use super::settings::SettingsRead;
use crate::language::{Sentence, sentence};
use crate::model::Settings;
use crate::model::data::{DataFault, FaultCode, InstanceData, Table};
use crate::model::enums::PinKind;
use crate::model::schema::Layout;

/// How a table was found.
enum Status {
    /// Optional and not there.
    Absent,
    /// Missing or unreadable, which was reported.
    Failed,
    /// Read, perhaps with faults.
    Read(Box<Bound>),
}

/// Order in which faults are told: table, row, column.
type Place = (Table, usize, usize);

/// Everything read so far.
#[derive(Default)]
pub(super) struct Ledger {
    /// What the user is told once, without it being a fault.
    pub notes: Vec<Sentence>,
    faults: Vec<(Place, Fault)>,
    tables: BTreeMap<Table, Status>,
    settings: Option<(String, BTreeMap<String, usize>)>,
}

impl Ledger {
    /// Records of a table, as far as it can be read. `label` names its file where it is missing.
    pub(super) fn records<R: Record>(
        &mut self,
        label: &str,
        raw: Result<Option<RawTable>, Fault>,
    ) -> Vec<R> {
        let layout = R::LAYOUT;
        let bound = match raw {
            Ok(Some(raw)) => Bound::new(raw, layout, &mut self.notes),
            Ok(None) if layout.optional => {
                self.tables.insert(layout.table, Status::Absent);
                return Vec::new();
            }
            Ok(None) => Err(missing_table(layout, label)),
            Err(fault) => Err(fault),
        };
        let mut bound = match bound {
            Ok(bound) => bound,
            Err(fault) => {
                self.report((layout.table, 0, 0), fault);
                self.tables.insert(layout.table, Status::Failed);
                return Vec::new();
            }
        };
        let records = records::read_all(&mut bound);
        for found in std::mem::take(&mut bound.raw.faults) {
            self.report((layout.table, found.row, found.column), found.fault);
        }
        self.tables.insert(layout.table, Status::Read(Box::new(bound)));
        records
    }

    /// Takes the settings over.
    pub(super) fn settings(&mut self, read: SettingsRead) -> Settings {
        for fault in read.faults {
            self.report((Table::Settings, fault.row.unwrap_or(0), 0), fault);
        }
        self.settings = Some((read.file, read.lines));
        read.settings
    }

    /// Adds a fault.
    pub(super) fn report(&mut self, place: Place, fault: Fault) {
        self.faults.push((place, fault));
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// Adds what was found in the records, without what follows from faults known already.
    pub(super) fn judge(&mut self, data: &InstanceData, found: Vec<DataFault>) {
        for fault in found {
            if !self.is_consequence(data, &fault) {
                let (place, fault) = self.placed(fault);
                self.report(place, fault);
            }
        }
    }

    /// All faults, in the order of tables, rows and columns.
    pub(super) fn into_error(self) -> InputError {
        let mut faults = self.faults;
        faults.sort_by_key(|&(place, _)| place);
        InputError { faults: faults.into_iter().map(|(_, fault)| fault).collect() }
    }

    fn bound(&self, table: Table) -> Option<&Bound> {
        match self.tables.get(&table)? {
            Status::Read(bound) => Some(bound),
            Status::Absent | Status::Failed => None,
        }
    }

    /// Whether the value of this cell can be relied on.
    pub(super) fn is_reliable(&self, table: Table, record: usize, field: &str) -> bool {
        self.bound(table).is_some_and(|bound| !bound.is_unknown(record, field))
    }

    /// Whether a column is known whole, so that what it does not hold does not exist. An optional
    /// table that is absent is known to be empty.
    fn is_known(&self, table: Table, field: &str) -> bool {
        match self.tables.get(&table) {
            Some(Status::Read(bound)) if bound.layout.optional && bound.raw.rows.is_empty() => {
                bound.raw.complete
            }
            Some(Status::Read(bound)) => bound.is_known(field),
            Some(Status::Absent) => true,
            Some(Status::Failed) | None => false,
        }
    }

    /// Whether a fault merely follows from another one that is reported anyway: an id that dangles
    /// because the other table could not be read, a value that stands in for a bad cell.
    fn is_consequence(&self, data: &InstanceData, fault: &DataFault) -> bool {
        let (table, known) = (fault.table, |table, field| self.is_known(table, field));
        let of_bad_cell = |record, field: &str| !self.is_reliable(table, record, field);
        if let (Some(record), Some(field)) = (fault.record, &fault.field) {
            let paired = match table {
                Table::Travel | Table::Links if fault.code == FaultCode::DuplicateRow => {
                    Some("village_id")
                }
                Table::Pins => Some("kind"),
                _ => None,
            };
            if of_bad_cell(record, field) || paired.is_some_and(|other| of_bad_cell(record, other))
            {
                return true;
            }
        }
        match fault.code {
            FaultCode::DanglingId => !targets(data, fault).iter().all(|&(t, f)| known(t, f)),
            FaultCode::EmptyVillage => !known(Table::Households, "village_id"),
            FaultCode::NoAvailableCadre => !known(Table::Cadres, "agency_id"),
            FaultCode::MissingDistance => {
                !(known(Table::Travel, "origin_id") && known(Table::Travel, "village_id"))
            }
            FaultCode::EmptyTable => self.bound(table).is_none_or(|bound| !bound.raw.complete),
            _ => false,
        }
    }

    /// A fault of a record, with the file, row and column it came from.
    fn placed(&self, fault: DataFault) -> (Place, Fault) {
        let DataFault { code, table, record, field, value, cause, action } = fault;
        if table == Table::Settings {
            return self.placed_setting(
                code,
                field.as_deref().unwrap_or(""),
                &value,
                cause,
                action,
            );
        }
        let Some(bound) = self.bound(table) else {
            return ((table, 0, 0), Fault::new(code, format!("{table:?}"), cause, action));
        };
        let raw = &bound.raw;
        let column = field.as_deref().and_then(|field| bound.column(field));
        let row = record.map(|record| raw.rows[record]);
        let row = row.or_else(|| column.map(|_| raw.header_row));
        let mut fault = Fault::new(code, &raw.file, cause, action);
        fault.row = row;
        if let (Some(row), Some(column)) = (row, column) {
            fault = raw.named(fault, row, column);
        }
        let as_spelled = matches!(code, FaultCode::OutOfRange | FaultCode::SwappedCoordinates);
        let fault = match (record, column) {
            (Some(record), Some(column)) if as_spelled => fault.value(raw.cell(record, column)),
            _ => fault.value(&value),
        };
        ((table, row.unwrap_or(0), column.unwrap_or(0)), fault)
    }

    fn placed_setting(
        &self,
        code: FaultCode,
        key: &str,
        value: &str,
        cause: Sentence,
        action: Sentence,
    ) -> (Place, Fault) {
        let (file, lines) =
            self.settings.as_ref().map_or(("", None), |(f, l)| (f.as_str(), Some(l)));
        let whole_key = key.split('[').next().unwrap_or(key); // a place in a list: `general[2]`
        let row = lines.and_then(|lines| lines.get(whole_key)).copied();
        let mut fault = Fault::new(code, file, cause, action).column(key).value(value);
        fault.row = row;
        ((Table::Settings, row.unwrap_or(0), 0), fault)
    }
}

fn missing_table(layout: &Layout, label: &str) -> Fault {
    let cause = sentence!("fault-table-missing");
    let action = sentence!("advice-add-table", columns = header(layout));
    Fault::new(FaultCode::MissingFile, label, cause, action)
}

/// Where the ids are that a dangling one should be among.
fn targets(data: &InstanceData, fault: &DataFault) -> &'static [(Table, &'static str)] {
    const AGENCY: (Table, &str) = (Table::Agencies, "agency_id");
    const PLACE: (Table, &str) = (Table::Places, "place_id");
    const VILLAGE: (Table, &str) = (Table::Villages, "village_id");
    const CADRE: (Table, &str) = (Table::Cadres, "cadre_id");
    const HOUSEHOLD: (Table, &str) = (Table::Households, "household_id");
    let kind = fault.record.and_then(|record| data.pins.get(record)).map(|pin| pin.kind);
    match (fault.field.as_deref(), kind) {
        (Some("agency_id"), _) | (Some("subject_id"), Some(PinKind::Lead | PinKind::Attach)) => {
            &[AGENCY]
        }
        (Some("base" | "origin_id"), _) => &[AGENCY, PLACE],
        (Some("subject_id"), _) => &[CADRE],
        (Some("object_id"), Some(PinKind::Help)) => &[HOUSEHOLD],
        _ => &[VILLAGE],
    }
}
