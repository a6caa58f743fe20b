//! `prices.json` in a plan's folder: what a slot or a household more would cost or save.
//!
//! A solve ends with better multipliers than a report could find in the time it has, so `plan` leaves
//! the prices beside the plan, by ids.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::enums::Cause;
use crate::model::{Instance, Millipoints, PriceList};

/// Name of the file in a plan's folder.
pub const FILE: &str = "prices.json";

/// The content of `prices.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPrices {
    /// [`Instance::digest`] of the instance they are of.
    pub instance_digest: String,
    /// The bound whose multipliers these are.
    pub bound: Millipoints,
    /// Id of each agency to what one more slot saves.
    pub slots: BTreeMap<String, Millipoints>,
    /// Id of each village to cause to what one more household costs.
    pub households: BTreeMap<String, BTreeMap<Cause, Millipoints>>,
}

impl StoredPrices {
    /// Prices with the ids they have in the files.
    #[must_use]
    pub fn new(instance: &Instance, list: &PriceList) -> Self {
        let agencies = instance.agencies().iter().map(|agency| agency.id.clone());
        let mut households = BTreeMap::<String, BTreeMap<Cause, Millipoints>>::new();
        for (&(v, cause), &price) in &list.households {
            let own = households.entry(instance.village(v).id.clone()).or_default();
            own.insert(cause, price);
        }
        Self {
            instance_digest: instance.digest().to_owned(),
            bound: list.bound,
            slots: agencies.zip(list.slots.iter().copied()).collect(),
            households,
        }
    }

    /// As it is written: indented JSON with a line break at its end.
    ///
    /// # Panics
    /// Never: prices serialise.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("prices serialise");
        json.push(b'\n');
        json
    }

    /// The prices beside a plan; `None` where there are none, or none of this very instance.
    #[must_use]
    pub fn read(folder: &Path, instance: &Instance) -> Option<PriceList> {
        let stored: Self = serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()?;
        if stored.instance_digest == instance.digest() { stored.resolved(instance) } else { None }
    }

    fn resolved(&self, instance: &Instance) -> Option<PriceList> {
        let agencies = instance.agencies().iter();
        let slots: Option<_> = agencies.map(|agency| self.slots.get(&agency.id).copied()).collect();
        let mut households = BTreeMap::new();
        for (village, own) in &self.households {
            let v = instance.find_village(village)?;
            households.extend(own.iter().map(|(&cause, &price)| ((v, cause), price)));
        }
        Some(PriceList { bound: self.bound, slots: slots?, households })
    }
}
