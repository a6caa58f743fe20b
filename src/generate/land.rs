//! Where things are: counties on a grid, townships in a county, all else about the townships.

use std::collections::BTreeSet;

use super::names;
use super::random::{Draw, Purpose, Streams};
use crate::model::data::LonLat;

/// Degrees east and north of the first county's seat: hill country, chosen at will.
const ORIGIN: (f64, f64) = (106.2, 31.2);
/// Distance of neighbouring counties, in their radius.
const COUNTY_DISTANCE: f64 = 2.2;
/// Scatter of what is in a town, in degrees (about 800 m and 300 m).
const SEAT_SCATTER: f64 = 0.008;
const TOWN_SCATTER: f64 = 0.003;

/// A township: the first of each county is the county's seat.
#[derive(Clone, Debug)]
pub(super) struct Township {
    pub(super) name: String,
    centre: (f64, f64),
    is_seat: bool,
}

/// The townships of a county.
#[derive(Clone, Debug)]
pub(super) struct Land {
    /// Stem of the county's name; empty where there is only one county.
    pub(super) county: String,
    pub(super) townships: Vec<Township>,
    spread: f64,
}

impl Land {
    /// `townships` townships of county `index` of `counties`, spread over a disc of `spread`
    /// degrees; `seen` holds the names that are taken.
    pub(super) fn new(
        streams: Streams,
        (index, counties): (usize, usize),
        townships: usize,
        spread: f64,
        seen: &mut BTreeSet<String>,
    ) -> Self {
        let mut draw = streams.of(Purpose::Townships);
        let spread = if spread.is_finite() { spread.clamp(0.0, 1.0) } else { 1.0 };
        let county = if counties > 1 { names::county(index) } else { String::new() };
        let seat = seat(&mut draw, index, counties, spread);
        let mut centres = vec![seat];
        while centres.len() < townships {
            let centre = apart(&mut draw, seat, spread, &centres);
            centres.push(centre);
        }
        let mut township = |(i, centre)| Township {
            name: match i {
                0 => format!("{county}城关镇"),
                _ => names::township(&mut draw, seen),
            },
            centre,
            is_seat: i == 0,
        };
        let townships = centres.into_iter().enumerate().map(&mut township).collect();
        Self { county, townships, spread }
    }

    /// Somewhere in the town of township `t`.
    pub(super) fn in_town(&self, draw: &mut Draw, t: usize) -> LonLat {
        let scatter = if self.townships[t].is_seat { SEAT_SCATTER } else { TOWN_SCATTER };
        about(draw, self.townships[t].centre, scatter)
    }

    /// Somewhere in the country round the town of township `t`.
    pub(super) fn in_country(&self, draw: &mut Draw, t: usize) -> LonLat {
        // A township's part of the disc has about this radius over √n; villages fill most of it.
        let scatter = 0.4 * self.spread / (self.townships.len() as f64).sqrt();
        about(draw, self.townships[t].centre, scatter)
    }
}

fn seat(draw: &mut Draw, index: usize, counties: usize, spread: f64) -> (f64, f64) {
    let columns = (1..=counties).find(|n| n * n >= counties).unwrap_or(1);
    let (column, row) = (index % columns, index / columns);
    let place = |at: usize, jitter: f64| spread * (COUNTY_DISTANCE * at as f64 + 0.2 * jitter);
    let (east, north) = (place(column, draw.symmetric()), place(row, draw.symmetric()));
    (ORIGIN.0 + east, ORIGIN.1 + north)
}

/// A point of the disc far from the others: the best of some candidates (D. P. Mitchell,
/// "Spectrally optimal sampling for distribution ray tracing", SIGGRAPH 1991).
fn apart(draw: &mut Draw, seat: (f64, f64), spread: f64, others: &[(f64, f64)]) -> (f64, f64) {
    const CANDIDATES: usize = 8;
    let mut best = (seat, -1.0);
    for _ in 0..CANDIDATES {
        let (x, y) = loop {
            let (x, y) = (draw.symmetric(), draw.symmetric());
            if x * x + y * y <= 1.0 {
                break (x, y);
            }
        };
        let at = (seat.0 + spread * x, seat.1 + spread * y);
        let square = |&(lon, lat): &(f64, f64)| (lon - at.0).powi(2) + (lat - at.1).powi(2);
        let nearest = others.iter().map(square).fold(f64::INFINITY, f64::min);
        if nearest > best.1 {
            best = (at, nearest);
        }
    }
    best.0
}

fn about(draw: &mut Draw, centre: (f64, f64), scatter: f64) -> LonLat {
    const FARTHEST: f64 = 2.5; // standard deviations
    let mut offset = || scatter * draw.normal().clamp(-FARTHEST, FARTHEST);
    let (east, north) = (offset(), offset());
    let rounded = |degrees: f64, most: f64| (degrees.clamp(-most, most) * 1e6).round() / 1e6;
    LonLat { lon: rounded(centre.0 + east, 180.0), lat: rounded(centre.1 + north, 90.0) }
}
