//! Explanations: figures add up to the objective, differences are those of solving again with that
//! pin, and every "because" fails when its cause is taken away.

mod near;

use jiedui::analyse::explain::ways::Ways;
use jiedui::analyse::explain::{
    Bar, Condition, Explained, Explanation, Kind, Question, Subject, carried, explain,
};
use jiedui::analyse::prices::{price_list, with_cadre, with_household};
use jiedui::analyse::standing::{Obstacle, Standing};
use jiedui::check::{Rule, check};
use jiedui::language::Language;
use jiedui::model::data::{InstanceData, PinRecord, TravelRecord};
use jiedui::model::enums::{PinKind, PinMode, Rank};
use jiedui::model::{CadreId, HouseholdId, Instance, Metres, Millipoints, OriginId, Plan, Terms};
use jiedui::report;
use jiedui::solve::Options;
use jiedui::solve::bound::Bounder;
use serde_json::Value;

use crate::brute::optimum;
use crate::command_line::{Desk, tiny};
use crate::diff::{shape, some_year};
use crate::exact::{last_year, search_for, solve_exactly};
use crate::support::{Shape, data};

/// Hardly more slots than households.
fn scarce() -> Shape {
    let mut shape = shape();
    (shape.settings.quota.overload, shape.households_per_village) = (0, 12);
    shape
}

/// The first seeds whose instance has a plan, with a plan of a short search.
fn planned(shape: &Shape, count: usize, previous: bool) -> Vec<(InstanceData, Instance, Plan)> {
    planned_by(shape, count, previous, 300)
}

/// The same with a longer search.
fn planned_by(
    shape: &Shape,
    count: usize,
    previous: bool,
    iterations: u64,
) -> Vec<(InstanceData, Instance, Plan)> {
    let one = |seed| {
        let mut data = data(shape, seed);
        if previous {
            data.previous = Some(last_year(&data, seed));
        }
        let instance = Instance::new(data.clone()).unwrap();
        let (plan, _) = search_for(&instance, iterations).incumbent?;
        Some((data, instance, plan))
    };
    (0..).filter_map(one).take(count).collect()
}

fn subjects(instance: &Instance) -> [Vec<Subject>; 4] {
    [
        instance.household_ids().map(Subject::Household).collect(),
        instance.cadre_ids().map(Subject::Cadre).collect(),
        instance.village_ids().map(Subject::Village).collect(),
        instance.agency_ids().map(Subject::Agency).collect(),
    ]
}

fn asked(
    (data, instance, plan): (&InstanceData, &Instance, &Plan),
    subject: Subject,
    alternatives: usize,
) -> Explanation {
    explain(&Question {
        data,
        instance,
        plan,
        subject,
        alternatives,
        options: &Options { threads: 2, ..Options::default() },
        interrupted: None,
    })
}

#[test]
fn what_all_carry_adds_up_to_the_objective() {
    let mut without_teams = shape();
    without_teams.settings.team.enabled = false;
    for shape in [shape(), without_teams] {
        for (_, instance, plan) in planned(&shape, 8, true) {
            let judged = check(&instance, &plan.to_tables(&instance)).terms;
            let standing = Standing::new(&instance, plan);
            assert_eq!(standing.terms(), judged);
            let [households, cadres, villages, agencies] = subjects(&instance);
            let own = |all: &[Subject]| -> Terms {
                all.iter().map(|&subject| carried::own(&standing, subject)).sum()
            };
            let all = |all: &[Subject]| -> Terms {
                all.iter().map(|&subject| carried::with_all(&standing, subject)).sum()
            };
            let sum = own(&households) + own(&cadres) + own(&villages) + own(&agencies);
            assert_eq!(sum, judged);
            assert_eq!(all(&agencies), judged);
            assert_eq!(all(&villages) + own(&agencies), judged);
        }
    }
}

#[test]
fn a_move_costs_what_the_judge_says_and_is_hindered_by_the_rules_alone() {
    let (mut open, mut hindered) = (0, [0; 4]);
    for (_, instance, plan) in planned(&scarce(), 4, true) {
        let before = check(&instance, &plan.to_tables(&instance)).terms;
        let mut standing = Standing::new(&instance, plan);
        for h in instance.household_ids().step_by(3) {
            let helper = standing.plan.helper[h.index()];
            for c in instance.cadre_ids().filter(|&c| c != helper) {
                let obstacles = standing.obstacles(h, c);
                let change = standing.give(h, c);
                let report = check(&instance, &standing.plan.to_tables(&instance));
                assert_eq!(report.terms - before, change);
                assert_eq!(obstacles.is_empty(), report.is_feasible(), "{obstacles:?}");
                open += usize::from(obstacles.is_empty());
                let breaks = |rule| report.violations.iter().any(|v| v.rule == rule);
                for obstacle in obstacles {
                    let (at, rule) = match obstacle {
                        Obstacle::Unavailable => (0, Rule::R4),
                        Obstacle::Full => (1, Rule::R5),
                        Obstacle::Posted(_) => (2, Rule::R3),
                        _ => (3, Rule::R3),
                    };
                    assert!(breaks(rule), "{obstacle:?}: {:?}", report.violations);
                    hindered[at] += 1;
                }
                standing.give(h, helper);
            }
        }
    }
    assert!(open > 20 && hindered.iter().all(|&n| n > 20), "{open} {hindered:?}");
}

/// The least cost with these pins, by trying every plan.
fn with_pin(data: &InstanceData, pin: Option<PinRecord>) -> Option<Millipoints> {
    let mut data = data.clone();
    data.pins.extend(pin);
    optimum(&Instance::new(data).unwrap())
}

/// The pin that a decision's alternative stands for.
fn pin(explained: &Explained, id: &str, household: Option<&String>, mode: PinMode) -> PinRecord {
    let kind = match explained.kind {
        Kind::Lead => PinKind::Lead,
        Kind::Attachment => PinKind::Attach,
        Kind::Leader => PinKind::Leader,
        Kind::Secretary => PinKind::Secretary,
        Kind::Pairing => PinKind::Help,
        Kind::Post if household.is_some() => PinKind::Help,
        Kind::Post => PinKind::Post,
    };
    // What an agency or cadre could do else has the village as its alternative.
    let by_subject = household.is_some()
        || explained.kind == Kind::Post
        || (explained.chosen.is_none() && explained.kind != Kind::Pairing);
    let (subject, object) = if by_subject {
        (explained.subject.clone(), household.map_or(id, |h| h).to_owned())
    } else {
        (id.to_owned(), explained.subject.clone())
    };
    PinRecord { kind, subject_id: subject, object_id: object, mode, reason: None }
}

#[test]
fn differences_are_those_of_trying_every_plan_with_that_pin() {
    let mut compared = 0;
    for (data, instance, plan) in planned(&Shape::tiny(), 1, true) {
        let now = check(&instance, &plan.to_tables(&instance)).objective();
        let best = with_pin(&data, None).unwrap();
        for all in subjects(&instance) {
            let explanation = asked((&data, &instance, &plan), all[0], 2);
            assert_eq!(explanation.objective, now);
            assert_eq!(explanation.again.at_most, Some(best - now));
            assert!(explanation.again.proven);
            for explained in &explanation.decisions {
                if let Some(otherwise) = &explained.otherwise {
                    let chosen = explained.chosen.as_ref().unwrap();
                    let pin = pin(explained, chosen, None, PinMode::Forbid);
                    let least = with_pin(&data, Some(pin)).map(|cost| cost - now);
                    assert_eq!(otherwise.at_most, least, "{explained:?}");
                    assert!(otherwise.proven, "{explained:?}");
                    compared += 1;
                }
                for other in &explained.alternatives {
                    let pin = pin(explained, &other.id, other.household.as_ref(), PinMode::Require);
                    let least = with_pin(&data, Some(pin)).map(|cost| cost - now);
                    assert_eq!(other.repaired.at_most, least, "{other:?}");
                    assert!(other.repaired.proven, "{other:?}");
                    assert_eq!(other.terms.map(|terms| terms.total()), least);
                    let direct = other.direct.as_ref().map(|direct| direct.cost);
                    assert!(direct.is_none_or(|direct| least.unwrap() <= direct), "{other:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10, "{compared}");
}

/// Explanations of all households of a few plans, by direct moves and short searches.
fn explained_quickly(
    shape: &Shape,
    iterations: u64,
    alternatives: usize,
    mut f: impl FnMut(&InstanceData, &Instance, &Plan, HouseholdId, Explained),
) {
    for (data, instance, plan) in planned_by(shape, 6, false, iterations) {
        for h in instance.household_ids().step_by(2) {
            let explanation = explain(&Question {
                data: &data,
                instance: &instance,
                plan: &plan,
                subject: Subject::Household(h),
                alternatives,
                options: &Options { iterations: Some(1_000), threads: 2, ..Options::default() },
                interrupted: None,
            });
            for explained in explanation.decisions {
                f(&data, &instance, &plan, h, explained);
            }
        }
    }
}

#[test]
fn without_the_decisive_rule_the_alternative_wins() {
    let mut seen = 0;
    explained_quickly(&scarce(), 300, 0, |_, instance, plan, h, explained| {
        let now = check(instance, &plan.to_tables(instance)).objective();
        let Some(decisive) = explained.decisive else { return };
        let mut other = plan.clone();
        other.helper[h.index()] = instance.find_cadre(&decisive.id).unwrap();
        let report = check(instance, &other.to_tables(instance));
        let rule = match decisive.bar {
            Bar::Unavailable => Rule::R4,
            Bar::Full | Bar::NoQuota => Rule::R5,
            Bar::Pinned => Rule::R8,
            _ => Rule::R3,
        };
        assert!(report.violations.iter().all(|v| v.rule == rule), "{decisive:?}");
        assert!(!report.is_feasible());
        if decisive.bar != Bar::AgencyFull {
            assert_eq!(now - report.objective(), decisive.saving, "{decisive:?}");
        }
        seen += 1;
    });
    assert!(seen > 5, "{seen}");
}

#[test]
fn with_the_condition_met_the_alternative_wins_and_just_short_of_it_it_does_not() {
    let mut seen = [0; 3];
    let mut shape = shape();
    shape.settings.quota.overload = 0;
    explained_quickly(&shape, 20_000, 3, |data, instance, plan, h, explained| {
        let cost = |data: &InstanceData, plan: &Plan| {
            check(&Instance::new(data.clone()).unwrap(), &plan.to_tables(instance)).objective()
        };
        for other in &explained.alternatives {
            let with = other.plan.as_ref().unwrap();
            let wins = |data: &InstanceData| cost(data, with) < cost(data, plan);
            for condition in &other.conditions {
                match condition {
                    Condition::Weight { term, now, then } => {
                        let set = |weight: u32| {
                            let mut data = data.clone();
                            *weight_of(&mut data, term) = weight;
                            wins(&data)
                        };
                        let short = if then > now { then - 1 } else { then + 1 };
                        assert!(set(*then) && !set(short), "{condition:?}");
                        seen[0] += 1;
                    }
                    Condition::Way { origin, village, shorter } => {
                        let set =
                            |shorter: i64| wins(&nearer(data, instance, origin, village, shorter));
                        assert!(set(shorter.0) && !set(shorter.0 - 100), "{condition:?}");
                        seen[1] += 1;
                    }
                    Condition::Slot { cadre, saving } => {
                        let mut given = plan.clone();
                        given.helper[h.index()] = instance.find_cadre(cadre).unwrap();
                        let report = check(instance, &given.to_tables(instance));
                        assert!(report.violations.iter().all(|v| v.rule == Rule::R5));
                        assert_eq!(cost(data, plan) - report.objective(), *saving);
                        seen[2] += 1;
                    }
                }
            }
        }
    });
    assert!(seen[0] > 10 && seen[1] > 10, "{seen:?}");
}

fn weight_of<'d>(data: &'d mut InstanceData, term: &str) -> &'d mut u32 {
    let w = &mut data.settings.weights;
    match term {
        "type" => &mut w.type_,
        "link" => &mut w.link,
        "travel" => &mut w.travel,
        "need" => &mut w.need,
        "balance" => &mut w.balance,
        "share" => &mut w.share,
        "overload" => &mut w.overload,
        "change" => &mut w.change,
        "lead_change" => &mut w.lead_change,
        "secretary" => &mut w.secretary,
        _ => &mut w.hamlet,
    }
}

/// The records with one way shorter.
fn nearer(
    data: &InstanceData,
    instance: &Instance,
    origin: &str,
    village: &str,
    shorter: i64,
) -> InstanceData {
    let mut data = data.clone();
    let places: Vec<&str> = instance.places().iter().map(|place| place.id.as_str()).collect();
    let o = match instance.find_agency(origin) {
        Some(a) => OriginId::from(a),
        None => OriginId::new(
            instance.agencies().len() + places.iter().position(|&id| id == origin).unwrap(),
        ),
    };
    let metres = instance.metres(o, instance.find_village(village).unwrap());
    data.travel.push(TravelRecord {
        origin_id: origin.to_owned(),
        village_id: village.to_owned(),
        metres: Metres(metres.0 - shorter),
    });
    data
}

#[test]
fn shorter_ways_cost_what_the_judge_says() {
    for (data, instance, plan) in planned(&shape(), 3, false) {
        let ways = Ways::new(&instance, &plan);
        for (origin, village, shorter) in [
            ("A000", "V000", 0),
            ("A001", "V002", 900),
            ("A003", "V001", 1_700),
            ("P000", "V003", 500),
        ] {
            let changed = nearer(&data, &instance, origin, village, shorter);
            let terms = check(&Instance::new(changed).unwrap(), &plan.to_tables(&instance)).terms;
            let o = instance
                .find_agency(origin)
                .map_or(OriginId::new(instance.agencies().len()), OriginId::from);
            let v = instance.find_village(village).unwrap();
            assert_eq!(ways.cost((o, v), Metres(shorter)), terms.travel + terms.balance);
        }
    }
}

#[test]
fn because_of_a_pin_means_that_without_it_the_plan_is_cheaper() {
    let mut cheaper = 0;
    for (data, instance, _) in planned(&Shape::tiny(), 6, false) {
        let best = optimum(&instance).unwrap();
        let household = &data.households[0].id;
        for cadre in &data.cadres {
            let mut pinned = data.clone();
            pinned.pins.push(PinRecord {
                kind: PinKind::Help,
                subject_id: cadre.id.clone(),
                object_id: household.clone(),
                mode: PinMode::Require,
                reason: Some("a promise".to_owned()),
            });
            let instance = Instance::new(pinned.clone()).unwrap();
            let Some((plan, cost)) = solve_exactly(&instance, None).incumbent else { continue };
            let explanation =
                asked((&pinned, &instance, &plan), Subject::Household(HouseholdId::new(0)), 0);
            let explained = &explanation.decisions[0];
            let pin = explained.pin.as_ref().unwrap();
            assert_eq!((&pin.subject, &pin.object), (&cadre.id, household));
            assert_eq!(pin.reason.as_deref(), Some("a promise"));
            assert_eq!(
                explained.kept_out.len(),
                explained.kept_out.iter().filter(|k| k.always).count()
            );
            let without = explained.without_pin.unwrap();
            assert_eq!(without.at_most, Some(best - cost));
            assert!(without.proven);
            cheaper += usize::from(best < cost);
            if cheaper > 0 {
                return;
            }
        }
    }
    panic!("no pin cost anything");
}

#[test]
fn one_price_is_checked_by_solving_again() {
    let (data, instance, plan) = planned(&Shape::tiny(), 1, false).remove(0);
    let now = check(&instance, &plan.to_tables(&instance)).objective();
    let exactly = |data: &InstanceData| {
        let instance = Instance::new(data.clone()).unwrap();
        solve_exactly(&instance, None).incumbent.map(|(_, cost)| cost - now)
    };
    let [_, _, villages, agencies] = subjects(&instance);
    let priced = asked((&data, &instance, &plan), agencies[0], 0).prices.unwrap();
    assert_eq!(priced.slots.iter().filter(|price| price.checked.is_some()).count(), 1);
    let staff = priced.slots.iter().find(|price| price.rank == Rank::Staff).unwrap();
    assert_eq!(staff.checked.unwrap().at_most, exactly(&with_cadre(&data, "A000", Rank::Staff)));
    assert!(staff.saves >= Millipoints::ZERO);
    let priced = asked((&data, &instance, &plan), villages[0], 0).prices.unwrap();
    let first = &priced.households[0];
    let more = exactly(&with_household(&data, "V000", first.cause));
    assert_eq!(first.checked.unwrap().at_most, more);
    assert!(priced.bound <= solve_exactly(&instance, None).incumbent.unwrap().1);
}

#[test]
fn a_household_price_is_what_the_bound_grows_by() {
    let mut shape = shape();
    (shape.settings.weights.balance, shape.settings.weights.share) = (0, 0);
    shape.settings.quota.overload = 4; // slots for one more
    let mut seen = 0;
    for (data, instance, _) in planned(&shape, 4, false) {
        let prices = price_list(&instance, 60, 1, &|| false).unwrap();
        let mut bounder = Bounder::new(&instance).unwrap();
        for _ in 0..60 {
            bounder.ascend(&|| false).unwrap();
        }
        let multipliers = bounder.multipliers().unwrap();
        for (&(v, cause), &price) in &prices.households {
            let more = with_household(&data, &instance.village(v).id, cause);
            let more = Instance::new(more).unwrap();
            let bound = Bounder::new(&more).unwrap().bound_from_multipliers(multipliers).unwrap();
            let grown = bound - prices.bound;
            // Agencies may find a use for it in their subproblems, but the bound is concave.
            assert!(grown.0 <= price.0 + 1, "{grown} against {price}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_count_of_iterations_gives_the_same_explanation_on_any_number_of_threads() {
    let year = some_year(0);
    let instance = Instance::new(year.data.clone()).unwrap();
    let plan = Plan::from_tables(&instance, &year.after).unwrap();
    let with = |threads| {
        explain(&Question {
            data: &year.data,
            instance: &instance,
            plan: &plan,
            subject: Subject::Cadre(CadreId::new(3)),
            alternatives: 3,
            options: &Options { iterations: Some(1_000), threads, ..Options::default() },
            interrupted: None,
        })
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn the_command_explains_and_refuses() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out out --method exact").with_code(0);
    let data = tiny();
    for (option, id) in [
        ("household", &data.households[0].id),
        ("cadre", &data.cadres[0].id),
        ("village", &data.villages[0].id),
        ("agency", &data.agencies[0].id),
    ] {
        let ask =
            format!("--lang zh explain in out --{option} {id} --time-limit 1 --alternatives 1");
        let json = desk.run(&format!("{ask} --json")).with_code(0).stdout;
        let told: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&told["id"], &told["subject"]),
            (&Value::from(id.as_str()), &Value::from(option))
        );
        assert_eq!(told["again"]["at_most"], 0, "an optimal plan");
        if option == "household" {
            let text = desk.run(&ask).with_code(0).stdout;
            assert!(text.starts_with(&format!("户 {id}")), "{text}");
        }
    }
    desk.run("explain in out --household nobody").with_code(2);
    desk.run("explain in out").with_code(2);
    desk.run("explain in out --village V01 --agency A01").with_code(2);
    desk.edit("out/pairings.csv", "\nH", "\nX");
    let id = &data.households[0].id;
    let broken = desk.run(&format!("explain in out --household {id}")).with_code(1);
    assert!(broken.stdout.is_empty() && broken.stderr.contains("check"));
}

#[test]
fn every_language_has_words_for_all() {
    let (data, instance, plan) = planned(&shape(), 1, true).remove(0);
    for all in subjects(&instance) {
        let explanation = explain(&Question {
            data: &data,
            instance: &instance,
            plan: &plan,
            subject: all[1],
            alternatives: 3,
            options: &Options { iterations: Some(500), ..Options::default() },
            interrupted: None,
        });
        for language in Language::ALL {
            let text = report::explain::text(&explanation, language);
            assert!(text.contains(&explanation.id), "{text}");
            assert!(!text.contains("explain-") && !text.contains("diff-"), "{text}");
        }
    }
}
