//! `jiedui man`: manual pages, one for the program and one for each command.

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use clap_mangen::Man;

use super::{Exit, output};
use crate::language::{Language, say};
use crate::report::target;

const EXAMPLES: &str = "\
jiedui man --out ~/.local/share/man/man1
man jiedui-plan";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command; `program` is the whole command line.
pub(super) fn run(args: &Args, program: &clap::Command, language: Language) -> Result<Exit> {
    let mut pages = Vec::new();
    add_pages(program, language, &mut pages)?;
    let count = pages.len();
    target::write_files(&args.out, pages)?;
    if !args.quiet {
        let folder = args.out.display().to_string();
        output::message(&say!(language, "terminal-man", folder = folder, count = count));
    }
    Ok(Exit::Done)
}

/// The pages of a command and of those below it, but for hidden ones and `help`.
fn add_pages(
    command: &clap::Command,
    language: Language,
    pages: &mut Vec<(String, Vec<u8>)>,
) -> io::Result<()> {
    let shown = |below: &&clap::Command| !below.is_hide_set() && below.get_name() != "help";
    for below in command.get_subcommands().filter(shown) {
        add_pages(below, language, pages)?;
    }
    let page = Man::new(command.clone()).manual("jiedui");
    let mut text = Vec::new();
    page.render(&mut text)?;
    let text = in_language(&String::from_utf8_lossy(&text), language);
    pages.push((page.get_filename(), text.into_bytes()));
    Ok(())
}

/// A page with the headings and marks of the page maker, which are English, put in the language.
fn in_language(page: &str, language: Language) -> String {
    let headings = [
        ("NAME", say!(language, "usage-name")),
        ("SYNOPSIS", say!(language, "usage-synopsis")),
        ("DESCRIPTION", say!(language, "usage-description")),
        ("OPTIONS", say!(language, "usage-options")),
        ("SUBCOMMANDS", say!(language, "usage-commands")),
        ("EXTRA", say!(language, "usage-notes")),
        ("VERSION", say!(language, "usage-version")),
    ];
    let values = say!(language, "usage-values-heading");
    let command = say!(language, "usage-a-command");
    let options = format!("[{}]", say!(language, "usage-some-options"));
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        let heading = line.strip_prefix(".SH ").and_then(|of| {
            headings.iter().find(|(english, _)| *english == of).map(|(_, own)| own.to_uppercase())
        });
        match heading {
            Some(heading) => text.extend([".SH ", &heading]),
            None if line.contains(DEFAULT) => text += &with_default(line, language),
            None => {
                let line = line.replace("\\fIPossible values:\\fR", &format!("\\fI{values}:\\fR"));
                let line = line.replace("[OPTIONS]", &options);
                text += &line.replace("<\\fIsubcommands\\fR>", &format!("<\\fI{command}\\fR>"));
            }
        }
        text.push('\n');
    }
    text
}

/// How the page maker begins a default.
const DEFAULT: &str = " [default: ";

/// The line of an option with its default in the language.
fn with_default(line: &str, language: Language) -> String {
    let Some((option, value)) = line.split_once(DEFAULT) else { return line.to_owned() };
    let value = value.trim_end_matches(']').to_owned();
    format!("{option} {}", say!(language, "usage-default", value = value))
}
