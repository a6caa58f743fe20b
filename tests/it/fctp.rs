//! Fixed-charge transportation problems as pairing instances: each origin an agency whose cadres help
//! one household each, each destination a village, unit costs as road lengths, fixed charges as links.
//!
//! The layout of the MPS files is that of MIPLIB's `ran*` family: supplies in rows `A…`, demands in
//! rows `B…`, `X…` flows and `Y…` openings.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use highs::{HighsModelStatus, RowProblem, Sense};
use jiedui::model::data::{InstanceData, LinkRecord, TravelRecord};
use jiedui::model::enums::{Rank, Role};
use jiedui::model::{Instance, Metres, Millipoints, Status};
use jiedui::solve::bound::Bounder;
use jiedui::solve::{Control, Options, Silent, auto};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::exact::hold;
use crate::support::{Shape, data};

/// Costs by origin, then destination.
#[derive(Clone, Debug, Default, PartialEq)]
struct Fctp {
    supplies: Vec<usize>,
    demands: Vec<usize>,
    units: Vec<Vec<i64>>,
    charges: Vec<Vec<i64>>,
}

impl Fctp {
    /// As much supply as demand, like MIPLIB's.
    fn random(seed: u64, origins: usize, destinations: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut demands: Vec<usize> = (0..destinations).map(|_| rng.random_range(2..9)).collect();
        let mut supplies = vec![1; origins];
        for _ in origins..demands.iter().sum::<usize>().max(origins) {
            supplies[rng.random_range(0..origins)] += 1;
        }
        let missing = supplies.iter().sum::<usize>() - demands.iter().sum::<usize>();
        demands[0] += missing;
        let mut costs = |most: i64| {
            let row = |rng: &mut ChaCha8Rng| {
                (0..destinations).map(|_| rng.random_range(1..most)).collect::<Vec<i64>>()
            };
            (0..origins).map(|_| row(&mut rng)).collect::<Vec<_>>()
        };
        Self { units: costs(10), charges: costs(60), supplies, demands }
    }

    fn to_mps(&self) -> String {
        let mut text = String::from("NAME name\nROWS\n N COST\n");
        let (origins, destinations) = (self.supplies.len(), self.demands.len());
        let say = |text: &mut String, line: String| writeln!(text, "{line}").unwrap();
        (0..origins).for_each(|i| say(&mut text, format!(" E A{i}")));
        (0..destinations).for_each(|j| say(&mut text, format!(" E B{j}")));
        (0..origins * destinations).for_each(|k| say(&mut text, format!(" L G{k}")));
        text.push_str("COLUMNS\n");
        for k in 0..origins * destinations {
            let (i, j) = (k / destinations, k % destinations);
            let (unit, charge) = (self.units[i][j], self.charges[i][j]);
            for (row, value) in [("COST", unit), (&format!("A{i}"), 1), (&format!("B{j}"), 1)] {
                say(&mut text, format!("    X{k} {row} {value}"));
            }
            say(&mut text, format!("    X{k} G{k} 1"));
            let most = self.supplies[i].min(self.demands[j]);
            say(&mut text, format!("    Y{k} COST {charge}\n    Y{k} G{k} -{most}"));
        }
        text.push_str("RHS\n");
        let rows = self.supplies.iter().enumerate().map(|(i, n)| (format!("A{i}"), n));
        let rows = rows.chain(self.demands.iter().enumerate().map(|(j, n)| (format!("B{j}"), n)));
        rows.for_each(|(row, n)| say(&mut text, format!("    RHS {row} {n}")));
        text.push_str("BOUNDS\n");
        (0..origins * destinations).for_each(|k| say(&mut text, format!(" BV bnd Y{k}")));
        text + "ENDATA\n"
    }

    fn from_mps(text: &str) -> Self {
        let mut section = "";
        let mut costs: BTreeMap<(String, usize), i64> = BTreeMap::new();
        let mut ends: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let mut sides: BTreeMap<String, usize> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('*')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            if !line.starts_with(' ') {
                section = words[0];
            } else if section == "COLUMNS" {
                let (kind, number) = words[0].split_at(1);
                let (column, value) = (number.parse::<usize>().unwrap(), words[2]);
                let value = value.parse::<f64>().unwrap() as i64;
                if words[1] == "COST" {
                    costs.insert((kind.to_owned(), column), value);
                } else if let Some(i) = words[1].strip_prefix('A') {
                    ends.insert((column, "A".to_owned()), i.parse().unwrap());
                } else if let Some(j) = words[1].strip_prefix('B') {
                    ends.insert((column, "B".to_owned()), j.parse().unwrap());
                }
            } else if section == "RHS" {
                sides.insert(words[1].to_owned(), words[2].parse::<f64>().unwrap() as usize);
            }
        }
        let side = |letter: &str| -> Vec<usize> {
            (0..).map_while(|n| sides.get(&format!("{letter}{n}")).copied()).collect()
        };
        let (supplies, demands) = (side("A"), side("B"));
        let empty = vec![vec![0; demands.len()]; supplies.len()];
        let mut problem = Self { units: empty.clone(), charges: empty, supplies, demands };
        for ((kind, column), value) in costs {
            let (i, j) = (ends[&(column, "A".to_owned())], ends[&(column, "B".to_owned())]);
            let table = if kind == "X" { &mut problem.units } else { &mut problem.charges };
            table[i][j] = value;
        }
        problem
    }

    /// The optimum by HiGHS, of the problem as it stands.
    fn optimum(&self) -> i64 {
        let mut program = RowProblem::default();
        let mut flows = Vec::new();
        for (i, &supply) in self.supplies.iter().enumerate() {
            let mut row = Vec::new();
            for (j, &demand) in self.demands.iter().enumerate() {
                let most = supply.min(demand) as f64;
                let flow = program.add_column(self.units[i][j] as f64, 0.0..=most);
                let open = program.add_integer_column(self.charges[i][j] as f64, 0.0..=1.0);
                program.add_row(..=0.0, [(flow, 1.0), (open, -most)]);
                row.push((flow, 1.0));
            }
            program.add_row(supply as f64..=supply as f64, &row);
            flows.push(row);
        }
        for (j, &demand) in self.demands.iter().enumerate() {
            let column: Vec<_> = flows.iter().map(|row| row[j]).collect();
            program.add_row(demand as f64..=demand as f64, &column);
        }
        let mut model = program.optimise(Sense::Minimise);
        model.make_quiet();
        model.set_option("mip_rel_gap", 0.0);
        let solved = model.solve();
        assert_eq!(solved.status(), HighsModelStatus::Optimal);
        solved.objective_value().round() as i64
    }

    /// The same as a pairing instance.
    fn instance(&self) -> Instance {
        let mut shape = Shape::tiny();
        (shape.agencies, shape.villages) = (self.supplies.len(), self.demands.len());
        (shape.cadres_per_agency, shape.households_per_village, shape.places) = (1, 1, 0);
        let weights = &mut shape.settings.weights;
        (weights.type_, weights.need, weights.balance, weights.share) = (0, 0, 0, 0);
        (weights.secretary, weights.hamlet) = (0, 0);
        shape.settings.team.enabled = false;
        shape.settings.limits.led_per_agency = self.demands.len() as u32;
        shape.settings.limits.villages_per_agency = self.demands.len() as u32;
        let mut data = data(&shape, 1);
        self.fill(&mut data);
        Instance::new(data).unwrap()
    }

    fn fill(&self, data: &mut InstanceData) {
        let (cadre, household) = (data.cadres[0].clone(), data.households[0].clone());
        data.cadres.clear();
        data.households.clear();
        for (i, &supply) in self.supplies.iter().enumerate() {
            for _ in 0..supply {
                let mut cadre = cadre.clone();
                cadre.id = format!("C{:05}", data.cadres.len());
                cadre.agency_id.clone_from(&data.agencies[i].id);
                (cadre.rank, cadre.role, cadre.available) = (Rank::Staff, Role::Member, true);
                data.cadres.push(cadre);
            }
            for j in 0..self.demands.len() {
                let origin_id = data.agencies[i].id.clone();
                let village_id = data.villages[j].id.clone();
                data.links.push(LinkRecord {
                    agency_id: origin_id.clone(),
                    village_id: village_id.clone(),
                    cost: Millipoints(1000 * self.charges[i][j]),
                });
                let metres = Metres(1000 * self.units[i][j]);
                data.travel.push(TravelRecord { origin_id, village_id, metres });
            }
        }
        for (j, &demand) in self.demands.iter().enumerate() {
            for _ in 0..demand {
                let mut household = household.clone();
                household.id = format!("H{:05}", data.households.len());
                household.village_id.clone_from(&data.villages[j].id);
                data.households.push(household);
            }
        }
    }
}

#[test]
fn a_problem_comes_back_from_its_file() {
    let problem = Fctp::random(5, 4, 7);
    assert_eq!(Fctp::from_mps(&problem.to_mps()), problem);
}

#[test]
fn fixed_charge_transportation_problems_are_solved_and_proven() {
    for (seed, origins, destinations) in [(1, 3, 4), (2, 4, 4), (3, 5, 3), (4, 5, 6), (5, 7, 7)] {
        let problem = Fctp::from_mps(&Fctp::random(seed, origins, destinations).to_mps());
        let (instance, best) = (problem.instance(), Millipoints(1000 * problem.optimum()));
        let stop = AtomicBool::new(false);
        let limit = Some(Duration::from_secs(300));
        let options = Options { time_limit: limit, ..Options::default() };
        let outcome = auto::solve(&instance, &options, &Control::new(&stop, &Silent, limit), None);
        hold(&instance, &outcome, &format!("seed {seed}"));
        assert_eq!(outcome.status, Status::Optimal, "seed {seed}");
        assert_eq!(outcome.incumbent.unwrap().1, best, "seed {seed}");
    }
}

#[test]
fn the_bound_of_a_fixed_charge_transportation_problem_is_below_its_optimum_and_near() {
    for seed in 10..30 {
        let problem = Fctp::random(seed, 6, 7);
        let (instance, best) = (problem.instance(), 1000 * problem.optimum());
        let mut bounder = Bounder::new(&instance).unwrap();
        while bounder.evaluations() < 130 && bounder.step().is_ok() {}
        let bound = bounder.bound().0;
        assert!(bound <= best, "seed {seed}: {bound} above {best}");
        assert!(10 * bound >= 8 * best, "seed {seed}: {bound} far below {best}");
    }
}
