//! Plans and their costs as text for people. Ids only, no names or phones.

use std::fmt::Write as _;

use super::paint::Tone;
use super::summary::Summary;
use super::words::{pad, pad_left, term};
use crate::check::{AgencyShare, Report, Statistics};
use crate::language::{Language, say};
use crate::model::enums::Rank;
use crate::model::{Method, Metres, Millipoints, Status, Terms};

/// Width of the words at the left.
const LABEL: usize = 16;
/// Width of a cost.
const COST: usize = 16;

/// What a planner wants to know of a new plan.
#[must_use]
pub fn plan(summary: &Summary, language: Language) -> String {
    let mut text = String::new();
    let how = match summary.method {
        Method::Exact => say!(language, "plan-by-exact"),
        Method::Search => say!(language, "plan-by-search"),
    };
    let said = say!(
        language,
        "plan-made",
        name = summary.instance.clone(),
        year = summary.year.to_string(),
        how = how,
        seconds = format!("{:.1}", summary.seconds)
    );
    let stopped =
        if summary.interrupted { say!(language, "plan-interrupted") } else { String::new() };
    line(
        &mut text,
        &say!(language, "plan-label-plan"),
        &Tone::Head.paint(&format!("{said}{stopped}")),
    );
    text.push_str(&figures(&summary.statistics, language));
    if let Some(changes) = summary.changes {
        let changed = match summary.max_changes {
            Some(most) => {
                let (changes, most) = (grouped(changes), grouped(most));
                say!(language, "plan-changes-of", changes = changes, most = most)
            }
            None => say!(language, "plan-changes", changes = grouped(changes)),
        };
        line(&mut text, &say!(language, "plan-label-changes"), &changed);
    }
    text.push_str(&costs(&summary.terms, language));
    text.push_str(&quality(summary.status, summary.objective, summary.bound, language));
    text
}

/// What `check` found: broken rules, then costs, then figures.
#[must_use]
pub fn check(report: &Report, statistics: &Statistics, language: Language) -> String {
    let mut text = String::new();
    let rules = match report.violations.len() {
        0 => Tone::Good.paint(&say!(language, "check-rules-hold")),
        1 => Tone::Bad.paint(&say!(language, "check-rules-broken-once")),
        n => Tone::Bad.paint(&say!(language, "check-rules-broken", times = grouped(n as u64))),
    };
    line(&mut text, &say!(language, "check-label-rules"), &rules);
    for violation in &report.violations {
        let ids = violation.subjects.join(" ");
        let (rule, said) = (violation.rule.to_string(), violation.message.said(language));
        put(&mut text, format_args!("  {} [{ids}]: {said}", Tone::Bad.paint(&rule)));
    }
    text.push_str(&figures(statistics, language));
    text.push_str(&costs(&report.terms, language));
    cost_line(&mut text, &say!(language, "plan-label-objective"), report.objective());
    if !report.is_feasible() {
        line(&mut text, "", &say!(language, "check-broken-costs"));
    }
    text
}

/// Coverage, matched types, links, distances, load.
fn figures(s: &Statistics, language: Language) -> String {
    let mut text = String::new();
    let (helped, households) = (grouped(s.households_helped), grouped(s.households));
    let coverage = say!(language, "plan-coverage", helped = helped, households = households);
    line(&mut text, &say!(language, "plan-label-coverage"), &coverage);
    let (matched, villages) = (grouped(s.villages_matched), grouped(s.villages));
    let matches = say!(language, "plan-matches", matched = matched, villages = villages);
    line(&mut text, &say!(language, "plan-label-matches"), &matches);
    let assisting = grouped(s.attachments.saturating_sub(s.villages));
    let attachments = grouped(s.attachments);
    let links = say!(language, "plan-links", attachments = attachments, assisting = assisting);
    line(&mut text, &say!(language, "plan-label-links"), &links);
    let (mean, worst) = (km(s.mean_metres), km(s.worst_metres));
    let distance = say!(language, "plan-distance", mean = mean, worst = worst);
    line(&mut text, &say!(language, "plan-label-distance"), &distance);
    if let (Some(least), Some(most)) = (&s.smallest_share, &s.largest_share) {
        let share = say!(language, "plan-fairness", least = of(least), most = of(most));
        line(&mut text, &say!(language, "plan-label-fairness"), &share);
    }
    line(&mut text, &say!(language, "plan-label-load"), "");
    for load in &s.load {
        let (households, quota) = (grouped(load.households), grouped(load.quota));
        let (helping, available) = (grouped(load.helping), grouped(load.available));
        let said = say!(
            language,
            "plan-load",
            households = pad_left(&households, 7),
            quota = pad_left(&quota, 7),
            helping = pad_left(&helping, 7),
            available = pad_left(&available, 7)
        );
        put(&mut text, format_args!("  {}{said}", pad(&rank(load.rank, language), LABEL)));
    }
    text
}

fn rank(rank: Rank, language: Language) -> String {
    match rank {
        Rank::DeputyCounty => say!(language, "plan-rank-deputy-county"),
        Rank::Section => say!(language, "plan-rank-section"),
        Rank::DeputySection => say!(language, "plan-rank-deputy-section"),
        Rank::Staff => say!(language, "plan-rank-staff"),
    }
}

fn of(share: &AgencyShare) -> String {
    let (whole, tenth) = (share.permille / 10, share.permille % 10);
    format!("{}.{tenth} % ({})", grouped(whole), share.agency_id)
}

/// Every term, in points.
fn costs(terms: &Terms, language: Language) -> String {
    let mut text = String::new();
    line(&mut text, &say!(language, "plan-label-cost"), "");
    for (name, cost) in terms.named() {
        let name = pad(&term(name, language), LABEL - 2);
        put(&mut text, format_args!("  {name}{:>COST$}", points(cost)));
    }
    text
}

/// Objective, bound and gap, claiming no more than is known.
fn quality(
    status: Status,
    objective: Millipoints,
    bound: Millipoints,
    language: Language,
) -> String {
    let mut text = String::new();
    cost_line(&mut text, &say!(language, "plan-label-objective"), objective);
    let (bound_label, gap_label) =
        (say!(language, "plan-label-bound"), say!(language, "plan-label-gap"));
    if status == Status::Optimal {
        line(&mut text, &gap_label, &Tone::Good.paint(&say!(language, "plan-gap-optimal")));
    } else if objective == Millipoints::ZERO {
        line(&mut text, &gap_label, &Tone::Good.paint(&say!(language, "plan-gap-free")));
    } else if bound <= Millipoints::ZERO {
        line(&mut text, &bound_label, &say!(language, "plan-no-bound"));
        line(&mut text, &gap_label, &Tone::Doubtful.paint(&say!(language, "plan-gap-unknown")));
    } else {
        cost_line(&mut text, &bound_label, bound);
        let gap = percent((objective - bound).0 as f64 / objective.0 as f64);
        line(&mut text, &gap_label, &Tone::Doubtful.paint(&say!(language, "plan-gap", gap = gap)));
    }
    text
}

fn line(text: &mut String, label: &str, content: &str) {
    put(text, format_args!("{}", format!("{}{content}", pad(label, LABEL)).trim_end()));
}

fn cost_line(text: &mut String, label: &str, cost: Millipoints) {
    put(text, format_args!("{}{:>COST$}", pad(label, LABEL), points(cost)));
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
        let told = |status, objective, bound| {
            quality(status, Millipoints(objective), Millipoints(bound), Language::English)
        };
        let unknown = told(Status::Feasible, 1_000, 0);
        assert!(unknown.contains("no bound") && unknown.contains("not proven yet"), "{unknown}");
        let close = told(Status::Feasible, 1_000_000, 999_999);
        assert!(close.contains("0.01 %") && !close.contains("optimal"), "{close}");
        assert!(told(Status::Optimal, 1_000, 1_000).contains("proven optimal"));
        assert!(told(Status::Feasible, 0, 0).contains("cannot cost less"));
    }
}
