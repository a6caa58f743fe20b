//! The changes that mend an instance, in a planner's words.

use super::words::{counted, each_miss, ids, lacks, pin};
use crate::analyse::diagnose::{Mend, Miss, Place};
use crate::language::{Language, say};

/// What to change.
pub(super) fn told(language: Language, mend: &Mend) -> String {
    match mend {
        Mend::DropPin(name) => say!(language, "diagnose-mend-pin", pin = pin(language, name)),
        Mend::MaxVillages { agency, from, to } => say!(
            language,
            "diagnose-mend-max",
            agency = agency.clone(),
            more = to - from,
            from = from.to_string(),
            to = to.to_string(),
        ),
        Mend::LedPerAgency { from, to } => {
            say!(language, "diagnose-mend-led", from = from.to_string(), to = to.to_string())
        }
        Mend::TeamMembers { from, to } => {
            say!(language, "diagnose-mend-members", from = from.to_string(), to = to.to_string())
        }
        Mend::Overload { from, to, households, agencies } => {
            let parts: Vec<String> = agencies
                .iter()
                .map(|(agency, count)| counted(language, agency, u64::from(*count)))
                .collect();
            say!(
                language,
                "diagnose-mend-overload",
                households = *households,
                list = ids(language, &parts),
                from = from.to_string(),
                to = to.to_string(),
            )
        }
        Mend::Fit { .. } => fit(language, mend).trim_end().to_owned(),
        Mend::Recall { cadre, agency } => {
            let (cadre, agency) = (cadre.clone(), agency.clone());
            say!(language, "diagnose-mend-recall", cadre = cadre, agency = agency)
        }
        Mend::Recruit { agency, cadres } => {
            let (agency, count) = (agency.clone(), cadres.len());
            say!(language, "diagnose-mend-recruit", agency = agency, count = count)
        }
    }
}

fn fit(language: Language, mend: &Mend) -> String {
    let Mend::Fit { place, village, agency, cadre, lacks: lacking, others } = mend else {
        return String::new();
    };
    let lacks = lacks(language, lacking, true);
    let others = near(language, others);
    let (village, agency, cadre) = (village.clone(), agency.clone(), cadre.clone());
    match place {
        Place::Secretary => say!(
            language,
            "diagnose-mend-secretary",
            village = village,
            agency = agency,
            cadre = cadre,
            lacks = lacks,
            others = others,
        ),
        Place::Leader => say!(
            language,
            "diagnose-mend-leader",
            village = village,
            agency = agency,
            cadre = cadre,
            lacks = lacks,
            others = others,
        ),
    }
}

fn near(language: Language, misses: &[Miss]) -> String {
    if misses.is_empty() {
        return String::new();
    }
    say!(language, "diagnose-mend-others", list = each_miss(language, misses))
}
