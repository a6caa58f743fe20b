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
    /// The same, but cadres with room do not simply move: they would take along the room that the
    /// path is to lead to.
    Rest,
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
        let reaches = [Reach::Near, Reach::Far, Reach::Rest];
        if reaches.into_iter().any(|reach| self.find(state, h, reach, stop)) {
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
            self.expand(state, node, distance, reach);
        }
        false
    }

    /// Looks at what other villages can give to `v`.
    fn expand(&mut self, state: &State, v: u32, distance: i64, reach: Reach) {
        let near = &state.problem.near[v as usize];
        for &u in near {
            self.reach_village(state, u, v, distance, (reach, reach != Reach::Near));
        }
        if reach != Reach::Near {
            for u in (0..state.problem.villages as u32).filter(|u| !near.contains(u)) {
                self.reach_village(state, u, v, distance, (reach, false));
            }
        }
    }

    /// Looks for the cheapest step by which `u` can give a place to `v`, perhaps by exchanges, too.
    fn reach_village(
        &mut self,
        state: &State,
        u: u32,
        v: u32,
        distance: i64,
        (reach, exchanges): (Reach, bool),
    ) {
        if u == v || self.search.done[u as usize] || self.dead[u as usize] {
            return;
        }
        let (theirs, ours) = (self.alike(state, u), self.alike(state, v));
        let moves = theirs
            .iter()
            .filter(|&&c| reach != Reach::Rest || !has_room(state, c))
            .filter_map(|&c| Some((cost_of_move(state, c, v)?, Step::Move { c })));
        let mut best = moves.min_by_key(|&(cost, step)| (cost, step.key()));
        if exchanges {
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
        let mut open = Some(h);
        for step in path.into_iter().rev() {
            match open.map(|h| take(state, h, step)) {
                Some(Ok(left)) => open = left,
                Some(Err(Forbidden)) => {
                    state.rollback(mark);
                    return false;
                }
                None => break,
            }
        }
        if let Some(open) = open {
            let room = self.search.room(state, end);
            let Some(&(_, c)) = room.iter().find(|&&(_, c)| state.may_give(open, c)) else {
                state.rollback(mark);
                return false;
            };
            state.give(open, c);
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
        for c in (0..p.cadres.len() as u32).filter(|&c| has_room(state, c)) {
            match state.post[c as usize] {
                NONE => idle.push(c),
                v => self.posted[v as usize].push(c),
            }
        }
        self.idle = one_of_each(state, idle.into_iter());
    }

    /// Reaches the room in `v`.
    fn reach_room(&mut self, state: &State, v: u32, distance: i64) {
        if let Some((cost, _)) = self.room(state, v).first() {
            self.reach(v + state.problem.villages as u32, distance + cost);
        }
    }

    /// Cadres with room for a household of `v`, the cheapest first.
    fn room(&self, state: &State, v: u32) -> Vec<(i64, u32)> {
        let p = state.problem;
        let idle = self
            .idle
            .iter()
            .filter(|&&c| p.may_post(c, v) && state.may_attach(p.cadres[c as usize].agency, v));
        let price = |&c: &u32| {
            let facts = &p.cadres[c as usize];
            let over = if state.load[c as usize] >= facts.quota { p.overload } else { 0 };
            let ways = p.travel_weight * p.metres(facts.origin, v);
            (over + link(state, facts.agency, v) + ways, c)
        };
        let mut room: Vec<(i64, u32)> =
            self.posted[v as usize].iter().chain(idle).map(price).collect();
        room.sort_unstable();
        room
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

fn has_room(state: &State, c: u32) -> bool {
    state.load[c as usize] < state.problem.cadres[c as usize].capacity
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

/// `c` takes over the households of `d` and one more, `d` those of `c`, at least all but one.
fn cost_of_exchange(state: &State, c: u32, d: u32) -> Option<i64> {
    let p = state.problem;
    let (to, from) = (&p.cadres[c as usize], &p.cadres[d as usize]);
    let (many, few) = (state.load[c as usize], state.load[d as usize]);
    if to.capacity <= few || from.capacity + 1 < many {
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

/// A rule forbids the step, which is left half done.
struct Forbidden;

/// Takes one step: `open` gets a helper. Returns the household that has none instead, if any.
fn take(state: &mut State, open: u32, step: Step) -> Result<Option<u32>, Forbidden> {
    match step {
        Step::Move { c } => {
            let left = state.held(c)[0];
            state.drop(left);
            if give(state, open, c) { Ok(Some(left)) } else { Err(Forbidden) }
        }
        Step::Exchange { c, d } => {
            let (theirs, ours) = (state.held(c).to_vec(), state.held(d).to_vec());
            theirs.iter().chain(&ours).for_each(|&h| state.drop(h));
            if !ours.into_iter().chain([open]).all(|h| give(state, h, c)) {
                return Err(Forbidden);
            }
            let left: Vec<u32> = theirs.into_iter().filter(|&h| !give(state, h, d)).collect();
            if left.len() <= 1 { Ok(left.first().copied()) } else { Err(Forbidden) }
        }
    }
}

fn give(state: &mut State, h: u32, c: u32) -> bool {
    let may = state.may_give(h, c);
    if may {
        state.give(h, c);
    }
    may
}
