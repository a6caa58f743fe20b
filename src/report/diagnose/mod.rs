//! A diagnosis in words: why no plan exists, and what to change. Ids only, no names or phones.

mod causes;
mod changes;
mod words;

use self::words::{counted, ids, sentence};
use crate::analyse::diagnose::{Certificate, Conflict, Diagnosis, Mending, Unable, Verdict};
use crate::language::{Language, say};
use crate::report::paint::Tone;
use crate::report::text::grouped;

/// Agencies that cannot staff a team of which the reason is told.
const REASONS: usize = 5;

/// The whole diagnosis of the instance of this name and year.
#[must_use]
pub fn text(language: Language, name: &str, year: i64, diagnosis: &Diagnosis) -> String {
    let (name, year) = (name.to_owned(), year.to_string());
    let (tone, head) = match diagnosis.verdict {
        Verdict::Feasible => {
            (Tone::Good, say!(language, "diagnose-feasible", name = name, year = year))
        }
        Verdict::Infeasible => {
            (Tone::Bad, say!(language, "diagnose-infeasible", name = name, year = year))
        }
        Verdict::Unknown => {
            (Tone::Doubtful, say!(language, "diagnose-unknown", name = name, year = year))
        }
    };
    let mut lines = vec![tone.paint(&head)];
    if !diagnosis.certificates.is_empty() {
        lines.push(String::new());
        lines.push(Tone::Head.paint(&say!(language, "diagnose-why")));
        for certificate in &diagnosis.certificates {
            lines.extend(self::certificate(language, certificate));
        }
    }
    if !diagnosis.conflicts.is_empty() {
        lines.push(String::new());
        lines.push(Tone::Head.paint(&say!(language, "diagnose-conflicts")));
        for (i, conflict) in diagnosis.conflicts.iter().enumerate() {
            lines.extend(self::conflict(language, i + 1, conflict));
        }
    }
    if diagnosis.verdict != Verdict::Feasible {
        lines.push(String::new());
        match &diagnosis.mending {
            Some(mending) => lines.extend(self::mending(language, mending)),
            None => lines.push(say!(language, "diagnose-no-mend")),
        }
    }
    lines.join("\n") + "\n"
}

/// A proof that no plan exists, in words: a line, and one for each agency that is to blame.
#[must_use]
pub fn certificate(language: Language, certificate: &Certificate) -> Vec<String> {
    match certificate {
        Certificate::Shortage { villages, agencies, households, slots, short } => {
            let agencies = if agencies.is_empty() {
                say!(language, "diagnose-shortage-nobody")
            } else {
                say!(language, "diagnose-shortage-agencies", list = ids(language, agencies))
            };
            let text = say!(
                language,
                "diagnose-shortage",
                village_count = villages.len(),
                village_list = ids(language, villages),
                households = grouped(households.unsigned_abs()),
                slots = grouped(slots.unsigned_abs()),
                short = grouped(short.unsigned_abs()),
                agencies = agencies,
            );
            vec![item(&text)]
        }
        Certificate::NoLead { villages, agencies, unable } => {
            let agencies: Vec<String> = agencies
                .iter()
                .map(|(agency, most)| counted(language, agency, most.unsigned_abs()))
                .collect();
            let agencies = if agencies.is_empty() {
                say!(language, "diagnose-no-lead-nobody")
            } else {
                say!(language, "diagnose-no-lead-agencies", list = ids(language, &agencies))
            };
            let (count, list) = (villages.len(), ids(language, villages));
            let text =
                say!(language, "diagnose-no-lead", count = count, list = list, agencies = agencies);
            let reasons = unable.iter().take(REASONS).map(|unable| reason(language, unable));
            let more = unable.len().saturating_sub(REASONS);
            let more = (more > 0).then(|| {
                let text = say!(language, "diagnose-unable-more", more = grouped(more as u64));
                format!("  {}", item(&text))
            });
            std::iter::once(item(&text)).chain(reasons).chain(more).collect()
        }
        Certificate::Detached { agency, most } => {
            let agency = agency.clone();
            let text = if *most == 0 {
                say!(language, "diagnose-detached-none", agency = agency)
            } else {
                say!(language, "diagnose-detached", agency = agency)
            };
            vec![item(&text)]
        }
        Certificate::Pins { pins } => {
            let pins: Vec<String> = pins.iter().map(|pin| words::pin(language, pin)).collect();
            let list = words::list(language, &pins);
            vec![item(&say!(language, "diagnose-pins", count = pins.len(), list = list))]
        }
    }
}

fn reason(language: Language, unable: &Unable) -> String {
    let text = say!(
        language,
        "diagnose-unable",
        agency = unable.agency.clone(),
        available = unable.available.to_string(),
        leaders = unable.leaders.to_string(),
        secretaries = unable.secretaries.to_string(),
        misses = words::misses(language, &unable.misses),
    );
    format!("  {}", item(text.trim_end()))
}

fn conflict(language: Language, number: usize, conflict: &Conflict) -> Vec<String> {
    let number = number.to_string();
    let head = if !conflict.minimal {
        say!(language, "diagnose-conflict-open", number = number)
    } else if conflict.facts.len() == 1 {
        say!(language, "diagnose-conflict-alone", number = number)
    } else {
        say!(language, "diagnose-conflict-minimal", number = number)
    };
    let mut lines = vec![format!("  {head}")];
    for cause in causes::told(language, &conflict.facts) {
        lines.push(format!("    - {cause}"));
    }
    if !conflict.mends.is_empty() {
        let numbers: Vec<String> = conflict
            .mends
            .iter()
            .map(|i| say!(language, "diagnose-change-number", number = (i + 1).to_string()))
            .collect();
        let changes = words::list(language, &numbers);
        lines.push(format!("    → {}", say!(language, "diagnose-resolved", changes = changes)));
    }
    lines
}

fn mending(language: Language, mending: &Mending) -> Vec<String> {
    let head = if mending.least {
        say!(language, "diagnose-mend")
    } else {
        say!(language, "diagnose-mend-open")
    };
    let mut lines = vec![head];
    for (i, change) in mending.changes.iter().enumerate() {
        let change = sentence(&changes::told(language, change));
        lines.push(format!("  {}. {change}", i + 1));
    }
    lines.push(if mending.verified {
        say!(language, "diagnose-verified")
    } else {
        say!(language, "diagnose-unverified")
    });
    lines
}

fn item(text: &str) -> String {
    format!("  - {}", sentence(text.trim_end()))
}
