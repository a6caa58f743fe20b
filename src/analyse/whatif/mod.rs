//! What becomes of a plan when the facts change: re-planned from a baseline with little disruption.
//!
//! A scenario is an instance of its own, whose previous plan is the baseline ([`crate::model::edits`]
//! makes it). [`replan()`] solves it from the baseline as a start, [`freeze`] keeps what the change does
//! not touch, [`disruption`] asks what fewer or more changed pairings would cost, [`sample`] what becomes
//! of many random rosters.

pub mod crew;
pub mod disruption;
pub mod freeze;
pub mod sample;

use std::collections::BTreeMap;

use serde::Serialize;

use super::diagnose::{self, Certificate};
use super::diff::{self, Diff, Sides};
use crate::check::{self, Report};
use crate::language::Sentence;
use crate::model::data::PlanTables;
use crate::model::enums::{AttachmentRole, TeamRole};
use crate::model::{Instance, Method, Millipoints, Outcome, Start, Status, Terms};
use crate::solve::{self, Control, Options};

/// How a scenario is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// By search; where that finds no plan of a small instance, by all there is.
    Auto,
    /// By search alone.
    Search,
    /// By the integer program, after a short search.
    Exact,
}

/// What is to be kept of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing for certain: changes cost what the weights say.
    Nothing,
    /// All that the change does not touch; where no such plan is found, there is none.
    Untouched,
    /// All that the change does not touch; where no such plan is found, nothing for certain.
    UntouchedIfPossible,
}

/// What became of the wish to keep all that is not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Frozen {
    /// It was not asked for.
    No,
    /// It is kept.
    Kept,
    /// It was asked for, and no plan that keeps it was found.
    Impossible,
    /// No plan that keeps it was found; this one was made without.
    Thawed,
}

/// What is asked of [`replan()`].
#[derive(Clone, Debug)]
pub struct Request {
    /// How to solve.
    pub means: Means,
    /// Limits, seed and threads.
    pub options: Options,
    /// What to keep.
    pub keep: Keep,
}

/// The plan that things start from, and the instance it was made for.
#[derive(Clone, Copy, Debug)]
pub struct Baseline<'a> {
    /// The instance before any edit.
    pub instance: &'a Instance,
    /// Its plan.
    pub tables: &'a PlanTables,
}

/// A scenario as planned anew.
#[derive(Clone, Debug)]
pub struct Replan {
    /// How the solve ended. The bound is one for the scenario, not only for what is kept.
    pub outcome: Outcome,
    /// What became of the wish to keep all that is not touched.
    pub frozen: Frozen,
    /// The plan, sorted, and what the judge says of it.
    pub plan: Option<(PlanTables, Report)>,
    /// Quick proofs that there is none; where [`Frozen::Impossible`], none that keeps what is not touched.
    pub certificates: Vec<Certificate>,
}

/// Plans a scenario anew, from the baseline. The limit of time is that of `request`; `control` brings the
/// interrupt.
#[must_use]
pub fn replan(
    baseline: Baseline,
    instance: &Instance,
    request: &Request,
    control: &Control,
) -> Replan {
    let certificates = diagnose::certificates(instance);
    if !certificates.is_empty() {
        return refuted(certificates);
    }
    let start = Start::from_tables(instance, baseline.tables);
    if request.keep == Keep::Nothing {
        let outcome = solved(instance, request, control, &start);
        return judged(instance, outcome, Frozen::No, None);
    }
    let kept = freeze::Kept::of(baseline, instance);
    let frozen = instance.with_further_pins(kept.pins());
    let outcome = solved(&frozen, request, control, &start);
    if outcome.incumbent.is_some() {
        // What is proven with pins is not proven without them.
        let outcome = Outcome { status: Status::Feasible, bound: Millipoints::ZERO, ..outcome };
        return judged(instance, outcome, Frozen::Kept, Some(&kept));
    }
    if request.keep == Keep::Untouched || control.interrupted() {
        let certificates = diagnose::certificates(&frozen);
        return Replan { certificates, ..judged(instance, outcome, Frozen::Impossible, None) };
    }
    let outcome = solved(instance, request, control, &start);
    judged(instance, outcome, Frozen::Thawed, None)
}

/// Proven before any solve.
fn refuted(certificates: Vec<Certificate>) -> Replan {
    let outcome = Outcome {
        status: Status::Infeasible,
        incumbent: None,
        bound: Millipoints::ZERO,
        method: Method::Search,
        iterations: 0,
        reason: None,
    };
    Replan { outcome, frozen: Frozen::No, plan: None, certificates }
}

/// Each solve has a clock of its own.
fn solved(instance: &Instance, request: &Request, control: &Control, start: &Start) -> Outcome {
    let options = &request.options;
    let clock = || control.part(control.observer(), options.time_limit);
    match request.means {
        Means::Search => solve::search::solve(instance, options, &clock(), Some(start)),
        Means::Exact => solve::auto::prove(instance, options, &clock(), Some(start)),
        Means::Auto => {
            let found = solve::search::solve(instance, options, &clock(), Some(start));
            let known = found.status != Status::Unknown || control.interrupted();
            if known || options.iterations.is_some() || !solve::auto::is_small(instance) {
                return found;
            }
            solve::auto::solve(instance, options, &clock(), Some(start))
        }
    }
}

fn judged(
    instance: &Instance,
    outcome: Outcome,
    frozen: Frozen,
    kept: Option<&freeze::Kept>,
) -> Replan {
    let plan = outcome.incumbent.as_ref().map(|(plan, _)| {
        let mut tables = plan.to_tables(instance);
        if let Some(kept) = kept {
            kept.restore_members(&mut tables);
        }
        let report = check::check(instance, &tables);
        (tables, report)
    });
    Replan { outcome, frozen, plan, certificates: Vec::new() }
}

/// How much changes from one plan to another, counted over the villages and households that both have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Disruption {
    /// Households with another helper.
    pub helpers: u64,
    /// Those among them whose old helper is still an available cadre: what the change term counts.
    pub helpers_by_choice: u64,
    /// Villages with another lead agency.
    pub leads: u64,
    /// Villages with another first secretary.
    pub secretaries: u64,
}

/// What changes, in detail: ids of villages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) numbers: Disruption,
    pub(crate) leads: Vec<String>,
    pub(crate) secretaries: Vec<String>,
}

/// Counts what changes from `before` to `after`, a plan of `instance`.
#[must_use]
pub fn disruption_of(before: &PlanTables, instance: &Instance, after: &PlanTables) -> Disruption {
    changed(before, instance, after).numbers
}

pub(crate) fn changed(before: &PlanTables, instance: &Instance, after: &PlanTables) -> Changed {
    let mut changed = Changed::default();
    let old = helpers(before);
    for row in &after.pairings {
        let Some(&helper) = old.get(row.household_id.as_str()) else { continue };
        if helper != row.cadre_id {
            changed.numbers.helpers += 1;
            let there = instance.find_cadre(helper).is_some_and(|c| instance.cadre(c).available);
            changed.numbers.helpers_by_choice += u64::from(there);
        }
    }
    changed.leads = other(&leads(before), &leads(after));
    changed.secretaries = other(&secretaries(before), &secretaries(after));
    changed.numbers.leads = changed.leads.len() as u64;
    changed.numbers.secretaries = changed.secretaries.len() as u64;
    changed
}

/// Keys that both maps have, with different values, sorted.
fn other(before: &BTreeMap<&str, &str>, after: &BTreeMap<&str, &str>) -> Vec<String> {
    let differs = |(key, value): &(&&str, &&str)| before.get(*key).is_some_and(|old| old != *value);
    after.iter().filter(differs).map(|(key, _)| (*key).to_owned()).collect()
}

fn helpers(tables: &PlanTables) -> BTreeMap<&str, &str> {
    tables.pairings.iter().map(|row| (row.household_id.as_str(), row.cadre_id.as_str())).collect()
}

pub(crate) fn leads(tables: &PlanTables) -> BTreeMap<&str, &str> {
    let leads = tables.attachments.iter().filter(|row| row.role == AttachmentRole::Lead);
    leads.map(|row| (row.village_id.as_str(), row.agency_id.as_str())).collect()
}

pub(crate) fn secretaries(tables: &PlanTables) -> BTreeMap<&str, &str> {
    let secretaries = tables.teams.iter().filter(|row| row.role == TeamRole::Secretary);
    secretaries.map(|row| (row.village_id.as_str(), row.cadre_id.as_str())).collect()
}

/// A row of the table that sets scenarios side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Name of the scenario, or `baseline`.
    pub scenario: String,
    /// What it is about.
    pub note: String,
    /// Whether there is a plan; `None` where the limit came before one was found.
    pub feasible: Option<bool>,
    /// What is known of the plan.
    pub status: Status,
    /// What became of the wish to keep all that is not touched.
    pub frozen: Frozen,
    /// Why there is no plan, where the solver says so.
    pub reason: Option<Sentence>,
    /// Proofs that there is none; with [`Frozen::Impossible`], none that keeps what is not touched.
    pub certificates: Vec<Certificate>,
    /// The cost, in millipoints.
    pub objective: Option<Millipoints>,
    /// The cost, term by term.
    pub terms: Option<Terms>,
    /// A lower bound on it, 0 where none is known.
    pub bound: Millipoints,
    /// How much changes.
    pub disruption: Option<Disruption>,
    /// Households to be helped, and available cadres.
    pub households: u64,
    /// Available cadres.
    pub cadres: u64,
    /// Agencies left out because no cadre of theirs is available.
    pub idle: Vec<String>,
    /// How often each reason stands behind a change, by code; a knock-on counts under what set it off.
    pub reasons: BTreeMap<String, u64>,
    /// Seconds of the solve.
    pub seconds: f64,
}

/// The row of the baseline itself, as the judge sees it in its own instance.
#[must_use]
pub fn baseline_row(name: &str, baseline: Baseline) -> (Row, Report) {
    let report = check::check(baseline.instance, baseline.tables);
    let feasible = report.is_feasible();
    let row = Row {
        scenario: name.to_owned(),
        note: String::new(),
        feasible: Some(feasible),
        status: if feasible { Status::Feasible } else { Status::Unknown },
        frozen: Frozen::No,
        reason: None,
        certificates: Vec::new(),
        objective: Some(report.objective()),
        terms: Some(report.terms),
        bound: Millipoints::ZERO,
        disruption: Some(Disruption::default()),
        idle: Vec::new(),
        reasons: BTreeMap::new(),
        seconds: 0.0,
        ..sizes(baseline.instance)
    };
    (row, report)
}

/// An empty row with the sizes of an instance.
fn sizes(instance: &Instance) -> Row {
    Row {
        scenario: String::new(),
        note: String::new(),
        feasible: None,
        status: Status::Unknown,
        frozen: Frozen::No,
        reason: None,
        certificates: Vec::new(),
        objective: None,
        terms: None,
        bound: Millipoints::ZERO,
        disruption: None,
        households: instance.households().len() as u64,
        cadres: instance.cadres().iter().filter(|cadre| cadre.available).count() as u64,
        idle: Vec::new(),
        reasons: BTreeMap::new(),
        seconds: 0.0,
    }
}

/// The row of a scenario, and every change from the baseline with its reason.
#[must_use]
pub fn row(baseline: Baseline, instance: &Instance, replan: &Replan) -> (Row, Option<Diff>) {
    let feasible = match (&replan.plan, replan.outcome.status) {
        (Some(_), _) => Some(true),
        (None, Status::Infeasible) => Some(false),
        (None, _) => None,
    };
    let mut row = Row {
        feasible,
        status: replan.outcome.status,
        frozen: replan.frozen,
        reason: replan.outcome.reason.clone(),
        certificates: replan.certificates.clone(),
        bound: replan.outcome.bound,
        ..sizes(instance)
    };
    let Some((tables, report)) = &replan.plan else { return (row, None) };
    row.objective = Some(report.objective());
    row.terms = Some(report.terms);
    row.disruption = Some(disruption_of(baseline.tables, instance, tables));
    let diff = diff::diff(&Sides {
        before: baseline.tables,
        after: tables,
        instance: Some(instance),
        former: Some(baseline.instance),
    });
    row.reasons = reasons(&diff);
    (row, Some(diff))
}

fn reasons(diff: &Diff) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for i in 0..diff.changes.len() {
        if let Some(reason) = &diff.root(i).reason {
            *counts.entry(reason.code().to_owned()).or_default() += 1;
        }
    }
    counts
}
