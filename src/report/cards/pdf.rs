//! Cards as PDF, with the letters in it, so that they print everywhere alike and can be searched.

use std::collections::BTreeSet;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use super::fonts::Fonts;
use super::html::{CARDS_PER_SHEET, Words};
use super::{Card, VillageCards, distinct};
use crate::language::Language;

/// A PDF that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the cards cannot be made a PDF: {0}")]
pub struct PdfError(String);

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;
const SHEET: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// From the edge of the sheet to the cards.
const MARGIN: (f32, f32) = (12.0 * MM, 14.0 * MM);
const CARD: (f32, f32) = (93.0 * MM, 67.25 * MM);
const COLUMNS: usize = 2;
const ROWS: usize = CARDS_PER_SHEET / COLUMNS;
/// From the cut to the frame of a card, and from the frame to what is written.
const INSET: f32 = 2.2 * MM;
const PADDING: f32 = 3.5 * MM;

type Colour = (u8, u8, u8);
const RED: Colour = (168, 35, 42);
const WHITE: Colour = (255, 255, 255);
const INK: Colour = (29, 29, 31);
const GREY: Colour = (106, 106, 106);
const PALE: Colour = (217, 201, 198);

/// Every character of the cards.
pub(super) fn characters(
    villages: &[VillageCards],
    year: i64,
    language: Language,
) -> BTreeSet<char> {
    let words = Words::new(year, language);
    let mut all = distinct([
        words.title.as_str(),
        &words.helper,
        &words.agency,
        &words.post,
        &words.phone,
        words.phone(""),
        "…0123456789/ ",
    ]);
    for village in villages {
        all.append(&mut distinct([village.village.as_str(), &words.sheet(&village.village, 1, 1)]));
        if let Some(contact) = &village.secretary {
            all.append(&mut distinct([words.secretary(contact).as_str()]));
        }
        for card in &village.cards {
            let helper = &card.helper;
            let household = words.household(card);
            let texts = [&helper.name, &helper.agency, &helper.post, &helper.phone, &household];
            all.append(&mut distinct(texts.map(String::as_str)));
        }
    }
    all.retain(|c| !c.is_control());
    all
}

/// The cards of some villages as PDF; each village begins a sheet. Same cards, same bytes.
///
/// # Errors
/// If a font cannot be embedded.
pub fn pdf(
    villages: &[VillageCards],
    year: i64,
    fonts: &Fonts,
    language: Language,
) -> Result<Vec<u8>, PdfError> {
    let words = Words::new(year, language);
    let mut document = Document::new();
    let mut title = words.title.clone();
    if let [village] = villages {
        title = format!("{title} · {}", village.village);
    }
    document.set_metadata(
        Metadata::new()
            .title(title)
            .language(language.tag().to_owned())
            .creator("jiedui".to_owned()),
    );
    for village in villages {
        let sheets = village.cards.chunks(CARDS_PER_SHEET);
        let of = sheets.len();
        for (i, cards) in sheets.enumerate() {
            let settings = PageSettings::from_wh(SHEET.0, SHEET.1);
            let settings = settings.ok_or_else(|| PdfError("A4".to_owned()))?;
            let mut page = document.start_page_with(settings);
            let mut pen = Pen { surface: page.surface(), fonts };
            pen.marks();
            for (position, card) in cards.iter().enumerate() {
                pen.card(village, card, &words, corner(position));
            }
            pen.foot(&words.sheet(&village.village, i + 1, of));
            drop(pen);
            page.finish();
        }
    }
    document.finish().map_err(|error| PdfError(format!("{error:?}")))
}

/// The upper left corner of a card.
fn corner(position: usize) -> (f32, f32) {
    let (column, row) = (position % COLUMNS, position / COLUMNS);
    (MARGIN.0 + CARD.0 * column as f32, MARGIN.1 + CARD.1 * row as f32)
}

struct Pen<'page, 'fonts> {
    surface: Surface<'page>,
    fonts: &'fonts Fonts,
}

impl Pen<'_, '_> {
    fn card(&mut self, village: &VillageCards, card: &Card, words: &Words, at: (f32, f32)) {
        const BAND: f32 = 9.0 * MM;
        const LABELS: f32 = 20.0 * MM;
        let (left, top) = (at.0 + INSET, at.1 + INSET);
        let (right, bottom) = (at.0 + CARD.0 - INSET, at.1 + CARD.1 - INSET);
        self.frame(left, top, right, bottom);
        self.fill(left, top, right, top + BAND, RED);
        let (from, to) = (left + PADDING, right - PADDING);
        let base = top + 6.2 * MM;
        let title = self.text(&words.title, (from, base), 12.5, WHITE, (to - from) * 0.6);
        let rest = to - title - 3.0 * MM;
        self.text_to(&village.village, (to, base), 9.5, WHITE, rest);

        let helper = &card.helper;
        let rows = [
            (&words.helper, helper.name.as_str(), 15.0, 18.0),
            (&words.agency, helper.agency.as_str(), 11.0, 27.0),
            (&words.post, helper.post.as_str(), 11.0, 35.0),
            (&words.phone, words.phone(&helper.phone), 13.0, 43.5),
        ];
        for (label, value, size, down) in rows {
            let base = top + down * MM;
            self.text(label, (from, base), 9.0, GREY, LABELS - 2.0 * MM);
            self.text(value, (from + LABELS, base), size, INK, to - from - LABELS);
        }

        self.line((from, bottom - 13.2 * MM), (to, bottom - 13.2 * MM), PALE);
        let household = words.household(card);
        self.text(&household, (from, bottom - 8.4 * MM), 8.5, INK, to - from);
        if let Some(contact) = &village.secretary {
            let secretary = words.secretary(contact);
            self.text(&secretary, (from, bottom - 3.4 * MM), 8.5, INK, to - from);
        }
    }

    /// Where to cut, at the edges of the sheet.
    fn marks(&mut self) {
        const LENGTH: f32 = 6.0 * MM;
        const GAP: f32 = 3.0 * MM;
        for column in 0..=COLUMNS {
            let x = MARGIN.0 + CARD.0 * column as f32;
            let above = MARGIN.1 - GAP;
            self.line((x, above - LENGTH), (x, above), GREY);
            self.line((x, SHEET.1 - above), (x, SHEET.1 - above + LENGTH), GREY);
        }
        for row in 0..=ROWS {
            let y = MARGIN.1 + CARD.1 * row as f32;
            let aside = MARGIN.0 - GAP;
            self.line((aside - LENGTH, y), (aside, y), GREY);
            self.line((SHEET.0 - aside, y), (SHEET.0 - aside + LENGTH, y), GREY);
        }
    }

    fn foot(&mut self, text: &str) {
        let wide = CARD.0 - 8.0 * MM;
        let width = (self.fonts.width(text) * 8.0).min(wide);
        // Below the left column: the middle of the sheet has a mark.
        let start = (MARGIN.0 + (CARD.0 - width) / 2.0, SHEET.1 - 5.0 * MM);
        self.text(text, start, 8.0, GREY, wide);
    }

    /// Writes a text from a point on its base line, smaller and at last shorter where it would be
    /// wider than `most`; gives its width.
    fn text(&mut self, text: &str, at: (f32, f32), size: f32, colour: Colour, most: f32) -> f32 {
        let (text, size) = fitted(self.fonts, text, size, most);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(colour)));
        let mut x = at.0;
        for (font, run) in runs(self.fonts, &text) {
            let mut glyphs = Vec::new();
            let mut width = 0.0;
            for (start, c) in run.char_indices() {
                let Some(glyph) = self.fonts.glyph(c) else { continue };
                width += glyph.advance * size;
                let range = start..start + c.len_utf8();
                let id = GlyphId::new(glyph.id);
                glyphs.push(KrillaGlyph::new(id, glyph.advance, 0.0, 0.0, 0.0, range, None));
            }
            let start = Point::from_xy(x, at.1);
            self.surface.draw_glyphs(start, &glyphs, self.fonts.font(font), run, size, false);
            x += width;
        }
        x - at.0
    }

    /// As [`Pen::text`], up to a point.
    fn text_to(&mut self, text: &str, end: (f32, f32), size: f32, colour: Colour, most: f32) {
        let most = most.max(10.0 * MM);
        let (text, size) = fitted(self.fonts, text, size, most.min(CARD.0 * 0.5));
        let width = self.fonts.width(&text) * size;
        self.text(&text, (end.0 - width, end.1), size, colour, width + 1.0);
    }

    fn fill(&mut self, left: f32, top: f32, right: f32, bottom: f32, colour: Colour) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(colour)));
        self.rectangle(left, top, right, bottom);
    }

    fn frame(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke(RED, 0.8)));
        self.rectangle(left, top, right, bottom);
    }

    fn rectangle(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        let mut path = PathBuilder::new();
        if let Some(rectangle) = Rect::from_ltrb(left, top, right, bottom) {
            path.push_rect(rectangle);
        }
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), colour: Colour) {
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke(colour, 0.5)));
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }
}

fn fill((red, green, blue): Colour) -> Fill {
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke((red, green, blue): Colour, width: f32) -> Stroke {
    Stroke { paint: rgb::Color::new(red, green, blue).into(), width, ..Stroke::default() }
}

/// A text and its size, so that it is no wider than `most`: down to two thirds of its size, then its
/// end is cut. Control characters become spaces.
fn fitted(fonts: &Fonts, text: &str, size: f32, most: f32) -> (String, f32) {
    const SMALLEST: f32 = 2.0 / 3.0;
    let mut text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let width = fonts.width(&text);
    if width * size <= most {
        return (text, size);
    }
    let size = (most / width).max(size * SMALLEST);
    if width * size <= most * 1.001 {
        return (text, size);
    }
    while !text.is_empty() && (fonts.width(&text) + fonts.width("…")) * size > most {
        text.pop();
    }
    text.push('…');
    (text, size)
}

/// The parts of a text that are of one font each.
fn runs<'a>(fonts: &Fonts, text: &'a str) -> Vec<(usize, &'a str)> {
    let mut runs: Vec<(usize, &str)> = Vec::new();
    let mut begin = 0;
    for (at, c) in text.char_indices() {
        let font = fonts.glyph(c).map_or(0, |glyph| glyph.font);
        match runs.last_mut() {
            Some(last) if last.0 == font => last.1 = &text[begin..at + c.len_utf8()],
            _ => {
                begin = at;
                runs.push((font, &text[at..at + c.len_utf8()]));
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts(text: &str) -> Fonts {
        let wanted = distinct([text, "…"]);
        Fonts::find(&wanted, None).expect("`make deps` installs a Chinese font")
    }

    #[test]
    fn long_texts_become_smaller_and_then_shorter() {
        let long = "县".repeat(30);
        let fonts = fonts(&long);
        assert_eq!(fitted(&fonts, "县县", 10.0, 100.0), ("县县".to_owned(), 10.0));
        let (text, size) = fitted(&fonts, &"县".repeat(12), 10.0, 100.0);
        assert_eq!((text.chars().count(), (size * 10.0).round() as i32), (12, 83));
        let (text, size) = fitted(&fonts, &long, 10.0, 100.0);
        assert!(text.ends_with('…') && fonts.width(&text) * size <= 100.0, "{text} {size}");
        assert!(text.chars().count() >= 13, "{text}");
    }

    #[test]
    fn runs_join_to_the_text() {
        let text = "县A村\u{10fffd}x";
        let fonts = fonts(text);
        let runs = runs(&fonts, text);
        assert_eq!(runs.iter().map(|run| run.1).collect::<String>(), text);
    }
}
