//! A hard limit on the number of changed pairings, beside the soft weight.
//!
//! A pairing is *changed* where the household's helper of last year is still an available cadre but
//! helps it no longer ([`Previous::changes`]): what the change term counts. Households whose helper
//! left, new households and new lead agencies do not count.
//!
//! The integer program takes the limit as one more row ([`exact::solve_within`]). The search has no
//! such row; it solves the Lagrangian relaxation of it (Fisher 1981): a price on each change, added to
//! its weight, at which good plans have as many changes as are allowed. The price is found by
//! intersecting the costs of a plan within the limit and one beyond it, and halving where that leads
//! nowhere. Between two prices lie plans that no price brings forth, so in the end the pairings that the
//! best plan within the limit keeps are pinned, but for as many as may still change, and the rest is
//! searched at true cost.
//!
//! For every price λ ≥ 0 and limit N, a bound of the priced instance less λN is a bound on all plans
//! within the limit.

mod pricing;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use self::pricing::Budget;
use super::search::problem::Problem;
use super::{Control, Options, auto, exact, search};
use crate::model::enums::PinMode;
use crate::model::{
    CadreId, HouseholdId, Instance, Method, Millipoints, Outcome, Pin, Previous, Start, Status,
};

/// Part of the time for all this where the integer program has the rest.
const SEARCH_SHARE: f64 = 0.2;
/// At most so much time for each household.
const SEARCH_PART: Duration = Duration::from_millis(20);

/// What a solve within a budget ends with.
#[derive(Clone, Debug, PartialEq)]
pub struct Budgeted {
    /// The outcome; its plan is within the budget, its costs are the instance's own.
    pub outcome: Outcome,
    /// The fewest changed pairings of any plan found, within the budget or not.
    pub fewest: Option<u64>,
}

impl From<Outcome> for Budgeted {
    /// An outcome of a solve that knew of no budget.
    fn from(outcome: Outcome) -> Self {
        Self { outcome, fewest: None }
    }
}

/// Who solves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Search,
    Auto,
    Exact,
}

/// The best plan with at most `max_changes` changed pairings, by whatever suits the size, as
/// [`auto::solve`].
///
/// [`Status::Infeasible`] says that every plan has more, or that there is none, where a reason is given; without a plan, [`Status::Unknown`] says that
/// none was found. Where there was no last year, or the budget is no less than the pairings of last year
/// that could be kept, it is [`auto::solve`]. [`Options::gap`] ends only the integer program early.
#[must_use]
pub fn solve(
    instance: &Instance,
    max_changes: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    dispatch(Means::Auto, instance, max_changes, options, control, start)
}

/// The same by search alone, without bound, as [`search::solve`].
#[must_use]
pub fn search(
    instance: &Instance,
    max_changes: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    dispatch(Means::Search, instance, max_changes, options, control, start)
}

/// The same by the integer program after a short search, on an instance of any size, as
/// [`auto::prove`].
#[must_use]
pub fn prove(
    instance: &Instance,
    max_changes: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    dispatch(Means::Exact, instance, max_changes, options, control, start)
}

/// Changed pairings that every plan has, by counting alone: a cadre keeps pairings in one village,
/// and no more than it may help; what a pin forbids or gives to another is not kept.
#[must_use]
pub fn least_changes(instance: &Instance) -> u64 {
    let Some(previous) = instance.previous() else { return 0 };
    let (mut required, mut forbidden) = (BTreeMap::new(), BTreeSet::new());
    for &pin in instance.pins() {
        match pin {
            Pin::Help { cadre, household, mode: PinMode::Require } => {
                required.insert(household, cadre);
            }
            Pin::Help { cadre, household, mode: PinMode::Forbid } => {
                forbidden.insert((household, cadre));
            }
            _ => {}
        }
    }
    let may_keep =
        |h, c| required.get(&h).is_none_or(|&other| other == c) && !forbidden.contains(&(h, c));
    let mut kept: BTreeMap<CadreId, BTreeMap<usize, u64>> = BTreeMap::new();
    for (h, c) in known(previous) {
        let of_cadre = kept.entry(c).or_default();
        let in_village = of_cadre.entry(instance.household(h).village.index()).or_default();
        *in_village += u64::from(may_keep(h, c));
    }
    let most: u64 = kept
        .iter()
        .map(|(&c, villages)| {
            let most = villages.values().copied().max().unwrap_or(0);
            most.min(u64::from(instance.capacity(c)))
        })
        .sum();
    previous.known() as u64 - most
}

/// Last year's pairings that could be kept.
fn known(previous: &Previous) -> impl Iterator<Item = (HouseholdId, CadreId)> {
    let helpers = previous.helper.iter().enumerate();
    helpers.filter_map(|(h, &c)| Some((HouseholdId::new(h), c?)))
}

/// Last year's leads and pairings as a plan to start from.
fn last_year(instance: &Instance, previous: &Previous) -> Start {
    let mut start = Start::empty(instance);
    start.lead.clone_from(&previous.lead);
    start.helper.clone_from(&previous.helper);
    for (h, c) in known(previous) {
        let village = instance.household(h).village.index();
        start.attached[village].insert(instance.cadre(c).agency);
    }
    start
}

fn dispatch(
    means: Means,
    instance: &Instance,
    most: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let previous = instance.previous().filter(|previous| most < previous.known() as u64);
    let Some(previous) = previous else {
        return unlimited(means, instance, options, control, start);
    };
    if least_changes(instance) > most {
        return infeasible(instance);
    }
    if most == 0 {
        return nothing_changes(means, instance, previous, options, control, start);
    }
    let integer = match means {
        Means::Search => false,
        Means::Auto => options.iterations.is_none() && auto::is_small(instance),
        Means::Exact => true,
    };
    if integer {
        return proven(means, instance, previous, most, options, control, start);
    }
    let mut budget = Budget::new(instance, previous, most, options, control);
    budget.bounded = means == Means::Auto;
    budget.run(start)
}

/// A short search, and the integer program from the plan it finds.
fn proven(
    means: Means,
    instance: &Instance,
    previous: &Previous,
    most: u64,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let most_time = SEARCH_PART * (instance.households().len() as u32).max(10);
    let limit = control.remaining().map_or(most_time, |left| left.mul_f64(SEARCH_SHARE));
    let limit = limit.min(most_time);
    let part = control.part(control.observer(), Some(limit));
    let searched = Budget::new(instance, previous, most, options, &part).run(start);
    if searched.outcome.status == Status::Infeasible || control.ask(|| control.interrupted()) {
        return searched;
    }
    let Budgeted { outcome, fewest } = searched;
    let best = outcome.incumbent.as_ref().map(|(plan, _)| plan);
    let rest = Options { time_limit: control.remaining(), ..options.clone() };
    let exact = control.part(control.observer(), None);
    let proven = exact::solve_within(instance, &rest, &exact, best, most);
    let outcome = auto::join(outcome, proven);
    if outcome.status == Status::Infeasible {
        return infeasible(instance);
    }
    let method = if means == Means::Exact { Method::Exact } else { outcome.method };
    let changes = outcome.incumbent.as_ref().map(|(plan, _)| previous.changes(plan));
    Budgeted {
        outcome: Outcome { method, ..outcome },
        fewest: changes.into_iter().chain(fewest).min(),
    }
}

/// Where the budget cannot bind.
fn unlimited(
    means: Means,
    instance: &Instance,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let outcome = match means {
        Means::Search => search::solve(instance, options, control, start),
        Means::Auto => auto::solve(instance, options, control, start),
        Means::Exact => auto::prove(instance, options, control, start),
    };
    let plan = outcome.incumbent.as_ref().map(|(plan, _)| plan);
    let fewest = plan.map(|plan| instance.previous().map_or(0, |p| p.changes(plan)));
    Budgeted { outcome, fewest }
}

/// Without any change the limit is a pin on each pairing of last year that could be kept.
fn nothing_changes(
    means: Means,
    instance: &Instance,
    previous: &Previous,
    options: &Options,
    control: &Control,
    start: Option<&Start>,
) -> Budgeted {
    let pins: Vec<Pin> = known(previous).map(|(h, c)| keep(h, c)).collect();
    let kept = instance.with_further_pins(&pins);
    let solved = unlimited(means, &kept, options, control, start);
    if solved.outcome.status == Status::Infeasible { infeasible(instance) } else { solved }
}

fn keep(household: HouseholdId, cadre: CadreId) -> Pin {
    Pin::Help { cadre, household, mode: PinMode::Require }
}

/// No plan keeps to the limit; the reason is the instance's own where it has one.
fn infeasible(instance: &Instance) -> Budgeted {
    let reason = Problem::new(instance).err();
    Budgeted {
        outcome: Outcome {
            status: Status::Infeasible,
            incumbent: None,
            bound: Millipoints::ZERO,
            method: Method::Search,
            iterations: 0,
            reason,
        },
        fewest: None,
    }
}
