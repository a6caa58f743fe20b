//! From files to an instance: every format, and every fault at once.

mod anything;
mod by_hand;
mod faults;
mod notes;
mod plans;
mod spellings;
mod workbooks;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiedui::input::{Fault, Loaded, read_instance};
use tempfile::TempDir;

use super::support::assert_fault_in_both;

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
        let faults = read_instance(dir.path(), None).expect_err("the input has faults").faults;
        faults.iter().for_each(assert_fault_in_both);
        faults
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
