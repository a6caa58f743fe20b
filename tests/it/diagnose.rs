//! Diagnoses against brute force, by hand, and as commands.

mod commands;
mod kinds;
mod minimality;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiedui::analyse::diagnose::{Diagnosis, Verdict, apply, diagnose};
use jiedui::check::check;
use jiedui::model::Instance;
use jiedui::model::data::InstanceData;
use jiedui::model::enums::Rank;
use jiedui::solve::exact::elastic::{self, Fact, Treatment, compact};
use jiedui::solve::{Control, Options, Silent};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::brute::optimum;
use crate::exact::random_pins;
use crate::support::{Shape, data};

fn controlled<T>(run: impl FnOnce(&Options, &Control) -> T) -> T {
    let (stop, limit) = (AtomicBool::new(false), Some(Duration::from_secs(120)));
    let options = Options { threads: 1, ..Options::default() };
    run(&options, &Control::new(&stop, &Silent, limit))
}

fn diagnosis(data: &InstanceData) -> (Instance, Diagnosis) {
    let instance = Instance::new(data.clone()).unwrap();
    let diagnosis = controlled(|options, control| diagnose(data, &instance, options, control));
    (instance, diagnosis)
}

/// A tiny instance with limits, rules and pins that leave it a plan about every other time. Nobody is
/// of deputy-county rank.
fn tight(seed: u64) -> InstanceData {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0xd1a6);
    let mut shape = Shape::tiny();
    (shape.agencies, shape.villages) = *[(2, 2), (3, 2), (2, 3), (3, 1)].choose(&mut rng).unwrap();
    shape.cadres_per_agency = if shape.agencies == 3 { 2 } else { 3 };
    shape.households_per_village = if shape.villages == 3 { 1 } else { rng.random_range(1..3) };
    shape.settings.team.enabled = rng.random_bool(0.8);
    shape.settings.team.min_rural_years = rng.random_range(0..4);
    shape.settings.limits.led_per_agency = rng.random_range(1..3);
    shape.settings.limits.villages_per_agency = rng.random_range(1..4);
    shape.settings.quota.deputy_section = rng.random_range(0..3);
    shape.settings.quota.overload = u32::from(rng.random_bool(0.2));
    let mut data = data(&shape, seed);
    let top = data.cadres.iter_mut().filter(|cadre| cadre.rank == Rank::DeputyCounty);
    top.for_each(|cadre| cadre.rank = Rank::Section);
    if rng.random_bool(0.2) {
        data.agencies[0].max_villages = Some(rng.random_range(0..2));
    }
    if rng.random_bool(0.6) {
        data.pins = random_pins(&data, seed);
    }
    data
}

#[test]
fn a_diagnosis_agrees_with_brute_force_and_its_mend_makes_a_plan_possible() {
    let mut infeasible = 0;
    for seed in 0..100 {
        let data = tight(seed);
        let (instance, diagnosis) = diagnosis(&data);
        if optimum(&instance).is_some() {
            assert_eq!(diagnosis.verdict, Verdict::Feasible, "{seed}");
            let plan = diagnosis.witness.unwrap();
            assert!(check(&instance, &plan).is_feasible(), "{seed}");
            continue;
        }
        infeasible += 1;
        assert_eq!(diagnosis.verdict, Verdict::Infeasible, "{seed}");
        let mending = diagnosis.mending.as_ref().unwrap();
        assert!(mending.verified && mending.least, "{seed}: {mending:?}");
        assert!(!mending.changes.is_empty(), "{seed}");
        let mut mended = data.clone();
        apply(&mending.changes, &mut mended);
        if mended.cadres.len() <= 7 {
            let mended = Instance::new(mended).unwrap();
            assert!(optimum(&mended).is_some(), "{seed}: {mending:?}");
        }
        assert!(!diagnosis.conflicts.is_empty(), "{seed}");
        for conflict in &diagnosis.conflicts {
            assert!(conflict.minimal && !conflict.mends.is_empty(), "{seed}: {conflict:?}");
        }
    }
    assert!((25..80).contains(&infeasible), "{infeasible}");
}

#[test]
fn every_change_of_a_mend_is_needed() {
    let mut tried = 0;
    for seed in 300..340 {
        let data = tight(seed);
        let Some(mending) = diagnosis(&data).1.mending else { continue };
        for i in 0..mending.changes.len() {
            let mut changes = mending.changes.clone();
            changes.remove(i);
            let mut mended = data.clone();
            apply(&changes, &mut mended);
            if mended.cadres.len() <= 7 {
                assert_eq!(optimum(&Instance::new(mended).unwrap()), None, "{seed}: {mending:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 12, "{tried}");
}

#[test]
fn without_single_cadres_no_change_costs_more() {
    let mut changed = 0;
    for seed in 400..450 {
        let instance = Instance::new(tight(seed)).unwrap();
        let treat =
            |fact: Fact| if fact.can_change() { Treatment::Priced } else { Treatment::Hold };
        let whole = controlled(|options, control| {
            elastic::solve(&instance, &treat, options, control).solution.unwrap()
        });
        let relaxed = controlled(|options, control| compact::solve(&instance, options, control));
        assert!(relaxed.bound <= whole.price, "{seed}: {} > {}", relaxed.bound, whole.price);
        assert_eq!(relaxed.solution.unwrap().price, relaxed.bound, "{seed}");
        changed += usize::from(relaxed.bound > 0);
    }
    assert!(changed > 10, "{changed}");
}
