//! Mends what is open: households without helper by augmenting paths, team places by new leads.

mod paths;

use rand::RngExt;

use self::paths::Paths;

use super::moves::lead::{change_lead, staff};
use super::moves::rotation::Scratch;
use super::partition::Scope;
use super::problem::NONE;
use super::state::State;

/// Tries to close everything that is open; tells whether the plan is complete.
pub fn repair(state: &mut State, rng: &mut impl RngExt) -> bool {
    repair_until(state, rng, &|| false)
}

/// As [`repair`]; ends early, with more left open, once `stop` says so. What is there by then keeps
/// the rules, as ever.
pub fn repair_until(state: &mut State, rng: &mut impl RngExt, stop: &dyn Fn() -> bool) -> bool {
    let mut scratch = Scratch::default();
    for v in 0..state.problem.villages as u32 {
        if stop() {
            break;
        }
        if state.lead[v as usize] == NONE {
            find_lead(state, v);
        }
        if state.lead[v as usize] != NONE && !staff(state, &mut scratch, Scope::ALL, v, rng) {
            other_lead(state, &mut scratch, v, rng, stop);
        }
    }
    help_all(state, stop);
    state.commit();
    state.is_feasible()
}

/// Helps the open households, pass by pass while that closes any.
fn help_all(state: &mut State, stop: &dyn Fn() -> bool) {
    if state.unhelped == 0 {
        return;
    }
    let mut paths = Paths::new(state);
    let mut gained = true;
    while gained && state.unhelped > 0 {
        gained = false;
        for h in 0..state.helper.len() as u32 {
            if state.helper[h as usize] == NONE {
                if stop() {
                    return;
                }
                gained |= paths.help(state, h, stop);
            }
        }
        paths.revive();
    }
}

fn find_lead(state: &mut State, v: u32) {
    let p = state.problem;
    let able = (0..p.agencies).filter(|&a| state.may_lead(a, v as usize));
    if let Some(a) = able.min_by_key(|&a| (p.lead(a, v as usize) + p.link(a, v as usize), a)) {
        state.set_lead(v, a as u32);
    }
}

/// Tries every agency as the lead of `v`, in order of cost; then exchanges with other villages.
fn other_lead(
    state: &mut State,
    scratch: &mut Scratch,
    v: u32,
    rng: &mut impl RngExt,
    stop: &dyn Fn() -> bool,
) {
    let p = state.problem;
    let open = state.unstaffed;
    let mut agencies: Vec<u32> = (0..p.agencies as u32).collect();
    agencies
        .sort_by_key(|&a| (p.lead(a as usize, v as usize) + p.travel_weight * p.metres(a, v), a));
    for a in agencies {
        if stop() {
            return;
        }
        let led: Vec<u32> =
            (0..p.villages as u32).filter(|&u| u != v && state.lead[u as usize] == a).collect();
        let swaps = std::iter::once(None).chain(led.into_iter().map(Some));
        for swap in swaps {
            let mark = state.mark();
            if change_lead(state, scratch, Scope::ALL, v, a, swap, rng).is_some()
                && state.unstaffed < open
            {
                return;
            }
            state.rollback(mark);
        }
    }
}
