//! What leaves the office: names and phones as they are, or masked.
//!
//! A masked name is the surname and 某 (李某), as courts and offices write it; a masked phone keeps its
//! first three and last four digits (138****1234). Ids stay, so that the office can tell who is meant;
//! reasons of pins go, for free text may name anyone.

use std::borrow::Cow;

use crate::analyse::decision::PinName;
use crate::analyse::diff::{Diff, Reason};
use crate::model::data::InstanceData;

/// How names and phones of people are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Privacy {
    /// As the instance has them: for the office.
    #[default]
    Full,
    /// Masked: for everything that leaves the office.
    Redacted,
}

/// Surnames of two characters (复姓), the usual ones.
const COMPOUND_SURNAMES: &[&str] = &[
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛",
    "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容",
    "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马",
    "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐",
    "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "公户", "公玉", "公仪", "梁丘", "公仲",
    "公上", "公门", "公山", "公坚", "左丘", "公伯", "西门", "公祖", "第五", "公乘", "贯丘", "公皙",
    "南荣", "东里", "东宫", "仲长", "子书", "子桑", "即墨", "达奚", "褚师", "纳兰", "完颜",
];

impl Privacy {
    /// Masked where that is asked for.
    #[must_use]
    pub fn masked_if(redact: bool) -> Self {
        if redact { Self::Redacted } else { Self::Full }
    }

    /// Whether names and phones are masked.
    #[must_use]
    pub fn is_redacted(self) -> bool {
        self == Self::Redacted
    }

    /// A person's name: as it is, or its surname and 某 (李某; 欧阳某), or the initial of one that is
    /// not Chinese and … (S…). Nothing stays nothing.
    #[must_use]
    pub fn name(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::Full => Cow::Borrowed(name),
            Self::Redacted => Cow::Owned(masked_name(name.trim())),
        }
    }

    /// A phone number, or several in one cell: as it is, or masked (138****1234). Of a number with
    /// fewer than eleven digits only the last two stay; what has no digits is hidden whole.
    #[must_use]
    pub fn phone(self, phone: &str) -> Cow<'_, str> {
        match self {
            Self::Full => Cow::Borrowed(phone),
            Self::Redacted => Cow::Owned(masked_phones(phone.trim())),
        }
    }

    /// Pins as they are, or without their reasons.
    #[must_use]
    pub fn pins(self, pins: &[PinName]) -> Vec<PinName> {
        let mut pins = pins.to_vec();
        pins.iter_mut().filter(|_| self.is_redacted()).for_each(|pin| pin.reason = None);
        pins
    }

    /// The records of an instance: as they are, or with names and phones masked and pins without
    /// reasons. What is planned with them is the same, but their digest is another.
    #[must_use]
    pub fn records(self, data: &InstanceData) -> Cow<'_, InstanceData> {
        match self {
            Self::Full => Cow::Borrowed(data),
            Self::Redacted => Cow::Owned(masked_records(data.clone())),
        }
    }

    /// What changes between two plans: as it is, or with pins without reasons.
    #[must_use]
    pub fn diff(self, mut diff: Diff) -> Diff {
        for change in diff.changes.iter_mut().filter(|_| self.is_redacted()) {
            if let Some(Reason::Pinned { pin }) = &mut change.reason {
                pin.reason = None;
            }
        }
        diff
    }
}

fn masked_records(mut data: InstanceData) -> InstanceData {
    for cadre in &mut data.cadres {
        cadre.name = masked_name(cadre.name.trim());
        cadre.phone = masked_phones(cadre.phone.trim());
    }
    for household in &mut data.households {
        household.name = masked_name(household.name.trim());
    }
    data.pins.iter_mut().for_each(|pin| pin.reason = None);
    data
}

fn masked_name(name: &str) -> String {
    let mut characters = name.chars();
    let Some(first) = characters.next() else { return String::new() };
    if !is_han(first) {
        return format!("{first}…");
    }
    // Someone named by two characters alone has a surname of one.
    let compound = COMPOUND_SURNAMES.iter().find(|surname| {
        name.strip_prefix(**surname).is_some_and(|given| given.chars().any(is_han))
    });
    compound.map_or_else(|| format!("{first}某"), |surname| format!("{surname}某"))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

fn masked_phones(text: &str) -> String {
    let between = |c: char| matches!(c, '/' | '、' | ',' | '，' | ';' | '；' | '\n');
    let phones = text.split(between).map(str::trim).filter(|phone| !phone.is_empty());
    phones.map(masked_phone).collect::<Vec<_>>().join("/")
}

fn masked_phone(phone: &str) -> String {
    let ascii = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    };
    let digits: String = phone.chars().filter_map(ascii).collect();
    let own = match digits.len() {
        13 => digits.strip_prefix("86").unwrap_or(&digits), // the code of the country
        _ => &digits,
    };
    match own.len() {
        0 => "****".to_owned(),
        11 => format!("{}****{}", &own[..3], &own[7..]),
        n => format!("{}{}", "*".repeat(n.saturating_sub(2).max(4)), &own[n.saturating_sub(2)..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| Privacy::Redacted.name(name).into_owned()).collect()
    }

    fn phones(phones: &[&str]) -> Vec<String> {
        phones.iter().map(|phone| Privacy::Redacted.phone(phone).into_owned()).collect()
    }

    #[test]
    fn a_chinese_name_keeps_its_surname() {
        let masked = names(&["李明", "李某某", "欧阳修", "欧阳", "　王 伟 ", "陈方安生", "㐂田"]);
        assert_eq!(masked, ["李某", "李某", "欧阳某", "欧某", "王某", "陈某", "㐂某"]);
    }

    #[test]
    fn another_name_keeps_its_initial() {
        assert_eq!(names(&["John Smith", "Émile", "", "  "]), ["J…", "É…", "", ""]);
    }

    #[test]
    fn a_phone_keeps_three_and_four_digits() {
        let masked = phones(&[
            "13812341234",
            "138 1234 1234",
            "+86 138-1234-1234",
            "１３８１２３４１２３４",
        ]);
        assert_eq!(masked, ["138****1234"; 4]);
    }

    #[test]
    fn other_numbers_keep_less() {
        let masked = phones(&["8201234", "110", "13812341234/13900005678", "ask Li", "1", ""]);
        assert_eq!(masked, ["*****34", "****10", "138****1234/139****5678", "****", "****1", ""]);
        // Two numbers that nothing parts, or a number of 20 digits: next to nothing is shown.
        assert_eq!(phones(&["13812341234 13900005678"]), ["********************78"]);
    }

    #[test]
    fn the_office_sees_what_there_is() {
        assert_eq!(Privacy::Full.name("李明"), "李明");
        assert_eq!(Privacy::Full.phone("13812341234"), "13812341234");
    }

    #[test]
    fn no_masked_name_shows_the_given_name() {
        for surname in COMPOUND_SURNAMES {
            assert_eq!(surname.chars().count(), 2, "{surname}");
            assert_eq!(names(&[&format!("{surname}明月")]), [format!("{surname}某")]);
        }
    }
}
