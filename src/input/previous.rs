//! What last year's plan names that no longer exists.

use std::collections::{BTreeSet, HashSet};

use crate::model::data::{InstanceData, PlanTables};

/// Ids of each kind that the note spells out.
const SPELLED: usize = 3;

/// One line about the ids of last year's plan that the tables no longer have, `None` if all exist.
pub(super) fn vanished(data: &InstanceData, previous: &PlanTables) -> Option<String> {
    let agencies: HashSet<&str> = data.agencies.iter().map(|r| r.id.as_str()).collect();
    let villages: HashSet<&str> = data.villages.iter().map(|r| r.id.as_str()).collect();
    let cadres: HashSet<&str> = data.cadres.iter().map(|r| r.id.as_str()).collect();
    let households: HashSet<&str> = data.households.iter().map(|r| r.id.as_str()).collect();
    let (attachments, pairings) = (&previous.attachments, &previous.pairings);
    let parts = [
        part("agencies", &agencies, attachments.iter().map(|row| row.agency_id.as_str())),
        part("villages", &villages, attachments.iter().map(|row| row.village_id.as_str())),
        part("cadres", &cadres, pairings.iter().map(|row| row.cadre_id.as_str())),
        part("households", &households, pairings.iter().map(|row| row.household_id.as_str())),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return None;
    }
    Some(format!("last year's plan names what is no longer in the tables; {}", parts.join("; ")))
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
