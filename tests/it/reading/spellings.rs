//! One instance in many spellings reads alike.

use encoding_rs::GB18030;
use jiedui::model::enums::{Application, Category, Role};
use jiedui::model::{Metres, Millipoints, OriginId};

use super::{CHINESE, Files};

#[test]
fn english_chinese_and_mixed_headers_read_alike() {
    let english = Files::english().digest();
    assert_eq!(Files::chinese().digest(), english);
    let mixed = CHINESE.iter().step_by(2).fold(Files::english(), |f, &(n, t)| f.with(n, t));
    assert_eq!(mixed.digest(), english);
    let within = Files::english()
        .replaced("households.csv", "village_id,hamlet", "村编号, Hamlet ")
        .replaced("households.csv", "illness", "因病")
        .replaced("cadres.csv", "CADRE_ID".to_ascii_lowercase().as_str(), "CADRE_ID")
        .replaced("cadres.csv", "deputy_section,deputy,yes", "Deputy_Section, 副职 ,TRUE");
    assert_eq!(within.digest(), english);
}

#[test]
fn the_values_are_those_of_the_files() {
    let loaded = Files::chinese().load();
    let (instance, data) = (&loaded.instance, &loaded.data);
    assert_eq!(loaded.notes, []);
    assert_eq!(instance.settings().team.members, 1);
    assert_eq!(data.agencies[0].category, Category::Agricultural);
    assert_eq!((data.agencies[0].max_villages, data.agencies[1].max_villages), (Some(2), None));
    let cadre = &data.cadres[1];
    assert_eq!((cadre.role, cadre.application), (Role::Member, Application::Both));
    assert_eq!((cadre.base.as_deref(), cadre.rural_years), (Some("P1"), 6));
    assert_eq!(
        data.cadres.iter().map(|c| c.available).collect::<Vec<_>>(),
        [true, true, false, true, true]
    );
    let (a1, v1) = (instance.find_agency("A1").unwrap(), instance.find_village("V1").unwrap());
    let v2 = instance.find_village("V2").unwrap();
    assert_eq!(instance.metres(a1.into(), v1), Metres(24_600));
    assert_eq!(instance.metres(OriginId::new(2), v2), Metres(300)); // P1, after two agencies
    assert_eq!(instance.link_charge(a1, v1), Some(Millipoints(0)));
    assert_eq!(instance.link_charge(a1, v2), None);
    assert_eq!(instance.pins().len(), 2);
    let previous = instance.previous().unwrap();
    assert_eq!((previous.lead[0], previous.vanished), (Some(a1), 0));
}

#[test]
fn the_order_of_rows_and_columns_changes_nothing() {
    let reversed = |text: String| {
        let mut lines: Vec<String> =
            text.lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",")).collect();
        lines[1..].reverse();
        (lines.join("\n") + "\n").into_bytes()
    };
    let files = Files::english();
    assert_eq!(files.each_csv(reversed).digest(), files.digest());
}

#[test]
fn marks_line_ends_quotes_spaces_and_blank_rows_change_nothing() {
    let digest = Files::english().digest();
    let mark = |text: String| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let crlf = |text: String| text.replace('\n', "\r\n").into_bytes();
    let quoted = |text: String| {
        let quote = |line: &str| line.split(',').map(|c| format!("\"{c}\"")).collect::<Vec<_>>();
        text.lines().map(|line| quote(line).join(",") + "\n").collect::<String>().into_bytes()
    };
    let spaced = |text: String| text.replace(',', "\u{3000}, ").into_bytes();
    let blank = |text: String| (text.replace('\n', "\n\n") + ",,\n\n , \n").into_bytes();
    for change in [mark, crlf, quoted, spaced, blank] {
        assert_eq!(Files::english().each_csv(change).digest(), digest);
    }
    let toml = Files::english();
    let marked = [b"\xef\xbb\xbf", toml.text("instance.toml").as_bytes()].concat();
    assert_eq!(toml.with("instance.toml", marked).digest(), digest);
}

#[test]
fn quoted_cells_hold_commas_quotes_and_line_breaks() {
    let files = Files::english()
        .replaced("agencies.csv", "农业局", "\"农业,\n\"\"农村\"\" 局\"")
        .replaced("agencies.csv", "political_legal", "political");
    assert_eq!(files.places(), ["J011 agencies.csv:3:category"]); // the line break makes no row
    let loaded = files.replaced("agencies.csv", "political", "political_legal").load();
    assert_eq!(loaded.data.agencies[0].name, "农业,\n\"农村\" 局");
}

#[test]
fn gbk_is_read_and_said_once_for_each_file() {
    let gbk = |text: String| GB18030.encode(&text).0.into_owned();
    let loaded = Files::chinese().each_csv(gbk).load();
    assert_eq!(loaded.instance.digest(), Files::chinese().digest());
    let mut files: Vec<&str> = CHINESE.iter().map(|&(name, _)| name).collect();
    let notes: Vec<String> = loaded.notes.iter().map(ToString::to_string).collect();
    let mut noted: Vec<&str> = notes
        .iter()
        .map(|note| note.strip_suffix(": is not UTF-8 and was read as GBK").expect("a GBK note"))
        .collect();
    files.sort_unstable();
    noted.sort_unstable();
    assert_eq!(noted, files);
}

#[test]
fn utf_16_with_a_mark_is_read() {
    let utf16 = |text: String| {
        let units = format!("\u{feff}{text}");
        units.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    assert_eq!(Files::chinese().each_csv(utf16).digest(), Files::chinese().digest());
}

#[test]
fn numbers_may_be_full_width_and_whole_numbers_end_in_point_zero() {
    let files = Files::english()
        .replaced("households.csv", "子,4", "子,４.0")
        .replaced("cadres.csv", "no,6,both", "no,６．０,both")
        .replaced("travel.csv", "24.6", "２４．６")
        .replaced("agencies.csv", "104.1,30.6", "１０４．１,３０．６")
        .replaced("links.csv", "12.5", "12.500");
    assert_eq!(files.digest(), Files::english().digest());
}

#[test]
fn kilometres_and_points_are_read_exactly() {
    let files = Files::english()
        .with(
            "travel.csv",
            "origin_id,village_id,km\nA1,V1,4.35\nA1,V2,0.0005\nA2,V1,1.00049\nA2,V2,.29\n",
        )
        .with("links.csv", "agency_id,village_id,cost\nA1,V1,1.005\nA1,V2,0.0004\n");
    let data = files.load().data;
    let metres: Vec<i64> = data.travel.iter().map(|row| row.metres.0).collect();
    assert_eq!(metres, [4_350, 1, 1_000, 290]);
    let costs: Vec<i64> = data.links.iter().map(|row| row.cost.0).collect();
    assert_eq!(costs, [1_005, 0]);
}

#[test]
fn empty_cells_and_absent_optional_columns_mean_not_given() {
    let cadres = "cadre_id,name,agency_id,rank,role,party_member,reserve,rural_years,application,phone\n\
                  C1,,A1,staff,,,,,,\nC2,,A2,staff,,,,,,\n";
    let files = Files::english()
        .with("cadres.csv", cadres)
        .without("places.csv")
        .without("travel.csv")
        .without("links.csv")
        .without("pins.csv")
        .without("previous/attachments.csv")
        .without("previous/pairings.csv");
    let data = files.load().data;
    let cadre = &data.cadres[0];
    assert_eq!(
        (cadre.role, cadre.application, cadre.rural_years),
        (Role::Member, Application::None, 0)
    );
    assert_eq!((cadre.party_member, cadre.reserve, cadre.available), (false, false, true));
    assert_eq!((cadre.base.as_ref(), data.previous), (None, None));
}
