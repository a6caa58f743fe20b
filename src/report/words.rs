//! Words and columns that several reports share.

use crate::analyse::decision::PinName;
use crate::language::{Language, say};
use crate::model::enums::{PinKind, PinMode};

/// Columns of a terminal that a text takes: two for each Chinese character.
#[must_use]
pub fn width(text: &str) -> usize {
    let wide =
        |c: char| ('\u{1100}'..='\u{115f}').contains(&c) || ('\u{2e80}'..='\u{ffe6}').contains(&c);
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// A text with spaces after it up to so many columns.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text with spaces before it up to so many columns.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The name of a cost term, which is a name of the specification.
#[must_use]
pub fn term(name: &str, language: Language) -> String {
    match name {
        "type" => say!(language, "term-type"),
        "link" => say!(language, "term-link"),
        "travel" => say!(language, "term-travel"),
        "need" => say!(language, "term-need"),
        "balance" => say!(language, "term-balance"),
        "share" => say!(language, "term-share"),
        "overload" => say!(language, "term-overload"),
        "change" => say!(language, "term-change"),
        "lead_change" => say!(language, "term-lead-change"),
        "secretary" => say!(language, "term-secretary"),
        "hamlet" => say!(language, "term-hamlet"),
        other => other.to_owned(),
    }
}

/// A pin as a sentence, with its reason where it has one.
#[must_use]
pub fn pin_words(pin: &PinName, language: Language) -> String {
    let (subject, object) = (pin.subject.clone(), pin.object.clone());
    let what = match pin.kind {
        PinKind::Lead => say!(language, "pin-lead", subject = subject, object = object),
        PinKind::Attach => say!(language, "pin-attach", subject = subject, object = object),
        PinKind::Post => say!(language, "pin-post", subject = subject, object = object),
        PinKind::Help => say!(language, "pin-help", subject = subject, object = object),
        PinKind::Secretary => say!(language, "pin-secretary", subject = subject, object = object),
        PinKind::Leader => say!(language, "pin-leader", subject = subject, object = object),
    };
    let said = match pin.mode {
        PinMode::Require => say!(language, "pin-require", what = what),
        PinMode::Forbid => say!(language, "pin-forbid", what = what),
    };
    match &pin.reason {
        Some(reason) => say!(language, "pin-with-reason", pin = said, reason = reason.clone()),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_take_two_columns() {
        assert_eq!(pad("牵头", 6), "牵头  ");
        assert_eq!(pad_left("lead", 6), "  lead");
        assert_eq!(pad("longer", 3), "longer");
    }
}
