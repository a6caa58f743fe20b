//! The subproblem of one agency at given prices, solved exactly.
//!
//! An agency *a* chooses villages (at most its maximum, one at least), among them those it leads, and
//! how many households it helps in each. With `f_v(k)` the cost of the `k` households of *v* that
//! are cheapest for it, way and prices included (convex), and *q* the quotas of a team:
//!
//! ```text
//! min Σ_{v attached} link_v + f_v(k_v)  +  Σ_{v led} lead_v + secretary − price_v  +  rest(Σ_v j_v)
//!     j_v = k_v, in a led village max(k_v, q)
//! ```
//!
//! `j_v` are slots taken: cadres of a team are of no use elsewhere. `rest` is share and overload. It
//! is a shortest way over (villages led, villages attached, slots taken), village by village
//! ([`super::slots`]), among what [`super::view`] leaves of them.

use std::borrow::Cow;

use super::facts::{AgencyFacts, Choice, Facts, NEVER, TeamChoice, Unit};
use super::prices::{Market, Prices, Rows, priced};
use super::slots::{Item, Lead, Taken, shortest};
use super::view::View;
use crate::model::VillageId;

/// What an agency does in its subproblem's optimum: a column of the master program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Column {
    pub(super) agency: usize,
    /// Its cost without prices and balance, in units.
    pub(super) cost: i64,
    /// Households helped by class.
    pub(super) helped: Vec<(usize, i64)>,
    pub(super) led: Vec<usize>,
    pub(super) attached: Vec<usize>,
    /// Metres beyond the allowance, over its households.
    pub(super) excess: i64,
    /// Households by row of the depot, where the agency has several.
    pub(super) depots: Vec<(usize, i64)>,
}

/// A demand on the subproblem beyond its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forced {
    Attached(usize),
    Led(usize),
}

/// The optimum of a subproblem.
#[derive(Clone, Debug)]
pub(super) struct Best {
    pub(super) value: i64,
    pub(super) column: Column,
    /// The price of a slot that was found for it, a start for the next time.
    pub(super) slot_price: i64,
}

/// The subproblem of one agency at given prices.
pub(super) struct Subproblem<'s, 'a> {
    pub(super) facts: &'s Facts<'a>,
    rows: &'s Rows,
    prices: &'s Prices,
    pub(super) own: &'s AgencyFacts,
    agency: usize,
    /// Ways to each village, the cheapest first.
    ways: Vec<Vec<Way>>,
    /// Cost of a further household of each village, and how many cost that, the cheapest first.
    pub(super) steps: Vec<Vec<(i64, i64)>>,
    units: Vec<Cow<'s, [Unit]>>,
}

impl<'s, 'a> Subproblem<'s, 'a> {
    pub(super) fn new(
        facts: &'s Facts<'a>,
        rows: &'s Rows,
        prices: &'s Prices,
        market: &'s Market,
        agency: usize,
    ) -> Self {
        let own = &facts.agencies[agency];
        let ways = ways(facts, rows, prices, agency);
        let units: Vec<Cow<[Unit]>> = (0..facts.villages())
            .map(|v| match own.special.get(&v) {
                Some(units) => priced(units, prices).into(),
                None => market.of(own.category, v).into(),
            })
            .collect();
        let steps = units.iter().zip(&ways).map(|(units, ways)| steps(units, ways)).collect();
        Self { facts, rows, prices, own, agency, ways, steps, units }
    }

    /// The optimum; `None` where no choice keeps the rules.
    pub(super) fn best(&self, slot_price: i64) -> Option<Best> {
        if self.own.most == 0 {
            return None; // not even one attachment (R2)
        }
        if !self.is_simple() {
            let taken = shortest(self.own, &self.items(&self.all(), None, None))?;
            return Some(self.conclude(&taken, slot_price));
        }
        let view = self.look(slot_price);
        let first = shortest(self.own, &self.items(&view.top, None, None));
        let limit = first.as_ref().map_or(NEVER, |taken| taken.value);
        let cut = (limit < NEVER).then_some((&view, limit));
        let taken = shortest(self.own, &self.items(&self.core(cut), cut, None)).or(first)?;
        Some(self.conclude(&taken, view.slot_price))
    }

    /// Whether there is a choice with `forced` that costs no more than `limit`.
    pub(super) fn allows(&self, forced: Forced, slot_price: i64, limit: i64) -> bool {
        let (v, led) = match forced {
            Forced::Attached(v) => (v, false),
            Forced::Led(v) => (v, true),
        };
        if self.own.most == 0
            || self.own.attach[v] == Choice::Never
            || (led && self.own.lead[v] == Choice::Never)
        {
            return false;
        }
        let within = |taken: Option<Taken>| taken.is_some_and(|taken| taken.value <= limit);
        if !self.is_simple() {
            return within(shortest(self.own, &self.items(&self.all(), None, Some(forced))));
        }
        let view = self.view(slot_price);
        let least = if led { view.with_led(v) } else { view.with_plain(v).min(view.with_led(v)) };
        if least > limit {
            return false;
        }
        let cut = Some((&view, limit));
        within(shortest(self.own, &self.items(&self.core(cut), cut, Some(forced))))
    }

    /// Whether the bounds of [`View`] are valid.
    fn is_simple(&self) -> bool {
        self.own.leads.is_some_and(|leads| leads <= 1) && !self.own.attach.contains(&Choice::Always)
    }

    pub(super) fn all(&self) -> Vec<usize> {
        (0..self.facts.villages()).collect()
    }

    /// Villages that a choice within the limit may have.
    fn core(&self, cut: Option<(&View, i64)>) -> Vec<usize> {
        let mut all = self.all();
        all.retain(|&v| cut.is_none_or(|(view, limit)| view.may(v, limit)));
        all
    }

    pub(super) fn link(&self, v: usize) -> i64 {
        self.own.link_cost[v]
    }

    /// Cost of leading `v`, without team.
    pub(super) fn lead(&self, v: usize) -> i64 {
        self.own.lead_cost[v] - self.prices.0[self.rows.leads.start + v]
    }

    fn slots(&self) -> i64 {
        self.own.rest[0].len() as i64 - 1
    }

    /// The villages as items of the shortest way, with what a limit on the cost leaves of them.
    fn items(
        &self,
        villages: &[usize],
        cut: Option<(&View, i64)>,
        forced: Option<Forced>,
    ) -> Vec<Item> {
        let open = villages.iter().filter(|&&v| self.own.attach[v] != Choice::Never);
        open.map(|&v| self.item(v, cut, forced)).collect()
    }

    fn item(&self, v: usize, cut: Option<(&View, i64)>, forced: Option<Forced>) -> Item {
        let is_led = forced == Some(Forced::Led(v)) || self.own.lead[v] == Choice::Always;
        let must =
            is_led || self.own.attach[v] == Choice::Always || forced == Some(Forced::Attached(v));
        let may_lead = self.own.lead[v] != Choice::Never
            && cut.is_none_or(|(view, limit)| view.with_led(v) <= limit);
        let led = if may_lead { self.leads(v) } else { Vec::new() };
        let each =
            self.steps[v].iter().flat_map(|&(cost, n)| std::iter::repeat_n(cost, n as usize));
        let costs = prefix(self.link(v), each.take(self.slots() as usize));
        let mut plain: Vec<(usize, i64)> =
            costs.into_iter().enumerate().filter(|_| !is_led).collect();
        if let Some((view, limit)) = cut {
            let slack = limit - view.with_plain(v);
            let price = view.slot_price;
            plain.retain(|&(k, cost)| cost + price * k as i64 - view.plain[v] <= slack);
        }
        Item { village: v, must, plain, led }
    }

    /// The cheapest way to lead a village, by slots taken.
    fn leads(&self, v: usize) -> Vec<Lead> {
        let mut leads: Vec<Lead> = Vec::new();
        for (team, choice) in self.own.teams.iter().enumerate() {
            let fixed = self.link(v) + self.lead(v) + choice.cost + self.paid(choice);
            let steps = steps(&self.units[v], &self.led_ways(v, choice));
            let each = steps.iter().flat_map(|&(cost, n)| std::iter::repeat_n(cost, n as usize));
            let costs = prefix(fixed, each.take(self.slots() as usize));
            for (k, cost) in costs.into_iter().enumerate() {
                let slots = k.max(choice.slots);
                if slots as i64 <= self.slots() {
                    leads.push(Lead { slots, households: k, team, cost });
                }
            }
        }
        leads.sort_unstable_by_key(|lead| (lead.slots, lead.cost, lead.households, lead.team));
        leads.dedup_by_key(|lead| lead.slots);
        leads
    }

    /// What the slots of leader and first secretary cost, used or not.
    fn paid(&self, team: &TeamChoice) -> i64 {
        let slots = team
            .from
            .iter()
            .map(|&(d, slots)| slots as i64 * self.prices.depot(self.rows, self.own.depots[d].row));
        slots.sum()
    }

    /// Ways to a led village, the cheapest first. Slots of leader and first secretary are paid for
    /// already.
    fn led_ways(&self, v: usize, team: &TeamChoice) -> Vec<Way> {
        let mut ways = self.ways[v].clone();
        for &(depot, slots) in &team.from {
            let paid = self.prices.depot(self.rows, self.own.depots[depot].row);
            if let Some(way) = ways.iter_mut().find(|way| way.depot == depot) {
                way.count -= slots as i64;
                let cost = way.cost - paid;
                ways.push(Way { cost, count: slots as i64, depot });
            }
        }
        ways.sort_unstable();
        ways
    }

    fn metres(&self, depot: usize, v: usize) -> i64 {
        self.facts.instance.metres(self.own.depots[depot].origin, VillageId::new(v)).0
    }

    fn conclude(&self, taken: &Taken, slot_price: i64) -> Best {
        let mut column = Column {
            agency: self.agency,
            cost: taken.value,
            helped: Vec::new(),
            led: Vec::new(),
            attached: Vec::new(),
            excess: 0,
            depots: Vec::new(),
        };
        for &(v, k, team) in &taken.villages {
            self.add(&mut column, v, k, team);
        }
        column.helped.sort_unstable();
        let mut joined: Vec<(usize, i64)> = Vec::new();
        for &(class, count) in &column.helped {
            match joined.last_mut() {
                Some(last) if last.0 == class => last.1 += count,
                _ => joined.push((class, count)),
            }
        }
        column.helped = joined;
        for &(class, count) in &column.helped {
            column.cost += self.prices.0[class] * count;
        }
        for &v in &column.led {
            column.cost += self.prices.0[self.rows.leads.start + v];
        }
        for &(row, count) in &column.depots {
            column.cost -= self.prices.depot(self.rows, Some(row)) * count;
        }
        Best { value: taken.value, column, slot_price }
    }

    fn add(&self, column: &mut Column, v: usize, k: usize, team: Option<usize>) {
        column.attached.push(v);
        let mut left = k as i64;
        for unit in self.units[v].iter() {
            let count = unit.count.min(left);
            if count > 0 {
                column.helped.push((unit.class, count));
                left -= count;
            }
        }
        let team = team.map(|team| &self.own.teams[team]);
        column.led.extend(team.map(|_| v));
        let ways = match team {
            Some(team) => self.led_ways(v, team),
            None => self.ways[v].clone(),
        };
        let mut helped = vec![0; self.own.depots.len()];
        let mut left = k as i64;
        for way in ways {
            let count = way.count.min(left);
            left -= count;
            helped[way.depot] += count;
        }
        for (depot, helped) in helped.into_iter().enumerate() {
            let from = team.iter().flat_map(|team| &team.from);
            let seats = from.filter(|(d, _)| *d == depot).map(|(_, slots)| *slots as i64).max();
            self.add_way(column, v, depot, helped, helped.max(seats.unwrap_or(0)));
        }
    }

    /// Adds households helped from a depot, and the slots taken there.
    fn add_way(&self, column: &mut Column, v: usize, depot: usize, helped: i64, slots: i64) {
        let excess = self.metres(depot, v) - self.facts.allowance;
        column.cost -= helped * self.prices.balance(self.rows, self.agency, excess);
        column.excess += helped * excess;
        if let Some(row) = self.own.depots[depot].row.filter(|_| slots > 0) {
            match column.depots.iter_mut().find(|(known, _)| *known == row) {
                Some(known) => known.1 += slots,
                None => column.depots.push((row, slots)),
            }
        }
    }
}

/// A way from one of the agency's depots, prices of balance and of its slots included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    cost: i64,
    /// Households that can come this way.
    count: i64,
    depot: usize,
}

/// The ways to each village, the cheapest first.
fn ways(facts: &Facts, rows: &Rows, prices: &Prices, agency: usize) -> Vec<Vec<Way>> {
    let own = &facts.agencies[agency];
    let mut ways = vec![Vec::with_capacity(own.depots.len()); facts.villages()];
    for (d, depot) in own.depots.iter().enumerate() {
        let slot = prices.depot(rows, depot.row);
        for (v, ways) in ways.iter_mut().enumerate() {
            let metres = facts.instance.metres(depot.origin, VillageId::new(v)).0;
            let balance = prices.balance(rows, agency, metres - facts.allowance);
            let cost = facts.travel_weight * metres + balance + slot;
            ways.push(Way { cost, count: depot.capacity, depot: d });
        }
    }
    ways.iter_mut().for_each(|ways| ways.sort_unstable());
    ways
}

/// Cost of each further household, the cheapest households going the cheapest ways.
fn steps(units: &[Unit], ways: &[Way]) -> Vec<(i64, i64)> {
    let mut steps = Vec::with_capacity(units.len() + ways.len());
    let mut ways = ways.iter().map(|way| (way.cost, way.count)).filter(|way| way.1 > 0);
    let mut way = ways.next();
    for unit in units {
        let mut open = unit.count;
        while let Some((cost, count)) = way.as_mut().filter(|_| open > 0) {
            let now = open.min(*count);
            steps.push((unit.cost + *cost, now));
            open -= now;
            *count -= now;
            if *count == 0 {
                way = ways.next();
            }
        }
    }
    steps
}

/// Sums of what comes first, beginning with `fixed`.
fn prefix(fixed: i64, each: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut sum = fixed;
    let sums = each.map(|cost| {
        sum += cost;
        sum
    });
    std::iter::once(fixed).chain(sums).collect()
}
