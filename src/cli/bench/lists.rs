//! Values of the options of `bench`, checked as they are parsed.

use std::path::PathBuf;

use crate::cli::options::Wanted;

/// Most seeds of one range.
const MOST_SEEDS: u64 = 10_000;

/// Seeds from the first to the last, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeedRange {
    pub(super) first: u64,
    pub(super) last: u64,
}

/// `7`, or `1..5`.
pub(super) fn seeds(text: &str) -> Result<SeedRange, Wanted> {
    let number = |text: &str| text.trim().parse::<u64>().map_err(|_| Wanted::Seeds);
    let (first, last) = match text.split_once("..") {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(text)?, number(text)?),
    };
    match last.checked_sub(first) {
        None => Err(Wanted::Seeds),
        Some(more) if more >= MOST_SEEDS => Err(Wanted::FewerSeeds { most: MOST_SEEDS }),
        Some(_) => Ok(SeedRange { first, last }),
    }
}

/// A number of percent, 0 or more.
pub(super) fn percent(text: &str) -> Result<f64, Wanted> {
    let percent: Option<f64> = text.parse().ok().filter(|p: &f64| p.is_finite() && *p >= 0.0);
    percent.ok_or(Wanted::Percent)
}

/// What another solver made, as the user names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) instance: Option<String>,
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// `NAME=PATH`, or `INSTANCE:NAME=PATH`.
pub(super) fn named(text: &str) -> Result<Named, Wanted> {
    let (label, path) = text.split_once('=').ok_or(Wanted::Named)?;
    let (instance, name) = match label.rsplit_once(':') {
        Some((instance, name)) => (Some(instance.trim()), name.trim()),
        None => (None, label.trim()),
    };
    if name.is_empty() || path.is_empty() || instance == Some("") {
        return Err(Wanted::Named);
    }
    Ok(Named { instance: instance.map(str::to_owned), name: name.to_owned(), path: path.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_single_or_ranges_with_both_ends() {
        assert_eq!(seeds("7"), Ok(SeedRange { first: 7, last: 7 }));
        assert_eq!(seeds("1..5"), Ok(SeedRange { first: 1, last: 5 }));
        for bad in ["", "5..1", "1..", "-1", "1..=5", "0..10000", "x"] {
            assert!(seeds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn percents_are_finite_and_not_negative() {
        assert_eq!(percent("0.05"), Ok(0.05));
        for bad in ["-1", "inf", "NaN", "1%", ""] {
            assert!(percent(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stranger_has_a_name_and_may_have_an_instance() {
        let with = |instance: Option<&str>, name: &str, path: &str| Named {
            instance: instance.map(str::to_owned),
            name: name.to_owned(),
            path: path.into(),
        };
        assert_eq!(named("SCIP=a=b:c.log"), Ok(with(None, "SCIP", "a=b:c.log")));
        assert_eq!(named("county:SCIP=x"), Ok(with(Some("county"), "SCIP", "x")));
        for bad in ["SCIP", "=x", "SCIP=", ":SCIP=x", "county:=x"] {
            assert!(named(bad).is_err(), "{bad}");
        }
    }
}
