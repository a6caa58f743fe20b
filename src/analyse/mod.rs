//! What is to be made of plans and solves: so far, of many solves side by side ([`mod@bench`]).

pub mod bench;
