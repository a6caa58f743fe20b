//! The house holds: which room of `src/` may name which. The scanner has bad snippets of its own
//! that it must object to.
//!
//! An arrow means "may name"; it reaches as far as arrows lead, so that `cli`, which may name
//! `analyse`, may name `check` and `model`, too.

mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use scan::{SourcePath, paths};

/// The arrows. `basis` is what the solvers share: `solve::apart`, `control`, `costs`, `staffing`, `fixing`.
const ARROWS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("cli", &["input", "report", "analyse", "solve", "generate", "language"]),
    ("analyse", &["solve", "check", "model"]),
    ("solve", &["exact", "search", "bound"]),
    ("exact", &["basis"]),
    ("search", &["basis"]),
    ("bound", &["basis"]),
    ("basis", &["model"]),
    ("check", &["model"]),
    ("generate", &["model"]),
    ("input", &["model"]),
    ("report", &["model"]),
    ("model", &["language"]),
    ("language", &[]),
    ("lib", &[]),
];

/// Modules that are rooms, the inner before the outer.
const ROOMS: &[(&str, &str)] = &[
    ("solve::exact", "exact"),
    ("solve::search", "search"),
    ("solve::bound", "bound"),
    ("solve::apart", "basis"),
    ("solve::control", "basis"),
    ("solve::costs", "basis"),
    ("solve::fixing", "basis"),
    ("solve::staffing", "basis"),
    ("solve", "solve"),
    ("analyse", "analyse"),
    ("check", "check"),
    ("cli", "cli"),
    ("generate", "generate"),
    ("input", "input"),
    ("language", "language"),
    ("model", "model"),
    ("report", "report"),
];

/// Arrows to the result types of a room, and no further.
const RESULTS: &[(&str, &str)] = &[("report", "check"), ("report", "analyse")];

const LP_LIBRARIES: &[&str] = &["highs", "highs_sys", "good_lp"];
const LP_ROOMS: &[&str] = &["exact", "bound"];
const FILE_MODULES: &[&str] = &["std::fs", "std::path", "tempfile"];
const FILE_ROOMS: &[&str] = &["input", "report", "cli", "main"];

/// The room that a module path (`solve::exact::mps`) lies in.
fn room(module: &str) -> Option<&'static str> {
    let lies_in = |outer: &str| {
        module.strip_prefix(outer).is_some_and(|r| r.is_empty() || r.starts_with(':'))
    };
    ROOMS.iter().find(|(outer, _)| lies_in(outer)).map(|&(_, room)| room)
}

/// All rooms that arrows lead to from `room`, and itself.
fn reach(room: &'static str) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::from([room]);
    let mut open = vec![room];
    while let Some(from) = open.pop() {
        let arrows = ARROWS.iter().filter(|(of, _)| *of == from);
        for &to in arrows.flat_map(|(_, to)| to.iter()) {
            if reached.insert(to) {
                open.push(to);
            }
        }
    }
    reached
}

/// A source file: its path below `src/`, with `/`, and its text.
struct Source {
    file: String,
    text: String,
}

impl Source {
    /// `solve::exact::mps` for `solve/exact/mps.rs`; empty for `lib.rs` and `main.rs`.
    fn module(&self) -> String {
        let stem = self.file.strip_suffix(".rs").unwrap_or(&self.file);
        let stem = stem.strip_suffix("/mod").unwrap_or(stem);
        if matches!(stem, "lib" | "main") { String::new() } else { stem.replace('/', "::") }
    }

    fn room(&self) -> Option<&'static str> {
        match self.file.as_str() {
            "main.rs" => Some("main"),
            "lib.rs" => Some("lib"),
            _ => room(&self.module()),
        }
    }
}

/// What the scan of a whole source tree finds.
#[derive(Default)]
struct Findings {
    faults: Vec<String>,
    /// Which room names which.
    named: BTreeSet<(&'static str, &'static str)>,
}

fn inspect(sources: &[Source]) -> Findings {
    let found: Vec<(&Source, Vec<SourcePath>)> =
        sources.iter().map(|source| (source, paths(&source.module(), &source.text))).collect();
    let exports = exports(&found);
    let mut findings = Findings::default();
    for (source, paths) in &found {
        let Some(own) = source.room() else {
            findings.faults.push(format!("{}: is in no room", source.file));
            continue;
        };
        for path in paths {
            judge(&mut findings, source, own, path, &exports);
        }
    }
    findings
}

/// Where the items that modules re-export (`pub use`) come from: `solve::Options` from
/// `solve::control::Options`.
fn exports(found: &[(&Source, Vec<SourcePath>)]) -> BTreeMap<String, String> {
    let reexports = found.iter().flat_map(|(source, paths)| {
        paths.iter().filter(|path| path.reexport).filter_map(|path| {
            let from = path.own.clone()?;
            let item = from.rsplit("::").next()?.to_owned();
            Some((format!("{}::{item}", source.module()), from))
        })
    });
    reexports.collect()
}

fn judge(
    findings: &mut Findings,
    source: &Source,
    own: &'static str,
    path: &SourcePath,
    exports: &BTreeMap<String, String>,
) {
    let mut fault = |text: String| {
        findings.faults.push(format!("{}:{}: {text}", source.file, path.line));
    };
    if let Some(target) = &path.own {
        let target = exports.get(target).unwrap_or(target);
        match room(target) {
            Some(to) => {
                if RESULTS.contains(&(own, to)) {
                    if !is_type(target) {
                        let text = &path.text;
                        fault(format!("{own} may name the result types of {to} only ({text})"));
                    }
                } else if !reach(own).contains(to) {
                    fault(format!("{own} may not name {to} ({})", path.text));
                }
                findings.named.insert((own, to));
            }
            None if target.is_empty() || own == "lib" => {}
            None => fault(format!("{} is in no room", path.text)),
        }
        return;
    }
    let starts = |modules: &[&str]| {
        let mut rests = modules.iter().filter_map(|&module| path.text.strip_prefix(module));
        rests.any(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    if starts(LP_LIBRARIES) && !LP_ROOMS.contains(&own) {
        fault(format!("{own} may not name the LP library ({})", path.text));
    }
    if starts(FILE_MODULES) && !FILE_ROOMS.contains(&own) {
        fault(format!("{own} may not touch files ({})", path.text));
    }
    let ends = ["process::exit", "process::abort"];
    if ends.iter().any(|end| path.text.ends_with(end)) && own != "main" {
        fault(format!("only main exits ({})", path.text));
    }
}

/// Whether the path leads to a type, by its capital.
fn is_type(path: &str) -> bool {
    path.rsplit("::").next().is_some_and(|last| last.starts_with(|c: char| c.is_uppercase()))
}

fn read_tree(folder: &Path, below: &Path, into: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_tree(&path, below, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(below).unwrap().to_str().unwrap().replace('\\', "/");
            into.push(Source { file, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn every_room_names_only_what_the_arrows_allow() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    read_tree(&src, &src, &mut sources);
    let findings = inspect(&sources);
    assert!(findings.faults.is_empty(), "the house leaks:\n{}", findings.faults.join("\n"));
    // The scan is not blind: it sees these, which are there.
    let known = [
        ("main", "cli"),
        ("cli", "input"),
        ("cli", "report"),
        ("cli", "solve"),
        ("cli", "generate"),
        ("cli", "analyse"),
        ("analyse", "basis"),
        ("analyse", "model"),
        ("solve", "basis"),
        ("exact", "basis"),
        ("search", "basis"),
        ("bound", "basis"),
        ("basis", "model"),
        ("check", "model"),
        ("generate", "model"),
        ("input", "model"),
        ("report", "model"),
        ("report", "check"),
        ("report", "language"),
        ("model", "language"),
        ("check", "language"),
        ("input", "language"),
    ];
    for edge in known {
        assert!(findings.named.contains(&edge), "{} names {}, but was not seen to", edge.0, edge.1);
    }
}

fn faults_of(file: &str, text: &str) -> Vec<String> {
    let reexport = Source {
        file: "solve/mod.rs".to_owned(),
        text: "pub mod control; pub use control::{Control, Options};".to_owned(),
    };
    inspect(&[Source { file: file.to_owned(), text: text.to_owned() }, reexport]).faults
}

#[test]
fn bad_snippets_are_objected_to() {
    let bad = [
        ("model/plan.rs", "use crate::check::check;", "model may not name check"),
        ("model/plan.rs", "fn f() { crate::solve::auto(); }", "model may not name solve"),
        (
            "check/mod.rs",
            "use crate::{model::Plan, solve::costs::Costs};",
            "check may not name basis",
        ),
        ("check/mod.rs", "use super::input;", "check may not name input"),
        ("solve/exact/mod.rs", "use super::search;", "exact may not name search"),
        ("solve/exact/mod.rs", "use super::{Options, search::solve};", "exact may not name search"),
        ("solve/search/mod.rs", "use crate::solve::exact;", "search may not name exact"),
        ("solve/search/moves/mod.rs", "use super::super::exact::mps;", "search may not name exact"),
        ("solve/search/mod.rs", "use crate::check::check as judge;", "search may not name check"),
        ("solve/search/mod.rs", "use crate :: solve :: auto;", "search may not name solve"),
        ("solve/costs.rs", "mod tests { use super::super::exact; }", "basis may not name exact"),
        (
            "solve/mod.rs",
            "pub mod exact; fn f() { crate::check::check() }",
            "solve may not name check",
        ),
        ("report/text.rs", "use crate::check::{Report, check};", "result types of check only"),
        ("report/text.rs", "use crate::analyse::diagnose;", "result types of analyse only"),
        ("report/text.rs", "use crate::solve::Options;", "report may not name basis"),
        ("input/mod.rs", "use crate::cli;", "input may not name cli"),
        ("language/mod.rs", "use crate::model::Plan;", "language may not name model"),
        ("generate/mod.rs", "use crate::report::WriteError;", "generate may not name report"),
        ("main.rs", "use jiedui::nowhere::x;", "is in no room"),
        ("helpers.rs", "", "is in no room"),
        ("analyse/mod.rs", "use crate::helpers::x;", "is in no room"),
        ("solve/search/mod.rs", "use good_lp::variable;", "may not name the LP library"),
        ("cli/mod.rs", "fn f() { highs::Model::new() }", "may not name the LP library"),
        ("model/plan.rs", "use std::{fmt, fs::File};", "model may not touch files"),
        ("model/plan.rs", "use ::std::{fmt, fs};", "model may not touch files"),
        ("generate/mod.rs", "use std::path::Path;", "generate may not touch files"),
        ("solve/exact/mps.rs", "fn f() { std::fs::write(a, b) }", "exact may not touch files"),
        ("cli/mod.rs", "use std::process; fn f() { process::exit(1) }", "only main exits"),
        ("report/mod.rs", "use std::process::{Command, exit};", "only main exits"),
        ("check/mod.rs", "/* /* */ */ use crate::input; // fine", "check may not name input"),
        ("check/mod.rs", "const Q: char = '\"'; use crate::input;", "check may not name input"),
        (
            "check/mod.rs",
            "fn f<'a>(x: &'a str) { crate::input::f('\\'') }",
            "check may not name input",
        ),
        (
            "check/mod.rs",
            "const R: &str = r#\"\"\"#; use crate::input;",
            "check may not name input",
        ),
        (
            "check/mod.rs",
            "macro_rules! m { () => { $crate::input::f() } }",
            "check may not name input",
        ),
    ];
    for (file, text, expected) in bad {
        let faults = faults_of(file, text);
        assert_eq!(faults.len(), 1, "{file}: {text}: {faults:?}");
        assert!(faults[0].contains(expected), "{file}: {text}: {faults:?}");
        assert!(faults[0].starts_with(file), "{faults:?}");
    }
}

#[test]
fn good_snippets_are_let_pass() {
    let good = [
        ("model/plan.rs", "//! See [`crate::check`].\n/* crate::input */ use super::ids::CadreId;"),
        ("model/plan.rs", "const S: &str = \"crate::input::x \\\" std::fs\";"),
        (
            "model/plan.rs",
            "pub(crate) fn f() {} pub(super) struct S; pub(in crate::model) struct T;",
        ),
        ("model/plan.rs", "fn f<'crate_>(input: &'crate_ str) { input::<'crate_>(input) }"),
        ("solve/exact/mod.rs", "use super::{Control, Options}; use highs::Model;"),
        ("solve/search/mod.rs", "use super::control::Control; use crate::solve::costs::Costs;"),
        ("solve/search/state.rs", "mod tests { use super::*; use super::super::moves; }"),
        ("check/mod.rs", "use std::fmt; use crate::model::{Plan, data::*};"),
        ("report/text.rs", "use crate::check::{Report, Statistics}; use std::fs;"),
        ("cli/plan.rs", "use crate::{check::check, model::Plan, solve::{self, exact}};"),
        ("analyse/mod.rs", "use crate::{check, solve, model};"),
        ("main.rs", "fn main() { jiedui::cli::run(); std::process::exit(1) }"),
    ];
    for (file, text) in good {
        let faults = faults_of(file, text);
        assert!(faults.is_empty(), "{file}: {text}: {faults:?}");
    }
}
