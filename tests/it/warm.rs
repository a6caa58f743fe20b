//! Plans to start from: whole ones are never made worse, partial ones are completed, broken ones
//! mended, and where pins decide everything the solve ends at once.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiedui::check::check;
use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::data::{InstanceData, PairingRow, PinRecord, PlanTables};
use jiedui::model::enums::{Cause, PinKind, PinMode, TeamRole};
use jiedui::model::{Instance, Outcome, Plan, Start, Status};
use jiedui::solve::search::flow::decode::decode_like;
use jiedui::solve::search::flow::flows::Flows;
use jiedui::solve::search::flow::network::Network;
use jiedui::solve::search::problem::Problem;
use jiedui::solve::search::state::State;
use jiedui::solve::{Control, Options, Silent, auto, search};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::exact::{hold, random_pins};
use crate::support::{Shape, data};

type Solver = fn(&Instance, &Options, &Control, Option<&Start>) -> Outcome;

fn counted(iterations: u64) -> Options {
    Options { iterations: Some(iterations), ..Options::default() }
}

fn run(solver: Solver, instance: &Instance, options: &Options, start: Option<&Start>) -> Outcome {
    let stop = AtomicBool::new(false);
    solver(instance, options, &Control::new(&stop, &Silent, options.time_limit), start)
}

fn searched(instance: &Instance, iterations: u64, start: Option<&Start>) -> Outcome {
    run(search::solve, instance, &counted(iterations), start)
}

/// Six agencies and five villages, with teams, hamlets, overload.
fn lively() -> Shape {
    let mut shape = Shape::tiny();
    (shape.agencies, shape.villages, shape.places) = (6, 5, 3);
    (shape.cadres_per_agency, shape.households_per_village) = (12, 12);
    shape.settings.team.members = 2;
    shape.settings.quota.overload = 1;
    shape
}

fn township(seed: u64) -> InstanceData {
    generate(&Recipe::preset(Preset::Township), seed)
}

fn plan_of(outcome: Outcome) -> Plan {
    outcome.incumbent.expect("a plan").0
}

/// Pairings of both plans alike.
fn kept(one: &Start, other: &Plan) -> usize {
    one.helper.iter().zip(&other.helper).filter(|(one, other)| one.as_ref() == Some(other)).count()
}

#[test]
fn a_plan_reads_back_as_the_same_start() {
    for seed in 0..5 {
        let instance = Instance::new(data(&lively(), seed)).unwrap();
        let Some((plan, _)) = searched(&instance, 2_000, None).incumbent else { continue };
        let mut tables = plan.to_tables(&instance);
        assert_eq!(Start::from_tables(&instance, &tables), Start::from(&plan));
        tables.pairings.reverse();
        tables.teams.reverse();
        assert_eq!(Start::from_tables(&instance, &tables), Start::from(&plan), "any order");
    }
}

#[test]
fn of_a_start_only_what_the_instance_knows_is_taken() {
    let mut data = data(&lively(), 1);
    let instance = Instance::new(data.clone()).unwrap();
    let tables = plan_of(searched(&instance, 2_000, None)).to_tables(&instance);
    let away = tables.pairings[0].cadre_id.clone();
    data.cadres.iter_mut().filter(|c| c.id == away).for_each(|c| c.available = false);
    let gone = data.households.pop().unwrap().id;
    let later = Instance::new(data).unwrap();
    let mut told = tables.clone();
    let other = tables.pairings.iter().find(|row| row.cadre_id != away).unwrap();
    let second = PairingRow { cadre_id: "Z".to_owned(), ..other.clone() };
    told.pairings.push(second);
    let start = Start::from_tables(&later, &told);
    for row in &tables.pairings {
        let Some(h) = later.find_household(&row.household_id) else {
            assert_eq!(row.household_id, gone);
            continue;
        };
        let expected = later.find_cadre(&row.cadre_id).filter(|_| row.cadre_id != away);
        assert_eq!(start.helper[h.index()], expected, "{row:?}");
    }
}

#[test]
fn a_plan_that_is_handed_in_is_never_made_worse() {
    let solvers: [Solver; 2] = [search::solve, auto::solve];
    let mut tried = 0;
    for seed in 0..8 {
        let mut data = if seed < 2 { township(seed) } else { data(&lively(), seed) };
        if seed % 2 == 1 {
            data.pins = random_pins(&data, seed);
        }
        let instance = Instance::new(data.clone()).unwrap();
        let Some((plan, _)) = searched(&instance, 20_000, None).incumbent else { continue };
        // The same plan as last year's, so that each change costs, and as a start.
        data.previous = Some(plan.to_tables(&instance));
        let instance = Instance::new(data).unwrap();
        let start = Start::from(&plan);
        let cost = jiedui::check::check(&instance, &plan.to_tables(&instance)).objective();
        let none = Options { time_limit: Some(Duration::ZERO), ..Options::default() };
        for solver in solvers {
            for options in [none.clone(), counted(0), counted(1), counted(500)] {
                let outcome = run(solver, &instance, &options, Some(&start));
                let context = format!("seed {seed}, {options:?}");
                hold(&instance, &outcome, &context);
                assert!(outcome.incumbent.unwrap().1 <= cost, "{context}");
                tried += 1;
            }
        }
        let same = searched(&instance, 0, Some(&start)).incumbent.unwrap();
        let again = searched(&instance, 0, Some(&Start::from(&same.0))).incumbent.unwrap();
        assert_eq!(again, same, "seed {seed}: nothing changes that does not pay");
    }
    assert!(tried >= 32, "{tried}");
}

/// What stays of a plan if each pairing is forgotten with probability `share`, and each village's
/// team and lead too.
fn forget(plan: &Plan, share: f64, seed: u64) -> Start {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut start = Start::from(plan);
    start.helper.iter_mut().for_each(|c| *c = c.filter(|_| !rng.random_bool(share)));
    for (lead, team) in start.lead.iter_mut().zip(&mut start.teams) {
        if rng.random_bool(share) {
            *lead = None;
        }
        if rng.random_bool(share) {
            team.secretary = None;
            team.others.clear();
        }
    }
    start
}

#[test]
fn a_partial_plan_is_completed_and_what_was_given_stays() {
    for seed in 0..4 {
        let instance = Instance::new(township(seed)).unwrap();
        let plan = plan_of(searched(&instance, 20_000, None));
        for share in [0.0, 0.1, 0.5, 0.9, 1.0] {
            let start = forget(&plan, share, seed);
            let outcome = searched(&instance, 0, Some(&start));
            let context = format!("seed {seed}, {share}");
            hold(&instance, &outcome, &context);
            let given = start.helper.iter().flatten().count();
            let kept = kept(&start, &plan_of(outcome));
            assert!(kept * 10 >= given * 9, "{context}: {kept} of {given}");
        }
    }
}

#[test]
fn a_start_against_all_rules_ends_in_a_plan() {
    for seed in 0..4 {
        let instance = Instance::new(township(seed)).unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let cadres: Vec<_> = instance.cadre_ids().collect();
        let agencies: Vec<_> = instance.agency_ids().collect();
        let mut start = Start::empty(&instance);
        start.helper.iter_mut().for_each(|h| *h = cadres.choose(&mut rng).copied());
        start.lead.iter_mut().for_each(|a| *a = agencies.choose(&mut rng).copied());
        for team in &mut start.teams {
            team.leader = cadres.choose(&mut rng).copied();
            team.secretary = team.leader;
            team.others = cadres[..7].to_vec();
        }
        hold(&instance, &searched(&instance, 0, Some(&start)), &format!("seed {seed}"));
    }
}

/// A county of 2,000 households: enough to cool slowly, so that a start is not simply kept beside.
fn small_county() -> InstanceData {
    let mut recipe = Recipe::preset(Preset::County);
    (recipe.agencies, recipe.villages, recipe.townships) = (34, 30, 5);
    (recipe.cadres, recipe.households, recipe.quota_sum) = (1_650, 2_000, Some(2_040));
    generate(&recipe, 4)
}

/// Ten cadres go to other agencies and ten households to other causes.
fn a_year_later(mut data: InstanceData) -> InstanceData {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    for _ in 0..10 {
        let agency = data.agencies.choose(&mut rng).unwrap().id.clone();
        let cadre = rng.random_range(0..data.cadres.len());
        (data.cadres[cadre].agency_id, data.cadres[cadre].base) = (agency, None);
        let one = rng.random_range(0..data.households.len());
        data.households[one].cause = Cause::Schooling;
    }
    data
}

#[test]
fn after_a_small_change_a_good_plan_gets_further_than_nothing_in_twice_the_moves() {
    let data = small_county();
    let instance = Instance::new(data.clone()).unwrap();
    let good = plan_of(searched(&instance, 2_000_000, None)).to_tables(&instance);
    let later = Instance::new(a_year_later(data)).unwrap();
    let start = Start::from_tables(&later, &good);
    let warm = searched(&later, 100_000, Some(&start));
    hold(&later, &warm, "warm");
    let cold = searched(&later, 200_000, None);
    assert!(warm.incumbent.unwrap().1 < cold.incumbent.unwrap().1);
}

#[test]
fn with_last_years_plan_as_start_and_as_last_year_little_changes() {
    let data = small_county();
    let instance = Instance::new(data.clone()).unwrap();
    let good = plan_of(searched(&instance, 500_000, None)).to_tables(&instance);
    let mut later = a_year_later(data);
    later.previous = Some(good.clone());
    let later = Instance::new(later).unwrap();
    let start = Start::from_tables(&later, &good);
    let outcomes = [1, 2, 5].map(|threads| {
        run(search::solve, &later, &Options { threads, ..counted(200_000) }, Some(&start))
    });
    hold(&later, &outcomes[0], "a year later");
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "on any number of threads");
    let [outcome, ..] = outcomes;
    let changed = start.helper.len() - kept(&start, &plan_of(outcome));
    assert!(changed * 10 < start.helper.len(), "{changed} changed");
}

/// What naming after flows that did not change must leave alone: everything.
#[test]
fn flows_that_stayed_name_the_same_plan() {
    for seed in 0..6 {
        let mut data = if seed == 0 { township(1) } else { data(&lively(), seed) };
        if seed % 2 == 1 {
            data.pins = random_pins(&data, seed);
        }
        let instance = Instance::new(data).unwrap();
        let Ok(problem) = Problem::new(&instance) else { continue };
        let Some((plan, _)) = searched(&instance, 5_000, None).incumbent else { continue };
        let state = State::from_start(&problem, &Start::from(&plan));
        let network = Network::new(&problem);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let again = decode_like(&Flows::of(&network, &state), &state, &mut rng);
        assert_eq!(again.to_plan(), state.to_plan(), "seed {seed}");
        assert_eq!(again.cost, state.cost, "seed {seed}");
    }
}

/// Everything that a plan says, as pins.
fn all_pinned(tables: &PlanTables) -> Vec<PinRecord> {
    let pin = |kind, subject_id: &str, object_id: &str| PinRecord {
        kind,
        subject_id: subject_id.to_owned(),
        object_id: object_id.to_owned(),
        mode: PinMode::Require,
        reason: None,
    };
    let helps = tables.pairings.iter().map(|r| pin(PinKind::Help, &r.cadre_id, &r.household_id));
    let teams = tables.teams.iter().filter_map(|r| match r.role {
        TeamRole::Leader => Some(pin(PinKind::Leader, &r.cadre_id, &r.village_id)),
        TeamRole::Secretary => Some(pin(PinKind::Secretary, &r.cadre_id, &r.village_id)),
        TeamRole::Member => None,
    });
    helps.chain(teams).collect()
}

/// Without a clock: were the solve not to end by itself, it would try the moves it may.
#[test]
fn where_pins_decide_everything_the_solve_ends_at_once() {
    let solvers: [Solver; 3] = [search::solve, auto::solve, auto::prove];
    for (mut data, which) in [(township(3), "township"), (data(&lively(), 2), "lively")] {
        let instance = Instance::new(data.clone()).unwrap();
        let (plan, cost) = searched(&instance, 20_000, None).incumbent.unwrap();
        data.pins = all_pinned(&plan.to_tables(&instance));
        let pinned = Instance::new(data).unwrap();
        for solver in solvers {
            for start in [None, Some(Start::from(&plan))] {
                let hours =
                    Options { time_limit: Some(Duration::from_hours(9)), ..counted(u64::MAX) };
                let outcome = run(solver, &pinned, &hours, start.as_ref());
                hold(&pinned, &outcome, which);
                assert_eq!(outcome.status, Status::Optimal, "{which}");
                assert_eq!(outcome.iterations, 0, "{which}");
                assert_eq!(outcome.bound, cost, "{which}");
                assert_eq!(outcome.incumbent.unwrap().1, cost, "{which}");
            }
        }
    }
}

/// Plans that differ from `plan` in one team place or one helper, which is that of `start`.
fn one_step_back(plan: &Plan, start: &Plan) -> Vec<Plan> {
    let mut steps = Vec::new();
    let (teams, before) = (plan.teams.as_ref().unwrap(), start.teams.as_ref().unwrap());
    let same_lead = |&v: &usize| plan.lead[v] == start.lead[v];
    for v in (0..teams.len()).filter(same_lead) {
        let mut back = plan.clone();
        back.teams.as_mut().unwrap()[v].leader = before[v].leader;
        steps.push(back);
        let mut back = plan.clone();
        back.teams.as_mut().unwrap()[v].secretary = before[v].secretary;
        steps.push(back);
    }
    for (h, helper) in start.helper.iter().enumerate() {
        let mut back = plan.clone();
        back.helper[h] = *helper;
        steps.push(back);
    }
    steps.retain(|step| step != plan);
    steps
}

fn differs(plan: &Plan, step: &Plan) -> String {
    let helper = (0..plan.helper.len()).find(|&h| plan.helper[h] != step.helper[h]);
    let team = (0..plan.lead.len()).find(|&v| {
        plan.teams.as_ref().map(|teams| &teams[v]) != step.teams.as_ref().map(|teams| &teams[v])
    });
    format!("household {helper:?}, team {team:?}")
}

#[test]
fn what_could_be_as_it_was_for_the_same_cost_is_as_it_was() {
    let (mut tried, mut dearer) = (0, 0);
    for seed in 0..3 {
        let data = small_county();
        let before = Instance::new(data.clone()).unwrap();
        let start = plan_of(searched(&before, 40_000 + seed, None));
        let mut next = a_year_later(data);
        next.previous = None; // no change costs anything
        let instance = Instance::new(next).unwrap();
        let given = Start::from_tables(&instance, &start.to_tables(&before));
        let plan = plan_of(searched(&instance, 60_000, Some(&given)));
        let cost = check(&instance, &plan.to_tables(&instance)).objective();
        let as_it_was = Plan {
            lead: given.lead.iter().zip(&plan.lead).map(|(a, b)| a.unwrap_or(*b)).collect(),
            helper: given.helper.iter().zip(&plan.helper).map(|(a, b)| a.unwrap_or(*b)).collect(),
            ..start.clone()
        };
        for step in one_step_back(&plan, &as_it_was) {
            let report = check(&instance, &step.to_tables(&instance));
            tried += 1;
            if report.is_feasible() {
                assert!(report.objective() > cost, "seed {seed}: {}", differs(&plan, &step));
                dearer += 1;
            }
        }
    }
    assert!(tried > 30 && dearer > 0, "{tried} tried, {dearer} dearer");
}
