//! Changes of the data after which a plan exists.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::decision::{PinName, pin_name};
use super::facts::{Miss, misses};
use crate::model::data::{CadreRecord, InstanceData};
use crate::model::enums::{Application, Rank, Role};
use crate::model::{AgencyId, CadreId, Instance, Lack, VillageId, leader_lacks, secretary_lacks};
use crate::solve::exact::elastic::{Fact, Member, Solution};

/// A place on a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The leader.
    Leader,
    /// The first secretary.
    Secretary,
}

/// One change of the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Mend {
    /// Take a pin out.
    DropPin(PinName),
    /// Let an agency be attached to more villages.
    MaxVillages {
        /// The agency.
        agency: String,
        /// What it may be attached to now.
        from: u32,
        /// What it must be allowed.
        to: u32,
    },
    /// Let agencies lead more villages (`limits.led_per_agency`).
    LedPerAgency {
        /// The limit now.
        from: u32,
        /// The limit that is needed.
        to: u32,
    },
    /// Have fewer members in every team (`team.members`).
    TeamMembers {
        /// Members now.
        from: u32,
        /// Members that can be had.
        to: u32,
    },
    /// Let cadres help more households than their quota (`quota.overload`).
    Overload {
        /// The overload now.
        from: u32,
        /// The overload that is needed.
        to: u32,
        /// Households above what is allowed now.
        households: u32,
        /// Of these, those of each agency's cadres.
        agencies: Vec<(String, u32)>,
    },
    /// Make a cadre fit for a place on the team of a village.
    Fit {
        /// The place.
        place: Place,
        /// The village.
        village: String,
        /// The lead agency.
        agency: String,
        /// The cadre.
        cadre: String,
        /// What is to be made up for.
        lacks: Vec<Lack>,
        /// Others who come near.
        others: Vec<Miss>,
    },
    /// Call a cadre back to duty.
    Recall {
        /// The cadre.
        cadre: String,
        /// Its agency.
        agency: String,
    },
    /// Give an agency more cadres, fit for any place on a team.
    Recruit {
        /// The agency.
        agency: String,
        /// Ids that [`apply`] gives them.
        cadres: Vec<String>,
    },
}

/// The id of a new cadre of an agency.
fn recruit_id(instance: &Instance, agency: AgencyId, number: usize) -> String {
    let mut id = format!("{}-NEW{}", instance.agency(agency).id, number + 1);
    while instance.find_cadre(&id).is_some() {
        id.push('x');
    }
    id
}

/// The id of somebody whom a solution names.
pub(super) fn member_id(instance: &Instance, member: Member) -> String {
    match member {
        Member::Cadre(c) => instance.cadre(c).id.clone(),
        Member::Recruit(a, number) => recruit_id(instance, a, number),
    }
}

/// Drops the pin at this position.
pub(super) fn drop_pin(instance: &Instance, p: usize) -> Mend {
    Mend::DropPin(pin_name(instance, p))
}

/// Drops these pins.
pub(super) fn dropped(instance: &Instance, pins: &[usize]) -> Vec<(Mend, BTreeSet<Fact>)> {
    let facts = |p| BTreeSet::from([Fact::Pin(p)]);
    pins.iter().map(|&p| (drop_pin(instance, p), facts(p))).collect()
}

/// The changes of a solution of the elastic program, each with the facts that it changes.
pub(super) fn mends(instance: &Instance, solution: &Solution) -> Vec<(Mend, BTreeSet<Fact>)> {
    let mut mends = dropped(instance, &solution.dropped);
    let mut add = |mend, facts: Vec<Fact>| mends.push((mend, facts.into_iter().collect()));
    for (&a, &more) in &solution.villages {
        let from = instance.agency(a).max_villages;
        let agency = instance.agency(a).id.clone();
        add(Mend::MaxVillages { agency, from, to: from + more }, vec![Fact::MaxVillages(a)]);
    }
    if solution.led > 0 {
        let from = instance.settings().limits.led_per_agency;
        add(Mend::LedPerAgency { from, to: from + solution.led }, vec![Fact::LedPerAgency]);
    }
    if solution.fewer > 0 {
        let from = instance.settings().team.members;
        add(Mend::TeamMembers { from, to: from - solution.fewer }, vec![Fact::TeamSize]);
    }
    if solution.overload > 0 {
        let from = instance.settings().quota.overload;
        let own = solution.above.iter();
        let agencies = own.map(|(&a, &n)| (instance.agency(a).id.clone(), n)).collect();
        let households = solution.above.values().sum();
        let mend = Mend::Overload { from, to: from + solution.overload, households, agencies };
        add(mend, solution.above.keys().map(|&a| Fact::Quotas(a)).collect());
    }
    for v in instance.village_ids() {
        for place in [Place::Leader, Place::Secretary] {
            if let Some((mend, fact)) = fit(instance, solution, v, place) {
                add(mend, vec![fact]);
            }
        }
    }
    for (mend, fact) in people(instance, solution) {
        add(mend, vec![fact]);
    }
    mends
}

/// What makes the one on a team's place fit for it, where that takes anything.
fn fit(
    instance: &Instance,
    solution: &Solution,
    v: VillageId,
    place: Place,
) -> Option<(Mend, Fact)> {
    let (member, lacks): (_, fn(&Instance, CadreId) -> Vec<Lack>) = match place {
        Place::Leader => (solution.leader[v.index()], leader_lacks),
        Place::Secretary => (solution.secretary[v.index()], secretary_lacks),
    };
    let Some(Member::Cadre(c)) = member else { return None };
    let lacking = lacks(instance, c);
    if lacking.is_empty() {
        return None;
    }
    let (a, cadre) = (instance.cadre(c).agency, instance.cadre(c).id.clone());
    let mut others = misses(instance, a, lacks);
    others.retain(|miss| miss.cadre != cadre);
    let mend = Mend::Fit {
        place,
        village: instance.village(v).id.clone(),
        agency: instance.agency(a).id.clone(),
        cadre,
        lacks: lacking,
        others,
    };
    let fact = match place {
        Place::Leader => Fact::Leaders(a),
        Place::Secretary => Fact::Secretaries(a),
    };
    Some((mend, fact))
}

/// Cadres called back, and new ones.
fn people(instance: &Instance, solution: &Solution) -> Vec<(Mend, Fact)> {
    let mut mends = Vec::new();
    let mut recruits: BTreeMap<AgencyId, BTreeSet<usize>> = BTreeMap::new();
    let members: BTreeSet<Member> = solution.posted.iter().map(|&(member, _)| member).collect();
    for member in members {
        match member {
            Member::Cadre(c) if !instance.cadre(c).available => {
                let a = instance.cadre(c).agency;
                let agency = instance.agency(a).id.clone();
                let cadre = instance.cadre(c).id.clone();
                mends.push((Mend::Recall { cadre, agency }, Fact::Roster(a)));
            }
            Member::Cadre(_) => {}
            Member::Recruit(a, number) => {
                recruits.entry(a).or_default().insert(number);
            }
        }
    }
    for (a, numbers) in recruits {
        let cadres = numbers.into_iter().map(|number| recruit_id(instance, a, number)).collect();
        let agency = instance.agency(a).id.clone();
        mends.push((Mend::Recruit { agency, cadres }, Fact::Roster(a)));
    }
    mends
}

/// Makes the changes in the data of the instance that they were found for.
pub fn apply(mends: &[Mend], data: &mut InstanceData) {
    for mend in mends {
        match mend {
            Mend::DropPin(name) => data.pins.retain(|record| !name.names(record)),
            Mend::MaxVillages { agency, to, .. } => {
                let own = data.agencies.iter_mut().filter(|record| record.id == *agency);
                own.for_each(|record| record.max_villages = Some(*to));
            }
            Mend::LedPerAgency { to, .. } => data.settings.limits.led_per_agency = *to,
            Mend::TeamMembers { to, .. } => data.settings.team.members = *to,
            Mend::Overload { to, .. } => data.settings.quota.overload = *to,
            Mend::Fit { cadre, lacks, .. } => {
                let own = data.cadres.iter_mut().filter(|record| record.id == *cadre);
                own.for_each(|record| lacks.iter().for_each(|&lack| make_up(record, lack)));
            }
            Mend::Recall { cadre, .. } => {
                let own = data.cadres.iter_mut().filter(|record| record.id == *cadre);
                own.for_each(|record| record.available = true);
            }
            Mend::Recruit { agency, cadres } => {
                let years = data.settings.team.min_rural_years;
                data.cadres.extend(cadres.iter().map(|id| recruit(id, agency, years)));
            }
        }
    }
}

fn make_up(cadre: &mut CadreRecord, lack: Lack) {
    match lack {
        Lack::RuralYears { needs, .. } => cadre.rural_years = needs,
        Lack::Application => cadre.application = Application::Recommended,
        Lack::Reserve => cadre.reserve = true,
        Lack::Head => cadre.role = Role::Member,
        Lack::PartyMember => cadre.party_member = true,
        Lack::Deputy => cadre.role = Role::Deputy,
    }
}

fn recruit(id: &str, agency: &str, rural_years: u32) -> CadreRecord {
    CadreRecord {
        id: id.to_owned(),
        name: String::new(),
        agency_id: agency.to_owned(),
        rank: Rank::DeputySection,
        role: Role::Deputy,
        party_member: true,
        reserve: true,
        rural_years,
        application: Application::Recommended,
        phone: String::new(),
        base: None,
        available: true,
    }
}
