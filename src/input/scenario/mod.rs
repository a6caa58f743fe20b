//! Scenario files: TOML that says what a county would change. `jiedui whatif --help` shows one.
//!
//! An entry such as `[[cadres.transfer]]` is read as a row of a table whose columns are its keys
//! (`shapes`), so that enumerations, numbers and faults are those of the county's own tables. A fault
//! names file, line and key. Nothing stops at the first: unknown keys, bad values, unknown ids and
//! edits that contradict each other are told together.

mod shapes;

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, InputError};
use super::settings::{Lines, document, given};
use super::source;
use super::spelling::nearest;
use crate::language::{Sentence, sentence};
use crate::model::Instance;
use crate::model::data::{DataFault, FaultCode, InstanceData, Table};
use crate::model::edits::{Edit, EditFault, Edited, Scenario, apply};
use shapes::{Entry, SHAPES, Shape};

/// Longest name of a scenario, in characters.
const LONGEST_NAME: usize = 100;
/// Most unknown ids of a file that are compared with every id of the county, to tell which may have
/// been meant.
const MOST_GUESSES: usize = 100;
/// Name of the plan that all scenarios are compared with; none of theirs.
pub const BASELINE: &str = "baseline";

/// A scenario made out of its file.
#[derive(Clone, Debug)]
pub struct Read {
    /// What the file says.
    pub scenario: Scenario,
    /// The county as changed.
    pub edited: Edited,
    /// The instance of that.
    pub instance: Instance,
    /// What the user should be told once.
    pub notes: Vec<Sentence>,
}

/// Reads a scenario and makes its edits in `data`.
///
/// # Errors
/// Every fault of the file.
pub fn read(path: &Path, data: &InstanceData) -> Result<Read, InputError> {
    let file = path.display().to_string();
    let Some(text) = source::read(path, &file)? else {
        let (cause, action) = (sentence!("fault-no-file"), sentence!("advice-path"));
        return Err(Fault::new(FaultCode::MissingFile, file, cause, action).into());
    };
    let mut notes = Vec::new();
    if let Some(encoding) = text.encoding {
        notes.push(sentence!("note-encoding", file = &file, encoding = encoding));
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let reading = Reading::of(&text.text, &file, stem);
    reading.finish(data, notes)
}

/// What was read so far.
struct Reading<'t> {
    text: &'t str,
    file: &'t str,
    lines: Lines,
    scenario: Scenario,
    /// The line of each edit.
    places: Vec<usize>,
    faults: Vec<Fault>,
}

impl<'t> Reading<'t> {
    fn of(text: &'t str, file: &'t str, stem: &str) -> Self {
        let lines = Lines::new(text);
        let scenario = Scenario { name: stem.to_owned(), ..Scenario::default() };
        let mut reading =
            Self { text, file, lines, scenario, places: Vec::new(), faults: Vec::new() };
        match document(text, file, &reading.lines) {
            Ok(table) => reading.walk(&table),
            Err(faults) => reading.faults = faults,
        }
        reading.name();
        reading
    }

    fn fault(
        &mut self,
        code: FaultCode,
        line: usize,
        key: &str,
        cause: Sentence,
        action: Sentence,
    ) {
        let fault = Fault::new(code, self.file, cause, action);
        self.faults.push(fault.row(line).column(key));
    }

    fn line(&self, at: usize) -> usize {
        self.lines.line(at)
    }

    fn edit(&mut self, edit: Edit, line: usize) {
        self.scenario.edits.push(edit);
        self.places.push(line);
    }

    fn walk(&mut self, document: &DeTable<'t>) {
        for (key, value) in document {
            let (name, line) = (key.get_ref().as_ref(), self.line(key.span().start));
            match (name, value.get_ref()) {
                ("name", DeValue::String(text)) => text.trim().clone_into(&mut self.scenario.name),
                ("note", DeValue::String(text)) => text.trim().clone_into(&mut self.scenario.note),
                ("name" | "note", _) => {
                    let (cause, action) = (sentence!("fault-not-text"), sentence!("advice-quotes"));
                    self.fault(FaultCode::BadSetting, line, name, cause, action);
                }
                ("settings", DeValue::Table(table)) => self.settings(table),
                (name, DeValue::Table(table)) if is_section(name) => self.section(name, table),
                (name, _) if is_section(name) || name == "settings" => {
                    let action = sentence!("advice-edits", name = name);
                    let cause = sentence!("fault-section-not-key");
                    self.fault(FaultCode::BadSetting, line, name, cause, action);
                }
                _ => self.unknown(line, name, &["name", "note", "settings"], sections()),
            }
        }
    }

    fn unknown<'n>(
        &mut self,
        line: usize,
        name: &str,
        some: &[&'n str],
        more: impl Iterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = more.chain(some.iter().copied()).collect();
        let action = match nearest(name, known.iter().copied()) {
            Some(near) => sentence!("advice-meant", name = near),
            None => sentence!("advice-take-out-or", names = known),
        };
        let cause = sentence!("fault-no-key");
        let fault = Fault::new(FaultCode::UnknownSetting, self.file, cause, action);
        self.faults.push(fault.row(line).column(name).value(name));
    }

    fn settings(&mut self, table: &DeTable<'t>) {
        let (given, faults) = given(table, self.text, self.file, &self.lines);
        self.faults.extend(faults);
        for (key, line, value) in given {
            if let Ok(value) = serde_json::to_value(value) {
                self.edit(Edit::Set { key, value }, line);
            }
        }
    }

    fn section(&mut self, section: &str, table: &DeTable<'t>) {
        for (key, value) in table {
            let (name, line) = (key.get_ref().as_ref(), self.line(key.span().start));
            let shape = SHAPES.iter().find(|s| (s.section, s.name) == (section, name));
            let Some(shape) = shape else {
                let names = SHAPES.iter().filter(|shape| shape.section == section);
                self.unknown(line, name, &[], names.map(|shape| shape.name));
                continue;
            };
            let entries = match value.get_ref() {
                DeValue::Array(entries) => entries.iter().collect(),
                _ => vec![value], // a single id or table will do
            };
            for entry in entries {
                self.entry(shape, entry);
            }
        }
    }

    /// One id of a list, or one table of a list of tables.
    fn entry(&mut self, shape: &'static Shape, entry: &Spanned<DeValue<'t>>) {
        let line = self.line(entry.span().start);
        match entry.get_ref() {
            DeValue::String(id) if shape.is_list() => {
                let cells = vec![(shape.layout().columns[0].en, id.trim().to_owned())];
                self.row(shape, &Entry { file: self.file, line, cells });
            }
            DeValue::Table(table) if !shape.is_list() => self.table(shape, line, table),
            _ => {
                let (cause, action) = if shape.is_list() {
                    (sentence!("fault-not-id"), sentence!("advice-ids", name = shape.name))
                } else {
                    let name = format!("{}.{}", shape.section, shape.name);
                    (sentence!("fault-not-entry"), sentence!("advice-entry", name = name))
                };
                self.fault(FaultCode::BadSetting, line, shape.name, cause, action);
            }
        }
    }

    fn table(&mut self, shape: &'static Shape, line: usize, table: &DeTable<'t>) {
        let mut entry = Entry { file: self.file, line, cells: Vec::new() };
        let mut ids = Vec::new();
        let mut below = Vec::new();
        let mut good = true;
        for (key, value) in table {
            let (name, at) = (key.get_ref().as_ref(), self.line(key.span().start));
            let column = shape.layout().columns.iter().find(|column| column.en == name);
            match (column, value.get_ref()) {
                (Some(column), DeValue::Array(values)) if shape.many == Some(column.en) => {
                    for value in values {
                        match text_of(value.get_ref()) {
                            Some(text) => ids.push((text, self.line(value.span().start))),
                            None => good = self.wrong_type(at, name),
                        }
                    }
                    good &= !values.is_empty() || self.empty_list(at, name);
                }
                (Some(column), value) => match text_of(value) {
                    Some(text) => entry.cells.push((column.en, text)),
                    None => good = self.wrong_type(at, name),
                },
                (None, DeValue::Array(values)) if shape.below == Some(name) => {
                    below.extend(values.iter());
                }
                (None, _) => {
                    let columns = shape.layout().columns.iter().map(|column| column.en);
                    self.unknown(at, name, shape.below.as_slice(), columns);
                    good = false;
                }
            }
        }
        if good {
            self.rows(shape, &entry, ids);
        }
        if let Some(inner) = shapes::inner(shape) {
            let id = entry.cell(shape.layout().columns[0].en).to_owned();
            for value in below {
                self.below(inner, &id, value);
            }
        }
    }

    /// A household of a village that joins: as any new household, its village known.
    fn below(&mut self, shape: &'static Shape, village: &str, value: &Spanned<DeValue<'t>>) {
        let before = self.scenario.edits.len();
        self.entry(shape, value);
        for edit in &mut self.scenario.edits[before..] {
            if let Edit::AddHousehold(record) = edit {
                village.clone_into(&mut record.village_id);
            }
        }
    }

    /// An entry that is about several ids is one row for each, but for what takes them all at once.
    fn rows(&mut self, shape: &'static Shape, entry: &Entry, ids: Vec<(String, usize)>) {
        let Some(many) = shape.many.filter(|_| !ids.is_empty()) else {
            self.row(shape, entry);
            return;
        };
        if shape.together {
            let mut entry = entry.clone();
            let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();
            entry.cells.push((many, ids.join(shapes::SEPARATOR)));
            self.row(shape, &entry);
            return;
        }
        for (id, line) in ids {
            let mut entry = Entry { line, ..entry.clone() };
            entry.cells.push((many, id));
            self.row(shape, &entry);
        }
    }

    fn row(&mut self, shape: &'static Shape, entry: &Entry) {
        let line = entry.line;
        match shapes::read(shape, entry) {
            Ok(edit) => self.edit(edit, line),
            Err(faults) => self.faults.extend(faults),
        }
    }

    fn wrong_type(&mut self, line: usize, key: &str) -> bool {
        let (cause, action) = (sentence!("fault-value-type"), sentence!("advice-scalar"));
        self.fault(FaultCode::BadSetting, line, key, cause, action);
        false
    }

    fn empty_list(&mut self, line: usize, key: &str) -> bool {
        let (cause, action) = (sentence!("fault-empty-list"), sentence!("advice-one-id"));
        self.fault(FaultCode::MissingValue, line, key, cause, action);
        false
    }

    /// The name is that of a folder.
    fn name(&mut self) {
        let name = &self.scenario.name;
        let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
        let bad = name.is_empty()
            || name.starts_with('.')
            || name.chars().any(odd)
            || name.chars().count() > LONGEST_NAME
            || name.eq_ignore_ascii_case(BASELINE);
        if bad {
            let cause = sentence!("fault-scenario-name");
            let action = sentence!("advice-scenario-name");
            let fault = Fault::new(FaultCode::BadId, self.file, cause, action);
            self.faults.push(fault.column("name").value(&self.scenario.name));
        }
    }

    fn finish(mut self, data: &InstanceData, notes: Vec<Sentence>) -> Result<Read, InputError> {
        let edited = match apply(data, &self.scenario.edits) {
            Ok(edited) => Some(edited),
            Err(faults) => {
                let faults = faults.into_iter().enumerate();
                let faults: Vec<Fault> = faults
                    .map(|(nth, fault)| self.placed(data, fault, nth < MOST_GUESSES))
                    .collect();
                self.faults.extend(faults);
                None
            }
        };
        if let Some(edited) = edited.filter(|_| self.faults.is_empty()) {
            match Instance::new(edited.data.clone()) {
                Ok(instance) => {
                    return Ok(Read { scenario: self.scenario, edited, instance, notes });
                }
                Err(faults) => {
                    let faults = faults.iter().map(|fault| self.found(&edited, fault));
                    self.faults = faults.collect();
                }
            }
        }
        self.faults.sort_by_key(|fault| fault.row);
        Err(InputError { faults: self.faults })
    }

    fn placed(&self, data: &InstanceData, fault: EditFault, guess: bool) -> Fault {
        let near = fault.table.filter(|_| guess).and_then(|table| {
            let ids = ids(data, table, &self.scenario.edits);
            nearest(&fault.value, ids.into_iter()).map(str::to_owned)
        });
        let action = near.map_or(fault.action, |near| sentence!("advice-meant", name = near));
        let placed = Fault::new(fault.code, self.file, fault.cause, action);
        placed.row(self.places[fault.edit]).column(fault.field).value(&fault.value)
    }

    /// What is wrong with the county as changed, where the edit is known that made it so.
    fn found(&self, edited: &Edited, fault: &DataFault) -> Fault {
        let key = fault.field.clone().unwrap_or_default();
        let set = self.scenario.edits.iter().position(|edit| {
            matches!(edit, Edit::Set { key: set, .. }
                if fault.table == Table::Settings && key.split('[').next() == Some(set))
        });
        let at = edited.source(fault).or(set);
        let cause = sentence!("fault-with-edits", cause = fault.cause.clone());
        let mut placed = Fault::new(fault.code, self.file, cause, fault.action.clone());
        placed.row = at.map(|at| self.places[at]);
        let id = edited.id(fault).unwrap_or(&fault.value);
        placed.column(key).value(if fault.value.is_empty() { id } else { &fault.value })
    }
}

fn is_section(name: &str) -> bool {
    sections().any(|section| section == name)
}

fn sections() -> impl Iterator<Item = &'static str> {
    ["cadres", "households", "villages", "agencies", "pins"].into_iter()
}

/// A scalar as the text of a cell.
fn text_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n.to_string())
        }
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Ids that an edit may name, those of new records among them.
fn ids<'a>(data: &'a InstanceData, table: Table, edits: &'a [Edit]) -> Vec<&'a str> {
    let added = edits.iter().filter_map(|edit| match (table, edit) {
        (Table::Agencies, Edit::AddAgency(record)) => Some(record.id.as_str()),
        (Table::Agencies, Edit::SplitAgency { part, .. }) => Some(part.id.as_str()),
        (Table::Villages, Edit::AddVillage(record)) => Some(record.id.as_str()),
        _ => None,
    });
    let own: Vec<&str> = match table {
        Table::Agencies => data.agencies.iter().map(|record| record.id.as_str()).collect(),
        Table::Villages => data.villages.iter().map(|record| record.id.as_str()).collect(),
        Table::Cadres => data.cadres.iter().map(|record| record.id.as_str()).collect(),
        Table::Households => data.households.iter().map(|record| record.id.as_str()).collect(),
        _ => data.places.iter().map(|record| record.id.as_str()).collect(),
    };
    own.into_iter().chain(added).collect()
}
