//! The frame of a plan: attachments and leads, with all else relaxed to what bears on the cost.
//!
//! A much smaller program than the whole one, whose optimum is a lower bound on it. Left out are
//! hamlets, single cadres and the pins that name them; what remains, with agencies *a*, villages
//! *v*, origins *o* of an agency's cadres, causes *c* and teams *t* an agency can staff:
//!
//! ```text
//! attach[a,v], lead[a,v,t] ∈ {0,1}   help[a,o,v] whole   slots, over, serve, kept ≥ 0
//!
//! Σ_{a,t} lead[a,v,t] = 1;  Σ_t lead[a,v,t] ≤ attach[a,v];  R1's and R2's counts
//! Σ_v slots[a,o,v] ≤ quotas[a,o];  slots[a,o,v] ≤ quotas[a,o] attach[a,v]
//! Σ_o slots[a,o,v] ≥ Σ_t quotas[t] lead[a,v,t];  slots[a,o,v] ≥ Σ_t quotas[t,o] lead[a,v,t]
//! help[a,o,v] ≤ slots[a,o,v] + over[a,o,v];  Σ_v over[a,o,v] ≤ overload × cadres[a,o]
//! Σ_o help[a,o,v] = Σ_c serve[a,v,c];  Σ_a serve[a,v,c] = households[v,c]
//! serve[a,v,c] ≤ households[v,c] attach[a,v]
//! kept[a,v,c] ≤ serve[a,v,c], and at most as many as the agency's cadres helped there last year
//! balance and share as in the whole program
//! ```
//!
//! Every plan is a solution that costs no more than the plan: the slots of the cadres posted, the
//! households helped from each origin, and for each team an option that needs no more slots and has
//! no dearer first secretary (`staffing`). `serve` needs no whole numbers, since for whole `help` it
//! is a transport problem. The bounds on `serve` by cause are what makes the relaxation strong: with
//! flows counted by category, a link is charged only for the part of it that is used.

use std::collections::{BTreeMap, BTreeSet};

use super::program::{Column, Program, Sense};
use crate::model::enums::{Cause, PinMode};
use crate::model::{AgencyId, HouseholdId, Instance, OriginId, Pin, Plan, Previous, VillageId};
use crate::solve::costs::Costs;
use crate::solve::fixing::Fixing;
use crate::solve::staffing::{Staffing, teams};

/// Attachments and leads of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Attachments by agency and village.
    pub attached: BTreeSet<(AgencyId, VillageId)>,
    /// Lead agency by village.
    pub lead: Vec<AgencyId>,
}

impl Frame {
    /// The frame of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let villages = plan.attached.iter().enumerate();
        let attached =
            villages.flat_map(|(v, own)| own.iter().map(move |&a| (a, VillageId::new(v))));
        Self { attached: attached.collect(), lead: plan.lead.clone() }
    }
}

/// A frame whose true cost is known to be more than the relaxation says.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The frame.
    pub frame: Frame,
    /// What is to be added to it, in millipoints; `None` where no plan has this frame.
    pub extra: Option<i64>,
}

/// Cadres of one agency that start from one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Depot {
    pub(super) quotas: i64,
    pub(super) capacity: i64,
}

pub(super) type Key = (AgencyId, OriginId, VillageId);
pub(super) type Need = (AgencyId, VillageId, usize);

/// The columns of the relaxation and what they mean.
pub struct Relaxation<'a> {
    pub(super) instance: &'a Instance,
    pub(super) costs: Costs<'a>,
    pub(super) depots: BTreeMap<(AgencyId, OriginId), Depot>,
    /// Teams each agency can staff, none dominated; one that takes nothing where there are no teams.
    pub(super) teams: Vec<Vec<Staffing>>,
    /// Households by village and cause (one cause where needs cost nothing).
    pub(super) households: Vec<Vec<i64>>,
    /// Households whose helper of last year is an available cadre of the agency.
    pub(super) former: BTreeMap<Need, i64>,
    pub(super) attached: BTreeMap<(AgencyId, VillageId), Column>,
    pub(super) lead: BTreeMap<(AgencyId, VillageId), Vec<Column>>,
    pub(super) slots: BTreeMap<Key, Column>,
    pub(super) help: BTreeMap<Key, Column>,
    pub(super) over: BTreeMap<Key, Column>,
    pub(super) serve: BTreeMap<Need, Column>,
    pub(super) kept: BTreeMap<Need, Column>,
    pub(super) balance: Vec<Option<Column>>,
    pub(super) share: Vec<Option<Column>>,
    pub(super) one: Column,
    pub(super) corrections: Vec<(Frame, Column)>,
    pub(super) coefficients: Vec<i64>,
}

/// What pins say of attachments and leads: (agency, village) to "require" or "forbid".
#[derive(Default)]
struct Pins {
    attach: BTreeMap<(AgencyId, VillageId), PinMode>,
    lead: BTreeMap<(AgencyId, VillageId), PinMode>,
}

impl Pins {
    fn new(instance: &Instance) -> Self {
        let mut pins = Self::default();
        for &pin in instance.pins() {
            match pin {
                Pin::Attach { agency, village, mode } => {
                    pins.attach.insert((agency, village), mode);
                }
                Pin::Lead { agency, village, mode } => {
                    pins.lead.insert((agency, village), mode);
                }
                _ => {}
            }
        }
        pins
    }
}

impl<'a> Relaxation<'a> {
    /// Writes the relaxation of an instance, with what is known of single frames; `whole` says
    /// whether households helped are whole numbers.
    #[must_use]
    pub fn new(instance: &'a Instance, corrections: &[Correction], whole: bool) -> (Self, Program) {
        Self::fixed(instance, corrections, whole, None)
    }

    /// The same without the attachments and leads that are ruled out.
    #[must_use]
    pub fn fixed(
        instance: &'a Instance,
        corrections: &[Correction],
        whole: bool,
        fixing: Option<&Fixing>,
    ) -> (Self, Program) {
        let mut program = Program::new();
        let one = program.integer("one".to_owned(), 1, Some(1), changes(instance));
        let costs = Costs::new(instance);
        let teams = instance.agency_ids().map(|a| teams(instance, &costs, a)).collect();
        let mut relaxation = Self {
            instance,
            depots: depots(instance),
            teams,
            households: households(instance),
            former: former(instance),
            costs,
            attached: BTreeMap::new(),
            lead: BTreeMap::new(),
            slots: BTreeMap::new(),
            help: BTreeMap::new(),
            over: BTreeMap::new(),
            serve: BTreeMap::new(),
            kept: BTreeMap::new(),
            balance: Vec::new(),
            share: Vec::new(),
            one,
            corrections: Vec::new(),
            coefficients: Vec::new(),
        };
        relaxation.place_columns(&mut program, fixing);
        relaxation.slot_columns(&mut program, whole);
        relaxation.serve_columns(&mut program);
        relaxation.agency_columns(&mut program);
        relaxation.place_rows(&mut program);
        relaxation.slot_rows(&mut program);
        relaxation.serve_rows(&mut program);
        relaxation.agency_rows(&mut program);
        for correction in corrections {
            relaxation.correct(&mut program, correction);
        }
        relaxation.coefficients = program.costs().to_vec();
        (relaxation, program)
    }

    pub(super) fn residents(&self, v: VillageId) -> i64 {
        self.households[v.index()].iter().sum()
    }

    /// Households the agency can help.
    pub(super) fn capacity(&self, a: AgencyId) -> i64 {
        self.depots.iter().filter(|((b, _), _)| *b == a).map(|(_, d)| d.capacity).sum()
    }

    fn place_columns(&mut self, program: &mut Program, fixing: Option<&Fixing>) {
        let pins = Pins::new(self.instance);
        for a in self.instance.agency_ids() {
            for v in self.instance.village_ids() {
                let pin = pins.attach.get(&(a, v));
                let fixed = fixing.is_some_and(|fixing| !fixing.may_attach(a, v));
                if fixed || pin == Some(&PinMode::Forbid) {
                    continue;
                }
                let lower = i64::from(pin == Some(&PinMode::Require));
                let cost = self.costs.link(a, v).0;
                let column = program.integer(String::new(), lower, Some(1), cost);
                self.attached.insert((a, v), column);
                let pin = pins.lead.get(&(a, v));
                let fixed = fixing.is_some_and(|fixing| !fixing.may_lead(a, v));
                if fixed || pin == Some(&PinMode::Forbid) {
                    continue;
                }
                let cost = self.costs.lead(a, v).0;
                let options = self.teams[a.index()].iter();
                let options: Vec<Column> = options
                    .map(|team| program.integer(String::new(), 0, Some(1), cost + team.cost))
                    .collect();
                if pin == Some(&PinMode::Require) {
                    program.row(String::new(), &ones(&options), Sense::AtLeast, 1);
                }
                self.lead.insert((a, v), options);
            }
        }
    }

    fn slot_columns(&mut self, program: &mut Program, whole: bool) {
        for (&(a, o), depot) in &self.depots {
            for v in self.instance.village_ids() {
                if !self.attached.contains_key(&(a, v)) {
                    continue;
                }
                let key = (a, o, v);
                let slots = program.continuous(String::new(), Some(depot.quotas), 0);
                self.slots.insert(key, slots);
                if depot.capacity == 0 {
                    continue;
                }
                let most = depot.capacity.min(self.residents(v));
                let travel = self.costs.travel(o, v).0;
                let help = if whole {
                    program.integer(String::new(), 0, Some(most), travel)
                } else {
                    program.continuous(String::new(), Some(most), travel)
                };
                self.help.insert(key, help);
                let over = depot.capacity - depot.quotas;
                if over > 0 {
                    let cost = self.costs.overload().0;
                    self.over.insert(key, program.continuous(String::new(), Some(over), cost));
                }
            }
        }
    }

    fn serve_columns(&mut self, program: &mut Program) {
        let saved = self.instance.change_charge().0;
        for &(a, v) in self.attached.keys() {
            if self.capacity(a) == 0 {
                continue;
            }
            for (c, &all) in self.households[v.index()].iter().enumerate().filter(|n| *n.1 > 0) {
                let need = self.costs.need(self.instance.agency(a), Cause::ALL[c]).0;
                let column = program.continuous(String::new(), Some(all), need);
                self.serve.insert((a, v, c), column);
                if let Some(&former) = self.former.get(&(a, v, c)) {
                    let kept = program.continuous(String::new(), Some(former), -saved);
                    self.kept.insert((a, v, c), kept);
                }
            }
        }
    }

    fn agency_columns(&mut self, program: &mut Program) {
        let weights = &self.instance.settings().weights;
        for _ in self.instance.agency_ids() {
            let mut column = |weight: u32| {
                let weight = i64::from(weight);
                (weight > 0).then(|| program.continuous(String::new(), None, weight))
            };
            self.balance.push(column(weights.balance));
            self.share.push(column(weights.share));
        }
    }

    /// Cost of a solution.
    #[must_use]
    pub fn cost(&self, values: &[f64]) -> f64 {
        values.iter().zip(&self.coefficients).map(|(x, &cost)| x * cost as f64).sum()
    }

    /// The frame of a solution; `None` where its values are not those of one.
    #[must_use]
    pub fn frame(&self, values: &[f64]) -> Option<Frame> {
        let set = |column: &Column| values[column.index()] > 0.5;
        let attached = self.attached.iter().filter(|(_, x)| set(x)).map(|(&pair, _)| pair);
        let mut lead = vec![None; self.instance.villages().len()];
        for (&(a, v), options) in &self.lead {
            if options.iter().any(set) {
                lead[v.index()] = Some(a);
            }
        }
        Some(Frame { attached: attached.collect(), lead: lead.into_iter().collect::<Option<_>>()? })
    }
}

pub(super) fn ones(columns: &[Column]) -> Vec<(Column, i64)> {
    columns.iter().map(|&column| (column, 1)).collect()
}

/// The cost of a plan that keeps no pairing of last year's.
fn changes(instance: &Instance) -> i64 {
    instance.change_charge().0 * instance.previous().map_or(0, Previous::known) as i64
}

fn depots(instance: &Instance) -> BTreeMap<(AgencyId, OriginId), Depot> {
    let mut depots: BTreeMap<_, Depot> = BTreeMap::new();
    for c in instance.cadre_ids().filter(|&c| instance.cadre(c).available) {
        let cadre = instance.cadre(c);
        let depot = depots.entry((cadre.agency, cadre.origin)).or_default();
        depot.quotas += i64::from(instance.quota(c));
        depot.capacity += i64::from(instance.capacity(c));
    }
    depots
}

/// Position of a cause; the first for all where needs cost nothing.
pub(super) fn cause(instance: &Instance, cause: Cause) -> usize {
    if instance.settings().weights.need == 0 { 0 } else { cause as usize }
}

fn households(instance: &Instance) -> Vec<Vec<i64>> {
    let mut counts = vec![vec![0; Cause::ALL.len()]; instance.villages().len()];
    for household in instance.households() {
        counts[household.village.index()][cause(instance, household.cause)] += 1;
    }
    counts
}

fn former(instance: &Instance) -> BTreeMap<Need, i64> {
    let mut former = BTreeMap::new();
    let Some(previous) = instance.previous() else { return former };
    if !instance.counts_changes() {
        return former;
    }
    for (h, helper) in previous.helper.iter().enumerate() {
        let Some(c) = *helper else { continue };
        let household = instance.household(HouseholdId::new(h));
        let key = (instance.cadre(c).agency, household.village, cause(instance, household.cause));
        *former.entry(key).or_default() += 1;
    }
    former
}
