//! What comes from elsewhere is what the project says: `deny.toml`, `docs/dependencies.md`, the lock.
//! Needs neither cargo-deny nor a network; what is of other platforms alone, `make deny` looks at.

mod licence;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use toml::{Table, Value as Toml};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
/// The one file with unsafe code.
const UNSAFE: &str = "src/solve/exact/callback.rs";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn table(file: &str) -> Table {
    text(file).parse().unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn word(value: &Toml, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}")).to_owned()
}

fn output(command: &mut Command) -> String {
    let output = command.current_dir(root()).output().expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// What cargo knows of the packages of this platform; those of others are not on this machine.
fn metadata() -> Value {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = output(Command::new(rustc).arg("-vV"));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let cargo = env!("CARGO");
    let line = ["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform"];
    let json = output(Command::new(cargo).args(line).arg(host));
    serde_json::from_str(&json).expect("cargo writes JSON")
}

fn packages(metadata: &Value) -> &Vec<Value> {
    metadata["packages"].as_array().expect("packages")
}

/// Crates that `Cargo.toml` names: of the program, of the tests, of other systems.
fn direct() -> BTreeSet<String> {
    fn named(table: &Table) -> Vec<String> {
        let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
        let tables = sections.iter().filter_map(|section| table.get(*section)?.as_table());
        tables.flat_map(|table| table.keys().cloned()).collect()
    }
    let manifest = table("Cargo.toml");
    let targets = manifest["target"].as_table().expect("dependencies of some systems").values();
    let of_targets = targets.filter_map(Toml::as_table).flat_map(named);
    named(&manifest).into_iter().chain(of_targets).collect()
}

/// The rows of `docs/dependencies.md` that begin with a crate's name: name, licence, reason.
fn justified() -> Vec<[String; 3]> {
    let document = text("docs/dependencies.md");
    let rows = document.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, licence, reason] = cells[..] else { panic!("not three cells: {row}") };
        [name.trim_matches('`').to_owned(), licence.to_owned(), reason.to_owned()]
    })
    .collect()
}

#[test]
fn every_direct_dependency_is_justified_once_with_its_licence() {
    let rows = justified();
    let names: Vec<String> = rows.iter().map(|[name, ..]| name.clone()).collect();
    let unique: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(names.len(), unique.len(), "one line each: {names:?}");
    assert_eq!(unique, direct());
    let metadata = metadata();
    let licence_of = |name: &str| {
        let mut of_that_name = packages(&metadata).iter().filter(|p| p["name"] == name);
        of_that_name.find_map(|p| p["license"].as_str())
    };
    for [name, licence, reason] in &rows {
        assert!(reason.split_whitespace().count() >= 4, "{name} is for something: {reason}");
        if let Some(stated) = licence_of(name) {
            assert_eq!(licence::normal(stated), *licence, "{name}");
        }
    }
}

#[test]
fn every_package_is_from_the_registry_with_a_checksum() {
    let lock = table("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages");
    assert!(packages.len() > direct().len());
    for package in packages {
        if ["jiedui", "jiedui-fuzz"].contains(&word(package, "name").as_str()) {
            continue; // ours
        }
        assert_eq!(word(package, "source"), REGISTRY, "{package}");
        let checksum = word(package, "checksum");
        assert!(checksum.len() == 64 && checksum.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}

/// Crates that `deny.toml` makes an exception of, and the licences it grants them.
fn exceptions(deny: &Table) -> BTreeMap<String, BTreeSet<String>> {
    let exceptions = deny["licenses"]["exceptions"].as_array().expect("exceptions");
    exceptions.iter().map(|entry| (word(entry, "crate"), names(&entry["allow"]))).collect()
}

fn names(array: &Toml) -> BTreeSet<String> {
    let array = array.as_array().expect("an array of names");
    array.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

#[test]
fn every_licence_is_allowed() {
    let deny = table("deny.toml");
    let (allowed, exceptions) = (names(&deny["licenses"]["allow"]), exceptions(&deny));
    let metadata = metadata();
    for package in packages(&metadata) {
        let name = package["name"].as_str().expect("a name");
        if exceptions.contains_key(name) {
            continue;
        }
        let stated = package["license"].as_str().unwrap_or_else(|| panic!("{name} has no licence"));
        assert!(licence::satisfied(stated, &allowed), "{name}: {stated}");
    }
}

/// Packages that become part of the program: below ours, tests left out.
fn linked(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().expect("nodes");
    let node = |id: &str| nodes.iter().find(|node| node["id"] == id).expect("a node");
    let mut open = vec![metadata["resolve"]["root"].as_str().expect("ours")];
    let mut reached = BTreeSet::from([open[0].to_owned()]);
    while let Some(id) = open.pop() {
        for dependency in node(id)["deps"].as_array().expect("dependencies") {
            let kinds = dependency["dep_kinds"].as_array().expect("kinds");
            let package = dependency["pkg"].as_str().expect("an id");
            let for_tests = kinds.iter().all(|kind| kind["kind"] == "dev");
            if !for_tests && reached.insert(package.to_owned()) {
                open.push(package);
            }
        }
    }
    let linked = packages(metadata).iter().filter(|p| reached.contains(p["id"].as_str().unwrap()));
    linked.map(|package| package["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn exceptions_are_for_tests_alone() {
    let metadata = metadata();
    let linked = linked(&metadata);
    assert!(linked.contains("highs-sys") && !linked.contains("headless_chrome"));
    for name in exceptions(&table("deny.toml")).keys() {
        assert!(packages(&metadata).iter().any(|p| p["name"] == name.as_str()), "{name} is gone");
        assert!(!linked.contains(name), "{name} would be given away with the program");
    }
}

/// A version as it is ordered; what stands behind `+` or `-` counts for nothing.
fn order(version: &str) -> Vec<u64> {
    let numbers = version.split(['+', '-']).next().expect("a version").split('.');
    numbers.map(|number| number.parse().expect("a number")).collect()
}

/// `name@version` of whatever the lock has a newer version of, too.
fn outdated(lock: &Table) -> BTreeSet<String> {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("packages") {
        versions.entry(word(package, "name")).or_default().push(word(package, "version"));
    }
    let mut outdated = BTreeSet::new();
    for (name, mut versions) in versions {
        versions.sort_by_key(|version| order(version));
        versions.pop();
        outdated.extend(versions.into_iter().map(|version| format!("{name}@{version}")));
    }
    outdated
}

#[test]
fn versions_beside_a_newer_one_are_those_that_are_told_with_a_reason() {
    let deny = table("deny.toml");
    let skipped = deny["bans"]["skip"].as_array().expect("skipped crates");
    assert!(skipped.iter().all(|entry| !word(entry, "reason").is_empty()));
    let skipped: BTreeSet<String> = skipped.iter().map(|entry| word(entry, "crate")).collect();
    assert_eq!(skipped, outdated(&table("Cargo.lock")));
}

/// All Rust files below a folder, by their paths from the root.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let rust = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    rust.chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

#[test]
fn unsafe_code_is_in_one_file() {
    let lint = &table("Cargo.toml")["lints"]["rust"]["unsafe_code"];
    assert_eq!(lint.as_str(), Some("deny"), "and it takes a word in a file to allow it");
    let allows = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source");
        ["allow", "expect", "warn"].iter().any(|w| text.contains(&format!("{w}(unsafe_code")))
    };
    let allowing: Vec<PathBuf> = sources(&root().join("src")).into_iter().filter(allows).collect();
    assert_eq!(allowing, [root().join(UNSAFE)]);
    assert!(text("src/main.rs").contains("\n#![forbid(unsafe_code)]\n"));
    for (file, but) in [("src/lib.rs", "solve"), ("src/solve/mod.rs", "exact")] {
        let text = text(file);
        let lines: Vec<&str> = text.lines().collect();
        let free =
            |pair: &&[&str]| pair[1].starts_with("pub mod ") && pair[0] != "#[forbid(unsafe_code)]";
        let free: Vec<&str> = lines.windows(2).filter(free).map(|pair| pair[1]).collect();
        assert_eq!(free, [format!("pub mod {but};")], "{file}");
    }
}

#[test]
fn the_least_rust_is_what_the_readmes_say() {
    let manifest = table("Cargo.toml");
    let least = word(&manifest["package"], "rust-version");
    for (file, said) in [
        ("README.md", format!("Rust {least} or later")),
        ("README.zh.md", format!("Rust {least} 以上版本")),
        ("docs/dependencies.md", format!("Rust {least}")),
    ] {
        assert!(text(file).contains(&said), "{file} does not say “{said}”");
    }
    let metadata = metadata();
    for package in packages(&metadata) {
        let asks = package["rust_version"].as_str().unwrap_or("1.0");
        assert!(order(asks) <= order(&format!("{least}.0")), "{}: {asks}", package["name"]);
    }
}
