//! Several files in one text, as Go's txtar has it: each begins with a line `-- name --`.
//!
//! ```text
//! -- agencies.csv --
//! agency_id,name,category,lon,lat
//! -- instance.toml --
//! year = 2024
//! ```

/// The files of an archive; what stands before the first is passed over.
pub fn files(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in archive.split_inclusive(|&byte| byte == b'\n') {
        if let Some(name) = name(line) {
            files.push((name.to_owned(), Vec::new()));
        } else if let Some((_, content)) = files.last_mut() {
            content.extend_from_slice(line);
        }
    }
    files
}

/// The name in a line that begins a file.
fn name(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?.trim_end();
    line.strip_prefix("-- ")?.strip_suffix(" --").map(str::trim)
}
