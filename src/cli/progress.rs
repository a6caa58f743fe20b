//! What a running solve tells its user: a live line on a terminal, now and then a plain line
//! elsewhere, nothing if quiet. Never silent for long, so that "running" is not all one knows.

use std::io::IsTerminal as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt;
use super::output::message;
use crate::language::{Language, say};
use crate::model::{Millipoints, PriceList};
use crate::report::text::{percent, points};
use crate::solve::Observer;

/// Between two looks at what is known.
const TICK: Duration = Duration::from_millis(100);
/// Between two plain lines.
const PLAIN: Duration = Duration::from_secs(10);

/// Shows the progress of a solve until it is dropped.
pub(super) struct Progress {
    shared: Arc<Shared>,
    ticker: Option<JoinHandle<()>>,
}

struct Shared {
    method: &'static str,
    limit: Option<Duration>,
    language: Language,
    started: Instant,
    known: Mutex<Known>,
    prices: Mutex<Option<PriceList>>,
    over: Mutex<bool>,
    ended: Condvar,
}

#[derive(Clone, Copy, Default)]
struct Known {
    incumbent: Option<Millipoints>,
    bound: Option<Millipoints>,
}

impl Progress {
    /// Starts the clock.
    pub(super) fn new(
        method: &'static str,
        limit: Option<Duration>,
        quiet: bool,
        language: Language,
    ) -> Self {
        let shared = Arc::new(Shared {
            method,
            limit,
            language,
            started: Instant::now(),
            known: Mutex::default(),
            prices: Mutex::default(),
            over: Mutex::new(false),
            ended: Condvar::new(),
        });
        let ticker = (!quiet).then(|| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                if std::io::stderr().is_terminal() { shared.live() } else { shared.plain() }
            })
        });
        Self { shared, ticker }
    }

    /// The prices of the best bound that told any.
    pub(super) fn prices_told(&self) -> Option<PriceList> {
        lock(&self.shared.prices).clone()
    }
}

impl Observer for Progress {
    fn incumbent(&self, objective: Millipoints) {
        let mut known = lock(&self.shared.known);
        known.incumbent = Some(known.incumbent.map_or(objective, |best| best.min(objective)));
    }

    fn bound(&self, bound: Millipoints) {
        let mut known = lock(&self.shared.known);
        known.bound = Some(known.bound.map_or(bound, |best| best.max(bound)));
    }

    fn wants_prices(&self) -> bool {
        true
    }

    fn prices(&self, prices: PriceList) {
        let mut told = lock(&self.shared.prices);
        if told.as_ref().is_none_or(|known| known.bound < prices.bound) {
            *told = Some(prices);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *lock(&self.shared.over) = true;
        self.shared.ended.notify_all();
        if let Some(ticker) = self.ticker.take() {
            drop(ticker.join()); // a ticker that panicked must not take the plan with it
        }
    }
}

impl Shared {
    /// Calls `look` every tick until the solve is over.
    fn every_tick(&self, mut look: impl FnMut()) {
        let mut over = lock(&self.over);
        while !*over {
            look();
            over = self.ended.wait_timeout(over, TICK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn live(&self) {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style);
        }
        let mut noticed = false;
        self.every_tick(|| {
            if !noticed && interrupt::was_interrupted() {
                noticed = true;
                bar.suspend(|| message(&self.stopping()));
            }
            bar.set_message(self.line());
            bar.tick();
        });
        bar.finish_and_clear();
    }

    fn plain(&self) {
        let (mut noticed, mut planned, mut lines) = (false, false, 0);
        self.every_tick(|| {
            if !noticed && interrupt::was_interrupted() {
                noticed = true;
                message(&self.stopping());
            }
            let first = !planned && lock(&self.known).incumbent.is_some();
            let due = self.started.elapsed() >= PLAIN * (lines + 1);
            if first || due {
                message(&self.line());
            }
            planned |= first;
            lines += u32::from(due);
        });
    }

    fn line(&self) -> String {
        let known = *lock(&self.known);
        let elapsed = self.started.elapsed().as_secs_f64();
        let (elapsed, language) = (format!("{elapsed:.1}"), self.language);
        let time = match self.limit {
            Some(limit) => {
                let limit = limit.as_secs_f64().to_string();
                say!(language, "plan-progress-time-of", elapsed = elapsed, limit = limit)
            }
            None => say!(language, "plan-progress-time", elapsed = elapsed),
        };
        format!("{time} · {} · {}", self.method, known.describe(language))
    }

    fn stopping(&self) -> String {
        say!(self.language, "plan-stopping")
    }
}

impl Known {
    fn describe(self, language: Language) -> String {
        let bound = self.bound.filter(|&bound| bound > Millipoints::ZERO);
        let mut parts = vec![
            match self.incumbent {
                Some(best) => say!(language, "plan-progress-best", cost = points(best)),
                None => say!(language, "plan-progress-no-plan"),
            },
            match bound {
                Some(bound) => say!(language, "plan-progress-bound", cost = points(bound)),
                None => say!(language, "plan-progress-no-bound"),
            },
        ];
        if let (Some(best), Some(bound)) = (self.incumbent, bound)
            && best > Millipoints::ZERO
        {
            let gap = percent((best.0 - bound.0).max(0) as f64 / best.0 as f64);
            parts.push(say!(language, "plan-progress-gap", gap = gap));
        }
        parts.join(" · ")
    }
}

/// What a panicking thread left is still good: each field is written whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_all_threads_is_told() {
        let progress =
            Progress::new("search", Some(Duration::from_secs(20)), true, Language::English);
        assert!(progress.shared.line().ends_with(" of 20 s · search · no plan yet · no bound"));
        thread::scope(|scope| {
            for cost in [3_000_000, 2_000_000, 4_000_000] {
                let progress = &progress;
                scope.spawn(move || {
                    progress.incumbent(Millipoints(cost));
                    progress.bound(Millipoints(cost / 4));
                });
            }
        });
        let line = progress.shared.line();
        assert!(line.ends_with("· best 2,000.000 · bound 1,000.000 · gap 50.00 %"), "{line}");
    }
}
