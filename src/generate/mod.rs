//! Synthetic instances: everything in them is invented.
//!
//! [`generate`] turns a [`Recipe`] and a seed into records, the same on every machine: land and
//! townships first, then agencies with log-normal sizes, villages and households, cadres whose ranks
//! fit their roles and meet the quota sum, stations. Names are put together from usual characters;
//! phones have eleven digits and begin with 000, which no Chinese number does (mobile numbers begin
//! with 1, area codes with a single 0).
//!
//! A plan exists by construction where the recipe leaves room for one: quotas that cover the
//! households, limits that let the agencies reach their cadres' work, cadres enough for the teams.
//! Then every agency can staff as many teams side by side as bring a lead to each village: a deputy
//! head, an eligible first secretary and X − 1 others for each.

mod agencies;
mod cadres;
mod land;
mod names;
mod random;
mod recipe;
mod villages;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

pub use recipe::{Preset, Recipe, Variant};

use self::agencies::{Office, most_stations, offices};
use self::cadres::{Person, Station, people, stations};
use self::land::Land;
use self::random::{Purpose, Streams};
use self::villages::{Site, households, sites};
use crate::model::data::{AgencyRecord, CadreRecord, InstanceData, PlaceRecord, VillageRecord};

/// The instance that `recipe` and `seed` describe: the same records for the same recipe and seed,
/// on any machine, valid for [`Instance::new`](crate::model::Instance::new) if the recipe's settings
/// are.
#[must_use]
pub fn generate(recipe: &Recipe, seed: u64) -> InstanceData {
    let shares = recipe.shares();
    let ids = Ids::new(&shares);
    let mut data = empty(recipe);
    let mut township_names = BTreeSet::new();
    for (i, share) in shares.iter().enumerate() {
        let streams = Streams::new(seed, i);
        let (place, spread) = ((i, shares.len()), recipe.spread);
        let land = Land::new(streams, place, share.townships, spread, &mut township_names);
        let offices = offices(recipe, share, &land, streams);
        let people = people(recipe, share, &offices, streams);
        let bases = stations(recipe, &offices, land.townships.len(), &people, streams);
        let sites = sites(share, &land, streams);
        add_county(
            &mut data,
            &ids,
            County { land, offices, people, bases, sites },
            recipe,
            streams,
        );
    }
    if recipe.given_travel {
        data.travel = ways::travel(&data, seed);
    }
    if recipe.link_percent > 0 {
        data.links = ways::links(&data.agencies, &data.villages, recipe.link_percent, seed);
    }
    data
}

/// A county before its parts get their ids.
struct County {
    land: Land,
    offices: Vec<Office>,
    people: Vec<Person>,
    bases: Vec<Option<Station>>,
    sites: Vec<Site>,
}

/// Ids: a letter and a number from 1, as wide as the largest number needs.
struct Ids {
    agency: usize,
    village: usize,
    cadre: usize,
    household: usize,
    place: usize,
}

impl Ids {
    fn new(shares: &[recipe::Share]) -> Self {
        let width = |count: fn(&recipe::Share) -> usize, least: usize| {
            let total: usize = shares.iter().map(count).sum();
            total.to_string().len().max(least)
        };
        Self {
            agency: width(|s| s.agencies, 3),
            village: width(|s| s.villages, 3),
            cadre: width(|s| s.cadres, 5),
            household: width(|s| s.households, 5),
            place: width(|s| most_stations(s.townships), 3),
        }
    }
}

fn id(letter: char, width: usize, index: usize) -> String {
    format!("{letter}{:0width$}", index + 1)
}

fn empty(recipe: &Recipe) -> InstanceData {
    InstanceData {
        settings: recipe.settings.clone(),
        agencies: Vec::new(),
        villages: Vec::new(),
        cadres: Vec::with_capacity(recipe.cadres),
        households: Vec::with_capacity(recipe.households),
        places: Vec::new(),
        travel: Vec::new(),
        links: Vec::new(),
        pins: Vec::new(),
        previous: None,
    }
}

/// Adds a county's records after those of the counties before it.
fn add_county(
    data: &mut InstanceData,
    ids: &Ids,
    county: County,
    recipe: &Recipe,
    streams: Streams,
) {
    let (agencies, villages) = (data.agencies.len(), data.villages.len());
    let (households_before, places_before) = (data.households.len(), data.places.len());
    let agency_id = |o: usize| id('A', ids.agency, agencies + o);
    let village_id = |v: usize| id('V', ids.village, villages + v);
    let household_id = |h: usize| id('H', ids.household, households_before + h);

    data.households.extend(households(recipe, &county.sites, streams, village_id, household_id));
    let places = places(&county, streams, |p| id('P', ids.place, places_before + p));
    let base = |station: Option<Station>| Some(places[&station?].id.clone());
    for (person, &station) in county.people.into_iter().zip(&county.bases) {
        let c = data.cadres.len();
        data.cadres.push(CadreRecord {
            id: id('C', ids.cadre, c),
            name: person.name,
            agency_id: agency_id(person.office),
            rank: person.rank,
            role: person.role,
            party_member: person.party_member,
            reserve: person.reserve,
            rural_years: person.rural_years,
            application: person.application,
            phone: phone(c),
            base: base(station),
            available: true,
        });
    }
    data.places.extend(places.into_values());
    data.agencies.extend(county.offices.into_iter().enumerate().map(|(o, office)| AgencyRecord {
        id: agency_id(o),
        name: office.name,
        category: office.category,
        location: Some(office.location),
        max_villages: None,
    }));
    data.villages.extend(county.sites.into_iter().enumerate().map(|(v, site)| VillageRecord {
        id: village_id(v),
        name: site.name,
        township: site.township,
        kind: site.kind,
        location: Some(site.location),
    }));
}

/// The stations where someone is based, in the order of office and township.
fn places(
    county: &County,
    streams: Streams,
    place_id: impl Fn(usize) -> String,
) -> BTreeMap<Station, PlaceRecord> {
    let mut draw = streams.of(Purpose::Places);
    let used: BTreeSet<Station> = county.bases.iter().copied().flatten().collect();
    let place = |(i, (office, township)): (usize, Station)| {
        let town = &county.land.townships[township].name;
        let station = county.offices[office].station.unwrap_or_default();
        let record = PlaceRecord {
            id: place_id(i),
            name: format!("{town}{station}"),
            location: Some(county.land.in_town(&mut draw, township)),
        };
        ((office, township), record)
    };
    used.into_iter().enumerate().map(place).collect()
}

/// Eleven digits beginning with 000, different for each of a hundred million cadres: a step that
/// shares no factor with 10⁸ visits every remainder once.
fn phone(cadre: usize) -> String {
    const NUMBERS: u64 = 100_000_000;
    const STEP: u64 = 38_196_601;
    format!("000{:08}", (cadre as u64 + 1) * STEP % NUMBERS)
}
