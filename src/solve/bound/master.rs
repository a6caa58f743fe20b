//! Multipliers by the master program of Dantzig and Wolfe, solved by HiGHS, within a box around the
//! best multipliers known (Marsten, Hogan and Blankenship, "The boxstep method for large-scale
//! optimization", Operations Research 23, 1975).
//!
//! With columns *p* of agencies (what they do in subproblems solved before), in points and kilometres:
//!
//! ```text
//! min Σ_p cost_p x_p + Σ_a weight balance_a + Σ_o overload over_o + box
//!     Σ_p helped[p,k] x_p = households_k       Σ_p led[p,v] x_p = 1       Σ_{p of a} x_p = 1
//!     Σ_{p of a} excess_p x_p ≤ balance_a      Σ_p slots[p,o] x_p ≤ quota_o + over_o
//! ```
//!
//! The box lets every row be broken at the prices of its sides, so that the duals stay in it. The
//! duals are only a proposal: the bound is what the subproblems say at whole multipliers near them.

use std::collections::HashSet;
use std::time::Instant;

use ::highs::{Col, ColProblem, HighsModelStatus, Model, Row, Sense};

use super::agency::Column;
use super::facts::{Facts, UNIT};
use super::prices::Rows;

/// First half widths of the box, in millipoints: of a household, a lead, a metre, a slot.
const WIDTHS: [f64; 4] = [4_000.0, 20_000.0, 0.2, 4_000.0];
/// The box at first, as a part of that.
const FIRST_WIDTH: f64 = 0.3;
/// The least and most part.
const WIDTH: [f64; 2] = [0.003, 20.0];
/// Columns kept at most; then those that cost too much at the center go.
const MOST_COLUMNS: usize = 12_000;
/// Seconds that HiGHS may take at a time, so that nobody waits for it.
const PATIENCE: f64 = 0.8;
/// Times in a row that it may not suffice; HiGHS goes on from where it was.
const TRIES: u32 = 8;
/// Millipoints in the units of the program.
const POINTS: f64 = 1000.0;

/// The master program.
pub(super) struct Master {
    model: Option<Model>,
    rows: Vec<Row>,
    convexity: Vec<Row>,
    /// Columns of the box: sides that lower and raise the multiplier, by row.
    sides: Vec<[Col; 2]>,
    known: HashSet<Column>,
    columns: usize,
    width: f64,
    /// Times in a row that HiGHS did not come to its end.
    unfinished: u32,
    /// Seconds spent so far: HiGHS counts its limit over all runs of a model.
    spent: f64,
}

/// What the master program proposes.
pub(super) struct Proposal {
    /// Multipliers in millipoints.
    pub(super) multipliers: Vec<f64>,
    /// Its value in millipoints: no multipliers within the box give a better bound, as far as its
    /// columns know.
    pub(super) value: f64,
    /// Whether a side of the box is in use.
    pub(super) at_side: bool,
}

impl Master {
    pub(super) fn new(facts: &Facts, rows: &Rows) -> Option<Self> {
        let mut problem = ColProblem::default();
        let handles: Vec<Row> = (0..rows.len())
            .map(|i| {
                if rows.coverage.contains(&i) {
                    let households = facts.classes[i].households as f64;
                    problem.add_row(households..=households)
                } else if rows.leads.contains(&i) {
                    problem.add_row(1.0..=1.0)
                } else if rows.balance.contains(&i) {
                    problem.add_row(..=0.0)
                } else {
                    let (a, d) = facts.depot_rows[i - rows.depots.start];
                    problem.add_row(..=facts.agencies[a].depots[d].quota as f64)
                }
            })
            .collect();
        let convexity = facts.agencies.iter().map(|_| problem.add_row(1.0..=1.0)).collect();
        let mut model = problem.try_optimise(Sense::Minimise).ok()?;
        model.make_quiet();
        model.try_set_option("threads", 1).ok()?;
        // What is presolved cannot be gone on with after a limit.
        model.try_set_option("presolve", "off").ok()?;
        let mut sides = Vec::with_capacity(rows.len());
        for &row in &handles {
            // The first side raises what the row's columns do, the second lowers it.
            let mut side = |sign: f64| model.try_add_column(0.0, 0.0.., [(row, sign)]).ok();
            sides.push([side(1.0)?, side(-1.0)?]);
        }
        for (&(a, d), &row) in facts.depot_rows.iter().zip(&handles[rows.depots.clone()]) {
            let depot = facts.agencies[a].depots[d];
            let most = (depot.capacity - depot.quota) as f64;
            let cost = facts.overload as f64 / UNIT as f64 / POINTS;
            model.try_add_column(cost, 0.0..=most, [(row, -1.0)]).ok()?;
        }
        Some(Self {
            model: Some(model),
            rows: handles,
            convexity,
            sides,
            known: HashSet::new(),
            columns: 0,
            width: FIRST_WIDTH,
            unfinished: 0,
            spent: 0.0,
        })
    }

    /// Whether it has so many columns that it should begin anew.
    pub(super) fn is_full(&self) -> bool {
        self.columns >= MOST_COLUMNS
    }

    /// Whether another try may come to the end that the last one did not.
    pub(super) fn is_hopeful(&self) -> bool {
        self.model.is_some() && self.unfinished < TRIES
    }

    /// Adds a column unless it is known.
    pub(super) fn add(&mut self, rows: &Rows, column: &Column) {
        let Some(model) = self.model.as_mut() else { return };
        if !self.known.insert(column.clone()) {
            return;
        }
        let handle = |i: usize| self.rows[i];
        let mut terms: Vec<(Row, f64)> = vec![(self.convexity[column.agency], 1.0)];
        terms.extend(column.helped.iter().map(|&(k, n)| (handle(k), n as f64)));
        terms.extend(column.led.iter().map(|&v| (handle(rows.leads.start + v), 1.0)));
        if column.excess != 0 {
            let row = handle(rows.balance.start + column.agency);
            terms.push((row, column.excess as f64 / 1000.0));
        }
        let depots = column.depots.iter();
        terms.extend(depots.map(|&(row, n)| (handle(rows.depots.start + row), n as f64)));
        let cost = column.cost as f64 / UNIT as f64 / POINTS;
        if model.try_add_column(cost, 0.0.., terms).is_ok() {
            self.columns += 1;
        }
    }

    /// Sets the box around `center` and solves; `None` where HiGHS gives no optimum in its time.
    pub(super) fn solve(
        &mut self,
        facts: &Facts,
        rows: &Rows,
        center: &[f64],
        patience: f64,
    ) -> Option<Proposal> {
        let mut model = self.model.take()?;
        for (i, &[raise, lower]) in self.sides.iter().enumerate() {
            // Balance and depots are priced per kilometre and slot; their duals are negative.
            let (low, high) = self.side_prices(facts, rows, center, i);
            let inequality = i >= rows.balance.start;
            let (first, second) = if inequality { (-low, high) } else { (high, -low) };
            model.change_column_cost(raise, first / POINTS);
            model.change_column_cost(lower, second / POINTS);
        }
        model.try_set_option("time_limit", self.spent + patience.min(PATIENCE)).ok()?;
        let begun = Instant::now();
        let solved = model.try_solve().ok()?;
        self.spent += begun.elapsed().as_secs_f64();
        let optimal = solved.status() == HighsModelStatus::Optimal;
        let value = solved.objective_value() * POINTS;
        let solution = solved.get_solution();
        self.model = Some(Model::from(solved));
        if !optimal {
            self.unfinished += 1;
            return None;
        }
        self.unfinished = 0;
        let multipliers = (0..rows.len())
            .map(|i| {
                let dual = solution.dual_rows()[i] * POINTS;
                if rows.balance.contains(&i) {
                    -dual / 1000.0
                } else if rows.depots.contains(&i) {
                    -dual
                } else {
                    dual
                }
            })
            .collect();
        let used = solution.columns();
        let at_side = self.sides.iter().enumerate().any(|(i, pair)| {
            let [raise, lower] = pair.map(|column| used[column.index()] > 1e-6);
            // Limits of the multipliers themselves are no sides of the box.
            let (low, high) = self.side_prices(facts, rows, center, i);
            let limit = i >= rows.balance.start && low <= 0.0;
            let term = rows.balance.contains(&i) && high >= facts.balance_weight as f64 * 1000.0;
            (raise && !limit) || (lower && !term)
        });
        let constant = facts.constant as f64;
        Some(Proposal { multipliers, value: value + constant, at_side })
    }

    /// Lower and upper side of the box, in millipoints a unit of the row (a kilometre for balance).
    fn side_prices(&self, facts: &Facts, rows: &Rows, center: &[f64], i: usize) -> (f64, f64) {
        let at = center[i];
        if rows.coverage.contains(&i) {
            (at - WIDTHS[0] * self.width, at + WIDTHS[0] * self.width)
        } else if rows.leads.contains(&i) {
            (at - WIDTHS[1] * self.width, at + WIDTHS[1] * self.width)
        } else if rows.balance.contains(&i) {
            let weight = facts.balance_weight as f64;
            let half = WIDTHS[2] * self.width * weight;
            ((at - half).max(0.0) * 1000.0, (at + half).min(weight) * 1000.0)
        } else {
            let half = WIDTHS[3] * self.width;
            ((at - half).max(0.0), at + half)
        }
    }

    /// Widens the box where its side was in use and the proposal held what it promised, narrows it
    /// where there was no better bound.
    pub(super) fn resize(&mut self, success: bool, held_at_side: bool) {
        if held_at_side {
            self.width = (self.width * 2.0).min(WIDTH[1]);
        } else if !success {
            self.width = (self.width * 0.7).max(WIDTH[0]);
        }
    }
}
