//! Pins as masks, and the proofs that pins alone can give that no plan exists.

use std::collections::BTreeSet;

use super::{LEADER, NONE, Problem, SECRETARY};
use crate::language::{Sentence, sentence};
use crate::model::enums::PinMode::{Forbid, Require};
use crate::model::{AgencyId, CadreId, HouseholdId, Pin, VillageId};

/// A proof that no plan exists, with ids only.
type Contradiction = Sentence;

impl Problem<'_> {
    /// Takes in the pins of the instance. All contradictions are told, each once.
    pub(super) fn pin_all(&mut self) -> Result<(), Contradiction> {
        let pins = self.instance.pins();
        for &pin in pins {
            self.forbid(pin);
        }
        let mut found: Vec<Contradiction> =
            pins.iter().filter_map(|&pin| self.require(pin).err()).collect();
        self.counts_fit(&mut found);
        let mut told = BTreeSet::new();
        found.retain(|one| told.insert(one.clone()));
        if found.is_empty() { Ok(()) } else { Err(sentence!("reason-all", all = found)) }
    }

    fn forbid(&mut self, pin: Pin) {
        match pin {
            Pin::Attach { agency: a, village: v, mode: Forbid } => {
                let pair = self.pair(a, v);
                self.barred[pair] = true;
            }
            Pin::Lead { agency: a, village: v, mode: Forbid } => {
                let pair = self.pair(a, v);
                self.lead_barred[pair] = true;
            }
            Pin::Post { cadre: c, village: v, mode: Forbid } => {
                self.cadres[c.index()].restricted = true;
                self.forbidden_post.insert((c.index() as u32, v.index() as u32));
            }
            Pin::Help { cadre: c, household: h, mode: Forbid } => {
                self.cadres[c.index()].restricted = true;
                self.forbidden_help.insert((c.index() as u32, h.index() as u32));
            }
            Pin::Secretary { cadre: c, village: v, mode: Forbid } => {
                self.forbid_place(c, v, SECRETARY);
            }
            Pin::Leader { cadre: c, village: v, mode: Forbid } => self.forbid_place(c, v, LEADER),
            _ => {}
        }
    }

    fn forbid_place(&mut self, c: CadreId, v: VillageId, place: usize) {
        self.cadres[c.index()].restricted = true;
        self.forbidden_team.insert((c.index() as u32, v.index() as u32, place));
    }

    /// Takes in a pin that requires; all that forbid are known by now.
    fn require(&mut self, pin: Pin) -> Result<(), Contradiction> {
        match pin {
            Pin::Attach { agency: a, village: v, mode: Require } => {
                let pair = self.pair(a, v);
                if self.barred[pair] {
                    let (a, v) = (self.agency_id(a), self.village_id(v));
                    return Err(sentence!("reason-attach", agency = a, village = v));
                }
                self.pinned[pair] = true;
                Ok(())
            }
            Pin::Lead { agency: a, village: v, mode: Require } => self.require_lead(a, v),
            Pin::Post { cadre: c, village: v, mode: Require } => self.require_post(c, v),
            Pin::Help { cadre: c, household: h, mode: Require } => self.require_help(c, h),
            Pin::Secretary { cadre: c, village: v, mode: Require } => {
                self.require_place(c, v, SECRETARY)
            }
            Pin::Leader { cadre: c, village: v, mode: Require } => self.require_place(c, v, LEADER),
            _ => Ok(()),
        }
    }

    fn require_lead(&mut self, a: AgencyId, v: VillageId) -> Result<(), Contradiction> {
        let (agency, village) = (self.agency_id(a), self.village_id(v));
        let pair = self.pair(a, v);
        if self.lead_barred[pair] {
            return Err(sentence!("reason-lead", agency = agency, village = village));
        }
        if self.barred[pair] {
            return Err(sentence!("reason-lead-attach", agency = agency, village = village));
        }
        let known = self.required_lead[v.index()];
        if known != NONE && known != a.index() as u32 {
            return Err(sentence!("reason-two-leads", village = village));
        }
        self.required_lead[v.index()] = a.index() as u32;
        Ok(())
    }

    /// The cadre's duties, if it has any, are to be in the village, and its agency attached there.
    fn require_post(&mut self, c: CadreId, v: VillageId) -> Result<(), Contradiction> {
        let (cadre, village) = (self.cadre_id(c), self.village_id(v));
        let a = self.instance.cadre(c).agency;
        let pair = self.pair(a, v);
        if self.forbidden_post.contains(&(c.index() as u32, v.index() as u32)) {
            return Err(sentence!("reason-post", cadre = cadre, village = village));
        }
        if self.barred[pair] {
            let agency = self.agency_id(a);
            return Err(sentence!(
                "reason-post-attach",
                cadre = cadre,
                village = village,
                agency = agency
            ));
        }
        let only = self.cadres[c.index()].only_village;
        if only != NONE && only != v.index() as u32 {
            return Err(sentence!("reason-two-villages", cadre = cadre));
        }
        self.cadres[c.index()].only_village = v.index() as u32;
        self.pinned[pair] = true;
        Ok(())
    }

    /// The same of a cadre that is to have a duty there.
    fn require_duty(&mut self, c: CadreId, v: VillageId) -> Result<(), Contradiction> {
        if !self.cadres[c.index()].available {
            return Err(sentence!("reason-unavailable", cadre = self.cadre_id(c)));
        }
        self.require_post(c, v)
    }

    fn require_help(&mut self, c: CadreId, h: HouseholdId) -> Result<(), Contradiction> {
        let (cadre, household) = (self.cadre_id(c), &self.instance.household(h).id);
        let pair = (c.index() as u32, h.index() as u32);
        if self.forbidden_help.contains(&pair) {
            return Err(sentence!("reason-help", cadre = cadre, household = household));
        }
        let known = self.required_helper[h.index()];
        if known != NONE && known != pair.0 {
            return Err(sentence!("reason-two-helpers", household = household));
        }
        self.required_helper[h.index()] = pair.0;
        self.require_duty(c, self.instance.household(h).village)
    }

    fn require_place(
        &mut self,
        c: CadreId,
        v: VillageId,
        place: usize,
    ) -> Result<(), Contradiction> {
        let (cadre, village) = (self.cadre_id(c), self.village_id(v));
        let facts = self.cadres[c.index()];
        let (fits, role) = if place == LEADER {
            (facts.leader, sentence!("reason-leader"))
        } else {
            (facts.secretary, sentence!("reason-secretary"))
        };
        if self.team_size == 0 {
            return Err(sentence!(
                "reason-teams-off",
                cadre = cadre,
                role = role,
                village = village
            ));
        }
        if !fits {
            return Err(sentence!("reason-unfit", cadre = cadre, role = role, village = village));
        }
        if self.forbidden_team.contains(&(c.index() as u32, v.index() as u32, place)) {
            return Err(sentence!("reason-place", cadre = cadre, role = role, village = village));
        }
        self.require_duty(c, v)?;
        self.require_lead(self.instance.cadre(c).agency, v)?;
        let required = &mut self.required_team[v.index()];
        let taken = required[place] != NONE && required[place] != c.index() as u32;
        if taken || required[1 - place] == c.index() as u32 {
            return Err(sentence!("reason-team", village = village));
        }
        required[place] = c.index() as u32;
        Ok(())
    }

    /// Whether what is required, and what is left by what is forbidden, keeps within the limits.
    fn counts_fit(&self, found: &mut Vec<Contradiction>) {
        for a in self.instance.agency_ids() {
            self.agency_fits(a, found);
        }
        for v in self.instance.village_ids() {
            let barred = |a| self.barred[self.pair(a, v)] || self.lead_barred[self.pair(a, v)];
            if self.instance.agency_ids().all(barred) {
                let village = self.village_id(v);
                found.push(sentence!("reason-no-lead", village = village));
            }
        }
        let mut helped = vec![0_usize; self.cadres.len()];
        for &c in self.required_helper.iter().filter(|&&c| c != NONE) {
            helped[c as usize] += 1;
        }
        for (c, &count) in self.instance.cadre_ids().zip(&helped) {
            let most = self.instance.capacity(c);
            // Of a cadre that is not available, that is told already.
            if count > most as usize && self.instance.cadre(c).available {
                let cadre = self.cadre_id(c);
                found.push(sentence!("reason-quota", cadre = cadre, count = count, most = most));
            }
        }
    }

    fn agency_fits(&self, a: AgencyId, found: &mut Vec<Contradiction>) {
        let agency = self.agency_id(a);
        let led = |v: VillageId| self.required_lead[v.index()] == a.index() as u32;
        let leads = self.instance.village_ids().filter(|&v| led(v)).count();
        let most = self.instance.settings().limits.led_per_agency;
        if leads > most as usize {
            found.push(sentence!("reason-led", agency = agency, count = leads, most = most));
        }
        let attached = |v: VillageId| led(v) || self.pinned[self.pair(a, v)];
        let attachments = self.instance.village_ids().filter(|&v| attached(v)).count();
        let most = self.instance.agency(a).max_villages;
        if attachments > most as usize {
            found.push(sentence!(
                "reason-attached",
                agency = agency,
                count = attachments,
                most = most
            ));
        }
        // Every agency has an available cadre, so R2 wants an attachment of each.
        if self.instance.village_ids().all(|v| self.barred[self.pair(a, v)]) {
            found.push(sentence!("reason-detached", agency = agency));
        }
    }

    fn pair(&self, a: AgencyId, v: VillageId) -> usize {
        a.index() * self.villages + v.index()
    }
}

/// Ids as messages give them, borrowed from the instance and not from the problem that changes.
impl<'a> Problem<'a> {
    fn agency_id(&self, a: AgencyId) -> &'a str {
        &self.instance.agency(a).id
    }

    fn cadre_id(&self, c: CadreId) -> &'a str {
        &self.instance.cadre(c).id
    }

    fn village_id(&self, v: VillageId) -> &'a str {
        &self.instance.village(v).id
    }
}
