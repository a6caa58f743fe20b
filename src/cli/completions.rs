//! `jiedui completions`: what a shell needs to complete commands and options.

use anyhow::Result;
use clap_complete::Shell;

use super::{Exit, output};

const EXAMPLES: &str = "\
jiedui completions bash > ~/.local/share/bash-completion/completions/jiedui
jiedui completions zsh > ~/.zfunc/_jiedui
jiedui completions fish > ~/.config/fish/completions/jiedui.fish";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    shell: Shell,
}

/// Runs the command; `program` is the whole command line.
pub(super) fn run(args: &Args, mut program: clap::Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "jiedui", &mut script);
    output::result(&script)?;
    Ok(Exit::Done)
}
