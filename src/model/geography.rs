//! Lengths on the sphere.

use super::data::LonLat;

/// Mean radius of the Earth in metres (IUGG R₁), fixed by the specification.
const RADIUS: f64 = 6_371_008.8;

/// Great-circle length in metres, by the haversine formula (R. W. Sinnott, "Virtues of the
/// Haversine", Sky & Telescope 68(2), 1984), which is well conditioned for short ways.
#[must_use]
pub fn great_circle_metres(from: LonLat, to: LonLat) -> f64 {
    let (lat1, lat2) = (from.lat.to_radians(), to.lat.to_radians());
    let half_lat = (lat2 - lat1) / 2.0;
    let half_lon = (to.lon - from.lon).to_radians() / 2.0;
    let h = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_a_meridian_is_a_360th_of_the_circumference() {
        let metres =
            great_circle_metres(LonLat { lon: 104.0, lat: 30.0 }, LonLat { lon: 104.0, lat: 31.0 });
        assert!((metres - std::f64::consts::TAU * RADIUS / 360.0).abs() < 1e-6);
    }

    #[test]
    fn opposite_points_are_half_the_circumference_apart() {
        let metres =
            great_circle_metres(LonLat { lon: 0.0, lat: 0.0 }, LonLat { lon: 180.0, lat: 0.0 });
        assert!((metres - std::f64::consts::PI * RADIUS).abs() < 1e-6);
    }
}
