//! Values of options, checked as they are parsed.

use std::num::NonZeroUsize;
use std::time::Duration;

/// A limit in seconds, whole or not.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let wanted = || "give a number of seconds, 0 or more".to_owned();
    let seconds: f64 = text.parse().map_err(|_| wanted())?;
    Duration::try_from_secs_f64(seconds).map_err(|_| wanted())
}

/// A relative gap, from 0 (a proof) to 1 (any plan).
pub(super) fn gap(text: &str) -> Result<f64, String> {
    let gap: Option<f64> = text.parse().ok().filter(|gap| (0.0..=1.0).contains(gap));
    gap.ok_or_else(|| "give a number from 0 to 1; 0.01 is one percent".to_owned())
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
}
