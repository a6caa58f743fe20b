#[cfg(unix)]
pub(super) mod crash;

use super::*;

fn file(name: &str, content: &str) -> (String, Vec<u8>) {
    (name.to_owned(), content.as_bytes().to_vec())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn files_are_written_and_others_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("other"), "kept").unwrap();
    fs::write(folder.path().join("a"), "old").unwrap();
    write_all(folder.path(), vec![file("a", "new"), file("sub/b", "also")]).unwrap();
    assert_eq!(names(folder.path()), ["a", "other", "sub"]);
    assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "new");
    assert_eq!(fs::read_to_string(folder.path().join("sub/b")).unwrap(), "also");
    assert_eq!(names(&folder.path().join("sub")), ["b"]);
}

#[test]
fn a_failure_leaves_the_folder_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "old").unwrap();
    fs::write(folder.path().join("gone"), "still here").unwrap();
    fs::create_dir_all(folder.path().join("taken/by")).unwrap();
    let files = vec![file("a", "new"), file("fresh/b", "new"), file("taken", "new")];
    let error = replace_all(folder.path(), files, &["gone"]).unwrap_err();
    assert_eq!(error.path, folder.path().join("taken"));
    assert_eq!(names(folder.path()), ["a", "gone", "taken"]);
    assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "old");
}

#[cfg(unix)]
#[test]
fn private_files_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "for everyone").unwrap();
    let files = ["a", "b", "sub/c"].map(|name| file(name, "new"));
    write_private(folder.path(), files.to_vec()).unwrap();
    for (name, expected) in [("a", 0o600), ("b", 0o600), ("sub", 0o700), ("sub/c", 0o600)] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, expected, "{name}");
    }
}

#[test]
fn obsolete_files_are_removed_if_they_exist() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("gone"), "").unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/gone"), "").unwrap();
    let obsolete = ["gone", "never", "sub/gone", "sub/never"];
    replace_all(folder.path(), vec![file("a", "new")], &obsolete).unwrap();
    assert_eq!(names(folder.path()), ["a"]);
}

#[test]
fn a_folder_that_is_a_file_is_named_in_the_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "").unwrap();
    let error = write_all(&path, vec![file("a", "new")]).unwrap_err();
    assert!(error.path.starts_with(&path), "{error}");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn cells_with_commas_quotes_and_breaks_are_quoted() {
    let row = ["a,b", "say \"x\"", "two\nlines"].map(str::to_owned);
    let bytes = csv_table(["x", "y", "z"], [row]);
    let text = "x,y,z\n\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), text);
}
