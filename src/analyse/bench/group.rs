//! Runs that differ in their seed only, and how they spread.

use super::record::{Limit, Run};

/// Least, median and largest of some values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Least.
    pub min: f64,
    /// The middle one; of an even number, the mean of the two in the middle.
    pub median: f64,
    /// Largest.
    pub max: f64,
}

impl Spread {
    /// Of values that may be infinite; `None` where there are none.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_unstable_by(f64::total_cmp);
        let (&min, &max) = (values.first()?, values.last()?);
        let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
        Some(Self { min, median: f64::midpoint(low, high), max })
    }

    /// The same with each value through `f`, which must not fall.
    #[must_use]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self { min: f(self.min), median: f(self.median), max: f(self.max) }
    }
}

/// A moment of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Seconds since the start.
    pub seconds: f64,
    /// Cost in millipoints from then on over the runs; infinite where there is no plan.
    pub cost: Spread,
}

/// Runs of the same solver on the same subject with the same threads and limit.
#[derive(Clone, Debug)]
pub struct Group<'r> {
    /// The runs, at least one.
    pub runs: Vec<&'r Run>,
}

/// The groups in the order in which their first runs stand.
#[must_use]
pub fn groups(runs: &[Run]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for run in runs {
        match groups.iter_mut().find(|group| group.takes(run)) {
            Some(group) => group.runs.push(run),
            None => groups.push(Group { runs: vec![run] }),
        }
    }
    groups
}

impl<'r> Group<'r> {
    fn takes(&self, run: &Run) -> bool {
        let first = self.first();
        let same = first.subject == run.subject && first.origin == run.origin;
        same && first.solver == run.solver
            && first.threads == run.threads
            && first.limit == run.limit
    }

    /// The run that stands for what all have in common.
    ///
    /// # Panics
    /// If the group is empty, which [`groups`] never makes it.
    #[must_use]
    pub fn first(&self) -> &'r Run {
        self.runs[0]
    }

    /// The common limit.
    #[must_use]
    pub fn limit(&self) -> Limit {
        self.first().limit
    }

    /// Spread of a figure over the runs that have it.
    #[must_use]
    pub fn spread(&self, figure: impl Fn(&Run) -> Option<f64>) -> Option<Spread> {
        Spread::of(self.runs.iter().filter_map(|run| figure(run)))
    }

    /// Spread of a figure over all runs, infinite where a run has it not.
    #[must_use]
    pub fn spread_of_all(&self, figure: impl Fn(&Run) -> Option<f64>) -> Option<Spread> {
        Spread::of(self.runs.iter().map(|run| figure(run).unwrap_or(f64::INFINITY)))
    }

    /// Spread of the final costs, in millipoints; infinite where there is no plan.
    #[must_use]
    pub fn costs(&self) -> Option<Spread> {
        self.spread_of_all(|run| run.objective.map(|cost| cost.0 as f64))
    }

    /// How the costs went, from the first plan of any run on.
    #[must_use]
    pub fn curve(&self) -> Vec<Point> {
        let traces: Vec<_> = self.runs.iter().map(|run| run.trace.incumbents()).collect();
        let mut moments: Vec<f64> =
            traces.iter().flat_map(|trace| trace.iter().map(|&(seconds, _)| seconds)).collect();
        moments.sort_unstable_by(f64::total_cmp);
        moments.dedup();
        let mut seen = vec![0; traces.len()];
        let mut curve = Vec::with_capacity(moments.len());
        for seconds in moments {
            let now = traces.iter().zip(&mut seen).map(|(trace, seen)| {
                *seen += trace[*seen..].iter().take_while(|&&(at, _)| at <= seconds).count();
                seen.checked_sub(1).map_or(f64::INFINITY, |last| trace[last].1.0 as f64)
            });
            curve.extend(Spread::of(now).map(|cost| Point { seconds, cost }));
        }
        curve
    }

    /// Seconds of the longest run, or of its last plan.
    #[must_use]
    pub fn end(&self) -> f64 {
        let ends = self.runs.iter().flat_map(|run| [run.seconds, run.trace.best_seconds()]);
        ends.flatten().fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: &[f64]) -> (f64, f64, f64) {
        let spread = Spread::of(values.iter().copied()).unwrap();
        (spread.min, spread.median, spread.max)
    }

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        assert_eq!(spread(&[5.0]), (5.0, 5.0, 5.0));
        assert_eq!(spread(&[9.0, 1.0, 2.0]), (1.0, 2.0, 9.0));
        assert_eq!(spread(&[9.0, 1.0, 2.0, 4.0]), (1.0, 3.0, 9.0));
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn a_median_between_plan_and_no_plan_is_no_plan() {
        let none = f64::INFINITY;
        assert_eq!(spread(&[none, 1.0]), (1.0, none, none));
        assert_eq!(spread(&[none, none]), (none, none, none));
        assert_eq!(spread(&[none, 1.0, 2.0]), (1.0, 2.0, none));
    }
}
