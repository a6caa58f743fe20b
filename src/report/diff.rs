//! What changed between two plans, in words. Ids only.

use super::paint::{self, Tone};
use super::text::{grouped, points};
use super::words::{pad, pad_left, pin_words, term};
use crate::analyse::diff::{Change, Diff, Kind, Prices, Reason};
use crate::language::{Language, say};
use crate::model::Millipoints;

/// Every change with its reason, by kind, then the costs of both plans.
#[must_use]
pub fn text(diff: &Diff, language: Language) -> String {
    let mut lines = vec![Tone::Head.paint(&heading(diff, language))];
    for kind in Kind::ALL {
        let own: Vec<usize> =
            (0..diff.changes.len()).filter(|&i| diff.changes[i].kind == kind).collect();
        if own.is_empty() {
            continue;
        }
        lines.push(String::new());
        let title = format!("{} ({})", kind_words(kind, language), grouped(own.len() as u64));
        lines.push(Tone::Head.paint(&title));
        lines.extend(own.into_iter().map(|i| line(diff, i, language)));
    }
    if let Some(prices) = &diff.prices {
        lines.push(String::new());
        lines.extend(costs(prices, language));
    }
    lines.join("\n") + "\n"
}

fn heading(diff: &Diff, language: Language) -> String {
    if diff.changes.is_empty() {
        return say!(language, "diff-same");
    }
    say!(
        language,
        "diff-heading",
        changes = grouped(diff.changes.len() as u64),
        leads = grouped(diff.count(Kind::Lead) as u64),
        attachments = grouped(diff.count(Kind::Attachment) as u64),
        secretaries = grouped(diff.count(Kind::Secretary) as u64),
        seats = grouped((diff.count(Kind::Leader) + diff.count(Kind::Member)) as u64),
        pairings = grouped(diff.count(Kind::Pairing) as u64),
    )
}

/// The name of a kind of change.
#[must_use]
pub fn kind_words(kind: Kind, language: Language) -> String {
    match kind {
        Kind::Lead => say!(language, "diff-kind-lead"),
        Kind::Attachment => say!(language, "diff-kind-attachment"),
        Kind::Leader => say!(language, "diff-kind-leader"),
        Kind::Secretary => say!(language, "diff-kind-secretary"),
        Kind::Member => say!(language, "diff-kind-member"),
        Kind::Pairing => say!(language, "diff-kind-pairing"),
    }
}

fn line(diff: &Diff, index: usize, language: Language) -> String {
    let change = &diff.changes[index];
    let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "–".to_owned());
    let what =
        format!("  {:<10} {:>8} → {:<8}", change.subject, id(&change.before), id(&change.after));
    match reason_words(&diff.changes, index, language) {
        Some(reason) => format!("{what}  {reason}"),
        None => what.trim_end().to_owned(),
    }
}

/// Why the change at `index` came about, in a sentence; `None` where that was not asked.
#[must_use]
pub fn reason_words(changes: &[Change], index: usize, language: Language) -> Option<String> {
    let change = &changes[index];
    let reason = change.reason.as_ref()?;
    let Reason::KnockOn { through } = *reason else {
        return Some(plain_words(change, reason, language));
    };
    let next = short(&changes[through], language);
    let root = change.chain.last().copied().unwrap_or(through);
    let why =
        changes[root].reason.as_ref().map(|reason| plain_words(&changes[root], reason, language));
    let why = why.unwrap_or_default();
    Some(if root == through {
        say!(language, "diff-reason-knock-on", change = next, why = why)
    } else {
        let root = short(&changes[root], language);
        let steps = grouped(change.chain.len() as u64);
        say!(language, "diff-reason-chain", change = next, steps = steps, root = root, why = why)
    })
}

/// A change in a few words: `H0012: C003 → C007`.
fn short(change: &Change, language: Language) -> String {
    let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "–".to_owned());
    say!(
        language,
        "diff-short",
        kind = kind_words(change.kind, language),
        subject = change.subject.clone(),
        before = id(&change.before),
        after = id(&change.after),
    )
}

fn plain_words(change: &Change, reason: &Reason, language: Language) -> String {
    let before = || change.before.clone().unwrap_or_default();
    match reason {
        Reason::New => say!(language, "diff-reason-new"),
        Reason::Left => say!(language, "diff-reason-left"),
        Reason::Moved { from, to } => {
            say!(language, "diff-reason-moved", from = from.clone(), to = to.clone())
        }
        Reason::Gone => say!(language, "diff-reason-gone", id = before()),
        Reason::Unavailable => say!(language, "diff-reason-unavailable", id = before()),
        Reason::Transferred { from, to } => {
            let (from, to) = (from.clone(), to.clone());
            say!(language, "diff-reason-transferred", id = before(), from = from, to = to)
        }
        Reason::Unfit => say!(language, "diff-reason-unfit", id = before()),
        Reason::Quota { helped, may } => {
            let (helped, may) = (grouped(*helped), grouped(*may));
            say!(language, "diff-reason-quota", id = before(), helped = helped, may = may)
        }
        Reason::Limit { may } => {
            say!(language, "diff-reason-limit", id = before(), may = grouped(*may))
        }
        Reason::Team { cadre, because } => {
            let lost = Change { before: Some(cadre.clone()), ..change.clone() };
            let why = plain_words(&lost, because, language);
            say!(language, "diff-reason-team", id = before(), cadre = cadre.clone(), why = why)
        }
        Reason::Pinned { pin } => {
            say!(language, "diff-reason-pinned", pin = pin_words(pin, language))
        }
        Reason::Cost { saving } => say!(language, "diff-reason-cost", points = points(*saving)),
        Reason::Indifferent => say!(language, "diff-reason-indifferent"),
        Reason::Costlier { by } => say!(language, "diff-reason-costlier", points = points(*by)),
        Reason::Exchange { saving, changes } => exchange(*saving, *changes, language),
        Reason::KnockOn { .. } | Reason::Unknown => say!(language, "diff-reason-unknown"),
    }
}

fn exchange(saving: Option<Millipoints>, changes: usize, language: Language) -> String {
    let changes = grouped(changes as u64);
    match saving {
        Some(saving) if saving > Millipoints::ZERO => {
            let saved = points(saving);
            say!(language, "diff-reason-exchange", changes = changes, points = saved)
        }
        Some(saving) => {
            let lost = points(-saving);
            say!(language, "diff-reason-exchange-costlier", changes = changes, points = lost)
        }
        None => say!(language, "diff-reason-exchange-open", changes = changes),
    }
}

fn costs(prices: &Prices, language: Language) -> Vec<String> {
    const WIDTH: usize = 16;
    let row = |name: &str, cells: [String; 3]| format!("{}{}", pad(name, WIDTH), cells.concat());
    let cell = |text: &str| pad_left(text, WIDTH);
    let figures = |before: Millipoints, after: Millipoints| {
        let change = after - before;
        let sign = if change > Millipoints::ZERO { "+" } else { "" };
        let told = cell(&format!("{sign}{}", points(change)));
        [cell(&points(before)), cell(&points(after)), paint::change(change, &told)]
    };
    let head = [
        say!(language, "diff-cost-before"),
        say!(language, "diff-cost-after"),
        say!(language, "diff-cost-change"),
    ];
    let head = head.map(|title| cell(&title));
    let mut lines = vec![Tone::Head.paint(&row(&say!(language, "diff-cost"), head))];
    let pairs = prices.before.named().into_iter().zip(prices.after.named());
    lines.extend(
        pairs.map(|((name, x), (_, y))| row(&format!("  {}", term(name, language)), figures(x, y))),
    );
    let total = figures(prices.before.total(), prices.after.total());
    lines.push(row(&say!(language, "diff-cost-total"), total));
    if !prices.before_feasible {
        lines.push(say!(language, "diff-cost-before-broken"));
    }
    if !prices.after_feasible {
        lines.push(say!(language, "diff-cost-after-broken"));
    }
    lines
}
