//! The first multipliers: duals of a transportation problem.
//!
//! Households go from agencies to villages at the cost of way, need and a link's share, with slots
//! as supply, only along the cheapest ways of each village and agency. HiGHS solves it as a linear
//! program: by classes of households, or, on large instances, by villages, and then a class's price
//! is its village's and what its need is dearer than the village's with the nearest agencies.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use ::highs::{ColProblem, HighsModelStatus, Row, Sense};

use super::facts::{Choice, Facts, UNIT};
use super::prices::Rows;

/// Ways for each village, and for each agency: by class, and by village.
const WAYS: [usize; 2] = [25, 100];
/// Flows from agencies to classes up to which the program has all classes.
const MOST_FLOWS: usize = 60_000;
/// Nearest agencies by which classes are told apart on larger instances.
const NEAREST: usize = 8;
/// Seconds that the program may take.
const PATIENCE: f64 = 20.0;
/// How often it is looked whether to stop.
const TICK: Duration = Duration::from_millis(20);

/// A way of households of a village to an agency.
struct Arc {
    agency: usize,
    village: usize,
    /// Points a household.
    cost: f64,
}

/// Multipliers to begin with, in millipoints; zeros but for leads where HiGHS does not help. `None`
/// where told to stop.
pub(super) fn start(facts: &Facts, rows: &Rows, stop: &dyn Fn() -> bool) -> Option<Vec<f64>> {
    let mut multipliers = vec![0.0; rows.len()];
    for v in 0..facts.villages() {
        multipliers[rows.leads.start + v] = lead_price(facts, v);
    }
    let classes = facts.classes.len();
    let few = arcs(facts, WAYS[0]);
    let flows: usize = few.iter().map(|arc| facts.classes_of[arc.village].len()).sum();
    let (problem, extra) = if flows <= MOST_FLOWS {
        (by_class(facts, &few), None)
    } else {
        (by_village(facts, &arcs(facts, WAYS[1])), Some(extra_need(facts, &few)))
    };
    let priced = if extra.is_some() { facts.villages() } else { classes };
    let (sender, receiver) = channel();
    // On a thread of its own, which is left behind where HiGHS does not come back.
    let spawned = thread::Builder::new().spawn(move || {
        let _ = sender.send(duals(problem, priced)); // nobody may be waiting any more
    });
    while spawned.is_ok() {
        match receiver.recv_timeout(TICK) {
            Ok(Some(duals)) => {
                for (k, class) in facts.classes.iter().enumerate() {
                    multipliers[k] = match &extra {
                        None => duals[k],
                        Some(extra) => duals[class.village] + extra[k],
                    };
                }
                break;
            }
            Ok(None) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if stop() => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    Some(multipliers)
}

/// Need of a class helped by an agency, in millipoints.
fn need(facts: &Facts, a: usize, k: usize) -> f64 {
    facts.need[facts.agencies[a].category][facts.classes[k].cause] as f64 / UNIT as f64
}

/// The cheapest lead of a village.
fn lead_price(facts: &Facts, v: usize) -> f64 {
    let able = facts.agencies.iter().filter(|own| own.lead[v] != Choice::Never);
    let costs = able
        .map(|own| own.lead_cost[v] + own.teams.iter().map(|team| team.cost).min().unwrap_or(0));
    costs.min().unwrap_or(0) as f64 / UNIT as f64
}

fn arcs(facts: &Facts, ways: usize) -> Vec<Arc> {
    let capacities: Vec<i64> = facts
        .agencies
        .iter()
        .map(|own| own.depots.iter().map(|d| d.capacity).sum::<i64>().min(own.rest[0].len() as i64))
        .collect();
    let residents = residents(facts);
    let mut all = Vec::new();
    for (a, agency) in facts.agencies.iter().enumerate().filter(|&(a, _)| capacities[a] > 0) {
        let open = (0..facts.villages()).filter(|&v| agency.attach[v] != Choice::Never);
        all.extend(open.map(|v| {
            let village = crate::model::VillageId::new(v);
            let metres = agency.depots.iter().map(|d| facts.instance.metres(d.origin, village).0);
            let travel = facts.travel_weight * metres.min().unwrap_or(0);
            let fixed = agency.link_cost[v] / capacities[a].min(residents[v]).max(1);
            let cost = (travel + fixed) as f64 / UNIT as f64;
            Arc { agency: a, village: v, cost: cost / 1000.0 }
        }));
    }
    cheapest(all, facts, ways)
}

/// The cheapest ways of each village and of each agency.
fn cheapest(mut arcs: Vec<Arc>, facts: &Facts, ways: usize) -> Vec<Arc> {
    arcs.sort_by(|x, y| {
        x.cost.total_cmp(&y.cost).then((x.agency, x.village).cmp(&(y.agency, y.village)))
    });
    let (mut of_village, mut of_agency) =
        (vec![0; facts.villages()], vec![0; facts.agencies.len()]);
    arcs.retain(|arc| {
        let keep = of_village[arc.village] < ways || of_agency[arc.agency] < ways;
        of_village[arc.village] += 1;
        of_agency[arc.agency] += 1;
        keep
    });
    arcs
}

/// The transportation problem by classes: a row for each, and one for each agency.
fn by_class(facts: &Facts, arcs: &[Arc]) -> ColProblem {
    let demand: Vec<i64> = facts.classes.iter().map(|class| class.households).collect();
    let flows = arcs.iter().flat_map(|arc| {
        facts.classes_of[arc.village]
            .iter()
            .map(move |&k| (arc.agency, k, arc.cost + need(facts, arc.agency, k) / 1000.0))
    });
    transport(facts, &demand, flows)
}

/// The same by villages.
fn by_village(facts: &Facts, arcs: &[Arc]) -> ColProblem {
    let flows = arcs.iter().map(|arc| {
        (arc.agency, arc.village, arc.cost + mean_need(facts, arc.agency, arc.village) / 1000.0)
    });
    transport(facts, &residents(facts), flows)
}

/// By class, what its need is more than its village's, over the nearest agencies.
fn extra_need(facts: &Facts, arcs: &[Arc]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0); facts.classes.len()];
    for arc in arcs {
        let mean = mean_need(facts, arc.agency, arc.village);
        for &k in &facts.classes_of[arc.village] {
            if sums[k].1 < NEAREST {
                sums[k].0 += need(facts, arc.agency, k) - mean;
                sums[k].1 += 1;
            }
        }
    }
    sums.into_iter().map(|(sum, count)| sum / f64::from(count.max(1) as u32)).collect()
}

/// Need of a village's households helped by an agency, on average, in millipoints.
fn mean_need(facts: &Facts, a: usize, v: usize) -> f64 {
    let households = |k: usize| facts.classes[k].households as f64;
    let own = &facts.classes_of[v];
    let sum: f64 = own.iter().map(|&k| households(k) * need(facts, a, k)).sum();
    sum / own.iter().map(|&k| households(k)).sum::<f64>()
}

fn residents(facts: &Facts) -> Vec<i64> {
    let sum = |own: &Vec<usize>| own.iter().map(|&k| facts.classes[k].households).sum();
    facts.classes_of.iter().map(sum).collect()
}

/// Flows of (agency, place, points a household) that meet a demand at the least cost.
fn transport(
    facts: &Facts,
    demand: &[i64],
    flows: impl Iterator<Item = (usize, usize, f64)>,
) -> ColProblem {
    let mut problem = ColProblem::default();
    let places: Vec<Row> =
        demand.iter().map(|&all| problem.add_row(all as f64..=all as f64)).collect();
    let agencies: Vec<Row> = facts
        .agencies
        .iter()
        .map(|own| problem.add_row(..=own.depots.iter().map(|d| d.capacity).sum::<i64>() as f64))
        .collect();
    let mut dear = 0.0_f64;
    for (a, place, cost) in flows {
        dear = dear.max(cost);
        problem.add_column(cost, 0.0.., [(places[place], 1.0), (agencies[a], 1.0)]);
    }
    // Where the ways left do not suffice.
    for &row in &places {
        problem.add_column(2.0 * dear + 1.0, 0.0.., [(row, 1.0)]);
    }
    problem
}

/// Prices of places in millipoints a household, from within the optimal face: no crossover.
fn duals(problem: ColProblem, places: usize) -> Option<Vec<f64>> {
    let mut model = problem.try_optimise(Sense::Minimise).ok()?;
    model.make_quiet();
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("solver", "ipm").ok()?;
    model.try_set_option("run_crossover", "off").ok()?;
    model.try_set_option("time_limit", PATIENCE).ok()?;
    let solved = model.try_solve().ok()?;
    if solved.status() != HighsModelStatus::Optimal {
        return None;
    }
    let duals = solved.get_solution().dual_rows()[..places].to_vec();
    Some(duals.into_iter().map(|dual| 1000.0 * dual).collect())
}
