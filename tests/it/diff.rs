//! What changed between two plans: every reason is tested by taking its cause away.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use jiedui::analyse::diff::{Change, Diff, Kind, Reason, Sides, diff, take_back};
use jiedui::check::{Report, Rule, check};
use jiedui::language::Language;
use jiedui::model::data::{HouseholdRecord, InstanceData, PairingRow, PinRecord, PlanTables};
use jiedui::model::enums::{PinKind, PinMode, TeamRole};
use jiedui::model::{Instance, Status};
use jiedui::report;
use jiedui::solve::{Control, Options, Silent, search};

use crate::support::{Shape, data};

/// A year's change: both instances, both plans.
pub(crate) struct Year {
    pub(crate) former: InstanceData,
    pub(crate) data: InstanceData,
    pub(crate) before: PlanTables,
    pub(crate) after: PlanTables,
}

pub(crate) fn shape() -> Shape {
    let mut shape = Shape::tiny();
    (shape.agencies, shape.villages) = (5, 4);
    (shape.cadres_per_agency, shape.households_per_village) = (7, 5);
    shape.settings.quota.overload = 1;
    shape
}

pub(crate) fn searched(instance: &Instance, iterations: u64) -> Option<PlanTables> {
    let options = Options { iterations: Some(iterations), threads: 1, ..Options::default() };
    let stop = AtomicBool::new(false);
    let outcome = search::solve(instance, &options, &Control::new(&stop, &Silent, None), None);
    assert_ne!(outcome.status, Status::Infeasible);
    Some(outcome.incumbent?.0.to_tables(instance))
}

fn pin(kind: PinKind, subject: &str, object: &str) -> PinRecord {
    PinRecord {
        kind,
        subject_id: subject.to_owned(),
        object_id: object.to_owned(),
        mode: PinMode::Forbid,
        reason: None,
    }
}

/// A year in which one cadre goes, one is on leave, one is transferred, one household comes, one goes,
/// one moves, and pins forbid a pairing and a lead.
pub(crate) fn year(seed: u64) -> Option<Year> {
    let former = data(&shape(), seed);
    let before = searched(&Instance::new(former.clone()).unwrap(), 20_000)?;
    let mut data = former.clone();
    data.previous = Some(before.clone());
    let pairings = &before.pairings;
    let helper = |i: usize| pairings[i].cadre_id.clone();
    let busy = [helper(1), helper(7), helper(13)];
    data.cadres.retain(|cadre| cadre.id != busy[0]);
    for cadre in &mut data.cadres {
        if cadre.id == busy[1] {
            cadre.available = false;
        } else if cadre.id == busy[2] {
            cadre.agency_id =
                if cadre.agency_id == "A000" { "A001".to_owned() } else { "A000".to_owned() };
        }
    }
    data.pins.push(pin(PinKind::Help, &helper(4), &pairings[4].household_id));
    if seed.is_multiple_of(3) {
        let lead = &before.attachments[0];
        data.pins.push(pin(PinKind::Lead, &lead.agency_id, &lead.village_id));
    }
    if seed.is_multiple_of(4) {
        data.settings.limits.villages_per_agency = 2;
        data.settings.quota.overload = 0;
    }
    data.households.remove(10);
    let newcomer = HouseholdRecord { id: "H90000".to_owned(), ..data.households[3].clone() };
    data.households.push(newcomer);
    "V003".clone_into(&mut data.households[0].village_id);
    let after = searched(&Instance::new(data.clone()).ok()?, 20_000)?;
    Some(Year { former, data, before, after })
}

/// The first such year from a seed on.
pub(crate) fn some_year(seed: u64) -> Year {
    (seed..).find_map(year).unwrap()
}

impl Year {
    fn diff(&self, with_former: bool) -> (Diff, Instance) {
        let instance = Instance::new(self.data.clone()).unwrap();
        let former = Instance::new(self.former.clone()).unwrap();
        let sides = Sides {
            before: &self.before,
            after: &self.after,
            instance: Some(&instance),
            former: with_former.then_some(&former),
        };
        (diff(&sides), instance)
    }

    /// The judgement of the plan after with changes taken back.
    fn back(&self, instance: &Instance, changes: &[&Change]) -> Report {
        let mut tables = self.after.clone();
        let attachments = changes.iter().filter(|change| change.kind == Kind::Attachment);
        attachments.chain(changes).for_each(|change| take_back(&mut tables, change));
        check(instance, &tables)
    }
}

/// Whether the judge names a rule broken that concerns the id.
fn breaks(report: &Report, id: &str) -> bool {
    report.violations.iter().any(|violation| violation.subjects.iter().any(|s| s == id))
}

/// Holds one change's reason against the judge.
fn test_reason(year: &Year, found: &Diff, instance: &Instance, index: usize) {
    let change = &found.changes[index];
    let now = check(instance, &year.after).objective();
    let back = year.back(instance, &[change]);
    let told = format!("{change:?}: {:?}", back.violations);
    let before = change.before.as_deref().unwrap_or_default();
    let swaps_alone = change.kind != Kind::Lead; // a lead comes with a team
    match change.reason.as_ref().unwrap() {
        Reason::Cost { saving } if swaps_alone => {
            assert!(back.is_feasible(), "{told}");
            assert_eq!(back.objective() - now, *saving, "{told}");
            assert!(saving.0 > 0);
        }
        Reason::Indifferent if swaps_alone => {
            assert!(back.is_feasible(), "{told}");
            assert_eq!(back.objective(), now, "{told}");
        }
        Reason::Costlier { by } if swaps_alone => {
            assert!(back.is_feasible(), "{told}");
            assert_eq!(now - back.objective(), *by, "{told}");
        }
        Reason::Gone | Reason::Unavailable | Reason::Unfit => {
            assert!(breaks(&back, before), "{told}");
            // With the old roster the same is no fault of this cadre.
            let mut data = year.data.clone();
            data.cadres.clone_from(&year.former.cadres);
            data.pins.clear();
            let restored = year.back(&Instance::new(data).unwrap(), &[change]);
            let rules = [Rule::Tables, Rule::R4, Rule::R6];
            let still = restored.violations.iter().filter(|v| rules.contains(&v.rule));
            assert_eq!(
                still.filter(|v| v.message.to_string().contains("available")).count(),
                0,
                "{told}"
            );
        }
        Reason::Pinned { pin } => {
            assert!(back.violations.iter().any(|v| v.rule == Rule::R8), "{told}");
            let mut data = year.data.clone();
            data.pins.retain(|p| (&p.subject_id, &p.object_id) != (&pin.subject, &pin.object));
            let without = year.back(&Instance::new(data).unwrap(), &[change]);
            let about = |v: &&jiedui::check::Violation| {
                v.rule == Rule::R8 && v.subjects.contains(&pin.subject)
            };
            assert_eq!(without.violations.iter().find(about), None, "{told}");
        }
        Reason::KnockOn { through } => {
            assert!(!back.is_feasible() || change.kind != Kind::Pairing, "{told}");
            assert_eq!(change.chain.first(), Some(through));
            let root = found.root(index).reason.as_ref().unwrap();
            assert!(!matches!(root, Reason::KnockOn { .. }), "{told}");
        }
        Reason::Quota { helped, may } => {
            assert!(helped > may && back.violations.iter().any(|v| v.rule == Rule::R5), "{told}");
        }
        Reason::Transferred { .. } => assert!(!back.is_feasible(), "{told}"),
        Reason::Moved { .. } => assert_eq!(year.data.households[0].id, change.subject),
        Reason::New => assert_eq!(change.before, None),
        Reason::Left => assert!(breaks(&back, &change.subject), "{told}"),
        _ => {}
    }
}

#[test]
fn every_reason_holds_when_its_cause_is_taken_away() {
    let mut seen: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    let mut unknown = 0;
    for seed in 0..60 {
        let Some(year) = year(seed) else { continue };
        let (found, instance) = year.diff(true);
        for (index, change) in found.changes.iter().enumerate() {
            test_reason(&year, &found, &instance, index);
            let reason = change.reason.as_ref().unwrap();
            *seen.entry((change.kind, reason.code())).or_default() += 1;
            unknown += usize::from(*reason == Reason::Unknown);
        }
    }
    let codes = ["gone", "unavailable", "pinned", "cost", "knock_on", "moved", "new", "left"];
    for code in codes {
        assert!(seen.contains_key(&(Kind::Pairing, code)), "no pairing is {code}: {seen:?}");
    }
    let all: usize = seen.values().sum();
    assert!(all > 500 && unknown * 20 < all, "{unknown} of {all} unknown: {seen:?}");
}

#[test]
fn a_ring_of_changes_is_worth_what_it_saves_together() {
    let mut shape = shape();
    shape.settings.quota.overload = 0;
    let mut rings = [0; 3];
    for seed in 0..40 {
        let instance = Instance::new(data(&shape, seed)).unwrap();
        let Some(after) = searched(&instance, 3_000) else { continue };
        let load = |cadre: &str| after.pairings.iter().filter(|r| r.cadre_id == cadre).count();
        let full = |row: &PairingRow| {
            let c = instance.find_cadre(&row.cadre_id).unwrap();
            load(&row.cadre_id) == instance.capacity(c) as usize
        };
        for i in (0..after.pairings.len()).filter(|&i| full(&after.pairings[i])) {
            for j in (i + 1..after.pairings.len()).filter(|&j| full(&after.pairings[j])) {
                let mut before = after.clone();
                let helper = before.pairings[i].cadre_id.clone();
                before.pairings[i].cadre_id = before.pairings[j].cadre_id.clone();
                before.pairings[j].cadre_id = helper;
                let judged = check(&instance, &before);
                if before == after || !judged.is_feasible() {
                    continue;
                }
                let sides = Sides {
                    before: &before,
                    after: &after,
                    instance: Some(&instance),
                    former: None,
                };
                let saving = judged.objective() - check(&instance, &after).objective();
                let ring = Reason::Exchange { saving: Some(saving), changes: 2 };
                let found = diff(&sides).changes;
                assert_eq!(found.len(), 2);
                assert!(
                    found.iter().all(|change| change.reason.as_ref() == Some(&ring)),
                    "{found:?}"
                );
                rings[(saving.0.signum() + 1) as usize] += 1;
            }
        }
    }
    assert!(rings.iter().sum::<usize>() > 20, "{rings:?}");
}

#[test]
fn a_plan_does_not_differ_from_itself_and_changes_run_both_ways() {
    let year = some_year(1);
    let sides = |before, after| Sides { before, after, instance: None, former: None };
    assert!(diff(&sides(&year.before, &year.before)).changes.is_empty());
    let there = diff(&sides(&year.before, &year.after)).changes;
    let back = diff(&sides(&year.after, &year.before)).changes;
    assert_eq!(there.len(), back.len());
    assert!(there.iter().all(|change| change.reason.is_none()));
    let mut tables = year.after.clone();
    let attachments = there.iter().filter(|change| change.kind == Kind::Attachment);
    attachments.chain(&there).for_each(|change| take_back(&mut tables, change));
    tables.sort();
    assert_eq!(tables, year.before, "all taken back is the plan before");
}

#[test]
fn costs_are_those_of_the_judge() {
    let year = some_year(2);
    let (found, instance) = year.diff(true);
    let prices = found.prices.unwrap();
    let former = Instance::new(year.former.clone()).unwrap();
    assert_eq!(prices.before, check(&former, &year.before).terms);
    assert_eq!(prices.after, check(&instance, &year.after).terms);
    assert!(prices.before_feasible && prices.after_feasible);
    let (without, _) = year.diff(false);
    assert_eq!(without.prices.unwrap().before, check(&instance, &year.before).terms);
}

#[test]
fn a_broken_plan_after_still_has_its_facts() {
    let mut year = some_year(3);
    year.after.pairings.remove(0);
    year.after.teams.retain(|row| row.role != TeamRole::Leader);
    let (found, _) = year.diff(true);
    let told: Vec<_> = found.changes.iter().filter_map(|change| change.reason.as_ref()).collect();
    assert!(told.iter().any(|reason| matches!(reason, Reason::Gone)));
    assert!(!told.iter().any(|reason| matches!(reason, Reason::Cost { .. })));
    assert!(!found.prices.unwrap().after_feasible);
}

#[test]
fn every_change_has_its_line_in_both_languages() {
    let year = some_year(0);
    let (found, _) = year.diff(true);
    for language in Language::ALL {
        let text = report::diff::text(&found, language);
        let lines = text.lines().filter(|line| line.contains(" → ") && line.starts_with("  "));
        assert_eq!(lines.count(), found.changes.len(), "{text}");
        assert!(!text.contains("diff-") && !text.contains("term-") && !text.contains("pin-"));
    }
}
