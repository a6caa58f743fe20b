//! What a slot or a household more would cost or save, from the bound's multipliers.

use serde::Serialize;

use super::explain::Repaired;
pub use crate::model::PriceList;
use crate::model::data::{CadreRecord, HouseholdRecord, InstanceData};
use crate::model::enums::{Application, Cause, Rank, Role};
use crate::model::{AgencyId, Instance, Millipoints, VillageId};
use crate::solve::bound::Bounder;

/// Prices from so many steps of the bound at most, fewer if told to stop. `None` where there is
/// no bound.
#[must_use]
pub fn price_list(
    instance: &Instance,
    steps: u32,
    threads: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<PriceList> {
    let mut bounder = Bounder::new(instance)?.with_threads(threads);
    for _ in 0..steps {
        if bounder.ascend(stop).is_err() {
            break;
        }
    }
    bounder.price_list()
}

/// Prices of one agency or village, one of them checked by solving again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Priced {
    /// The bound whose multipliers these are.
    pub bound: Millipoints,
    /// Of an agency: one cadre more, by rank.
    pub slots: Vec<SlotPrice>,
    /// Of a village: one household more, by cause.
    pub households: Vec<HouseholdPrice>,
}

/// What one more cadre of a rank would save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SlotPrice {
    /// The rank.
    pub rank: Rank,
    /// Slots of such a cadre.
    pub slots: u32,
    /// What they save by the multipliers.
    pub saves: Millipoints,
    /// What the plan costs more with such a cadre, by solving again; below 0 where it saves.
    pub checked: Option<Repaired>,
}

/// What one more household of a cause would cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HouseholdPrice {
    /// The cause.
    pub cause: Cause,
    /// What it costs by the multipliers; below 0 where it saves.
    pub costs: Millipoints,
    /// What the plan costs more with such a household, by solving again.
    pub checked: Option<Repaired>,
}

/// An id that no record has: one that comes after `last`.
fn new_id<'a>(ids: impl Iterator<Item = &'a String>) -> String {
    ids.max().map_or_else(|| "+1".to_owned(), |last| format!("{last}+1"))
}

/// The records with one more cadre of the agency: a plain member, of no use for a team.
#[must_use]
pub fn with_cadre(data: &InstanceData, agency: &str, rank: Rank) -> InstanceData {
    let mut data = data.clone();
    data.cadres.push(CadreRecord {
        id: new_id(data.cadres.iter().map(|cadre| &cadre.id)),
        name: String::new(),
        agency_id: agency.to_owned(),
        rank,
        role: Role::Member,
        party_member: false,
        reserve: false,
        rural_years: 0,
        application: Application::None,
        phone: String::new(),
        base: None,
        available: true,
    });
    data
}

/// The records with one more household of the village, in the hamlet of its first.
#[must_use]
pub fn with_household(data: &InstanceData, village: &str, cause: Cause) -> InstanceData {
    let mut data = data.clone();
    let first = data.households.iter().find(|household| household.village_id == village);
    let hamlet = first.map_or_else(String::new, |household| household.hamlet.clone());
    data.households.push(HouseholdRecord {
        id: new_id(data.households.iter().map(|household| &household.id)),
        village_id: village.to_owned(),
        hamlet,
        name: String::new(),
        members: 1,
        cause,
    });
    data
}

impl PriceList {
    /// Prices of one more cadre of the agency, by rank.
    #[must_use]
    pub fn of_agency(&self, instance: &Instance, a: AgencyId) -> Priced {
        let price = |&rank: &Rank| {
            let slots = instance.settings().quota.of(rank);
            let saves = self.slots[a.index()] * i64::from(slots);
            SlotPrice { rank, slots, saves, checked: None }
        };
        let slots = Rank::ALL.iter().map(price).filter(|price| price.slots > 0).collect();
        Priced { bound: self.bound, slots, households: Vec::new() }
    }

    /// Prices of one more household of the village, by cause.
    #[must_use]
    pub fn of_village(&self, v: VillageId) -> Priced {
        let own = self.households.iter().filter(|((village, _), _)| *village == v);
        let households = own
            .map(|(&(_, cause), &costs)| HouseholdPrice { cause, costs, checked: None })
            .collect();
        Priced { bound: self.bound, slots: Vec::new(), households }
    }
}
