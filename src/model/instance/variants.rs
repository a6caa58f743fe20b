//! Variants of an instance for a solver's own questions. The tables stay as they are.
//!
//! A plan of a variant has the same shape, so it is a plan of the instance; what it costs there is for
//! the instance to say. The digest of a variant is its own, lest the two be taken for each other.

use sha2::{Digest as _, Sha256};

use super::{Instance, Pin};
use crate::model::quantities::Millipoints;

impl Instance {
    /// The same, but each changed pairing costs `charge`: a price on the number of changes.
    ///
    /// Solvers tell last year's helpers apart in the variant even where `charge` is 0.
    #[must_use]
    pub fn with_change_charge(&self, charge: Millipoints) -> Self {
        let mut variant = self.clone();
        variant.change_charge = Some(charge);
        variant.digest = derived(&self.digest, &format!("change {}", charge.0));
        variant
    }

    /// The same with further pins, which have no reason. They may contradict those that are there.
    ///
    /// # Panics
    /// If a pin names what the instance does not have.
    #[must_use]
    pub fn with_further_pins(&self, pins: &[Pin]) -> Self {
        for &pin in pins {
            assert!(self.has(pin), "a pin of another instance: {pin:?}");
        }
        let mut variant = self.clone();
        variant.pins.extend_from_slice(pins);
        variant.pin_reasons.resize(variant.pins.len(), None);
        variant.digest = derived(&self.digest, &format!("pins {pins:?}"));
        variant
    }

    fn has(&self, pin: Pin) -> bool {
        let (agencies, villages) = (self.agencies.len(), self.villages.len());
        let (cadres, households) = (self.cadres.len(), self.households.len());
        match pin {
            Pin::Lead { agency, village, .. } | Pin::Attach { agency, village, .. } => {
                agency.index() < agencies && village.index() < villages
            }
            Pin::Post { cadre, village, .. }
            | Pin::Secretary { cadre, village, .. }
            | Pin::Leader { cadre, village, .. } => {
                cadre.index() < cadres && village.index() < villages
            }
            Pin::Help { cadre, household, .. } => {
                cadre.index() < cadres && household.index() < households
            }
        }
    }
}

/// The digest of what was derived from an instance.
fn derived(digest: &str, how: &str) -> String {
    format!("{:x}", Sha256::digest(format!("{digest}\n{how}")))
}
