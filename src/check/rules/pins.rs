//! R8: pins.

use crate::check::facts::Facts;
use crate::check::{Rule, Violation};
use crate::language::{Sentence, sentence};
use crate::model::enums::{PinMode, TeamRole};
use crate::model::{CadreId, Pin, VillageId};

/// R8: what a pin requires is so, what it forbids is not.
pub(super) fn hold(facts: &Facts, found: &mut Vec<Violation>) {
    for &pin in facts.instance.pins() {
        let (mode, holds, ids, what) = judge(facts, pin);
        if holds {
            continue;
        }
        let message = match mode {
            PinMode::Require => sentence!("pin-require", what = what),
            PinMode::Forbid => sentence!("pin-forbid", what = what),
        };
        found.push(Violation::new(Rule::R8, &ids, message));
    }
}

/// The pin's mode, whether it holds, its subject and object, and what it is about.
fn judge<'a>(facts: &Facts<'a>, pin: Pin) -> (PinMode, bool, [&'a str; 2], Sentence) {
    let literal = |mode, is_so: bool| match mode {
        PinMode::Require => is_so,
        PinMode::Forbid => !is_so,
    };
    let on_team = |c: CadreId, v: VillageId, role| facts.teams[v.index()].contains(&(role, c));
    match pin {
        Pin::Lead { agency: a, village: v, mode } => {
            let ids = [facts.a(a), facts.v(v)];
            let is_so = facts.leads[v.index()].contains(&a);
            (
                mode,
                literal(mode, is_so),
                ids,
                sentence!("pin-lead", subject = ids[0], object = ids[1]),
            )
        }
        Pin::Attach { agency: a, village: v, mode } => {
            let ids = [facts.a(a), facts.v(v)];
            let is_so = facts.attached[v.index()].contains(&a);
            (
                mode,
                literal(mode, is_so),
                ids,
                sentence!("pin-attach", subject = ids[0], object = ids[1]),
            )
        }
        Pin::Post { cadre: c, village: v, mode } => {
            let ids = [facts.c(c), facts.v(v)];
            let holds = match mode {
                PinMode::Require => posted_only(facts, c, v) && !contradicted(facts, c, v),
                PinMode::Forbid => !facts.duties[c.index()].contains(&v),
            };
            (mode, holds, ids, sentence!("pin-post", subject = ids[0], object = ids[1]))
        }
        Pin::Help { cadre: c, household: h, mode } => {
            let ids = [facts.c(c), facts.h(h)];
            let is_so = facts.helpers[h.index()].contains(&c);
            (
                mode,
                literal(mode, is_so),
                ids,
                sentence!("pin-help", subject = ids[0], object = ids[1]),
            )
        }
        Pin::Secretary { cadre: c, village: v, mode } => {
            let ids = [facts.c(c), facts.v(v)];
            let is_so = on_team(c, v, TeamRole::Secretary);
            (
                mode,
                literal(mode, is_so),
                ids,
                sentence!("pin-secretary", subject = ids[0], object = ids[1]),
            )
        }
        Pin::Leader { cadre: c, village: v, mode } => {
            let ids = [facts.c(c), facts.v(v)];
            let is_so = on_team(c, v, TeamRole::Leader);
            (
                mode,
                literal(mode, is_so),
                ids,
                sentence!("pin-leader", subject = ids[0], object = ids[1]),
            )
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
