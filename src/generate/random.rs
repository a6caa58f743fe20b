//! Random streams and what is drawn from them.
//!
//! Each purpose in each county has a stream of its own, so that a change in how one thing is made
//! leaves the others as they were. Draws are integers of fixed width, or reals that are rounded to
//! integers or to six decimals before they reach a record.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// What a stream is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Townships,
    Agencies,
    Sizes,
    Villages,
    Cadres,
    CadreNames,
    Stations,
    Households,
    Householders,
    Travel,
    Links,
    Places,
}

/// The streams of one county.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streams {
    seed: u64,
    county: u64,
}

impl Streams {
    pub(super) const fn new(seed: u64, county: usize) -> Self {
        Self { seed, county: county as u64 }
    }

    /// The generator of one purpose: `ChaCha` of the user's seed, at a stream number of its own.
    pub(super) fn of(self, purpose: Purpose) -> Draw {
        const PURPOSES: u64 = 64; // room for more, so that the stream numbers need not change
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(self.county * PURPOSES + purpose as u64);
        Draw(rng)
    }
}

/// Draws from one stream.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// A whole number from 0 to `n` − 1; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0.random_range(0..(n as u64).max(1)) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..=high.max(low))
    }

    /// True `percent` times of a hundred.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100_u32) < percent
    }

    /// A real from −1 to 1.
    pub(super) fn symmetric(&mut self) -> f64 {
        f64::from(self.0.random_range(-1_000_000_i32..=1_000_000)) / 1e6
    }

    /// A standard normal real.
    pub(super) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// One of a table, each as often as its weight says.
    ///
    /// # Panics
    /// If the table has no weight at all.
    pub(super) fn weighted<T: Copy>(&mut self, table: &[(T, u32)]) -> T {
        let total = table.iter().map(|&(_, weight)| weight).sum();
        let mut at = self.0.random_range(0..total);
        for &(value, weight) in table {
            if at < weight {
                return value;
            }
            at -= weight;
        }
        unreachable!("a number below the sum of the weights falls to one of them")
    }

    /// One of several, all alike.
    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A character of a text, all alike.
    pub(super) fn character(&mut self, text: &str) -> char {
        let at = self.below(text.chars().count());
        text.chars().nth(at).expect("the position is below the length")
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        items.shuffle(&mut self.0);
    }

    /// `n` log-normal reals of median 1.
    pub(super) fn log_normal(&mut self, n: usize, sigma: f64) -> Vec<f64> {
        (0..n).map(|_| (sigma * self.normal()).exp()).collect()
    }
}

/// Splits `total` in whole parts: `least` each as far as it goes round, the rest in proportion to
/// the weights, by largest remainders (Hamilton's method).
pub(super) fn apportion(total: usize, weights: &[f64], least: usize) -> Vec<usize> {
    let n = weights.len();
    let least = least.min(total / n.max(1));
    let rest = total - n * least;
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|w| rest as f64 * w / sum).collect();
    let mut parts: Vec<usize> = exact.iter().map(|x| least + x.floor() as usize).collect();
    let mut by_remainder: Vec<usize> = (0..n).collect();
    let remainder = |i: usize| exact[i] - exact[i].floor();
    by_remainder.sort_by(|&i, &j| remainder(j).total_cmp(&remainder(i)).then(i.cmp(&j)));
    let missing = total.saturating_sub(parts.iter().sum());
    for &i in by_remainder.iter().cycle().take(missing) {
        parts[i] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_total_and_keep_the_least() {
        let parts = apportion(100, &[1.0, 2.0, 3.5, 0.1], 5);
        assert_eq!(parts.iter().sum::<usize>(), 100);
        assert_eq!(parts, [17, 29, 48, 6]); // 5 + 80·w/6.6: 17.12, 29.24, 47.42, 6.21
    }

    #[test]
    fn a_least_that_does_not_go_round_is_lowered() {
        assert_eq!(apportion(5, &[1.0, 1.0], 4), [3, 2]);
    }

    #[test]
    fn streams_differ_by_purpose_and_by_county() {
        let draw = |county, purpose| Streams::new(1, county).of(purpose).below(1 << 30);
        assert_ne!(draw(0, Purpose::Sizes), draw(0, Purpose::Links));
        assert_ne!(draw(0, Purpose::Sizes), draw(1, Purpose::Sizes));
        assert_eq!(draw(3, Purpose::Sizes), draw(3, Purpose::Sizes));
    }

    #[test]
    fn weights_are_kept_roughly() {
        let mut draw = Streams::new(7, 0).of(Purpose::Sizes);
        let hits = (0..10_000).filter(|_| draw.weighted(&[(true, 3), (false, 1)])).count();
        assert!((7_300..7_700).contains(&hits), "{hits} of 10000 at a weight of 3 in 4");
    }
}
