//! What another plan, last year's or one to start from, names that the tables do not have.

use std::collections::{BTreeSet, HashSet};

use crate::model::data::{InstanceData, PlanTables};

/// Ids of each kind that the note spells out.
const SPELLED: usize = 3;

/// One line about the ids of a plan that the tables do not have, `None` if all exist.
pub(super) fn vanished(data: &InstanceData, plan: &PlanTables, whose: &str) -> Option<String> {
    let agencies: HashSet<&str> = data.agencies.iter().map(|r| r.id.as_str()).collect();
    let villages: HashSet<&str> = data.villages.iter().map(|r| r.id.as_str()).collect();
    let cadres: HashSet<&str> = data.cadres.iter().map(|r| r.id.as_str()).collect();
    let households: HashSet<&str> = data.households.iter().map(|r| r.id.as_str()).collect();
    let (attachments, teams, pairings) = (&plan.attachments, &plan.teams, &plan.pairings);
    let village_ids = attachments.iter().map(|row| row.village_id.as_str());
    let village_ids = village_ids.chain(teams.iter().map(|row| row.village_id.as_str()));
    let cadre_ids = pairings.iter().map(|row| row.cadre_id.as_str());
    let cadre_ids = cadre_ids.chain(teams.iter().map(|row| row.cadre_id.as_str()));
    let parts = [
        part("agencies", &agencies, attachments.iter().map(|row| row.agency_id.as_str())),
        part("villages", &villages, village_ids),
        part("cadres", &cadres, cadre_ids),
        part("households", &households, pairings.iter().map(|row| row.household_id.as_str())),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return None;
    }
    Some(format!("{whose} names what is no longer in the tables; {}", parts.join("; ")))
}

fn part<'a>(
    what: &str,
    exist: &HashSet<&str>,
    named: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let gone: BTreeSet<&str> = named.filter(|id| !exist.contains(id)).collect();
    let mut ids: Vec<&str> = gone.iter().copied().take(SPELLED).collect();
    if gone.len() > SPELLED {
        ids.push("…");
    }
    (!gone.is_empty()).then(|| format!("{what}: {} ({})", gone.len(), ids.join(", ")))
}
