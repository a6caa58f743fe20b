//! What a planner wants to know of a plan at a glance, whatever it costs.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::terms::{all_slots, helped_by_agency, helped_by_cadre, slots};
use crate::model::data::PlanTables;
use crate::model::enums::Rank;
use crate::model::{Instance, Metres};

/// A plan in figures. Counted as the cost terms are: rows that make no sense are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Households of the instance.
    pub households: u64,
    /// Households with a helper.
    pub households_helped: u64,
    /// Villages of the instance.
    pub villages: u64,
    /// Villages whose lead agency suits their type: mismatch 0.
    pub villages_matched: u64,
    /// Attachments, leads among them.
    pub attachments: u64,
    /// Mean way from helper to household, rounded half up; 0 where nobody is helped.
    pub mean_metres: Metres,
    /// Longest way from helper to household; 0 where nobody is helped.
    pub worst_metres: Metres,
    /// The load of each rank, highest rank first.
    pub load: Vec<RankLoad>,
    /// The agency that helps least for its size; the first by id among equals. `None` where all
    /// quotas are 0.
    pub smallest_share: Option<AgencyShare>,
    /// The agency that helps most for its size; the first by id among equals.
    pub largest_share: Option<AgencyShare>,
}

/// What the cadres of one rank do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankLoad {
    /// The rank.
    pub rank: Rank,
    /// Available cadres.
    pub available: u64,
    /// Cadres with at least one household.
    pub helping: u64,
    /// Households they help.
    pub households: u64,
    /// Households the available cadres take without overload.
    pub quota: u64,
}

/// What an agency helps, against what its cadres' quotas make fair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyShare {
    /// The agency's id.
    pub agency_id: String,
    /// Households its cadres help.
    pub households: u64,
    /// Thousandths of its fair share (all households × its quotas / all quotas), rounded down:
    /// 1000 is exactly fair.
    pub permille: u64,
}

/// The figures of a plan.
#[must_use]
pub fn statistics(instance: &Instance, plan: &PlanTables) -> Statistics {
    let (facts, _) = Facts::read(instance, plan);
    let mut ways: Vec<i64> = Vec::new();
    for (h, c) in facts.helped() {
        let village = instance.household(h).village;
        ways.push(instance.metres(instance.cadre(c).origin, village).0);
    }
    let shares = shares(&facts);
    Statistics {
        households: instance.households().len() as u64,
        households_helped: ways.len() as u64,
        villages: instance.villages().len() as u64,
        villages_matched: matched(&facts),
        attachments: facts.attached.iter().map(|agencies| agencies.len() as u64).sum(),
        mean_metres: mean(&ways),
        worst_metres: Metres(ways.iter().copied().max().unwrap_or(0)),
        load: Rank::ALL.iter().map(|&rank| load(&facts, rank)).collect(),
        smallest_share: shares.iter().min_by_key(|share| share.permille).cloned(),
        // `max_by_key` takes the last among equals, so from behind.
        largest_share: shares.iter().rev().max_by_key(|share| share.permille).cloned(),
    }
}

fn matched(facts: &Facts) -> u64 {
    let units = &facts.instance.settings().type_mismatch;
    let suits = |v| {
        facts.lead(v).is_some_and(|lead| {
            let category = facts.instance.agency(lead).category;
            units.of(category, facts.instance.village(v).kind) == 0
        })
    };
    facts.instance.village_ids().filter(|&v| suits(v)).count() as u64
}

fn mean(ways: &[i64]) -> Metres {
    let n = ways.len() as i64;
    let sum: i64 = ways.iter().sum();
    Metres(if n == 0 { 0 } else { (2 * sum + n) / (2 * n) })
}

fn load(facts: &Facts, rank: Rank) -> RankLoad {
    let helped = helped_by_cadre(facts);
    let quota = u64::from(facts.instance.settings().quota.of(rank));
    let mut load = RankLoad { rank, available: 0, helping: 0, households: 0, quota: 0 };
    for c in facts.instance.cadre_ids() {
        let cadre = facts.instance.cadre(c);
        if cadre.rank != rank {
            continue;
        }
        if cadre.available {
            load.available += 1;
            load.quota += quota;
        }
        load.helping += u64::from(helped[c.index()] > 0);
        load.households += helped[c.index()] as u64;
    }
    load
}

/// The share of every agency that has slots, in the order of their ids.
fn shares(facts: &Facts) -> Vec<AgencyShare> {
    let (helped, all_slots) = (helped_by_agency(facts), all_slots(facts));
    let households = facts.instance.households().len() as i128;
    let mut shares = Vec::new();
    for a in facts.instance.agency_ids() {
        let slots = slots(facts, a);
        if slots > 0 {
            let n = helped[a.index()];
            shares.push(AgencyShare {
                agency_id: facts.a(a).to_owned(),
                households: n as u64,
                permille: (1000 * n * all_slots / (households * slots)) as u64,
            });
        }
    }
    shares
}
