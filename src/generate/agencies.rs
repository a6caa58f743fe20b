//! The agencies of a county: which there are, where, and how large.

use super::land::Land;
use super::names::numeral;
use super::random::{Purpose, Streams, apportion};
use super::recipe::{Recipe, Share};
use crate::model::data::LonLat;
use crate::model::enums::Category;
use Category::{Agricultural, Economic, General, PartyMass, PoliticalLegal};

/// An agency before it gets its id.
#[derive(Clone, Debug)]
pub(super) struct Office {
    pub(super) name: String,
    pub(super) category: Category,
    pub(super) location: LonLat,
    /// What its stations in the townships are called, if it has any.
    pub(super) station: Option<&'static str>,
    /// Number of its cadres.
    pub(super) cadres: usize,
}

/// A body that counties have: name, category, how large it is among its like (1 to 9), stations.
type Body = (&'static str, Category, u32, Option<&'static str>);

/// County bodies, those first that a small instance should have.
#[rustfmt::skip]
const COUNTY_BODIES: [Body; 94] = [
    ("县委组织部", PartyMass, 4, None),
    ("县公安局", PoliticalLegal, 9, Some("派出所")),
    ("县财政局", Economic, 7, Some("财政所")),
    ("县农业农村局", Agricultural, 8, Some("农技站")),
    ("县教育局", General, 6, None),
    ("县委办公室", PartyMass, 5, None),
    ("县水利局", Agricultural, 6, Some("水利站")),
    ("县人民法院", PoliticalLegal, 6, Some("人民法庭")),
    ("县发展和改革局", Economic, 4, None),
    ("县卫生健康局", General, 5, None),
    ("县纪委监委", PartyMass, 6, None),
    ("县司法局", PoliticalLegal, 4, Some("司法所")),
    ("县自然资源局", Economic, 7, Some("自然资源所")),
    ("县林业局", Agricultural, 6, Some("林业站")),
    ("县政府办公室", General, 5, None),
    ("县委宣传部", PartyMass, 3, None),
    ("县人民检察院", PoliticalLegal, 5, None),
    ("县市场监督管理局", Economic, 8, Some("市场监管所")),
    ("县乡村振兴局", Agricultural, 3, None),
    ("县民政局", General, 3, None),
    ("县委统战部", PartyMass, 2, None),
    ("县委政法委", PoliticalLegal, 3, None),
    ("县税务局", Economic, 8, Some("税务分局")),
    ("县畜牧水产服务中心", Agricultural, 5, Some("畜牧兽医站")),
    ("县人力资源和社会保障局", General, 5, None),
    ("县总工会", PartyMass, 2, None),
    ("县信访局", PoliticalLegal, 2, None),
    ("县住房和城乡建设局", Economic, 6, None),
    ("县供销合作社联合社", Agricultural, 3, None),
    ("县人民医院", General, 9, None),
    ("县妇联", PartyMass, 1, None),
    ("县交通运输局", Economic, 6, None),
    ("县第一中学", General, 8, None),
    ("团县委", PartyMass, 1, None),
    ("县综合行政执法局", PoliticalLegal, 6, None),
    ("县审计局", Economic, 3, None),
    ("县气象局", Agricultural, 1, None),
    ("县应急管理局", General, 4, None),
    ("县委编办", PartyMass, 2, None),
    ("县统计局", Economic, 2, None),
    ("县农业技术推广中心", Agricultural, 4, None),
    ("县文化广播电视和旅游局", General, 4, None),
    ("县委党校", PartyMass, 3, None),
    ("县经济和信息化局", Economic, 4, None),
    ("县医疗保障局", General, 3, None),
    ("县残联", PartyMass, 2, None),
    ("县商务局", Economic, 3, None),
    ("县退役军人事务局", General, 3, None),
    ("县人大常委会办公室", General, 4, None),
    ("县政协办公室", General, 4, None),
    ("县委老干部局", PartyMass, 1, None),
    ("县农村信用合作联社", Economic, 7, Some("信用社")),
    ("县农业科学研究所", Agricultural, 3, None),
    ("县中医医院", General, 7, None),
    ("县科协", PartyMass, 1, None),
    ("县交通警察大队", PoliticalLegal, 6, None),
    ("县粮食和物资储备中心", Economic, 3, None),
    ("县农机服务中心", Agricultural, 3, None),
    ("县职业技术学校", General, 6, None),
    ("县直机关工委", PartyMass, 1, None),
    ("国网县供电公司", Economic, 6, None),
    ("县水库管理所", Agricultural, 3, None),
    ("县疾病预防控制中心", General, 4, None),
    ("县工商联", PartyMass, 1, None),
    ("县烟草专卖局", Economic, 4, None),
    ("县茶叶产业服务中心", Agricultural, 2, None),
    ("县妇幼保健院", General, 4, None),
    ("县档案馆", PartyMass, 1, None),
    ("县消防救援大队", PoliticalLegal, 3, None),
    ("县政务服务和大数据局", Economic, 3, None),
    ("县机关事务服务中心", General, 3, None),
    ("县融媒体中心", PartyMass, 4, None),
    ("县招商服务中心", Economic, 2, None),
    ("县生态环境局", General, 4, None),
    ("县委党史研究室", PartyMass, 1, None),
    ("县工业园区管委会", Economic, 4, None),
    ("县第二中学", General, 7, None),
    ("县文联", PartyMass, 1, None),
    ("县国有资产服务中心", Economic, 2, None),
    ("县实验小学", General, 6, None),
    ("县委巡察办", PartyMass, 2, None),
    ("县金融服务中心", Economic, 1, None),
    ("县特殊教育学校", General, 2, None),
    ("县红十字会", PartyMass, 1, None),
    ("县邮政分公司", Economic, 4, None),
    ("县图书馆", General, 1, None),
    ("县文化馆", General, 2, None),
    ("县地方志编纂中心", General, 1, None),
    ("县住房公积金管理部", Economic, 1, None),
    ("县蚕桑产业服务中心", Agricultural, 2, None),
    ("县公证处", PoliticalLegal, 1, None),
    ("县关工委", PartyMass, 1, None),
    ("县全民健身中心", General, 1, None),
    ("县看守所", PoliticalLegal, 3, None),
];

/// Township bodies beside the government, where a county has agencies enough.
const TOWNSHIP_BODIES: [Body; 4] = [
    ("中心学校", General, 6, None),
    ("卫生院", General, 4, None),
    ("农业综合服务中心", Agricultural, 3, None),
    ("便民服务中心", General, 2, None),
];

/// The most stations that a county of so many townships can have.
pub(super) fn most_stations(townships: usize) -> usize {
    townships * COUNTY_BODIES.iter().filter(|body| body.3.is_some()).count()
}

/// The agencies of a county with their sizes, which sum to the share's cadres.
pub(super) fn offices(
    recipe: &Recipe,
    share: &Share,
    land: &Land,
    streams: Streams,
) -> Vec<Office> {
    let bodies = bodies(share.agencies, land);
    let scales: Vec<u32> = bodies.iter().map(|body| body.scale).collect();
    let sizes = sizes(recipe, share, &scales, streams);
    let mut draw = streams.of(Purpose::Agencies);
    let office = |(body, cadres): (Located, usize)| Office {
        location: land.in_town(&mut draw, body.township),
        name: body.name,
        category: body.category,
        station: body.station,
        cadres,
    };
    bodies.into_iter().zip(sizes).map(office).collect()
}

/// A body in the town of a township; the first township is the county's seat.
struct Located {
    name: String,
    category: Category,
    scale: u32,
    station: Option<&'static str>,
    township: usize,
}

/// `n` bodies: county bodies, a government for up to every seventh, then whatever townships have.
fn bodies(n: usize, land: &Land) -> Vec<Located> {
    let townships = land.townships.len();
    let governments = if n < 4 { 0 } else { n.div_ceil(7).min(townships) };
    let prefix = format!("{}县", land.county);
    let county = COUNTY_BODIES.iter().map(|&(name, category, scale, station)| Located {
        name: name.replacen('县', &prefix, 1),
        category,
        scale,
        station,
        township: 0,
    });
    let county_name = if land.county.is_empty() { "" } else { &prefix };
    let of_township = |&(name, category, scale, station): &Body, township: usize| Located {
        name: format!("{county_name}{}{name}", land.townships[township].name),
        category,
        scale,
        station,
        township,
    };
    let mut bodies: Vec<Located> = county.take(n - governments).collect();
    let government: Body = ("人民政府", General, 7, None);
    bodies.extend((0..governments).map(|t| of_township(&government, t)));
    let more = TOWNSHIP_BODIES.iter().flat_map(|body| (0..townships).map(move |t| (body, t)));
    let missing = n - bodies.len();
    bodies.extend(more.take(missing).map(|(body, t)| of_township(body, t)));
    let school = |i: usize| Located {
        name: format!("{prefix}第{}小学", numeral(i)),
        category: General,
        scale: 4,
        station: None,
        township: 0,
    };
    let missing = n - bodies.len();
    bodies.extend((1..=missing).map(school));
    bodies
}

/// Log-normal sizes, the larger ones more often to bodies of a larger scale.
///
/// No agency is too small for its teams (a leader and X members each, and the head), as far as the
/// cadres go round. None is so large that its cadres would hardly fit in the villages it may be
/// attached to.
fn sizes(recipe: &Recipe, share: &Share, scales: &[u32], streams: Streams) -> Vec<usize> {
    let mut draw = streams.of(Purpose::Sizes);
    let settings = &recipe.settings;
    let mut weights = draw.log_normal(share.agencies, recipe.size_sigma);
    let reach = f64::from(settings.limits.villages_per_agency) / share.villages as f64;
    cap(&mut weights, (0.8 * reach * share.agencies as f64).max(1.1));
    weights.sort_by(f64::total_cmp);
    let least = 1 + share.teams * (1 + settings.team.members as usize);
    let sizes = apportion(share.cadres, &weights, least);

    let noise = draw.log_normal(share.agencies, 0.4);
    let key = |i: usize| f64::from(scales[i]) * noise[i];
    let mut by_scale: Vec<usize> = (0..share.agencies).collect();
    by_scale.sort_by(|&i, &j| key(i).total_cmp(&key(j)).then(i.cmp(&j)));
    let mut sized = vec![0; share.agencies];
    for (size, i) in sizes.into_iter().zip(by_scale) {
        sized[i] = size;
    }
    sized
}

/// Lowers the largest weights until none is above `most` (more than 1) times their mean, which
/// falls with them.
fn cap(weights: &mut [f64], most: f64) {
    const ROUNDS: usize = 100; // the excess shrinks by a constant factor each time
    for _ in 0..ROUNDS {
        let limit = most * weights.iter().sum::<f64>() / weights.len() as f64;
        for weight in weights.iter_mut() {
            *weight = weight.min(limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_thousand_bodies_of_one_county_have_names_of_their_own() {
        let streams = Streams::new(1, 0);
        let land = Land::new(streams, (0, 1), 14, 0.3, &mut BTreeSet::new());
        for n in [1, 3, 4, 12, 99, 1_000] {
            let bodies = bodies(n, &land);
            let names: BTreeSet<&str> = bodies.iter().map(|body| body.name.as_str()).collect();
            assert_eq!((bodies.len(), names.len()), (n, n));
        }
    }

    #[test]
    fn no_weight_is_left_far_above_the_mean() {
        let mut weights = [1.0, 2.0, 100.0, 3.0, 50.0];
        cap(&mut weights, 1.2);
        let mean = weights.iter().sum::<f64>() / 5.0;
        assert!(weights.iter().all(|&weight| weight <= 1.201 * mean), "{weights:?}");
        assert_eq!(weights[0].to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn the_first_five_bodies_are_of_all_five_categories() {
        let categories: BTreeSet<Category> = COUNTY_BODIES[..5].iter().map(|body| body.1).collect();
        assert_eq!(categories.len(), 5);
    }
}
