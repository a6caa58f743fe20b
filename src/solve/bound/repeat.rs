//! A bound that is had again from its multipliers, without the way to them.
//!
//! How far a bound comes depends on the clock and on HiGHS, but what it ends with follows from the
//! multipliers alone: one evaluation of the relaxation proves it anew.

use super::prices::Prices;
use super::{Bounder, millipoints};
use crate::solve::control::Control;

impl Bounder<'_> {
    /// Improves the bound by `run`, or has again what it came to in the solve that is replayed.
    pub fn repeat_or(&mut self, control: &Control, run: impl FnOnce(&mut Self)) {
        match control.recalled() {
            None => {
                run(self);
                control.remember(|| self.known());
            }
            Some(known) if known.is_empty() => {}
            Some(known) => {
                if self.adopt(known, control).is_none() {
                    control.stray();
                }
            }
        }
    }

    /// Multipliers and prices of slots; nothing where there is no bound.
    fn known(&self) -> Vec<i64> {
        let multipliers = self.multipliers().into_iter().flat_map(|prices| &prices.0);
        let slots = self.slot_prices.iter().filter(|_| self.best.is_some());
        multipliers.chain(slots).copied().collect()
    }

    /// Proves the bound of known multipliers; `None` where they are none of this instance.
    fn adopt(&mut self, mut known: Vec<i64>, control: &Control) -> Option<()> {
        let rows = self.rows.len();
        if known.len() != rows + self.slot_prices.len() {
            return None;
        }
        let slots = known.split_off(rows);
        let prices = Prices(known);
        let most = self.facts.clamp.saturating_mul(64).cast_unsigned();
        let sound = slots.iter().all(|price| price.unsigned_abs() <= most);
        if !sound || !prices.are_allowed(&self.facts, &self.rows) {
            return None;
        }
        let evaluation = self.evaluate(&prices, &|| control.is_late()).ok()?;
        self.best = Some((millipoints(evaluation.value), prices));
        self.slot_prices = slots;
        Some(())
    }
}
