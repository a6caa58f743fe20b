//! What another plan, last year's or one to start from, names that the tables do not have.

use std::collections::{BTreeSet, HashSet};

use crate::language::{Sentence, sentence};
use crate::model::data::{InstanceData, PlanTables};

/// Ids of each kind that the note spells out.
const SPELLED: usize = 3;

/// The ids of a plan that the tables do not have, one sentence a kind; none if all exist.
pub(super) fn vanished(data: &InstanceData, plan: &PlanTables) -> Vec<Sentence> {
    let agencies: HashSet<&str> = data.agencies.iter().map(|r| r.id.as_str()).collect();
    let villages: HashSet<&str> = data.villages.iter().map(|r| r.id.as_str()).collect();
    let cadres: HashSet<&str> = data.cadres.iter().map(|r| r.id.as_str()).collect();
    let households: HashSet<&str> = data.households.iter().map(|r| r.id.as_str()).collect();
    let (attachments, teams, pairings) = (&plan.attachments, &plan.teams, &plan.pairings);
    let village_ids = attachments.iter().map(|row| row.village_id.as_str());
    let village_ids = village_ids.chain(teams.iter().map(|row| row.village_id.as_str()));
    let cadre_ids = pairings.iter().map(|row| row.cadre_id.as_str());
    let cadre_ids = cadre_ids.chain(teams.iter().map(|row| row.cadre_id.as_str()));
    let gone = [
        gone(&agencies, attachments.iter().map(|row| row.agency_id.as_str()))
            .map(|(count, ids)| sentence!("note-gone-agencies", count = count, ids = ids)),
        gone(&villages, village_ids)
            .map(|(count, ids)| sentence!("note-gone-villages", count = count, ids = ids)),
        gone(&cadres, cadre_ids)
            .map(|(count, ids)| sentence!("note-gone-cadres", count = count, ids = ids)),
        gone(&households, pairings.iter().map(|row| row.household_id.as_str()))
            .map(|(count, ids)| sentence!("note-gone-households", count = count, ids = ids)),
    ];
    gone.into_iter().flatten().collect()
}

/// How many ids are named that do not exist, and some of them; `None` if all exist.
fn gone<'a>(
    exist: &HashSet<&str>,
    named: impl Iterator<Item = &'a str>,
) -> Option<(usize, Vec<&'a str>)> {
    let gone: BTreeSet<&str> = named.filter(|id| !exist.contains(id)).collect();
    let mut ids: Vec<&str> = gone.iter().copied().take(SPELLED).collect();
    if gone.len() > SPELLED {
        ids.push("…");
    }
    (!gone.is_empty()).then_some((gone.len(), ids))
}
