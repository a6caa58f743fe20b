//! A proven lower bound for the whole objective, by Lagrangian relaxation (Geoffrion 1974) with a
//! subproblem for each agency; `docs/bound.md` has the formulas and what was measured.
//!
//! Priced are the rows that tie agencies together: each household is helped once (by class: village
//! and cause), each village has one lead. Priced are, too, two things within an agency: metres
//! beyond the allowance (`max(0, x) ≥ θ x` for θ between 0 and 1) and, where its cadres start from
//! several places, the slots of each place. What is left for each agency is solved exactly
//! (`agency`): attachments, leads with a team, households helped, share and overload. Left out are
//! hamlets, the sizes of single cadres, and pins on cadres as far as they are no attachments.
//!
//! Multipliers come from floating point (`ascent`, then `master`), but the bound does not: they are
//! rounded to whole parts of a millipoint, and every sum after that is exact. So it is a bound whatever
//! the multipliers are.

mod agency;
mod ascent;
mod facts;
mod marginal;
mod master;
mod prices;
mod repeat;
mod slots;
mod start;
mod view;

use std::time::{Duration, Instant};

use rayon::prelude::*;

use self::agency::{Best, Column, Forced, Subproblem};
use self::ascent::Ascent;
use self::facts::{Facts, UNIT};
use self::master::Master;
pub use self::prices::Prices;
use self::prices::{Market, Rows};
use super::control::Control;
use super::fixing::Fixing;
use crate::model::{AgencyId, Instance, Millipoints, VillageId};

/// Rows up to which the master program is worth its time.
const MASTER_ROWS: usize = 4_000;
/// Evaluations from which columns are kept for the master program.
const KEEP_FROM: u32 = 40;
/// How often a pause looks whether to stop.
const TICK: Duration = Duration::from_millis(10);
/// Gains of the bound, as a part of it, that are worth going on for.
const WORTHWHILE: f64 = 2e-7;

/// Why there is no bound from an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was told to stop.
    Stopped,
    /// An agency has no choice that keeps the rules: no plan exists.
    Infeasible,
    /// The multipliers are the best there are, nearly.
    Converged,
}

/// The relaxation at whole multipliers.
struct Evaluation {
    /// In units.
    value: i128,
    agencies: Vec<Best>,
}

/// Computes lower bounds, better and better.
pub struct Bounder<'a> {
    facts: Facts<'a>,
    rows: Rows,
    pool: Option<rayon::ThreadPool>,
    /// A price of a slot for each agency, to begin with.
    slot_prices: Vec<i64>,
    ascent: Option<Ascent>,
    master: Option<Master>,
    /// Whether HiGHS still solves the master program in its time.
    master_works: bool,
    /// Columns that the master program does not have yet.
    recent: Vec<Column>,
    best: Option<(Millipoints, Prices)>,
    evaluations: u32,
}

type Stop<'s> = &'s (dyn Fn() -> bool + Sync);

impl<'a> Bounder<'a> {
    /// `None` where the numbers of the instance are too large for exact sums here.
    #[must_use]
    pub fn new(instance: &'a Instance) -> Option<Self> {
        let facts = Facts::new(instance)?;
        let rows = Rows::new(&facts);
        Some(Self {
            slot_prices: vec![0; facts.agencies.len()],
            pool: None,
            ascent: None,
            master: None,
            master_works: rows.len() <= MASTER_ROWS,
            recent: Vec::new(),
            best: None,
            evaluations: 0,
            facts,
            rows,
        })
    }

    /// The same, with the agencies side by side on so many threads. Changes nothing but the time.
    #[must_use]
    pub fn with_threads(mut self, threads: usize) -> Self {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
        self.pool = (threads > 1).then(|| builder.build().ok()).flatten();
        self
    }

    /// The best bound so far, 0 before there is one.
    #[must_use]
    pub fn bound(&self) -> Millipoints {
        self.best.as_ref().map_or(Millipoints::ZERO, |&(bound, _)| bound.max(Millipoints::ZERO))
    }

    /// The multipliers of [`Bounder::bound`].
    #[must_use]
    pub fn multipliers(&self) -> Option<&Prices> {
        self.best.as_ref().map(|(_, prices)| prices)
    }

    /// Evaluations of the relaxation so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.evaluations
    }

    /// The bound that these multipliers of the same instance give.
    ///
    /// # Errors
    /// [`Ended::Infeasible`] where no plan exists.
    pub fn bound_from_multipliers(&self, prices: &Prices) -> Result<Millipoints, Ended> {
        let evaluation = self.evaluate(prices, &|| false)?;
        Ok(millipoints(evaluation.value))
    }

    /// One evaluation at better multipliers, by the subgradient method alone, so that nothing
    /// depends on the clock.
    ///
    /// # Errors
    /// [`Ended::Infeasible`] where no plan exists, [`Ended::Stopped`] where `stop` says so.
    pub fn ascend(&mut self, stop: Stop) -> Result<Millipoints, Ended> {
        self.ascend_until(stop)?;
        Ok(self.bound())
    }

    /// One evaluation at better multipliers, by whatever serves best now.
    ///
    /// # Errors
    /// [`Ended::Infeasible`] where no plan exists, [`Ended::Converged`] where nothing is to be gained.
    pub fn step(&mut self) -> Result<Millipoints, Ended> {
        self.step_until(&|| false, None)?;
        Ok(self.bound())
    }

    /// Goes on until `control` says stop, the bound reaches `upper`, or nothing is to be gained, and
    /// tells every better bound. Takes no more than `share` of the time.
    pub fn run(
        &mut self,
        control: &Control,
        share: f64,
        upper: impl Fn() -> Option<Millipoints>,
    ) -> Ended {
        let stop = || control.is_late();
        let mut told = Millipoints::ZERO;
        loop {
            let begun = Instant::now();
            if let Err(ended) = self.step_until(&stop, control.left()) {
                return ended;
            }
            if self.bound() > told {
                told = self.bound();
                control.observer().bound(told);
            }
            if upper().is_some_and(|upper| told >= upper) {
                return Ended::Converged;
            }
            pause(begun.elapsed().mul_f64(1.0 / share.clamp(0.01, 1.0) - 1.0), &stop);
        }
    }

    fn step_until(&mut self, stop: Stop, left: Option<Duration>) -> Result<(), Ended> {
        let through = self.ascent.as_ref().is_some_and(Ascent::is_through);
        if through && self.master_works {
            if let Some(gain) = self.master_step(stop, left)? {
                let size = self.bound().0.abs().max(1000) as f64;
                return if gain < WORTHWHILE * size { Err(Ended::Converged) } else { Ok(()) };
            }
            self.master_works = false;
            self.master = None;
        }
        self.ascend_until(stop)
    }

    fn ascend_until(&mut self, stop: Stop) -> Result<(), Ended> {
        if self.ascent.is_none() {
            let start = start::start(&self.facts, &self.rows, stop).ok_or(Ended::Stopped)?;
            self.ascent = Some(Ascent::new(start));
        }
        let Some(point) = self.ascent.as_ref().map(|ascent| ascent.point().to_vec()) else {
            return Ok(());
        };
        let violation = self.look(&point, stop)?.0;
        if let Some(ascent) = &mut self.ascent {
            ascent.advance(&self.facts, &self.rows, &violation);
        }
        Ok(())
    }

    /// Evaluates at multipliers; the violation of the rows there, and the bound.
    fn look(&mut self, at: &[f64], stop: Stop) -> Result<(Vec<f64>, f64), Ended> {
        let prices = Prices::rounded(&self.facts, &self.rows, at);
        let evaluation = self.evaluate(&prices, stop)?;
        self.evaluations += 1;
        let violation = self.violation(&prices, &evaluation);
        let bound = evaluation.value as f64 / UNIT as f64;
        if let Some(ascent) = &mut self.ascent {
            ascent.offer(at, bound);
        }
        let whole = millipoints(evaluation.value);
        if self.best.as_ref().is_none_or(|(known, _)| whole > *known) {
            self.best = Some((whole, prices));
        }
        for (known, best) in self.slot_prices.iter_mut().zip(&evaluation.agencies) {
            *known = best.slot_price;
        }
        if self.master_works && self.evaluations >= KEEP_FROM {
            self.recent.extend(evaluation.agencies.into_iter().map(|best| best.column));
        }
        Ok((violation, bound))
    }

    /// Solves the master program and evaluates at its duals. How much better the multipliers could
    /// still be as far as it knows; `None` where HiGHS did not come to an end.
    fn master_step(&mut self, stop: Stop, left: Option<Duration>) -> Result<Option<f64>, Ended> {
        let Some(ascent) = &self.ascent else { return Ok(None) };
        let before = ascent.best;
        if self.master.as_ref().is_none_or(Master::is_full) {
            self.master = Master::new(&self.facts, &self.rows);
        }
        let Some(master) = &mut self.master else { return Ok(None) };
        for column in self.recent.drain(..) {
            master.add(&self.rows, &column);
        }
        let patience = left.map_or(f64::INFINITY, |left| left.as_secs_f64());
        let Some(proposal) = master.solve(&self.facts, &self.rows, &ascent.center, patience) else {
            return match (stop(), master.is_hopeful()) {
                (true, _) => Err(Ended::Stopped),
                (_, true) => Ok(Some(f64::INFINITY)),
                (_, false) => Ok(None),
            };
        };
        let (_, bound) = self.look(&proposal.multipliers, stop)?;
        let (promised, held) = (proposal.value - before, proposal.value - bound);
        if let Some(master) = &mut self.master {
            let held_at_side = proposal.at_side && held < 0.1 * promised.max(1.0);
            master.resize(bound > before, held_at_side);
        }
        Ok(Some(if proposal.at_side { f64::INFINITY } else { promised }))
    }

    fn evaluate(&self, prices: &Prices, stop: Stop) -> Result<Evaluation, Ended> {
        let market = Market::new(&self.facts, prices);
        let (facts, rows, slot_prices) = (&self.facts, &self.rows, &self.slot_prices);
        let one = |a: usize| {
            if stop() {
                return Err(Ended::Stopped);
            }
            let sub = Subproblem::new(facts, rows, prices, &market, a);
            sub.best(slot_prices[a]).ok_or(Ended::Infeasible)
        };
        let all = 0..self.facts.agencies.len();
        let agencies: Result<Vec<Best>, Ended> = match &self.pool {
            Some(pool) => pool.install(|| all.into_par_iter().map(one).collect()),
            None => all.map(one).collect(),
        };
        let agencies = agencies?;
        let sum: i128 = agencies.iter().map(|best| i128::from(best.value)).sum();
        Ok(Evaluation { value: prices.constant(&self.facts, &self.rows) + sum, agencies })
    }

    /// By how much the subproblems' solutions break each row, in the direction in which its
    /// multiplier has to grow.
    fn violation(&self, prices: &Prices, evaluation: &Evaluation) -> Vec<f64> {
        let mut left = vec![0.0; self.rows.len()];
        for (left, class) in left.iter_mut().zip(&self.facts.classes) {
            *left = class.households as f64;
        }
        left[self.rows.leads.clone()].fill(1.0);
        for (row, &(a, d)) in self.facts.depot_rows.iter().enumerate() {
            let depot = self.facts.agencies[a].depots[d];
            let price = prices.0[self.rows.depots.start + row];
            let over = if price > self.facts.overload { depot.capacity - depot.quota } else { 0 };
            left[self.rows.depots.start + row] = -((depot.quota + over) as f64);
        }
        for column in evaluation.agencies.iter().map(|best| &best.column) {
            for &(k, count) in &column.helped {
                left[k] -= count as f64;
            }
            for &v in &column.led {
                left[self.rows.leads.start + v] -= 1.0;
            }
            left[self.rows.balance.start + column.agency] += column.excess as f64;
            for &(row, count) in &column.depots {
                left[self.rows.depots.start + row] += count as f64;
            }
        }
        left
    }

    /// Attachments and leads that a plan of at most `upper` may have, at the best multipliers known:
    /// all others would alone raise the bound above `upper`.
    ///
    /// # Errors
    /// [`Ended::Stopped`] where `stop` says so or there is no bound yet.
    pub fn surviving_links(&self, upper: Millipoints, stop: Stop) -> Result<Fixing, Ended> {
        let prices = self.multipliers().ok_or(Ended::Stopped)?;
        let evaluation = self.evaluate(prices, stop)?;
        let market = Market::new(&self.facts, prices);
        let mut fixing = Fixing::none(self.facts.instance, upper);
        for (a, best) in evaluation.agencies.iter().enumerate() {
            // What this agency's subproblem may cost at most in a plan of at most `upper`.
            let others = evaluation.value - i128::from(best.value);
            let limit = i128::from(upper.0) * i128::from(UNIT) - others;
            let limit = limit.clamp(i128::from(i64::MIN / 8), i128::from(i64::MAX / 8)) as i64;
            let sub = Subproblem::new(&self.facts, &self.rows, prices, &market, a);
            let id = AgencyId::new(a);
            for v in 0..self.facts.villages() {
                if stop() {
                    return Err(Ended::Stopped);
                }
                if !sub.allows(Forced::Attached(v), best.slot_price, limit) {
                    fixing.detach(id, VillageId::new(v));
                } else if !sub.allows(Forced::Led(v), best.slot_price, limit) {
                    fixing.forbid_lead(id, VillageId::new(v));
                }
            }
        }
        Ok(fixing)
    }
}

/// The least whole cost that is not below a value in units.
fn millipoints(value: i128) -> Millipoints {
    let unit = i128::from(UNIT);
    Millipoints((value.div_euclid(unit) + i128::from(value.rem_euclid(unit) > 0)) as i64)
}

/// Waits, unless told to stop.
fn pause(time: Duration, stop: Stop) {
    let until = Instant::now() + time;
    while !stop() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(TICK));
    }
}
