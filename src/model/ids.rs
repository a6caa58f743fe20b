//! Dense, typed indices.
//!
//! An external id (`"A07"`) is free text and lives in the record; inside the program every record is
//! known by its position in the id-sorted table, so that vectors can be indexed directly and the
//! order of the input rows cannot reach a result.

use serde::{Deserialize, Serialize};

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The id of the record at `index` of its id-sorted table.
            ///
            /// # Panics
            /// If `index` does not fit in 32 bits; tables are bounded far below that on input.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("tables hold fewer than 2^32 records"))
            }

            /// Position in the id-sorted table.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index_type!(
    /// An agency (单位).
    AgencyId
);
index_type!(
    /// A village (村).
    VillageId
);
index_type!(
    /// A cadre (干部).
    CadreId
);
index_type!(
    /// A household (户).
    HouseholdId
);
index_type!(
    /// Where a cadre sets out from: the agencies first (same index), the places after them.
    OriginId
);

impl From<AgencyId> for OriginId {
    fn from(agency: AgencyId) -> Self {
        Self(agency.0)
    }
}
