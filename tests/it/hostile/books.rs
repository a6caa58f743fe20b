//! Workbooks.

use std::fs;

use super::fuzz::{archive, readers};
use super::zip::{self, Part};
use super::{Desk, bounded, desk, manifest, refused};

type Parts = Vec<(String, Vec<u8>)>;

/// The parts of a sound workbook.
fn sound() -> Parts {
    archive::files(&fs::read(manifest().join("seeds/sheets/shared")).unwrap())
}

/// A sound workbook with text of one part replaced.
fn replaced(part: &str, from: &str, to: &str) -> Parts {
    let mut parts = sound();
    let (_, content) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    *content = text.replacen(from, to, 1).into();
    parts
}

/// A desk with this workbook.
fn with(book: impl AsRef<[u8]>) -> Desk {
    let desk = desk();
    fs::write(desk.path("book.xlsx"), book).unwrap();
    desk
}

/// The faults a workbook is refused for.
#[track_caller]
fn faults(book: impl AsRef<[u8]>) -> Vec<String> {
    refused(&with(book), "book.xlsx")
}

#[track_caller]
fn is_fine(book: impl AsRef<[u8]>) {
    bounded(&with(book), "diagnose book.xlsx").with_code(0);
}

const AGENCIES: &str = "xl/worksheets/sheet2.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

#[test]
fn the_workbook_that_the_others_are_made_of_is_sound() {
    is_fine(readers::zipped(&sound()));
}

#[test]
fn ten_gibibytes_in_ten_megabytes() {
    let bomb = zip::zeros(10 << 30);
    for announced in [1_000, u32::MAX - 1] {
        for name in [STRINGS, AGENCIES, "xl/media/image1.png"] {
            let others = sound().into_iter().filter(|(part, _)| part != name);
            let others: Parts = others.collect();
            let others = others.iter().map(|(name, bytes)| Part {
                name,
                method: 0,
                bytes,
                announced: bytes.len() as u32,
            });
            let part = Part { name, method: 8, bytes: &bomb, announced };
            let book = zip::archive(&[part].into_iter().chain(others).collect::<Vec<_>>());
            // Where the size is a lie, that is what is told.
            let code = if announced == 1_000 { "J002" } else { "J022" };
            assert_eq!(faults(book), [format!("{code} book.xlsx")], "{name}");
        }
    }
}

#[test]
fn an_archive_within_an_archive() {
    let inner = zip::archive(&[Part {
        name: "xl/workbook.xml",
        method: 8,
        bytes: &zip::zeros(10 << 30),
        announced: 1_000,
    }]);
    let book = readers::zipped(&[("book.xlsx".to_owned(), inner)]);
    assert_eq!(faults(book), ["J002 book.xlsx"]);
}

#[test]
fn more_parts_than_a_workbook_has() {
    let names: Vec<String> = (0..65_000).map(|part| part.to_string()).collect();
    let part = |name| Part { name, method: 0, bytes: b"", announced: 0 };
    let book = zip::archive(&names.iter().map(|name| part(name.as_str())).collect::<Vec<_>>());
    assert_eq!(faults(book), ["J022 book.xlsx"]);
}

#[test]
fn an_archive_that_ends_a_million_times() {
    let ends = zip::end(65_535, 1 << 20, 0).repeat(1_000_000);
    assert_eq!(faults(ends), ["J002 book.xlsx"]);
}

#[test]
fn a_sheet_with_one_cell_in_its_last_corner() {
    let cell = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    let mut parts = replaced(AGENCIES, "</sheetData>", cell);
    let (_, sheet) = parts.iter_mut().find(|(name, _)| name == AGENCIES).unwrap();
    let text = String::from_utf8(sheet.clone()).unwrap();
    let end = text.find("<sheetData>").unwrap();
    let all = format!("<worksheet><dimension ref=\"A1:XFD1048576\"/>{}", &text[end..]);
    *sheet = all.into();
    assert_eq!(faults(readers::zipped(&parts)), ["J022 book.xlsx[agencies]"]);
}

#[test]
fn a_dimension_that_is_not_true() {
    for dimension in ["A1:XFD1048576", "A1:ZZZZZZ99999999999", "B2:A1", "0", ""] {
        let mut parts = sound();
        let (_, sheet) = parts.iter_mut().find(|(name, _)| name == AGENCIES).unwrap();
        let text = String::from_utf8(sheet.clone()).unwrap();
        let start = text.find("<dimension ref=\"").unwrap() + "<dimension ref=\"".len();
        let end = start + text[start..].find('"').unwrap();
        *sheet = format!("{}{dimension}{}", &text[..start], &text[end..]).into();
        let ended = bounded(&with(readers::zipped(&parts)), "diagnose book.xlsx");
        assert!(ended.stderr.contains("J002") || ended.stderr.is_empty(), "{}", ended.stderr);
    }
}

#[test]
fn more_shared_texts_promised_than_are_there() {
    for count in ["1000000000000", "18446744073709551615", "4000000000"] {
        let text = format!("uniqueCount=\"{count}\" x=\"");
        let book = readers::zipped(&replaced(STRINGS, "uniqueCount=\"", &text));
        assert_eq!(faults(book), ["J002 book.xlsx"], "{count}");
    }
}

#[test]
fn a_shared_text_that_is_not_there() {
    let book = readers::zipped(&replaced(AGENCIES, "t=\"s\"><v>", "t=\"s\"><v>99999"));
    let told = faults(book);
    assert!(told[0].starts_with("J0") && told[0].contains("book.xlsx[agencies]"), "{told:?}");
}

#[test]
fn shared_texts_within_shared_texts() {
    let deep = 500_000;
    let nested = format!("<si>{}{}</si></sst>", "<r><t>".repeat(deep), "</t></r>".repeat(deep));
    let ended = with(readers::zipped(&replaced(STRINGS, "</sst>", &nested)));
    bounded(&ended, "diagnose book.xlsx"); // what nobody refers to may stand there
    let own = "<si><t>&a;</t></si><si><si><t>a</t></si></si></sst>";
    bounded(&with(readers::zipped(&replaced(STRINGS, "</sst>", own))), "diagnose book.xlsx");
}

#[test]
fn entities_that_multiply_and_entities_from_elsewhere() {
    let entity = |i| format!("<!ENTITY e{i} \"{}\">", format!("&e{};", i - 1).repeat(10));
    let entities: String = (1..20).map(entity).collect();
    let kinds = [
        format!("<!DOCTYPE x [<!ENTITY e0 \"ha\">{entities}]><sst "),
        "<!DOCTYPE x [<!ENTITY e19 SYSTEM \"file:///etc/passwd\">]><sst ".to_owned(),
    ];
    for doctype in kinds {
        let mut parts = replaced(STRINGS, "<sst ", &doctype);
        let (_, strings) = parts.iter_mut().find(|(name, _)| name == STRINGS).unwrap();
        let text = String::from_utf8(strings.clone()).unwrap();
        *strings = text.replace("<t>", "<t>&e19;").into();
        let ended =
            bounded(&with(readers::zipped(&parts)), "plan book.xlsx --out out").with_code(2);
        assert!(!ended.stderr.contains("root:") && !ended.stderr.contains("haha"));
    }
}

#[test]
fn cells_that_refer_to_other_files_have_the_values_they_were_saved_with() {
    let cell = "<v>104.1</v>";
    let linked = "<f>[1]Sheet1!A1</f><v>104.1</v>";
    let mut parts = replaced(AGENCIES, cell, linked);
    let link = "<externalLink><externalBook r:id=\"rId1\"/></externalLink>";
    let target = "<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" \
        Target=\"http://192.0.2.1/book.xlsx\"/></Relationships>";
    parts.push(("xl/externalLinks/externalLink1.xml".to_owned(), link.into()));
    parts.push(("xl/externalLinks/_rels/externalLink1.xml.rels".to_owned(), target.into()));
    is_fine(readers::zipped(&parts));
}

#[test]
fn a_part_is_missing() {
    for (missing, _) in sound() {
        let parts: Parts = sound().into_iter().filter(|(name, _)| *name != missing).collect();
        let desk = with(readers::zipped(&parts));
        let ended = bounded(&desk, "diagnose book.xlsx");
        let harmless = ["xl/styles.xml", "_rels/.rels", "xl/worksheets/sheet1.xml"];
        assert!(
            harmless.contains(&missing.as_str()) || ended.stderr.contains("\nJ0"),
            "{missing}: {}",
            ended.stderr
        );
    }
}

#[test]
fn other_files_by_the_name_of_a_workbook() {
    let compound = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0xff; 4_096]].concat();
    let document = readers::zipped(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".into()),
        ("content.xml".to_owned(), b"<office:document-content/>".into()),
    ]);
    let kinds: [(&[u8], &str); 4] = [
        (&compound, "a password, or of an older kind"),
        (&document, "OpenDocument"),
        (b"household_id,village_id\nH1,V1\n", "cannot be read"),
        (b"", "cannot be read"),
    ];
    for (book, words) in kinds {
        let stderr = bounded(&with(book), "plan book.xlsx --out out").with_code(2).stderr;
        assert!(stderr.contains("J002 book.xlsx") && stderr.contains(words), "{stderr}");
    }
}

#[test]
fn a_part_that_is_locked_with_a_password() {
    let mut book = readers::zipped(&sound());
    for record in [b"PK\x03\x04\x14\0".as_slice(), b"PK\x03\x04\x0a\0"] {
        set_flag(&mut book, record, 6);
    }
    set_flag(&mut book, b"PK\x01\x02", 8);
    assert_eq!(faults(book), ["J002 book.xlsx"]);
}

/// Sets the flag of encryption in every record that begins so.
fn set_flag(book: &mut [u8], record: &[u8], at: usize) {
    for start in 0..book.len() - 30 {
        if book[start..].starts_with(record) {
            book[start + at] |= 1;
        }
    }
}
