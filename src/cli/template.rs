//! `jiedui template`: a workbook to fill in.

use std::path::PathBuf;

use anyhow::Result;

use super::interrupt::Guarded;
use super::{Exit, convert, output, reading};
use crate::language::{Language, say};
use crate::report::workbook;

const EXAMPLES: &str = "\
jiedui template --lang zh --out 模板.xlsx
jiedui template --from instances/county --out county.xlsx";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[arg(long, value_name = "INSTANCE")]
    from: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let file = args.out.display().to_string();
    if !convert::is_workbook(&args.out) {
        anyhow::bail!(say!(language, "workbook-not-xlsx", file = file));
    }
    let bytes = match &args.from {
        Some(from) => {
            let data = reading::instance(from, None, args.quiet)?.data;
            workbook::instance(&data, language)?
        }
        None => workbook::template(language)?,
    };
    let guarded = Guarded::keeping();
    workbook::write(&args.out, bytes)?;
    drop(guarded);
    if !args.quiet {
        output::message(&say!(language, "workbook-written", file = file));
    }
    Ok(Exit::Done)
}
