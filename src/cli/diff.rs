//! `jiedui diff`: what changed between two plans, and why.

use std::path::PathBuf;

use anyhow::Result;

use super::{Exit, output, reading};
use crate::analyse::diff::{Sides, diff};
use crate::language::Language;
use crate::report;

const EXAMPLES: &str = "\
Without an instance only the changes are told; with the one that AFTER was made for, each change has
its reason and the plans their costs, term by term. --before names the instance that BEFORE was made
for: then transfers and moves are known, and BEFORE is priced by its own rules.

Exit code 0, whether the plans differ or not; the first line says which.

Examples:
  jiedui diff out/2024 out/2025
  jiedui diff out/2024 out/2025 --instance roster-2025 --before roster-2024
  jiedui diff out/2024 out/2025 --instance roster-2025 --json > changes.json";

/// Tell what changed between two plans, why each change came about, and what both cost.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder of the plan before.
    #[arg(value_name = "BEFORE")]
    earlier: PathBuf,
    /// The folder of the plan after.
    after: PathBuf,
    /// The instance that the plan after was made for: a folder or an .xlsx workbook.
    #[arg(long, value_name = "INSTANCE")]
    instance: Option<PathBuf>,
    /// The instance that the plan before was made for.
    #[arg(long, value_name = "INSTANCE", requires = "instance")]
    before: Option<PathBuf>,
    /// Write the changes as JSON; costs are in millipoints, 1000 are one point.
    #[arg(long)]
    json: bool,
    /// No notes on standard error.
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let before = reading::plan(&args.earlier, args.quiet)?;
    let after = reading::plan(&args.after, args.quiet)?;
    let read = |path: &PathBuf| reading::instance(path, None, args.quiet);
    let instance = args.instance.as_ref().map(read).transpose()?;
    let former = args.before.as_ref().map(read).transpose()?;
    let found = diff(&Sides {
        before: &before,
        after: &after,
        instance: instance.as_ref().map(|loaded| &loaded.instance),
        former: former.as_ref().map(|loaded| &loaded.instance),
    });
    if args.json {
        let mut json = serde_json::to_vec_pretty(&found)?;
        json.push(b'\n');
        output::result(&json)?;
    } else {
        output::result(report::diff::text(&found, language).as_bytes())?;
    }
    Ok(Exit::Done)
}
