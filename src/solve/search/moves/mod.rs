//! The neighbourhoods.
//!
//! Cheap moves ([`SwapHouseholds`], [`ExchangePosts`]) know their difference in cost before they
//! are applied; compound ones ([`rotation`], [`ruin`], [`lead`]) are done with the state's primitives and rolled
//! back when they do not please. Tests hold every difference against a rescoring of the whole plan.

mod exchange;
pub mod lead;
mod relocate;
pub mod rotation;
pub mod ruin;
mod swap;

pub use exchange::ExchangePosts;
pub use relocate::MoveHousehold;
pub use swap::SwapHouseholds;
