//! Proofs that no plan exists which take no solver: two flows and a look at the pins.
//!
//! Each relaxes the rules (a cadre's slots may be spread over villages, an agency may be anywhere it
//! is not forbidden), so what it finds short is short in every plan. All take only the facts that
//! are held into account, so that the deletion filter can ask them too.

use serde::Serialize;

use super::super::decision::PinName;
use super::cut::{Deficit, Network};
use super::facts::{Miss, misses};
use crate::model::enums::PinMode;
use crate::model::{AgencyId, CadreId, Instance, Pin, VillageId, leader_lacks, secretary_lacks};
use crate::solve::exact::elastic::Fact;

/// More than anybody wants.
const PLENTY: i64 = 1_000_000_000;

/// A proof that no plan exists.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Certificate {
    /// A minimum cut: the villages have more households than all who may help there can help.
    Shortage {
        /// The villages.
        villages: Vec<String>,
        /// The agencies that may be attached to one of them.
        agencies: Vec<String>,
        /// Households of the villages.
        households: i64,
        /// Households that the agencies can help there at most.
        slots: i64,
        /// The difference.
        short: i64,
    },
    /// A Hall set: fewer villages can be led by the agencies that may lead them. No village can be
    /// left out of it.
    NoLead {
        /// The villages.
        villages: Vec<String>,
        /// The agencies that can lead one of them, with how many they can lead.
        agencies: Vec<(String, i64)>,
        /// Agencies that no pin keeps away, but that cannot staff a team.
        unable: Vec<Unable>,
    },
    /// An agency that must be attached somewhere and may be nowhere (R2).
    Detached {
        /// The agency.
        agency: String,
        /// Villages it may be attached to.
        most: u32,
    },
    /// Pins that contradict each other or the facts of whom they name; none can be left out.
    Pins {
        /// The pins.
        pins: Vec<PinName>,
    },
}

/// An agency that cannot staff a team, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unable {
    /// The agency.
    pub agency: String,
    /// Its available cadres.
    pub available: usize,
    /// Of them, those fit to lead a team.
    pub leaders: usize,
    /// Of them, those fit to be first secretary.
    pub secretaries: usize,
    /// Who comes nearest to the place that nobody fills.
    pub misses: Vec<Miss>,
}

/// Facts that are held.
pub(super) type Held<'h> = &'h dyn Fn(Fact) -> bool;

/// Pins that are held.
fn pins<'a>(instance: &'a Instance, held: Held<'a>) -> impl Iterator<Item = Pin> + 'a {
    let pins = instance.pins().iter().copied().enumerate();
    pins.filter(move |&(p, _)| held(Fact::Pin(p))).map(|(_, pin)| pin)
}

/// By agency and village, whether held pins let the agency be attached.
fn attachable(instance: &Instance, held: Held) -> Vec<Vec<bool>> {
    let mut may = vec![vec![true; instance.villages().len()]; instance.agencies().len()];
    for pin in pins(instance, held) {
        if let Pin::Attach { agency, village, mode: PinMode::Forbid } = pin {
            may[agency.index()][village.index()] = false;
        }
    }
    may
}

/// Where held pins require the duties of each cadre to be, the first of them.
fn required_posts(instance: &Instance, held: Held) -> Vec<Option<VillageId>> {
    let mut posts = vec![None; instance.cadres().len()];
    for pin in pins(instance, held) {
        let post = match pin {
            Pin::Post { cadre, village, mode: PinMode::Require }
            | Pin::Secretary { cadre, village, mode: PinMode::Require }
            | Pin::Leader { cadre, village, mode: PinMode::Require } => Some((cadre, village)),
            Pin::Help { cadre, household, mode: PinMode::Require } => {
                Some((cadre, instance.household(household).village))
            }
            _ => None,
        };
        if let Some((cadre, village)) = post {
            posts[cadre.index()].get_or_insert(village);
        }
    }
    posts
}

/// Who can help whom: a supplier for each agency, then one for each cadre that a pin keeps in one
/// village.
fn help_network(instance: &Instance, held: Held) -> (Network, Vec<AgencyId>) {
    let may = attachable(instance, held);
    let posts = required_posts(instance, held);
    let mut network = Network::default();
    let mut owners = Vec::new();
    let residents = |v: VillageId| instance.households_of(v).len() as i64;
    network.demands = instance
        .village_ids()
        .map(|v| if held(Fact::Helped(v)) { residents(v) } else { 0 })
        .collect();
    for a in instance.agency_ids() {
        let allowed: Vec<usize> =
            (0..may[a.index()].len()).filter(|&v| may[a.index()][v]).collect();
        let unlimited = !held(Fact::Quotas(a)) || !held(Fact::Roster(a));
        let free = instance.cadres_of(a).iter().filter(|&&c| posts[c.index()].is_none());
        let slots: i64 = free.map(|&c| i64::from(instance.capacity(c))).sum();
        let mut reach: Vec<i64> = allowed.iter().map(|&v| network.demands[v]).collect();
        if held(Fact::MaxVillages(a)) {
            reach.sort_unstable_by(|x, y| y.cmp(x));
            reach.truncate(instance.agency(a).max_villages as usize);
        }
        let reach: i64 = reach.iter().sum();
        let slots = if unlimited { PLENTY } else { slots };
        network.supplies.push(slots.min(reach));
        network.allowed.push(allowed);
        owners.push(a);
    }
    for c in instance.cadre_ids() {
        let a = instance.cadre(c).agency;
        let Some(v) = posts[c.index()].filter(|v| may[a.index()][v.index()]) else { continue };
        let slots = if held(Fact::Quotas(a)) { i64::from(instance.capacity(c)) } else { PLENTY };
        network.supplies.push(slots);
        network.allowed.push(vec![v.index()]);
        owners.push(a);
    }
    (network, owners)
}

/// Teams that an agency can staff side by side, as far as its people go.
fn staffable(instance: &Instance, held: Held, a: AgencyId) -> i64 {
    let team = &instance.settings().team;
    if !team.enabled || !held(Fact::Roster(a)) {
        return PLENTY;
    }
    let available: Vec<CadreId> =
        instance.cadres_of(a).iter().copied().filter(|&c| instance.cadre(c).available).collect();
    let all = available.len() as i64;
    let leads = |&c: &CadreId| !held(Fact::Leaders(a)) || instance.leader_eligible(c);
    let serves = |&c: &CadreId| !held(Fact::Secretaries(a)) || instance.secretary_eligible(c);
    let count = |fit: &dyn Fn(&CadreId) -> bool| available.iter().filter(|c| fit(c)).count() as i64;
    let either = count(&|c| leads(c) || serves(c));
    let size = if held(Fact::TeamSize) { i64::from(team.members) + 1 } else { 2 };
    count(&leads).min(count(&serves)).min(either / 2).min(all / size)
}

/// Who can lead whom: a supplier for each agency, with the villages it can lead.
fn lead_network(instance: &Instance, held: Held) -> Network {
    let mut may = attachable(instance, held);
    for pin in pins(instance, held) {
        match pin {
            Pin::Lead { agency, village, mode: PinMode::Forbid } => {
                may[agency.index()][village.index()] = false;
            }
            Pin::Lead { agency, village, mode: PinMode::Require } => {
                for (a, own) in may.iter_mut().enumerate() {
                    own[village.index()] &= a == agency.index();
                }
            }
            _ => {}
        }
    }
    let demands = instance.village_ids().map(|v| i64::from(held(Fact::Led(v)))).collect();
    let mut network = Network { demands, ..Network::default() };
    for a in instance.agency_ids() {
        let allowed: Vec<usize> =
            (0..may[a.index()].len()).filter(|&v| may[a.index()][v]).collect();
        let limit = i64::from(instance.settings().limits.led_per_agency);
        let limit = if held(Fact::LedPerAgency) { limit } else { PLENTY };
        let most = i64::from(instance.agency(a).max_villages);
        let most = if held(Fact::MaxVillages(a)) { most } else { PLENTY };
        let reach = allowed.len() as i64;
        network.supplies.push(limit.min(most).min(reach).min(staffable(instance, held, a)));
        network.allowed.push(allowed);
    }
    network
}

/// Agencies that held facts leave nowhere to be attached.
fn detached(instance: &Instance, held: Held) -> Option<AgencyId> {
    let may = attachable(instance, held);
    instance.agency_ids().find(|&a| {
        let nowhere = !may[a.index()].contains(&true);
        let none = held(Fact::MaxVillages(a)) && instance.agency(a).max_villages == 0;
        held(Fact::Attached(a)) && (nowhere || none)
    })
}

/// Whether a quick certificate shows that the held facts alone are in conflict. `false` says nothing.
pub(super) fn conflicting(instance: &Instance, held: Held) -> bool {
    detached(instance, held).is_some()
        || lead_network(instance, held).deficit().is_some()
        || help_network(instance, held).0.deficit().is_some()
}

/// Whether the quick certificates decide the matter of the held facts: where nobody needs help, who
/// leads and who is attached is all there is, and the people for teams are counted exactly.
pub(super) fn decisive(instance: &Instance, held: Held) -> bool {
    let helped = instance.village_ids().any(|v| held(Fact::Helped(v)));
    let about_leads = |pin| {
        matches!(
            pin,
            Pin::Lead { mode: PinMode::Forbid, .. } | Pin::Attach { mode: PinMode::Forbid, .. }
        )
    };
    !helped && pins(instance, held).all(about_leads)
}

/// A certificate and the facts it needs, or more of them.
pub(super) type Found = (Certificate, Vec<Fact>);

/// All quick certificates of an instance but those of pins among themselves.
pub(super) fn all(instance: &Instance) -> Vec<Found> {
    let mut found = Vec::new();
    let held = |_: Fact| true;
    for a in instance.agency_ids() {
        let only = |fact: Fact| match fact {
            Fact::Attached(b) => a == b,
            _ => true,
        };
        if detached(instance, &only).is_some() {
            let mut facts = vec![Fact::Attached(a), Fact::MaxVillages(a)];
            facts.extend(pin_facts(instance, |pin| {
                matches!(pin, Pin::Attach { agency, mode: PinMode::Forbid, .. } if agency == a)
            }));
            let most = instance.agency(a).max_villages;
            let agency = instance.agency(a).id.clone();
            found.push((Certificate::Detached { agency, most }, facts));
        }
    }
    let network = lead_network(instance, &held);
    if let Some(deficit) = network.deficit() {
        let deficit = network.smallest(deficit);
        found.push(no_lead(instance, &network, &deficit));
    }
    let (network, owners) = help_network(instance, &held);
    if let Some(deficit) = network.deficit() {
        found.push(shortage(instance, &owners, &deficit));
    }
    found
}

fn village_ids(instance: &Instance, villages: &[usize]) -> Vec<String> {
    villages.iter().map(|&v| instance.villages()[v].id.clone()).collect()
}

fn pin_facts(instance: &Instance, wanted: impl Fn(Pin) -> bool) -> Vec<Fact> {
    let pins = instance.pins().iter().enumerate();
    pins.filter(|&(_, &pin)| wanted(pin)).map(|(p, _)| Fact::Pin(p)).collect()
}

fn shortage(instance: &Instance, owners: &[AgencyId], deficit: &Deficit) -> Found {
    let mut agencies: Vec<AgencyId> = deficit.suppliers.iter().map(|&s| owners[s]).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let inside = |v: VillageId| deficit.consumers.contains(&v.index());
    let mut facts = pin_facts(instance, |pin| match pin {
        Pin::Attach { village, mode, .. } => inside(village) && mode == PinMode::Forbid,
        Pin::Post { mode, .. }
        | Pin::Help { mode, .. }
        | Pin::Secretary { mode, .. }
        | Pin::Leader { mode, .. } => mode == PinMode::Require,
        Pin::Lead { .. } => false,
    });
    facts.extend(agencies.iter().map(|&a| Fact::MaxVillages(a)));
    facts.extend(agencies.iter().map(|&a| Fact::Roster(a)));
    facts.extend(agencies.iter().map(|&a| Fact::Quotas(a)));
    let mut villages: Vec<VillageId> =
        deficit.consumers.iter().map(|&v| VillageId::new(v)).collect();
    villages.sort_by_key(|&v| instance.households_of(v).len());
    facts.extend(villages.into_iter().map(Fact::Helped));
    let certificate = Certificate::Shortage {
        villages: village_ids(instance, &deficit.consumers),
        agencies: agencies.iter().map(|&a| instance.agency(a).id.clone()).collect(),
        households: deficit.wanted,
        slots: deficit.available,
        short: deficit.wanted - deficit.available,
    };
    (certificate, facts)
}

fn no_lead(instance: &Instance, network: &Network, deficit: &Deficit) -> Found {
    let inside = |v: VillageId| deficit.consumers.contains(&v.index());
    let mut facts = pin_facts(instance, |pin| match pin {
        Pin::Attach { village, mode, .. } => inside(village) && mode == PinMode::Forbid,
        Pin::Lead { village, .. } => inside(village),
        _ => false,
    });
    facts.push(Fact::LedPerAgency);
    if instance.settings().team.enabled {
        facts.push(Fact::TeamSize);
    }
    for &s in &deficit.suppliers {
        let a = AgencyId::new(s);
        facts.push(Fact::MaxVillages(a));
        if instance.settings().team.enabled {
            facts.extend([Fact::Roster(a), Fact::Leaders(a), Fact::Secretaries(a)]);
        }
    }
    facts.extend(deficit.consumers.iter().map(|&v| Fact::Led(VillageId::new(v))));
    let able = deficit.suppliers.iter().filter(|&&s| network.supplies[s] > 0);
    let unable = deficit.suppliers.iter().map(|&s| AgencyId::new(s));
    let unable = unable.filter(|&a| staffable(instance, &|_| true, a) == 0);
    let certificate = Certificate::NoLead {
        villages: village_ids(instance, &deficit.consumers),
        agencies: able.map(|&s| (instance.agencies()[s].id.clone(), network.supplies[s])).collect(),
        unable: unable.map(|a| self::unable(instance, a)).collect(),
    };
    (certificate, facts)
}

/// Why an agency cannot staff a team.
fn unable(instance: &Instance, a: AgencyId) -> Unable {
    let cadres = instance.cadres_of(a);
    let count = |fit: &dyn Fn(CadreId) -> bool| cadres.iter().filter(|&&c| fit(c)).count();
    let leaders = count(&|c| instance.leader_eligible(c));
    let secretaries = count(&|c| instance.secretary_eligible(c));
    let lacks = if leaders == 0 { leader_lacks } else { secretary_lacks };
    let available = count(&|c| instance.cadre(c).available);
    let short = available <= instance.settings().team.members as usize;
    let misses = if short { Vec::new() } else { misses(instance, a, lacks) };
    Unable { agency: instance.agency(a).id.clone(), available, leaders, secretaries, misses }
}
