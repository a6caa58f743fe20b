//! The aggregated level of the search: its books, and its way back to cadres.

use std::sync::atomic::AtomicBool;

use jiedui::generate::{Preset, Recipe, generate};
use jiedui::model::Instance;
use jiedui::solve::search::anneal::Rng;
use jiedui::solve::search::construct::construct;
use jiedui::solve::search::flow::anneal::Annealer;
use jiedui::solve::search::flow::decode::decode;
use jiedui::solve::search::flow::flows::Flows;
use jiedui::solve::search::flow::network::Network;
use jiedui::solve::search::flow::replay::anneal_together;
use jiedui::solve::search::problem::Problem;
use jiedui::solve::search::repair::repair;
use jiedui::solve::search::state::State;
use jiedui::solve::{Control, Silent};
use rand::SeedableRng;

use crate::support::{Shape, instance};

fn recipe(change: impl FnOnce(&mut Recipe)) -> Recipe {
    let mut recipe = Recipe::preset(Preset::Township);
    change(&mut recipe);
    recipe
}

fn shapes() -> Vec<(&'static str, Instance)> {
    let made = |recipe: &Recipe, seed| Instance::new(generate(recipe, seed)).expect("sound data");
    let mut lively = Shape::tiny();
    (lively.agencies, lively.villages, lively.places) = (7, 5, 3);
    (lively.cadres_per_agency, lively.households_per_village) = (9, 11);
    lively.settings.quota.overload = 1;
    vec![
        ("township", made(&recipe(|_| {}), 3)),
        ("half the demand", made(&recipe(|r| r.households /= 2), 4)),
        ("teams of six", made(&recipe(|r| r.settings.team.members = 5), 5)),
        ("no teams", made(&recipe(|r| r.settings.team.enabled = false), 6)),
        ("dear balance", made(&recipe(|r| r.settings.weights.balance = 20), 7)),
        (
            "two leads each",
            made(
                &recipe(|r| {
                    r.agencies = 6;
                    r.settings.limits.led_per_agency = 2;
                }),
                8,
            ),
        ),
        ("overload, last year's plan and links", instance(&lively, 9)),
    ]
}

fn first_plan<'p, 'a>(problem: &'p Problem<'a>, rng: &mut Rng) -> State<'p, 'a> {
    let mut state = construct(problem, rng);
    repair(&mut state, rng);
    state
}

#[test]
fn moves_of_flows_keep_the_books() {
    let stop = AtomicBool::new(false);
    let control = Control::new(&stop, &Silent, None);
    for (name, instance) in shapes() {
        let problem = Problem::new(&instance).expect("no contradictory pins");
        let network = Network::new(&problem);
        let mut rng = Rng::seed_from_u64(11);
        let mut flows = Flows::of(&network, &first_plan(&problem, &mut rng));
        let before = flows.cost;
        for (round, temperature) in
            [50_000.0, 5_000.0, 500.0].into_iter().cycle().take(9).enumerate()
        {
            let mut copies = vec![flows.clone(); 1 + round % 3];
            let streams = |copy| Rng::seed_from_u64(10 * round as u64 + copy);
            anneal_together(&mut copies, temperature, 4_000, streams, &control);
            for copy in &copies {
                assert_eq!(copy.cost, copies[0].cost, "{name}, round {round}: copies differ");
            }
            flows = copies.swap_remove(0);
            assert_eq!(flows.rebuilt().cost, flows.cost, "{name}, round {round}");
            for a in 0..problem.agencies as u32 {
                assert!(flows.keeps_limits(a), "{name}: attachments of agency {a}");
            }
        }
        assert!(flows.cost < before, "{name}: nothing was gained");
    }
}

/// Where each cadre helps one household at most, slots are cadres and no hamlets can be split.
#[test]
fn naming_the_cadres_keeps_the_cost_of_the_flows() {
    let stop = AtomicBool::new(false);
    let control = Control::new(&stop, &Silent, None);
    for seed in 0..8 {
        let singles = recipe(|r| {
            let quota = &mut r.settings.quota;
            (quota.deputy_county, quota.section, quota.deputy_section) = (1, 1, 1);
            r.households = 380;
            r.quota_sum = None;
        });
        let instance = Instance::new(generate(&singles, seed)).expect("sound data");
        let problem = Problem::new(&instance).expect("no pins");
        let network = Network::new(&problem);
        let mut rng = Rng::seed_from_u64(seed);
        let mut flows = Flows::of(&network, &first_plan(&problem, &mut rng));
        for temperature in [20_000.0, 5_000.0, 1_000.0] {
            Annealer::new(&mut flows, temperature, rng.clone()).run(100_000, &control);
        }
        let named = decode(&flows, &mut rng);
        assert!(named.is_feasible(), "seed {seed}");
        assert_eq!(Flows::of(&network, &named).cost, flows.cost, "seed {seed}");
        assert!(named.cost >= flows.cost, "seed {seed}: flows are a relaxation here");
    }
}
