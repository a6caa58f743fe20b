//! What a solve was told by the clock and by those beside it, so that it can be repeated.
//!
//! A solve is a sequence of questions whose answers do not follow from what was asked for: is it time to
//! stop, how much of the time is over, what did the bound find meanwhile. Most are answered as
//! expected; only where an answer is not, it is kept, with the number of questions before it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Version of what a tape means. Another one cannot be replayed.
pub const TAPE_FORMAT: u32 = 1;

/// The answers to one sequence of questions, and the sequences that ran beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tape {
    /// Questions in all.
    pub questions: u64,
    /// What was not as expected, in order.
    #[serde(with = "text")]
    pub answers: Vec<Answer>,
    /// The sequences that began in this one, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Tape>,
}

/// An answer that was not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Questions since the last such answer, this one among them: at least 1.
    pub after: u64,
    /// What was said; nothing where "no" became "yes" or the other way round.
    pub values: Vec<i64>,
}

/// Answers as a text: `12 3=500,-7` is an answer to the 12th question without values, and one to the
/// 15th with two.
mod text {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{Answer, read, write};

    pub(super) fn serialize<S: Serializer>(answers: &[Answer], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&write(answers))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Vec<Answer>, D::Error> {
        let text = String::deserialize(input)?;
        read(&text).ok_or_else(|| D::Error::custom("no answers of a solve"))
    }
}

fn write(answers: &[Answer]) -> String {
    let mut text = String::new();
    for Answer { after, values } in answers {
        let space = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{space}{after}"); // memory does not fail
        for (i, value) in values.iter().enumerate() {
            let _ = write!(text, "{}{value}", if i == 0 { '=' } else { ',' });
        }
    }
    text
}

fn read(text: &str) -> Option<Vec<Answer>> {
    let one = |word: &str| {
        let (after, values) = word.split_once('=').map_or((word, None), |(a, v)| (a, Some(v)));
        let after = after.parse().ok().filter(|&after| after > 0)?;
        let values = values.into_iter().flat_map(|values| values.split(','));
        let values: Option<Vec<i64>> = values.map(|value| value.parse().ok()).collect();
        Some(Answer { after, values: values? })
    };
    text.split_ascii_whitespace().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(after: u64, values: &[i64]) -> Answer {
        Answer { after, values: values.to_vec() }
    }

    #[test]
    fn a_tape_comes_back_as_it_was() {
        let answers = vec![answer(12, &[]), answer(3, &[500, -7]), answer(1, &[i64::MIN])];
        let part = Tape { questions: 1, ..Tape::default() };
        let tape = Tape { questions: 20, answers, parts: vec![part] };
        let text = serde_json::to_string(&tape).unwrap();
        assert!(text.contains("\"12 3=500,-7 1=-9223372036854775808\""), "{text}");
        assert_eq!(serde_json::from_str::<Tape>(&text).unwrap(), tape);
    }

    #[test]
    fn what_are_no_answers_is_refused() {
        for bad in ["x", "0", "-1", "1=", "1=a", "1=1,", "1=1=2", "=1", "99999999999999999999"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(read(" "), Some(Vec::new()));
    }
}
