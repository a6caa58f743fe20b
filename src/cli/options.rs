//! Values of options, checked as they are parsed.

use std::error::Error;
use std::fmt;
use std::num::{IntErrorKind, NonZeroUsize, ParseIntError};
use std::time::Duration;

use crate::language::{Language, say};

/// What a value should have been. A parser does not know the user's language, so this is what it
/// fails with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Positive,
    Smaller,
    Range { least: u16, most: u16 },
    Seconds,
    Ratio,
    Percent,
    Seeds,
    FewerSeeds { most: u64 },
    Named,
}

impl Wanted {
    /// What the cause of an error asks for, where that is known.
    pub(super) fn by(error: &(dyn Error + 'static)) -> Option<Self> {
        if let Some(wanted) = error.downcast_ref() {
            return Some(*wanted);
        }
        error.downcast_ref::<ParseIntError>().map(|error| match error.kind() {
            IntErrorKind::Zero => Self::Positive,
            IntErrorKind::PosOverflow => Self::Smaller,
            _ => Self::Whole,
        })
    }

    pub(super) fn say(self, language: Language) -> String {
        match self {
            Self::Whole => say!(language, "usage-want-whole"),
            Self::Positive => say!(language, "usage-want-positive"),
            Self::Smaller => say!(language, "usage-too-large"),
            Self::Range { least, most } => {
                let (least, most) = (least.to_string(), most.to_string());
                say!(language, "usage-want-range", least = least, most = most)
            }
            Self::Seconds => say!(language, "usage-want-seconds"),
            Self::Ratio => say!(language, "usage-want-ratio"),
            Self::Percent => say!(language, "usage-want-percent"),
            Self::Seeds => say!(language, "usage-want-seeds"),
            Self::FewerSeeds { most } => {
                say!(language, "usage-want-fewer-seeds", most = most.to_string())
            }
            Self::Named => say!(language, "usage-want-named"),
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl Error for Wanted {}

/// A limit in seconds, whole or not.
pub(super) fn seconds(text: &str) -> Result<Duration, Wanted> {
    let seconds: f64 = text.parse().map_err(|_| Wanted::Seconds)?;
    Duration::try_from_secs_f64(seconds).map_err(|_| Wanted::Seconds)
}

/// A relative gap, from 0 (a proof) to 1 (any plan).
pub(super) fn gap(text: &str) -> Result<f64, Wanted> {
    let gap: Option<f64> = text.parse().ok().filter(|gap| (0.0..=1.0).contains(gap));
    gap.ok_or(Wanted::Ratio)
}

/// A whole number from 1 to `MOST`.
pub(super) fn times<const MOST: u16>(text: &str) -> Result<u16, Wanted> {
    let times = text.parse().ok().filter(|times| (1..=MOST).contains(times));
    times.ok_or(Wanted::Range { least: 1, most: MOST })
}

/// The threads that run side by side on this machine.
pub(super) fn all_threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_finite_and_not_negative() {
        assert_eq!(seconds("20"), Ok(Duration::from_secs(20)));
        assert_eq!(seconds("0.25"), Ok(Duration::from_millis(250)));
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        for bad in ["-1", "inf", "NaN", "1e40", "ten", ""] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn gaps_are_ratios() {
        assert_eq!(gap("0.01"), Ok(0.01));
        for bad in ["-0.1", "1.5", "NaN", "inf", "1%", ""] {
            assert!(gap(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn times_are_within_their_range() {
        assert_eq!((times::<20>("1"), times::<20>("20")), (Ok(1), Ok(20)));
        for bad in ["0", "21", "-1", "70000", "1.5", ""] {
            assert_eq!(times::<20>(bad), Err(Wanted::Range { least: 1, most: 20 }), "{bad}");
        }
    }
}
