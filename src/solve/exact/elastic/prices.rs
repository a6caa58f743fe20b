//! What a change costs a planner, in units that only compare: the dearer, the further it reaches.

use crate::model::Lack;

/// A household more than a cadre's quota, the cadre's first.
pub(super) const OVER: i64 = 2;
/// A household more than that.
pub(super) const MORE: i64 = 6;
/// A village more to be attached to.
pub(super) const VILLAGE: i64 = 5;
/// A pin dropped: somebody wanted it.
pub const PIN: i64 = 12;
/// A village more to lead, for every agency.
pub(super) const LED: i64 = 60;
/// A member less in every team.
pub(super) const FEWER: i64 = 150;
/// A cadre called back to duty.
pub const RECALL: i64 = 25;
/// A cadre more, fit for everything.
pub(super) const RECRUIT: i64 = 80;

/// What it costs to make up for a lack.
#[must_use]
pub fn price(lack: Lack) -> i64 {
    match lack {
        Lack::RuralYears { has, needs } => 15 + i64::from(needs.saturating_sub(has)),
        Lack::Application => 14,
        Lack::Reserve => 18,
        Lack::Head => 30,
        Lack::PartyMember => 40,
        Lack::Deputy => 22,
    }
}

/// What it costs to make up for all of them.
#[must_use]
pub fn total(lacks: &[Lack]) -> i64 {
    lacks.iter().map(|&lack| price(lack)).sum()
}
