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
    fn correct(&mut self, objective: Millipoints) {
        if let Some(last) = self.incumbents.last_mut() {
            last.1 = objective;
        }
    }

    /// Settles the plans on what the judge says the last one costs, `None` where there is none:
    /// cheaper ones that were told are forgotten, but for what rounding explains.
    pub fn settle(&mut self, seconds: f64, judged: Option<Millipoints>) {
        let Some(judged) = judged else { return self.incumbents.clear() };
        let is_rounding = |told: Millipoints| {
            (told.0 - judged.0).abs() as f64 <= ROUNDING * judged.0.abs() as f64
        };
        if self.objective().is_some_and(is_rounding) {
            self.correct(judged);
        }
        self.incumbents.retain(|&(_, told)| told >= judged);
        self.incumbent(seconds, judged);
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

/// What solvers in floating point are off by, relative to a cost.
const ROUNDING: f64 = 1e-6;

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

    #[test]
    fn what_the_judge_says_of_the_last_plan_counts() {
        let settled = |told: [(f64, i64); 2], judged: Option<i64>| {
            let mut trace = Trace::default();
            told.iter().for_each(|&(seconds, cost)| trace.incumbent(seconds, Millipoints(cost)));
            trace.settle(9.0, judged.map(Millipoints));
            trace.incumbents.iter().map(|&(s, cost)| (s, cost.0)).collect::<Vec<_>>()
        };
        let told = [(1.0, 8_000_000), (2.0, 7_000_000)];
        assert_eq!(settled(told, Some(7_000_000)), told);
        assert_eq!(settled(told, Some(7_000_001)), [told[0], (2.0, 7_000_001)]);
        assert_eq!(settled(told, Some(7_500_000)), [told[0], (9.0, 7_500_000)]);
        assert_eq!(settled(told, Some(6_000_000)), [told[0], told[1], (9.0, 6_000_000)]);
        assert_eq!(settled(told, None), []);
    }
}
