//! The web page of a plan: what is in its file, and what a reader sees in a browser.

mod access;
mod browser;

use std::fs;
use std::sync::atomic::AtomicBool;

use jiedui::analyse::decision::pin_name;
use jiedui::analyse::prices::price_list;
use jiedui::check::{check, statistics};
use jiedui::generate::{Preset, Recipe, generate};
use jiedui::language::Language;
use jiedui::model::data::{InstanceData, PinRecord, PlanTables};
use jiedui::model::enums::{PinKind, PinMode};
use jiedui::model::{Instance, Millipoints, Plan};
use jiedui::report::{Claim, Privacy, Reported, StoredPrices, page};
use jiedui::solve::{Control, Options, Silent, search};
use serde_json::json;

use crate::command_line::{Desk, tiny, township};
use browser::Reader;

/// A plan of hardly any search.
fn planned(instance: &Instance) -> Plan {
    let options = Options { iterations: Some(1), ..Options::default() };
    let stop = AtomicBool::new(false);
    let outcome = search::solve(instance, &options, &Control::new(&stop, &Silent, None), None);
    outcome.incumbent.expect("a plan").0
}

/// What a test may want of a page.
struct Wish {
    language: Language,
    privacy: Privacy,
    with_names: bool,
}

const PLAIN: Wish = Wish { language: Language::English, privacy: Privacy::Full, with_names: false };

fn page_of(data: &InstanceData, tables: Option<&PlanTables>, wish: &Wish) -> String {
    let instance = Instance::new(data.clone()).unwrap();
    let made = tables.is_none().then(|| planned(&instance).to_tables(&instance));
    let tables = tables.or(made.as_ref()).unwrap();
    let report = check(&instance, tables);
    let claim = Claim {
        objective: Some(report.objective()),
        instance_digest: Some(instance.digest().to_owned()),
        bound: None,
        status: None,
    };
    let pins: Vec<_> = (0..instance.pins().len()).map(|i| pin_name(&instance, i)).collect();
    page::html(&Reported {
        instance: &instance,
        tables,
        previous: data.previous.as_ref(),
        report: &report,
        statistics: &statistics(&instance, tables),
        summary: None,
        claim: Some(&claim),
        pins: &pins,
        prices: price_list(&instance, 5, 1, &|| false).as_ref(),
        language: wish.language,
        privacy: wish.privacy,
        with_names: wish.with_names,
    })
}

#[test]
fn the_command_writes_a_page_that_is_the_owners_alone() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 100 --quiet").with_code(0);
    desk.run("report in plan --out out --lang zh").with_code(0);
    let html = desk.read("out/index.html");
    assert!(html.starts_with("<!doctype html>") && html.contains("<html lang=\"zh\">"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(desk.path("out/index.html")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_broken_plan_is_shown_as_such() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 100 --quiet").with_code(0);
    fs::write(desk.path("plan/pairings.csv"), "household_id,cadre_id\n").unwrap();
    let ended = desk.run("report in plan --out out --lang en").with_code(1);
    assert!(ended.stderr.contains("breaks rules"), "{}", ended.stderr);
    assert!(desk.read("out/index.html").contains("\"rule\":\"R4\""));
}

#[test]
fn households_are_named_only_where_that_is_asked_for() {
    let data = tiny();
    let names: Vec<&str> = data.households.iter().map(|household| &*household.name).collect();
    let named = |html: &str| names.iter().filter(|name| html.contains(**name)).count();
    assert!(names.iter().all(|name| name.chars().count() > 1));
    assert_eq!(named(&page_of(&data, None, &PLAIN)), 0);
    assert_eq!(named(&page_of(&data, None, &Wish { with_names: true, ..PLAIN })), names.len());
    let masked = Wish { with_names: true, privacy: Privacy::Redacted, ..PLAIN };
    assert_eq!(named(&page_of(&data, None, &masked)), 0);
}

#[test]
fn a_redacted_page_has_no_name_and_no_phone() {
    let data = township();
    let masked = page_of(&data, None, &Wish { privacy: Privacy::Redacted, ..PLAIN });
    let full = page_of(&data, None, &PLAIN);
    for cadre in &data.cadres {
        let quoted = format!("\"{}\"", cadre.name);
        assert!(full.contains(&quoted) && !masked.contains(&quoted), "{}", cadre.id);
        assert!(full.contains(&cadre.phone) && !masked.contains(&cadre.phone), "{}", cadre.id);
    }
}

#[test]
fn the_same_plan_is_the_same_page() {
    let data = township();
    let instance = Instance::new(data.clone()).unwrap();
    let tables = planned(&instance).to_tables(&instance);
    let page = || page_of(&data, Some(&tables), &PLAIN);
    assert_eq!(page(), page());
}

/// Load without errors, find a household, click a village on the map, switch language and theme.
#[test]
fn a_reader_finds_the_way() {
    let data = township();
    let instance = Instance::new(data.clone()).unwrap();
    let plan = planned(&instance);
    let tables = plan.to_tables(&instance);
    let reader = Reader::of(&page_of(&data, Some(&tables), &PLAIN));
    assert!(reader.text(".figures").contains("520 / 520"));

    // The search over everything leads to the household's row in its village.
    let household = &instance.households()[300];
    reader.enter("#find", &household.id.to_lowercase(), Some("Enter"));
    reader.until("document.querySelector('tr.hit')");
    let row = reader.text("tr.hit");
    let helper = instance.cadre(plan.helper[300]);
    assert!(row.contains(&household.id) && row.contains(&helper.name), "{row}");
    let village = instance.village(household.village);
    assert!(reader.text("h2").contains(&village.name));

    // A click on a village shows its team.
    reader.go("#");
    let teams = plan.teams.as_ref().unwrap();
    for v in [2, 5] {
        let village = &instance.villages()[v];
        reader.click(&format!("[data-village={:?}]", village.id));
        let shown =
            format!("document.getElementById('panel').textContent.includes({:?})", village.name);
        reader.until(&shown);
        let panel = reader.text("#panel");
        for cadre in [teams[v].leader, teams[v].secretary] {
            assert!(panel.contains(&instance.cadre(cadre).name), "{panel}");
        }
        assert!(panel.contains(&instance.agency(plan.lead[v]).name), "{panel}");
    }

    // The language, and light and dark.
    assert_eq!(reader.eval("document.documentElement.lang"), json!("en"));
    reader.click("#language");
    reader.until("document.documentElement.lang === 'zh-CN'");
    assert_eq!(reader.texts("#nav a")[..3], ["总览", "村", "单位"]);
    assert!(reader.text("#panel").contains("牵头单位"));
    let paper = "getComputedStyle(document.body).backgroundColor";
    let light = reader.eval(paper);
    reader.click("#theme");
    reader.until("document.documentElement.dataset.theme === 'dark'");
    assert_ne!(reader.eval(paper), light);
    reader.is_content();
}

#[test]
fn the_map_can_be_used_with_the_keyboard() {
    let data = township();
    let reader = Reader::of(&page_of(&data, None, &PLAIN));
    let where_is = |id: &str| {
        reader.eval(&format!(
            "document.querySelector('[data-village={id:?}]').getAttribute('transform')"
        ))
    };
    let first = where_is("V001");
    reader.eval("document.querySelector('#map > svg').focus()");
    reader.press("ArrowRight");
    reader.until("document.querySelector('#panel a')");
    let chosen = reader.text("#panel h3 a");
    assert!(reader.text("#told").contains(&chosen), "what is chosen is told");
    reader.press("+");
    assert_ne!(where_is("V001"), first);
    reader.press("Escape");
    assert_eq!(where_is("V001"), first);
    reader.press("ArrowRight");
    reader.press("Enter");
    reader.until("location.hash.startsWith('#village/')");
    reader.is_content();
}

/// All 5,900 households of a county: sorted, searched, filtered, paged.
#[test]
fn tables_of_a_county_sort_search_and_filter() {
    let data = generate(&Recipe::preset(Preset::County), 1);
    let reader = Reader::of(&page_of(&data, None, &PLAIN));
    reader.go("#pairings");
    let rows = "#table-pairings tbody tr";
    let column = |n: usize| reader.texts(&format!("{rows} td:nth-child({n})"));
    assert_eq!(column(1).len(), 50);
    let members = || column(4).iter().map(|n| n.parse().unwrap()).collect::<Vec<u32>>();
    reader.click("[data-sort=members]");
    let most = data.households.iter().map(|household| household.members).max().unwrap();
    assert_eq!(members()[0], most);
    assert!(members().is_sorted_by(|x, y| x >= y));
    reader.click("[data-sort=members]");
    assert!(members().is_sorted() && members()[0] < most);
    assert_eq!(
        reader.eval(
            "document.querySelector('#table-pairings [aria-sort]').getAttribute('aria-sort')"
        ),
        json!("ascending")
    );

    let wanted = &data.households[4321];
    reader.enter("[data-table=pairings]", &wanted.id, None);
    reader.until(&format!("document.querySelectorAll({rows:?}).length === 1"));
    assert_eq!(column(1), [wanted.id.as_str()]);
    reader.eval("(() => { const find = document.querySelector('[data-table=pairings]'); find.value = ''; find.dispatchEvent(new Event('input')); })()");
    reader.eval("(() => { const cause = document.querySelector('[data-filter=cause]'); cause.value = 'illness'; cause.dispatchEvent(new Event('change')); })()");
    assert!(column(5).iter().all(|cause| cause == "Illness"));
    let ill = data.households.iter().filter(|h| h.cause.en() == "illness").count() as u64;
    let count = jiedui::report::text::grouped(ill);
    assert!(reader.text(".count").contains(&format!("of {count} (5,900 in all)")));
    let first = column(1);
    reader.eval("document.querySelectorAll('.pages button')[1].click()");
    assert_ne!(column(1), first);
    reader.is_content();
}

#[test]
fn a_name_cannot_become_code() {
    let evil = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">{{ 7 }}";
    let mut data = tiny();
    data.settings.name = format!("tiny {evil}");
    data.villages.iter_mut().for_each(|village| village.name = format!("村{evil}"));
    data.agencies.iter_mut().for_each(|agency| agency.name = format!("局{evil}"));
    data.cadres
        .iter_mut()
        .for_each(|cadre| (cadre.name, cadre.phone) = (evil.to_owned(), evil.to_owned()));
    data.households.iter_mut().for_each(|household| {
        (household.name, household.hamlet) = (evil.to_owned(), evil.to_owned());
    });
    let reader = Reader::of(&page_of(&data, None, &Wish { with_names: true, ..PLAIN }));
    for view in [
        "#",
        "#villages",
        "#agencies",
        "#pairings",
        "#cadres",
        "#secretaries",
        "#village/V001",
        "#agency/A001",
    ] {
        reader.go(view);
        let counts = reader.eval("[document.scripts.length, document.images.length]");
        assert_eq!(counts, json!([3, 0]), "{view}");
        assert_ne!(reader.eval("document.title"), json!("broken"), "{view}");
    }
    assert!(reader.text("h1").contains(evil));
    reader.is_content();
}

#[test]
fn what_is_printed_has_all_rows() {
    let reader = Reader::of(&page_of(&township(), None, &PLAIN));
    reader.go("#pairings");
    reader.eval("dispatchEvent(new Event('beforeprint'))");
    assert_eq!(reader.texts("#table-pairings tbody tr").len(), 520);
    assert!(reader.printed().starts_with(b"%PDF"));
    reader.eval("dispatchEvent(new Event('afterprint'))");
    assert_eq!(reader.texts("#table-pairings tbody tr").len(), 50);
    reader.is_content();
}

/// What was fixed beforehand, with its reason, in the section of the village and beside the pairing.
#[test]
fn pins_are_told_with_their_reasons() {
    let mut data = township();
    let instance = Instance::new(data.clone()).unwrap();
    let plan = planned(&instance);
    let tables = plan.to_tables(&instance);
    let household = &data.households[0];
    let (id, village) = (household.id.clone(), household.village_id.clone());
    let helper = instance.cadre(plan.helper[0]).id.clone();
    let pin = |kind, object: &str, reason: &str| PinRecord {
        kind,
        subject_id: helper.clone(),
        object_id: object.to_owned(),
        mode: PinMode::Require,
        reason: Some(reason.to_owned()),
    };
    data.pins = vec![
        pin(PinKind::Help, &id, "knows the family"),
        pin(PinKind::Post, &village, "lives nearby"),
    ];
    let reader = Reader::of(&page_of(&data, Some(&tables), &PLAIN));
    reader.go(&format!("#village/{village}"));
    let said = reader.text("ul.pins");
    assert!(said.contains("knows the family") && said.contains("lives nearby"), "{said}");
    reader.go("#pairings");
    reader.enter("[data-table=pairings]", &id, None);
    reader.until("document.querySelectorAll('#table-pairings tbody tr').length === 1");
    let row = reader.text("#table-pairings tbody tr");
    assert!(row.contains("knows the family") && row.contains("lives nearby"), "{row}");
    reader.is_content();
    let masked = page_of(&data, Some(&tables), &Wish { privacy: Privacy::Redacted, ..PLAIN });
    assert!(!masked.contains("knows the family") && !masked.contains("lives nearby"));
}

/// What one more cadre or household would cost or save, as tables and in the own section.
#[test]
fn prices_are_listed_and_stand_in_each_section() {
    let data = township();
    let instance = Instance::new(data.clone()).unwrap();
    let list = price_list(&instance, 5, 1, &|| false).unwrap();
    let reader = Reader::of(&page_of(&data, None, &PLAIN));
    reader.go("#prices");
    assert!(reader.text("#main").contains("estimates from the multipliers"));
    let slots = reader.texts("#table-agency-prices tbody td:nth-child(3)");
    let most = list.slots.iter().max().unwrap();
    assert_eq!(slots[0].replace(',', ""), most.to_string(), "the dearest slot comes first");
    let ((v, cause), price) = list.households.iter().next().unwrap();
    let village = instance.village(*v);
    reader.go(&format!("#village/{}", village.id));
    let own = reader.text("#main").replace(',', "");
    assert!(own.contains("One more household here would cost"));
    let word = Language::English.message(&format!("page-cause-{}", cause.en()), &[]);
    assert!(own.contains(&format!("{word}{price}")), "{own}");
    reader.go("#agency/A001");
    assert!(reader.text("#main").contains("One more cadre here would save"));
    reader.is_content();
}

/// `plan` leaves prices beside the plan; a report of the same instance takes those.
#[test]
fn prices_of_the_solve_are_kept_with_the_plan_and_with_no_other_instance() {
    let desk = Desk::with(&tiny());
    desk.run("plan in --out plan --iterations 100 --quiet").with_code(0);
    let mut stored: StoredPrices = serde_json::from_str(&desk.read("plan/prices.json")).unwrap();
    let shown = || {
        desk.run("report in plan --out out --lang en --quiet").with_code(0);
        desk.read("out/index.html").contains("987654321")
    };
    assert!(!shown());
    stored.slots.insert("A001".to_owned(), Millipoints(987_654_321));
    fs::write(desk.path("plan/prices.json"), stored.to_json()).unwrap();
    assert!(shown());
    stored.instance_digest = "of another instance".to_owned();
    fs::write(desk.path("plan/prices.json"), stored.to_json()).unwrap();
    assert!(!shown());
    // A plan that knows no prices leaves none of an earlier one.
    desk.run("plan in --out plan --iterations 100 --method search --quiet").with_code(0);
    assert!(!desk.path("plan/prices.json").exists());
}

/// Last year's plan against this year's: a new lead agency, a new helper.
#[test]
fn last_year_is_compared() {
    let mut data = township();
    let instance = Instance::new(data.clone()).unwrap();
    let tables = planned(&instance).to_tables(&instance);
    let mut before = tables.clone();
    let [one, other] = [0, 1].map(|row| before.pairings[row].cadre_id.clone());
    assert_ne!(one, other);
    before.pairings[0].cadre_id.clone_from(&other);
    data.previous = Some(before);
    let reader = Reader::of(&page_of(&data, Some(&tables), &PLAIN));
    assert!(reader.texts("#nav a").contains(&"Changes".to_owned()));
    reader.go("#changes");
    let rows = reader.texts("#table-changed-pairings tbody tr");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains(&tables.pairings[0].household_id));
    assert_eq!(reader.texts("#table-changed-leads tbody tr").len(), 0);
    reader.is_content();
}
