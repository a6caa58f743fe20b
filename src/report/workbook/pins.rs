//! What was decided beforehand, and why.

use super::sheet::{List, row};
use super::view::{Spoken as _, View, headers};
use crate::analyse::decision::PinName;
use crate::language::say;
use crate::model::enums::PinKind;
use crate::model::{CadreId, HouseholdId};
use crate::report::words::pin_words;

/// A row a pin.
pub(super) fn pins(view: &View<'_>) -> List {
    let language = view.language;
    let rows = view.pins.iter().map(|pin| {
        let (subject, object) = (subject(view, pin), object(view, pin));
        row![
            pin.kind.word(language),
            pin.mode.word(language),
            pin.subject.as_str(),
            subject,
            pin.object.as_str(),
            object,
            pin.reason.as_deref().unwrap_or_default(),
        ]
    });
    let columns =
        ["pin-kind", "pin-mode", "subject-id", "subject", "object-id", "object", "reason"];
    List {
        name: say!(language, "workbook-sheet-pins"),
        rows: rows.collect(),
        headers: headers(language, &columns),
        personal: true,
    }
}

/// The agency's or the cadre's name.
fn subject(view: &View<'_>, pin: &PinName) -> String {
    let instance = view.instance;
    let agency = instance.find_agency(&pin.subject).map(|a| view.agency(a).to_owned());
    let cadre = instance.find_cadre(&pin.subject);
    let name = match pin.kind {
        PinKind::Lead | PinKind::Attach => agency,
        _ => cadre.map(|c| view.person(&instance.cadre(c).name)),
    };
    name.unwrap_or_default()
}

/// The village's name; of a household that of its head.
fn object(view: &View<'_>, pin: &PinName) -> String {
    let instance = view.instance;
    let village = instance.find_village(&pin.object).map(|v| view.village(v).to_owned());
    let household = instance.find_household(&pin.object);
    let name = match pin.kind {
        PinKind::Help => household.map(|h| view.person(&instance.household(h).name)),
        _ => village,
    };
    name.unwrap_or_default()
}

/// The pins that speak of a household or of its helper in its village, in words.
pub(super) fn of_pairing(view: &View<'_>, helper: Option<CadreId>, h: HouseholdId) -> String {
    let household = view.instance.household(h);
    let village = &view.instance.village(household.village).id;
    let helper = helper.map(|c| &view.instance.cadre(c).id);
    let concerns = |pin: &&PinName| match pin.kind {
        PinKind::Lead | PinKind::Attach => false,
        PinKind::Help => pin.object == household.id,
        _ => pin.object == *village && Some(&pin.subject) == helper,
    };
    let said = view.pins.iter().filter(concerns).map(|pin| pin_words(pin, view.language));
    said.collect::<Vec<_>>().join("; ")
}
