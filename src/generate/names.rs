//! Names of people, villages, hamlets, townships and counties: invented, from usual characters.

use std::collections::BTreeSet;

use super::random::Draw;

/// The commonest surnames with roughly their share of the population, per mille.
const SURNAMES: [(&str, u32); 54] = [
    ("王", 71),
    ("李", 70),
    ("张", 67),
    ("刘", 50),
    ("陈", 46),
    ("杨", 31),
    ("黄", 22),
    ("赵", 21),
    ("吴", 19),
    ("周", 19),
    ("徐", 15),
    ("孙", 14),
    ("马", 13),
    ("朱", 13),
    ("胡", 12),
    ("郭", 11),
    ("何", 11),
    ("林", 11),
    ("高", 10),
    ("罗", 10),
    ("郑", 9),
    ("梁", 8),
    ("谢", 8),
    ("宋", 7),
    ("唐", 7),
    ("许", 6),
    ("韩", 6),
    ("邓", 6),
    ("冯", 6),
    ("曹", 6),
    ("彭", 5),
    ("曾", 5),
    ("肖", 5),
    ("田", 5),
    ("董", 5),
    ("潘", 4),
    ("袁", 4),
    ("蔡", 4),
    ("蒋", 4),
    ("余", 4),
    ("于", 4),
    ("杜", 4),
    ("叶", 4),
    ("程", 4),
    ("魏", 4),
    ("苏", 4),
    ("吕", 4),
    ("丁", 3),
    ("任", 3),
    ("卢", 3),
    ("姚", 3),
    ("钟", 3),
    ("廖", 3),
    ("欧阳", 1),
];

/// Usual characters of given names: middle and last, men and women.
const MALE_MIDDLE: &str = "建志国文永德光海世天家明正俊晓中成宗朝兴学仕泽子云少";
const MALE_LAST: &str = "国华军平强明勇伟刚辉涛杰斌波峰林春福贵生才清云松龙鹏飞洋宇康";
const FEMALE_MIDDLE: &str = "小春秀玉丽桂晓雪海红美金亚淑雅文思佳慧素冬月";
const FEMALE_LAST: &str = "芳英兰梅霞玲燕萍琴珍容蓉莉娟华琼敏静婷丽艳红洁蕾琳香";

/// A person's name, male `male_percent` times of a hundred.
pub(super) fn person(draw: &mut Draw, male_percent: u32) -> String {
    let surname = surname(draw);
    with_surname(draw, surname, male_percent)
}

/// A surname, as common as it is.
pub(super) fn surname(draw: &mut Draw) -> &'static str {
    draw.weighted(&SURNAMES)
}

/// A person's name with a given surname.
pub(super) fn with_surname(draw: &mut Draw, surname: &str, male_percent: u32) -> String {
    const SINGLE_PERCENT: u32 = 16;
    let (middle, last) = if draw.percent(male_percent) {
        (MALE_MIDDLE, MALE_LAST)
    } else {
        (FEMALE_MIDDLE, FEMALE_LAST)
    };
    let mut name = surname.to_owned();
    if !draw.percent(SINGLE_PERCENT) {
        name.push(draw.character(middle));
    }
    loop {
        let last = draw.character(last);
        if !name.ends_with(last) {
            name.push(last);
            return name;
        }
    }
}

/// Features of the land that places are named for.
const TERRAIN: &str = "湾坝沟坪岭冲垭桥坡院塘坳嘴梁";
/// What else villages are named for.
const SCENES: [&str; 48] = [
    "青龙", "白鹤", "双河", "石桥", "大坪", "新华", "红旗", "团结", "永兴", "前进", "龙潭", "凤凰",
    "马鞍", "黄泥", "沙坪", "长田", "柏树", "松林", "梨树", "桃园", "茶园", "竹林", "水口", "石门",
    "龙洞", "金竹", "银杏", "玉泉", "云台", "天池", "月亮", "太平", "安乐", "五里", "三元", "高峰",
    "光明", "和平", "胜利", "友谊", "古楼", "石板", "清水", "白果", "枣林", "核桃", "花椒", "蒲草",
];

/// A village's name, unlike those in `seen`, to which it is added.
pub(super) fn village(draw: &mut Draw, seen: &mut BTreeSet<String>) -> String {
    let stem = distinct(draw, seen, |draw| match draw.below(10) {
        0..5 => format!("{}家{}", surname(draw), draw.character(TERRAIN)),
        5..7 => draw.one(&SCENES).to_owned(),
        _ => format!("{}{}", draw.one(&SCENES), draw.character(TERRAIN)),
    });
    stem + "村"
}

/// The names of a village's `n` hamlets: numbered groups, or named for clans and land.
pub(super) fn hamlets(draw: &mut Draw, n: usize) -> Vec<String> {
    if draw.percent(40) {
        return (1..=n).map(|i| format!("{}组", numeral(i))).collect();
    }
    let mut seen = BTreeSet::new();
    let mut hamlet = || {
        distinct(draw, &mut seen, |draw| match draw.below(4) {
            0 => format!("{}{}", draw.one(&SCENES), draw.character(TERRAIN)),
            1 => format!("{}{}", draw.character("上下大小新老东西"), draw.character(TERRAIN)),
            _ => format!("{}家{}", surname(draw), draw.character(TERRAIN)),
        })
    };
    (0..n).map(|_| hamlet()).collect()
}

/// A township's name, unlike those in `seen`, to which its stem is added.
pub(super) fn township(draw: &mut Draw, seen: &mut BTreeSet<String>) -> String {
    let stem = distinct(draw, seen, |draw| {
        let first = draw.character("青云龙石白双永太高长大金玉松柏清东南西北新");
        let second = draw.character("河溪山坪桥泉岭沙安和兴林峰滩口坝井湾");
        format!("{first}{second}")
    });
    stem + if draw.percent(70) { "镇" } else { "乡" }
}

/// Stems of invented counties.
const COUNTIES: [&str; 12] = [
    "青岭", "云渡", "松坪", "玉岩", "清渠", "鹤鸣", "枫渡", "龙泓", "柳川", "锦岗", "雁浦", "岚溪",
];

/// The name of county `index` of several, without the 县.
pub(super) fn county(index: usize) -> String {
    let stem = COUNTIES[index % COUNTIES.len()];
    match index / COUNTIES.len() {
        0 => stem.to_owned(),
        again => format!("{stem}{}", numeral(again + 1)),
    }
}

/// Draws until the name is new; names run out only in absurd recipes, and are numbered then.
fn distinct(
    draw: &mut Draw,
    seen: &mut BTreeSet<String>,
    mut name: impl FnMut(&mut Draw) -> String,
) -> String {
    const TRIES: usize = 200;
    for _ in 0..TRIES {
        let name = name(draw);
        if seen.insert(name.clone()) {
            return name;
        }
    }
    let stem = name(draw);
    let numbered = (2..).map(|i| format!("{stem}{}", numeral(i)));
    let new = numbered.into_iter().find(|name| !seen.contains(name));
    let new = new.expect("numbers do not run out");
    seen.insert(new.clone());
    new
}

/// Chinese numeral: 一, 十, 十二, 二十, 一百零三 and so on, digit by digit from a thousand.
pub(super) fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let unit = |n: usize| if n == 0 { "" } else { DIGITS[n] };
    match n {
        0..10 => DIGITS[n].to_owned(),
        10..20 => format!("十{}", unit(n - 10)),
        20..100 => format!("{}十{}", DIGITS[n / 10], unit(n % 10)),
        100..1000 => match n % 100 {
            0 => format!("{}百", DIGITS[n / 100]),
            rest @ 1..10 => format!("{}百零{}", DIGITS[n / 100], DIGITS[rest]),
            rest => format!("{}百{}十{}", DIGITS[n / 100], DIGITS[rest / 10], unit(rest % 10)),
        },
        _ => {
            n.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect::<String>()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::{Purpose, Streams};
    use super::*;

    #[test]
    fn numerals_are_written_as_in_chinese() {
        let written = [1, 10, 12, 20, 35, 100, 103, 110, 215, 1002].map(numeral);
        let expected = [
            "一",
            "十",
            "十二",
            "二十",
            "三十五",
            "一百",
            "一百零三",
            "一百一十",
            "二百一十五",
            "一零零二",
        ];
        assert_eq!(written, expected);
    }

    #[test]
    fn names_stay_distinct_when_they_run_out() {
        let mut draw = Streams::new(1, 0).of(Purpose::Villages);
        let mut seen = BTreeSet::new();
        let names: BTreeSet<String> = (0..3_000).map(|_| village(&mut draw, &mut seen)).collect();
        assert_eq!(names.len(), 3_000);
    }

    #[test]
    fn people_have_two_to_four_characters_and_no_letter_twice_in_a_row() {
        let mut draw = Streams::new(1, 0).of(Purpose::CadreNames);
        for _ in 0..2_000 {
            let name: Vec<char> = person(&mut draw, 50).chars().collect();
            assert!((2..=4).contains(&name.len()));
            assert!(name.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }
}
