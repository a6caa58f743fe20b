//! What the multipliers say of a household or a slot more: marginal prices.
//!
//! The multiplier of a row is the rate at which the bound grows with its right-hand side. So that of
//! a class of households is what one more of them costs, as far as the relaxation sees it; and the price
//! of a slot at which an agency would take no more and no less than it has is what one more slot
//! would save. What the relaxation leaves out (hamlets, the sizes of single cadres) is not in them, nor
//! how a slot or household more moves fair shares and the allowance.

use std::collections::BTreeMap;

use super::Bounder;
use super::agency::Subproblem;
use super::facts::UNIT;
use super::prices::{Market, Prices};
use crate::model::enums::Cause;
use crate::model::{AgencyId, Millipoints, PriceList, VillageId};

impl Bounder<'_> {
    /// Prices by the multipliers of [`Bounder::bound`]; `None` before there is a bound.
    #[must_use]
    pub fn price_list(&self) -> Option<PriceList> {
        let prices = self.multipliers()?;
        let market = Market::new(&self.facts, prices);
        let agencies = self.facts.instance.agency_ids();
        Some(PriceList {
            bound: self.bound(),
            slots: agencies.map(|a| self.slot_price(prices, &market, a)).collect(),
            households: self.household_prices(prices),
        })
    }

    /// What one more household of a village that is poor by a cause would cost, where the village has
    /// such households. Where needs cost nothing all causes are one.
    fn household_prices(&self, prices: &Prices) -> BTreeMap<(VillageId, Cause), Millipoints> {
        let needs = self.facts.instance.settings().weights.need > 0;
        let mut list = BTreeMap::new();
        for (class, &price) in self.facts.classes.iter().zip(&prices.0) {
            let causes = if needs { &Cause::ALL[class.cause..=class.cause] } else { Cause::ALL };
            for &cause in causes.iter().filter(|_| class.only.is_none()) {
                list.entry((VillageId::new(class.village), cause)).or_insert(whole(price));
            }
        }
        list
    }

    /// What one more slot of the agency would save, 0 or more.
    ///
    /// Where its cadres start from several places, this is a slot at the agency itself, or, where
    /// none starts there, at the first of the places.
    fn slot_price(&self, prices: &Prices, market: &Market, agency: AgencyId) -> Millipoints {
        let a = agency.index();
        let sub = Subproblem::new(&self.facts, &self.rows, prices, market, a);
        let slot = sub.look(self.slot_prices[a]).slot_price.max(0);
        let depots = &self.facts.agencies[a].depots;
        let own = depots.iter().find(|depot| depot.origin == agency.into());
        let row = own.or(depots.first()).and_then(|depot| depot.row);
        whole(slot + prices.depot(&self.rows, row))
    }
}

/// Parts of a millipoint to the nearest whole one.
const fn whole(parts: i64) -> Millipoints {
    Millipoints((parts + UNIT / 2).div_euclid(UNIT))
}
