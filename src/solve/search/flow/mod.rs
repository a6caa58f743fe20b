//! The upper of the search's two levels: agencies, villages and slots, without names.
//!
//! What costs most, the ways and the links, is decided by who sends how many slots where. On that
//! level ([`network`]) one move shifts whole blocks along cycles of villages and knows at once what
//! the needs cost then ([`needs`]); on the level of cadres and households the same takes dozens of
//! exchanges through worse plans. [`decode`] names the cadres again.

pub mod anneal;
pub mod decode;
mod estimate;
pub mod flows;
pub mod ladder;
mod leads;
pub mod needs;
pub mod network;
pub mod replay;
