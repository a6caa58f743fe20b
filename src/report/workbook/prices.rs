//! What a cadre or a household more would cost or save, as an estimate.

use super::duties::points;
use super::sheet::{Cell, List, row};
use super::view::{Spoken as _, View, headers};
use crate::language::say;
use crate::model::enums::Rank;
use crate::model::{AgencyId, PriceList};

/// A row an agency and rank, then one a village and cause; below 0 where it saves.
pub(super) fn prices(view: &View<'_>, list: &PriceList) -> List {
    let mut rows: Vec<_> = view.instance.agency_ids().flat_map(|a| cadres(view, list, a)).collect();
    rows.extend(list.households.iter().map(|(&(v, cause), &price)| {
        let id = view.instance.village(v).id.as_str();
        let more = say!(view.language, "workbook-one-household", cause = cause.word(view.language));
        row![id, view.village(v), more, points(price)]
    }));
    let columns = ["id", "name", "one-more", "price"];
    List {
        name: say!(view.language, "workbook-sheet-prices"),
        rows,
        headers: headers(view.language, &columns),
        personal: false,
    }
}

/// One more cadre of each rank, who saves what all the slots of the rank do.
fn cadres(view: &View<'_>, list: &PriceList, a: AgencyId) -> Vec<Vec<Cell>> {
    let quota = &view.instance.settings().quota;
    let ranks = Rank::ALL.iter().map(|&rank| (rank, quota.of(rank)));
    let row = |(rank, slots): (Rank, u32)| {
        let id = view.instance.agency(a).id.as_str();
        let rank = rank.word(view.language);
        let more = say!(view.language, "workbook-one-cadre", rank = rank, slots = slots);
        row![id, view.agency(a), more, points(-(list.slots[a.index()] * i64::from(slots)))]
    };
    ranks.filter(|&(_, slots)| slots > 0).map(row).collect()
}
