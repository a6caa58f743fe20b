//! `jiedui export`: the whole integer program, for any other solver.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::interrupt::Guarded;
use super::{Exit, output, reading};
use crate::language::{Language, say};
use crate::report::target;
use crate::solve::exact;

const EXAMPLES: &str = "\
jiedui export instances/township --out township.mps
jiedui export instances/tiny --out - | gzip > tiny.mps.gz";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    instance: PathBuf,
    #[arg(long, value_name = "FILE.mps")]
    out: PathBuf,
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let to_stdout = args.out == Path::new("-");
    if !to_stdout {
        target::probe_file(&args.out)?;
    }
    let instance = reading::instance(&args.instance, None, args.quiet, language)?.instance;
    let mut program = Vec::new();
    exact::write_mps(&instance, &mut program)?;
    if to_stdout {
        output::result(&program)?;
        return Ok(Exit::Done);
    }
    let guarded = Guarded::keeping();
    target::write_file(&args.out, program)?;
    drop(guarded);
    if !args.quiet {
        let path = args.out.display().to_string();
        output::message(&say!(language, "terminal-wrote", path = path));
    }
    Ok(Exit::Done)
}
