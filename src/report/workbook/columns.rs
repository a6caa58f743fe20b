//! What the cells of each column of an instance's tables take: told in notes, kept by lists and limits.

use crate::model::data::Table;
use crate::model::enums::{
    Application, AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole,
    VillageType,
};
use crate::model::schema::{self, Layout};

/// What a cell takes.
pub(super) enum Kind {
    /// Any text.
    Text,
    /// The own id of a row, or one of several tables.
    Id,
    /// The value of a setting.
    Value,
    /// The id of a row of another table.
    Reference(&'static Layout),
    /// A value of an enumeration, in English and Chinese.
    Choice(Vec<(&'static str, &'static str)>),
    /// Yes or no.
    YesNo,
    /// A whole number within limits.
    Whole(i32, i32),
    /// A number within limits.
    Decimal(f64, f64),
}

impl Kind {
    /// Whether what is typed is kept as text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Id | Self::Reference(_))
    }

    /// Width of the column, in characters.
    pub(super) fn width(&self) -> f64 {
        match self {
            Self::Text | Self::Id | Self::Reference(_) | Self::Value => 16.0,
            Self::Choice(_) => 14.0,
            Self::YesNo | Self::Whole(..) | Self::Decimal(..) => 12.0,
        }
    }
}

macro_rules! choice {
    ($name:ident) => {
        Kind::Choice($name::ALL.iter().map(|value| (value.en(), value.zh())).collect())
    };
}

/// What the cells of a column take. The limits are those of the reader.
pub(super) fn kind(table: Table, column: &str) -> Kind {
    match (table, column) {
        (Table::Settings, "value") => Kind::Value,
        (Table::Agencies, "agency_id") | (Table::Villages, "village_id") => Kind::Id,
        (_, "agency_id") => Kind::Reference(&schema::AGENCIES),
        (Table::PreviousAttachments | Table::PreviousTeams | Table::PreviousPairings, column)
            if column.ends_with("_id") =>
        {
            Kind::Id // last year's rows may be there no longer
        }
        (_, "village_id") => Kind::Reference(&schema::VILLAGES),
        (Table::Agencies, "category") => choice!(Category),
        (Table::Agencies, "max_villages") => Kind::Whole(0, 10_000),
        (Table::Villages, "type") => choice!(VillageType),
        (_, "lon") => Kind::Decimal(-180.0, 180.0),
        (_, "lat") => Kind::Decimal(-90.0, 90.0),
        (Table::Cadres, "rank") => choice!(Rank),
        (Table::Cadres, "role") => choice!(Role),
        (Table::Cadres, "party_member" | "reserve" | "available") => Kind::YesNo,
        (Table::Cadres, "rural_years") => Kind::Whole(0, 100),
        (Table::Cadres, "application") => choice!(Application),
        (Table::Households, "members") => Kind::Whole(0, 1_000),
        (Table::Households, "cause") => choice!(Cause),
        (Table::Travel, "km") => Kind::Decimal(0.0, 100_000.0),
        (Table::Links, "cost") => Kind::Decimal(0.0, 1e9),
        (Table::Pins, "kind") => choice!(PinKind),
        (Table::Pins, "mode") => choice!(PinMode),
        (Table::PreviousAttachments, "role") => choice!(AttachmentRole),
        (Table::PreviousTeams, "role") => choice!(TeamRole),
        (_, column) if column.ends_with("_id") => Kind::Id,
        _ => Kind::Text,
    }
}

/// Whether a row without a value here is a fault.
pub(super) fn must_be_given(table: Table, column: &str) -> bool {
    match (table, column) {
        (Table::Settings, column) => column == "key",
        (Table::Cadres, "role") => false,
        (_, column) if column.ends_with("_id") => true,
        (_, column) => {
            let needed =
                ["category", "type", "rank", "cause", "km", "cost", "kind", "mode", "role"];
            needed.contains(&column)
        }
    }
}
