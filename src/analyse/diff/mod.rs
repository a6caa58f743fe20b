//! What changed between two plans, and why each change came about.
//!
//! A change is a decision of the one plan that the other has not: another lead agency, an attachment
//! made or dropped, another place on a team, another helper. Its [`Reason`] is found by asking what
//! stands against the old decision in the new plan, all else as it is now:
//!
//! 1. a **fact**: the roster no longer has it, or a pin is against it;
//! 2. the **cost**: it could be taken back, and that would cost more;
//! 3. another change (**knock-on**): the rules do not let it be taken back, for a cadre, a slot or
//!    an attachment that it needs is taken up by that other change. Following these leads to a fact, to
//!    a cost, or round in a ring of changes ([`Reason::Exchange`]), which is worth what it saves
//!    when taken back as a whole.
//!
//! Every reason can be tested: with the fact undone, or the change taken back, it is as it says.
//! Without an instance there are changes, but no reasons.

mod ring;
mod roster;
mod staff;
mod tables;
mod why;

use serde::Serialize;

use crate::check;
use crate::model::data::PlanTables;
use crate::model::enums::TeamRole;
use crate::model::{Instance, Millipoints, Terms};

pub use super::decision::PinName;
pub use ring::take_back;

/// What two plans are compared by.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// The plan before.
    pub before: &'a PlanTables,
    /// The plan after.
    pub after: &'a PlanTables,
    /// The instance that the plan after was made for.
    pub instance: Option<&'a Instance>,
    /// The instance that the plan before was made for. Without it, who was transferred or moved is not
    /// known, and the plan before is priced by `instance`.
    pub former: Option<&'a Instance>,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The lead agency of a village.
    Lead,
    /// An agency's attachment to a village.
    Attachment,
    /// The leader of a village's team.
    Leader,
    /// The first secretary of a village.
    Secretary,
    /// Another member of a village's team.
    Member,
    /// The helper of a household.
    Pairing,
}

impl Kind {
    /// All, in the order in which changes are told.
    pub const ALL: [Self; 6] =
        [Self::Lead, Self::Attachment, Self::Leader, Self::Secretary, Self::Member, Self::Pairing];

    /// The name it has in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Attachment => "attachment",
            Self::Leader => "leader",
            Self::Secretary => "secretary",
            Self::Member => "member",
            Self::Pairing => "pairing",
        }
    }

    const fn of_role(role: TeamRole) -> Self {
        match role {
            TeamRole::Leader => Self::Leader,
            TeamRole::Secretary => Self::Secretary,
            TeamRole::Member => Self::Member,
        }
    }

    const fn role(self) -> Option<TeamRole> {
        match self {
            Self::Leader => Some(TeamRole::Leader),
            Self::Secretary => Some(TeamRole::Secretary),
            Self::Member => Some(TeamRole::Member),
            _ => None,
        }
    }
}

/// Why a change came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The village or household was not in the plan before.
    New,
    /// The village or household is no longer in the tables.
    Left,
    /// The household lives in another village now.
    Moved {
        /// Village before.
        from: String,
        /// Village now.
        to: String,
    },
    /// The agency or cadre is no longer in the tables.
    Gone,
    /// The cadre is not available now.
    Unavailable,
    /// The cadre works at another agency now, and the old decision does not go with that.
    Transferred {
        /// Agency before.
        from: String,
        /// Agency now.
        to: String,
    },
    /// The cadre no longer meets the rules for the place it had on a team.
    Unfit,
    /// The cadre helped more households than it may now.
    Quota {
        /// Households it helped.
        helped: u64,
        /// Households it may help now.
        may: u64,
    },
    /// The agency had more than it may have now: villages it leads, or is attached to.
    Limit {
        /// Most it may have now.
        may: u64,
    },
    /// The agency can no longer staff the team without this cadre of the old one.
    Team {
        /// The cadre's id.
        cadre: String,
        /// What became of the cadre: [`Reason::Gone`], [`Reason::Unavailable`],
        /// [`Reason::Transferred`], [`Reason::Unfit`].
        because: Box<Reason>,
    },
    /// A pin is against the decision before, or demands the one after.
    Pinned {
        /// The pin.
        pin: PinName,
    },
    /// Taken back alone, the plan would keep its rules and cost so much more.
    Cost {
        /// What the change saves; above 0.
        saving: Millipoints,
    },
    /// Taken back alone, the plan would keep its rules and cost the same.
    Indifferent,
    /// Taken back alone, the plan would keep its rules and cost less: the plan after is not the
    /// best possible, and nothing is the reason for this change.
    Costlier {
        /// What taking it back would save; above 0.
        by: Millipoints,
    },
    /// What the old decision needs is taken up by another change.
    KnockOn {
        /// Position of that change among all.
        through: usize,
    },
    /// One of a ring of changes, none of which can be taken back alone; together they save this.
    Exchange {
        /// What they save together; 0 or less where nothing speaks for them. `None` where not even
        /// all together can be taken back.
        saving: Option<Millipoints>,
        /// How many they are.
        changes: usize,
    },
    /// No rule was found that stands against the old decision, and it is not known what it would cost.
    Unknown,
}

impl Reason {
    /// The code it has in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Left => "left",
            Self::Moved { .. } => "moved",
            Self::Gone => "gone",
            Self::Unavailable => "unavailable",
            Self::Transferred { .. } => "transferred",
            Self::Unfit => "unfit",
            Self::Quota { .. } => "quota",
            Self::Limit { .. } => "limit",
            Self::Team { .. } => "team",
            Self::Pinned { .. } => "pinned",
            Self::Cost { .. } => "cost",
            Self::Indifferent => "indifferent",
            Self::Costlier { .. } => "costlier",
            Self::KnockOn { .. } => "knock_on",
            Self::Exchange { .. } => "exchange",
            Self::Unknown => "unknown",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about.
    pub kind: Kind,
    /// Id of the village, or of the household.
    pub subject: String,
    /// Id of the agency or cadre before; `None` where there was none.
    pub before: Option<String>,
    /// Id of the agency or cadre after; `None` where there is none.
    pub after: Option<String>,
    /// Why; `None` without an instance.
    pub reason: Option<Reason>,
    /// Of a knock-on: the changes that led to it, nearest first, by position. The last has another
    /// reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<usize>,
}

/// What the two plans cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Prices {
    /// Cost of the plan before, by the instance before where that is given, else by that after (as far
    /// as it goes there).
    pub before: Terms,
    /// Whether the plan before keeps all rules of the instance it is priced by.
    pub before_feasible: bool,
    /// Cost of the plan after.
    pub after: Terms,
    /// Whether the plan after keeps all rules.
    pub after_feasible: bool,
}

/// How two plans differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Every change, by kind, then by ids.
    pub changes: Vec<Change>,
    /// Costs by term; `None` without an instance.
    pub prices: Option<Prices>,
}

impl Diff {
    /// Number of changes of a kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// The change whose reason is at the bottom of the one at `index`: itself, or the end of its
    /// chain.
    #[must_use]
    pub fn root(&self, index: usize) -> &Change {
        &self.changes[self.changes[index].chain.last().copied().unwrap_or(index)]
    }
}

/// Compares two plans.
#[must_use]
pub fn diff(sides: &Sides) -> Diff {
    Diff { changes: changes(sides), prices: prices(sides) }
}

/// Every change from the plan before to the plan after, each with its reason where an instance is given.
#[must_use]
pub fn changes(sides: &Sides) -> Vec<Change> {
    let mut changes = tables::changes(sides.before, sides.after);
    if let Some(instance) = sides.instance {
        let reasons = why::reasons(instance, sides, &changes);
        let reasons = ring::settle(instance, sides.after, &changes, reasons);
        for (change, (reason, chain)) in changes.iter_mut().zip(reasons) {
            (change.reason, change.chain) = (Some(reason), chain);
        }
    }
    changes
}

fn prices(sides: &Sides) -> Option<Prices> {
    let instance = sides.instance?;
    let before = check::check(sides.former.unwrap_or(instance), sides.before);
    let after = check::check(instance, sides.after);
    Some(Prices {
        before: before.terms,
        before_feasible: before.is_feasible(),
        after: after.terms,
        after_feasible: after.is_feasible(),
    })
}
