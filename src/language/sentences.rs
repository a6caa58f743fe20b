//! Sentences of rooms that do not know the reader's language: made there, said at the rim.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Language, Value, say};

/// A message of the catalogue with its values, to be said in either language. Its order, by message
/// and then by values, is the same in all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    id: &'static str,
    values: Vec<(&'static str, Part)>,
}

/// A value of a [`Sentence`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Text that is the same in every language: an id, a header, what another program says.
    Text(String),
    /// A number; a plural may hang on it.
    Number(i64),
    /// Text that files spell differently in each language, by [`Language::ALL`].
    Spelled([String; 2]),
    /// Several of these, with commas between them.
    List(Vec<Part>),
    /// A sentence within the sentence.
    Sentence(Sentence),
    /// Several sentences, with semicolons between them.
    Sentences(Vec<Sentence>),
}

impl Sentence {
    /// What [`sentence!`](super::sentence!) makes.
    #[must_use]
    pub const fn new(id: &'static str, values: Vec<(&'static str, Part)>) -> Self {
        Self { id, values }
    }

    /// The sentence in a language.
    #[must_use]
    pub fn said(&self, language: Language) -> String {
        let values: Vec<(&'static str, Value)> =
            self.values.iter().map(|(name, part)| (*name, part.value(language))).collect();
        language.message(self.id, &values)
    }
}

impl Part {
    fn value(&self, language: Language) -> Value {
        match self {
            Self::Number(number) => (*number).into(),
            other => other.said(language).into(),
        }
    }

    pub(super) fn said(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Spelled(spellings) => spellings[language as usize].clone(),
            Self::List(parts) => {
                let said: Vec<String> = parts.iter().map(|part| part.said(language)).collect();
                said.join(&say!(language, "language-comma"))
            }
            Self::Sentence(sentence) => sentence.said(language),
            Self::Sentences(sentences) => {
                let said: Vec<String> = sentences.iter().map(|one| one.said(language)).collect();
                said.join(&say!(language, "language-semicolon"))
            }
        }
    }
}

impl fmt::Display for Sentence {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Language::English))
    }
}

impl Serialize for Sentence {
    /// As its English text, whatever the reader's language: programs read it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

macro_rules! parts {
    ($($from:ty: |$value:ident| $part:expr),+ $(,)?) => {$(
        impl From<$from> for Part {
            fn from($value: $from) -> Self {
                $part
            }
        }
    )+};
}

parts! {
    &str: |text| Self::Text(text.to_owned()),
    &String: |text| Self::Text(text.clone()),
    String: |text| Self::Text(text),
    u32: |number| Self::Number(number.into()),
    i64: |number| Self::Number(number),
    u64: |number| Self::Number(number.try_into().unwrap_or(i64::MAX)),
    usize: |number| Self::Number(number.try_into().unwrap_or(i64::MAX)),
    [String; 2]: |spellings| Self::Spelled(spellings),
    Vec<Part>: |parts| Self::List(parts),
    Vec<String>: |words| Self::List(words.into_iter().map(Self::Text).collect()),
    Vec<&str>: |words| Self::List(words.into_iter().map(Self::from).collect()),
    Sentence: |sentence| Self::Sentence(sentence),
    Vec<Sentence>: |sentences| Self::Sentences(sentences),
}

#[cfg(test)]
mod tests {
    use crate::language::sentence;

    use super::*;

    #[test]
    fn a_sentence_is_said_in_either_language_with_all_within_it() {
        let pins = vec![
            sentence!("pin-lead", subject = "A1", object = "V1"),
            sentence!("pin-help", subject = "C1", object = "H1"),
        ];
        let told = sentence!("pin-require", what = pins);
        assert_eq!(told.to_string(), "a pin requires that A1 leads V1; C1 helps H1");
        assert_eq!(told.said(Language::Chinese), "指定要求 A1 牵头 V1；C1 帮扶 H1");
        assert_eq!(serde_json::to_value(&told).unwrap(), told.to_string());
    }

    #[test]
    fn words_numbers_and_spellings_suit_the_language() {
        let words = vec!["a", "b"];
        let spelled = ["kind".to_owned(), "类型".to_owned()];
        let told = sentence!("pin-lead", subject = words, object = spelled);
        let said = Language::ALL.map(|language| told.said(language));
        assert_eq!(said, ["a, b leads kind", "a、b 牵头 类型"]);
        let number = sentence!("pin-help", subject = 10_000_u32, object = 2_usize);
        assert_eq!(number.to_string(), "10000 helps 2");
    }
}
