//! The file of a workbook, a ZIP archive of XML parts, judged before it is read.
//!
//! What an archive says of the size of its parts need not be true, and a part of a few megabytes can
//! unpack to many gigabytes. So every part is unpacked once and thrown away, until the limits are
//! reached: reading takes no more than was measured here.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::fault::Fault;
use crate::language::{Sentence, sentence};
use crate::model::data::FaultCode;

/// Largest file of a workbook, in bytes; with a directory of nothing but names it stays readable
/// within 512 MiB.
pub(super) const LARGEST_BOOK: u64 = 32 << 20;
/// Most bytes that one part may unpack to.
const LARGEST_PART: u64 = 64 << 20;
/// Most bytes that all parts may unpack to.
const LARGEST_UNPACKED: u64 = 256 << 20;
/// Most parts; a workbook has a few for each of its sheets.
const MOST_PARTS: usize = 10_000;

/// How the files begin that hold older workbooks, and those with a password.
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// How the part ends whose texts the cells refer to.
const SHARED_STRINGS: &str = "sharedstrings.xml";
/// The attribute with the number of shared texts, for which the reader makes room beforehand.
const COUNT: &[u8] = b"uniqueCount";

/// Judges the file of a workbook and sets it back to its beginning.
///
/// # Errors
/// What keeps it from being read within the limits.
pub(super) fn inspect(file: &mut File, label: &str) -> Result<(), Fault> {
    let inspected = kind(file).and_then(|()| weigh(file)).and_then(|()| Ok(file.rewind()?));
    inspected.map_err(|refusal| refusal.fault(label))
}

/// Why a file is not read.
enum Refusal {
    /// It is no such archive, or a damaged one.
    Broken(ZipError),
    /// It is of another kind than `.xlsx`.
    Other(Sentence),
    /// It is beyond a limit.
    TooLarge(Sentence),
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        Self::Broken(error)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl Refusal {
    fn fault(self, label: &str) -> Fault {
        let save = sentence!("advice-save-xlsx");
        let (code, cause, action) = match self {
            Self::Broken(error) => {
                let cause = sentence!("fault-unreadable", error = error.to_string());
                (FaultCode::Unreadable, cause, save)
            }
            Self::Other(cause) => (FaultCode::Unreadable, cause, save),
            Self::TooLarge(cause) => (FaultCode::TooLarge, cause, sentence!("advice-right-file")),
        };
        Fault::new(code, label, cause, action)
    }
}

/// Refuses what begins as another kind of file.
fn kind(file: &mut File) -> Result<(), Refusal> {
    let mut start = Vec::new();
    file.take(COMPOUND_FILE.len() as u64).read_to_end(&mut start)?;
    file.rewind()?;
    if start == COMPOUND_FILE {
        return Err(Refusal::Other(sentence!("fault-book-other")));
    }
    Ok(())
}

/// Unpacks every part, and keeps none.
fn weigh(file: &File) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    if archive.len() > MOST_PARTS {
        return Err(Refusal::TooLarge(sentence!("fault-book-parts", most = MOST_PARTS)));
    }
    if archive.by_name("content.xml").is_ok() && archive.by_name("xl/workbook.xml").is_err() {
        return Err(Refusal::Other(sentence!("fault-book-open-document")));
    }
    let mut left = LARGEST_UNPACKED;
    for part in 0..archive.len() {
        let mut part = archive.by_index(part)?;
        let has_texts = part.name()?.to_ascii_lowercase().ends_with(SHARED_STRINGS);
        let most = left.min(LARGEST_PART);
        let mut unpacked = (&mut part).take(most + 1);
        let size = if has_texts {
            let mut texts = Vec::new();
            unpacked.read_to_end(&mut texts)?;
            if announces_too_many(&texts) {
                return Err(Refusal::Other(sentence!("fault-book-strings")));
            }
            texts.len() as u64
        } else {
            io::copy(&mut unpacked, &mut io::sink())?
        };
        if size > most {
            let limit = if most < left { LARGEST_PART } else { LARGEST_UNPACKED };
            return Err(Refusal::TooLarge(sentence!("fault-book-unpacked", size = limit >> 20)));
        }
        left -= size;
    }
    Ok(())
}

/// Whether a part promises more texts than it has bytes.
fn announces_too_many(part: &[u8]) -> bool {
    let attributes = part.windows(COUNT.len()).enumerate().filter(|(_, name)| *name == COUNT);
    attributes.map(|(at, _)| number(&part[at + COUNT.len()..])).any(|n| n > part.len() as u64)
}

/// The number after an attribute's name.
fn number(value: &[u8]) -> u64 {
    let digits = value.iter().skip_while(|byte| b" \t\r\n='\"+0".contains(byte));
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |n: u64, &digit| n.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_texts_is_held_against_the_size_of_the_part() {
        let part = |count: &str| format!("<sst uniqueCount{count}><si><t>a</t></si></sst>");
        for good in ["=\"1\"", " = '0007'", "=\"\"", "=\"-9999\"", "=\"x\""] {
            assert!(!announces_too_many(part(good).as_bytes()), "{good}");
        }
        for bad in ["=\"1000\"", " =\t'00099999999999999999999999'", "=\"+1000\""] {
            assert!(announces_too_many(part(bad).as_bytes()), "{bad}");
        }
    }
}
