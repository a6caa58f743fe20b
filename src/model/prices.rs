//! What a little more of something would cost or save.

use std::collections::BTreeMap;

use super::enums::Cause;
use super::ids::VillageId;
use super::quantities::Millipoints;

/// Marginal prices of every agency and village, from the multipliers of a lower bound: estimates, the
/// better the nearer the bound is to the optimum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceList {
    /// The bound whose multipliers these are.
    pub bound: Millipoints,
    /// What one more slot saves, by agency.
    pub slots: Vec<Millipoints>,
    /// What one more household costs, by village and cause; where the village has such households.
    /// Below 0 where it saves.
    pub households: BTreeMap<(VillageId, Cause), Millipoints>,
}
