//! A plan with its counters: what each pairing costs where it stands, what stands against another.
//!
//! `check` judges whole plans; a comparison asks thousands of small questions of one. The answers
//! here come from the coefficients of [`crate::solve::costs`], and tests hold them against `check`.

use std::collections::BTreeSet;

use crate::model::{
    AgencyId, CadreId, HouseholdId, Instance, Metres, Millipoints, Plan, Terms, VillageId,
};
use crate::solve::costs::Costs;

use super::decision::Decision;

/// Why a cadre cannot simply be given a household of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// It is not available (R4).
    Unavailable,
    /// The pin at this position is against it (R8).
    Pinned(usize),
    /// It has as many households as it may help (R5).
    Full,
    /// It is posted to this village (R3).
    Posted(VillageId),
    /// Its agency is not attached to the village (R3), though it could be.
    Unattached(AgencyId),
    /// Its agency is not attached, and to as many villages as it may be (R2).
    AgencyFull(AgencyId),
}

/// A plan and its counters.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The instance planned for.
    pub instance: &'a Instance,
    /// Its coefficients.
    pub costs: Costs<'a>,
    /// The plan as it stands.
    pub plan: Plan,
    /// Households of each cadre.
    households: Vec<Vec<HouseholdId>>,
    /// Village on whose team each cadre is.
    seats: Vec<Option<VillageId>>,
    /// Households that each agency helps, and their metres beyond the allowance.
    helped: Vec<i64>,
    excess: Vec<i64>,
    /// Villages to which each agency is attached.
    attached: Vec<BTreeSet<VillageId>>,
}

impl<'a> Standing<'a> {
    /// Counts a plan. Nothing here says that it keeps the rules.
    #[must_use]
    pub fn new(instance: &'a Instance, plan: Plan) -> Self {
        let agencies = instance.agencies().len();
        let mut standing = Self {
            instance,
            costs: Costs::new(instance),
            households: vec![Vec::new(); instance.cadres().len()],
            seats: vec![None; instance.cadres().len()],
            helped: vec![0; agencies],
            excess: vec![0; agencies],
            attached: vec![BTreeSet::new(); agencies],
            plan,
        };
        for h in instance.household_ids() {
            standing.enter(h, standing.plan.helper[h.index()], 1);
        }
        for (v, agencies) in standing.plan.attached.iter().enumerate() {
            for a in agencies {
                standing.attached[a.index()].insert(VillageId::new(v));
            }
        }
        for (v, team) in standing.plan.teams.iter().flatten().enumerate() {
            for &c in [team.leader, team.secretary].iter().chain(&team.others) {
                standing.seats[c.index()] = Some(VillageId::new(v));
            }
        }
        standing
    }

    fn enter(&mut self, h: HouseholdId, c: CadreId, sign: i64) {
        let cadre = self.instance.cadre(c);
        let way = self.instance.metres(cadre.origin, self.instance.household(h).village);
        self.helped[cadre.agency.index()] += sign;
        self.excess[cadre.agency.index()] += sign * (way - self.costs.allowance).0;
        let own = &mut self.households[c.index()];
        if sign > 0 {
            own.push(h);
        } else {
            own.retain(|&other| other != h);
        }
    }

    /// The households that the cadre helps.
    #[must_use]
    pub fn households(&self, c: CadreId) -> &[HouseholdId] {
        &self.households[c.index()]
    }

    /// The village on whose team the cadre is.
    #[must_use]
    pub fn seat(&self, c: CadreId) -> Option<VillageId> {
        self.seats[c.index()]
    }

    /// The village where the cadre has duties.
    #[must_use]
    pub fn post(&self, c: CadreId) -> Option<VillageId> {
        let own = self.households[c.index()].first();
        self.seat(c).or_else(|| own.map(|&h| self.instance.household(h).village))
    }

    /// Villages to which the agency is attached.
    #[must_use]
    pub fn villages(&self, a: AgencyId) -> &BTreeSet<VillageId> {
        &self.attached[a.index()]
    }

    /// Whether the agency is attached to the village.
    #[must_use]
    pub fn is_attached(&self, a: AgencyId, v: VillageId) -> bool {
        self.plan.attached[v.index()].contains(&a)
    }

    /// Households that the agency helps.
    #[must_use]
    pub fn helped(&self, a: AgencyId) -> i64 {
        self.helped[a.index()]
    }

    /// What a household carries: travel, need, change.
    #[must_use]
    pub fn of_household(&self, h: HouseholdId) -> Terms {
        let c = self.plan.helper[h.index()];
        let (cadre, household) = (self.instance.cadre(c), self.instance.household(h));
        Terms {
            travel: self.costs.travel(cadre.origin, household.village),
            need: self.costs.need(self.instance.agency(cadre.agency), household.cause),
            change: self.costs.change(c, h),
            ..Terms::default()
        }
    }

    /// What a cadre carries: overload, hamlet.
    #[must_use]
    pub fn of_cadre(&self, c: CadreId) -> Terms {
        let own = &self.households[c.index()];
        // As `check` has it: the quota of the rank, though who is not available may help nobody.
        let quota = self.instance.settings().quota.of(self.instance.cadre(c).rank);
        let over = (own.len() as i64 - i64::from(quota)).max(0);
        let key = |&h: &HouseholdId| {
            let household = self.instance.household(h);
            (household.village, household.hamlet)
        };
        let hamlets: BTreeSet<_> = own.iter().map(key).collect();
        Terms {
            overload: self.costs.overload() * over,
            hamlet: self.costs.hamlet() * (hamlets.len() as i64 - 1).max(0),
            ..Terms::default()
        }
    }

    /// What a village carries: the type and the change of its lead, its attachments, its first
    /// secretary.
    #[must_use]
    pub fn of_village(&self, v: VillageId) -> Terms {
        let links = self.plan.attached[v.index()].iter().map(|&a| self.costs.link(a, v));
        let secretary = self.plan.teams.as_ref().map(|teams| teams[v.index()].secretary);
        Terms {
            link: links.sum(),
            secretary: secretary.map_or(Millipoints::ZERO, |c| self.costs.secretary(c)),
            ..self.of_lead(self.plan.lead[v.index()], v)
        }
    }

    /// What it costs that the agency leads the village: type and change of lead.
    #[must_use]
    pub fn of_lead(&self, a: AgencyId, v: VillageId) -> Terms {
        let previous = self.instance.previous().and_then(|p| p.lead[v.index()]);
        let changed = previous.is_some_and(|lead| lead != a);
        let weight = i64::from(self.instance.settings().weights.lead_change);
        let lead_change = Millipoints(if changed { 1000 * weight } else { 0 });
        let type_ = self.costs.lead(a, v) - lead_change;
        Terms { type_, lead_change, ..Terms::default() }
    }

    /// What an agency carries: balance, share.
    #[must_use]
    pub fn of_agency(&self, a: AgencyId) -> Terms {
        Terms {
            balance: self.costs.balance(Metres(self.excess[a.index()])),
            share: self.costs.share(a, self.helped[a.index()]),
            ..Terms::default()
        }
    }

    /// Gives a household to another cadre and says what that changes. It can be undone by giving it
    /// back. Rules are not asked.
    pub fn give(&mut self, h: HouseholdId, to: CadreId) -> Terms {
        let from = self.plan.helper[h.index()];
        if from == to {
            return Terms::default();
        }
        let before = self.around(h, from, to);
        self.enter(h, from, -1);
        self.plan.helper[h.index()] = to;
        self.enter(h, to, 1);
        self.around(h, from, to) - before
    }

    fn around(&self, h: HouseholdId, from: CadreId, to: CadreId) -> Terms {
        let agencies = BTreeSet::from([from, to].map(|c| self.instance.cadre(c).agency));
        let agencies: Terms = agencies.into_iter().map(|a| self.of_agency(a)).sum();
        self.of_household(h) + self.of_cadre(from) + self.of_cadre(to) + agencies
    }

    /// What giving a household to another cadre would change.
    pub fn cost_of_giving(&mut self, h: HouseholdId, to: CadreId) -> Terms {
        let from = self.plan.helper[h.index()];
        let change = self.give(h, to);
        self.give(h, from);
        change
    }

    /// What stands against giving the household to the cadre while all else stays: what can never be
    /// first. Empty where the rules would still hold.
    #[must_use]
    pub fn obstacles(&self, h: HouseholdId, c: CadreId) -> Vec<Obstacle> {
        let v = self.instance.household(h).village;
        let a = self.instance.cadre(c).agency;
        let mut found = Vec::new();
        if !self.instance.cadre(c).available {
            found.push(Obstacle::Unavailable);
        }
        let pinned = Decision::Help(c, h).ruled_out_by(self.instance);
        found.extend(pinned.map(Obstacle::Pinned));
        if let Some(post) = self.post(c).filter(|&post| post != v) {
            found.push(Obstacle::Posted(post));
        }
        let own = self.households(c);
        let load = own.iter().filter(|&&other| other != h).count();
        if self.instance.cadre(c).available && load >= self.instance.capacity(c) as usize {
            found.push(Obstacle::Full);
        }
        if !self.is_attached(a, v) {
            let most = self.instance.agency(a).max_villages as usize;
            found.push(if self.villages(a).len() < most {
                Obstacle::Unattached(a)
            } else {
                Obstacle::AgencyFull(a)
            });
        }
        found
    }

    /// The objective.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let households: Terms = self.instance.household_ids().map(|h| self.of_household(h)).sum();
        let cadres: Terms = self.instance.cadre_ids().map(|c| self.of_cadre(c)).sum();
        let villages: Terms = self.instance.village_ids().map(|v| self.of_village(v)).sum();
        let agencies: Terms = self.instance.agency_ids().map(|a| self.of_agency(a)).sum();
        households + cadres + villages + agencies
    }
}
