//! Multipliers, and what the villages look like at them.
//!
//! Rows, in this order: coverage by class of households, leads by village, balance by agency, slots
//! by depot (where an agency has several).

use std::ops::Range;

use super::facts::{Facts, METRE_PARTS, UNIT, Unit};

/// Where the rows of each family stand.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub(super) coverage: Range<usize>,
    pub(super) leads: Range<usize>,
    pub(super) balance: Range<usize>,
    pub(super) depots: Range<usize>,
}

impl Rows {
    pub(super) fn new(facts: &Facts) -> Self {
        let coverage = 0..facts.classes.len();
        let leads = coverage.end..coverage.end + facts.villages();
        let balance = leads.end..leads.end + facts.agencies.len();
        let depots = balance.end..balance.end + facts.depot_rows.len();
        Self { coverage, leads, balance, depots }
    }

    pub(super) fn len(&self) -> usize {
        self.depots.end
    }
}

/// Whole multipliers within their limits, in 256ths of a millipoint (of a household, a lead, a
/// slot) or 1024ths of that (a metre).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices(pub(super) Vec<i64>);

impl Prices {
    /// The nearest whole multipliers to `values` (millipoints) that are allowed: those of balance
    /// between 0 and its weight, those of depots not negative.
    pub(super) fn rounded(facts: &Facts, rows: &Rows, values: &[f64]) -> Self {
        let most_balance = facts.balance_weight * UNIT * METRE_PARTS;
        let whole = values.iter().enumerate().map(|(i, &value)| {
            // Saturates; what is not a number becomes 0.
            let whole = (value * UNIT as f64).round() as i64;
            if rows.balance.contains(&i) {
                let whole = (value * (UNIT * METRE_PARTS) as f64).round() as i64;
                whole.clamp(0, most_balance)
            } else if rows.depots.contains(&i) {
                whole.clamp(0, facts.clamp)
            } else {
                whole.clamp(-facts.clamp, facts.clamp)
            }
        });
        Self(whole.collect())
    }

    /// Whether all are within their limits, of which [`Prices::rounded`] makes sure.
    pub(super) fn are_allowed(&self, facts: &Facts, rows: &Rows) -> bool {
        let most_balance = facts.balance_weight * UNIT * METRE_PARTS;
        self.0.iter().enumerate().all(|(i, price)| {
            if rows.balance.contains(&i) {
                (0..=most_balance).contains(price)
            } else if rows.depots.contains(&i) {
                (0..=facts.clamp).contains(price)
            } else {
                (-facts.clamp..=facts.clamp).contains(price)
            }
        })
    }

    /// Price of so many metres beyond the allowance for an agency, rounded down.
    pub(super) fn balance(&self, rows: &Rows, a: usize, excess: i64) -> i64 {
        (self.0[rows.balance.start + a] * excess).div_euclid(METRE_PARTS)
    }

    pub(super) fn depot(&self, rows: &Rows, row: Option<usize>) -> i64 {
        row.map_or(0, |row| self.0[rows.depots.start + row])
    }

    /// What the multipliers themselves contribute to the bound: right-hand sides times multipliers.
    pub(super) fn constant(&self, facts: &Facts, rows: &Rows) -> i128 {
        let mut sum = i128::from(facts.constant) * i128::from(UNIT);
        for (class, &price) in facts.classes.iter().zip(&self.0[rows.coverage.clone()]) {
            sum += i128::from(class.households) * i128::from(price);
        }
        sum += self.0[rows.leads.clone()].iter().map(|&price| i128::from(price)).sum::<i128>();
        for (row, &(a, d)) in facts.depot_rows.iter().enumerate() {
            let depot = facts.agencies[a].depots[d];
            let price = self.0[rows.depots.start + row];
            let over = (facts.overload - price).min(0);
            sum -= i128::from(depot.quota) * i128::from(price);
            sum += i128::from(depot.capacity - depot.quota) * i128::from(over);
        }
        sum
    }
}

/// The households of each village in the order in which an agency of a category would take them:
/// need less price, the least first.
pub(super) struct Market {
    units: Vec<Vec<Unit>>,
    villages: usize,
}

impl Market {
    pub(super) fn new(facts: &Facts, prices: &Prices) -> Self {
        let villages = facts.villages();
        let mut units = Vec::with_capacity(facts.need.len() * villages);
        for need in &facts.need {
            for own in &facts.classes_of {
                let classes = own.iter().map(|&k| (k, &facts.classes[k]));
                let open = classes.filter(|(_, class)| class.only.is_none());
                let mut list: Vec<Unit> = open
                    .map(|(k, class)| {
                        let cost = need[class.cause] - prices.0[k];
                        Unit { class: k, count: class.households, cost }
                    })
                    .collect();
                list.sort_unstable_by_key(|unit| (unit.cost, unit.class));
                units.push(list);
            }
        }
        Self { units, villages }
    }

    pub(super) fn of(&self, category: usize, village: usize) -> &[Unit] {
        &self.units[category * self.villages + village]
    }
}

/// Units of an agency's own at these prices, in the order in which it would take them.
pub(super) fn priced(units: &[Unit], prices: &Prices) -> Vec<Unit> {
    let mut list: Vec<Unit> =
        units.iter().map(|unit| Unit { cost: unit.cost - prices.0[unit.class], ..*unit }).collect();
    list.sort_unstable_by_key(|unit| (unit.cost, unit.class));
    list
}
