//! The folder of `jiedui report`: what a plan becomes for people, in several forms.
//!
//! A report replaces the one before it: files of that one which are not made anew (cards of a village
//! that is gone, cards of a plan that now breaks rules) are removed in the same go. Which they are,
//! the earlier report has left in a list of its own, so that no file of anyone else is touched.

use std::fs;
use std::path::{Component, Path};

use super::files::{WriteError, replace_private};

/// The list of a report's files, one name a line.
pub const LIST: &str = ".jiedui-report";

/// Writes the files (name relative to the folder, content), all or none of them, and removes what an
/// earlier report has left. They name people: only their owner may read them.
///
/// # Errors
/// The first that could not be written; the folder is then as it was.
pub fn write(folder: &Path, mut files: Vec<(String, Vec<u8>)>) -> Result<(), WriteError> {
    let earlier = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    let is_made_anew = |name: &str| files.iter().any(|(own, _)| own == name);
    let obsolete: Vec<&str> =
        earlier.lines().filter(|name| is_inside(name) && !is_made_anew(name)).collect();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let list = names.join("\n") + "\n";
    files.push((LIST.to_owned(), list.into_bytes()));
    replace_private(folder, files, &obsolete)
}

/// Whether a name leads nowhere but into the folder, whoever wrote it into the list.
fn is_inside(name: &str) -> bool {
    let mut parts = Path::new(name).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(folder: &Path, names: &[&str]) {
        let files = names.iter().map(|name| ((*name).to_owned(), b"new".to_vec()));
        write(folder, files.collect()).unwrap();
    }

    #[test]
    fn a_report_takes_the_files_of_the_earlier_one_with_it_and_no_others() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("report");
        report(&folder, &["index.html", "cards/V1.html", "cards/V2.html", "old/V3.html"]);
        fs::write(folder.join("cards/notes.txt"), "someone else's").unwrap();
        fs::write(folder.join("cards/V9.html"), "someone else's").unwrap();
        report(&folder, &["index.html", "cards/V2.html"]);
        for kept in ["index.html", "cards/V2.html", "cards/notes.txt", "cards/V9.html", LIST] {
            assert!(folder.join(kept).exists(), "{kept}");
        }
        assert!(!folder.join("cards/V1.html").exists());
        assert!(!folder.join("old").exists(), "a folder left empty goes, too");
    }

    #[test]
    fn a_list_cannot_reach_out_of_the_folder() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("report");
        let beside = outer.path().join("beside.txt");
        fs::write(&beside, "someone else's").unwrap();
        report(&folder, &["index.html"]);
        fs::write(folder.join(LIST), format!("../beside.txt\n{}\n\n.\n", beside.display()))
            .unwrap();
        report(&folder, &["plan.xlsx"]);
        assert!(beside.exists());
        assert!(folder.join("index.html").exists(), "the list no longer named it");
    }
}
