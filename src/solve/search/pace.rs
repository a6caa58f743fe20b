//! How much of a solve limited by time is over, told by moves.
//!
//! The clock cannot be asked twice, moves can be counted again. So what is over is what a count of moves
//! says at the speed seen last, and the clock only corrects that where the two have drifted apart:
//! some hundred times in a solve, however long. A replay makes the same corrections at the same
//! places ([`Control::glance`]).

use std::time::Duration;

use crate::solve::Control;

/// The clock corrects the count from this difference on, as a share of the whole.
const DRIFT: f64 = 1.0 / 500.0;
/// Speed is measured over this share of the whole, and up to twice that.
const WINDOW: f64 = 1.0 / 50.0;
/// Shares are kept as whole numbers of such parts.
const PARTS: f64 = 1e12;
/// Moves of the whole, at most, so that they are whole numbers.
const MOST_MOVES: f64 = 1e15;

/// See the module.
pub(super) struct Pace {
    limit: f64,
    /// Moves and share of the whole at the last correction.
    moves: u64,
    done: f64,
    /// Moves of the whole at the speed seen last.
    in_all: f64,
    /// Moves and share when the clock was looked at a while ago, and before that.
    seen: [(u64, f64); 2],
}

impl Pace {
    /// Nothing is over yet; `speed` in moves a second is a first guess.
    pub(super) fn new(limit: Duration, speed: f64) -> Self {
        let limit = limit.as_secs_f64().max(1e-9);
        Self { limit, moves: 0, done: 0.0, in_all: (speed * limit).max(1.0), seen: [(0, 0.0); 2] }
    }

    /// Share of the whole that is over after so many moves, from 0 to about 1.
    pub(super) fn done(&mut self, moves: u64, control: &Control) -> f64 {
        let told = self.done + (moves - self.moves) as f64 / self.in_all;
        let corrected = control.glance(|| {
            let now = control.clock().as_secs_f64() / self.limit;
            self.look(moves, now);
            let drifted = (now - told).abs() > DRIFT;
            drifted.then(|| [(now * PARTS) as i64, self.speed(moves, now) as i64])
        });
        let Some([done, in_all]) = corrected else { return told };
        self.moves = moves;
        self.done = done as f64 / PARTS;
        self.in_all = in_all.max(1) as f64;
        self.done
    }

    /// Remembers what the clock says.
    fn look(&mut self, moves: u64, now: f64) {
        if now - self.seen[0].1 > WINDOW {
            self.seen = [(moves, now), self.seen[0]];
        }
    }

    /// Moves of the whole at the speed of late.
    fn speed(&self, moves: u64, now: f64) -> f64 {
        let (before, then) = self.seen[1];
        let lately = (moves - before) as f64 / (now - then).max(1e-9);
        let speed = if moves > before { lately } else { self.in_all };
        speed.clamp(1.0, MOST_MOVES)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::time::Instant;

    use super::*;
    use crate::solve::Silent;

    /// Shares told on the way to the end, at an uneven speed, each with what the clock said just before
    /// and just after.
    fn run(control: &Control, limit: Duration, rounds: usize) -> (Vec<f64>, Vec<[f64; 2]>) {
        let mut pace = Pace::new(limit, 1e6);
        let mut moves = 0;
        let clock = || control.clock().as_secs_f64() / limit.as_secs_f64();
        let rounds = 0..rounds;
        rounds
            .map(|round| {
                moves += if round % 100 < 50 { 1_000 } else { 10 };
                let begun = Instant::now();
                while begun.elapsed() < Duration::from_micros(20) {}
                let before = clock();
                let told = pace.done(moves, control);
                (told, [before, clock()])
            })
            .unzip()
    }

    #[test]
    fn a_replay_tells_the_same_shares_without_a_clock() {
        let (never, limit) = (AtomicBool::new(false), Duration::from_millis(20));
        let control = Control::recording(&never, &Silent, None);
        let (told, clock) = run(&control, limit, 500);
        for (told, [before, after]) in told.iter().zip(clock) {
            let rounding = 1e-9;
            assert!(*told >= before - DRIFT - rounding, "{told}: {before} to {after}");
            assert!(*told <= after + DRIFT + rounding, "{told}: {before} to {after}");
        }
        let tape = control.tape();
        assert!(!tape.answers.is_empty(), "{tape:?}");
        let replay = Control::replaying(&never, &Silent, tape, 1);
        assert_eq!(run(&replay, limit, 500).0, told);
        assert!(replay.is_repeated());
    }
}
