//! Facts with their figures, and who comes nearest to a place that nobody fills.

use serde::Serialize;

use super::super::decision::{PinName, pin_name};
use crate::model::{AgencyId, CadreId, Instance, Lack, leader_lacks, secretary_lacks};
use crate::solve::exact::elastic::{Fact, prices};

/// Nearest misses told of an agency.
const MISSES: usize = 3;

/// A cadre that is not fit for a place, and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Miss {
    /// The cadre.
    pub cadre: String,
    /// What it lacks; empty where it is only not available.
    pub lacks: Vec<Lack>,
    /// Whether it is available.
    pub available: bool,
}

/// A fact of the data that is part of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Cause {
    /// A pin.
    Pin(PinName),
    /// The most villages an agency may be attached to.
    MaxVillages {
        /// The agency.
        agency: String,
        /// The limit.
        most: u32,
    },
    /// The most villages an agency may lead.
    LedPerAgency {
        /// The limit.
        most: u32,
    },
    /// The members of a team beside its leader.
    TeamSize {
        /// Their number.
        members: u32,
    },
    /// Which cadres of an agency may be first secretary.
    Secretaries {
        /// The agency.
        agency: String,
        /// How many are fit.
        fit: usize,
        /// Who comes nearest.
        misses: Vec<Miss>,
    },
    /// Which cadres of an agency may lead a team.
    Leaders {
        /// The agency.
        agency: String,
        /// How many are fit.
        fit: usize,
        /// Who comes nearest.
        misses: Vec<Miss>,
    },
    /// How many households the cadres of an agency may help.
    Quotas {
        /// The agency.
        agency: String,
        /// Households that its available cadres may help, overload included.
        households: u32,
    },
    /// Which cadres an agency has.
    Roster {
        /// The agency.
        agency: String,
        /// Its available cadres.
        available: usize,
        /// All its cadres.
        cadres: usize,
    },
    /// An agency must be attached somewhere.
    Attached {
        /// The agency.
        agency: String,
    },
    /// A village must have a lead agency, and its team.
    Led {
        /// The village.
        village: String,
    },
    /// The households of a village must have helpers.
    Helped {
        /// The village.
        village: String,
        /// How many there are.
        households: usize,
    },
}

/// The cadres of an agency that come nearest to a place: the cheapest to make fit, then by id.
pub(super) fn misses(
    instance: &Instance,
    a: AgencyId,
    lacks: fn(&Instance, CadreId) -> Vec<Lack>,
) -> Vec<Miss> {
    let miss = |&c: &CadreId| {
        let available = instance.cadre(c).available;
        Miss { cadre: instance.cadre(c).id.clone(), lacks: lacks(instance, c), available }
    };
    let mut misses: Vec<Miss> = instance.cadres_of(a).iter().map(miss).collect();
    misses.retain(|miss| !miss.lacks.is_empty() || !miss.available);
    let price =
        |miss: &Miss| prices::total(&miss.lacks) + if miss.available { 0 } else { prices::RECALL };
    misses.sort_by_key(|miss| (price(miss), miss.cadre.clone()));
    misses.truncate(MISSES);
    misses
}

impl Cause {
    /// A fact with its figures.
    pub(super) fn new(instance: &Instance, fact: Fact) -> Self {
        let agency = |a: AgencyId| instance.agency(a).id.clone();
        let count = |a: AgencyId, fit: &dyn Fn(CadreId) -> bool| {
            instance.cadres_of(a).iter().filter(|&&c| fit(c)).count()
        };
        match fact {
            Fact::Pin(p) => Self::Pin(pin_name(instance, p)),
            Fact::MaxVillages(a) => {
                Self::MaxVillages { agency: agency(a), most: instance.agency(a).max_villages }
            }
            Fact::LedPerAgency => {
                Self::LedPerAgency { most: instance.settings().limits.led_per_agency }
            }
            Fact::TeamSize => Self::TeamSize { members: instance.settings().team.members },
            Fact::Secretaries(a) => Self::Secretaries {
                agency: agency(a),
                fit: count(a, &|c| instance.secretary_eligible(c)),
                misses: misses(instance, a, secretary_lacks),
            },
            Fact::Leaders(a) => Self::Leaders {
                agency: agency(a),
                fit: count(a, &|c| instance.leader_eligible(c)),
                misses: misses(instance, a, leader_lacks),
            },
            Fact::Quotas(a) => Self::Quotas {
                agency: agency(a),
                households: instance.cadres_of(a).iter().map(|&c| instance.capacity(c)).sum(),
            },
            Fact::Roster(a) => Self::Roster {
                agency: agency(a),
                available: count(a, &|c| instance.cadre(c).available),
                cadres: instance.cadres_of(a).len(),
            },
            Fact::Attached(a) => Self::Attached { agency: agency(a) },
            Fact::Led(v) => Self::Led { village: instance.village(v).id.clone() },
            Fact::Helped(v) => Self::Helped {
                village: instance.village(v).id.clone(),
                households: instance.households_of(v).len(),
            },
        }
    }
}
