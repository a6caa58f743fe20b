//! Cards as a page to print: A4 sheets with cut marks.

use std::fmt::Write as _;

use super::{Card, Contact, VillageCards};
use crate::language::{Language, say};

/// Cards on a sheet: two columns of four.
pub const CARDS_PER_SHEET: usize = 8;

const STYLE: &str = include_str!("cards.css");

/// The cards of some villages as one page; each village begins a sheet. It needs nothing but itself.
#[must_use]
pub fn html(villages: &[VillageCards], year: i64, language: Language) -> String {
    let mut title = say!(language, "cards-title");
    if let [village] = villages {
        title = format!("{title} · {}", village.village);
    }
    let mut page = head(&title, STYLE, language);
    put(&mut page, format_args!("<p class=\"how\">{}</p>", escape(&say!(language, "cards-how"))));
    let words = Words::new(year, language);
    for village in villages {
        let sheets = village.cards.chunks(CARDS_PER_SHEET);
        let of = sheets.len();
        for (i, cards) in sheets.enumerate() {
            sheet(&mut page, village, cards, &words, &words.sheet(&village.village, i + 1, of));
        }
    }
    page += "</body></html>\n";
    page
}

/// What cards have in common.
pub(super) struct Words {
    pub(super) language: Language,
    pub(super) title: String,
    pub(super) helper: String,
    pub(super) agency: String,
    pub(super) post: String,
    pub(super) phone: String,
    year: String,
    no_phone: String,
}

impl Words {
    pub(super) fn new(year: i64, language: Language) -> Self {
        Self {
            language,
            title: say!(language, "cards-title"),
            helper: say!(language, "cards-helper"),
            agency: say!(language, "cards-agency"),
            post: say!(language, "cards-post"),
            phone: say!(language, "cards-phone"),
            year: year.to_string(),
            no_phone: say!(language, "cards-no-phone"),
        }
    }

    /// A phone, or a line to write it on.
    pub(super) fn phone<'a>(&'a self, phone: &'a str) -> &'a str {
        if phone.is_empty() { &self.no_phone } else { phone }
    }

    /// The foot of a sheet.
    pub(super) fn sheet(&self, village: &str, number: usize, of: usize) -> String {
        let (village, year) = (village.to_owned(), self.year.clone());
        let (number, of) = (number.to_string(), of.to_string());
        say!(self.language, "cards-sheet", village = village, year = year, number = number, of = of)
    }

    /// Whose card it is.
    pub(super) fn household(&self, card: &Card) -> String {
        let mut text = say!(self.language, "cards-household", id = card.household.clone());
        for further in card.head.iter().chain(Some(&card.hamlet).filter(|h| !h.is_empty())) {
            text += " · ";
            text += further;
        }
        text
    }

    /// How to reach the first secretary.
    pub(super) fn secretary(&self, contact: &Contact) -> String {
        let text = say!(self.language, "cards-secretary", name = contact.name.clone());
        let phone = &contact.phone;
        if phone.is_empty() { text } else { format!("{text}  {phone}") }
    }
}

fn sheet(page: &mut String, village: &VillageCards, cards: &[Card], words: &Words, foot: &str) {
    page.push_str("<section class=\"sheet\">\n");
    marks(page);
    for card in cards {
        one(page, village, card, words);
    }
    put(page, format_args!("<div class=\"foot\">{}</div>\n</section>", escape(foot)));
}

fn one(page: &mut String, village: &VillageCards, card: &Card, words: &Words) {
    let row = |label: &str, class: &str, value: &str| {
        format!("<dt>{}</dt><dd class=\"{class}\">{}</dd>", escape(label), escape(value))
    };
    let helper = &card.helper;
    put(
        page,
        format_args!(
            "<article class=\"card\"><header><h2>{}</h2><span>{}</span></header><dl>{}{}{}{}</dl>",
            escape(&words.title),
            escape(&village.village),
            row(&words.helper, "name", &helper.name),
            row(&words.agency, "agency", &helper.agency),
            row(&words.post, "post", &helper.post),
            row(&words.phone, "phone", words.phone(&helper.phone)),
        ),
    );
    let household = escape(&words.household(card));
    let secretary = village.secretary.as_ref().map(|contact| words.secretary(contact));
    let secretary = secretary.map(|text| format!("<p>{}</p>", escape(&text))).unwrap_or_default();
    put(page, format_args!("<footer><p>{household}</p>{secretary}</footer></article>"));
}

/// Where to cut, at the edges of the sheet: `(210 - 2 × 93) / 2 = 12` mm from the side, `14` mm from above.
fn marks(page: &mut String) {
    for column in 0..=2_u8 {
        let left = 12.0 + 93.0 * f32::from(column);
        for end in ["top", "bottom"] {
            put(
                page,
                format_args!("<i class=\"mark v\" style=\"left:{left:.2}mm;{end}:5mm\"></i>"),
            );
        }
    }
    for row in 0..=4_u8 {
        let top = 14.0 + 67.25 * f32::from(row);
        for end in ["left", "right"] {
            put(page, format_args!("<i class=\"mark h\" style=\"top:{top:.2}mm;{end}:3mm\"></i>"));
        }
    }
}

/// The beginning of a page, up to its body. Its policy lets it ask nobody for anything.
pub(super) fn head(title: &str, style: &str, language: Language) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>{}</title>\n<style>\n{style}</style></head><body>\n",
        language.tag(),
        escape(title),
    )
}

pub(super) fn put(page: &mut String, line: std::fmt::Arguments) {
    writeln!(page, "{line}").expect("memory does not fail");
}

/// Text that means itself in HTML, in quotes, too.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            c => escaped.push(c),
        }
    }
    escaped
}
