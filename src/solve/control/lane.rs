//! Keeps the answers to one sequence of questions, or gives those that were kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::tape::{Answer, Tape};

/// What a replay hears in answer to a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// As expected.
    Nothing,
    /// This.
    Values(Vec<i64>),
    /// The run has left the course of the tape; whatever it does now, it should soon be over.
    Strayed,
}

/// One sequence of questions. It may be shared between threads, but only one may ask at a time.
#[derive(Debug)]
pub(super) struct Lane {
    state: Mutex<State>,
    replays: bool,
    /// Set, for all lanes of a replay, once one of them has left its course.
    strayed: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct State {
    /// What was kept so far, or what is replayed; without its parts.
    tape: Tape,
    /// Questions so far, and at the last answer that was kept.
    asked: u64,
    answered: u64,
    /// Answers that were replayed.
    given: usize,
    /// The last answer to a question of yes or no.
    said: bool,
    /// Parts that have begun, and those of the tape that have not.
    parts: Vec<Arc<Lane>>,
    later: std::vec::IntoIter<Tape>,
}

impl Lane {
    /// Keeps answers.
    pub(super) fn recording() -> Self {
        Self { state: Mutex::default(), replays: false, strayed: Arc::default() }
    }

    /// Gives the answers of a tape.
    pub(super) fn replaying(tape: Tape) -> Self {
        Self::along(tape, Arc::default())
    }

    fn along(mut tape: Tape, strayed: Arc<AtomicBool>) -> Self {
        let later = std::mem::take(&mut tape.parts).into_iter();
        let state = Mutex::new(State { tape, later, ..State::default() });
        Self { state, replays: true, strayed }
    }

    pub(super) const fn replays(&self) -> bool {
        self.replays
    }

    /// A sequence of its own that begins now.
    pub(super) fn part(&self) -> Arc<Self> {
        let mut state = self.state();
        let part = Arc::new(if self.replays {
            let tape = state.later.next().unwrap_or_else(|| {
                self.stray();
                Tape::default()
            });
            Self::along(tape, Arc::clone(&self.strayed))
        } else {
            Self::recording()
        });
        state.parts.push(Arc::clone(&part));
        part
    }

    /// Keeps what was said, where it was not as expected.
    pub(super) fn keep(&self, values: Option<Vec<i64>>) {
        let mut state = self.state();
        state.asked += 1;
        if let Some(values) = values {
            state.keep(values);
        }
    }

    /// Keeps a yes or no.
    pub(super) fn keep_bool(&self, said: bool) {
        let mut state = self.state();
        state.asked += 1;
        if state.said != said {
            state.said = said;
            state.keep(Vec::new());
        }
    }

    /// What was said.
    pub(super) fn hear(&self) -> Heard {
        let heard = self.state().hear();
        if heard == Heard::Strayed {
            self.stray();
        }
        if self.has_strayed() { Heard::Strayed } else { heard }
    }

    /// What was said, yes or no; yes, which ends most things, off the course.
    pub(super) fn hear_bool(&self) -> bool {
        match self.hear() {
            Heard::Nothing => self.state().said,
            Heard::Values(values) if values.is_empty() => {
                let mut state = self.state();
                state.said = !state.said;
                state.said
            }
            Heard::Values(_) => {
                self.stray();
                true
            }
            Heard::Strayed => true,
        }
    }

    pub(super) fn stray(&self) {
        self.strayed.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_strayed(&self) -> bool {
        self.strayed.load(Ordering::Relaxed)
    }

    /// Whether all of the tape was replayed, and nothing else.
    pub(super) fn is_through(&self) -> bool {
        let state = self.state();
        let own = state.asked == state.tape.questions && state.given == state.tape.answers.len();
        let parts = state.later.as_slice().is_empty();
        own && parts && !self.has_strayed() && state.parts.iter().all(|part| part.is_through())
    }

    /// What was kept.
    pub(super) fn tape(&self) -> Tape {
        let state = self.state();
        let parts = state.parts.iter().map(|part| part.tape()).collect();
        Tape { questions: state.asked, parts, ..state.tape.clone() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, values: Vec<i64>) {
        let after = self.asked - self.answered;
        self.answered = self.asked;
        self.tape.answers.push(Answer { after, values });
    }

    fn hear(&mut self) -> Heard {
        if self.asked >= self.tape.questions {
            return Heard::Strayed;
        }
        self.asked += 1;
        let due = self.answered;
        let Some(next) = self.tape.answers.get_mut(self.given) else { return Heard::Nothing };
        if due.saturating_add(next.after) > self.asked {
            return Heard::Nothing;
        }
        self.given += 1;
        self.answered = self.asked;
        Heard::Values(std::mem::take(&mut next.values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded() -> Tape {
        let lane = Lane::recording();
        lane.keep(Some(vec![5]));
        [false, false, true, true].iter().for_each(|&said| lane.keep_bool(said));
        let part = lane.part();
        part.keep(None);
        part.keep(Some(vec![1, 2]));
        lane.keep_bool(false);
        lane.tape()
    }

    #[test]
    fn a_replay_hears_what_was_kept() {
        let lane = Lane::replaying(recorded());
        assert_eq!(lane.hear(), Heard::Values(vec![5]));
        let said: Vec<bool> = (0..4).map(|_| lane.hear_bool()).collect();
        assert_eq!(said, [false, false, true, true]);
        let part = lane.part();
        assert_eq!((part.hear(), part.hear()), (Heard::Nothing, Heard::Values(vec![1, 2])));
        assert!(!lane.is_through());
        assert!(!lane.hear_bool());
        assert!(lane.is_through());
    }

    #[test]
    fn who_asks_anything_else_has_strayed() {
        let lane = Lane::replaying(recorded());
        assert!(lane.hear_bool(), "a number is no yes or no");
        assert!(lane.has_strayed() && !lane.is_through());
        let lane = Lane::replaying(recorded());
        let (_, part) = (lane.part(), lane.part());
        assert!(lane.has_strayed() && part.hear() == Heard::Strayed && lane.hear_bool());
        let lane = Lane::replaying(Tape::default());
        assert!(lane.is_through());
        assert_eq!(lane.hear(), Heard::Strayed);
    }
}
