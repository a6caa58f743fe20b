//! R3 to R5: where cadres work, and whom they help.

use crate::check::facts::Facts;
use crate::check::{Rule, Violation};
use crate::language::sentence;

/// R3: all duties of a cadre, its households and its team, are in one village, to which its
/// agency is attached. A plan does not say where a cadre is posted; its duties do.
pub(super) fn one_village_each(facts: &Facts, found: &mut Vec<Violation>) {
    for c in facts.instance.cadre_ids() {
        let villages = &facts.duties[c.index()];
        let id = facts.c(c);
        if villages.len() > 1 {
            let mut subjects = vec![id];
            subjects.extend(villages.iter().map(|&v| facts.v(v)));
            let message = sentence!("rule-villages", cadre = id, count = villages.len());
            found.push(Violation::new(Rule::R3, &subjects, message));
        }
        let agency = facts.instance.cadre(c).agency;
        for &v in villages {
            if !facts.attached[v.index()].contains(&agency) {
                let (a, v) = (facts.a(agency), facts.v(v));
                let message = sentence!("rule-not-attached", cadre = id, village = v, agency = a);
                found.push(Violation::new(Rule::R3, &[id, v, a], message));
            }
        }
    }
}

/// R4: every household has exactly one helper, an available cadre.
pub(super) fn one_available_helper_each(facts: &Facts, found: &mut Vec<Violation>) {
    for h in facts.instance.household_ids() {
        let helpers = &facts.helpers[h.index()];
        let id = facts.h(h);
        if helpers.is_empty() {
            let message = sentence!("rule-no-helper", household = id);
            found.push(Violation::new(Rule::R4, &[id], message));
        }
        if helpers.len() > 1 {
            let mut subjects = vec![id];
            subjects.extend(helpers.iter().map(|&c| facts.c(c)));
            let message = sentence!("rule-helpers", household = id, count = helpers.len());
            found.push(Violation::new(Rule::R4, &subjects, message));
        }
        for &c in helpers {
            if !facts.instance.cadre(c).available {
                let c = facts.c(c);
                let message = sentence!("rule-absent-helper", household = id, cadre = c);
                found.push(Violation::new(Rule::R4, &[id, c], message));
            }
        }
    }
}

/// R5: a cadre helps at most `quota[rank] + overload` households.
pub(super) fn within_quota(facts: &Facts, found: &mut Vec<Violation>) {
    let quota = &facts.instance.settings().quota;
    let mut helped = vec![0_u64; facts.instance.cadres().len()];
    for &c in facts.helpers.iter().flatten() {
        helped[c.index()] += 1;
    }
    for c in facts.instance.cadre_ids() {
        let most = u64::from(quota.of(facts.instance.cadre(c).rank)) + u64::from(quota.overload);
        let n = helped[c.index()];
        if n > most {
            let id = facts.c(c);
            let message = sentence!("rule-quota", cadre = id, count = n, most = most);
            found.push(Violation::new(Rule::R5, &[id], message));
        }
    }
}
