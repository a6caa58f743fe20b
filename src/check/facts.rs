//! What a plan's tables say, in sets: so neither the order of rows nor a repetition can matter.

use std::collections::BTreeSet;

use super::{Rule, Violation};
use crate::language::sentence;
use crate::model::data::{PlanTables, Table};
use crate::model::enums::{AttachmentRole, TeamRole};
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, VillageId};

const ATTACHMENTS: &str = "attachments.csv";
const TEAMS: &str = "teams.csv";
const PAIRINGS: &str = "pairings.csv";

/// The rows that make sense, by what they are about.
pub(super) struct Facts<'a> {
    /// The instance planned for.
    pub(super) instance: &'a Instance,
    /// Attached agencies, by village. A row with role `lead` attaches too, so that a lead agency
    /// that is not attached (R1) cannot even be written down.
    pub(super) attached: Vec<BTreeSet<AgencyId>>,
    /// Lead agencies, by village; exactly one if R1 holds.
    pub(super) leads: Vec<BTreeSet<AgencyId>>,
    /// Work team, by village.
    pub(super) teams: Vec<BTreeSet<(TeamRole, CadreId)>>,
    /// Helpers, by household; exactly one if R4 holds.
    pub(super) helpers: Vec<BTreeSet<CadreId>>,
    /// Villages where a cadre has a duty, by cadre: those of its households and of its teams.
    pub(super) duties: Vec<BTreeSet<VillageId>>,
}

impl<'a> Facts<'a> {
    /// Reads the tables, and names the rows that make no sense.
    pub(super) fn read(instance: &'a Instance, plan: &PlanTables) -> (Self, Vec<Violation>) {
        let villages = instance.villages().len();
        let mut facts = Self {
            instance,
            attached: vec![BTreeSet::new(); villages],
            leads: vec![BTreeSet::new(); villages],
            teams: vec![BTreeSet::new(); villages],
            helpers: vec![BTreeSet::new(); instance.households().len()],
            duties: vec![BTreeSet::new(); instance.cadres().len()],
        };
        let mut faults = Vec::new();
        facts.attachments(plan, &mut faults);
        if instance.settings().team.enabled {
            facts.teams(plan, &mut faults);
        } else {
            faults.extend(plan.teams.iter().map(|row| {
                let ids = [row.village_id.as_str(), row.cadre_id.as_str()];
                let [one, other] = ids;
                let message = sentence!("rule-teams-off", table = TEAMS, one = one, other = other);
                Violation::new(Rule::Tables, &ids, message)
            }));
        }
        facts.pairings(plan, &mut faults);
        (facts, faults)
    }

    fn attachments(&mut self, plan: &PlanTables, faults: &mut Vec<Violation>) {
        let mut seen = BTreeSet::new();
        for row in &plan.attachments {
            let ids = [row.village_id.as_str(), row.agency_id.as_str()];
            if !seen.insert(ids) {
                faults.push(pair_twice(ATTACHMENTS, ids));
            }
            let village = self.instance.find_village(ids[0]);
            let agency = self.instance.find_agency(ids[1]);
            faults.extend(unknown(
                ATTACHMENTS,
                ids,
                [(Table::Villages, village.is_some()), (Table::Agencies, agency.is_some())],
            ));
            if let (Some(village), Some(agency)) = (village, agency) {
                self.attached[village.index()].insert(agency);
                if row.role == AttachmentRole::Lead {
                    self.leads[village.index()].insert(agency);
                }
            }
        }
    }

    fn teams(&mut self, plan: &PlanTables, faults: &mut Vec<Violation>) {
        let mut seen = BTreeSet::new();
        for row in &plan.teams {
            let ids = [row.village_id.as_str(), row.cadre_id.as_str()];
            if !seen.insert((ids, row.role)) {
                faults.push(row_twice(TEAMS, ids));
            }
            let village = self.instance.find_village(ids[0]);
            let cadre = self.instance.find_cadre(ids[1]);
            faults.extend(unknown(
                TEAMS,
                ids,
                [(Table::Villages, village.is_some()), (Table::Cadres, cadre.is_some())],
            ));
            if let (Some(village), Some(cadre)) = (village, cadre) {
                self.teams[village.index()].insert((row.role, cadre));
                self.duties[cadre.index()].insert(village);
            }
        }
    }

    fn pairings(&mut self, plan: &PlanTables, faults: &mut Vec<Violation>) {
        let mut seen = BTreeSet::new();
        for row in &plan.pairings {
            let ids = [row.household_id.as_str(), row.cadre_id.as_str()];
            if !seen.insert(ids) {
                faults.push(row_twice(PAIRINGS, ids));
            }
            let household = self.instance.find_household(ids[0]);
            let cadre = self.instance.find_cadre(ids[1]);
            faults.extend(unknown(
                PAIRINGS,
                ids,
                [(Table::Households, household.is_some()), (Table::Cadres, cadre.is_some())],
            ));
            if let (Some(household), Some(cadre)) = (household, cadre) {
                self.helpers[household.index()].insert(cadre);
                self.duties[cadre.index()].insert(self.instance.household(household).village);
            }
        }
    }

    /// The lead agency that the terms count: the first by id.
    pub(super) fn lead(&self, village: VillageId) -> Option<AgencyId> {
        self.leads[village.index()].first().copied()
    }

    /// The helper that the terms count: the first by id.
    pub(super) fn helper(&self, household: HouseholdId) -> Option<CadreId> {
        self.helpers[household.index()].first().copied()
    }

    /// The households that have a helper, each with the one that the terms count.
    pub(super) fn helped(&self) -> impl Iterator<Item = (HouseholdId, CadreId)> {
        self.instance.household_ids().filter_map(|h| Some((h, self.helper(h)?)))
    }

    /// Those of a village's team who have this role in it, sorted.
    pub(super) fn in_role(&self, village: VillageId, role: TeamRole) -> Vec<CadreId> {
        let team = &self.teams[village.index()];
        team.iter().filter(|&&(r, _)| r == role).map(|&(_, c)| c).collect()
    }

    /// External id of a village.
    pub(super) fn v(&self, village: VillageId) -> &'a str {
        &self.instance.village(village).id
    }

    /// External id of an agency.
    pub(super) fn a(&self, agency: AgencyId) -> &'a str {
        &self.instance.agency(agency).id
    }

    /// External id of a cadre.
    pub(super) fn c(&self, cadre: CadreId) -> &'a str {
        &self.instance.cadre(cadre).id
    }

    /// External id of a household.
    pub(super) fn h(&self, household: HouseholdId) -> &'a str {
        &self.instance.household(household).id
    }
}

fn pair_twice(table: &str, ids: [&str; 2]) -> Violation {
    let [one, other] = ids;
    let message = sentence!("rule-pair-twice", table = table, one = one, other = other);
    Violation::new(Rule::Tables, &ids, message)
}

fn row_twice(table: &str, ids: [&str; 2]) -> Violation {
    let [one, other] = ids;
    let message = sentence!("rule-row-twice", table = table, one = one, other = other);
    Violation::new(Rule::Tables, &ids, message)
}

/// One fault for each id of a row that the instance does not have, that id first.
fn unknown<'b>(
    table: &'b str,
    ids: [&'b str; 2],
    known: [(Table, bool); 2],
) -> impl Iterator<Item = Violation> + 'b {
    known.into_iter().enumerate().filter(|&(_, (_, known))| !known).map(move |(i, (of, _))| {
        let message = sentence!("rule-unknown", table = table, what = of.thing(), id = ids[i]);
        Violation::new(Rule::Tables, &[ids[i], ids[1 - i]], message)
    })
}
