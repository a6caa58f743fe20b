//! Small random instances of odd shapes, made apart from `jiedui::generate`.

use jiedui::input::Fault;
use jiedui::language::{Language, Sentence};
use jiedui::model::data::{
    AgencyRecord, CadreRecord, HouseholdRecord, InstanceData, LinkRecord, LonLat, PlaceRecord,
    TravelRecord, VillageRecord,
};
use jiedui::model::enums::{Application, Category, Cause, Rank, Role, VillageType};
use jiedui::model::settings::Weights;
use jiedui::model::{Instance, Metres, Millipoints, Settings};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a random instance looks like.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) agencies: usize,
    pub(crate) villages: usize,
    pub(crate) cadres_per_agency: usize,
    pub(crate) households_per_village: usize,
    pub(crate) hamlets: usize,
    pub(crate) places: usize,
    pub(crate) given_travel: bool,
    pub(crate) given_links: bool,
    pub(crate) settings: Settings,
}

impl Shape {
    /// Small enough for brute force: 2 agencies of 3, 2 villages of 2, teams of 1 + 1.
    pub(crate) fn tiny() -> Self {
        let mut settings = Settings::default();
        settings.team.members = 1;
        Self {
            agencies: 2,
            villages: 2,
            cadres_per_agency: 3,
            households_per_village: 2,
            hamlets: 2,
            places: 1,
            given_travel: false,
            given_links: false,
            settings,
        }
    }
}

/// All weights, none of which can be left out.
pub(crate) fn each_weight(weights: &mut Weights) -> [&mut u32; 11] {
    let Weights {
        type_,
        link,
        travel,
        need,
        balance,
        share,
        overload,
        change,
        lead_change,
        secretary,
        hamlet,
    } = weights;
    [type_, link, travel, need, balance, share, overload, change, lead_change, secretary, hamlet]
}

/// All weights 0.
pub(crate) fn weightless() -> Weights {
    let mut weights = Weights::default();
    each_weight(&mut weights).into_iter().for_each(|weight| *weight = 0);
    weights
}

/// The records of a random instance; the same for the same shape and seed.
pub(crate) fn data(shape: &Shape, seed: u64) -> InstanceData {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut location = {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x5eed);
        move || {
            Some(LonLat {
                lon: 104.0 + f64::from(rng.random_range(0..6000_i32)) / 10_000.0,
                lat: 30.0 + f64::from(rng.random_range(0..6000_i32)) / 10_000.0,
            })
        }
    };
    let pick = |rng: &mut ChaCha8Rng, n: usize| rng.random_range(0..n);
    let agencies: Vec<AgencyRecord> = (0..shape.agencies)
        .map(|i| AgencyRecord {
            id: format!("A{i:03}"),
            name: format!("agency {i}"),
            category: *Category::ALL.choose(&mut rng).unwrap(),
            location: location(),
            max_villages: None,
        })
        .collect();
    let villages: Vec<VillageRecord> = (0..shape.villages)
        .map(|i| VillageRecord {
            id: format!("V{i:03}"),
            name: format!("village {i}"),
            township: format!("township {}", i / 3),
            kind: *VillageType::ALL.choose(&mut rng).unwrap(),
            location: location(),
        })
        .collect();
    let places: Vec<PlaceRecord> = (0..shape.places)
        .map(|i| PlaceRecord {
            id: format!("P{i:03}"),
            name: format!("station {i}"),
            location: location(),
        })
        .collect();
    let mut cadres = Vec::new();
    for agency in &agencies {
        for i in 0..shape.cadres_per_agency {
            let based = !places.is_empty() && rng.random_bool(0.2);
            cadres.push(CadreRecord {
                id: format!("C{:05}", cadres.len()),
                name: format!("cadre {i}"),
                agency_id: agency.id.clone(),
                rank: Rank::ALL[[3, 3, 2, 1, 0, 3, 2][pick(&mut rng, 7)]],
                role: Role::ALL[[1, 2, 1, 2, 0][(i + pick(&mut rng, 2)) % 5]],
                party_member: rng.random_bool(0.9),
                reserve: rng.random_bool(0.6),
                rural_years: rng.random_range(0..7),
                application: *Application::ALL.choose(&mut rng).unwrap(),
                phone: String::new(),
                base: based.then(|| places.choose(&mut rng).unwrap().id.clone()),
                available: rng.random_bool(0.95) || i == 0,
            });
        }
    }
    let mut households = Vec::new();
    for village in &villages {
        let n = shape.households_per_village;
        for _ in 0..n.max(1) {
            households.push(HouseholdRecord {
                id: format!("H{:05}", households.len()),
                village_id: village.id.clone(),
                hamlet: format!("hamlet {}", pick(&mut rng, shape.hamlets.max(1))),
                name: String::new(),
                members: rng.random_range(1..7),
                cause: *Cause::ALL.choose(&mut rng).unwrap(),
            });
        }
    }
    let pairs = || agencies.iter().flat_map(|a| villages.iter().map(move |v| (&a.id, &v.id)));
    let travel = pairs()
        .filter(|_| shape.given_travel)
        .map(|(a, v)| TravelRecord {
            origin_id: a.clone(),
            village_id: v.clone(),
            metres: Metres(rng.random_range(0..50_000)),
        })
        .collect();
    let links = pairs()
        .filter(|_| shape.given_links)
        .map(|(a, v)| LinkRecord {
            agency_id: a.clone(),
            village_id: v.clone(),
            cost: Millipoints(1000 * rng.random_range(0..100)),
        })
        .collect();
    InstanceData {
        settings: shape.settings.clone(),
        agencies,
        villages,
        cadres,
        households,
        places,
        travel,
        links,
        pins: Vec::new(),
        previous: None,
    }
}

/// The instance of [`data`].
pub(crate) fn instance(shape: &Shape, seed: u64) -> Instance {
    Instance::new(data(shape, seed)).expect("random instances are valid")
}

/// Whether a text has a Chinese character that `other` has not.
fn says_more(text: &str, other: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !other.contains(c))
}

/// A fault is told in English and in Chinese, beginning with its code and place in both.
pub(crate) fn assert_fault_in_both(fault: &Fault) {
    assert_in_both(&fault.cause);
    assert_in_both(&fault.action);
    for said in Language::ALL.map(|language| fault.said(language)) {
        assert!(said.starts_with(&format!("{} {}", fault.code, fault.file)), "{said}");
    }
}

/// A sentence is told in English and in Chinese, every value filled in.
pub(crate) fn assert_in_both(sentence: &Sentence) {
    let [english, chinese] = Language::ALL.map(|language| sentence.said(language));
    assert!(english.contains(|c: char| c.is_ascii_lowercase()), "{english}");
    assert!(says_more(&chinese, &english), "{chinese}: {english}");
    assert!(![&english, &chinese].iter().any(|said| said.contains("{$")), "{english}: {chinese}");
}
