//! The instance compiled for the search: flat arrays, weights applied, pins turned into masks.

mod pins;

use std::collections::HashSet;

use crate::language::Sentence;
use crate::model::enums::Cause;
use crate::model::{Instance, VillageId};
use crate::solve::costs::Costs;

/// "None" among 32-bit indices.
pub const NONE: u32 = u32::MAX;

/// Penalty, in millipoints, of a household without helper or a team place without cadre. Above any
/// cost that one household or one place can carry, so that mending always pays: the elastic
/// relaxation in which the search may start.
pub const PENALTY: i64 = 1_000_000_000_000;

/// Positions of a team's leader and first secretary among its X + 1 places.
pub const LEADER: usize = 0;
/// See [`LEADER`].
pub const SECRETARY: usize = 1;

/// What the search knows of a cadre. Households beyond `quota` and up to `capacity` are overload.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // independent facts
pub struct CadreFacts {
    /// Agency index.
    pub agency: u32,
    /// Origin index.
    pub origin: u32,
    /// Households without overload.
    pub quota: u16,
    /// Households at most; 0 where not available.
    pub capacity: u16,
    /// The one village it may have duties in, [`NONE`] for any.
    pub only_village: u32,
    /// Whether it may be posted at all.
    pub available: bool,
    /// Whether it may lead a team.
    pub leader: bool,
    /// Whether it may be first secretary.
    pub secretary: bool,
    /// Whether pins forbid it a village or a household.
    pub restricted: bool,
    /// Cost as first secretary, millipoints.
    pub secretary_cost: i64,
    /// First of its `capacity` places in the state's list of held households.
    pub slots: u32,
}

/// The compiled instance.
pub struct Problem<'a> {
    /// The instance it was compiled from.
    pub instance: &'a Instance,
    /// Its cost coefficients.
    pub costs: Costs<'a>,
    /// Number of agencies, villages, cadres, households.
    pub agencies: usize,
    /// See [`Problem::agencies`].
    pub villages: usize,
    /// Facts by cadre.
    pub cadres: Vec<CadreFacts>,
    /// Village by household.
    pub village_of: Vec<u32>,
    /// Hamlet (numbered within the village) by household.
    pub hamlet_of: Vec<u16>,
    /// Cause by household.
    pub cause_of: Vec<u8>,
    /// Last year's helper by household, [`NONE`] where there is none.
    pub previous_of: Vec<u32>,
    /// Village where the cadre helped most households last year, by cadre; [`NONE`] where changes
    /// cost nothing or it helped nobody.
    pub home: Vec<u32>,
    /// Required helper by household, [`NONE`] where free.
    pub required_helper: Vec<u32>,
    /// Households by village.
    pub households_of: Vec<Vec<u32>>,
    /// Available cadres by agency.
    pub cadres_of: Vec<Vec<u32>>,
    /// Length of slot list.
    pub slots: usize,
    /// Metres, origin-major.
    metres: Vec<i32>,
    /// Need cost, agency-major over causes.
    need: Vec<i64>,
    /// Link cost, agency-major over villages.
    link: Vec<i64>,
    /// Lead cost, agency-major over villages.
    lead: Vec<i64>,
    /// Cost of the cheapest permitted attachment by agency, paid by one that has no duty (R2).
    pub orphan: Vec<i64>,
    /// Attachments at most, by agency.
    pub max_villages: Vec<u16>,
    /// Villages it may lead, by agency.
    pub max_leads: u16,
    /// Attachments that pins require, agency-major.
    pub pinned: Vec<bool>,
    /// Attachments that pins forbid, agency-major.
    pub barred: Vec<bool>,
    /// Leads that pins forbid, agency-major.
    pub lead_barred: Vec<bool>,
    /// Required lead by village.
    pub required_lead: Vec<u32>,
    /// Required (leader, secretary) by village.
    pub required_team: Vec<[u32; 2]>,
    forbidden_post: HashSet<(u32, u32)>,
    forbidden_help: HashSet<(u32, u32)>,
    forbidden_team: HashSet<(u32, u32, usize)>,
    /// Team places per village: X + 1, or 0 where teams are off.
    pub team_size: usize,
    /// Weight of travel, millipoints per metre.
    pub travel_weight: i64,
    /// Metres allowed per household before balance costs.
    pub allowance: i64,
    /// Weight of balance, millipoints per metre.
    pub balance_weight: i64,
    /// Weight of share, millipoints per thousandth of a household.
    pub share_weight: i64,
    /// Millipoints per changed household.
    pub change: i64,
    /// Millipoints per household above quota.
    pub overload: i64,
    /// Millipoints per further hamlet.
    pub hamlet: i64,
    /// Each village's nearest villages, itself excluded, nearest first.
    pub near: Vec<Vec<u32>>,
}

impl<'a> Problem<'a> {
    /// Compiles an instance.
    ///
    /// # Errors
    /// A proof that no plan exists, where the pins alone contradict each other.
    pub fn new(instance: &'a Instance) -> Result<Self, Sentence> {
        let costs = Costs::new(instance);
        let settings = instance.settings();
        let (a_count, v_count) = (instance.agencies().len(), instance.villages().len());
        let pairs =
            || instance.agency_ids().flat_map(|a| instance.village_ids().map(move |v| (a, v)));
        let metres: Vec<i32> = (0..instance.origin_count())
            .flat_map(|o| {
                let origin = crate::model::OriginId::new(o);
                instance.village_ids().map(move |v| instance.metres(origin, v).0 as i32)
            })
            .collect();
        let cadres = compile_cadres(instance, &costs);
        let slots = cadres.last().map_or(0, |c| c.slots as usize + usize::from(c.capacity));
        let previous = instance.previous();
        let mut problem = Self {
            agencies: a_count,
            villages: v_count,
            village_of: instance.households().iter().map(|h| h.village.index() as u32).collect(),
            hamlet_of: instance.households().iter().map(|h| h.hamlet as u16).collect(),
            cause_of: instance.households().iter().map(|h| h.cause as u8).collect(),
            previous_of: instance
                .household_ids()
                .map(|h| {
                    previous.and_then(|p| p.helper[h.index()]).map_or(NONE, |c| c.index() as u32)
                })
                .collect(),
            home: vec![NONE; cadres.len()],
            required_helper: vec![NONE; instance.households().len()],
            households_of: instance
                .village_ids()
                .map(|v| instance.households_of(v).iter().map(|h| h.index() as u32).collect())
                .collect(),
            cadres_of: instance
                .agency_ids()
                .map(|a| {
                    let all = instance.cadres_of(a).iter().map(|c| c.index() as u32);
                    all.filter(|&c| cadres[c as usize].available).collect()
                })
                .collect(),
            slots,
            need: instance
                .agencies()
                .iter()
                .flat_map(|a| {
                    Cause::ALL.iter().map(|&cause| costs.need(a, cause).0).collect::<Vec<_>>()
                })
                .collect(),
            link: pairs().map(|(a, v)| costs.link(a, v).0).collect(),
            lead: pairs().map(|(a, v)| costs.lead(a, v).0).collect(),
            orphan: Vec::new(),
            max_villages: instance
                .agencies()
                .iter()
                .map(|a| a.max_villages.min(v_count as u32) as u16)
                .collect(),
            max_leads: settings.limits.led_per_agency.min(v_count as u32) as u16,
            pinned: vec![false; a_count * v_count],
            barred: vec![false; a_count * v_count],
            lead_barred: vec![false; a_count * v_count],
            required_lead: vec![NONE; v_count],
            required_team: vec![[NONE; 2]; v_count],
            forbidden_post: HashSet::new(),
            forbidden_help: HashSet::new(),
            forbidden_team: HashSet::new(),
            team_size: if settings.team.enabled { settings.team.members as usize + 1 } else { 0 },
            travel_weight: i64::from(settings.weights.travel),
            allowance: costs.allowance.0,
            balance_weight: i64::from(settings.weights.balance),
            share_weight: i64::from(settings.weights.share),
            change: instance.change_charge().0,
            overload: costs.overload().0,
            hamlet: costs.hamlet().0,
            near: Vec::new(),
            instance,
            costs,
            cadres,
            metres,
        };
        problem.near = problem.nearest_villages();
        problem.home = problem.homes();
        problem.pin_all()?;
        problem.orphan = (0..a_count).map(|a| problem.cheapest_link(a)).collect();
        Ok(problem)
    }

    fn cheapest_link(&self, a: usize) -> i64 {
        if self.cadres_of[a].is_empty() {
            return 0; // R2 asks nothing of an agency without available cadres
        }
        let villages = 0..self.villages;
        villages
            .filter(|&v| !self.barred[a * self.villages + v])
            .map(|v| self.link(a, v))
            .min()
            .unwrap_or(PENALTY)
    }

    /// Whether pins decide everything that costs anything, so that all best plans cost the same:
    /// helpers, leads and first secretaries. Other seats on teams cost nothing.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        let given = |all: &[u32]| !all.contains(&NONE);
        let secretaries = || self.required_team.iter().all(|team| team[SECRETARY] != NONE);
        given(&self.required_helper)
            && given(&self.required_lead)
            && (self.team_size == 0 || secretaries())
    }

    /// Metres from an origin to a village.
    #[must_use]
    #[inline]
    pub fn metres(&self, origin: u32, village: u32) -> i64 {
        i64::from(self.metres[origin as usize * self.villages + village as usize])
    }

    /// Cost of a helper of `agency` for household `h`.
    #[must_use]
    #[inline]
    pub fn need(&self, agency: u32, h: u32) -> i64 {
        self.need[agency as usize * Cause::ALL.len() + usize::from(self.cause_of[h as usize])]
    }

    /// Cost of a helper of `agency` for a household poor by `cause`.
    #[must_use]
    pub fn need_of(&self, agency: u32, cause: Cause) -> i64 {
        self.need[agency as usize * Cause::ALL.len() + cause as usize]
    }

    /// Cost of attaching agency `a` to village `v`.
    #[must_use]
    #[inline]
    pub fn link(&self, a: usize, v: usize) -> i64 {
        self.link[a * self.villages + v]
    }

    /// Cost of agency `a` leading village `v`, its attachment not counted.
    #[must_use]
    #[inline]
    pub fn lead(&self, a: usize, v: usize) -> i64 {
        self.lead[a * self.villages + v]
    }

    /// Cost of `c` helping `h` instead of last year's helper.
    #[must_use]
    #[inline]
    pub fn change(&self, c: u32, h: u32) -> i64 {
        let previous = self.previous_of[h as usize];
        if previous == NONE || previous == c { 0 } else { self.change }
    }

    /// Balance cost of an agency with this excess of metres.
    #[must_use]
    #[inline]
    pub fn balance(&self, excess: i64) -> i64 {
        self.balance_weight * excess.max(0)
    }

    /// Share cost of agency `a` with `n` households.
    #[must_use]
    #[inline]
    pub fn share(&self, a: usize, n: i64) -> i64 {
        self.share_weight * ((1000 * n - self.costs.fair[a]).abs() - self.costs.band[a]).max(0)
    }

    /// Whether pins and availability let cadre `c` have duties in village `v`.
    #[must_use]
    #[inline]
    pub fn may_post(&self, c: u32, v: u32) -> bool {
        let facts = &self.cadres[c as usize];
        facts.available
            && (facts.only_village == NONE || facts.only_village == v)
            && !self.barred[facts.agency as usize * self.villages + v as usize]
            && !(facts.restricted && self.forbidden_post.contains(&(c, v)))
    }

    /// Whether pins let `c` help `h`.
    #[must_use]
    #[inline]
    pub fn may_help(&self, c: u32, h: u32) -> bool {
        let required = self.required_helper[h as usize];
        (required == NONE || required == c)
            && !(self.cadres[c as usize].restricted && self.forbidden_help.contains(&(c, h)))
    }

    /// Whether `c` itself qualifies for `place` of the team of `v`, its agency leading there.
    #[must_use]
    pub fn may_serve(&self, c: u32, v: u32, place: usize) -> bool {
        let facts = &self.cadres[c as usize];
        let fits = match place {
            LEADER => facts.leader,
            SECRETARY => facts.secretary,
            _ => true,
        };
        let required = self.required_team[v as usize];
        let reserved = place < 2 && required[place] != NONE && required[place] != c
            || required.iter().enumerate().any(|(p, &r)| r == c && p != place);
        fits && !reserved
            && self.may_post(c, v)
            && !(facts.restricted && self.forbidden_team.contains(&(c, v, place)))
    }

    /// Teams that agency `a` can staff at once, pins aside.
    #[must_use]
    pub fn team_capacity(&self, a: usize) -> usize {
        if self.team_size == 0 {
            return self.villages;
        }
        let count = |test: &dyn Fn(&CadreFacts) -> bool| {
            self.cadres_of[a].iter().filter(|&&c| test(&self.cadres[c as usize])).count()
        };
        let leaders = count(&|c| c.leader);
        let secretaries = count(&|c| c.secretary);
        let either = count(&|c| c.leader || c.secretary);
        leaders.min(secretaries).min(either / 2).min(self.cadres_of[a].len() / self.team_size)
    }

    /// See [`Problem::home`].
    fn homes(&self) -> Vec<u32> {
        let mut homes = vec![NONE; self.cadres.len()];
        if self.change == 0 {
            return homes;
        }
        let known = self.previous_of.iter().zip(&self.village_of).filter(|(c, _)| **c != NONE);
        let mut counts = std::collections::BTreeMap::new();
        known.for_each(|(&c, &v)| *counts.entry((c, v)).or_insert(0_usize) += 1);
        let mut most = vec![0; self.cadres.len()];
        for ((c, v), count) in counts {
            if count > most[c as usize] {
                (most[c as usize], homes[c as usize]) = (count, v);
            }
        }
        homes
    }

    /// Villages ordered by nearness, up to 24 of them. Where coordinates are missing, nearness is
    /// likeness of the given lengths.
    fn nearest_villages(&self) -> Vec<Vec<u32>> {
        const NEIGHBOURS: usize = 24;
        let location = |v: usize| self.instance.village(VillageId::new(v)).location;
        (0..self.villages)
            .map(|v| {
                let mut others: Vec<(i64, u32)> = (0..self.villages)
                    .filter(|&u| u != v)
                    .map(|u| {
                        let away = match (location(v), location(u)) {
                            (Some(x), Some(y)) => crate::model::great_circle_metres(x, y) as i64,
                            _ => (0..self.agencies)
                                .map(|a| {
                                    let metres = |w: usize| self.metres(a as u32, w as u32);
                                    (metres(v) - metres(u)).abs()
                                })
                                .sum(),
                        };
                        (away, u as u32)
                    })
                    .collect();
                if others.len() > NEIGHBOURS {
                    others.select_nth_unstable(NEIGHBOURS);
                    others.truncate(NEIGHBOURS);
                }
                others.sort_unstable();
                others.into_iter().map(|(_, u)| u).collect()
            })
            .collect()
    }
}

fn compile_cadres(instance: &Instance, costs: &Costs) -> Vec<CadreFacts> {
    let largest =
        instance.village_ids().map(|v| instance.households_of(v).len()).max().unwrap_or(0);
    let mut slots = 0;
    instance
        .cadre_ids()
        .map(|id| {
            let cadre = instance.cadre(id);
            let capacity = instance.capacity(id).min(largest as u32) as u16;
            let facts = CadreFacts {
                agency: cadre.agency.index() as u32,
                origin: cadre.origin.index() as u32,
                quota: instance.quota(id).min(u32::from(u16::MAX)) as u16,
                capacity,
                only_village: NONE,
                available: cadre.available,
                leader: instance.leader_eligible(id),
                secretary: instance.secretary_eligible(id),
                restricted: false,
                secretary_cost: costs.secretary(id).0,
                slots,
            };
            slots += u32::from(capacity);
            facts
        })
        .collect()
}
