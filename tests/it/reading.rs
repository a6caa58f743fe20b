//! From files to an instance: every format, and every fault at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::GB18030;
use jiedui::input::{Fault, Loaded, read_instance, read_plan};
use jiedui::model::data::FaultCode;
use jiedui::model::enums::{Application, Category, Role};
use jiedui::model::{Metres, Millipoints, OriginId};
use proptest::prelude::*;
use tempfile::TempDir;

/// The files of an instance, in memory.
#[derive(Clone)]
struct Files(BTreeMap<&'static str, Vec<u8>>);

const ENGLISH: [(&str, &str); 11] = [
    ("instance.toml", "name = \"example\"\n[team]\nmembers = 1\n"),
    (
        "agencies.csv",
        "agency_id,name,category,lon,lat,max_villages\n\
         A1,农业局,agricultural,104.1,30.6,2\n\
         A2,法院,political_legal,104.2,30.65,\n",
    ),
    (
        "villages.csv",
        "village_id,name,township,type,lon,lat\n\
         V1,东坪,双溪,poor,104.3,30.7\n\
         V2,石桥,双溪,weak,104.35,30.75\n",
    ),
    (
        "cadres.csv",
        "cadre_id,name,agency_id,rank,role,party_member,reserve,rural_years,application,phone,base,available\n\
         C1,甲,A1,deputy_section,deputy,yes,no,3,none,00000000001,,yes\n\
         C2,乙,A1,deputy_section,member,yes,no,6,both,00000000002,P1,yes\n\
         C3,丙,A1,staff,member,no,no,0,none,00000000003,,no\n\
         C4,丁,A2,section,deputy,yes,no,1,none,00000000004,,yes\n\
         C5,戊,A2,staff,member,yes,yes,2,recommended,00000000005,,yes\n",
    ),
    (
        "households.csv",
        "household_id,village_id,hamlet,name,members,cause\n\
         H1,V1,上坪,子,4,illness\n\
         H2,V1,下坪,丑,2,labour\n\
         H3,V2,桥头,寅,5,schooling\n\
         H4,V2,桥头,卯,1,disability\n",
    ),
    ("places.csv", "place_id,name,lon,lat\nP1,工作站,104.3,30.69\n"),
    ("travel.csv", "origin_id,village_id,km\nA1,V1,24.6\nP1,V2,0.3\n"),
    ("links.csv", "agency_id,village_id,cost\nA1,V1,0\nA2,V2,12.5\n"),
    ("pins.csv", "kind,subject_id,object_id,mode\nsecretary,C2,V1,require\nhelp,C4,H3,forbid\n"),
    (
        "previous/attachments.csv",
        "village_id,agency_id,role\nV1,A1,lead\nV2,A2,lead\nV2,A1,assist\n",
    ),
    ("previous/pairings.csv", "household_id,cadre_id\nH1,C1\nH2,C2\nH3,C4\nH4,C5\n"),
];

const CHINESE: [(&str, &str); 10] = [
    (
        "agencies.csv",
        "单位编号,单位名称,类别,经度,纬度,最多挂点村数\n\
         A1,农业局,涉农,104.1,30.6,2\n\
         A2,法院,政法,104.2,30.65,\n",
    ),
    (
        "villages.csv",
        "村编号,村名,乡镇,村类型,经度,纬度\n\
         V1,东坪,双溪,穷,104.3,30.7\n\
         V2,石桥,双溪,软,104.35,30.75\n",
    ),
    (
        "cadres.csv",
        "干部编号,姓名,单位编号,职级,职务,党员,后备干部,农村工作年限,报名方式,电话,常驻地,在岗\n\
         C1,甲,A1,副科级,副职,是,否,3,无,00000000001,,是\n\
         C2,乙,A1,副科级,一般干部,是,否,6,两者,00000000002,P1,是\n\
         C3,丙,A1,科级以下,一般干部,否,否,0,无,00000000003,,否\n\
         C4,丁,A2,正科级,副职,是,否,1,无,00000000004,,是\n\
         C5,戊,A2,科级以下,一般干部,是,是,2,组织推荐,00000000005,,是\n",
    ),
    (
        "households.csv",
        "户编号,村编号,自然村,户主,人口,致贫原因\n\
         H1,V1,上坪,子,4,因病\n\
         H2,V1,下坪,丑,2,缺劳力\n\
         H3,V2,桥头,寅,5,因学\n\
         H4,V2,桥头,卯,1,因残\n",
    ),
    ("places.csv", "地点编号,地点名称,经度,纬度\nP1,工作站,104.3,30.69\n"),
    ("travel.csv", "起点编号,村编号,公里\nA1,V1,24.6\nP1,V2,0.3\n"),
    ("links.csv", "单位编号,村编号,费用\nA1,V1,0\nA2,V2,12.5\n"),
    ("pins.csv", "类型,主体编号,对象编号,方式\n第一书记,C2,V1,必须\n帮扶,C4,H3,禁止\n"),
    ("previous/attachments.csv", "村编号,单位编号,角色\nV1,A1,牵头\nV2,A2,牵头\nV2,A1,协助\n"),
    ("previous/pairings.csv", "户编号,干部编号\nH1,C1\nH2,C2\nH3,C4\nH4,C5\n"),
];

impl Files {
    fn english() -> Self {
        Self(ENGLISH.iter().map(|&(name, text)| (name, text.into())).collect())
    }

    fn chinese() -> Self {
        CHINESE.iter().fold(Self::english(), |files, &(name, text)| files.with(name, text))
    }

    fn with(mut self, name: &'static str, content: impl Into<Vec<u8>>) -> Self {
        self.0.insert(name, content.into());
        self
    }

    fn without(mut self, name: &'static str) -> Self {
        self.0.remove(name).expect("the file was there");
        self
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.0[name].clone()).expect("UTF-8")
    }

    /// Replaces text that must occur in the file.
    fn replaced(self, name: &'static str, from: &str, to: &str) -> Self {
        let text = self.text(name);
        assert!(text.contains(from), "{name} has no {from}");
        self.with(name, text.replace(from, to))
    }

    /// The CSV files, each rewritten by `change`.
    fn each_csv(&self, change: impl Fn(String) -> Vec<u8>) -> Self {
        let files = self.0.keys().map(|&name| {
            let text = self.text(name);
            (name, if name == "instance.toml" { text.into() } else { change(text) })
        });
        Self(files.collect())
    }

    fn written(&self) -> TempDir {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for (name, content) in &self.0 {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            fs::write(path, content).expect("written");
        }
        dir
    }

    fn load(&self) -> Loaded {
        let dir = self.written();
        read_instance(dir.path(), None).unwrap_or_else(|error| panic!("{error}"))
    }

    fn digest(&self) -> String {
        self.load().instance.digest().to_owned()
    }

    fn faults(&self) -> Vec<Fault> {
        let dir = self.written();
        read_instance(dir.path(), None).expect_err("the input has faults").faults
    }

    /// The faults as code, file, row and column.
    fn places(&self) -> Vec<String> {
        self.faults().iter().map(place).collect()
    }
}

fn place(fault: &Fault) -> String {
    let row = fault.row.map_or_else(String::new, |row| format!(":{row}"));
    let column = fault.column.as_ref().map_or_else(String::new, |column| format!(":{column}"));
    format!("{} {}{row}{column}", fault.code, fault.file)
}

fn instances() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instances")
}

// --- one instance, many spellings -----------------------------------------------------------

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
    assert_eq!(loaded.notes, Vec::<String>::new());
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
    let mut noted: Vec<&str> = loaded
        .notes
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

// --- notes ------------------------------------------------------------------------------------

#[test]
fn unknown_columns_and_files_are_kept_out_and_said_once() {
    let files = Files::english();
    let wider =
        files.text("households.csv").replace('\n', ",x,y,,\n").replacen(",x,y,,", ",备注,Age,,", 1);
    let loaded = files.with("households.csv", wider).with("place.csv", "a,b\n").load();
    let notes = [
        "files that are none of an instance's were not read: place.csv",
        "households.csv: columns that are not known were not read: 备注, Age",
    ];
    assert_eq!(loaded.notes, notes);
    assert_eq!(loaded.instance.digest(), Files::english().digest());
}

#[test]
fn missing_settings_are_defaults_and_said_once() {
    let loaded = Files::english().without("instance.toml").load();
    assert_eq!(loaded.notes, ["instance.toml: is not there; all settings have their defaults"]);
    assert_eq!(loaded.instance.settings(), &jiedui::model::Settings::default());
}

#[test]
fn ids_of_last_years_plan_that_vanished_are_said_in_one_line() {
    let files = Files::english()
        .replaced("previous/attachments.csv", "V2,A1,assist", "V9,A9,assist")
        .replaced("previous/pairings.csv", "H4,C5", "H4,C9\nH9,C8\nH8,C7\nH7,C6\nH6,C9");
    let loaded = files.load();
    let expected = "last year's plan names what is no longer in the tables; agencies: 1 (A9); \
                    villages: 1 (V9); cadres: 4 (C6, C7, C8, …); households: 4 (H6, H7, H8, …)";
    assert_eq!(loaded.notes, [expected]);
    assert_eq!(loaded.instance.previous().unwrap().vanished, 10);
}

#[test]
fn a_named_plan_takes_the_place_of_the_previous_folder() {
    let dir = Files::english().written();
    let other = Files(BTreeMap::from([
        ("attachments.csv", b"village_id,agency_id,role\nV1,A2,lead\n".to_vec()),
        ("pairings.csv", b"household_id,cadre_id\nH1,C4\n".to_vec()),
    ]))
    .written();
    let instance = read_instance(dir.path(), Some(other.path())).unwrap().instance;
    assert_eq!(instance.previous().unwrap().lead[0], instance.find_agency("A2"));
    let absent = dir.path().join("no-plan");
    let faults = read_instance(dir.path(), Some(&absent)).unwrap_err().faults;
    assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), [FaultCode::MissingFile]);
}

// --- faults -----------------------------------------------------------------------------------

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
    assert!(find("J005 instance.toml:3:weights.travle").action.contains("did you mean travel?"));
    assert!(faults.iter().all(|fault| !fault.cause.is_empty() && !fault.action.is_empty()));
    let told = dirty().written();
    let told = read_instance(told.path(), None).unwrap_err().to_string();
    assert_eq!(told.lines().count(), faults.len() + 1);
    assert!(told.ends_with("32 faults in the input"));
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
    assert!(no_column.faults()[0].action.contains("or 村编号"));
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
    assert!(files.faults()[0].action.contains("year"));
    let quotes = Files::english().with("instance.toml", "year = 2024\nname = “双溪”\n");
    let fault = &quotes.faults()[0];
    assert_eq!((fault.code, fault.row), (FaultCode::BadSyntax, Some(2)));
    assert!(fault.cause.contains('“'));
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
    file.set_len((512 << 20) + 1).unwrap(); // sparse: takes no room on the disk
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

// --- plans ------------------------------------------------------------------------------------

#[test]
fn a_plan_may_be_broken_but_must_be_readable() {
    let files = Files(BTreeMap::from([
        ("attachments.csv", "村编号,单位编号,角色\nV9,A9,牵头\nV9,A9,lead\n".into()),
        ("teams.csv", "village_id,cadre_id,role\nV1,C1,leader\nV1,C1,队员\n".into()),
        ("pairings.csv", "household_id,cadre_id,remark\nH1,C1,x\n".into()),
    ]));
    let (plan, notes) = read_plan(files.written().path()).unwrap();
    assert_eq!((plan.attachments.len(), plan.teams.len(), plan.pairings.len()), (2, 2, 1));
    assert_eq!(notes, ["pairings.csv: columns that are not known were not read: remark"]);
    let bad = files
        .replaced("teams.csv", "leader", "boss")
        .replaced("pairings.csv", "H1,", ",")
        .without("attachments.csv");
    let faults = read_plan(bad.written().path()).unwrap_err().faults;
    let expected =
        ["J001 attachments.csv", "J011 teams.csv:2:role", "J007 pairings.csv:2:household_id"];
    assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), expected);
}

#[test]
fn a_plan_without_teams_needs_no_file_of_them() {
    let files = Files(BTreeMap::from([
        ("attachments.csv", b"village_id,agency_id,role\n".to_vec()),
        ("pairings.csv", b"household_id,cadre_id\n".to_vec()),
    ]));
    assert_eq!(
        read_plan(files.written().path()).unwrap().0,
        jiedui::model::data::PlanTables::default()
    );
    let path = files.written().path().join("nowhere");
    assert_eq!(read_plan(&path).unwrap_err().faults[0].code, FaultCode::MissingFile);
}

// --- workbooks --------------------------------------------------------------------------------

const SHEETS: [(&str, &str); 10] = [
    ("agencies.csv", "单位"),
    ("villages.csv", "村"),
    ("cadres.csv", "干部"),
    ("households.csv", "户"),
    ("places.csv", "places"),
    ("travel.csv", "路程"),
    ("links.csv", "Links"),
    ("pins.csv", "指定"),
    ("previous/attachments.csv", "上年挂点"),
    ("previous/pairings.csv", "previous_pairings"),
];

/// The files as a workbook, numbers typed as numbers and 是/否 as truth values.
fn workbook(files: &Files, dir: &Path) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (file, sheet) in SHEETS {
        let sheet = book.add_worksheet().set_name(sheet).unwrap();
        for (row, line) in files.text(file).lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                write_cell(sheet, row as u32, column as u16, cell);
            }
        }
    }
    let sheet = book.add_worksheet().set_name("设置").unwrap();
    let settings = ["设置项,值", "name,example", "team.members,1"];
    for (row, line) in settings.iter().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            write_cell(sheet, row as u32, column as u16, cell);
        }
    }
    let path = dir.join("双溪.xlsx");
    book.save(&path).unwrap();
    path
}

fn write_cell(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, cell: &str) {
    let is_phone = cell.len() == 11;
    match (cell, cell.parse::<f64>()) {
        ("是", _) => sheet.write_boolean(row, column, true).unwrap(),
        ("否", _) => sheet.write_boolean(row, column, false).unwrap(),
        (_, Ok(number)) if !is_phone => sheet.write_number(row, column, number).unwrap(),
        _ => sheet.write_string(row, column, cell).unwrap(),
    };
}

#[test]
fn a_workbook_reads_like_the_folder() {
    for files in [Files::english(), Files::chinese()] {
        let dir = tempfile::tempdir().unwrap();
        let loaded = read_instance(&workbook(&files, dir.path()), None).unwrap();
        assert_eq!(loaded.instance.digest(), files.digest());
        assert_eq!(loaded.notes, Vec::<String>::new());
    }
}

#[test]
fn faults_of_a_workbook_name_sheet_row_column_and_cell() {
    let dir = tempfile::tempdir().unwrap();
    let files = Files::chinese().replaced("households.csv", "因学", "因懒").replaced(
        "cadres.csv",
        "C5,戊,A2",
        "C5,戊,A8",
    );
    let faults = read_instance(&workbook(&files, dir.path()), None).unwrap_err().faults;
    let expected = ["J015 双溪.xlsx[干部]:6:单位编号", "J011 双溪.xlsx[户]:4:致贫原因"];
    assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), expected);
    assert!(faults[0].cause.starts_with("cell C6: ") && faults[1].cause.starts_with("cell F4: "));
}

#[test]
fn sheets_may_start_below_the_top_and_hold_formulas_that_fail() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("travel").unwrap();
    for (column, header) in ["origin_id", "village_id", "km"].into_iter().enumerate() {
        sheet.write_string(2, 1 + column as u16, header).unwrap();
    }
    sheet.write_string(4, 1, "A1").unwrap();
    sheet.write_string(4, 2, "V1").unwrap();
    let failed = rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
    sheet.write_formula(4, 3, failed).unwrap();
    book.add_worksheet().set_name("草稿").unwrap();
    book.save(&path).unwrap();
    let faults = read_instance(&path, None).unwrap_err().faults;
    let places: Vec<String> = faults.iter().map(place).collect();
    let missing = ["单位", "村", "干部", "户"].map(|sheet| format!("J001 book.xlsx[{sheet}]"));
    assert_eq!(places[..4], missing);
    assert_eq!(places[4..], ["J011 book.xlsx[travel]:5:km"]);
}

#[test]
fn settings_of_a_workbook_are_checked_like_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("instance").unwrap();
    let rows = [
        ["key", "value"],
        ["weights.travle", "1"],
        ["team.enabled", "否"],
        ["type_mismatch.general", "1，2，3"],
        ["weights.link", "20000"],
        ["year", "2025.0"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save(&path).unwrap();
    let faults = read_instance(&path, None).unwrap_err().faults;
    let settings = faults.iter().map(place).filter(|place| place.contains("[instance]"));
    let expected = [
        "J005 book.xlsx[instance]:2:weights.travle",
        "J006 book.xlsx[instance]:4:type_mismatch.general",
        "J006 book.xlsx[instance]:5:weights.link",
    ];
    assert_eq!(settings.collect::<Vec<_>>(), expected);
}

// --- the instance written by hand -------------------------------------------------------------

#[test]
fn the_hand_written_instance_loads_and_can_be_planned() {
    let loaded = read_instance(&instances().join("shuangxi"), None).unwrap();
    let instance = &loaded.instance;
    assert_eq!(loaded.notes.len(), 1, "{:?}", loaded.notes);
    assert!(loaded.notes[0].contains("cadres: 1 (G17); households: 1 (H19)"));
    // The plan told in its README: agency i leads village i, with this leader, secretary and member.
    let teams = [["G02", "G03", "G04"], ["G08", "G09", "G10"], ["G13", "G14", "G15"]];
    for ((agency, village), team) in instance.agency_ids().zip(instance.village_ids()).zip(teams) {
        let [leader, secretary, member] = team.map(|id| instance.find_cadre(id).unwrap());
        assert!(instance.leader_eligible(leader));
        assert!(instance.secretary_eligible(secretary));
        for cadre in [leader, secretary, member] {
            assert!(instance.cadre(cadre).available);
            assert_eq!(instance.cadre(cadre).agency, agency);
        }
        let capacity: u32 = instance.cadres_of(agency).iter().map(|&c| instance.capacity(c)).sum();
        assert!(capacity as usize >= instance.households_of(village).len());
    }
    let phones = instance.cadres().iter().map(|c| c.phone.as_str()).filter(|p| !p.is_empty());
    assert!(phones.into_iter().all(|phone| phone.starts_with("000000") && phone.len() == 11));
}

// --- anything at all --------------------------------------------------------------------------

/// Bytes as they may come: noise, or a header with noise below it.
fn bytes(header: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let noise = prop::collection::vec(any::<u8>(), 0..200);
    let cells = "[0-9AVCHP\",;.\\-\n\r\t\u{3000}因是 ]{0,200}";
    prop_oneof![
        noise.clone(),
        noise.prop_map(move |noise| [header.as_bytes(), &noise].concat()),
        cells.prop_map(move |cells| [header.as_bytes(), cells.as_bytes()].concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_reading_panic(
        (file, contents) in (0..ENGLISH.len()).prop_flat_map(|file| {
            let (_, text) = ENGLISH[file];
            let end = text.find('\n').map_or(0, |at| at + 1);
            (Just(file), bytes(&text[..end]))
        }),
    ) {
        let dir = Files::english().with(ENGLISH[file].0, contents).written();
        match read_instance(dir.path(), None) {
            Ok(_) => {}
            Err(error) => prop_assert!(!error.faults.is_empty() && !error.to_string().is_empty()),
        }
    }
}
