//! Cuts an instance into parts that can be improved at the same time.
//!
//! A part owns villages and agencies. Of the cadres, only those of owned agencies may change, and only
//! in owned villages, so every sum of the cost (balance, share and attachments of an agency; lead and
//! team of a village) is changed by at most one part, and the differences found by the parts simply
//! add up. The cuts fall elsewhere in every round.

use rand::RngExt;

use super::problem::{NONE, Problem};
use super::state::State;
use crate::model::VillageId;

/// Which part owns each agency and village.
#[derive(Clone, Debug)]
pub struct Partition {
    /// Part by agency.
    pub agency: Vec<u32>,
    /// Part by village.
    pub village: Vec<u32>,
    /// Number of parts.
    pub parts: u32,
}

/// What a move may touch: everything, or what one part owns.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'r> {
    part: Option<(&'r Partition, u32)>,
}

impl<'r> Scope<'r> {
    /// No restriction.
    pub const ALL: Scope<'static> = Scope { part: None };

    /// What `part` owns.
    pub fn of(partition: &'r Partition, part: u32) -> Self {
        Self { part: Some((partition, part)) }
    }

    /// Whether agency `a` may change.
    #[inline]
    pub fn owns_agency(self, a: u32) -> bool {
        self.part.is_none_or(|(partition, part)| partition.agency[a as usize] == part)
    }

    /// Whether anything in village `v` may change; true of [`NONE`].
    #[inline]
    pub fn owns_village(self, v: u32) -> bool {
        v == NONE || self.part.is_none_or(|(partition, part)| partition.village[v as usize] == part)
    }
}

/// Cuts the villages into `parts` by repeated halving along random lines and gives each agency to
/// the part where it helps most households.
pub fn partition(state: &State, parts: u32, rng: &mut impl RngExt) -> Partition {
    let p = state.problem;
    cut(p, parts, rng, |a, village| {
        let weight = |&v: &u32| {
            let lead = usize::from(state.lead[v as usize] == a);
            (v, usize::from(state.duty(a, v)) * 2 + lead + 1)
        };
        home_part(p, a, state.attached[a as usize].iter().map(weight), village, parts)
    })
}

fn cut(
    p: &Problem,
    parts: u32,
    rng: &mut impl RngExt,
    mut home: impl FnMut(u32, &[u32]) -> u32,
) -> Partition {
    let mut village = vec![0; p.villages];
    let mut pieces = vec![((0..p.villages).collect::<Vec<_>>(), 0, parts)];
    while let Some((mut piece, first, parts)) = pieces.pop() {
        if parts <= 1 || piece.len() < 2 {
            piece.iter().for_each(|&v| village[v] = first);
            continue;
        }
        let along = Projection::random(p, rng);
        piece.sort_by(|&x, &y| along.of(p, x).total_cmp(&along.of(p, y)).then(x.cmp(&y)));
        let left = parts / 2;
        let cut = piece.len() * left as usize / parts as usize;
        let right = piece.split_off(cut);
        pieces.push((piece, first, left));
        pieces.push((right, first + left, parts - left));
    }
    let agency = (0..p.agencies as u32).map(|a| home(a, &village)).collect();
    Partition { agency, village, parts }
}

enum Projection {
    Line(f64, f64),
    /// Where coordinates are missing: by the way from one agency.
    From(u32),
}

impl Projection {
    fn random(p: &Problem, rng: &mut impl RngExt) -> Self {
        let angle = rng.random::<f64>() * std::f64::consts::TAU;
        let agency = rng.random_range(0..p.agencies as u32);
        if p.instance.villages().iter().all(|v| v.location.is_some()) {
            Self::Line(angle.cos(), angle.sin())
        } else {
            Self::From(agency)
        }
    }

    fn of(&self, p: &Problem, v: usize) -> f64 {
        match *self {
            Self::Line(x, y) => {
                let location = p.instance.village(VillageId::new(v)).location;
                location.map_or(0.0, |l| l.lon * x + l.lat * y)
            }
            Self::From(agency) => p.metres(agency, v as u32) as f64,
        }
    }
}

/// The part with most weight of agency `a`; that of the nearest village where it has none.
fn home_part(
    p: &Problem,
    a: u32,
    places: impl Iterator<Item = (u32, usize)>,
    village: &[u32],
    parts: u32,
) -> u32 {
    let mut weight = vec![0_usize; parts as usize];
    for (v, here) in places {
        weight[village[v as usize] as usize] += here;
    }
    if weight.iter().all(|&here| here == 0) {
        let near = (0..village.len() as u32).min_by_key(|&v| (p.metres(a, v), v));
        return near.map_or(0, |v| village[v as usize]);
    }
    let most = (0..parts).max_by_key(|&part| (weight[part as usize], std::cmp::Reverse(part)));
    most.unwrap_or(0)
}

/// Takes over into a new state what each part made of what it owns.
pub fn merge<'p, 'a>(
    before: &State<'p, 'a>,
    partition: &Partition,
    parts: &[State<'p, 'a>],
) -> State<'p, 'a> {
    let p = before.problem;
    let mut merged = State::empty(p);
    for v in 0..p.villages {
        let part = &parts[partition.village[v] as usize];
        let lead = part.lead[v];
        if lead != NONE {
            merged.set_lead(v as u32, lead);
        }
        for place in 0..p.team_size {
            let c = part.team[v * p.team_size + place];
            if c != NONE {
                merged.seat(c, v as u32, place);
            }
        }
    }
    for h in 0..p.village_of.len() {
        let part = &parts[partition.village[p.village_of[h] as usize] as usize];
        if part.helper[h] != NONE {
            merged.give(h as u32, part.helper[h]);
        }
    }
    merged.commit();
    merged
}
