//! The public list of first secretaries, as a county publishes it: who, of which agency, where, and
//! how to reach them.

use super::html::{escape, head, put};
use super::{CardOptions, Contact, contact};
use crate::language::{Language, say};
use crate::model::{Instance, Plan};
use crate::report::text::grouped;

const STYLE: &str = include_str!("public.css");

/// A village and its first secretary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicEntry {
    /// Name of the township.
    pub township: String,
    /// Name of the village.
    pub village: String,
    /// The first secretary.
    pub secretary: Contact,
}

/// The first secretaries, by township and village; `None` where the instance has no teams.
#[must_use]
pub fn public_list(
    instance: &Instance,
    plan: &Plan,
    options: &CardOptions,
) -> Option<Vec<PublicEntry>> {
    let teams = plan.teams.as_ref()?;
    let mut ids: Vec<_> = instance.village_ids().collect();
    ids.sort_by_key(|&v| (&instance.village(v).township, v));
    let entry = |v: crate::model::VillageId| PublicEntry {
        township: instance.village(v).township.clone(),
        village: instance.village(v).name.clone(),
        secretary: contact(instance, plan, v, teams[v.index()].secretary, *options),
    };
    Some(ids.into_iter().map(entry).collect())
}

/// The list as a page to print; its head is repeated on each sheet.
#[must_use]
pub fn public_page(list: &[PublicEntry], year: i64, language: Language) -> String {
    let title = say!(language, "cards-list-title", year = year.to_string());
    let mut page = head(&title, STYLE, language);
    let count = say!(language, "cards-list-count", count = grouped(list.len() as u64));
    put(&mut page, format_args!("<h1>{}</h1><p class=\"under\">{count}</p>", escape(&title)));
    page += "<table><thead><tr>";
    let columns = [
        say!(language, "cards-list-number"),
        say!(language, "cards-list-township"),
        say!(language, "cards-list-village"),
        say!(language, "cards-list-name"),
        say!(language, "cards-agency"),
        say!(language, "cards-post"),
        say!(language, "cards-phone"),
    ];
    for column in columns {
        put(&mut page, format_args!("<th scope=\"col\">{}</th>", escape(&column)));
    }
    page += "</tr></thead><tbody>\n";
    for (i, entry) in list.iter().enumerate() {
        let person = &entry.secretary;
        let cells = [&entry.township, &entry.village, &person.name, &person.agency, &person.post];
        let cells: String = cells.map(|cell| format!("<td>{}</td>", escape(cell))).concat();
        let phone = escape(&person.phone);
        put(
            &mut page,
            format_args!(
                "<tr><td class=\"number\">{}</td>{cells}<td class=\"phone\">{phone}</td></tr>",
                i + 1
            ),
        );
    }
    page += "</tbody></table></body></html>\n";
    page
}
