//! What is to be made of plans and solves: so far, of many solves side by side ([`bench`]).

pub mod bench;
