//! A plan with everything that is known of it.

use super::privacy::Privacy;
use super::summary::{Claim, Summary};
use crate::analyse::decision::PinName;
use crate::check::{Report, Statistics};
use crate::language::Language;
use crate::model::data::PlanTables;
use crate::model::{Instance, PriceList};

/// What is to be told of a plan, and to whom. Page and workbook take from it what they show.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// The instance, with last year's plan if there is one.
    pub instance: &'a Instance,
    /// The plan.
    pub tables: &'a PlanTables,
    /// Last year's plan as it was read; for the teams, which the instance does not keep.
    pub previous: Option<&'a PlanTables>,
    /// What `check` finds of the plan.
    pub report: &'a Report,
    /// The plan in figures.
    pub statistics: &'a Statistics,
    /// The summary beside the plan.
    pub summary: Option<&'a Summary>,
    /// What that claims of the plan, also where it is no whole summary.
    pub claim: Option<&'a Claim>,
    /// All pins.
    pub pins: &'a [PinName],
    /// What a slot or a household more would cost or save.
    pub prices: Option<&'a PriceList>,
    /// The language the text is in; a page opens in it.
    pub language: Language,
    /// Whether names and phones are masked.
    pub privacy: Privacy,
    /// Whether the page names households.
    pub with_names: bool,
}
