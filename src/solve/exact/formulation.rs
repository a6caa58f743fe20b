//! What the whole program's columns mean, and who writes them.
//!
//! The mathematics stands in [`super`]. Every cost coefficient is a whole number of millipoints, so
//! the objective of a whole solution is exact.

use std::collections::BTreeMap;

use super::frame::Frame;
use super::groups::{Grouping, Pool};
use super::pins::Pins;
use super::program::{Column, Program, Sense};
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, VillageId};
use crate::solve::costs::Costs;
use crate::solve::fixing::Fixing;

/// Columns that count the hamlets of a pool's cadres in a village.
#[derive(Clone, Debug)]
pub struct HamletColumns {
    /// Households without named column helped, by hamlet.
    pub helped: Vec<Column>,
    /// Incidences of cadres and hamlets, by hamlet.
    pub incidences: Vec<Column>,
    /// Cadres with at least one household.
    pub active: Column,
}

/// The columns of the program by what they mean. A missing entry is a column that would be 0.
pub struct Columns {
    /// Attachments by (agency, village).
    pub attached: BTreeMap<(AgencyId, VillageId), Column>,
    /// Leads by (agency, village).
    pub lead: BTreeMap<(AgencyId, VillageId), Column>,
    /// Cadres posted by (group, village).
    pub posted: BTreeMap<(usize, VillageId), Column>,
    /// Team leaders by (group, village).
    pub leader: BTreeMap<(usize, VillageId), Column>,
    /// First secretaries by (group, village).
    pub secretary: BTreeMap<(usize, VillageId), Column>,
    /// Households helped by (pool, village).
    pub helped: BTreeMap<(usize, VillageId), Column>,
    /// Households above quota by (pool, village).
    pub overload: BTreeMap<(usize, VillageId), Column>,
    /// Hamlets by (pool, village), where they are counted.
    pub hamlets: BTreeMap<(usize, VillageId), HamletColumns>,
    /// Pairings that have a column of their own.
    pub named: BTreeMap<(CadreId, HouseholdId), Column>,
    /// Slots whose hamlet does not matter, by (kind of agency, village, hamlet).
    pub sent: BTreeMap<(usize, VillageId, usize), Column>,
    /// Households by (kind of agency, class), pairings of their own not counted.
    pub served: BTreeMap<(usize, usize), Column>,
    /// Metres beyond the allowance, by agency.
    pub balance: Vec<Option<Column>>,
    /// Thousandths of a household beyond the band, by agency.
    pub share: Vec<Option<Column>>,
    /// Always 1: carries the constant part of the cost.
    pub one: Column,
}

/// The meaning of the program of an instance.
pub struct Formulation<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// Its cost coefficients.
    pub costs: Costs<'a>,
    /// What is counted instead of named.
    pub grouping: Grouping,
    /// What the columns mean.
    pub columns: Columns,
    /// Cost of each column, millipoints a unit.
    pub coefficients: Vec<i64>,
}

/// Writes the program of an instance.
pub(super) struct Writer<'a, 'p> {
    pub(super) instance: &'a Instance,
    pub(super) costs: &'p Costs<'a>,
    pub(super) grouping: &'p Grouping,
    pub(super) pins: Pins,
    pub(super) fixing: Option<&'p Fixing>,
    pub(super) program: Program,
}

impl<'a> Formulation<'a> {
    /// Writes the whole program, and says what it means.
    #[must_use]
    pub fn new(instance: &'a Instance) -> (Self, Program) {
        Self::fixed(instance, None)
    }

    /// The same without the attachments and leads that are ruled out.
    #[must_use]
    pub fn fixed(instance: &'a Instance, fixing: Option<&Fixing>) -> (Self, Program) {
        let costs = Costs::new(instance);
        let grouping = Grouping::new(instance, &costs);
        let mut writer = Writer {
            instance,
            costs: &costs,
            grouping: &grouping,
            pins: Pins::new(instance),
            fixing,
            program: Program::new(),
        };
        let columns = writer.columns();
        writer.rows(&columns);
        let program = writer.program;
        let coefficients = program.costs().to_vec();
        (Self { instance, costs, grouping, columns, coefficients }, program)
    }

    /// Allows at most so many changed pairings. Last year's pairings must have columns of their own:
    /// [`Instance::counts_changes`].
    pub fn limit_changes(&self, program: &mut Program, most: u64) {
        let Some(previous) = self.instance.previous() else { return };
        let kept = previous.helper.iter().enumerate().filter_map(|(h, &c)| {
            self.columns.named.get(&(c?, HouseholdId::new(h))).map(|&column| (column, 1))
        });
        let terms: Vec<_> = kept.chain([(self.columns.one, 0)]).collect();
        let least = previous.known() as i64 - i64::try_from(most).unwrap_or(i64::MAX);
        program.row("changes".to_owned(), &terms, Sense::AtLeast, least);
    }

    /// Fixes attachments and leads.
    pub fn fix(&self, program: &mut Program, frame: &Frame) {
        for (pair, &column) in &self.columns.attached {
            let value = i64::from(frame.attached.contains(pair));
            program.row(String::new(), &[(column, 1)], Sense::Equal, value);
        }
        for (&(a, v), &column) in &self.columns.lead {
            let value = i64::from(frame.lead[v.index()] == a);
            program.row(String::new(), &[(column, 1)], Sense::Equal, value);
        }
    }
}

impl Writer<'_, '_> {
    pub(super) fn agency(&self, a: AgencyId) -> &str {
        &self.instance.agency(a).id
    }

    pub(super) fn village(&self, v: VillageId) -> &str {
        &self.instance.village(v).id
    }

    pub(super) fn residents(&self, v: VillageId) -> i64 {
        self.instance.households_of(v).len() as i64
    }

    pub(super) fn pool_size(&self, pool: &Pool) -> i64 {
        pool.groups.iter().map(|&g| self.grouping.groups[g].cadres.len() as i64).sum()
    }
}
