//! HiGHS in this process: what is asked of it, its answer, its words mapped in one place.

use std::time::{Duration, Instant};

use ::highs::{HighsModelStatus, HighsSolutionStatus, Model, SolvedModel};
use good_lp::solvers::highs::highs;
use serde::{Deserialize, Serialize};

use super::callback::{self, Until, Watch};
use super::program::Program;
use super::solver::{Answer, Task, Verdict};
use crate::solve::Options;

/// Gap in millipoints below which nothing better can exist, costs being whole numbers; the rest is
/// left for rounding.
const WHOLE_COST_GAP: f64 = 0.99;

/// Presolve's rule "column stuffing" (`kPresolveRuleColStuffing`), which HiGHS 1.16 is better off
/// without: docs/exact.md.
const COLUMN_STUFFING: i32 = 1 << 19;

/// What HiGHS must know beside the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// Columns of a known solution.
    start: Option<Vec<f64>>,
    /// Relative gap at which to stop.
    gap: f64,
    /// The start is good: no heuristics, the time goes into the bound.
    prove: bool,
    threads: usize,
    seed: u64,
    limit: Option<Duration>,
    /// Where to stop, in a replay.
    pub(super) until: Option<Until>,
}

impl Settings {
    pub(super) fn new(
        task: Task,
        options: &Options,
        limit: Option<Duration>,
        until: Option<Until>,
    ) -> Self {
        let Task { start, gap, prove, .. } = task;
        Self { start, gap, prove, threads: options.threads, seed: options.seed, limit, until }
    }

    fn set(&self, model: &mut Model, begun: Instant) -> Result<(), ::highs::TrySetOptionError> {
        model.try_set_option("output_flag", false)?;
        model.try_set_option("threads", self.threads.clamp(1, 256) as i32)?;
        model.try_set_option("random_seed", (self.seed % (1 << 31)) as i32)?;
        model.try_set_option("mip_rel_gap", self.gap)?;
        model.try_set_option("mip_abs_gap", WHOLE_COST_GAP)?;
        model.try_set_option("presolve_rule_off", COLUMN_STUFFING)?;
        if self.prove {
            // Measured: docs/exact.md.
            model.try_set_option("mip_heuristic_effort", 0.0)?;
            model.try_set_option("mip_allow_restart", false)?;
        }
        if let Some(limit) = self.limit {
            let left = limit.saturating_sub(begun.elapsed());
            model.try_set_option("time_limit", left.as_secs_f64())?;
        }
        Ok(())
    }
}

/// Solves `program` under `watch`.
pub(super) fn solve(program: Program, settings: &Settings, watch: &Watch) -> Answer {
    let begun = Instant::now();
    let Ok(mut model) = program.using(highs).try_into_inner() else { return Answer::failed() };
    if settings.set(&mut model, begun).is_err() {
        return Answer::failed();
    }
    if let Some(start) = &settings.start {
        // A start that HiGHS will not have only costs time.
        let _ = model.try_set_solution(Some(start), None, None, None);
    }
    let Ok(mut solved) = callback::run(model, watch) else { return Answer::failed() };
    if is_doubtful(&solved) {
        let mut model = Model::from(solved);
        if model.try_set_option("presolve", "off").is_err() {
            return Answer::failed();
        }
        let Ok(again) = callback::run(model, watch) else { return Answer::failed() };
        solved = again;
    }
    let verdict = verdict(solved.status());
    let has_solution = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let own = || has_solution.then(|| solved.get_solution().columns().to_vec());
    let solution = match verdict {
        Verdict::Infeasible | Verdict::Failed => None,
        Verdict::Solved if settings.until.is_none() => own().or_else(|| watch.solution()),
        // What was told can be had again; there may be a start of which nothing was told.
        Verdict::Solved | Verdict::Stopped => watch.solution().or_else(own),
    };
    let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY);
    Answer { verdict, solution, bound, nodes: watch.nodes(), number: watch.number() }
}

/// Whether HiGHS calls a program infeasible though it found a solution, one that presolve had made and
/// that did not survive its undoing. The solutions it left aside for that one may be sound.
fn is_doubtful(solved: &SolvedModel) -> bool {
    verdict(solved.status()) == Verdict::Infeasible
        && solved.primal_solution_status() != HighsSolutionStatus::None
}

/// HiGHS's model status as what it proves.
#[must_use]
pub(super) fn verdict(status: HighsModelStatus) -> Verdict {
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
