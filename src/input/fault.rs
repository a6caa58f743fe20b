//! Faults as they are told to the user: code, `file:row:column`, what is wrong, what to do.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

use crate::language::{Language, Sentence, say, sentence};
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
    pub cause: Sentence,
    /// What to do about it.
    pub action: Sentence,
}

impl Fault {
    /// A fault of a whole file.
    pub(super) fn new(
        code: FaultCode,
        file: impl Into<String>,
        cause: Sentence,
        action: Sentence,
    ) -> Self {
        Self {
            code,
            file: file.into(),
            row: None,
            column: None,
            value: String::new(),
            cause,
            action,
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

impl Fault {
    /// The fault in one line: code and place, the same in every language, then value, cause and action.
    #[must_use]
    pub fn said(&self, language: Language) -> String {
        self.sentence().said(language)
    }

    fn sentence(&self) -> Sentence {
        let (place, cause, action) = (self.place(), self.cause.clone(), self.action.clone());
        if self.value.is_empty() {
            return sentence!("fault-told", place = place, cause = cause, action = action);
        }
        let value = format!("{:?}", self.value);
        sentence!("fault-told-value", place = place, value = value, cause = cause, action = action)
    }

    /// `J011 households.csv:17:致贫原因`
    fn place(&self) -> String {
        let row = self.row.map_or_else(String::new, |row| format!(":{row}"));
        let column = self.column.as_ref();
        let column = column.map_or_else(String::new, |column| format!(":{column}"));
        format!("{} {}{row}{column}", self.code, self.file)
    }
}

impl fmt::Display for Fault {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Language::English))
    }
}

/// Everything wrong with the input, found in one run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", told(.faults, Language::English))]
pub struct InputError {
    /// The faults, by table, row and column; at least one.
    pub faults: Vec<Fault>,
}

impl InputError {
    /// One line a fault, then a line with their number.
    #[must_use]
    pub fn said(&self, language: Language) -> String {
        told(&self.faults, language)
    }
}

impl From<Fault> for InputError {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }
}

fn told(faults: &[Fault], language: Language) -> String {
    let mut lines: Vec<String> =
        faults.iter().take(TOLD).map(|fault| fault.said(language)).collect();
    if faults.len() > TOLD {
        lines.push(say!(language, "fault-more", count = faults.len() - TOLD));
    }
    lines.push(say!(language, "fault-count", count = faults.len()));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> Fault {
        let cause = sentence!("fault-not-choice", what = sentence!("choice-cause"));
        Fault::new(FaultCode::UnknownValue, "households.csv", cause, sentence!("advice-other-id"))
    }

    #[test]
    fn a_fault_reads_code_place_value_cause_action() {
        let fault = fault().row(17).column("致贫原因").value("因懒");
        let place = "J011 households.csv:17:致贫原因";
        let told = [
            format!("{place}: \"因懒\": this is none of the causes; choose another id"),
            format!("{place}：\"因懒\"：致贫原因中没有这一项；请换一个编号"),
        ];
        assert_eq!(Language::ALL.map(|language| fault.said(language)), told);
        assert_eq!(fault.to_string(), told[0]);
        assert_eq!(serde_json::to_value(&fault).unwrap()["code"], "J011");
    }

    #[test]
    fn beyond_a_thousand_faults_only_the_number_is_said() {
        let told = InputError { faults: vec![fault(); 1_234] }.to_string();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 1_002);
        assert_eq!(lines[1_000..], ["… and 234 more", "1234 faults in the input"]);
        let one = InputError::from(fault());
        assert!(one.to_string().ends_with("\n1 fault in the input"));
        assert!(one.said(Language::Chinese).ends_with("\n输入数据共有 1 处问题"));
    }

    #[test]
    fn long_values_are_cut_short() {
        let fault = fault().value(&"长".repeat(1_000));
        assert_eq!(fault.value.chars().count(), SHOWN + 1);
    }
}
