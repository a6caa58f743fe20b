//! A solution of the elastic program as a plan of the mended data, which `check` can judge.

use std::collections::BTreeMap;

use super::mend::member_id;
use crate::check::check;
use crate::model::data::{AttachmentRow, PairingRow, PlanTables, TeamRow};
use crate::model::enums::{AttachmentRole, PinMode, TeamRole};
use crate::model::{CadreId, HouseholdId, Instance, Pin, VillageId};
use crate::solve::exact::elastic::Solution;

/// The plan of a solution found for `instance` in the data as they are mended, `None` where it would
/// not be one.
pub(super) fn plan(
    instance: &Instance,
    mended: &Instance,
    solution: &Solution,
) -> Option<PlanTables> {
    let mut tables = PlanTables::default();
    for &(a, v) in &solution.attached {
        let leads = solution.lead[v.index()] == Some(a);
        tables.attachments.push(AttachmentRow {
            village_id: instance.village(v).id.clone(),
            agency_id: instance.agency(a).id.clone(),
            role: if leads { AttachmentRole::Lead } else { AttachmentRole::Assist },
        });
    }
    let find = |member| mended.find_cadre(&member_id(instance, member));
    let mut posted: BTreeMap<VillageId, Vec<CadreId>> = BTreeMap::new();
    for &(member, v) in &solution.posted {
        posted.entry(v).or_default().push(find(member)?);
    }
    if mended.settings().team.enabled {
        for v in instance.village_ids() {
            let leader = find(solution.leader[v.index()]?)?;
            let secretary = find(solution.secretary[v.index()]?)?;
            tables.teams.extend(team(mended, v, (leader, secretary), posted.get(&v)?));
        }
    }
    for v in mended.village_ids() {
        let cadres = posted.get(&v).map_or(&[][..], Vec::as_slice);
        for (h, c) in Pairing::new(mended, v, cadres).all()? {
            tables.pairings.push(PairingRow {
                household_id: mended.household(h).id.clone(),
                cadre_id: mended.cadre(c).id.clone(),
            });
        }
    }
    tables.sort();
    check(mended, &tables).is_feasible().then_some(tables)
}

fn team(
    mended: &Instance,
    v: VillageId,
    (leader, secretary): (CadreId, CadreId),
    posted: &[CadreId],
) -> Vec<TeamRow> {
    let lead = mended.cadre(leader).agency;
    let others = posted
        .iter()
        .copied()
        .filter(|&c| c != leader && c != secretary && mended.cadre(c).agency == lead);
    let places = [(leader, TeamRole::Leader), (secretary, TeamRole::Secretary)];
    let wanted = (mended.settings().team.members as usize).saturating_sub(1);
    let all = places.into_iter().chain(others.map(|c| (c, TeamRole::Member)).take(wanted));
    all.map(|(c, role)| TeamRow {
        village_id: mended.village(v).id.clone(),
        cadre_id: mended.cadre(c).id.clone(),
        role,
    })
    .collect()
}

/// Households of one village and the cadres posted there, matched by augmenting paths.
struct Pairing<'p> {
    households: &'p [HouseholdId],
    cadres: &'p [CadreId],
    left: Vec<u32>,
    may: Vec<Vec<bool>>,
    /// Position of the helper of each household.
    helper: Vec<Option<usize>>,
}

impl<'p> Pairing<'p> {
    fn new(mended: &'p Instance, v: VillageId, cadres: &'p [CadreId]) -> Self {
        let households = mended.households_of(v);
        let mut may = vec![vec![true; cadres.len()]; households.len()];
        for &pin in mended.pins() {
            let Pin::Help { cadre, household, mode } = pin else { continue };
            let Some(h) = households.iter().position(|&h| h == household) else { continue };
            for (i, &c) in cadres.iter().enumerate() {
                may[h][i] &= (c == cadre) == (mode == PinMode::Require)
                    || (mode == PinMode::Forbid && c != cadre);
            }
        }
        let left = cadres.iter().map(|&c| mended.capacity(c)).collect();
        Self { households, cadres, left, may, helper: vec![None; households.len()] }
    }

    fn all(mut self) -> Option<Vec<(HouseholdId, CadreId)>> {
        for h in 0..self.households.len() {
            let mut seen = vec![false; self.cadres.len()];
            if !self.augment(h, &mut seen) {
                return None;
            }
        }
        let helper = self.helper.iter().map(|&i| Some(self.cadres[i?]));
        let pairs = self.households.iter().zip(helper);
        pairs.map(|(&h, c)| Some((h, c?))).collect()
    }

    fn augment(&mut self, h: usize, seen: &mut [bool]) -> bool {
        for i in 0..self.cadres.len() {
            if seen[i] || !self.may[h][i] {
                continue;
            }
            seen[i] = true;
            if self.left[i] > 0 {
                self.left[i] -= 1;
                self.helper[h] = Some(i);
                return true;
            }
            for other in 0..self.households.len() {
                if self.helper[other] == Some(i) && self.augment(other, seen) {
                    self.helper[h] = Some(i);
                    return true;
                }
            }
        }
        false
    }
}
