//! From files to an instance, or to every fault at once.
//!
//! ```text
//! source (bytes → text)  ┐
//! csv, workbook          ┴→ RawTable → Bound (columns found) → records → Instance::new
//!                                └── rows and columns ──→ ledger ←── DataFault ──┘
//! ```
//! Nothing stops at the first fault. A bad cell is reported and replaced by a harmless value, so
//! that its row still counts as existing; the records then go through the validation of the model,
//! and what that finds is placed back into file, row and column. What merely follows from another
//! fault (an id that dangles because its table could not be read) is kept back.
//!
//! The formats are told in `docs/format.md`. Apart from instances, [`best_known`] and [`solver_log`]
//! read what `jiedui bench` compares with.

// A fault as an error ends the reading of one file; its size costs nothing.
#![allow(clippy::result_large_err)]

pub mod best_known;
mod bind;
mod cells;
mod coordinates;
mod csv;
pub mod digests;
mod fault;
mod folder;
mod ledger;
mod numbers;
mod package;
mod previous;
mod raw;
mod records;
pub mod scenario;
mod settings;
pub mod solver_log;
mod source;
mod spelling;
mod workbook;

use std::path::Path;

pub use fault::{Fault, InputError};

use crate::language::{Sentence, sentence};
use crate::model::schema::{self, Layout};
use folder::{Folder, SETTINGS_FILE};
use ledger::Ledger;
use records::Record;
use workbook::Workbook;

use crate::model::Instance;
use crate::model::data::{DataFault, FaultCode, InstanceData, PlanTables, Table};
use bind::Bound;
use raw::RawTable;

/// Most pairs of an origin and a village; their lengths are kept in memory, 8 bytes each, and what
/// `links.csv` charges for them, 16 bytes each.
const MOST_WAYS: usize = 10_000_000;

/// An instance as it was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The instance.
    pub instance: Instance,
    /// Its records in the order of the files.
    pub data: InstanceData,
    /// What the user should be told once: encodings, columns kept out, ids that vanished.
    pub notes: Vec<Sentence>,
}

/// Reads an instance from a folder or an `.xlsx` workbook. `previous`, a plan folder, takes the
/// place of the instance's own last year's plan.
///
/// # Errors
/// Every fault of every file.
pub fn read_instance(path: &Path, previous: Option<&Path>) -> Result<Loaded, InputError> {
    let mut source = Source::open(path)?;
    let mut ledger = Ledger::default();
    source.note_strangers(&mut ledger.notes);
    let mut data = InstanceData {
        settings: source.settings(&mut ledger),
        agencies: source.records(&mut ledger),
        villages: source.records(&mut ledger),
        cadres: source.records(&mut ledger),
        households: source.records(&mut ledger),
        places: source.records(&mut ledger),
        travel: source.records(&mut ledger),
        links: source.records(&mut ledger),
        pins: source.records(&mut ledger),
        previous: None,
    };
    data.previous = match previous {
        Some(path) => override_plan(path, &mut ledger),
        None => source.previous(&mut ledger),
    };
    finish(data, ledger)
}

/// Reads a plan folder. The plan may break every rule; its tables must be readable. Also returned
/// is what the user should be told once.
///
/// # Errors
/// Every fault of every file.
pub fn read_plan(path: &Path) -> Result<(PlanTables, Vec<Sentence>), InputError> {
    let mut ledger = Ledger::default();
    let plan = plan(&mut Source::Folder(plan_folder(path, "")?), &mut ledger);
    if ledger.is_clean() { Ok((plan, ledger.notes)) } else { Err(ledger.into_error()) }
}

/// Reads a plan folder to start from. Of its tables some may be missing, and any rows. Also returned
/// is what the user should be told once, such as ids that `data` does not have.
///
/// # Errors
/// Every fault of every file; a folder without any of the tables.
pub fn read_start(
    path: &Path,
    data: &InstanceData,
) -> Result<(PlanTables, Vec<Sentence>), InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::Folder(plan_folder(path, "")?);
    let mut found = false;
    let tables = PlanTables {
        attachments: source.records_if_any(&mut ledger, &mut found),
        teams: source.records_if_any(&mut ledger, &mut found),
        pairings: source.records_if_any(&mut ledger, &mut found),
    };
    if !found {
        let files = schema::PLAN.map(|layout| format!("{}.csv", layout.stem)).to_vec();
        let cause = sentence!("fault-none-of", files = files);
        let action = sentence!("advice-name-one");
        let label = path.display().to_string();
        return Err(Fault::new(FaultCode::MissingFile, label, cause, action).into());
    }
    if !ledger.is_clean() {
        return Err(ledger.into_error());
    }
    let mut notes = ledger.notes;
    let gone = previous::vanished(data, &tables);
    if !gone.is_empty() {
        notes.push(sentence!("note-vanished-start", gone = gone));
    }
    Ok((tables, notes))
}

/// A plan folder that the user named.
fn plan_folder(path: &Path, prefix: &str) -> Result<Folder, Fault> {
    let label = path.display().to_string();
    if !path.exists() {
        let (cause, action) = (sentence!("fault-no-folder"), sentence!("advice-path"));
        return Err(Fault::new(FaultCode::MissingFile, label, cause, action));
    }
    if !path.is_dir() {
        let (cause, action) = (sentence!("fault-not-folder"), sentence!("advice-plan-folder"));
        return Err(Fault::new(FaultCode::Unreadable, label, cause, action));
    }
    Ok(if prefix.is_empty() { Folder::new(path) } else { Folder::beside(path, prefix) })
}

fn override_plan(path: &Path, ledger: &mut Ledger) -> Option<PlanTables> {
    match plan_folder(path, &path.display().to_string()) {
        Ok(folder) => Some(plan(&mut Source::Folder(folder), ledger)),
        Err(fault) => {
            ledger.report((Table::PreviousAttachments, 0, 0), fault);
            None
        }
    }
}

fn plan(source: &mut Source, ledger: &mut Ledger) -> PlanTables {
    PlanTables {
        attachments: source.records(ledger),
        teams: source.records(ledger),
        pairings: source.records(ledger),
    }
}

/// Validates the records and places what is found.
fn finish(data: InstanceData, mut ledger: Ledger) -> Result<Loaded, InputError> {
    let reliable = |table, record| {
        ledger.is_reliable(table, record, "lon") && ledger.is_reliable(table, record, "lat")
    };
    let swapped = coordinates::swapped(&data, reliable);
    let throughout = |table| swapped.iter().any(|f| f.table == table && f.record.is_none());
    let origins = data.agencies.len() + data.places.len();
    if origins.saturating_mul(data.villages.len()) > MOST_WAYS {
        ledger.judge(&data, vec![too_many_ways()]);
        return Err(ledger.into_error());
    }
    let mut found = Instance::faults(&data);
    found.retain(|f| f.code != FaultCode::SwappedCoordinates || !throughout(f.table));
    found.extend(swapped);
    ledger.judge(&data, found);
    if !ledger.is_clean() {
        return Err(ledger.into_error());
    }
    let Ok(instance) = Instance::new(data.clone()) else { return Err(ledger.into_error()) };
    let mut notes = ledger.notes;
    let is_example = |id: &str| schema::EXAMPLE_IDS.iter().any(|own| id.starts_with(own));
    if data.agencies.iter().any(|agency| is_example(&agency.id)) {
        let [zh, en] = schema::EXAMPLE_IDS;
        notes.push(sentence!("note-example", zh = zh, en = en));
    }
    let previous = data.previous.as_ref();
    let gone = previous.map_or_else(Vec::new, |plan| previous::vanished(&data, plan));
    if !gone.is_empty() {
        notes.push(sentence!("note-vanished-previous", gone = gone));
    }
    Ok(Loaded { instance, data, notes })
}

fn too_many_ways() -> DataFault {
    DataFault {
        code: FaultCode::TooLarge,
        table: Table::Villages,
        record: None,
        field: None,
        value: String::new(),
        cause: sentence!("fault-too-many-ways", most = MOST_WAYS),
        action: sentence!("advice-split"),
    }
}

/// Where tables come from.
enum Source {
    Folder(Folder),
    Workbook(Box<Workbook>),
}

impl Source {
    fn open(path: &Path) -> Result<Self, Fault> {
        let fault =
            |code, cause, action| Err(Fault::new(code, path.display().to_string(), cause, action));
        if !path.exists() {
            let (cause, action) = (sentence!("fault-no-source"), sentence!("advice-path"));
            return fault(FaultCode::MissingFile, cause, action);
        }
        if path.is_dir() {
            return Ok(Self::Folder(Folder::new(path)));
        }
        if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx")) {
            let cause = sentence!("fault-not-instance");
            let action = sentence!("advice-folder-or-book");
            return fault(FaultCode::Unreadable, cause, action);
        }
        Ok(Self::Workbook(Box::new(Workbook::open(path)?)))
    }

    fn label(&self, layout: &Layout) -> String {
        match self {
            Self::Folder(folder) => folder.label(layout),
            Self::Workbook(book) => book.label(layout),
        }
    }

    fn table(
        &mut self,
        layout: &Layout,
        notes: &mut Vec<Sentence>,
    ) -> Result<Option<RawTable>, Fault> {
        match self {
            Self::Folder(folder) => folder.table(layout, notes),
            Self::Workbook(book) => book.table(layout, notes),
        }
    }

    fn records<R: Record>(&mut self, ledger: &mut Ledger) -> Vec<R> {
        let raw = self.table(R::LAYOUT, &mut ledger.notes);
        ledger.records(&self.label(R::LAYOUT), raw)
    }

    /// The records of a table, none where there is no such table; `found` says that there is one.
    fn records_if_any<R: Record>(&mut self, ledger: &mut Ledger, found: &mut bool) -> Vec<R> {
        let raw = self.table(R::LAYOUT, &mut ledger.notes);
        if matches!(raw, Ok(None)) {
            return Vec::new();
        }
        *found = true;
        ledger.records(&self.label(R::LAYOUT), raw)
    }

    fn note_strangers(&self, notes: &mut Vec<Sentence>) {
        match self {
            Self::Folder(folder) => folder.note_strangers(notes),
            Self::Workbook(book) => book.note_strangers(notes),
        }
    }

    fn settings(&mut self, ledger: &mut Ledger) -> crate::model::Settings {
        let file = match self {
            Self::Folder(_) => SETTINGS_FILE.to_owned(),
            Self::Workbook(book) => book.label(&schema::SETTINGS),
        };
        let read = match self {
            Self::Folder(folder) => folder
                .settings(&mut ledger.notes)
                .map(|text| text.map(|text| settings::from_toml(&text, &file))),
            Self::Workbook(book) => settings_of(book, ledger),
        };
        let read = match read {
            Ok(Some(read)) => read,
            Ok(None) => {
                ledger.notes.push(sentence!("note-defaults", file = &file));
                settings::defaults(&file)
            }
            Err(fault) => {
                let mut read = settings::defaults(&file);
                read.faults.push(fault);
                read
            }
        };
        ledger.settings(read)
    }

    /// Last year's plan, where the instance holds one. In a workbook, sheets that are all empty
    /// are none.
    fn previous(&mut self, ledger: &mut Ledger) -> Option<PlanTables> {
        match self {
            Self::Folder(folder) => Some(plan(&mut Self::Folder(folder.previous()?), ledger)),
            Self::Workbook(book) => {
                if !schema::PLAN.iter().any(|layout| book.has(layout)) {
                    return None;
                }
                let plan = plan(self, ledger);
                (plan != PlanTables::default()).then_some(plan)
            }
        }
    }
}

fn settings_of(
    book: &mut Workbook,
    ledger: &mut Ledger,
) -> Result<Option<settings::SettingsRead>, Fault> {
    let Some(raw) = book.table(&schema::SETTINGS, &mut ledger.notes)? else { return Ok(None) };
    let mut bound = Bound::new(raw, &schema::SETTINGS, &mut ledger.notes)?;
    let mut read = settings::from_sheet(&bound);
    read.faults.extend(bound.raw.faults.drain(..).map(|found| found.fault));
    Ok(Some(read))
}
