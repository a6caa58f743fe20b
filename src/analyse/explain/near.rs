//! The neighbourhood of a decision: a few villages solved again while all else stays.
//!
//! On a county no solve of the whole ends with a proof, and each finds something cheaper somewhere that has
//! nothing to do with the question: two of them differ by tens of points where the alternatives differ
//! by tenths. So all alternatives of a decision, and the decision itself, are solved for in the same
//! few villages with the rest pinned: their differences are then the question's own.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::decision::Decision;
use super::super::standing::Standing;
use crate::model::enums::PinMode::Require;
use crate::model::{AgencyId, Pin, VillageId};

/// Villages of a neighbourhood, unless the decisions themselves need more.
const VILLAGES: usize = 8;

/// A neighbourhood.
#[derive(Clone, Debug)]
pub(super) struct Near {
    /// Villages that are free.
    pub(super) villages: BTreeSet<VillageId>,
    /// What keeps the plan in all others.
    pub(super) pins: Vec<Pin>,
}

impl Near {
    /// The villages that the decisions are about, then those of the agencies concerned, then those that
    /// share the most agencies with them.
    pub(super) fn new(standing: &Standing, decisions: &[Decision]) -> Self {
        let mut villages: BTreeSet<VillageId> =
            decisions.iter().flat_map(|&decision| needed(standing, decision)).collect();
        let further = decisions.iter().flat_map(|&decision| further(standing, decision));
        for v in further {
            if villages.len() >= VILLAGES {
                break;
            }
            villages.insert(v);
        }
        Self::around(standing, villages)
    }

    /// These villages and, up to the usual number, those that share the most agencies with them.
    pub(super) fn around(standing: &Standing, mut villages: BTreeSet<VillageId>) -> Self {
        let attached = |v: VillageId| &standing.plan.attached[v.index()];
        while villages.len() < VILLAGES {
            let own: BTreeSet<AgencyId> =
                villages.iter().flat_map(|&v| attached(v).iter().copied()).collect();
            let shared = |v: VillageId| attached(v).iter().filter(|a| own.contains(a)).count();
            let others = standing.instance.village_ids().filter(|v| !villages.contains(v));
            let Some(next) = others.min_by_key(|&v| (Reverse(shared(v)), v)) else { break };
            villages.insert(next);
        }
        let pins = kept(standing, &villages);
        Self { villages, pins }
    }
}

/// Villages without which the decision could not come true.
fn needed(standing: &Standing, decision: Decision) -> Vec<VillageId> {
    let (c, v) = match decision {
        Decision::Lead(_, v) | Decision::Attach(_, v) => return vec![v],
        Decision::Help(c, h) => (c, standing.instance.household(h).village),
        Decision::Post(c, v) | Decision::Team(c, v, _) => (c, v),
    };
    standing.post(c).into_iter().chain([v]).collect()
}

/// Villages of the agencies concerned.
fn further(standing: &Standing, decision: Decision) -> Vec<VillageId> {
    let of = |a: AgencyId| standing.villages(a).iter().copied();
    match decision {
        Decision::Lead(a, v) | Decision::Attach(a, v) => {
            of(a).chain(of(standing.plan.lead[v.index()])).collect()
        }
        Decision::Help(c, _) | Decision::Post(c, _) | Decision::Team(c, ..) => {
            of(standing.instance.cadre(c).agency).collect()
        }
    }
}

/// Pins that keep the plan outside the villages: leads, teams and helpers.
fn kept(standing: &Standing, free: &BTreeSet<VillageId>) -> Vec<Pin> {
    let (instance, plan, mode) = (standing.instance, &standing.plan, Require);
    let mut pins = Vec::new();
    for village in instance.village_ids().filter(|v| !free.contains(v)) {
        pins.push(Pin::Lead { agency: plan.lead[village.index()], village, mode });
        if let Some(team) = plan.teams.as_ref().map(|teams| &teams[village.index()]) {
            pins.push(Pin::Leader { cadre: team.leader, village, mode });
            pins.push(Pin::Secretary { cadre: team.secretary, village, mode });
            // No pin names members; posted here they can go nowhere else.
            let others = team.others.iter();
            pins.extend(others.map(|&cadre| Pin::Post { cadre, village, mode }));
        }
        for &household in instance.households_of(village) {
            pins.push(Pin::Help { cadre: plan.helper[household.index()], household, mode });
        }
    }
    pins
}
