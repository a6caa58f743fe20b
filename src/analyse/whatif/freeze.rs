//! Keeping all of a plan that a change of the facts does not touch.
//!
//! Touched are: a cadre that is gone, not available, at another agency, or with more households than it
//! may have now; an agency that is gone or has more villages than it may have; a household that is new,
//! or in another village; a village that is new. What is decided among the untouched stays, by way of
//! pins: the helper of a household, the lead agency of a village, the leader and the first secretary of a
//! team. Members of teams, whom no pin can name, are pinned to their village and put back in their place
//! once there is a plan ([`Kept::restore_members`]); they cost nothing, so the plan costs the same.
//!
//! New pins come first: what one is about is touched.

use std::collections::{BTreeMap, BTreeSet};

use super::{Baseline, leads};
use crate::analyse::decision::{PinName, pin_name};
use crate::model::data::{PlanTables, TeamRow};
use crate::model::enums::{PinMode, TeamRole};
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Pin, VillageId};

/// What is kept.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pins: Vec<Pin>,
    /// Members to be put back, by village.
    members: BTreeMap<String, Vec<String>>,
}

impl Kept {
    /// What of the baseline the change does not touch.
    #[must_use]
    pub fn of(baseline: Baseline, instance: &Instance) -> Self {
        let facts = Facts::new(baseline, instance);
        let mut kept = Self::default();
        facts.leads(&mut kept);
        facts.pairings(&mut kept);
        facts.teams(&mut kept);
        kept
    }

    /// The pins that keep it, none of which contradicts another.
    #[must_use]
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// Puts the members of untouched teams back. They are posted to their village, so nobody else's
    /// duties change; those who leave the team keep their households there.
    pub fn restore_members(&self, tables: &mut PlanTables) {
        for (village, old) in &self.members {
            let in_team = |row: &&TeamRow| row.village_id == *village;
            let others = tables.teams.iter().filter(in_team);
            let taken: BTreeSet<String> = others
                .filter(|row| row.role != TeamRole::Member)
                .map(|row| row.cadre_id.clone())
                .collect();
            let mut wanted: Vec<String> =
                old.iter().filter(|id| !taken.contains(*id)).cloned().collect();
            let rows = tables.teams.iter().filter(in_team);
            let now: Vec<String> = rows
                .filter(|row| row.role == TeamRole::Member)
                .map(|row| row.cadre_id.clone())
                .collect();
            let missing = now.iter().filter(|id| !old.contains(id)).cloned();
            wanted.extend(missing);
            wanted.truncate(now.len());
            let places = tables.teams.iter_mut().filter(|row| row.village_id == *village);
            let places = places.filter(|row| row.role == TeamRole::Member);
            for (row, id) in places.zip(wanted) {
                row.cadre_id = id;
            }
        }
        tables.sort();
    }
}

/// What is and is not touched.
struct Facts<'a> {
    baseline: Baseline<'a>,
    instance: &'a Instance,
    /// Agencies that may keep all their villages.
    agencies: BTreeSet<AgencyId>,
    /// Cadres that may keep all they have.
    cadres: BTreeSet<CadreId>,
    /// What new pins are about.
    pinned_agencies: BTreeSet<AgencyId>,
    pinned_villages: BTreeSet<VillageId>,
    pinned_households: BTreeSet<HouseholdId>,
    pinned_cadres: BTreeSet<CadreId>,
}

impl<'a> Facts<'a> {
    fn new(baseline: Baseline<'a>, instance: &'a Instance) -> Self {
        let mut facts = Self {
            baseline,
            instance,
            agencies: BTreeSet::new(),
            cadres: BTreeSet::new(),
            pinned_agencies: BTreeSet::new(),
            pinned_villages: BTreeSet::new(),
            pinned_households: BTreeSet::new(),
            pinned_cadres: BTreeSet::new(),
        };
        facts.pinned();
        facts.agencies = facts.untouched_agencies();
        facts.cadres = facts.untouched_cadres();
        facts
    }

    /// What the pins are about that the baseline did not have.
    fn pinned(&mut self) {
        let old: BTreeSet<String> = names(self.baseline.instance).into_iter().collect();
        let new = names(self.instance).into_iter().zip(self.instance.pins());
        for (_, &pin) in new.filter(|(name, _)| !old.contains(name)) {
            match pin {
                Pin::Lead { agency, village, .. } | Pin::Attach { agency, village, .. } => {
                    self.pinned_agencies.insert(agency);
                    self.pinned_villages.insert(village);
                }
                Pin::Post { cadre, .. } => {
                    self.pinned_cadres.insert(cadre);
                }
                Pin::Help { cadre, household, .. } => {
                    self.pinned_cadres.insert(cadre);
                    self.pinned_households.insert(household);
                }
                Pin::Secretary { cadre, village, .. } | Pin::Leader { cadre, village, .. } => {
                    self.pinned_agencies.insert(self.instance.cadre(cadre).agency);
                    self.pinned_cadres.insert(cadre);
                    self.pinned_villages.insert(village);
                }
            }
        }
    }

    fn untouched_agencies(&self) -> BTreeSet<AgencyId> {
        let (mut attached, mut led) = (BTreeMap::new(), BTreeMap::new());
        for row in &self.baseline.tables.attachments {
            if self.instance.find_village(&row.village_id).is_some() {
                *attached.entry(row.agency_id.as_str()).or_insert(0) += 1;
            }
        }
        for (village, agency) in leads(self.baseline.tables) {
            if self.instance.find_village(village).is_some() {
                *led.entry(agency).or_insert(0) += 1;
            }
        }
        let limits = &self.instance.settings().limits;
        let within = |a: &AgencyId| {
            let agency = self.instance.agency(*a);
            let id = agency.id.as_str();
            !self.pinned_agencies.contains(a)
                && attached.get(id).copied().unwrap_or(0) <= agency.max_villages
                && led.get(id).copied().unwrap_or(0) <= limits.led_per_agency
        };
        self.instance.agency_ids().filter(within).collect()
    }

    fn untouched_cadres(&self) -> BTreeSet<CadreId> {
        let mut helped: BTreeMap<&str, u32> = BTreeMap::new();
        for row in &self.baseline.tables.pairings {
            if self.same_village(&row.household_id).is_some() {
                *helped.entry(row.cadre_id.as_str()).or_default() += 1;
            }
        }
        let (instance, former) = (self.instance, self.baseline.instance);
        let untouched = |c: &CadreId| {
            let cadre = instance.cadre(*c);
            let before = former.find_cadre(&cadre.id);
            let agency = before.map(|c| former.agency(former.cadre(c).agency).id.as_str());
            cadre.available
                && agency == Some(instance.agency(cadre.agency).id.as_str())
                && self.agencies.contains(&cadre.agency)
                && helped.get(cadre.id.as_str()).copied().unwrap_or(0) <= instance.capacity(*c)
                && !self.pinned_cadres.contains(c)
        };
        instance.cadre_ids().filter(untouched).collect()
    }

    /// A household that is where it was.
    fn same_village(&self, household: &str) -> Option<HouseholdId> {
        let (instance, former) = (self.instance, self.baseline.instance);
        let h = instance.find_household(household)?;
        let before = former.find_household(household)?;
        let now = &instance.village(instance.household(h).village).id;
        (former.village(former.household(before).village).id == *now).then_some(h)
    }

    fn cadre(&self, id: &str) -> Option<CadreId> {
        self.instance.find_cadre(id).filter(|c| self.cadres.contains(c))
    }

    fn leads(&self, kept: &mut Kept) {
        for (village, agency) in leads(self.baseline.tables) {
            let village = self.instance.find_village(village);
            let village = village.filter(|v| !self.pinned_villages.contains(v));
            let agency = self.instance.find_agency(agency);
            let agency = agency.filter(|a| self.agencies.contains(a));
            if let (Some(village), Some(agency)) = (village, agency) {
                kept.pins.push(Pin::Lead { agency, village, mode: PinMode::Require });
            }
        }
    }

    fn pairings(&self, kept: &mut Kept) {
        for row in &self.baseline.tables.pairings {
            let household = self.same_village(&row.household_id);
            let household = household.filter(|h| !self.pinned_households.contains(h));
            let village = |h: HouseholdId| self.instance.household(h).village;
            let household = household.filter(|&h| !self.pinned_villages.contains(&village(h)));
            if let (Some(household), Some(cadre)) = (household, self.cadre(&row.cadre_id)) {
                kept.pins.push(Pin::Help { cadre, household, mode: PinMode::Require });
            }
        }
    }

    /// Places on the teams of villages whose lead is kept.
    fn teams(&self, kept: &mut Kept) {
        if !self.instance.settings().team.enabled {
            return;
        }
        let leads: BTreeMap<VillageId, AgencyId> = kept
            .pins
            .iter()
            .filter_map(|pin| match *pin {
                Pin::Lead { agency, village, .. } => Some((village, agency)),
                _ => None,
            })
            .collect();
        let mode = PinMode::Require;
        for row in &self.baseline.tables.teams {
            let Some(village) = self.instance.find_village(&row.village_id) else { continue };
            let Some(cadre) = self.cadre(&row.cadre_id) else { continue };
            if leads.get(&village) != Some(&self.instance.cadre(cadre).agency) {
                continue;
            }
            match row.role {
                TeamRole::Leader if self.instance.leader_eligible(cadre) => {
                    kept.pins.push(Pin::Leader { cadre, village, mode });
                }
                TeamRole::Secretary if self.instance.secretary_eligible(cadre) => {
                    kept.pins.push(Pin::Secretary { cadre, village, mode });
                }
                TeamRole::Member => {
                    kept.pins.push(Pin::Post { cadre, village, mode });
                    let members = kept.members.entry(row.village_id.clone()).or_default();
                    members.push(row.cadre_id.clone());
                }
                TeamRole::Leader | TeamRole::Secretary => {}
            }
        }
        // A smaller team has no room for all.
        let room = self.instance.settings().team.members.saturating_sub(1) as usize;
        for members in kept.members.values_mut() {
            members.sort_unstable();
            members.truncate(room);
        }
    }
}

/// The pins of an instance by the ids they name, so that those of two instances can be compared.
fn names(instance: &Instance) -> Vec<String> {
    (0..instance.pins().len())
        .map(|pin| {
            let PinName { kind, subject, object, mode, .. } = pin_name(instance, pin);
            format!("{} {subject} {object} {}", kind.en(), mode.en())
        })
        .collect()
}
