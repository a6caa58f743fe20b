//! The planner's figures.

use jiedui::check::{AgencyShare, RankLoad, Statistics, statistics};
use jiedui::model::data::PlanTables;
use jiedui::model::enums::{Rank, VillageType};
use jiedui::model::{Instance, Metres};

use super::super::plans::{hand_made, hand_made_plan};

fn load(rank: Rank, [available, helping, households, quota]: [u64; 4]) -> RankLoad {
    RankLoad { rank, available, helping, households, quota }
}

fn share(agency_id: &str, households: u64, permille: u64) -> AgencyShare {
    AgencyShare { agency_id: agency_id.to_owned(), households, permille }
}

#[test]
fn the_figures_of_the_hand_made_plan_are_those_of_its_table() {
    let instance = Instance::new(hand_made()).unwrap();
    let expected = Statistics {
        households: 8,
        households_helped: 8,
        villages: 2,
        villages_matched: 1,
        attachments: 3,
        mean_metres: Metres(10_125), // 81001 / 8
        worst_metres: Metres(20_001),
        load: vec![
            load(Rank::DeputyCounty, [0, 0, 0, 0]),
            load(Rank::Section, [1, 1, 2, 3]),
            load(Rank::DeputySection, [3, 3, 3, 6]),
            load(Rank::Staff, [4, 2, 3, 4]), // C15 is away
        ],
        smallest_share: Some(share("A2", 3, 812)), // 3 of 8 × 6 / 13
        largest_share: Some(share("A1", 5, 1160)), // 5 of 8 × 7 / 13
    };
    assert_eq!(statistics(&instance, &hand_made_plan()), expected);
}

#[test]
fn an_empty_plan_has_figures_too() {
    let instance = Instance::new(hand_made()).unwrap();
    let figures = statistics(&instance, &PlanTables::default());
    assert_eq!((figures.households, figures.households_helped), (8, 0));
    assert_eq!((figures.villages, figures.villages_matched, figures.attachments), (2, 0, 0));
    assert_eq!((figures.mean_metres, figures.worst_metres), (Metres(0), Metres(0)));
    assert_eq!(figures.smallest_share, Some(share("A1", 0, 0)));
    assert_eq!(figures.largest_share, Some(share("A1", 0, 0)));
}

#[test]
fn the_mean_way_is_rounded_half_up() {
    let instance = Instance::new(hand_made()).unwrap();
    let mut plan = hand_made_plan();
    // H4 from A1, 10000 m; H5 from A1, 20001 m; together 15000.5 m on average.
    plan.pairings.drain(5..);
    plan.pairings.drain(..3);
    assert_eq!(statistics(&instance, &plan).mean_metres, Metres(15_001));
}

#[test]
fn a_village_is_matched_where_its_lead_agency_suits_its_type() {
    let mut data = hand_made();
    data.villages[0].kind = VillageType::Specialised; // party and mass 10
    let matched =
        |data| statistics(&Instance::new(data).unwrap(), &hand_made_plan()).villages_matched;
    assert_eq!(matched(data.clone()), 0);
    data.villages[1].kind = VillageType::Poor; // economic 0
    assert_eq!(matched(data.clone()), 1);
    data.villages[0].kind = VillageType::Weak; // party and mass 0
    assert_eq!(matched(data), 2);
}

#[test]
fn an_agency_without_any_quota_has_no_share() {
    let mut data = hand_made();
    data.settings.quota.deputy_section = 0;
    data.settings.quota.staff = 0;
    let figures = statistics(&Instance::new(data.clone()).unwrap(), &hand_made_plan());
    // All quotas are those of C11, so all 8 households would be fair for A1.
    assert_eq!(figures.smallest_share, Some(share("A1", 5, 625)));
    assert_eq!(figures.largest_share, Some(share("A1", 5, 625)));
    data.settings.quota.section = 0;
    let figures = statistics(&Instance::new(data).unwrap(), &hand_made_plan());
    assert_eq!((figures.smallest_share, figures.largest_share), (None, None));
}
