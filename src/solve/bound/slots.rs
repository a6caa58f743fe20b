//! The shortest way over (villages led, villages attached, slots taken).

use super::facts::{AgencyFacts, NEVER};

/// A village and the steps it allows.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) village: usize,
    /// It has to be attached.
    pub(super) must: bool,
    /// (households, cost) of attaching it without lead.
    pub(super) plain: Vec<(usize, i64)>,
    /// Leading it.
    pub(super) led: Vec<Lead>,
}

/// A way to lead a village.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    pub(super) slots: usize,
    pub(super) households: usize,
    /// Position of the team among the agency's.
    pub(super) team: usize,
    pub(super) cost: i64,
}

/// The best choice.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) value: i64,
    /// Village, households, team where led.
    pub(super) villages: Vec<(usize, usize, Option<usize>)>,
}

/// How a state was come to: the village skipped, attached or led, with households, or slots,
/// households and team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Skip,
    Plain(u32),
    Led(u32, u32, u32),
}

struct Table {
    layers: usize,
    rows: usize,
    width: usize,
    values: Vec<i64>,
    /// Finite entries of each row lie within these.
    spans: Vec<(usize, usize)>,
}

impl Table {
    fn row(&self, layer: usize, m: usize) -> usize {
        layer * self.rows + m
    }

    fn close(&mut self, row: usize) {
        let (low, high) = self.spans[row];
        if low <= high {
            self.values[row * self.width + low..=row * self.width + high].fill(NEVER);
        }
        self.spans[row] = (usize::MAX, 0);
    }
}

/// The cheapest choice of at least one village and at most as many as allowed; `None` where the
/// items allow none.
pub(super) fn shortest(own: &AgencyFacts, items: &[Item]) -> Option<Taken> {
    let layers = 1 + own.leads.unwrap_or(0).min(items.len());
    let rows = 1 + own.most.min(items.len());
    let width = own.rest[0].len();
    let mut table = Table {
        layers,
        rows,
        width,
        values: vec![NEVER; layers * rows * width],
        spans: vec![(usize::MAX, 0); layers * rows],
    };
    table.values[0] = 0;
    table.spans[0] = (0, 0);
    let mut steps = vec![Step::Skip; items.len() * layers * rows * width];
    let size = layers * rows * width;
    for (item, steps) in items.iter().zip(steps.chunks_exact_mut(size)) {
        advance(&mut table, item, steps, own.leads.is_none());
    }
    let (value, mut at) = cheapest(own, &table)?;
    let mut villages = Vec::new();
    for (item, steps) in items.iter().zip(steps.chunks_exact(size)).rev() {
        let row = at / width;
        match steps[at] {
            Step::Skip => {}
            Step::Plain(k) => {
                villages.push((item.village, k as usize, None));
                at -= k as usize + width;
            }
            Step::Led(slots, k, team) => {
                villages.push((item.village, k as usize, Some(team as usize)));
                at -= slots as usize + width;
                if own.leads.is_some() {
                    debug_assert!(row >= rows);
                    at -= rows * width;
                }
            }
        }
    }
    villages.reverse();
    Some(Taken { value, villages })
}

/// Takes one more village into account.
fn advance(table: &mut Table, item: &Item, steps: &mut [Step], leads_are_free: bool) {
    for layer in (0..table.layers).rev() {
        for m in (0..table.rows).rev() {
            let to = table.row(layer, m);
            if item.must {
                table.close(to);
            }
            if m == 0 {
                continue;
            }
            let from = table.row(layer, m - 1);
            plain(table, from, to, &item.plain, steps);
            if leads_are_free {
                led(table, from, to, &item.led, steps);
            } else if layer > 0 {
                let from = table.row(layer - 1, m - 1);
                led(table, from, to, &item.led, steps);
            }
        }
    }
}

fn plain(table: &mut Table, from: usize, to: usize, choices: &[(usize, i64)], steps: &mut [Step]) {
    for &(k, cost) in choices {
        relax(table, from, to, k, cost, Step::Plain(k as u32), steps);
    }
}

fn led(table: &mut Table, from: usize, to: usize, choices: &[Lead], steps: &mut [Step]) {
    for lead in choices {
        let step = Step::Led(lead.slots as u32, lead.households as u32, lead.team as u32);
        relax(table, from, to, lead.slots, lead.cost, step, steps);
    }
}

/// Goes from every state of a row to one of another, `slots` further.
fn relax(
    table: &mut Table,
    from: usize,
    to: usize,
    slots: usize,
    cost: i64,
    step: Step,
    steps: &mut [Step],
) {
    let (low, high) = table.spans[from];
    if low > high || low + slots >= table.width {
        return;
    }
    let high = high.min(table.width - 1 - slots);
    // `from` is another row than `to`, and stands before it.
    let (before, after) = table.values.split_at_mut(to * table.width);
    let source = &before[from * table.width + low..=from * table.width + high];
    let target = &mut after[low + slots..=high + slots];
    let begin = to * table.width + low + slots;
    let steps = &mut steps[begin..=begin + high - low];
    for ((&value, known), how) in source.iter().zip(target).zip(steps) {
        let reached = value + cost;
        if reached < *known && value < NEVER {
            *known = reached;
            *how = step;
        }
    }
    let span = &mut table.spans[to];
    *span = (span.0.min(low + slots), span.1.max(high + slots));
}

/// The cheapest end: cost with what the number of slots costs, and position.
fn cheapest(own: &AgencyFacts, table: &Table) -> Option<(i64, usize)> {
    let mut best: Option<(i64, usize)> = None;
    for layer in 0..table.layers {
        let with_lead = layer > 0 || own.leads.is_none();
        let rest = &own.rest[usize::from(with_lead)];
        for m in 1..table.rows {
            let begin = table.row(layer, m) * table.width;
            for (j, &extra) in rest.iter().enumerate() {
                let value = table.values[begin + j];
                if value < NEVER && extra < NEVER && best.is_none_or(|b| value + extra < b.0) {
                    best = Some((value + extra, begin + j));
                }
            }
        }
    }
    best
}
