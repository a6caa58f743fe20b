//! The columns and rows of the integer program, one function for each family.
//!
//! The mathematics stands in [`super`]. Every cost coefficient is a whole number of millipoints, so
//! the objective of a whole solution is exact.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{Grouping, Pool};
use super::program::{Column, Program, Sense};
use crate::model::enums::PinMode;
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Metres, Pin, VillageId};
use crate::solve::costs::Costs;

/// Columns that count the hamlets of a pool's cadres in a village.
#[derive(Clone, Debug)]
pub struct HamletColumns {
    /// Households without named column helped, by hamlet.
    pub helped: Vec<Column>,
    /// Incidences of cadres and hamlets, by hamlet.
    pub incidences: Vec<Column>,
    /// Cadres with at least one household.
    pub active: Column,
}

/// The columns of the program by what they mean. A missing entry is a column that would be 0.
pub struct Columns {
    /// Attachments by (agency, village).
    pub attached: BTreeMap<(AgencyId, VillageId), Column>,
    /// Leads by (agency, village).
    pub lead: BTreeMap<(AgencyId, VillageId), Column>,
    /// Cadres posted by (group, village).
    pub posted: BTreeMap<(usize, VillageId), Column>,
    /// Team leaders by (group, village).
    pub leader: BTreeMap<(usize, VillageId), Column>,
    /// First secretaries by (group, village).
    pub secretary: BTreeMap<(usize, VillageId), Column>,
    /// Households helped by (pool, village).
    pub helped: BTreeMap<(usize, VillageId), Column>,
    /// Households above quota by (pool, village).
    pub overload: BTreeMap<(usize, VillageId), Column>,
    /// Hamlets by (pool, village), where they are counted.
    pub hamlets: BTreeMap<(usize, VillageId), HamletColumns>,
    /// Pairings that have a column of their own.
    pub named: BTreeMap<(CadreId, HouseholdId), Column>,
    /// Slots whose hamlet does not matter, by (kind of agency, village, hamlet).
    pub sent: BTreeMap<(usize, VillageId, usize), Column>,
    /// Households by (kind of agency, class), pairings of their own not counted.
    pub served: BTreeMap<(usize, usize), Column>,
    /// Metres beyond the allowance, by agency.
    pub balance: Vec<Option<Column>>,
    /// Thousandths of a household beyond the band, by agency.
    pub share: Vec<Option<Column>>,
    /// Always 1: carries the constant part of the cost.
    pub one: Column,
}

/// The meaning of the program of an instance.
pub struct Formulation<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// Its cost coefficients.
    pub costs: Costs<'a>,
    /// What is counted instead of named.
    pub grouping: Grouping,
    /// What the columns mean.
    pub columns: Columns,
    /// Cost of each column, millipoints a unit.
    pub coefficients: Vec<i64>,
}

/// Pins as bounds on columns.
#[derive(Default)]
struct Pins {
    attach: BTreeSet<(AgencyId, VillageId)>,
    detach: BTreeSet<(AgencyId, VillageId)>,
    lead: BTreeSet<(AgencyId, VillageId)>,
    not_lead: BTreeSet<(AgencyId, VillageId)>,
    post: BTreeMap<CadreId, BTreeSet<VillageId>>,
    not_post: BTreeSet<(CadreId, VillageId)>,
    help: BTreeSet<(CadreId, HouseholdId)>,
    not_help: BTreeSet<(CadreId, HouseholdId)>,
    leader: BTreeSet<(CadreId, VillageId)>,
    not_leader: BTreeSet<(CadreId, VillageId)>,
    secretary: BTreeSet<(CadreId, VillageId)>,
    not_secretary: BTreeSet<(CadreId, VillageId)>,
}

impl Pins {
    fn new(instance: &Instance) -> Self {
        let mut pins = Self::default();
        for &pin in instance.pins() {
            pins.add(instance, pin);
        }
        pins
    }

    fn add(&mut self, instance: &Instance, pin: Pin) {
        fn put<T: Ord>(
            mode: PinMode,
            pair: T,
            require: &mut BTreeSet<T>,
            forbid: &mut BTreeSet<T>,
        ) {
            if mode == PinMode::Require {
                require.insert(pair)
            } else {
                forbid.insert(pair)
            };
        }
        match pin {
            Pin::Attach { agency, village, mode } => {
                put(mode, (agency, village), &mut self.attach, &mut self.detach);
            }
            Pin::Lead { agency, village, mode } => {
                put(mode, (agency, village), &mut self.lead, &mut self.not_lead);
            }
            Pin::Help { cadre, household, mode } => {
                put(mode, (cadre, household), &mut self.help, &mut self.not_help);
            }
            Pin::Leader { cadre, village, mode } => {
                put(mode, (cadre, village), &mut self.leader, &mut self.not_leader);
            }
            Pin::Secretary { cadre, village, mode } => {
                put(mode, (cadre, village), &mut self.secretary, &mut self.not_secretary);
            }
            Pin::Post { cadre, village, mode: PinMode::Require } => {
                self.post.entry(cadre).or_default().insert(village);
                self.attach.insert((instance.cadre(cadre).agency, village));
            }
            Pin::Post { cadre, village, mode: PinMode::Forbid } => {
                self.not_post.insert((cadre, village));
            }
        }
    }

    fn may_post(&self, c: CadreId, v: VillageId) -> bool {
        !self.not_post.contains(&(c, v))
            && self.post.get(&c).is_none_or(|only| only.len() == 1 && only.contains(&v))
    }
}

/// Hamlet and column of the pairings with a column of their own, by cadre and village.
type NamedAt = BTreeMap<(CadreId, VillageId), Vec<(usize, Column)>>;

fn named_in<'n>(named: &'n NamedAt, pool: &Pool, v: VillageId) -> &'n [(usize, Column)] {
    let list = pool.single.and_then(|c| named.get(&(c, v)));
    list.map_or(&[], Vec::as_slice)
}

/// Writes the program of an instance.
struct Writer<'a, 'p> {
    instance: &'a Instance,
    costs: &'p Costs<'a>,
    grouping: &'p Grouping,
    pins: Pins,
    program: Program,
}

impl<'a> Formulation<'a> {
    /// Writes the whole program, and says what it means.
    #[must_use]
    pub fn new(instance: &'a Instance) -> (Self, Program) {
        let costs = Costs::new(instance);
        let grouping = Grouping::new(instance, &costs);
        let mut writer = Writer {
            instance,
            costs: &costs,
            grouping: &grouping,
            pins: Pins::new(instance),
            program: Program::new(),
        };
        let columns = writer.columns();
        writer.rows(&columns);
        let program = writer.program;
        let coefficients = program.costs().to_vec();
        (Self { instance, costs, grouping, columns, coefficients }, program)
    }
}

impl Writer<'_, '_> {
    fn agency(&self, a: AgencyId) -> &str {
        &self.instance.agency(a).id
    }

    fn village(&self, v: VillageId) -> &str {
        &self.instance.village(v).id
    }

    fn residents(&self, v: VillageId) -> i64 {
        self.instance.households_of(v).len() as i64
    }

    fn pool_size(&self, pool: &Pool) -> i64 {
        pool.groups.iter().map(|&g| self.grouping.groups[g].cadres.len() as i64).sum()
    }

    // Columns -----------------------------------------------------------------------------------

    fn columns(&mut self) -> Columns {
        let attached = self.attachment_columns();
        let lead = self.lead_columns(&attached);
        let posted = self.posting_columns(&attached);
        let (leader, secretary) = self.team_columns(&lead, &posted);
        let helped = self.helped_columns(&posted);
        let overload = self.overload_columns(&helped);
        let hamlets = self.hamlet_columns(&helped);
        let named = self.named_columns(&helped);
        let (sent, served) = self.flow_columns();
        let (balance, share) = self.agency_columns();
        let constant = self.constant_cost();
        let one = self.program.integer("one".to_owned(), 1, Some(1), constant);
        Columns {
            attached,
            lead,
            posted,
            leader,
            secretary,
            helped,
            overload,
            hamlets,
            named,
            sent,
            served,
            balance,
            share,
            one,
        }
    }

    fn attachment_columns(&mut self) -> BTreeMap<(AgencyId, VillageId), Column> {
        let mut columns = BTreeMap::new();
        for a in self.instance.agency_ids() {
            for v in self.instance.village_ids() {
                if self.pins.detach.contains(&(a, v)) {
                    continue;
                }
                let name = format!("attach({},{})", self.agency(a), self.village(v));
                let lower = i64::from(self.pins.attach.contains(&(a, v)));
                let cost = self.costs.link(a, v).0;
                columns.insert((a, v), self.program.integer(name, lower, Some(1), cost));
            }
        }
        columns
    }

    fn lead_columns(
        &mut self,
        attached: &BTreeMap<(AgencyId, VillageId), Column>,
    ) -> BTreeMap<(AgencyId, VillageId), Column> {
        let mut columns = BTreeMap::new();
        for &(a, v) in attached.keys() {
            let required = self.pins.lead.contains(&(a, v));
            if self.pins.not_lead.contains(&(a, v)) || !(required || self.can_staff(a)) {
                continue;
            }
            let name = format!("lead({},{})", self.agency(a), self.village(v));
            let cost = self.costs.lead(a, v).0;
            let column = self.program.integer(name, i64::from(required), Some(1), cost);
            columns.insert((a, v), column);
        }
        columns
    }

    /// Whether the agency has what one team needs (necessary, not sufficient).
    fn can_staff(&self, a: AgencyId) -> bool {
        let team = &self.instance.settings().team;
        let own = || self.grouping.groups.iter().filter(|g| g.agency == a);
        !team.enabled
            || (own().any(|g| g.leader)
                && own().any(|g| g.secretary.is_some())
                && own().map(|g| g.cadres.len()).sum::<usize>() > team.members as usize)
    }

    fn posting_columns(
        &mut self,
        attached: &BTreeMap<(AgencyId, VillageId), Column>,
    ) -> BTreeMap<(usize, VillageId), Column> {
        let mut columns = BTreeMap::new();
        for (g, group) in self.grouping.groups.iter().enumerate() {
            let first = &self.instance.cadre(group.cadres[0]).id;
            for v in self.instance.village_ids() {
                // Pinned cadres are single, so the first one's pins are the group's.
                if !attached.contains_key(&(group.agency, v))
                    || !self.pins.may_post(group.cadres[0], v)
                {
                    continue;
                }
                let name = format!("post({first},{})", self.village(v));
                let upper = Some(group.cadres.len() as i64);
                columns.insert((g, v), self.program.integer(name, 0, upper, 0));
            }
        }
        columns
    }

    #[allow(clippy::type_complexity)] // two maps of the same kind
    fn team_columns(
        &mut self,
        lead: &BTreeMap<(AgencyId, VillageId), Column>,
        posted: &BTreeMap<(usize, VillageId), Column>,
    ) -> (BTreeMap<(usize, VillageId), Column>, BTreeMap<(usize, VillageId), Column>) {
        let (mut leaders, mut secretaries) = (BTreeMap::new(), BTreeMap::new());
        if !self.instance.settings().team.enabled {
            return (leaders, secretaries);
        }
        for &(g, v) in posted.keys() {
            let group = &self.grouping.groups[g];
            if !lead.contains_key(&(group.agency, v)) {
                continue;
            }
            let pair = (group.cadres[0], v);
            let first = &self.instance.cadre(pair.0).id;
            if group.leader && !self.pins.not_leader.contains(&pair) {
                let name = format!("leader({first},{})", self.village(v));
                let lower = i64::from(self.pins.leader.contains(&pair));
                leaders.insert((g, v), self.program.integer(name, lower, Some(1), 0));
            }
            if let Some(cost) = group.secretary
                && !self.pins.not_secretary.contains(&pair)
            {
                let name = format!("secretary({first},{})", self.village(v));
                let lower = i64::from(self.pins.secretary.contains(&pair));
                secretaries.insert((g, v), self.program.integer(name, lower, Some(1), cost));
            }
        }
        (leaders, secretaries)
    }

    fn helped_columns(
        &mut self,
        posted: &BTreeMap<(usize, VillageId), Column>,
    ) -> BTreeMap<(usize, VillageId), Column> {
        let mut columns = BTreeMap::new();
        for (k, pool) in self.grouping.pools.iter().enumerate() {
            for v in self.instance.village_ids() {
                if pool.capacity == 0 || !pool.groups.iter().any(|&g| posted.contains_key(&(g, v)))
                {
                    continue;
                }
                let name = format!("help({},{})", self.pool_name(pool), self.village(v));
                let upper = (pool.capacity * self.pool_size(pool)).min(self.residents(v));
                let cost = self.costs.travel(pool.origin, v).0;
                columns.insert((k, v), self.program.integer(name, 0, Some(upper), cost));
            }
        }
        columns
    }

    /// A pool is called after its first cadre.
    fn pool_name(&self, pool: &Pool) -> &str {
        &self.instance.cadre(self.grouping.groups[pool.groups[0]].cadres[0]).id
    }

    fn overload_columns(
        &mut self,
        helped: &BTreeMap<(usize, VillageId), Column>,
    ) -> BTreeMap<(usize, VillageId), Column> {
        let cost = self.costs.overload().0;
        let mut columns = BTreeMap::new();
        for &(k, v) in helped.keys() {
            let pool = &self.grouping.pools[k];
            if pool.capacity > pool.quota {
                let name = format!("overload({},{})", self.pool_name(pool), self.village(v));
                let upper = (pool.capacity - pool.quota) * self.pool_size(pool);
                let upper = upper.min(self.residents(v));
                columns.insert((k, v), self.program.integer(name, 0, Some(upper), cost));
            }
        }
        columns
    }

    fn hamlet_columns(
        &mut self,
        helped: &BTreeMap<(usize, VillageId), Column>,
    ) -> BTreeMap<(usize, VillageId), HamletColumns> {
        let cost = self.costs.hamlet().0;
        let mut columns = BTreeMap::new();
        for &(k, v) in helped.keys() {
            let pool = &self.grouping.pools[k];
            if !self.grouping.tracks_hamlets(pool, v) {
                continue;
            }
            let size = self.pool_size(pool);
            let hamlets = 0..self.grouping.hamlets[v.index()];
            let name = |what: &str| format!("{what}({},{}", self.pool_name(pool), self.village(v));
            let (in_hamlet, touches, active) = (name("in"), name("touch"), name("active"));
            let helped = hamlets
                .clone()
                .map(|m| self.program.integer(format!("{in_hamlet},{m})"), 0, None, 0))
                .collect();
            let incidences = hamlets
                .map(|m| self.program.integer(format!("{touches},{m})"), 0, Some(size), cost))
                .collect();
            let active = self.program.integer(format!("{active})"), 0, Some(size), -cost);
            columns.insert((k, v), HamletColumns { helped, incidences, active });
        }
        columns
    }

    fn named_columns(
        &mut self,
        helped: &BTreeMap<(usize, VillageId), Column>,
    ) -> BTreeMap<(CadreId, HouseholdId), Column> {
        let mut columns = BTreeMap::new();
        for &(c, h) in &self.grouping.named {
            let household = self.instance.household(h);
            let Some(g) = self.grouping.group_of[c.index()] else { continue };
            let pool = self.grouping.groups[g].pool;
            if self.pins.not_help.contains(&(c, h))
                || !helped.contains_key(&(pool, household.village))
            {
                continue;
            }
            let cadre = self.instance.cadre(c);
            let class = &self.grouping.classes[self.grouping.class_of[h.index()]];
            let need = self.costs.need(self.instance.agency(cadre.agency), class.cause);
            let cost = need.0 - self.costs.change_saved(c, h).0;
            let name = format!("pair({},{})", cadre.id, household.id);
            let lower = i64::from(self.pins.help.contains(&(c, h)));
            columns.insert((c, h), self.program.integer(name, lower, Some(1), cost));
        }
        columns
    }

    #[allow(clippy::type_complexity)] // two maps
    fn flow_columns(
        &mut self,
    ) -> (BTreeMap<(usize, VillageId, usize), Column>, BTreeMap<(usize, usize), Column>) {
        let kinds = self.grouping.kind_count();
        let (mut sent, mut served) = (BTreeMap::new(), BTreeMap::new());
        for q in 0..kinds {
            if self.representative(q).is_none() {
                continue;
            }
            for v in self.instance.village_ids() {
                for m in 0..self.grouping.hamlets[v.index()] {
                    let name = format!("sent({q},{},{m})", self.village(v));
                    sent.insert((q, v, m), self.program.integer(name, 0, None, 0));
                }
            }
        }
        for q in 0..kinds {
            let Some(a) = self.representative(q) else { continue };
            for (k, class) in self.grouping.classes.iter().enumerate() {
                let village = self.village(class.village);
                let name = format!("serve({q},{village},{},{})", class.hamlet, class.cause.en());
                let cost = self.costs.need(self.instance.agency(a), class.cause).0;
                let upper = Some(class.households.len() as i64);
                served.insert((q, k), self.program.integer(name, 0, upper, cost));
            }
        }
        (sent, served)
    }

    /// Any agency of the kind: they all have the same needs.
    fn representative(&self, kind: usize) -> Option<AgencyId> {
        self.instance.agency_ids().find(|&a| self.grouping.kind(a) == kind)
    }

    fn agency_columns(&mut self) -> (Vec<Option<Column>>, Vec<Option<Column>>) {
        let weights = &self.instance.settings().weights;
        let (balance, share) = (i64::from(weights.balance), i64::from(weights.share));
        let mut columns = |weight: i64, what: &str| -> Vec<Option<Column>> {
            self.instance
                .agencies()
                .iter()
                .map(|a| {
                    let name = format!("{what}({})", a.id);
                    (weight > 0).then(|| self.program.continuous(name, None, weight))
                })
                .collect()
        };
        (columns(balance, "balance"), columns(share, "share"))
    }

    /// The change cost of a plan that keeps no pairing; columns of kept pairings take theirs back.
    fn constant_cost(&self) -> i64 {
        let change = 1000 * i64::from(self.instance.settings().weights.change);
        let known = self.instance.previous().map_or(0, |p| p.helper.iter().flatten().count());
        change * known as i64
    }

    // Rows --------------------------------------------------------------------------------------

    fn rows(&mut self, x: &Columns) {
        self.lead_rows(x);
        self.attachment_rows(x);
        self.posting_rows(x);
        self.slot_rows(x);
        self.team_rows(x);
        self.household_rows(x);
        let named = self.named_at(x);
        self.flow_rows(x, &named);
        self.hamlet_rows(x, &named);
        self.agency_rows(x);
        self.unmeetable_pins(x);
    }

    fn named_at(&self, x: &Columns) -> NamedAt {
        let mut named = NamedAt::new();
        for (&(c, h), &column) in &x.named {
            let class = &self.grouping.classes[self.grouping.class_of[h.index()]];
            named.entry((c, class.village)).or_default().push((class.hamlet, column));
        }
        named
    }

    /// R1: one lead, which is attached; few leads an agency.
    fn lead_rows(&mut self, x: &Columns) {
        for v in self.instance.village_ids() {
            let terms: Vec<_> = self
                .instance
                .agency_ids()
                .filter_map(|a| x.lead.get(&(a, v)).map(|&column| (column, 1)))
                .collect();
            self.program.row(format!("R1_one({})", self.village(v)), &terms, Sense::Equal, 1);
        }
        for (&(a, v), &lead) in &x.lead {
            let name = format!("R1_attached({},{})", self.agency(a), self.village(v));
            let terms = [(lead, 1), (x.attached[&(a, v)], -1)];
            self.program.row(name, &terms, Sense::AtMost, 0);
        }
        let most = i64::from(self.instance.settings().limits.led_per_agency);
        for a in self.instance.agency_ids() {
            let terms: Vec<_> = self
                .instance
                .village_ids()
                .filter_map(|v| x.lead.get(&(a, v)).map(|&column| (column, 1)))
                .collect();
            if terms.len() as i64 > most {
                let name = format!("R1_most({})", self.agency(a));
                self.program.row(name, &terms, Sense::AtMost, most);
            }
        }
    }

    /// R2: each agency attached to at least one village, at most its limit.
    fn attachment_rows(&mut self, x: &Columns) {
        for a in self.instance.agency_ids() {
            let terms: Vec<_> = self
                .instance
                .village_ids()
                .filter_map(|v| x.attached.get(&(a, v)).map(|&column| (column, 1)))
                .collect();
            let staffed = self.grouping.groups.iter().any(|g| g.agency == a);
            if staffed {
                let name = format!("R2_some({})", self.agency(a));
                self.program.row(name, &terms, Sense::AtLeast, 1);
            }
            let most = i64::from(self.instance.agency(a).max_villages);
            if terms.len() as i64 > most {
                let name = format!("R2_most({})", self.agency(a));
                self.program.row(name, &terms, Sense::AtMost, most);
            }
        }
    }

    /// R3: a cadre posted at most once, where its agency is attached.
    fn posting_rows(&mut self, x: &Columns) {
        let mut places = vec![Vec::new(); self.grouping.groups.len()];
        for (&(g, v), &posted) in &x.posted {
            let group = &self.grouping.groups[g];
            let size = group.cadres.len() as i64;
            places[g].push((posted, 1));
            let first = &self.instance.cadre(group.cadres[0]).id;
            let name = format!("R3_attached({first},{})", self.village(v));
            let terms = [(posted, 1), (x.attached[&(group.agency, v)], -size)];
            self.program.row(name, &terms, Sense::AtMost, 0);
        }
        for (g, terms) in places.iter().enumerate() {
            let group = &self.grouping.groups[g];
            let name = format!("R3_once({})", self.instance.cadre(group.cadres[0]).id);
            self.program.row(name, terms, Sense::AtMost, group.cadres.len() as i64);
        }
    }

    /// R5 and overload; and, implied, what an agency can do in a village it is attached to, which
    /// makes the LP relaxation charge links in proportion.
    fn slot_rows(&mut self, x: &Columns) {
        let mut of_agency: BTreeMap<(AgencyId, VillageId), (Vec<(Column, i64)>, i64)> =
            BTreeMap::new();
        for (&(k, v), &helped) in &x.helped {
            let pool = &self.grouping.pools[k];
            let posted = || pool.groups.iter().filter_map(|&g| x.posted.get(&(g, v)));
            let mut terms = vec![(helped, 1)];
            terms.extend(posted().map(|&column| (column, -pool.quota)));
            let place = format!("({},{})", self.pool_name(pool), self.village(v));
            if let Some(&overload) = x.overload.get(&(k, v)) {
                terms.push((overload, -1));
                let mut most = vec![(overload, 1)];
                most.extend(posted().map(|&column| (column, pool.quota - pool.capacity)));
                self.program.row(format!("R5_overload{place}"), &most, Sense::AtMost, 0);
            }
            self.program.row(format!("R5_quota{place}"), &terms, Sense::AtMost, 0);
            let entry = of_agency.entry((pool.agency, v)).or_default();
            entry.0.push((helped, 1));
            entry.1 += pool.capacity * self.pool_size(pool);
        }
        for ((a, v), (mut terms, capacity)) in of_agency {
            terms.push((x.attached[&(a, v)], -capacity.min(self.residents(v))));
            let name = format!("R3_serves({},{})", self.agency(a), self.village(v));
            self.program.row(name, &terms, Sense::AtMost, 0);
        }
    }

    /// R6 and R7: the lead agency's team. Ordinary members cost nothing, so it is enough that X + 1
    /// cadres are posted.
    fn team_rows(&mut self, x: &Columns) {
        let team = &self.instance.settings().team;
        if !team.enabled {
            return;
        }
        let size = i64::from(team.members) + 1;
        let mut own = vec![Vec::new(); self.instance.agencies().len()];
        for (g, group) in self.grouping.groups.iter().enumerate() {
            own[group.agency.index()].push(g);
        }
        for (&(a, v), &lead) in &x.lead {
            let place = format!("({},{})", self.agency(a), self.village(v));
            let sum = |columns: &BTreeMap<(usize, VillageId), Column>| -> Vec<(Column, i64)> {
                let own = own[a.index()].iter();
                own.filter_map(|&g| columns.get(&(g, v)).map(|&column| (column, 1))).collect()
            };
            for (what, columns) in [("R7_leader", &x.leader), ("R6_secretary", &x.secretary)] {
                let mut terms = sum(columns);
                terms.push((lead, -1));
                self.program.row(format!("{what}{place}"), &terms, Sense::Equal, 0);
            }
            let mut terms = sum(&x.posted);
            terms.push((lead, -size));
            self.program.row(format!("R7_size{place}"), &terms, Sense::AtLeast, 0);
        }
        for (&(g, v), &posted) in &x.posted {
            let roles = [x.leader.get(&(g, v)), x.secretary.get(&(g, v))];
            let mut terms: Vec<_> = roles.into_iter().flatten().map(|&role| (role, 1)).collect();
            if !terms.is_empty() {
                terms.push((posted, -1));
                let first = &self.instance.cadre(self.grouping.groups[g].cadres[0]).id;
                let name = format!("R7_posted({first},{})", self.village(v));
                self.program.row(name, &terms, Sense::AtMost, 0);
            }
        }
    }

    /// R4: each household of a class has a helper, named or of some kind of agency.
    fn household_rows(&mut self, x: &Columns) {
        let mut by_class = vec![Vec::new(); self.grouping.classes.len()];
        let mut by_household: BTreeMap<HouseholdId, Vec<(Column, i64)>> = BTreeMap::new();
        for (&(_, h), &pair) in &x.named {
            by_class[self.grouping.class_of[h.index()]].push((pair, 1));
            by_household.entry(h).or_default().push((pair, 1));
        }
        for (k, mut terms) in by_class.into_iter().enumerate() {
            let class = &self.grouping.classes[k];
            let kinds = 0..self.grouping.kind_count();
            terms.extend(kinds.filter_map(|q| x.served.get(&(q, k)).map(|&column| (column, 1))));
            let (village, cause) = (self.village(class.village), class.cause.en());
            let name = format!("R4_class({village},{},{cause})", class.hamlet);
            self.program.row(name, &terms, Sense::Equal, class.households.len() as i64);
        }
        for (h, terms) in by_household.into_iter().filter(|(_, terms)| terms.len() > 1) {
            let name = format!("R4_once({})", self.instance.household(h).id);
            self.program.row(name, &terms, Sense::AtMost, 1);
        }
    }

    /// Slots flow from pools to hamlets to households.
    fn flow_rows(&mut self, x: &Columns, named: &NamedAt) {
        let mut sent: BTreeMap<(usize, VillageId), Vec<(Column, i64)>> = BTreeMap::new();
        let mut arriving: BTreeMap<(usize, VillageId, usize), Vec<(Column, i64)>> = BTreeMap::new();
        for (&(q, v, m), &column) in &x.sent {
            sent.entry((q, v)).or_default().push((column, -1));
            arriving.entry((q, v, m)).or_default().push((column, 1));
        }
        for (&(k, v), &helped) in &x.helped {
            let pool = &self.grouping.pools[k];
            let q = self.grouping.kind(pool.agency);
            let named = named_in(named, pool, v);
            let spelt_out = pool.single.is_some_and(|c| self.grouping.spelt_out.contains(&(c, v)));
            let mut total = vec![(helped, 1)];
            total.extend(named.iter().map(|&(_, column)| (column, -1)));
            let mut own_row = spelt_out;
            if let Some(hamlets) = x.hamlets.get(&(k, v)) {
                own_row = true;
                if !spelt_out {
                    total.extend(hamlets.helped.iter().map(|&column| (column, -1)));
                    for (m, &column) in hamlets.helped.iter().enumerate() {
                        arriving.entry((q, v, m)).or_default().push((column, 1));
                    }
                }
            }
            if own_row {
                let name = format!("flow({},{})", self.pool_name(pool), self.village(v));
                self.program.row(name, &total, Sense::Equal, 0);
            } else {
                if !named.is_empty() {
                    let name = format!("flow_named({},{})", self.pool_name(pool), self.village(v));
                    self.program.row(name, &total, Sense::AtLeast, 0);
                }
                sent.entry((q, v)).or_default().extend(total);
            }
        }
        for ((q, v), terms) in sent {
            let name = format!("flow_sent({q},{})", self.village(v));
            self.program.row(name, &terms, Sense::Equal, 0);
        }
        for (&(q, k), &served) in &x.served {
            let class = &self.grouping.classes[k];
            arriving.entry((q, class.village, class.hamlet)).or_default().push((served, -1));
        }
        for ((q, v, m), terms) in arriving {
            let name = format!("flow_hamlet({q},{},{m})", self.village(v));
            self.program.row(name, &terms, Sense::Equal, 0);
        }
    }

    /// Hamlet term: incidences of cadres and hamlets, less one for each active cadre.
    fn hamlet_rows(&mut self, x: &Columns, named: &NamedAt) {
        for (&(k, v), hamlets) in &x.hamlets {
            let pool = &self.grouping.pools[k];
            let named = named_in(named, pool, v);
            let place = format!("({},{}", self.pool_name(pool), self.village(v));
            for (m, &incidences) in hamlets.incidences.iter().enumerate() {
                let mut terms = vec![(hamlets.helped[m], 1), (incidences, -pool.capacity)];
                terms.extend(named.iter().filter(|n| n.0 == m).map(|&(_, column)| (column, 1)));
                self.program.row(format!("hamlet{place},{m})"), &terms, Sense::AtMost, 0);
            }
            let mut terms = vec![(hamlets.active, 1)];
            terms.extend(hamlets.incidences.iter().map(|&column| (column, -1)));
            self.program.row(format!("hamlet_active{place})"), &terms, Sense::AtMost, 0);
            let mut terms = vec![(hamlets.active, 1)];
            let posted = pool.groups.iter().filter_map(|&g| x.posted.get(&(g, v)));
            terms.extend(posted.map(|&column| (column, -1)));
            self.program.row(format!("hamlet_posted{place})"), &terms, Sense::AtMost, 0);
        }
    }

    /// Balance and share, each the larger of 0 and one or two linear forms.
    fn agency_rows(&mut self, x: &Columns) {
        let Metres(allowance) = self.costs.allowance;
        let mut helped = vec![Vec::new(); self.instance.agencies().len()];
        for (&(k, v), &column) in &x.helped {
            let pool = &self.grouping.pools[k];
            let excess = self.instance.metres(pool.origin, v).0 - allowance;
            helped[pool.agency.index()].push((column, excess));
        }
        for a in self.instance.agency_ids() {
            let own = &helped[a.index()];
            if let Some(balance) = x.balance[a.index()] {
                let mut terms = own.clone();
                terms.push((balance, -1));
                let name = format!("balance({})", self.agency(a));
                self.program.row(name, &terms, Sense::AtMost, 0);
            }
            if let Some(share) = x.share[a.index()] {
                let (fair, band) = (self.costs.fair[a.index()], self.costs.band[a.index()]);
                let counted = |unit: i64| {
                    let mut terms: Vec<_> = own.iter().map(|&(column, _)| (column, unit)).collect();
                    terms.push((share, -1));
                    terms
                };
                let (over, under) = (counted(1000), counted(-1000));
                let name = format!("share_over({})", self.agency(a));
                self.program.row(name, &over, Sense::AtMost, fair + band);
                let name = format!("share_under({})", self.agency(a));
                self.program.row(name, &under, Sense::AtMost, band - fair);
            }
        }
    }

    /// A required pin whose column does not exist cannot hold: a row 0 ≥ 1 says so.
    fn unmeetable_pins(&mut self, x: &Columns) {
        let group = |c: &CadreId| self.grouping.group_of[c.index()];
        let mut missing = self.pins.post.values().filter(|only| only.len() > 1).count();
        let posts = self.pins.post.iter().flat_map(|(&c, only)| only.iter().map(move |&v| (c, v)));
        missing += posts.filter(|pair| self.pins.not_post.contains(pair)).count();
        missing += self.pins.attach.iter().filter(|&pair| !x.attached.contains_key(pair)).count();
        missing += self.pins.lead.iter().filter(|&pair| !x.lead.contains_key(pair)).count();
        missing += self.pins.help.iter().filter(|&pair| !x.named.contains_key(pair)).count();
        let has = |columns: &BTreeMap<(usize, VillageId), Column>, c: &CadreId, v: VillageId| {
            group(c).is_some_and(|g| columns.contains_key(&(g, v)))
        };
        missing += self.pins.leader.iter().filter(|(c, v)| !has(&x.leader, c, *v)).count();
        missing += self.pins.secretary.iter().filter(|(c, v)| !has(&x.secretary, c, *v)).count();
        for i in 0..missing {
            self.program.row(format!("R8({i})"), &[(x.one, 0)], Sense::AtLeast, 1);
        }
    }
}
