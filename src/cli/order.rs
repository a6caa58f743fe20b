//! A solve as it is asked for on the command line, and the plan it makes, judged.

use std::time::Duration;

use clap::ValueEnum;

use super::{interrupt, output};
use crate::check::{self, Report};
use crate::language::{Language, say};
use crate::model::data::PlanTables;
use crate::model::{Instance, Millipoints, Outcome, PriceList, Start};
use crate::report::text::{grouped, points};
use crate::report::{StoredPrices, Summary, plan_folder};
use crate::solve::budget::{self, Budgeted};
use crate::solve::{Control, Options, auto, search};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Method {
    Auto,
    Exact,
    Search,
}

impl Method {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Exact => "exact",
            Self::Search => "search",
        }
    }
}

/// What is to be done.
pub(super) struct Order {
    pub(super) method: Method,
    pub(super) max_changes: Option<u64>,
    pub(super) options: Options,
}

impl Order {
    /// Does it.
    pub(super) fn solve(
        &self,
        instance: &Instance,
        control: &Control,
        start: Option<&Start>,
    ) -> Budgeted {
        let options = &self.options;
        match (self.max_changes, self.method) {
            (Some(most), Method::Exact) => budget::prove(instance, most, options, control, start),
            (Some(most), Method::Auto) => budget::solve(instance, most, options, control, start),
            (Some(most), Method::Search) => budget::search(instance, most, options, control, start),
            (None, Method::Exact) => auto::prove(instance, options, control, start).into(),
            (None, Method::Auto) => auto::solve(instance, options, control, start).into(),
            (None, Method::Search) => search::solve(instance, options, control, start).into(),
        }
    }
}

/// A plan that the judge has nothing against, as its files and a summary of it.
pub(super) struct Made {
    pub(super) summary: Summary,
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Made {
    /// Has the plan of an outcome judged; `None` where that fails, which is said.
    pub(super) fn judged(
        instance: &Instance,
        order: &Order,
        outcome: &Outcome,
        prices: Option<&PriceList>,
        language: Language,
    ) -> Option<Self> {
        let (plan, cost) = outcome.incumbent.as_ref()?;
        let tables = plan.to_tables(instance);
        let report = check::check(instance, &tables);
        if let Some(mistake) = mistake(&report, *cost, outcome.bound, language) {
            output::message(&mistaken(&mistake, instance, order.method.name(), language));
            return None;
        }
        let options = &order.options;
        let mut summary = summarise(instance, &tables, &report, outcome, options, Duration::ZERO);
        summary.max_changes = order.max_changes;
        summary.changes = instance.previous().map(|previous| previous.changes(plan));
        let prices = prices.map(|prices| StoredPrices::new(instance, prices));
        Some(Self { summary, files: plan_folder::files(&tables, prices.as_ref()) })
    }
}

/// What the judge has against the solver, if anything.
pub(super) fn mistake(
    report: &Report,
    cost: Millipoints,
    bound: Millipoints,
    language: Language,
) -> Option<String> {
    if let Some(first) = report.violations.first() {
        return Some(say!(
            language,
            "mistake-broken",
            count = grouped(report.violations.len() as u64),
            rule = first.rule.to_string(),
            what = first.message.said(language),
        ));
    }
    let judged = report.objective();
    let found = points(judged);
    if judged != cost {
        return Some(say!(language, "mistake-cost", told = points(cost), found = found));
    }
    (judged < bound).then(|| say!(language, "mistake-bound", told = points(bound), found = found))
}

/// Says so, and what to do about it.
pub(super) fn mistaken(
    mistake: &str,
    instance: &Instance,
    method: &str,
    language: Language,
) -> String {
    say!(
        language,
        "mistake-report",
        mistake = mistake.to_owned(),
        version = env!("CARGO_PKG_VERSION"),
        digest = instance.digest().to_owned(),
        method = method.to_owned(),
    )
}

/// The summary of a plan that the judge has nothing against.
pub(super) fn summarise(
    instance: &Instance,
    tables: &PlanTables,
    report: &Report,
    outcome: &Outcome,
    options: &Options,
    elapsed: Duration,
) -> Summary {
    Summary {
        instance: instance.settings().name.clone(),
        instance_digest: instance.digest().to_owned(),
        year: instance.settings().year,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        method: outcome.method,
        status: outcome.status,
        interrupted: interrupt::was_interrupted(),
        highs_failure: None,
        seed: options.seed,
        threads: options.threads,
        time_limit: options.time_limit.map(|limit| limit.as_secs_f64()),
        iteration_limit: options.iterations,
        max_changes: None,
        changes: None,
        gap_limit: options.gap,
        iterations: outcome.iterations,
        seconds: (elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
        objective: report.objective(),
        bound: outcome.bound,
        gap: outcome.gap().unwrap_or(0.0),
        terms: report.terms,
        statistics: check::statistics(instance, tables),
        run: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Terms;

    fn report(cost: i64) -> Report {
        Report {
            violations: Vec::new(),
            terms: Terms { link: Millipoints(cost), ..Terms::default() },
        }
    }

    #[test]
    fn a_solver_that_contradicts_the_judge_is_caught() {
        let mistake = |judged: i64, told: i64, bound: i64| {
            mistake(&report(judged), Millipoints(told), Millipoints(bound), Language::English)
        };
        assert_eq!(mistake(5_000, 5_000, 5_000), None);
        assert!(mistake(5_001, 5_000, 0).unwrap().contains("it costs 5.001"));
        assert!(mistake(5_000, 5_000, 5_001).unwrap().contains("no plan costs less than 5.001"));
    }
}
