//! `jiedui template` and `jiedui convert`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn jiedui(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiedui"));
    command.args(line.split_whitespace()).current_dir(folder).output().expect("the program runs")
}

fn done(folder: &Path, line: &str) {
    let said = jiedui(folder, line);
    assert!(said.status.success(), "{line}: {}", String::from_utf8_lossy(&said.stderr));
}

#[test]
fn a_folder_becomes_a_workbook_and_the_same_folder_again() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    done(dir.path(), "generate --preset tiny --seed 4 --out in");
    done(dir.path(), "convert in --out in.xlsx --lang zh");
    done(dir.path(), "convert in.xlsx --out back");
    done(dir.path(), "template --from in --out filled.xlsx");
    done(dir.path(), "convert filled.xlsx --out again");
    for entry in fs::read_dir(at("in")).unwrap() {
        let name = entry.unwrap().file_name();
        let [before, back, again] =
            ["in", "back", "again"].map(|folder| fs::read(at(folder).join(&name)).unwrap());
        assert!(before == back && before == again, "{}", name.display());
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_what_was_converted() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    done(dir.path(), "generate --preset tiny --seed 4 --out in");
    done(dir.path(), "convert in --out in.xlsx");
    done(dir.path(), "convert in.xlsx --out back");
    for file in ["in.xlsx", "back/cadres.csv", "back/households.csv"] {
        let mode = fs::metadata(dir.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn the_template_is_a_workbook_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    done(dir.path(), "template --out new.xlsx --lang zh");
    let said = jiedui(dir.path(), "convert new.xlsx --out in");
    assert!(said.status.success());
    assert!(String::from_utf8_lossy(&said.stderr).contains("example rows"));
    let said = jiedui(dir.path(), "template --out new.csv");
    assert_eq!(said.status.code(), Some(2));
    assert!(!dir.path().join("new.csv").exists());
    let said = jiedui(dir.path(), "convert new.xlsx --out ./new.xlsx");
    assert_eq!(said.status.code(), Some(2));
}
