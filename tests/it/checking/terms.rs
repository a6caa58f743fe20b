//! The eleven terms, worked out by hand.

use jiedui::check::check;
use jiedui::model::data::{InstanceData, LonLat, PlaceRecord, PlanTables};
use jiedui::model::enums::{
    Application, AttachmentRole, Category, Cause, Rank, Role, TeamRole, VillageType,
};
use jiedui::model::{Instance, Millipoints, Settings, Terms};

use super::super::plans::{agency, attachment, cadre, household, pairing, team, village};
use super::report_after;

/// The terms of the hand-made plan.
///
/// Slots: A1 3 + 1 + 1 + 2 = 7 (C15 is away), A2 2 + 2 + 1 + 1 = 6; S = 13, H = 8, four a village.
/// - ref = floor((7 × 4 × (10000 + 20001) + 6 × 4 × (4000 + 6000)) / (13 × 8))
///   = floor(1080028 / 104) = 10384; allowance = floor(10384 × 1.07 = 11110.88) = 11110.
/// - fair: A1 floor(8000 × 7 / 13) = 4307, A2 floor(8000 × 6 / 13) = 3692;
///   bands of 5 %: floor(215.35) = 215, floor(184.6) = 184.
fn by_hand() -> Terms {
    let points = |weight: i64, sum: i64| Millipoints(weight * sum);
    Terms {
        // Party and mass in a weak village 0, economic in a disorderly one 10.
        type_: points(7, 1000 * 10),
        // Two at the weight, A1 in V2 at its own charge.
        link: Millipoints(2 * 11 * 1000 + 4500),
        // H1..H4 from A1 to V1, H5 from A1 to V2, H6 and H8 from A2, H7 from P1.
        travel: points(2, 4 * 10_000 + 20_001 + 2 * 6_000 + 9_000),
        // Party and mass: illness 3, disability 1, schooling 1, labour 3, funds 3;
        // economic: labour 2, funds 0, skills 1.
        need: points(3, 1000 * (3 + 1 + 1 + 3 + 3 + 2 + 1)),
        // A1: 60001 − 5 × 11110; A2 is below: 21000 − 3 × 11110 < 0.
        balance: points(5, 4_451),
        // A1 helps 5: 693 − 215; A2 helps 3: 692 − 184.
        share: points(13, 478 + 508),
        // C12 helps 2 at a quota of 1.
        overload: points(17, 1000),
        // H2 and H6; C15 is not available, C99 does not exist.
        change: points(19, 2000),
        // V1; A9 does not exist.
        lead_change: points(23, 1000),
        // C12: volunteered 2000, 3 years 2 × 600, staff 2000; C22: recommended 3000.
        secretary: points(29, 2000 + 1200 + 2000 + 3000),
        // C11 in east and west.
        hamlet: points(31, 1000),
    }
}

#[test]
fn the_hand_made_plan_costs_what_a_hand_finds() {
    let report = report_after(|_, _| ());
    assert_eq!(report.violations, []);
    assert!(report.is_feasible());
    assert_eq!(report.terms, by_hand());
    assert_eq!(report.objective(), Millipoints(682_375));
}

/// One agency, one village a degree to the north of it, and a place two degrees from the village;
/// two cadres, one of them based at the place; default weights, no teams.
fn on_a_meridian() -> (InstanceData, PlanTables) {
    let at = |lat| Some(LonLat { lon: 104.0, lat });
    let mut settings = Settings::default();
    settings.team.enabled = false;
    let mut agency = agency("A1", Category::General, None);
    let mut village = village("V1", VillageType::Poor);
    (agency.location, village.location) = (at(30.0), at(31.0));
    let mut based = cadre("C2", "A1", Rank::Staff, Role::Member);
    based.base = Some("P1".to_owned());
    let data = InstanceData {
        settings,
        agencies: vec![agency],
        villages: vec![village],
        cadres: vec![cadre("C1", "A1", Rank::Staff, Role::Member), based],
        households: vec![
            household("H1", "V1", "east", Cause::Illness),
            household("H2", "V1", "west", Cause::Schooling),
        ],
        places: vec![PlaceRecord { id: "P1".into(), name: String::new(), location: at(33.0) }],
        travel: Vec::new(),
        links: Vec::new(),
        pins: Vec::new(),
        previous: None,
    };
    let plan = PlanTables {
        attachments: vec![attachment("V1", "A1", AttachmentRole::Lead)],
        teams: Vec::new(),
        pairings: vec![pairing("H1", "C1"), pairing("H2", "C2")],
    };
    (data, plan)
}

/// A degree of the sphere is π × 6371008.8 / 180 = 111195.0797 m; × 1.3 = 144553.60, and two
/// degrees 289107.21. ref = 144554, allowance = floor(166237.1).
#[test]
fn lengths_follow_the_great_circle_and_the_detour() {
    let (data, plan) = on_a_meridian();
    let report = check(&Instance::new(data).unwrap(), &plan);
    assert_eq!(report.violations, []);
    let expected = Terms {
        type_: Millipoints(20 * 6000),
        link: Millipoints(30 * 1000),
        travel: Millipoints(144_554 + 289_107),
        need: Millipoints(2 * 1000),
        balance: Millipoints(144_554 + 289_107 - 2 * 166_237),
        ..Terms::default()
    };
    assert_eq!(report.terms, expected);
}

/// With S = 0 the reference and every fair share are taken as 0.
#[test]
fn without_any_quota_all_travel_is_excess_and_all_help_beyond_the_share() {
    let (mut data, plan) = on_a_meridian();
    data.settings.quota.staff = 0;
    data.settings.quota.overload = 1;
    let report = check(&Instance::new(data).unwrap(), &plan);
    assert_eq!(report.violations, []);
    assert_eq!(report.terms.balance, Millipoints(144_554 + 289_107));
    assert_eq!(report.terms.share, Millipoints(5 * 2000));
    assert_eq!(report.terms.overload, Millipoints(50 * 2000));
}

#[test]
fn a_first_secretary_costs_what_it_falls_short_of() {
    use Application::{Both, Recommended, Volunteered};
    use Rank::{DeputyCounty, DeputySection, Staff};
    let cases = [
        ((Both, 5, DeputySection), 0),
        ((Both, 60, DeputyCounty), 0),
        ((Both, 4, DeputySection), 600),
        ((Recommended, 5, DeputySection), 3000),
        ((Volunteered, 5, DeputySection), 2000),
        ((Both, 5, Staff), 2000),
        ((Recommended, 1, Staff), 3000 + 4 * 600 + 2000),
    ];
    for (case, expected) in cases {
        let report = report_after(|data, _| {
            let c22 = &mut data.cadres[6];
            (c22.application, c22.rural_years, c22.rank) = case;
            c22.reserve = true;
        });
        assert_eq!(report.violations, []);
        // C12 falls 5200 short.
        assert_eq!(report.terms.secretary, Millipoints(29 * (5200 + expected)), "{case:?}");
    }
}

#[test]
fn a_charge_in_links_stands_in_place_of_the_weight() {
    for charge in [0, 1, 77_000] {
        let report = report_after(|data, _| data.links[0].cost = Millipoints(charge));
        assert_eq!(report.terms.link, Millipoints(22_000 + charge));
    }
    let report = report_after(|data, _| data.settings.weights.link = 0);
    assert_eq!(report.terms.link, Millipoints(4_500));
}

#[test]
fn without_a_previous_plan_nothing_changes() {
    let report = report_after(|data, _| data.previous = None);
    let expected = Terms { change: Millipoints::ZERO, lead_change: Millipoints::ZERO, ..by_hand() };
    assert_eq!(report.terms, expected);
}

#[test]
fn weights_of_0_leave_the_charges_of_links_alone() {
    let report = report_after(|data, _| {
        data.settings.weights = serde_json::from_value(serde_json::json!({
            "type": 0, "link": 0, "travel": 0, "need": 0, "balance": 0, "share": 0,
            "overload": 0, "change": 0, "lead_change": 0, "secretary": 0, "hamlet": 0,
        }))
        .unwrap();
    });
    assert_eq!(report.terms, Terms { link: Millipoints(4_500), ..Terms::default() });
}

#[test]
fn hamlets_of_one_name_in_two_villages_are_two() {
    let report = report_after(|_, plan| plan.pairings[3] = pairing("H4", "C14"));
    // C14 in east of V1 and east of V2 (which breaks R3), C11 as before.
    assert_eq!(report.terms.hamlet, Millipoints(31 * 2000));
}

#[test]
fn rows_that_make_no_sense_cost_nothing() {
    let report = report_after(|_, plan| {
        plan.attachments.push(attachment("V1", "A9", AttachmentRole::Lead));
        plan.attachments.push(attachment("V2", "A1", AttachmentRole::Assist));
        plan.pairings.push(pairing("H9", "C14"));
        plan.pairings.push(pairing("H1", "C99"));
        plan.pairings.push(pairing("H5", "C14"));
    });
    assert_eq!(report.terms, by_hand());
}

#[test]
fn of_two_leads_helpers_or_first_secretaries_the_first_by_id_counts() {
    let report = report_after(|_, plan| {
        plan.pairings.insert(0, pairing("H5", "C21"));
        plan.teams.insert(0, team("V2", "C24", TeamRole::Secretary));
        // A1 in a disorderly village costs 10 units, as A2 does.
        plan.attachments[1].role = AttachmentRole::Lead;
    });
    assert_eq!(report.terms, by_hand());
    let report = report_after(|data, plan| {
        data.agencies[0].category = Category::PoliticalLegal; // 10 in V1, 0 in V2
        plan.attachments[1].role = AttachmentRole::Lead;
    });
    assert_eq!(report.terms.type_, Millipoints(7 * 10_000));
}

#[test]
fn a_household_without_helper_costs_its_change_alone() {
    let report = report_after(|_, plan| {
        plan.pairings.remove(0); // H1, 10 km, last year's helper C11, the only one in "east"
    });
    let hand = by_hand();
    assert_eq!(report.terms.travel, hand.travel - Millipoints(2 * 10_000));
    assert_eq!(report.terms.need, hand.need - Millipoints(3 * 3000));
    assert_eq!(report.terms.change, hand.change + Millipoints(19 * 1000));
    assert_eq!(report.terms.hamlet, Millipoints::ZERO);
    // A1: 50001 − 4 × 11110; A1 helps 4: |4000 − 4307| − 215.
    assert_eq!(report.terms.balance, Millipoints(5 * 5_561));
    assert_eq!(report.terms.share, Millipoints(13 * (92 + 508)));
}
