//! Faults as they are told to the user: code, `file:row:column`, what is wrong, what to do.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

use crate::model::data::FaultCode;

/// Faults that are told one by one; of the others only the number is said.
const TOLD: usize = 1_000;
/// Characters of an offending value that are shown.
const SHOWN: usize = 60;

/// One thing wrong with the input, with the place where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What kind of fault; written `J001` onwards and documented in `docs/format.md`.
    pub code: FaultCode,
    /// File, or worksheet as `book.xlsx[sheet]`; relative to the folder that was read.
    pub file: String,
    /// Row as a spreadsheet numbers it, the header being 1; in `instance.toml` the line.
    pub row: Option<usize>,
    /// The column's header as the file spells it (in `instance.toml` the dotted key, or the column
    /// of a syntax error).
    pub column: Option<String>,
    /// The offending value, cut short where it is long; empty where there is none to show.
    pub value: String,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub action: String,
}

impl Fault {
    /// A fault of a whole file.
    pub(super) fn new(
        code: FaultCode,
        file: impl Into<String>,
        cause: impl Into<String>,
        action: impl Into<String>,
    ) -> Self {
        Self {
            code,
            file: file.into(),
            row: None,
            column: None,
            value: String::new(),
            cause: cause.into(),
            action: action.into(),
        }
    }

    /// The same fault, placed in a row.
    pub(super) fn row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }

    /// The same fault, placed in a column.
    pub(super) fn column(mut self, header: impl Into<String>) -> Self {
        self.column = Some(header.into());
        self
    }

    /// The same fault with the value that is at fault.
    pub(super) fn value(mut self, value: &str) -> Self {
        self.value = value.chars().take(SHOWN).collect();
        if self.value.len() < value.len() {
            self.value.push('…');
        }
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.file)?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        if !self.value.is_empty() {
            write!(f, ": {:?}", self.value)?;
        }
        write!(f, ": {}; {}", self.cause, self.action)
    }
}

/// Everything wrong with the input, found in one run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", Told(.faults))]
pub struct InputError {
    /// The faults, by table, row and column; at least one.
    pub faults: Vec<Fault>,
}

impl From<Fault> for InputError {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }
}

/// One line a fault, then a line with their number.
struct Told<'a>(&'a [Fault]);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(faults) = self;
        for fault in faults.iter().take(TOLD) {
            writeln!(f, "{fault}")?;
        }
        if faults.len() > TOLD {
            writeln!(f, "… and {} more", faults.len() - TOLD)?;
        }
        match faults.len() {
            1 => write!(f, "1 fault in the input"),
            n => write!(f, "{n} faults in the input"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> Fault {
        Fault::new(FaultCode::UnknownValue, "households.csv", "this is no cause", "write another")
    }

    #[test]
    fn a_fault_reads_code_place_value_cause_action() {
        let fault = fault().row(17).column("致贫原因").value("因懒");
        let told = "J011 households.csv:17:致贫原因: \"因懒\": this is no cause; write another";
        assert_eq!(fault.to_string(), told);
        assert_eq!(serde_json::to_value(&fault).unwrap()["code"], "J011");
    }

    #[test]
    fn beyond_a_thousand_faults_only_the_number_is_said() {
        let told = InputError { faults: vec![fault(); 1_234] }.to_string();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 1_002);
        assert_eq!(lines[1_000..], ["… and 234 more", "1234 faults in the input"]);
    }

    #[test]
    fn long_values_are_cut_short() {
        let fault = fault().value(&"长".repeat(1_000));
        assert_eq!(fault.value.chars().count(), SHOWN + 1);
    }
}
