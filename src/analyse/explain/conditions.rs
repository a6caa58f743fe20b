//! What would have to change for an alternative to win, all else as it is.

use super::super::decision::Decision;
use super::super::standing::Standing;
use super::candidates::Candidate;
use super::ways::Ways;
use super::{Bar, Condition};
use crate::model::{Instance, Metres, Millipoints, OriginId, Plan, Terms, VillageId};

/// Steps in which ways get shorter.
const STEP: i64 = 100;

/// Conditions for the plan `with` the alternative, which differs by `terms`, to cost less.
pub(super) fn conditions(
    standing: &Standing,
    candidate: &Candidate,
    with: &Plan,
    terms: &Terms,
) -> Vec<Condition> {
    let instance = standing.instance;
    let mut found = Vec::new();
    if let (Decision::Help(c, _), [Bar::Full]) = (candidate.decision, &candidate.bars[..])
        && candidate.estimate < Millipoints::ZERO
    {
        let cadre = instance.cadre(c).id.clone();
        found.push(Condition::Slot { cadre, saving: -candidate.estimate });
    }
    if terms.total() <= Millipoints::ZERO {
        return found; // it wins as things are, or ties
    }
    if let Decision::Help(c, h) = candidate.decision {
        let way = (instance.cadre(c).origin, instance.household(h).village);
        found.extend(shorter_way(instance, way, [&standing.plan, with], terms.total()));
    }
    found.extend(other_weight(instance, terms));
    found
}

/// By how much the way has to be shorter: found by bisection, and held to what it says.
fn shorter_way(
    instance: &Instance,
    way: (OriginId, VillageId),
    [now, with]: [&Plan; 2],
    difference: Millipoints,
) -> Option<Condition> {
    let (now, with) = (Ways::new(instance, now), Ways::new(instance, with));
    let known = difference - (with.cost(way, Metres(0)) - now.cost(way, Metres(0)));
    let wins = |steps: i64| {
        let shorter = Metres(steps * STEP);
        known + with.cost(way, shorter) - now.cost(way, shorter) < Millipoints::ZERO
    };
    let most = instance.metres(way.0, way.1).0 / STEP;
    if !wins(most) {
        return None;
    }
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if wins(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    let origin = way.0.index();
    let origin = match instance.agencies().get(origin) {
        Some(agency) => agency.id.clone(),
        None => instance.places()[origin - instance.agencies().len()].id.clone(),
    };
    let village = instance.village(way.1).id.clone();
    Some(Condition::Way { origin, village, shorter: Metres(high * STEP) })
}

/// The weight that has to change least, relative to itself.
fn other_weight(instance: &Instance, terms: &Terms) -> Option<Condition> {
    let w = &instance.settings().weights;
    let charged = instance
        .agency_ids()
        .any(|a| instance.village_ids().any(|v| instance.link_charge(a, v).is_some()));
    let weights = [
        w.type_,
        if charged { 0 } else { w.link }, // links.csv knows no weight
        w.travel,
        w.need,
        w.balance,
        w.share,
        w.overload,
        w.change,
        w.lead_change,
        w.secretary,
        w.hamlet,
    ];
    let difference = terms.total().0;
    let mut best: Option<(f64, Condition)> = None;
    for ((term, cost), now) in terms.named().into_iter().zip(weights) {
        if now == 0 || cost == Millipoints::ZERO {
            continue;
        }
        let sum = cost.0 / i64::from(now); // of which the weight is a multiple
        let steps = difference / sum.abs() + 1; // so that it is less, not the same
        let then = if sum < 0 { i64::from(now) + steps } else { i64::from(now) - steps };
        let change = steps as f64 / f64::from(now);
        let Some(then) = u32::try_from(then).ok().filter(|&then| then <= 100_000) else { continue };
        if best.as_ref().is_none_or(|(known, _)| change < *known) {
            best = Some((change, Condition::Weight { term, now, then }));
        }
    }
    best.map(|(_, condition)| condition)
}
