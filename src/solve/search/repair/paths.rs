//! Augmenting paths: an open household is helped by a chain of cadres each moving one village on.
//!
//! One helper's place is wanted in a village; it may come from any other village in one of two ways:
//! a cadre with a single household moves, or a cadre changes places with one who helps fewer. Either
//! leaves one household open there, and so on, until a village has a cadre with room. The cheapest
//! such path by travel and links, what would be gained counted as nothing, is found by Dijkstra's
//! algorithm; then it is walked with the state's own primitives, which have the last word on the
//! rules. Villages from which a full search found no room stay out of later searches, as in the
//! matching algorithm of Hopcroft and Karp: paths elsewhere do not make them any richer, but for
//! rare changes of attachments, for which there is another pass.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::solve::search::problem::NONE;
use crate::solve::search::state::State;

/// How a place comes from one village to another.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// `c`, who helps one household, moves.
    Move { c: u32 },
    /// `c` changes places with `d`, who helps fewer.
    Exchange { c: u32, d: u32 },
}

/// Which steps a search looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Moves from near villages.
    Near,
    /// Moves from all villages and exchanges with near ones.
    Far,
}

/// See the module.
pub(super) struct Paths {
    /// Off-team cadres of each village, of those alike one; emptied when the village changes.
    alike: Vec<Option<Vec<u32>>>,
    /// Whether no room can be had from the village.
    dead: Vec<bool>,
    search: Search,
}

/// Working space of one search. Nodes: villages, then for each village the room in it.
struct Search {
    distance: Vec<i64>,
    done: Vec<bool>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    /// How a place comes from this village to the one before it on the path.
    step: Vec<(u32, Step)>,
    /// The cadre with room in this village.
    last: Vec<u32>,
    /// Cadres with duties and room, by village.
    posted: Vec<Vec<u32>>,
    /// Cadres without duties, of those alike one.
    idle: Vec<u32>,
}

impl Paths {
    pub(super) fn new(state: &State) -> Self {
        let villages = state.problem.villages;
        let mut paths = Self {
            alike: vec![None; villages],
            dead: vec![false; villages],
            search: Search {
                distance: vec![i64::MAX; 2 * villages],
                done: vec![false; 2 * villages],
                heap: BinaryHeap::new(),
                step: vec![(NONE, Step::Move { c: NONE }); villages],
                last: vec![NONE; villages],
                posted: vec![Vec::new(); villages],
                idle: Vec::new(),
            },
        };
        paths.search.find_room(state);
        paths
    }

    /// Lets another pass try what this one gave up.
    pub(super) fn revive(&mut self) {
        self.dead.fill(false);
    }

    /// Helps `h`, if there is a path; else leaves the state as it is.
    pub(super) fn help(&mut self, state: &mut State, h: u32, stop: &dyn Fn() -> bool) -> bool {
        let home = state.problem.village_of[h as usize] as usize;
        if self.dead[home] {
            return false;
        }
        if self.find(state, h, Reach::Near, stop) || self.find(state, h, Reach::Far, stop) {
            return true;
        }
        if !stop() {
            let villages = self.dead.len();
            for v in (0..villages).filter(|&v| self.search.done[v]) {
                self.dead[v] = true;
            }
        }
        false
    }

    fn find(&mut self, state: &mut State, h: u32, reach: Reach, stop: &dyn Fn() -> bool) -> bool {
        let villages = state.problem.villages as u32;
        let home = state.problem.village_of[h as usize];
        self.search.begin(home);
        while let Some((distance, node)) = self.search.pop() {
            if node >= villages {
                if self.walk(state, h, node - villages) {
                    return true;
                }
                continue;
            }
            if stop() {
                return false;
            }
            self.search.reach_room(state, node, distance);
            let near = &state.problem.near[node as usize];
            near.iter().for_each(|&u| self.reach_village(state, u, node, distance, reach));
            if reach == Reach::Far {
                (0..villages)
                    .filter(|u| !near.contains(u))
                    .for_each(|u| self.reach_village(state, u, node, distance, Reach::Near));
            }
        }
        false
    }

    /// Looks for the cheapest step by which `u` can give a place to `v`.
    fn reach_village(&mut self, state: &State, u: u32, v: u32, distance: i64, reach: Reach) {
        if u == v || self.search.done[u as usize] || self.dead[u as usize] {
            return;
        }
        let (theirs, ours) = (self.alike(state, u), self.alike(state, v));
        let moves =
            theirs.iter().filter_map(|&c| Some((cost_of_move(state, c, v)?, Step::Move { c })));
        let mut best = moves.min_by_key(|&(cost, step)| (cost, step.key()));
        if reach == Reach::Far {
            for &c in &theirs {
                for &d in &ours {
                    if let Some(cost) = cost_of_exchange(state, c, d)
                        && best.is_none_or(|(known, _)| cost < known)
                    {
                        best = Some((cost, Step::Exchange { c, d }));
                    }
                }
            }
        }
        if let Some((cost, step)) = best
            && self.search.reach(u, distance + cost.max(0))
        {
            self.search.step[u as usize] = (v, step);
        }
        self.alike[u as usize] = Some(theirs);
        self.alike[v as usize] = Some(ours);
    }

    /// The off-team cadres of `v` of different agency, origin, load or capacity; taken out, to be
    /// put back.
    fn alike(&mut self, state: &State, v: u32) -> Vec<u32> {
        self.alike[v as usize].take().unwrap_or_else(|| {
            let free = |&&c: &&u32| {
                let required = |&h: &u32| state.problem.required_helper[h as usize] == c;
                !state.on_team[c as usize] && !state.held(c).iter().any(required)
            };
            one_of_each(state, state.present[v as usize].iter().filter(free).copied())
        })
    }

    /// Walks the path from the home of `h` to the room in `end`.
    fn walk(&mut self, state: &mut State, h: u32, end: u32) -> bool {
        let home = state.problem.village_of[h as usize];
        let mut path = vec![];
        let mut at = end;
        while at != home {
            let (before, step) = self.search.step[at as usize];
            path.push(step);
            at = before;
        }
        let mark = state.mark();
        let open = path.into_iter().rev().try_fold(h, |open, step| take(state, open, step));
        let last = self.search.last[end as usize];
        match open {
            Some(open) if state.may_give(open, last) => state.give(open, last),
            _ => {
                state.rollback(mark);
                return false;
            }
        }
        let mut at = end;
        while at != home {
            self.alike[at as usize] = None;
            at = self.search.step[at as usize].0;
        }
        self.alike[home as usize] = None;
        self.search.find_room(state);
        true
    }
}

impl Step {
    /// Orders steps of the same cost.
    fn key(self) -> (u32, u32) {
        match self {
            Self::Move { c } => (c, NONE),
            Self::Exchange { c, d } => (c, d),
        }
    }
}

impl Search {
    fn begin(&mut self, home: u32) {
        self.distance.fill(i64::MAX);
        self.done.fill(false);
        self.heap.clear();
        self.reach(home, 0);
    }

    fn reach(&mut self, node: u32, distance: i64) -> bool {
        let nearer = !self.done[node as usize] && distance < self.distance[node as usize];
        if nearer {
            self.distance[node as usize] = distance;
            self.heap.push(Reverse((distance, node)));
        }
        nearer
    }

    fn pop(&mut self) -> Option<(i64, u32)> {
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if !std::mem::replace(&mut self.done[node as usize], true) {
                return Some((distance, node));
            }
        }
        None
    }

    fn find_room(&mut self, state: &State) {
        let p = state.problem;
        self.posted.iter_mut().for_each(Vec::clear);
        let mut idle = Vec::new();
        for (c, facts) in p.cadres.iter().enumerate() {
            if state.load[c] < facts.capacity {
                match state.post[c] {
                    NONE => idle.push(c as u32),
                    v => self.posted[v as usize].push(c as u32),
                }
            }
        }
        self.idle = one_of_each(state, idle.into_iter());
    }

    /// Reaches the cheapest cadre with room for a household of `v`.
    fn reach_room(&mut self, state: &State, v: u32, distance: i64) {
        let p = state.problem;
        let idle = self
            .idle
            .iter()
            .filter(|&&c| p.may_post(c, v) && state.may_attach(p.cadres[c as usize].agency, v));
        let price = |&c: &u32| {
            let facts = &p.cadres[c as usize];
            let over = if state.load[c as usize] >= facts.quota { p.overload } else { 0 };
            over + link(state, facts.agency, v) + p.travel_weight * p.metres(facts.origin, v)
        };
        let all = self.posted[v as usize].iter().chain(idle);
        if let Some((cost, c)) = all.map(|c| (price(c), *c)).min() {
            self.last[v as usize] = c;
            self.reach(v + p.villages as u32, distance + cost);
        }
    }
}

/// The first of the cadres of each agency, origin, load and capacity; all with pins of their own.
fn one_of_each(state: &State, cadres: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut first = BTreeMap::new();
    for c in cadres {
        let facts = &state.problem.cadres[c as usize];
        let pinned = facts.restricted || facts.only_village != NONE;
        let own = if pinned { c } else { NONE };
        let like = (facts.agency, facts.origin, state.load[c as usize], facts.capacity, own);
        let known = first.entry(like).or_insert(c);
        *known = c.min(*known);
    }
    first.into_values().collect()
}

/// Cost of the link, where there is none yet.
fn link(state: &State, agency: u32, v: u32) -> i64 {
    if state.is_attached(agency, v) { 0 } else { state.problem.link(agency as usize, v as usize) }
}

/// Whether `c` may have duties in `v` once it has none where it is now.
fn may_go(state: &State, c: u32, v: u32) -> bool {
    let p = state.problem;
    let (a, u) = (p.cadres[c as usize].agency, state.post[c as usize]);
    let pair = a as usize * p.villages;
    // The last of its agency to leave a village gives the attachment back.
    let frees = || {
        state.duty(a, u) == 1
            && state.lead[u as usize] != a
            && !p.pinned[pair + u as usize]
            && !p.barred[pair + v as usize]
    };
    p.may_post(c, v) && (state.may_attach(a, v) || frees())
}

fn cost_of_move(state: &State, c: u32, v: u32) -> Option<i64> {
    if state.load[c as usize] != 1 || !may_go(state, c, v) {
        return None;
    }
    let p = state.problem;
    let facts = &p.cadres[c as usize];
    let ways = p.metres(facts.origin, v) - p.metres(facts.origin, state.post[c as usize]);
    Some(p.travel_weight * ways + link(state, facts.agency, v))
}

/// `c` takes over the households of `d` and one more, `d` all but one of those of `c`.
fn cost_of_exchange(state: &State, c: u32, d: u32) -> Option<i64> {
    let p = state.problem;
    let (to, from) = (&p.cadres[c as usize], &p.cadres[d as usize]);
    let (many, few) = (state.load[c as usize], state.load[d as usize]);
    // With one household of its own `c` simply moves.
    if many < 2 || to.capacity <= few || from.capacity + 1 < many {
        return None;
    }
    let (u, v) = (state.post[c as usize], state.post[d as usize]);
    if !may_go(state, c, v) || !may_go(state, d, u) {
        return None;
    }
    let (many, few) = (i64::from(many), i64::from(few));
    let metres = (few + 1) * p.metres(to.origin, v) - many * p.metres(to.origin, u)
        + (many - 1) * p.metres(from.origin, u)
        - few * p.metres(from.origin, v);
    Some(p.travel_weight * metres + link(state, to.agency, v) + link(state, from.agency, u))
}

/// Takes one step: `open` gets a helper, and the household that has none instead is returned.
fn take(state: &mut State, open: u32, step: Step) -> Option<u32> {
    let give = |state: &mut State, h: u32, c: u32| {
        let may = state.may_give(h, c);
        if may {
            state.give(h, c);
        }
        may
    };
    match step {
        Step::Move { c } => {
            let left = *state.held(c).first()?;
            state.drop(left);
            give(state, open, c).then_some(left)
        }
        Step::Exchange { c, d } => {
            let (many, few) = (state.held(c).to_vec(), state.held(d).to_vec());
            many.iter().chain(&few).for_each(|&h| state.drop(h));
            let taken = few.into_iter().chain([open]).all(|h| give(state, h, c));
            let mut left = many.into_iter();
            // The one left over is the first that pins deny to `d`, else the last.
            let mut over = None;
            let count = left.len();
            for (i, h) in left.by_ref().enumerate() {
                if over.is_none() && (i + 1 == count || !state.may_give(h, d)) {
                    over = Some(h);
                } else if !give(state, h, d) {
                    return None;
                }
            }
            over.filter(|_| taken)
        }
    }
}
