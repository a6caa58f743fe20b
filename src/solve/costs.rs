//! The cost coefficients of the specification, weights applied, as the solvers use them.

use crate::model::enums::{Application, Cause, Rank};
use crate::model::{
    Agency, AgencyId, CadreId, HouseholdId, Instance, Metres, Millipoints, OriginId, VillageId,
};

/// Coefficients of one instance.
#[derive(Clone, Debug)]
pub struct Costs<'a> {
    instance: &'a Instance,
    /// Metres per household within which an agency's mean way costs no balance.
    pub allowance: Metres,
    /// Fair share in thousandths of a household, by agency.
    pub fair: Vec<i64>,
    /// Half-width of the band around the fair share, in thousandths of a household, by agency.
    pub band: Vec<i64>,
}

impl<'a> Costs<'a> {
    /// Computes the coefficients that depend on the whole instance.
    #[must_use]
    pub fn new(instance: &'a Instance) -> Self {
        let slots: Vec<i128> = instance
            .agency_ids()
            .map(|a| instance.cadres_of(a).iter().map(|&c| i128::from(instance.quota(c))).sum())
            .collect();
        let all_slots: i128 = slots.iter().sum();
        let households = instance.households().len() as i128;
        let mut weighted: i128 = 0;
        for a in instance.agency_ids() {
            for v in instance.village_ids() {
                let residents = instance.households_of(v).len() as i128;
                let metres = i128::from(instance.metres(a.into(), v).0);
                weighted += slots[a.index()] * residents * metres;
            }
        }
        let tolerance = &instance.settings().tolerance;
        let reference = if all_slots == 0 { 0 } else { weighted / (all_slots * households) };
        let allowance = reference * (100 + i128::from(tolerance.travel_percent)) / 100;
        let fair: Vec<i64> = slots
            .iter()
            .map(|&s| if all_slots == 0 { 0 } else { (1000 * households * s / all_slots) as i64 })
            .collect();
        let band = fair.iter().map(|f| f * i64::from(tolerance.share_percent) / 100).collect();
        Self { instance, allowance: Metres(allowance as i64), fair, band }
    }

    /// Cost of `agency` leading `village`, beyond its attachment: type and lead change.
    #[must_use]
    pub fn lead(&self, agency: AgencyId, village: VillageId) -> Millipoints {
        let settings = self.instance.settings();
        let category = self.instance.agency(agency).category;
        let units = settings.type_mismatch.of(category, self.instance.village(village).kind);
        let mut cost = 1000 * i64::from(settings.weights.type_) * i64::from(units);
        let previous = self.instance.previous().and_then(|p| p.lead[village.index()]);
        if previous.is_some_and(|lead| lead != agency) {
            cost += 1000 * i64::from(settings.weights.lead_change);
        }
        Millipoints(cost)
    }

    /// Cost of attaching `agency` to `village`.
    #[must_use]
    pub fn link(&self, agency: AgencyId, village: VillageId) -> Millipoints {
        let weight = i64::from(self.instance.settings().weights.link);
        self.instance.link_charge(agency, village).unwrap_or(Millipoints(1000 * weight))
    }

    /// Travel cost of one household of `village` helped from `origin`.
    #[must_use]
    pub fn travel(&self, origin: OriginId, village: VillageId) -> Millipoints {
        let weight = i64::from(self.instance.settings().weights.travel);
        Millipoints(weight * self.instance.metres(origin, village).0)
    }

    /// Cost of a helper of `agency` for a household poor by `cause`.
    #[must_use]
    pub fn need(&self, agency: &Agency, cause: Cause) -> Millipoints {
        let settings = self.instance.settings();
        let units = settings.need_mismatch.of(agency.category, cause);
        Millipoints(1000 * i64::from(settings.weights.need) * i64::from(units))
    }

    /// Balance cost of an agency whose households' metres beyond the allowance sum to `excess`.
    #[must_use]
    pub fn balance(&self, excess: Metres) -> Millipoints {
        Millipoints(i64::from(self.instance.settings().weights.balance) * excess.0.max(0))
    }

    /// Share cost of `agency` helping `households` households.
    #[must_use]
    pub fn share(&self, agency: AgencyId, households: i64) -> Millipoints {
        let weight = i64::from(self.instance.settings().weights.share);
        let off = (1000 * households - self.fair[agency.index()]).abs();
        Millipoints(weight * (off - self.band[agency.index()]).max(0))
    }

    /// Cost of each household above a cadre's quota.
    #[must_use]
    pub fn overload(&self) -> Millipoints {
        Millipoints(1000 * i64::from(self.instance.settings().weights.overload))
    }

    /// Cost of `cadre` helping `household` if last year's helper is another, still available one.
    #[must_use]
    pub fn change(&self, cadre: CadreId, household: HouseholdId) -> Millipoints {
        let previous = self.instance.previous().and_then(|p| p.helper[household.index()]);
        let changed = previous.is_some_and(|helper| helper != cadre);
        if changed { self.instance.change_charge() } else { Millipoints::ZERO }
    }

    /// What is saved by `cadre` helping `household` if it did so last year.
    #[must_use]
    pub fn change_saved(&self, cadre: CadreId, household: HouseholdId) -> Millipoints {
        let previous = self.instance.previous().and_then(|p| p.helper[household.index()]);
        if previous == Some(cadre) { self.instance.change_charge() } else { Millipoints::ZERO }
    }

    /// Cost of `cadre` as a first secretary.
    #[must_use]
    pub fn secretary(&self, cadre: CadreId) -> Millipoints {
        let weight = i64::from(self.instance.settings().weights.secretary);
        let cadre = self.instance.cadre(cadre);
        let application = match cadre.application {
            Application::Recommended => 3000,
            Application::Volunteered => 2000,
            Application::None | Application::Both => 0,
        };
        let years = 600 * (5 - i64::from(cadre.rural_years)).max(0);
        let rank = if cadre.rank == Rank::Staff { 2000 } else { 0 };
        Millipoints(weight * (application + years + rank))
    }

    /// Cost of each hamlet beyond a cadre's first.
    #[must_use]
    pub fn hamlet(&self) -> Millipoints {
        Millipoints(1000 * i64::from(self.instance.settings().weights.hamlet))
    }
}
