//! The catalogue of messages: the same in every language, and the ones the program calls.

mod stray;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiedui::language::Language;
use jiedui::model::data::PinRecord;
use jiedui::model::enums::{PinKind, PinMode};
use serde_json::Value;

use crate::command_line::{Desk, tiny};

/// Messages of a language: id to the names of its values.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// What follows each `$` of a text, as far as it is a name.
fn values(text: &str) -> impl Iterator<Item = String> {
    text.split('$').skip(1).map(|rest| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect()
    })
}

/// Messages of one file; `faults` has those that are there twice, or lie elsewhere than their file says.
fn read(text: &str, messages: &mut Messages, faults: &mut Vec<String>) {
    let mut current = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let id = line.split_once('=').map(|(id, _)| id.trim());
        let is_id = |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) && id.is_some_and(is_id) {
            let id = id.unwrap_or_default().to_owned();
            if messages.insert(id.clone(), BTreeSet::new()).is_some() {
                faults.push(format!("{id} is there twice"));
            }
            current = Some(id);
        }
        if let Some(names) = current.as_ref().and_then(|id| messages.get_mut(id)) {
            names.extend(values(line));
        }
    }
}

fn catalogue(language: Language, faults: &mut Vec<String>) -> Messages {
    let mut messages = Messages::new();
    for file in files(&source().join("language/locales").join(language.tag()), "ftl") {
        read(&fs::read_to_string(&file).unwrap(), &mut messages, faults);
    }
    messages
}

#[test]
fn every_message_is_there_in_every_language_with_the_same_values() {
    let mut faults = Vec::new();
    let [english, chinese] = Language::ALL.map(|language| catalogue(language, &mut faults));
    for (one, other, tag) in [(&english, &chinese, "zh"), (&chinese, &english, "en")] {
        for (id, values) in one {
            match other.get(id) {
                None => faults.push(format!("{id} is missing in {tag}")),
                Some(others) if others != values => {
                    faults.push(format!("{id} has {others:?} in {tag} instead of {values:?}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(!english.is_empty());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_message_can_be_said() {
    let mut faults = Vec::new();
    for language in Language::ALL {
        for (id, names) in catalogue(language, &mut Vec::new()) {
            let values: Vec<_> = names
                .into_iter()
                .map(|name| (&*name.leak(), jiedui::language::Value::from("7")))
                .collect();
            let said = language.message(&id, &values);
            // Fluent leaves what it could not fill in as `{$name}`, and an unknown message as its id.
            if said == id || said.contains("{$") || said.contains("Unknown") {
                faults.push(format!("{} {id}: {said}", language.tag()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether a text has Chinese characters.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn what_is_words_in_english_is_words_in_chinese() {
    let mut faults = Vec::new();
    for (id, names) in catalogue(Language::English, &mut Vec::new()) {
        let values: Vec<_> = names
            .into_iter()
            .map(|name| (&*name.leak(), jiedui::language::Value::from("7")))
            .collect();
        let [english, chinese] = Language::ALL.map(|language| language.message(&id, &values));
        // Signs such as "€ 7", "V7" and the names of files and programs are no words.
        let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
        if english.split([' ', '-']).any(is_word) && !is_chinese(&chinese) {
            faults.push(format!("{id}: {chinese}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Ids in the calls `say!(language, "id", …)` and `sentence!("id", …)` of a source.
fn called(text: &str) -> Vec<String> {
    let said = text.split("say!(").skip(1).filter_map(|rest| Some(rest.split_once(',')?.1));
    let made = text.split("sentence!(").skip(1);
    let id = |rest: &str| {
        let rest = rest.trim_start().strip_prefix('"')?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    said.chain(made).filter_map(id).collect()
}

/// How ids begin that the program composes of parts, such as a column's name.
const COMPOSED: &[&str] = &[
    "help-",
    "page-category-",
    "page-cause-",
    "page-layer-",
    "page-rank-",
    "page-role-",
    "page-seat-",
    "page-type-",
    "workbook-column-",
    "workbook-figure-",
    "workbook-note-",
    "workbook-setting-",
    "workbook-unit-",
];

/// What stands between quotation marks, and around them, which does no harm.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split(['"', '`']).collect()
}

/// Whether a message is named anywhere. The scripts of the page leave out `page-`.
fn is_named(id: &str, rust: &BTreeSet<&str>, scripts: &BTreeSet<&str>) -> bool {
    rust.contains(id)
        || scripts.contains(id.strip_prefix("page-").unwrap_or(id))
        || COMPOSED.iter().any(|family| id.starts_with(family))
}

#[test]
fn every_message_is_called() {
    let read = |ending| -> Vec<String> {
        files(&source(), ending).iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    };
    let (rust, scripts) = (read("rs"), read("js"));
    let rust: BTreeSet<&str> = rust.iter().flat_map(|text| quoted(text)).collect();
    let scripts: BTreeSet<&str> = scripts.iter().flat_map(|text| quoted(text)).collect();
    let english = catalogue(Language::English, &mut Vec::new());
    let idle: Vec<&String> = english.keys().filter(|id| !is_named(id, &rust, &scripts)).collect();
    assert!(idle.is_empty(), "nobody calls {idle:?}");
    for family in COMPOSED {
        assert!(english.keys().any(|id| id.starts_with(family)), "there is no {family}…");
    }
}

#[test]
fn every_message_that_is_called_exists() {
    let english = catalogue(Language::English, &mut Vec::new());
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in files(&source(), "rs") {
        for id in called(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            if !english.contains_key(&id) {
                faults.push(format!("{}: {id}", file.display()));
            }
        }
    }
    assert!(seen > 0, "the scan sees no calls");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_scan_of_messages_is_not_blind() {
    let (mut messages, mut faults) = (Messages::new(), Vec::new());
    read(
        "# note = x\none = { $a } and\n  { $b-c }\ntwo =\n    { $n ->\n",
        &mut messages,
        &mut faults,
    );
    let names = |id: &str| messages[id].iter().cloned().collect::<Vec<_>>();
    assert_eq!((names("one"), names("two")), (vec!["a".into(), "b-c".into()], vec!["n".into()]));
    read("one = again", &mut messages, &mut faults);
    assert_eq!(faults, ["one is there twice"]);
    assert_eq!(called("x(say!(language, \"one\", a = 1)) say!(l,\n  \"two\")"), ["one", "two"]);
    assert_eq!(called("sentence!(\n \"three\") sentence!(id)"), ["three"]);
    let (rust, scripts) = (quoted("f(\"one\")"), quoted("t(`two`) + t(\"page-three\")"));
    let named = ["one", "page-two", "workbook-unit-x", "page-three", "page-one", "three"]
        .map(|id| is_named(id, &rust, &scripts));
    assert_eq!(named, [true, true, true, false, false, false]);
}

#[test]
fn faults_are_told_in_the_language_that_is_asked_for() {
    let desk = Desk::with(&tiny());
    desk.edit("in/households.csv", "household_id", "户");
    desk.edit("in/instance.toml", "[quota]", "[qouta]");
    for (language, told, headline) in [
        ("en", "did you mean quota?", "2 faults in the input"),
        ("zh", "是否应为 quota？", "输入数据共有 2 处问题"),
    ] {
        for command in ["plan in --out out", "diagnose in", "export in --out x.mps", "bench in"] {
            let ended = desk.run(&format!("{command} --lang {language}")).with_code(2).stderr;
            assert!(ended.contains("J005 instance.toml:") && ended.contains(told), "{ended}");
            assert!(ended.trim_end().ends_with(headline), "{ended}");
        }
    }
}

#[test]
fn broken_rules_are_told_in_the_language_that_is_asked_for_and_to_programs_in_english() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out out --method exact").with_code(0);
    let pairings = desk.read("out/pairings.csv");
    let (row, rest) = pairings.split_once('\n').unwrap().1.split_once('\n').unwrap();
    let (household, _) = row.split_once(',').unwrap();
    fs::write(desk.path("out/pairings.csv"), format!("household_id,cadre_id\n{rest}")).unwrap();
    let english = format!("R4 [{household}]: household {household} has no helper\n");
    let chinese = format!("R4 [{household}]: 户 {household} 没有帮扶人\n");
    for (language, line) in [("en", &english), ("zh", &chinese)] {
        let told = desk.run(&format!("check in out --lang {language}")).with_code(1).stdout;
        assert!(told.contains(line), "{told}");
    }
    let judged = desk.run("check in out --json --lang zh").with_code(1).stdout;
    let judged: Value = serde_json::from_str(&judged).unwrap();
    let message = format!("household {household} has no helper");
    assert_eq!(judged["violations"][0]["message"], message);
    desk.run("report in out --out report").with_code(1);
    let page = desk.read("report/index.html");
    assert!(page.contains(&message) && page.contains(&format!("户 {household} 没有帮扶人")));
}

#[test]
fn why_pins_rule_out_every_plan_is_told_in_the_language_that_is_asked_for() {
    let mut data = tiny();
    let village = data.villages[0].id.clone();
    data.pins = data
        .agencies
        .iter()
        .map(|agency| PinRecord {
            kind: PinKind::Lead,
            subject_id: agency.id.clone(),
            object_id: village.clone(),
            mode: PinMode::Forbid,
            reason: None,
        })
        .collect();
    let desk = Desk::with(&data);
    for (language, why) in [
        ("en", format!("pins forbid every agency to lead village {village}")),
        ("zh", format!("指定禁止所有单位牵头村 {village}")),
    ] {
        let command = format!("plan in --out out --method search --lang {language}");
        let told = desk.run(&command).with_code(1);
        assert!(format!("{}{}", told.stdout, told.stderr).contains(&why), "{}", told.stderr);
    }
}
