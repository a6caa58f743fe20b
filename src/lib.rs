//! **jiedui** (结对, "to pair up") pairs agencies with villages and cadres with households.

pub mod analyse;
pub mod check;
pub mod cli;
pub mod generate;
pub mod input;
pub mod model;
pub mod report;
pub mod solve;
