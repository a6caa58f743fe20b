//! Colours, completions and manual pages.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::command_line::{Desk, tiny};

/// Visible commands, as the help has them.
fn commands(desk: &Desk) -> Vec<String> {
    let help = desk.run("--help").with_code(0).stdout;
    let listed = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let first = |line: &str| {
        line.strip_prefix("  ")
            .filter(|l| !l.starts_with(' '))?
            .split(' ')
            .next()
            .map(str::to_owned)
    };
    let commands: Vec<String> = listed.lines().filter_map(first).collect();
    assert!(commands.len() > 5, "{help}");
    commands
}

#[test]
fn colours_are_for_terminals_alone_unless_forced() {
    let desk = Desk::new();
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = desk.command("check nowhere nowhere");
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        let output = command.envs(variables.iter().copied()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("nowhere"), "{stderr}");
        stderr.contains('\u{1b}')
    };
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]), "NO_COLOR has the last word");
}

#[test]
fn results_are_coloured_for_terminals_alone_unless_forced() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out a --method exact --quiet").with_code(0);
    desk.run("plan in --out b --method search --iterations 1 --seed 2 --quiet").with_code(0);
    let results = |line: &str, variables: &[(&str, &str)]| {
        let mut command = desk.command(line);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        let output = command.envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let force = ("CLICOLOR_FORCE", "1");
    for line in
        ["check in a", "diff a b --instance in", "diagnose in", "explain in a --village V001"]
    {
        let (plain, forced) = (results(line, &[]), results(line, &[force]));
        assert!(!plain.is_empty() && !plain.contains('\u{1b}'), "{line}: a pipe is no terminal");
        assert!(forced.contains('\u{1b}'), "{line}: {forced}");
        assert_eq!(results(line, &[("NO_COLOR", "1"), force]), plain, "{line}");
    }
    for line in ["check in a --json", "diff a b --json", "diagnose in --json", "export in --out -"]
    {
        assert!(!results(line, &[force]).contains('\u{1b}'), "{line} is for programs");
    }
}

#[test]
fn errors_are_labelled_in_the_language_asked_for() {
    let desk = Desk::new();
    let zh = desk.run("--lang zh check nowhere nowhere").with_code(2).stderr;
    let en = desk.run("--lang en check nowhere nowhere").with_code(2).stderr;
    assert!(zh.starts_with("错误：") && en.starts_with("error:"), "{zh}{en}");
}

#[test]
fn every_shell_has_completions_for_every_command() {
    let desk = Desk::new();
    let commands = commands(&desk);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = desk.run(&format!("completions {shell}")).with_code(0).stdout;
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} lacks {command}");
        }
        assert!(script.contains("iterations"), "{shell} lacks options");
    }
    desk.run("completions tcsh").with_code(2);
}

#[test]
fn bash_accepts_and_obeys_its_completions() {
    let desk = Desk::new();
    let script = desk.run("completions bash").with_code(0).stdout;
    let asked = "\nCOMP_WORDS=(jiedui expo); COMP_CWORD=1; _jiedui jiedui expo jiedui; \
                 printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    let mut bash = Command::new("bash")
        .arg("--norc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    bash.stdin.take().unwrap().write_all((script + asked).as_bytes()).unwrap();
    let output = bash.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "export\n");
}

#[test]
fn every_command_has_a_manual_page() {
    let desk = Desk::new();
    desk.run("man --out pages").with_code(0);
    let mut expected: Vec<String> =
        commands(&desk).iter().filter(|c| *c != "help").map(|c| format!("jiedui-{c}.1")).collect();
    expected.push("jiedui.1".to_owned());
    let entries = fs::read_dir(desk.path("pages")).unwrap();
    let mut pages: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    pages.sort();
    expected.sort();
    assert_eq!(pages, expected);
    let plan = desk.read("pages/jiedui-plan.1");
    for part in [".TH", ".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", "time", "Examples"] {
        assert!(plan.contains(part), "{part}: {plan}");
    }
    // Every line that begins with a dot is a request that man(7) or roff(7) knows.
    let known = ["TH", "SH", "SS", "TP", "RS", "RE", "IP", "PP", "br", "ie", "el", "ft", "sp"];
    for page in &pages {
        for line in desk.read(&format!("pages/{page}")).lines().filter(|l| l.starts_with('.')) {
            let request = line[1..].split_whitespace().next().unwrap_or_default();
            assert!(known.contains(&request), "{page}: {line}");
        }
    }
}

#[test]
fn help_and_complaints_are_in_the_language_asked_for_wherever_it_stands() {
    let desk = Desk::new();
    let help = desk.run("plan --help --lang zh").with_code(0).stdout;
    for words in ["用法: jiedui plan [选项] --out <DIR> <INSTANCE>", "参数:", "示例:", "求解时限"]
    {
        assert!(help.contains(words), "{words}: {help}");
    }
    assert_eq!(help, desk.run("--lang=zh help plan").with_code(0).stdout);
    let english = desk.run("plan --help").with_code(0).stdout;
    assert!(english.contains("Usage: jiedui plan [OPTIONS] --out <DIR> <INSTANCE>"), "{english}");
    let refused = desk.run("plan in --sed 7 --lang zh").with_code(2);
    assert_eq!(refused.stdout, "");
    for words in
        ["错误：无法识别的参数“--sed”", "有相近的：“--seed”", "用法: jiedui plan", "--help"]
    {
        assert!(refused.stderr.contains(words), "{words}: {}", refused.stderr);
    }
}

#[test]
fn completions_and_manual_pages_are_in_the_language_asked_for() {
    let desk = Desk::new();
    let script = desk.run("completions zsh --lang zh").with_code(0).stdout;
    for words in ["求解时限", "按规模和上限自动选择", "显示帮助", "审核方案"]
    {
        assert!(script.contains(words), "{words}: {script}");
    }
    desk.run("man --out pages --lang zh").with_code(0);
    let page = desk.read("pages/jiedui-plan.1");
    for words in [".SH 名称", ".SH 概要", ".SH 选项", "[默认：auto]", "可选值:", "显示帮助"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    for words in [".SH NAME", "OPTIONS", "EXTRA", "default:", "Possible"] {
        assert!(!page.contains(words), "{words}: {page}");
    }
}

#[test]
fn what_keeps_a_file_from_being_written_is_told_in_the_language_asked_for() {
    let desk = Desk::new();
    fs::write(desk.path("file"), "").unwrap();
    let told = |lang: &str| {
        let line = format!("generate --preset tiny --out file/below --lang {lang}");
        desk.run(&line).with_code(2).stderr
    };
    assert!(told("zh").starts_with("错误：无法写入 file"), "{}", told("zh"));
    assert!(told("zh").trim_end().ends_with("这不是文件夹"), "{}", told("zh"));
    assert!(told("en").starts_with("error: cannot write file"), "{}", told("en"));
}
