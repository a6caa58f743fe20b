//! The words of the page, in all languages: it can be switched while it is read.

use std::collections::BTreeMap;

use crate::language::{Language, Value};

/// The messages of the page, and those of terms and pins: what they are is taken from the catalogue
/// itself, so that none can be forgotten.
const CATALOGUE: [&str; 2] = [
    include_str!("../../language/locales/en/page.ftl"),
    include_str!("../../language/locales/en/term.ftl"),
];

/// Language to message to text, where values stand as `{name}` for the page to fill in.
pub(super) fn words() -> BTreeMap<&'static str, BTreeMap<&'static str, String>> {
    let messages: Vec<(&str, Vec<(&str, Value)>)> =
        CATALOGUE.iter().flat_map(|text| text.lines().filter_map(message)).collect();
    let said = |language: Language| {
        messages.iter().map(|(id, values)| (*id, language.message(id, values))).collect()
    };
    Language::ALL.iter().map(|&language| (language.tag(), said(language))).collect()
}

/// The id and the values of a message; each is on a line of its own.
fn message(line: &'static str) -> Option<(&'static str, Vec<(&'static str, Value)>)> {
    if !line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let (id, text) = line.split_once('=')?;
    let values = text.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        (name, Value::from(format!("{{{name}}}")))
    });
    Some((id.trim(), values.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_its_words_and_places_for_values() {
        let words = words();
        assert_eq!(words["zh"]["page-lead"], "牵头单位");
        assert_eq!(words["en"]["page-km"], "{n} km");
        assert_eq!(words["en"].len(), words["zh"].len());
        for (id, text) in words.values().flatten() {
            assert!(!text.contains('$') && text != id, "{id}: {text}");
        }
    }
}
