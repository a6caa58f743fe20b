//! Numbers as people type them, read exactly.

use std::borrow::Cow;

/// Why a text is not the number wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotNumber {
    /// It is no decimal number.
    Malformed,
    /// It has a fraction where a whole number is wanted.
    Fraction,
    /// It is infinite or not a number.
    NotFinite,
    /// It is larger than anything that is accepted anywhere.
    Huge,
}

/// Full-width letters, digits, signs and spaces (U+FF01..=U+FF5E, U+3000) in their ASCII form,
/// outer spaces taken off.
pub(super) fn half_width(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.chars().any(|c| matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ff5e}')) {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    Cow::Owned(text.chars().map(narrow).collect())
}

/// Sign, whole digits and fraction digits of a plain decimal number.
fn decimal_parts(text: &str) -> Result<(bool, &str, &str), NotNumber> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return Err(NotNumber::Malformed);
    }
    Ok((negative, whole.trim_start_matches('0'), fraction))
}

/// At most 15 digits, so that nothing overflows.
fn integer(digits: &str) -> Result<i64, NotNumber> {
    if digits.len() > 15 {
        return Err(NotNumber::Huge);
    }
    Ok(digits.bytes().fold(0, |sum, b| 10 * sum + i64::from(b - b'0')))
}

/// A whole number: `12`, `12.0`, `-3`, `１２`.
pub(super) fn whole(text: &str) -> Result<i64, NotNumber> {
    let text = half_width(text);
    let (negative, whole, fraction) = decimal_parts(&text)?;
    if fraction.bytes().any(|b| b != b'0') {
        return Err(NotNumber::Fraction);
    }
    let value = integer(whole)?;
    Ok(if negative { -value } else { value })
}

/// A decimal number times 1,000, without floating point; digits after the third decimal round half
/// up (away from zero below it).
pub(super) fn thousandths(text: &str) -> Result<i64, NotNumber> {
    let text = half_width(text);
    let (negative, whole, fraction) = decimal_parts(&text)?;
    let digit = |at: usize| fraction.as_bytes().get(at).map_or(0, |b| i64::from(b - b'0'));
    let mills = 100 * digit(0) + 10 * digit(1) + digit(2) + i64::from(digit(3) >= 5);
    let value = 1000 * integer(whole)? + mills;
    Ok(if negative { -value } else { value })
}

/// A finite number in floating point, for coordinates.
pub(super) fn float(text: &str) -> Result<f64, NotNumber> {
    let value: f64 = half_width(text).parse().map_err(|_| NotNumber::Malformed)?;
    if value.is_finite() { Ok(value) } else { Err(NotNumber::NotFinite) }
}

/// `yes`/`no`, `true`/`false`, `1`/`0`, `是`/`否`.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let text = half_width(text);
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    if ["yes", "true", "1", "是"].iter().any(is) {
        Some(true)
    } else if ["no", "false", "0", "否"].iter().any(is) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_may_be_full_width_and_end_in_point_zero() {
        assert_eq!(whole("　１２．０ "), Ok(12));
        assert_eq!(whole("-3"), Ok(-3));
        assert_eq!(whole("007"), Ok(7));
        assert_eq!(whole("1.5"), Err(NotNumber::Fraction));
        assert_eq!(whole("9999999999999999"), Err(NotNumber::Huge));
        for text in ["", "1,234", "1 2", ".", "-", "1e3", "十二", "0x10"] {
            assert_eq!(whole(text), Err(NotNumber::Malformed), "{text}");
        }
    }

    #[test]
    fn thousandths_are_exact_and_round_half_up() {
        assert_eq!(thousandths("12.345"), Ok(12_345));
        assert_eq!(thousandths("0.29"), Ok(290)); // 1000.0 * 0.29 is 290.00000000000006
        assert_eq!(thousandths("1.0005"), Ok(1_001));
        assert_eq!(thousandths("1.00049999"), Ok(1_000));
        assert_eq!(thousandths("1.9996"), Ok(2_000));
        assert_eq!(thousandths(".5"), Ok(500));
        assert_eq!(thousandths("７"), Ok(7_000));
        assert_eq!(thousandths("nan"), Err(NotNumber::Malformed));
    }

    #[test]
    fn floats_are_finite() {
        assert_eq!(float(" 104.5 "), Ok(104.5));
        assert_eq!(float("inf"), Err(NotNumber::NotFinite));
        assert_eq!(float("NaN"), Err(NotNumber::NotFinite));
        assert_eq!(float("1e999"), Err(NotNumber::NotFinite));
        assert_eq!(float("104°"), Err(NotNumber::Malformed));
    }

    #[test]
    fn yes_and_no_have_four_spellings() {
        for (yes, no) in [("yes", "NO"), ("True", "false"), ("1", "0"), ("是", "否")] {
            assert_eq!((yes_or_no(yes), yes_or_no(no)), (Some(true), Some(false)));
        }
        assert_eq!(yes_or_no("maybe"), None);
    }
}
