//! From bytes to text: size limits and encodings.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::fault::Fault;
use crate::language::{Sentence, sentence, system};
use crate::model::data::FaultCode;

/// Largest file read, in bytes. With what is made of it on the way to a table (another encoding takes
/// up to three times the room, a table as much again) reading stays below 512 MiB.
pub(super) const LARGEST_FILE: u64 = 64 << 20;

/// Stands in a text for what could not be decoded.
pub(super) const DAMAGED: char = '\u{fffd}';

/// Characters that are taken for damage: NUL, and the byte-order mark within a file.
pub(super) const NO_TEXT: [char; 2] = ['\0', '\u{feff}'];

/// A decoded file.
pub(super) struct Text {
    /// Without byte-order mark; [`DAMAGED`] where bytes were no text, NUL, or another such mark.
    pub text: String,
    /// The encoding, where it was not UTF-8.
    pub encoding: Option<&'static str>,
}

/// Opens a file that may be absent (`None`) and has at most `most` bytes. Only plain files are
/// opened: a pipe would keep the program waiting, a device may never end.
pub(super) fn open(path: &Path, label: &str, most: u64) -> Result<Option<File>, Fault> {
    let unreadable = |error: io::Error| unreadable(label, &error, sentence!("advice-plain-file"));
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    if metadata.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    if !metadata.is_file() {
        let (cause, action) = (sentence!("fault-not-plain"), sentence!("advice-plain-file"));
        return Err(Fault::new(FaultCode::Unreadable, label, cause, action));
    }
    if metadata.len() > most {
        return Err(too_large(label, most));
    }
    File::open(path).map(Some).map_err(unreadable)
}

/// Reads and decodes a file that may be absent (`None`).
pub(super) fn read(path: &Path, label: &str) -> Result<Option<Text>, Fault> {
    read_at_most(path, label, LARGEST_FILE)
}

/// Reads and decodes a file that may be absent (`None`) and has at most `most` bytes.
pub(super) fn read_at_most(path: &Path, label: &str, most: u64) -> Result<Option<Text>, Fault> {
    let Some(file) = open(path, label, most)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(label, &error, sentence!("advice-readable")))?;
    if bytes.len() as u64 > most {
        return Err(too_large(label, most)); // it has grown since
    }
    let no_text = || {
        let (cause, action) = (sentence!("fault-no-text"), sentence!("advice-save-text"));
        Fault::new(FaultCode::Undecodable, label, cause, action)
    };
    decode(bytes).map(Some).ok_or_else(no_text)
}

fn too_large(label: &str, most: u64) -> Fault {
    let cause = sentence!("fault-large-file", size = most >> 20);
    Fault::new(FaultCode::TooLarge, label, cause, sentence!("advice-right-file"))
}

fn unreadable(label: &str, error: &io::Error, action: Sentence) -> Fault {
    let cause = sentence!("fault-unreadable", error = system::cause(error));
    Fault::new(FaultCode::Unreadable, label, cause, action)
}

/// UTF-8, with or without mark; UTF-16 with one; else GB18030, of which GBK is a part.
///
/// NUL is no text, and a byte-order mark is none where it does not begin the file: it shows that
/// files were joined, and would hide, invisible, in the id it precedes. What is such damage for a
/// quarter is no text at all (`None`), which also bounds the room that [`DAMAGED`] takes in its place.
fn decode(mut bytes: Vec<u8>) -> Option<Text> {
    let (mut text, encoding) = if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
        (utf8(bytes), None)
    } else if bytes.starts_with(b"\xff\xfe") {
        (with(UTF_16LE, &bytes[2..]), Some("UTF-16"))
    } else if bytes.starts_with(b"\xfe\xff") {
        (with(UTF_16BE, &bytes[2..]), Some("UTF-16"))
    } else if is_utf8(&bytes) {
        (utf8(bytes), None)
    } else {
        (with(GB18030, &bytes), Some("GBK"))
    };
    let damaged = text.chars().filter(|c| *c == DAMAGED || NO_TEXT.contains(c)).count();
    if damaged > text.len() / 4 {
        return None;
    }
    if text.contains(NO_TEXT) {
        text = text.replace(NO_TEXT, DAMAGED.encode_utf8(&mut [0; 4]));
    }
    Some(Text { text, encoding })
}

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether the bytes are UTF-8, be it with some damage.
///
/// UTF-8 with one broken byte must not be read as GBK, which gives a meaning to almost any pair of
/// bytes. In Chinese text saved as GBK most characters are no valid UTF-8, so a text whose
/// characters are by far mostly valid is UTF-8.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    invalid == 0 || valid > 4 * invalid
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "户编号,致贫原因\nH1,因病\nH2,缺劳力\n双溪乡、东坪村、“一般干部”\n";

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let utf16 = |order: fn(u16) -> [u8; 2]| {
            "\u{feff}".encode_utf16().chain(TEXT.encode_utf16()).flat_map(order).collect()
        };
        let encoded: [(Vec<u8>, Option<&str>); 5] = [
            (TEXT.into(), None),
            (format!("\u{feff}{TEXT}").into(), None),
            (GB18030.encode(TEXT).0.into_owned(), Some("GBK")),
            (utf16(u16::to_le_bytes), Some("UTF-16")),
            (utf16(u16::to_be_bytes), Some("UTF-16")),
        ];
        for (bytes, encoding) in encoded {
            let decoded = decode(bytes).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, encoding));
        }
    }

    #[test]
    fn utf8_with_a_broken_byte_is_not_taken_for_gbk() {
        let mut bytes = TEXT.as_bytes().to_vec();
        let at = bytes.len() - 2;
        bytes[at] = 0xff;
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.encoding, None);
        assert!(decoded.text.starts_with("户编号") && decoded.text.contains(DAMAGED));
    }

    #[test]
    fn nul_and_marks_within_a_text_are_damage() {
        assert_eq!(decode(b"abcd\0e".to_vec()).unwrap().text, "abcd\u{fffd}e");
        let joined = decode("\u{feff}a,b\n\u{feff}c,d".into()).unwrap();
        assert_eq!(joined.text, "a,b\n\u{fffd}c,d");
    }

    #[test]
    fn what_is_damage_for_a_quarter_is_no_text() {
        let utf16: Vec<u8> = "a,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [vec![0; 9], vec![0xff; 9], utf16] {
            assert!(decode(bytes.clone()).is_none(), "{bytes:?}");
        }
        assert_eq!(decode(Vec::new()).unwrap().text, "");
    }
}
