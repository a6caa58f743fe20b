//! One instance for each kind of diagnosis, and what it must say.

use jiedui::analyse::diagnose::{Cause, Certificate, Diagnosis, Mend, Place, Verdict, apply};
use jiedui::language::Language;
use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::PinKind::{self, Attach, Help, Lead, Secretary};
use jiedui::model::enums::PinMode::{self, Forbid, Require};
use jiedui::model::enums::{Application, Rank, Role};
use jiedui::model::{Instance, Lack};
use jiedui::report::diagnose::text;

use super::{controlled, diagnosis};
use crate::exact::search_for;
use crate::pins::fit_for_all;
use crate::support::{Shape, data};

/// The diagnosis of data that have no plan, mended and found so by a search of its own.
#[track_caller]
fn infeasible(data: &InstanceData) -> (Diagnosis, Vec<Mend>) {
    let (_, diagnosis) = diagnosis(data);
    assert_eq!(diagnosis.verdict, Verdict::Infeasible);
    let mending = diagnosis.mending.clone().unwrap();
    assert!(mending.verified && mending.least, "{mending:?}");
    let mut mended = data.clone();
    apply(&mending.changes, &mut mended);
    let found = search_for(&Instance::new(mended).unwrap(), 20_000).incumbent;
    assert!(found.is_some(), "{mending:?}");
    for language in Language::ALL {
        let told = text(language, "tiny", 2024, &diagnosis);
        assert!(!told.contains("{$") && !told.contains("diagnose-"), "{told}");
    }
    (diagnosis, mending.changes)
}

fn pin((kind, subject, object, mode): (PinKind, &str, &str, PinMode)) -> PinRecord {
    let (subject_id, object_id) = (subject.to_owned(), object.to_owned());
    PinRecord { kind, subject_id, object_id, mode, reason: None }
}

fn in_english(diagnosis: &Diagnosis) -> String {
    text(Language::English, "tiny", 2024, diagnosis)
}

#[test]
fn villages_whose_helpers_fall_short() {
    // 6 cadres who may help one household each, 8 households.
    let mut shape = Shape::tiny();
    shape.households_per_village = 4;
    let mut data = data(&shape, 1);
    data.cadres = fit_for_all().cadres;
    data.cadres.iter_mut().for_each(|cadre| cadre.rank = Rank::Staff);
    let (diagnosis, changes) = infeasible(&data);
    let Certificate::Shortage { households, slots, short, .. } = &diagnosis.certificates[0] else {
        panic!("{:?}", diagnosis.certificates)
    };
    assert_eq!((*households, *slots, *short), (8, 6, 2));
    let [Mend::Overload { from: 0, to: 1, households: 2, .. }] = &changes[..] else {
        panic!("{changes:?}")
    };
    let told = in_english(&diagnosis);
    assert!(told.contains("Give 2 more households") && told.contains("2 too few"), "{told}");
}

#[test]
fn a_village_that_most_are_kept_away_from() {
    let mut data = fit_for_all();
    data.cadres.iter_mut().for_each(|cadre| cadre.rank = Rank::Staff);
    data.settings.team.enabled = false;
    data.settings.limits.led_per_agency = 2;
    data.cadres.retain(|cadre| cadre.agency_id == "A000" || cadre.id == "C00003");
    data.pins = vec![pin((Attach, "A000", "V000", Forbid))];
    let (diagnosis, changes) = infeasible(&data);
    let Certificate::Shortage { villages, agencies, short, .. } = &diagnosis.certificates[0] else {
        panic!("{:?}", diagnosis.certificates)
    };
    assert_eq!(
        (&villages[..], &agencies[..], *short),
        (&["V000".into()][..], &["A001".into()][..], 1)
    );
    let conflict = &diagnosis.conflicts[0];
    assert!(conflict.facts.iter().any(|fact| matches!(fact, Cause::Pin(_))), "{conflict:?}");
    assert!(matches!(&changes[..], [Mend::Overload { households: 1, .. }]), "{changes:?}");
}

#[test]
fn villages_without_enough_agencies_to_lead_them() {
    let mut data = fit_for_all();
    data.agencies.truncate(1);
    data.cadres.retain(|cadre| cadre.agency_id == "A000");
    let more = data.cadres.clone().into_iter().map(|mut cadre| {
        cadre.id += "b";
        cadre
    });
    data.cadres.extend(more.collect::<Vec<_>>());
    let (diagnosis, changes) = infeasible(&data);
    let Certificate::NoLead { villages, agencies, unable } = &diagnosis.certificates[0] else {
        panic!("{:?}", diagnosis.certificates)
    };
    assert_eq!((villages.len(), agencies[0].1, unable.len()), (2, 1, 0));
    assert_eq!(changes, [Mend::LedPerAgency { from: 1, to: 2 }]);
}

#[test]
fn an_agency_without_a_secretary_names_the_nearest_misses() {
    let mut data = fit_for_all();
    for cadre in data.cadres.iter_mut().filter(|cadre| cadre.agency_id == "A001") {
        (cadre.application, cadre.party_member) = (Application::None, false);
    }
    let near = data.cadres.iter_mut().find(|cadre| cadre.id == "C00004").unwrap();
    (near.application, near.party_member, near.rural_years) = (Application::Both, true, 0);
    let (diagnosis, changes) = infeasible(&data);
    let Certificate::NoLead { unable, .. } = &diagnosis.certificates[0] else {
        panic!("{:?}", diagnosis.certificates)
    };
    assert_eq!((&*unable[0].agency, unable[0].secretaries), ("A001", 0));
    assert_eq!(unable[0].misses[0].cadre, "C00004");
    assert_eq!(unable[0].misses[0].lacks, [Lack::RuralYears { has: 0, needs: 1 }]);
    let [Mend::Fit { place: Place::Secretary, cadre, .. }] = &changes[..] else {
        panic!("{changes:?}")
    };
    assert_eq!(cadre, "C00004");
    let told = in_english(&diagnosis);
    assert!(told.contains("C00004 of A001 eligible (0 rural years, 1 needed)"), "{told}");
    assert!(!data.cadres.iter().any(|c| c.name.len() > 3 && told.contains(&c.name)), "{told}");
}

#[test]
fn an_agency_without_a_deputy_or_with_too_few_cadres() {
    let mut data = fit_for_all();
    for cadre in data.cadres.iter_mut().filter(|cadre| cadre.agency_id == "A001") {
        cadre.role = Role::Member;
    }
    let (_, changes) = infeasible(&data);
    assert!(matches!(&changes[..], [Mend::Fit { place: Place::Leader, .. }]), "{changes:?}");
    let mut data = fit_for_all();
    data.cadres[1].available = false;
    data.cadres[2].available = false;
    let (diagnosis, changes) = infeasible(&data);
    assert!(matches!(&changes[..], [Mend::Recall { .. }]), "{changes:?}");
    let facts = &diagnosis.conflicts[0].facts;
    assert!(
        facts.iter().any(|fact| matches!(fact, Cause::Roster { available: 1, .. })),
        "{facts:?}"
    );
}

#[test]
fn teams_larger_than_anybody_can_staff() {
    let mut data = fit_for_all();
    data.settings.team.members = 3;
    let (_, changes) = infeasible(&data);
    assert_eq!(changes, [Mend::TeamMembers { from: 3, to: 2 }]);
}

#[test]
fn limits_of_attachments() {
    let mut data = fit_for_all();
    data.settings.team.enabled = false;
    data.agencies[0].max_villages = Some(0);
    let (diagnosis, changes) = infeasible(&data);
    let detached = Certificate::Detached { agency: "A000".into(), most: 0 };
    assert!(diagnosis.certificates.contains(&detached), "{:?}", diagnosis.certificates);
    let raised = Mend::MaxVillages { agency: "A000".into(), from: 0, to: 1 };
    assert_eq!(changes, [raised]);
    // Three pinned attachments, of which the limit allows two: no flow sees that.
    let mut data = fit_for_all();
    data.settings.limits.villages_per_agency = 1;
    data.pins = vec![pin((Attach, "A000", "V000", Require)), pin((Lead, "A000", "V001", Require))];
    let (diagnosis, changes) = infeasible(&data);
    assert!(matches!(&changes[..], [Mend::MaxVillages { from: 1, to: 2, .. }]), "{changes:?}");
    let told = in_english(&diagnosis);
    assert!(told.contains("Let agency A000 attach to one more village"), "{told}");
}

#[test]
fn pins_that_contradict_each_other() {
    let mut data = fit_for_all();
    data.pins = [
        (Help, "C00000", "H00000", Require),
        (Help, "C00001", "H00001", Forbid),
        (Attach, "A000", "V000", Forbid),
        (Secretary, "C00003", "V001", Forbid),
    ]
    .map(pin)
    .to_vec();
    data.pins[0].reason = Some("亲戚".to_owned());
    let (diagnosis, changes) = infeasible(&data);
    let contradiction = diagnosis.certificates.iter().find_map(|certificate| match certificate {
        Certificate::Pins { pins } => Some(pins),
        _ => None,
    });
    let pins: Vec<&str> = contradiction.unwrap().iter().map(|pin| &*pin.subject).collect();
    assert_eq!(pins, ["A000", "C00000"]);
    assert!(matches!(&changes[..], [Mend::DropPin(_)]), "{changes:?}");
    assert_eq!(diagnosis.conflicts.len(), 1);
    assert_eq!(diagnosis.conflicts[0].facts.len(), 2);
    let chinese = text(Language::Chinese, "tiny", 2024, &diagnosis);
    assert!(chinese.contains("理由：亲戚"), "{chinese}");
    assert!(chinese.contains("指定项相互矛盾") && chinese.contains("删去指定项"), "{chinese}");
}

#[test]
fn independent_faults_are_told_apart_and_all_mended() {
    let mut shape = Shape::tiny();
    (shape.agencies, shape.villages, shape.cadres_per_agency) = (4, 3, 6);
    let mut data = data(&shape, 3);
    for cadre in &mut data.cadres {
        (cadre.available, cadre.party_member, cadre.reserve) = (true, true, true);
        (cadre.rank, cadre.role, cadre.application) =
            (Rank::Section, Role::Deputy, Application::Both);
        cadre.rural_years = 3;
    }
    data.agencies[3].max_villages = Some(0);
    data.pins = [
        (Lead, "A000", "V000", Require),
        (Lead, "A001", "V000", Require),
        (Help, "C00012", "H00002", Require),
        (Help, "C00013", "H00002", Require),
    ]
    .map(pin)
    .to_vec();
    let (diagnosis, changes) = infeasible(&data);
    assert_eq!(changes.len(), 3, "{changes:?}");
    assert_eq!(diagnosis.conflicts.len(), 3, "{:?}", diagnosis.conflicts);
    assert!(diagnosis.conflicts.iter().all(|conflict| conflict.mends.len() == 1));
}

#[test]
fn a_limit_of_no_time_is_told_and_never_called_infeasible() {
    let mut data = fit_for_all();
    let instance = Instance::new(data.clone()).unwrap();
    let none = |options: &_, control: &jiedui::solve::Control| {
        let over = control.with_deadline(std::time::Instant::now());
        jiedui::analyse::diagnose::diagnose(&data, &instance, options, &over)
    };
    let diagnosis = controlled(none);
    assert_ne!(diagnosis.verdict, Verdict::Infeasible);
    // What a flow proves takes no time.
    data.settings.quota = jiedui::model::settings::Quota {
        deputy_county: 0,
        section: 0,
        deputy_section: 0,
        staff: 0,
        overload: 0,
    };
    let instance = Instance::new(data.clone()).unwrap();
    let diagnosis = controlled(|options, control| {
        let over = control.with_deadline(std::time::Instant::now());
        jiedui::analyse::diagnose::diagnose(&data, &instance, options, &over)
    });
    assert_eq!(diagnosis.verdict, Verdict::Infeasible);
}
