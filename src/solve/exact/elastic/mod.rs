//! The elastic program: whether any plan exists, and the least change after which one does.
//!
//! What stands in the way of a plan are [`Fact`]s of the data. Each is held, relaxed at a price, or
//! relaxed for nothing ([`Treatment`]). With all held, a solution of cost 0 is a plan; with those
//! priced that a planner can change, the optimum is the least change (the elastic program of Brown
//! and Graves, see Chinneck, *Feasibility and Infeasibility in Optimization*, 2008, chapter 6); with
//! some held and all others free, it tells whether these alone are in conflict.
//!
//! Costs of a plan do not matter here, so much less is told apart than in the whole program: cadres
//! of an agency by what they can help and what they are fit for, households by village. A cadre or a
//! household that a pin names stays single. Sets: agencies *a*, villages *v*, pools *k* of cadres
//! with one capacity, groups *g* of a pool fit for a team's place, crews *e* of pools (an agency's, or one
//! cadre that pins of kind help name).
//!
//! ```text
//! attach[a,v], lead[a,v], leader[g,v], secretary[g,v], pair[c,h], alone[h] ∈ {0,1}    post[k,v] whole
//! help[e,v], over[e,v], more[e,v] ≥ 0     households helped; above quota: a cadre's first, further ones
//! drop[p] ∈ {0,1}, villages[a], led, fewer whole      pins dropped, limits raised, members spared
//!
//! R1  Σ_a lead[a,v] = 1;  lead[a,v] ≤ attach[a,v];  Σ_v lead[a,v] ≤ led_per_agency + led
//! R2  1 ≤ Σ_v attach[a,v] ≤ max_villages[a] + villages[a]
//! R3  post[k,v] ≤ n[k] attach[a(k),v];  Σ_v post[k,v] ≤ n[k]
//! R4  Σ_c pair[c,h] + alone[h] = 1 where pins name h;  Σ_e help[e,v] = Σ_h alone[h] + others[v]
//! R5  help[e,v] + Σ_h pair[e,h] ≤ Σ_{k∈e} capacity[k] post[k,v] + over[e,v] + more[e,v]
//!     over[e,v] ≤ Σ_{k∈e} post[k,v];  more[e,v] ≤ households[v] Σ_{k∈e} post[k,v]
//! R6  Σ_{g∈a} secretary[g,v] = lead[a,v];  Σ_{g∈a} leader[g,v] = lead[a,v]
//! R7  Σ_{k∈a} post[k,v] + fewer ≥ (X+1) lead[a,v];  Σ_{g∈k} leader[g,v] + secretary[g,v] ≤ post[k,v]
//!     Σ_v leader[g,v] + secretary[g,v] ≤ n[g]
//! R8  pin[p] ≥ 1 − drop[p], or ≤ drop[p]
//! ```
//!
//! A cadre that a pin forbids a household of *v* helps there by pairs or among the households that no
//! pin names. `help` needs no whole numbers: for whole posts it is a transport problem.

mod columns;
pub mod compact;
mod pools;
pub mod prices;
mod rows;
mod solution;

use serde::Serialize;

use super::program::Program;
use super::solver::{self, Task, Verdict};
use super::staged::believed;
use crate::model::{AgencyId, Instance, VillageId};
use crate::solve::{Control, Options};

use columns::Columns;
use pools::Staff;
pub use solution::{Member, Solution};

/// Something the data say that can stand in the way of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Fact {
    /// A pin, by its position in [`Instance::pins`] (R8).
    Pin(usize),
    /// The most villages an agency may be attached to (R2).
    MaxVillages(AgencyId),
    /// The most villages any agency may lead (R1).
    LedPerAgency,
    /// X of "1+X" (R7).
    TeamSize,
    /// Which cadres of an agency are fit to be first secretary (R6).
    Secretaries(AgencyId),
    /// Which cadres of an agency are fit to lead a team (R7).
    Leaders(AgencyId),
    /// How many households the cadres of an agency may help (R5).
    Quotas(AgencyId),
    /// Which cadres an agency has, and which of them are available.
    Roster(AgencyId),
    /// An agency must be attached somewhere (R2).
    Attached(AgencyId),
    /// A village must have a lead agency, and its team where teams are on (R1, R6, R7).
    Led(VillageId),
    /// Every household of a village must have a helper (R4).
    Helped(VillageId),
}

impl Fact {
    /// All facts of an instance.
    #[must_use]
    pub fn all(instance: &Instance) -> Vec<Self> {
        let mut facts: Vec<Self> = (0..instance.pins().len()).map(Self::Pin).collect();
        let agencies = || instance.agency_ids();
        let villages = || instance.village_ids();
        facts.push(Self::LedPerAgency);
        facts.extend(agencies().map(Self::MaxVillages));
        facts.extend(agencies().map(Self::Attached));
        if instance.settings().team.enabled {
            facts.push(Self::TeamSize);
            facts.extend(agencies().map(Self::Secretaries));
            facts.extend(agencies().map(Self::Leaders));
        }
        facts.extend(agencies().map(Self::Quotas));
        facts.extend(agencies().map(Self::Roster));
        facts.extend(villages().map(Self::Led));
        facts.extend(villages().map(Self::Helped));
        facts
    }

    /// Whether a planner can change it, as the elastic program prices it.
    #[must_use]
    pub const fn can_change(self) -> bool {
        !matches!(self, Self::Attached(_) | Self::Led(_) | Self::Helped(_))
    }
}

/// What becomes of a fact in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// It holds.
    Hold,
    /// It may be changed at its price.
    Priced,
    /// It is as if it were not there.
    Free,
}

/// What the program says.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What HiGHS says of it.
    pub verdict: Verdict,
    /// The cheapest solution found.
    pub solution: Option<Solution>,
    /// No change costs less than this.
    pub bound: i64,
}

impl Answer {
    /// There was no time to ask.
    const fn stopped() -> Self {
        Self { verdict: Verdict::Stopped, solution: None, bound: 0 }
    }
}

/// The program and what its columns mean.
struct Elastic<'a> {
    instance: &'a Instance,
    treat: &'a dyn Fn(Fact) -> Treatment,
    staff: Staff,
    columns: Columns,
    program: Program,
    control: &'a Control<'a>,
}

impl<'a> Elastic<'a> {
    /// The whole program; `None` where `control` stops before: for ten counties it takes a minute.
    fn new(
        instance: &'a Instance,
        treat: &'a dyn Fn(Fact) -> Treatment,
        control: &'a Control<'a>,
    ) -> Option<Self> {
        let staff = Staff::new(instance, treat);
        let mut program = Program::new();
        let columns = Columns::new(instance, treat, &staff, &mut program, control)?;
        let mut elastic = Self { instance, treat, staff, columns, program, control };
        elastic.rows()?;
        Some(elastic)
    }
}

/// Solves the elastic program of `instance` with its facts treated as `treat` says.
#[must_use]
pub fn solve(
    instance: &Instance,
    treat: &dyn Fn(Fact) -> Treatment,
    options: &Options,
    control: &Control,
) -> Answer {
    let Some(elastic) = Elastic::new(instance, treat, control) else { return Answer::stopped() };
    let Elastic { staff, columns, mut program, .. } = elastic;
    let prices = program.costs().to_vec();
    let program = std::mem::take(&mut program);
    let answer = solver::run(program, Task { silent: true, ..Task::default() }, options, control);
    let solution = answer.solution.as_ref();
    let solution =
        solution.and_then(|values| solution::read(instance, &staff, &columns, values, &prices));
    Answer { verdict: answer.verdict, solution, bound: believed_price(answer.bound) }
}

/// A bound on prices, which are whole numbers.
fn believed_price(bound: f64) -> i64 {
    let bound = believed(bound);
    if bound.is_finite() { (bound - 1e-6).ceil().max(0.0) as i64 } else { 0 }
}
