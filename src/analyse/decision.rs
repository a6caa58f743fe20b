//! A single decision of a plan, and the pin that stands against it.

use serde::Serialize;

use crate::model::data::PinRecord;
use crate::model::enums::PinMode::{self, Forbid, Require};
use crate::model::enums::{PinKind, TeamRole};
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Pin, VillageId};

/// Something that a plan has or has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// The agency leads the village.
    Lead(AgencyId, VillageId),
    /// The agency is attached to the village.
    Attach(AgencyId, VillageId),
    /// All that the cadre does is in the village.
    Post(CadreId, VillageId),
    /// The cadre helps the household.
    Help(CadreId, HouseholdId),
    /// The cadre has this place on the village's team.
    Team(CadreId, VillageId, TeamRole),
}

/// A pin as people know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PinName {
    /// What it is about.
    pub kind: PinKind,
    /// Id of the agency or cadre.
    pub subject: String,
    /// Id of the village or household.
    pub object: String,
    /// Whether it demands or rules out.
    pub mode: PinMode,
    /// Why it was set, where `pins.csv` says so.
    pub reason: Option<String>,
}

impl PinName {
    /// Whether the record is of this pin.
    #[must_use]
    pub fn names(&self, record: &PinRecord) -> bool {
        (record.kind, record.mode) == (self.kind, self.mode)
            && (&record.subject_id, &record.object_id) == (&self.subject, &self.object)
    }
}

impl Decision {
    /// The pin that demands this decision, or rules it out; `None` for members of teams, which no
    /// pin can name.
    #[must_use]
    pub const fn pin(self, mode: PinMode) -> Option<Pin> {
        Some(match self {
            Self::Lead(agency, village) => Pin::Lead { agency, village, mode },
            Self::Attach(agency, village) => Pin::Attach { agency, village, mode },
            Self::Post(cadre, village) => Pin::Post { cadre, village, mode },
            Self::Help(cadre, household) => Pin::Help { cadre, household, mode },
            Self::Team(cadre, village, TeamRole::Secretary) => {
                Pin::Secretary { cadre, village, mode }
            }
            Self::Team(cadre, village, TeamRole::Leader) => Pin::Leader { cadre, village, mode },
            Self::Team(_, _, TeamRole::Member) => return None,
        })
    }

    /// The first pin that rules this decision out, whatever the rest of the plan is.
    #[must_use]
    pub fn ruled_out_by(self, instance: &Instance) -> Option<usize> {
        instance.pins().iter().position(|&pin| excludes(instance, pin, self))
    }

    /// The first pin that demands this decision, by itself or through a duty that needs it.
    #[must_use]
    pub fn demanded_by(self, instance: &Instance) -> Option<usize> {
        instance.pins().iter().position(|&pin| demands(instance, pin, self))
    }
}

/// Kind, subject, object and mode of a pin, as `pins.csv` has them.
pub(super) fn pin_cells(instance: &Instance, pin: Pin) -> (PinKind, String, String, PinMode) {
    let agency = |a: AgencyId| instance.agency(a).id.clone();
    let cadre = |c: CadreId| instance.cadre(c).id.clone();
    let village = |v| instance.village(v).id.clone();
    match pin {
        Pin::Lead { agency: a, village: v, mode } => (PinKind::Lead, agency(a), village(v), mode),
        Pin::Attach { agency: a, village: v, mode } => {
            (PinKind::Attach, agency(a), village(v), mode)
        }
        Pin::Post { cadre: c, village: v, mode } => (PinKind::Post, cadre(c), village(v), mode),
        Pin::Help { cadre: c, household: h, mode } => {
            (PinKind::Help, cadre(c), instance.household(h).id.clone(), mode)
        }
        Pin::Secretary { cadre: c, village: v, mode } => {
            (PinKind::Secretary, cadre(c), village(v), mode)
        }
        Pin::Leader { cadre: c, village: v, mode } => (PinKind::Leader, cadre(c), village(v), mode),
    }
}

/// The pin at `index` with the ids it has in the files.
#[must_use]
pub fn pin_name(instance: &Instance, index: usize) -> PinName {
    let (kind, subject, object, mode) = pin_cells(instance, instance.pins()[index]);
    let reason = instance.pin_reason(index).map(str::to_owned);
    PinName { kind, subject, object, mode, reason }
}

/// Where a pin requires a cadre to be, if it requires one.
fn required_post(instance: &Instance, pin: Pin) -> Option<(CadreId, VillageId)> {
    match pin {
        Pin::Post { cadre, village, mode: Require }
        | Pin::Secretary { cadre, village, mode: Require }
        | Pin::Leader { cadre, village, mode: Require } => Some((cadre, village)),
        Pin::Help { cadre, household, mode: Require } => {
            Some((cadre, instance.household(household).village))
        }
        _ => None,
    }
}

/// The lead agency that a pin requires, if it requires one.
fn required_lead(instance: &Instance, pin: Pin) -> Option<(AgencyId, VillageId)> {
    match pin {
        Pin::Lead { agency, village, mode: Require } => Some((agency, village)),
        Pin::Secretary { cadre, village, mode: Require }
        | Pin::Leader { cadre, village, mode: Require } => {
            Some((instance.cadre(cadre).agency, village))
        }
        _ => None,
    }
}

fn demands(instance: &Instance, pin: Pin, decision: Decision) -> bool {
    match decision {
        Decision::Lead(a, v) => required_lead(instance, pin) == Some((a, v)),
        Decision::Attach(a, v) => {
            matches!(pin, Pin::Attach { agency, village, mode: Require } if (agency, village) == (a, v))
                || required_lead(instance, pin) == Some((a, v))
                || required_post(instance, pin)
                    .is_some_and(|(c, village)| (instance.cadre(c).agency, village) == (a, v))
        }
        Decision::Post(c, v) => required_post(instance, pin) == Some((c, v)),
        Decision::Help(c, h) => {
            matches!(pin, Pin::Help { cadre, household, mode: Require } if (cadre, household) == (c, h))
        }
        Decision::Team(c, v, TeamRole::Leader) => {
            matches!(pin, Pin::Leader { cadre, village, mode: Require } if (cadre, village) == (c, v))
        }
        Decision::Team(c, v, TeamRole::Secretary) => {
            matches!(pin, Pin::Secretary { cadre, village, mode: Require } if (cadre, village) == (c, v))
        }
        Decision::Team(_, _, TeamRole::Member) => false,
    }
}

fn excludes(instance: &Instance, pin: Pin, decision: Decision) -> bool {
    match decision {
        Decision::Attach(a, v) => {
            matches!(pin, Pin::Attach { agency, village, mode: Forbid } if (agency, village) == (a, v))
        }
        Decision::Lead(a, v) => {
            let forbidden = matches!(pin, Pin::Lead { agency, village, mode: Forbid } if (agency, village) == (a, v));
            let other = required_lead(instance, pin).is_some_and(|(agency, village)| {
                let full = instance.settings().limits.led_per_agency == 1;
                (village == v && agency != a) || (full && agency == a && village != v)
            });
            forbidden || other || excludes(instance, pin, Decision::Attach(a, v))
        }
        Decision::Post(c, v) => {
            let forbidden = matches!(pin, Pin::Post { cadre, village, mode: Forbid } if (cadre, village) == (c, v));
            let elsewhere = required_post(instance, pin)
                .is_some_and(|(cadre, village)| cadre == c && village != v);
            let agency = instance.cadre(c).agency;
            forbidden || elsewhere || excludes(instance, pin, Decision::Attach(agency, v))
        }
        Decision::Help(c, h) => {
            let own = match pin {
                Pin::Help { cadre, household, mode: Forbid } => (cadre, household) == (c, h),
                Pin::Help { cadre, household, mode: Require } => cadre != c && household == h,
                _ => false,
            };
            own || excludes(instance, pin, Decision::Post(c, instance.household(h).village))
        }
        Decision::Team(c, v, role) => {
            let own = match (pin, role) {
                (Pin::Leader { cadre, village, mode }, TeamRole::Leader)
                | (Pin::Secretary { cadre, village, mode }, TeamRole::Secretary) => {
                    village == v && (cadre == c) == (mode == Forbid)
                }
                // Whom a pin requires in another place cannot be in this one.
                (
                    Pin::Leader { cadre, village, mode: Require }
                    | Pin::Secretary { cadre, village, mode: Require },
                    _,
                ) => (cadre, village) == (c, v),
                _ => false,
            };
            own || excludes(instance, pin, Decision::Post(c, v))
                || excludes(instance, pin, Decision::Lead(instance.cadre(c).agency, v))
        }
    }
}
