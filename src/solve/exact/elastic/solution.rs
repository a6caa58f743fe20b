//! A solution of the elastic program, read back: a plan but for who helps whom, and what it changes.

use std::collections::{BTreeMap, VecDeque};

use super::columns::Columns;
use super::pools::{Members, Staff};
use crate::model::{AgencyId, CadreId, Instance, VillageId};
use crate::solve::exact::program::Column;

/// A cadre of the data, or a new one of an agency, by number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// One of the data.
    Cadre(CadreId),
    /// A new one.
    Recruit(AgencyId, usize),
}

/// What a solution of the elastic program says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solution {
    /// Price of all changes; 0 for a plan.
    pub price: i64,
    /// Attachments.
    pub attached: Vec<(AgencyId, VillageId)>,
    /// Lead agency by village.
    pub lead: Vec<Option<AgencyId>>,
    /// Who is posted where.
    pub posted: Vec<(Member, VillageId)>,
    /// Team leader by village.
    pub leader: Vec<Option<Member>>,
    /// First secretary by village.
    pub secretary: Vec<Option<Member>>,
    /// Pins dropped, by their position in the instance.
    pub dropped: Vec<usize>,
    /// Villages that agencies are attached to beyond their maximum.
    pub villages: BTreeMap<AgencyId, u32>,
    /// Villages led beyond `led_per_agency`, the most of any agency.
    pub led: u32,
    /// Members spared in every team.
    pub fewer: u32,
    /// Households helped above quota, by agency.
    pub above: BTreeMap<AgencyId, u32>,
    /// Households above quota, the most of any cadre, beyond the overload of the settings.
    pub overload: u32,
}

/// Reads a solution; `None` where the values are not those of one.
pub(super) fn read(
    instance: &Instance,
    staff: &Staff,
    columns: &Columns,
    values: &[f64],
    prices: &[i64],
) -> Option<Solution> {
    let price: f64 = values.iter().zip(prices).map(|(x, &price)| x * price as f64).sum();
    let villages = instance.villages().len();
    let mut reader = Reader {
        staff,
        columns,
        values,
        solution: Solution {
            price: price.round() as i64,
            lead: vec![None; villages],
            leader: vec![None; villages],
            secretary: vec![None; villages],
            ..Solution::default()
        },
    };
    reader.places();
    reader.people()?;
    reader.changes();
    Some(reader.solution)
}

struct Reader<'r> {
    staff: &'r Staff,
    columns: &'r Columns,
    values: &'r [f64],
    solution: Solution,
}

impl Reader<'_> {
    fn value(&self, column: Column) -> usize {
        self.values[column.index()].round().max(0.0) as usize
    }

    fn count<K: Ord>(&self, of: &BTreeMap<K, Column>, key: &K) -> usize {
        of.get(key).map_or(0, |&column| self.value(column))
    }

    fn places(&mut self) {
        for (&(a, v), &column) in &self.columns.attached {
            if self.value(column) > 0 {
                self.solution.attached.push((a, v));
            }
        }
        for (&(a, v), &column) in &self.columns.lead {
            if self.value(column) > 0 {
                self.solution.lead[v.index()] = Some(a);
            }
        }
    }

    /// Names who is posted: leaders and first secretaries out of their groups, the rest out of the
    /// pools. Cadres of agencies that are not told apart are left out.
    fn people(&mut self) -> Option<()> {
        let mut free: Vec<VecDeque<Member>> = Vec::new();
        let mut recruits: BTreeMap<AgencyId, usize> = BTreeMap::new();
        for pool in &self.staff.pools {
            free.push(match &pool.members {
                Members::Cadres(cadres) => cadres.iter().copied().map(Member::Cadre).collect(),
                Members::Recruits => VecDeque::new(),
            });
        }
        let mut places: BTreeMap<(usize, VillageId), usize> = BTreeMap::new();
        for (g, group) in self.staff.groups.iter().enumerate() {
            let mut own: VecDeque<Member> = match &group.members {
                Members::Cadres(cadres) => cadres.iter().copied().map(Member::Cadre).collect(),
                Members::Recruits => VecDeque::new(),
            };
            let agency = self.staff.pools[group.pool].agency;
            for &v in &self.staff.needs_lead {
                for (place, of) in
                    [&self.columns.leader, &self.columns.secretary].into_iter().enumerate()
                {
                    if self.count(of, &(g, v)) == 0 {
                        continue;
                    }
                    let member = match own.pop_front() {
                        Some(member) => member,
                        None if group.members == Members::Recruits => {
                            recruit(&mut recruits, agency?)
                        }
                        None => return None,
                    };
                    free[group.pool].retain(|&other| other != member);
                    *places.entry((group.pool, v)).or_default() += 1;
                    self.solution.posted.push((member, v));
                    let slot = if place == 0 {
                        &mut self.solution.leader
                    } else {
                        &mut self.solution.secretary
                    };
                    slot[v.index()] = Some(member);
                }
            }
        }
        for (&(k, v), &column) in &self.columns.posted {
            let pool = &self.staff.pools[k];
            let Some(agency) = pool.agency else { continue };
            let rest = self.value(column).checked_sub(places.get(&(k, v)).copied().unwrap_or(0))?;
            for _ in 0..rest {
                let member = match free[k].pop_front() {
                    Some(member) => member,
                    None if pool.members == Members::Recruits => recruit(&mut recruits, agency),
                    None => return None,
                };
                self.solution.posted.push((member, v));
            }
        }
        Some(())
    }

    fn changes(&mut self) {
        let x = self.columns;
        let dropped = x.dropped.iter().filter(|&(_, &column)| self.value(column) > 0);
        self.solution.dropped = dropped.map(|(&p, _)| p).collect();
        let raised = x.villages.iter().map(|(&a, &column)| (a, self.value(column) as u32));
        self.solution.villages = raised.filter(|&(_, more)| more > 0).collect();
        self.solution.led = x.led.map_or(0, |column| self.value(column) as u32);
        self.solution.fewer = x.fewer.map_or(0, |column| self.value(column) as u32);
        for (e, crew) in self.staff.crews.iter().enumerate() {
            let Some(agency) = crew.agency else { continue };
            for &v in &self.staff.needs_posts {
                self.above_quota(e, agency, v);
            }
        }
    }

    fn above_quota(&mut self, e: usize, agency: AgencyId, v: VillageId) {
        let x = self.columns;
        let part =
            |of: &BTreeMap<_, Column>| of.get(&(e, v)).map_or(0.0, |c| self.values[c.index()]);
        let above = (part(&x.over) + part(&x.more) - 1e-6).ceil().max(0.0) as usize;
        if above == 0 {
            return;
        }
        let pools = self.staff.crews[e].pools.iter();
        let posted: usize = pools.map(|&k| self.count(&x.posted, &(k, v))).sum();
        *self.solution.above.entry(agency).or_default() += above as u32;
        let each = above.div_ceil(posted.max(1)) as u32;
        self.solution.overload = self.solution.overload.max(each);
    }
}

fn recruit(recruits: &mut BTreeMap<AgencyId, usize>, agency: AgencyId) -> Member {
    let number = recruits.entry(agency).or_default();
    *number += 1;
    Member::Recruit(agency, *number - 1)
}
