//! The settings: `instance.toml`, or a sheet of keys and values.
//!
//! Keys and the types of their values are those of [`Settings::default`], so that a setting is
//! known here as soon as it exists. Every fault is reported, not the first alone; what is bad keeps
//! its default.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::bind::Bound;
use super::fault::Fault;
use super::numbers;
use super::spelling::nearest;
use crate::language::{Sentence, sentence};
use crate::model::Settings;
use crate::model::data::FaultCode;

/// Largest `instance.toml`, in bytes.
const LARGEST: usize = 1 << 20;

/// Settings as read, and where each was given.
pub(super) struct SettingsRead {
    pub settings: Settings,
    /// File or sheet.
    pub file: String,
    /// Line or row of each dotted key that was given.
    pub lines: BTreeMap<String, usize>,
    pub faults: Vec<Fault>,
}

/// The defaults, where nothing (readable) was given.
pub(super) fn defaults(file: &str) -> SettingsRead {
    SettingsRead {
        settings: Settings::default(),
        file: file.to_owned(),
        lines: BTreeMap::new(),
        faults: Vec::new(),
    }
}

/// Reads `instance.toml`.
pub(super) fn from_toml(text: &str, file: &str) -> SettingsRead {
    let mut reading = Reading::new(file);
    let lines = Lines::new(text);
    match document(text, file, &lines) {
        Ok(document) => reading.walk(&document, text, &lines),
        Err(faults) => reading.faults = faults,
    }
    reading.finish()
}

/// A TOML text as its table.
///
/// # Errors
/// What is wrong with the text: it is too large, or no text, or no TOML.
pub(super) fn document<'t>(
    text: &'t str,
    file: &str,
    lines: &Lines,
) -> Result<DeTable<'t>, Vec<Fault>> {
    if text.len() > LARGEST {
        let cause = sentence!("fault-large-file", size = LARGEST >> 20);
        let action = sentence!("advice-right-file");
        return Err(vec![Fault::new(FaultCode::TooLarge, file, cause, action)]);
    }
    if let Some(at) = text.find(super::source::DAMAGED) {
        let (cause, action) = (sentence!("fault-line-bytes"), sentence!("advice-type-line"));
        let fault = Fault::new(FaultCode::Undecodable, file, cause, action);
        return Err(vec![fault.row(lines.line(at))]);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(document.into_inner());
    }
    let at = |error: &toml::de::Error| error.span().map_or(text.len(), |span| span.start);
    let mut places: Vec<(usize, &toml::de::Error)> =
        errors.iter().map(|error| (lines.line(at(error)), error)).collect();
    places.sort_by_key(|&(line, _)| line); // stable: the first of each line stays
    places.dedup_by_key(|&mut (line, _)| line);
    let faults = places.iter().map(|(_, error)| syntax_error(error, text, file, lines));
    Err(faults.collect())
}

/// Settings that are given in a table of a larger document: dotted key, line and value of each.
pub(super) fn given(
    table: &DeTable<'_>,
    text: &str,
    file: &str,
    lines: &Lines,
) -> (Vec<(String, usize, Value)>, Vec<Fault>) {
    let mut reading = Reading::new(file);
    reading.walk(table, text, lines);
    let value = |key: &str| match key.split_once('.') {
        Some((section, name)) => reading.good.get(section)?.get(name).cloned(),
        None => reading.good.get(key).cloned(),
    };
    let given = reading.lines.iter();
    let given = given.filter_map(|(key, &line)| Some((key.clone(), line, value(key)?)));
    (given.collect(), reading.faults)
}

/// Reads the sheet of settings.
pub(super) fn from_sheet(bound: &Bound) -> SettingsRead {
    let mut reading = Reading::new(&bound.raw.file);
    let cell = |record: usize, field: &str| {
        bound.column(field).map_or("", |column| bound.raw.cell(record, column))
    };
    for (record, &row) in bound.raw.rows.iter().enumerate() {
        let (key, text) = (cell(record, "key"), cell(record, "value"));
        let (section, name) = key.split_once('.').unwrap_or(("", key));
        let Some(expected) = reading.expected(section, name).cloned() else {
            reading.unknown(section, name, row);
            continue;
        };
        if text.is_empty() {
            continue; // not given
        }
        if reading.lines.contains_key(key) {
            let (cause, action) = (sentence!("fault-setting-twice"), sentence!("advice-keep-one"));
            reading.bad(key, row, text, cause, action);
            continue;
        }
        let value = value_of_text(&expected, text);
        reading.keep(section, name, row, text, &expected, value);
    }
    reading.finish()
}

struct Reading {
    file: String,
    known: Table,
    good: Table,
    lines: BTreeMap<String, usize>,
    faults: Vec<Fault>,
}

impl Reading {
    fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            known: Table::try_from(Settings::default()).expect("the defaults are a TOML table"),
            good: Table::new(),
            lines: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// The default of a key, of the same type as any value of it; `None` if there is no such key.
    fn expected(&self, section: &str, name: &str) -> Option<&Value> {
        let table = if section.is_empty() { &self.known } else { self.section(section)? };
        table.get(name)
    }

    fn section(&self, name: &str) -> Option<&Table> {
        self.known.get(name)?.as_table()
    }

    fn walk(&mut self, document: &DeTable<'_>, text: &str, lines: &Lines) {
        for (key, value) in document {
            let (name, line) = (key.get_ref().as_ref(), lines.line(key.span().start));
            let is_section = self.section(name).is_some();
            match (is_section, value.get_ref()) {
                (true, DeValue::Table(section)) => {
                    for (key, value) in section {
                        let line = lines.line(key.span().start);
                        self.entry(name, key.get_ref(), line, value, text);
                    }
                }
                (true, _) => {
                    let cause = sentence!("fault-section");
                    let action = sentence!("advice-section", name = name);
                    self.bad(name, line, &text[value.span()], cause, action);
                }
                (false, _) => self.entry("", name, line, value, text),
            }
        }
    }

    fn entry(
        &mut self,
        section: &str,
        name: &str,
        line: usize,
        value: &Spanned<DeValue<'_>>,
        text: &str,
    ) {
        let Some(expected) = self.expected(section, name).cloned() else {
            self.unknown(section, name, line);
            return;
        };
        let converted = value_of_toml(&expected, value.get_ref());
        self.keep(section, name, line, &text[value.span()], &expected, converted);
    }

    /// Takes a value over, or reports that it is of the wrong type.
    fn keep(
        &mut self,
        section: &str,
        name: &str,
        line: usize,
        shown: &str,
        expected: &Value,
        value: Option<Value>,
    ) {
        let key = dotted(section, name);
        let Some(value) = value else {
            self.bad(&key, line, shown, sentence!("fault-setting-type"), wanted(expected));
            return;
        };
        if !fits(&key, &value) {
            self.bad(&key, line, shown, sentence!("fault-setting-range"), wanted(expected));
            return;
        }
        self.lines.insert(key, line);
        if section.is_empty() {
            self.good.insert(name.to_owned(), value);
        } else {
            let table = self.good.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Some(table) = table.as_table_mut() {
                table.insert(name.to_owned(), value);
            }
        }
    }

    fn bad(&mut self, key: &str, line: usize, value: &str, cause: Sentence, action: Sentence) {
        let fault = Fault::new(FaultCode::BadSetting, &self.file, cause, action);
        self.faults.push(fault.row(line).column(key).value(value));
    }

    fn unknown(&mut self, section: &str, name: &str, line: usize) {
        let cause = sentence!("fault-no-setting");
        let action = self.advice(section, name);
        let fault = Fault::new(FaultCode::UnknownSetting, &self.file, cause, action);
        self.faults.push(fault.row(line).column(dotted(section, name)).value(name));
    }

    /// What may have been meant: a like name beside it, else the same name elsewhere.
    fn advice(&self, section: &str, name: &str) -> Sentence {
        let Some(table) =
            (if section.is_empty() { Some(&self.known) } else { self.section(section) })
        else {
            return match nearest(section, self.known.keys()) {
                Some(near) => sentence!("advice-meant-section", name = near),
                None => sentence!("advice-take-out"),
            };
        };
        if let Some(near) = nearest(name, table.keys()) {
            return sentence!("advice-meant", name = near);
        }
        let holds = |section: &&String| self.expected(section, name).is_some();
        if let Some(home) = self.known.keys().filter(|s| self.section(s).is_some()).find(holds) {
            return sentence!("advice-meant-under", name = home);
        }
        let names: Vec<&str> = table.keys().map(String::as_str).collect();
        sentence!("advice-take-out-or", names = names)
    }

    fn finish(mut self) -> SettingsRead {
        let settings = self.good.try_into().unwrap_or_else(|error: toml::de::Error| {
            let cause = sentence!("fault-settings", error = error.message());
            let action = sentence!("advice-correct");
            self.faults.push(Fault::new(FaultCode::BadSetting, &self.file, cause, action));
            Settings::default()
        });
        SettingsRead { settings, file: self.file, lines: self.lines, faults: self.faults }
    }
}

fn dotted(section: &str, name: &str) -> String {
    if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") }
}

/// To give what a setting with this default takes.
fn wanted(default: &Value) -> Sentence {
    match default {
        Value::Boolean(_) => sentence!("advice-boolean"),
        Value::Integer(_) => sentence!("advice-natural"),
        Value::Float(_) => sentence!("advice-number"),
        Value::Array(values) => sentence!("advice-naturals", count = values.len()),
        _ => sentence!("advice-text"),
    }
}

/// Whether a number fits the setting; all but the year are small and not negative.
fn fits(key: &str, value: &Value) -> bool {
    match value {
        Value::Integer(number) => key == "year" || u32::try_from(*number).is_ok(),
        Value::Array(values) => values.iter().all(|value| fits(key, value)),
        _ => true,
    }
}

/// A TOML value as the type of the setting's default, `None` if it is of another.
fn value_of_toml(default: &Value, value: &DeValue<'_>) -> Option<Value> {
    match (default, value) {
        (Value::Boolean(_), DeValue::Boolean(value)) => Some(Value::Boolean(*value)),
        (Value::String(_), DeValue::String(value)) => Some(Value::String(value.to_string())),
        (Value::Integer(_), DeValue::Integer(value)) => {
            i64::from_str_radix(value.as_str(), value.radix()).ok().map(Value::Integer)
        }
        (Value::Float(_), DeValue::Float(value)) => value.as_str().parse().ok().map(Value::Float),
        (Value::Float(_), DeValue::Integer(value)) => {
            let whole = i64::from_str_radix(value.as_str(), value.radix()).ok()?;
            Some(Value::Float(whole as f64))
        }
        (Value::Array(defaults), DeValue::Array(values)) if defaults.len() == values.len() => {
            let values = defaults.iter().zip(values.iter());
            let values = values.map(|(default, value)| value_of_toml(default, value.get_ref()));
            values.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        _ => None,
    }
}

/// The text of a cell as the type of the setting's default; lists separated by commas.
fn value_of_text(default: &Value, text: &str) -> Option<Value> {
    match default {
        Value::Boolean(_) => numbers::yes_or_no(text).map(Value::Boolean),
        // A text in quotes, as in TOML, may be empty and begin with a space.
        Value::String(_) if text.len() > 1 && text.starts_with(['"', '\'']) => {
            let line = toml::from_str::<Table>(&format!("text = {text}")).ok();
            let quoted = line.and_then(|mut line| line.remove("text")).filter(Value::is_str);
            Some(quoted.unwrap_or_else(|| Value::String(text.to_owned())))
        }
        Value::String(_) => Some(Value::String(text.to_owned())),
        Value::Integer(_) => numbers::whole(text).ok().map(Value::Integer),
        Value::Float(_) => numbers::float(text).ok().map(Value::Float),
        Value::Array(defaults) => {
            let text = numbers::half_width(text).replace('、', ",");
            let texts: Vec<&str> =
                text.trim_start_matches('[').trim_end_matches(']').split(',').collect();
            if texts.len() != defaults.len() {
                return None;
            }
            let values =
                defaults.iter().zip(texts).map(|(default, text)| value_of_text(default, text));
            values.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        _ => None,
    }
}

fn syntax_error(error: &toml::de::Error, text: &str, file: &str, lines: &Lines) -> Fault {
    let at = error.span().map_or(text.len(), |span| span.start).min(text.len());
    let line = lines.line(at);
    let content = lines.content(text, line);
    let message = error.message().lines().collect::<Vec<_>>().join(" ");
    let (cause, action) = match content.chars().find(|&c| is_full_width(c)) {
        Some(wide) => (
            sentence!("fault-full-width", character = wide.to_string()),
            sentence!("advice-half-width"),
        ),
        None => (sentence!("fault-not-toml", error = message), sentence!("advice-toml")),
    };
    let column = text[lines.start(line)..].char_indices();
    let column = column.take_while(|(offset, _)| lines.start(line) + offset < at).count() + 1;
    let fault = Fault::new(FaultCode::BadSyntax, file, cause, action);
    fault.row(line).column(column.to_string()).value(content)
}

/// Chinese punctuation and full-width signs, which look like those of TOML.
fn is_full_width(c: char) -> bool {
    matches!(
        c,
        '“' | '”' | '‘' | '’' | '。' | '、' | '【' | '】' | '\u{3000}' | '\u{ff01}'..='\u{ff5e}'
    )
}

/// Where the lines of a text start, to number them.
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(after).collect() }
    }

    /// The line, from 1, of a byte position.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }

    fn start(&self, line: usize) -> usize {
        self.starts[line - 1]
    }

    fn content<'a>(&self, text: &'a str, line: usize) -> &'a str {
        text[self.start(line)..].lines().next().unwrap_or("").trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let read = from_toml(text, "instance.toml");
        read.faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_bad_setting_is_reported_and_the_good_ones_are_kept() {
        let text = "nmae = \"x\"\n[quota]\nstaff = 2\nsection = \"3\"\n[weights]\ntravle = 1\n\
            overload = -1\n[team]\nenabled = 1\n[tolerence]\nx = 1\n[type_mismatch]\ngeneral = [1, 2]\n";
        let read = from_toml(text, "instance.toml");
        assert_eq!(read.settings.quota.staff, 2);
        let found: Vec<_> = read
            .faults
            .iter()
            .map(|f| (f.code, f.row.unwrap(), f.column.as_deref().unwrap()))
            .collect();
        let (unknown, bad) = (FaultCode::UnknownSetting, FaultCode::BadSetting);
        let expected = [
            (unknown, 1, "nmae"),
            (bad, 4, "quota.section"),
            (unknown, 6, "weights.travle"),
            (bad, 7, "weights.overload"),
            (bad, 9, "team.enabled"),
            (unknown, 10, "tolerence"),
            (bad, 13, "type_mismatch.general"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_misspelt_key_is_told_what_was_meant() {
        assert!(faults("[weights]\ntravle = 1")[0].ends_with("did you mean travel?"));
        assert!(faults("[wieghts]\ntravel = 1")[0].ends_with("did you mean weights?"));
        assert!(faults("min_rural_years = 1")[0].ends_with("under [team]?"));
        assert!(faults("[quota]\nzzzzzz = 1")[0].contains("write one of deputy_county, section"));
    }

    #[test]
    fn syntax_errors_have_line_and_column() {
        let read = from_toml("year = 2024\n[quota\nstaff = 1\n", "instance.toml");
        let fault = &read.faults[0];
        assert_eq!((fault.code, fault.row), (FaultCode::BadSyntax, Some(2)));
        assert!(fault.column.as_deref().is_some_and(|column| column.parse::<usize>().is_ok()));
    }

    #[test]
    fn chinese_punctuation_is_named() {
        for line in ["name = “双溪乡”", "year ＝ 2024", "year = ２０２４"] {
            assert!(faults(line)[0].contains("full-width character"), "{line}");
        }
    }

    #[test]
    fn every_default_can_be_written_out_and_read_back() {
        let settings = Settings::default();
        let read = from_toml(&toml::to_string(&settings).unwrap(), "instance.toml");
        assert_eq!((read.settings, read.faults), (settings, Vec::new()));
    }

    #[test]
    fn a_whole_number_is_a_number() {
        assert!(
            (from_toml("[travel]\ndetour = 2", "f").settings.travel.detour - 2.0).abs() < 1e-12
        );
    }
}
