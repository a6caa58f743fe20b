//! Instances of every shape, small enough for HiGHS to prove the optimum in a blink.

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::data::{HouseholdRecord, InstanceData};

use crate::differential::drawn;
use crate::exact::{last_year, random_pins};
use crate::support::{Shape, data};

/// A shape's name, and its instances by seed.
type Kind = (&'static str, fn(u64) -> InstanceData);

/// Every shape.
const KINDS: [Kind; 13] = [
    ("plain", plain),
    ("few agencies, many villages", few_agencies),
    ("low demand", low_demand),
    ("tight capacity", tight),
    ("given roads and links", given),
    ("single township", single_township),
    ("pins", pinned),
    ("last year's plan", with_last_year),
    ("overload", overloaded),
    ("no teams", without_teams),
    ("weights of 0", weightless),
    ("no plan", hopeless),
    ("drawn", |seed| drawn(10_000 + seed)),
];

/// Seeds, those first of which HiGHS makes short work: most properties take only one or two.
const SEEDS: [u64; 4] = [7, 3, 1, 2];

/// So many instances of every shape, up to 4, each with its shape and seed in words.
pub(super) fn instances(each: usize) -> impl Iterator<Item = (String, u64, InstanceData)> {
    KINDS.into_iter().flat_map(move |(name, make)| {
        let seeds = SEEDS.into_iter().take(each);
        seeds.map(move |seed| (format!("{name}, seed {seed}"), seed, make(seed)))
    })
}

/// 2 agencies of 6, 2 villages of 3.
fn small() -> Shape {
    let mut shape = Shape::tiny();
    shape.cadres_per_agency = 6;
    shape.households_per_village = 3;
    shape.settings.limits.led_per_agency = 2;
    shape
}

fn plain(seed: u64) -> InstanceData {
    data(&small(), seed)
}

fn few_agencies(seed: u64) -> InstanceData {
    let mut shape = small();
    shape.villages = 3;
    shape.cadres_per_agency = 8;
    shape.households_per_village = 2;
    shape.settings.limits.led_per_agency = 3;
    shape.settings.limits.villages_per_agency = 3;
    data(&shape, seed)
}

fn low_demand(seed: u64) -> InstanceData {
    let mut shape = small();
    shape.agencies = 3;
    shape.households_per_village = 1;
    data(&shape, seed)
}

fn tight(seed: u64) -> InstanceData {
    tight_with(3, seed)
}

/// Households as many as the cadres of two agencies may take, or one less.
pub(super) fn tight_with(cadres_per_agency: usize, seed: u64) -> InstanceData {
    let mut shape = small();
    shape.cadres_per_agency = cadres_per_agency;
    shape.settings.team.enabled = seed.is_multiple_of(3);
    let mut data = data(&shape, seed);
    let slots = slots(&data);
    fill(&mut data, slots - (seed % 2) as usize);
    data
}

fn given(seed: u64) -> InstanceData {
    let mut shape = small();
    shape.given_travel = true;
    shape.given_links = true;
    let mut data = data(&shape, seed);
    // All their ways are given.
    data.agencies.iter_mut().for_each(|agency| agency.location = None);
    data.links.retain(|link| link.cost.0 % 3 > 0 || !seed.is_multiple_of(2));
    data
}

fn single_township(seed: u64) -> InstanceData {
    let recipe = Recipe {
        agencies: 2,
        villages: 2,
        townships: 1,
        cadres: 10,
        households: 6,
        ..Recipe::preset(Preset::Tiny)
    };
    generate(&recipe, seed)
}

fn pinned(seed: u64) -> InstanceData {
    let mut data = data(&small(), seed);
    data.pins = random_pins(&data, seed);
    data
}

fn with_last_year(seed: u64) -> InstanceData {
    let mut shape = small();
    shape.settings.weights.change = [3, 20][(seed % 2) as usize];
    let mut data = data(&shape, seed);
    data.previous = Some(last_year(&data, seed));
    data
}

/// More households than quotas, not more than quotas and overload.
fn overloaded(seed: u64) -> InstanceData {
    let mut shape = small();
    shape.cadres_per_agency = 3;
    shape.settings.quota.overload = 1;
    shape.settings.weights.overload = [50, 4, 0][(seed % 3) as usize];
    shape.settings.team.enabled = seed.is_multiple_of(3);
    let mut data = data(&shape, seed);
    let most = slots(&data) + 2;
    fill(&mut data, most);
    data
}

fn without_teams(seed: u64) -> InstanceData {
    let mut shape = small();
    shape.settings.team.enabled = false;
    shape.settings.weights.hamlet = 15;
    data(&shape, seed)
}

/// Half of the terms switched off, or all.
fn weightless(seed: u64) -> InstanceData {
    let mut data = with_last_year(seed);
    let weights = &mut data.settings.weights;
    let one = [&mut weights.link, &mut weights.share, &mut weights.hamlet, &mut weights.change];
    let other = [&mut weights.travel, &mut weights.need, &mut weights.type_, &mut weights.balance];
    let rest = [&mut weights.lead_change, &mut weights.overload, &mut weights.secretary];
    let halves: [Vec<&mut u32>; 2] =
        [one.into_iter().collect(), other.into_iter().chain(rest).collect()];
    for (half, weights) in halves.into_iter().enumerate() {
        if seed % 3 == half as u64 || seed % 3 == 2 {
            weights.into_iter().for_each(|weight| *weight = 0);
        }
    }
    data
}

/// Too many households, too many villages, or nobody who may be first secretary.
fn hopeless(seed: u64) -> InstanceData {
    let mut data = plain(seed);
    match seed % 3 {
        0 => {
            let most = slots(&data) + 1;
            fill(&mut data, most);
        }
        1 => {
            data.agencies.truncate(1);
            data.settings.limits.led_per_agency = 1;
            data.cadres.retain(|cadre| data.agencies.iter().any(|a| a.id == cadre.agency_id));
        }
        _ => data.cadres.iter_mut().for_each(|cadre| cadre.party_member = false),
    }
    data
}

/// Households that available cadres take without overload.
fn slots(data: &InstanceData) -> usize {
    let available = data.cadres.iter().filter(|cadre| cadre.available);
    available.map(|cadre| data.settings.quota.of(cadre.rank) as usize).sum()
}

/// Repeats or drops households until there are so many, or one in each village.
fn fill(data: &mut InstanceData, households: usize) {
    let villages = &data.villages;
    let household = |i: usize| {
        let village = &villages[i % villages.len()];
        let own: Vec<_> = data.households.iter().filter(|h| h.village_id == village.id).collect();
        let id = format!("H{i:05}");
        HouseholdRecord { id, ..own[i / villages.len() % own.len()].clone() }
    };
    data.households = (0..households.max(villages.len())).map(household).collect();
}
