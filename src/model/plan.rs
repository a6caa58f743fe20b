//! A plan in dense form, as the solvers make it.

use std::collections::BTreeSet;

use super::data::{AttachmentRow, PairingRow, PlanTables, TeamRow};
use super::enums::{AttachmentRole, TeamRole};
use super::ids::{AgencyId, CadreId, VillageId};
use super::instance::Instance;

/// A village's work team: one leader and X members, the first secretary among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The leader, a deputy head.
    pub leader: CadreId,
    /// The first secretary, who counts as one of the X members.
    pub secretary: CadreId,
    /// The X − 1 other members, sorted.
    pub others: Vec<CadreId>,
}

/// A complete plan: who leads, who is attached, who helps, who is on the teams. A cadre's posting
/// follows from its households and its team, so it is not kept twice. Nothing here says that the
/// rules hold; [`crate::check`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Lead agency, by village.
    pub lead: Vec<AgencyId>,
    /// Attached agencies, by village, the lead among them.
    pub attached: Vec<BTreeSet<AgencyId>>,
    /// Helper, by household.
    pub helper: Vec<CadreId>,
    /// Work team, by village; `None` where teams are off.
    pub teams: Option<Vec<Team>>,
}

impl Plan {
    /// The plan as the tables of its files, sorted by id.
    #[must_use]
    pub fn to_tables(&self, instance: &Instance) -> PlanTables {
        let mut tables = PlanTables::default();
        for (v, agencies) in self.attached.iter().enumerate() {
            let village_id = &instance.village(VillageId::new(v)).id;
            tables.attachments.extend(agencies.iter().map(|&a| AttachmentRow {
                village_id: village_id.clone(),
                agency_id: instance.agency(a).id.clone(),
                role: if a == self.lead[v] { AttachmentRole::Lead } else { AttachmentRole::Assist },
            }));
        }
        for (v, team) in self.teams.iter().flatten().enumerate() {
            let mut add = |cadre: CadreId, role| {
                tables.teams.push(TeamRow {
                    village_id: instance.village(VillageId::new(v)).id.clone(),
                    cadre_id: instance.cadre(cadre).id.clone(),
                    role,
                });
            };
            add(team.leader, TeamRole::Leader);
            add(team.secretary, TeamRole::Secretary);
            team.others.iter().for_each(|&c| add(c, TeamRole::Member));
        }
        for (household, &cadre) in instance.households().iter().zip(&self.helper) {
            tables.pairings.push(PairingRow {
                household_id: household.id.clone(),
                cadre_id: instance.cadre(cadre).id.clone(),
            });
        }
        tables.sort();
        tables
    }

    /// Reads a complete plan back from its tables.
    ///
    /// Returns `None` where the tables do not give every village one lead (and one full team, where
    /// teams are on) and every household one helper, all of them known to `instance`.
    #[must_use]
    pub fn from_tables(instance: &Instance, tables: &PlanTables) -> Option<Self> {
        let villages = instance.villages().len();
        let mut lead = vec![None; villages];
        let mut attached = vec![BTreeSet::new(); villages];
        for row in &tables.attachments {
            let v = instance.find_village(&row.village_id)?;
            let a = instance.find_agency(&row.agency_id)?;
            attached[v.index()].insert(a);
            if row.role == AttachmentRole::Lead && lead[v.index()].replace(a).is_some() {
                return None;
            }
        }
        let mut helper = vec![None; instance.households().len()];
        for row in &tables.pairings {
            let h = instance.find_household(&row.household_id)?;
            helper[h.index()] = Some(instance.find_cadre(&row.cadre_id)?);
        }
        let teams = if instance.settings().team.enabled {
            Some(Self::teams_from_tables(instance, tables)?)
        } else {
            None
        };
        Some(Self {
            lead: lead.into_iter().collect::<Option<_>>()?,
            attached,
            helper: helper.into_iter().collect::<Option<_>>()?,
            teams,
        })
    }

    fn teams_from_tables(instance: &Instance, tables: &PlanTables) -> Option<Vec<Team>> {
        let villages = instance.villages().len();
        let (mut leader, mut secretary) = (vec![None; villages], vec![None; villages]);
        let mut others = vec![Vec::new(); villages];
        for row in &tables.teams {
            let v = instance.find_village(&row.village_id)?.index();
            let c = instance.find_cadre(&row.cadre_id)?;
            match row.role {
                TeamRole::Leader => leader[v] = Some(c),
                TeamRole::Secretary => secretary[v] = Some(c),
                TeamRole::Member => others[v].push(c),
            }
        }
        leader
            .into_iter()
            .zip(secretary)
            .zip(others)
            .map(|((leader, secretary), mut others)| {
                others.sort_unstable();
                Some(Team { leader: leader?, secretary: secretary?, others })
            })
            .collect()
    }
}
