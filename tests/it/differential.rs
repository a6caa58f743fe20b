//! The optimum against that of SCIP, a solver by other people, on the program as it is exported.
//!
//! SCIP knows nothing of this crate but the MPS file, and [`exact::solve`] does not solve that file
//! as it stands: it goes through relaxations and stages. Where both agree to the last millipoint,
//! neither the exporter, nor the stages, nor HiGHS got it wrong.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiedui::model::data::InstanceData;
use jiedui::model::{Instance, Settings};
use jiedui::solve::exact;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::exact::{last_year, proven, random_pins};
use crate::python::python_with;
use crate::support::{Shape, data, each_weight};

/// Instances compared.
const CASES: u64 = 320;

/// Settings in which every part of the model is sometimes off, sometimes on, and sometimes decides.
fn drawn_settings(rng: &mut ChaCha8Rng) -> Settings {
    let mut settings = Settings::default();
    settings.team.enabled = rng.random_bool(0.6);
    settings.team.members = rng.random_range(1..3);
    settings.team.min_rural_years = rng.random_range(0..2);
    settings.quota.overload = rng.random_range(0..2);
    settings.quota.staff = rng.random_range(0..3);
    settings.limits.led_per_agency = rng.random_range(1..3);
    settings.limits.villages_per_agency = rng.random_range(1..4);
    settings.tolerance.travel_percent = rng.random_range(0..30);
    settings.tolerance.share_percent = rng.random_range(0..30);
    for weight in each_weight(&mut settings.weights) {
        match rng.random_range(0..10) {
            0 | 1 => *weight = 0,
            2..5 => *weight = rng.random_range(1..40),
            _ => {}
        }
    }
    settings
}

/// A small instance of any shape, the same for the same seed.
pub(crate) fn drawn(seed: u64) -> InstanceData {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let agencies = rng.random_range(1..4);
    let shape = Shape {
        agencies,
        villages: rng.random_range(1..=agencies),
        cadres_per_agency: rng.random_range(4..8),
        households_per_village: rng.random_range(1..6),
        hamlets: rng.random_range(1..4),
        places: rng.random_range(0..3),
        given_travel: rng.random_bool(0.3),
        given_links: rng.random_bool(0.3),
        settings: drawn_settings(rng),
    };
    let mut data = data(&shape, seed);
    if rng.random_bool(0.3) {
        data.previous = Some(last_year(&data, seed));
    }
    if rng.random_bool(0.3) {
        data.pins = random_pins(&data, seed);
    }
    data
}

/// Writes the programs into `folder`; the list of the files is for SCIP.
fn export(instances: &[Instance], folder: &Path) -> PathBuf {
    let list = folder.join("list");
    let mut names = String::new();
    for (i, instance) in instances.iter().enumerate() {
        let path = folder.join(format!("{i}.mps"));
        let mut program = Vec::new();
        exact::write_mps(instance, &mut program).unwrap();
        fs::write(&path, program).unwrap();
        names += path.to_str().unwrap();
        names.push('\n');
    }
    fs::write(&list, names).unwrap();
    list
}

/// SCIP at work on the files of a list.
fn scip(python: &Path, list: &Path) -> Child {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/differential/scip.py");
    let files = File::open(list).unwrap();
    let mut command = Command::new(python);
    command.arg(script).stdin(files).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The optima that SCIP found, in the order of the list; `None` where there is no plan.
fn optima(scip: Child) -> Vec<Option<i64>> {
    let said = scip.wait_with_output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let optimum = |line: &str| {
        if line == "infeasible" {
            return None;
        }
        let value: f64 = line.parse().unwrap_or_else(|_| panic!("SCIP says {line}"));
        assert!((value - value.round()).abs() < 0.1, "{value} is no whole number");
        Some(value.round() as i64)
    };
    String::from_utf8(said.stdout).unwrap().lines().map(optimum).collect()
}

/// Where no Python has SCIP the test says that it did not run, past the capture of its output.
#[test]
fn scip_finds_the_same_optimum_of_the_exported_program_to_the_millipoint() {
    let Some(python) = python_with("pyscipopt") else {
        let hint =
            "NOT RUN: comparison with SCIP. No Python has pyscipopt: scripts/install-scip.sh";
        writeln!(std::io::stderr(), "{hint}").unwrap();
        return;
    };
    let instances: Vec<Instance> =
        (0..CASES).map(|seed| Instance::new(drawn(seed)).unwrap()).collect();
    let folder = tempfile::tempdir().unwrap();
    let scip = scip(&python, &export(&instances, folder.path()));
    let solve = |(seed, instance)| Some(proven(instance, &format!("seed {seed}"))?.1);
    let ours: Vec<Option<i64>> = instances.iter().enumerate().map(solve).collect();
    let theirs = optima(scip);
    assert_eq!(theirs.len(), ours.len());
    for (seed, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_eq!(ours, theirs, "seed {seed}");
    }
    let feasible = ours.iter().flatten().count() as u64;
    assert!(feasible * 2 > CASES, "only {feasible} of {CASES} instances have a plan");
    assert!(feasible < CASES, "no instance without a plan was tried");
}
