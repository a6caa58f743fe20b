//! An instance as its folder: the tables as CSV with English headers, the settings as TOML.
//!
//! Writing and reading again gives the same records. Coordinates have six decimals (a decimetre on
//! the ground) unless they need more, lengths are in kilometres with three, charges in points with
//! up to three.

use std::fmt::Write as _;
use std::path::Path;

use super::files::{WriteError, csv_table, plan_files, replace_all, replace_private};
use crate::model::data::{InstanceData, LonLat, PinRecord};
use crate::model::enums::{Category, VillageType};
use crate::model::{Metres, Millipoints, Settings};

/// Writes `data` into `folder`, which is made if need be. Optional tables that are empty get no
/// file, and one that an earlier instance left there is removed; other files are left alone. The
/// tables name people: only their owner may read them.
///
/// # Errors
/// The first file that could not be written. The folder is then as it was before.
pub fn write(data: &InstanceData, folder: &Path) -> Result<(), WriteError> {
    let files = files(data);
    let obsolete = obsolete(&files);
    replace_private(folder, files, &obsolete)
}

/// As [`write()`], for people who are all invented: anyone may read the files whom the umask lets.
///
/// # Errors
/// As [`write()`].
pub fn write_invented(data: &InstanceData, folder: &Path) -> Result<(), WriteError> {
    let files = files(data);
    let obsolete = obsolete(&files);
    replace_all(folder, files, &obsolete)
}

/// Optional files that are not written.
fn obsolete(files: &[(String, Vec<u8>)]) -> Vec<&'static str> {
    OPTIONAL.into_iter().filter(|name| files.iter().all(|(file, _)| file != name)).collect()
}

/// Files that an instance may lack.
const OPTIONAL: [&str; 8] = [
    "places.csv",
    "travel.csv",
    "links.csv",
    "pins.csv",
    "previous/attachments.csv",
    "previous/teams.csv",
    "previous/pairings.csv",
    "previous/summary.json",
];

fn files(data: &InstanceData) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        ("instance.toml", settings(&data.settings).into_bytes()),
        ("agencies.csv", agencies(data)),
        ("villages.csv", villages(data)),
        ("cadres.csv", cadres(data)),
        ("households.csv", households(data)),
    ];
    if !data.places.is_empty() {
        files.push(("places.csv", places(data)));
    }
    if !data.travel.is_empty() {
        files.push(("travel.csv", travel(data)));
    }
    if !data.links.is_empty() {
        files.push(("links.csv", links(data)));
    }
    if !data.pins.is_empty() {
        files.push(("pins.csv", pins(data)));
    }
    let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes));
    let previous = data.previous.iter().flat_map(|tables| plan_files("previous/", tables));
    files.chain(previous).collect()
}

fn agencies(data: &InstanceData) -> Vec<u8> {
    let rows = data.agencies.iter().map(|r| {
        let [lon, lat] = lon_lat(r.location);
        let limit = r.max_villages.map_or_else(String::new, |n| n.to_string());
        [r.id.clone(), r.name.clone(), r.category.en().to_owned(), lon, lat, limit]
    });
    csv_table(["agency_id", "name", "category", "lon", "lat", "max_villages"], rows)
}

fn villages(data: &InstanceData) -> Vec<u8> {
    let rows = data.villages.iter().map(|r| {
        let [lon, lat] = lon_lat(r.location);
        [r.id.clone(), r.name.clone(), r.township.clone(), r.kind.en().to_owned(), lon, lat]
    });
    csv_table(["village_id", "name", "township", "type", "lon", "lat"], rows)
}

fn cadres(data: &InstanceData) -> Vec<u8> {
    let header = [
        "cadre_id",
        "name",
        "agency_id",
        "rank",
        "role",
        "party_member",
        "reserve",
        "rural_years",
        "application",
        "phone",
        "base",
        "available",
    ];
    let rows = data.cadres.iter().map(|r| {
        [
            r.id.clone(),
            r.name.clone(),
            r.agency_id.clone(),
            r.rank.en().to_owned(),
            r.role.en().to_owned(),
            yes_no(r.party_member),
            yes_no(r.reserve),
            r.rural_years.to_string(),
            r.application.en().to_owned(),
            r.phone.clone(),
            r.base.clone().unwrap_or_default(),
            yes_no(r.available),
        ]
    });
    csv_table(header, rows)
}

fn households(data: &InstanceData) -> Vec<u8> {
    let rows = data.households.iter().map(|r| {
        [
            r.id.clone(),
            r.village_id.clone(),
            r.hamlet.clone(),
            r.name.clone(),
            r.members.to_string(),
            r.cause.en().to_owned(),
        ]
    });
    csv_table(["household_id", "village_id", "hamlet", "name", "members", "cause"], rows)
}

fn places(data: &InstanceData) -> Vec<u8> {
    let rows = data.places.iter().map(|r| {
        let [lon, lat] = lon_lat(r.location);
        [r.id.clone(), r.name.clone(), lon, lat]
    });
    csv_table(["place_id", "name", "lon", "lat"], rows)
}

fn travel(data: &InstanceData) -> Vec<u8> {
    let rows =
        data.travel.iter().map(|r| [r.origin_id.clone(), r.village_id.clone(), km(r.metres)]);
    csv_table(["origin_id", "village_id", "km"], rows)
}

fn links(data: &InstanceData) -> Vec<u8> {
    let rows =
        data.links.iter().map(|r| [r.agency_id.clone(), r.village_id.clone(), points(r.cost)]);
    csv_table(["agency_id", "village_id", "cost"], rows)
}

fn pins(data: &InstanceData) -> Vec<u8> {
    let cells = |r: &PinRecord| {
        let (kind, mode) = (r.kind.en().to_owned(), r.mode.en().to_owned());
        [kind, r.subject_id.clone(), r.object_id.clone(), mode]
    };
    if data.pins.iter().all(|r| r.reason.is_none()) {
        return csv_table(["kind", "subject_id", "object_id", "mode"], data.pins.iter().map(cells));
    }
    let rows = data.pins.iter().map(|r| {
        let [kind, subject, object, mode] = cells(r);
        [kind, subject, object, mode, r.reason.clone().unwrap_or_default()]
    });
    csv_table(["kind", "subject_id", "object_id", "mode", "reason"], rows)
}

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn lon_lat(location: Option<LonLat>) -> [String; 2] {
    location.map_or_else(Default::default, |at| [degrees(at.lon), degrees(at.lat)])
}

/// Six decimals where they say it all, else as many as it takes.
fn degrees(value: f64) -> String {
    let text = format!("{value:.6}");
    if text.parse() == Ok(value) { text } else { value.to_string() }
}

fn km(metres: Metres) -> String {
    Millipoints(metres.0).to_string() // thousandths with three decimals, as it happens
}

fn points(cost: Millipoints) -> String {
    let text = cost.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `instance.toml`: every setting, in the order and with the comments of the specification.
fn settings(s: &Settings) -> String {
    let mut text = String::new();
    write_settings(&mut text, s).expect("memory does not fail");
    text
}

fn write_settings(text: &mut String, s: &Settings) -> std::fmt::Result {
    writeln!(text, "name = {}", toml::Value::String(s.name.clone()))?;
    writeln!(text, "year = {}", s.year)?;
    let (q, l, t, o) = (&s.quota, &s.limits, &s.team, &s.tolerance);
    section(text, "quota", "households per cadre")?;
    line(text, "deputy_county", q.deputy_county, "")?;
    line(text, "section", q.section, "")?;
    line(text, "deputy_section", q.deputy_section, "")?;
    line(text, "staff", q.staff, "")?;
    let note = "households above quota a cadre may take when capacity is short";
    line(text, "overload", q.overload, note)?;
    section(text, "limits", "")?;
    line(text, "led_per_agency", l.led_per_agency, "villages an agency may lead")?;
    let note = "villages an agency may be attached to, unless agencies.csv says";
    line(text, "villages_per_agency", l.villages_per_agency, note)?;
    section(text, "team", "")?;
    let note = "false: no teams and no first secretaries, the pairing alone";
    line(text, "enabled", t.enabled, note)?;
    line(text, "members", t.members, "X of \"1+X\", the first secretary among them")?;
    line(text, "min_rural_years", t.min_rural_years, "of a first secretary")?;
    section(text, "travel", "")?;
    let detour = toml::Value::Float(s.travel.detour);
    line(text, "detour", detour, "road length over great-circle length")?;
    section(text, "tolerance", "")?;
    line(text, "travel_percent", o.travel_percent, "")?;
    line(text, "share_percent", o.share_percent, "")?;
    write_weights(text, s)?;
    write_mismatches(text, s)
}

fn write_weights(text: &mut String, s: &Settings) -> std::fmt::Result {
    let w = &s.weights;
    section(text, "weights", "whole points, 0 switches a term off")?;
    for (key, value) in [
        ("type", w.type_),
        ("link", w.link),
        ("travel", w.travel),
        ("need", w.need),
        ("balance", w.balance),
        ("share", w.share),
        ("overload", w.overload),
        ("change", w.change),
        ("lead_change", w.lead_change),
        ("secretary", w.secretary),
        ("hamlet", w.hamlet),
    ] {
        line(text, key, value, "")?;
    }
    Ok(())
}

fn write_mismatches(text: &mut String, s: &Settings) -> std::fmt::Result {
    let note = "lead agency's category -> weak, disorderly, poor, specialised; 0..10";
    section(text, "type_mismatch", note)?;
    for &category in Category::ALL {
        let row: Vec<u32> =
            VillageType::ALL.iter().map(|&kind| s.type_mismatch.of(category, kind)).collect();
        writeln!(text, "{:<15} = {row:?}", category.en())?;
    }
    let note = "helper's agency category -> \
                illness, disability, schooling, labour, funds, skills; 0..5";
    section(text, "need_mismatch", note)?;
    for &category in Category::ALL {
        let causes = crate::model::enums::Cause::ALL;
        let row: Vec<u32> =
            causes.iter().map(|&cause| s.need_mismatch.of(category, cause)).collect();
        writeln!(text, "{:<15} = {row:?}", category.en())?;
    }
    Ok(())
}

/// Width of what stands before a comment.
const COMMENT_COLUMN: usize = 23;

fn section(text: &mut String, name: &str, note: &str) -> std::fmt::Result {
    commented(text, &format!("[{name}]"), note)
}

fn line(
    text: &mut String,
    key: &str,
    value: impl std::fmt::Display,
    note: &str,
) -> std::fmt::Result {
    commented(text, &format!("{key} = {value}"), note)
}

fn commented(text: &mut String, content: &str, note: &str) -> std::fmt::Result {
    if note.is_empty() {
        writeln!(text, "{content}")
    } else {
        writeln!(text, "{content:<COMMENT_COLUMN$} # {note}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_read_back_as_they_were() {
        let mut changed = Settings { name: "a \"quoted\" 县".to_owned(), ..Settings::default() };
        changed.travel.detour = 2.0;
        changed.team.enabled = false;
        changed.weights.hamlet = 77;
        changed.need_mismatch.general[5] = 5;
        changed.type_mismatch.party_mass[3] = 1;
        for before in [Settings::default(), changed] {
            let after: Settings = toml::from_str(&settings(&before)).unwrap();
            assert_eq!(after, before);
        }
    }

    #[test]
    fn numbers_are_written_exactly() {
        assert_eq!(degrees(104.25), "104.250000");
        assert_eq!(degrees(104.123_456_78), "104.12345678");
        assert_eq!(km(Metres(12_040)), "12.040");
        assert_eq!(km(Metres(7)), "0.007");
        assert_eq!(points(Millipoints(37_500)), "37.5");
        assert_eq!(points(Millipoints(100_000)), "100");
        assert_eq!(points(Millipoints(0)), "0");
        assert_eq!(points(Millipoints(1)), "0.001");
    }
}
