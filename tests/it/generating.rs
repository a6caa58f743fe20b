//! Synthetic instances: the sizes that are promised, the same bytes every time, room for a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use jiedui::check::check;
use jiedui::generate::{Preset, Recipe, generate};
use jiedui::input::read_instance;
use jiedui::model::data::{InstanceData, PinRecord, PlanTables, VillageRecord};
use jiedui::model::enums::{Application, Cause, PinKind, PinMode, Rank, Role};
use jiedui::model::{AgencyId, CadreId, Instance, Millipoints};
use jiedui::report::instance_folder;
use jiedui::solve::{Control, Options, Silent, search};

fn made(recipe: &Recipe, seed: u64) -> Instance {
    Instance::new(generate(recipe, seed)).expect("generated instances are valid")
}

fn preset(preset: Preset, seed: u64) -> Instance {
    made(&Recipe::preset(preset), seed)
}

fn sizes(instance: &Instance) -> [usize; 4] {
    [
        instance.agencies().len(),
        instance.villages().len(),
        instance.cadres().len(),
        instance.households().len(),
    ]
}

fn quota_sum(instance: &Instance) -> u32 {
    instance.cadre_ids().map(|c| instance.quota(c)).sum()
}

/// Teams that the agency can staff side by side. Leaders and secretaries for t teams can be chosen
/// apart if there are t of each and 2t of both together (Hall); the others are anyone.
fn teams(instance: &Instance, agency: AgencyId) -> usize {
    let of = |eligible: &dyn Fn(CadreId) -> bool| {
        instance.cadres_of(agency).iter().filter(|&&c| eligible(c)).count()
    };
    let leaders = of(&|c| instance.leader_eligible(c));
    let secretaries = of(&|c| instance.secretary_eligible(c));
    let either = of(&|c| instance.leader_eligible(c) || instance.secretary_eligible(c));
    let available = of(&|c| instance.cadre(c).available);
    let places = 1 + instance.settings().team.members as usize;
    leaders.min(secretaries).min(either / 2).min(available / places)
}

/// What every plan needs, without saying that it is enough.
fn assert_room_for_a_plan(instance: &Instance, what: &str) {
    let settings = instance.settings();
    let capacity: u32 = instance.cadre_ids().map(|c| instance.capacity(c)).sum();
    assert!(capacity as usize >= instance.households().len(), "{what}: capacity");
    let led = settings.limits.led_per_agency as usize;
    let leads = |a| if settings.team.enabled { teams(instance, a).min(led) } else { led };
    let leads: usize = instance.agency_ids().map(leads).sum();
    assert!(leads >= instance.villages().len(), "{what}: {leads} leads");
    let mut largest: Vec<usize> =
        instance.village_ids().map(|v| instance.households_of(v).len()).collect();
    largest.sort_unstable_by(|x, y| y.cmp(x));
    let slack = capacity as usize - instance.households().len();
    for a in instance.agency_ids() {
        let slots: u32 = instance.cadres_of(a).iter().map(|&c| instance.quota(c)).sum();
        let reach = instance.agency(a).max_villages as usize;
        let reached: usize = largest.iter().take(reach).sum();
        assert!(slots as usize <= reached + slack, "{what}: an agency too large for its villages");
    }
}

/// The search's first plan, if it finds one.
fn first_plan(instance: &Instance) -> Option<PlanTables> {
    let interrupted = AtomicBool::new(false);
    let control = Control::new(&interrupted, &Silent, None);
    let options = Options { iterations: Some(0), threads: 1, ..Options::default() };
    let (plan, _) = search::solve(instance, &options, &control, None).incumbent?;
    Some(plan.to_tables(instance))
}

fn assert_has_a_plan(instance: &Instance, what: &str) {
    let plan = first_plan(instance).unwrap_or_else(|| panic!("{what}: no plan found"));
    let report = check(instance, &plan);
    assert!(report.is_feasible(), "{what}: {:?}", report.violations);
}

/// The files of a folder but its README, by name.
fn folder(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
    };
    let mut files: BTreeMap<_, _> = fs::read_dir(path).unwrap().map(entry).collect();
    files.remove("README.md");
    files
}

fn committed(preset: Preset) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instances").join(preset.name())
}

const COMMITTED: [Preset; 3] = [Preset::Tiny, Preset::Township, Preset::County];

#[test]
fn presets_have_the_sizes_they_promise() {
    for seed in 1..=3 {
        let tiny = preset(Preset::Tiny, seed);
        assert_eq!(sizes(&tiny), [2, 2, 7, 5]);
        assert_eq!(tiny.settings().team.members, 1);
        let township = preset(Preset::Township, seed);
        assert_eq!(sizes(&township), [12, 9, 420, 520]);
        assert_eq!(quota_sum(&township), 526);
        let county = preset(Preset::County, seed);
        assert_eq!(sizes(&county), [99, 86, 4_800, 5_900]);
        assert_eq!(quota_sum(&county), 5_920);
    }
    let prefecture = preset(Preset::Prefecture, 1);
    assert_eq!(sizes(&prefecture), [990, 860, 48_000, 59_000]);
    assert_eq!(quota_sum(&prefecture), 59_200);
}

#[test]
fn presets_carry_their_name_and_are_found_by_it() {
    for preset in Preset::ALL {
        assert_eq!(Recipe::preset(preset).settings.name, preset.name());
        assert_eq!(Preset::parse(preset.name()), Some(preset));
    }
    assert_eq!(Preset::parse("village"), None);
}

#[test]
fn presets_leave_room_for_a_plan() {
    for preset in Preset::ALL {
        let seeds = if preset == Preset::Prefecture { 1..=1 } else { 1..=10 };
        for seed in seeds {
            let what = format!("{} {seed}", preset.name());
            assert_room_for_a_plan(&made(&Recipe::preset(preset), seed), &what);
        }
    }
}

#[test]
fn every_agency_of_a_preset_can_staff_a_team() {
    for preset in Preset::ALL {
        let instance = made(&Recipe::preset(preset), 1);
        for a in instance.agency_ids() {
            let id = &instance.agency(a).id;
            assert!(teams(&instance, a) >= 1, "{}: {id} has no team", preset.name());
        }
    }
}

#[test]
fn presets_have_plans_that_the_check_accepts() {
    for (preset, seeds) in [(Preset::Tiny, 20), (Preset::Township, 10), (Preset::County, 2)] {
        for seed in 1..=seeds {
            let instance = made(&Recipe::preset(preset), seed);
            assert_has_a_plan(&instance, &format!("{} {seed}", preset.name()));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_records_and_another_seed_others() {
    for preset in Preset::ALL {
        let recipe = Recipe::preset(preset);
        let first = generate(&recipe, 7);
        assert!(first == generate(&recipe, 7), "{}", preset.name());
        let other = generate(&recipe, 8);
        assert!(first.agencies != other.agencies, "{}", preset.name());
        assert!(first.cadres != other.cadres, "{}", preset.name());
        assert!(first.households != other.households, "{}", preset.name());
    }
}

#[test]
fn the_committed_instances_are_what_their_command_makes() {
    for preset in COMMITTED {
        let made = tempfile::tempdir().unwrap();
        instance_folder::write(&generate(&Recipe::preset(preset), 1), made.path()).unwrap();
        let (made, kept) = (folder(made.path()), folder(&committed(preset)));
        let names = |files: &BTreeMap<String, _>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&made), names(&kept), "{}", preset.name());
        for (name, bytes) in &made {
            assert!(bytes == &kept[name], "{}/{name} differs", preset.name());
        }
    }
}

#[test]
fn the_committed_instances_say_that_they_are_synthetic_and_how_they_were_made() {
    for preset in COMMITTED {
        let readme = fs::read_to_string(committed(preset).join("README.md")).unwrap();
        let name = preset.name();
        let command = format!("jiedui generate --preset {name} --seed 1 --out instances/{name}");
        assert!(readme.contains(&command), "{name}");
        assert!(readme.starts_with("Synthetic"), "{name}");
        assert_eq!(readme.lines().count(), 1, "{name}");
    }
}

#[test]
fn no_two_agencies_villages_of_a_township_or_stations_share_a_name() {
    for preset in Preset::ALL {
        let instance = made(&Recipe::preset(preset), 1);
        let name = preset.name();
        let agencies: BTreeSet<_> = instance.agencies().iter().map(|a| &a.name).collect();
        assert_eq!(agencies.len(), instance.agencies().len(), "{name}");
        let villages: BTreeSet<_> =
            instance.villages().iter().map(|v| (&v.township, &v.name)).collect();
        assert_eq!(villages.len(), instance.villages().len(), "{name}");
        let places: BTreeSet<_> = instance.places().iter().map(|p| &p.name).collect();
        assert_eq!(places.len(), instance.places().len(), "{name}");
    }
}

#[test]
fn phones_are_eleven_digits_that_nobody_can_be_given() {
    let data = generate(&Recipe::preset(Preset::County), 1);
    let phones: BTreeSet<&str> = data.cadres.iter().map(|c| c.phone.as_str()).collect();
    assert_eq!(phones.len(), data.cadres.len());
    for phone in phones {
        assert!(phone.len() == 11 && phone.starts_with("000"));
        assert!(phone.bytes().all(|b| b.is_ascii_digit()));
    }
}

#[test]
fn agency_sizes_are_skewed_like_a_log_normal() {
    for seed in 1..=5 {
        let county = preset(Preset::County, seed);
        let mut sizes: Vec<f64> =
            county.agency_ids().map(|a| county.cadres_of(a).len() as f64).collect();
        sizes.sort_by(f64::total_cmp);
        let mean = sizes.iter().sum::<f64>() / 99.0;
        assert!(mean > 1.1 * sizes[49], "seed {seed}: mean {mean}, median {}", sizes[49]);
        // Their logarithms are about symmetric: the mean of the logs is near the log of the median.
        let log_mean = sizes.iter().map(|size| size.ln()).sum::<f64>() / 99.0;
        assert!((log_mean - sizes[49].ln()).abs() < 0.25, "seed {seed}");
    }
}

#[test]
fn roles_and_ranks_go_together() {
    let county = preset(Preset::County, 1);
    for a in county.agency_ids() {
        let of = |role| {
            let cadres = county.cadres_of(a).iter().map(|&c| county.cadre(c));
            cadres.filter(|c| c.role == role).collect::<Vec<_>>()
        };
        let (heads, deputies, members) = (of(Role::Head), of(Role::Deputy), of(Role::Member));
        assert_eq!(heads.len(), 1);
        assert!((1..=5).contains(&deputies.len()));
        assert!(heads[0].rank <= Rank::Section && heads[0].application == Application::None);
        assert!(deputies.iter().all(|c| [Rank::Section, Rank::DeputySection].contains(&c.rank)));
        assert!(members.iter().all(|c| c.rank != Rank::DeputyCounty));
        assert!(members.iter().filter(|c| c.rank == Rank::Staff).count() * 2 > members.len());
    }
}

#[test]
fn shares_of_the_county_are_plausible() {
    let county = preset(Preset::County, 1);
    let cadres = county.cadres();
    let percent = |n: usize, of: usize| 100 * n / of;
    let staff: Vec<_> = cadres.iter().filter(|c| c.rank == Rank::Staff).collect();
    let party = staff.iter().filter(|c| c.party_member).count();
    assert!((60..=70).contains(&percent(party, staff.len())));
    let reserve = staff.iter().filter(|c| c.reserve).count();
    assert!((6..=14).contains(&percent(reserve, staff.len())));
    let based = cadres.iter().filter(|c| c.origin != c.agency.into()).count();
    assert!((10..=15).contains(&percent(based, cadres.len())));
    let mut causes = BTreeMap::<Cause, usize>::new();
    for household in county.households() {
        *causes.entry(household.cause).or_default() += 1;
    }
    assert_eq!(causes.len(), 6);
    assert_eq!(causes.iter().max_by_key(|&(_, n)| n).map(|(&c, _)| c), Some(Cause::Illness));
    for v in county.village_ids() {
        assert!(county.households_of(v).len() >= 15);
        assert!((3..=8).contains(&county.village(v).hamlets.len()));
    }
}

#[test]
fn the_counties_of_a_prefecture_lie_apart_and_are_alike() {
    let prefecture = generate(&Recipe::preset(Preset::Prefecture), 1);
    let counties: Vec<_> = prefecture.villages.chunks(86).collect();
    assert_eq!(counties.len(), 10);
    let middle = |county: &[VillageRecord]| {
        let at = |v: &VillageRecord| v.location.unwrap();
        let n = county.len() as f64;
        let lon = county.iter().map(|v| at(v).lon).sum::<f64>() / n;
        let lat = county.iter().map(|v| at(v).lat).sum::<f64>() / n;
        (lon, lat)
    };
    let middles: Vec<(f64, f64)> = counties.iter().map(|county| middle(county)).collect();
    for (i, &(lon1, lat1)) in middles.iter().enumerate() {
        for &(lon2, lat2) in &middles[..i] {
            let apart = (lon1 - lon2).hypot(lat1 - lat2);
            assert!(apart > 0.3, "two counties are {apart} degrees apart");
        }
    }
}

fn township(change: impl FnOnce(&mut Recipe)) -> Recipe {
    let mut recipe = Recipe::preset(Preset::Township);
    change(&mut recipe);
    recipe
}

/// Shapes that no preset has, all with room for a plan.
fn odd_recipes() -> Vec<(&'static str, Recipe)> {
    vec![
        (
            "one agency",
            township(|r| {
                (r.agencies, r.villages, r.cadres, r.households) = (1, 3, 60, 70);
                r.quota_sum = Some(78);
                r.settings.limits.led_per_agency = 3;
            }),
        ),
        (
            "few agencies and many villages",
            township(|r| {
                (r.agencies, r.villages, r.townships) = (5, 20, 4);
                r.settings.limits.led_per_agency = 4;
            }),
        ),
        ("teams off", township(|r| r.settings.team.enabled = false)),
        (
            "overload",
            township(|r| {
                r.households = 700;
                r.settings.quota.overload = 1;
            }),
        ),
        ("given roads", township(|r| r.given_travel = true)),
        (
            "links dominate",
            township(|r| {
                r.link_percent = 40;
                r.settings.weights.link = 300;
            }),
        ),
        ("half the demand", township(|r| r.households = 260)),
        ("many agencies", township(|r| r.agencies = 60)),
        ("large teams", township(|r| r.settings.team.members = 5)),
        ("not a slot too many", township(|r| r.quota_sum = Some(520))),
        ("two counties", township(|r| (r.counties, r.townships) = (2, 4))),
    ]
}

#[test]
fn odd_recipes_give_valid_instances_with_room_for_a_plan() {
    for (what, recipe) in odd_recipes() {
        for seed in 1..=5 {
            let instance = made(&recipe, seed);
            assert_room_for_a_plan(&instance, what);
            let asked = [recipe.agencies, recipe.villages, recipe.cadres, recipe.households];
            assert_eq!(sizes(&instance), asked, "{what}");
            assert_eq!(Some(quota_sum(&instance)), recipe.quota_sum, "{what}");
            assert_has_a_plan(&instance, &format!("{what} {seed}"));
        }
    }
}

#[test]
fn recipes_too_small_to_be_an_instance_are_raised_to_one() {
    let nothing = township(|r| {
        (r.agencies, r.villages, r.townships, r.cadres, r.households) = (0, 0, 0, 0, 0);
        (r.counties, r.hamlets, r.spread, r.size_sigma) = (0, 0..=0, f64::NAN, 0.0);
    });
    assert_eq!(sizes(&made(&nothing, 1)), [1, 1, 1, 1]);
    let short = township(|r| (r.counties, r.cadres, r.households) = (40, 3, 2));
    assert_eq!(sizes(&made(&short, 1)), [12, 9, 12, 9]);
}

#[test]
fn given_roads_cover_every_pair_and_are_longer_than_the_crow_flies() {
    let recipe = township(|r| r.given_travel = true);
    let given = made(&recipe, 3);
    let crow = {
        let mut recipe = recipe;
        recipe.given_travel = false;
        recipe.settings.travel.detour = 1.0;
        made(&recipe, 3)
    };
    let data = generate(&township(|r| r.given_travel = true), 3);
    assert_eq!(data.travel.len(), given.origin_count() * given.villages().len());
    for cadre in given.cadres() {
        for v in given.village_ids() {
            let (road, crow) = (given.metres(cadre.origin, v).0, crow.metres(cadre.origin, v).0);
            assert!(10 * road >= 11 * crow - 20 && 10 * road <= 18 * crow + 20, "{road} {crow}");
        }
    }
}

#[test]
fn link_charges_cover_their_share_of_the_pairs() {
    let mut recipe = Recipe::preset(Preset::County);
    recipe.link_percent = 30;
    let data = generate(&recipe, 1);
    let pairs = 99 * 86;
    assert!((27 * pairs..33 * pairs).contains(&(100 * data.links.len())));
    assert!(data.links.iter().all(|link| (0..=100_000).contains(&link.cost.0)));
    recipe.link_percent = 0;
    let without = generate(&recipe, 1);
    assert!(without.links.is_empty());
    assert!(without.cadres == data.cadres && without.households == data.households);
}

/// A township with every optional file: places, roads, charges, a pin, last year's plan.
fn complete_data() -> InstanceData {
    let recipe = township(|r| {
        (r.given_travel, r.link_percent) = (true, 25);
        "a \"quoted\" 县".clone_into(&mut r.settings.name);
        r.settings.travel.detour = 1.25;
    });
    let mut data = generate(&recipe, 5);
    data.previous = first_plan(&Instance::new(data.clone()).unwrap());
    data.agencies[3].max_villages = Some(4);
    data.cadres[8].available = false;
    data.links[0].cost = Millipoints(12_345);
    data.pins.push(PinRecord {
        kind: PinKind::Lead,
        subject_id: "A001".to_owned(),
        object_id: "V001".to_owned(),
        mode: PinMode::Forbid,
        reason: Some("led by a county leader's, \"for now\"".to_owned()),
    });
    data
}

#[test]
fn what_is_written_is_read_back_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let data = complete_data();
    assert!(data.previous.as_ref().is_some_and(|plan| plan.pairings.len() == 520));
    instance_folder::write(&data, folder.path()).unwrap();
    let loaded = read_instance(folder.path(), None).unwrap();
    assert!(loaded.data == data, "the records differ");
    assert_eq!(loaded.instance.digest(), Instance::new(data).unwrap().digest());
    assert_eq!(loaded.notes, []);
}

#[test]
fn the_committed_instances_are_read_without_a_note() {
    for preset in COMMITTED {
        let loaded = read_instance(&committed(preset), None).unwrap();
        assert!(loaded.data == generate(&Recipe::preset(preset), 1), "{}", preset.name());
        assert_eq!(loaded.notes, [], "{}", preset.name());
    }
}

#[test]
fn writing_over_an_older_instance_removes_its_optional_tables_and_nothing_else() {
    let folder_of = tempfile::tempdir().unwrap();
    let path = folder_of.path();
    fs::write(path.join("notes.txt"), "mine").unwrap();
    let data = complete_data();
    instance_folder::write(&data, path).unwrap();
    assert!(path.join("travel.csv").exists() && path.join("pins.csv").exists());
    let pins = fs::read_to_string(path.join("pins.csv")).unwrap();
    let reason = "\"led by a county leader's, \"\"for now\"\"\"";
    assert_eq!(
        pins,
        format!("kind,subject_id,object_id,mode,reason\nlead,A001,V001,forbid,{reason}\n")
    );
    assert!(path.join("previous/teams.csv").exists());

    instance_folder::write(&generate(&Recipe::preset(Preset::Tiny), 1), path).unwrap();
    assert!(!path.join("travel.csv").exists() && !path.join("pins.csv").exists());
    assert!(!path.join("previous").exists());
    assert_eq!(fs::read_to_string(path.join("notes.txt")).unwrap(), "mine");
}
