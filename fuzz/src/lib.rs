//! What the fuzz targets share.

pub mod archive;
pub mod readers;
