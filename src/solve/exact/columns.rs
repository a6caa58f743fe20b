//! The columns of the whole program, one function for each family.

use std::collections::BTreeMap;

use super::formulation::{Columns, HamletColumns, Writer};
use super::groups::Pool;
use super::program::Column;
use crate::model::{AgencyId, CadreId, HouseholdId, Previous, VillageId};

impl Writer<'_, '_> {
    pub(super) fn columns(&mut self) -> Columns {
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
                let fixed = self.fixing.is_some_and(|fixing| !fixing.may_attach(a, v));
                if fixed || self.pins.detach.contains(&(a, v)) {
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
            let fixed = self.fixing.is_some_and(|fixing| !fixing.may_lead(a, v));
            let ruled_out = fixed || self.pins.not_lead.contains(&(a, v));
            if ruled_out || !(required || self.can_staff(a)) {
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
    pub(super) fn pool_name(&self, pool: &Pool) -> &str {
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
    pub(super) fn representative(&self, kind: usize) -> Option<AgencyId> {
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
        let known = self.instance.previous().map_or(0, Previous::known);
        self.instance.change_charge().0 * known as i64
    }
}
