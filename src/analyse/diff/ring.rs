//! Follows knock-ons to where they begin.

use super::super::standing::Standing;
use super::{Change, Kind, Reason};
use crate::check;
use crate::model::data::{AttachmentRow, PairingRow, PlanTables, TeamRow};
use crate::model::enums::AttachmentRole;
use crate::model::{CadreId, HouseholdId, Instance, Millipoints, Plan};

/// Rings that are not of pairings alone are priced by judging the whole plan; so many at most.
const MOST_JUDGED: usize = 50;

/// Gives every ring of knock-ons its worth, and every other knock-on its chain.
pub(super) fn settle(
    instance: &Instance,
    after: &PlanTables,
    changes: &[Change],
    mut reasons: Vec<Reason>,
) -> Vec<(Reason, Vec<usize>)> {
    let mut standing = Plan::from_tables(instance, after).map(|plan| Standing::new(instance, plan));
    let mut judged = 0;
    for ring in rings(&reasons) {
        let members: Vec<&Change> = ring.iter().map(|&i| &changes[i]).collect();
        let saving = if members.iter().all(|change| change.kind == Kind::Pairing) {
            standing.as_mut().and_then(|standing| pairings_back(standing, &members))
        } else if judged < MOST_JUDGED {
            judged += 1;
            back(instance, after, &members)
        } else {
            None
        };
        for &i in &ring {
            reasons[i] = Reason::Exchange { saving, changes: ring.len() };
        }
    }
    let chains: Vec<Vec<usize>> = (0..reasons.len()).map(|i| chain(&reasons, i)).collect();
    reasons.into_iter().zip(chains).collect()
}

fn next(reasons: &[Reason], at: usize) -> Option<usize> {
    match reasons[at] {
        Reason::KnockOn { through } => Some(through),
        _ => None,
    }
}

fn chain(reasons: &[Reason], from: usize) -> Vec<usize> {
    std::iter::successors(next(reasons, from), |&at| next(reasons, at)).collect()
}

/// The rings that knock-ons run round in.
fn rings(reasons: &[Reason]) -> Vec<Vec<usize>> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let mut state = vec![NEW; reasons.len()];
    let mut rings = Vec::new();
    for start in 0..reasons.len() {
        let (mut path, mut at) = (Vec::new(), Some(start));
        while let Some(i) = at.filter(|&i| state[i] == NEW) {
            state[i] = OPEN;
            path.push(i);
            at = next(reasons, i);
        }
        if let Some(i) = at.filter(|&i| state[i] == OPEN) {
            let begin = path.iter().position(|&j| j == i).unwrap_or(0);
            let mut ring = path[begin..].to_vec();
            ring.sort_unstable();
            rings.push(ring);
        }
        path.into_iter().for_each(|i| state[i] = DONE);
    }
    rings
}

/// What taking all these pairings back together would cost; `None` where that breaks a rule.
fn pairings_back(standing: &mut Standing, ring: &[&Change]) -> Option<Millipoints> {
    let instance = standing.instance;
    let old = |change: &&Change| {
        let h = instance.find_household(&change.subject)?;
        Some((h, instance.find_cadre(change.before.as_ref()?)?))
    };
    let old: Vec<(HouseholdId, CadreId)> = ring.iter().map(old).collect::<Option<_>>()?;
    let new: Vec<(HouseholdId, CadreId)> =
        old.iter().map(|&(h, _)| (h, standing.plan.helper[h.index()])).collect();
    let cost: Millipoints = old.iter().map(|&(h, c)| standing.give(h, c).total()).sum();
    let keeps = old.iter().all(|&(h, c)| {
        let v = instance.household(h).village;
        let together = |other: &HouseholdId| instance.household(*other).village == v;
        standing.obstacles(h, c).is_empty() && standing.households(c).iter().all(together)
    });
    for (h, c) in new {
        standing.give(h, c);
    }
    keeps.then_some(cost)
}

/// The same of changes of any kind, by judging the plan with all of them taken back.
fn back(instance: &Instance, after: &PlanTables, ring: &[&Change]) -> Option<Millipoints> {
    let mut tables = after.clone();
    // A lead has to be attached before it can lead.
    let is_attachment = |change: &&&Change| change.kind == Kind::Attachment;
    for change in ring.iter().filter(is_attachment).chain(ring) {
        take_back(&mut tables, change);
    }
    let report = check::check(instance, &tables);
    let before = check::check(instance, after).objective();
    report.is_feasible().then(|| report.objective() - before)
}

/// Puts the old decision back in the place of the new one; all else stays. What that does to the
/// rules is for [`check::check`] to say.
pub fn take_back(tables: &mut PlanTables, change: &Change) {
    let subject = &change.subject;
    match (change.kind, change.kind.role()) {
        (Kind::Pairing, _) => {
            tables.pairings.retain(|row| row.household_id != *subject);
            tables.pairings.extend(change.before.iter().map(|cadre| PairingRow {
                household_id: subject.clone(),
                cadre_id: cadre.clone(),
            }));
        }
        (Kind::Lead, _) => take_lead_back(tables, change),
        (Kind::Attachment, _) => take_attachment_back(tables, change),
        (_, Some(role)) => {
            let new = change.after.as_ref();
            let is_new = |row: &TeamRow| {
                row.village_id == *subject && row.role == role && Some(&row.cadre_id) == new
            };
            tables.teams.retain(|row| !is_new(row));
            tables.teams.extend(change.before.iter().map(|cadre| TeamRow {
                village_id: subject.clone(),
                cadre_id: cadre.clone(),
                role,
            }));
        }
        _ => {}
    }
}

/// Who leads is attached, the old lead again, the new one still.
fn take_lead_back(tables: &mut PlanTables, change: &Change) {
    let own = tables.attachments.iter_mut().filter(|row| row.village_id == change.subject);
    own.for_each(|row| row.role = AttachmentRole::Assist);
    let Some(old) = &change.before else { return };
    let is_old = |row: &AttachmentRow| row.village_id == change.subject && row.agency_id == *old;
    tables.attachments.retain(|row| !is_old(row));
    tables.attachments.push(AttachmentRow {
        village_id: change.subject.clone(),
        agency_id: old.clone(),
        role: AttachmentRole::Lead,
    });
}

fn take_attachment_back(tables: &mut PlanTables, change: &Change) {
    let is = |row: &AttachmentRow, agency: &String| {
        row.village_id == change.subject && row.agency_id == *agency
    };
    if let Some(new) = &change.after {
        tables.attachments.retain(|row| !is(row, new));
    }
    if let Some(old) = &change.before
        && !tables.attachments.iter().any(|row| is(row, old))
    {
        tables.attachments.push(AttachmentRow {
            village_id: change.subject.clone(),
            agency_id: old.clone(),
            role: AttachmentRole::Assist,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(all: &[Option<usize>]) -> Vec<Reason> {
        let reason = |through: &Option<usize>| match *through {
            Some(through) => Reason::KnockOn { through },
            None => Reason::Gone,
        };
        all.iter().map(reason).collect()
    }

    #[test]
    fn rings_are_found_once_and_chains_end() {
        let mut reasons =
            through(&[Some(1), Some(2), Some(1), None, Some(3), Some(4), Some(7), Some(6)]);
        assert_eq!(rings(&reasons), [vec![1, 2], vec![6, 7]].to_vec());
        assert_eq!(chain(&reasons, 5), [4, 3]);
        reasons[1] = Reason::Indifferent;
        assert_eq!(rings(&reasons), [vec![6, 7]]);
        assert_eq!(chain(&reasons, 0), [1]);
    }
}
