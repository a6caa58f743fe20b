//! The folder of `jiedui report`: what a plan becomes for people, in several forms.
//!
//! A report replaces the one before it: files of that one which are not made anew (cards of a village
//! that is gone, cards of a plan that now breaks rules) are removed in the same go. Which they are,
//! the earlier report has left in a list of its own, so that no file of anyone else is touched.

use std::fs;
use std::path::{Component, Path};

use super::files::{WriteError, replace_private};
use super::text::grouped;
use super::words::{pad, pad_left, width};
use super::{cards, page};
use crate::language::{Language, say};

/// Name of the workbook's file.
pub const WORKBOOK: &str = "plan.xlsx";

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

/// The files, what each is and how large, a line each; those of single villages on one line.
#[must_use]
pub fn contents(files: &[(String, Vec<u8>)], language: Language) -> String {
    let villages = format!("{}/", cards::FOLDER);
    let (of_villages, alone): (Vec<_>, Vec<_>) =
        files.iter().partition(|(name, _)| name.starts_with(&villages));
    let mut rows: Vec<(&str, String, usize)> = alone
        .into_iter()
        .map(|(name, content)| (name.as_str(), what(name, language), content.len()))
        .collect();
    if !of_villages.is_empty() {
        let count = grouped(of_villages.len() as u64);
        let bytes = of_villages.iter().map(|(_, content)| content.len()).sum();
        let told = say!(language, "report-file-villages", count = count);
        rows.push((&villages, told, bytes));
    }
    let widest = |cell: fn(&(&str, String, usize)) -> usize| rows.iter().map(cell).max();
    let names = widest(|row| width(row.0)).unwrap_or(0);
    let sizes = widest(|row| width(&size(row.2))).unwrap_or(0);
    let line = |(name, what, bytes): &(&str, String, usize)| {
        format!("  {}  {}  {what}", pad(name, names), pad_left(&size(*bytes), sizes))
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What a file of the report is.
fn what(name: &str, language: Language) -> String {
    match name {
        page::FILE => say!(language, "report-file-page"),
        WORKBOOK => say!(language, "report-file-workbook"),
        cards::ALL_HTML => say!(language, "report-file-cards"),
        cards::ALL_PDF => say!(language, "report-file-cards-pdf"),
        cards::PUBLIC_LIST => say!(language, "report-file-list"),
        _ => String::new(),
    }
}

/// A number of bytes as people read it, in thousands or millions, rounded up.
fn size(bytes: usize) -> String {
    let thousands = bytes.div_ceil(1000);
    if thousands < 1000 {
        return format!("{thousands} kB");
    }
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
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
    fn contents_tell_each_file_once_and_those_of_villages_together() {
        let file = |name: &str, bytes: usize| (name.to_owned(), vec![0; bytes]);
        let files = [
            file(page::FILE, 1_234_567),
            file(WORKBOOK, 999_001),
            file("cards/V1.html", 1),
            file("cards/V1.pdf", 2_000),
        ];
        let told = contents(&files, Language::English);
        let expected = "  index.html  1.3 MB  the web page with map and tables\n  \
                          plan.xlsx   1.0 MB  the workbook\n  \
                          cards/        3 kB  contact cards village by village, 2 files";
        assert_eq!(told, expected);
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
