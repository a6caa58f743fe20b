//! The integer program, whole and literal, solved by HiGHS in stages.
//!
//! [`staged`] says in which order programs are solved, [`frame`] what the smaller one leaves out; the
//! whole one is this.
//!
//! Sets: agencies *a*, villages *v*, groups *g* of identical cadres (n of them), pools *k* of slots,
//! classes *c* of identical households, kinds *q* of agency, hamlets *m* (see [`groups`]).
//!
//! ```text
//! attach[a,v], lead[a,v] ∈ {0,1}      post[g,v] ∈ 0..n[g]      leader[g,v], secretary[g,v] ∈ {0,1}
//! help[k,v], overload[k,v] ≥ 0        households helped, and of them those above quota
//! pair[i,h] ∈ {0,1}                   pairings that a pin or last year's plan tells apart
//! in[k,v,m], touch[k,v,m], active[k,v], sent[q,v,m], serve[q,c] ≥ 0      all whole numbers
//! balance[a], share[a] ≥ 0
//!
//! R1  Σ_a lead[a,v] = 1;  lead[a,v] ≤ attach[a,v];  Σ_v lead[a,v] ≤ led_per_agency
//! R2  1 ≤ Σ_v attach[a,v] ≤ max_villages[a]
//! R3  post[g,v] ≤ n[g] attach[a(g),v];  Σ_v post[g,v] ≤ n[g]
//! R4  Σ_q serve[q,c] + Σ_{h∈c} pair[·,h] = |c|
//! R5  help[k,v] ≤ quota[k] Σ_{g∈k} post[g,v] + overload[k,v];  overload[k,v] ≤ over Σ_{g∈k} post[g,v]
//! R6  Σ_{g∈a} secretary[g,v] = lead[a,v]
//! R7  Σ_{g∈a} leader[g,v] = lead[a,v];  Σ_{g∈a} post[g,v] ≥ (X+1) lead[a,v];
//!     leader[g,v] + secretary[g,v] ≤ post[g,v]
//! R8  bounds of the columns
//!
//! flow     help[k,v] = Σ_m in[k,v,m] + pairs            where hamlets are counted (capacity ≥ 2)
//!          Σ_{other k of q} (help[k,v] − pairs) = Σ_m sent[q,v,m]
//!          sent[q,v,m] + Σ_k in[k,v,m] = Σ_{c in (v,m)} serve[q,c]
//! hamlet   in[k,v,m] + pairs in m ≤ capacity[k] touch[k,v,m];  active ≤ Σ_m touch, Σ_g post
//! balance  balance[a] ≥ Σ (metres − allowance) help[k,v]
//! share    share[a] ≥ ±(1000 Σ help[k,v] − fair[a]) − band[a]
//! ```
//!
//! Where changed pairings are limited: `Σ pair[i,h]` over last year's pairings ≥ their number − limit.
//!
//! The objective sums the cost terms of [`crate::solve::costs`], all coefficients whole numbers of
//! millipoints; the hamlet term is Σ touch − active. One implied family is added because it
//! strengthens the LP relaxation: an agency helps no more households of a village than both have,
//! and none unless attached. [`translate`] undoes the grouping without changing the cost.

mod apart;
mod callback;
mod columns;
pub mod elastic;
pub mod formulation;
pub mod frame;
mod frame_rows;
mod frame_start;
pub mod groups;
mod inside;
pub mod mps;
mod pins;
pub mod program;
mod rows;
pub mod solver;
pub mod staged;
pub mod translate;

use std::io;

pub use self::apart::serve;
use self::formulation::Formulation;
use self::solver::Verdict;
use self::staged::{Stages, believed};
use super::fixing::Fixing;
use super::{Control, Options};
use crate::model::{Instance, Method, Millipoints, Outcome, Plan, Status};

/// Solves `instance` with HiGHS, from the plan `start` if given, which must keep all rules; the search
/// makes one of a [`crate::model::Start`].
///
/// The bound is HiGHS's own, rounded down with [`BOUND_TOLERANCE`]; the status is
/// [`Status::Optimal`] only where bound and plan meet.
#[must_use]
pub fn solve(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Plan>,
) -> Outcome {
    solve_fixed(instance, options, control, start, None)
}

/// The same without the attachments and leads that `fixing` rules out. `start` must not cost more
/// than its limit.
#[must_use]
pub fn solve_fixed(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Plan>,
    fixing: Option<&Fixing>,
) -> Outcome {
    let mut stages = Stages::new(instance, options, control, start, fixing);
    stages.run();
    conclude(stages)
}

/// The same with one more row: at most `max_changes` changed pairings
/// ([`Previous::changes`](crate::model::Previous::changes)). `start` must keep to it.
/// [`Status::Infeasible`] says that every plan has more.
#[must_use]
pub fn solve_within(
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Plan>,
    max_changes: u64,
) -> Outcome {
    // Where changes cost nothing, last year's pairings have no columns unless they count.
    let counted = instance.with_change_charge(instance.change_charge());
    let mut stages = Stages::new(&counted, options, control, start, None).within(Some(max_changes));
    stages.run();
    conclude(stages)
}

/// Solves the whole program with HiGHS as it stands: no start, no stages, what [`write_mps`] writes.
/// This is what HiGHS makes of the exported program, to compare [`solve`] with.
#[must_use]
pub fn solve_whole(instance: &Instance, options: &Options, control: &Control) -> Outcome {
    let mut stages = Stages::new(instance, options, control, None, None);
    stages.ask_whole(false);
    conclude(stages)
}

/// Cost of a plan by the program's own coefficients.
fn cost(formulation: &Formulation, plan: &Plan) -> Millipoints {
    let values = translate::encode(formulation, plan);
    let terms = values.iter().zip(&formulation.coefficients);
    Millipoints(terms.map(|(&x, &cost)| x as i64 * cost).sum())
}

/// What HiGHS's bound may be wrong by, relative to itself: its LP solutions are dual feasible to
/// 1e-7, and costs are whole numbers, so a bound is believed to one part in a million.
pub const BOUND_TOLERANCE: f64 = 1e-6;

/// Puts together what is known; believes HiGHS only as far as integers bear it out.
fn conclude(stages: Stages) -> Outcome {
    let (met, verdict, nodes) = (stages.met(), stages.verdict, stages.nodes);
    let outcome = |status, incumbent, bound| Outcome {
        status,
        incumbent,
        bound: Millipoints(bound),
        method: Method::Exact,
        iterations: nodes,
        reason: None,
    };
    let believed = believed(stages.bound);
    let bound = if believed.is_finite() { (believed.floor() as i64).max(0) } else { 0 };
    match stages.incumbent {
        None if verdict == Verdict::Infeasible => outcome(Status::Infeasible, None, 0),
        None => outcome(Status::Unknown, None, bound),
        // A plan at hand refutes "infeasible" and any bound above its cost.
        Some(plan) if verdict == Verdict::Infeasible || plan.1.0 < bound => {
            outcome(Status::Feasible, Some(plan), 0)
        }
        Some((plan, cost)) if met => outcome(Status::Optimal, Some((plan, cost)), cost.0),
        Some(plan) => outcome(Status::Feasible, Some(plan), bound),
    }
}

/// Writes the whole program of `instance` as an MPS file.
///
/// # Errors
/// Whatever writing to `out` fails with.
pub fn write_mps(instance: &Instance, out: &mut impl io::Write) -> io::Result<()> {
    mps::write(&Formulation::new(instance).1, &instance.settings().name, out)
}
