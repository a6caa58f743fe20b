//! Who else there is for a decision, and what keeps each out.

use super::super::decision::{Decision, pin_name};
use super::super::standing::{Obstacle, Standing};
use super::super::teams::{cheapest_team, is_unfit};
use super::{Bar, Decisive, KeptOut};
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, CadreId, HouseholdId, Millipoints, VillageId};
use crate::solve::staffing::teams;

/// Somebody else for a decision.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) decision: Decision,
    pub(super) id: String,
    pub(super) household: Option<String>,
    /// What keeps it out, that of every plan first.
    pub(super) bars: Vec<Bar>,
    pin: Option<usize>,
    /// What the change itself would cost, were it not for the rules.
    pub(super) estimate: Millipoints,
}

impl Candidate {
    /// Whether nothing stands against it, or only an attachment that could be made.
    pub(super) fn is_open(&self) -> bool {
        self.bars.iter().all(|&bar| bar == Bar::Unattached)
    }
}

/// All other cadres for a household.
pub(super) fn helpers(standing: &mut Standing, h: HouseholdId) -> Vec<Candidate> {
    let now = standing.plan.helper[h.index()];
    let others: Vec<CadreId> = standing.instance.cadre_ids().filter(|&c| c != now).collect();
    others.into_iter().map(|c| helper(standing, h, c)).collect()
}

/// The cadre as a helper of the household.
pub(super) fn helper(standing: &mut Standing, h: HouseholdId, c: CadreId) -> Candidate {
    let instance = standing.instance;
    let (mut bars, mut pin) = (Vec::new(), None);
    let mut estimate = standing.cost_of_giving(h, c).total();
    for obstacle in standing.obstacles(h, c) {
        bars.push(match obstacle {
            Obstacle::Unavailable => Bar::Unavailable,
            Obstacle::Pinned(index) => {
                pin = Some(index);
                Bar::Pinned
            }
            Obstacle::Full if instance.capacity(c) == 0 => Bar::NoQuota,
            Obstacle::Full => Bar::Full,
            Obstacle::Posted(_) => Bar::Posted,
            Obstacle::AgencyFull(_) => Bar::AgencyFull,
            Obstacle::Unattached(a) => {
                estimate += standing.costs.link(a, instance.household(h).village);
                Bar::Unattached
            }
        });
    }
    bars.sort_unstable();
    let id = instance.cadre(c).id.clone();
    Candidate { decision: Decision::Help(c, h), id, household: None, bars, pin, estimate }
}

/// For another post of a cadre: in each other village, the household that goes best with it.
pub(super) fn posts(standing: &mut Standing, c: CadreId) -> Vec<Candidate> {
    let instance = standing.instance;
    let now = standing.post(c);
    let mut found = Vec::new();
    for v in instance.village_ids().filter(|&v| Some(v) != now) {
        let own = instance.households_of(v).iter();
        let mut all: Vec<Candidate> = own.map(|&h| helper(standing, h, c)).collect();
        // Who goes elsewhere leaves its households: they do not stand against it.
        all.iter_mut().for_each(|other| other.bars.retain(|&bar| bar != Bar::Full));
        let best = all
            .into_iter()
            .min_by_key(|x| (x.bars.first().is_some_and(|b| b.is_final()), x.estimate));
        found.extend(best.map(|mut best| {
            if let Decision::Help(_, h) = best.decision {
                best.household = Some(instance.household(h).id.clone());
            }
            best.id.clone_from(&instance.village(v).id);
            best
        }));
    }
    found
}

/// All other agencies for the lead of a village.
pub(super) fn leads(standing: &Standing, v: VillageId) -> Vec<Candidate> {
    let now = standing.plan.lead[v.index()];
    let others = standing.instance.agency_ids().filter(|&a| a != now);
    others.map(|a| lead(standing, a, v, standing.instance.agency(a).id.clone())).collect()
}

/// All other villages for an agency to lead.
pub(super) fn led(standing: &Standing, a: AgencyId) -> Vec<Candidate> {
    let led = |v: &VillageId| standing.plan.lead[v.index()] == a;
    let others = standing.instance.village_ids().filter(|v| !led(v));
    others.map(|v| lead(standing, a, v, standing.instance.village(v).id.clone())).collect()
}

fn lead(standing: &Standing, a: AgencyId, v: VillageId, id: String) -> Candidate {
    let instance = standing.instance;
    let decision = Decision::Lead(a, v);
    let pin = decision.ruled_out_by(instance);
    let mut bars: Vec<Bar> = pin.map(|_| Bar::Pinned).into_iter().collect();
    let most = instance.settings().limits.led_per_agency as usize;
    if teams(instance, &standing.costs, a).is_empty() {
        bars.push(Bar::NoTeam);
    } else if instance.settings().team.enabled && cheapest_team(standing, a, v).is_none() {
        bars.push(Bar::TeamElsewhere);
    }
    if standing.plan.lead.iter().filter(|&&lead| lead == a).count() >= most {
        bars.push(Bar::LeadsElsewhere);
    }
    let now = standing.plan.lead[v.index()];
    let mut estimate = standing.costs.lead(a, v) - standing.costs.lead(now, v);
    if let Some(team) = cheapest_team(standing, a, v) {
        estimate += standing.costs.secretary(team.secretary);
        estimate += -standing.of_village(v).secretary;
    }
    unattached(standing, a, v, &mut bars, &mut estimate);
    bars.sort_unstable();
    Candidate { decision, id, household: None, bars, pin, estimate }
}

fn unattached(
    standing: &Standing,
    a: AgencyId,
    v: VillageId,
    bars: &mut Vec<Bar>,
    estimate: &mut Millipoints,
) {
    if !standing.is_attached(a, v) {
        let most = standing.instance.agency(a).max_villages as usize;
        let room = standing.villages(a).len() < most;
        bars.push(if room { Bar::Unattached } else { Bar::AgencyFull });
        *estimate += standing.costs.link(a, v);
    }
}

/// All other villages for an agency's attachments; the nearest are the most promising.
pub(super) fn attachments(standing: &Standing, a: AgencyId) -> Vec<Candidate> {
    let instance = standing.instance;
    let others = instance.village_ids().filter(|&v| !standing.is_attached(a, v));
    let candidate = |v: VillageId| {
        let decision = Decision::Attach(a, v);
        let pin = decision.ruled_out_by(instance);
        let mut bars: Vec<Bar> = pin.map(|_| Bar::Pinned).into_iter().collect();
        let mut estimate = standing.costs.travel(a.into(), v);
        unattached(standing, a, v, &mut bars, &mut estimate);
        let id = instance.village(v).id.clone();
        Candidate { decision, id, household: None, bars, pin, estimate }
    };
    others.map(candidate).collect()
}

/// All other cadres for the village's first secretary or the leader of its team.
pub(super) fn seats(standing: &Standing, v: VillageId, role: TeamRole) -> Vec<Candidate> {
    let instance = standing.instance;
    let Some(team) = standing.plan.teams.as_ref().map(|teams| &teams[v.index()]) else {
        return Vec::new();
    };
    let now = if role == TeamRole::Leader { team.leader } else { team.secretary };
    let candidate = |c: CadreId| {
        let decision = Decision::Team(c, v, role);
        let pin = decision.ruled_out_by(instance);
        let elsewhere = standing.post(c).is_some_and(|post| post != v);
        let unfit = is_unfit(instance, c, role);
        let available = instance.cadre(c).available;
        let conditions = [
            (!available, Bar::Unavailable),
            (pin.is_some(), Bar::Pinned),
            (available && unfit && role == TeamRole::Secretary, Bar::UnfitSecretary),
            (available && unfit && role == TeamRole::Leader, Bar::UnfitLeader),
            (instance.cadre(c).agency != standing.plan.lead[v.index()], Bar::OtherAgency),
            (elsewhere, Bar::Posted),
        ];
        let bars = conditions.into_iter().filter(|(holds, _)| *holds).map(|(_, bar)| bar);
        let cost = |c| standing.costs.secretary(c);
        let estimate =
            if role == TeamRole::Secretary { cost(c) - cost(now) } else { Millipoints::ZERO };
        let id = instance.cadre(c).id.clone();
        Candidate { decision, id, household: None, bars: bars.collect(), pin, estimate }
    };
    instance.cadre_ids().filter(|&c| c != now).map(candidate).collect()
}

/// How many each rule keeps out, by the first that does; what could be attached is not kept out.
pub(super) fn kept_out(candidates: &[Candidate]) -> Vec<KeptOut> {
    let mut counts = std::collections::BTreeMap::new();
    for candidate in candidates.iter().filter(|candidate| !candidate.is_open()) {
        *counts.entry(candidate.bars[0]).or_insert(0) += 1;
    }
    counts.into_iter().map(|(bar, count)| KeptOut { bar, always: bar.is_final(), count }).collect()
}

/// The cheapest helper that would save something and that one rule alone keeps out. (A lead or a place
/// on a team comes with others, so that no one rule decides.)
pub(super) fn decisive(standing: &Standing, candidates: &[Candidate]) -> Option<Decisive> {
    let one = |candidate: &&Candidate| {
        candidate.bars.len() == 1
            && !candidate.is_open()
            && candidate.estimate < Millipoints::ZERO
            && matches!(candidate.decision, Decision::Help(..))
    };
    let best = candidates.iter().filter(one).min_by_key(|x| (x.estimate, x.id.clone()))?;
    Some(Decisive {
        id: best.id.clone(),
        bar: best.bars[0],
        pin: best.pin.map(|pin| pin_name(standing.instance, pin)),
        saving: -best.estimate,
    })
}
