//! What is to be made of plans and solves: of many solves side by side ([`mod@bench`]), of two plans
//! ([`diff`]), of one plan and what is asked of it ([`explain`], [`prices`]), of instances without a
//! plan ([`mod@diagnose`]).

pub mod bench;
pub mod decision;
pub mod diagnose;
pub mod diff;
pub mod explain;
pub mod prices;
pub mod standing;
pub mod teams;
pub mod whatif;
