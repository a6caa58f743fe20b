//! A household moves to a cadre with room.

use crate::solve::search::state::State;

/// Household `h` goes from its helper to `c`, who has room and is posted in the village or idle.
#[derive(Clone, Copy, Debug)]
pub struct MoveHousehold {
    /// The household.
    pub h: u32,
    /// Its new helper.
    pub c: u32,
}

impl MoveHousehold {
    /// Does it as a compound move and returns the difference in cost; `None`, with nothing done,
    /// where it is not allowed. The caller rolls back to its own mark if it does not please.
    pub fn attempt(self, state: &mut State) -> Option<i64> {
        let (before, mark) = (state.cost, state.mark());
        if state.helper[self.h as usize] == self.c {
            return None;
        }
        state.drop(self.h);
        if !state.may_give(self.h, self.c) {
            state.rollback(mark);
            return None;
        }
        state.give(self.h, self.c);
        Some(state.cost - before)
    }
}
