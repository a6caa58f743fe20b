//! Two households of one village exchange their helpers.

use crate::solve::search::state::State;

/// Two households of one village, helped by two cadres, exchange their helpers. Ways, loads and
/// attachments stay as they are; need, change and hamlets may differ.
#[derive(Clone, Copy, Debug)]
pub struct SwapHouseholds {
    /// One household.
    pub h1: u32,
    /// The other.
    pub h2: u32,
}

impl SwapHouseholds {
    /// Difference in cost, `None` where the move is not allowed.
    #[inline]
    pub fn evaluate(self, state: &State) -> Option<i64> {
        let p = state.problem;
        let Self { h1, h2 } = self;
        let (c1, c2) = (state.helper[h1 as usize], state.helper[h2 as usize]);
        if c1 == c2 || !p.may_help(c1, h2) || !p.may_help(c2, h1) {
            return None;
        }
        let (a1, a2) = (p.cadres[c1 as usize].agency, p.cadres[c2 as usize].agency);
        let mut delta = p.change(c1, h2) + p.change(c2, h1) - p.change(c1, h1) - p.change(c2, h2);
        if a1 != a2 {
            delta += p.need(a1, h2) + p.need(a2, h1) - p.need(a1, h1) - p.need(a2, h2);
        }
        if p.hamlet != 0 && p.hamlet_of[h1 as usize] != p.hamlet_of[h2 as usize] {
            delta += replace_hamlet(state, c1, h1, h2) + replace_hamlet(state, c2, h2, h1);
        }
        Some(delta)
    }

    /// Does it.
    pub fn apply(self, state: &mut State) {
        let Self { h1, h2 } = self;
        let (c1, c2) = (state.helper[h1 as usize], state.helper[h2 as usize]);
        state.drop(h1);
        state.drop(h2);
        state.give(h2, c1);
        state.give(h1, c2);
    }
}

/// What it costs `c` in hamlets to help `new` instead of `old`, which lies in another hamlet.
fn replace_hamlet(state: &State, c: u32, old: u32, new: u32) -> i64 {
    let hamlet_of = &state.problem.hamlet_of;
    let (from, to) = (hamlet_of[old as usize], hamlet_of[new as usize]);
    let (mut keeps_old, mut knows_new) = (false, false);
    for &h in state.held(c) {
        let hamlet = hamlet_of[h as usize];
        keeps_old |= h != old && hamlet == from;
        knows_new |= h != old && hamlet == to;
    }
    (i64::from(keeps_old) - i64::from(knows_new)) * state.problem.hamlet
}
