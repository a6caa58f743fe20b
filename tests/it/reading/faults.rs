//! Every fault at once, each with its place.

use std::fs;
use std::path::Path;

use jiedui::input::read_instance;
use jiedui::language::Language;
use jiedui::model::data::FaultCode;

use super::{Files, place};

/// An instance with a fault of nearly every kind; see the test for where they are.
fn dirty() -> Files {
    Files::english()
        .with(
            "instance.toml",
            "name = \"dirty\"\n[weights]\ntravle = 2\nlink = 99999\n[quota]\nstaff = \"one\"\n",
        )
        .with(
            "agencies.csv",
            "单位编号,单位名称,类别,经度,纬度,最多挂点村数\n\
             A1,农业局,涉农,104.1,30.6,两个\n\
             A2,法院,司法,104.2,30.65,\n\
             A3,税务局,经济,30.65,104.2,\n\
             A4,档案局,综合,104.2,,\n\
             A4,党校,综合,104.2,30.6,\n",
        )
        .with(
            "villages.csv",
            "village_id,name,township,type,lon,lat\n\
             V1,东坪,双溪,poor,104.3,30.7\n\
             V2,石桥,双溪,,104.35,30.75\n\
             V3,柳林,双溪,weak,204.35,30.75\n\
             ,无名,双溪,weak,104.3,30.7\n",
        )
        .with(
            "cadres.csv",
            "available,cadre_id,name,agency_id,rank,role,party_member,reserve,rural_years,application,phone,base\n\
             yes,C1,甲,A1,deputy_section,deputy,yes,no,three,none,00000000001,\n\
             yes,C2,乙,A9,deputy_section,member,yes,no,6,both,00000000002,P9\n\
             \n\
             maybe,C3,丙,A2,staff,boss,no,no,2.5,none,00000000003,\n\
             no,C4,丁,A3,section,deputy,yes,no,1,none,00000000004,\n\
             yes,C5,戊,A4,staff,member,yes,yes,2\n",
        )
        .with(
            "households.csv",
            "household_id,village_id,hamlet,name,members,cause\n\
             H1,V1,上坪,子,4,因懒\n\
             H2,V8,下坪,丑,-2,labour\n\
             H3,V2,桥头,寅,5,schooling\n\
             H4,,桥头,卯,1,disability\n",
        )
        .with("travel.csv", "origin_id,village_id,km,km\nA1,V1,inf,1\nA1,V1,3,1\nP1,V2,-1,1\n")
        .with("links.csv", "agency_id,village_id\nA1,V1\n")
        .with("pins.csv", "kind,subject_id,object_id,mode\nsecretary,C5,V1,require\nhelp,A1,H9,forbid\n")
        .without("previous/pairings.csv")
}

#[test]
fn every_fault_of_every_file_is_found_in_one_run() {
    let expected = [
        "J005 instance.toml:3:weights.travle",
        "J006 instance.toml:4:weights.link",
        "J006 instance.toml:6:quota.staff",
        "J008 agencies.csv:2:最多挂点村数",
        "J011 agencies.csv:3:类别",
        "J018 agencies.csv:4:单位编号", // its only cadre is not available
        "J010 agencies.csv:4:纬度",
        "J007 agencies.csv:5:纬度",
        "J013 agencies.csv:6:单位编号",
        "J007 villages.csv:3:type",
        "J017 villages.csv:4:village_id",
        "J009 villages.csv:4:lon",
        "J007 villages.csv:5:village_id",
        "J008 cadres.csv:2:rural_years",
        "J015 cadres.csv:3:agency_id",
        "J015 cadres.csv:3:base",
        "J011 cadres.csv:5:available",
        "J011 cadres.csv:5:role",
        "J008 cadres.csv:5:rural_years",
        "J020 cadres.csv:7",
        "J011 households.csv:2:cause",
        "J015 households.csv:3:village_id",
        "J009 households.csv:3:members",
        "J007 households.csv:5:village_id",
        "J004 travel.csv:1:km",
        "J008 travel.csv:2:km",
        "J014 travel.csv:3:origin_id",
        "J009 travel.csv:4:km",
        "J003 links.csv:1:cost",
        "J015 pins.csv:3:subject_id",
        "J015 pins.csv:3:object_id",
        "J001 previous/pairings.csv",
    ];
    assert_eq!(dirty().places(), expected);
}

#[test]
fn faults_show_the_value_as_the_file_spells_it_and_say_what_to_do() {
    let faults = dirty().faults();
    let find = |wanted: &str| {
        faults.iter().find(|fault| place(fault) == wanted).expect("the fault is there")
    };
    let line = find("J011 households.csv:2:cause").to_string();
    assert!(line.starts_with("J011 households.csv:2:cause: \"因懒\": this is none of the causes; write one of illness 因病, "), "{line}");
    assert_eq!(find("J010 agencies.csv:4:纬度").value, "104.2");
    assert_eq!(find("J009 villages.csv:4:lon").value, "204.35");
    assert_eq!(find("J008 travel.csv:2:km").value, "inf");
    assert_eq!(find("J006 instance.toml:4:weights.link").value, "99999");
    assert!(
        find("J005 instance.toml:3:weights.travle")
            .action
            .to_string()
            .contains("did you mean travel?")
    );
    let told = dirty().written();
    let told = read_instance(told.path(), None).unwrap_err().to_string();
    assert_eq!(told.lines().count(), faults.len() + 1);
    assert!(told.ends_with("32 faults in the input"));
}

#[test]
fn faults_are_told_in_chinese_at_the_same_places() {
    let faults = dirty().faults();
    let find = |wanted: &str| {
        let fault = faults.iter().find(|fault| place(fault) == wanted);
        fault.expect("the fault is there").said(Language::Chinese)
    };
    let told = [
        "J011 households.csv:2:cause：\"因懒\"：致贫原因中没有这一项；\
         可填：因病、因残、因学、缺劳力、缺资金、缺技术",
        "J005 instance.toml:3:weights.travle：\"travle\"：没有这个设置项；是否应为 travel？",
        "J015 pins.csv:3:object_id：\"H9\"：查无此户；请补上该户，或改正编号",
        "J020 cadres.csv:7：这一行有 9 个单元格，而表头有 12 个；\
         每一行的单元格数须与表头相同；文字中有逗号时请加引号",
        "J003 links.csv:1:cost：缺少这一列；请补上“费用”（cost）列",
        "J001 previous/pairings.csv：缺少这张表；请补上这张表，列名依次为 户编号,干部编号",
    ];
    for line in told {
        let (place, _) = line.split_once('：').unwrap();
        assert_eq!(find(place), line);
    }
    let folder = dirty().written();
    let said = read_instance(folder.path(), None).unwrap_err().said(Language::Chinese);
    assert!(said.ends_with("\n输入数据共有 32 处问题"), "{said}");
}

#[test]
fn faults_never_hold_names_or_phones() {
    let broken = |text: String| {
        // Bytes that are no text in a name, a phone that runs into the next cell.
        text.into_bytes()
            .into_iter()
            .flat_map(|b| if b == b'\'' { vec![0xff] } else { vec![b] })
            .collect()
    };
    let files = Files::english()
        .replaced("cadres.csv", "甲", "甲甲'甲甲")
        .replaced("cadres.csv", "00000000004", "00000000004,00000000009")
        .replaced("households.csv", "寅", "寅\u{fffd}")
        .each_csv(broken);
    let faults = files.faults();
    let expected = ["J021 cadres.csv:2:name", "J020 cadres.csv:5", "J021 households.csv:4:name"];
    assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), expected);
    let told: String = faults.iter().map(ToString::to_string).collect();
    assert!(!told.contains('甲') && !told.contains('寅') && !told.contains("0000000000"));
}

#[test]
fn what_follows_from_another_fault_is_kept_back() {
    // No village can be known: nothing dangles, no village is called empty.
    let no_villages = Files::english().without("villages.csv");
    assert_eq!(no_villages.places(), ["J001 villages.csv"]);
    // Agencies cannot be told apart: one fault, none for each cadre.
    let no_ids = Files::english().replaced("agencies.csv", "agency_id", "id");
    assert_eq!(no_ids.places(), ["J003 agencies.csv:1:agency_id"]);
    // Households without their villages leave no village empty.
    let no_column = Files::english().replaced("households.csv", "village_id", "village");
    assert_eq!(no_column.places(), ["J003 households.csv:1:village_id"]);
    assert!(no_column.faults()[0].action.to_string().contains("or 村编号"));
    // Without cadres no agency is called empty.
    assert_eq!(Files::english().without("cadres.csv").places(), ["J001 cadres.csv"]);
    // A row that is too long still holds its id.
    let ragged = Files::english().replaced("villages.csv", "石桥", "石,桥");
    assert_eq!(ragged.places(), ["J020 villages.csv:3"]);
    // An id with a comma is bad, but known.
    let comma = Files::english()
        .replaced("villages.csv", "V1", "\"V,1\"")
        .replaced("households.csv", "V1", "\"V,1\"")
        .replaced("travel.csv", "V1", "\"V,1\"")
        .replaced("links.csv", "V1", "\"V,1\"")
        .replaced("pins.csv", "V1", "\"V,1\"");
    assert_eq!(comma.places(), ["J012 villages.csv:2:village_id"]);
    // Lengths that travel.csv would have given.
    let travel = Files::english()
        .replaced("agencies.csv", "104.1,30.6", ",")
        .with("travel.csv", "origin_id,village_id,km\nA1,V1,24,6\nA1,V2,\n");
    assert_eq!(travel.places(), ["J020 travel.csv:2", "J007 travel.csv:3:km"]);
    // An unknown kind of pin says nothing about what its ids should be.
    let pin = Files::english().replaced("pins.csv", "help,C4", "helps,X4");
    assert_eq!(pin.places(), ["J011 pins.csv:3:kind"]);
    // An empty table makes no villages empty and no ids dangle.
    let empty = Files::english()
        .with("households.csv", "household_id,village_id,hamlet,name,members,cause\n");
    assert_eq!(empty.places(), ["J019 households.csv"]);
}

#[test]
fn a_bad_cell_hides_no_other_fault() {
    let files = Files::english()
        .replaced("cadres.csv", "C1,甲,A1,deputy_section", "C1,甲,A7,vice")
        .replaced("households.csv", "H1,V1,上坪,子,4,illness", "H1,V7,上坪,子,x,y")
        .replaced("villages.csv", "poor,104.3,30.7", "rich,104.3,北纬");
    let expected = [
        "J011 villages.csv:2:type",
        "J008 villages.csv:2:lat",
        "J015 cadres.csv:2:agency_id",
        "J011 cadres.csv:2:rank",
        "J015 households.csv:2:village_id",
        "J008 households.csv:2:members",
        "J011 households.csv:2:cause",
    ];
    assert_eq!(files.places(), expected);
}

#[test]
fn lengths_that_cannot_be_known_are_faults_of_the_row_without_coordinates() {
    let village = Files::english().replaced("villages.csv", "104.3,30.7\n", ",\n");
    assert_eq!(village.places(), ["J016 villages.csv:2:lon"]);
    let agency = Files::english().replaced("agencies.csv", "104.2,30.65", ",");
    assert_eq!(agency.places(), ["J016 agencies.csv:3:lon"]);
    let given = agency.with("travel.csv", "origin_id,village_id,km\nA2,V1,1\nA2,V2,2\n");
    assert_eq!(given.load().data.agencies[1].location, None);
}

#[test]
fn coordinates_swapped_throughout_are_one_fault_of_the_table() {
    let files = Files::english().replaced("agencies.csv", "104.1,30.6", "30.6,104.1").replaced(
        "agencies.csv",
        "104.2,30.65",
        "30.65,104.2",
    );
    assert_eq!(files.places(), ["J010 agencies.csv:1:lat"]);
    // In the far west exchanged coordinates stay within their ranges.
    let west = Files::english().with(
        "villages.csv",
        "village_id,name,township,type,lon,lat\nV1,,,poor,39.4,76.0\nV2,,,poor,39.5,76.1\n",
    );
    assert_eq!(west.places(), ["J010 villages.csv:1:lat"]);
}

#[test]
fn settings_that_do_not_exist_are_faults_with_their_line() {
    let toml = "yaer = 2024\n[team]\nmember = 1\nmembers = 1\n[team_size]\nx = 1\n";
    let files = Files::english().with("instance.toml", toml);
    let expected = [
        "J005 instance.toml:1:yaer",
        "J005 instance.toml:3:team.member",
        "J005 instance.toml:5:team_size",
    ];
    assert_eq!(files.places(), expected);
    assert!(files.faults()[0].action.to_string().contains("year"));
    let quotes = Files::english().with("instance.toml", "year = 2024\nname = “双溪”\n");
    let fault = &quotes.faults()[0];
    assert_eq!((fault.code, fault.row), (FaultCode::BadSyntax, Some(2)));
    assert!(fault.cause.to_string().contains('“'));
}

#[test]
fn settings_out_of_range_are_faults_with_their_line() {
    let toml = "[travel]\ndetour = 0.0\n[type_mismatch]\ngeneral = [6, 6, 60, 6]\n";
    let files = Files::english().with("instance.toml", toml);
    let expected =
        ["J006 instance.toml:2:travel.detour", "J006 instance.toml:4:type_mismatch.general[2]"];
    assert_eq!(files.places(), expected);
}

#[test]
fn files_in_another_form_are_told_what_form_is_wanted() {
    let files = Files::english();
    let semicolons = files.text("households.csv").replace(',', ";");
    let tabs = files.text("villages.csv").replace(',', "\t");
    let files = files
        .with("households.csv", semicolons)
        .with("villages.csv", tabs)
        .with("agencies.csv", "")
        .with("cadres.csv", "C1,甲,A1\nC2,乙,A2\n")
        .with(
            "pins.csv",
            "kind,subject_id,object_id,mode\nhelp,\"C4,H3,forbid\nhelp,C1,H1,forbid\n",
        );
    let expected = [
        "J003 agencies.csv",
        "J023 villages.csv:1",
        "J003 cadres.csv:1",
        "J023 households.csv:1",
        "J024 pins.csv:2",
    ];
    assert_eq!(files.places(), expected);
}

#[test]
fn what_cannot_be_read_at_all_is_one_fault() {
    let dir = Files::english().written();
    let code = |path: &Path| {
        let faults = read_instance(path, None).unwrap_err().faults;
        faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    assert_eq!(code(&dir.path().join("nowhere")), [FaultCode::MissingFile]);
    assert_eq!(code(&dir.path().join("cadres.csv")), [FaultCode::Unreadable]);
    fs::write(dir.path().join("book.xlsx"), b"no workbook").unwrap();
    assert_eq!(code(&dir.path().join("book.xlsx")), [FaultCode::Unreadable]);
    fs::remove_file(dir.path().join("cadres.csv")).unwrap();
    fs::create_dir(dir.path().join("cadres.csv")).unwrap();
    assert_eq!(code(dir.path()), [FaultCode::Unreadable]);
}

#[test]
fn files_beyond_the_limits_are_refused() {
    let dir = Files::english().written();
    let file = fs::OpenOptions::new().write(true).open(dir.path().join("travel.csv")).unwrap();
    file.set_len((64 << 20) + 1).unwrap(); // sparse: takes no room on the disk
    let header = (0..1_001).map(|i| format!("c{i}")).collect::<Vec<_>>().join(",");
    fs::write(dir.path().join("links.csv"), header).unwrap();
    let cell = "长".repeat(1 << 20);
    fs::write(dir.path().join("places.csv"), format!("place_id,name,lon,lat\nP1,{cell},104,30\n"))
        .unwrap();
    fs::write(
        dir.path().join("pins.csv"),
        format!(
            "kind,subject_id,object_id,mode\n{}",
            "\n".repeat(5_000_000) + "help,C4,H3,forbid\n"
        ),
    )
    .unwrap();
    let faults = read_instance(dir.path(), None).unwrap_err().faults;
    let expected =
        ["J022 places.csv:2:name", "J022 travel.csv", "J022 links.csv:1", "J022 pins.csv"];
    assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), expected);
}
