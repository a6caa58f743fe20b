//! The command line: reads what is asked for, has it done, and says how it went.
//!
//! One file a command. Results go to standard output, progress and messages to standard error.

mod bench;
mod check;
mod completions;
mod convert;
mod diagnose;
mod diff;
mod explain;
mod export;
mod generate;
mod interrupt;
mod man;
mod measure;
mod options;
mod output;
mod plan;
mod progress;
mod reading;
mod report;
mod template;
mod whatif;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::language::{Language, say};

pub use interrupt::interrupt;

/// Exit code after a Ctrl-C that kept nothing: 128 + SIGINT, as shells have it.
pub const INTERRUPTED: i32 = 130;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The answer is no: no plan exists, or a rule is broken.
    No = 1,
    /// Bad usage, bad input, or a file that cannot be read or written.
    BadInput = 2,
    /// The limit came before any feasible plan.
    Limit = 3,
    /// Ended by Ctrl-C before there was anything to keep; [`INTERRUPTED`].
    Interrupted = 130,
    /// The program caught itself in a mistake (`EX_SOFTWARE` of sysexits.h).
    Internal = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

const AFTER_HELP: &str = "\
INSTANCE is a folder of CSV files with an instance.toml, or an .xlsx workbook.

Exit codes:
  0    done
  1    the answer is no: no plan exists, or a rule is broken
  2    bad usage or bad input, every fault named with file, row and column
  3    the limit came before any feasible plan
  70   a mistake in the program itself; please report it
  130  ended by Ctrl-C, nothing kept

Examples:
  jiedui generate --preset township --seed 1 --out town
  jiedui plan town --out town-plan
  jiedui check town town-plan";

/// Pairs agencies with villages and cadres with households (结对), at the least cost it can find,
/// and says how far from the best possible that can be.
#[derive(Debug, Parser)]
#[command(name = "jiedui", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Cli {
    /// The language of what people read. [default: that of the locale, else English]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Zh => Self::Chinese,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Plan(plan::Args),
    Check(check::Args),
    Diff(diff::Args),
    Whatif(whatif::Args),
    Explain(explain::Args),
    Diagnose(diagnose::Args),
    Report(report::Args),
    Generate(generate::Args),
    Template(template::Args),
    Convert(convert::Args),
    Export(export::Args),
    Bench(bench::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(hide = true)]
    Measure(measure::Args),
}

/// Tells that the first Ctrl-C will end the program at once, and why; in the language of the locale,
/// as the command line is not read yet.
pub fn warn_of_interrupts(why: &std::io::Error) {
    let language = Language::of_environment();
    output::warning(&say!(language, "terminal-no-interrupt", why = why.to_string()), language);
}

/// Runs the command line `args`, the program's name first, and tells of what went wrong.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version, asked for, go to standard output, complaints to standard error;
            // where that is closed there is nobody to tell.
            drop(error.print());
            return if error.use_stderr() { Exit::BadInput } else { Exit::Done };
        }
    };
    let language = cli.lang.map_or_else(Language::of_environment, Language::from);
    obey(cli.command, language).unwrap_or_else(|error| {
        output::error(&error, language);
        Exit::BadInput
    })
}

/// # Errors
/// Bad input, and files that cannot be read or written.
fn obey(command: Command, language: Language) -> Result<Exit> {
    match command {
        Command::Plan(args) => plan::run(&args, language),
        Command::Check(args) => check::run(&args, language),
        Command::Diff(args) => diff::run(&args, language),
        Command::Whatif(args) => whatif::run(&args, language),
        Command::Explain(args) => explain::run(&args, language),
        Command::Diagnose(args) => diagnose::run(&args, language),
        Command::Report(args) => report::run(&args, language),
        Command::Generate(args) => generate::run(&args),
        Command::Template(args) => template::run(&args, language),
        Command::Convert(args) => convert::run(&args, language),
        Command::Export(args) => export::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command(), language),
        Command::Measure(args) => measure::run(&args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
