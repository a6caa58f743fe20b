//! The tables of an instance and of a plan: their files, sheets and columns in both languages.
//!
//! `docs/format.md` tells the same to people; a test holds the two together.

use super::data::Table;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The English header, matched without regard to case.
    pub en: &'static str,
    /// The Chinese headers, the usual one first.
    pub zh: &'static [&'static str],
    /// Whether the whole column may be left out.
    pub optional: bool,
}

/// A table: a CSV file of a folder, or a sheet of a workbook.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The table meant.
    pub table: Table,
    /// File name without `.csv`.
    pub stem: &'static str,
    /// Names of the sheet in a workbook, the usual (Chinese) one first.
    pub sheets: &'static [&'static str],
    /// Whether the whole table may be left out.
    pub optional: bool,
    /// The columns, in the order of the specification.
    pub columns: &'static [Column],
}

impl Layout {
    /// Position of the column with this English header.
    #[must_use]
    pub fn position(&self, en: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.en == en)
    }

    /// Position of the column that a header names in either language.
    #[must_use]
    pub fn position_of_header(&self, header: &str) -> Option<usize> {
        let named = |c: &Column| header.eq_ignore_ascii_case(c.en) || c.zh.contains(&header);
        self.columns.iter().position(named)
    }
}

const fn column(en: &'static str, zh: &'static [&'static str]) -> Column {
    Column { en, zh, optional: false }
}

const fn optional(en: &'static str, zh: &'static [&'static str]) -> Column {
    Column { en, zh, optional: true }
}

const AGENCY_ID: Column = column("agency_id", &["单位编号"]);
const VILLAGE_ID: Column = column("village_id", &["村编号"]);
const CADRE_ID: Column = column("cadre_id", &["干部编号"]);
const HOUSEHOLD_ID: Column = column("household_id", &["户编号"]);
const LON: Column = column("lon", &["经度"]);
const LAT: Column = column("lat", &["纬度"]);

/// `agencies.csv`
pub const AGENCIES: Layout = Layout {
    table: Table::Agencies,
    stem: "agencies",
    sheets: &["单位", "agencies"],
    optional: false,
    columns: &[
        AGENCY_ID,
        column("name", &["单位名称", "名称"]),
        column("category", &["类别", "单位类别"]),
        LON,
        LAT,
        optional("max_villages", &["最多挂点村数"]),
    ],
};

/// `villages.csv`
pub const VILLAGES: Layout = Layout {
    table: Table::Villages,
    stem: "villages",
    sheets: &["村", "villages"],
    optional: false,
    columns: &[
        VILLAGE_ID,
        column("name", &["村名", "名称"]),
        column("township", &["乡镇"]),
        column("type", &["村类型", "类型"]),
        LON,
        LAT,
    ],
};

/// `cadres.csv`
pub const CADRES: Layout = Layout {
    table: Table::Cadres,
    stem: "cadres",
    sheets: &["干部", "cadres"],
    optional: false,
    columns: &[
        CADRE_ID,
        column("name", &["姓名"]),
        AGENCY_ID,
        column("rank", &["职级"]),
        column("role", &["职务"]),
        column("party_member", &["党员"]),
        column("reserve", &["后备干部"]),
        column("rural_years", &["农村工作年限"]),
        column("application", &["报名方式"]),
        column("phone", &["电话"]),
        optional("base", &["常驻地"]),
        optional("available", &["在岗"]),
    ],
};

/// `households.csv`
pub const HOUSEHOLDS: Layout = Layout {
    table: Table::Households,
    stem: "households",
    sheets: &["户", "households"],
    optional: false,
    columns: &[
        HOUSEHOLD_ID,
        VILLAGE_ID,
        column("hamlet", &["自然村"]),
        column("name", &["户主", "姓名"]),
        column("members", &["人口"]),
        column("cause", &["致贫原因"]),
    ],
};

/// `places.csv`
pub const PLACES: Layout = Layout {
    table: Table::Places,
    stem: "places",
    sheets: &["地点", "places"],
    optional: true,
    columns: &[column("place_id", &["地点编号"]), column("name", &["地点名称", "名称"]), LON, LAT],
};

/// `travel.csv`
pub const TRAVEL: Layout = Layout {
    table: Table::Travel,
    stem: "travel",
    sheets: &["路程", "travel"],
    optional: true,
    columns: &[
        column("origin_id", &["起点编号"]),
        VILLAGE_ID,
        column("km", &["公里", "公里数", "路程"]),
    ],
};

/// `links.csv`
pub const LINKS: Layout = Layout {
    table: Table::Links,
    stem: "links",
    sheets: &["挂点费用", "links"],
    optional: true,
    columns: &[AGENCY_ID, VILLAGE_ID, column("cost", &["费用", "点数"])],
};

/// `pins.csv`
pub const PINS: Layout = Layout {
    table: Table::Pins,
    stem: "pins",
    sheets: &["指定", "pins"],
    optional: true,
    columns: &[
        column("kind", &["类型", "类别"]),
        column("subject_id", &["主体编号"]),
        column("object_id", &["对象编号"]),
        column("mode", &["方式"]),
        optional("reason", &["理由", "原因"]),
    ],
};

/// A plan's `attachments.csv`
pub const ATTACHMENTS: Layout = Layout {
    table: Table::PreviousAttachments,
    stem: "attachments",
    sheets: &["上年挂点", "previous_attachments"],
    optional: false,
    columns: &[VILLAGE_ID, AGENCY_ID, column("role", &["角色"])],
};

/// A plan's `teams.csv`
pub const TEAMS: Layout = Layout {
    table: Table::PreviousTeams,
    stem: "teams",
    sheets: &["上年工作组", "previous_teams"],
    optional: true,
    columns: &[VILLAGE_ID, CADRE_ID, column("role", &["角色"])],
};

/// A plan's `pairings.csv`
pub const PAIRINGS: Layout = Layout {
    table: Table::PreviousPairings,
    stem: "pairings",
    sheets: &["上年结对", "previous_pairings"],
    optional: false,
    columns: &[HOUSEHOLD_ID, CADRE_ID],
};

/// The settings as a sheet: one dotted key and its value a row.
pub const SETTINGS: Layout = Layout {
    table: Table::Settings,
    stem: "instance",
    sheets: &["设置", "instance", "settings"],
    optional: true,
    columns: &[column("key", &["设置项"]), column("value", &["值"]), optional("note", &["说明"])],
};

/// A file of best-known plans, told in `docs/bench.md`. It is part of no instance.
pub const BEST_KNOWN: Layout = Layout {
    table: Table::BestKnown,
    stem: "best-known",
    sheets: &["best-known"],
    optional: true,
    columns: &[
        column("digest", &["摘要"]),
        column("name", &["名称"]),
        column("objective", &["目标值"]),
        column("how", &["来源"]),
    ],
};

/// Names of the sheet of a workbook that tells how to fill it in: Chinese, English.
pub const GUIDE_SHEETS: [&str; 2] = ["填表说明", "read me"];

/// What the ids of a template's example rows begin with: Chinese, English.
pub const EXAMPLE_IDS: [&str; 2] = ["示例-", "example-"];

/// The tables of an instance, in the order of the specification.
pub const INSTANCE: [&Layout; 8] =
    [&AGENCIES, &VILLAGES, &CADRES, &HOUSEHOLDS, &PLACES, &TRAVEL, &LINKS, &PINS];

/// The tables of a plan.
pub const PLAN: [&Layout; 3] = [&ATTACHMENTS, &TEAMS, &PAIRINGS];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::data::FaultCode;

    #[test]
    fn no_header_names_two_columns_of_a_table() {
        for layout in INSTANCE.into_iter().chain(PLAN).chain([&SETTINGS]) {
            let headers = layout.columns.iter().flat_map(|c| c.zh.iter().copied().chain([c.en]));
            let mut headers: Vec<&str> = headers.collect();
            headers.sort_unstable();
            assert!(headers.windows(2).all(|pair| pair[0] != pair[1]), "{}", layout.stem);
        }
    }

    #[test]
    fn the_format_page_names_every_file_sheet_and_column() {
        let page = include_str!("../../docs/format.md");
        for layout in INSTANCE.into_iter().chain(PLAN).chain([&SETTINGS]) {
            let sheets = layout.sheets.iter().copied();
            let headers = layout.columns.iter().flat_map(|c| c.zh.iter().copied().chain([c.en]));
            for name in sheets.chain(headers).chain([layout.stem]) {
                assert!(page.contains(&format!("`{name}`")), "{name} of {}", layout.stem);
            }
        }
    }

    #[test]
    fn the_format_page_tells_every_fault_code() {
        let page = include_str!("../../docs/format.md");
        for number in 1..=FaultCode::Contradiction as usize + 1 {
            assert!(page.contains(&format!("| J{number:03} |")), "J{number:03}");
        }
    }
}
