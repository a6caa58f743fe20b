//! Pins that contradict each other: the search's proof in words, the program and the check agree.

use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::PinKind::{self, Attach, Help, Lead, Leader, Post, Secretary};
use jiedui::model::enums::PinMode::{self, Forbid, Require};
use jiedui::model::enums::{Application, Rank, Role};
use jiedui::model::{Instance, Status};
use jiedui::solve::search::problem::Problem;

use crate::brute::optimum;
use crate::exact::{random_pins, solve_exactly};
use crate::plans;
use crate::support::{Shape, assert_in_both, data};

fn pin((kind, subject, object, mode): (PinKind, &str, &str, PinMode)) -> PinRecord {
    plans::pin(kind, subject, object, mode)
}

/// Agencies A000 with C00000 to C00002 and A001 with the others, all fit for every place; V000 with
/// H00000 and H00001, V001 with the others.
pub(crate) fn fit_for_all() -> InstanceData {
    let mut data = data(&Shape::tiny(), 1);
    for cadre in &mut data.cadres {
        (cadre.available, cadre.party_member, cadre.reserve) = (true, true, true);
        (cadre.rank, cadre.role, cadre.application) =
            (Rank::DeputySection, Role::Deputy, Application::Both);
        cadre.rural_years = 3;
    }
    data
}

/// What to change first, the pins, and words of the reason.
type Case<'c> =
    (&'c dyn Fn(&mut InstanceData), &'c [(PinKind, &'c str, &'c str, PinMode)], &'c str);

#[test]
fn each_contradiction_is_told_by_its_ids() {
    let unusable = |data: &mut InstanceData| data.cadres[0].available = false;
    let one_attachment = |data: &mut InstanceData| data.agencies[0].max_villages = Some(1);
    let one_household = |data: &mut InstanceData| data.cadres[0].rank = Rank::Staff;
    let no_teams = |data: &mut InstanceData| data.settings.team.enabled = false;
    let same = |_: &mut InstanceData| {};
    let (c0, a0, v0) = ("C00000", "A000", "V000");
    let cases: &[Case] = &[
        (
            &same,
            &[(Lead, a0, v0, Require), (Lead, a0, v0, Forbid)],
            "forbid that agency A000 leads",
        ),
        (&same, &[(Lead, a0, v0, Require), (Attach, a0, v0, Forbid)], "forbid that it is attached"),
        (
            &same,
            &[(Lead, a0, v0, Require), (Lead, "A001", v0, Require)],
            "two lead agencies of village V000",
        ),
        (
            &same,
            &[(Lead, a0, v0, Require), (Lead, a0, "V001", Require)],
            "agency A000 to lead 2 villages, but it may lead 1",
        ),
        (
            &same,
            &[(Lead, a0, v0, Forbid), (Attach, "A001", v0, Forbid)],
            "every agency to lead village V000",
        ),
        (
            &same,
            &[(Attach, a0, v0, Require), (Attach, a0, v0, Forbid)],
            "forbid that agency A000 is attached",
        ),
        (
            &same,
            &[(Attach, a0, v0, Forbid), (Attach, a0, "V001", Forbid)],
            "attach agency A000 to any",
        ),
        (
            &one_attachment,
            &[(Attach, a0, v0, Require), (Lead, a0, "V001", Require)],
            "attached to 2 villages, but its maximum is 1",
        ),
        (
            &one_attachment,
            &[(Attach, a0, v0, Require), (Help, c0, "H00002", Require)],
            "attached to 2 villages, but its maximum is 1",
        ),
        (&same, &[(Post, c0, v0, Require), (Post, c0, v0, Forbid)], "forbid it to be posted there"),
        (
            &same,
            &[(Post, c0, v0, Require), (Post, c0, "V001", Require)],
            "cadre C00000 in two villages",
        ),
        (
            &same,
            &[(Post, c0, v0, Require), (Attach, a0, v0, Forbid)],
            "forbid that its agency A000",
        ),
        (
            &same,
            &[(Help, c0, "H00000", Require), (Help, c0, "H00000", Forbid)],
            "forbid that cadre C00000 helps household H00000",
        ),
        (
            &same,
            &[(Help, c0, "H00000", Require), (Help, c0, "H00002", Require)],
            "cadre C00000 in two villages",
        ),
        (
            &same,
            &[(Help, c0, "H00000", Require), (Help, "C00001", "H00000", Require)],
            "two helpers of household H00000",
        ),
        (
            &same,
            &[(Help, c0, "H00000", Require), (Post, c0, v0, Forbid)],
            "forbid it to be posted there",
        ),
        (
            &same,
            &[(Help, c0, "H00000", Require), (Attach, a0, v0, Forbid)],
            "forbid that its agency A000",
        ),
        (
            &one_household,
            &[(Help, c0, "H00000", Require), (Help, c0, "H00001", Require)],
            "to help 2 households, but it may help 1",
        ),
        (&unusable, &[(Help, c0, "H00000", Require)], "cadre C00000, which is not available"),
        (
            &same,
            &[(Leader, c0, v0, Require), (Leader, c0, v0, Forbid)],
            "forbid cadre C00000 as leader",
        ),
        (
            &same,
            &[(Secretary, c0, v0, Require), (Secretary, c0, v0, Forbid)],
            "forbid cadre C00000 as first secretary",
        ),
        (
            &same,
            &[(Secretary, c0, v0, Require), (Leader, c0, v0, Require)],
            "on the team of village V000",
        ),
        (
            &same,
            &[(Secretary, c0, v0, Require), (Secretary, "C00001", v0, Require)],
            "on the team of village V000",
        ),
        (
            &same,
            &[(Leader, c0, v0, Require), (Secretary, "C00003", v0, Require)],
            "two lead agencies of village V000",
        ),
        (
            &same,
            &[(Leader, c0, v0, Require), (Lead, a0, v0, Forbid)],
            "forbid that agency A000 leads",
        ),
        (&no_teams, &[(Leader, c0, v0, Require)], "teams are off"),
    ];
    for (change, pins, words) in cases {
        let mut data = fit_for_all();
        change(&mut data);
        data.pins = pins.iter().copied().map(pin).collect();
        for reversed in [false, true] {
            if reversed {
                data.pins.reverse();
            }
            let instance = Instance::new(data.clone()).unwrap();
            let reason = Problem::new(&instance).err().unwrap_or_else(|| panic!("{pins:?}"));
            assert_in_both(&reason);
            let reason = reason.to_string();
            assert!(reason.contains(words), "{pins:?}: {reason}");
            assert!(reason.starts_with("pins ") || reason.starts_with("a pin "), "{reason}");
            assert_eq!(solve_exactly(&instance, None).status, Status::Infeasible, "{reason}");
            assert_eq!(optimum(&instance), None, "{reason}");
        }
    }
}

#[test]
fn all_contradictions_are_told_at_once() {
    let mut data = fit_for_all();
    data.pins = [
        (Lead, "A000", "V000", Require),
        (Lead, "A000", "V000", Forbid),
        (Post, "C00003", "V000", Require),
        (Post, "C00003", "V001", Require),
        (Attach, "A001", "V001", Forbid),
        (Attach, "A001", "V000", Forbid),
    ]
    .map(pin)
    .to_vec();
    let reason = Problem::new(&Instance::new(data).unwrap()).err().unwrap();
    assert_in_both(&reason);
    let reason = reason.to_string();
    for words in
        ["agency A000 leads village V000", "cadre C00003 in village V000", "agency A001 to any"]
    {
        assert!(reason.contains(words), "{words}: {reason}");
    }
}

#[test]
fn pins_that_agree_are_no_contradiction() {
    let mut data = fit_for_all();
    data.pins = [
        (Lead, "A000", "V000", Require),
        (Attach, "A000", "V000", Require),
        (Leader, "C00000", "V000", Require),
        (Secretary, "C00001", "V000", Require),
        (Post, "C00000", "V000", Require),
        (Post, "C00000", "V001", Forbid),
        (Help, "C00000", "H00000", Require),
        (Help, "C00000", "H00001", Require),
        (Help, "C00003", "H00000", Forbid),
        (Leader, "C00001", "V000", Forbid),
    ]
    .map(pin)
    .to_vec();
    let instance = Instance::new(data).unwrap();
    assert_eq!(Problem::new(&instance).err(), None);
    assert_eq!(solve_exactly(&instance, None).status, Status::Optimal);
}

#[test]
fn what_random_pins_contradict_has_no_plan() {
    let mut contradictions = 0;
    for seed in 0..150 {
        let mut data = data(&Shape::tiny(), seed);
        data.pins = (0..3).flat_map(|i| random_pins(&data, 1000 * i + seed)).collect();
        let instance = Instance::new(data).unwrap();
        if let Err(reason) = Problem::new(&instance) {
            assert_eq!(optimum(&instance), None, "{seed}: {reason}");
            let status = solve_exactly(&instance, None).status;
            assert_eq!(status, Status::Infeasible, "{seed}: {reason}");
            contradictions += 1;
        }
    }
    assert!((30..140).contains(&contradictions), "{contradictions} of 150 contradict");
}
