//! What is planned: ids, quantities, settings, the instance, a plan, the outcome of a solve.
//! Imports nothing of ours.

pub mod data;
pub mod edits;
pub mod enums;
mod geography;
mod ids;
mod instance;
mod lacks;
mod outcome;
mod plan;
mod prices;
mod quantities;
pub mod schema;
pub mod settings;
mod start;
pub mod tape;
mod terms;
mod trace;
mod validation;

pub use geography::great_circle_metres;
pub use ids::{AgencyId, CadreId, HouseholdId, OriginId, VillageId};
pub use instance::{Agency, Cadre, Household, Instance, Pin, Place, Previous, Village};
pub use lacks::{Lack, leader_lacks, secretary_lacks};
pub use outcome::{Failure, Method, Outcome, Status};
pub use plan::{Plan, Team};
pub use prices::PriceList;
pub use quantities::{Metres, Millipoints};
pub use settings::Settings;
pub use start::{Start, StartTeam};
pub use terms::Terms;
pub use trace::Trace;
