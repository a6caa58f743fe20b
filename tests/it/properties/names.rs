//! Names and orders mean nothing: other ids, other rows first, other columns first.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use jiedui::check::check;
use jiedui::input::read_instance;
use jiedui::model::data::{InstanceData, PlanTables};
use jiedui::model::enums::PinKind;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::shapes::instances;
use super::{best, made};
use crate::command_line::Desk;
use crate::exact::solve_exactly;

/// New names by old.
type Names = HashMap<String, String>;

/// New names in an order that is not that of the old: Chinese, with spaces, without leading zeros. The
/// names of two tables may be the same.
fn drawn<'a>(old: impl Iterator<Item = &'a String>, rng: &mut ChaCha8Rng) -> Names {
    let old: BTreeSet<&String> = old.collect();
    let mut numbers: Vec<usize> = (0..old.len()).collect();
    numbers.shuffle(rng);
    let begin = ["村 ", "x", "0", "Ж_"];
    let name = |(old, n): (&String, usize)| (old.clone(), format!("{}{n}", begin[n % begin.len()]));
    old.into_iter().zip(numbers).map(name).collect()
}

/// The new names of everything that has an id.
struct Renaming {
    /// Of agencies and places.
    origins: Names,
    villages: Names,
    cadres: Names,
    households: Names,
}

impl Renaming {
    fn draw(data: &InstanceData, rng: &mut ChaCha8Rng) -> Self {
        let agencies = data.agencies.iter().map(|a| &a.id);
        Self {
            origins: drawn(agencies.chain(data.places.iter().map(|p| &p.id)), rng),
            villages: drawn(data.villages.iter().map(|v| &v.id), rng),
            cadres: drawn(data.cadres.iter().map(|c| &c.id), rng),
            households: drawn(data.households.iter().map(|h| &h.id), rng),
        }
    }

    fn plan(&self, tables: &mut PlanTables) {
        for row in &mut tables.attachments {
            replace(&self.villages, &mut row.village_id);
            replace(&self.origins, &mut row.agency_id);
        }
        for row in &mut tables.teams {
            replace(&self.villages, &mut row.village_id);
            replace(&self.cadres, &mut row.cadre_id);
        }
        for row in &mut tables.pairings {
            replace(&self.households, &mut row.household_id);
            replace(&self.cadres, &mut row.cadre_id);
        }
    }

    fn records(&self, data: &mut InstanceData) {
        data.agencies.iter_mut().for_each(|a| replace(&self.origins, &mut a.id));
        data.places.iter_mut().for_each(|p| replace(&self.origins, &mut p.id));
        data.villages.iter_mut().for_each(|v| replace(&self.villages, &mut v.id));
        for cadre in &mut data.cadres {
            replace(&self.cadres, &mut cadre.id);
            replace(&self.origins, &mut cadre.agency_id);
            cadre.base.iter_mut().for_each(|base| replace(&self.origins, base));
        }
        for household in &mut data.households {
            replace(&self.households, &mut household.id);
            replace(&self.villages, &mut household.village_id);
        }
        for row in &mut data.travel {
            replace(&self.origins, &mut row.origin_id);
            replace(&self.villages, &mut row.village_id);
        }
        for row in &mut data.links {
            replace(&self.origins, &mut row.agency_id);
            replace(&self.villages, &mut row.village_id);
        }
        for pin in &mut data.pins {
            let of_agency = matches!(pin.kind, PinKind::Lead | PinKind::Attach);
            let subjects = if of_agency { &self.origins } else { &self.cadres };
            let of_household = pin.kind == PinKind::Help;
            let objects = if of_household { &self.households } else { &self.villages };
            replace(subjects, &mut pin.subject_id);
            replace(objects, &mut pin.object_id);
        }
        data.previous.iter_mut().for_each(|previous| self.plan(previous));
    }
}

/// Ids that the tables do not have stay as they are.
fn replace(names: &Names, id: &mut String) {
    if let Some(name) = names.get(id) {
        id.clone_from(name);
    }
}

/// Everything that has a name under another one, hamlets, townships and people, too.
fn renamed(data: &InstanceData, rng: &mut ChaCha8Rng) -> (Renaming, InstanceData) {
    let renaming = Renaming::draw(data, rng);
    let mut data = data.clone();
    renaming.records(&mut data);
    let hamlets = drawn(data.households.iter().map(|h| &h.hamlet), rng);
    data.households.iter_mut().for_each(|h| replace(&hamlets, &mut h.hamlet));
    let townships = drawn(data.villages.iter().map(|v| &v.township), rng);
    data.villages.iter_mut().for_each(|v| replace(&townships, &mut v.township));
    let people = drawn(data.cadres.iter().map(|c| &c.name), rng);
    data.cadres.iter_mut().for_each(|c| replace(&people, &mut c.name));
    (renaming, data)
}

/// The rows of every table in another order.
fn shuffled(data: &InstanceData, rng: &mut ChaCha8Rng) -> InstanceData {
    let mut data = data.clone();
    data.agencies.shuffle(rng);
    data.villages.shuffle(rng);
    data.cadres.shuffle(rng);
    data.households.shuffle(rng);
    data.places.shuffle(rng);
    data.travel.shuffle(rng);
    data.links.shuffle(rng);
    data.pins.shuffle(rng);
    if let Some(previous) = &mut data.previous {
        previous.attachments.shuffle(rng);
        previous.teams.shuffle(rng);
        previous.pairings.shuffle(rng);
    }
    data
}

#[test]
fn other_ids_leave_the_optimum_as_it_is() {
    let (mut feasible, mut elsewhere) = (0, 0);
    for (context, seed, data) in instances(2) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0x1d5);
        let (renaming, other) = renamed(&data, rng);
        let other = shuffled(&other, rng);
        let (before, after) = (best(&data, &context), best(&other, &context));
        let cost = |best: &Option<_>| best.as_ref().map(|&(_, cost)| cost);
        assert_eq!(cost(&after), cost(&before), "{context}");
        let Some((plan, _)) = before else { continue };
        // And so is every term of the same plan.
        let (instance, other) = (made(&data, &context), made(&other, &context));
        let tables = plan.to_tables(&instance);
        let mut same = tables.clone();
        renaming.plan(&mut same);
        let (one, two) = (check(&instance, &tables), check(&other, &same));
        assert!(two.is_feasible(), "{context}: {:?}", two.violations);
        assert_eq!(one.terms, two.terms, "{context}");
        feasible += 1;
        elsewhere += usize::from(instance.agencies()[0].category != other.agencies()[0].category);
    }
    assert!(feasible >= 14, "only {feasible} instances say anything");
    assert!(elsewhere >= 1, "ids were changed, but hardly their order");
}

#[test]
fn another_order_of_rows_leaves_the_instance_and_its_best_plan_as_they_are() {
    for (context, seed, data) in instances(1) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0x0de);
        let other = shuffled(&data, rng);
        assert_ne!(data.cadres, other.cadres, "{context}");
        let (one, two) = (made(&data, &context), made(&other, &context));
        assert_eq!(one.digest(), two.digest(), "{context}");
        let [one, two] = [one, two].map(|instance| solve_exactly(&instance, None));
        assert_eq!((one.status, &one.incumbent), (two.status, &two.incumbent), "{context}");
        assert_eq!(one.bound, two.bound, "{context}");
    }
}

/// Writes the rows and columns of a CSV file in another order.
fn shuffle_file(path: &Path, rng: &mut ChaCha8Rng) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut columns: Vec<usize> = (0..rows[0].len()).collect();
    columns.shuffle(rng);
    rows[1..].shuffle(rng);
    let mut writer = csv::Writer::from_path(path).unwrap();
    for row in rows {
        writer.write_record(columns.iter().map(|&column| &row[column])).unwrap();
    }
    writer.flush().unwrap();
}

#[test]
fn another_order_of_columns_and_rows_in_the_files_leaves_the_instance_as_it_is() {
    let mut tables = 0;
    for (context, seed, data) in instances(4) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0xc01);
        let desk = Desk::with(&data);
        let read = || {
            let read = read_instance(&desk.path("in"), None);
            let loaded = read.unwrap_or_else(|error| panic!("{context}: {error:?}"));
            loaded.instance.digest().to_owned()
        };
        let before = read();
        for folder in ["in", "in/previous"] {
            let Ok(entries) = fs::read_dir(desk.path(folder)) else { continue };
            let paths = entries.map(|entry| entry.unwrap().path());
            for path in paths.filter(|path| path.extension().is_some_and(|e| e == "csv")) {
                shuffle_file(&path, rng);
                tables += 1;
            }
        }
        assert_eq!(read(), before, "{context}");
    }
    assert!(tables >= 200, "only {tables} tables");
}
