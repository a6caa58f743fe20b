//! What the system says of files, in words.

use std::io::{self, ErrorKind};

use super::{Language, Part, sentence};

/// Why a file could not be read or written: the system's own text, which is English, where it is
/// nothing common.
#[must_use]
pub fn cause(error: &io::Error) -> Part {
    let known = match error.kind() {
        ErrorKind::NotFound => sentence!("system-not-found"),
        ErrorKind::PermissionDenied => sentence!("system-denied"),
        ErrorKind::AlreadyExists => sentence!("system-exists"),
        ErrorKind::IsADirectory => sentence!("system-is-folder"),
        ErrorKind::NotADirectory => sentence!("system-no-folder"),
        ErrorKind::DirectoryNotEmpty => sentence!("system-folder-not-empty"),
        ErrorKind::ReadOnlyFilesystem => sentence!("system-read-only"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => sentence!("system-full"),
        ErrorKind::ResourceBusy => sentence!("system-busy"),
        ErrorKind::FileTooLarge => sentence!("system-too-large"),
        ErrorKind::InvalidData if error.get_ref().is_none() => sentence!("system-no-text"),
        ErrorKind::InvalidFilename => sentence!("system-no-name"),
        _ => return error.to_string().into(),
    };
    known.into()
}

/// The [`cause`] in a language.
#[must_use]
pub fn why(error: &io::Error, language: Language) -> String {
    cause(error).said(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_is_said_in_the_language_and_the_rest_by_the_system() {
        let missing = io::Error::from(ErrorKind::NotFound);
        assert_eq!(why(&missing, Language::Chinese), "没有这个文件或文件夹");
        assert_eq!(why(&missing, Language::English), "there is no such file or folder");
        assert_eq!(why(&io::Error::other("odd"), Language::Chinese), "odd");
    }
}
