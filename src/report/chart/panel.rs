//! One panel: frame, grid, bands, curves, marks.

use std::fmt::Write as _;

use super::axes::Axes;
use super::svg::escaped;
use super::{Moment, Panel, Series, Style};
use crate::language::{Language, say};

/// Where a panel lies in the picture, in pixels: the frame of its plot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Points closer than this, in pixels, are drawn as one.
const FINE: f64 = 0.4;

const CENTRED: &str = r#"text-anchor="middle""#;

/// A word with the left end, the middle or the right end of its foot at a place.
fn label(svg: &mut String, (x, y): (f64, f64), attribute: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(svg, r#"<text x="{x:.1}" y="{y:.1}" {attribute}>{text}</text>"#);
}

/// A panel being drawn.
pub(super) struct Drawing<'p> {
    panel: &'p Panel,
    axes: Axes,
    frame: Frame,
    language: Language,
}

impl<'p> Drawing<'p> {
    pub(super) fn new(panel: &'p Panel, frame: Frame, language: Language) -> Self {
        Self { panel, axes: Axes::of(panel), frame, language }
    }

    /// Adds the panel to the picture; `style` is told the name of a series.
    pub(super) fn draw(&self, svg: &mut String, style: impl Fn(&str) -> Style) {
        self.grid(svg);
        let Frame { left, top, width, height } = self.frame;
        let _ = writeln!(
            svg,
            r#"<svg x="{left:.1}" y="{:.1}" width="{width:.1}" height="{:.1}" overflow="hidden"><g transform="translate(0 4)">"#,
            top - 4.0,
            height + 8.0
        );
        for series in &self.panel.series {
            self.band(svg, series, style(&series.name));
        }
        for series in &self.panel.series {
            self.lines(svg, series, style(&series.name));
        }
        svg.push_str("</g></svg>\n");
    }

    fn x(&self, seconds: f64) -> f64 {
        self.axes.x(seconds) * self.frame.width
    }

    fn y(&self, gap: f64) -> f64 {
        (1.0 - self.axes.y(gap)) * self.frame.height
    }

    /// Title, lines and labels of the axes, frame.
    fn grid(&self, svg: &mut String) {
        let Frame { left, top, width, height } = self.frame;
        let (right, bottom, middle) = (left + width, top + height, left + width / 2.0);
        label(svg, (left, top - 12.0), r#"class="title""#, &self.panel.title);
        for tick in self.axes.gaps() {
            let y = top + self.y(tick.value);
            let class = if tick.value == 0.0 { "zero" } else { "grid" };
            let _ = writeln!(svg, r#"<path class="{class}" d="M{left:.1} {y:.1}H{right:.1}"/>"#);
            label(svg, (left - 8.0, y + 4.5), r#"text-anchor="end""#, &tick.label);
        }
        for tick in self.axes.times() {
            let x = left + self.x(tick.value);
            let (class, length) = if tick.label.is_empty() { ("fine", 4.0) } else { ("grid", 7.0) };
            let _ = writeln!(
                svg,
                r#"<path class="{class}" d="M{x:.1} {top:.1}V{bottom:.1}"/><path class="axis" d="M{x:.1} {bottom:.1}v{length}"/>"#
            );
            if !tick.label.is_empty() {
                label(svg, (x, bottom + 22.0), CENTRED, &tick.label);
            }
        }
        let _ =
            writeln!(svg, r#"<path class="axis" d="M{left:.1} {top:.1}V{bottom:.1}H{right:.1}"/>"#);
        label(svg, (middle, bottom + 42.0), CENTRED, &say!(self.language, "bench-picture-seconds"));
        if self.panel.series.iter().all(|s| s.curve.is_empty() && s.level.is_none()) {
            let none = say!(self.language, "bench-picture-no-plan");
            label(svg, (middle, top + height / 2.0), CENTRED, &none);
        }
    }

    /// From the least to the largest gap, as steps.
    fn band(&self, svg: &mut String, series: &Series, style: Style) {
        if series.curve.iter().all(|moment| moment.min.total_cmp(&moment.max).is_eq()) {
            return;
        }
        let rim = |gap: fn(&Moment) -> f64| {
            self.steps(series, series.curve.iter().map(|moment| (moment.seconds, gap(moment))))
        };
        let (upper, lower) = (rim(|moment| moment.max), rim(|moment| moment.min));
        let mut path = String::from("M");
        for (x, y) in upper.iter().chain(lower.iter().rev()) {
            let _ = write!(path, "{x:.1} {y:.1} ");
        }
        let _ = writeln!(
            svg,
            r#"<path d="{}Z" fill="{}" fill-opacity="0.18"/>"#,
            path.trim_end(),
            style.colour
        );
    }

    /// The median, its values at limits, and levels without a time.
    fn lines(&self, svg: &mut String, series: &Series, style: Style) {
        let Style { colour, dash } = style;
        let known = series.curve.iter().skip_while(|moment| !moment.median.is_finite());
        let median = self.steps(series, known.map(|moment| (moment.seconds, moment.median)));
        if !median.is_empty() {
            let points: Vec<String> =
                median.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            let _ = writeln!(
                svg,
                r#"<path d="M{}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round" stroke-dasharray="{dash}"/>"#,
                points.join(" ")
            );
        }
        if let Some(level) = series.level.filter(|level| level.is_finite()) {
            let y = self.y(level);
            let _ = writeln!(
                svg,
                r#"<path d="M0 {y:.1}H{:.1}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="9 5"/>"#,
                self.frame.width
            );
        }
        for &(seconds, gap) in series.marks.iter().filter(|mark| mark.1.is_finite()) {
            let _ = writeln!(
                svg,
                r##"<circle cx="{:.1}" cy="{:.1}" r="4" fill="{colour}" stroke="#ffffff" stroke-width="1.2"/>"##,
                self.x(seconds),
                self.y(gap)
            );
        }
    }

    /// The corners of a curve that holds each value until the next, and the last to the series' end.
    fn steps(
        &self,
        series: &Series,
        moments: impl IntoIterator<Item = (f64, f64)>,
    ) -> Vec<(f64, f64)> {
        let mut corners: Vec<(f64, f64)> = Vec::new();
        for (seconds, value) in moments {
            let (x, y) = (self.x(seconds), self.y(value));
            match corners.last_mut() {
                Some(last) if x - last.0 < FINE => last.1 = y,
                Some(&mut (_, height)) => corners.extend([(x, height), (x, y)]),
                None => corners.push((x, y)),
            }
        }
        if let Some(&(_, height)) = corners.last() {
            corners.push((self.x(series.end), height));
        }
        corners
    }
}
