//! An SVG picture as PNG.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use crate::language::Language;

/// Latin letters of `DejaVu Sans`, so that pictures are the same on machines without fonts; under the
/// licence beside it.
const FONT: &[u8] = include_bytes!("font/DejaVuSans-subset.ttf");
/// Its name.
const FAMILY: &str = "DejaVu Sans";
/// Pixels of the PNG for one of the SVG.
const SCALE: f32 = 2.0;

/// A picture that could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The SVG is not one.
    #[error("the picture is no SVG: {0}")]
    Svg(#[from] usvg::Error),
    /// There is no memory for so many pixels.
    #[error("the picture is too large for a PNG: {0} × {1} pixels")]
    TooLarge(u32, u32),
    /// The PNG could not be written to memory.
    #[error("the picture cannot be made a PNG: {0}")]
    Encoding(String),
}

/// Renders an SVG at twice its size.
///
/// # Errors
/// If `svg` is none, or too large.
pub fn to_png(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = usvg::Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::new(fonts(svg)),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let size = tree.size();
    let (width, height) =
        ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let mut pixels = Pixmap::new(width, height).ok_or(PngError::TooLarge(width, height))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Encoding(error.to_string()))
}

/// The font compiled in; those of the system only where there are characters that it has not.
fn fonts(svg: &str) -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    if svg.chars().any(|c| c > '\u{2fff}') {
        fonts.load_system_fonts();
    }
    fonts
}

/// Fonts with Chinese characters as they are found on common systems.
const CHINESE: [&str; 12] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Serif CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "Microsoft YaHei",
    "SimHei",
    "SimSun",
    "PingFang SC",
    "Hiragino Sans GB",
];

/// The language in which text in a PNG can be seen: Chinese only where the system has a font for it, as
/// the one compiled in has none. (An SVG is drawn by whoever looks at it.)
#[must_use]
pub fn png_language(language: Language) -> Language {
    match language {
        Language::Chinese if draws_chinese() => Language::Chinese,
        _ => Language::English,
    }
}

fn draws_chinese() -> bool {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    let has = |name| {
        let families = [fontdb::Family::Name(name)];
        fonts.query(&fontdb::Query { families: &families, ..fontdb::Query::default() }).is_some()
    };
    CHINESE.into_iter().any(has)
}
