//! Whether any plan can exist; if none can, why not, and the least change after which one does.
//!
//! First come quick certificates ([`Certificate`]): flows and a look at the pins, exact and cheap. Where
//! they say nothing, a short search looks for a plan. Then the elastic program
//! ([`crate::solve::exact::elastic`]) finds the least change, or that none is needed. The changes,
//! [`Mend`]s, are made in the data and the plan that comes with them is judged by [`crate::check`].
//! The conflicts that the changes resolve are made minimal by a deletion filter over facts. HiGHS
//! finds irreducible infeasible sets of linear programs only, so all this is our own.
//!
//! What is not known within the limit is said to be so: [`Verdict::Unknown`],
//! [`Conflict::minimal`], [`Mending::least`], [`Mending::verified`].

mod certificate;
mod conflict;
mod cut;
mod facts;
mod mend;
mod witness;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

pub use certificate::{Certificate, Unable};
pub use facts::{Cause, Miss};
pub use mend::{Mend, Place, apply};

use self::conflict::{Minimal, Oracle};
use super::decision::{PinName, pin_name};
use crate::check::check;
use crate::model::data::{InstanceData, PlanTables};
use crate::model::{Instance, Millipoints, Pin};
use crate::solve::exact::elastic::{self, Fact, Treatment};
use crate::solve::exact::solver::Verdict as Told;
use crate::solve::search::problem::Problem;
use crate::solve::{Control, Observer, Options, search};

/// What is known of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A plan exists; one was found and judged.
    Feasible,
    /// It is proven that no plan exists.
    Infeasible,
    /// The limit came before either.
    Unknown,
}

/// A set of facts that no plan can keep together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// The facts.
    pub facts: Vec<Cause>,
    /// Whether it is proven that without any one of them a plan could keep the others.
    pub minimal: bool,
    /// The changes that resolve it, by their position in [`Mending::changes`].
    pub mends: Vec<usize>,
}

/// Changes after which a plan exists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mending {
    /// The changes, to be made together.
    pub changes: Vec<Mend>,
    /// Whether it is proven that no other changes are cheaper, at the prices of
    /// [`crate::solve::exact::elastic`].
    pub least: bool,
    /// Whether a plan of the changed data was found and judged.
    pub verified: bool,
}

/// The whole diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosis {
    /// Whether a plan exists.
    pub verdict: Verdict,
    /// Quick proofs that none does.
    pub certificates: Vec<Certificate>,
    /// Minimal sets of facts in conflict.
    pub conflicts: Vec<Conflict>,
    /// The least change found.
    pub mending: Option<Mending>,
    /// The plan that shows that one exists.
    #[serde(skip)]
    pub witness: Option<PlanTables>,
}

/// Conflicts told at most.
const MOST_CONFLICTS: usize = 10;
/// Facts of a conflict that are told at most where not all are known to be needed.
const LONGEST_LIST: usize = 60;
/// Time of the search for a plan, for each household, at least, at most.
const SEARCH_EACH: Duration = Duration::from_millis(5);
const SEARCH_LEAST: Duration = Duration::from_millis(100);
const SEARCH_MOST: Duration = Duration::from_secs(15);
/// Parts of what is left of the time: for the relaxation and for the search that tries its changes,
/// for the whole elastic program. The remainder is for conflicts.
const COMPACT_SHARE: f64 = 0.3;
const ELASTIC_SHARE: f64 = 0.6;
/// Limit of a part where there is none of the whole.
const UNLIMITED: Duration = Duration::from_secs(365 * 24 * 3600);
/// Pins dropped at most because they contradict others, where the relaxation does not see them.
const MOST_DROPPED: usize = 50;
/// Pairs of agency and village from which an instance is large.
const LARGE: usize = 400;

/// Finds out whether `instance` has a plan, and what stands in the way. `data` are the records that
/// it was made of. Of `options`, seed and threads count; the limit is that of `control`.
#[must_use]
pub fn diagnose(
    data: &InstanceData,
    instance: &Instance,
    options: &Options,
    control: &Control,
) -> Diagnosis {
    let mut found = certificate::all(instance);
    found.extend(contradiction(data, instance));
    if found.is_empty()
        && let Some(plan) = search_for_plan(instance, options, control)
    {
        return feasible(plan);
    }
    let Relaxed { plan, bound, mending } = relax(data, instance, options, control);
    if let Some(plan) = plan.filter(|_| found.is_empty()) {
        return feasible(plan);
    }
    let proven = !found.is_empty() || bound > 0;
    let (certificates, seeds): (Vec<Certificate>, Vec<Vec<Fact>>) = found.into_iter().unzip();
    let (mending, changed) = mending.unzip();
    let known = mending.as_ref().is_some_and(|mending| mending.least && mending.verified);
    let oracle = Oracle { instance, options, control };
    let changed = changed.unwrap_or_default();
    let conflicts = if proven { conflicts(&oracle, &seeds, &changed, known) } else { Vec::new() };
    Diagnosis {
        verdict: if proven { Verdict::Infeasible } else { Verdict::Unknown },
        certificates,
        conflicts,
        mending,
        witness: None,
    }
}

/// The quick proofs alone that no plan exists, without a solver; none where they say nothing.
#[must_use]
pub fn certificates(instance: &Instance) -> Vec<Certificate> {
    certificate::all(instance).into_iter().map(|(certificate, _)| certificate).collect()
}

fn feasible(plan: PlanTables) -> Diagnosis {
    Diagnosis {
        verdict: Verdict::Feasible,
        certificates: Vec::new(),
        conflicts: Vec::new(),
        mending: None,
        witness: Some(plan),
    }
}

/// Ends a search with its first plan.
struct First(AtomicBool);

impl Observer for First {
    fn incumbent(&self, _: Millipoints) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The first plan that a short search finds, if any.
fn search_for_plan(
    instance: &Instance,
    options: &Options,
    control: &Control,
) -> Option<PlanTables> {
    let part = SEARCH_EACH * instance.households().len() as u32;
    let part = part.clamp(SEARCH_LEAST, SEARCH_MOST);
    let part = control.remaining().map_or(part, |left| part.min(left / 3));
    let first = First(AtomicBool::new(false));
    let short = control.with_deadline(Instant::now() + part);
    let watched = short.watched(&first, &first.0);
    // The search measures its progress on the clock of `control`, which may have run already.
    let limit = Some(control.elapsed() + part);
    let options = Options { time_limit: limit, iterations: None, ..options.clone() };
    let (plan, _) = search::solve(instance, &options, &watched, None).incumbent?;
    let tables = plan.to_tables(instance);
    check(instance, &tables).is_feasible().then_some(tables)
}

/// What elastic programs say.
#[derive(Default)]
struct Relaxed {
    /// A plan, where no change is needed.
    plan: Option<PlanTables>,
    /// No change costs less.
    bound: i64,
    /// The changes, and the facts that each of them changes.
    mending: Option<(Mending, Vec<BTreeSet<Fact>>)>,
}

/// The elastic program with everything priced that a planner can change. Where it is large, its
/// relaxation without single cadres comes first, and a search shows whether the change suffices.
fn relax(
    data: &InstanceData,
    instance: &Instance,
    options: &Options,
    control: &Control,
) -> Relaxed {
    if control.must_stop() {
        return Relaxed::default(); // only to copy ten counties takes a second
    }
    let large = instance.agencies().len() * instance.villages().len() > LARGE;
    let part = |share: f64| {
        let left = control.remaining().map_or(UNLIMITED, |left| left.mul_f64(share));
        control.with_deadline(Instant::now() + left)
    };
    let mut first = Relaxed::default();
    let mut price = i64::MAX;
    if large {
        (first, price) = compact(data, instance, options, &part(COMPACT_SHARE));
        if first.mending.as_ref().is_some_and(|(mending, _)| mending.verified) {
            return first;
        }
    }
    let treat = |fact: Fact| if fact.can_change() { Treatment::Priced } else { Treatment::Hold };
    let answer = elastic::solve(instance, &treat, options, &part(ELASTIC_SHARE));
    let bound = answer.bound.max(first.bound);
    let Some(solution) = answer.solution else { return Relaxed { bound, ..first } };
    if solution.price == 0 {
        let plan = witness::plan(instance, instance, &solution);
        return Relaxed { plan, bound: 0, mending: None };
    }
    let (changes, facts): (Vec<Mend>, Vec<_>) =
        mend::mends(instance, &solution).into_iter().unzip();
    if first.mending.is_some() && solution.price > price.saturating_mul(2) {
        return Relaxed { bound, ..first }; // cut off far from what is needed
    }
    let verified = mended(data, &changes)
        .is_some_and(|mended| witness::plan(instance, &mended, &solution).is_some());
    let mending = Mending { changes, least: answer.verdict == Told::Solved, verified };
    Relaxed { plan: None, bound, mending: Some((mending, facts)) }
}

/// What the relaxation says, tried by a search, and what it costs. Pins that contradict each other
/// are dropped before, for it sees only those that name agencies.
fn compact(
    data: &InstanceData,
    instance: &Instance,
    options: &Options,
    control: &Control,
) -> (Relaxed, i64) {
    let nothing = |bound| (Relaxed { bound, ..Relaxed::default() }, i64::MAX);
    let (untangled, dropped) = untangle(data, instance);
    let Ok(part) = Instance::new(untangled.clone()) else { return nothing(0) };
    let answer = elastic::compact::solve(&part, options, control);
    // Without contradictions nothing was dropped, and the bound is one of the instance.
    let bound = if dropped.is_empty() { answer.bound } else { 0 };
    let Some(solution) = &answer.solution else { return nothing(bound) };
    let price = solution.price + elastic::prices::PIN * dropped.len() as i64;
    if price == 0 {
        return nothing(bound);
    }
    let mut mends: Vec<(Mend, BTreeSet<Fact>)> = mend::dropped(instance, &dropped);
    let original = |fact: Fact| match fact {
        Fact::Pin(p) => same_pin(instance, part.pins()[p]).map_or(fact, Fact::Pin),
        _ => fact,
    };
    mends.extend(
        mend::mends(&part, solution).into_iter().map(|(mend, facts)| {
            (mend, facts.into_iter().map(original).collect::<BTreeSet<Fact>>())
        }),
    );
    let (changes, facts): (Vec<Mend>, Vec<_>) = mends.into_iter().unzip();
    let plan = mended(data, &changes).and_then(|mended| search_for_plan(&mended, options, control));
    // Whoever is called back may be counted twice there, as a helper and for a team's place.
    let exact = !changes.iter().any(|change| matches!(change, Mend::Recall { .. }));
    let verified = plan.is_some();
    let least = exact && verified && dropped.is_empty() && answer.verdict == Told::Solved;
    let mending = Mending { changes, least, verified };
    (Relaxed { plan: None, bound, mending: Some((mending, facts)) }, price)
}

/// The data without pins that contradict each other, one of each contradiction, and which.
fn untangle(data: &InstanceData, instance: &Instance) -> (InstanceData, Vec<usize>) {
    let mut untangled = data.clone();
    let mut dropped = Vec::new();
    while dropped.len() < MOST_DROPPED
        && let Ok(part) = Instance::new(untangled.clone())
        && let Some(last) = contradictory(&untangled, &part).last()
    {
        let pin = part.pins()[*last];
        let Some(p) = same_pin(instance, pin) else { break };
        apply(&[mend::drop_pin(instance, p)], &mut untangled);
        dropped.push(p);
    }
    (untangled, dropped)
}

/// The position of a pin of a part of the instance, which has the same tables otherwise.
fn same_pin(instance: &Instance, pin: Pin) -> Option<usize> {
    instance.pins().iter().position(|&own| own == pin)
}

/// The instance after the changes.
fn mended(data: &InstanceData, changes: &[Mend]) -> Option<Instance> {
    let mut changed = data.clone();
    apply(changes, &mut changed);
    Instance::new(changed).ok()
}

/// Pins that contradict each other, none of which can be left out, with all facts of whom they name.
fn contradiction(data: &InstanceData, instance: &Instance) -> Option<certificate::Found> {
    let kept = contradictory(data, instance);
    if kept.is_empty() {
        return None;
    }
    let pins = kept.iter().map(|&p| pin_name(instance, p)).collect();
    Some((Certificate::Pins { pins }, facts_around(instance, &kept)))
}

/// The positions of pins that contradict each other, none of which can be left out; none where the
/// pins agree.
fn contradictory(data: &InstanceData, instance: &Instance) -> Vec<usize> {
    let contradict = |pins: &[usize]| {
        let names: Vec<PinName> = pins.iter().map(|&p| pin_name(instance, p)).collect();
        let mut part = InstanceData { previous: None, ..data.clone() };
        part.pins.retain(|record| names.iter().any(|name| name.names(record)));
        Instance::new(part).is_ok_and(|part| Problem::new(&part).is_err())
    };
    if instance.pins().is_empty() || Problem::new(instance).is_ok() {
        return Vec::new();
    }
    let all: Vec<usize> = (0..instance.pins().len()).collect();
    conflict::leave_out(all, |pins| Some(contradict(pins))).0
}

/// These pins and all facts of the agencies and villages that they name.
fn facts_around(instance: &Instance, pins: &[usize]) -> Vec<Fact> {
    let (mut agencies, mut villages) = (BTreeSet::new(), BTreeSet::new());
    for &p in pins {
        let (agency, village) = match instance.pins()[p] {
            Pin::Lead { agency, village, .. } | Pin::Attach { agency, village, .. } => {
                (agency, village)
            }
            Pin::Post { cadre, village, .. }
            | Pin::Secretary { cadre, village, .. }
            | Pin::Leader { cadre, village, .. } => (instance.cadre(cadre).agency, village),
            Pin::Help { cadre, household, .. } => {
                (instance.cadre(cadre).agency, instance.household(household).village)
            }
        };
        agencies.insert(agency);
        villages.insert(village);
    }
    let about = |fact: &Fact| match fact {
        Fact::Pin(p) => pins.contains(p),
        Fact::LedPerAgency | Fact::TeamSize => true,
        Fact::MaxVillages(a)
        | Fact::Secretaries(a)
        | Fact::Leaders(a)
        | Fact::Quotas(a)
        | Fact::Roster(a)
        | Fact::Attached(a) => agencies.contains(a),
        Fact::Led(v) | Fact::Helped(v) => villages.contains(v),
    };
    let mut facts: Vec<Fact> = Fact::all(instance).into_iter().filter(about).collect();
    facts.reverse(); // pins last: they are to stay
    facts
}

/// A conflict of each certificate, then, where the least change is `known` or there is no certificate,
/// others among the facts that no change has resolved so far.
fn conflicts(
    oracle: &Oracle,
    seeds: &[Vec<Fact>],
    changed: &[BTreeSet<Fact>],
    known: bool,
) -> Vec<Conflict> {
    let instance = oracle.instance;
    let all_changed: BTreeSet<Fact> = changed.iter().flatten().copied().collect();
    let mut found: Vec<Minimal> = Vec::new();
    let mut resolved: BTreeSet<Fact> = BTreeSet::new();
    let mut add = |minimal: Minimal, resolved: &mut BTreeSet<Fact>| {
        let own: BTreeSet<Fact> = minimal.facts.intersection(&all_changed).copied().collect();
        let known = found.iter().any(|other| other.facts == minimal.facts);
        if !known {
            found.push(minimal);
        }
        let grown = !own.is_subset(resolved);
        resolved.extend(own);
        grown && found.len() < MOST_CONFLICTS
    };
    let mut seeded = false;
    for seed in seeds {
        if let Some(minimal) = oracle.minimise(seed) {
            add(minimal, &mut resolved);
            seeded = true;
        }
    }
    let all = Fact::all(instance);
    while !seeded || (known && !all_changed.is_subset(&resolved)) {
        let open: Vec<Fact> = all.iter().copied().filter(|f| !resolved.contains(f)).collect();
        let minimal = oracle.minimise(&open);
        // A long list that the limit left is no help to anybody.
        let useful = |minimal: &Minimal| minimal.proven || minimal.facts.len() <= LONGEST_LIST;
        let Some(minimal) = minimal.filter(useful) else { break };
        seeded = true;
        if !add(minimal, &mut resolved) {
            break;
        }
    }
    let conflict = |minimal: Minimal| Conflict {
        mends: (0..changed.len()).filter(|&i| !changed[i].is_disjoint(&minimal.facts)).collect(),
        facts: minimal.facts.iter().map(|&fact| Cause::new(instance, fact)).collect(),
        minimal: minimal.proven,
    };
    found.into_iter().map(conflict).collect()
}
