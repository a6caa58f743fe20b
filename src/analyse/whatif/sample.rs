//! Many random rosters: how often the plan can be mended, at what cost, and who is fragile.
//!
//! In each sample every available cadre goes on leave with the same probability, by itself. A sample
//! depends on the seed and its index only, so that ranges of indices can be drawn on many machines and
//! their lines put together ([`Summary::add`]).

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::super::diagnose::Certificate;
use super::{Baseline, Frozen, Request, changed, leads, replan};
use crate::model::data::InstanceData;
use crate::model::edits::without_idle;
use crate::model::{AgencyId, Instance, Millipoints, Status};
use crate::solve::Control;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// The seed of all samples.
    pub seed: u64,
    /// Probability that a cadre is on leave, 0 to 1.
    pub rate: f64,
}

/// One sample, a line of the stream. Ids only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Index of the sample.
    pub sample: u64,
    /// Cadres on leave, beside those that were not available before.
    pub on_leave: u64,
    /// Whether there is a plan; `None` where the limit came before one was found.
    pub feasible: Option<bool>,
    /// What is known of the plan.
    pub status: Status,
    /// Cost of the plan, in millipoints.
    pub objective: Option<Millipoints>,
    /// Households with another helper than in the baseline.
    pub helpers_changed: Option<u64>,
    /// Those among them whose old helper is still there.
    pub helpers_changed_by_choice: Option<u64>,
    /// Villages with another lead agency.
    pub leads_changed: Vec<String>,
    /// Villages with another first secretary.
    pub secretaries_changed: Vec<String>,
    /// Villages that their lead agency of the baseline can no longer staff a team for, plan or not.
    pub teams_lost: Vec<String>,
    /// Agencies that can no longer staff a team, though they lead a village in the baseline.
    pub unstaffed: Vec<String>,
    /// Villages that a proof that no plan exists is about, but where it is about all of them.
    pub short_villages: Vec<String>,
    /// Agencies that such a proof is about.
    pub short_agencies: Vec<String>,
    /// Agencies without any available cadre.
    pub idle: Vec<String>,
    /// Why there is no plan, where that is known.
    pub reason: Option<String>,
}

/// The records of a sample.
#[must_use]
pub fn roster(data: &InstanceData, draw: Draw, sample: u64) -> (InstanceData, u64) {
    let mut drawn = data.clone();
    drawn.cadres.sort_by(|x, y| x.id.cmp(&y.id));
    let mut rng = ChaCha8Rng::seed_from_u64(draw.seed);
    rng.set_stream(sample);
    let mut on_leave = 0;
    for cadre in &mut drawn.cadres {
        // Drawn for everybody, so that a higher rate adds to those on leave and takes none back.
        let leaves = rng.random::<f64>() < draw.rate;
        if leaves && cadre.available {
            cadre.available = false;
            on_leave += 1;
        }
    }
    (drawn, on_leave)
}

/// Draws a sample and plans it anew; `None` where it was interrupted.
#[must_use]
pub fn sample(
    baseline: Baseline,
    data: &InstanceData,
    draw: Draw,
    index: u64,
    request: &Request,
    control: &Control,
) -> Option<Line> {
    let (drawn, on_leave) = roster(data, draw, index);
    let (drawn, idle) = without_idle(drawn);
    let mut line = Line {
        sample: index,
        on_leave,
        feasible: None,
        status: Status::Unknown,
        objective: None,
        helpers_changed: None,
        helpers_changed_by_choice: None,
        leads_changed: Vec::new(),
        secretaries_changed: Vec::new(),
        teams_lost: Vec::new(),
        unstaffed: Vec::new(),
        short_villages: Vec::new(),
        short_agencies: Vec::new(),
        idle,
        reason: None,
    };
    let instance = match Instance::new(drawn) {
        Ok(instance) => instance,
        Err(faults) => {
            // Nobody is left.
            let led = leads(baseline.tables);
            line.teams_lost = led.keys().map(|&id| id.to_owned()).collect();
            line.unstaffed = unique(led.values().map(|&id| id.to_owned()));
            (line.feasible, line.status) = (Some(false), Status::Infeasible);
            line.reason = faults.first().map(|fault| fault.cause.to_string());
            return Some(line);
        }
    };
    (line.teams_lost, line.unstaffed) = lost(baseline, &instance);
    let replan = replan(baseline, &instance, request, control);
    if control.interrupted() {
        return None;
    }
    line.status = replan.outcome.status;
    line.reason = replan.outcome.reason.map(|reason| reason.to_string());
    if replan.frozen != Frozen::Impossible {
        (line.short_villages, line.short_agencies) = blamed(&instance, &replan.certificates);
    }
    if let Some((tables, report)) = replan.plan {
        let changed = changed(baseline.tables, &instance, &tables);
        line.feasible = Some(true);
        line.objective = Some(report.objective());
        line.helpers_changed = Some(changed.numbers.helpers);
        line.helpers_changed_by_choice = Some(changed.numbers.helpers_by_choice);
        (line.leads_changed, line.secretaries_changed) = (changed.leads, changed.secretaries);
    } else if line.status == Status::Infeasible && replan.frozen != Frozen::Impossible {
        line.feasible = Some(false);
    }
    Some(line)
}

/// Whom proofs that no plan exists are about: what is short of helpers, leads or places, and who cannot
/// lead. Where everything is short, nothing in particular is.
fn blamed(instance: &Instance, certificates: &[Certificate]) -> (Vec<String>, Vec<String>) {
    let (mut villages, mut agencies) = (Vec::new(), Vec::new());
    for certificate in certificates {
        match certificate {
            Certificate::Shortage { villages: short, .. } => {
                if short.len() < instance.villages().len() {
                    villages.extend(short.iter().cloned());
                }
            }
            Certificate::NoLead { villages: short, unable, .. } => {
                if short.len() < instance.villages().len() {
                    villages.extend(short.iter().cloned());
                }
                agencies.extend(unable.iter().map(|unable| unable.agency.clone()));
            }
            Certificate::Detached { agency, .. } => agencies.push(agency.clone()),
            Certificate::Pins { .. } => {}
        }
    }
    (unique(villages.into_iter()), unique(agencies.into_iter()))
}

/// Villages whose lead agency of the baseline can no longer staff a team for them, and these agencies.
fn lost(baseline: Baseline, instance: &Instance) -> (Vec<String>, Vec<String>) {
    let (mut villages, mut agencies) = (Vec::new(), Vec::new());
    for (village, agency) in leads(baseline.tables) {
        let there = instance.find_agency(agency);
        if instance.find_village(village).is_some()
            && !there.is_some_and(|a| can_staff(instance, a))
        {
            villages.push(village.to_owned());
            agencies.push(agency.to_owned());
        }
    }
    (villages, unique(agencies.into_iter()))
}

/// Each id once, sorted.
fn unique(ids: impl Iterator<Item = String>) -> Vec<String> {
    ids.collect::<BTreeSet<String>>().into_iter().collect()
}

/// Whether an agency has a leader, another one fit for first secretary, and the other members (R6, R7).
fn can_staff(instance: &Instance, agency: AgencyId) -> bool {
    let team = &instance.settings().team;
    if !team.enabled {
        return true;
    }
    let cadres = instance.cadres_of(agency).iter().copied();
    let available = cadres.clone().filter(|&c| instance.cadre(c).available).count();
    let leaders: Vec<_> = cadres.clone().filter(|&c| instance.leader_eligible(c)).collect();
    let pair = cadres
        .filter(|&c| instance.secretary_eligible(c))
        .any(|secretary| leaders.iter().any(|&leader| leader != secretary));
    pair && available > team.members as usize
}

/// Least, middle and largest of some whole numbers; the lower one of two in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Least.
    pub min: i64,
    /// The middle one.
    pub median: i64,
    /// Largest.
    pub max: i64,
}

impl Range {
    /// Of values in any order; `None` where there are none.
    #[must_use]
    pub fn of(mut values: Vec<i64>) -> Option<Self> {
        values.sort_unstable();
        let (&min, &max) = (values.first()?, values.last()?);
        Some(Self { min, median: values[(values.len() - 1) / 2], max })
    }
}

/// How often an id was hit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fragile {
    /// Id of the village or agency.
    pub id: String,
    /// Samples in which the village got another lead agency, or the agency lost the lead of a village
    /// for want of a team.
    pub lead: u64,
    /// Samples in which the village got another first secretary.
    pub secretary: u64,
    /// Samples in which the village's own lead agency could not staff a team; for an agency, those in
    /// which it could not.
    pub team: u64,
    /// Those of them in which no plan exists, or none was found.
    pub unmended: u64,
    /// Samples in which a proof that no plan exists is about it.
    pub short: u64,
}

impl Fragile {
    fn total(&self) -> u64 {
        self.lead + self.secretary + self.team + self.unmended + self.short
    }
}

/// What many samples say together.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    samples: u64,
    mended: u64,
    infeasible: u64,
    /// Costs and changed pairings of the mended: a few bytes a sample, so that a median is one.
    costs: Vec<i64>,
    helpers: Vec<i64>,
    villages: BTreeMap<String, Fragile>,
    agencies: BTreeMap<String, Fragile>,
}

/// A summary as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Samples.
    pub samples: u64,
    /// Those with a plan.
    pub mended: u64,
    /// Those for which none exists.
    pub infeasible: u64,
    /// Those for which none was found within the limit.
    pub unknown: u64,
    /// Cost of the plans, in millipoints.
    pub objective: Option<Range>,
    /// Households with another helper.
    pub helpers_changed: Option<Range>,
    /// Villages by how often they were hit, most often first; those never hit are left out.
    pub villages: Vec<Fragile>,
    /// Agencies, likewise.
    pub agencies: Vec<Fragile>,
}

impl Summary {
    /// Takes a line in.
    pub fn add(&mut self, line: &Line) {
        self.samples += 1;
        self.mended += u64::from(line.feasible == Some(true));
        self.infeasible += u64::from(line.feasible == Some(false));
        self.costs.extend(line.objective.map(|cost| cost.0));
        self.helpers.extend(line.helpers_changed.map(|n| n as i64));
        let unmended = u64::from(line.feasible != Some(true));
        for id in &line.leads_changed {
            hit(&mut self.villages, id).lead += 1;
        }
        for id in &line.secretaries_changed {
            hit(&mut self.villages, id).secretary += 1;
        }
        for id in &line.teams_lost {
            let village = hit(&mut self.villages, id);
            village.team += 1;
            village.unmended += unmended;
        }
        for id in &line.unstaffed {
            let agency = hit(&mut self.agencies, id);
            agency.team += 1;
            agency.unmended += unmended;
        }
        for id in &line.short_villages {
            hit(&mut self.villages, id).short += 1;
        }
        for id in &line.short_agencies {
            hit(&mut self.agencies, id).short += 1;
        }
    }

    /// What they say.
    #[must_use]
    pub fn told(&self) -> Told {
        Told {
            samples: self.samples,
            mended: self.mended,
            infeasible: self.infeasible,
            unknown: self.samples - self.mended - self.infeasible,
            objective: Range::of(self.costs.clone()),
            helpers_changed: Range::of(self.helpers.clone()),
            villages: most_often(&self.villages),
            agencies: most_often(&self.agencies),
        }
    }
}

fn hit<'m>(map: &'m mut BTreeMap<String, Fragile>, id: &str) -> &'m mut Fragile {
    map.entry(id.to_owned()).or_insert_with(|| Fragile { id: id.to_owned(), ..Fragile::default() })
}

fn most_often(map: &BTreeMap<String, Fragile>) -> Vec<Fragile> {
    let mut all: Vec<Fragile> = map.values().cloned().collect();
    all.sort_by_key(|fragile| std::cmp::Reverse(fragile.total())); // stable: by id among equals
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_the_lower_of_two_in_the_middle() {
        assert_eq!(Range::of(vec![]), None);
        assert_eq!(Range::of(vec![4, 1, 3, 2]), Some(Range { min: 1, median: 2, max: 4 }));
        assert_eq!(Range::of(vec![9, 1, 5]), Some(Range { min: 1, median: 5, max: 9 }));
    }
}
