//! What a plan costs if one way were shorter: the terms that know of ways, counted anew.

use std::collections::BTreeMap;

use crate::model::{Instance, Metres, Millipoints, OriginId, Plan, VillageId};

/// Travel and balance of one plan, by what they depend on.
pub struct Ways<'a> {
    instance: &'a Instance,
    /// Households by origin and village.
    travel: BTreeMap<(OriginId, VillageId), i64>,
    /// The same by agency, for the balance.
    agencies: Vec<BTreeMap<(OriginId, VillageId), i64>>,
    /// Quotas by agency.
    slots: Vec<i64>,
}

impl<'a> Ways<'a> {
    /// Counts a plan.
    #[must_use]
    pub fn new(instance: &'a Instance, plan: &Plan) -> Self {
        let mut travel = BTreeMap::new();
        let mut agencies = vec![BTreeMap::new(); instance.agencies().len()];
        for (household, &c) in instance.households().iter().zip(&plan.helper) {
            let cadre = instance.cadre(c);
            let way = (cadre.origin, household.village);
            *travel.entry(way).or_insert(0) += 1;
            *agencies[cadre.agency.index()].entry(way).or_insert(0) += 1;
        }
        let quotas = |a| instance.cadres_of(a).iter().map(|&c| i64::from(instance.quota(c))).sum();
        let slots = instance.agency_ids().map(quotas).collect();
        Self { instance, travel, agencies, slots }
    }

    /// Travel and balance if the way from `origin` to `village` were `shorter` by so much.
    #[must_use]
    pub fn cost(&self, way: (OriginId, VillageId), shorter: Metres) -> Millipoints {
        let instance = self.instance;
        let metres = |at: (OriginId, VillageId)| {
            let now = instance.metres(at.0, at.1);
            if at == way { now.0 - shorter.0 } else { now.0 }
        };
        let sum = |ways: &BTreeMap<(OriginId, VillageId), i64>, less: i64| -> i64 {
            ways.iter().map(|(&at, n)| n * (metres(at) - less)).sum()
        };
        let allowance = self.allowance(metres);
        let balance: i64 = self.agencies.iter().map(|own| sum(own, allowance).max(0)).sum();
        let weights = &instance.settings().weights;
        let travel = i64::from(weights.travel) * sum(&self.travel, 0);
        Millipoints(travel + i64::from(weights.balance) * balance)
    }

    fn allowance(&self, metres: impl Fn((OriginId, VillageId)) -> i64) -> i64 {
        let instance = self.instance;
        let (mut weighted, mut households) = (0_i128, 0_i128);
        for v in instance.village_ids() {
            let here = instance.households_of(v).len() as i128;
            households += here;
            for (a, &slots) in instance.agency_ids().zip(&self.slots) {
                weighted += i128::from(slots) * here * i128::from(metres((a.into(), v)));
            }
        }
        let places = self.slots.iter().map(|&slots| i128::from(slots)).sum::<i128>() * households;
        let reference = if places == 0 { 0 } else { weighted / places };
        let percent = i128::from(instance.settings().tolerance.travel_percent);
        (reference * (100 + percent) / 100) as i64
    }
}
