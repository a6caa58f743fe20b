//! The rows of the elastic program, one function for each family.

use std::collections::BTreeMap;

use super::pools::Members;
use super::{Elastic, Fact, Treatment};
use crate::model::enums::PinMode;
use crate::model::{AgencyId, CadreId, Pin, VillageId};
use crate::solve::exact::program::{Column, Sense, Terms};

impl Elastic<'_> {
    /// Makes all rows; `None` where the control stops before all are made.
    pub(super) fn rows(&mut self) -> Option<()> {
        self.agency_rows()?;
        self.lead_rows()?;
        self.posting_rows()?;
        if self.instance.settings().team.enabled {
            self.team_rows()?;
        }
        self.quota_rows()?;
        self.household_rows()?;
        for (p, pin) in self.staff.pins.clone() {
            self.control.go_on()?;
            self.pin_rows(p, pin);
        }
        self.posts_that_clash();
        Some(())
    }

    /// Adds a row, which must not be empty.
    fn row(&mut self, mut terms: Terms, sense: Sense, bound: i64) {
        if terms.is_empty() {
            terms.push((self.columns.nothing, 1));
        }
        self.program.row(String::new(), &terms, sense, bound);
    }

    fn held(&self, fact: Fact) -> bool {
        (self.treat)(fact) != Treatment::Free
    }

    /// R2.
    fn agency_rows(&mut self) -> Option<()> {
        for a in self.staff.told_apart.clone() {
            self.control.go_on()?;
            let villages = self.instance.village_ids();
            let all: Terms = villages.map(|v| (self.columns.attached[&(a, v)], 1)).collect();
            if self.held(Fact::Attached(a)) {
                self.row(all.clone(), Sense::AtLeast, 1);
            }
            if self.held(Fact::MaxVillages(a)) {
                let most = i64::from(self.instance.agency(a).max_villages);
                let mut terms = all;
                terms.extend(self.columns.villages.get(&a).map(|&column| (column, -1)));
                self.row(terms, Sense::AtMost, most);
            }
        }
        Some(())
    }

    /// R1.
    fn lead_rows(&mut self) -> Option<()> {
        for v in self.staff.needs_lead.clone() {
            self.control.go_on()?;
            let own = |a: &AgencyId| (self.columns.lead[&(*a, v)], 1);
            let terms: Terms = self.staff.told_apart.iter().map(own).collect();
            let sense = if self.held(Fact::Led(v)) { Sense::Equal } else { Sense::AtMost };
            self.row(terms, sense, 1);
            for a in self.staff.told_apart.clone() {
                let terms =
                    vec![(self.columns.lead[&(a, v)], 1), (self.columns.attached[&(a, v)], -1)];
                self.row(terms, Sense::AtMost, 0);
            }
        }
        if self.staff.needs_lead.is_empty() || !self.held(Fact::LedPerAgency) {
            return Some(());
        }
        let most = i64::from(self.instance.settings().limits.led_per_agency);
        for a in self.staff.told_apart.clone() {
            self.control.go_on()?;
            let villages = self.staff.needs_lead.iter();
            let mut terms: Terms = villages.map(|&v| (self.columns.lead[&(a, v)], 1)).collect();
            terms.extend(self.columns.led.map(|column| (column, -1)));
            self.row(terms, Sense::AtMost, most);
        }
        Some(())
    }

    /// R3.
    fn posting_rows(&mut self) -> Option<()> {
        for k in 0..self.staff.pools.len() {
            self.control.go_on()?;
            let pool = self.staff.pools[k].clone();
            let mut all = Terms::new();
            for v in self.staff.needs_posts.clone() {
                let posted = self.columns.posted[&(k, v)];
                all.push((posted, 1));
                if let Some(a) = pool.agency {
                    let households = self.instance.households_of(v).len() as i64;
                    let team = i64::from(self.instance.settings().team.members) + 1;
                    let most = match &pool.members {
                        Members::Cadres(cadres) => (cadres.len() as i64).min(households + team),
                        Members::Recruits => households + team,
                    };
                    let attached = self.columns.attached[&(a, v)];
                    self.row(vec![(posted, 1), (attached, -most)], Sense::AtMost, 0);
                }
            }
            if let Members::Cadres(cadres) = &pool.members {
                self.row(all, Sense::AtMost, cadres.len() as i64);
            }
        }
        Some(())
    }

    /// R6 and R7.
    fn team_rows(&mut self) -> Option<()> {
        let size = i64::from(self.instance.settings().team.members) + 1;
        let free_size = !self.held(Fact::TeamSize);
        for v in self.staff.needs_lead.clone() {
            self.control.go_on()?;
            let mut pools: BTreeMap<AgencyId, Terms> = BTreeMap::new();
            for (k, pool) in self.staff.pools.iter().enumerate() {
                let Some(a) = pool.agency else { continue };
                pools.entry(a).or_default().push((self.columns.posted[&(k, v)], 1));
            }
            let mut leaders: BTreeMap<AgencyId, Terms> = BTreeMap::new();
            let mut secretaries = leaders.clone();
            let mut taken: BTreeMap<usize, Terms> = BTreeMap::new();
            for (g, group) in self.staff.groups.iter().enumerate() {
                let Some(a) = self.staff.pools[group.pool].agency else { continue };
                let places = [&self.columns.leader, &self.columns.secretary];
                for (of, columns) in [&mut leaders, &mut secretaries].into_iter().zip(places) {
                    let Some(&column) = columns.get(&(g, v)) else { continue };
                    of.entry(a).or_default().push((column, 1));
                    taken.entry(group.pool).or_default().push((column, 1));
                }
            }
            for (k, mut terms) in taken {
                terms.push((self.columns.posted[&(k, v)], -1));
                self.row(terms, Sense::AtMost, 0);
            }
            for a in self.staff.told_apart.clone() {
                let lead = self.columns.lead[&(a, v)];
                for of in [&mut leaders, &mut secretaries] {
                    let mut terms = of.remove(&a).unwrap_or_default();
                    terms.push((lead, -1));
                    self.row(terms, Sense::Equal, 0);
                }
                let mut terms = pools.remove(&a).unwrap_or_default();
                terms.push((lead, if free_size { -2 } else { -size }));
                terms.extend(self.columns.fewer.filter(|_| !free_size).map(|column| (column, 1)));
                self.row(terms, Sense::AtLeast, 0);
            }
        }
        self.group_rows()
    }

    fn group_rows(&mut self) -> Option<()> {
        for g in 0..self.staff.groups.len() {
            self.control.go_on()?;
            let Members::Cadres(cadres) = &self.staff.groups[g].members else { continue };
            let most = cadres.len() as i64;
            let mut terms = Terms::new();
            for &v in &self.staff.needs_lead {
                let places = [&self.columns.leader, &self.columns.secretary];
                terms.extend(places.iter().filter_map(|of| of.get(&(g, v)).map(|&c| (c, 1))));
            }
            self.row(terms, Sense::AtMost, most);
        }
        Some(())
    }

    /// R5.
    fn quota_rows(&mut self) -> Option<()> {
        for e in 0..self.staff.crews.len() {
            self.control.go_on()?;
            let crew = self.staff.crews[e].clone();
            for v in self.staff.needs_posts.clone() {
                let households = self.instance.households_of(v).len() as i64;
                let helped = self.columns.helped[&(e, v)];
                let posts = |by: &dyn Fn(usize) -> i64| -> Terms {
                    let pools = crew.pools.iter();
                    pools.map(|&k| (self.columns.posted[&(k, v)], -by(k))).collect()
                };
                let mut terms = posts(&|k| self.staff.pools[k].capacity);
                let (ones, many) = (posts(&|_| 1), posts(&|_| households));
                terms.push((helped, 1));
                if let Some(c) = crew.single {
                    terms.extend(self.pairs(c, v).into_iter().map(|column| (column, 1)));
                }
                let over = self.columns.over.get(&(e, v)).copied();
                let more = self.columns.more.get(&(e, v)).copied();
                terms.extend(over.into_iter().chain(more).map(|column| (column, -1)));
                self.row(terms, Sense::AtMost, 0);
                for (column, limit) in [(over, ones), (more, many)] {
                    if let Some(column) = column {
                        self.row([limit, vec![(column, 1)]].concat(), Sense::AtMost, 0);
                    }
                }
                if let Some(a) = crew.agency {
                    // Implied for whole attachments; strengthens the relaxation.
                    let attached = self.columns.attached[&(a, v)];
                    self.row(vec![(helped, 1), (attached, -households)], Sense::AtMost, 0);
                }
            }
        }
        Some(())
    }

    fn pairs(&self, c: CadreId, v: VillageId) -> Vec<Column> {
        let own = self.instance.households_of(v).iter();
        own.filter_map(|&h| self.columns.pair.get(&(c, h)).copied()).collect()
    }

    /// R4.
    fn household_rows(&mut self) -> Option<()> {
        let mut pairs: BTreeMap<_, Terms> = BTreeMap::new();
        for (&(_, h), &column) in &self.columns.pair {
            pairs.entry(h).or_default().push((column, 1));
        }
        for v in self.staff.needs_posts.clone() {
            self.control.go_on()?;
            let sense = if self.held(Fact::Helped(v)) { Sense::Equal } else { Sense::AtMost };
            let own = self.instance.households_of(v);
            let named: Vec<_> =
                own.iter().copied().filter(|h| self.staff.named.contains(h)).collect();
            let others = (own.len() - named.len()) as i64;
            let (mut all, mut barred) = (Terms::new(), Terms::new());
            for (e, crew) in self.staff.crews.iter().enumerate() {
                let helped = (self.columns.helped[&(e, v)], 1);
                all.push(helped);
                if crew.single.is_some_and(|c| self.staff.barred.contains(&(c, v))) {
                    barred.push(helped);
                }
            }
            for h in named {
                let alone = self.columns.alone[&h];
                all.push((alone, -1));
                let mut terms = pairs.remove(&h).unwrap_or_default();
                terms.push((alone, 1));
                self.row(terms, sense, 1);
            }
            self.row(all, sense, others);
            if !barred.is_empty() {
                self.row(barred, Sense::AtMost, others);
            }
        }
        Some(())
    }

    /// R8: what is required is so, what is forbidden is not, unless the pin is dropped.
    fn pin_rows(&mut self, p: usize, pin: Pin) {
        let x = &self.columns;
        let pool = |c: CadreId| self.staff.pool_of.get(&c).copied();
        let group = |c: CadreId| {
            let is_own =
                |members: &Members| matches!(members, Members::Cadres(own) if own[..] == [c]);
            self.staff.groups.iter().position(|group| is_own(&group.members))
        };
        let (mode, column) = match pin {
            Pin::Lead { agency, village, mode } => (mode, x.lead.get(&(agency, village)).copied()),
            Pin::Attach { agency, village, mode } => {
                (mode, x.attached.get(&(agency, village)).copied())
            }
            Pin::Post { cadre, village, mode: PinMode::Require } => {
                return self.required_post(p, cadre, village);
            }
            Pin::Post { cadre, village, mode } => {
                (mode, pool(cadre).and_then(|k| x.posted.get(&(k, village)).copied()))
            }
            Pin::Help { cadre, household, mode } => {
                (mode, x.pair.get(&(cadre, household)).copied())
            }
            Pin::Secretary { cadre, village, mode } => {
                (mode, group(cadre).and_then(|g| x.secretary.get(&(g, village)).copied()))
            }
            Pin::Leader { cadre, village, mode } => {
                (mode, group(cadre).and_then(|g| x.leader.get(&(g, village)).copied()))
            }
        };
        self.pin_row(p, column, mode);
    }

    fn pin_row(&mut self, p: usize, column: Option<Column>, mode: PinMode) {
        let sign = if mode == PinMode::Require { 1 } else { -1 };
        let mut terms: Terms = column.into_iter().map(|column| (column, 1)).collect();
        terms.extend(self.columns.dropped.get(&p).map(|&column| (column, sign)));
        match mode {
            PinMode::Require => self.row(terms, Sense::AtLeast, 1),
            PinMode::Forbid => self.row(terms, Sense::AtMost, 0),
        }
    }

    /// A cadre's duties are to be in the village, if it has any, and its agency attached there.
    fn required_post(&mut self, p: usize, cadre: CadreId, village: VillageId) {
        let agency = self.instance.cadre(cadre).agency;
        let attached = self.columns.attached[&(agency, village)];
        self.pin_row(p, Some(attached), PinMode::Require);
        let Some(&k) = self.staff.pool_of.get(&cadre) else { return };
        for v in self.staff.needs_posts.clone() {
            if v != village {
                let posted = self.columns.posted[&(k, v)];
                self.pin_row(p, Some(posted), PinMode::Forbid);
            }
        }
    }

    /// Pins that require a cadre in two villages, or in one that another forbids it, cannot all
    /// hold, even where the cadre has no duty.
    fn posts_that_clash(&mut self) {
        let mut posts: BTreeMap<CadreId, Vec<(usize, VillageId, PinMode)>> = BTreeMap::new();
        for &(p, pin) in &self.staff.pins {
            if let Pin::Post { cadre, village, mode } = pin {
                posts.entry(cadre).or_default().push((p, village, mode));
            }
        }
        for pins in posts.into_values() {
            for (i, &(p, v, mode)) in pins.iter().enumerate() {
                for &(q, w, other) in &pins[i + 1..] {
                    let clash = match (mode, other) {
                        (PinMode::Require, PinMode::Require) => v != w,
                        (PinMode::Forbid, PinMode::Forbid) => false,
                        _ => v == w,
                    };
                    if clash {
                        let dropped = [p, q];
                        let dropped = dropped.iter().filter_map(|p| self.columns.dropped.get(p));
                        let terms = dropped.map(|&column| (column, 1)).collect();
                        self.row(terms, Sense::AtLeast, 1);
                    }
                }
            }
        }
    }
}
