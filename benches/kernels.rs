//! The parts of a solve, one by one: prices of moves, annealing, construction and repair, cutting
//! and putting together, files, the check, the program of the exact side. Moves are timed on the
//! committed county and on a plan that has been searched; what changes a plan is undone.
//! The figures are in `docs/benchmarks.md`.

mod common;
#[path = "common/files.rs"]
mod files;
#[path = "common/moves.rs"]
mod moves;

use criterion::{BatchSize, Criterion, Throughput};
use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::{Instance, Start};
use jiedui::solve::exact::formulation::Formulation;
use jiedui::solve::search::anneal::{Annealer, Rng};
use jiedui::solve::search::construct::construct;
use jiedui::solve::search::flow;
use jiedui::solve::search::flow::decode::decode;
use jiedui::solve::search::flow::flows::Flows;
use jiedui::solve::search::flow::needs::{Costs, KINDS, Matching, NOBODY};
use jiedui::solve::search::flow::network::Network;
use jiedui::solve::search::flow::replay::anneal_together;
use jiedui::solve::search::moves::ExchangePosts;
use jiedui::solve::search::moves::rotation::{Scratch, settle};
use jiedui::solve::search::moves::ruin::{Place, Reach, Ruins, ruin_and_recreate};
use jiedui::solve::search::partition::{Partition, Scope, merge, partition};
use jiedui::solve::search::problem::{NONE, Problem};
use jiedui::solve::search::repair::repair;
use jiedui::solve::search::state::State;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// Iterations of the search that made the plan on which moves are timed.
const SEARCHED: u64 = 2_000_000;
/// Moves of one timed run of an annealing.
const ANNEALED: u64 = 50_000;
/// From one household to the next: coprime to their number, so that all have their turn.
const STRIDE: usize = 1_009;
/// Parts of a cut.
const PARTS: u32 = 3;
/// First and last temperature of the flows in the search, as shares of the median worsening.
const FLOW_HEATS: [f64; 2] = [0.2, 0.012];
/// The same of the cadres.
const CADRE_HEATS: [f64; 2] = [0.01, 0.0001];

fn main() {
    let mut criterion = common::criterion();
    let county = common::instance("county");
    let problem = Problem::new(&county).expect("the county has no pins");
    let plan = common::search_for(&county, SEARCHED, 2).incumbent.expect("the county has plans").0;
    let state = State::from_start(&problem, &Start::from(&plan));
    let network = Network::new(&problem);
    let flows = Flows::of(&network, &state);
    prices(&mut criterion, &state);
    tried(&mut criterion, &state);
    ruins(&mut criterion, &state);
    needs(&mut criterion, &network, &state);
    annealing(&mut criterion, &flows, &state);
    beginnings(&mut criterion, &county);
    levels(&mut criterion, &flows, &state);
    mending(&mut criterion, &state);
    parts(&mut criterion, &flows, &state);
    files::reading(&mut criterion);
    files::judging(&mut criterion, &county, &plan.to_tables(&county));
    exact(&mut criterion);
    criterion.final_summary();
}

fn rng() -> Rng {
    Rng::seed_from_u64(common::SEED)
}

/// The difference in cost of a move, without doing it.
fn prices(criterion: &mut Criterion, state: &State) {
    let mut own = state.clone();
    let swaps = moves::swaps(state, &mut rng());
    let exchanges = moves::exchanges(state, &mut rng());
    let relocations = moves::relocations(&mut own, &mut rng());
    let cycles = moves::cycles(&mut own, &mut rng());
    let mut group = criterion.benchmark_group("price of a move");
    group.throughput(Throughput::Elements(1));
    group.bench_function("swap of households", |b| {
        let mut next = swaps.iter().cycle();
        b.iter(|| next.next().map(|swap| swap.evaluate(state)));
    });
    group.bench_function("exchange of posts", |b| {
        let mut next = exchanges.iter().cycle();
        b.iter(|| next.next().map(|exchange| exchange.evaluate(state)));
    });
    group.bench_function("household to another cadre", |b| {
        let mut next = relocations.iter().cycle();
        b.iter(|| next.next().map(|to| state.price(to.h, to.c)));
    });
    group.bench_function("rotation, estimated", |b| {
        let mut next = cycles.iter().cycle();
        b.iter(|| {
            let rotation = next.next()?.rotation();
            Some(rotation.estimate(state, rotation.units(state)))
        });
    });
}

/// Moves done and undone.
fn tried(criterion: &mut Criterion, state: &State) {
    let mut own = state.clone();
    let swaps = moves::swaps(state, &mut rng());
    let exchanges = moves::exchanges(state, &mut rng());
    let relocations = moves::relocations(&mut own, &mut rng());
    let cycles = moves::cycles(&mut own, &mut rng());
    let leads = moves::lead_changes(&mut own, &mut rng());
    let (mut scratch, mut rng) = (Scratch::default(), rng());
    let mut group = criterion.benchmark_group("move done and undone");
    group.throughput(Throughput::Elements(1));
    let mut bench = |name: &str, work: &mut dyn FnMut(&mut State, usize)| {
        let (mut i, mark) = (0, own.mark());
        group.bench_function(name, |b| {
            b.iter(|| {
                work(&mut own, i);
                own.rollback(mark);
                i += 1;
            });
        });
    };
    bench("swap of households", &mut |state, i| swaps[i % swaps.len()].apply(state));
    bench("exchange of posts", &mut |state, i| exchanges[i % exchanges.len()].apply(state));
    bench("household to another cadre", &mut |state, i| {
        relocations[i % relocations.len()].attempt(state);
    });
    bench("rotation", &mut |state, i| {
        let cycle = cycles[i % cycles.len()];
        cycle.rotation().attempt(state, &mut scratch, Scope::ALL, &mut rng);
    });
    let (mut scratch, mut rng) = (Scratch::default(), self::rng());
    bench("change of lead", &mut |state, i| {
        leads[i % leads.len()].attempt(state, &mut scratch, &mut rng);
    });
    let households = &state.problem.village_of;
    bench("best swap for a household", &mut |state, i| {
        settle(state, Scope::ALL, &[(i * STRIDE % households.len()) as u32]);
    });
}

/// Emptying one place of work and helping its households anew, undone.
fn ruins(criterion: &mut Criterion, state: &State) {
    let p = state.problem;
    let agencies: Vec<u32> = (0..p.agencies as u32).collect();
    let reach = Reach { scope: Scope::ALL, agencies: &agencies, barred: (NONE, NONE) };
    let (mut own, mut ruins, mut rng) = (state.clone(), Ruins::default(), rng());
    let mark = own.mark();
    criterion.bench_function("move done and undone/ruin and recreate, 12 households", |b| {
        b.iter(|| {
            let h = rng.random_range(0..p.village_of.len());
            let agency = p.cadres[own.helper[h] as usize].agency;
            let place = Place { agency, village: p.village_of[h], size: 12 };
            ruin_and_recreate(&mut own, &mut ruins, &[place], reach, &mut rng);
            own.rollback(mark);
        });
    });
}

/// Helpers by village and kind.
fn kinds(network: &Network, state: &State) -> Vec<[u16; KINDS]> {
    let p = network.problem;
    let mut counts = vec![[0; KINDS]; p.villages];
    for (h, &c) in state.helper.iter().enumerate() {
        let agency = &p.instance.agencies()[p.cadres[c as usize].agency as usize];
        counts[p.village_of[h] as usize][agency.category as usize] += 1;
    }
    counts
}

fn matched(costs: &Costs, causes: [u16; 6], kinds: &[u16; KINDS]) -> Matching {
    let mut matching = Matching::new(causes);
    for (kind, &n) in kinds.iter().enumerate() {
        matching.shift(costs, NOBODY, kind, n);
    }
    matching
}

/// Who of a village's households is helped by which kind of agency.
fn needs(criterion: &mut Criterion, network: &Network, state: &State) {
    let (costs, kinds, mut rng) = (&network.needs, kinds(network, state), rng());
    let mut group = criterion.benchmark_group("needs of a village");
    group.throughput(Throughput::Elements(1));
    group.bench_function("matched from nothing", |b| {
        let mut next = network.causes.iter().zip(&kinds).cycle();
        b.iter(|| next.next().map(|(&causes, kinds)| matched(costs, causes, kinds)));
    });
    let matchings = network.causes.iter().zip(&kinds);
    let matchings: Vec<Matching> = matchings.map(|(&c, k)| matched(costs, c, k)).collect();
    let mut shifts = Vec::new();
    for (v, here) in kinds.iter().enumerate() {
        let there = (0..NOBODY).filter(|&from| here[from] > 0);
        shifts.extend(there.flat_map(|from| (0..NOBODY).map(move |to| (v, from, to))));
    }
    shifts.retain(|&(_, from, to)| from != to);
    shifts.shuffle(&mut rng);
    for units in [1, 8] {
        group.bench_function(format!("matched anew after {units} changed hands"), |b| {
            let mut next = shifts.iter().filter(|&&(v, from, _)| kinds[v][from] >= units).cycle();
            b.iter(|| {
                let &(v, from, to) = next.next()?;
                Some(matchings[v].clone().shift(costs, from, to, units))
            });
        });
    }
}

/// The whole as one part.
fn whole(problem: &Problem) -> Partition {
    Partition { agency: vec![0; problem.agencies], village: vec![0; problem.villages], parts: 1 }
}

/// Median worsening of the flows by a random cycle.
fn worse_flows(flows: &Flows) -> f64 {
    let mut own = flows.clone();
    let worse = flow::anneal::Annealer::new(&mut own, 0.0, rng()).samples(2_000);
    worse[worse.len() / 2] as f64
}

/// Median worsening of a plan by an exchange of any two posts.
fn worse_plans(state: &State) -> f64 {
    let mut rng = rng();
    let mut helper = || state.helper[rng.random_range(0..state.helper.len())];
    let exchanges = (0..2_000).map(|_| ExchangePosts { c1: helper(), c2: helper() });
    let differences = exchanges.filter_map(|exchange| exchange.evaluate(state));
    let mut worse: Vec<i64> = differences.filter(|&delta| delta > 0).collect();
    worse.sort_unstable();
    worse[worse.len() / 2] as f64
}

/// The two hot loops on one thread, as warm as the search begins and as cold as it ends them.
fn annealing(criterion: &mut Criterion, flows: &Flows, state: &State) {
    let cut = whole(state.problem);
    let mut group = criterion.benchmark_group("annealing");
    group.throughput(Throughput::Elements(ANNEALED)).sample_size(15);
    let worse = worse_flows(flows);
    for (name, heat) in ["warm", "cold"].iter().zip(FLOW_HEATS) {
        let run = |own: &mut Flows| {
            let mut annealer = flow::anneal::Annealer::new(own, heat * worse, rng());
            common::unhurried(|control| annealer.run(ANNEALED, control));
        };
        group.bench_function(format!("flows, {name}"), |b| {
            b.iter_batched_ref(|| flows.clone(), run, BatchSize::LargeInput);
        });
    }
    let worse = worse_plans(state);
    for (name, heat) in ["warm", "cold"].iter().zip(CADRE_HEATS) {
        let run = |own: &mut State| {
            let mut annealer = Annealer::new(own, &cut, 0, heat * worse, rng());
            common::unhurried(|control| annealer.run(ANNEALED, control));
        };
        group.bench_function(format!("cadres, {name}"), |b| {
            b.iter_batched_ref(|| state.clone(), run, BatchSize::LargeInput);
        });
    }
}

/// What comes before the first plan.
fn beginnings(criterion: &mut Criterion, county: &Instance) {
    let mut group = criterion.benchmark_group("county");
    group.sample_size(15);
    group.bench_function("generated", |b| {
        let recipe = Recipe::preset(Preset::County);
        b.iter(|| generate(&recipe, common::SEED));
    });
    let data = generate(&Recipe::preset(Preset::County), common::SEED);
    group.bench_function("validated and indexed", |b| {
        b.iter_batched(|| data.clone(), Instance::new, BatchSize::LargeInput);
    });
    group.bench_function("compiled for the search", |b| b.iter(|| Problem::new(county)));
    let problem = Problem::new(county).expect("the county has no pins");
    group.bench_function("aggregated for the flows", |b| b.iter(|| Network::new(&problem)));
    group.bench_function("first plan constructed", |b| b.iter(|| construct(&problem, &mut rng())));
}

/// From one level to the other, the flows having been annealed as warm as they begin.
fn levels(criterion: &mut Criterion, flows: &Flows, state: &State) {
    let warm = FLOW_HEATS[0] * worse_flows(flows);
    let mut annealed = flows.clone();
    let mut annealer = flow::anneal::Annealer::new(&mut annealed, warm, rng());
    common::unhurried(|control| annealer.run(ANNEALED, control));
    let mut group = criterion.benchmark_group("levels");
    group.bench_function("plan copied", |b| b.iter(|| state.clone()));
    group.bench_function("flows copied", |b| b.iter(|| flows.clone()));
    group.bench_function("plan to flows", |b| b.iter(|| Flows::of(flows.network, state)));
    group.sample_size(15);
    group.bench_function("flows to plan", |b| b.iter(|| decode(&annealed, &mut rng())));
    let decoded = decode(&annealed, &mut rng());
    group.throughput(Throughput::Elements(u64::from(decoded.unhelped)));
    group.bench_function("plan from flows repaired", |b| {
        let mend = |own: &mut State| repair(own, &mut rng());
        b.iter_batched_ref(|| decoded.clone(), mend, BatchSize::LargeInput);
    });
}

/// A searched plan, one household in a hundred left without helper, mended.
fn mending(criterion: &mut Criterion, state: &State) {
    let mut torn = state.clone();
    let mut households: Vec<u32> = (0..torn.helper.len() as u32).collect();
    households.shuffle(&mut rng());
    let open = households.len() / 100;
    households[..open].iter().for_each(|&h| torn.drop(h));
    torn.commit();
    let mut group = criterion.benchmark_group("levels");
    group.throughput(Throughput::Elements(open as u64));
    group.bench_function("plan with 1 household of 100 open repaired", |b| {
        let mend = |own: &mut State| repair(own, &mut rng());
        b.iter_batched_ref(|| torn.clone(), mend, BatchSize::LargeInput);
    });
}

/// Cutting the county and putting it together again.
fn parts(criterion: &mut Criterion, flows: &Flows, state: &State) {
    let mut group = criterion.benchmark_group("parts");
    group.bench_function("plan cut", |b| {
        let mut rng = rng();
        b.iter(|| partition(state, PARTS, &mut rng));
    });
    let cut = partition(state, PARTS, &mut rng());
    let copies = vec![state.clone(); PARTS as usize];
    group.bench_function("plan put together", |b| b.iter(|| merge(state, &cut, &copies)));
    let warm = FLOW_HEATS[0] * worse_flows(flows);
    group.bench_function("two copies of the flows, 2,000 moves each", |b| {
        let mut copies = vec![flows.clone(); 2];
        b.iter(|| {
            common::unhurried(|control| {
                anneal_together(&mut copies, warm, 2_000, |_| rng(), control);
            });
        });
    });
}

/// The whole integer program, written but not solved.
fn exact(criterion: &mut Criterion) {
    let township = common::instance("township");
    let mut group = criterion.benchmark_group("exact");
    group.sample_size(10);
    group.bench_function("program of the township written", |b| {
        b.iter(|| Formulation::new(&township));
    });
}
