//! CP-SAT: lines that begin with `#` and a number or `Bound`, and a summary of the answer at the end.
//! The lower end of what it tries `next` is its bound.
//!
//! ```text
//! #Bound   1.63s best:inf   next:[436000,134858906] default_lp (initial_propagation)
//! #1       1.71s best:10892572 next:[1192353,10892571] fj_restart_decay(…)
//! objective: 9673346
//! ```

use super::{BadLine, Notes, number, time};
use crate::language::{Sentence, sentence};

pub(super) fn read(lines: &[&str], notes: &mut Notes) -> Result<(), BadLine> {
    let mut in_summary = false;
    for (at, line) in lines.iter().enumerate() {
        in_summary |= line.starts_with("CpSolverResponse summary");
        let read = if in_summary { summary(line, notes) } else { progress(line, notes) };
        read.map_err(|cause| (at, cause))?;
    }
    Ok(())
}

fn progress(line: &str, notes: &mut Notes) -> Result<(), Sentence> {
    if let Some((_, workers)) = line.split_once(" num_workers: ") {
        notes.threads = workers.split(' ').next().and_then(|count| count.parse().ok());
    }
    let Some((tag, rest)) = line.strip_prefix('#').and_then(|rest| rest.split_once(' ')) else {
        return Ok(());
    };
    if tag != "Bound" && !tag.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let mut words = rest.split_whitespace();
    let seconds = words.next().and_then(time).ok_or_else(|| sentence!("fault-log-time"))?;
    let best = words.next().and_then(|word| word.strip_prefix("best:"));
    let best = number(best.ok_or_else(|| sentence!("fault-log-cost"))?)?;
    let next = words.next().and_then(|word| word.strip_prefix("next:["));
    let next = next.ok_or_else(|| sentence!("fault-log-range"))?;
    let bound = match next.split_once(',') {
        Some((bound, _)) => number(bound)?,
        None => None, // nothing is left to try
    };
    notes.row(seconds, bound, best);
    Ok(())
}

fn summary(line: &str, notes: &mut Notes) -> Result<(), Sentence> {
    let Some((label, value)) = line.split_once(": ") else { return Ok(()) };
    match label {
        "status" => {
            notes.optimal = value == "OPTIMAL";
            notes.infeasible = value == "INFEASIBLE";
        }
        // Without a plan these are 0 and say nothing.
        "objective" if notes.trace.objective().is_some() => notes.objective = number(value)?,
        "best_bound" if notes.trace.objective().is_some() => notes.bound = number(value)?,
        "walltime" => notes.seconds = number(value)?.or(notes.seconds),
        _ => {}
    }
    Ok(())
}
