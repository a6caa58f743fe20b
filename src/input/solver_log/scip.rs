//! SCIP: rows of a table whose header names `dualbound` and `primalbound`, and statistics at the end.
//! The table's columns depend on the width it was given, so they are found by their names.
//!
//! ```text
//!  time | node  | left  |LP iter|…|  dualbound   | primalbound  |  gap   | compl.
//! p 0.0s|     1 |     0 |     5 |…| 4.150000e+05 | 5.783360e+05 |  39.36%| unknown
//! ```

use super::{BadLine, Notes, number, time};
use crate::language::{Sentence, sentence};

/// Where the columns of the table are.
struct Header {
    width: usize,
    dual: usize,
    primal: usize,
}

pub(super) fn read(lines: &[&str], notes: &mut Notes) -> Result<(), BadLine> {
    notes.threads = Some(1); // as it is built for pip and in Linux distributions
    let mut header = None;
    for (at, line) in lines.iter().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let Some(found) = find_header(&cells) {
            header = Some(found);
        } else if let Some(header) = header.as_ref().filter(|header| cells.len() == header.width) {
            row(&cells, header, notes).map_err(|cause| (at, cause))?;
        } else {
            statistic(line, notes).map_err(|cause| (at, cause))?;
        }
    }
    Ok(())
}

fn find_header(cells: &[&str]) -> Option<Header> {
    let find = |name: &str| cells.iter().position(|&cell| cell == name);
    let (dual, primal) = (find("dualbound")?, find("primalbound")?);
    (cells.first() == Some(&"time")).then_some(Header { width: cells.len(), dual, primal })
}

/// The time may follow a letter: the heuristic that found a plan.
fn row(cells: &[&str], header: &Header, notes: &mut Notes) -> Result<(), Sentence> {
    let clock = cells[0].trim_start_matches(|c: char| !c.is_ascii_digit());
    let seconds = time(clock).ok_or_else(|| {
        let text = format!("{:?}", cells[0]);
        sentence!("fault-log-clock", text = text)
    })?;
    notes.row(seconds, number(cells[header.dual])?, number(cells[header.primal])?);
    Ok(())
}

fn statistic(line: &str, notes: &mut Notes) -> Result<(), Sentence> {
    let Some((label, value)) = line.split_once(':') else { return Ok(()) };
    let first = value.split_whitespace().next().unwrap_or_default();
    match label.trim() {
        "SCIP Status" => {
            notes.optimal = value.contains("[optimal solution found]");
            notes.infeasible = value.contains("[infeasible]");
        }
        "Solving Time (sec)" => notes.seconds = number(first)?.or(notes.seconds),
        "Primal Bound" => notes.objective = number(first)?,
        "Dual Bound" => notes.bound = number(first)?.or(notes.bound),
        _ => {}
    }
    Ok(())
}
