//! One cadre more never makes the optimum worse, where that must hold.
//!
//! Every plan stays feasible, with the new cadre idle: quotas are upper limits, an agency's limits count
//! villages, teams have their size from the settings, and nothing obliges a cadre. It also costs the
//! same, but for two terms that look at the rosters themselves: quotas decide an agency's fair part
//! of the households (`share`) and the way that is deemed usual (`balance`). Either can rise for
//! every plan, so both weights are 0 here; two instances show that they must be. Last year's plan does not
//! know the new cadre, else `change` could rise, too.

use jiedui::model::data::{
    AgencyRecord, CadreRecord, HouseholdRecord, InstanceData, LonLat, PlaceRecord, VillageRecord,
};
use jiedui::model::enums::{Application, Category, Cause, Rank, Role, VillageType};
use jiedui::model::{Settings, settings::Weights};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::shapes::instances;
use super::{no_worse, optimum};
use crate::support::weightless;

/// Anyone, at any agency.
fn newcomer(data: &InstanceData, rng: &mut ChaCha8Rng) -> CadreRecord {
    let base = data.places.choose(rng).filter(|_| rng.random_bool(0.3));
    CadreRecord {
        id: "the new one".to_owned(),
        name: String::new(),
        agency_id: data.agencies.choose(rng).unwrap().id.clone(),
        rank: *Rank::ALL.choose(rng).unwrap(),
        role: *Role::ALL.choose(rng).unwrap(),
        party_member: rng.random_bool(0.8),
        reserve: rng.random_bool(0.5),
        rural_years: rng.random_range(0..9),
        application: *Application::ALL.choose(rng).unwrap(),
        phone: String::new(),
        base: base.map(|place| place.id.clone()),
        available: true,
    }
}

#[test]
fn a_cadre_more_never_makes_the_optimum_worse() {
    let (mut better, mut same, mut saved) = (0, 0, 0);
    for (context, seed, mut data) in instances(2) {
        data.settings.weights.share = 0;
        data.settings.weights.balance = 0;
        let before = optimum(&data, &context);
        let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0xadd);
        for _ in 0..2 {
            let mut more = data.clone();
            more.cadres.push(newcomer(&data, rng));
            let context = format!("{context}, {:?}", more.cadres.last());
            let after = optimum(&more, &context);
            assert!(no_worse(after, before), "{context}: {before:?} before, {after:?} after");
            let count = match (before, after) {
                (None, Some(_)) => &mut saved,
                _ if before == after => &mut same,
                _ => &mut better,
            };
            *count += 1;
        }
    }
    assert!(better >= 8, "{better} better, {same} the same");
    assert!(saved >= 1, "no instance was saved by a cadre");
}

/// Two agencies of one cadre each, one at the village and one far off, and two households.
fn two_and_two(weights: Weights) -> InstanceData {
    let mut settings = Settings { weights, ..Settings::default() };
    settings.team.enabled = false;
    let at = |lon| Some(LonLat { lon, lat: 30.0 });
    let agency = |id: &str, location| AgencyRecord {
        id: id.to_owned(),
        name: String::new(),
        category: Category::General,
        location,
        max_villages: None,
    };
    let household = |id: &str| HouseholdRecord {
        id: id.to_owned(),
        village_id: "V".to_owned(),
        hamlet: "h".to_owned(),
        name: String::new(),
        members: 1,
        cause: Cause::Illness,
    };
    let village = VillageRecord {
        id: "V".to_owned(),
        name: String::new(),
        township: String::new(),
        kind: VillageType::Weak,
        location: at(104.0),
    };
    let remote = PlaceRecord { id: "P".to_owned(), name: String::new(), location: at(109.0) };
    InstanceData {
        settings,
        agencies: vec![agency("near", at(104.0)), agency("far", at(104.1))],
        villages: vec![village],
        cadres: vec![staff("c", "near", Rank::Staff), staff("d", "far", Rank::Staff)],
        households: vec![household("g"), household("h")],
        places: vec![remote],
        travel: Vec::new(),
        links: Vec::new(),
        pins: Vec::new(),
        previous: None,
    }
}

fn staff(id: &str, agency: &str, rank: Rank) -> CadreRecord {
    CadreRecord {
        id: id.to_owned(),
        name: String::new(),
        agency_id: agency.to_owned(),
        rank,
        role: Role::Member,
        party_member: true,
        reserve: false,
        rural_years: 1,
        application: Application::None,
        phone: String::new(),
        base: None,
        available: true,
    }
}

#[test]
fn a_cadre_more_can_make_share_and_balance_worse() {
    // Each agency helps one household, its fair part; with a quota of 4 more at one, no plan is fair.
    let mut data = two_and_two(Weights { share: 1, ..weightless() });
    assert_eq!(optimum(&data, "share"), Some(0));
    data.cadres.push(staff("e", "near", Rank::DeputyCounty));
    // Fair are 2,000 × 5/6 and 2,000 × 1/6, off by 334 and 333, of which 166 and 33 are free.
    assert_eq!(optimum(&data, "share"), Some(168 + 300));

    // The new one is of the near agency, which makes short ways usual, but comes from far away.
    let mut data = two_and_two(Weights { balance: 1, ..weightless() });
    let before = optimum(&data, "balance").unwrap();
    data.cadres
        .push(CadreRecord { base: Some("P".to_owned()), ..staff("e", "near", Rank::DeputyCounty) });
    let after = optimum(&data, "balance").unwrap();
    assert!(before > 0 && after > before, "{before} before, {after} after");
}
