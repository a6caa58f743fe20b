//! The aggregated problem: who sends how many slots to which village.
//!
//! Cadres become slots of groups (agency and origin), households become the demand of their village
//! by cause, seats on teams are taken by classes of cadres alike ([`Class`]), whose slots their group
//! must have at the village or keep unused; hamlets are left out. What remains is a fixed-charge
//! transportation problem with a lead for each village; the pseudo-village [`Network::idle`] takes
//! unused slots.

use std::collections::{HashMap, HashSet};

use super::needs::{Costs, NOBODY};
use crate::model::enums::Cause;
use crate::solve::search::problem::{CadreFacts, LEADER, NONE, Problem, SECRETARY};

/// "None" among classes.
pub const NO_CLASS: u32 = u32::MAX;

/// Agencies that are near a village, at most. From 12 to 36 were tried on a county: 24 were best.
const NEAR: usize = 24;

/// "None" among groups.
const NO_GROUP: u16 = u16::MAX;

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

/// Cadres of a group that are alike as far as teams go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Their group, within quota.
    pub group: u16,
    /// Slots of each.
    pub slots: i64,
    /// Cost as first secretary, millipoints.
    pub secretary_cost: i64,
    /// Whether each fits a place that is scarcer than a member's: leader, first secretary.
    pub scarce: [bool; 2],
    /// The cadres.
    pub cadres: Vec<u32>,
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
    /// The few agencies from which a slot in the village costs least, nearest first, by village.
    pub near: Vec<Vec<u32>>,
    /// Households of the village helped last year by cadres of the group, group-major.
    pub known: Vec<u16>,
    /// Households by village and cause.
    pub causes: Vec<[u16; 6]>,
    /// Need costs by category.
    pub needs: Costs,
    /// Group by cadre, within quota; [`NO_GROUP`] where the cadre has no quota.
    group_of: Vec<u16>,
    /// Classes of cadres.
    pub classes: Vec<Class>,
    /// Classes by agency and place on a team (leader, first secretary, member).
    pub classes_of: Vec<[Vec<u32>; 3]>,
    /// Class by cadre, [`NO_CLASS`] for those not available.
    pub class_of: Vec<u32>,
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
        let unit: Vec<i64> = groups
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
        let group_of = group_of(problem, &groups);
        let known = known(problem, groups.len(), &group_of);
        let (classes, class_of) = classes(problem, &group_of);
        Self {
            problem,
            near: near(problem, &groups_of, &unit),
            groups_of,
            group_of,
            unit,
            known,
            causes,
            needs: Costs::new(&needs),
            classes_of: classes_of(problem, &classes),
            classes,
            class_of,
            max_leads: (0..problem.agencies)
                .map(|a| problem.team_capacity(a).min(usize::from(problem.max_leads)) as u16)
                .collect(),
            groups,
        }
    }

    /// Cost of a slot of a group in a village (not [`Network::idle`]), millipoints.
    #[inline]
    pub fn unit_cost(&self, g: u16, v: u32) -> i64 {
        self.unit[usize::from(g) * self.problem.villages + v as usize]
    }

    /// The pseudo-village of unused slots.
    pub fn idle(&self) -> u32 {
        self.problem.villages as u32
    }

    /// The group of no one.
    pub fn nobody(&self) -> u16 {
        (self.groups.len() - 1) as u16
    }

    /// The group of a cadre's slots within quota, if it has any.
    pub fn group_of(&self, c: u32) -> Option<u16> {
        Some(self.group_of[c as usize]).filter(|&g| g != NO_GROUP)
    }

    /// Whether cadres of a class may take `place` on the team of `v`.
    pub fn may_serve(&self, class: u32, v: u32, place: usize) -> bool {
        self.problem.may_serve(self.classes[class as usize].cadres[0], v, place)
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

fn near(problem: &Problem, groups_of: &[Vec<u16>], unit: &[i64]) -> Vec<Vec<u32>> {
    let agencies = |v: usize| {
        let cost = |groups: &Vec<u16>| {
            groups.iter().map(|&g| unit[usize::from(g) * problem.villages + v]).min()
        };
        let mut near: Vec<(i64, u32)> = groups_of
            .iter()
            .enumerate()
            .filter(|(a, _)| !problem.barred[a * problem.villages + v])
            .filter_map(|(a, groups)| Some((cost(groups)?, a as u32)))
            .collect();
        near.sort_unstable();
        near.truncate(NEAR);
        near.into_iter().map(|(_, a)| a).collect()
    };
    (0..problem.villages).map(agencies).collect()
}

fn group_of(problem: &Problem, groups: &[Group]) -> Vec<u16> {
    let places: HashMap<(u32, u32), u16> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| !group.overload)
        .map(|(g, group)| ((group.agency, group.origin), g as u16))
        .collect();
    let group = |facts: &CadreFacts| {
        let group = places.get(&(facts.agency, facts.origin)).copied();
        group.filter(|_| facts.available && facts.quota > 0).unwrap_or(NO_GROUP)
    };
    problem.cadres.iter().map(group).collect()
}

fn known(problem: &Problem, groups: usize, group_of: &[u16]) -> Vec<u16> {
    let mut known = vec![0; groups * problem.villages];
    for (h, &c) in problem.previous_of.iter().enumerate().filter(|(_, c)| **c != NONE) {
        let g = group_of[c as usize];
        if g != NO_GROUP {
            known[usize::from(g) * problem.villages + problem.village_of[h] as usize] += 1;
        }
    }
    known
}

/// Cadres by what matters on a team; each that a pin names is a class of its own.
fn classes(problem: &Problem, group_of: &[u16]) -> (Vec<Class>, Vec<u32>) {
    let mut class_of = vec![NO_CLASS; problem.cadres.len()];
    let mut classes: Vec<Class> = Vec::new();
    if problem.team_size == 0 {
        return (classes, class_of);
    }
    let named: HashSet<u32> = problem.required_team.iter().flatten().copied().collect();
    let mut known = HashMap::new();
    for (c, facts) in problem.cadres.iter().enumerate() {
        let group = group_of[c];
        if group == NO_GROUP {
            continue;
        }
        let alone = facts.restricted || facts.only_village != NONE || named.contains(&(c as u32));
        let scarce = [facts.leader, facts.secretary];
        let slots = i64::from(facts.quota.min(facts.capacity));
        let secretary_cost = if facts.secretary { facts.secretary_cost } else { 0 };
        let key = (group, slots, secretary_cost, scarce, alone.then_some(c));
        let class = *known.entry(key).or_insert_with(|| {
            classes.push(Class { group, slots, secretary_cost, scarce, cadres: Vec::new() });
            classes.len() as u32 - 1
        });
        classes[class as usize].cadres.push(c as u32);
        class_of[c] = class;
    }
    (classes, class_of)
}

fn classes_of(problem: &Problem, classes: &[Class]) -> Vec<[Vec<u32>; 3]> {
    let mut classes_of: Vec<[Vec<u32>; 3]> = vec![Default::default(); problem.agencies];
    for (id, class) in classes.iter().enumerate() {
        let agency = problem.cadres[class.cadres[0] as usize].agency as usize;
        let fits = [class.scarce[LEADER], class.scarce[SECRETARY], true];
        for (list, fits) in classes_of[agency].iter_mut().zip(fits) {
            if fits {
                list.push(id as u32);
            }
        }
    }
    classes_of
}
