//! What a cadre lacks for a place on a team, one condition of R6 or R7 at a time.

use serde::Serialize;

use super::enums::{Application, Rank, Role};
use super::ids::CadreId;
use super::instance::Instance;

/// What a cadre lacks for a place on a team. Not being available is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "lack")]
pub enum Lack {
    /// Years of rural work.
    RuralYears {
        /// Those it has.
        has: u32,
        /// Those it needs.
        needs: u32,
    },
    /// It neither volunteered nor was recommended.
    Application,
    /// It is below deputy section rank and not on the reserve list.
    Reserve,
    /// It is the head of its agency.
    Head,
    /// It is not a party member.
    PartyMember,
    /// It is not a deputy, as a team's leader must be.
    Deputy,
}

/// What a cadre lacks to be a first secretary (R6), availability aside.
#[must_use]
pub fn secretary_lacks(instance: &Instance, cadre: CadreId) -> Vec<Lack> {
    let c = instance.cadre(cadre);
    let needs = instance.settings().team.min_rural_years;
    let has = c.rural_years;
    let lacks = [
        (has < needs, Lack::RuralYears { has, needs }),
        (c.application == Application::None, Lack::Application),
        (c.rank == Rank::Staff && !c.reserve, Lack::Reserve),
        (c.role == Role::Head, Lack::Head),
        (!c.party_member, Lack::PartyMember),
    ];
    lacks.into_iter().filter(|&(lacks, _)| lacks).map(|(_, lack)| lack).collect()
}

/// What a cadre lacks to lead a team (R7), availability aside.
#[must_use]
pub fn leader_lacks(instance: &Instance, cadre: CadreId) -> Vec<Lack> {
    let deputy = instance.cadre(cadre).role == Role::Deputy;
    if deputy { Vec::new() } else { vec![Lack::Deputy] }
}
