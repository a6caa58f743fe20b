//! Pins as the whole program sees them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::enums::PinMode;
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Pin, VillageId};

/// Pins as bounds on columns.
#[derive(Default)]
pub(super) struct Pins {
    pub(super) attach: BTreeSet<(AgencyId, VillageId)>,
    pub(super) detach: BTreeSet<(AgencyId, VillageId)>,
    pub(super) lead: BTreeSet<(AgencyId, VillageId)>,
    pub(super) not_lead: BTreeSet<(AgencyId, VillageId)>,
    pub(super) post: BTreeMap<CadreId, BTreeSet<VillageId>>,
    pub(super) not_post: BTreeSet<(CadreId, VillageId)>,
    pub(super) help: BTreeSet<(CadreId, HouseholdId)>,
    pub(super) not_help: BTreeSet<(CadreId, HouseholdId)>,
    pub(super) leader: BTreeSet<(CadreId, VillageId)>,
    pub(super) not_leader: BTreeSet<(CadreId, VillageId)>,
    pub(super) secretary: BTreeSet<(CadreId, VillageId)>,
    pub(super) not_secretary: BTreeSet<(CadreId, VillageId)>,
}

impl Pins {
    pub(super) fn new(instance: &Instance) -> Self {
        let mut pins = Self::default();
        for &pin in instance.pins() {
            pins.add(instance, pin);
        }
        pins
    }

    fn add(&mut self, instance: &Instance, pin: Pin) {
        fn put<T: Ord>(
            mode: PinMode,
            pair: T,
            require: &mut BTreeSet<T>,
            forbid: &mut BTreeSet<T>,
        ) {
            if mode == PinMode::Require {
                require.insert(pair)
            } else {
                forbid.insert(pair)
            };
        }
        match pin {
            Pin::Attach { agency, village, mode } => {
                put(mode, (agency, village), &mut self.attach, &mut self.detach);
            }
            Pin::Lead { agency, village, mode } => {
                put(mode, (agency, village), &mut self.lead, &mut self.not_lead);
            }
            Pin::Help { cadre, household, mode } => {
                put(mode, (cadre, household), &mut self.help, &mut self.not_help);
            }
            Pin::Leader { cadre, village, mode } => {
                put(mode, (cadre, village), &mut self.leader, &mut self.not_leader);
            }
            Pin::Secretary { cadre, village, mode } => {
                put(mode, (cadre, village), &mut self.secretary, &mut self.not_secretary);
            }
            Pin::Post { cadre, village, mode: PinMode::Require } => {
                self.post.entry(cadre).or_default().insert(village);
                self.attach.insert((instance.cadre(cadre).agency, village));
            }
            Pin::Post { cadre, village, mode: PinMode::Forbid } => {
                self.not_post.insert((cadre, village));
            }
        }
    }

    pub(super) fn may_post(&self, c: CadreId, v: VillageId) -> bool {
        !self.not_post.contains(&(c, v))
            && self.post.get(&c).is_none_or(|only| only.len() == 1 && only.contains(&v))
    }
}
