//! Facts that stand against an old decision: who is no longer there, or no longer what it was.

use super::Reason;
use crate::model::{CadreId, Instance};

/// Why a cadre of the plan before cannot do anything now.
pub(super) fn cadre_is_out(instance: &Instance, cadre: &str) -> Option<Reason> {
    match instance.find_cadre(cadre) {
        None => Some(Reason::Gone),
        Some(c) if !instance.cadre(c).available => Some(Reason::Unavailable),
        Some(_) => None,
    }
}

/// That the cadre worked at another agency before.
pub(super) fn transferred(
    instance: &Instance,
    former: Option<&Instance>,
    c: CadreId,
) -> Option<Reason> {
    let former = former?;
    let before = former.find_cadre(&instance.cadre(c).id)?;
    let from = &former.agency(former.cadre(before).agency).id;
    let to = &instance.agency(instance.cadre(c).agency).id;
    (from != to).then(|| Reason::Transferred { from: from.clone(), to: to.clone() })
}

/// That the household lived in another village before.
pub(super) fn moved(
    instance: &Instance,
    former: Option<&Instance>,
    household: &str,
) -> Option<Reason> {
    let former = former?;
    let village = |of: &Instance| {
        let h = of.find_household(household)?;
        Some(of.village(of.household(h).village).id.clone())
    };
    let (from, to) = (village(former)?, village(instance)?);
    (from != to).then_some(Reason::Moved { from, to })
}
