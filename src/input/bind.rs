//! A raw table bound to the columns that its layout wants.

use super::fault::Fault;
use super::numbers::half_width;
use super::raw::RawTable;
use super::spelling::distance;
use crate::language::{Part, Sentence, sentence};
use crate::model::data::FaultCode;
use crate::model::schema::{Column, Layout};

/// A raw table whose columns are known.
pub(super) struct Bound {
    pub raw: RawTable,
    pub layout: &'static Layout,
    /// By column of the layout: the column of the table, `None` where it is absent.
    at: Vec<Option<usize>>,
}

impl Bound {
    /// Finds the columns of a table, reports those that are missing or repeated, and notes those
    /// that are unknown.
    ///
    /// # Errors
    /// A fault where the first row names no column at all.
    pub(super) fn new(
        mut raw: RawTable,
        layout: &'static Layout,
        notes: &mut Vec<Sentence>,
    ) -> Result<Self, Fault> {
        let mut at = vec![None; layout.columns.len()];
        let mut unknown = Vec::new();
        for column in 0..raw.headers.len() {
            match layout.position_of_header(&half_width(&raw.headers[column])) {
                Some(position) if at[position].is_some() => {
                    repeated(&mut raw, column, &layout.columns[position]);
                }
                Some(position) => at[position] = Some(column),
                None => unknown.push(column),
            }
        }
        if at.iter().all(Option::is_none) {
            return Err(no_known_header(&raw, layout));
        }
        for (column, _) in
            layout.columns.iter().zip(&at).filter(|(c, at)| at.is_none() && !c.optional)
        {
            missing(&mut raw, column, &unknown);
        }
        note_unknown(&raw, &unknown, notes);
        Ok(Self { raw, layout, at })
    }

    /// Column of the table that holds `field`, named in English.
    pub(super) fn column(&self, field: &str) -> Option<usize> {
        self.at[self.layout.position(field)?]
    }

    /// Whether every record has a value for `field` that can be relied on.
    pub(super) fn is_known(&self, field: &str) -> bool {
        self.raw.complete && self.column(field).is_some() && !self.raw.rows.is_empty()
    }

    /// Whether the value of this cell is unknown because of a fault reported already.
    pub(super) fn is_unknown(&self, record: usize, field: &str) -> bool {
        match self.column(field) {
            Some(column) => self.raw.is_broken(record) || self.raw.is_unknown(record, column),
            None => self.layout.position(field).is_some_and(|at| !self.layout.columns[at].optional),
        }
    }
}

fn repeated(raw: &mut RawTable, column: usize, wanted: &Column) {
    let cause = sentence!("fault-column-twice", column = wanted.en);
    let action = sentence!("advice-keep-one");
    let fault = Fault::new(FaultCode::RepeatedColumn, &raw.file, cause, action);
    let row = raw.header_row;
    let fault = raw.named(fault.row(row), row, column);
    raw.report(row, column, fault);
}

fn missing(raw: &mut RawTable, wanted: &Column, unknown: &[usize]) {
    let near = |header: &&str| {
        distance(&header.to_ascii_lowercase(), wanted.en, 2).is_some()
            || wanted.zh.iter().any(|zh| distance(header, zh, 1).is_some())
    };
    let mut headers = unknown.iter().map(|&c| raw.headers[c].as_str()).filter(|h| h.len() > 1);
    let (en, zh) = (wanted.en, wanted.zh[0]);
    let action = match headers.find(near) {
        Some(header) => {
            let header = format!("{header:?}");
            sentence!("advice-add-column-like", en = en, zh = zh, header = header)
        }
        None => sentence!("advice-add-column", en = en, zh = zh),
    };
    let cause = sentence!("fault-column-missing");
    let row = raw.header_row;
    let fault =
        Fault::new(FaultCode::MissingColumn, &raw.file, cause, action).row(row).column(wanted.en);
    raw.report(row, usize::MAX, fault);
}

fn no_known_header(raw: &RawTable, layout: &Layout) -> Fault {
    let cause = sentence!("fault-no-known-header");
    let action = sentence!("advice-header", columns = header(layout));
    Fault::new(FaultCode::MissingColumn, &raw.file, cause, action).row(raw.header_row)
}

/// The header of a table, to copy, in each language.
pub(super) fn header(layout: &Layout) -> [String; 2] {
    let row = |header: fn(&Column) -> &'static str| {
        layout.columns.iter().map(header).collect::<Vec<_>>().join(",")
    };
    [row(|column| column.en), row(|column| column.zh.first().unwrap_or(&column.en))]
}

/// Notes the columns that are kept out; one without a header only if it holds anything.
fn note_unknown(raw: &RawTable, unknown: &[usize], notes: &mut Vec<Sentence>) {
    let name = |&column: &usize| match raw.headers[column].as_str() {
        "" => raw.is_used(column).then(|| sentence!("note-column", number = column + 1).into()),
        header => Some(Part::from(header.chars().take(40).collect::<String>())),
    };
    let names: Vec<Part> = unknown.iter().filter_map(name).collect();
    if !names.is_empty() {
        notes.push(sentence!("note-columns", file = &raw.file, columns = names));
    }
}
