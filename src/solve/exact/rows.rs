//! The rows of the whole program, one function for each family.

use std::collections::BTreeMap;

use super::formulation::{Columns, Writer};
use super::groups::Pool;
use super::program::{Column, Sense, Terms};
use crate::model::{AgencyId, CadreId, HouseholdId, Metres, VillageId};

/// Hamlet and column of the pairings with a column of their own, by cadre and village.
type NamedAt = BTreeMap<(CadreId, VillageId), Vec<(usize, Column)>>;

fn named_in<'n>(named: &'n NamedAt, pool: &Pool, v: VillageId) -> &'n [(usize, Column)] {
    let list = pool.single.and_then(|c| named.get(&(c, v)));
    list.map_or(&[], Vec::as_slice)
}

impl Writer<'_, '_> {
    pub(super) fn rows(&mut self, x: &Columns) {
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
        let mut of_agency: BTreeMap<(AgencyId, VillageId), (Terms, i64)> = BTreeMap::new();
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
