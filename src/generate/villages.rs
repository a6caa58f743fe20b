//! Villages, and the households in them.

use std::collections::BTreeSet;

use super::land::Land;
use super::names;
use super::random::{Draw, Purpose, Streams, apportion};
use super::recipe::{Recipe, Share};
use crate::model::data::{HouseholdRecord, LonLat};
use crate::model::enums::{Cause, VillageType};

/// A village before it gets its id.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) township: String,
    pub(super) kind: VillageType,
    pub(super) location: LonLat,
    /// Number of its households.
    pub(super) households: usize,
}

/// Village types in the proportions of a county with a task of this kind, percent.
const TYPES: [(VillageType, u32); 4] = [
    (VillageType::Weak, 25),
    (VillageType::Disorderly, 12),
    (VillageType::Poor, 43),
    (VillageType::Specialised, 20),
];

/// Causes, illness first, percent.
const CAUSES: [(Cause, u32); 6] = [
    (Cause::Illness, 42),
    (Cause::Disability, 14),
    (Cause::Schooling, 10),
    (Cause::Labour, 14),
    (Cause::Funds, 8),
    (Cause::Skills, 12),
];

/// Members of a household, percent.
const MEMBERS: [(u32, u32); 7] = [(1, 17), (2, 23), (3, 21), (4, 20), (5, 12), (6, 5), (7, 2)];

/// Standard deviations of the logarithms of the villages of a township and the households of a
/// village.
const TOWNSHIP_SIGMA: f64 = 0.25;
const VILLAGE_SIGMA: f64 = 0.45;
/// Households that a village has at least, where there are enough.
const LEAST_HOUSEHOLDS: usize = 15;

/// The villages of a county, township by township; their households sum to the share's.
pub(super) fn sites(share: &Share, land: &Land, streams: Streams) -> Vec<Site> {
    let mut draw = streams.of(Purpose::Villages);
    let weights = draw.log_normal(share.townships, TOWNSHIP_SIGMA);
    let per_township = apportion(share.villages, &weights, 1);
    let weights = draw.log_normal(share.villages, VILLAGE_SIGMA);
    let least = LEAST_HOUSEHOLDS.min(share.households / share.villages / 2).max(1);
    let households = apportion(share.households, &weights, least);
    let mut seen = BTreeSet::new();
    let townships = per_township.iter().enumerate().flat_map(|(t, &n)| vec![t; n]);
    let site = |(t, households): (usize, usize)| Site {
        name: names::village(&mut draw, &mut seen),
        township: land.townships[t].name.clone(),
        kind: draw.weighted(&TYPES),
        location: land.in_country(&mut draw, t),
        households,
    };
    townships.zip(households).map(site).collect()
}

/// The households of the villages, in their order; the closures give ids by position in the county.
pub(super) fn households(
    recipe: &Recipe,
    sites: &[Site],
    streams: Streams,
    village_id: impl Fn(usize) -> String,
    household_id: impl Fn(usize) -> String,
) -> Vec<HouseholdRecord> {
    let mut draw = streams.of(Purpose::Households);
    let mut name_draw = streams.of(Purpose::Householders);
    let mut records = Vec::new();
    for (v, site) in sites.iter().enumerate() {
        let hamlets = hamlets(recipe, site, &mut draw);
        let clan = names::surname(&mut name_draw);
        for hamlet in hamlets {
            records.push(HouseholdRecord {
                id: household_id(records.len()),
                village_id: village_id(v),
                hamlet,
                name: householder(&mut name_draw, clan),
                members: draw.weighted(&MEMBERS),
                cause: draw.weighted(&CAUSES),
            });
        }
    }
    records
}

/// The hamlet of each household of a village, hamlet by hamlet; each hamlet has a household.
fn hamlets(recipe: &Recipe, site: &Site, draw: &mut Draw) -> Vec<String> {
    let (low, high) = (*recipe.hamlets.start() as u32, *recipe.hamlets.end() as u32);
    let n = (draw.between(low, high) as usize).clamp(1, site.households.max(1));
    let names = names::hamlets(draw, n);
    let weights = draw.log_normal(n, VILLAGE_SIGMA);
    let sizes = apportion(site.households, &weights, 1);
    names.into_iter().zip(sizes).flat_map(|(name, n)| vec![name; n]).collect()
}

/// Four in ten bear the name of the village's clan.
fn householder(draw: &mut Draw, clan: &str) -> String {
    const MALE_PERCENT: u32 = 82;
    if draw.percent(40) {
        names::with_surname(draw, clan, MALE_PERCENT)
    } else {
        names::person(draw, MALE_PERCENT)
    }
}
