//! `jiedui convert`: an instance from a folder to a workbook, or back.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::interrupt::Guarded;
use super::{Exit, output, reading};
use crate::language::{Language, say};
use crate::report::{Privacy, instance_folder, workbook};

const EXAMPLES: &str = "\
jiedui convert instances/county --out county.xlsx
jiedui convert instances/county --out for-others --redact
jiedui convert county.xlsx --out county";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    instance: PathBuf,
    #[arg(long, value_name = "DIR|FILE")]
    out: PathBuf,
    #[arg(long)]
    redact: bool,
    #[arg(long, short)]
    quiet: bool,
}

/// Whether a path names a workbook.
pub(super) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let file = args.out.display().to_string();
    let data = reading::instance(&args.instance, None, args.quiet, language)?.data;
    let same = |path: &Path| path.canonicalize().ok();
    if same(&args.out).is_some() && same(&args.out) == same(&args.instance) {
        anyhow::bail!(say!(language, "workbook-is-source", file = file));
    }
    let data = Privacy::masked_if(args.redact).records(&data);
    if is_workbook(&args.out) {
        let bytes = workbook::instance(&data, language)?;
        let _guarded = Guarded::keeping();
        workbook::write(&args.out, bytes)?;
    } else {
        let _guarded = Guarded::keeping();
        instance_folder::write(&data, &args.out)?;
    }
    if !args.quiet {
        output::message(&say!(language, "workbook-written", file = file));
    }
    Ok(Exit::Done)
}
