//! Who may read what is written, and that what is masked is masked in everything that can leave the
//! office.

use std::fs;
use std::path::{Path, PathBuf};

use jiedui::model::data::{InstanceData, PinRecord};
use jiedui::model::enums::{PinKind, PinMode};

use crate::cards::letters;
use crate::command_line::{Desk, tiny};
use crate::workbook::{sheets, texts};

/// Parts of names, phones and reasons that stand nowhere else.
const SECRETS: [&str; 5] = ["睿", "韬", "12345678", "her brother", "his neighbour"];

/// A scenario that takes the first household's helper away, for a reason.
fn scenario(desk: &Desk) -> String {
    let pairings = desk.read("plan/pairings.csv");
    let (household, cadre) = pairings.lines().nth(1).unwrap().split_once(',').unwrap();
    format!(
        "[[pins.add]]\nkind = \"help\"\nmode = \"forbid\"\nsubject_id = {cadre:?}\n\
         object_id = {household:?}\nreason = \"he is his neighbour\"\n"
    )
}

/// An instance where everything personal is known by a sign.
fn secret() -> InstanceData {
    let mut data = tiny();
    for cadre in &mut data.cadres {
        (cadre.name, cadre.phone) = ("欧阳睿".to_owned(), "13812345678".to_owned());
    }
    for household in &mut data.households {
        "王韬".clone_into(&mut household.name);
    }
    data.pins.push(PinRecord {
        kind: PinKind::Post,
        subject_id: data.cadres[0].id.clone(),
        object_id: data.villages[0].id.clone(),
        mode: PinMode::Forbid,
        reason: Some("her brother is the village's head".to_owned()),
    });
    data
}

/// A desk with everything that the program writes for people, masked if asked for.
fn written(data: &InstanceData, redact: &str) -> Desk {
    let desk = Desk::with(data);
    desk.run("plan in --out plan --iterations 200 --quiet").with_code(0);
    fs::write(desk.path("other.toml"), scenario(&desk)).unwrap();
    for line in [
        "report in plan --out report --with-names --lang zh",
        "convert in --out copy",
        "convert in --out copy.xlsx",
        "template --from in --out filled.xlsx",
        "whatif in --baseline plan --scenario other.toml --instances --iterations 200 --out whatif",
    ] {
        desk.run(&format!("{line} --quiet {redact}")).with_code(0);
    }
    desk
}

/// All files and folders within a folder, or the file itself.
fn within(path: &Path) -> Vec<PathBuf> {
    let mut all = vec![path.to_owned()];
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            all.extend(within(&entry.unwrap().path()));
        }
    }
    all
}

/// What a person can read in a file.
fn readable(file: &Path) -> String {
    match file.extension().and_then(|end| end.to_str()) {
        Some("xlsx") => texts(&sheets(&fs::read(file).unwrap())).join("\n"),
        Some("pdf") => letters(file),
        _ => fs::read_to_string(file).unwrap(),
    }
}

/// Every secret with the files it stands in.
fn found(desk: &Desk, outputs: &[&str]) -> Vec<(String, &'static str)> {
    let files = outputs.iter().flat_map(|output| within(&desk.path(output)));
    let in_file = |file: PathBuf| {
        let text = readable(&file);
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let own = SECRETS.into_iter().filter(|secret| text.contains(*secret));
        own.map(|secret| (name.clone(), secret)).collect::<Vec<_>>()
    };
    files.filter(|file| file.is_file()).flat_map(in_file).collect()
}

const OUTPUTS: [&str; 5] = ["report", "copy", "copy.xlsx", "filled.xlsx", "whatif"];

#[test]
fn what_is_masked_names_nobody_anywhere() {
    let desk = written(&secret(), "--redact");
    assert_eq!(found(&desk, &OUTPUTS), []);
    // The same things are there where nobody asked to mask them: the test knows what to look for.
    let desk = written(&secret(), "");
    let found = found(&desk, &OUTPUTS);
    for (file, secret) in [
        ("index.html", "睿"),
        ("index.html", "韬"),
        ("index.html", "her brother"),
        ("plan.xlsx", "12345678"),
        ("cards.pdf", "睿"),
        ("public-list.html", "12345678"),
        ("copy.xlsx", "her brother"),
        ("filled.xlsx", "韬"),
        ("households.csv", "韬"),
        ("pins.csv", "his neighbour"),
        ("changes.csv", "his neighbour"),
        ("changes.json", "his neighbour"),
    ] {
        assert!(found.contains(&(file.to_owned(), secret)), "{file} without {secret}");
    }
}

#[test]
fn a_masked_copy_is_planned_like_the_original() {
    let desk = Desk::with(&secret());
    desk.run("convert in --out masked --redact --quiet").with_code(0);
    for (folder, plan) in [("in", "plan"), ("masked", "masked-plan")] {
        desk.run(&format!("plan {folder} --out {plan} --iterations 200 --quiet")).with_code(0);
    }
    for table in ["attachments.csv", "teams.csv", "pairings.csv"] {
        let [one, other] =
            ["plan", "masked-plan"].map(|plan| desk.read(&format!("{plan}/{table}")));
        assert_eq!(one, other, "{table}");
    }
    assert!(desk.read("masked/cadres.csv").contains("欧阳某"));
    assert!(desk.read("masked/cadres.csv").contains("138****5678"));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_what_names_people() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = written(&secret(), "");
    desk.run("generate --preset tiny --out invented --quiet").with_code(0);
    desk.run("template --out empty.xlsx --quiet").with_code(0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::write(desk.path("usual"), "").unwrap();
    fs::create_dir(desk.path("usual-folder")).unwrap();
    let usual = [mode(&desk.path("usual")), mode(&desk.path("usual-folder"))];
    let expect = |names: &[&str], [file, folder]: [u32; 2]| {
        for path in names.iter().flat_map(|name| within(&desk.path(name))) {
            let expected = if path.is_dir() { folder } else { file };
            assert_eq!(mode(&path), expected, "{}", path.display());
        }
    };
    let private = ["in", "report", "copy", "copy.xlsx", "filled.xlsx", "whatif/other/instance"];
    expect(&private, [0o600, 0o700]);
    expect(&["plan", "invented", "empty.xlsx"], usual);
}

#[test]
fn cards_of_an_earlier_report_do_not_outlive_their_plan() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 100 --quiet").with_code(0);
    desk.run("report in plan --out report --quiet").with_code(0);
    let cards = || within(&desk.path("report/cards")).len();
    assert!(cards() > 2);
    fs::write(desk.path("report/cards/notes.txt"), "someone else's").unwrap();
    fs::write(desk.path("plan/pairings.csv"), "household_id,cadre_id\n").unwrap();
    desk.run("report in plan --out report --quiet").with_code(1);
    assert_eq!(within(&desk.path("report/cards")).len(), 2, "the folder and the notes are left");
    assert!(!desk.path("report/cards.html").exists());
    assert!(desk.path("report/index.html").exists());
}
