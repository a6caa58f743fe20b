//! The program as a free-format MPS file, which every solver reads.
//!
//! Names are made of ids, whose blanks and other troublesome characters are replaced; two names that
//! would then be the same, or too long, get their position in front.

use std::collections::HashSet;
use std::io::{self, Write};

use super::program::Program;

/// Longest name written; some readers cut off beyond.
const LONGEST: usize = 200;

/// Writes `program` to `out`, naming the problem `name`.
///
/// # Errors
/// Whatever writing to `out` fails with.
pub fn write(program: &Program, name: &str, out: &mut impl Write) -> io::Result<()> {
    let mut used = HashSet::new();
    let rows: Vec<_> = program.described_rows().collect();
    let row_names: Vec<String> =
        rows.iter().enumerate().map(|(i, row)| unique(row.0, 'r', i, &mut used)).collect();
    used.clear();
    let mut entries = vec![Vec::new(); program.width()];
    for (i, (_, _, terms, _)) in rows.iter().enumerate() {
        for &(column, coefficient) in terms {
            entries[column as usize].push((i, coefficient));
        }
    }
    writeln!(out, "NAME {}", clean(name))?;
    writeln!(out, "ROWS\n N COST")?;
    for (name, (_, equation, _, _)) in row_names.iter().zip(&rows) {
        writeln!(out, " {} {name}", if *equation { 'E' } else { 'L' })?;
    }
    writeln!(out, "COLUMNS")?;
    let mut names = Vec::with_capacity(program.width());
    let mut integer = false;
    for (i, (definition, cost)) in program.described().enumerate() {
        if definition.is_integer() != integer {
            integer = !integer;
            let marker = if integer { "INTORG" } else { "INTEND" };
            writeln!(out, " M{i} 'MARKER' '{marker}'")?;
        }
        let name = unique(definition.get_name(), 'c', i, &mut used);
        if cost != 0 || entries[i].is_empty() {
            writeln!(out, " {name} COST {cost}")?;
        }
        for &(row, coefficient) in &entries[i] {
            writeln!(out, " {name} {} {coefficient}", row_names[row])?;
        }
        names.push(name);
    }
    if integer {
        writeln!(out, " MEND 'MARKER' 'INTEND'")?;
    }
    writeln!(out, "RHS")?;
    for (name, (_, _, _, bound)) in row_names.iter().zip(&rows) {
        if *bound != 0.0 {
            writeln!(out, " RHS {name} {bound}")?;
        }
    }
    writeln!(out, "BOUNDS")?;
    for (name, (definition, _)) in names.iter().zip(program.described()) {
        let (lower, upper) = (definition.get_min(), definition.get_max());
        if lower != 0.0 {
            writeln!(out, " LO BND {name} {lower}")?;
        }
        if upper.is_finite() {
            writeln!(out, " UP BND {name} {upper}")?;
        } else if definition.is_integer() {
            writeln!(out, " PL BND {name}")?;
        }
    }
    writeln!(out, "ENDATA")
}

fn clean(name: &str) -> String {
    let fits = |c: char| if c.is_whitespace() || c.is_control() { '_' } else { c };
    let name: String = name.chars().map(fits).collect();
    if name.is_empty() { "jiedui".to_owned() } else { name }
}

/// A name that stands alone: `name` itself where it can, else with its position in front.
fn unique(name: &str, letter: char, position: usize, used: &mut HashSet<String>) -> String {
    let cleaned = clean(name);
    let fits = cleaned == name && name.len() <= LONGEST && !name.starts_with(['$', '*']);
    if fits && used.insert(cleaned.clone()) {
        return cleaned;
    }
    let mut short: String = cleaned.chars().take(LONGEST / 4).collect();
    short.insert_str(0, &format!("{letter}{position}:"));
    used.insert(short.clone());
    short
}
