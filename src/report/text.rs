//! Plans and their costs as text for people. Ids only, no names or phones.

use std::fmt::Write as _;

use super::summary::Summary;
use crate::check::{AgencyShare, Report, Statistics};
use crate::model::{Method, Metres, Millipoints, Status, Terms};

/// Width of the words at the left.
const LABEL: usize = 16;
/// Width of a cost.
const COST: usize = 16;

/// What a planner wants to know of a new plan.
#[must_use]
pub fn plan(summary: &Summary) -> String {
    let mut text = String::new();
    let how = match summary.method {
        Method::Exact => "the integer program",
        Method::Search => "search",
    };
    let (name, year, seconds) = (&summary.instance, summary.year, summary.seconds);
    let stopped = if summary.interrupted { ", interrupted" } else { "" };
    line(&mut text, "Plan", &format!("{name} {year}, by {how} in {seconds:.1} s{stopped}"));
    text.push_str(&figures(&summary.statistics));
    text.push_str(&costs(&summary.terms));
    text.push_str(&quality(summary.status, summary.objective, summary.bound));
    text
}

/// What `check` found: broken rules, then costs, then figures.
#[must_use]
pub fn check(report: &Report, statistics: &Statistics) -> String {
    let mut text = String::new();
    match report.violations.len() {
        0 => line(&mut text, "Rules", "every rule holds"),
        n => line(&mut text, "Rules", &format!("broken {}", times(n))),
    }
    for violation in &report.violations {
        let ids = violation.subjects.join(" ");
        put(&mut text, format_args!("  {} [{ids}]: {}", violation.rule, violation.message));
    }
    text.push_str(&figures(statistics));
    text.push_str(&costs(&report.terms));
    let objective = report.objective();
    put(&mut text, format_args!("{:<LABEL$}{:>COST$}", "Objective", points(objective)));
    if !report.is_feasible() {
        line(&mut text, "", "(costs of a broken plan are counted as far as it goes)");
    }
    text
}

fn times(n: usize) -> String {
    if n == 1 { "once".to_owned() } else { format!("{} times", grouped(n as u64)) }
}

/// Coverage, matched types, links, distances, load.
fn figures(s: &Statistics) -> String {
    let mut text = String::new();
    let (helped, households) = (grouped(s.households_helped), grouped(s.households));
    line(&mut text, "Coverage", &format!("{helped} of {households} households have a helper"));
    let (matched, villages) = (grouped(s.villages_matched), grouped(s.villages));
    let matches =
        format!("{matched} of {villages} villages are led by an agency of fitting category");
    line(&mut text, "Matched types", &matches);
    let assisting = grouped(s.attachments.saturating_sub(s.villages));
    let links = format!("{} attachments, {assisting} beside the leads", grouped(s.attachments));
    line(&mut text, "Links", &links);
    let (mean, worst) = (km(s.mean_metres), km(s.worst_metres));
    line(
        &mut text,
        "Distance",
        &format!("mean {mean} km, worst {worst} km from helper to household"),
    );
    if let (Some(least), Some(most)) = (&s.smallest_share, &s.largest_share) {
        let share = format!("agencies help {} to {} of their fair share", of(least), of(most));
        line(&mut text, "Fairness", &share);
    }
    line(&mut text, "Load by rank", "");
    for load in &s.load {
        let rank = load.rank.en().replace('_', " ");
        let (households, quota) = (grouped(load.households), grouped(load.quota));
        let (helping, available) = (grouped(load.helping), grouped(load.available));
        put(
            &mut text,
            format_args!(
                "  {rank:<16}{households:>7} of {quota:>7} households, \
                 {helping:>7} of {available:>7} cadres help"
            ),
        );
    }
    text
}

fn of(share: &AgencyShare) -> String {
    let (whole, tenth) = (share.permille / 10, share.permille % 10);
    format!("{}.{tenth} % ({})", grouped(whole), share.agency_id)
}

/// Every term, in points.
fn costs(terms: &Terms) -> String {
    let mut text = String::new();
    line(&mut text, "Cost in points", "");
    for (name, cost) in terms.named() {
        put(&mut text, format_args!("  {name:<14}{:>COST$}", points(cost)));
    }
    text
}

/// Objective, bound and gap, claiming no more than is known.
fn quality(status: Status, objective: Millipoints, bound: Millipoints) -> String {
    let mut text = String::new();
    put(&mut text, format_args!("{:<LABEL$}{:>COST$}", "Objective", points(objective)));
    if status == Status::Optimal {
        line(&mut text, "Gap", "none: proven optimal, no plan costs less");
    } else if objective == Millipoints::ZERO {
        line(&mut text, "Gap", "none: a plan cannot cost less than nothing");
    } else if bound <= Millipoints::ZERO {
        line(&mut text, "Bound", "no bound");
        line(&mut text, "Gap", "not proven yet: cheaper plans may exist");
    } else {
        put(&mut text, format_args!("{:<LABEL$}{:>COST$}", "Bound", points(bound)));
        let gap = percent((objective - bound).0 as f64 / objective.0 as f64);
        line(
            &mut text,
            "Gap",
            &format!("{gap}: cheaper plans may exist, but none below the bound"),
        );
    }
    text
}

fn line(text: &mut String, label: &str, content: &str) {
    put(text, format_args!("{}", format!("{label:<LABEL$}{content}").trim_end()));
}

fn put(text: &mut String, line: std::fmt::Arguments) {
    writeln!(text, "{line}").expect("memory does not fail");
}

/// A whole number with a comma every three digits.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Points with all three decimals: `171,234.567`.
#[must_use]
pub fn points(cost: Millipoints) -> String {
    let (sign, abs) = (if cost.0 < 0 { "-" } else { "" }, cost.0.unsigned_abs());
    format!("{sign}{}.{:03}", grouped(abs / 1000), abs % 1000)
}

/// A ratio in percent with two decimals, rounded up, so that a gap is never told too small.
#[must_use]
pub fn percent(ratio: f64) -> String {
    // A hair less first, lest 0.05 become 5.01 %.
    format!("{:.2} %", (ratio * 10_000.0 * (1.0 - 1e-12)).ceil() / 100.0)
}

/// Kilometres with one decimal.
fn km(metres: Metres) -> String {
    format!("{:.1}", metres.0 as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        let grouped: Vec<String> = [0, 999, 1000, 5900, 1_234_567].map(grouped).to_vec();
        assert_eq!(grouped, ["0", "999", "1,000", "5,900", "1,234,567"]);
        assert_eq!(points(Millipoints(171_234_567)), "171,234.567");
        assert_eq!(points(Millipoints(-1_050)), "-1.050");
    }

    #[test]
    fn a_gap_is_rounded_up() {
        assert_eq!(percent(0.0), "0.00 %");
        assert_eq!(percent(1e-9), "0.01 %");
        assert_eq!(percent(0.05), "5.00 %");
        assert_eq!(percent(0.123_401), "12.35 %");
        assert_eq!(percent(1.0), "100.00 %");
    }

    #[test]
    fn what_is_not_proven_is_not_claimed() {
        let told =
            |status, objective, bound| quality(status, Millipoints(objective), Millipoints(bound));
        let unknown = told(Status::Feasible, 1_000, 0);
        assert!(unknown.contains("no bound") && unknown.contains("not proven yet"), "{unknown}");
        let close = told(Status::Feasible, 1_000_000, 999_999);
        assert!(close.contains("0.01 %") && !close.contains("optimal"), "{close}");
        assert!(told(Status::Optimal, 1_000, 1_000).contains("proven optimal"));
        assert!(told(Status::Feasible, 0, 0).contains("cannot cost less"));
    }
}
