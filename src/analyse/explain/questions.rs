//! Puts the questions together, has them solved, and reads the answers.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::super::decision::{Decision, pin_name};
use super::super::prices::{PriceList, Priced, price_list, with_cadre, with_household};
use super::super::standing::Standing;
use super::candidates::{self, Candidate};
use super::carried::{attachment, own, with_all};
use super::conditions::conditions;
use super::direct::{Move, direct};
use super::near::Near;
use super::resolve::{Answers, Ask, Job, run};
use super::{
    Alternative, Direct, Explained, Explanation, Kind, Neighbourhood, Question, Repaired, Subject,
};
use crate::model::data::InstanceData;
use crate::model::enums::{Cause, Rank, TeamRole};
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Millipoints, Terms, VillageId};
use crate::solve::auto;

/// Alternatives solved for beyond those asked for: some turn out dearer than their direct move says.
const SPARE: usize = 2;
/// Candidates whose direct move is looked for, for each alternative solved for.
const LOOKED_AT: usize = 8;
/// Steps of the bound for prices, and the part of the time that they may take.
const PRICE_STEPS: u64 = 150;
const PRICE_SHARE: u32 = 4;
/// Moves of each search for a step of the bound, where moves are the limit.
const MOVES_A_STEP: u64 = 1_000;

/// A decision whose questions are being put together.
struct Draft {
    explained: Explained,
    decision: Option<Decision>,
    /// Position of the pin that demands it.
    pin: Option<usize>,
    /// Alternatives with their direct moves.
    chosen: Vec<(Candidate, Option<Move>)>,
    /// Where its alternatives are solved for, if not everywhere.
    near: Option<Arc<Near>>,
    /// Positions of jobs.
    jobs: Jobs,
}

#[derive(Default)]
struct Jobs {
    otherwise: Option<usize>,
    without_pin: Option<usize>,
    alternatives: Vec<usize>,
}

/// Answers a question. What the limits leave open is told as open.
#[must_use]
pub fn explain(question: &Question) -> Explanation {
    let begun = Instant::now();
    let instance = question.instance;
    let mut standing = Standing::new(instance, question.plan.clone());
    let objective = standing.terms();
    let mut drafts = drafts(question, &mut standing);
    let list = general(question, begun);
    let (mut prices, checked) = priced(question, list.as_ref());
    let mut jobs = vec![Job { ask: Ask::Again, start: None, near: None }];
    for draft in &mut drafts {
        draft.near = near(&standing, &draft.decisions());
        draft.ask(question.data, instance, &mut jobs);
    }
    if let Some(data) = checked {
        let near = around(&standing, question.subject);
        compare(&mut jobs, near.as_ref());
        jobs.push(Job { ask: Ask::Facts(Box::new(data)), start: None, near });
    }
    let price = jobs.len() - 1;
    let bound = list.map_or(Millipoints::ZERO, |list| list.bound);
    let answers = run(question, jobs, (objective, bound), begun);
    if let Some(priced) = &mut prices {
        check_prices(priced, &answers, price);
    }
    let keep = question.alternatives;
    Explanation {
        subject: question.subject.kind(),
        id: question.subject.id(instance),
        objective: objective.total(),
        own: own(&standing, question.subject),
        with_all: with_all(&standing, question.subject),
        again: answers.repaired(0),
        decisions: drafts
            .into_iter()
            .map(|d| d.read(&standing, &answers, &objective, keep))
            .collect(),
        prices,
    }
}

/// The neighbourhood of decisions; `None` where the whole instance is solved to the end anyway.
fn near(standing: &Standing, decisions: &[Decision]) -> Option<Arc<Near>> {
    let is_large = !auto::is_small(standing.instance) && !decisions.is_empty();
    is_large.then(|| Arc::new(Near::new(standing, decisions)))
}

/// The same of a village or an agency, for its prices.
fn around(standing: &Standing, subject: Subject) -> Option<Arc<Near>> {
    let villages = match subject {
        Subject::Village(v) => BTreeSet::from([v]),
        Subject::Agency(a) => standing.villages(a).clone(),
        Subject::Household(_) | Subject::Cadre(_) => return None,
    };
    let is_large = !auto::is_small(standing.instance);
    is_large.then(|| Arc::new(Near::around(standing, villages)))
}

/// Has the plan itself solved again in a neighbourhood, for the others there to be compared with.
fn compare(jobs: &mut Vec<Job>, near: Option<&Arc<Near>>) {
    jobs.extend(near.map(|near| Job { ask: Ask::Again, start: None, near: Some(near.clone()) }));
}

impl Subject {
    const fn kind(self) -> &'static str {
        match self {
            Self::Household(_) => "household",
            Self::Cadre(_) => "cadre",
            Self::Village(_) => "village",
            Self::Agency(_) => "agency",
        }
    }

    fn id(self, instance: &Instance) -> String {
        match self {
            Self::Household(h) => instance.household(h).id.clone(),
            Self::Cadre(c) => instance.cadre(c).id.clone(),
            Self::Village(v) => instance.village(v).id.clone(),
            Self::Agency(a) => instance.agency(a).id.clone(),
        }
    }
}

fn drafts(question: &Question, standing: &mut Standing) -> Vec<Draft> {
    let wanted = question.alternatives;
    match question.subject {
        Subject::Household(h) => vec![household(standing, h, wanted)],
        Subject::Cadre(c) => cadre(standing, c, wanted),
        Subject::Village(v) => village(standing, v, wanted),
        Subject::Agency(a) => agency(standing, a, wanted),
    }
}

fn household(standing: &mut Standing, h: HouseholdId, wanted: usize) -> Draft {
    let c = standing.plan.helper[h.index()];
    let all = candidates::helpers(standing, h);
    Draft::new(standing, Kind::Pairing, Decision::Help(c, h), &all).with(standing, all, wanted)
}

fn cadre(standing: &mut Standing, c: CadreId, wanted: usize) -> Vec<Draft> {
    let mut drafts = Vec::new();
    if let Some((v, role)) = place(standing, c)
        && role != TeamRole::Member
    {
        let kind = kind_of(role);
        drafts.push(Draft::new(standing, kind, Decision::Team(c, v, role), &[]));
    }
    for h in standing.households(c).to_vec() {
        drafts.push(Draft::new(standing, Kind::Pairing, Decision::Help(c, h), &[]));
    }
    let elsewhere = candidates::posts(standing, c);
    let mut post = match standing.post(c) {
        Some(v) => Draft::new(standing, Kind::Post, Decision::Post(c, v), &elsewhere),
        None => Draft::idle(standing, c, &elsewhere),
    };
    post.explained.terms = with_all(standing, Subject::Cadre(c));
    drafts.insert(0, post.with(standing, elsewhere, wanted));
    drafts
}

/// Of a leader or first secretary.
fn kind_of(role: TeamRole) -> Kind {
    if role == TeamRole::Leader { Kind::Leader } else { Kind::Secretary }
}

fn place(standing: &Standing, c: CadreId) -> Option<(VillageId, TeamRole)> {
    let v = standing.seat(c)?;
    let team = standing.plan.teams.as_ref()?.get(v.index())?;
    let role = if team.leader == c {
        TeamRole::Leader
    } else if team.secretary == c {
        TeamRole::Secretary
    } else {
        TeamRole::Member
    };
    Some((v, role))
}

fn village(standing: &mut Standing, v: VillageId, wanted: usize) -> Vec<Draft> {
    let lead = standing.plan.lead[v.index()];
    let all = candidates::leads(standing, v);
    let draft = Draft::new(standing, Kind::Lead, Decision::Lead(lead, v), &all);
    let mut drafts = vec![draft.with(standing, all, wanted)];
    let team = standing.plan.teams.as_ref().map(|teams| teams[v.index()].clone());
    for (role, c) in team
        .iter()
        .flat_map(|team| [(TeamRole::Secretary, team.secretary), (TeamRole::Leader, team.leader)])
    {
        let all = candidates::seats(standing, v, role);
        let draft = Draft::new(standing, kind_of(role), Decision::Team(c, v, role), &all);
        drafts.push(draft.with(standing, all, wanted));
    }
    for a in standing.plan.attached[v.index()].clone() {
        if a != lead {
            drafts.push(Draft::new(standing, Kind::Attachment, Decision::Attach(a, v), &[]));
        }
    }
    drafts
}

fn agency(standing: &mut Standing, a: AgencyId, wanted: usize) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for v in standing.villages(a).clone() {
        let (kind, decision) = if standing.plan.lead[v.index()] == a {
            (Kind::Lead, Decision::Lead(a, v))
        } else {
            (Kind::Attachment, Decision::Attach(a, v))
        };
        drafts.push(Draft::new(standing, kind, decision, &[]));
    }
    let all = candidates::led(standing, a);
    drafts.push(Draft::open(standing, Kind::Lead, a, &all).with(standing, all, wanted));
    let all = candidates::attachments(standing, a);
    drafts.push(Draft::open(standing, Kind::Attachment, a, &all).with(standing, all, wanted));
    drafts
}

impl Draft {
    /// A decision that the plan has.
    fn new(standing: &Standing, kind: Kind, decision: Decision, all: &[Candidate]) -> Self {
        let instance = standing.instance;
        let agency = |a: AgencyId| instance.agency(a).id.clone();
        let cadre = |c: CadreId| instance.cadre(c).id.clone();
        let village = |v: VillageId| instance.village(v).id.clone();
        let (subject, chosen, terms) = match decision {
            Decision::Lead(a, v) | Decision::Attach(a, v) => {
                (village(v), agency(a), attachment(standing, a, v))
            }
            Decision::Help(c, h) => {
                (instance.household(h).id.clone(), cadre(c), standing.of_household(h))
            }
            Decision::Team(c, v, role) => {
                let secretary = standing.of_village(v).secretary;
                let is_secretary = role == TeamRole::Secretary;
                let secretary = if is_secretary { secretary } else { Millipoints::ZERO };
                (village(v), cadre(c), Terms { secretary, ..Terms::default() })
            }
            Decision::Post(c, v) => (cadre(c), village(v), Terms::default()),
        };
        let pin = decision.demanded_by(instance);
        let mut draft = Self::empty(standing, kind, subject, all);
        draft.explained.chosen = Some(chosen);
        draft.explained.terms = terms;
        draft.explained.pin = pin.map(|pin| pin_name(instance, pin));
        (draft.pin, draft.decision) = (pin, Some(decision));
        draft
    }

    /// A cadre that does nothing.
    fn idle(standing: &Standing, c: CadreId, all: &[Candidate]) -> Self {
        Self::empty(standing, Kind::Post, standing.instance.cadre(c).id.clone(), all)
    }

    /// What else an agency could do.
    fn open(standing: &Standing, kind: Kind, a: AgencyId, all: &[Candidate]) -> Self {
        Self::empty(standing, kind, standing.instance.agency(a).id.clone(), all)
    }

    fn empty(standing: &Standing, kind: Kind, subject: String, all: &[Candidate]) -> Self {
        let explained = Explained {
            kind,
            subject,
            chosen: None,
            terms: Terms::default(),
            pin: None,
            without_pin: None,
            candidates: all.len(),
            kept_out: candidates::kept_out(all),
            decisive: candidates::decisive(standing, all),
            near: None,
            otherwise: None,
            alternatives: Vec::new(),
        };
        let (decision, pin) = (None, None);
        let (chosen, jobs) = (Vec::new(), Jobs::default());
        Self { explained, decision, pin, chosen, near: None, jobs }
    }

    /// Chooses the alternatives to be solved for: the cheapest by direct move, and the most promising of
    /// those that have none.
    fn with(mut self, standing: &mut Standing, mut all: Vec<Candidate>, wanted: usize) -> Self {
        if wanted == 0 {
            return self;
        }
        all.retain(|candidate| candidate.bars.first().is_none_or(|bar| !bar.is_final()));
        all.sort_by(|x, y| (x.estimate, &x.id).cmp(&(y.estimate, &y.id)));
        let can_help = |x: &Candidate| !matches!(x.decision, Decision::Team(..)) || x.is_open();
        all.retain(can_help);
        all.truncate((wanted + SPARE) * LOOKED_AT);
        let looked = all.into_iter().map(|candidate| {
            let found = direct(standing, &candidate);
            (candidate, found)
        });
        let (mut with, mut without): (Vec<_>, Vec<_>) =
            looked.partition(|(_, found)| found.is_some());
        with.sort_by_key(|(candidate, found)| {
            (found.as_ref().map(|found| found.cost), candidate.id.clone())
        });
        with.truncate(wanted);
        without.truncate(if with.len() < wanted { wanted + SPARE - with.len() } else { SPARE });
        self.chosen = with.into_iter().chain(without).collect();
        self
    }

    /// The decision and its alternatives.
    fn decisions(&self) -> Vec<Decision> {
        let others = self.chosen.iter().map(|(candidate, _)| candidate.decision);
        self.decision.into_iter().chain(others).collect()
    }

    /// Puts the questions of this decision among the jobs.
    fn ask(&mut self, data: &InstanceData, instance: &Instance, jobs: &mut Vec<Job>) {
        compare(jobs, self.near.as_ref());
        let near = self.near.clone();
        let mut push = |ask, start| {
            jobs.push(Job { ask, start, near: near.clone() });
            jobs.len() - 1
        };
        let can_be_forbidden =
            |decision: &Decision| !matches!(decision, Decision::Team(_, _, TeamRole::Member));
        if let Some(pin) = self.pin {
            self.jobs.without_pin =
                without_pin(data, instance, pin).map(|data| push(Ask::Facts(Box::new(data)), None));
        } else if let Some(decision) = self.decision.filter(can_be_forbidden) {
            let start =
                self.chosen.first().and_then(|(_, found)| Some(found.as_ref()?.plan.clone()));
            self.jobs.otherwise = Some(push(Ask::Forbid(decision), start));
        }
        for (candidate, found) in &self.chosen {
            let start = found.as_ref().map(|found| found.plan.clone());
            self.jobs.alternatives.push(push(Ask::Demand(candidate.decision), start));
        }
    }

    fn read(
        mut self,
        standing: &Standing,
        answers: &Answers,
        objective: &Terms,
        keep: usize,
    ) -> Explained {
        self.explained.otherwise = self.jobs.otherwise.map(|job| answers.repaired(job));
        self.explained.without_pin = self.jobs.without_pin.map(|job| answers.repaired(job));
        self.explained.near = self.near.map(|near| Neighbourhood {
            villages: near.villages.len(),
            saves: answers.saved(&near),
        });
        let instance = standing.instance;
        for ((candidate, found), &job) in self.chosen.into_iter().zip(&self.jobs.alternatives) {
            let best = answers.best(job);
            let terms = best.map(|(_, terms)| terms - *objective);
            let told = best.zip(terms);
            let conditions = told.map_or_else(Vec::new, |((plan, _), terms)| {
                conditions(standing, &candidate, plan, &terms)
            });
            let direct = found.map(|found| Direct {
                cost: found.cost,
                passes_on: found
                    .passes_on
                    .map(|(h, c)| (instance.household(h).id.clone(), instance.cadre(c).id.clone())),
            });
            self.explained.alternatives.push(Alternative {
                id: candidate.id,
                household: candidate.household,
                bars: candidate.bars,
                direct,
                repaired: answers.repaired(job),
                terms,
                plan: best.map(|(plan, _)| plan.clone()),
                conditions,
            });
        }
        self.explained.alternatives.sort_by_key(|alternative| {
            let Repaired { near, at_most, .. } = alternative.repaired;
            let cost = near.or(at_most);
            (cost.is_none(), cost, at_most, alternative.id.clone())
        });
        self.explained.alternatives.truncate(keep);
        self.explained
    }
}

/// The records without one pin.
fn without_pin(data: &InstanceData, instance: &Instance, pin: usize) -> Option<InstanceData> {
    let name = pin_name(instance, pin);
    let mut data = data.clone();
    let at = data.pins.iter().position(|record| name.names(record))?;
    data.pins.remove(at);
    Some(data)
}

/// The bound of the whole instance, and its prices.
fn general(question: &Question, begun: Instant) -> Option<PriceList> {
    let limit = question.options.time_limit.map(|limit| limit / PRICE_SHARE);
    let stop = || {
        let interrupted = question.interrupted.is_some_and(|flag| flag.load(Ordering::Relaxed));
        interrupted || limit.is_some_and(|limit| begun.elapsed() >= limit)
    };
    let steps = match question.options.iterations {
        Some(moves) => (moves / MOVES_A_STEP).clamp(10, PRICE_STEPS),
        None => PRICE_STEPS,
    };
    price_list(question.instance, steps as u32, question.options.threads, &stop)
}

/// Prices of an agency or a village, and the facts by which one of them is checked.
fn priced(question: &Question, list: Option<&PriceList>) -> (Option<Priced>, Option<InstanceData>) {
    let instance = question.instance;
    match question.subject {
        Subject::Agency(a) => {
            let priced = list.map(|list| list.of_agency(instance, a));
            let rank = priced.as_ref().and_then(sample_rank);
            let data = rank.map(|rank| with_cadre(question.data, &instance.agency(a).id, rank));
            (priced, data)
        }
        Subject::Village(v) => {
            let priced = list.map(|list| list.of_village(v));
            let cause = priced.as_ref().and_then(sample_cause);
            let village = &instance.village(v).id;
            let data = cause.map(|cause| with_household(question.data, village, cause));
            (priced, data)
        }
        Subject::Household(_) | Subject::Cadre(_) => (None, None),
    }
}

/// The rank with the fewest slots: nearest to one slot.
fn sample_rank(priced: &Priced) -> Option<Rank> {
    priced.slots.iter().min_by_key(|price| price.slots).map(|price| price.rank)
}

fn sample_cause(priced: &Priced) -> Option<Cause> {
    priced.households.first().map(|price| price.cause)
}

fn check_prices(priced: &mut Priced, answers: &Answers, job: usize) {
    if let Some(rank) = sample_rank(priced) {
        let own = priced.slots.iter_mut().filter(|price| price.rank == rank);
        own.for_each(|price| price.checked = Some(answers.repaired(job)));
    }
    if let Some(first) = priced.households.first_mut() {
        first.checked = Some(answers.repaired(job));
    }
}
