//! Which villages can matter to an agency at all.
//!
//! At any price *p* of a slot, `min_j (rest(j) − p j)` and the best villages by themselves are a lower
//! bound of the agency's subproblem; what exceeds the cost of a known choice in it cannot be in an
//! optimum (the core of a knapsack: Balas and Zemel, "An algorithm for large zero-one knapsack
//! problems", Operations Research 28, 1980).

use super::agency::Subproblem;
use super::facts::{Choice, NEVER};

/// What a slot price says of the villages.
pub(super) struct View {
    pub(super) slot_price: i64,
    /// The bound it gives.
    bound: i64,
    /// Cost of the best use of each village, by itself, attached only and led.
    pub(super) plain: Vec<i64>,
    led: Vec<i64>,
    /// What a village chosen further may save at most by driving out another.
    saved: i64,
    /// The bound where a village is led, without its own part.
    led_base: i64,
    pub(super) top: Vec<usize>,
}

impl Subproblem<'_, '_> {
    /// Searches the slot price with the best bound, from a first guess, by what the most promising
    /// villages would take.
    pub(super) fn look(&self, guess: i64) -> View {
        let mut villages = self.all();
        villages.retain(|&v| self.own.attach[v] != Choice::Never);
        let most = 4 * self.own.most + 12;
        if villages.len() > most {
            let values: Vec<i64> = self.all().iter().map(|&v| self.use_of(v, guess).0).collect();
            villages.select_nth_unstable_by_key(most, |&v| (values[v], v));
            villages.truncate(most);
        }
        let wants_more = |price: i64| self.demand(&villages, price) > self.supply(price);
        let (mut low, mut high, mut step) = (guess, guess, 256 * 400);
        let up = wants_more(guess);
        while step <= self.facts.clamp / 8 {
            if up {
                high = low + step;
            } else {
                low = high - step;
            }
            let end = if up { high } else { low };
            if wants_more(end) != up {
                break;
            }
            (low, high) = (end, end);
            step *= 4;
        }
        while high - low > 256 * 4 {
            let middle = low + (high - low) / 2;
            if wants_more(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        self.view(low)
    }

    /// Cost of the best use of a village by itself at a slot price, and the slots it takes.
    fn use_of(&self, v: usize, price: i64) -> (i64, i64) {
        let (mut cost, mut count) = (self.link(v), 0);
        for &(each, households) in &self.steps[v] {
            if each + price >= 0 {
                break;
            }
            cost += (each + price) * households;
            count += households;
        }
        (cost, count)
    }

    /// Slots that the best villages for themselves would take at a price.
    fn demand(&self, villages: &[usize], price: i64) -> i64 {
        let mut best: Vec<(i64, i64)> = Vec::with_capacity(self.own.most + 1);
        for &v in villages {
            let (cost, count) = self.use_of(v, price);
            let worst = if best.len() < self.own.most { 0 } else { best[best.len() - 1].0 };
            if cost < worst {
                let at = best.partition_point(|&(known, _)| known <= cost);
                best.insert(at, (cost, count));
                best.truncate(self.own.most);
            }
        }
        best.iter().map(|&(_, count)| count).sum()
    }

    /// Slots that share and overload would give at a price.
    fn supply(&self, price: i64) -> i64 {
        let rest = self.own.rest[0].iter().zip(0..);
        let open = rest.filter(|(cost, _)| **cost < NEVER);
        open.min_by_key(|&(cost, j)| cost - price * j).map_or(0, |(_, j)| j)
    }

    pub(super) fn view(&self, price: i64) -> View {
        let villages = self.facts.villages();
        let (mut plain, mut led) = (vec![NEVER; villages], vec![NEVER; villages]);
        for v in 0..villages {
            if self.own.attach[v] == Choice::Never {
                continue;
            }
            let cost = self.use_of(v, price).0;
            if self.own.lead[v] != Choice::Always {
                plain[v] = cost;
            }
            if self.own.lead[v] != Choice::Never {
                led[v] = self.lead(v) + self.led_use(v, price);
            }
        }
        let base = |rest: &[i64]| {
            let open = rest.iter().zip(0..).filter(|(cost, _)| **cost < NEVER);
            open.map(|(cost, j)| cost - price * j).min().unwrap_or(NEVER)
        };
        let most = self.own.most;
        let mut order: Vec<usize> = (0..villages).filter(|&v| plain[v] < 0).collect();
        order.sort_unstable_by_key(|&v| (plain[v], v));
        let sum = |n: usize| order.iter().take(n).map(|&v| plain[v]).sum::<i64>();
        let (all, but_one) = (sum(most), sum(most.saturating_sub(1)));
        let saved = order.get(most.saturating_sub(1)).map_or(0, |&v| plain[v]);
        let led_base = base(&self.own.rest[1]);
        let mut with_led: Vec<(i64, usize)> = Vec::new();
        for v in 0..villages {
            if led[v] >= NEVER {
                continue;
            }
            let within = order.iter().take(most.saturating_sub(1)).any(|&u| u == v);
            led[v] += if within { all - plain[v] } else { but_one };
            with_led.push((led[v] + led_base, v));
        }
        with_led.sort_unstable();
        let bound = (base(&self.own.rest[0]) + all).min(with_led.first().map_or(NEVER, |l| l.0));
        let mut top: Vec<usize> = order.iter().copied().take(most).collect();
        for &(_, v) in with_led.iter().take(2) {
            if !top.contains(&v) {
                top.push(v);
            }
        }
        View { slot_price: price, bound, plain, led, saved, led_base, top }
    }

    /// The best use of a led village at a slot price, by the least any of the teams takes; its link
    /// included.
    fn led_use(&self, v: usize, price: i64) -> i64 {
        let teams = &self.own.teams;
        let cost = teams.iter().map(|team| team.cost).min().unwrap_or(0);
        let slots = teams.iter().map(|team| team.slots as i64);
        let taken = if price >= 0 { slots.min() } else { slots.max() }.unwrap_or(0);
        // Beyond `taken` each household takes a slot more, before that it costs none.
        let (mut sum, mut left) = (taken * price, taken);
        for &(each, households) in &self.steps[v] {
            let inside = households.min(left);
            left -= inside;
            sum += each.min(0) * inside + (each + price).min(0) * (households - inside);
        }
        self.link(v) + cost + sum
    }
}

impl View {
    /// A bound on every choice in which `v` is attached and not led.
    pub(super) fn with_plain(&self, v: usize) -> i64 {
        if self.plain[v] >= NEVER { NEVER } else { self.bound + self.plain[v] - self.saved }
    }

    /// A bound on every choice in which `v` is led.
    pub(super) fn with_led(&self, v: usize) -> i64 {
        if self.led[v] >= NEVER { NEVER } else { self.led_base + self.led[v] }
    }

    pub(super) fn may(&self, v: usize, limit: i64) -> bool {
        self.with_plain(v) <= limit || self.with_led(v) <= limit
    }
}
