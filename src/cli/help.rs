//! The help in the user's language: the derived command line with the words of the catalogue.
//!
//! The options of a command say what is parsed, `help.ftl` says what it is for: the words of each
//! command, option and value are found by their names ([`Teller`]), so that no text is kept twice.
//! Nor are clap's own headings and marks used, which are English.

use std::fmt::Write as _;

use clap::builder::{PossibleValue, PossibleValuesParser, Resettable, StyledStr};
use clap::{Arg, Command};

use crate::language::{Language, say};

/// A command line to parse with, that shows its help in `language`.
pub(super) fn for_people(program: Command, language: Language) -> Command {
    let teller = Teller { language, lays_out: true };
    teller.laid_out(teller.worded(program))
}

/// A command line to make completions and manual pages of, whose makers lay out values and defaults
/// themselves. It is not for parsing.
pub(super) fn for_tools(program: Command, language: Language) -> Command {
    Teller { language, lays_out: false }.worded(program)
}

/// Knows the words of the help.
struct Teller {
    language: Language,
    /// Whether values and defaults are told in the text of an option.
    lays_out: bool,
}

impl Teller {
    /// All words, also of what clap adds when it builds. What shows values at length must be known
    /// before that, as clap then decides whether `--help` tells more than `-h`.
    fn worded(&self, program: Command) -> Command {
        let mut program = self.command(self.with_notes(program));
        program.build();
        self.command(program)
    }

    /// A text of the catalogue about an option or a value, of this command or of several.
    fn text(&self, command: &str, what: &str) -> Option<String> {
        let own = self.language.find(&format!("help-{command}-{what}"));
        own.or_else(|| self.language.find(&format!("help-any-{what}")))
    }

    /// Below the options: what else there is to know, then examples, which the command brings along.
    fn with_notes(&self, command: Command) -> Command {
        let notes = self.language.find(&format!("help-{}-more", command.get_name()));
        let examples = command.get_after_help().map(|examples| {
            let mut text = format!("{}:", say!(self.language, "usage-examples"));
            for example in examples.to_string().lines() {
                text += "\n  ";
                text += example;
            }
            text
        });
        let parts: Vec<String> = notes.into_iter().chain(examples).collect();
        let command = command.mut_subcommands(|below| self.with_notes(below));
        if parts.is_empty() { command } else { command.after_help(parts.join("\n\n")) }
    }

    /// The words of a command, and of those below it.
    fn command(&self, command: Command) -> Command {
        let name = command.get_name().to_owned();
        let long = command.get_arguments().any(|arg| self.explains_values(&name, arg));
        let command = match self.language.find(&format!("help-{name}")) {
            Some(about) => command.about(about),
            None => command,
        };
        let command = command.mut_args(|arg| self.argument(&name, long, arg));
        command.mut_subcommands(|below| self.command(below))
    }

    /// The words of an option; `long` tells whether `--help` says more than `-h`.
    fn argument(&self, command: &str, long: bool, arg: Arg) -> Arg {
        let name = name(&arg);
        let id = if name == "help" && long { "help-long" } else { &name };
        let Some(text) = self.text(command, id) else { return arg };
        let values = self.values(command, &arg);
        if !self.lays_out {
            let arg = arg.help(text).long_help(Resettable::Reset);
            return if values.is_empty() {
                arg
            } else {
                arg.value_parser(PossibleValuesParser::new(values))
            };
        }
        let in_full =
            self.explains_values(command, &arg).then(|| self.in_full(&text, &arg, &values));
        let in_short = self.in_short(&text, &arg, &values);
        let arg = arg.help(in_short).long_help(Resettable::from(in_full));
        arg.hide_default_value(true).hide_possible_values(true)
    }

    /// The values an option may take, with their words.
    fn values(&self, command: &str, arg: &Arg) -> Vec<PossibleValue> {
        if !arg.get_action().takes_values() {
            return Vec::new();
        }
        let shown = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
        let worded = shown.map(|value| {
            match self.text(command, &format!("{}-{}", name(arg), value.get_name())) {
                Some(text) => value.help(text),
                None => value,
            }
        });
        worded.collect()
    }

    fn explains_values(&self, command: &str, arg: &Arg) -> bool {
        self.values(command, arg).iter().any(|value| value.get_help().is_some())
    }

    fn default(&self, arg: &Arg) -> Option<String> {
        let values = arg.get_default_values();
        if values.is_empty() || !arg.get_action().takes_values() {
            return None;
        }
        let values: Vec<_> = values.iter().map(|value| value.to_string_lossy()).collect();
        Some(say!(self.language, "usage-default", value = values.join(",")))
    }

    /// A text, the default and the values on a line.
    fn in_short(&self, text: &str, arg: &Arg, values: &[PossibleValue]) -> String {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let values = (!names.is_empty())
            .then(|| say!(self.language, "usage-values", values = names.join(", ")));
        let parts: Vec<String> =
            [Some(text.to_owned()), self.default(arg), values].into_iter().flatten().collect();
        parts.join(" ")
    }

    /// A text, the values with what each is, and the default.
    fn in_full(&self, text: &str, arg: &Arg, values: &[PossibleValue]) -> StyledStr {
        let mut full = format!("{text}\n\n{}:", say!(self.language, "usage-values-heading"));
        let longest = values.iter().map(|value| value.get_name().len()).max().unwrap_or(0) + 1;
        for value in values {
            let said = value.get_help().map(ToString::to_string).unwrap_or_default();
            let label = format!("{}:", value.get_name());
            write!(full, "\n- {label:longest$} {said}").expect("memory does not fail");
        }
        if let Some(default) = self.default(arg) {
            full += "\n\n";
            full += &default;
        }
        full.into()
    }

    /// The help of a built command and of those below it, under headings of the language.
    fn laid_out(&self, mut command: Command) -> Command {
        let usage = usage(&command.render_usage(), self.language);
        let sections = [
            (command.has_subcommands(), say!(self.language, "usage-commands"), "subcommands"),
            (has_positionals(&command), say!(self.language, "usage-arguments"), "positionals"),
            (command.get_opts().next().is_some(), say!(self.language, "usage-options"), "options"),
        ];
        let header = *command.get_styles().get_header();
        let mut template = format!("{{about-with-newline}}\n{usage}");
        for (_, heading, tag) in sections.into_iter().filter(|(shown, ..)| *shown) {
            write!(template, "\n\n{header}{heading}:{header:#}\n{{{tag}}}")
                .expect("memory does not fail");
        }
        template += "{after-help}";
        command.help_template(template).mut_subcommands(|below| self.laid_out(below))
    }
}

fn has_positionals(command: &Command) -> bool {
    command.get_positionals().next().is_some()
}

/// The name of an option in the catalogue.
fn name(arg: &Arg) -> String {
    arg.get_id().as_str().replace('_', "-")
}

/// clap's line of usage with its few words in the language; what stands for values is notation.
pub(super) fn usage(line: &StyledStr, language: Language) -> String {
    let options = format!("[{}]", say!(language, "usage-some-options"));
    let command = format!("<{}>", say!(language, "usage-a-command"));
    let heading = format!("{}:", say!(language, "usage-usage"));
    let line = line.ansi().to_string();
    line.replace("Usage:", &heading).replace("[OPTIONS]", &options).replace("<COMMAND>", &command)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    /// Whether a text is in the language; Chinese ones have Chinese characters.
    fn is_in(language: Language, text: &str) -> bool {
        language == Language::English
            || text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    /// What has no words in the language: commands, options, values.
    fn wordless(language: Language, program: Command) -> Vec<String> {
        let program = for_people(program, language);
        let teller = Teller { language, lays_out: true };
        let mut found = Vec::new();
        let good = |text: Option<String>| text.is_some_and(|text| is_in(language, &text));
        let below = program.get_subcommands().filter(|command| !command.is_hide_set());
        for command in std::iter::once(&program).chain(below) {
            let of = command.get_name();
            if !good(command.get_about().map(ToString::to_string)) {
                found.push(of.to_owned());
            }
            for arg in command.get_arguments().filter(|_| of != "help") {
                if !good(arg.get_help().map(ToString::to_string)) {
                    found.push(format!("{of} {}", arg.get_id()));
                }
                let values = teller.values(of, arg).into_iter();
                let shell = arg.get_id() == "shell"; // names of programs
                let bare =
                    values.filter(|v| !shell && !good(v.get_help().map(ToString::to_string)));
                found.extend(
                    bare.map(|value| format!("{of} {} {}", arg.get_id(), value.get_name())),
                );
            }
        }
        found
    }

    #[test]
    fn no_command_option_or_value_lacks_words() {
        for language in Language::ALL {
            assert_eq!(wordless(language, Cli::command()), [""; 0], "{language:?}");
        }
    }

    #[test]
    fn what_lacks_words_is_found() {
        let strange = Command::new("jiedui")
            .subcommand(
                Command::new("plan").about("in English").arg(Arg::new("magic").long("magic")),
            )
            .subcommand(Command::new("conquer"));
        for language in Language::ALL {
            assert_eq!(wordless(language, strange.clone()), ["plan magic", "conquer"]);
        }
    }

    /// Ids of the catalogue that the help of a command line asks for.
    fn asked_for(program: Command) -> BTreeSet<String> {
        let program = for_people(program, Language::English);
        let mut ids = BTreeSet::new();
        let (both, all) = (["help", "help-long"], program.get_subcommands());
        for command in std::iter::once(&program).chain(all) {
            let of = command.get_name();
            ids.extend([format!("help-{of}"), format!("help-{of}-more")]);
            for arg in command.get_arguments() {
                let values = arg.get_possible_values();
                let valued = values.iter().map(|v| format!("{}-{}", name(arg), v.get_name()));
                let whats = valued.chain([name(arg)]).chain(both.map(str::to_owned));
                ids.extend(
                    whats
                        .flat_map(|what| [format!("help-{of}-{what}"), format!("help-any-{what}")]),
                );
            }
        }
        ids
    }

    #[test]
    fn no_words_are_left_over() {
        let asked = asked_for(Cli::command());
        let catalogue = include_str!("../language/locales/en/help.ftl");
        let ids = catalogue.lines().filter(|line| line.starts_with("help-"));
        let ids: Vec<&str> = ids.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
        assert!(ids.len() > 100, "the scan sees {ids:?}");
        let left: Vec<&&str> = ids.iter().filter(|&&id| !asked.contains(id)).collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn nothing_of_the_chinese_help_is_claps_own() {
        let mut program = for_people(Cli::command(), Language::Chinese);
        let own = [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "default:",
            "Possible",
            "possible",
            "Print",
        ];
        let mut helps =
            vec![program.render_long_help().to_string(), program.render_help().to_string()];
        for below in program.get_subcommands_mut().filter(|below| !below.is_hide_set()) {
            helps.extend([below.render_long_help().to_string(), below.render_help().to_string()]);
        }
        for help in helps {
            let english: Vec<&&str> = own.iter().filter(|&&word| help.contains(word)).collect();
            assert!(english.is_empty(), "{english:?}: {help}");
            assert!(help.contains("用法:") && !help.contains("OPTIONS"), "{help}");
        }
    }
}
