//! Scenarios side by side, curves and samples, in words. Ids only.

use super::diagnose::certificate;
use super::diff::{kind_words, reason_words};
use super::paint::{self, Tone};
use super::text::{grouped, percent, points};
use super::words::{pad, pad_left, term};
use crate::analyse::diff::Diff;
use crate::analyse::whatif::disruption::Curve;
use crate::analyse::whatif::sample::{Range, Told};
use crate::analyse::whatif::{Disruption, Frozen, Row};
use crate::language::{Language, say};
use crate::model::{Millipoints, Status, Terms};

/// Changes of a scenario that are told one by one.
const SHOWN: usize = 20;
/// Fragile villages and agencies that are told.
const FRAGILE: usize = 10;
/// Columns of a name, a word, a cost, a number.
const NAME: usize = 22;
const WORD: usize = 16;
const COST: usize = 16;
const NUMBER: usize = 13;

/// A scenario and what changes in it, `None` where it has no plan.
pub type Compared<'a> = (&'a Row, Option<&'a Diff>);

/// The table that sets scenarios side by side, the costs term by term, and what changes in each. The
/// first row is the baseline's.
#[must_use]
pub fn comparison(rows: &[Compared], language: Language) -> String {
    let mut lines = vec![Tone::Head.paint(&headings(language))];
    let base = rows.first().and_then(|(row, _)| row.objective);
    lines.extend(
        rows.iter()
            .enumerate()
            .map(|(i, (row, _))| line(row, base.filter(|_| i > 0), i == 0, language)),
    );
    lines.push(say!(language, "whatif-explained"));
    lines.push(String::new());
    lines.extend(terms(rows, language));
    for (row, diff) in &rows[1.min(rows.len())..] {
        let about = about(row, *diff, language);
        if !about.is_empty() {
            lines.push(String::new());
            lines.extend(about);
        }
    }
    lines.join("\n") + "\n"
}

fn headings(language: Language) -> String {
    [
        pad(&say!(language, "whatif-column-scenario"), NAME),
        pad(&say!(language, "whatif-column-plan"), WORD),
        pad_left(&say!(language, "whatif-column-objective"), COST),
        pad_left(&say!(language, "whatif-column-difference"), COST),
        pad_left(&say!(language, "whatif-column-helpers"), NUMBER),
        pad_left(&say!(language, "whatif-column-leads"), NUMBER),
        pad_left(&say!(language, "whatif-column-secretaries"), NUMBER),
        pad_left(&say!(language, "whatif-column-seconds"), NUMBER),
    ]
    .concat()
}

fn name(row: &Row, is_baseline: bool, language: Language) -> String {
    if is_baseline { say!(language, "whatif-baseline") } else { row.scenario.clone() }
}

fn line(row: &Row, base: Option<Millipoints>, is_baseline: bool, language: Language) -> String {
    let cost = |cost: Option<Millipoints>| pad_left(&cost.map_or("–".to_owned(), points), COST);
    let difference = match (row.objective, base) {
        (Some(cost), Some(base)) if cost > base => format!("+{}", points(cost - base)),
        (Some(cost), Some(base)) => points(cost - base),
        _ => "–".to_owned(),
    };
    let number = |of: fn(&Disruption) -> u64| {
        let number = row.disruption.as_ref().filter(|_| !is_baseline);
        pad_left(&number.map_or("–".to_owned(), |all| grouped(of(all))), NUMBER)
    };
    let seconds = if is_baseline { "–".to_owned() } else { format!("{:.2}", row.seconds) };
    [
        pad(&name(row, is_baseline, language), NAME),
        plan_tone(row, &pad(&plan_word(row, is_baseline, language), WORD)),
        cost(row.objective),
        match (row.objective, base) {
            (Some(cost), Some(base)) => paint::change(cost - base, &pad_left(&difference, COST)),
            _ => pad_left(&difference, COST),
        },
        number(|all| all.helpers),
        number(|all| all.leads),
        number(|all| all.secretaries),
        pad_left(&seconds, NUMBER),
    ]
    .concat()
}

fn plan_word(row: &Row, is_baseline: bool, language: Language) -> String {
    match (row.feasible, row.frozen) {
        (Some(true), Frozen::Kept) => say!(language, "whatif-plan-kept"),
        (Some(true), Frozen::Thawed) => say!(language, "whatif-plan-thawed"),
        (Some(true), _) if row.status == Status::Optimal => say!(language, "whatif-plan-optimal"),
        (Some(true), _) => say!(language, "whatif-plan-yes"),
        (_, Frozen::Impossible) => say!(language, "whatif-plan-not-frozen"),
        (Some(false), _) if is_baseline => say!(language, "whatif-plan-broken"),
        (Some(false), _) => say!(language, "whatif-plan-no"),
        (None, _) => say!(language, "whatif-plan-unknown"),
    }
}

/// The padded word for a plan in its colour, where it is not as it should be.
fn plan_tone(row: &Row, padded: &str) -> String {
    match row.feasible {
        Some(true) => padded.to_owned(),
        Some(false) => Tone::Bad.paint(padded),
        None => Tone::Doubtful.paint(padded),
    }
}

/// One line a term, one column a scenario.
fn terms(rows: &[Compared], language: Language) -> Vec<String> {
    let priced: Vec<(String, Terms)> = rows
        .iter()
        .enumerate()
        .filter_map(|(i, (row, _))| Some((name(row, i == 0, language), row.terms?)))
        .collect();
    if priced.is_empty() {
        return Vec::new();
    }
    let heads = priced.iter().map(|(name, _)| format!("  {}", pad_left(&short(name), COST)));
    let mut lines = vec![say!(language, "whatif-terms")];
    lines.push(format!("{}{}", " ".repeat(NAME), heads.collect::<String>()));
    for (i, (name, _)) in Terms::default().named().into_iter().enumerate() {
        let costs = priced.iter();
        let costs = costs.map(|(_, terms)| pad_left(&points(terms.named()[i].1), COST + 2));
        lines.push(format!(
            "  {}{}",
            pad(&term(name, language), NAME - 2),
            costs.collect::<String>()
        ));
    }
    lines
}

/// A name that fits a column.
fn short(name: &str) -> String {
    const FITTING: usize = COST / 2;
    let wide = !name.is_ascii();
    let room = if wide { FITTING } else { COST };
    if name.chars().count() <= room {
        return name.to_owned();
    }
    name.chars().take(room - 1).chain(['…']).collect()
}

/// What is to be said of one scenario beside the tables.
fn about(row: &Row, diff: Option<&Diff>, language: Language) -> Vec<String> {
    let scenario = || row.scenario.clone();
    let mut lines = Vec::new();
    if !row.note.is_empty() {
        let note = row.note.clone();
        lines.push(say!(language, "whatif-note", scenario = scenario(), note = note));
    }
    if !row.idle.is_empty() {
        let agencies = row.idle.join(", ");
        lines.push(say!(language, "whatif-idle", scenario = scenario(), agencies = agencies));
    }
    match (row.feasible, row.frozen, &row.reason) {
        (Some(true), Frozen::Thawed, _) => {
            lines.push(say!(language, "whatif-thawed", scenario = scenario()));
        }
        (Some(true), ..) => {}
        (_, Frozen::Impossible, _) => {
            lines.push(say!(language, "whatif-not-frozen", scenario = scenario()));
            lines.extend(row.certificates.iter().flat_map(|proof| certificate(language, proof)));
        }
        (Some(false), _, Some(reason)) => {
            let reason = reason.said(language);
            lines.push(say!(language, "whatif-why-not", scenario = scenario(), reason = reason));
        }
        (Some(false), ..) => {
            lines.push(say!(language, "whatif-none", scenario = scenario()));
            let proofs = row.certificates.iter();
            lines.extend(proofs.flat_map(|proof| certificate(language, proof)));
            lines.push(say!(language, "whatif-diagnose"));
        }
        _ => lines.push(say!(language, "whatif-not-found", scenario = scenario())),
    }
    if let Some(diff) = diff {
        lines.extend(changes(row, diff, language));
    }
    lines
}

fn changes(row: &Row, diff: &Diff, language: Language) -> Vec<String> {
    let mut counts: Vec<(&String, u64)> = row.reasons.iter().map(|(code, &n)| (code, n)).collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let reasons: Vec<String> = counts
        .into_iter()
        .map(|(code, count)| {
            let reason = code_words(code, language);
            say!(language, "whatif-reason", count = grouped(count), reason = reason)
        })
        .collect();
    let separator = match language {
        Language::English => ", ",
        Language::Chinese => "、",
    };
    let all = diff.changes.len();
    if all == 0 {
        return Vec::new();
    }
    let mut lines = vec![say!(
        language,
        "whatif-changes",
        scenario = row.scenario.clone(),
        changes = grouped(all as u64),
        reasons = reasons.join(separator),
    )];
    let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "–".to_owned());
    for (i, change) in diff.changes.iter().enumerate().take(SHOWN) {
        let kind = pad(&kind_words(change.kind, language), WORD);
        let (before, after) = (id(&change.before), id(&change.after));
        let why = reason_words(&diff.changes, i, language).unwrap_or_default();
        lines.push(format!("  {kind}{:<10} {before:>8} → {after:<8}  {why}", change.subject));
    }
    if all > SHOWN {
        let more = grouped((all - SHOWN) as u64);
        let file = format!("{}/{}", row.scenario, super::whatif_folder::CHANGES);
        lines.push(format!("  {}", say!(language, "whatif-more", more = more, file = file)));
    }
    lines
}

/// A reason in a word or two, by its code.
fn code_words(code: &str, language: Language) -> String {
    match code {
        "new" => say!(language, "whatif-reason-new"),
        "left" => say!(language, "whatif-reason-left"),
        "moved" => say!(language, "whatif-reason-moved"),
        "gone" => say!(language, "whatif-reason-gone"),
        "unavailable" => say!(language, "whatif-reason-unavailable"),
        "transferred" => say!(language, "whatif-reason-transferred"),
        "unfit" => say!(language, "whatif-reason-unfit"),
        "quota" => say!(language, "whatif-reason-quota"),
        "limit" => say!(language, "whatif-reason-limit"),
        "team" => say!(language, "whatif-reason-team"),
        "pinned" => say!(language, "whatif-reason-pinned"),
        "cost" => say!(language, "whatif-reason-cost"),
        "indifferent" => say!(language, "whatif-reason-indifferent"),
        "costlier" => say!(language, "whatif-reason-costlier"),
        "exchange" => say!(language, "whatif-reason-exchange"),
        _ => say!(language, "whatif-reason-unknown"),
    }
}

/// Curves as tables.
#[must_use]
pub fn curves(curves: &[Curve], language: Language) -> String {
    let mut lines = Vec::new();
    for curve in curves {
        let scenario = curve.scenario.clone();
        lines.push(say!(language, "whatif-curve-of", scenario = scenario));
        let heads = [
            say!(language, "whatif-curve-budget"),
            say!(language, "whatif-curve-changes"),
            say!(language, "whatif-curve-cost"),
            say!(language, "whatif-curve-objective"),
        ];
        lines.push(heads.map(|head| pad_left(&head, COST)).concat());
        for point in &curve.points {
            let cells = [
                grouped(point.budget),
                grouped(point.changes),
                points(point.cost),
                points(point.objective),
            ];
            lines.push(cells.map(|cell| pad_left(&cell, COST)).concat());
        }
        lines.push(say!(language, "whatif-curve-least", least = grouped(curve.least)));
        lines.push(String::new());
    }
    lines.join("\n")
}

/// What many samples say together.
#[must_use]
pub fn samples(told: &Told, rate: Option<f64>, language: Language) -> String {
    let share = told.mended as f64 / (told.samples as f64).max(1.0);
    let rate = rate.map_or_else(|| "–".to_owned(), percent);
    let mut lines = vec![
        say!(language, "whatif-sample-title", samples = grouped(told.samples), rate = rate),
        say!(
            language,
            "whatif-sample-mended",
            mended = grouped(told.mended),
            share = format!("{:.1} %", (share * 1000.0).floor() / 10.0),
            infeasible = grouped(told.infeasible),
            unknown = grouped(told.unknown),
        ),
    ];
    if let Some(Range { min, median, max }) = told.objective {
        let [min, median, max] = [min, median, max].map(|cost| points(Millipoints(cost)));
        lines.push(say!(language, "whatif-sample-cost", min = min, median = median, max = max));
    }
    if let Some(Range { min, median, max }) = told.helpers_changed {
        let [min, median, max] = [min, median, max].map(|n| grouped(n.unsigned_abs()));
        lines.push(say!(language, "whatif-sample-helpers", min = min, median = median, max = max));
    }
    if !told.villages.is_empty() {
        lines.push(say!(language, "whatif-sample-villages"));
    }
    lines.extend(told.villages.iter().take(FRAGILE).map(|village| {
        let said = say!(
            language,
            "whatif-sample-village",
            id = village.id.clone(),
            lead = grouped(village.lead),
            secretary = grouped(village.secretary),
            team = grouped(village.team),
            unmended = grouped(village.unmended),
            short = grouped(village.short),
        );
        format!("  {said}")
    }));
    if !told.agencies.is_empty() {
        lines.push(say!(language, "whatif-sample-agencies"));
    }
    lines.extend(told.agencies.iter().take(FRAGILE).map(|agency| {
        let said = say!(
            language,
            "whatif-sample-agency",
            id = agency.id.clone(),
            team = grouped(agency.team),
            unmended = grouped(agency.unmended),
            short = grouped(agency.short),
        );
        format!("  {said}")
    }));
    lines.join("\n") + "\n"
}
