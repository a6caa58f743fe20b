//! Two cadres exchange everything they do.

use crate::solve::search::problem::{NONE, Problem};
use crate::solve::search::state::State;

/// Cadre `c1` takes over all households of `c2` and the other way round. Either may have none, so
/// that this is also the replacement of a cadre by an idle one. A cadre on a team does not leave
/// its village.
#[derive(Clone, Copy, Debug)]
pub struct ExchangePosts {
    /// One cadre.
    pub c1: u32,
    /// The other.
    pub c2: u32,
}

/// What changes for one of the two cadres.
struct Side<'s> {
    cadre: u32,
    village: u32,
    holds: &'s [u32],
}

impl ExchangePosts {
    /// Difference in cost, `None` where the move is not allowed.
    pub fn evaluate(self, state: &State) -> Option<i64> {
        let p = state.problem;
        let side =
            |c: u32| Side { cadre: c, village: state.post[c as usize], holds: state.held(c) };
        let (one, two) = (side(self.c1), side(self.c2));
        let on_team = state.on_team[self.c1 as usize] || state.on_team[self.c2 as usize];
        if self.c1 == self.c2 || (on_team && one.village != two.village) {
            return None;
        }
        if !fits(p, &one, &two) || !fits(p, &two, &one) {
            return None;
        }
        let links = links(state, &one, &two)?;
        let households = takes(p, &one, &two) + takes(p, &two, &one);
        Some(links + households + sums(state, &one, &two))
    }

    /// Does it.
    pub fn apply(self, state: &mut State) {
        let (mut first, mut second) = ([NONE; 16], [NONE; 16]);
        let (n1, n2) = (state.held(self.c1).len(), state.held(self.c2).len());
        if n1 <= first.len() && n2 <= second.len() {
            first[..n1].copy_from_slice(state.held(self.c1));
            second[..n2].copy_from_slice(state.held(self.c2));
            exchange(state, self, &first[..n1], &second[..n2]);
        } else {
            let (first, second) = (state.held(self.c1).to_vec(), state.held(self.c2).to_vec());
            exchange(state, self, &first, &second);
        }
    }
}

fn exchange(state: &mut State, ExchangePosts { c1, c2 }: ExchangePosts, h1: &[u32], h2: &[u32]) {
    h1.iter().chain(h2).for_each(|&h| state.drop(h));
    h2.iter().for_each(|&h| state.give(h, c1));
    h1.iter().for_each(|&h| state.give(h, c2));
}

/// Whether `taker` may take what `giver` holds.
fn fits(p: &Problem, taker: &Side, giver: &Side) -> bool {
    let facts = &p.cadres[taker.cadre as usize];
    if giver.holds.is_empty() {
        return true;
    }
    giver.holds.len() <= usize::from(facts.capacity)
        && p.may_post(taker.cadre, giver.village)
        && giver.holds.iter().all(|&h| p.may_help(taker.cadre, h))
}

/// Travel, need, change and overload of `taker` doing what `giver` does, less the same of `giver`.
fn takes(p: &Problem, taker: &Side, giver: &Side) -> i64 {
    let (new, old) = (&p.cadres[taker.cadre as usize], &p.cadres[giver.cadre as usize]);
    let load = giver.holds.len() as i64;
    if load == 0 {
        return 0;
    }
    let metres = p.metres(new.origin, giver.village) - p.metres(old.origin, giver.village);
    let mut cost = p.travel_weight * metres * load;
    for &h in giver.holds {
        cost += p.change(taker.cadre, h) - p.change(giver.cadre, h);
        if new.agency != old.agency {
            cost += p.need(new.agency, h) - p.need(old.agency, h);
        }
    }
    let over = |quota: u16| (load - i64::from(quota)).max(0);
    cost + p.overload * (over(new.quota) - over(old.quota))
}

/// Difference in balance and share.
fn sums(state: &State, one: &Side, two: &Side) -> i64 {
    let p = state.problem;
    let (f1, f2) = (&p.cadres[one.cadre as usize], &p.cadres[two.cadre as usize]);
    let way = |origin: u32, side: &Side| {
        let load = side.holds.len() as i64;
        if load == 0 { 0 } else { load * (p.metres(origin, side.village) - p.allowance) }
    };
    let excess1 = way(f1.origin, two) - way(f1.origin, one);
    let excess2 = way(f2.origin, one) - way(f2.origin, two);
    let (a1, a2) = (f1.agency as usize, f2.agency as usize);
    let balance = |a: usize, by: i64| p.balance(state.excess[a] + by) - p.balance(state.excess[a]);
    if a1 == a2 {
        return balance(a1, excess1 + excess2);
    }
    let more = two.holds.len() as i64 - one.holds.len() as i64;
    let share = |a: usize, by: i64| {
        if by == 0 {
            0
        } else {
            p.share(a, state.households[a] + by) - p.share(a, state.households[a])
        }
    };
    balance(a1, excess1) + balance(a2, excess2) + share(a1, more) + share(a2, -more)
}

/// Difference in attachments, `None` where a limit forbids them.
fn links(state: &State, one: &Side, two: &Side) -> Option<i64> {
    let p = state.problem;
    let agency = |side: &Side| p.cadres[side.cadre as usize].agency;
    if one.village == two.village {
        // A cadre on the team without households takes those of one not on it, who is then idle.
        let idles = |side: &Side, other: &Side| {
            other.holds.is_empty() && !state.on_team[side.cadre as usize]
        };
        return match (idles(one, two), idles(two, one)) {
            (true, false) => agency_links(state, agency(one), one.village, NONE),
            (false, true) => agency_links(state, agency(two), two.village, NONE),
            _ => Some(0),
        };
    }
    if agency(one) == agency(two) {
        return Some(0); // the agency's presence in the villages stays as it is
    }
    Some(
        agency_links(state, agency(one), one.village, two.village)?
            + agency_links(state, agency(two), two.village, one.village)?,
    )
}

/// One cadre of `a` leaves `from` ([`NONE`]: was idle) and comes to `to` ([`NONE`]: idle).
fn agency_links(state: &State, a: u32, from: u32, to: u32) -> Option<i64> {
    let p = state.problem;
    let ai = a as usize;
    let leaves = from != NONE
        && state.duty(a, from) == 1
        && state.lead[from as usize] != a
        && !p.pinned[ai * p.villages + from as usize];
    let comes = to != NONE && !state.is_attached(a, to);
    if !leaves && !comes {
        return Some(0);
    }
    let before = state.attached[ai].len();
    let after = before + usize::from(comes) - usize::from(leaves);
    if comes && after > usize::from(p.max_villages[ai]) {
        return None;
    }
    let mut delta = 0;
    if leaves {
        delta -= p.link(ai, from as usize);
    }
    if comes {
        delta += p.link(ai, to as usize);
    }
    let orphan = |n: usize| if n == 0 { p.orphan[ai] } else { 0 };
    Some(delta + orphan(after) - orphan(before))
}
