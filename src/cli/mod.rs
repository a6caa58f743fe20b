//! The command line: reads what is asked for, has it done, and says how it went.
//!
//! One file a command. Results go to standard output, progress and messages to standard error. What a
//! command and its options are for is told in `src/language/locales/*/help.ftl`.

mod bench;
mod check;
mod complaint;
mod completions;
mod convert;
mod diagnose;
mod diff;
mod explain;
mod export;
mod generate;
mod help;
mod interrupt;
mod man;
mod measure;
mod options;
mod order;
mod output;
mod plan;
mod progress;
mod prover;
mod reading;
mod replay;
mod report;
mod template;
mod whatif;

use std::ffi::OsString;

use anyhow::Result;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

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

const EXAMPLES: &str = "\
jiedui generate --preset township --seed 1 --out town
jiedui plan town --out town-plan
jiedui check town town-plan";

/// What is parsed; the words of the help are added by [`help`].
#[derive(Debug, Parser)]
#[command(name = "jiedui", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    En,
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
    #[command(hide = true)]
    Highs,
}

/// Tells that the first Ctrl-C will end the program at once, and why; in the language of the locale,
/// as the command line is not read yet.
pub fn warn_of_interrupts(why: &std::io::Error) {
    let language = Language::of_environment();
    output::warning(&say!(language, "terminal-no-interrupt", why = why.to_string()), language);
}

/// Runs the command line `args`, the program's name first, and tells of what went wrong.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let language = asked_for(&args).unwrap_or_else(Language::of_environment);
    match parse(args, language) {
        Ok(cli) => obey(cli.command, language).unwrap_or_else(|error| {
            output::error(&error, language);
            Exit::BadInput
        }),
        Err(error) => refuse(&error, language),
    }
}

/// The language that `--lang` asks for, wherever it stands: help and complaints about the command line
/// need it before the command line is understood.
fn asked_for(args: &[OsString]) -> Option<Language> {
    let words = args.iter().skip(1).map(|arg| arg.to_string_lossy());
    let mut words = words.take_while(|word| word != "--");
    let value = loop {
        let word = words.next()?;
        match word.strip_prefix("--lang") {
            Some("") => break words.next()?,
            Some(rest) if rest.starts_with('=') => break rest[1..].to_owned().into(),
            _ => {}
        }
    };
    Lang::from_str(&value, false).ok().map(Language::from)
}

fn parse(args: Vec<OsString>, language: Language) -> Result<Cli, clap::Error> {
    let mut program = help::for_people(Cli::command(), language);
    Cli::from_arg_matches(&program.try_get_matches_from_mut(args)?)
}

/// Help and version, asked for, go to standard output, complaints to standard error; where that is
/// closed there is nobody to tell.
fn refuse(error: &clap::Error, language: Language) -> Exit {
    match complaint::words(error, language) {
        Some(words) => output::complaint(&words, language),
        None => drop(error.print()),
    }
    if error.use_stderr() { Exit::BadInput } else { Exit::Done }
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
        Command::Generate(args) => generate::run(&args, language),
        Command::Template(args) => template::run(&args, language),
        Command::Convert(args) => convert::run(&args, language),
        Command::Export(args) => export::run(&args, language),
        Command::Bench(args) => bench::run(&args, language),
        Command::Completions(args) => {
            completions::run(&args, help::for_tools(Cli::command(), language))
        }
        Command::Man(args) => man::run(&args, &help::for_tools(Cli::command(), language), language),
        Command::Highs => prover::run(),
        Command::Measure(args) => measure::run(&args, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let found = |line: &str| {
            let words = std::iter::once("jiedui").chain(line.split_whitespace());
            asked_for(&words.map(OsString::from).collect::<Vec<_>>())
        };
        for line in ["--lang zh plan", "plan --lang=zh", "plan in --out o --wrong --lang zh"] {
            assert_eq!(found(line), Some(Language::Chinese), "{line}");
        }
        assert_eq!(found("check --lang en"), Some(Language::English));
        for line in ["plan", "plan --lang", "--lang fr", "--lang=", "--language zh", "-- --lang zh"]
        {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
