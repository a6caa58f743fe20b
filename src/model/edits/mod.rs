//! Edits of an instance: what a scenario changes in the county's tables.
//!
//! [`apply`] makes new tables of the old ones and never touches these. The order of edits means
//! nothing: two that decide the same thing contradict each other, which is a fault. What the edits
//! imply for the other tables:
//!
//! - Rows of `travel`, `links`, `pins` and the previous plan that name an id that is gone are dropped.
//! - An agency that is merged hands its cadres, pins, link charges (where the other has none of its
//!   own) and its part in the previous plan to the other; its ways are dropped. The other's category,
//!   coordinates and limit are kept.
//! - A part split off has the category, coordinates, limit and ways of the old agency unless its own
//!   are given; pins and the previous plan stay with the old agency.
//! - An agency that closes hands its cadres to another, or they go with it.
//! - A cadre transferred loses its base unless one is given.
//! - A village leaves with the households that are not moved elsewhere; a household that moves keeps
//!   its previous helper and its pins.
//! - An agency without any available cadre left takes no part in the plan: it is left out with its
//!   cadres, which [`Edited::idle`] tells. An agency that goes but is somebody's base stays as a place.

mod apply;
mod conflicts;

use std::collections::BTreeMap;

use serde::Serialize;

use super::data::{
    AgencyRecord, CadreRecord, DataFault, FaultCode, HouseholdRecord, InstanceData, PinRecord,
    PlanTables, Table, VillageRecord,
};
use super::enums::{Cause, PinKind, PinMode, Rank, Role, VillageType};
use crate::language::Sentence;

/// A changed county: a name and what is changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Its name, which is also that of its folder.
    pub name: String,
    /// What it is about, for people; may be empty.
    pub note: String,
    /// What it changes, in no particular order.
    pub edits: Vec<Edit>,
}

/// One change of an instance. Ids are external.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the fields are ids and columns of the tables
pub enum Edit {
    /// A cadre leaves the county's service.
    RemoveCadre { cadre: String },
    /// A new cadre.
    AddCadre(CadreRecord),
    /// A cadre goes to another agency.
    TransferCadre { cadre: String, agency: String, base: Option<String> },
    /// A cadre gets another rank, another role, or both.
    PromoteCadre { cadre: String, rank: Option<Rank>, role: Option<Role> },
    /// A cadre goes on leave, or is back.
    SetAvailable { cadre: String, available: bool },
    /// A household is no longer to be helped.
    RemoveHousehold { household: String },
    /// A new household.
    AddHousehold(HouseholdRecord),
    /// A household moves to another village, another hamlet, or both.
    MoveHousehold { household: String, village: Option<String>, hamlet: Option<String> },
    /// A household is found poor for another cause.
    SetCause { household: String, cause: Cause },
    /// A village leaves, with its households.
    RemoveVillage { village: String },
    /// A village joins; its households are edits of their own.
    AddVillage(VillageRecord),
    /// A village is found to be of another type.
    SetVillageType { village: String, kind: VillageType },
    /// A new agency; its cadres are edits of their own.
    AddAgency(AgencyRecord),
    /// An agency goes up in another one.
    MergeAgency { agency: String, into: String },
    /// Some cadres of an agency become a new one. What `part` does not give is the old agency's.
    SplitAgency { agency: String, part: Part, cadres: Vec<String> },
    /// An agency closes; its cadres go to another, or with it.
    CloseAgency { agency: String, to: Option<String> },
    /// A setting gets another value; the key is dotted (`weights.change`).
    Set { key: String, value: serde_json::Value },
    /// A new pin.
    AddPin(PinRecord),
    /// A pin is dropped; those of both modes where none is given.
    RemovePin { kind: PinKind, subject: String, object: String, mode: Option<PinMode> },
}

/// The new agency of a split.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the columns of the table
pub struct Part {
    pub id: String,
    pub name: Option<String>,
    pub category: Option<super::enums::Category>,
    pub location: Option<super::data::LonLat>,
    pub max_villages: Option<u32>,
}

/// An edit that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditFault {
    /// Position of the edit.
    pub edit: usize,
    /// What kind of fault.
    pub code: FaultCode,
    /// The key at fault, as scenario files spell it.
    pub field: &'static str,
    /// The offending id.
    pub value: String,
    /// The table that `value` should be in, where it is an id that dangles.
    pub table: Option<Table>,
    /// What is wrong.
    pub cause: Sentence,
    /// What to do about it.
    pub action: Sentence,
}

/// What edits make of an instance's records.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The new records.
    pub data: InstanceData,
    /// Agencies left out because no cadre of theirs is available, sorted.
    pub idle: Vec<String>,
    /// Which edit added a record: by table and id.
    added: BTreeMap<(Table, String), usize>,
}

impl Edited {
    /// The edit that added the record in which a fault was found, if one did.
    #[must_use]
    pub fn source(&self, fault: &DataFault) -> Option<usize> {
        let (record, data) = (fault.record?, &self.data);
        let id = match fault.table {
            Table::Agencies => &data.agencies[record].id,
            Table::Villages => &data.villages[record].id,
            Table::Cadres => &data.cadres[record].id,
            Table::Households => &data.households[record].id,
            _ => return None,
        };
        self.added.get(&(fault.table, id.clone())).copied()
    }

    /// Id of the record in which a fault was found.
    #[must_use]
    pub fn id(&self, fault: &DataFault) -> Option<&str> {
        let (record, data) = (fault.record?, &self.data);
        match fault.table {
            Table::Agencies => Some(&data.agencies[record].id),
            Table::Villages => Some(&data.villages[record].id),
            Table::Cadres => Some(&data.cadres[record].id),
            Table::Households => Some(&data.households[record].id),
            Table::Places => Some(&data.places[record].id),
            _ => None,
        }
    }
}

/// Makes the edits.
///
/// # Errors
/// Every edit that names what does not exist or contradicts another. Whether the new records make a
/// valid instance is for [`Instance::new`](super::Instance::new) to say.
pub fn apply(data: &InstanceData, edits: &[Edit]) -> Result<Edited, Vec<EditFault>> {
    let faults = conflicts::faults(data, edits);
    if faults.is_empty() { Ok(apply::apply(data, edits)) } else { Err(faults) }
}

/// A plan from before the edits with the agencies that take over in the place of those that merge, so
/// that what one hands to the other is no change. Nothing else of it is touched.
#[must_use]
pub fn with_successors(plan: &PlanTables, edits: &[Edit]) -> PlanTables {
    let mut plan = plan.clone();
    for edit in edits {
        if let Edit::MergeAgency { agency, into } = edit {
            apply::succeed(&mut plan, agency, into);
        }
    }
    plan
}

/// Leaves out the agencies without an available cadre, as [`apply`] does.
#[must_use]
pub fn without_idle(mut data: InstanceData) -> (InstanceData, Vec<String>) {
    let idle = apply::leave_out_idle(&mut data);
    (data, idle)
}
