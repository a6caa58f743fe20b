//! What stands against each old decision in the new plan.

use std::collections::BTreeMap;

use super::super::decision::{Decision, pin_name};
use super::super::standing::{Obstacle, Standing};
use super::super::teams::is_unfit;
use super::staff::{self, Team};
use super::tables::{leads, pairings};
use super::{Change, Kind, Reason, Sides, roster};
use crate::model::enums::TeamRole;
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Millipoints, Plan, VillageId};

/// The nearest reason of each change.
pub(super) fn reasons(instance: &Instance, sides: &Sides, changes: &[Change]) -> Vec<Reason> {
    let mut scene = Scene::new(instance, sides, changes);
    changes.iter().map(|change| scene.reason(change)).collect()
}

/// A reason by what taking a change back alone would cost.
pub(super) fn by_cost(back: Millipoints) -> Reason {
    match back.0 {
        0 => Reason::Indifferent,
        saving if saving > 0 => Reason::Cost { saving: back },
        _ => Reason::Costlier { by: -back },
    }
}

/// Both plans, and where each change stands.
pub(super) struct Scene<'a> {
    pub(super) instance: &'a Instance,
    pub(super) former: Option<&'a Instance>,
    changes: &'a [Change],
    /// Positions of changes by what they are about, and by whom they brought in.
    about: BTreeMap<(Kind, &'a str), Vec<usize>>,
    brought: BTreeMap<&'a str, Vec<usize>>,
    leads_before: BTreeMap<&'a str, &'a str>,
    load_before: BTreeMap<&'a str, u64>,
    pub(super) teams_before: BTreeMap<&'a str, Team<'a>>,
    /// The plan after; `None` where it is not complete.
    pub(super) standing: Option<Standing<'a>>,
}

impl<'a> Scene<'a> {
    fn new(instance: &'a Instance, sides: &Sides<'a>, changes: &'a [Change]) -> Self {
        let (mut about, mut brought) = (BTreeMap::new(), BTreeMap::new());
        for (i, change) in changes.iter().enumerate() {
            let key = (change.kind, change.subject.as_str());
            about.entry(key).or_insert_with(Vec::new).push(i);
            if let Some(after) = &change.after {
                brought.entry(after.as_str()).or_insert_with(Vec::new).push(i);
            }
        }
        let mut load_before = BTreeMap::new();
        for cadre in pairings(sides.before).into_values() {
            *load_before.entry(cadre).or_insert(0) += 1;
        }
        let plan = Plan::from_tables(instance, sides.after);
        Self {
            instance,
            former: sides.former,
            changes,
            about,
            brought,
            leads_before: leads(sides.before),
            load_before,
            teams_before: staff::teams(sides.before),
            standing: plan.map(|plan| Standing::new(instance, plan)),
        }
    }

    fn reason(&mut self, change: &Change) -> Reason {
        match change.kind {
            Kind::Pairing => self.pairing(change),
            Kind::Attachment => self.attachment(change),
            Kind::Lead => self.lead(change),
            Kind::Leader => self.seat(change, TeamRole::Leader),
            Kind::Secretary => self.seat(change, TeamRole::Secretary),
            Kind::Member => self.seat(change, TeamRole::Member),
        }
        .unwrap_or(Reason::Unknown)
    }

    fn pairing(&mut self, change: &Change) -> Option<Reason> {
        let instance = self.instance;
        let Some(h) = instance.find_household(&change.subject) else { return Some(Reason::Left) };
        let Some(before) = change.before.as_deref() else {
            return change.after.is_some().then_some(Reason::New);
        };
        if let Some(out) = roster::cadre_is_out(instance, before) {
            return Some(out);
        }
        if let Some(moved) = roster::moved(instance, self.former, &change.subject) {
            return Some(moved);
        }
        let c = instance.find_cadre(before)?;
        if let Some(pin) = Decision::Help(c, h).ruled_out_by(instance) {
            return Some(self.pinned(pin));
        }
        change.after.as_ref()?;
        let standing = self.standing.as_mut()?;
        let obstacles = standing.obstacles(h, c);
        if obstacles.is_empty() {
            return Some(by_cost(standing.cost_of_giving(h, c).total()));
        }
        self.obstructed(h, c, &obstacles)
    }

    /// Whom or what the first obstacle that can be explained leads to.
    fn obstructed(&self, h: HouseholdId, c: CadreId, obstacles: &[Obstacle]) -> Option<Reason> {
        let v = self.instance.household(h).village;
        let detached = |obstacle: &Obstacle| {
            matches!(obstacle, Obstacle::Unattached(_) | Obstacle::AgencyFull(_))
        };
        if obstacles.iter().any(detached) {
            let agency = self.instance.cadre(c).agency;
            let dropped =
                self.attachment_change(agency, v).map(|through| Reason::KnockOn { through });
            return dropped.or_else(|| roster::transferred(self.instance, self.former, c));
        }
        obstacles.iter().find_map(|&obstacle| match obstacle {
            Obstacle::Posted(post) => self.posting_change(c, post),
            Obstacle::Full => self.filling_change(c).or_else(|| self.over_quota(c)),
            _ => None,
        })
    }

    /// The change of the attachment of this agency to this village.
    fn attachment_change(&self, a: AgencyId, v: VillageId) -> Option<usize> {
        let village = self.instance.village(v).id.as_str();
        let agency = Some(&self.instance.agency(a).id);
        let about = self.about.get(&(Kind::Attachment, village))?;
        about.iter().copied().find(|&i| {
            let change = &self.changes[i];
            change.before.as_ref().or(change.after.as_ref()) == agency
        })
    }

    /// A change that gave the cadre a duty in the village: a place on its team rather than a household.
    pub(super) fn posting_change(&self, c: CadreId, v: VillageId) -> Option<Reason> {
        let brought = self.brought.get(self.instance.cadre(c).id.as_str())?;
        let village = &self.instance.village(v).id;
        let lives_there = |id: &str| {
            self.instance
                .find_household(id)
                .is_some_and(|h| self.instance.household(h).village == v)
        };
        let there = brought.iter().copied().find(|&i| {
            let change = &self.changes[i];
            match change.kind {
                Kind::Pairing => lives_there(&change.subject),
                kind => kind.role().is_some() && change.subject == *village,
            }
        });
        there.map(|through| Reason::KnockOn { through })
    }

    /// A change that gave the cadre a household.
    fn filling_change(&self, c: CadreId) -> Option<Reason> {
        let brought = self.brought.get(self.instance.cadre(c).id.as_str())?;
        let pairing = brought.iter().copied().find(|&i| self.changes[i].kind == Kind::Pairing);
        pairing.map(|through| Reason::KnockOn { through })
    }

    fn over_quota(&self, c: CadreId) -> Option<Reason> {
        let helped = *self.load_before.get(self.instance.cadre(c).id.as_str())?;
        let may = u64::from(self.instance.capacity(c));
        (helped > may).then_some(Reason::Quota { helped, may })
    }

    fn pinned(&self, pin: usize) -> Reason {
        Reason::Pinned { pin: pin_name(self.instance, pin) }
    }

    fn attachment(&self, change: &Change) -> Option<Reason> {
        let instance = self.instance;
        let Some(v) = instance.find_village(&change.subject) else { return Some(Reason::Left) };
        if let Some(before) = &change.before {
            let Some(a) = instance.find_agency(before) else { return Some(Reason::Gone) };
            return self.dropped(a, v);
        }
        if !self.leads_before.contains_key(change.subject.as_str()) {
            return Some(Reason::New);
        }
        let a = instance.find_agency(change.after.as_ref()?)?;
        self.attached(a, v)
    }

    /// Why an attachment was dropped.
    fn dropped(&self, a: AgencyId, v: VillageId) -> Option<Reason> {
        if let Some(pin) = Decision::Attach(a, v).ruled_out_by(self.instance) {
            return Some(self.pinned(pin));
        }
        let standing = self.standing.as_ref()?;
        let may = self.instance.agency(a).max_villages as usize;
        if standing.villages(a).len() < may {
            return Some(by_cost(standing.costs.link(a, v)));
        }
        Some(self.new_attachment(a).unwrap_or(Reason::Limit { may: may as u64 }))
    }

    /// A change that attached the agency to another village.
    pub(super) fn new_attachment(&self, a: AgencyId) -> Option<Reason> {
        let brought = self.brought.get(self.instance.agency(a).id.as_str())?;
        let other = brought.iter().copied().find(|&i| self.changes[i].kind == Kind::Attachment);
        other.map(|through| Reason::KnockOn { through })
    }

    /// Why an attachment was made.
    fn attached(&self, a: AgencyId, v: VillageId) -> Option<Reason> {
        if let Some(pin) = Decision::Attach(a, v).demanded_by(self.instance) {
            return Some(self.pinned(pin));
        }
        let standing = self.standing.as_ref()?;
        let village = self.instance.village(v).id.as_str();
        if standing.plan.lead[v.index()] == a {
            let through = *self.about.get(&(Kind::Lead, village))?.first()?;
            return Some(Reason::KnockOn { through });
        }
        let own = self.instance.cadres_of(a).iter().copied();
        let mut there = own.filter(|&c| standing.post(c) == Some(v)).peekable();
        if there.peek().is_some() {
            return there.find_map(|c| self.posting_change(c, v));
        }
        if standing.villages(a).len() > 1 {
            return Some(by_cost(-standing.costs.link(a, v)));
        }
        // It must be attached somewhere (R2): another attachment that it had is why.
        let dropped = self.changes.iter().position(|change| {
            change.kind == Kind::Attachment
                && change.before.as_ref() == Some(&self.instance.agency(a).id)
        });
        dropped.map(|through| Reason::KnockOn { through })
    }

    fn lead(&self, change: &Change) -> Option<Reason> {
        let instance = self.instance;
        let Some(v) = instance.find_village(&change.subject) else { return Some(Reason::Left) };
        let Some(before) = &change.before else {
            return change.after.is_some().then_some(Reason::New);
        };
        let Some(a) = instance.find_agency(before) else { return Some(Reason::Gone) };
        if let Some(pin) = Decision::Lead(a, v).ruled_out_by(instance) {
            return Some(self.pinned(pin));
        }
        staff::lead(self, a, v)
    }

    /// A change by which the agency leads another village now.
    pub(super) fn new_lead(&self, a: AgencyId) -> Option<Reason> {
        let brought = self.brought.get(self.instance.agency(a).id.as_str())?;
        let other = brought.iter().copied().find(|&i| self.changes[i].kind == Kind::Lead);
        other.map(|through| Reason::KnockOn { through })
    }

    fn seat(&self, change: &Change, role: TeamRole) -> Option<Reason> {
        let instance = self.instance;
        let Some(v) = instance.find_village(&change.subject) else { return Some(Reason::Left) };
        let Some(before) = &change.before else {
            let is_new = !self.leads_before.contains_key(change.subject.as_str());
            return is_new.then_some(Reason::New);
        };
        if let Some(out) = roster::cadre_is_out(instance, before) {
            return Some(out);
        }
        let c = instance.find_cadre(before)?;
        if is_unfit(instance, c, role) {
            return Some(Reason::Unfit);
        }
        if let Some(&through) =
            self.about.get(&(Kind::Lead, change.subject.as_str())).and_then(|about| about.first())
        {
            return Some(Reason::KnockOn { through });
        }
        let standing = self.standing.as_ref()?;
        if instance.cadre(c).agency != standing.plan.lead[v.index()] {
            return roster::transferred(instance, self.former, c);
        }
        if let Some(pin) = Decision::Team(c, v, role).ruled_out_by(instance) {
            return Some(self.pinned(pin));
        }
        let after = instance.find_cadre(change.after.as_ref()?)?;
        match standing.post(c) {
            Some(post) if post != v => self.posting_change(c, post),
            _ if standing.seat(c).is_some() => self.other_seat(c, v),
            _ if role == TeamRole::Secretary => {
                let cost = |c| standing.costs.secretary(c);
                Some(by_cost(cost(c) - cost(after)))
            }
            _ => Some(Reason::Indifferent),
        }
    }

    /// A change by which the cadre has another place on the same team.
    fn other_seat(&self, c: CadreId, v: VillageId) -> Option<Reason> {
        let brought = self.brought.get(self.instance.cadre(c).id.as_str())?;
        let village = &self.instance.village(v).id;
        let seat = brought.iter().copied().find(|&i| {
            self.changes[i].kind.role().is_some() && self.changes[i].subject == *village
        });
        seat.map(|through| Reason::KnockOn { through })
    }
}
