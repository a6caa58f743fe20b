//! What the relaxation knows of an instance: demand by class, agencies with their slots and teams.
//!
//! All costs here are in parts of a millipoint, [`UNIT`] of them, the grain of the multipliers.

use std::collections::BTreeMap;

use crate::model::enums::{Cause, PinMode};
use crate::model::{AgencyId, HouseholdId, Instance, OriginId, Pin, Previous, VillageId};
use crate::solve::costs::Costs;
use crate::solve::staffing::teams;

/// Parts of a millipoint: multipliers are whole numbers of these.
pub(super) const UNIT: i64 = 256;
/// Parts of that in which metres are priced: an agency may have a million of them.
pub(super) const METRE_PARTS: i64 = 1024;
/// More than any cost, and twice that can still be added up.
pub(super) const NEVER: i64 = i64::MAX / 4;
/// Most that the costs of all plans, and the multipliers of all rows, may come to.
const MOST: i128 = 1 << 57;
/// Villages led by one agency that are counted; above that, the limit is left out.
const COUNTED_LEADS: usize = 3;

/// Households of a village that are poor by one cause: a row of the coverage.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) village: usize,
    pub(super) cause: usize,
    /// The only agency that may help, where a pin says so.
    pub(super) only: Option<usize>,
    pub(super) households: i64,
}

/// Cadres of one agency that start from one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Depot {
    pub(super) origin: OriginId,
    /// Households without overload, and with it.
    pub(super) quota: i64,
    pub(super) capacity: i64,
    /// Its row, where the agency has several depots.
    pub(super) row: Option<usize>,
}

/// A team an agency can staff: the first secretary's cost, and quotas it takes at least.
#[derive(Clone, Debug)]
pub(super) struct TeamChoice {
    pub(super) cost: i64,
    pub(super) slots: usize,
    /// Quotas of leader and first secretary by depot, where the agency has several.
    pub(super) from: Vec<(usize, usize)>,
}

/// Whether a decision is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Never,
    Free,
    Always,
}

/// An agency: the data of its subproblem that no multiplier changes.
#[derive(Clone, Debug)]
pub(super) struct AgencyFacts {
    pub(super) category: usize,
    pub(super) depots: Vec<Depot>,
    /// Villages it may be attached to.
    pub(super) most: usize,
    /// Villages it may lead; `None`: not limited here.
    pub(super) leads: Option<usize>,
    pub(super) teams: Vec<TeamChoice>,
    /// Share and overload by slots taken, without and with a lead; as long as slots may be taken.
    pub(super) rest: [Vec<i64>; 2],
    /// By village.
    pub(super) attach: Vec<Choice>,
    pub(super) lead: Vec<Choice>,
    pub(super) link_cost: Vec<i64>,
    pub(super) lead_cost: Vec<i64>,
    /// Villages where it has units of its own: pins or last year's plan name it.
    pub(super) special: BTreeMap<usize, Vec<Unit>>,
}

/// Households of a class as one agency sees them: cost of need less what is saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) class: usize,
    pub(super) count: i64,
    pub(super) cost: i64,
}

/// All that.
pub(super) struct Facts<'a> {
    pub(super) instance: &'a Instance,
    pub(super) allowance: i64,
    pub(super) travel_weight: i64,
    pub(super) balance_weight: i64,
    pub(super) overload: i64,
    pub(super) classes: Vec<Class>,
    pub(super) classes_of: Vec<Vec<usize>>,
    pub(super) agencies: Vec<AgencyFacts>,
    /// Rows of depots: agency and position among its depots.
    pub(super) depot_rows: Vec<(usize, usize)>,
    /// Cost of need by category and cause.
    pub(super) need: Vec<Vec<i64>>,
    /// Cost of a plan that keeps no pairing of last year's, in millipoints.
    pub(super) constant: i64,
    /// Largest absolute multiplier.
    pub(super) clamp: i64,
}

impl<'a> Facts<'a> {
    /// `None` where the numbers are too large for the arithmetic here.
    pub(super) fn new(instance: &'a Instance) -> Option<Self> {
        let costs = Costs::new(instance);
        let weights = &instance.settings().weights;
        let clamp = clamp(instance, &costs)?;
        let (classes, class_of) = classes(instance);
        let mut classes_of = vec![Vec::new(); instance.villages().len()];
        for (k, class) in classes.iter().enumerate() {
            classes_of[class.village].push(k);
        }
        let need = need(instance, &costs);
        let former = former(instance, &class_of);
        let mut facts = Self {
            instance,
            allowance: costs.allowance.0,
            travel_weight: i64::from(weights.travel) * UNIT,
            balance_weight: i64::from(weights.balance),
            overload: costs.overload().0 * UNIT,
            classes,
            classes_of,
            agencies: Vec::new(),
            depot_rows: Vec::new(),
            need,
            constant: changes(instance),
            clamp,
        };
        let all_capacity: i64 = instance.cadre_ids().map(|c| i64::from(instance.capacity(c))).sum();
        for a in instance.agency_ids() {
            facts.add_agency(a, &costs, all_capacity);
        }
        facts.pins();
        facts.special_units(&former);
        Some(facts)
    }

    pub(super) fn villages(&self) -> usize {
        self.classes_of.len()
    }

    fn add_agency(&mut self, a: AgencyId, costs: &Costs, all_capacity: i64) {
        let instance = self.instance;
        let depots = self.depots(a);
        let households = instance.households().len() as i64;
        let capacity: i64 = depots.iter().map(|d| d.capacity).sum();
        let teams: Vec<TeamChoice> = teams(instance, costs, a)
            .iter()
            .map(|team| {
                let several = depots.len() > 1;
                let own = depots.iter().enumerate().filter(|_| several);
                let from =
                    own.filter_map(|(d, depot)| Some((d, *team.from.get(&depot.origin)? as usize)));
                TeamChoice {
                    cost: team.cost * UNIT,
                    slots: team.quotas as usize,
                    from: from.collect(),
                }
            })
            .collect();
        let limit = instance.settings().limits.led_per_agency as usize;
        let limit = if teams.is_empty() { 0 } else { limit };
        let waste = limit.min(instance.villages().len())
            * teams.iter().map(|team| team.slots).max().unwrap_or(0);
        let least = (households - (all_capacity - capacity)).max(0);
        let overload = if depots.len() > 1 { 0 } else { self.overload };
        let quota: i64 = depots.iter().map(|d| d.quota).sum();
        // More slots than households and a team's waste cannot be taken.
        let top = capacity.min(households + waste as i64);
        let share = |n: i64| costs.share(a, n).0 * UNIT;
        let rest = [0, waste as i64].map(|waste| {
            let slots = 0..=top;
            slots
                .map(|taken| {
                    if taken < least {
                        return NEVER;
                    }
                    // Convex: least at the fair share, or as near to it as waste allows.
                    let fair = costs.fair[a.index()].div_euclid(1000);
                    let (low, high) = ((taken - waste).max(0), taken);
                    let near = [fair.clamp(low, high), (fair + 1).clamp(low, high)];
                    share(near[0]).min(share(near[1])) + overload * (taken - quota).max(0)
                })
                .collect()
        });
        let villages = || instance.village_ids();
        let agency = AgencyFacts {
            category: instance.agency(a).category as usize,
            depots,
            most: (instance.agency(a).max_villages as usize).min(instance.villages().len()),
            leads: (limit <= COUNTED_LEADS).then_some(limit),
            attach: vec![Choice::Free; instance.villages().len()],
            lead: vec![
                if teams.is_empty() || limit == 0 { Choice::Never } else { Choice::Free };
                instance.villages().len()
            ],
            teams,
            rest,
            link_cost: villages().map(|v| costs.link(a, v).0 * UNIT).collect(),
            lead_cost: villages().map(|v| costs.lead(a, v).0 * UNIT).collect(),
            special: BTreeMap::new(),
        };
        self.agencies.push(agency);
    }

    fn depots(&mut self, a: AgencyId) -> Vec<Depot> {
        let instance = self.instance;
        let mut sums: BTreeMap<OriginId, (i64, i64)> = BTreeMap::new();
        for &c in instance.cadres_of(a).iter().filter(|&&c| instance.cadre(c).available) {
            let sum = sums.entry(instance.cadre(c).origin).or_default();
            sum.0 += i64::from(instance.quota(c));
            sum.1 += i64::from(instance.capacity(c));
        }
        // A base without slots sends nobody.
        let several = sums.values().filter(|sum| sum.1 > 0).count() > 1;
        let mut depots = Vec::new();
        for (origin, (quota, capacity)) in sums {
            if capacity == 0 && (several || !depots.is_empty()) {
                continue;
            }
            let row = several.then(|| {
                self.depot_rows.push((a.index(), depots.len()));
                self.depot_rows.len() - 1
            });
            depots.push(Depot { origin, quota, capacity, row });
        }
        if depots.len() > 1 && !several {
            depots.retain(|d| d.capacity > 0);
        }
        depots
    }

    /// Attachments and leads that pins demand or rule out. What pins say of single cadres is
    /// left out as far as it is not an attachment or a lead of their agency.
    fn pins(&mut self) {
        for &pin in self.instance.pins() {
            let agency_of = |c| self.instance.cadre(c).agency;
            match pin {
                Pin::Attach { agency, village, mode } => self.pin_attach(agency, village, mode),
                Pin::Lead { agency, village, mode } => self.pin_lead(agency, village, mode),
                Pin::Post { cadre, village, mode: PinMode::Require } => {
                    self.pin_attach(agency_of(cadre), village, PinMode::Require);
                }
                Pin::Help { cadre, household, mode: PinMode::Require } => {
                    let village = self.instance.household(household).village;
                    self.pin_attach(agency_of(cadre), village, PinMode::Require);
                }
                Pin::Secretary { cadre, village, mode: PinMode::Require }
                | Pin::Leader { cadre, village, mode: PinMode::Require } => {
                    self.pin_lead(agency_of(cadre), village, PinMode::Require);
                }
                _ => {}
            }
        }
        for agency in &mut self.agencies {
            for v in 0..agency.attach.len() {
                if agency.attach[v] == Choice::Never {
                    agency.lead[v] = Choice::Never;
                }
                if agency.lead[v] == Choice::Always {
                    agency.attach[v] = Choice::Always;
                }
            }
        }
    }

    fn pin_attach(&mut self, a: AgencyId, v: VillageId, mode: PinMode) {
        pin(&mut self.agencies[a.index()].attach[v.index()], mode);
    }

    fn pin_lead(&mut self, a: AgencyId, v: VillageId, mode: PinMode) {
        pin(&mut self.agencies[a.index()].lead[v.index()], mode);
        if mode == PinMode::Require {
            for (b, agency) in self.agencies.iter_mut().enumerate().filter(|(b, _)| *b != a.index())
            {
                debug_assert!(b != a.index());
                pin(&mut agency.lead[v.index()], PinMode::Forbid);
            }
        }
    }

    /// Units of their own where an agency sees a village's households otherwise than others of its
    /// category do.
    fn special_units(&mut self, former: &BTreeMap<(usize, usize), i64>) {
        let mut pairs: Vec<(usize, usize)> =
            former.keys().map(|&(a, k)| (a, self.classes[k].village)).collect();
        let only = self.classes.iter().filter_map(|class| Some((class.only?, class.village)));
        pairs.extend(only);
        let saved = self.instance.change_charge().0 * UNIT;
        for (a, v) in pairs {
            let mut units = Vec::new();
            for &k in &self.classes_of[v] {
                let class = &self.classes[k];
                if class.only.is_some_and(|only| only != a) {
                    continue;
                }
                let cost = self.need[self.agencies[a].category][class.cause];
                let kept = former.get(&(a, k)).copied().unwrap_or(0).min(class.households);
                units.push(Unit { class: k, count: kept, cost: cost - saved });
                units.push(Unit { class: k, count: class.households - kept, cost });
            }
            units.retain(|unit| unit.count > 0);
            self.agencies[a].special.insert(v, units);
        }
    }
}

/// Contradictory pins leave no plan, of which any bound is one.
fn pin(choice: &mut Choice, mode: PinMode) {
    *choice = match (*choice, mode) {
        (Choice::Never, _) | (_, PinMode::Forbid) => Choice::Never,
        (_, PinMode::Require) => Choice::Always,
    };
}

/// The largest multiplier with which no sum overflows.
fn clamp(instance: &Instance, costs: &Costs) -> Option<i64> {
    let settings = instance.settings();
    let w = &settings.weights;
    let households = instance.households().len() as i128;
    let cadres = instance.cadres().len() as i128;
    let pairs = (instance.agencies().len() * instance.villages().len()) as i128;
    let mut longest = costs.allowance.0;
    let mut link = 0;
    for v in instance.village_ids() {
        for o in 0..instance.origin_count() {
            longest = longest.max(instance.metres(OriginId::from(AgencyId::new(o)), v).0);
        }
        for a in instance.agency_ids() {
            link = link.max(costs.link(a, v).0);
        }
    }
    let each = i128::from(longest) * i128::from(w.travel + w.balance)
        + i128::from(instance.change_charge().0)
        + 1000 * i128::from(w.need * 5 + w.overload + w.share);
    let village = 1000 * i128::from(10 * w.type_ + w.lead_change + 10 * w.secretary);
    let shares: i128 = costs.fair.iter().map(|&f| i128::from(f) * i128::from(w.share)).sum();
    let worst = each * (households + cadres) + village * pairs + i128::from(link) * pairs + shares;
    let rows = households + instance.villages().len() as i128 + cadres * 100;
    (worst * i128::from(UNIT) < MOST).then(|| (MOST / rows) as i64)
}

/// Position of a cause; the first for all where needs cost nothing.
fn cause_of(instance: &Instance, cause: Cause) -> usize {
    if instance.settings().weights.need == 0 { 0 } else { cause as usize }
}

fn need(instance: &Instance, costs: &Costs) -> Vec<Vec<i64>> {
    let mut need = vec![vec![0; Cause::ALL.len()]; 1 + instance_categories(instance)];
    for agency in instance.agencies() {
        for &cause in Cause::ALL {
            let row = &mut need[agency.category as usize];
            row[cause as usize] = costs.need(agency, cause).0 * UNIT;
        }
    }
    need
}

fn instance_categories(instance: &Instance) -> usize {
    instance.agencies().iter().map(|agency| agency.category as usize).max().unwrap_or(0)
}

fn classes(instance: &Instance) -> (Vec<Class>, Vec<usize>) {
    let mut only = vec![None; instance.households().len()];
    for &pin in instance.pins() {
        if let Pin::Help { cadre, household, mode: PinMode::Require } = pin {
            only[household.index()] = Some(instance.cadre(cadre).agency.index());
        }
    }
    let mut ids = BTreeMap::new();
    let key = |h: HouseholdId| {
        let household = instance.household(h);
        (household.village.index(), cause_of(instance, household.cause), only[h.index()])
    };
    for h in instance.household_ids() {
        *ids.entry(key(h)).or_insert(0_i64) += 1;
    }
    let index: BTreeMap<_, usize> = ids.keys().enumerate().map(|(k, &key)| (key, k)).collect();
    let class_of = instance.household_ids().map(|h| index[&key(h)]).collect();
    let classes = ids
        .into_iter()
        .map(|((village, cause, only), households)| Class { village, cause, only, households })
        .collect();
    (classes, class_of)
}

/// Households by agency of last year's helper and class.
fn former(instance: &Instance, class_of: &[usize]) -> BTreeMap<(usize, usize), i64> {
    let mut former = BTreeMap::new();
    let Some(previous) = instance.previous().filter(|_| instance.counts_changes()) else {
        return former;
    };
    for (helper, &k) in previous.helper.iter().zip(class_of) {
        if let Some(c) = helper {
            *former.entry((instance.cadre(*c).agency.index(), k)).or_default() += 1;
        }
    }
    former
}

/// The cost of a plan that keeps no pairing of last year's, in millipoints.
fn changes(instance: &Instance) -> i64 {
    instance.change_charge().0 * instance.previous().map_or(0, Previous::known) as i64
}
