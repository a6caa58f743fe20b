//! R1 and R2: who leads, and who is attached where.

use crate::check::facts::Facts;
use crate::check::{Rule, Violation};
use crate::language::sentence;
use crate::model::{AgencyId, VillageId};

/// R1: every village has exactly one lead agency.
pub(super) fn one_lead_each(facts: &Facts, found: &mut Vec<Violation>) {
    for v in facts.instance.village_ids() {
        let leads = &facts.leads[v.index()];
        let mut subjects = vec![facts.v(v)];
        subjects.extend(leads.iter().map(|&a| facts.a(a)));
        let message = match leads.len() {
            0 => sentence!("rule-no-lead", village = facts.v(v)),
            1 => continue,
            n => sentence!("rule-leads", village = facts.v(v), count = n),
        };
        found.push(Violation::new(Rule::R1, &subjects, message));
    }
}

/// R1: an agency leads at most `led_per_agency` villages.
pub(super) fn not_too_many_led(facts: &Facts, found: &mut Vec<Violation>) {
    let limit = facts.instance.settings().limits.led_per_agency as usize;
    for a in facts.instance.agency_ids() {
        let led = villages_where(facts, |v| facts.leads[v.index()].contains(&a));
        if led.len() > limit {
            let id = facts.a(a);
            let message = sentence!("rule-led", agency = id, count = led.len(), most = limit);
            found.push(Violation::new(Rule::R1, &with_villages(facts, a, &led), message));
        }
    }
}

/// R2: an agency with an available cadre is attached to at least one village and at most its
/// maximum.
pub(super) fn attached_within_limits(facts: &Facts, found: &mut Vec<Violation>) {
    for a in facts.instance.agency_ids() {
        let cadres = facts.instance.cadres_of(a);
        if !cadres.iter().any(|&c| facts.instance.cadre(c).available) {
            continue;
        }
        let id = facts.a(a);
        let limit = facts.instance.agency(a).max_villages as usize;
        let attached = villages_where(facts, |v| facts.attached[v.index()].contains(&a));
        let subjects = with_villages(facts, a, &attached);
        if attached.is_empty() {
            let message = sentence!("rule-detached", agency = id);
            found.push(Violation::new(Rule::R2, &subjects, message));
        }
        if attached.len() > limit {
            let n = attached.len();
            let message = sentence!("rule-attached", agency = id, count = n, most = limit);
            found.push(Violation::new(Rule::R2, &subjects, message));
        }
    }
}

fn villages_where(facts: &Facts, holds: impl Fn(VillageId) -> bool) -> Vec<VillageId> {
    facts.instance.village_ids().filter(|&v| holds(v)).collect()
}

fn with_villages<'a>(facts: &Facts<'a>, agency: AgencyId, villages: &[VillageId]) -> Vec<&'a str> {
    let mut subjects = vec![facts.a(agency)];
    subjects.extend(villages.iter().map(|&v| facts.v(v)));
    subjects
}
