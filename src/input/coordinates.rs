//! Longitudes and latitudes that were exchanged without leaving their ranges.
//!
//! Validation sees a latitude above 90. In the west of China longitudes begin at 73, so exchanged
//! coordinates may be legal; but then they lie in the Arctic Ocean.

use super::raw::MOST_FAULTS;
use crate::language::sentence;
use crate::model::data::{DataFault, FaultCode, InstanceData, LonLat, Table};

/// Whether a point lies in the box around China: 73 to 136 east, 3 to 54 north.
fn in_china(lon: f64, lat: f64) -> bool {
    (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat)
}

/// Swapped coordinates in the tables: one fault for a table that is swapped throughout, else one
/// for each swapped row of a table that otherwise lies in China. `reliable` says whether the
/// coordinates of a record are what the file says.
pub(super) fn swapped(
    data: &InstanceData,
    reliable: impl Fn(Table, usize) -> bool,
) -> Vec<DataFault> {
    let agencies: Vec<_> = data.agencies.iter().map(|r| r.location).collect();
    let villages: Vec<_> = data.villages.iter().map(|r| r.location).collect();
    let places: Vec<_> = data.places.iter().map(|r| r.location).collect();
    let tables =
        [(Table::Agencies, agencies), (Table::Villages, villages), (Table::Places, places)];
    let mut faults = Vec::new();
    for (table, locations) in tables {
        let located = locations.into_iter().enumerate().filter_map(|(i, at)| Some((i, at?)));
        let located: Vec<_> = located.filter(|&(record, _)| reliable(table, record)).collect();
        faults.extend(swapped_in(table, &located));
    }
    faults
}

fn swapped_in(table: Table, located: &[(usize, LonLat)]) -> Vec<DataFault> {
    let (swapped, others): (Vec<_>, Vec<_>) =
        located.iter().partition(|(_, at)| in_china(at.lat, at.lon) && !in_china(at.lon, at.lat));
    if swapped.len() > 1 && others.is_empty() {
        return vec![fault(table, None)];
    }
    if !others.iter().all(|(_, at)| in_china(at.lon, at.lat)) {
        return Vec::new();
    }
    let legal = swapped.iter().filter(|(_, at)| at.lat <= 90.0); // the others validation sees
    legal.take(MOST_FAULTS).map(|&(record, _)| fault(table, Some(record))).collect()
}

fn fault(table: Table, record: Option<usize>) -> DataFault {
    DataFault {
        code: FaultCode::SwappedCoordinates,
        table,
        record,
        field: Some("lat".to_owned()),
        value: String::new(),
        cause: match record {
            Some(_) => sentence!("fault-swapped-row"),
            None => sentence!("fault-swapped-table"),
        },
        action: sentence!("advice-swapped"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KASHGAR: LonLat = LonLat { lon: 75.99, lat: 39.47 };
    const SWAPPED: LonLat = LonLat { lon: 39.47, lat: 75.99 };
    const SVALBARD: LonLat = LonLat { lon: 15.6, lat: 78.2 };

    fn records(points: &[LonLat]) -> Vec<Option<usize>> {
        let located: Vec<_> = points.iter().copied().enumerate().collect();
        swapped_in(Table::Villages, &located).iter().map(|fault| fault.record).collect()
    }

    #[test]
    fn a_table_swapped_throughout_is_one_fault() {
        assert_eq!(records(&[SWAPPED, SWAPPED, SWAPPED]), [None]);
    }

    #[test]
    fn one_swapped_row_among_chinese_ones_is_found() {
        assert_eq!(records(&[KASHGAR, SWAPPED, KASHGAR]), [Some(1)]);
    }

    #[test]
    fn places_elsewhere_are_left_alone() {
        let tromso = LonLat { lon: 18.9, lat: 69.6 };
        assert_eq!(records(&[tromso, SVALBARD]), []);
        assert_eq!(records(&[KASHGAR, KASHGAR]), []);
    }
}
