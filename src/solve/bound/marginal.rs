//! What the multipliers say of a household or a slot more: marginal prices.
//!
//! The multiplier of a row is the rate at which the bound grows with its right-hand side. So that of
//! a class of households is what one more of them costs, as far as the relaxation sees it; and the price
//! of a slot at which an agency would take no more and no less than it has is what one more slot
//! would save. What the relaxation leaves out (hamlets, the sizes of single cadres) is not in them, nor
//! how a slot or household more moves fair shares and the allowance.

use super::Bounder;
use super::agency::Subproblem;
use super::facts::UNIT;
use super::prices::Market;
use crate::model::enums::Cause;
use crate::model::{AgencyId, Millipoints, VillageId};

impl Bounder<'_> {
    /// What one more household of the village that is poor by this cause would cost; `None` before
    /// there is a bound and where the village has no such household.
    ///
    /// Where needs cost nothing all causes are one.
    #[must_use]
    pub fn household_price(&self, village: VillageId, cause: Cause) -> Option<Millipoints> {
        let prices = self.multipliers()?;
        let needs = self.facts.instance.settings().weights.need > 0;
        let cause = if needs { cause as usize } else { 0 };
        let class = self.facts.classes.iter().position(|class| {
            class.village == village.index() && class.cause == cause && class.only.is_none()
        })?;
        Some(whole(prices.0[class]))
    }

    /// What one more slot of the agency would save, 0 or more; `None` before there is a bound.
    ///
    /// Where its cadres start from several places, this is a slot at the agency itself, or, where
    /// none starts there, at the first of the places.
    #[must_use]
    pub fn slot_price(&self, agency: AgencyId) -> Option<Millipoints> {
        let prices = self.multipliers()?;
        let market = Market::new(&self.facts, prices);
        let a = agency.index();
        let sub = Subproblem::new(&self.facts, &self.rows, prices, &market, a);
        let slot = sub.look(self.slot_prices[a]).slot_price.max(0);
        let depots = &self.facts.agencies[a].depots;
        let own = depots.iter().find(|depot| depot.origin == agency.into());
        let row = own.or(depots.first()).and_then(|depot| depot.row);
        Some(whole(slot + prices.depot(&self.rows, row)))
    }
}

/// Parts of a millipoint to the nearest whole one.
const fn whole(parts: i64) -> Millipoints {
    Millipoints((parts + UNIT / 2).div_euclid(UNIT))
}
