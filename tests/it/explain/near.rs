//! Where an instance is too large for a proof, alternatives are compared in a neighbourhood.

use jiedui::analyse::explain::{Explanation, Question, Subject, explain};
use jiedui::check::check;
use jiedui::generate::{Preset, Recipe, generate};
use jiedui::language::Language;
use jiedui::model::data::InstanceData;
use jiedui::model::enums::PinMode;
use jiedui::model::{Instance, Millipoints, Plan};
use jiedui::report;
use jiedui::solve::Options;

use super::pin;
use crate::exact::search_for;

/// A county by its shape, smaller by half.
fn county(seed: u64) -> (InstanceData, Instance, Plan) {
    let mut recipe = Recipe::preset(Preset::County);
    (recipe.agencies, recipe.villages) = (recipe.agencies / 2, recipe.villages / 2);
    (recipe.cadres, recipe.households) = (recipe.cadres / 2, recipe.households / 2);
    recipe.quota_sum = recipe.quota_sum.map(|sum| sum / 2);
    let data = generate(&recipe, seed);
    let instance = Instance::new(data.clone()).unwrap();
    let (plan, _) = search_for(&instance, 50_000).incumbent.unwrap();
    (data, instance, plan)
}

fn asked(
    (data, instance, plan): (&InstanceData, &Instance, &Plan),
    subject: Subject,
    threads: usize,
) -> Explanation {
    explain(&Question {
        data,
        instance,
        plan,
        subject,
        alternatives: 2,
        options: &Options { iterations: Some(2_000), threads, ..Options::default() },
        interrupted: None,
    })
}

#[test]
fn alternatives_are_compared_with_the_best_plan_of_the_same_villages() {
    let (data, instance, plan) = county(1);
    let now = check(&instance, &plan.to_tables(&instance)).objective();
    let subjects = [
        Subject::Household(instance.household_ids().next().unwrap()),
        Subject::Cadre(instance.cadre_ids().next().unwrap()),
        Subject::Village(instance.village_ids().next().unwrap()),
        Subject::Agency(instance.agency_ids().next().unwrap()),
    ];
    let (mut compared, mut dearer) = (0, 0);
    for subject in subjects {
        let explanation = asked((&data, &instance, &plan), subject, 2);
        for explained in &explanation.decisions {
            let Some(near) = explained.near else { continue };
            assert!(near.villages >= 8 && near.saves >= Millipoints::ZERO, "{near:?}");
            for other in &explained.alternatives {
                let (Some(more), Some(plan)) = (other.repaired.near, &other.plan) else { continue };
                assert!(more >= Millipoints::ZERO, "{other:?}");
                // The plan behind the difference is one of those known with the alternative.
                assert!(other.repaired.at_most.unwrap() <= more - near.saves, "{other:?}");
                let mut pinned = data.clone();
                let household = other.household.as_ref();
                pinned.pins.push(pin(explained, &other.id, household, PinMode::Require));
                let pinned = Instance::new(pinned).unwrap();
                let report = check(&pinned, &plan.to_tables(&pinned));
                assert!(report.is_feasible(), "{:?}", report.violations);
                assert_eq!(Some(report.objective() - now), other.repaired.at_most);
                compared += 1;
                dearer += usize::from(more > Millipoints::ZERO);
            }
        }
        for language in Language::ALL {
            assert!(!report::explain::text(&explanation, language).contains("explain-"));
        }
    }
    assert!(compared > 8 && dearer > 2, "{compared} {dearer}");
}

#[test]
fn neighbourhoods_are_the_same_on_any_number_of_threads() {
    let (data, instance, plan) = county(2);
    let subject = Subject::Household(instance.household_ids().nth(700).unwrap());
    let question = (&data, &instance, &plan);
    assert_eq!(asked(question, subject, 1), asked(question, subject, 3));
}
