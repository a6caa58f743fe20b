//! Conflicts, each judged by the integer program on data in which nothing but its facts stands in the
//! way: together they leave no plan, without any one of them they do.

use jiedui::analyse::diagnose::Cause;
use jiedui::model::data::{AgencyRecord, CadreRecord, InstanceData, PinRecord};
use jiedui::model::enums::{Application, Category, PinKind, PinMode, Rank, Role};
use jiedui::model::{Instance, Status};

use super::{diagnosis, tight};
use crate::exact::solve_exactly;
use crate::support::weightless;

/// The data with all facts but these out of the way. `None` where data cannot say that: an agency
/// has to be attached somewhere.
fn only(data: &InstanceData, facts: &[Cause]) -> Option<InstanceData> {
    let mut data = data.clone();
    let is = |wanted: &dyn Fn(&Cause) -> bool| facts.iter().any(wanted);
    let settings = &mut data.settings;
    settings.quota.deputy_county = 50; // nobody's rank in the data
    let old_limit = settings.limits.villages_per_agency;
    if !is(&|f| matches!(f, Cause::LedPerAgency { .. })) {
        settings.limits.led_per_agency = 100;
    }
    if !is(&|f| matches!(f, Cause::TeamSize { .. })) {
        settings.team.members = 1;
    }
    settings.weights = weightless();
    data.pins.retain(|pin| is(&|f| matches!(f, Cause::Pin(name) if name.names(pin))));
    for agency in &mut data.agencies {
        let id = agency.id.clone();
        let limited = is(&|f| matches!(f, Cause::MaxVillages { agency, .. } if *agency == id));
        let most = agency.max_villages.unwrap_or(old_limit);
        agency.max_villages = Some(if limited { most } else { 100 });
        let forbidden = data.pins.iter().filter(|pin| {
            pin.kind == PinKind::Attach && pin.mode == PinMode::Forbid && pin.subject_id == id
        });
        let nowhere = forbidden.count() >= data.villages.len() || (limited && most == 0);
        if nowhere && !is(&|f| matches!(f, Cause::Attached { agency } if *agency == id)) {
            return None;
        }
    }
    for id in data.agencies.iter().map(|a| a.id.clone()).collect::<Vec<_>>() {
        free_cadres(&mut data, facts, &id);
    }
    for v in 0..data.villages.len() {
        let id = data.villages[v].id.clone();
        let helped = is(&|f| matches!(f, Cause::Helped { village, .. } if *village == id));
        let led = is(&|f| matches!(f, Cause::Led { village } if *village == id));
        if !helped || !led {
            stand_in(&mut data, &id, !helped, !led);
        }
    }
    Some(data)
}

/// Takes the facts about an agency's cadres that are not among `facts` out of the way.
fn free_cadres(data: &mut InstanceData, facts: &[Cause], id: &str) {
    let is = |wanted: &dyn Fn(&Cause) -> bool| facts.iter().any(wanted);
    let secretaries = is(&|f| matches!(f, Cause::Secretaries { agency, .. } if agency == id));
    let leaders = is(&|f| matches!(f, Cause::Leaders { agency, .. } if agency == id));
    let quotas = is(&|f| matches!(f, Cause::Quotas { agency, .. } if agency == id));
    let roster = is(&|f| matches!(f, Cause::Roster { agency, .. } if agency == id));
    let years = data.settings.team.min_rural_years;
    for cadre in data.cadres.iter_mut().filter(|cadre| cadre.agency_id == id) {
        let fit = cadre.party_member
            && (cadre.rank != Rank::Staff || cadre.reserve)
            && cadre.rural_years >= years
            && cadre.application != Application::None
            && cadre.role != Role::Head;
        cadre.available |= !roster;
        if !leaders {
            cadre.role = Role::Deputy;
        }
        if !quotas {
            cadre.rank = Rank::DeputyCounty;
        }
        if !secretaries {
            make_fit(cadre, years);
        } else if !fit {
            cadre.party_member = false; // whatever else was changed
        }
    }
    if !roster {
        let rank = if quotas { Rank::DeputySection } else { Rank::DeputyCounty };
        let count = data.households.len() + 3 * data.villages.len();
        data.cadres.extend((0..count).map(|i| fit_for_all(&format!("{id}-R{i}"), id, rank, years)));
    }
}

fn make_fit(cadre: &mut CadreRecord, years: u32) {
    (cadre.party_member, cadre.reserve, cadre.rural_years) = (true, true, years);
    cadre.application = Application::Both;
    if cadre.role == Role::Head {
        cadre.role = Role::Member;
    }
}

fn fit_for_all(id: &str, agency: &str, rank: Rank, years: u32) -> CadreRecord {
    let mut cadre = CadreRecord {
        id: id.to_owned(),
        name: String::new(),
        agency_id: agency.to_owned(),
        rank,
        role: Role::Deputy,
        party_member: true,
        reserve: true,
        rural_years: years,
        application: Application::Both,
        phone: String::new(),
        base: None,
        available: true,
    };
    make_fit(&mut cadre, years);
    cadre
}

/// An agency of its own that helps or leads the village, and nothing else.
fn stand_in(data: &mut InstanceData, village: &str, helps: bool, leads: bool) {
    let id = format!("Z-{village}");
    data.agencies.push(AgencyRecord {
        id: id.clone(),
        name: String::new(),
        category: Category::General,
        location: data.agencies[0].location,
        max_villages: Some(1),
    });
    let years = data.settings.team.min_rural_years;
    let count = if leads { data.settings.team.members as usize + 1 } else { 1 };
    let own: Vec<String> = (0..count).map(|i| format!("{id}-C{i}")).collect();
    let mut pin = |kind, subject: &str, object: &str, mode| {
        let (subject_id, object_id) = (subject.to_owned(), object.to_owned());
        data.pins.push(PinRecord { kind, subject_id, object_id, mode, reason: None });
    };
    pin(PinKind::Attach, &id, village, PinMode::Require);
    if !leads {
        pin(PinKind::Lead, &id, village, PinMode::Forbid);
    }
    for household in data.households.iter().filter(|h| h.village_id == village && !helps) {
        own.iter().for_each(|c| pin(PinKind::Help, c, &household.id, PinMode::Forbid));
    }
    data.cadres.extend(own.iter().map(|c| fit_for_all(c, &id, Rank::DeputyCounty, years)));
}

fn has_plan(data: InstanceData, context: &str) -> bool {
    let outcome = solve_exactly(&Instance::new(data).unwrap(), None);
    match outcome.status {
        Status::Optimal => true,
        Status::Infeasible => false,
        status => panic!("{context}: {status:?}"),
    }
}

#[test]
fn a_conflict_leaves_no_plan_and_without_any_of_its_facts_one_exists() {
    let (mut whole, mut parts) = (0, 0);
    for seed in 600..640 {
        let data = tight(seed);
        for conflict in diagnosis(&data).1.conflicts {
            let context = format!("{seed}: {:?}", conflict.facts);
            if let Some(alone) = only(&data, &conflict.facts) {
                assert!(!has_plan(alone, &context), "{context}");
                whole += 1;
            }
            for i in 0..conflict.facts.len() {
                let mut others = conflict.facts.clone();
                let left_out = others.remove(i);
                if let Some(rest) = only(&data, &others) {
                    assert!(has_plan(rest, &context), "{context} without {left_out:?}");
                    parts += 1;
                }
            }
        }
    }
    assert!(whole > 10 && parts > 40, "{whole} {parts}");
}
