//! Solving again: with an alternative demanded, a decision ruled out, other facts.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::super::decision::Decision;
use super::near::Near;
use super::{Question, Repaired};
use crate::check;
use crate::model::data::InstanceData;
use crate::model::enums::{PinMode, TeamRole};
use crate::model::{Instance, Millipoints, Pin, Plan, Start, Status, Terms};
use crate::solve::{Control, Options, Silent, auto, search};

/// The least time of a solve: what it takes to have the start mended.
const LEAST: Duration = Duration::from_millis(20);

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

/// A question, the plan to start from, and the villages where it is to be answered, if not everywhere.
pub(super) struct Job {
    pub(super) ask: Ask,
    pub(super) start: Option<Plan>,
    pub(super) near: Option<Arc<Near>>,
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

/// Does all jobs, side by side, each on one thread, by the end of the question's time since `begun`.
pub(super) fn run<'a>(
    question: &'a Question<'a>,
    jobs: Vec<Job>,
    (objective, bound): (Terms, Millipoints),
    begun: Instant,
) -> Answers<'a> {
    let threads = question.options.threads.max(1);
    let count = jobs.len().max(1) as u32;
    let options = |left: u32| {
        let limit = question.options.time_limit.map(|total| {
            let time = total.saturating_sub(begun.elapsed());
            // What is left to do has all threads, but one job has only one.
            (time * threads as u32 / left.max(1)).min(time).max(LEAST)
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
    let variant = match &job.near {
        Some(near) => variant.with_further_pins(&near.pins),
        None => variant,
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
    // With most of the plan kept, nothing is proven of the whole.
    let (status, bound) = match &job.near {
        Some(_) => (Status::Feasible, Millipoints::ZERO),
        None => (outcome.status, outcome.bound),
    };
    Some(Answer { status, found, bound })
}

impl Answers<'_> {
    /// What is known of a job, from its own answer and from every plan that answers it too.
    pub(super) fn repaired(&self, job: usize) -> Repaired {
        let now = self.objective.total();
        let answer = self.found[job].as_ref();
        let at_most = self.best(job).map(|(_, terms)| terms.total() - now);
        let infeasible = answer.is_some_and(|answer| answer.status == Status::Infeasible);
        if infeasible && at_most.is_none() {
            let possible = Some(false);
            return Repaired { possible, at_most, at_least: None, proven: true, near: None };
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
        Repaired {
            possible: at_most.map(|_| true),
            at_most,
            at_least,
            proven,
            near: self.near(job),
        }
    }

    /// What the answer costs more than the cheapest plan known in the same neighbourhood.
    fn near(&self, job: usize) -> Option<Millipoints> {
        let near = self.jobs[job].near.as_ref()?;
        let own = match self.jobs[job].ask {
            Ask::Facts(_) => self.found[job].as_ref()?.found.as_ref().map(|(_, terms)| *terms),
            _ => self.best_near(near, &self.jobs[job].ask),
        }?;
        Some(own.total() - self.best_near(near, &Ask::Again)?.total())
    }

    /// How much cheaper than the plan at hand the cheapest known in a neighbourhood is.
    pub(super) fn saved(&self, near: &Arc<Near>) -> Millipoints {
        let best = self.best_near(near, &Ask::Again);
        best.map_or(Millipoints::ZERO, |terms| self.objective.total() - terms.total())
    }

    /// Of the plans known in a neighbourhood, the cheapest that answers.
    fn best_near(&self, near: &Arc<Near>, ask: &Ask) -> Option<Terms> {
        let same = |job: &Job| job.near.as_ref().is_some_and(|other| Arc::ptr_eq(other, near));
        let jobs = self.jobs.iter().zip(&self.found).filter(|(job, _)| same(job));
        self.plans(jobs)
            .filter(|(plan, _)| answers(self.question.instance, plan, ask))
            .map(|(_, terms)| terms)
            .min_by_key(Terms::total)
    }

    /// The plan at hand and those that the jobs found for the same facts.
    fn plans<'s>(
        &'s self,
        jobs: impl Iterator<Item = (&'s Job, &'s Option<Answer>)>,
    ) -> impl Iterator<Item = (&'s Plan, Terms)> {
        let found = jobs.filter_map(|(job, answer)| {
            let (plan, terms) = answer.as_ref()?.found.as_ref()?;
            (!matches!(job.ask, Ask::Facts(_))).then_some((plan, *terms))
        });
        std::iter::once((self.question.plan, self.objective)).chain(found)
    }

    /// The cheapest plan known that answers a job.
    pub(super) fn best(&self, job: usize) -> Option<(&Plan, Terms)> {
        let ask = &self.jobs[job].ask;
        if let Ask::Facts(_) = ask {
            return self.found[job].as_ref()?.found.as_ref().map(|(plan, terms)| (plan, *terms));
        }
        let instance = self.question.instance;
        let all = self.plans(self.jobs.iter().zip(&self.found));
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
