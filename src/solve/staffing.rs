//! What the team of a lead agency takes, as far as the relaxation sees it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AgencyId, CadreId, Instance, OriginId};
use crate::solve::costs::Costs;

/// What a team takes of its agency.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Staffing {
    /// The first secretary's cost.
    pub cost: i64,
    /// Quotas of its cadres.
    pub quotas: i64,
    /// Quotas of leader and first secretary by origin; origins without quota are left out.
    pub from: BTreeMap<OriginId, i64>,
}

impl Staffing {
    /// Whether this takes no more than `other` in any respect.
    pub fn within(&self, other: &Self) -> bool {
        let less = |(o, quota): (&OriginId, &i64)| other.from.get(o).is_some_and(|q| quota <= q);
        self.cost <= other.cost && self.quotas <= other.quotas && self.from.iter().all(less)
    }

    /// Of leader, first secretary and others with `rest` quotas.
    pub fn of(
        instance: &Instance,
        leader: CadreId,
        secretary: CadreId,
        rest: i64,
        cost: i64,
    ) -> Self {
        let (mut quotas, mut from) = (rest, BTreeMap::new());
        for c in [leader, secretary] {
            let quota = i64::from(instance.quota(c));
            quotas += quota;
            if quota > 0 {
                *from.entry(instance.cadre(c).origin).or_default() += quota;
            }
        }
        Self { cost, quotas, from }
    }
}

/// The teams `a` can staff that no other beats in every respect: a leader, a first secretary
/// and the cadres with the smallest quotas.
pub fn teams(instance: &Instance, costs: &Costs, a: AgencyId) -> Vec<Staffing> {
    let settings = &instance.settings().team;
    if !settings.enabled {
        return vec![Staffing::default()];
    }
    let quota = |c: CadreId| i64::from(instance.quota(c));
    let mut cadres: Vec<CadreId> = instance.cadres_of(a).to_vec();
    cadres.retain(|&c| instance.cadre(c).available);
    cadres.sort_by_key(|&c| (quota(c), c));
    let leaders = cadres.iter().copied().filter(|&c| instance.leader_eligible(c));
    // The first of each quota and origin will do, and a second in case the first is the secretary.
    let mut alike: BTreeMap<(i64, OriginId), Vec<CadreId>> = BTreeMap::new();
    for c in leaders {
        alike.entry((quota(c), instance.cadre(c).origin)).or_default().push(c);
    }
    let leaders: Vec<CadreId> =
        alike.into_values().flat_map(|own| own.into_iter().take(2)).collect();
    let others = (settings.members as usize).saturating_sub(1);
    let mut options = BTreeSet::new();
    for &secretary in cadres.iter().filter(|&&c| instance.secretary_eligible(c)) {
        let cost = costs.secretary(secretary).0;
        for &leader in leaders.iter().filter(|&&c| c != secretary) {
            let rest = cadres.iter().filter(|&&c| c != secretary && c != leader).take(others);
            let rest: Vec<i64> = rest.map(|&c| quota(c)).collect();
            if rest.len() == others {
                let rest = rest.iter().sum();
                options.insert(Staffing::of(instance, leader, secretary, rest, cost));
            }
        }
    }
    let mut best: Vec<Staffing> = Vec::new();
    for option in options {
        if !best.iter().any(|known| known.within(&option)) {
            best.retain(|known| !option.within(known));
            best.push(option);
        }
    }
    best
}
