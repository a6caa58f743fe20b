//! From cells to typed values. A bad cell is reported and stands for a harmless value from then on,
//! so that its row still counts.

use std::ops::RangeInclusive;

use super::bind::Bound;
use super::numbers::{self, NotNumber, half_width};
use crate::language::{Part, Sentence, sentence};
use crate::model::data::{FaultCode, LonLat};
use crate::model::enums::{
    Application, AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole,
    VillageType,
};

/// An enumeration as a cell may hold it.
pub(super) trait Choice: Copy + 'static {
    /// What the values are, in the plural.
    fn what() -> Sentence;
    /// Every value with its two spellings.
    fn spellings() -> impl Iterator<Item = (&'static str, &'static str)>;
    /// Reads either spelling.
    fn read(text: &str) -> Option<Self>;
}

macro_rules! choice {
    ($($name:ident: $what:literal),+ $(,)?) => {$(
        impl Choice for $name {
            fn what() -> Sentence {
                sentence!($what)
            }
            fn spellings() -> impl Iterator<Item = (&'static str, &'static str)> {
                Self::ALL.iter().map(|value| (value.en(), value.zh()))
            }
            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }
        }
    )+};
}

choice! {
    Category: "choice-category",
    VillageType: "choice-village-type",
    Rank: "choice-rank",
    Role: "choice-role",
    Application: "choice-application",
    Cause: "choice-cause",
    PinKind: "choice-pin-kind",
    PinMode: "choice-pin-mode",
    AttachmentRole: "choice-attachment-role",
    TeamRole: "choice-team-role",
}

/// What stands in a cell.
enum Cell {
    /// Text that is not empty.
    Given(String),
    /// Nothing, or an optional column that is absent.
    Empty,
    /// Something that was reported already.
    Unknown,
}

/// One record of a bound table. Fields are named by their English header.
pub(super) struct Row<'a> {
    bound: &'a mut Bound,
    record: usize,
}

impl<'a> Row<'a> {
    /// The record at this position.
    pub(super) fn new(bound: &'a mut Bound, record: usize) -> Self {
        Self { bound, record }
    }

    fn cell(&self, field: &str) -> Cell {
        if self.bound.is_unknown(self.record, field) {
            return Cell::Unknown;
        }
        match self.text(field) {
            text if text.is_empty() => Cell::Empty,
            text => Cell::Given(text),
        }
    }

    /// The text of a cell, empty where there is none. Own ids are read with this: that they are
    /// given is for validation to see.
    pub(super) fn text(&self, field: &str) -> String {
        let column = self.bound.column(field);
        column.map_or_else(String::new, |at| self.bound.raw.cell(self.record, at).to_owned())
    }

    /// Reports a cell of this row and makes its value unknown.
    fn fault(&mut self, field: &str, code: FaultCode, cause: Sentence, action: Sentence) {
        let Some(column) = self.bound.column(field) else { return };
        self.bound.raw.bad_value(self.record, column, code, cause, action);
    }

    fn missing(&mut self, field: &str, action: Sentence) {
        self.fault(field, FaultCode::MissingValue, sentence!("fault-empty-cell"), action);
    }

    /// An id of another row, which must be given.
    pub(super) fn reference(&mut self, field: &str) -> String {
        if matches!(self.cell(field), Cell::Empty) {
            self.missing(field, sentence!("advice-id"));
        }
        self.text(field)
    }

    /// An id of another row, which may be left out.
    pub(super) fn optional_reference(&self, field: &str) -> Option<String> {
        match self.cell(field) {
            Cell::Given(id) => Some(id),
            Cell::Empty | Cell::Unknown => None,
        }
    }

    /// A value of an enumeration; `default` where the cell is bad, or empty and may be so.
    fn choose<T: Choice>(&mut self, field: &str, default: T, required: bool) -> T {
        let list = || {
            // To whom English is said, the cells around may be in either language.
            let spelled = |(en, zh)| Part::from([format!("{en} {zh}"), String::from(zh)]);
            let spellings: Vec<Part> = T::spellings().map(spelled).collect();
            sentence!("advice-choose", list = spellings)
        };
        match self.cell(field) {
            Cell::Given(text) => T::read(&half_width(&text)).unwrap_or_else(|| {
                let cause = sentence!("fault-not-choice", what = T::what());
                self.fault(field, FaultCode::UnknownValue, cause, list());
                default
            }),
            Cell::Empty if required => {
                self.missing(field, list());
                default
            }
            Cell::Empty | Cell::Unknown => default,
        }
    }

    /// A value of an enumeration that must be given; `stand_in` where the cell is bad.
    pub(super) fn choice<T: Choice>(&mut self, field: &str, stand_in: T) -> T {
        self.choose(field, stand_in, true)
    }

    /// A value of an enumeration, `default` where the cell is empty.
    pub(super) fn choice_or<T: Choice>(&mut self, field: &str, default: T) -> T {
        self.choose(field, default, false)
    }

    /// Yes or no, `default` where the cell is empty.
    pub(super) fn yes_or(&mut self, field: &str, default: bool) -> bool {
        let Cell::Given(text) = self.cell(field) else { return default };
        numbers::yes_or_no(&text).unwrap_or_else(|| {
            let (cause, action) = (sentence!("fault-not-yes-no"), sentence!("advice-yes-no"));
            self.fault(field, FaultCode::UnknownValue, cause, action);
            default
        })
    }

    /// A whole number within `range`, `None` where the cell is empty or bad.
    pub(super) fn whole(&mut self, field: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let Cell::Given(text) = self.cell(field) else { return None };
        let (least, most) = (*range.start(), *range.end());
        let action = || sentence!("advice-whole", least = least, most = most);
        match numbers::whole(&text).map(u32::try_from) {
            Ok(Ok(value)) if range.contains(&value) => Some(value),
            Ok(_) => self.bad_number(field, None, action()),
            Err(why) => self.bad_number(field, Some(why), action()),
        }
    }

    /// A whole number from 0 to `largest` that must be given; 0 where it is bad.
    pub(super) fn natural(&mut self, field: &str, largest: i64) -> i64 {
        let action = || sentence!("advice-whole", least = 0_u32, most = largest);
        self.number(field, largest, action, numbers::whole)
    }

    /// A digest of so many hexadecimal digits, which must be given.
    pub(super) fn digest(&mut self, field: &str, digits: usize) -> String {
        let action = || sentence!("advice-digest");
        let is_digest =
            |text: &str| text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit());
        match self.cell(field) {
            Cell::Given(text) if !is_digest(&text) => {
                let cause = sentence!("fault-not-digest", digits = digits);
                self.fault(field, FaultCode::UnknownValue, cause, action());
            }
            Cell::Empty => self.missing(field, action()),
            Cell::Given(_) | Cell::Unknown => {}
        }
        self.text(field)
    }

    /// A decimal number from 0 to `largest`, in thousandths; it must be given. 0 where it is bad.
    /// `action` tells of the range, the unit among it.
    pub(super) fn thousandths(
        &mut self,
        field: &str,
        largest: i64,
        action: impl Fn(i64) -> Sentence,
    ) -> i64 {
        self.number(field, largest * 1000, || action(largest), numbers::thousandths)
    }

    /// A number from 0 to `largest`, as `read` reads it, that must be given; 0 where it is bad.
    fn number(
        &mut self,
        field: &str,
        largest: i64,
        action: impl Fn() -> Sentence,
        read: impl Fn(&str) -> Result<i64, NotNumber>,
    ) -> i64 {
        let value = match self.cell(field) {
            Cell::Given(text) => match read(&text) {
                Ok(value) if (0..=largest).contains(&value) => Some(value),
                Ok(_) => self.bad_number(field, None, action()),
                Err(why) => self.bad_number(field, Some(why), action()),
            },
            Cell::Empty => {
                self.missing(field, action());
                None
            }
            Cell::Unknown => None,
        };
        value.unwrap_or(0)
    }

    /// Reports a number that is malformed (`Some`) or out of range (`None`).
    fn bad_number<T>(
        &mut self,
        field: &str,
        why: Option<NotNumber>,
        action: Sentence,
    ) -> Option<T> {
        let (code, cause) = match why {
            None | Some(NotNumber::Huge) => {
                (FaultCode::OutOfRange, sentence!("fault-number-range"))
            }
            Some(NotNumber::Malformed) => (FaultCode::NotANumber, sentence!("fault-not-number")),
            Some(NotNumber::Fraction) => (FaultCode::NotANumber, sentence!("fault-not-whole")),
            Some(NotNumber::NotFinite) => (FaultCode::NotANumber, sentence!("fault-not-finite")),
        };
        self.fault(field, code, cause, action);
        None
    }

    /// Coordinates from `lon` and `lat`; `None` where both cells are empty. Ranges are for
    /// validation to see; a bad cell counts as a coordinate that passes it.
    pub(super) fn location(&mut self) -> Option<LonLat> {
        let (lon, lat) = (self.cell("lon"), self.cell("lat"));
        match (&lon, &lat) {
            (Cell::Empty, Cell::Empty) => return None,
            (Cell::Empty, _) => self.missing("lon", sentence!("advice-both")),
            (_, Cell::Empty) => self.missing("lat", sentence!("advice-both")),
            _ => {}
        }
        // 180 east does not look like a latitude, so that the other cell is judged by itself.
        let lon = self.degrees("lon", lon).unwrap_or(180.0);
        Some(LonLat { lon, lat: self.degrees("lat", lat).unwrap_or(0.0) })
    }

    fn degrees(&mut self, field: &str, cell: Cell) -> Option<f64> {
        let Cell::Given(text) = cell else { return None };
        match numbers::float(&text) {
            Ok(degrees) => Some(degrees),
            Err(why) => self.bad_number(field, Some(why), sentence!("advice-degrees")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<T: Choice>() {
        let page = include_str!("../../docs/format.md");
        for (en, zh) in T::spellings() {
            assert!(page.contains(&format!("`{en}` `{zh}`")), "{en} {zh}");
        }
    }

    #[test]
    fn the_format_page_tells_every_value_of_every_list() {
        told::<Category>();
        told::<VillageType>();
        told::<Rank>();
        told::<Role>();
        told::<Application>();
        told::<Cause>();
        told::<PinKind>();
        told::<PinMode>();
        told::<AttachmentRole>();
        told::<TeamRole>();
    }
}
