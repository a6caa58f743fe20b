//! An explanation in words. Ids only.

use super::paint::Tone;
use super::text::{grouped, points};
use super::words::{pad, pad_left, pin_words, term};
use crate::analyse::explain::{
    Alternative, Bar, Condition, Decisive, Explained, Explanation, Kind, Repaired,
};
use crate::analyse::prices::Priced;
use crate::language::{Language, say};
use crate::model::enums::{Cause, Rank};
use crate::model::{Metres, Millipoints, Terms};

/// What the subject costs, each decision about it with its alternatives, and prices.
#[must_use]
pub fn text(explanation: &Explanation, language: Language) -> String {
    let mut lines = vec![
        Tone::Head.paint(&say!(
            language,
            "explain-heading",
            what = subject(explanation.subject, language),
            id = explanation.id.clone(),
            objective = points(explanation.objective),
        )),
        labelled(&say!(language, "explain-own"), &terms(&explanation.own, language)),
    ];
    if explanation.own != explanation.with_all {
        let all = terms(&explanation.with_all, language);
        lines.push(labelled(&say!(language, "explain-with-all"), &all));
    }
    lines.push(labelled(&say!(language, "explain-again"), &again(&explanation.again, language)));
    for explained in &explanation.decisions {
        lines.push(String::new());
        lines.extend(decision(explained, language));
    }
    if let Some(priced) = &explanation.prices {
        lines.push(String::new());
        lines.extend(prices(priced, language));
    }
    lines.join("\n") + "\n"
}

fn labelled(label: &str, content: &str) -> String {
    format!("{}{content}", pad(label, 26))
}

fn subject(kind: &str, language: Language) -> String {
    match kind {
        "household" => say!(language, "explain-household"),
        "cadre" => say!(language, "explain-cadre"),
        "village" => say!(language, "explain-village"),
        _ => say!(language, "explain-agency"),
    }
}

/// The sum and each term that is not 0.
fn terms(terms: &Terms, language: Language) -> String {
    let named = terms.named().into_iter().filter(|(_, cost)| *cost != Millipoints::ZERO);
    let named: Vec<String> =
        named.map(|(name, cost)| format!("{} {}", term(name, language), points(cost))).collect();
    let total = points(terms.total());
    if named.is_empty() { total } else { format!("{total} = {}", named.join(" + ")) }
}

/// A difference with its sign.
fn signed(cost: Millipoints) -> String {
    let sign = if cost > Millipoints::ZERO { "+" } else { "" };
    format!("{sign}{}", points(cost))
}

fn again(repaired: &Repaired, language: Language) -> String {
    match (repaired.at_most, repaired.at_least) {
        (Some(Millipoints(0)), _) if repaired.proven => {
            Tone::Good.paint(&say!(language, "explain-again-best"))
        }
        (Some(less), _) if less < Millipoints::ZERO => {
            Tone::Doubtful.paint(&say!(language, "explain-again-cheaper", points = points(-less)))
        }
        (_, Some(least)) => say!(language, "explain-again-within", points = points(-least)),
        _ => say!(language, "explain-again-unknown"),
    }
}

/// A difference, saying no more than is known.
#[must_use]
pub fn difference(repaired: &Repaired, language: Language) -> String {
    if let Some(more) = repaired.near.filter(|_| !repaired.proven) {
        return say!(language, "explain-difference-near", points = signed(more));
    }
    match (repaired.possible, repaired.at_most, repaired.at_least) {
        (Some(false), ..) => say!(language, "explain-impossible"),
        (_, Some(most), _) if repaired.proven => {
            say!(language, "explain-proven", points = signed(most))
        }
        (_, Some(most), Some(least)) => {
            say!(language, "explain-between", most = signed(most), least = signed(least))
        }
        (_, Some(most), None) => say!(language, "explain-at-most", points = signed(most)),
        (_, None, Some(least)) => say!(language, "explain-at-least", points = signed(least)),
        (_, None, None) => say!(language, "explain-not-known"),
    }
}

fn kind_words(kind: Kind, language: Language) -> String {
    match kind {
        Kind::Lead => say!(language, "diff-kind-lead"),
        Kind::Attachment => say!(language, "diff-kind-attachment"),
        Kind::Leader => say!(language, "diff-kind-leader"),
        Kind::Secretary => say!(language, "diff-kind-secretary"),
        Kind::Pairing => say!(language, "diff-kind-pairing"),
        Kind::Post => say!(language, "explain-kind-post"),
    }
}

fn decision(explained: &Explained, language: Language) -> Vec<String> {
    let kind = kind_words(explained.kind, language);
    let subject = explained.subject.clone();
    let title = match &explained.chosen {
        Some(chosen) => {
            let chosen = chosen.clone();
            say!(language, "explain-decision", kind = kind, subject = subject, chosen = chosen)
        }
        None => say!(language, "explain-no-decision", kind = kind, subject = subject),
    };
    let mut lines = vec![Tone::Head.paint(&title)];
    let mut add = |label: String, content: String| {
        lines.push(format!("  {}{content}", pad(&label, 22)));
    };
    if explained.terms != Terms::default() {
        add(say!(language, "explain-carries"), terms(&explained.terms, language));
    }
    if let Some(pin) = &explained.pin {
        add(say!(language, "explain-because"), pin_words(pin, language));
    }
    if let Some(without) = &explained.without_pin {
        add(say!(language, "explain-without-pin"), difference(without, language));
    }
    if explained.candidates > 0 {
        add(say!(language, "explain-kept-out"), kept_out(explained, language));
    }
    if let Some(decisive) = &explained.decisive {
        add(say!(language, "explain-decisive"), decisive_words(decisive, language));
    }
    if let Some(near) = &explained.near {
        let (count, saves) = (near.villages as i64, points(near.saves));
        let words = say!(language, "explain-near-words", count = count, points = saves);
        add(say!(language, "explain-near"), words);
    }
    if let Some(otherwise) = &explained.otherwise {
        add(say!(language, "explain-otherwise"), difference(otherwise, language));
    }
    lines.extend(explained.alternatives.iter().flat_map(|other| alternative(other, language)));
    lines
}

fn kept_out(explained: &Explained, language: Language) -> String {
    let one = |kept: &crate::analyse::explain::KeptOut| {
        format!("{} {}", grouped(kept.count as u64), bar_words(kept.bar, language))
    };
    let all = grouped(explained.candidates as u64);
    let list: Vec<String> = explained.kept_out.iter().map(one).collect();
    if list.is_empty() {
        return say!(language, "explain-nobody-kept-out", all = all);
    }
    let list = list.join(&say!(language, "explain-comma"));
    say!(language, "explain-of-all", all = all, list = list)
}

/// Why somebody is kept out.
#[must_use]
pub fn bar_words(bar: Bar, language: Language) -> String {
    match bar {
        Bar::Unavailable => say!(language, "explain-bar-unavailable"),
        Bar::NoQuota => say!(language, "explain-bar-no-quota"),
        Bar::Pinned => say!(language, "explain-bar-pinned"),
        Bar::UnfitSecretary => say!(language, "explain-bar-unfit-secretary"),
        Bar::UnfitLeader => say!(language, "explain-bar-unfit-leader"),
        Bar::NoTeam => say!(language, "explain-bar-no-team"),
        Bar::OtherAgency => say!(language, "explain-bar-other-agency"),
        Bar::Full => say!(language, "explain-bar-full"),
        Bar::Posted => say!(language, "explain-bar-posted"),
        Bar::AgencyFull => say!(language, "explain-bar-agency-full"),
        Bar::LeadsElsewhere => say!(language, "explain-bar-leads-elsewhere"),
        Bar::TeamElsewhere => say!(language, "explain-bar-team-elsewhere"),
        Bar::Unattached => say!(language, "explain-bar-unattached"),
    }
}

fn decisive_words(decisive: &Decisive, language: Language) -> String {
    let why = match &decisive.pin {
        Some(pin) => pin_words(pin, language),
        None => bar_words(decisive.bar, language),
    };
    let (id, saving) = (decisive.id.clone(), points(decisive.saving));
    say!(language, "explain-decisive-words", id = id, points = saving, why = why)
}

fn alternative(other: &Alternative, language: Language) -> Vec<String> {
    let id = match &other.household {
        Some(household) => format!("{} ({household})", other.id),
        None => other.id.clone(),
    };
    let direct = if let Some(direct) = &other.direct {
        say!(language, "explain-direct", points = signed(direct.cost))
    } else {
        let bars = other.bars.iter().map(|&bar| bar_words(bar, language));
        bars.collect::<Vec<_>>().join(&say!(language, "explain-comma"))
    };
    let repaired = difference(&other.repaired, language);
    let mut lines = vec![format!("    {}  {}  {direct}", pad(&id, 14), pad(&repaired, 34))];
    if let Some((household, cadre)) = other.direct.as_ref().and_then(|d| d.passes_on.clone()) {
        let passes = say!(language, "explain-passes-on", household = household, cadre = cadre);
        lines.push(format!("      {passes}"));
    }
    if other.conditions.is_empty() {
        return lines;
    }
    let conditions: Vec<String> =
        other.conditions.iter().map(|one| condition(one, language)).collect();
    let conditions = conditions.join(&say!(language, "explain-or"));
    lines.push(format!("      {}", say!(language, "explain-wins-if", conditions = conditions)));
    lines
}

fn condition(condition: &Condition, language: Language) -> String {
    match condition {
        Condition::Way { origin, village, shorter } => say!(
            language,
            "explain-if-way",
            origin = origin.clone(),
            village = village.clone(),
            km = km(*shorter),
        ),
        Condition::Weight { term: name, now, then } => say!(
            language,
            "explain-if-weight",
            term = term(name, language),
            now = grouped(u64::from(*now)),
            then = grouped(u64::from(*then)),
        ),
        Condition::Slot { cadre, saving } => {
            let (cadre, saving) = (cadre.clone(), points(*saving));
            say!(language, "explain-if-slot", cadre = cadre, points = saving)
        }
    }
}

fn km(metres: Metres) -> String {
    format!("{:.1}", metres.0 as f64 / 1000.0)
}

fn prices(priced: &Priced, language: Language) -> Vec<String> {
    let mut lines = vec![say!(language, "explain-prices", bound = points(priced.bound))];
    let mut add = |name: String, price: Millipoints, checked: &Option<Repaired>| {
        let checked = checked.as_ref().map(|repaired| {
            say!(language, "explain-checked", difference = difference(repaired, language))
        });
        let line = format!("  {}{}", pad(&name, 34), pad_left(&signed(price), 14));
        lines.push(format!("{line}  {}", checked.unwrap_or_default()).trim_end().to_owned());
    };
    for price in &priced.slots {
        let slots = grouped(u64::from(price.slots));
        let rank = rank_words(price.rank, language);
        let name = say!(language, "explain-one-cadre", rank = rank, slots = slots);
        add(name, -price.saves, &price.checked);
    }
    for price in &priced.households {
        let cause = cause_words(price.cause, language);
        add(say!(language, "explain-one-household", cause = cause), price.costs, &price.checked);
    }
    lines
}

fn rank_words(rank: Rank, language: Language) -> String {
    match language {
        Language::English => rank.en().replace('_', " "),
        Language::Chinese => rank.zh().to_owned(),
    }
}

fn cause_words(cause: Cause, language: Language) -> String {
    match language {
        Language::English => cause.en().to_owned(),
        Language::Chinese => cause.zh().to_owned(),
    }
}
