//! Lists, pins and what a cadre lacks, in words.

use crate::analyse::decision::PinName;
use crate::analyse::diagnose::Miss;
use crate::language::{Language, say};
use crate::model::Lack;
use crate::model::enums::{PinKind, PinMode};
use crate::report::text::grouped;

/// Ids of a list that are told; the others are counted.
const MOST: usize = 12;

/// With a capital at the beginning, where the letter has one and is not part of an id.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// All of a list.
pub(super) fn list(language: Language, items: &[String]) -> String {
    items.join(&say!(language, "language-comma"))
}

/// The first of a list, and how many more there are.
pub(super) fn ids(language: Language, items: &[String]) -> String {
    if items.len() <= MOST + 1 {
        return list(language, items);
    }
    let more = grouped((items.len() - MOST) as u64);
    say!(language, "diagnose-list-more", list = list(language, &items[..MOST]), more = more)
}

/// An id with a number.
pub(super) fn counted(language: Language, id: &str, count: u64) -> String {
    say!(language, "diagnose-part", id = id.to_owned(), count = grouped(count))
}

/// What a pin says, and why it was set where that is known.
pub(super) fn pin(language: Language, pin: &PinName) -> String {
    let said = bare(language, pin);
    match &pin.reason {
        Some(reason) => say!(language, "pin-with-reason", pin = said, reason = reason.clone()),
        None => said,
    }
}

fn bare(language: Language, pin: &PinName) -> String {
    let (subject, object) = (pin.subject.clone(), pin.object.clone());
    macro_rules! pin {
        ($id:literal) => {
            say!(language, $id, subject = subject, object = object)
        };
    }
    match (pin.kind, pin.mode) {
        (PinKind::Lead, PinMode::Require) => pin!("diagnose-pin-lead-require"),
        (PinKind::Lead, PinMode::Forbid) => pin!("diagnose-pin-lead-forbid"),
        (PinKind::Attach, PinMode::Require) => pin!("diagnose-pin-attach-require"),
        (PinKind::Attach, PinMode::Forbid) => pin!("diagnose-pin-attach-forbid"),
        (PinKind::Post, PinMode::Require) => pin!("diagnose-pin-post-require"),
        (PinKind::Post, PinMode::Forbid) => pin!("diagnose-pin-post-forbid"),
        (PinKind::Help, PinMode::Require) => pin!("diagnose-pin-help-require"),
        (PinKind::Help, PinMode::Forbid) => pin!("diagnose-pin-help-forbid"),
        (PinKind::Secretary, PinMode::Require) => pin!("diagnose-pin-secretary-require"),
        (PinKind::Secretary, PinMode::Forbid) => pin!("diagnose-pin-secretary-forbid"),
        (PinKind::Leader, PinMode::Require) => pin!("diagnose-pin-leader-require"),
        (PinKind::Leader, PinMode::Forbid) => pin!("diagnose-pin-leader-forbid"),
    }
}

/// What somebody lacks for a place on a team.
pub(super) fn lacks(language: Language, lacks: &[Lack], available: bool) -> String {
    let mut told: Vec<String> = lacks.iter().map(|&lack| self::lack(language, lack)).collect();
    if !available {
        told.push(say!(language, "diagnose-lack-available"));
    }
    list(language, &told)
}

fn lack(language: Language, lack: Lack) -> String {
    match lack {
        Lack::RuralYears { has, needs } => {
            let (has, needs) = (has.to_string(), needs.to_string());
            say!(language, "diagnose-lack-years", has = has, needs = needs)
        }
        Lack::Application => say!(language, "diagnose-lack-application"),
        Lack::Reserve => say!(language, "diagnose-lack-reserve"),
        Lack::Head => say!(language, "diagnose-lack-head"),
        Lack::PartyMember => say!(language, "diagnose-lack-party"),
        Lack::Deputy => say!(language, "diagnose-lack-deputy"),
    }
}

/// Nearest misses, each with what it lacks.
pub(super) fn each_miss(language: Language, misses: &[Miss]) -> String {
    let told: Vec<String> = misses
        .iter()
        .map(|miss| {
            let lacks = lacks(language, &miss.lacks, miss.available);
            say!(language, "diagnose-miss", cadre = miss.cadre.clone(), lacks = lacks)
        })
        .collect();
    list(language, &told)
}

/// A sentence on nearest misses; empty where there are none.
pub(super) fn misses(language: Language, misses: &[Miss]) -> String {
    if misses.is_empty() {
        return String::new();
    }
    say!(language, "diagnose-misses", list = each_miss(language, misses))
}
