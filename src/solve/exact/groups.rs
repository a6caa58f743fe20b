//! What may be counted instead of named: identical cadres, identical households.
//!
//! Cadres that no rule, cost or pin tells apart form a [`Group`], of which the program only knows
//! how many are posted where. Groups whose cadres differ in nothing but their fitness for teams
//! share a [`Pool`] of slots. Households of one village, hamlet and cause form a [`Class`].
//!
//! Hamlets stand against pooling: the least number of (cadre, hamlet) incidences follows from counts
//! while a cadre helps at most two households, and not beyond (with three, it is a bin packing). So
//! cadres of capacity three and more stay single where hamlets cost.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::enums::{Cause, PinMode};
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, OriginId, Pin, VillageId};
use crate::solve::costs::Costs;

/// Identical available cadres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their agency.
    pub agency: AgencyId,
    /// Whether they may lead a team.
    pub leader: bool,
    /// Their cost as first secretary in millipoints, if they may be one.
    pub secretary: Option<i64>,
    /// Where their slots are counted.
    pub pool: usize,
    /// The cadres, by id.
    pub cadres: Vec<CadreId>,
}

/// Slots of cadres with the same agency, origin, quota and capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Their agency.
    pub agency: AgencyId,
    /// Where their ways begin.
    pub origin: OriginId,
    /// Households each takes without overload.
    pub quota: i64,
    /// Households each takes at most.
    pub capacity: i64,
    /// The groups that share the pool.
    pub groups: Vec<usize>,
    /// The one cadre of a pool that is not shared because hamlets or pins tell it apart.
    pub single: Option<CadreId>,
}

/// Households that nothing but their last year's helper and pins tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Their village.
    pub village: VillageId,
    /// Their hamlet within the village; 0 where hamlets cost nothing.
    pub hamlet: usize,
    /// Why they are poor; the first cause where needs cost nothing.
    pub cause: Cause,
    /// The households, by id.
    pub households: Vec<HouseholdId>,
}

/// Groups, pools and classes of an instance, and the pairings that have a column of their own.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// All groups; each available cadre is in one.
    pub groups: Vec<Group>,
    /// All pools.
    pub pools: Vec<Pool>,
    /// All classes; each household is in one.
    pub classes: Vec<Class>,
    /// Class by household.
    pub class_of: Vec<usize>,
    /// Group by cadre, `None` where not available.
    pub group_of: Vec<Option<usize>>,
    /// Hamlets told apart, by village: 1 where hamlets cost nothing.
    pub hamlets: Vec<usize>,
    /// Pairings with a column of their own: a pin names them, or last year had them.
    pub named: BTreeSet<(CadreId, HouseholdId)>,
    /// Cadre and village where all that the cadre may help have columns of their own, because a pin
    /// forbids it another household there.
    pub spelt_out: BTreeSet<(CadreId, VillageId)>,
    /// Distinguishes agencies in [`Grouping::kind`]: categories, or one for all where needs cost nothing.
    kinds: Vec<usize>,
}

/// What makes two cadres one group.
type Key = (AgencyId, OriginId, i64, i64, bool, Option<i64>, Option<CadreId>);

impl Grouping {
    /// Groups what may be grouped.
    #[must_use]
    pub fn new(instance: &Instance, costs: &Costs) -> Self {
        let weights = &instance.settings().weights;
        let (track_hamlets, track_needs) = (weights.hamlet > 0, weights.need > 0);
        let (named, spelt_out) = named_pairings(instance);
        let told_apart = told_apart(instance, &named);
        let mut grouping = Self {
            groups: Vec::new(),
            pools: Vec::new(),
            classes: Vec::new(),
            class_of: vec![0; instance.households().len()],
            group_of: vec![None; instance.cadres().len()],
            hamlets: instance
                .villages()
                .iter()
                .map(|v| if track_hamlets { v.hamlets.len() } else { 1 })
                .collect(),
            kinds: instance
                .agencies()
                .iter()
                .map(|a| if track_needs { a.category as usize } else { 0 })
                .collect(),
            named,
            spelt_out,
        };
        grouping.group_cadres(instance, costs, &told_apart, track_hamlets);
        grouping.group_households(instance, track_hamlets, track_needs);
        grouping
    }

    /// The kind of an agency as far as needs tell agencies apart.
    #[must_use]
    pub fn kind(&self, agency: AgencyId) -> usize {
        self.kinds[agency.index()]
    }

    /// Number of kinds of agency.
    #[must_use]
    pub fn kind_count(&self) -> usize {
        self.kinds.iter().max().map_or(1, |k| k + 1)
    }

    /// Whether the program counts the hamlets of the pool's cadres in `village`.
    #[must_use]
    pub fn tracks_hamlets(&self, pool: &Pool, village: VillageId) -> bool {
        pool.capacity >= 2 && self.hamlets[village.index()] >= 2
    }

    fn group_cadres(
        &mut self,
        instance: &Instance,
        costs: &Costs,
        told_apart: &BTreeSet<CadreId>,
        track_hamlets: bool,
    ) {
        let mut groups: BTreeMap<Key, Vec<CadreId>> = BTreeMap::new();
        for c in instance.cadre_ids().filter(|&c| instance.cadre(c).available) {
            let cadre = instance.cadre(c);
            let capacity = i64::from(instance.capacity(c));
            let single = told_apart.contains(&c) || (track_hamlets && capacity > 2);
            let teams = instance.settings().team.enabled;
            let key = (
                cadre.agency,
                cadre.origin,
                i64::from(instance.quota(c)),
                capacity,
                teams && instance.leader_eligible(c),
                (teams && instance.secretary_eligible(c)).then(|| costs.secretary(c).0),
                single.then_some(c),
            );
            groups.entry(key).or_default().push(c);
        }
        let mut pools: BTreeMap<(AgencyId, OriginId, i64, i64, Option<CadreId>), usize> =
            BTreeMap::new();
        for ((agency, origin, quota, capacity, leader, secretary, single), cadres) in groups {
            let pool =
                *pools.entry((agency, origin, quota, capacity, single)).or_insert_with(|| {
                    let groups = Vec::new();
                    self.pools.push(Pool { agency, origin, quota, capacity, groups, single });
                    self.pools.len() - 1
                });
            self.pools[pool].groups.push(self.groups.len());
            for &c in &cadres {
                self.group_of[c.index()] = Some(self.groups.len());
            }
            self.groups.push(Group { agency, leader, secretary, pool, cadres });
        }
    }

    fn group_households(&mut self, instance: &Instance, track_hamlets: bool, track_needs: bool) {
        let mut classes: BTreeMap<(VillageId, usize, Cause), Vec<HouseholdId>> = BTreeMap::new();
        for h in instance.household_ids() {
            let household = instance.household(h);
            let hamlet = if track_hamlets { household.hamlet } else { 0 };
            let cause = if track_needs { household.cause } else { Cause::Illness };
            classes.entry((household.village, hamlet, cause)).or_default().push(h);
        }
        for ((village, hamlet, cause), households) in classes {
            for &h in &households {
                self.class_of[h.index()] = self.classes.len();
            }
            self.classes.push(Class { village, hamlet, cause, households });
        }
    }
}

type Named = BTreeSet<(CadreId, HouseholdId)>;
type SpeltOut = BTreeSet<(CadreId, VillageId)>;

/// The pairings and (cadre, village) pairs of [`Grouping::named`] and [`Grouping::spelt_out`].
fn named_pairings(instance: &Instance) -> (Named, SpeltOut) {
    let (mut named, mut spelt_out) = (BTreeSet::new(), BTreeSet::new());
    if let Some(previous) = instance.previous().filter(|_| instance.counts_changes()) {
        let helpers = previous.helper.iter().enumerate();
        named.extend(helpers.filter_map(|(h, &c)| Some((c?, HouseholdId::new(h)))));
    }
    for &pin in instance.pins() {
        if let Pin::Help { cadre, household, mode } = pin {
            named.insert((cadre, household));
            if mode == PinMode::Forbid {
                let village = instance.household(household).village;
                spelt_out.insert((cadre, village));
                named.extend(instance.households_of(village).iter().map(|&h| (cadre, h)));
            }
        }
    }
    (named, spelt_out)
}

/// Cadres that a pin or last year's plan names.
fn told_apart(instance: &Instance, named: &BTreeSet<(CadreId, HouseholdId)>) -> BTreeSet<CadreId> {
    let mut cadres: BTreeSet<CadreId> = named.iter().map(|&(c, _)| c).collect();
    for &pin in instance.pins() {
        match pin {
            Pin::Post { cadre, .. }
            | Pin::Help { cadre, .. }
            | Pin::Secretary { cadre, .. }
            | Pin::Leader { cadre, .. } => {
                cadres.insert(cadre);
            }
            Pin::Lead { .. } | Pin::Attach { .. } => {}
        }
    }
    cadres
}
