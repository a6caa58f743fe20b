//! All weights times k: the optimum times k.
//!
//! Charges of `links.csv` stand in the place of a weight, so they are scaled with them.

use jiedui::check::check;
use jiedui::model::data::InstanceData;
use jiedui::model::settings::LARGEST_SETTING;

use super::shapes::instances;
use super::{best, made, optimum};
use crate::support::each_weight;

/// What weights are multiplied by; the last takes the default of 50 to the largest that is allowed.
const FACTORS: [u32; 4] = [2, 3, 17, LARGEST_SETTING / 50];

fn scaled(data: &InstanceData, factor: u32) -> InstanceData {
    let mut data = data.clone();
    each_weight(&mut data.settings.weights).into_iter().for_each(|weight| *weight *= factor);
    data.links.iter_mut().for_each(|link| link.cost.0 *= i64::from(factor));
    data
}

#[test]
fn weights_times_k_make_the_optimum_times_k() {
    let mut costly = 0;
    for (i, (context, _, data)) in instances(2).enumerate() {
        let before = optimum(&data, &context);
        let factor = FACTORS[i % FACTORS.len()];
        let context = format!("{context}, times {factor}");
        let after = best(&scaled(&data, factor), &context);
        let cost = after.as_ref().map(|&(_, cost)| cost);
        assert_eq!(cost, before.map(|before| i64::from(factor) * before), "{context}");
        // The plan is one of the best as things were, too.
        let Some((plan, _)) = after else { continue };
        let instance = made(&data, &context);
        let report = check(&instance, &plan.to_tables(&instance));
        assert_eq!(Some(report.objective().0), before, "{context}");
        costly += usize::from(before > Some(0));
    }
    assert!(costly >= 12, "only {costly} instances say anything");
}
