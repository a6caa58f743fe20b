//! The plan as a workbook.

use calamine::{Data, DataType as _};
use jiedui::analyse::decision::pin_name;
use jiedui::analyse::prices::price_list;
use jiedui::check::{check, statistics};
use jiedui::language::Language;
use jiedui::model::Instance;
use jiedui::model::data::{InstanceData, PinRecord, PlanTables};
use jiedui::model::enums::{AttachmentRole, PinKind, PinMode, TeamRole};
use jiedui::report::{Privacy, Reported, workbook};

use super::{Sheets, sheets, texts};
use crate::plans::{attachment, hand_made, hand_made_plan, pairing, team};

/// The hand-made instance with people's names and phones, and names that look like formulas.
pub(crate) fn named() -> InstanceData {
    let mut data = hand_made();
    data.settings.name = "双溪县 & 邻县".into();
    data.agencies[0].name = "=1+1".into();
    data.agencies[1].name = "@SUM(A1)".into();
    data.villages[0].name = "-2村".into();
    data.villages[1].name = "+石桥".into();
    for (i, cadre) in data.cadres.iter_mut().enumerate() {
        cadre.name = if i % 2 == 0 { format!("欧阳睿{i}") } else { format!("李蓉{i}") };
        cadre.phone = format!("1381234{i:04}");
    }
    for (i, household) in data.households.iter_mut().enumerate() {
        household.name = format!("=王韬{i}");
    }
    data
}

pub(crate) fn written(
    data: InstanceData,
    tables: &PlanTables,
    language: Language,
    privacy: Privacy,
) -> Vec<u8> {
    let previous = data.previous.clone();
    let instance = Instance::new(data).expect("valid");
    let (report, figures) = (check(&instance, tables), statistics(&instance, tables));
    let pins: Vec<_> = (0..instance.pins().len()).map(|i| pin_name(&instance, i)).collect();
    let prices = price_list(&instance, 5, 1, &|| false);
    let reported = Reported {
        instance: &instance,
        tables,
        previous: previous.as_ref(),
        report: &report,
        statistics: &figures,
        summary: None,
        claim: None,
        pins: &pins,
        prices: prices.as_ref(),
        language,
        privacy,
        with_names: false,
    };
    workbook::plan(&reported).expect("written")
}

fn read(language: Language, privacy: Privacy) -> Sheets {
    sheets(&written(named(), &hand_made_plan(), language, privacy))
}

pub(crate) fn pin(
    kind: PinKind,
    subject: &str,
    object: &str,
    mode: PinMode,
    reason: Option<&str>,
) -> PinRecord {
    let reason = reason.map(str::to_owned);
    PinRecord { kind, subject_id: subject.into(), object_id: object.into(), mode, reason }
}

fn row(cells: &[Data]) -> Vec<String> {
    cells.iter().map(Data::to_string).collect()
}

#[test]
fn every_sheet_is_there_in_both_languages() {
    let names = |language| read(language, Privacy::Full).into_keys().collect::<Vec<_>>();
    let mut zh = [
        "第一书记公示名单",
        "挂点单位一览",
        "驻村工作组",
        "按村结对",
        "按单位结对",
        "统计",
        "各职级任务",
        "各单位任务",
        "边际代价（估算）",
        "所用设置",
        "与上年对比",
    ];
    zh.sort_unstable();
    assert_eq!(names(Language::Chinese), zh);
    assert_eq!(names(Language::English).len(), zh.len());
    for language in Language::ALL {
        for text in texts(&read(language, Privacy::Full)) {
            assert!(!text.starts_with("workbook-") && !text.contains("{$"), "{text}");
        }
    }
}

#[test]
fn the_public_list_says_who_where_and_from_which_agency() {
    let read = read(Language::Chinese, Privacy::Full);
    let list = &read["第一书记公示名单"];
    let header = ["序号", "乡镇", "村", "姓名", "单位", "职务", "职级", "联系电话"];
    assert_eq!(row(&list[0]), header);
    let first = ["1", "township", "-2村", "李蓉1", "=1+1", "一般干部", "科级以下", "13812340001"];
    assert_eq!(row(&list[1]), first);
    assert_eq!(list.len(), 3);
}

#[test]
fn pairings_stand_by_village_and_by_agency() {
    let read = read(Language::Chinese, Privacy::Full);
    for sheet in ["按村结对", "按单位结对"] {
        let rows = &read[sheet];
        let column = |name: &str| rows[0].iter().position(|c| c == name).expect("a column");
        let (h, c) = (column("户编号"), column("干部编号"));
        let mut pairs: Vec<_> =
            rows[1..].iter().map(|row| pairing(&row[h].to_string(), &row[c].to_string())).collect();
        pairs.sort();
        assert_eq!(pairs, hand_made_plan().pairings, "{sheet}");
    }
    let by_village = &read["按村结对"];
    let ways: Vec<f64> = by_village[1..].iter().map(|row| row[12].as_f64().unwrap()).collect();
    assert!((ways[0] - 10.0).abs() < 1e-9, "{ways:?}"); // H1 by C11, 10 km away
}

#[test]
fn attachments_and_teams_are_complete() {
    let read = read(Language::English, Privacy::Full);
    let attachments = &read["Attachments"];
    assert_eq!(attachments.len(), 3);
    assert_eq!(row(&attachments[1])[5..], ["=1+1", "0", ""]);
    assert_eq!(row(&attachments[2])[5..], ["@SUM(A1)", "1", "=1+1"]);
    let teams = &read["Work teams"];
    let said: Vec<_> = teams[1..].iter().map(|r| (r[3].to_string(), r[4].to_string())).collect();
    let first = [("leader", "C11"), ("secretary", "C12"), ("member", "C13")];
    assert_eq!(said[..3], first.map(|(role, id)| (role.to_owned(), id.to_owned())));
    assert_eq!(said.len(), 6);
}

#[test]
fn the_costs_of_the_book_are_those_of_the_judge() {
    let instance = Instance::new(named()).unwrap();
    let report = check(&instance, &hand_made_plan());
    let read = read(Language::English, Privacy::Full);
    let costs: Vec<f64> = read["Statistics"]
        .iter()
        .filter(|row| row[0] == "Cost")
        .map(|row| row[2].as_f64().unwrap())
        .collect();
    let expected: Vec<f64> =
        report.terms.named().iter().map(|&(_, cost)| cost.0 as f64 / 1000.0).collect();
    assert_eq!(costs[..11], expected);
    assert!((costs[11] - report.objective().0 as f64 / 1000.0).abs() < 1e-9);
    let agencies = &read["Load by agency"];
    let helped: f64 = agencies[1..].iter().map(|row| row[8].as_f64().unwrap()).sum();
    assert!((helped - 8.0).abs() < 1e-9);
    for row in &agencies[1..] {
        let by_rank: f64 = row[11..15].iter().map(|cell| cell.as_f64().unwrap()).sum();
        assert!((by_rank - row[8].as_f64().unwrap()).abs() < 1e-9);
    }
}

#[test]
fn changes_are_those_that_cost() {
    let read = read(Language::English, Privacy::Full);
    let changes = &read["Against last year"];
    let of = |kind: &str| -> Vec<String> {
        let rows = changes[1..].iter().filter(|row| row[0] == kind);
        rows.map(|row| if row[3].is_empty() { row[2].to_string() } else { row[3].to_string() })
            .collect()
    };
    // The module of the hand-made plan tells which of last year's rows count.
    let kinds = |name| jiedui::report::words::term(name, Language::English);
    assert_eq!(of(&kinds("lead_change")), ["-2村"]);
    assert_eq!(of(&kinds("change")), ["H2", "H6"]);
    assert_eq!(of("newly given a helper"), ["H3", "H4", "H5", "H7", "H8"]);
}

#[test]
fn changes_on_the_teams_name_who_left_and_who_came() {
    let mut data = named();
    data.previous.as_mut().unwrap().teams = vec![
        team("V1", "C11", TeamRole::Leader),
        team("V1", "C13", TeamRole::Secretary),
        team("V1", "C12", TeamRole::Member),
        team("V2", "C21", TeamRole::Leader),
        team("V2", "C22", TeamRole::Secretary),
        team("V2", "C23", TeamRole::Member),
        team("V2", "C99", TeamRole::Member), // exists no longer
    ];
    let read = sheets(&written(data, &hand_made_plan(), Language::English, Privacy::Redacted));
    let changes = read["Against last year"].iter().map(|cells| row(cells));
    let on_teams: Vec<_> = changes
        .filter(|row| row[0].starts_with("team: "))
        .map(|row| [0, 2, 5, 6].map(|column| row[column].clone()))
        .collect();
    let expected = [
        ["team: secretary", "-2村", "C13 欧阳某 =1+1", "C12 李某 =1+1"],
        ["team: member", "-2村", "C12 李某 =1+1", "C13 欧阳某 =1+1"],
        ["team: member", "+石桥", "C99", ""],
    ];
    assert_eq!(on_teams, expected.map(|row| row.map(str::to_owned)));
}

#[test]
fn pins_stand_on_a_sheet_and_beside_the_pairings_with_their_reasons() {
    let mut data = named();
    data.pins = vec![
        pin(PinKind::Help, "C11", "H1", PinMode::Require, Some("old friends")),
        pin(PinKind::Post, "C12", "V1", PinMode::Require, Some("asked for it")),
        pin(PinKind::Lead, "A2", "V1", PinMode::Forbid, None),
    ];
    let read =
        |privacy| sheets(&written(data.clone(), &hand_made_plan(), Language::English, privacy));
    let book = read(Privacy::Full);
    let pins: Vec<_> = book["Fixed beforehand"][1..].iter().map(|cells| row(cells)).collect();
    let help = ["help", "require", "C11", "欧阳睿0", "H1", "=王韬0", "old friends"];
    let lead = ["lead", "forbid", "A2", "@SUM(A1)", "V1", "-2村", ""];
    assert!(pins.iter().any(|row| *row == help) && pins.iter().any(|row| *row == lead), "{pins:?}");
    for sheet in ["Pairings by village", "Pairings by agency"] {
        let rows = &book[sheet];
        let id = rows[0].iter().position(|head| head == "Household id").unwrap();
        let said = |h: &str| row(rows.iter().find(|row| row[id] == h).unwrap()).pop().unwrap();
        assert!(said("H1").contains("old friends"), "{}", said("H1"));
        assert!(said("H3").contains("asked for it"), "{}", said("H3")); // helped by C12
        assert_eq!(said("H6"), "", "{sheet}");
    }
    let masked = texts(&read(Privacy::Redacted)).join("\n");
    assert!(masked.contains("a pin requires that C11 helps H1"));
    assert!(!masked.contains("old friends") && !masked.contains("asked for it"));
}

#[test]
fn prices_are_there_for_every_rank_of_an_agency_and_every_cause_of_a_village() {
    let read = read(Language::English, Privacy::Full);
    let rows: Vec<_> = read["Prices (estimates)"][1..].iter().map(|cells| row(cells)).collect();
    let price = |id: &str, more: &str| -> f64 {
        let own = rows.iter().find(|row| row[0] == id && row[2].starts_with(more));
        own.unwrap_or_else(|| panic!("no {more} of {id}: {rows:?}"))[3].parse().unwrap()
    };
    let quota = named().settings.quota;
    let (four, one) = (quota.deputy_county, quota.staff);
    let slot = price("A1", "cadre, staff") / f64::from(one);
    assert!(slot <= 0.0, "a slot more never costs");
    assert!((price("A1", "cadre, deputy county") - slot * f64::from(four)).abs() < 0.01);
    let data = named();
    let classes: std::collections::BTreeSet<_> =
        data.households.iter().map(|h| (&h.village_id, h.cause)).collect();
    let of_villages = rows.iter().filter(|row| row[2].starts_with("household, "));
    assert_eq!(of_villages.count(), classes.len());
}

#[test]
fn what_leaves_the_office_names_nobody() {
    for language in Language::ALL {
        let read = read(language, Privacy::Redacted);
        let all = texts(&read).join("\n");
        for hidden in ["睿", "蓉", "韬", "1381234000"] {
            assert!(!all.contains(hidden), "{hidden}");
        }
        assert!(all.contains("欧阳某") && all.contains("李某") && all.contains("138****0001"));
    }
    let all = texts(&read(Language::Chinese, Privacy::Full)).join("\n");
    assert!(all.contains("欧阳睿0") && all.contains("13812340000"));
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let write = || written(named(), &hand_made_plan(), Language::Chinese, Privacy::Full);
    let mut shuffled = hand_made_plan();
    shuffled.pairings.reverse();
    shuffled.teams.reverse();
    shuffled.attachments.reverse();
    assert_eq!(write(), write());
    assert_eq!(write(), written(named(), &shuffled, Language::Chinese, Privacy::Full));
}

#[test]
fn a_broken_plan_is_shown_as_far_as_it_goes() {
    let mut tables = hand_made_plan();
    tables.pairings.retain(|row| row.household_id != "H3");
    tables.pairings.push(pairing("H1", "C12")); // a second helper
    tables.pairings.push(pairing("H1", "nobody"));
    tables.attachments.push(attachment("V1", "A2", AttachmentRole::Lead)); // a second lead
    let read = sheets(&written(named(), &tables, Language::English, Privacy::Full));
    assert!(read["Broken rules"].len() > 3);
    let helpers = |id: &str| -> Vec<String> {
        let rows = read["Pairings by village"].iter().filter(|row| row[3] == id);
        rows.map(|row| row[8].to_string()).collect()
    };
    assert_eq!(helpers("H1"), ["C11", "C12"]);
    assert_eq!(helpers("H3"), [""]);
    assert_eq!(row(&read["Attachments"][1])[5], "=1+1, @SUM(A1)");
}

#[test]
fn without_teams_there_is_no_list_of_secretaries() {
    let mut data = named();
    data.settings.team.enabled = false;
    data.previous = None;
    let tables = PlanTables { teams: Vec::new(), ..hand_made_plan() };
    let read = sheets(&written(data, &tables, Language::English, Privacy::Full));
    for sheet in ["First secretaries", "Work teams", "Against last year"] {
        assert!(!read.contains_key(sheet), "{sheet}");
    }
    let settings = &read["Settings used"];
    let teams = settings.iter().find(|row| row[0] == "team.enabled").unwrap();
    assert_eq!(row(teams)[1..4], ["no", "yes", "changed"]);
}
