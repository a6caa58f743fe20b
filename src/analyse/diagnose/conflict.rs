//! Minimal sets of facts in conflict, by the deletion filter.
//!
//! A set of facts that no plan can keep is made minimal by leaving out what is not needed for that
//! (Chinneck and Dravnieks 1991): once every fact has been tried, none can be left out any more. What
//! can be left out is tried in runs that grow with success and shrink with failure, so that few
//! questions are asked where much can go.

use std::collections::BTreeSet;

use super::certificate;
use crate::model::Instance;
use crate::solve::exact::elastic::{self, Fact, Treatment};
use crate::solve::exact::solver::Verdict;
use crate::solve::{Control, Options};

/// Tells whether facts are in conflict.
pub(super) struct Oracle<'o> {
    pub(super) instance: &'o Instance,
    pub(super) options: &'o Options,
    pub(super) control: &'o Control<'o>,
}

/// A set of facts in conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Minimal {
    pub(super) facts: BTreeSet<Fact>,
    /// Whether it is known that none can be left out.
    pub(super) proven: bool,
}

impl Oracle<'_> {
    /// Whether no plan keeps these facts, all others forgotten; `None` where that is not known.
    pub(super) fn conflicting(&self, facts: &BTreeSet<Fact>) -> Option<bool> {
        let held = |fact| facts.contains(&fact);
        if certificate::conflicting(self.instance, &held) {
            return Some(true);
        }
        if certificate::decisive(self.instance, &held) {
            return Some(false);
        }
        if self.control.must_stop() {
            return None;
        }
        let treat = |fact: Fact| {
            if facts.contains(&fact) { Treatment::Hold } else { Treatment::Free }
        };
        match elastic::solve(self.instance, &treat, self.options, self.control).verdict {
            Verdict::Infeasible => Some(true),
            Verdict::Solved => Some(false),
            Verdict::Stopped | Verdict::Failed => None,
        }
    }

    /// A minimal conflict among `candidates`, `None` where they are not known to be in conflict.
    /// Those that stand first are the first to be left out.
    pub(super) fn minimise(&self, candidates: &[Fact]) -> Option<Minimal> {
        let set = |facts: &[Fact]| facts.iter().copied().collect::<BTreeSet<Fact>>();
        if self.conflicting(&set(candidates)) != Some(true) {
            return None;
        }
        let ask = |facts: &[Fact]| match facts {
            [] => Some(false),
            _ => self.conflicting(&set(facts)),
        };
        let (kept, proven) = leave_out(candidates.to_vec(), ask);
        Some(Minimal { facts: kept.into_iter().collect(), proven })
    }
}

/// Leaves out what is not needed for `conflicting` to be true, what stands first before the rest. Also
/// tells whether every answer on what is kept was known.
pub(super) fn leave_out<T: Copy>(
    mut open: Vec<T>,
    conflicting: impl Fn(&[T]) -> Option<bool>,
) -> (Vec<T>, bool) {
    let mut kept = Vec::new();
    let (mut proven, mut run) = (true, (open.len() / 2).max(1));
    while !open.is_empty() {
        run = run.min(open.len());
        let answer = conflicting(&[&kept[..], &open[run..]].concat());
        if answer == Some(true) {
            open.drain(..run);
            run *= 2;
        } else if run == 1 {
            kept.push(open.remove(0));
            proven &= answer.is_some();
        } else {
            run /= 2;
        }
    }
    (kept, proven)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_needed_is_left_out() {
        for needed in [vec![0], vec![3, 4], vec![9], vec![0, 5, 9], (0..10).collect()] {
            let all = |facts: &[usize]| Some(needed.iter().all(|n| facts.contains(n)));
            assert_eq!(leave_out((0..10).collect(), all), (needed.clone(), true));
        }
    }

    #[test]
    fn what_is_not_known_is_kept() {
        let unknown = |facts: &[usize]| if facts.contains(&2) { Some(true) } else { None };
        assert_eq!(leave_out((0..4).collect(), unknown), (vec![2], false));
    }
}
