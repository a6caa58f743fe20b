//! What a solve says of itself: never more than it knows.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::quantities::Millipoints;
use crate::language::Sentence;

/// How a plan was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The integer program, by HiGHS.
    Exact,
    /// The parallel heuristic.
    Search,
}

/// What is known when a solve ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A plan, and a proof that no other costs less.
    Optimal,
    /// A plan; there may be better ones.
    Feasible,
    /// A proof that no plan exists.
    Infeasible,
    /// Neither a plan nor a proof: the limit came first. Not the same as infeasible.
    Unknown,
}

/// What became of HiGHS where it did not come to an end of its own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Failure {
    /// Its process was gone: a crash, or no memory was left. The signal that ended it, where one did.
    Died(Option<i32>),
    /// It did not stop when it was told to, and was ended.
    Stalled,
    /// What its process said could not be understood.
    Garbled,
    /// It gave up with an error of its own.
    Refused,
}

/// The end of a solve.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What is known.
    pub status: Status,
    /// The best plan found and its cost.
    pub incumbent: Option<(Plan, Millipoints)>,
    /// A valid lower bound on every plan's cost. Costs are never negative, so 0 is always valid.
    pub bound: Millipoints,
    /// How the incumbent was made.
    pub method: Method,
    /// Iterations of the search, or branch-and-bound nodes.
    pub iterations: u64,
    /// Why an infeasible instance is infeasible, where a certificate is at hand.
    pub reason: Option<Sentence>,
}

impl Outcome {
    /// `(objective − bound) / objective`, 0 where the objective is 0; `None` without a plan.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        self.incumbent.as_ref().map(|(_, objective)| {
            if objective.0 == 0 {
                0.0
            } else {
                (objective.0 - self.bound.0) as f64 / objective.0 as f64
            }
        })
    }
}
