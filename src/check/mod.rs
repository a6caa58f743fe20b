//! The independent judge of plans: every broken rule and every cost term of a plan, from the
//! instance and the plan's three tables alone.
//!
//! Nothing here is shared with the solvers, so a mistake of theirs cannot hide here: the rules and
//! the terms are written a second time, slow and obvious, with sums in 128 bits. The flow is
//! *tables → `facts` → `rules` and `terms`*.
//!
//! The order of a table's rows changes nothing. A broken plan is judged as far as it goes:
//!
//! - a row that names an unknown id, or repeats another, breaks [`Rule::Tables`] and is left out of
//!   everything else;
//! - the rules look at every other row, so that two helpers of a household both carry its load;
//! - the terms count one lead agency and one first secretary a village and one helper a household:
//!   the one whose id comes first. A household without helper adds nothing but, where it had a
//!   helper last year, its change; likewise a village without lead agency.

mod facts;
mod rules;
mod statistics;
mod terms;

use std::fmt;

use serde::Serialize;

use crate::language::Sentence;
use crate::model::data::PlanTables;
use crate::model::{Instance, Millipoints, Terms};
use facts::Facts;

pub use statistics::{AgencyShare, RankLoad, Statistics, statistics};

/// A rule a plan can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Rule {
    /// The tables make sense: known ids, no row twice, no teams where teams are off.
    #[serde(rename = "tables")]
    Tables,
    /// Every village has exactly one lead agency; no agency leads too many.
    R1,
    /// Every agency is attached to at least one village and to no more than its maximum.
    R2,
    /// All duties of a cadre are in one village, to which its agency is attached.
    R3,
    /// Every household has exactly one helper, an available cadre.
    R4,
    /// No cadre helps more households than quota and overload allow.
    R5,
    /// Every village has exactly one first secretary, fit for it.
    R6,
    /// Every village has a team of the right size, led by a deputy, of its lead agency.
    R7,
    /// Pins hold.
    R8,
}

impl fmt::Display for Rule {
    /// The name it has in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tables => f.write_str("tables"),
            rule => write!(f, "{rule:?}"),
        }
    }
}

/// One breach of one rule. The order is that of a [`Report`]: by rule, then by ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Violation {
    /// The rule broken.
    pub rule: Rule,
    /// Ids concerned, the one at fault first; never names.
    pub subjects: Vec<String>,
    /// What is wrong, without names.
    pub message: Sentence,
}

impl Violation {
    fn new(rule: Rule, subjects: &[&str], message: Sentence) -> Self {
        Self { rule, subjects: subjects.iter().map(|&id| id.to_owned()).collect(), message }
    }
}

/// What [`check`] finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Every breach, by rule, then by ids; empty for a feasible plan.
    pub violations: Vec<Violation>,
    /// The cost, weights applied; of a broken plan, as far as it goes.
    pub terms: Terms,
}

impl Report {
    /// Whether no rule is broken.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.violations.is_empty()
    }

    /// The sum of the terms.
    #[must_use]
    pub fn objective(&self) -> Millipoints {
        self.terms.total()
    }
}

/// Judges a plan: rules R1 to R8 and the eleven terms.
#[must_use]
pub fn check(instance: &Instance, plan: &PlanTables) -> Report {
    let (facts, mut violations) = Facts::read(instance, plan);
    violations.extend(rules::violations(&facts));
    violations.sort();
    violations.dedup();
    Report { violations, terms: terms::terms(&facts) }
}
