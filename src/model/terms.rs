//! The cost of a plan, term by term.

use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

use super::quantities::Millipoints;

/// The eleven terms of the objective, weights applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Lead agency's category against the village's type.
    #[serde(rename = "type")]
    pub type_: Millipoints,
    /// Attachments.
    pub link: Millipoints,
    /// Helpers' ways to their households.
    pub travel: Millipoints,
    /// Helper's agency category against the household's cause.
    pub need: Millipoints,
    /// Agencies sent too far on average.
    pub balance: Millipoints,
    /// Agencies with more or fewer households than their share.
    pub share: Millipoints,
    /// Households above quota.
    pub overload: Millipoints,
    /// Households that lose last year's helper.
    pub change: Millipoints,
    /// Villages that lose last year's lead agency.
    pub lead_change: Millipoints,
    /// Shortcomings of first secretaries.
    pub secretary: Millipoints,
    /// Cadres whose households lie in several hamlets.
    pub hamlet: Millipoints,
}

impl Terms {
    /// Each term with the name it has in files, in the order of the specification.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, Millipoints); 11] {
        [
            ("type", self.type_),
            ("link", self.link),
            ("travel", self.travel),
            ("need", self.need),
            ("balance", self.balance),
            ("share", self.share),
            ("overload", self.overload),
            ("change", self.change),
            ("lead_change", self.lead_change),
            ("secretary", self.secretary),
            ("hamlet", self.hamlet),
        ]
    }

    /// The objective.
    #[must_use]
    pub fn total(&self) -> Millipoints {
        self.named().iter().map(|&(_, cost)| cost).sum()
    }
}

impl Terms {
    /// The same of two, term by term.
    fn zip(self, other: Self, with: impl Fn(Millipoints, Millipoints) -> Millipoints) -> Self {
        Self {
            type_: with(self.type_, other.type_),
            link: with(self.link, other.link),
            travel: with(self.travel, other.travel),
            need: with(self.need, other.need),
            balance: with(self.balance, other.balance),
            share: with(self.share, other.share),
            overload: with(self.overload, other.overload),
            change: with(self.change, other.change),
            lead_change: with(self.lead_change, other.lead_change),
            secretary: with(self.secretary, other.secretary),
            hamlet: with(self.hamlet, other.hamlet),
        }
    }
}

impl Add for Terms {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.zip(other, |x, y| x + y)
    }
}

impl Sub for Terms {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.zip(other, |x, y| x - y)
    }
}

impl Sum for Terms {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), |sum, terms| sum + terms)
    }
}
