//! Given road lengths and given charges of attachments.

use super::random::{Draw, Purpose, Streams};
use crate::model::data::{
    AgencyRecord, InstanceData, LinkRecord, LonLat, TravelRecord, VillageRecord,
};
use crate::model::{Metres, Millipoints, great_circle_metres};

/// The road length from every origin to every village: the great circle times a detour of its own.
pub(super) fn travel(data: &InstanceData, seed: u64) -> Vec<TravelRecord> {
    let mut draw = Streams::new(seed, 0).of(Purpose::Travel);
    let agencies = data.agencies.iter().map(|r| (&r.id, r.location));
    let places = data.places.iter().map(|r| (&r.id, r.location));
    agencies
        .chain(places)
        .flat_map(|origin| data.villages.iter().map(move |village| (origin, village)))
        .filter_map(|((id, from), village)| {
            Some(TravelRecord {
                origin_id: id.clone(),
                village_id: village.id.clone(),
                metres: road(&mut draw, from?, village.location?),
            })
        })
        .collect()
}

/// Roads in the hills are 1.1 to 1.8 times as long as the crow flies.
fn road(draw: &mut Draw, from: LonLat, to: LonLat) -> Metres {
    let detour = f64::from(draw.between(1_100, 1_800)) / 1_000.0;
    Metres::rounded_half_up(detour * great_circle_metres(from, to))
}

/// Charges for `percent` of the pairs: up to a hundred points in steps of half a point.
pub(super) fn links(
    agencies: &[AgencyRecord],
    villages: &[VillageRecord],
    percent: u32,
    seed: u64,
) -> Vec<LinkRecord> {
    let mut draw = Streams::new(seed, 0).of(Purpose::Links);
    let mut links = Vec::new();
    for agency in agencies {
        for village in villages {
            if draw.percent(percent) {
                links.push(LinkRecord {
                    agency_id: agency.id.clone(),
                    village_id: village.id.clone(),
                    cost: Millipoints(500 * i64::from(draw.between(0, 200))),
                });
            }
        }
    }
    links
}
