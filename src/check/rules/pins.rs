//! R8: pins.

use crate::check::facts::Facts;
use crate::check::{Rule, Violation};
use crate::language::{Sentence, sentence};
use crate::model::enums::{PinMode, TeamRole};
use crate::model::{CadreId, Pin, VillageId};

/// R8: what a pin requires is so, what it forbids is not.
pub(super) fn hold(facts: &Facts, found: &mut Vec<Violation>) {
    for &pin in facts.instance.pins() {
        let (mode, holds) = judge(facts, pin);
        if holds {
            continue;
        }
        let (ids, what) = words(facts, pin);
        let message = match mode {
            PinMode::Require => sentence!("pin-require", what = what),
            PinMode::Forbid => sentence!("pin-forbid", what = what),
        };
        found.push(Violation::new(Rule::R8, &ids, message));
    }
}

/// The pin's mode, and whether it holds.
fn judge(facts: &Facts, pin: Pin) -> (PinMode, bool) {
    let literal = |mode, is_so: bool| match mode {
        PinMode::Require => (mode, is_so),
        PinMode::Forbid => (mode, !is_so),
    };
    let on_team = |c: CadreId, v: VillageId, role| facts.teams[v.index()].contains(&(role, c));
    match pin {
        Pin::Lead { agency: a, village: v, mode } => {
            literal(mode, facts.leads[v.index()].contains(&a))
        }
        Pin::Attach { agency: a, village: v, mode } => {
            literal(mode, facts.attached[v.index()].contains(&a))
        }
        Pin::Post { cadre: c, village: v, mode: PinMode::Require } => {
            (PinMode::Require, posted_only(facts, c, v) && !contradicted(facts, c, v))
        }
        Pin::Post { cadre: c, village: v, mode: PinMode::Forbid } => {
            (PinMode::Forbid, !facts.duties[c.index()].contains(&v))
        }
        Pin::Help { cadre: c, household: h, mode } => {
            literal(mode, facts.helpers[h.index()].contains(&c))
        }
        Pin::Secretary { cadre: c, village: v, mode } => {
            literal(mode, on_team(c, v, TeamRole::Secretary))
        }
        Pin::Leader { cadre: c, village: v, mode } => {
            literal(mode, on_team(c, v, TeamRole::Leader))
        }
    }
}

/// The pin's subject and object, and what it is about.
fn words<'a>(facts: &Facts<'a>, pin: Pin) -> ([&'a str; 2], Sentence) {
    match pin {
        Pin::Lead { agency: a, village: v, .. } => {
            let (a, v) = (facts.a(a), facts.v(v));
            ([a, v], sentence!("pin-lead", subject = a, object = v))
        }
        Pin::Attach { agency: a, village: v, .. } => {
            let (a, v) = (facts.a(a), facts.v(v));
            ([a, v], sentence!("pin-attach", subject = a, object = v))
        }
        Pin::Post { cadre: c, village: v, .. } => {
            let (c, v) = (facts.c(c), facts.v(v));
            ([c, v], sentence!("pin-post", subject = c, object = v))
        }
        Pin::Help { cadre: c, household: h, .. } => {
            let (c, h) = (facts.c(c), facts.h(h));
            ([c, h], sentence!("pin-help", subject = c, object = h))
        }
        Pin::Secretary { cadre: c, village: v, .. } => {
            let (c, v) = (facts.c(c), facts.v(v));
            ([c, v], sentence!("pin-secretary", subject = c, object = v))
        }
        Pin::Leader { cadre: c, village: v, .. } => {
            let (c, v) = (facts.c(c), facts.v(v));
            ([c, v], sentence!("pin-leader", subject = c, object = v))
        }
    }
}

/// Whether the cadre's duties, if it has any, are all in the village, and its agency is attached
/// there: all that a plan can say of a posting (see [`Pin::Post`]).
fn posted_only(facts: &Facts, c: CadreId, v: VillageId) -> bool {
    let elsewhere = facts.duties[c.index()].iter().any(|&other| other != v);
    !elsewhere && facts.attached[v.index()].contains(&facts.instance.cadre(c).agency)
}

/// Whether other pins require the cadre in another village, where it cannot be too (R3), or forbid
/// it this one. The tables of a plan could not show it where the cadre has no duties.
fn contradicted(facts: &Facts, c: CadreId, v: VillageId) -> bool {
    facts.instance.pins().iter().any(|&pin| match pin {
        Pin::Post { cadre, village, mode: PinMode::Require } => cadre == c && village != v,
        Pin::Post { cadre, village, mode: PinMode::Forbid } => cadre == c && village == v,
        _ => false,
    })
}
