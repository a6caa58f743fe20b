//! What the two READMEs tell people to type is there.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const READMES: [&str; 2] = ["README.md", "README.zh.md"];

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The command lines in the shell blocks of a text, comments left out.
fn shell_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside {
            let command = line.split(" #").next().unwrap_or_default().trim();
            lines.extend((!command.is_empty() && !command.starts_with('#')).then_some(command));
        }
    }
    lines
}

/// Every `jiedui` command line of a README, without the program's name.
fn commands(text: &str) -> Vec<&str> {
    shell_lines(text).into_iter().filter_map(|line| line.strip_prefix("jiedui ")).collect()
}

fn help(arguments: &[&str]) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_jiedui"))
        .args(arguments)
        .arg("--help")
        .output()
        .expect("the program runs");
    output.status.success().then(|| String::from_utf8(output.stdout).expect("help is UTF-8"))
}

/// What the program does not offer of a command line: the command itself, or options.
fn missing(command: &str) -> Vec<String> {
    let mut words = command.split_whitespace();
    let subcommand = words.next().unwrap_or_default();
    let Some(help) = help(&[subcommand]) else { return vec![subcommand.to_owned()] };
    let offered: BTreeSet<&str> =
        help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).collect();
    let options = words.filter(|word| word.starts_with("--"));
    options.filter(|option| !offered.contains(option)).map(str::to_owned).collect()
}

#[test]
fn what_the_readmes_tell_to_type_is_offered_by_the_program() {
    for file in READMES {
        let text = text(file);
        let commands = commands(&text);
        assert!(commands.len() >= 5, "{file} shows {commands:?}");
        for command in commands {
            assert_eq!(missing(command), [""; 0], "{file}: jiedui {command}");
        }
    }
    assert_eq!(missing("conquer county --out x"), ["conquer"]);
    assert_eq!(missing("plan county --out x --magic"), ["--magic"]);
}

#[test]
fn the_readmes_show_every_command_and_the_same_ones() {
    let [english, chinese] = READMES.map(text);
    assert_eq!(shell_lines(&english).len(), shell_lines(&chinese).len());
    assert_eq!(commands(&english), commands(&chinese));
    let shown: BTreeSet<&str> =
        commands(&english).iter().filter_map(|line| line.split_whitespace().next()).collect();
    let help = help(&[]).expect("help is there");
    let offered: BTreeSet<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|&name| name != "help")
        .collect();
    assert_eq!(shown, offered);
}

#[test]
fn the_make_targets_and_the_files_that_the_readmes_name_exist() {
    let makefile = text("Makefile");
    for file in READMES {
        let text = text(file);
        let targets = || shell_lines(&text).into_iter().filter_map(|l| l.strip_prefix("make "));
        assert!(targets().count() >= 2, "{file}");
        for target in targets() {
            assert!(makefile.contains(&format!("\n{target}:")), "{file}: make {target}");
        }
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(link);
            assert!(path.exists(), "{file} links to {link}");
        }
    }
}

#[test]
fn the_readmes_quote_the_same_figures() {
    let figures = READMES.map(|file| {
        let text = text(file);
        let (_, rest) = text.split_once("<!-- figures: begin -->").expect(file);
        let (table, _) = rest.split_once("<!-- figures: end -->").expect(file);
        let is_figure = |c: char| c.is_ascii_digit() || c == '.';
        let rows: Vec<String> =
            table.lines().map(|row| row.chars().filter(|&c| is_figure(c)).collect()).collect();
        assert!(rows.len() > 5, "{file} quotes no figures");
        rows
    });
    assert_eq!(figures[0], figures[1]);
}
