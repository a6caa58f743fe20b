//! Contact cards and the public list: whose card says what, what is masked, and that the PDF has it
//! all in letters that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use jiedui::language::Language;
use jiedui::model::{Instance, Plan};
use jiedui::report::Privacy;
use jiedui::report::cards::{
    CARDS_PER_SHEET, CardOptions, cards, files, html, public_list, public_page,
};

use crate::command_line::{Desk, tiny};
use crate::exact::search_for;

fn planned() -> (Instance, Plan) {
    let instance = Instance::new(tiny()).unwrap();
    let plan = search_for(&instance, 200).incumbent.expect("a plan").0;
    (instance, plan)
}

fn options(language: Language) -> CardOptions {
    CardOptions { language, privacy: Privacy::Full, household_names: false }
}

#[test]
fn every_household_has_one_card_with_its_helper() {
    let (instance, plan) = planned();
    let villages = cards(&instance, &plan, &options(Language::Chinese));
    let mut seen = BTreeSet::new();
    for village in &villages {
        for card in &village.cards {
            let h = instance.find_household(&card.household).unwrap();
            assert!(seen.insert(h), "{} has two cards", card.household);
            let household = instance.household(h);
            assert_eq!(instance.village(household.village).name, village.village);
            assert_eq!(instance.village(household.village).hamlets[household.hamlet], card.hamlet);
            let helper = instance.cadre(plan.helper[h.index()]);
            let agency = &instance.agency(helper.agency).name;
            let told = (&card.helper.name, &card.helper.phone, &card.helper.agency);
            assert_eq!(told, (&helper.name, &helper.phone, agency));
            assert_eq!(card.head, None);
        }
        let hamlets: Vec<_> = village.cards.iter().map(|card| &card.hamlet).collect();
        let blocks = hamlets.chunk_by(|one, next| one == next).count();
        let distinct: BTreeSet<_> = hamlets.into_iter().collect();
        assert_eq!(blocks, distinct.len(), "{} goes back to a hamlet", village.village);
    }
    assert_eq!(seen.len(), instance.households().len());
}

#[test]
fn a_helper_on_the_team_is_called_so() {
    let (instance, plan) = planned();
    let teams = plan.teams.as_ref().unwrap();
    let list = public_list(&instance, &plan, &options(Language::Chinese)).unwrap();
    assert_eq!(list.len(), instance.villages().len());
    assert!(list.iter().all(|entry| entry.secretary.post.contains("第一书记")));
    let secretaries: BTreeMap<_, _> =
        list.iter().map(|entry| (&entry.village, &entry.secretary.name)).collect();
    for (village, team) in instance.villages().iter().zip(teams) {
        assert_eq!(secretaries[&village.name], &instance.cadre(team.secretary).name);
    }
    let no_teams = Plan { teams: None, ..plan };
    assert_eq!(public_list(&instance, &no_teams, &options(Language::Chinese)), None);
}

#[test]
fn masked_cards_show_no_given_name_and_no_phone() {
    let (instance, plan) = planned();
    for language in Language::ALL {
        let masked = CardOptions { language, privacy: Privacy::Redacted, household_names: true };
        let villages = cards(&instance, &plan, &masked);
        let list = public_list(&instance, &plan, &masked).unwrap();
        let pages = html(&villages, 2024, language) + &public_page(&list, 2024, language);
        let people = instance.cadres().iter().map(|cadre| (&cadre.name, &cadre.phone));
        for (name, phone) in people {
            assert!(!pages.contains(&format!(">{name}<")), "a name");
            assert!(phone.is_empty() || !pages.contains(phone.as_str()), "a phone");
        }
        let heads = instance.households().iter().map(|household| &household.name);
        assert!(
            heads.filter(|name| !name.is_empty()).all(|name| !pages.contains(&format!("· {name}")))
        );
        assert!(pages.contains("某") && pages.contains("****"));
    }
}

#[test]
fn names_of_households_are_there_only_when_asked_for() {
    let (instance, plan) = planned();
    let page = |household_names| {
        let options = CardOptions { household_names, ..options(Language::English) };
        html(&cards(&instance, &plan, &options), 2024, Language::English)
    };
    let (without, with) = (page(false), page(true));
    for household in instance.households() {
        let named = format!("{} · {}", household.id, household.name);
        assert!(with.contains(&named) && !without.contains(&named), "{}", household.id);
    }
}

#[test]
fn what_looks_like_markup_is_text() {
    let mut data = tiny();
    data.cadres.iter_mut().for_each(|cadre| cadre.name = "</style><script>alert('x')//".into());
    data.villages[0].name = "../<b>&\"村".to_owned();
    let instance = Instance::new(data).unwrap();
    let plan = search_for(&instance, 200).incumbent.unwrap().0;
    let options = options(Language::Chinese);
    let made = files(&instance, &plan, &options, None).unwrap();
    for (name, content) in made.files.iter().filter(|(name, _)| !name.ends_with("pdf")) {
        let page = String::from_utf8_lossy(content);
        assert!(!page.contains("<script") && !page.contains("<b>"), "{name}");
        assert_eq!(page.matches("</style>").count(), 1, "{name}");
        assert!(!page.contains("http://") && !page.contains("https://"), "{name}");
    }
    let names = made.files.iter().map(|(name, _)| name);
    let outside =
        |name: &&String| name.split('/').any(|part| part == "..") || name.matches('/').count() > 1;
    assert_eq!(names.filter(outside).count(), 0);
}

#[test]
fn a_sheet_has_eight_cards_and_each_village_begins_one() {
    let (instance, plan) = planned();
    let villages = cards(&instance, &plan, &options(Language::English));
    let page = html(&villages, 2024, Language::English);
    let expected: usize =
        villages.iter().map(|village| village.cards.len().div_ceil(CARDS_PER_SHEET)).sum();
    assert_eq!(page.matches("<section class=\"sheet\">").count(), expected);
    assert_eq!(page.matches("<article").count(), instance.households().len());
}

/// What a program of poppler says of a PDF.
fn poppler(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program} (`make deps`): {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

/// All letters of a PDF in the order of the page, without spaces.
pub(crate) fn letters(pdf: &Path) -> String {
    let text = poppler("pdftotext", &["-raw", pdf.to_str().unwrap(), "-"]);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn the_pdf_says_what_the_cards_say_in_embedded_letters() {
    let (instance, plan) = planned();
    let desk = Desk::new();
    for language in Language::ALL {
        let options = CardOptions { household_names: true, ..options(language) };
        let made = files(&instance, &plan, &options, None).unwrap();
        assert!(made.no_pdf.is_none() && made.missing == 0, "{:?}", made.no_pdf);
        let again = files(&instance, &plan, &options, None).unwrap();
        assert!(made.files == again.files, "other bytes for the same cards");
        let content = |wanted: &str| {
            let (_, content) = made.files.iter().find(|(name, _)| name == wanted).unwrap();
            let path = desk.path("one.pdf");
            fs::write(&path, content).unwrap();
            path
        };
        let villages = cards(&instance, &plan, &options);
        for (name, villages) in villages
            .iter()
            .map(|village| (format!("cards/{}.pdf", village.stem), std::slice::from_ref(village)))
            .chain([("cards.pdf".to_owned(), villages.as_slice())])
        {
            let pdf = content(&name);
            let said = letters(&pdf);
            for card in villages.iter().flat_map(|village| &village.cards) {
                let texts = [&card.household, &card.helper.name, &card.helper.phone];
                for text in texts.into_iter().chain(&card.head) {
                    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                    assert!(said.contains(&text), "{name} lacks {text}: {said}");
                }
            }
            let fonts = poppler("pdffonts", &[pdf.to_str().unwrap()]);
            let rows: Vec<&str> = fonts.lines().skip(2).collect();
            // Columns: …, embedded, subset, unicode, object and its generation.
            let embedded = |row: &&str| row.contains(" yes yes yes ");
            assert!(!rows.is_empty() && rows.iter().all(embedded), "{fonts}");
        }
    }
}

#[test]
fn report_writes_cards_for_their_owner_alone() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 300 --quiet").with_code(0);
    desk.run("report in plan --out out --lang zh").with_code(0);
    for name in ["cards.html", "cards.pdf", "public-list.html"] {
        let path = desk.path("out").join(name);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
        assert!(path.metadata().unwrap().len() > 0);
    }
    let villages = Instance::new(tiny()).unwrap().villages().len();
    assert_eq!(fs::read_dir(desk.path("out/cards")).unwrap().count(), 2 * villages);
    assert!(desk.read("out/cards.html").contains("便民服务连心卡"));
}

#[test]
fn nobody_gets_cards_of_a_plan_that_breaks_rules() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 300 --quiet").with_code(0);
    let rows = desk.read("plan/pairings.csv");
    let shorter: Vec<&str> = rows.trim_end().lines().collect();
    fs::write(desk.path("plan/pairings.csv"), shorter[..shorter.len() - 1].join("\n")).unwrap();
    let ended = desk.run("report in plan --out out --lang en").with_code(1);
    assert!(ended.stderr.contains("no contact cards"), "{}", ended.stderr);
    assert!(!desk.path("out/cards.html").exists() && !desk.path("out/cards").exists());
}

#[test]
fn a_font_file_that_is_none_is_refused() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 300 --quiet").with_code(0);
    let ended = desk.run("report in plan --out out --font in/cadres.csv --lang en").with_code(2);
    assert!(ended.stderr.contains("no font file with Chinese characters"), "{}", ended.stderr);
    assert!(!desk.path("out").exists());
}
