//! Who carries which cost; the table stands in [`super`].

use super::super::standing::Standing;
use super::Subject;
use crate::model::{AgencyId, CadreId, Terms, VillageId};

/// What the subject carries itself. Over all subjects of all four kinds this adds up to the objective.
#[must_use]
pub fn own(standing: &Standing, subject: Subject) -> Terms {
    match subject {
        Subject::Household(h) => standing.of_household(h),
        Subject::Cadre(c) => standing.of_cadre(c),
        Subject::Village(v) => standing.of_village(v),
        Subject::Agency(a) => standing.of_agency(a),
    }
}

/// What the subject carries with all that hangs on it. Over all agencies this adds up to the objective.
#[must_use]
pub fn with_all(standing: &Standing, subject: Subject) -> Terms {
    match subject {
        Subject::Household(h) => standing.of_household(h),
        Subject::Cadre(c) => cadre(standing, c),
        Subject::Village(v) => village(standing, v),
        Subject::Agency(a) => agency(standing, a),
    }
}

fn cadre(standing: &Standing, c: CadreId) -> Terms {
    let households: Terms = standing.households(c).iter().map(|&h| standing.of_household(h)).sum();
    standing.of_cadre(c) + households
}

fn village(standing: &Standing, v: VillageId) -> Terms {
    let cadres = standing.instance.cadre_ids().filter(|&c| standing.post(c) == Some(v));
    let cadres: Terms = cadres.map(|c| cadre(standing, c)).sum();
    standing.of_village(v) + cadres
}

fn agency(standing: &Standing, a: AgencyId) -> Terms {
    let cadres: Terms = standing.instance.cadres_of(a).iter().map(|&c| cadre(standing, c)).sum();
    let villages = standing.villages(a).iter();
    let villages: Terms = villages.map(|&v| attachment(standing, a, v)).sum();
    standing.of_agency(a) + cadres + villages
}

/// What an attachment carries: its link and, where the agency leads, all of the lead.
pub(super) fn attachment(standing: &Standing, a: AgencyId, v: VillageId) -> Terms {
    let lead = if standing.plan.lead[v.index()] == a {
        Terms { secretary: standing.of_village(v).secretary, ..standing.of_lead(a, v) }
    } else {
        Terms::default()
    };
    Terms { link: standing.costs.link(a, v), ..lead }
}
