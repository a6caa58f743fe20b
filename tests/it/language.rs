//! The catalogue of messages: the same in every language, and the ones the program calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiedui::language::Language;

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

/// Ids in the calls `say!(language, "id", …)` of a source.
fn called(text: &str) -> Vec<String> {
    let calls = text.split("say!(").skip(1);
    calls
        .filter_map(|rest| {
            let (_, rest) = rest.split_once(',')?;
            let rest = rest.trim_start().strip_prefix('"')?;
            Some(rest.split_once('"')?.0.to_owned())
        })
        .collect()
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
}
