//! Which rows differ.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind};
use crate::model::data::PlanTables;
use crate::model::enums::{AttachmentRole, TeamRole};

/// Changes without their reasons, by kind, then by ids.
pub(super) fn changes(before: &PlanTables, after: &PlanTables) -> Vec<Change> {
    let mut all = Vec::new();
    one_each(Kind::Lead, &leads(before), &leads(after), &mut all);
    attachments(before, after, &mut all);
    for role in [TeamRole::Leader, TeamRole::Secretary, TeamRole::Member] {
        teams(role, before, after, &mut all);
    }
    one_each(Kind::Pairing, &pairings(before), &pairings(after), &mut all);
    all
}

type One<'a> = BTreeMap<&'a str, &'a str>;
type Several<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

pub(super) fn leads(tables: &PlanTables) -> One<'_> {
    let leads = tables.attachments.iter().filter(|row| row.role == AttachmentRole::Lead);
    leads.map(|row| (row.village_id.as_str(), row.agency_id.as_str())).collect()
}

pub(super) fn pairings(tables: &PlanTables) -> One<'_> {
    let rows = tables.pairings.iter();
    rows.map(|row| (row.household_id.as_str(), row.cadre_id.as_str())).collect()
}

fn attached(tables: &PlanTables) -> BTreeSet<(&str, &str)> {
    let rows = tables.attachments.iter();
    rows.map(|row| (row.village_id.as_str(), row.agency_id.as_str())).collect()
}

pub(super) fn seats(tables: &PlanTables, role: TeamRole) -> Several<'_> {
    let mut seats = Several::new();
    for row in tables.teams.iter().filter(|row| row.role == role) {
        seats.entry(&row.village_id).or_default().insert(&row.cadre_id);
    }
    seats
}

fn change(kind: Kind, subject: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change {
        kind,
        subject: subject.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        reason: None,
        chain: Vec::new(),
    }
}

fn one_each(kind: Kind, before: &One, after: &One, into: &mut Vec<Change>) {
    let subjects: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for subject in subjects {
        let (old, new) = (before.get(subject).copied(), after.get(subject).copied());
        if old != new {
            into.push(change(kind, subject, old, new));
        }
    }
}

fn attachments(before: &PlanTables, after: &PlanTables, into: &mut Vec<Change>) {
    let (before, after) = (attached(before), attached(after));
    for &(village, agency) in before.symmetric_difference(&after) {
        let side =
            |set: &BTreeSet<(&str, &str)>| set.contains(&(village, agency)).then_some(agency);
        into.push(change(Kind::Attachment, village, side(&before), side(&after)));
    }
}

/// Who left a place and who came to it, in pairs, in the order of their ids.
fn teams(role: TeamRole, before: &PlanTables, after: &PlanTables, into: &mut Vec<Change>) {
    let (before, after) = (seats(before, role), seats(after, role));
    let villages: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let none = BTreeSet::new();
    for village in villages {
        let old = before.get(village).unwrap_or(&none);
        let new = after.get(village).unwrap_or(&none);
        let mut left = old.difference(new).copied();
        let mut came = new.difference(old).copied();
        loop {
            let pair = (left.next(), came.next());
            if pair == (None, None) {
                break;
            }
            into.push(change(Kind::of_role(role), village, pair.0, pair.1));
        }
    }
}
