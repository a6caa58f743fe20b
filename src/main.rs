//! The `jiedui` program.

fn main() {}
