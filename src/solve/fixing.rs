//! Attachments and leads that no plan better than a known one has.

use crate::model::{AgencyId, Instance, Millipoints, VillageId};

/// What is left after fixing by reduced cost: every plan that costs no more than
/// [`Fixing::upper`] keeps to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixing {
    upper: Millipoints,
    villages: usize,
    attached: Vec<bool>,
    lead: Vec<bool>,
}

impl Fixing {
    /// Nothing fixed yet.
    #[must_use]
    pub fn none(instance: &Instance, upper: Millipoints) -> Self {
        let villages = instance.villages().len();
        let pairs = villages * instance.agencies().len();
        Self { upper, villages, attached: vec![true; pairs], lead: vec![true; pairs] }
    }

    /// The cost up to which it holds.
    #[must_use]
    pub const fn upper(&self) -> Millipoints {
        self.upper
    }

    /// Rules out that `a` is attached to `v`.
    pub fn detach(&mut self, a: AgencyId, v: VillageId) {
        let pair = self.pair(a, v);
        self.attached[pair] = false;
        self.lead[pair] = false;
    }

    /// Rules out that `a` leads `v`.
    pub fn forbid_lead(&mut self, a: AgencyId, v: VillageId) {
        let pair = self.pair(a, v);
        self.lead[pair] = false;
    }

    /// Whether a plan within [`Fixing::upper`] may attach `a` to `v`.
    #[must_use]
    pub fn may_attach(&self, a: AgencyId, v: VillageId) -> bool {
        self.attached[self.pair(a, v)]
    }

    /// Whether a plan within [`Fixing::upper`] may have `a` lead `v`.
    #[must_use]
    pub fn may_lead(&self, a: AgencyId, v: VillageId) -> bool {
        self.lead[self.pair(a, v)]
    }

    /// Attachments and leads left.
    #[must_use]
    pub fn left(&self) -> (usize, usize) {
        let count = |which: &[bool]| which.iter().filter(|&&open| open).count();
        (count(&self.attached), count(&self.lead))
    }

    fn pair(&self, a: AgencyId, v: VillageId) -> usize {
        a.index() * self.villages + v.index()
    }
}
