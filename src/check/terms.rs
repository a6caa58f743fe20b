//! The eleven cost terms, each as the specification's table has it: weight × sum.
//!
//! All sums are in 128 bits. Divisions floor; every dividend is at least 0 and every divisor
//! above 0, so that `/` floors.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::model::enums::{Application, Rank, TeamRole};
use crate::model::{AgencyId, CadreId, Millipoints, Terms, VillageId};

/// Millipoints of one unit that is counted in whole points.
const POINT: i128 = 1000;

/// The cost of the plan, weights applied.
pub(super) fn terms(facts: &Facts) -> Terms {
    let w = &facts.instance.settings().weights;
    Terms {
        type_: weighted(w.type_, type_mismatch(facts)),
        link: link(facts, w.link),
        travel: weighted(w.travel, travel(facts)),
        need: weighted(w.need, need_mismatch(facts)),
        balance: weighted(w.balance, balance(facts)),
        share: weighted(w.share, share(facts)),
        overload: weighted(w.overload, overload(facts)),
        change: weighted(w.change, change(facts)),
        lead_change: weighted(w.lead_change, lead_change(facts)),
        secretary: weighted(w.secretary, secretary(facts)),
        hamlet: weighted(w.hamlet, hamlet(facts)),
    }
}

fn weighted(weight: u32, sum: i128) -> Millipoints {
    millipoints(i128::from(weight) * sum)
}

/// Validated settings and lengths keep each term far below 2^63; should they ever not, the largest
/// cost says so without wrapping round to a small one.
fn millipoints(cost: i128) -> Millipoints {
    Millipoints(i64::try_from(cost).unwrap_or(i64::MAX))
}

fn type_mismatch(facts: &Facts) -> i128 {
    let units = &facts.instance.settings().type_mismatch;
    let mut sum = 0;
    for v in facts.instance.village_ids() {
        if let Some(lead) = facts.lead(v) {
            let category = facts.instance.agency(lead).category;
            sum += POINT * i128::from(units.of(category, facts.instance.village(v).kind));
        }
    }
    sum
}

/// Weight applied: `links.csv` gives whole charges, to which it does not apply.
fn link(facts: &Facts, weight: u32) -> Millipoints {
    let mut sum = 0;
    for v in facts.instance.village_ids() {
        for &a in &facts.attached[v.index()] {
            sum += match facts.instance.link_charge(a, v) {
                Some(charge) => i128::from(charge.0),
                None => i128::from(weight) * POINT,
            };
        }
    }
    millipoints(sum)
}

fn travel(facts: &Facts) -> i128 {
    facts.helped().map(|(h, c)| metres(facts, c, facts.instance.household(h).village)).sum()
}

/// Metres from the cadre's origin to the village.
fn metres(facts: &Facts, c: CadreId, v: VillageId) -> i128 {
    i128::from(facts.instance.metres(facts.instance.cadre(c).origin, v).0)
}

fn need_mismatch(facts: &Facts) -> i128 {
    let units = &facts.instance.settings().need_mismatch;
    let mut sum = 0;
    for (h, c) in facts.helped() {
        let category = facts.instance.agency(facts.instance.cadre(c).agency).category;
        sum += POINT * i128::from(units.of(category, facts.instance.household(h).cause));
    }
    sum
}

/// Quota sum of an agency's available cadres, no overload: `slots_a`.
pub(super) fn slots(facts: &Facts, agency: AgencyId) -> i128 {
    let quota = &facts.instance.settings().quota;
    let cadres = facts.instance.cadres_of(agency).iter().map(|&c| facts.instance.cadre(c));
    cadres.filter(|c| c.available).map(|c| i128::from(quota.of(c.rank))).sum()
}

/// Sum of all agencies' slots: S.
pub(super) fn all_slots(facts: &Facts) -> i128 {
    facts.instance.agency_ids().map(|a| slots(facts, a)).sum()
}

/// Metres to a household that cost an agency nothing. 0 where all quotas are 0 (S = 0), of which
/// the specification says nothing.
fn allowance(facts: &Facts) -> i128 {
    let instance = facts.instance;
    let households = instance.households().len() as i128;
    let mut sum = 0;
    for a in instance.agency_ids() {
        let slots = slots(facts, a);
        for v in instance.village_ids() {
            let here = instance.households_of(v).len() as i128;
            sum += slots * here * i128::from(instance.metres(a.into(), v).0);
        }
    }
    let places = all_slots(facts) * households;
    let reference = if places == 0 { 0 } else { sum / places };
    reference * (100 + i128::from(instance.settings().tolerance.travel_percent)) / 100
}

fn balance(facts: &Facts) -> i128 {
    let allowance = allowance(facts);
    let mut excess = vec![0_i128; facts.instance.agencies().len()];
    for (h, c) in facts.helped() {
        let way = metres(facts, c, facts.instance.household(h).village);
        excess[facts.instance.cadre(c).agency.index()] += way - allowance;
    }
    excess.into_iter().map(|excess| excess.max(0)).sum()
}

/// Thousandths of a household that would be the agency's by its slots: `fair_a`. 0 where S = 0.
fn fair(facts: &Facts, agency: AgencyId, all_slots: i128) -> i128 {
    let households = facts.instance.households().len() as i128;
    if all_slots == 0 { 0 } else { 1000 * households * slots(facts, agency) / all_slots }
}

/// Households that each agency helps.
pub(super) fn helped_by_agency(facts: &Facts) -> Vec<i128> {
    let mut helped = vec![0; facts.instance.agencies().len()];
    for (_, c) in facts.helped() {
        helped[facts.instance.cadre(c).agency.index()] += 1;
    }
    helped
}

fn share(facts: &Facts) -> i128 {
    let percent = i128::from(facts.instance.settings().tolerance.share_percent);
    let (helped, all_slots) = (helped_by_agency(facts), all_slots(facts));
    let mut sum = 0;
    for a in facts.instance.agency_ids() {
        let fair = fair(facts, a, all_slots);
        let band = fair * percent / 100;
        sum += ((1000 * helped[a.index()] - fair).abs() - band).max(0);
    }
    sum
}

/// Households that each cadre helps.
pub(super) fn helped_by_cadre(facts: &Facts) -> Vec<i128> {
    let mut helped = vec![0; facts.instance.cadres().len()];
    for (_, c) in facts.helped() {
        helped[c.index()] += 1;
    }
    helped
}

fn overload(facts: &Facts) -> i128 {
    let quota = &facts.instance.settings().quota;
    let helped = helped_by_cadre(facts);
    let above = facts.instance.cadre_ids().map(|c| {
        let quota = i128::from(quota.of(facts.instance.cadre(c).rank));
        (helped[c.index()] - quota).max(0)
    });
    POINT * above.sum::<i128>()
}

fn change(facts: &Facts) -> i128 {
    let Some(previous) = facts.instance.previous() else { return 0 };
    let mut sum = 0;
    for h in facts.instance.household_ids() {
        if let Some(before) = previous.helper[h.index()]
            && facts.instance.cadre(before).available
            && facts.helper(h) != Some(before)
        {
            sum += POINT;
        }
    }
    sum
}

fn lead_change(facts: &Facts) -> i128 {
    let Some(previous) = facts.instance.previous() else { return 0 };
    let mut sum = 0;
    for v in facts.instance.village_ids() {
        if let Some(before) = previous.lead[v.index()]
            && facts.lead(v) != Some(before)
        {
            sum += POINT;
        }
    }
    sum
}

fn secretary(facts: &Facts) -> i128 {
    let mut sum = 0;
    for v in facts.instance.village_ids() {
        if let Some(&c) = facts.in_role(v, TeamRole::Secretary).first() {
            sum += shortcomings(facts, c);
        }
    }
    sum
}

fn shortcomings(facts: &Facts, secretary: CadreId) -> i128 {
    let cadre = facts.instance.cadre(secretary);
    let volunteered = matches!(cadre.application, Application::Volunteered | Application::Both);
    let recommended = matches!(cadre.application, Application::Recommended | Application::Both);
    let mut sum = 600 * (5 - i128::from(cadre.rural_years)).max(0);
    if !volunteered {
        sum += 3000;
    }
    if !recommended {
        sum += 2000;
    }
    if cadre.rank == Rank::Staff {
        sum += 2000;
    }
    sum
}

/// Hamlets of the same name in two villages are two.
fn hamlet(facts: &Facts) -> i128 {
    let mut hamlets = vec![BTreeSet::new(); facts.instance.cadres().len()];
    for (h, c) in facts.helped() {
        let household = facts.instance.household(h);
        hamlets[c.index()].insert((household.village, household.hamlet));
    }
    let beyond_first = hamlets.iter().map(|hamlets| (hamlets.len() as i128 - 1).max(0));
    POINT * beyond_first.sum::<i128>()
}
