//! A plan to start from, of which any part may be missing, out of date or against the rules.

use std::collections::BTreeSet;

use super::data::PlanTables;
use super::enums::{AttachmentRole, TeamRole};
use super::ids::{AgencyId, CadreId};
use super::instance::Instance;
use super::plan::{Plan, Team};

/// What is wanted of a plan before there is one: last year's plan under this year's facts, a few
/// pairings given by hand, a whole plan. A solver takes over as much of it as the rules let it and
/// makes the rest; nothing here binds it as a [`Pin`](super::Pin) does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Lead agency, by village.
    pub lead: Vec<Option<AgencyId>>,
    /// Attached agencies, by village.
    pub attached: Vec<BTreeSet<AgencyId>>,
    /// Helper, by household.
    pub helper: Vec<Option<CadreId>>,
    /// Work team, by village.
    pub teams: Vec<StartTeam>,
}

/// As much of a village's work team as is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartTeam {
    /// The leader.
    pub leader: Option<CadreId>,
    /// The first secretary.
    pub secretary: Option<CadreId>,
    /// The other members, sorted.
    pub others: Vec<CadreId>,
}

impl Start {
    /// Nothing is given: a solver that starts here starts from nothing.
    #[must_use]
    pub fn empty(instance: &Instance) -> Self {
        let villages = instance.villages().len();
        Self {
            lead: vec![None; villages],
            attached: vec![BTreeSet::new(); villages],
            helper: vec![None; instance.households().len()],
            teams: vec![StartTeam::default(); villages],
        }
    }

    /// What the tables of a plan, perhaps made for another roster, say of this instance.
    ///
    /// Rows with ids that the instance does not know are left out, and so are cadres that are not
    /// available. Where rows contradict each other (two leads of a village, two helpers of a
    /// household), the one whose id comes first is taken.
    #[must_use]
    pub fn from_tables(instance: &Instance, tables: &PlanTables) -> Self {
        let mut tables = tables.clone();
        tables.sort();
        let mut start = Self::empty(instance);
        for row in &tables.attachments {
            let known =
                instance.find_village(&row.village_id).zip(instance.find_agency(&row.agency_id));
            let Some((v, a)) = known else { continue };
            start.attached[v.index()].insert(a);
            if row.role == AttachmentRole::Lead {
                start.lead[v.index()].get_or_insert(a);
            }
        }
        let cadre = |id: &str| instance.find_cadre(id).filter(|&c| instance.cadre(c).available);
        for row in &tables.teams {
            let known = instance.find_village(&row.village_id).zip(cadre(&row.cadre_id));
            let Some((v, c)) = known else { continue };
            let team = &mut start.teams[v.index()];
            match row.role {
                TeamRole::Leader => _ = team.leader.get_or_insert(c),
                TeamRole::Secretary => _ = team.secretary.get_or_insert(c),
                TeamRole::Member => team.others.push(c),
            }
        }
        for row in &tables.pairings {
            let known = instance.find_household(&row.household_id).zip(cadre(&row.cadre_id));
            let Some((h, c)) = known else { continue };
            start.helper[h.index()].get_or_insert(c);
        }
        start
    }
}

impl From<&Plan> for Start {
    fn from(plan: &Plan) -> Self {
        let some = |team: &Team| StartTeam {
            leader: Some(team.leader),
            secretary: Some(team.secretary),
            others: team.others.clone(),
        };
        Self {
            lead: plan.lead.iter().copied().map(Some).collect(),
            attached: plan.attached.clone(),
            helper: plan.helper.iter().copied().map(Some).collect(),
            teams: match &plan.teams {
                Some(teams) => teams.iter().map(some).collect(),
                None => vec![StartTeam::default(); plan.lead.len()],
            },
        }
    }
}
