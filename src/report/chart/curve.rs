//! One panel with curves on two linear axes, as for cost against the number of changes.

use std::fmt::Write as _;

use super::svg::{STYLE, escaped, text_width};
use super::{COLOURS, DASHES};
use crate::report::text::grouped;

/// Width and height of the plot, and what lies around it, in pixels.
const PLOT: (f64, f64) = (640.0, 380.0);
const LEFT: f64 = 110.0;
const RIGHT: f64 = 30.0;
const TITLE: f64 = 46.0;
const BELOW: f64 = 66.0;
const LINE: f64 = 24.0;
/// Lines of a grid at most.
const TICKS: f64 = 7.0;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Told at the top.
    pub title: String,
    /// Told below the axes and above it.
    pub x: String,
    /// What the vertical axis shows.
    pub y: String,
    /// What the signs mean.
    pub note: String,
    /// What is drawn.
    pub series: Vec<Series>,
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Told in the legend.
    pub name: String,
    /// By rising x.
    pub points: Vec<(f64, f64)>,
    /// A point beside the curve.
    pub mark: Option<(f64, f64)>,
}

/// An axis from one value to another, in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Axis {
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    /// An axis that shows all of these values, between round ones.
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let least = values.clone().fold(f64::INFINITY, f64::min);
        let largest = values.fold(f64::NEG_INFINITY, f64::max);
        let (least, largest) = if least <= largest { (least, largest) } else { (0.0, 1.0) };
        let span = (largest - least).max(1.0);
        let rough = span / TICKS;
        let decade = 10_f64.powf(rough.log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * decade);
        let step = steps.into_iter().find(|&step| step >= rough).unwrap_or(10.0 * decade).max(1.0);
        let from = (least / step).floor() * step;
        let to = (largest / step).ceil() * step;
        Self { from, to: if to > from { to } else { from + step }, step }
    }

    /// Position of a value, 0 to 1.
    fn at(self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    fn ticks(self) -> Vec<f64> {
        let count = ((self.to - self.from) / self.step).round() as usize;
        (0..=count).map(|i| self.from + i as f64 * self.step).collect()
    }
}

/// Draws a picture as SVG.
#[must_use]
pub fn to_svg(picture: &Picture) -> String {
    let spots = picture.series.iter().flat_map(|s| s.points.iter().chain(&s.mark));
    let (x, y) = (Axis::of(spots.clone().map(|spot| spot.0)), Axis::of(spots.map(|spot| spot.1)));
    let width = LEFT + PLOT.0 + RIGHT;
    let (legend, legend_height) = legend(picture, width);
    let top = TITLE + legend_height + 26.0;
    let height = top + PLOT.1 + BELOW;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{title}</title>
<style>{STYLE}</style>
<rect width="100%" height="100%" fill="{white}"/>
<text x="{LEFT}" y="28" class="head">{title}</text>
{legend}"#,
        title = escaped(&picture.title),
        white = "#ffffff",
    );
    grid(&mut svg, picture, x, y, top);
    let place =
        |&(cx, cy): &(f64, f64)| (LEFT + x.at(cx) * PLOT.0, top + (1.0 - y.at(cy)) * PLOT.1);
    for (i, series) in picture.series.iter().enumerate() {
        let spots: Vec<(f64, f64)> = series.points.iter().map(place).collect();
        draw(&mut svg, &spots, series.mark.as_ref().map(place), i);
    }
    svg.push_str("</svg>\n");
    svg
}

fn look(i: usize) -> (&'static str, &'static str) {
    (COLOURS[i % COLOURS.len()], DASHES[i / COLOURS.len() % DASHES.len()])
}

fn draw(svg: &mut String, spots: &[(f64, f64)], mark: Option<(f64, f64)>, i: usize) {
    let (colour, dash) = look(i);
    let path: Vec<String> = spots.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    if !path.is_empty() {
        let _ = writeln!(
            svg,
            r#"<path d="M{}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round" stroke-dasharray="{dash}"/>"#,
            path.join(" ")
        );
    }
    for (x, y) in spots {
        let _ = writeln!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="3" fill="{colour}"/>"#);
    }
    if let Some((x, y)) = mark {
        let _ = writeln!(
            svg,
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="6" fill="{colour}" stroke="#ffffff" stroke-width="1.5"/>"##
        );
    }
}

fn grid(svg: &mut String, picture: &Picture, x: Axis, y: Axis, top: f64) {
    let (right, bottom) = (LEFT + PLOT.0, top + PLOT.1);
    for value in y.ticks() {
        let at = bottom - y.at(value) * PLOT.1;
        let _ = writeln!(
            svg,
            r#"<path class="grid" d="M{LEFT} {at:.1}H{right}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            LEFT - 8.0,
            at + 4.5,
            number(value)
        );
    }
    for value in x.ticks() {
        let at = LEFT + x.at(value) * PLOT.0;
        let _ = writeln!(
            svg,
            r#"<path class="grid" d="M{at:.1} {top:.1}V{bottom:.1}"/><text x="{at:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
            bottom + 22.0,
            number(value)
        );
    }
    let _ = writeln!(
        svg,
        r#"<path class="axis" d="M{LEFT} {top:.1}V{bottom:.1}H{right}"/><text x="{:.1}" y="{:.1}" text-anchor="middle">{}</text><text x="{:.1}" y="{:.1}">{}</text>"#,
        LEFT + PLOT.0 / 2.0,
        bottom + 46.0,
        escaped(&picture.x),
        20.0,
        top - 12.0,
        escaped(&picture.y)
    );
}

/// A whole number in groups of three; a curve below 0 has a sign.
fn number(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", grouped(value.abs().round() as u64))
}

/// The legend and its height.
fn legend(picture: &Picture, width: f64) -> (String, f64) {
    let (mut svg, mut x, mut y) = (String::new(), LEFT, TITLE + 10.0);
    for (i, series) in picture.series.iter().enumerate() {
        let ((colour, dash), needed) = (look(i), 60.0 + text_width(&series.name));
        if x > LEFT && x + needed > width {
            (x, y) = (LEFT, y + LINE);
        }
        let _ = writeln!(
            svg,
            r#"<path d="M{x:.1} {y:.1}h30" stroke="{colour}" stroke-width="2.2" stroke-dasharray="{dash}"/><text x="{:.1}" y="{:.1}">{}</text>"#,
            x + 37.0,
            y + 4.5,
            escaped(&series.name)
        );
        x += needed;
    }
    let note = y + LINE - 3.0;
    let _ = writeln!(
        svg,
        r#"<text x="{LEFT}" y="{note:.1}" class="note">{}</text>"#,
        escaped(&picture.note)
    );
    (svg, note + 8.0 - TITLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers_around_all_values() {
        let axis = Axis::of([103.0, 171.0].into_iter());
        assert_eq!(axis, Axis { from: 100.0, to: 180.0, step: 10.0 });
        assert_eq!(axis.ticks().len(), 9);
        let alone = Axis::of([5.0].into_iter());
        assert!(alone.from <= 5.0 && alone.to > alone.from);
        assert!(Axis::of(std::iter::empty()).ticks().len() > 1);
    }

    #[test]
    fn every_point_lies_within_the_picture() {
        let series = |name: &str, points: Vec<(f64, f64)>| Series {
            name: name.to_owned(),
            mark: points.first().copied(),
            points,
        };
        let picture = Picture {
            title: "<a>".to_owned(),
            x: "x".to_owned(),
            y: "y".to_owned(),
            note: String::new(),
            series: vec![
                series("one", vec![(0.0, 171_000.0), (40.0, 170_500.0), (900.0, 169_999.5)]),
                series("two", vec![]),
            ],
        };
        let svg = to_svg(&picture);
        assert!(svg.contains("&lt;a&gt;") && !svg.contains("NaN") && !svg.contains("inf"));
        for part in svg.split("cx=\"").skip(1) {
            let x: f64 = part.split('"').next().unwrap().parse().unwrap();
            assert!((LEFT..=LEFT + PLOT.0).contains(&x), "{x}");
        }
        assert_eq!(svg.matches("<circle").count(), 4);
    }
}
