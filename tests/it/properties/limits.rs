//! Fewer limits never make the optimum worse; more of them never better; those that it keeps anyway leave
//! it as it is.

use std::collections::BTreeMap;

use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::{AttachmentRole, PinKind, PinMode, TeamRole};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::shapes::instances;
use super::{best, made, no_worse, optimum};
use crate::support::each_weight;

/// What relaxes an instance: each plan stays one, at no higher cost. Tolerances do so because they only
/// add to what is free; quotas would not, because fair parts and usual ways follow from them.
type Relaxation = (&'static str, fn(&mut InstanceData));

const RELAXATIONS: [Relaxation; 12] = [
    ("one village more led", |data| data.settings.limits.led_per_agency += 1),
    ("one village more attached", |data| data.settings.limits.villages_per_agency += 1),
    ("one household more above quota", |data| data.settings.quota.overload += 1),
    ("no rural years wanted", |data| data.settings.team.min_rural_years = 0),
    ("smaller teams", |data| data.settings.team.members = 1),
    ("no teams", |data| {
        // A pin of someone to a team needs one.
        let of_team = |pin: &PinRecord| matches!(pin.kind, PinKind::Secretary | PinKind::Leader);
        data.settings.team.enabled &= data.pins.iter().any(of_team);
    }),
    ("all in the party, on the list", |data| {
        data.cadres.iter_mut().for_each(|c| (c.party_member, c.reserve) = (true, true));
    }),
    ("wider tolerances", |data| {
        data.settings.tolerance.travel_percent += 20;
        data.settings.tolerance.share_percent += 20;
    }),
    ("no pins", |data| data.pins.clear()),
    ("no last year", |data| data.previous = None),
    ("half the weights", |data| {
        for weight in each_weight(&mut data.settings.weights) {
            *weight /= 2;
        }
    }),
    ("given attachments are free", |data| data.links.iter_mut().for_each(|l| l.cost.0 = 0)),
];

#[test]
fn fewer_limits_never_make_the_optimum_worse() {
    let mut better: BTreeMap<&str, usize> = BTreeMap::new();
    for (context, _, data) in instances(1) {
        let before = optimum(&data, &context);
        for (name, relax) in RELAXATIONS {
            let mut relaxed = data.clone();
            relax(&mut relaxed);
            if relaxed == data {
                continue;
            }
            let context = format!("{context}, {name}");
            let after = optimum(&relaxed, &context);
            assert!(no_worse(after, before), "{context}: {before:?} before, {after:?} after");
            *better.entry(name).or_default() += usize::from(after != before);
        }
    }
    let telling = better.values().filter(|&&count| count > 0).count();
    assert!(telling >= 5, "relaxations that make a difference: {better:?}");
}

pub(super) fn pin(kind: PinKind, subject: &str, object: &str, mode: PinMode) -> PinRecord {
    let (subject_id, object_id) = (subject.to_owned(), object.to_owned());
    PinRecord { kind, subject_id, object_id, mode, reason: None }
}

/// Pins of all that the plan has.
fn kept(data: &InstanceData, plan: &jiedui::model::Plan) -> Vec<PinRecord> {
    let tables = plan.to_tables(&made(data, "a plan is at hand"));
    let require = |kind, subject, object| pin(kind, subject, object, PinMode::Require);
    let mut pins = Vec::new();
    for row in &tables.attachments {
        let leads = row.role == AttachmentRole::Lead;
        let kind = if leads { PinKind::Lead } else { PinKind::Attach };
        pins.push(require(kind, &row.agency_id, &row.village_id));
    }
    for row in &tables.teams {
        let kind = match row.role {
            TeamRole::Leader => PinKind::Leader,
            TeamRole::Secretary => PinKind::Secretary,
            TeamRole::Member => PinKind::Post,
        };
        pins.push(require(kind, &row.cadre_id, &row.village_id));
    }
    for row in &tables.pairings {
        pins.push(require(PinKind::Help, &row.cadre_id, &row.household_id));
    }
    pins
}

/// The same pins, forbidden, of subjects and objects that the plan does not bring together.
fn avoided(kept: &[PinRecord], rng: &mut ChaCha8Rng) -> Vec<PinRecord> {
    let same_kind = |one: &PinRecord, other: &PinRecord| one.kind == other.kind;
    let mut pins = Vec::new();
    for one in kept {
        let others: Vec<_> = kept.iter().filter(|other| same_kind(one, other)).collect();
        let other = others.choose(rng).expect("one itself");
        let has =
            |pin: &PinRecord| pin.subject_id == one.subject_id && pin.object_id == other.object_id;
        // Who leads is attached, and who is on a team is posted, without a pin of their own.
        let whole = matches!(one.kind, PinKind::Lead | PinKind::Help | PinKind::Leader);
        if whole && !kept.iter().any(has) {
            pins.push(pin(one.kind, &one.subject_id, &other.object_id, PinMode::Forbid));
        }
    }
    pins
}

#[test]
fn pins_that_the_best_plan_keeps_leave_the_optimum_as_it_is() {
    let (mut required, mut forbidden) = (0, 0);
    for (context, seed, data) in instances(2) {
        let Some((plan, before)) = best(&data, &context) else { continue };
        let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0x9);
        let mut kept = kept(&data, &plan);
        let mut avoided = avoided(&kept, rng);
        kept.shuffle(rng);
        kept.truncate(rng.random_range(1..=kept.len()));
        avoided.shuffle(rng);
        avoided.truncate(4);
        required += kept.len();
        forbidden += avoided.len();
        let mut pinned = data;
        pinned.pins.extend(kept.into_iter().chain(avoided));
        let context = format!("{context}, {:?}", pinned.pins);
        assert_eq!(optimum(&pinned, &context), Some(before), "{context}");
    }
    assert!(required >= 50 && forbidden >= 20, "{required} required, {forbidden} forbidden");
}

#[test]
fn forbidding_a_pairing_never_makes_the_optimum_better() {
    let (mut dearer, mut out) = (0, 0);
    for (context, seed, mut data) in instances(1) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0xf0b);
        let mut known = best(&data, &context);
        // Each time a pairing of the best plan that is left.
        for _ in 0..4 {
            let Some((plan, before)) = known else { break };
            let tables = plan.to_tables(&made(&data, &context));
            let row = tables.pairings.choose(rng).expect("households");
            let (cadre, household) = (&row.cadre_id, &row.household_id);
            data.pins.push(pin(PinKind::Help, cadre, household, PinMode::Forbid));
            let context = format!("{context}, {:?}", data.pins);
            known = best(&data, &context);
            let after = known.as_ref().map(|&(_, cost)| cost);
            assert!(no_worse(Some(before), after), "{context}: {before} before, {after:?} after");
            dearer += usize::from(after.is_some_and(|after| after > before));
            out += usize::from(after.is_none());
        }
    }
    assert!(
        dearer >= 1,
        "{dearer} pairings forbidden at a cost, {out} without which there is no plan"
    );
}
