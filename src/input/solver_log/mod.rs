//! What other solvers say of an exported program on their way: the logs of HiGHS, SCIP and CP-SAT.
//!
//! Which one wrote a log is found out from the log itself. Costs in it are those of the program,
//! millipoints; they are rounded to whole ones, and bounds down. What a log says is not proven here:
//! its plan is not seen. A last line that was cut short, because the solver was ended, is left out.

mod cp_sat;
mod highs;
mod scip;

use std::path::Path;

use super::fault::{Fault, InputError};
use super::source;
use crate::language::{Sentence, sentence};
use crate::model::data::FaultCode;
use crate::model::{Millipoints, Status, Trace};

/// A solver whose logs can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solver {
    /// HiGHS.
    Highs,
    /// SCIP.
    Scip,
    /// CP-SAT of OR-Tools.
    CpSat,
}

impl Solver {
    /// Its name, as its makers write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highs => "HiGHS",
            Self::Scip => "SCIP",
            Self::CpSat => "CP-SAT",
        }
    }
}

/// What a log says.
#[derive(Clone, Debug, PartialEq)]
pub struct SolverLog {
    /// Who wrote it.
    pub solver: Solver,
    /// What it knew when, on its own clock.
    pub trace: Trace,
    /// What it says at its end; optimal only where its bound meets its plan, whatever tolerance it
    /// was given.
    pub status: Status,
    /// Its best bound.
    pub bound: Option<Millipoints>,
    /// Seconds in all.
    pub seconds: Option<f64>,
    /// Threads, where it says so.
    pub threads: Option<usize>,
}

/// Largest log read, in bytes.
const LARGEST_LOG: u64 = 16 << 20;

/// A line that is not what it should be: its position from 0, and what is wrong.
type BadLine = (usize, Sentence);

/// Reads a solver's log.
///
/// # Errors
/// If it cannot be read, is none of the known logs, or has a line of progress without the numbers
/// that belong there; the fault names file and line.
pub fn read(path: &Path) -> Result<SolverLog, InputError> {
    let label = path.display().to_string();
    let Some(text) = source::read_at_most(path, &label, LARGEST_LOG)? else {
        let (cause, action) = (sentence!("fault-no-file"), sentence!("advice-path"));
        return Err(Fault::new(FaultCode::MissingFile, label, cause, action).into());
    };
    parse(&text.text).map_err(|(line, cause)| {
        let fault = Fault::new(FaultCode::BadSyntax, label, cause, sentence!("advice-log"));
        fault.row(line + 1).into()
    })
}

/// Reads a log's text.
fn parse(text: &str) -> Result<SolverLog, BadLine> {
    let lines: Vec<&str> = text.lines().collect();
    let solver = lines.iter().find_map(|line| writer(line));
    let solver = solver.ok_or_else(|| (0, sentence!("fault-no-log")))?;
    let read = match solver {
        Solver::Highs => highs::read,
        Solver::Scip => scip::read,
        Solver::CpSat => cp_sat::read,
    };
    let whole = if text.ends_with('\n') { lines.len() } else { lines.len() - 1 };
    let mut notes = Notes::default();
    match read(&lines, &mut notes) {
        Err((line, _)) if line >= whole => {}
        Err(bad) => return Err(bad),
        Ok(()) => {}
    }
    Ok(notes.conclude(solver))
}

/// Whose log has such a line.
fn writer(line: &str) -> Option<Solver> {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| line.starts_with(prefix));
    if starts(&["Running HiGHS", "Presolving model", "Solving MIP model with:"]) {
        Some(Solver::Highs)
    } else if starts(&["SCIP version", "SCIP Status", " time | node"]) {
        Some(Solver::Scip)
    } else if starts(&["Starting CP-SAT solver"]) {
        Some(Solver::CpSat)
    } else {
        None
    }
}

/// What was read so far.
#[derive(Default)]
struct Notes {
    trace: Trace,
    /// The best bound as it stands.
    bound: Option<f64>,
    /// The cost of the best plan as it stands at the end.
    objective: Option<f64>,
    seconds: Option<f64>,
    threads: Option<usize>,
    infeasible: bool,
    optimal: bool,
}

/// What solvers take for infinite.
const INFINITE: f64 = 1e20;

impl Notes {
    /// A line of progress.
    fn row(&mut self, seconds: f64, bound: Option<f64>, cost: Option<f64>) {
        self.seconds = Some(seconds);
        if let Some(cost) = finite(cost) {
            self.trace.incumbent(seconds, Millipoints(cost.round() as i64));
        }
        if let Some(bound) = finite(bound) {
            self.trace.bound(seconds, Millipoints(bound.floor() as i64));
            self.bound = Some(bound);
        }
    }

    fn conclude(mut self, solver: Solver) -> SolverLog {
        // The end says exactly what the table may have rounded.
        if let Some(cost) = finite(self.objective) {
            let end = self.seconds.unwrap_or(0.0);
            self.trace.settle(end, Some(Millipoints(cost.round() as i64)));
        }
        let bound = finite(self.bound);
        let status = match (self.trace.objective(), bound) {
            (None, _) if self.infeasible => Status::Infeasible,
            (None, _) => Status::Unknown,
            (Some(cost), Some(bound)) if self.optimal && cost.0 as f64 - bound < 1.0 => {
                Status::Optimal
            }
            (Some(_), _) => Status::Feasible,
        };
        SolverLog {
            solver,
            trace: self.trace,
            status,
            bound: bound.map(|bound| Millipoints(bound.floor() as i64)),
            seconds: self.seconds,
            threads: self.threads,
        }
    }
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.abs() < INFINITE)
}

/// A number as solvers print it; infinite ones are none.
fn number(text: &str) -> Result<Option<f64>, Sentence> {
    match text.trim() {
        "--" | "inf" | "-inf" | "+inf" => Ok(None),
        text => match text.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(sentence!("fault-log-number", text = format!("{text:?}"))),
        },
    }
}

/// A time with its unit: `0.1s`, and `12m` and `3h` where seconds grow too wide.
fn time(text: &str) -> Option<f64> {
    let text = text.trim();
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    digits.parse::<f64>().ok().map(|value| value * unit).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_numbers_are_read_as_solvers_print_them() {
        assert_eq!(
            [time("0.5s"), time(" 12m"), time("3h")],
            [Some(0.5), Some(720.0), Some(10_800.0)]
        );
        assert_eq!([time("s"), time(""), time("5"), time("5%")], [None; 4]);
        assert_eq!(number(" 5.483360e+05 "), Ok(Some(548_336.0)));
        assert_eq!((number("--"), number("-inf")), (Ok(None), Ok(None)));
        assert!(number("7k").is_err());
    }
}
