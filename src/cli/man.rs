//! `jiedui man`: manual pages, one for the program and one for each command.

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use clap_mangen::Man;

use super::{Exit, output};
use crate::language::{Language, say};
use crate::report::target;

const EXAMPLES: &str = "\
Examples:
  jiedui man --out ~/.local/share/man/man1
  man jiedui-plan";

/// Write manual pages (man): one for the program, one for each command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to write them into.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command; `program` is the whole command line.
pub(super) fn run(args: &Args, program: clap::Command, language: Language) -> Result<Exit> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    add_pages(&program, &mut pages)?;
    let count = pages.len();
    target::write_files(&args.out, pages)?;
    if !args.quiet {
        let folder = args.out.display().to_string();
        output::message(&say!(language, "terminal-man", folder = folder, count = count));
    }
    Ok(Exit::Done)
}

/// The pages of a command and of those below it, but for hidden ones.
fn add_pages(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add_pages(below, pages)?;
    }
    let page = Man::new(command.clone()).manual("jiedui");
    let mut text = Vec::new();
    page.render(&mut text)?;
    pages.push((page.get_filename(), text));
    Ok(())
}
