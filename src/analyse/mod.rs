//! What is to be made of plans and solves: of many solves side by side ([`mod@bench`]), of two plans
//! ([`diff`]).

pub mod bench;
pub mod decision;
pub mod diff;
pub mod standing;
pub mod whatif;
