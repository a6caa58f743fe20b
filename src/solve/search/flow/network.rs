//! The aggregated problem: who sends how many slots to which village.
//!
//! Cadres become slots of groups (agency and origin), households become the demand of their village
//! by cause, teams become a least number of slots at the lead agency's village and the cost of the
//! cheapest first secretary, hamlets are left out. What remains is a fixed-charge transportation
//! problem with a lead for each village; the pseudo-village [`Network::idle`] takes unused slots.

use super::needs::{Costs, NOBODY};
use crate::model::enums::Cause;
use crate::solve::search::problem::{NONE, Problem};

/// Millipoints a household without helper costs: more than any helper.
const UNHELPED: i64 = 10_000_000;

/// Slots of one agency and origin, within quota or above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The agency; [`NONE`] for the group of no one, who "helps" what nobody does.
    pub agency: u32,
    /// Where its ways begin.
    pub origin: u32,
    /// Whether these are households above quota.
    pub overload: bool,
    /// Slots.
    pub supply: i64,
    /// Category, as far as needs go.
    pub kind: usize,
}

/// See the module.
pub struct Network<'p, 'a> {
    /// The problem that was aggregated.
    pub problem: &'p Problem<'a>,
    /// All groups, that of no one last.
    pub groups: Vec<Group>,
    /// Groups by agency.
    pub groups_of: Vec<Vec<u16>>,
    /// Cost of a slot in a village, group-major: travel and overload.
    pub unit: Vec<i64>,
    /// Households of the village helped last year by cadres of the group, group-major.
    pub known: Vec<u16>,
    /// Households by village and cause.
    pub causes: Vec<[u16; 6]>,
    /// Need costs by category.
    pub needs: Costs,
    /// Slots that a team takes at least, by agency.
    pub team_slots: Vec<i64>,
    /// Cost of the cheapest first secretary, by agency.
    pub secretary: Vec<i64>,
    /// Villages that the agency may lead at most.
    pub max_leads: Vec<u16>,
}

impl<'p, 'a> Network<'p, 'a> {
    /// Aggregates a problem.
    pub fn new(problem: &'p Problem<'a>) -> Self {
        let mut groups = groups(problem);
        let supply = 1 << 30;
        groups.push(Group { agency: NONE, origin: 0, overload: false, supply, kind: NOBODY });
        let mut groups_of = vec![Vec::new(); problem.agencies];
        for (g, group) in groups.iter().enumerate().filter(|(_, g)| g.agency != NONE) {
            groups_of[group.agency as usize].push(g as u16);
        }
        let villages = 0..problem.villages as u32;
        let unit = groups
            .iter()
            .flat_map(|g| {
                villages.clone().map(move |v| {
                    if g.agency == NONE {
                        return UNHELPED;
                    }
                    let over = if g.overload { problem.overload } else { 0 };
                    problem.travel_weight * problem.metres(g.origin, v) + over
                })
            })
            .collect();
        let mut causes = vec![[0; 6]; problem.villages];
        for (h, &v) in problem.village_of.iter().enumerate() {
            causes[v as usize][usize::from(problem.cause_of[h])] += 1;
        }
        let mut needs = [[0; 6]; 6];
        for (a, agency) in problem.instance.agencies().iter().enumerate() {
            for (cause, cost) in needs[agency.category as usize].iter_mut().enumerate() {
                *cost = problem.need_of(a as u32, Cause::ALL[cause]);
            }
        }
        let known = known(problem, &groups);
        let agencies = 0..problem.agencies;
        let teams = agencies.clone().map(|a| cheapest_team(problem, a)).collect::<Vec<_>>();
        Self {
            problem,
            groups_of,
            unit,
            known,
            causes,
            needs,
            team_slots: teams.iter().map(|t| t.0).collect(),
            secretary: teams.iter().map(|t| t.1).collect(),
            max_leads: agencies
                .map(|a| problem.team_capacity(a).min(usize::from(problem.max_leads)) as u16)
                .collect(),
            groups,
        }
    }

    /// The pseudo-village of unused slots.
    pub fn idle(&self) -> u32 {
        self.problem.villages as u32
    }

    /// The group of no one.
    pub fn nobody(&self) -> u16 {
        (self.groups.len() - 1) as u16
    }

    /// Cost of agency `a` leading `v`, secretary included, attachment not.
    pub fn lead(&self, a: u32, v: u32) -> i64 {
        self.problem.lead(a as usize, v as usize) + self.secretary[a as usize]
    }
}

fn groups(problem: &Problem) -> Vec<Group> {
    let mut slots = std::collections::BTreeMap::new();
    for facts in problem.cadres.iter().filter(|facts| facts.available) {
        let quota = i64::from(facts.quota.min(facts.capacity));
        let more = i64::from(facts.capacity) - quota;
        for (overload, n) in [(false, quota), (true, more)] {
            if n > 0 {
                *slots.entry((facts.agency, facts.origin, overload)).or_insert(0) += n;
            }
        }
    }
    let agencies = problem.instance.agencies();
    slots
        .into_iter()
        .map(|((agency, origin, overload), supply)| {
            let kind = agencies[agency as usize].category as usize;
            Group { agency, origin, overload, supply, kind }
        })
        .collect()
}

fn known(problem: &Problem, groups: &[Group]) -> Vec<u16> {
    let mut known = vec![0; groups.len() * problem.villages];
    for (h, &c) in problem.previous_of.iter().enumerate().filter(|(_, c)| **c != NONE) {
        let facts = &problem.cadres[c as usize];
        let own = |g: &Group| {
            g.agency == facts.agency && g.origin == facts.origin && !g.overload
        };
        if let Some(g) = groups.iter().position(own) {
            known[g * problem.villages + problem.village_of[h] as usize] += 1;
        }
    }
    known
}

/// Fewest slots that a team takes, about, and the least cost of a first secretary.
fn cheapest_team(problem: &Problem, a: usize) -> (i64, i64) {
    if problem.team_size == 0 {
        return (0, 0);
    }
    let own = || problem.cadres_of[a].iter().map(|&c| &problem.cadres[c as usize]);
    let quota = |c: &crate::solve::search::problem::CadreFacts| i64::from(c.quota);
    let leader = own().filter(|c| c.leader).map(quota).min().unwrap_or(0);
    let secretary = own().filter(|c| c.secretary).map(|c| (c.secretary_cost, quota(c))).min();
    let (cost, secretary) = secretary.unwrap_or((0, 0));
    let mut rest: Vec<i64> = own().filter(|c| !c.leader && !c.secretary).map(quota).collect();
    rest.sort_unstable();
    let members: i64 = rest.iter().take(problem.team_size - 2).sum();
    (leader + secretary + members, cost)
}
