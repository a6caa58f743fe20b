//! Fonts of the system for Chinese text in a PDF: which has which character, and how wide it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use krilla::text::Font;
use resvg::usvg::fontdb::{Database, Family, ID, Query, Style};
use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};

/// Families to prefer, the best first; all but Microsoft's and Apple's are free.
const PREFERRED: &[&str] = &[
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
    "Droid Sans Fallback",
];

/// What a font must have to be one for Chinese text.
const PROBE: &str = "便民服务连心卡结对帮扶";

/// Shown instead of a character that no font has: the geta mark of printers, else a question mark.
const MARKS: [char; 2] = ['〓', '?'];

/// There is no font with Chinese characters.
#[derive(Debug, thiserror::Error)]
pub enum NoFont {
    /// None in the system.
    #[error("no font of the system has Chinese characters")]
    System,
    /// None in the file that was named.
    #[error("the file is no font with Chinese characters")]
    File,
}

/// A character as a glyph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Position of the font.
    pub(super) font: usize,
    /// Number of the glyph in the font, never 0, which stands for a missing one.
    pub(super) id: u32,
    /// Width, of a letter as high as 1.
    pub(super) advance: f32,
}

/// Fonts that together have some characters.
#[derive(Clone)]
pub struct Fonts {
    faces: Vec<Font>,
    glyphs: BTreeMap<char, Glyph>,
    mark: Option<Glyph>,
    missing: usize,
}

impl Fonts {
    /// Finds fonts for these characters: those of `file` before those of the system, otherwise the
    /// usual Chinese ones before others, and one font for as much as it has.
    ///
    /// # Errors
    /// If there is no font with Chinese characters, or `file` is none.
    pub fn find(characters: &BTreeSet<char>, file: Option<&Path>) -> Result<Self, NoFont> {
        let mut database = Database::new();
        if let Some(file) = file {
            database.load_font_file(file).map_err(|_| NoFont::File)?;
        }
        let own: Vec<ID> = database.faces().map(|face| face.id).collect();
        database.load_system_fonts();
        let order = order(&database, &own);
        let probe: BTreeSet<char> = PROBE.chars().collect();
        let has_all = |&&id: &&ID| covered(&database, id, &probe).len() == probe.len();
        let first = match file {
            Some(_) => own.iter().find(has_all).ok_or(NoFont::File)?,
            None => order.iter().find(has_all).ok_or(NoFont::System)?,
        };
        let mut fonts = Self { faces: Vec::new(), glyphs: BTreeMap::new(), mark: None, missing: 0 };
        let mut wanted: BTreeSet<char> = characters.iter().copied().chain(MARKS).collect();
        for &id in std::iter::once(first).chain(&order) {
            fonts.take(&database, id, &mut wanted);
            if wanted.is_empty() {
                break;
            }
        }
        fonts.mark = MARKS.iter().find_map(|mark| fonts.glyphs.get(mark).copied());
        fonts.missing = characters.iter().filter(|c| !fonts.glyphs.contains_key(c)).count();
        Ok(fonts)
    }

    /// Takes from a font what is still wanted.
    fn take(&mut self, database: &Database, id: ID, wanted: &mut BTreeSet<char>) {
        let found = covered(database, id, wanted);
        if found.is_empty() {
            return;
        }
        let font = database
            .with_face_data(id, |data, index| Font::new(data.to_vec().into(), index))
            .flatten();
        let Some(font) = font else { return };
        let position = self.faces.len();
        self.faces.push(font);
        for (c, glyph, advance) in found {
            wanted.remove(&c);
            self.glyphs.insert(c, Glyph { font: position, id: glyph, advance });
        }
    }

    /// Number of characters that no font has.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.missing
    }

    pub(super) fn font(&self, position: usize) -> Font {
        self.faces[position].clone()
    }

    /// A character's glyph, or that of the mark.
    pub(super) fn glyph(&self, c: char) -> Option<Glyph> {
        self.glyphs.get(&c).copied().or(self.mark)
    }

    /// Width of a text, of letters as high as 1.
    pub(super) fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|c| self.glyph(c)).map(|glyph| glyph.advance).sum()
    }
}

/// All faces, the best first; the same order however the system lists them.
fn order(database: &Database, own: &[ID]) -> Vec<ID> {
    let preferred = PREFERRED.iter().filter_map(|family| {
        database.query(&Query { families: &[Family::Name(family)], ..Query::default() })
    });
    let mut order: Vec<ID> = own.iter().copied().chain(preferred).collect();
    let mut others: Vec<_> = database.faces().collect();
    others.sort_by_key(|face| {
        let plain = face.style == Style::Normal && face.weight.0 == 400;
        (!plain, face.post_script_name.clone(), face.index)
    });
    for face in others {
        if !order.contains(&face.id) {
            order.push(face.id);
        }
    }
    order
}

/// Which of these characters a face has, each with its glyph and its width.
fn covered(database: &Database, id: ID, wanted: &BTreeSet<char>) -> Vec<(char, u32, f32)> {
    let read = |data: &[u8], index: u32| {
        let font = skrifa::FontRef::from_index(data, index).ok()?;
        let characters = font.charmap();
        let plain = LocationRef::default();
        let metrics = font.glyph_metrics(Size::unscaled(), plain);
        let em = f32::from(font.metrics(Size::unscaled(), plain).units_per_em);
        let glyph = |&c: &char| {
            let id = characters.map(c).filter(|id| id.to_u32() != 0)?;
            Some((c, id.to_u32(), metrics.advance_width(id)? / em))
        };
        (em > 0.0).then(|| wanted.iter().filter_map(glyph).collect())
    };
    database.with_face_data(id, read).flatten().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_card_has_a_glyph() {
        let wanted: BTreeSet<char> = "便民服务连心卡 Z 13800138000 欧阳婧".chars().collect();
        let fonts = Fonts::find(&wanted, None).expect("`make deps` installs a Chinese font");
        assert_eq!(fonts.missing(), 0);
        assert!(wanted.iter().all(|&c| fonts.glyph(c).is_some_and(|glyph| glyph.id != 0)));
        assert!((fonts.width("便民") - 2.0).abs() < 0.01, "{}", fonts.width("便民"));
    }

    #[test]
    fn a_character_that_no_font_has_is_counted_and_marked() {
        let private = '\u{f8ff}'..='\u{f8ff}';
        let wanted: BTreeSet<char> = private.chain(['\u{10fffd}', '村']).collect();
        let fonts = Fonts::find(&wanted, None).expect("`make deps` installs a Chinese font");
        assert!((1..=2).contains(&fonts.missing()), "{}", fonts.missing());
        assert!(fonts.glyph('\u{10fffd}').is_some_and(|glyph| glyph.id != 0));
    }

    #[test]
    fn a_file_that_is_no_chinese_font_is_refused() {
        let wanted = BTreeSet::from(['村']);
        let latin = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/report/chart/font/DejaVuSans-subset.ttf");
        for file in [&latin, Path::new("/nowhere.ttf")] {
            assert!(matches!(Fonts::find(&wanted, Some(file)), Err(NoFont::File)));
        }
    }
}
