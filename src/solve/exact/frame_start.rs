//! A plan as a solution of the relaxation.

use std::collections::BTreeMap;

use super::frame::{Frame, Key, Relaxation, cause};
use super::program::Column;
use crate::model::{CadreId, HouseholdId, Plan, VillageId};
use crate::solve::staffing::Staffing;

impl Relaxation<'_> {
    /// The solution that a plan is, which must keep all rules.
    #[must_use]
    pub fn encode(&self, plan: &Plan) -> Vec<f64> {
        let mut values = vec![0; self.coefficients.len()];
        values[self.one.index()] = 1;
        let frame = Frame::of(plan);
        for pair in &frame.attached {
            set(&mut values, self.attached.get(pair), 1);
        }
        for (v, &a) in plan.lead.iter().enumerate() {
            let options = self.lead.get(&(a, VillageId::new(v)));
            let team = self.team_of(plan, v);
            let option = self.teams[a.index()].iter().position(|option| option.within(&team));
            set(&mut values, options.zip(option).and_then(|(all, i)| all.get(i)), 1);
        }
        self.encode_households(plan, &mut values);
        for (known, column) in &self.corrections {
            set(&mut values, Some(column), i64::from(*known == frame));
        }
        values.into_iter().map(|x| x as f64).collect()
    }

    fn team_of(&self, plan: &Plan, v: usize) -> Staffing {
        let Some(team) = plan.teams.as_ref().map(|teams| &teams[v]) else {
            return Staffing::default();
        };
        let rest = team.others.iter().map(|&c| i64::from(self.instance.quota(c))).sum();
        let cost = self.costs.secretary(team.secretary).0;
        Staffing::of(self.instance, team.leader, team.secretary, rest, cost)
    }

    fn encode_households(&self, plan: &Plan, values: &mut [i64]) {
        let agencies = self.instance.agencies().len();
        let (mut excess, mut helped) = (vec![0; agencies], vec![0; agencies]);
        let mut posts: BTreeMap<CadreId, VillageId> = BTreeMap::new();
        for (v, team) in plan.teams.iter().flatten().enumerate() {
            let all = [team.leader, team.secretary].into_iter().chain(team.others.iter().copied());
            posts.extend(all.map(|c| (c, VillageId::new(v))));
        }
        let previous = self.instance.previous();
        for (h, &c) in plan.helper.iter().enumerate() {
            let (household, cadre) =
                (self.instance.household(HouseholdId::new(h)), self.instance.cadre(c));
            let (a, v) = (cadre.agency, household.village);
            posts.insert(c, v);
            add(values, self.help.get(&(a, cadre.origin, v)), 1);
            let need = (a, v, cause(self.instance, household.cause));
            add(values, self.serve.get(&need), 1);
            if previous.is_some_and(|p| p.helper[h] == Some(c)) {
                add(values, self.kept.get(&need), 1);
            }
            excess[a.index()] += self.instance.metres(cadre.origin, v).0 - self.costs.allowance.0;
            helped[a.index()] += 1;
        }
        for (c, v) in posts {
            let cadre = self.instance.cadre(c);
            let slots = self.slots.get(&(cadre.agency, cadre.origin, v));
            add(values, slots, i64::from(self.instance.quota(c)));
        }
        for (key, over) in &self.over {
            let value = |columns: &BTreeMap<Key, Column>| values[columns[key].index()];
            values[over.index()] = (value(&self.help) - value(&self.slots)).max(0);
        }
        for a in 0..agencies {
            set(values, self.balance[a].as_ref(), excess[a].max(0));
            let off: i64 = (1000 * helped[a] - self.costs.fair[a]).abs();
            set(values, self.share[a].as_ref(), (off - self.costs.band[a]).max(0));
        }
    }
}

fn set(values: &mut [i64], column: Option<&Column>, value: i64) {
    if let Some(column) = column {
        values[column.index()] = value;
    }
}

fn add(values: &mut [i64], column: Option<&Column>, value: i64) {
    if let Some(column) = column {
        values[column.index()] += value;
    }
}
