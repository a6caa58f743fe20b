//! Between the program's columns and plans: grouping is undone exactly, and a plan is a start.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::formulation::Formulation;
use super::groups::Pool;
use super::program::Column;
use crate::model::{AgencyId, CadreId, HouseholdId, Plan, Team, VillageId};

/// Reads a solution's columns as a plan of the same cost. `None` where the values are not those of
/// a solution (the caller takes that as "no solution", never as a plan).
#[must_use]
pub fn decode(formulation: &Formulation, values: &[f64]) -> Option<Plan> {
    Decoder::new(formulation, values)?.plan()
}

struct Decoder<'f, 'a> {
    f: &'f Formulation<'a>,
    values: Vec<i64>,
    /// Cadres posted by (pool, village), in order of group and id.
    posted: BTreeMap<(usize, VillageId), Vec<CadreId>>,
    /// Leader and first secretary by village.
    teams: Vec<(Option<CadreId>, Option<CadreId>)>,
    helper: Vec<Option<CadreId>>,
}

impl<'f, 'a> Decoder<'f, 'a> {
    fn new(f: &'f Formulation<'a>, values: &[f64]) -> Option<Self> {
        const WHOLE: f64 = 1e-3;
        let whole = |&x: &f64| ((x - x.round()).abs() < WHOLE).then_some(x.round() as i64);
        let continuous: BTreeSet<usize> = [&f.columns.balance, &f.columns.share]
            .into_iter()
            .flat_map(|columns| columns.iter().flatten().map(|column| column.index()))
            .collect();
        let read = |(i, x)| if continuous.contains(&i) { Some(0) } else { whole(x) };
        let values = values.iter().enumerate().map(read).collect::<Option<Vec<i64>>>()?;
        Some(Self {
            f,
            values,
            posted: BTreeMap::new(),
            teams: vec![(None, None); f.instance.villages().len()],
            helper: vec![None; f.instance.households().len()],
        })
    }

    fn value(&self, column: Column) -> i64 {
        self.values[column.index()]
    }

    fn count<K: Ord>(&self, columns: &BTreeMap<K, Column>, key: &K) -> usize {
        columns.get(key).map_or(0, |&column| self.value(column).max(0) as usize)
    }

    fn plan(mut self) -> Option<Plan> {
        let instance = self.f.instance;
        let mut attached = vec![BTreeSet::new(); instance.villages().len()];
        let mut lead: Vec<Option<AgencyId>> = vec![None; instance.villages().len()];
        for (&(a, v), &column) in &self.f.columns.attached {
            if self.value(column) == 1 {
                attached[v.index()].insert(a);
            }
        }
        for (&(a, v), &column) in &self.f.columns.lead {
            if self.value(column) == 1 {
                lead[v.index()] = Some(a);
            }
        }
        let lead = lead.into_iter().collect::<Option<Vec<_>>>()?;
        self.post()?;
        self.pair()?;
        let teams = if instance.settings().team.enabled { Some(self.staff(&lead)?) } else { None };
        let helper = self.helper.into_iter().collect::<Option<_>>()?;
        Some(Plan { lead, attached, helper, teams })
    }

    /// Names the cadres posted: of each group, team leaders and first secretaries before the rest.
    fn post(&mut self) -> Option<()> {
        let x = &self.f.columns;
        for (g, group) in self.f.grouping.groups.iter().enumerate() {
            let mut free = group.cadres.iter().copied();
            for v in self.f.instance.village_ids() {
                let leads = self.count(&x.leader, &(g, v));
                let serves = self.count(&x.secretary, &(g, v));
                let all = self.count(&x.posted, &(g, v));
                let cadres: Vec<CadreId> = free.by_ref().take(all).collect();
                if cadres.len() < all || all < leads + serves || leads > 1 || serves > 1 {
                    return None;
                }
                let team = &mut self.teams[v.index()];
                if leads == 1 {
                    team.0 = Some(cadres[0]);
                }
                if serves == 1 {
                    team.1 = Some(cadres[leads]);
                }
                if all > 0 {
                    self.posted.entry((group.pool, v)).or_default().extend(cadres);
                }
            }
        }
        Some(())
    }

    /// Fills up the teams with any other cadres of the lead agency posted there.
    fn staff(&self, lead: &[AgencyId]) -> Option<Vec<Team>> {
        let members = self.f.instance.settings().team.members as usize;
        let mut present: BTreeMap<(AgencyId, VillageId), Vec<CadreId>> = BTreeMap::new();
        for (&(k, v), cadres) in &self.posted {
            let agency = self.f.grouping.pools[k].agency;
            present.entry((agency, v)).or_default().extend(cadres);
        }
        let team = |(v, &a): (usize, &AgencyId)| {
            let (leader, secretary) = (self.teams[v].0?, self.teams[v].1?);
            let all = present.get(&(a, VillageId::new(v)))?;
            let mut rest: Vec<CadreId> =
                all.iter().copied().filter(|&c| c != leader && c != secretary).collect();
            rest.sort_unstable();
            rest.truncate(members - 1);
            (rest.len() == members - 1).then_some(Team { leader, secretary, others: rest })
        };
        lead.iter().enumerate().map(team).collect()
    }

    /// Names the helpers: pairings with columns of their own first, then slots to households.
    fn pair(&mut self) -> Option<()> {
        let x = &self.f.columns;
        for (&(c, h), &column) in &x.named {
            if self.value(column) == 1 && self.helper[h.index()].replace(c).is_some() {
                return None;
            }
        }
        let mut free: BTreeMap<(usize, VillageId), VecDeque<CadreId>> = BTreeMap::new();
        let mut bound: BTreeMap<(usize, VillageId, usize), VecDeque<CadreId>> = BTreeMap::new();
        for &(k, v) in x.helped.keys() {
            let pool = &self.f.grouping.pools[k];
            let kind = self.f.grouping.kind(pool.agency);
            let posted = self.posted.get(&(k, v)).map_or(&[][..], Vec::as_slice);
            if x.hamlets.contains_key(&(k, v)) {
                for (c, m) in self.by_hamlet(pool, (k, v), posted)? {
                    bound.entry((kind, v, m)).or_default().push_back(c);
                }
            } else {
                free.entry((kind, v)).or_default().extend(self.slots(pool, (k, v), posted)?);
            }
        }
        for (&(kind, v, m), &column) in &x.sent {
            let slots = bound.entry((kind, v, m)).or_default();
            let free = free.entry((kind, v)).or_default();
            for _ in 0..self.value(column) {
                slots.push_back(free.pop_front()?);
            }
        }
        for (k, class) in self.f.grouping.classes.iter().enumerate() {
            let open = class.households.iter().copied();
            let mut open: VecDeque<HouseholdId> =
                open.filter(|h| self.helper[h.index()].is_none()).collect();
            for kind in 0..self.f.grouping.kind_count() {
                let served = self.count(&x.served, &(kind, k));
                let slots = bound.entry((kind, class.village, class.hamlet)).or_default();
                for _ in 0..served {
                    self.helper[open.pop_front()?.index()] = Some(slots.pop_front()?);
                }
            }
        }
        Some(())
    }

    /// Households of `v` that a single cadre helps by columns of their own.
    fn named_load(&self, pool: &Pool, v: VillageId) -> usize {
        let Some(c) = pool.single else { return 0 };
        let households = self.f.instance.households_of(v).iter();
        households.filter(|h| self.helper[h.index()] == Some(c)).count()
    }

    /// One entry for each household that a pool's cadres help without regard to hamlets: quotas
    /// first, overload then.
    fn slots(
        &self,
        pool: &Pool,
        key: (usize, VillageId),
        posted: &[CadreId],
    ) -> Option<Vec<CadreId>> {
        let taken = self.named_load(pool, key.1);
        let wanted = self.count(&self.f.columns.helped, &key).checked_sub(taken)?;
        let mut slots = Vec::with_capacity(wanted);
        let mut load = taken; // more than 0 only where the pool is one cadre
        for most in [pool.quota as usize, pool.capacity as usize] {
            let each = most.saturating_sub(load);
            let all = posted.iter().flat_map(|&c| std::iter::repeat_n(c, each));
            slots.extend(all.take(wanted - slots.len()));
            load = load.max(most);
        }
        (slots.len() == wanted).then_some(slots)
    }

    /// (cadre, hamlet) for each household that the pool's cadres help there.
    fn by_hamlet(
        &self,
        pool: &Pool,
        key: (usize, VillageId),
        posted: &[CadreId],
    ) -> Option<Vec<(CadreId, usize)>> {
        let columns = &self.f.columns.hamlets[&key];
        let mut left: Vec<usize> =
            columns.helped.iter().map(|&column| self.value(column).max(0) as usize).collect();
        let wanted: usize = left.iter().sum();
        if let Some(c) = pool.single {
            let fits = wanted == 0 || posted == [c];
            return fits.then(|| {
                let each = left.iter().enumerate();
                each.flat_map(|(m, &n)| std::iter::repeat_n((c, m), n)).collect()
            });
        }
        // Capacity two: as many cadres as must take two; of these, as many as can within one hamlet.
        let mut cadres = posted.iter().copied();
        let mut pairs = wanted.saturating_sub(posted.len());
        let mut slots = Vec::with_capacity(wanted);
        for (m, n) in left.iter_mut().enumerate() {
            while *n >= 2 && pairs > 0 {
                let c = cadres.next()?;
                slots.extend([(c, m), (c, m)]);
                *n -= 2;
                pairs -= 1;
            }
        }
        let rest: Vec<usize> =
            left.iter().enumerate().flat_map(|(m, &n)| std::iter::repeat_n(m, n)).collect();
        let (mixed, alone) = rest.split_at_checked(2 * pairs)?;
        for pair in mixed.chunks(2) {
            let c = cadres.next()?;
            slots.extend(pair.iter().map(|&m| (c, m)));
        }
        for &m in alone {
            slots.push((cadres.next()?, m));
        }
        Some(slots)
    }
}

/// The columns of a plan, which must keep all rules; its cost is theirs.
#[must_use]
pub fn encode(f: &Formulation, plan: &Plan) -> Vec<f64> {
    let mut e = Encoder { f, values: vec![0; f.coefficients.len()] };
    e.places(plan);
    e.households(plan);
    e.values[f.columns.one.index()] = 1;
    e.agencies(plan);
    e.values.into_iter().map(|x| x as f64).collect()
}

struct Encoder<'f, 'a> {
    f: &'f Formulation<'a>,
    values: Vec<i64>,
}

impl Encoder<'_, '_> {
    fn add<K: Ord>(&mut self, columns: &BTreeMap<K, Column>, key: &K, by: i64) {
        if let Some(column) = columns.get(key) {
            self.values[column.index()] += by;
        }
    }

    /// Attachments, leads, teams and postings.
    fn places(&mut self, plan: &Plan) {
        let (x, grouping) = (&self.f.columns, &self.f.grouping);
        for (v, agencies) in plan.attached.iter().enumerate() {
            let v = VillageId::new(v);
            self.add(&x.lead, &(plan.lead[v.index()], v), 1);
            for &a in agencies {
                self.add(&x.attached, &(a, v), 1);
            }
        }
        let mut post: BTreeMap<CadreId, VillageId> = BTreeMap::new();
        for (h, &c) in plan.helper.iter().enumerate() {
            post.insert(c, self.f.instance.household(HouseholdId::new(h)).village);
        }
        for (v, team) in plan.teams.iter().flatten().enumerate() {
            let v = VillageId::new(v);
            let all = [team.leader, team.secretary].into_iter().chain(team.others.iter().copied());
            post.extend(all.map(|c| (c, v)));
            for (columns, c) in [(&x.leader, team.leader), (&x.secretary, team.secretary)] {
                if let Some(g) = grouping.group_of[c.index()] {
                    self.add(columns, &(g, v), 1);
                }
            }
        }
        for (c, v) in post {
            if let Some(g) = grouping.group_of[c.index()] {
                self.add(&x.posted, &(g, v), 1);
            }
        }
    }

    /// Who helps how many households of which class, overload and hamlets.
    fn households(&mut self, plan: &Plan) {
        let (x, grouping) = (&self.f.columns, &self.f.grouping);
        let mut loads: BTreeMap<(usize, VillageId, CadreId), Vec<usize>> = BTreeMap::new();
        for (h, &c) in plan.helper.iter().enumerate() {
            let Some(g) = grouping.group_of[c.index()] else { continue };
            let (k, class) = (grouping.groups[g].pool, grouping.class_of[h]);
            let pool = &grouping.pools[k];
            let (v, m) = (grouping.classes[class].village, grouping.classes[class].hamlet);
            self.add(&x.helped, &(k, v), 1);
            loads.entry((k, v, c)).or_default().push(m);
            if let Some(column) = x.named.get(&(c, HouseholdId::new(h))) {
                self.values[column.index()] += 1;
                continue;
            }
            let kind = grouping.kind(pool.agency);
            self.add(&x.served, &(kind, class), 1);
            match x.hamlets.get(&(k, v)) {
                Some(hamlets) => self.values[hamlets.helped[m].index()] += 1,
                None => self.add(&x.sent, &(kind, v, m), 1),
            }
        }
        for ((k, v, _), mut hamlets) in loads {
            let over = hamlets.len() as i64 - grouping.pools[k].quota;
            self.add(&x.overload, &(k, v), over.max(0));
            hamlets.sort_unstable();
            hamlets.dedup();
            if let Some(columns) = x.hamlets.get(&(k, v)) {
                self.values[columns.active.index()] += 1;
                for m in hamlets {
                    self.values[columns.incidences[m].index()] += 1;
                }
            }
        }
    }

    fn agencies(&mut self, plan: &Plan) {
        let (x, instance, costs) = (&self.f.columns, self.f.instance, &self.f.costs);
        let mut excess = vec![0; instance.agencies().len()];
        let mut helped = vec![0; instance.agencies().len()];
        for (h, &c) in plan.helper.iter().enumerate() {
            let (cadre, village) =
                (instance.cadre(c), instance.household(HouseholdId::new(h)).village);
            excess[cadre.agency.index()] +=
                instance.metres(cadre.origin, village).0 - costs.allowance.0;
            helped[cadre.agency.index()] += 1;
        }
        for a in 0..excess.len() {
            if let Some(balance) = x.balance[a] {
                self.values[balance.index()] = excess[a].max(0);
            }
            if let Some(share) = x.share[a] {
                let off: i64 = (1000_i64 * helped[a] - costs.fair[a]).abs();
                self.values[share.index()] = (off - costs.band[a]).max(0);
            }
        }
    }
}
