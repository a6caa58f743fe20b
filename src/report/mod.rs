//! What people get: folders of files, written whole or not at all.

mod files;
pub mod instance_folder;

pub use files::WriteError;
