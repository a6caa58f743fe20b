//! What both benches need: the committed instances, a way to solve them, criterion's settings.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::Criterion;
use jiedui::input::read_instance;
use jiedui::model::{Instance, Outcome};
use jiedui::solve::{Control, Options, Silent, search};

/// The seed of every stream, so that each run times the same work.
pub(crate) const SEED: u64 = 1;

/// Few samples of short runs: all benches together take some minutes on two cores.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1_500))
        .sample_size(30)
        .configure_from_args()
}

/// The folder of a committed instance.
pub(crate) fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("instances").join(name)
}

/// A committed instance.
pub(crate) fn instance(name: &str) -> Instance {
    read_instance(&folder(name), None).expect("committed instances are valid").instance
}

/// Does something under a control that never stops it.
pub(crate) fn unhurried<T>(work: impl FnOnce(&Control) -> T) -> T {
    let never = AtomicBool::new(false);
    work(&Control::new(&never, &Silent, None))
}

/// Searches for so many iterations.
pub(crate) fn search_for(instance: &Instance, iterations: u64, threads: usize) -> Outcome {
    let options =
        Options { iterations: Some(iterations), seed: SEED, threads, ..Options::default() };
    unhurried(|control| search::solve(instance, &options, control, None))
}
