//! What the system says of files, in words.

use std::io::{self, ErrorKind};

use super::{Language, say};

/// Why a file could not be read or written: the system's own text, which is English, where it is
/// nothing common.
#[must_use]
pub fn why(error: &io::Error, language: Language) -> String {
    match error.kind() {
        ErrorKind::NotFound => say!(language, "system-not-found"),
        ErrorKind::PermissionDenied => say!(language, "system-denied"),
        ErrorKind::AlreadyExists => say!(language, "system-exists"),
        ErrorKind::IsADirectory => say!(language, "system-is-folder"),
        ErrorKind::NotADirectory => say!(language, "system-no-folder"),
        ErrorKind::DirectoryNotEmpty => say!(language, "system-folder-not-empty"),
        ErrorKind::ReadOnlyFilesystem => say!(language, "system-read-only"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say!(language, "system-full"),
        ErrorKind::FileTooLarge => say!(language, "system-too-large"),
        ErrorKind::InvalidData if error.get_ref().is_none() => say!(language, "system-no-text"),
        ErrorKind::InvalidFilename => say!(language, "system-no-name"),
        _ => error.to_string(),
    }
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
