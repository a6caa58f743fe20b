//! Solving again: with an alternative demanded, a decision ruled out, other facts.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::super::decision::Decision;
use super::{Question, Repaired};
use crate::check;
use crate::model::data::InstanceData;
use crate::model::enums::{PinMode, TeamRole};
use crate::model::{Instance, Millipoints, Pin, Plan, Start, Status, Terms};
use crate::solve::{Control, Options, Silent, auto, search};

/// Part of the time that is for solving again; the rest is for the bound.
const SHARE: f64 = 0.75;

/// What is solved for.
pub(super) enum Ask {
    /// The instance as it is.
    Again,
    /// With this decision.
    Demand(Decision),
    /// Without it.
    Forbid(Decision),
    /// Other facts.
    Facts(Box<InstanceData>),
}

/// A question and the plan to start from.
pub(super) struct Job {
    pub(super) ask: Ask,
    pub(super) start: Option<Plan>,
}

/// What one solve found.
struct Answer {
    status: Status,
    /// The best plan, with its cost as the judge has it.
    found: Option<(Plan, Terms)>,
    bound: Millipoints,
}

/// All answers.
pub(super) struct Answers<'a> {
    question: &'a Question<'a>,
    jobs: Vec<Job>,
    found: Vec<Option<Answer>>,
    objective: Terms,
    /// A bound on every plan of the instance.
    bound: Millipoints,
}

/// Does all jobs, side by side, each on one thread.
pub(super) fn run<'a>(
    question: &'a Question<'a>,
    jobs: Vec<Job>,
    objective: Terms,
    bound: Millipoints,
) -> Answers<'a> {
    let threads = question.options.threads.max(1);
    let begun = Instant::now();
    let count = jobs.len().max(1) as u32;
    let total = question.options.time_limit.map(|limit| limit.mul_f64(SHARE));
    let options = |left: u32| {
        let limit = total.map(|total| {
            let time = total.saturating_sub(begun.elapsed()) * threads as u32;
            (time / left.max(1)).max(Duration::from_millis(20))
        });
        Options { time_limit: limit, threads: 1, ..question.options.clone() }
    };
    let done = std::sync::atomic::AtomicU32::new(0);
    let work = |job: &Job| {
        let before = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        answer(question, job, &options(count - before))
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let found = match pool {
        // One by one from the front, so that no thread keeps to a half of its own.
        Ok(pool) => pool.install(|| jobs.par_iter().with_max_len(1).map(work).collect()),
        Err(_) => jobs.iter().map(work).collect(),
    };
    Answers { question, jobs, found, objective, bound }
}

fn answer(question: &Question, job: &Job, options: &Options) -> Option<Answer> {
    let known = question.instance;
    let pinned = |pin: Option<Pin>| pin.map(|pin| known.with_further_pins(&[pin]));
    let variant = match &job.ask {
        Ask::Again => known.clone(),
        Ask::Demand(decision) => pinned(decision.pin(PinMode::Require))?,
        Ask::Forbid(decision) => pinned(decision.pin(PinMode::Forbid))?,
        Ask::Facts(data) => Instance::new((**data).clone()).ok()?,
    };
    let tables = job.start.as_ref().unwrap_or(question.plan).to_tables(known);
    let start = Start::from_tables(&variant, &tables);
    let never = AtomicBool::new(false);
    let interrupted = question.interrupted.unwrap_or(&never);
    let control = Control::new(interrupted, &Silent, options.time_limit);
    let outcome = if auto::is_small(&variant) {
        auto::solve(&variant, options, &control, Some(&start))
    } else {
        search::solve(&variant, options, &control, Some(&start))
    };
    let found = outcome.incumbent.and_then(|(plan, _)| {
        let report = check::check(&variant, &plan.to_tables(&variant));
        report.is_feasible().then_some((plan, report.terms))
    });
    Some(Answer { status: outcome.status, found, bound: outcome.bound })
}

impl Answers<'_> {
    /// What is known of a job, from its own answer and from every plan that answers it too.
    pub(super) fn repaired(&self, job: usize) -> Repaired {
        let now = self.objective.total();
        let answer = self.found[job].as_ref();
        let at_most = self.best(job).map(|(_, terms)| terms.total() - now);
        let infeasible = answer.is_some_and(|answer| answer.status == Status::Infeasible);
        if infeasible && at_most.is_none() {
            return Repaired { possible: Some(false), at_most, at_least: None, proven: true };
        }
        let bound = |i: usize| self.found[i].as_ref().map_or(Millipoints::ZERO, |a| a.bound);
        // With a pin more no plan gets cheaper.
        let general = self.jobs.iter().position(|other| matches!(other.ask, Ask::Again));
        let is_pinned = !matches!(self.jobs[job].ask, Ask::Facts(_));
        let general = general.map_or(self.bound, |job| bound(job).max(self.bound));
        let bound = bound(job).max(if is_pinned { general } else { Millipoints::ZERO });
        let at_least = (bound > Millipoints::ZERO).then(|| bound - now);
        // A bound above a plan's cost is none.
        let at_least = at_least.filter(|&low| at_most.is_none_or(|high| low <= high));
        let proven = at_most.is_some() && at_most == at_least;
        Repaired { possible: at_most.map(|_| true), at_most, at_least, proven }
    }

    /// The cheapest plan known that answers a job.
    pub(super) fn best(&self, job: usize) -> Option<(&Plan, Terms)> {
        let ask = &self.jobs[job].ask;
        if let Ask::Facts(_) = ask {
            return self.found[job].as_ref()?.found.as_ref().map(|(plan, terms)| (plan, *terms));
        }
        let instance = self.question.instance;
        let found = self.jobs.iter().zip(&self.found).filter_map(|(other, answer)| {
            let (plan, terms) = answer.as_ref()?.found.as_ref()?;
            let same_facts = !matches!(other.ask, Ask::Facts(_));
            same_facts.then_some((plan, *terms))
        });
        let all = std::iter::once((self.question.plan, self.objective)).chain(found);
        all.filter(|(plan, _)| answers(instance, plan, ask)).min_by_key(|(_, terms)| terms.total())
    }
}

/// Whether a plan of the instance answers what is asked.
fn answers(instance: &Instance, plan: &Plan, ask: &Ask) -> bool {
    match ask {
        Ask::Again => true,
        Ask::Demand(decision) => has(instance, plan, *decision),
        Ask::Forbid(decision) => !has(instance, plan, *decision),
        Ask::Facts(_) => false,
    }
}

/// Whether the plan has the decision; a post, whether any duty is there.
fn has(instance: &Instance, plan: &Plan, decision: Decision) -> bool {
    let team = |v: crate::model::VillageId| plan.teams.as_ref().map(|teams| &teams[v.index()]);
    match decision {
        Decision::Lead(a, v) => plan.lead[v.index()] == a,
        Decision::Attach(a, v) => plan.attached[v.index()].contains(&a),
        Decision::Help(c, h) => plan.helper[h.index()] == c,
        Decision::Team(c, v, TeamRole::Leader) => team(v).is_some_and(|team| team.leader == c),
        Decision::Team(c, v, TeamRole::Secretary) => {
            team(v).is_some_and(|team| team.secretary == c)
        }
        Decision::Team(c, v, TeamRole::Member) => {
            team(v).is_some_and(|team| team.others.contains(&c))
        }
        Decision::Post(c, v) => {
            let helps = instance.households_of(v).iter().any(|h| plan.helper[h.index()] == c);
            helps
                || team(v).is_some_and(|team| {
                    team.leader == c || team.secretary == c || team.others.contains(&c)
                })
        }
    }
}
