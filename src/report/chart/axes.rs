//! Where a time and a gap lie, and what stands beside the axes.

use super::Panel;

/// Gap up to which the axis is linear.
const LINEAR: f64 = 1e-4;
/// Height of the linear part, in decades of the logarithmic one.
const LINEAR_PART: f64 = 0.6;
/// The smallest and the largest range of gaps shown.
const TOP: (f64, f64) = (1e-3, 10.0);
/// Shortest time shown, in seconds.
const SHORTEST: f64 = 1e-3;

/// A mark on an axis: its value, and what is written beside it, if anything.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: String,
}

/// The axes of one panel. Positions run from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axes {
    first: f64,
    last: f64,
    top: f64,
}

impl Axes {
    /// Axes that show all of a panel, but for gaps beyond reason.
    pub(super) fn of(panel: &Panel) -> Self {
        let (mut first, mut last, mut top) = (f64::INFINITY, SHORTEST, TOP.0);
        for series in &panel.series {
            for moment in &series.curve {
                first = first.min(moment.seconds);
                let finite = [moment.min, moment.median, moment.max].into_iter();
                top = finite.filter(|gap| gap.is_finite()).fold(top, f64::max);
            }
            last = series.marks.iter().map(|mark| mark.0).fold(last.max(series.end), f64::max);
            let gaps = series.marks.iter().map(|mark| mark.1).chain(series.level);
            top = gaps.filter(|gap| gap.is_finite()).fold(top, f64::max);
        }
        let first = round_down(first.clamp(SHORTEST, last.max(SHORTEST)));
        let top = 10_f64.powf((top.min(TOP.1).log10() - 1e-9).ceil());
        Self { first, last: (last * 1.15).max(first * 10.0), top }
    }

    /// Position of a time.
    pub(super) fn x(&self, seconds: f64) -> f64 {
        let seconds = seconds.clamp(self.first, self.last);
        (seconds / self.first).ln() / (self.last / self.first).ln()
    }

    /// Position of a gap, 0 being at the bottom. What lies beyond is at the rim.
    pub(super) fn y(&self, gap: f64) -> f64 {
        let height = |gap: f64| {
            if gap <= LINEAR {
                LINEAR_PART * gap / LINEAR
            } else {
                LINEAR_PART + (gap / LINEAR).log10()
            }
        };
        height(gap.clamp(0.0, self.top)) / height(self.top)
    }

    /// Times at powers of ten, with labels, and between them without.
    pub(super) fn times(&self) -> Vec<Tick> {
        let mut ticks = Vec::new();
        let mut decade = 10_f64.powf(self.first.log10().floor());
        while decade <= self.last {
            for step in 1..10 {
                let value = decade * f64::from(step);
                if value >= self.first * 0.999 && value <= self.last {
                    let label = if step == 1 { short(decade) } else { String::new() };
                    ticks.push(Tick { value, label });
                }
            }
            decade *= 10.0;
        }
        // Less than two labels say nothing of the scale.
        if ticks.iter().filter(|tick| !tick.label.is_empty()).count() < 2 {
            ticks.iter_mut().for_each(|tick| tick.label = short(tick.value));
        }
        ticks
    }

    /// Gaps at 0 and at powers of ten.
    pub(super) fn gaps(&self) -> Vec<Tick> {
        let mut ticks = vec![Tick { value: 0.0, label: "0 %".to_owned() }];
        let mut value = LINEAR;
        while value <= self.top * 1.001 {
            ticks.push(Tick { value, label: format!("{} %", short(value * 100.0)) });
            value *= 10.0;
        }
        ticks
    }
}

/// The largest of 1, 2 and 5 times a power of ten that is no larger.
fn round_down(value: f64) -> f64 {
    let decade = 10_f64.powf(value.log10().floor());
    let steps = [5.0, 2.0].into_iter().map(|step| step * decade);
    steps.into_iter().find(|&step| step <= value).unwrap_or(decade)
}

/// A number with no more digits than it needs.
fn short(value: f64) -> String {
    let digits = (-value.abs().log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::{Moment, Series};

    fn axes() -> Axes {
        let moment = |seconds, gap| Moment { seconds, min: 0.0, median: gap, max: f64::INFINITY };
        let curve = vec![moment(0.03, 0.5), moment(2.0, 0.001)];
        let series = Series { curve, end: 10.0, ..Series::default() };
        Axes::of(&Panel { title: String::new(), series: vec![series] })
    }

    #[test]
    fn positions_run_from_rim_to_rim_and_nothing_lies_outside() {
        let axes = axes();
        assert_eq!((axes.y(0.0), axes.y(1.0), axes.y(f64::INFINITY)), (0.0, 1.0, 1.0));
        assert_eq!((axes.y(-0.01), axes.x(0.0)), (0.0, 0.0));
        assert!((axes.x(0.02), axes.x(1e9)) == (0.0, 1.0));
        let heights: Vec<f64> = [0.0, 5e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0].map(|g| axes.y(g)).into();
        assert!(heights.is_sorted_by(|a, b| a < b), "{heights:?}");
    }

    #[test]
    fn ticks_are_labelled_at_powers_of_ten() {
        let labels = |ticks: Vec<Tick>| -> Vec<String> {
            ticks.into_iter().map(|tick| tick.label).filter(|label| !label.is_empty()).collect()
        };
        assert_eq!(labels(axes().gaps()), ["0 %", "0.01 %", "0.1 %", "1 %", "10 %", "100 %"]);
        assert_eq!(labels(axes().times()), ["0.1", "1", "10"]);
    }

    #[test]
    fn a_panel_without_curves_has_axes() {
        let axes = Axes::of(&Panel { title: String::new(), series: Vec::new() });
        assert!(axes.times().len() > 1 && axes.gaps().len() > 1);
        assert!(axes.x(1.0).is_finite() && axes.y(1.0).is_finite());
    }
}
