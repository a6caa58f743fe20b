//! The facts of a conflict in words: one line a fact, but one for all of a kind that comes in numbers.

use super::words::{counted, ids, misses, pin, sentence};
use crate::analyse::diagnose::Cause;
use crate::language::{Language, say};
use crate::report::text::grouped;

/// Facts of a kind that are told one by one, with the nearest misses.
const FEW: usize = 3;

/// Facts that are summed up in one line.
#[derive(Default)]
struct Sums {
    /// Whether facts of this kind are summed up: there are more than a few.
    many_secretaries: bool,
    many_leaders: bool,
    secretaries: Vec<(String, u64)>,
    leaders: Vec<(String, u64)>,
    limits: Vec<(String, u64)>,
    quotas: Vec<(String, u64)>,
    roster: Vec<(String, u64)>,
    led: Vec<String>,
    helped: Vec<(String, u64)>,
}

/// Lines that tell the facts.
pub(super) fn told(language: Language, causes: &[Cause]) -> Vec<String> {
    let many = |is_of: fn(&Cause) -> bool| causes.iter().filter(|cause| is_of(cause)).count() > FEW;
    let mut sums = Sums {
        many_secretaries: many(|cause| matches!(cause, Cause::Secretaries { .. })),
        many_leaders: many(|cause| matches!(cause, Cause::Leaders { .. })),
        ..Sums::default()
    };
    let mut lines: Vec<String> =
        causes.iter().filter_map(|cause| single(language, cause, &mut sums)).collect();
    let parts = |of: &[(String, u64)]| -> Vec<String> {
        of.iter().map(|(id, count)| counted(language, id, *count)).collect()
    };
    let total = |of: &[(String, u64)]| grouped(of.iter().map(|&(_, count)| count).sum());
    if !sums.limits.is_empty() {
        let list = ids(language, &parts(&sums.limits));
        lines.push(say!(language, "diagnose-cause-max", list = list));
    }
    if !sums.secretaries.is_empty() {
        let list = ids(language, &parts(&sums.secretaries));
        lines.push(say!(language, "diagnose-cause-all-secretaries", list = list));
    }
    if !sums.leaders.is_empty() {
        let list = ids(language, &parts(&sums.leaders));
        lines.push(say!(language, "diagnose-cause-all-leaders", list = list));
    }
    if !sums.quotas.is_empty() {
        let (list, households) = (ids(language, &parts(&sums.quotas)), total(&sums.quotas));
        let line = say!(language, "diagnose-cause-quotas", list = list, households = households);
        lines.push(line);
    }
    if !sums.roster.is_empty() {
        let list = ids(language, &parts(&sums.roster));
        lines.push(say!(language, "diagnose-cause-roster", list = list));
    }
    if !sums.led.is_empty() {
        let list = ids(language, &sums.led);
        lines.push(say!(language, "diagnose-cause-led-village", list = list));
    }
    if !sums.helped.is_empty() {
        let (list, households) = (ids(language, &parts(&sums.helped)), total(&sums.helped));
        let line = say!(language, "diagnose-cause-helped", list = list, households = households);
        lines.push(line);
    }
    lines.iter().map(|line| sentence(line.trim_end())).collect()
}

/// The line of a fact, unless it is to be summed up with others.
fn single(language: Language, cause: &Cause, sums: &mut Sums) -> Option<String> {
    let line = match cause {
        Cause::Pin(name) => say!(language, "diagnose-cause-pin", pin = pin(language, name)),
        Cause::MaxVillages { agency, most } => {
            sums.limits.push((agency.clone(), u64::from(*most)));
            return None;
        }
        Cause::LedPerAgency { most } => {
            say!(language, "diagnose-cause-led", most = *most)
        }
        Cause::TeamSize { members } => {
            say!(language, "diagnose-cause-size", members = members.to_string())
        }
        Cause::Secretaries { agency, fit, .. } if sums.many_secretaries => {
            sums.secretaries.push((agency.clone(), *fit as u64));
            return None;
        }
        Cause::Leaders { agency, fit, .. } if sums.many_leaders => {
            sums.leaders.push((agency.clone(), *fit as u64));
            return None;
        }
        Cause::Secretaries { agency, fit, misses: near } => {
            let (agency, fit, misses) = (agency.clone(), fit.to_string(), misses(language, near));
            say!(
                language,
                "diagnose-cause-secretaries",
                agency = agency,
                fit = fit,
                misses = misses
            )
        }
        Cause::Leaders { agency, fit, misses: near } => {
            let (agency, fit, misses) = (agency.clone(), fit.to_string(), misses(language, near));
            say!(language, "diagnose-cause-leaders", agency = agency, fit = fit, misses = misses)
        }
        Cause::Attached { agency } => {
            say!(language, "diagnose-cause-attached", agency = agency.clone())
        }
        Cause::Quotas { agency, households } => {
            sums.quotas.push((agency.clone(), u64::from(*households)));
            return None;
        }
        Cause::Roster { agency, available, .. } => {
            sums.roster.push((agency.clone(), *available as u64));
            return None;
        }
        Cause::Led { village } => {
            sums.led.push(village.clone());
            return None;
        }
        Cause::Helped { village, households } => {
            sums.helped.push((village.clone(), *households as u64));
            return None;
        }
    };
    Some(line)
}
