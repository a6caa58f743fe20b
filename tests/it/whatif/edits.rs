//! Each kind of edit does what it says, to the other tables too, and nothing else.

use jiedui::model::data::{
    AgencyRecord, AttachmentRow, CadreRecord, HouseholdRecord, InstanceData, PairingRow, PinRecord,
    PlanTables, TeamRow, VillageRecord,
};
use jiedui::model::edits::{Edit, Edited, Part, apply, with_successors};
use jiedui::model::enums::{
    AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole, VillageType,
};
use jiedui::model::{Instance, Millipoints};

use crate::support::{Shape, data};

/// Three agencies of three cadres, three villages of two households, and rows in every table that
/// name agency A000, village V000, cadre C00000 and household H00000.
fn county() -> InstanceData {
    let shape =
        Shape { agencies: 3, villages: 3, given_travel: true, given_links: true, ..Shape::tiny() };
    let mut data = data(&shape, 3);
    data.pins = vec![
        pin(PinKind::Lead, "A000", "V000", PinMode::Require),
        pin(PinKind::Help, "C00000", "H00000", PinMode::Forbid),
        pin(PinKind::Post, "C00003", "V001", PinMode::Forbid),
    ];
    let attached = |v: &str, a: &str, role| AttachmentRow {
        village_id: v.to_owned(),
        agency_id: a.to_owned(),
        role,
    };
    let pair = |h: &str, c: &str| PairingRow { household_id: h.into(), cadre_id: c.into() };
    data.previous = Some(PlanTables {
        attachments: vec![
            attached("V000", "A000", AttachmentRole::Lead),
            attached("V000", "A001", AttachmentRole::Assist),
            attached("V001", "A001", AttachmentRole::Lead),
            attached("V001", "A000", AttachmentRole::Assist),
        ],
        teams: vec![TeamRow {
            village_id: "V000".into(),
            cadre_id: "C00000".into(),
            role: TeamRole::Leader,
        }],
        pairings: vec![pair("H00000", "C00000"), pair("H00002", "C00003")],
    });
    for cadre in &mut data.cadres {
        (cadre.available, cadre.base) = (true, None);
    }
    data
}

fn pin(kind: PinKind, subject: &str, object: &str, mode: PinMode) -> PinRecord {
    PinRecord {
        kind,
        subject_id: subject.to_owned(),
        object_id: object.to_owned(),
        mode,
        reason: None,
    }
}

fn made(edits: &[Edit]) -> Edited {
    let edited = apply(&county(), edits).unwrap_or_else(|faults| panic!("{faults:#?}"));
    Instance::new(edited.data.clone()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    edited
}

fn cadre<'d>(data: &'d InstanceData, id: &str) -> &'d CadreRecord {
    data.cadres.iter().find(|cadre| cadre.id == id).unwrap()
}

fn household<'d>(data: &'d InstanceData, id: &str) -> &'d HouseholdRecord {
    data.households.iter().find(|household| household.id == id).unwrap()
}

/// Every id that any table of the instance names, but for the ids of records.
fn named(data: &InstanceData) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for cadre in &data.cadres {
        ids.push(&cadre.agency_id);
        ids.extend(cadre.base.as_deref());
    }
    ids.extend(data.households.iter().map(|household| household.village_id.as_str()));
    ids.extend(data.travel.iter().flat_map(|r| [r.origin_id.as_str(), &r.village_id]));
    ids.extend(data.links.iter().flat_map(|r| [r.agency_id.as_str(), &r.village_id]));
    ids.extend(data.pins.iter().flat_map(|r| [r.subject_id.as_str(), &r.object_id]));
    let previous = data.previous.as_ref().unwrap();
    ids.extend(previous.attachments.iter().flat_map(|r| [r.village_id.as_str(), &r.agency_id]));
    ids.extend(previous.teams.iter().flat_map(|r| [r.village_id.as_str(), &r.cadre_id]));
    ids.extend(previous.pairings.iter().flat_map(|r| [r.household_id.as_str(), &r.cadre_id]));
    ids
}

#[test]
fn no_edits_change_nothing() {
    assert_eq!(made(&[]).data, county());
}

#[test]
fn a_cadre_that_is_removed_is_named_nowhere() {
    let edited = made(&[Edit::RemoveCadre { cadre: "C00000".into() }]);
    assert_eq!(edited.data.cadres.len(), county().cadres.len() - 1);
    assert!(!named(&edited.data).contains(&"C00000"));
    assert!(named(&county()).contains(&"C00000"));
    assert_eq!(edited.data.households, county().households);
}

#[test]
fn a_cadre_is_added_with_its_whole_record() {
    let record = CadreRecord { id: "C9".into(), rank: Rank::Section, ..county().cadres[0].clone() };
    let edited = made(&[Edit::AddCadre(record.clone())]);
    assert_eq!(cadre(&edited.data, "C9"), &record);
}

#[test]
fn a_cadre_is_transferred_promoted_and_sent_on_leave() {
    let id = || "C00004".to_owned();
    let edited = made(&[
        Edit::TransferCadre { cadre: id(), agency: "A002".into(), base: Some("P000".into()) },
        Edit::PromoteCadre { cadre: id(), rank: Some(Rank::DeputyCounty), role: Some(Role::Head) },
        Edit::SetAvailable { cadre: id(), available: false },
    ]);
    let expected = CadreRecord {
        agency_id: "A002".into(),
        base: Some("P000".into()),
        rank: Rank::DeputyCounty,
        role: Role::Head,
        available: false,
        ..cadre(&county(), "C00004").clone()
    };
    assert_eq!(cadre(&edited.data, "C00004"), &expected);
    let moved = made(&[Edit::TransferCadre { cadre: id(), agency: "A002".into(), base: None }]);
    assert_eq!(cadre(&moved.data, "C00004").base, None, "the base was that of the old post");
}

#[test]
fn a_household_is_removed_added_moved_and_found_poor_for_another_cause() {
    let record = HouseholdRecord { id: "H9".into(), ..county().households[0].clone() };
    let edited = made(&[
        Edit::RemoveHousehold { household: "H00000".into() },
        Edit::AddHousehold(record.clone()),
        Edit::MoveHousehold {
            household: "H00002".into(),
            village: Some("V002".into()),
            hamlet: Some("upper".into()),
        },
        Edit::SetCause { household: "H00003".into(), cause: Cause::Funds },
    ]);
    assert!(!named(&edited.data).contains(&"H00000"));
    assert_eq!(household(&edited.data, "H9"), &record);
    let moved = household(&edited.data, "H00002");
    assert_eq!((moved.village_id.as_str(), moved.hamlet.as_str()), ("V002", "upper"));
    assert!(named(&edited.data).contains(&"H00002"), "it keeps its previous helper");
    assert_eq!(household(&edited.data, "H00003").cause, Cause::Funds);
}

#[test]
fn a_village_leaves_with_its_households_but_for_those_that_move() {
    let edited = made(&[
        Edit::RemoveVillage { village: "V000".into() },
        Edit::MoveHousehold {
            household: "H00001".into(),
            village: Some("V001".into()),
            hamlet: None,
        },
    ]);
    let ids: Vec<&str> = edited.data.households.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids, ["H00001", "H00002", "H00003", "H00004", "H00005"]);
    assert!(!named(&edited.data).contains(&"V000") && !named(&edited.data).contains(&"H00000"));
}

#[test]
fn a_village_joins_and_one_changes_its_type() {
    let village = VillageRecord { id: "V9".into(), ..county().villages[0].clone() };
    let household = HouseholdRecord {
        id: "H9".into(),
        village_id: "V9".into(),
        ..county().households[0].clone()
    };
    let edited = made(&[
        Edit::AddVillage(village.clone()),
        Edit::AddHousehold(household),
        Edit::SetVillageType { village: "V001".into(), kind: VillageType::Disorderly },
    ]);
    assert_eq!(edited.data.villages.last(), Some(&village));
    assert_eq!(edited.data.villages[1].kind, VillageType::Disorderly);
}

#[test]
fn a_merged_agency_hands_over_cadres_pins_charges_and_its_part_in_the_previous_plan() {
    let edited = made(&[Edit::MergeAgency { agency: "A000".into(), into: "A001".into() }]);
    let data = &edited.data;
    assert!(!named(data).contains(&"A000"));
    assert_eq!(data.cadres.iter().filter(|cadre| cadre.agency_id == "A001").count(), 6);
    assert!(data.pins.iter().any(|pin| (pin.kind, &*pin.subject_id) == (PinKind::Lead, "A001")));
    let charge = |data: &InstanceData, village: &str| {
        let mut links = data.links.iter();
        links.find(|link| (&*link.agency_id, &*link.village_id) == ("A001", village)).unwrap().cost
    };
    assert_eq!(charge(data, "V000"), charge(&county(), "V000"), "its own charges stay");
    let previous: Vec<(&str, &str, AttachmentRole)> = data
        .previous
        .as_ref()
        .unwrap()
        .attachments
        .iter()
        .map(|row| (row.village_id.as_str(), row.agency_id.as_str(), row.role))
        .collect();
    let lead = AttachmentRole::Lead;
    assert_eq!(previous, [("V000", "A001", lead), ("V001", "A001", lead)]);
    let edits = [Edit::MergeAgency { agency: "A000".into(), into: "A001".into() }];
    let before = county().previous.unwrap();
    let handed = with_successors(&before, &edits);
    assert_eq!(handed.attachments, data.previous.as_ref().unwrap().attachments);
    assert_eq!((handed.teams, handed.pairings), (before.teams, before.pairings));
}

#[test]
fn an_agency_is_split_with_its_ways_and_charges() {
    let part = Part {
        id: "A9".into(),
        name: None,
        category: Some(Category::Economic),
        location: None,
        max_villages: Some(2),
    };
    let cadres = vec!["C00001".to_owned(), "C00002".to_owned()];
    let edited = made(&[Edit::SplitAgency { agency: "A000".into(), part, cadres }]);
    let data = &edited.data;
    let new = data.agencies.last().unwrap();
    let old = county().agencies[0].clone();
    let expected = AgencyRecord {
        id: "A9".into(),
        category: Category::Economic,
        max_villages: Some(2),
        ..old
    };
    assert_eq!(new, &expected);
    assert_eq!(cadre(data, "C00001").agency_id, "A9");
    assert_eq!(cadre(data, "C00000").agency_id, "A000");
    let instance = Instance::new(data.clone()).unwrap();
    let ids = ["A000", "A9"].map(|id| instance.find_agency(id).unwrap());
    for village in instance.village_ids() {
        let [old, new] = ids.map(|a| instance.metres(a.into(), village));
        assert_eq!(old, new);
        let [old, new]: [Option<Millipoints>; 2] = ids.map(|a| instance.link_charge(a, village));
        assert_eq!(old, new);
    }
}

#[test]
fn an_agency_closes_and_its_cadres_go_elsewhere_or_with_it() {
    let close =
        |to: Option<&str>| Edit::CloseAgency { agency: "A000".into(), to: to.map(str::to_owned) };
    let handed = made(&[close(Some("A002"))]);
    assert_eq!(cadre(&handed.data, "C00000").agency_id, "A002");
    assert_eq!(handed.data.cadres.len(), county().cadres.len());
    let gone = made(&[close(None)]);
    assert_eq!(gone.data.cadres.len(), county().cadres.len() - 3);
    // Who is transferred out of it by name goes where that says.
    let saved = made(&[
        close(None),
        Edit::TransferCadre { cadre: "C00000".into(), agency: "A001".into(), base: None },
    ]);
    assert_eq!(cadre(&saved.data, "C00000").agency_id, "A001");
    for edited in [handed, gone, saved] {
        assert!(!named(&edited.data).contains(&"A000"));
        assert_eq!(edited.data.agencies.len(), 2);
    }
}

#[test]
fn an_agency_that_closes_stays_a_place_where_somebody_is_based() {
    let mut county = county();
    county.cadres[4].base = Some("A000".into());
    let edits = [Edit::CloseAgency { agency: "A000".into(), to: None }];
    let edited = apply(&county, &edits).unwrap();
    let (before, after) =
        (Instance::new(county).unwrap(), Instance::new(edited.data).expect("its ways are known"));
    let metres = |instance: &Instance| {
        let origin = instance.cadre(instance.find_cadre("C00004").unwrap()).origin;
        instance.village_ids().map(|v| instance.metres(origin, v)).collect::<Vec<_>>()
    };
    assert_eq!(metres(&before), metres(&after));
}

#[test]
fn an_agency_without_an_available_cadre_is_left_out() {
    let leave = |id: &str| Edit::SetAvailable { cadre: id.to_owned(), available: false };
    let edited = made(&["C00000", "C00001", "C00002"].map(leave));
    assert_eq!(edited.idle, ["A000"]);
    assert!(!named(&edited.data).contains(&"A000") && edited.data.agencies.len() == 2);
    assert!(made(&["C00000", "C00001"].map(leave)).idle.is_empty());
}

#[test]
fn any_setting_is_set_by_its_key() {
    let set = |key: &str, value: serde_json::Value| Edit::Set { key: key.to_owned(), value };
    let edited = made(&[
        set("quota.staff", 2.into()),
        set("weights.type", 7.into()),
        set("limits.led_per_agency", 3.into()),
        set("team.enabled", false.into()),
        set("travel.detour", 1.5.into()),
        set("type_mismatch.general", vec![1, 2, 3, 4].into()),
        set("name", "other".into()),
    ]);
    let settings = &edited.data.settings;
    assert_eq!((settings.quota.staff, settings.weights.type_), (2, 7));
    assert_eq!((settings.limits.led_per_agency, settings.team.enabled), (3, false));
    assert_eq!((settings.travel.detour, settings.name.as_str()), (1.5, "other"));
    assert_eq!(settings.type_mismatch.general, [1, 2, 3, 4]);
    assert_eq!(settings.need_mismatch, county().settings.need_mismatch);
}

#[test]
fn pins_are_added_and_removed() {
    let new = pin(PinKind::Attach, "A001", "V002", PinMode::Forbid);
    let remove = |mode| Edit::RemovePin {
        kind: PinKind::Lead,
        subject: "A000".into(),
        object: "V000".into(),
        mode,
    };
    let edited = made(&[Edit::AddPin(new.clone()), remove(Some(PinMode::Require))]);
    assert!(edited.data.pins.contains(&new));
    assert!(edited.data.pins.iter().all(|pin| pin.kind != PinKind::Lead));
    assert_eq!(made(&[remove(None)]).data.pins.len(), 2);
    let faults = apply(&county(), &[remove(Some(PinMode::Forbid))]).unwrap_err();
    assert!(faults[0].cause.to_string().contains("no such pin"));
}

#[test]
fn the_order_of_edits_means_nothing() {
    let edits = [
        Edit::RemoveCadre { cadre: "C00000".into() },
        Edit::TransferCadre { cadre: "C00001".into(), agency: "A9".into(), base: None },
        Edit::AddAgency(AgencyRecord { id: "A9".into(), ..county().agencies[1].clone() }),
        Edit::MergeAgency { agency: "A002".into(), into: "A9".into() },
        Edit::SetCause { household: "H00001".into(), cause: Cause::Labour },
        Edit::RemoveVillage { village: "V002".into() },
    ];
    let mut shape = county();
    shape.travel.clear(); // a new agency has its ways from its coordinates
    let digest = |edits: &[Edit]| {
        Instance::new(apply(&shape, edits).unwrap().data).unwrap().digest().to_owned()
    };
    let mut reversed = edits.to_vec();
    reversed.reverse();
    assert_eq!(digest(&edits), digest(&reversed));
}
