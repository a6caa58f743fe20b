//! HiGHS: rows of a table below the headers `BestBound` and `BestSol`, and a report at the end.
//!
//! ```text
//! Src  Proc. InQueue |  Leaves   Expl. | BestBound  BestSol     Gap |   Cuts   InLp Confl. | LpIters     Time
//!  J       0       0         0   0.00%   -inf       623336    Large        0      0      0         0     0.0s
//! ```

use super::{BadLine, Notes, number, time};
use crate::language::{Sentence, sentence};

/// Columns from `BestBound` to `Time`; before it stands the part explored, in percent.
const TAIL: usize = 8;
/// Columns of a row without a source.
const WIDTH: usize = 12;

pub(super) fn read(lines: &[&str], notes: &mut Notes) -> Result<(), BadLine> {
    let (mut in_table, mut in_report) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        if line.contains("BestBound") && line.contains("BestSol") {
            in_table = true;
        } else if line.starts_with("Solving report") {
            (in_table, in_report) = (false, true);
        } else if in_table {
            row(line, notes).map_err(|cause| (at, cause))?;
        } else if in_report {
            report(line, notes).map_err(|cause| (at, cause))?;
        } else if let Some((_, rest)) = line.split_once(" workers across ") {
            notes.threads = rest.split(' ').next().and_then(|count| count.parse().ok());
        }
    }
    Ok(())
}

/// A row has a time at its end and the part explored before its bounds; other lines are remarks.
fn row(line: &str, notes: &mut Notes) -> Result<(), Sentence> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(seconds) = words.last().and_then(|last| time(last)) else { return Ok(()) };
    if words.len() < WIDTH {
        return Ok(());
    }
    let tail = &words[words.len() - TAIL..];
    if !words[words.len() - TAIL - 1].ends_with('%') {
        return Err(sentence!("fault-log-columns"));
    }
    notes.row(seconds, number(tail[0])?, number(tail[1])?);
    Ok(())
}

fn report(line: &str, notes: &mut Notes) -> Result<(), Sentence> {
    let value = |label: &str| line.trim_start().strip_prefix(label).map(str::trim);
    if let Some(status) = value("Status ") {
        notes.optimal = status == "Optimal";
        notes.infeasible = status == "Infeasible";
    } else if let Some(cost) = value("Primal bound ") {
        notes.objective = number(cost)?;
    } else if let Some(bound) = value("Dual bound ") {
        notes.bound = number(bound)?.or(notes.bound);
    } else if let Some(seconds) = value("Timing ") {
        notes.seconds = number(seconds)?.or(notes.seconds);
    }
    Ok(())
}
