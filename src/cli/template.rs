//! `jiedui template`: a workbook to fill in.

use std::path::PathBuf;

use anyhow::Result;

use super::interrupt::Guarded;
use super::{Exit, convert, output, reading};
use crate::language::{Language, say};
use crate::report::{Privacy, target, workbook};

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
    #[arg(long, requires = "from")]
    redact: bool,
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let file = args.out.display().to_string();
    if !convert::is_workbook(&args.out) {
        anyhow::bail!(say!(language, "workbook-not-xlsx", file = file));
    }
    if let Some(from) = &args.from {
        let data = reading::instance(from, None, args.quiet, language)?.data;
        let data = Privacy::masked_if(args.redact).records(&data);
        let bytes = workbook::instance(&data, language)?;
        let _guarded = Guarded::keeping();
        workbook::write(&args.out, bytes)?;
    } else {
        let bytes = workbook::template(language)?;
        let _guarded = Guarded::keeping();
        target::write_file(&args.out, bytes)?; // it names nobody
    }
    if !args.quiet {
        output::message(&say!(language, "workbook-written", file = file));
    }
    Ok(Exit::Done)
}
