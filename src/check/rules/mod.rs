//! Rules R1 to R8, each clause on its own.

mod attachments;
mod pins;
mod postings;
mod teams;

use super::Violation;
use super::facts::Facts;

/// Every breach of a rule but [`super::Rule::Tables`], in no particular order.
pub(super) fn violations(facts: &Facts) -> Vec<Violation> {
    let mut found = Vec::new();
    attachments::one_lead_each(facts, &mut found);
    attachments::not_too_many_led(facts, &mut found);
    attachments::attached_within_limits(facts, &mut found);
    postings::one_village_each(facts, &mut found);
    postings::one_available_helper_each(facts, &mut found);
    postings::within_quota(facts, &mut found);
    if facts.instance.settings().team.enabled {
        teams::one_fit_secretary_each(facts, &mut found);
        teams::one_fit_leader_each(facts, &mut found);
        teams::full_of_members(facts, &mut found);
        teams::nobody_twice(facts, &mut found);
    }
    pins::hold(facts, &mut found);
    found
}
