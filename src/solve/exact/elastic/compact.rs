//! The elastic program without single cadres: a relaxation for instances where the whole is too large.
//!
//! What an agency's cadres can help is one number, how many teams it can staff another, and pins that
//! name cadres are left out. Each solution of the whole program is one of this at the same price, so
//! its optimum is a lower bound on every change; whether the change suffices is for a plan to show.
//!
//! ```text
//! lead[a,v], help[a,v] ≥ 0   leads[a], recruit[a], villages[a] whole   fit[c], recall[c] ∈ {0,1}
//!
//! R1  Σ_a lead[a,v] = 1;  Σ_v lead[a,v] = leads[a] ≤ led_per_agency + led
//! R2  leads[a] ≤ max_villages[a] + villages[a];  Σ_v help[a,v] / households[v] ≤ the same
//!     1 ≤ max_villages[a] + villages[a]
//! R4  Σ_a help[a,v] = households[v]
//! R5  Σ_v help[a,v] ≤ slots[a] + over[a] + more[a] + Σ capacity[c] recall[c] + capacity recruit[a]
//! R6  leads[a] ≤ secretaries[a] + Σ fit + Σ recall + recruit;  R7 the same of leaders
//!     2 leads[a] ≤ fit for either + Σ fit + 2 Σ recall + 2 recruit
//!     (X+1) leads[a] ≤ cadres[a] + Σ recall + recruit + V fewer
//! R8  of pins that name agencies
//! ```
//!
//! For whole `leads` the rest of R1 is a transport problem, so that `lead` needs no whole numbers.

use std::collections::BTreeMap;

use super::solution::{Member, Solution};
use super::{Answer, believed_price, prices};
use crate::model::enums::{PinMode, Rank};
use crate::model::{
    AgencyId, CadreId, Instance, Lack, Pin, VillageId, leader_lacks, secretary_lacks,
};
use crate::solve::exact::program::{Column, Program, Sense, Terms};
use crate::solve::exact::solver::{self, Task};
use crate::solve::{Control, Options};

/// Unfit cadres of an agency that may be made fit for a place.
const MISSES: usize = 4;

/// Parts of an attachment, in which shares of a village's households are counted.
const WHOLE: i64 = 10_000;

/// What can be changed of an agency.
struct Changes {
    /// Villages it leads; no change.
    leads: Column,
    villages: Column,
    over: Column,
    more: Column,
    recruit: Column,
    recall: Vec<(CadreId, Column)>,
    leaders: Vec<(CadreId, Column)>,
    secretaries: Vec<(CadreId, Column)>,
}

struct Compact<'a> {
    instance: &'a Instance,
    program: Program,
    lead: BTreeMap<(AgencyId, VillageId), Column>,
    helped: BTreeMap<(AgencyId, VillageId), Column>,
    changes: Vec<Changes>,
    led: Column,
    fewer: Column,
    dropped: BTreeMap<usize, Column>,
    control: &'a Control<'a>,
}

/// Solves the relaxation, on a county in moments. Of its solution only the changes mean something,
/// not the postings.
#[must_use]
pub fn solve(instance: &Instance, options: &Options, control: &Control) -> Answer {
    let Some(mut compact) = Compact::new(instance, control) else { return Answer::stopped() };
    let prices = compact.program.costs().to_vec();
    let program = std::mem::take(&mut compact.program);
    let answer = solver::run(program, Task { silent: true, ..Task::default() }, options, control);
    let solution = answer.solution.as_ref().map(|values| compact.read(values, &prices));
    Answer { verdict: answer.verdict, solution, bound: believed_price(answer.bound) }
}

impl<'a> Compact<'a> {
    /// The whole program; `None` where `control` stops before.
    fn new(instance: &'a Instance, control: &'a Control<'a>) -> Option<Self> {
        let mut compact = Self::columns(instance, control)?;
        compact.place_rows()?;
        compact.help_rows()?;
        if instance.settings().team.enabled {
            compact.team_rows();
        }
        compact.pin_rows();
        Some(compact)
    }

    fn columns(instance: &'a Instance, control: &'a Control<'a>) -> Option<Self> {
        let mut program = Program::new();
        let (mut lead, mut helped) = (BTreeMap::new(), BTreeMap::new());
        for a in instance.agency_ids() {
            control.go_on()?;
            for v in instance.village_ids() {
                lead.insert((a, v), program.continuous(String::new(), Some(1), 0));
                helped.insert((a, v), program.continuous(String::new(), None, 0));
            }
        }
        let villages = instance.villages().len() as i64;
        let mut whole = |most, price| program.integer(String::new(), 0, most, price);
        let spare = i64::from(instance.settings().team.members.saturating_sub(1));
        let led = whole(Some(villages), prices::LED);
        let fewer = whole(Some(spare), prices::FEWER);
        let mut dropped = BTreeMap::new();
        for (p, pin) in instance.pins().iter().enumerate() {
            if matches!(pin, Pin::Lead { .. } | Pin::Attach { .. }) {
                dropped.insert(p, whole(Some(1), prices::PIN));
            }
        }
        let changes = instance.agency_ids().map(|a| Changes::new(instance, a, &mut program));
        let changes = changes.collect();
        Some(Self { instance, program, lead, helped, changes, led, fewer, dropped, control })
    }

    fn row(&mut self, terms: &Terms, sense: Sense, bound: i64) {
        self.program.row(String::new(), terms, sense, bound);
    }

    fn of_agency(&self, columns: &BTreeMap<(AgencyId, VillageId), Column>, a: AgencyId) -> Terms {
        self.instance.village_ids().map(|v| (columns[&(a, v)], 1)).collect()
    }

    /// R1 and R2.
    fn place_rows(&mut self) -> Option<()> {
        let limits = &self.instance.settings().limits;
        for v in self.instance.village_ids() {
            self.control.go_on()?;
            let all = self.instance.agency_ids().map(|a| (self.lead[&(a, v)], 1)).collect();
            self.row(&all, Sense::Equal, 1);
        }
        for a in self.instance.agency_ids() {
            self.control.go_on()?;
            let (leads, more) = (self.changes[a.index()].leads, self.changes[a.index()].villages);
            let mut terms = self.of_agency(&self.lead, a);
            terms.push((leads, -1));
            self.row(&terms, Sense::Equal, 0);
            self.row(
                &vec![(leads, 1), (self.led, -1)],
                Sense::AtMost,
                limits.led_per_agency.into(),
            );
            let most = i64::from(self.instance.agency(a).max_villages);
            self.row(&vec![(leads, 1), (more, -1)], Sense::AtMost, most);
            self.row(&vec![(more, 1)], Sense::AtLeast, 1 - most);
            let part = |v| WHOLE / self.instance.households_of(v).len() as i64; // rounded down
            let villages = self.instance.village_ids();
            let mut terms: Terms = villages.map(|v| (self.helped[&(a, v)], part(v))).collect();
            terms.push((more, -WHOLE));
            self.row(&terms, Sense::AtMost, most * WHOLE);
        }
        Some(())
    }

    /// R4 and R5.
    fn help_rows(&mut self) -> Option<()> {
        let quota = &self.instance.settings().quota;
        let new = i64::from(quota.of(Rank::DeputySection) + quota.overload);
        for v in self.instance.village_ids() {
            self.control.go_on()?;
            let households = self.instance.households_of(v).len() as i64;
            let all = self.instance.agency_ids().map(|a| (self.helped[&(a, v)], 1)).collect();
            self.row(&all, Sense::Equal, households);
        }
        for a in self.instance.agency_ids() {
            self.control.go_on()?;
            let cadres = self.instance.cadres_of(a);
            let slots: i64 = cadres.iter().map(|&c| i64::from(self.instance.capacity(c))).sum();
            let own = &self.changes[a.index()];
            let mut terms = self.of_agency(&self.helped, a);
            terms.extend([(own.over, -1), (own.more, -1), (own.recruit, -new)]);
            for &(c, column) in &own.recall {
                let rank = self.instance.cadre(c).rank;
                terms.push((column, -i64::from(quota.of(rank) + quota.overload)));
            }
            let mut first = vec![(own.over, 1), (own.recruit, -1)];
            first.extend(own.recall.iter().map(|&(_, column)| (column, -1)));
            let available = cadres.iter().filter(|&&c| self.instance.cadre(c).available).count();
            self.row(&terms, Sense::AtMost, slots);
            self.row(&first, Sense::AtMost, available as i64);
        }
        Some(())
    }

    /// R6 and R7.
    fn team_rows(&mut self) {
        let instance = self.instance;
        let size = i64::from(instance.settings().team.members) + 1;
        let villages = instance.villages().len() as i64;
        for a in instance.agency_ids() {
            let cadres = instance.cadres_of(a);
            let count =
                |fit: &dyn Fn(CadreId) -> bool| cadres.iter().filter(|&&c| fit(c)).count() as i64;
            let leads = |c| instance.leader_eligible(c);
            let serves = |c| instance.secretary_eligible(c);
            let own = &self.changes[a.index()];
            let column = |of: &[(CadreId, Column)], by: i64| -> Terms {
                of.iter().map(|&(_, column)| (column, -by)).collect()
            };
            let people = |by: i64| [column(&own.recall, by), vec![(own.recruit, -by)]].concat();
            let (fit_leaders, fit_secretaries) =
                (column(&own.leaders, 1), column(&own.secretaries, 1));
            let lead = |by: i64| vec![(own.leads, by)];
            let rows = [
                ([lead(1), fit_leaders.clone(), people(1)].concat(), count(&leads)),
                ([lead(1), fit_secretaries.clone(), people(1)].concat(), count(&serves)),
                (
                    [lead(2), fit_leaders, fit_secretaries, people(2)].concat(),
                    count(&|c| leads(c) || serves(c)),
                ),
                (
                    [lead(size), people(1), vec![(self.fewer, -villages)]].concat(),
                    count(&|c| instance.cadre(c).available),
                ),
            ];
            for (terms, bound) in rows {
                self.row(&terms, Sense::AtMost, bound);
            }
        }
    }

    /// R8, as far as it is about agencies.
    fn pin_rows(&mut self) {
        for (p, dropped) in self.dropped.clone() {
            match self.instance.pins()[p] {
                Pin::Lead { agency: a, village: v, mode: PinMode::Require } => {
                    let terms = vec![(self.lead[&(a, v)], 1), (dropped, 1)];
                    self.row(&terms, Sense::AtLeast, 1);
                }
                Pin::Lead { agency: a, village: v, mode: PinMode::Forbid } => {
                    self.row(&vec![(self.lead[&(a, v)], 1), (dropped, -1)], Sense::AtMost, 0);
                }
                Pin::Attach { agency: a, village: v, mode: PinMode::Forbid } => {
                    let households = self.instance.households_of(v).len() as i64;
                    self.row(&vec![(self.lead[&(a, v)], 1), (dropped, -1)], Sense::AtMost, 0);
                    let helped = vec![(self.helped[&(a, v)], 1), (dropped, -households)];
                    self.row(&helped, Sense::AtMost, 0);
                }
                _ => {}
            }
        }
    }

    /// The changes of a solution, with the cadres that they name put into places.
    fn read(&self, values: &[f64], prices: &[i64]) -> Solution {
        let count = |column: Column| values[column.index()].round().max(0.0) as u32;
        let price: f64 = values.iter().zip(prices).map(|(x, &price)| x * price as f64).sum();
        let villages = self.instance.villages().len();
        let mut solution = Solution {
            price: price.round() as i64,
            lead: vec![None; villages],
            leader: vec![None; villages],
            secretary: vec![None; villages],
            led: count(self.led),
            fewer: count(self.fewer),
            ..Solution::default()
        };
        let dropped = self.dropped.iter().filter(|&(_, &column)| count(column) > 0);
        solution.dropped = dropped.map(|(&p, _)| p).collect();
        for a in self.instance.agency_ids() {
            let own = &self.changes[a.index()];
            let led = self.instance.village_ids().filter(|&v| count(self.lead[&(a, v)]) > 0);
            let led: Vec<VillageId> = led.collect();
            if count(own.villages) > 0 {
                solution.villages.insert(a, count(own.villages));
            }
            let chosen = |of: &[(CadreId, Column)]| -> Vec<CadreId> {
                of.iter().filter(|&&(_, column)| count(column) > 0).map(|&(c, _)| c).collect()
            };
            for (&v, c) in led.iter().zip(chosen(&own.leaders)) {
                solution.leader[v.index()] = Some(Member::Cadre(c));
            }
            for (&v, c) in led.iter().zip(chosen(&own.secretaries)) {
                solution.secretary[v.index()] = Some(Member::Cadre(c));
            }
            let anywhere = led.first().copied().unwrap_or_else(|| VillageId::new(0));
            let back = chosen(&own.recall).into_iter().map(Member::Cadre);
            let new = (0..count(own.recruit) as usize).map(|number| Member::Recruit(a, number));
            solution.posted.extend(back.chain(new).map(|member| (member, anywhere)));
            self.above_quota(&mut solution, values, a);
        }
        solution
    }

    fn above_quota(&self, solution: &mut Solution, values: &[f64], a: AgencyId) {
        let own = &self.changes[a.index()];
        let part = |column: Column| (values[column.index()] - 1e-6).ceil().max(0.0) as u32;
        let above = part(own.over) + part(own.more);
        if above > 0 {
            solution.above.insert(a, above);
            let cadres = self.instance.cadres_of(a).iter();
            let available = cadres.filter(|&&c| self.instance.cadre(c).available).count() as u32;
            solution.overload = solution.overload.max(above.div_ceil(available.max(1)));
        }
    }
}

impl Changes {
    fn new(instance: &Instance, a: AgencyId, program: &mut Program) -> Self {
        let villages = instance.villages().len() as i64;
        let mut whole = |most, price| program.integer(String::new(), 0, most, price);
        let away = instance.cadres_of(a).iter().filter(|&&c| !instance.cadre(c).available);
        let recall = away.map(|&c| (c, whole(Some(1), prices::RECALL))).collect();
        let mut near = |lacks: fn(&Instance, CadreId) -> Vec<Lack>| {
            if !instance.settings().team.enabled {
                return Vec::new();
            }
            let cadres = instance.cadres_of(a).iter().filter(|&&c| instance.cadre(c).available);
            let priced = cadres.map(|&c| (prices::total(&lacks(instance, c)), c));
            let mut unfit: Vec<(i64, CadreId)> = priced.filter(|&(price, _)| price > 0).collect();
            unfit.sort_unstable();
            unfit.truncate(MISSES);
            unfit.into_iter().map(|(price, c)| (c, whole(Some(1), price))).collect()
        };
        let (leaders, secretaries) = (near(leader_lacks), near(secretary_lacks));
        Self {
            leads: whole(Some(villages), 0),
            villages: whole(Some(villages), prices::VILLAGE),
            recruit: whole(None, prices::RECRUIT),
            recall,
            leaders,
            secretaries,
            over: program.continuous(String::new(), None, prices::OVER),
            more: program.continuous(String::new(), None, prices::MORE),
        }
    }
}
