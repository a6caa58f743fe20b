//! The rows of the relaxation, one function for each family.

use std::collections::BTreeMap;

use super::frame::{Correction, Relaxation, ones};
use super::program::{Column, Program, Sense, Terms};
use crate::model::{AgencyId, Metres, OriginId, VillageId};

impl Relaxation<'_> {
    /// R1 and R2.
    pub(super) fn place_rows(&self, program: &mut Program) {
        let settings = self.instance.settings();
        let mut leads_of = vec![Vec::new(); self.instance.agencies().len()];
        let mut leads_at = vec![Vec::new(); self.instance.villages().len()];
        for (&(a, v), options) in &self.lead {
            leads_of[a.index()].extend(ones(options));
            leads_at[v.index()].extend(ones(options));
            let mut terms = ones(options);
            terms.push((self.attached[&(a, v)], -1));
            program.row(String::new(), &terms, Sense::AtMost, 0);
        }
        for terms in &leads_at {
            program.row(String::new(), terms, Sense::Equal, 1);
        }
        let most = i64::from(settings.limits.led_per_agency);
        for a in self.instance.agency_ids() {
            program.row(String::new(), &leads_of[a.index()], Sense::AtMost, most);
            let own = self.attached.iter().filter(|((b, _), _)| *b == a);
            let own: Vec<_> = own.map(|(_, &column)| (column, 1)).collect();
            let most = i64::from(self.instance.agency(a).max_villages);
            program.row(String::new(), &own, Sense::AtMost, most);
            if self.instance.cadres_of(a).iter().any(|&c| self.instance.cadre(c).available) {
                program.row(String::new(), &own, Sense::AtLeast, 1);
            }
        }
    }

    /// R3, R5, and what teams take.
    pub(super) fn slot_rows(&self, program: &mut Program) {
        let mut posted: BTreeMap<(AgencyId, VillageId), Vec<(Column, i64)>> = BTreeMap::new();
        let mut of_depot: BTreeMap<(AgencyId, OriginId), [Terms; 2]> = BTreeMap::new();
        for (&(a, o, v), &slots) in &self.slots {
            let (depot, attached) = (self.depots[&(a, o)], self.attached[&(a, v)]);
            posted.entry((a, v)).or_default().push((slots, 1));
            let totals = of_depot.entry((a, o)).or_default();
            totals[0].push((slots, 1));
            let terms = [(slots, 1), (attached, -depot.quotas)];
            program.row(String::new(), &terms, Sense::AtMost, 0);
            let Some(&help) = self.help.get(&(a, o, v)) else { continue };
            let mut terms = vec![(help, 1), (slots, -1)];
            if let Some(&over) = self.over.get(&(a, o, v)) {
                terms.push((over, -1));
                totals[1].push((over, 1));
            }
            program.row(String::new(), &terms, Sense::AtMost, 0);
            let most = depot.capacity.min(self.residents(v));
            program.row(String::new(), &[(help, 1), (attached, -most)], Sense::AtMost, 0);
        }
        for (key, [slots, over]) in &of_depot {
            let depot = self.depots[key];
            program.row(String::new(), slots, Sense::AtMost, depot.quotas);
            program.row(String::new(), over, Sense::AtMost, depot.capacity - depot.quotas);
        }
        for (&(a, v), options) in &self.lead {
            let mut terms = posted.remove(&(a, v)).unwrap_or_default();
            let teams = options.iter().zip(&self.teams[a.index()]);
            terms.extend(teams.map(|(&column, team)| (column, -team.quotas)));
            program.row(String::new(), &terms, Sense::AtLeast, 0);
        }
        for (&(a, o, v), &slots) in &self.slots {
            let Some(options) = self.lead.get(&(a, v)) else { continue };
            let teams = options.iter().zip(&self.teams[a.index()]);
            let taken = teams.filter_map(|(&x, team)| team.from.get(&o).map(|&n| (x, -n)));
            let mut terms: Vec<_> = taken.collect();
            if !terms.is_empty() {
                terms.push((slots, 1));
                program.row(String::new(), &terms, Sense::AtLeast, 0);
            }
        }
    }

    /// R4, and that an agency helps only where it is attached.
    pub(super) fn serve_rows(&self, program: &mut Program) {
        let mut balance: BTreeMap<(AgencyId, VillageId), Vec<(Column, i64)>> = BTreeMap::new();
        for (&(a, _, v), &help) in &self.help {
            balance.entry((a, v)).or_default().push((help, -1));
        }
        let mut served: BTreeMap<(VillageId, usize), Vec<(Column, i64)>> = BTreeMap::new();
        for (&(a, v, c), &serve) in &self.serve {
            served.entry((v, c)).or_default().push((serve, 1));
            let most = self.households[v.index()][c].min(self.capacity(a));
            let terms = [(serve, 1), (self.attached[&(a, v)], -most)];
            program.row(String::new(), &terms, Sense::AtMost, 0);
            if let Some(&kept) = self.kept.get(&(a, v, c)) {
                program.row(String::new(), &[(kept, 1), (serve, -1)], Sense::AtMost, 0);
            }
            balance.entry((a, v)).or_default().push((serve, 1));
        }
        for ((a, v), terms) in balance {
            let most = self.capacity(a).min(self.residents(v));
            let mut helped: Vec<_> = terms.iter().filter(|t| t.1 < 0).map(|t| (t.0, 1)).collect();
            helped.push((self.attached[&(a, v)], -most));
            program.row(String::new(), &helped, Sense::AtMost, 0);
            program.row(String::new(), &terms, Sense::Equal, 0);
        }
        for v in self.instance.village_ids() {
            for (c, &all) in self.households[v.index()].iter().enumerate().filter(|n| *n.1 > 0) {
                let terms = served.remove(&(v, c)).unwrap_or_default();
                program.row(String::new(), &terms, Sense::Equal, all);
            }
        }
    }

    /// Balance, share, and the least an agency must help because the others cannot.
    pub(super) fn agency_rows(&self, program: &mut Program) {
        let Metres(allowance) = self.costs.allowance;
        let mut helped = vec![Vec::new(); self.instance.agencies().len()];
        for (&(a, o, v), &column) in &self.help {
            let excess = self.instance.metres(o, v).0 - allowance;
            helped[a.index()].push((column, excess));
        }
        let capacity: i64 = self.depots.values().map(|d| d.capacity).sum();
        let idle = capacity - self.households.iter().flatten().sum::<i64>();
        for a in self.instance.agency_ids() {
            let (mut excess, i) = (helped[a.index()].clone(), a.index());
            let count = |unit: i64| excess.iter().map(|&(x, _)| (x, unit)).collect::<Vec<_>>();
            let (count, over, under) = (count(1), count(1000), count(-1000));
            let least = self.capacity(a) - idle;
            if least > 0 {
                program.row(String::new(), &count, Sense::AtLeast, least);
            }
            if let Some(share) = self.share[i] {
                let (fair, band) = (self.costs.fair[i], self.costs.band[i]);
                for (mut terms, most) in [(over, band + fair), (under, band - fair)] {
                    terms.push((share, -1));
                    program.row(String::new(), &terms, Sense::AtMost, most);
                }
            }
            if let Some(balance) = self.balance[i] {
                excess.push((balance, -1));
                program.row(String::new(), &excess, Sense::AtMost, 0);
            }
        }
    }

    /// Allows at most so many changed pairings, as far as `kept` tells them.
    pub(super) fn limit_changes(&self, program: &mut Program, most: u64) {
        let Some(previous) = self.instance.previous() else { return };
        let kept = self.kept.values().map(|&column| (column, 1));
        let terms: Vec<_> = kept.chain([(self.one, 0)]).collect();
        let least = previous.known() as i64 - i64::try_from(most).unwrap_or(i64::MAX);
        program.row(String::new(), &terms, Sense::AtLeast, least);
    }

    /// A column that is 1 in the frame and 0 in every other carries the correction.
    pub(super) fn correct(&mut self, program: &mut Program, correction: &Correction) {
        let frame = &correction.frame;
        let mut terms = Vec::new();
        let mut same = 0;
        for (&pair, &column) in &self.attached {
            let inside = frame.attached.contains(&pair);
            same += i64::from(inside);
            terms.push((column, if inside { -1 } else { 1 }));
        }
        for (v, &a) in frame.lead.iter().enumerate() {
            same += 1;
            for &column in self.lead.get(&(a, VillageId::new(v))).into_iter().flatten() {
                terms.push((column, -1));
            }
        }
        if let Some(extra) = correction.extra {
            let column = program.continuous(String::new(), Some(1), extra);
            terms.push((column, 1));
            self.corrections.push((frame.clone(), column));
        }
        program.row(String::new(), &terms, Sense::AtLeast, 1 - same);
    }
}
