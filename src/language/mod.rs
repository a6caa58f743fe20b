//! What people read, in Chinese and English, from one catalogue of [Fluent](https://projectfluent.org)
//! messages: `locales/<language>/*.ftl`, a file for each part of the program, the same messages in both.
//!
//! A sentence is a message with named values, [`say!`]; numbers come as text where they are to be
//! grouped or rounded, and as numbers where a plural hangs on them. Rooms that do not know the reader's
//! language make a [`Sentence`], [`sentence!`], which is said in one later. `tests/it/language.rs` reads
//! the catalogue and the sources: no message lacks a translation, none is called that does not exist,
//! and none is there that nobody calls.

mod sentences;

pub mod system;

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, langid, static_loader};

static_loader! {
    static CATALOGUE = {
        locales: "./src/language/locales",
        fallback_language: "en",
        // Marks of the direction of writing around values are noise on a terminal and in a sheet.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static CHINESE: LanguageIdentifier = langid!("zh");

/// A language people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// 中文, in simplified characters.
    Chinese,
}

/// A value of a message: text or a number.
pub type Value = FluentValue<'static>;

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The tag used on the command line, in HTML and in the catalogue.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language of a locale such as `zh_CN.UTF-8`: Chinese where it begins so, else English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let first = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
        if first.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
    }

    /// The language that the user's environment asks for.
    #[must_use]
    pub fn of_environment() -> Self {
        sys_locale::get_locale().map_or(Self::English, |locale| Self::of_locale(&locale))
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::English => &ENGLISH,
            Self::Chinese => &CHINESE,
        }
    }

    /// A message without values, where the catalogue has it: for ids that are put together, as those
    /// of the help are.
    #[must_use]
    pub fn find(self, id: &str) -> Option<String> {
        CATALOGUE.try_lookup(self.identifier(), id)
    }

    /// A message of the catalogue with its values; its id where the catalogue has none, which a test
    /// rules out.
    #[must_use]
    pub fn message(self, id: &str, values: &[(&'static str, Value)]) -> String {
        let values: HashMap<Cow<'static, str>, Value> =
            values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        CATALOGUE
            .try_lookup_with_args(self.identifier(), id, &values)
            .unwrap_or_else(|| id.to_owned())
    }
}

/// A message of the catalogue: `say!(language, "language-name", tag = "en")`.
#[macro_export]
macro_rules! say {
    ($language:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $language.message($id, &[$((stringify!($name), $crate::language::Value::from($value))),*])
    };
}

/// A message of the catalogue, to be said in a language later: `sentence!("term-type")`, with values as
/// for [`say!`] (see [`Part`] for what they may be).
#[macro_export]
macro_rules! sentence {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::language::Sentence::new(
            $id,
            vec![$((stringify!($name), $crate::language::Part::from($value))),*],
        )
    };
}

pub use say;
pub use sentence;
pub use sentences::{Part, Sentence};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        for locale in ["zh", "zh_CN.UTF-8", "zh-Hans-CN", "ZH_TW"] {
            assert_eq!(Language::of_locale(locale), Language::Chinese, "{locale}");
        }
        for locale in ["en_GB.UTF-8", "C", "POSIX", "", "de-DE", "zha"] {
            assert_eq!(Language::of_locale(locale), Language::English, "{locale}");
        }
    }

    #[test]
    fn a_message_takes_its_values() {
        let said = |language: Language| say!(language, "language-name", tag = language.tag());
        assert_eq!(Language::ALL.map(said), ["English (en)", "中文 (zh)"]);
    }
}
