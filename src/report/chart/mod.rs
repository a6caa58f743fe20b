//! Pictures of curves with bands: the gap to the best known plan against time, one panel an instance.
//!
//! The picture is drawn once, as SVG (`svg`); the PNG is that SVG rendered (`png`), so both show
//! the same. Time runs on a logarithmic axis. The gap runs on one that is linear from 0 to
//! 0.01 % and logarithmic above, so that a gap of nothing has its place (`axes`).

mod axes;
pub mod curve;
mod panel;
mod png;
mod svg;

pub use png::{PngError, png_language, to_png};
pub use svg::to_svg;

use crate::language::Language;

/// Colours that people with any kind of colour vision tell apart (Okabe & Ito, "Color Universal
/// Design", 2008), without the yellow, which is too pale for lines on white.
const COLOURS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/// Strokes within a family, and by how often the colours have been used up.
const DASHES: [&str; 4] = ["none", "8 4", "2 3", "10 3 2 3"];

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The language of what the picture itself says.
    pub language: Language,
    /// Told at the top.
    pub title: String,
    /// At least one.
    pub panels: Vec<Panel>,
}

/// One instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Told above it.
    pub title: String,
    /// What is drawn, first things first.
    pub series: Vec<Series>,
}

/// One solver. Gaps are ratios: 0.01 is one percent; infinite where there is no plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Told in the legend; the same name has the same look in every panel.
    pub name: String,
    /// Series of one family have the same colour and differ in their strokes.
    pub family: String,
    /// The curve over the runs, by time.
    pub curve: Vec<Moment>,
    /// Seconds at which the curve ends.
    pub end: f64,
    /// Single values: seconds and gap.
    pub marks: Vec<(f64, f64)>,
    /// A gap without a time.
    pub level: Option<f64>,
}

/// What holds from a time on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Seconds since the start.
    pub seconds: f64,
    /// Least gap.
    pub min: f64,
    /// Median gap.
    pub median: f64,
    /// Largest gap.
    pub max: f64,
}

/// How a series is told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    colour: &'static str,
    dash: &'static str,
}

impl Figure {
    /// Names of all series in the order of their first appearance, each with its look.
    fn styles(&self) -> Vec<(&str, Style)> {
        let mut families: Vec<&str> = Vec::new();
        let mut styles: Vec<(&str, Style)> = Vec::new();
        for series in self.panels.iter().flat_map(|panel| &panel.series) {
            if styles.iter().any(|&(name, _)| name == series.name) {
                continue;
            }
            let known = families.iter().position(|&family| family == series.family);
            let family = known.unwrap_or_else(|| {
                families.push(&series.family);
                families.len() - 1
            });
            let colour = COLOURS[family % COLOURS.len()];
            let taken = styles.iter().filter(|(_, style)| style.colour == colour).count();
            let dash = DASHES[taken % DASHES.len()];
            styles.push((&series.name, Style { colour, dash }));
        }
        styles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_share_a_colour_and_no_two_series_look_alike() {
        let series = |name: &str, family: &str| Series {
            name: name.to_owned(),
            family: family.to_owned(),
            ..Series::default()
        };
        let mut all = vec![series("a1", "a"), series("a2", "a")];
        all.extend(["b", "c", "d", "e", "f", "g", "h"].map(|name| series(name, name)));
        let panel = Panel { title: String::new(), series: all };
        let figure = Figure { panels: vec![panel.clone(), panel], ..Figure::default() };
        let styles = figure.styles();
        assert_eq!(styles.len(), 9);
        assert_eq!(styles[0].1.colour, styles[1].1.colour);
        for (i, (name, style)) in styles.iter().enumerate() {
            assert!(styles[..i].iter().all(|(_, other)| other != style), "{name}");
        }
    }
}
