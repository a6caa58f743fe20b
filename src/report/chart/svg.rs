//! The whole picture: title, legend, panels.

use std::fmt::Write as _;

use super::panel::{Drawing, Frame};
use super::{Figure, Style};
use crate::language::{Language, say};

/// Width of a panel's plot and what lies around it, in pixels.
const PLOT: (f64, f64) = (500.0, 320.0);
const LEFT: f64 = 76.0;
const RIGHT: f64 = 24.0;
const ABOVE: f64 = 34.0;
const BELOW: f64 = 62.0;
/// Panels side by side.
const ACROSS: usize = 2;
/// Height of the title, and of a line of the legend.
const TITLE: f64 = 42.0;
const LINE: f64 = 24.0;
/// Width of a character, about, and of a swatch of the legend with the space around it.
const CHARACTER: f64 = 7.6;
const SWATCH: f64 = 60.0;

/// The look of what has none.
const PLAIN: Style = Style { colour: "#000000", dash: "none" };

pub(super) const STYLE: &str = r"text{font-family:'DejaVu Sans',Verdana,sans-serif;font-size:13px;fill:#222222}
.head{font-size:16px}.title{font-size:14px}.note{font-size:12px;fill:#555555}
.grid{stroke:#dddddd;stroke-width:1}.fine{stroke:#f1f1f1;stroke-width:1}
.zero{stroke:#999999;stroke-width:1.2}.axis{stroke:#444444;stroke-width:1.2;fill:none}";

/// Draws a picture as SVG.
#[must_use]
pub fn to_svg(figure: &Figure) -> String {
    let across = figure.panels.len().clamp(1, ACROSS);
    let width = across as f64 * (LEFT + PLOT.0 + RIGHT);
    let styles = figure.styles();
    let (legend, legend_height) = legend(&styles, width, figure.language);
    let begin = TITLE + legend_height;
    let rows = figure.panels.len().div_ceil(across);
    let height = begin + rows as f64 * (ABOVE + PLOT.1 + BELOW);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{title}</title>
<style>{STYLE}</style>
<rect width="100%" height="100%" fill="{white}"/>
<text x="{LEFT}" y="28" class="head">{title}</text>
{legend}"#,
        title = escaped(&figure.title),
        white = "#ffffff",
    );
    for (i, panel) in figure.panels.iter().enumerate() {
        let left = (i % across) as f64 * (LEFT + PLOT.0 + RIGHT) + LEFT;
        let top = begin + (i / across) as f64 * (ABOVE + PLOT.1 + BELOW) + ABOVE;
        let frame = Frame { left, top, width: PLOT.0, height: PLOT.1 };
        let style = |name: &str| {
            let found = styles.iter().find(|(of, _)| *of == name);
            found.map_or(PLAIN, |&(_, style)| style)
        };
        Drawing::new(panel, frame, figure.language).draw(&mut svg, style);
    }
    svg.push_str("</svg>\n");
    svg
}

/// The legend and its height.
fn legend(styles: &[(&str, Style)], width: f64, language: Language) -> (String, f64) {
    let (mut svg, mut x, mut y) = (String::new(), LEFT, TITLE + 10.0);
    for &(name, Style { colour, dash }) in styles {
        let needed = SWATCH + text_width(name);
        if x > LEFT && x + needed > width {
            (x, y) = (LEFT, y + LINE);
        }
        let _ = writeln!(
            svg,
            r#"<rect x="{x:.1}" y="{:.1}" width="30" height="12" fill="{colour}" fill-opacity="0.18"/><path d="M{x:.1} {y:.1}h30" stroke="{colour}" stroke-width="2.2" stroke-dasharray="{dash}"/><text x="{:.1}" y="{:.1}">{}</text>"#,
            y - 6.0,
            x + 37.0,
            y + 4.5,
            escaped(name)
        );
        x += needed;
    }
    let note = y + LINE - 3.0;
    let said = escaped(&say!(language, "bench-picture-note"));
    let _ = writeln!(svg, r#"<text x="{LEFT}" y="{note:.1}" class="note">{said}</text>"#);
    (svg, note + 8.0 - TITLE)
}

/// Width of a text in pixels, about; Chinese characters count double.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { CHARACTER } else { 1.8 * CHARACTER }).sum()
}

/// A text that may stand within an element.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
