//! Why a plan is as it is: what a household, cadre, village or agency costs in it, what narrowed each
//! decision about it, and what each alternative would cost.
//!
//! # Who carries which cost
//!
//! Every term has one carrier, so that what all households, cadres, villages and agencies carry
//! themselves adds up to the objective, exactly:
//!
//! | carrier | terms |
//! |---|---|
//! | household | travel, need, change |
//! | cadre | overload, hamlet |
//! | village | type, `lead_change`, secretary, and link of every attachment to it |
//! | agency | balance, share |
//!
//! *With all that hangs on it*, a cadre carries its households, too; a village its households and the
//! cadres posted there; an agency its cadres with their households, its attachments, and type,
//! `lead_change` and secretary of the villages it leads. Over all agencies these sums add up to the
//! objective again; over all villages they do with what the agencies carry themselves added.
//!
//! # What an alternative costs
//!
//! - **direct**: the one move that makes the alternative true, everything else as it is: given
//!   over, exchanged, or with one household passed on to make room;
//! - **repaired**: the whole instance is solved again with the alternative demanded as a pin, from
//!   the plan with the direct move made. A plan found is an upper bound of the difference, the
//!   solver's bound a lower one; where both meet the difference is proven. Each plan found counts for
//!   every question it answers.
//!
//! Differences are against the plan at hand. It is solved again without a pin as well, so that a
//! plan that is not the best possible is told to be so.
//!
//! Where the instance is too large for a proof, the alternatives of a decision are solved for
//! **near** it: in the same few villages, all else of the plan kept, and so is the decision itself.
//! The differences are then against the cheapest plan known there, not against the plan at hand,
//! so that what a solve finds far away does not drown them.

mod candidates;
pub mod carried;
mod conditions;
mod direct;
mod near;
mod questions;
mod resolve;
pub mod ways;

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::decision::PinName;
use super::prices::Priced;
use crate::model::data::InstanceData;
use crate::model::{
    AgencyId, CadreId, HouseholdId, Instance, Metres, Millipoints, Plan, Terms, VillageId,
};
use crate::solve::Options;

pub use questions::explain;

/// What is to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A household.
    Household(HouseholdId),
    /// A cadre.
    Cadre(CadreId),
    /// A village.
    Village(VillageId),
    /// An agency.
    Agency(AgencyId),
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    /// The helper of a household.
    Pairing,
    /// The village where a cadre has its duties.
    Post,
}

/// A plan and what is asked of it.
pub struct Question<'a> {
    /// The records of the instance.
    pub data: &'a InstanceData,
    /// The instance.
    pub instance: &'a Instance,
    /// A plan that keeps its rules.
    pub plan: &'a Plan,
    /// What is to be explained.
    pub subject: Subject,
    /// Alternatives of each decision that are solved for.
    pub alternatives: usize,
    /// Limits: the time is that of the whole answer, the iterations those of each solve; seed, threads.
    pub options: &'a Options,
    /// Set from anywhere to end early, with what is known by then.
    pub interrupted: Option<&'a AtomicBool>,
}

/// An explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// `household`, `cadre`, `village` or `agency`.
    pub subject: &'static str,
    /// Its id.
    pub id: String,
    /// Cost of the whole plan.
    pub objective: Millipoints,
    /// What the subject carries itself.
    pub own: Terms,
    /// With all that hangs on it.
    pub with_all: Terms,
    /// The instance solved again as it is.
    pub again: Repaired,
    /// The decisions about it.
    pub decisions: Vec<Explained>,
    /// What a slot or household more would cost, of agencies and villages.
    pub prices: Option<Priced>,
}

/// A decision and its alternatives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// What it is about.
    pub kind: Kind,
    /// Id of the village or household.
    pub subject: String,
    /// Who was chosen: agency or cadre.
    pub chosen: Option<String>,
    /// What hangs on this decision alone, as the carriers have it.
    pub terms: Terms,
    /// The pin that demands it.
    pub pin: Option<PinName>,
    /// The same without that pin.
    pub without_pin: Option<Repaired>,
    /// Who else there is, before any rule.
    pub candidates: usize,
    /// How many of them rules keep out, by the first rule that does.
    pub kept_out: Vec<KeptOut>,
    /// The cheapest of those that would save something and that one rule alone keeps out.
    pub decisive: Option<Decisive>,
    /// The villages in which the alternatives are compared, where that is not everywhere.
    pub near: Option<Neighbourhood>,
    /// Anything but this: the least that all alternatives cost.
    pub otherwise: Option<Repaired>,
    /// The alternatives solved for, the cheapest first.
    pub alternatives: Vec<Alternative>,
}

/// Where alternatives were solved for, and what solving there again saves without any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Neighbourhood {
    /// Villages; in all others the plan is kept.
    pub villages: usize,
    /// The cheapest plan known there costs so much less than the plan at hand.
    pub saves: Millipoints,
}

/// Why somebody is kept out: in every plan, or in this one unless more is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// Not available (R4).
    Unavailable,
    /// Its quota is 0 (R5).
    NoQuota,
    /// A pin is against it (R8).
    Pinned,
    /// Not fit to be first secretary (R6).
    UnfitSecretary,
    /// Not fit to lead a team (R7).
    UnfitLeader,
    /// No cadres of the agency make a team (R6, R7).
    NoTeam,
    /// Of another agency than the village's lead (R6, R7).
    OtherAgency,
    /// As many households as it may help (R5); here and below: in this plan.
    Full,
    /// Duties in another village (R3).
    Posted,
    /// The agency is attached to as many villages as it may be (R2).
    AgencyFull,
    /// The agency leads as many villages as it may (R1).
    LeadsElsewhere,
    /// The cadres of the agency who could make a team are posted elsewhere (R3, R7).
    TeamElsewhere,
    /// The agency is not attached to the village (R3), though it could be.
    Unattached,
}

impl Bar {
    /// Whether it holds in every plan.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Unavailable
                | Self::NoQuota
                | Self::Pinned
                | Self::UnfitSecretary
                | Self::UnfitLeader
                | Self::NoTeam
        )
    }
}

/// A rule and how many it keeps out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct KeptOut {
    /// Why.
    pub bar: Bar,
    /// Whether that is so in every plan.
    pub always: bool,
    /// How many.
    pub count: usize,
}

/// The one rule without which an alternative would win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decisive {
    /// Who.
    pub id: String,
    /// The rule.
    pub bar: Bar,
    /// The pin, where it is one.
    pub pin: Option<PinName>,
    /// What the direct move would save were it not for that rule; above 0.
    pub saving: Millipoints,
}

/// What solving again found. Differences are against the plan at hand, and may be below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// Whether there is such a plan; `None` where that is not known.
    pub possible: Option<bool>,
    /// It costs at most so much more: a plan that does is known.
    pub at_most: Option<Millipoints>,
    /// It costs at least so much more: no plan costs less.
    pub at_least: Option<Millipoints>,
    /// Whether the two meet, or it is proven that there is no such plan.
    pub proven: bool,
    /// Solved near the decision: what the best plan found with it costs more than the best one found
    /// there at all; 0 where the alternative is as good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<Millipoints>,
}

/// An alternative to a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// Who instead; of an attachment or a lead of an agency, the village.
    pub id: String,
    /// The household that stands for a cadre's other post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<String>,
    /// What stands against it while all else stays.
    pub bars: Vec<Bar>,
    /// The direct move; `None` where no single one keeps the rules.
    pub direct: Option<Direct>,
    /// After the best repair.
    pub repaired: Repaired,
    /// Difference by term of the best plan known with it.
    pub terms: Option<Terms>,
    /// That plan.
    #[serde(skip)]
    pub plan: Option<Plan>,
    /// What would have to change for that plan to cost less than the plan at hand.
    pub conditions: Vec<Condition>,
}

/// A single move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Direct {
    /// What it changes; below 0 where it saves.
    pub cost: Millipoints,
    /// The household that the newcomer passes on to make room, and to whom.
    pub passes_on: Option<(String, String)>,
}

/// A change of the facts that lets an alternative win, all else as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Condition {
    /// The way from an agency or place to the village is shorter by this.
    Way {
        /// Id of the agency or place.
        origin: String,
        /// Id of the village.
        village: String,
        /// Shorter by so much, to the next 100 m.
        shorter: Metres,
    },
    /// A weight has another value.
    Weight {
        /// The term.
        term: &'static str,
        /// The weight now.
        now: u32,
        /// The nearest weight with which it wins.
        then: u32,
    },
    /// The cadre has a slot more.
    Slot {
        /// The cadre's id.
        cadre: String,
        /// What the direct move saves then.
        saving: Millipoints,
    },
}
