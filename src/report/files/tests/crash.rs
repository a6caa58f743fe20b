//! A process that dies at any step of replacing files, and those that come after it: this test program
//! starts itself again to play them.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::super::journal::settle;
use super::*;

/// The step at which the process is to die, its part and its folder.
const STEP: &str = "JIEDUI_TEST_DIES_AT";
const PART: &str = "JIEDUI_TEST_PART";
const FOLDER: &str = "JIEDUI_TEST_FOLDER";
const SIGKILL: i32 = 9;

static STEPS: AtomicU32 = AtomicU32::new(0);

/// Dies without another word where the environment says so.
pub(in super::super) fn step() {
    let Some(last) = std::env::var(STEP).ok().and_then(|step| step.parse::<u32>().ok()) else {
        return;
    };
    if STEPS.fetch_add(1, Ordering::Relaxed) == last {
        let own = std::process::id().to_string();
        let sent = Command::new("kill").args(["-KILL", &own]).status();
        unreachable!("it was killed, unless {sent:?}");
    }
}

/// What the folder has, temporary files aside.
type State = BTreeMap<String, String>;

fn state(folder: &Path) -> State {
    let mut state = State::new();
    for name in ["a", "b", "gone", "keep", "sub/c", "sub/gone"] {
        if let Ok(content) = fs::read_to_string(folder.join(name)) {
            state.insert(name.to_owned(), content);
        }
    }
    state
}

fn fill(folder: &Path) {
    fs::create_dir(folder.join("sub")).unwrap();
    for name in ["a", "gone", "keep", "sub/gone"] {
        fs::write(folder.join(name), "old").unwrap();
    }
}

fn leftovers(folder: &Path) -> usize {
    let of = |folder: PathBuf| names(&folder).into_iter().filter(|n| n.starts_with(".jiedui-"));
    of(folder.to_owned()).chain(of(folder.join("sub"))).count()
}

/// What the processes do: one after the other by the name of their part.
fn play(part: &str, folder: &Path) {
    let files = vec![file("a", "new"), file("b", "new"), file("sub/c", "new")];
    match part {
        "replace" => replace_all(folder, files, &["gone", "sub/gone"]).unwrap(),
        // The second file cannot be put in place, which only shows when the first one is.
        "fail" => {
            let mut changes = prepare(folder, files, &[], (&mut no_folders(), ANYONE)).unwrap();
            fs::create_dir(folder.join("b")).unwrap();
            put_in_place(folder, &mut changes).unwrap_err();
        }
        "read" => drop(settle(folder).unwrap()),
        other => panic!("{other} is no part"),
    }
}

fn no_folders() -> MadeFolders {
    MadeFolders { mode: ANYONE.folder, folders: Vec::new() }
}

/// Nothing by itself: what [`run`] starts.
#[test]
fn part_of_a_play() {
    let (Ok(part), Ok(folder)) = (std::env::var(PART), std::env::var(FOLDER)) else { return };
    play(&part, Path::new(&folder));
}

/// Plays a part in a process of its own that dies at a step, if it gets there.
fn run(part: &str, folder: &Path, last: u32) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "report::files::tests::crash::part_of_a_play"])
        .envs([(PART, part), (STEP, &last.to_string())])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
}

/// The states in which readers find the folder after the part died at each of its steps, and some of
/// those who came after it died, too; and how many readers were refused.
fn found_after(part: &str) -> (Vec<State>, usize) {
    let (mut found, mut refused) = (Vec::new(), 0);
    for last in 0.. {
        let mut ended = false;
        for second in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            fill(folder.path());
            let status = run(part, folder.path(), last);
            ended = status.success();
            assert!(ended || status.signal() == Some(SIGKILL), "{status}");
            run("read", folder.path(), second);
            if settle(folder.path()).is_err() {
                refused += 1;
                continue;
            }
            found.push(state(folder.path()));
            write_all(folder.path(), vec![file("keep", "old"), file("sub/d", "")]).unwrap();
            assert_eq!(leftovers(folder.path()), 0, "{part} {last} {second}");
        }
        if ended {
            return (found, refused);
        }
    }
    unreachable!("every part comes to its end")
}

fn old() -> State {
    ["a", "gone", "keep", "sub/gone"].map(|name| (name.to_owned(), "old".to_owned())).into()
}

#[test]
fn whoever_dies_while_files_are_replaced_leaves_the_old_ones_or_the_new_ones() {
    let mut new: State = ["a", "b", "sub/c"].map(|n| (n.to_owned(), "new".to_owned())).into();
    new.insert("keep".to_owned(), "old".to_owned());
    let (found, refused) = found_after("replace");
    assert_eq!(refused, 0);
    let count = |state: &State| found.iter().filter(|other| *other == state).count();
    assert_eq!(count(&old()) + count(&new), found.len(), "{found:?}");
    assert!(count(&old()) > 12 && count(&new) > 12, "{found:?}");
}

#[test]
fn whoever_dies_while_changes_are_taken_back_leaves_the_old_files() {
    let (found, refused) = found_after("fail");
    // Between the journal and the file that cannot be put in place, which is then told to the reader.
    assert!((1..found.len()).contains(&refused), "{refused}");
    assert!(found.len() > 12 && found.iter().all(|state| *state == old()), "{found:?}");
}

#[test]
fn a_journal_that_leads_elsewhere_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(folder.path().join("a"), "old").unwrap();
    let journal = r#"[{"target": "../a", "new": null}]"#;
    fs::write(inner.join(".jiedui-journal"), journal).unwrap();
    settle(&inner).unwrap_err();
    assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "old");
}

#[test]
fn a_folder_that_is_being_written_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let held = File::open(folder.path()).unwrap();
    held.lock().unwrap();
    let error = settle(folder.path()).unwrap_err();
    assert_eq!(error.source.kind(), io::ErrorKind::ResourceBusy);
    let error = write_all(folder.path(), vec![file("a", "new")]).unwrap_err();
    assert_eq!(error.source.kind(), io::ErrorKind::ResourceBusy);
    drop(held);
    write_all(folder.path(), vec![file("a", "new")]).unwrap();
    let reading = settle(folder.path()).unwrap();
    drop((settle(folder.path()).unwrap(), reading));
}
