//! Contact cards (便民服务连心卡): a card for each household with who helps it, to be printed, cut and
//! handed out; and the public list of first secretaries.
//!
//! A village's cards come hamlet by hamlet, as someone walks from door to door with them. Everything
//! is written as a page to print and as PDF, for each village and for all together.

mod fonts;
mod html;
mod pdf;
mod public;

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::privacy::Privacy;
use crate::language::{Language, say};
use crate::model::enums::Role;
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Plan, VillageId};

pub use fonts::{Fonts, NoFont};
pub use html::{CARDS_PER_SHEET, html};
pub use pdf::{PdfError, pdf};
pub use public::{PublicEntry, public_list, public_page};

/// The page of all cards.
pub const ALL_HTML: &str = "cards.html";
/// The PDF of all cards.
pub const ALL_PDF: &str = "cards.pdf";
/// The page of the first secretaries.
pub const PUBLIC_LIST: &str = "public-list.html";
/// The folder of the villages' cards.
pub const FOLDER: &str = "cards";

/// How cards are written.
#[derive(Clone, Copy, Debug)]
pub struct CardOptions {
    /// The language of labels.
    pub language: Language,
    /// Names and phones as they are, or masked.
    pub privacy: Privacy,
    /// Whether a card has the name of the household's head, not its id alone.
    pub household_names: bool,
}

/// Somebody to turn to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name, masked where asked for.
    pub name: String,
    /// Name of the agency.
    pub agency: String,
    /// What the person is at the agency and on the village's team, in words.
    pub post: String,
    /// Phone, masked where asked for; empty where none is known.
    pub phone: String,
}

/// The card of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Id of the household.
    pub household: String,
    /// Name of its head, where asked for and known.
    pub head: Option<String>,
    /// Its hamlet; may be empty.
    pub hamlet: String,
    /// Who helps it.
    pub helper: Contact,
}

/// The cards of a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageCards {
    /// Name of the village's files without ending, unlike that of any other village.
    pub stem: String,
    /// Name of the village.
    pub village: String,
    /// Its township.
    pub township: String,
    /// The first secretary, where there are teams.
    pub secretary: Option<Contact>,
    /// By hamlet and id.
    pub cards: Vec<Card>,
}

/// The cards of every village that has households, by village id.
#[must_use]
pub fn cards(instance: &Instance, plan: &Plan, options: &CardOptions) -> Vec<VillageCards> {
    let mut stems = HashSet::new();
    let villages = instance.village_ids().map(|v| {
        let village = instance.village(v);
        let mut households: Vec<HouseholdId> = instance.households_of(v).to_vec();
        households.sort_by_key(|&h| (instance.household(h).hamlet, h));
        let secretary = plan.teams.as_ref().map(|teams| teams[v.index()].secretary);
        let card = |&h: &HouseholdId| card(instance, plan, h, *options);
        VillageCards {
            stem: stem(&village.id, &village.name, &mut stems),
            village: village.name.clone(),
            township: village.township.clone(),
            secretary: secretary.map(|c| contact(instance, plan, v, c, *options)),
            cards: households.iter().map(card).collect(),
        }
    });
    villages.filter(|village| !village.cards.is_empty()).collect()
}

fn card(instance: &Instance, plan: &Plan, h: HouseholdId, options: CardOptions) -> Card {
    let household = instance.household(h);
    let head = options.privacy.name(&household.name).into_owned();
    let helper = plan.helper[h.index()];
    Card {
        household: household.id.clone(),
        head: (options.household_names && !head.is_empty()).then_some(head),
        hamlet: instance.village(household.village).hamlets[household.hamlet].clone(),
        helper: contact(instance, plan, household.village, helper, options),
    }
}

fn contact(
    instance: &Instance,
    plan: &Plan,
    village: VillageId,
    cadre: CadreId,
    options: CardOptions,
) -> Contact {
    let person = instance.cadre(cadre);
    Contact {
        name: options.privacy.name(&person.name).into_owned(),
        agency: agency_name(instance, person.agency),
        post: post(instance, plan, village, cadre, options.language),
        phone: options.privacy.phone(&person.phone).into_owned(),
    }
}

/// An agency's name; its id where it has none.
fn agency_name(instance: &Instance, agency: AgencyId) -> String {
    let agency = instance.agency(agency);
    let name = if agency.name.is_empty() { &agency.id } else { &agency.name };
    name.clone()
}

fn post(
    instance: &Instance,
    plan: &Plan,
    village: VillageId,
    cadre: CadreId,
    language: Language,
) -> String {
    let role = match instance.cadre(cadre).role {
        Role::Head => say!(language, "cards-role-head"),
        Role::Deputy => say!(language, "cards-role-deputy"),
        Role::Member => say!(language, "cards-role-member"),
    };
    let team = plan.teams.as_ref().map(|teams| &teams[village.index()]);
    let on_team = team.and_then(|team| {
        if team.secretary == cadre {
            Some(say!(language, "cards-team-secretary"))
        } else if team.leader == cadre {
            Some(say!(language, "cards-team-leader"))
        } else {
            team.others.contains(&cadre).then(|| say!(language, "cards-team-member"))
        }
    });
    match on_team {
        Some(team) => say!(language, "cards-post-both", role = role, team = team),
        None => role,
    }
}

/// A file's name out of a village's id and name: what file systems mind is replaced, and no two are
/// the same, not even where capitals are not told apart.
fn stem(id: &str, name: &str, taken: &mut HashSet<String>) -> String {
    const LONGEST: usize = 60; // characters, of at most four bytes: names of files end at 255
    let minded = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    let text = if name.is_empty() { id.to_owned() } else { format!("{id}-{name}") };
    let text: String =
        text.chars().map(|c| if minded(c) { '_' } else { c }).take(LONGEST).collect();
    let text = text.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let text = if text.is_empty() { "_" } else { text };
    let mut stem = text.to_owned();
    let mut further = 2;
    while !taken.insert(stem.to_lowercase()) {
        stem = format!("{text}-{further}");
        further += 1;
    }
    stem
}

/// The files of the cards.
#[derive(Debug)]
pub struct CardFiles {
    /// Names relative to the report's folder, and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Number of cards.
    pub cards: usize,
    /// Why there is no PDF, where there is none.
    pub no_pdf: Option<NoFont>,
    /// Characters that no font has; the PDF shows a mark instead of each.
    pub missing: usize,
}

/// The pages and PDFs of all cards and of each village's, and the public list. `font` is a font file
/// to prefer to those of the system. Without a font that has Chinese characters there is no PDF, which
/// is no error. They tell of people: only their owner should read them.
///
/// # Errors
/// If a PDF could not be made.
pub fn files(
    instance: &Instance,
    plan: &Plan,
    options: &CardOptions,
    font: Option<&Path>,
) -> Result<CardFiles, PdfError> {
    let villages = cards(instance, plan, options);
    let (year, language) = (instance.settings().year, options.language);
    let mut pages = vec![(ALL_HTML.to_owned(), html(&villages, year, language))];
    pages.extend(villages.iter().map(|village| {
        let page = html(std::slice::from_ref(village), year, language);
        (format!("{FOLDER}/{}.html", village.stem), page)
    }));
    if let Some(list) = public_list(instance, plan, options) {
        pages.push((PUBLIC_LIST.to_owned(), public_page(&list, year, language)));
    }
    let pages = pages.into_iter().map(|(name, page)| (name, page.into_bytes()));
    let mut made = CardFiles {
        files: pages.collect(),
        cards: villages.iter().map(|village| village.cards.len()).sum(),
        no_pdf: None,
        missing: 0,
    };
    match Fonts::find(&pdf::characters(&villages, year, language), font) {
        Ok(fonts) => {
            made.missing = fonts.missing();
            made.files.extend(pdfs(&villages, year, &fonts, language)?);
        }
        Err(error) => made.no_pdf = Some(error),
    }
    Ok(made)
}

/// The PDF of all villages, and of each.
fn pdfs(
    villages: &[VillageCards],
    year: i64,
    fonts: &Fonts,
    language: Language,
) -> Result<Vec<(String, Vec<u8>)>, PdfError> {
    let all = rayon::iter::once((ALL_PDF.to_owned(), villages));
    let each = villages
        .par_iter()
        .map(|village| (format!("{FOLDER}/{}.pdf", village.stem), std::slice::from_ref(village)));
    all.chain(each)
        .map(|(name, villages)| Ok((name, pdf(villages, year, fonts, language)?)))
        .collect()
}

/// The distinct characters of some texts.
fn distinct<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<char> {
    texts.into_iter().flat_map(str::chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe_and_unlike_each_other() {
        let mut taken = HashSet::new();
        let mut stem = |id: &str, name: &str| stem(id, name, &mut taken);
        assert_eq!(stem("V1", "白鹤村"), "V1-白鹤村");
        assert_eq!(stem("v1", "白鹤村"), "v1-白鹤村-2");
        assert_eq!(stem("../V/2", "a:b"), "_V_2-a_b");
        assert_eq!(stem("..", ""), "_");
        assert_eq!(stem(" ", ""), "_-2");
        assert_eq!(stem("V3", &"村".repeat(200)).chars().count(), 60);
    }
}
