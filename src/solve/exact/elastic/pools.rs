//! Who is counted together, given how the facts are treated.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, Treatment, prices};
use crate::model::enums::{PinMode, Rank};
use crate::model::{
    AgencyId, CadreId, HouseholdId, Instance, Lack, Pin, VillageId, leader_lacks, secretary_lacks,
};

/// Unfit cadres of an agency that the program may make fit for a place, at most: the cheapest.
const MISSES: usize = 4;

/// Who is in a pool or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Members {
    /// These cadres.
    Cadres(Vec<CadreId>),
    /// As many new cadres as it takes.
    Recruits,
}

/// Cadres of one agency and capacity.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// Their agency; `None` where agencies are not told apart.
    pub(super) agency: Option<AgencyId>,
    pub(super) capacity: i64,
    /// Price of posting one.
    pub(super) price: i64,
    pub(super) members: Members,
}

/// Cadres of a pool with the same prices as leader and first secretary.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) pool: usize,
    pub(super) leader: Option<i64>,
    pub(super) secretary: Option<i64>,
    pub(super) members: Members,
}

/// Pools whose help is counted together.
#[derive(Clone, Debug)]
pub(super) struct Crew {
    pub(super) agency: Option<AgencyId>,
    pub(super) quotas: Treatment,
    /// The one cadre of a crew that pins of kind help name.
    pub(super) single: Option<CadreId>,
    pub(super) pools: Vec<usize>,
}

/// Pools, groups and crews, and what pins make of places.
pub(super) struct Staff {
    pub(super) pools: Vec<Pool>,
    pub(super) groups: Vec<Group>,
    pub(super) crews: Vec<Crew>,
    /// Agencies that have columns of their own.
    pub(super) told_apart: Vec<AgencyId>,
    /// Villages that need a lead agency.
    pub(super) needs_lead: BTreeSet<VillageId>,
    /// Villages where a posting can be of any use.
    pub(super) needs_posts: BTreeSet<VillageId>,
    /// Pins that are not free, by position.
    pub(super) pins: Vec<(usize, Pin)>,
    /// Households that a pin names.
    pub(super) named: BTreeSet<HouseholdId>,
    /// Cadre and village where a pin forbids the cadre a household.
    pub(super) barred: BTreeSet<(CadreId, VillageId)>,
    /// Pool of each single cadre.
    pub(super) pool_of: BTreeMap<CadreId, usize>,
}

type PoolKey = (Option<AgencyId>, i64, i64, Treatment, Option<CadreId>);

impl Staff {
    pub(super) fn new(instance: &Instance, treat: &dyn Fn(Fact) -> Treatment) -> Self {
        let pins = instance.pins().iter().copied().enumerate();
        let pins: Vec<(usize, Pin)> =
            pins.filter(|&(p, _)| treat(Fact::Pin(p)) != Treatment::Free).collect();
        let mut made = Self {
            pools: Vec::new(),
            groups: Vec::new(),
            crews: Vec::new(),
            told_apart: Vec::new(),
            needs_lead: BTreeSet::new(),
            needs_posts: BTreeSet::new(),
            pins,
            named: BTreeSet::new(),
            barred: BTreeSet::new(),
            pool_of: BTreeMap::new(),
        };
        let villages = || instance.village_ids();
        let held = |fact| treat(fact) != Treatment::Free;
        made.needs_lead.extend(villages().filter(|&v| held(Fact::Led(v))));
        made.needs_posts.extend(villages().filter(|&v| held(Fact::Helped(v))));
        let maker = Maker { instance, treat, ..made.read_pins(instance) };
        made.needs_posts.extend(made.needs_lead.clone());
        made.told_apart = instance
            .agency_ids()
            .filter(|&a| {
                !made.needs_lead.is_empty()
                    || maker.pinned.contains(&a)
                    || held(Fact::MaxVillages(a))
            })
            .collect();
        made.fill(&maker);
        made
    }

    /// Whom and what the pins name.
    fn read_pins<'a>(&mut self, instance: &'a Instance) -> Maker<'a> {
        let (mut single, mut helpers, mut pinned) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for &(_, pin) in &self.pins {
            match pin {
                Pin::Attach { agency, .. } => {
                    pinned.insert(agency);
                }
                Pin::Lead { agency, village, mode } => {
                    pinned.insert(agency);
                    if mode == PinMode::Require {
                        self.needs_lead.insert(village);
                    }
                }
                Pin::Help { cadre, household, mode } => {
                    let v = instance.household(household).village;
                    helpers.insert(cadre);
                    single.insert(cadre);
                    self.named.insert(household);
                    if mode == PinMode::Require {
                        self.needs_posts.insert(v);
                    } else {
                        self.barred.insert((cadre, v));
                    }
                }
                Pin::Secretary { cadre, village, mode } | Pin::Leader { cadre, village, mode } => {
                    single.insert(cadre);
                    if mode == PinMode::Require {
                        self.needs_lead.insert(village);
                    }
                }
                Pin::Post { cadre, .. } => {
                    single.insert(cadre);
                }
            }
        }
        pinned.extend(single.iter().map(|&c| instance.cadre(c).agency));
        Maker { instance, treat: &|_| Treatment::Hold, single, helpers, pinned }
    }

    fn fill(&mut self, maker: &Maker) {
        let mut pools: BTreeMap<PoolKey, usize> = BTreeMap::new();
        let mut crews = BTreeMap::new();
        for a in maker.instance.agency_ids() {
            let agency = self.told_apart.binary_search(&a).is_ok().then_some(a);
            let quotas = (maker.treat)(Fact::Quotas(a));
            let roles = maker.roles(a, !self.needs_lead.is_empty());
            let needless = maker.recruits_suffice(a);
            for &(c, leader, secretary) in &roles {
                let Some(price) = maker.availability(c) else { continue };
                let single = maker.single.contains(&c).then_some(c);
                if needless && single.is_none() {
                    continue;
                }
                let capacity = maker.capacity(c);
                let key = (agency, capacity, price, quotas, single);
                let pool = *pools.entry(key).or_insert_with(|| {
                    let members = Members::Cadres(Vec::new());
                    self.pools.push(Pool { agency, capacity, price, members });
                    let helper = single.filter(|c| maker.helpers.contains(c));
                    self.crew(&mut crews, (agency, quotas, helper));
                    self.pools.len() - 1
                });
                if single.is_some() {
                    self.pool_of.insert(c, pool);
                }
                self.join(pool, c, leader, secretary);
            }
            if let Some(price) = maker.recruiting(a) {
                self.pools.push(Pool {
                    agency,
                    capacity: maker.recruit_capacity(),
                    price,
                    members: Members::Recruits,
                });
                self.crew(&mut crews, (agency, quotas, None));
                if !self.needs_lead.is_empty() && maker.instance.settings().team.enabled {
                    let (leader, secretary) = (Some(0), Some(0));
                    let pool = self.pools.len() - 1;
                    self.groups.push(Group { pool, leader, secretary, members: Members::Recruits });
                }
            }
        }
    }

    /// Puts the last pool into its crew.
    fn crew(&mut self, crews: &mut BTreeMap<CrewKey, usize>, key: CrewKey) {
        let (agency, quotas, single) = key;
        let crew = *crews.entry(key).or_insert_with(|| {
            self.crews.push(Crew { agency, quotas, single, pools: Vec::new() });
            self.crews.len() - 1
        });
        self.crews[crew].pools.push(self.pools.len() - 1);
    }

    /// Puts a cadre into its pool, and into the group of those with the same prices.
    fn join(&mut self, pool: usize, c: CadreId, leader: Option<i64>, secretary: Option<i64>) {
        if let Members::Cadres(cadres) = &mut self.pools[pool].members {
            cadres.push(c);
        }
        if leader.is_none() && secretary.is_none() {
            return;
        }
        let alike =
            |g: &&mut Group| g.pool == pool && g.leader == leader && g.secretary == secretary;
        let known = self.groups.iter_mut().rev().take(32).find(alike);
        if let Some(Group { members: Members::Cadres(cadres), .. }) = known {
            cadres.push(c);
        } else {
            let members = Members::Cadres(vec![c]);
            self.groups.push(Group { pool, leader, secretary, members });
        }
    }
}

type CrewKey = (Option<AgencyId>, Treatment, Option<CadreId>);

/// What decides who is counted together.
struct Maker<'a> {
    instance: &'a Instance,
    treat: &'a dyn Fn(Fact) -> Treatment,
    /// Cadres that pins name.
    single: BTreeSet<CadreId>,
    /// Cadres that pins of kind help name.
    helpers: BTreeSet<CadreId>,
    /// Agencies that pins name, themselves or by a cadre.
    pinned: BTreeSet<AgencyId>,
}

impl Maker<'_> {
    /// Price of having the cadre at all.
    fn availability(&self, c: CadreId) -> Option<i64> {
        let cadre = self.instance.cadre(c);
        if cadre.available {
            return Some(0);
        }
        match (self.treat)(Fact::Roster(cadre.agency)) {
            Treatment::Hold => None,
            Treatment::Priced => Some(prices::RECALL),
            Treatment::Free => Some(0),
        }
    }

    /// Price of a new cadre.
    fn recruiting(&self, a: AgencyId) -> Option<i64> {
        match (self.treat)(Fact::Roster(a)) {
            Treatment::Hold => None,
            Treatment::Priced => Some(prices::RECRUIT),
            Treatment::Free => Some(0),
        }
    }

    /// Whether new cadres cost nothing and can do whatever others can.
    fn recruits_suffice(&self, a: AgencyId) -> bool {
        let able = (self.treat)(Fact::Quotas(a)) == Treatment::Free || self.recruit_capacity() > 0;
        (self.treat)(Fact::Roster(a)) == Treatment::Free && able
    }

    fn recruit_capacity(&self) -> i64 {
        let quota = &self.instance.settings().quota;
        i64::from(quota.of(Rank::DeputySection) + quota.overload)
    }

    /// Households the cadre may help, available or not.
    fn capacity(&self, c: CadreId) -> i64 {
        let quota = &self.instance.settings().quota;
        i64::from(quota.of(self.instance.cadre(c).rank) + quota.overload)
    }

    /// Prices of each cadre of an agency as leader and as first secretary, where it may be one.
    fn roles(&self, a: AgencyId, asked: bool) -> Vec<(CadreId, Option<i64>, Option<i64>)> {
        let cadres = self.instance.cadres_of(a);
        if !asked || !self.instance.settings().team.enabled {
            return cadres.iter().map(|&c| (c, None, None)).collect();
        }
        let leaders = self.places(a, Fact::Leaders(a), leader_lacks);
        let secretaries = self.places(a, Fact::Secretaries(a), secretary_lacks);
        let both = leaders.into_iter().zip(secretaries);
        cadres.iter().zip(both).map(|(&c, (leader, secretary))| (c, leader, secretary)).collect()
    }

    fn places(
        &self,
        a: AgencyId,
        fact: Fact,
        lacks: fn(&Instance, CadreId) -> Vec<Lack>,
    ) -> Vec<Option<i64>> {
        let cadres = self.instance.cadres_of(a);
        let treatment = (self.treat)(fact);
        let prices: Vec<i64> =
            cadres.iter().map(|&c| prices::total(&lacks(self.instance, c))).collect();
        let mut unfit: Vec<(i64, CadreId)> =
            cadres.iter().zip(&prices).map(|(&c, &price)| (price, c)).collect();
        unfit.retain(|&(price, c)| price > 0 && !self.single.contains(&c));
        unfit.sort_unstable();
        unfit.truncate(MISSES);
        let price = |(&c, &price): (&CadreId, &i64)| match treatment {
            _ if price == 0 => Some(0),
            Treatment::Hold => None,
            Treatment::Free => Some(0),
            Treatment::Priced => {
                (self.single.contains(&c) || unfit.contains(&(price, c))).then_some(price)
            }
        };
        cadres.iter().zip(&prices).map(price).collect()
    }
}
