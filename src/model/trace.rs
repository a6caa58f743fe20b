//! A solve as it went: what was known when.

use serde::{Deserialize, Serialize};

use super::quantities::Millipoints;

/// The better and better plans and bounds of one solve, each with the seconds since its start.
///
/// Times never fall and values always improve: what does not improve is not kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    incumbents: Vec<(f64, Millipoints)>,
    bounds: Vec<(f64, Millipoints)>,
}

impl Trace {
    /// A plan of this cost is known after so many seconds.
    pub fn incumbent(&mut self, seconds: f64, objective: Millipoints) {
        if self.objective().is_none_or(|best| objective < best) {
            push(&mut self.incumbents, seconds, objective);
        }
    }

    /// No plan costs less than this, as is known after so many seconds.
    pub fn bound(&mut self, seconds: f64, bound: Millipoints) {
        if self.bounds.last().is_none_or(|&(_, best)| bound > best) {
            push(&mut self.bounds, seconds, bound);
        }
    }

    /// Says the cost of the last plan anew, where it was told rounded before.
    pub fn correct(&mut self, objective: Millipoints) {
        if let Some(last) = self.incumbents.last_mut() {
            last.1 = objective;
        }
    }

    /// Seconds and cost of each better plan.
    #[must_use]
    pub fn incumbents(&self) -> &[(f64, Millipoints)] {
        &self.incumbents
    }

    /// Seconds and value of each better bound.
    #[must_use]
    pub fn bounds(&self) -> &[(f64, Millipoints)] {
        &self.bounds
    }

    /// Cost of the best plan.
    #[must_use]
    pub fn objective(&self) -> Option<Millipoints> {
        self.incumbents.last().map(|&(_, objective)| objective)
    }

    /// Seconds to the first plan.
    #[must_use]
    pub fn first_seconds(&self) -> Option<f64> {
        self.incumbents.first().map(|&(seconds, _)| seconds)
    }

    /// Seconds to the best plan.
    #[must_use]
    pub fn best_seconds(&self) -> Option<f64> {
        self.incumbents.last().map(|&(seconds, _)| seconds)
    }
}

fn push(events: &mut Vec<(f64, Millipoints)>, seconds: f64, value: Millipoints) {
    let before = events.last().map_or(0.0, |&(before, _)| before);
    events.push((seconds.max(before), value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_improves_is_kept_and_time_never_falls() {
        let mut trace = Trace::default();
        for (seconds, cost) in [(1.0, 9), (2.0, 9), (3.0, 7), (2.5, 5), (4.0, 8)] {
            trace.incumbent(seconds, Millipoints(cost));
            trace.bound(seconds, Millipoints(cost));
        }
        let told = [(1.0, 9), (3.0, 7), (3.0, 5)].map(|(s, c)| (s, Millipoints(c)));
        assert_eq!(trace.incumbents(), told);
        assert_eq!(trace.bounds(), [(1.0, Millipoints(9))]);
        assert_eq!((trace.first_seconds(), trace.best_seconds()), (Some(1.0), Some(3.0)));
    }
}
