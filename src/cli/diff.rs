//! `jiedui diff`: what changed between two plans, and why.

use std::path::PathBuf;

use anyhow::Result;

use super::{Exit, output, reading};
use crate::analyse::diff::{Sides, diff};
use crate::language::Language;
use crate::report;

const EXAMPLES: &str = "\
jiedui diff out/2024 out/2025
jiedui diff out/2024 out/2025 --instance roster-2025 --before roster-2024
jiedui diff out/2024 out/2025 --instance roster-2025 --json > changes.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[arg(value_name = "BEFORE")]
    earlier: PathBuf,
    after: PathBuf,
    #[arg(long, value_name = "INSTANCE")]
    instance: Option<PathBuf>,
    #[arg(long, value_name = "INSTANCE", requires = "instance")]
    before: Option<PathBuf>,
    #[arg(long)]
    json: bool,
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let before = reading::plan(&args.earlier, args.quiet, language)?;
    let after = reading::plan(&args.after, args.quiet, language)?;
    let read = |path: &PathBuf| reading::instance(path, None, args.quiet, language);
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
        output::text(&report::diff::text(&found, language))?;
    }
    Ok(Exit::Done)
}
