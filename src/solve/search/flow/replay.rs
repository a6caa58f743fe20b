//! Copies of the flows that are annealed side by side and brought together again.
//!
//! Each copy is annealed on its own for a short while and records the moves it keeps. Then the first
//! makes the others' moves, too, each under the rule by which it was kept there: its cost may be other
//! here, its limit is the same. The others become copies of the first again. Few moves are kept, so
//! that making them twice costs little beside all that were tried, and unlike parts of a cut
//! instance every copy may change everything.

use rayon::prelude::*;

use super::anneal::Annealer;
use super::flows::{Flows, Step};
use super::network::NO_CLASS;
use crate::solve::Control;
use crate::solve::search::anneal::Rng;
use crate::solve::search::problem::NONE;

/// Anneals every copy for `moves` moves and brings them together; `streams` has one random stream for
/// each.
pub fn anneal_together(
    copies: &mut [Flows],
    temperature: f64,
    moves: u64,
    streams: impl Fn(u64) -> Rng + Sync,
    control: &Control,
) {
    control.share(moves, copies.len(), |most| {
        let each = copies.par_iter_mut().zip(most).enumerate();
        each.map(|(copy, (own, &moves))| {
            if copy > 0 {
                own.begin_record(); // nobody makes the first one's moves again
            }
            Annealer::new(own, temperature, streams(copy as u64)).run(moves, control)
        })
        .collect()
    });
    let Some((first, others)) = copies.split_first_mut() else { return };
    for other in others.iter_mut() {
        first.replay(&other.end_record());
    }
    others.par_iter_mut().for_each(|other| other.clone_from(first));
}

impl Flows<'_, '_, '_> {
    /// Makes recorded moves, each if it is still allowed and costs no more than it might.
    /// Their number.
    pub fn replay(&mut self, record: &[Step]) -> usize {
        let mut kept = 0;
        for movement in record.split_inclusive(|step| matches!(step, Step::End(_))) {
            let Some((&Step::End(limit), steps)) = movement.split_last() else { continue };
            let before = self.cost;
            if self.redo(steps).is_some() && self.cost - before <= limit {
                self.commit();
                kept += 1;
            } else {
                self.rollback();
            }
        }
        kept
    }

    /// Makes the steps of one move; `None` where that is not allowed (any more).
    fn redo(&mut self, steps: &[Step]) -> Option<()> {
        for &step in steps {
            match step {
                Step::Transfer(transfer, units) => self.transfer(transfer, units),
                Step::Rematch(v, from, to, units) => self.rematch(v, from, to, units)?,
                Step::Lead(v, before, after) => {
                    let may = self.lead[v as usize] == before && self.may_lead_more(after);
                    may.then(|| self.set_lead(v, after))?;
                }
                Step::Seat(v, place, class) => {
                    let may = class == NO_CLASS || (self.is_free(class) && self.is_led(v, class));
                    may.then(|| self.seat(v, place, class))?;
                }
                Step::End(_) => {}
            }
        }
        let allowed = |step: &Step| match *step {
            Step::Transfer(t, _) => {
                let agency = self.network.groups[usize::from(t.group)].agency;
                (agency == NONE || self.keeps_limits(agency)) && self.units(t.group, t.from) >= 0
            }
            Step::Lead(_, before, after) => {
                [before, after].iter().all(|&a| a == NONE || self.keeps_limits(a))
            }
            _ => true,
        };
        steps.iter().all(allowed).then_some(())
    }

    fn may_lead_more(&self, a: u32) -> bool {
        let led = |a: usize| self.led[a].len() < usize::from(self.network.max_leads[a]);
        a == NONE || led(a as usize)
    }

    /// Whether the agency of a class of cadres leads `v`.
    fn is_led(&self, v: u32, class: u32) -> bool {
        let group = self.network.classes[class as usize].group;
        self.network.groups[usize::from(group)].agency == self.lead[v as usize]
    }
}
