//! What is wrong with a command line, in the user's language: clap's errors put in words.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help;
use super::options::Wanted;
use crate::language::{Language, say};

/// What an error says: what is wrong, what may have been meant, the usage. `None` for what is no
/// complaint, such as the help that was asked for.
pub(super) fn words(error: &clap::Error, language: Language) -> Option<String> {
    let mut text = what(error, language)?;
    let meant =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    for similar in meant.into_iter().filter_map(|kind| context(error, kind)) {
        text += "\n  ";
        text += &say!(language, "usage-did-you-mean", similar = similar);
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        text += "\n\n";
        text += &help::usage(usage, language);
    }
    text += "\n\n";
    text += &say!(language, "usage-try", help = "--help");
    Some(text)
}

/// What is wrong.
fn what(error: &clap::Error, language: Language) -> Option<String> {
    let get = |kind| context(error, kind).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            say!(language, "usage-unknown-argument", argument = argument)
        }
        ErrorKind::InvalidSubcommand => {
            let command = get(ContextKind::InvalidSubcommand);
            say!(language, "usage-unknown-command", command = command)
        }
        ErrorKind::MissingSubcommand => {
            let commands = get(ContextKind::ValidSubcommand);
            say!(language, "usage-no-command", commands = commands)
        }
        ErrorKind::MissingRequiredArgument => missing(error, language),
        ErrorKind::ArgumentConflict => conflict(&argument, error, language),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            bad_value(&argument, error, language)
        }
        ErrorKind::TooManyValues => {
            let value = get(ContextKind::InvalidValue);
            say!(language, "usage-extra-value", argument = argument, value = value)
        }
        ErrorKind::TooFewValues => {
            let (wanted, given) = (get(ContextKind::MinValues), get(ContextKind::ActualNumValues));
            say!(
                language,
                "usage-count-values",
                argument = argument,
                wanted = wanted,
                given = given
            )
        }
        ErrorKind::WrongNumberOfValues => {
            let (wanted, given) =
                (get(ContextKind::ExpectedNumValues), get(ContextKind::ActualNumValues));
            say!(
                language,
                "usage-count-values",
                argument = argument,
                wanted = wanted,
                given = given
            )
        }
        ErrorKind::NoEquals => say!(language, "usage-no-equals", argument = argument),
        ErrorKind::InvalidUtf8 => say!(language, "usage-not-unicode"),
        _ => return None,
    })
}

fn missing(error: &clap::Error, language: Language) -> String {
    let mut text = say!(language, "usage-missing");
    if let Some(ContextValue::Strings(arguments)) = error.get(ContextKind::InvalidArg) {
        for argument in arguments {
            text += "\n  ";
            text += argument;
        }
    }
    text
}

fn conflict(argument: &str, error: &clap::Error, language: Language) -> String {
    let others = context(error, ContextKind::PriorArg).unwrap_or_default();
    if others == argument {
        return say!(language, "usage-twice", argument = others);
    }
    say!(language, "usage-conflict", argument = argument.to_owned(), others = others)
}

/// A value that cannot be, with the values that can or what is wanted.
fn bad_value(argument: &str, error: &clap::Error, language: Language) -> String {
    let argument = argument.to_owned();
    let value = context(error, ContextKind::InvalidValue).unwrap_or_default();
    let mut text = match (value.is_empty(), error.source().and_then(Wanted::by)) {
        (_, Some(wanted)) => {
            let why = wanted.say(language);
            say!(language, "usage-bad-value-why", argument = argument, value = value, why = why)
        }
        (true, None) => say!(language, "usage-no-value", argument = argument),
        (false, None) => say!(language, "usage-bad-value", argument = argument, value = value),
    };
    if let Some(values) = context(error, ContextKind::ValidValue).filter(|all| !all.is_empty()) {
        text += "\n  ";
        text += &say!(language, "usage-values", values = values);
    }
    text
}

/// What an error says of one thing, as text.
fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    /// What is said of a command line, without the usage.
    fn said(line: &str, language: Language) -> String {
        let mut program = help::for_people(Cli::command(), language);
        let words = std::iter::once("jiedui").chain(line.split_whitespace());
        let error = program.try_get_matches_from_mut(words).expect_err(line);
        let text = super::words(&error, language).unwrap_or_else(|| panic!("{line}: {error}"));
        text.split("\n\n").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn each_kind_of_mistake_has_its_words_in_both_languages() {
        let cases = [
            (
                "plan in --out o --sed 1",
                "unexpected argument '--sed' found\n  a similar one exists: '--seed'",
                "无法识别的参数“--sed”\n  有相近的：“--seed”",
            ),
            (
                "genrate in",
                "unrecognized command 'genrate'\n  a similar one exists: 'generate'",
                "无法识别的命令“genrate”\n  有相近的：“generate”",
            ),
            (
                "plan in",
                "required arguments are missing:\n  --out <DIR>",
                "缺少必需的参数：\n  --out <DIR>",
            ),
            (
                "plan in --out",
                "a value is required for '--out <DIR>' but none was supplied",
                "“--out <DIR>”缺少值",
            ),
            (
                "plan in --out o --seed x",
                "invalid value 'x' for '--seed <N>': give a whole number",
                "“--seed <N>”的值“x”无效：请给出整数",
            ),
            (
                "plan in --out o --threads 0",
                "invalid value '0' for '--threads <N>': give a whole number, 1 or more",
                "“--threads <N>”的值“0”无效：请给出不小于 1 的整数",
            ),
            (
                "plan in --out o --gap 2",
                "invalid value '2' for '--gap <REL>': give a number from 0 to 1; 0.01 is one percent",
                "“--gap <REL>”的值“2”无效：请给出 0 至 1 之间的数；0.01 表示百分之一",
            ),
            (
                "generate --preset tiny --out o --times 21",
                "invalid value '21' for '--times <N>': give a whole number from 1 to 20",
                "“--times <N>”的值“21”无效：请给出 1 至 20 之间的整数",
            ),
            (
                "plan in --out o --method ecact",
                "invalid value 'ecact' for '--method <METHOD>'\n  [possible values: auto, exact, search]\n  a similar one exists: 'exact'",
                "“--method <METHOD>”的值“ecact”无效\n  [可选值：auto, exact, search]\n  有相近的：“exact”",
            ),
            (
                "plan in --out o --cold --warm-start p",
                "the argument '--cold' cannot be used with: --warm-start <PLAN>",
                "参数“--cold”不能与以下参数同用：--warm-start <PLAN>",
            ),
            (
                "plan in --out o --out p",
                "the argument '--out <DIR>' cannot be used multiple times",
                "参数“--out <DIR>”不能重复给出",
            ),
            (
                "plan in --out o --json=yes",
                "unexpected value 'yes' for '--json'; no more were expected",
                "“--json”多出一个值“yes”",
            ),
        ];
        for (line, english, chinese) in cases {
            assert_eq!(said(line, Language::English), english);
            assert_eq!(said(line, Language::Chinese), chinese);
        }
    }
}
