//! Whole solves by number of iterations: what the solver does in a given time, its set-up, its
//! rounds and threads included. The figures are in `docs/benchmarks.md`.

mod common;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use jiedui::model::Instance;
use jiedui::solve::{Options, exact};

/// Iterations (moves tried) and threads of the solves by search.
const TOWNSHIP: [u64; 2] = [100_000, 1_000_000];
/// See [`TOWNSHIP`].
const COUNTY: [u64; 3] = [100_000, 1_000_000, 4_000_000];
/// See [`TOWNSHIP`].
const THREADS: [usize; 2] = [1, 2];
/// Time for the samples of one bench, about.
const LONGEST: Duration = Duration::from_secs(15);

fn main() {
    let mut criterion = common::criterion();
    search(&mut criterion, "township", &TOWNSHIP);
    search(&mut criterion, "county", &COUNTY);
    exact(&mut criterion);
    criterion.final_summary();
}

fn search(criterion: &mut Criterion, name: &str, iterations: &[u64]) {
    let instance = common::instance(name);
    let mut group = criterion.benchmark_group(format!("solve {name} by search"));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for &moves in iterations {
        // Ten solves at a million moves a second.
        let time = Duration::from_micros(10 * moves).max(Duration::from_secs(1));
        group.throughput(Throughput::Elements(moves)).measurement_time(time.min(LONGEST));
        for threads in THREADS {
            let unit = if threads == 1 { "thread" } else { "threads" };
            let id = BenchmarkId::from_parameter(format!("{moves} moves, {threads} {unit}"));
            group.bench_with_input(id, &instance, |b, instance| {
                b.iter(|| common::search_for(instance, moves, threads));
            });
        }
    }
}

fn exact(criterion: &mut Criterion) {
    let instance = common::instance("tiny");
    criterion.bench_with_input(
        BenchmarkId::new("solve tiny", "to proven optimality by HiGHS"),
        &instance,
        |b, instance: &Instance| {
            let options = Options { seed: common::SEED, threads: 1, ..Options::default() };
            b.iter(|| common::unhurried(|control| exact::solve(instance, &options, control, None)));
        },
    );
}
