//! HiGHS on a thread of its own, under a watch, its words mapped in one place.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ::highs::{HighsModelStatus, Model};
use good_lp::solvers::highs::highs;

use super::callback::{self, Watch};
use super::program::Program;
use crate::model::Millipoints;
use crate::solve::{Control, Options};

/// What HiGHS says of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Solved to within the gap that was asked for.
    Solved,
    /// No solution exists.
    Infeasible,
    /// A limit or an interrupt came first; there may be a solution and a bound.
    Stopped,
    /// HiGHS failed.
    Failed,
}

/// The end of a run of HiGHS.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What it says.
    pub verdict: Verdict,
    /// Columns of its best solution.
    pub solution: Option<Vec<f64>>,
    /// Its dual bound as it gives it; negative infinity where it has none.
    pub bound: f64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
}

/// What is asked of HiGHS.
#[derive(Clone, Debug)]
pub struct Task {
    /// Columns of a known solution.
    pub start: Option<Vec<f64>>,
    /// Relative gap at which to stop.
    pub gap: f64,
    /// Known bound: only a better one is told.
    pub bound: f64,
    /// Bounds hold for part of the plans only and are not told.
    pub silent: bool,
    /// The start is good: no heuristics, the time goes into the bound.
    pub prove: bool,
    /// Solutions are plans of the instance, and are told as they come.
    pub tell: bool,
}

impl Default for Task {
    fn default() -> Self {
        Self { start: None, gap: 0.0, bound: 0.0, silent: false, prove: false, tell: false }
    }
}

/// How long HiGHS may go on after it was told to stop, before its thread is left behind.
const GRACE: Duration = Duration::from_millis(900);
/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(50);

/// Gap in millipoints below which nothing better can exist, costs being whole numbers; the rest is
/// left for rounding.
const WHOLE_COST_GAP: f64 = 0.99;

/// Solves `program`. Never takes much longer than `control` allows: HiGHS has
/// been seen to overrun its own time limit, so its thread is left behind if it does not come back.
pub fn run(program: Program, task: Task, options: &Options, control: &Control) -> Answer {
    let watch = Arc::new(Watch::default());
    let (sender, receiver) = channel();
    let (own, options) = (Arc::clone(&watch), options.clone());
    let limit = control.remaining();
    let (silent, tell) = (task.silent, task.tell);
    let (mut bound, mut cost) = (task.bound.max(0.0), f64::INFINITY);
    let spawned = std::thread::Builder::new().name("highs".to_owned()).spawn(move || {
        let answer = solve(program, &task, &options, limit, &own);
        let _ = sender.send(answer); // nobody may be waiting any more
    });
    if spawned.is_err() {
        return failed();
    }
    let mut told_to_stop: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Disconnected) => return failed(),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if !silent && watch.bound() > bound {
            bound = watch.bound();
            control.observer().bound(Millipoints(bound.floor() as i64));
        }
        if tell && watch.cost() < cost {
            cost = watch.cost();
            control.observer().incumbent(Millipoints(cost.round() as i64));
        }
        if control.must_stop() {
            watch.stop.store(true, Ordering::Relaxed);
            if told_to_stop.get_or_insert_with(Instant::now).elapsed() > GRACE {
                let solution = watch.solution.lock().ok().and_then(|s| s.clone());
                let (verdict, bound) = (Verdict::Stopped, watch.bound());
                return Answer { verdict, solution, bound, nodes: watch.nodes() };
            }
        }
    }
}

fn failed() -> Answer {
    Answer { verdict: Verdict::Failed, solution: None, bound: f64::NEG_INFINITY, nodes: 0 }
}

fn solve(
    program: Program,
    task: &Task,
    options: &Options,
    limit: Option<Duration>,
    watch: &Watch,
) -> Answer {
    let begun = Instant::now();
    let Ok(mut model) = program.using(highs).try_into_inner() else { return failed() };
    let left = limit.map(|limit| limit.saturating_sub(begun.elapsed()));
    if set_options(&mut model, task, options, left).is_err() {
        return failed();
    }
    if let Some(start) = &task.start {
        // A start that HiGHS will not have only costs time.
        let _ = model.try_set_solution(Some(start), None, None, None);
    }
    let Ok(solved) = callback::run(model, watch) else { return failed() };
    let verdict = verdict(solved.status());
    let has_solution = solved.primal_solution_status() == ::highs::HighsSolutionStatus::Feasible;
    let solution = match verdict {
        Verdict::Infeasible | Verdict::Failed => None,
        _ if has_solution => Some(solved.get_solution().columns().to_vec()),
        _ => watch.solution.lock().ok().and_then(|s| s.clone()),
    };
    let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY);
    Answer { verdict, solution, bound, nodes: watch.nodes() }
}

fn set_options(
    model: &mut Model,
    task: &Task,
    options: &Options,
    limit: Option<Duration>,
) -> Result<(), ::highs::TrySetOptionError> {
    model.try_set_option("output_flag", false)?;
    model.try_set_option("threads", options.threads.clamp(1, 256) as i32)?;
    model.try_set_option("random_seed", (options.seed % (1 << 31)) as i32)?;
    model.try_set_option("mip_rel_gap", task.gap)?;
    model.try_set_option("mip_abs_gap", WHOLE_COST_GAP)?;
    if task.prove {
        // Measured: docs/exact.md.
        model.try_set_option("mip_heuristic_effort", 0.0)?;
        model.try_set_option("mip_allow_restart", false)?;
    }
    if let Some(limit) = limit {
        model.try_set_option("time_limit", limit.as_secs_f64())?;
    }
    Ok(())
}

/// HiGHS's model status as what it proves.
#[must_use]
pub fn verdict(status: HighsModelStatus) -> Verdict {
    match status {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => Verdict::Solved,
        // The program is bounded below: costs are, and every column with a negative cost.
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => {
            Verdict::Infeasible
        }
        HighsModelStatus::ObjectiveBound
        | HighsModelStatus::ObjectiveTarget
        | HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedMemoryLimit
        | HighsModelStatus::Unknown => Verdict::Stopped,
        _ => Verdict::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_highs_calls_optimal_is_solved_and_limits_are_never_infeasible() {
        assert_eq!(verdict(HighsModelStatus::Optimal), Verdict::Solved);
        assert_eq!(verdict(HighsModelStatus::Infeasible), Verdict::Infeasible);
        for limit in [
            HighsModelStatus::ReachedTimeLimit,
            HighsModelStatus::ReachedIterationLimit,
            HighsModelStatus::ReachedSolutionLimit,
            HighsModelStatus::ReachedInterrupt,
            HighsModelStatus::ReachedMemoryLimit,
            HighsModelStatus::Unknown,
        ] {
            assert_eq!(verdict(limit), Verdict::Stopped);
        }
        for failure in [HighsModelStatus::SolveError, HighsModelStatus::Unbounded] {
            assert_eq!(verdict(failure), Verdict::Failed);
        }
    }
}
