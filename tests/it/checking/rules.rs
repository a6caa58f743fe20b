//! For each clause of each rule, a plan that breaks it and next to nothing else.
//!
//! The hand-made plan keeps every rule (`terms` asserts it); each test makes one change and names
//! every violation that it must bring.

use jiedui::model::data::{CadreRecord, InstanceData, PlanTables};
use jiedui::model::enums::{
    Application, AttachmentRole, Category, PinKind, PinMode, Rank, Role, TeamRole,
};

use super::super::plans::{agency, attachment, cadre, household, pairing, pin, team, way};
use super::{broken, report_after};

const NOTHING: [&str; 0] = [];

fn after(edit: impl FnOnce(&mut InstanceData, &mut PlanTables)) -> Vec<String> {
    broken(&report_after(edit))
}

/// Gives a household of the hand-made plan another helper.
fn help(plan: &mut PlanTables, household: &str, cadre: &str) {
    let row = plan.pairings.iter_mut().find(|row| row.household_id == household).unwrap();
    cadre.clone_into(&mut row.cadre_id);
}

/// Puts another cadre in a cadre's place on its team.
fn replace(plan: &mut PlanTables, cadre: &str, by: &str) {
    let row = plan.teams.iter_mut().find(|row| row.cadre_id == cadre).unwrap();
    by.clone_into(&mut row.cadre_id);
}

fn record<'a>(data: &'a mut InstanceData, id: &str) -> &'a mut CadreRecord {
    data.cadres.iter_mut().find(|c| c.id == id).unwrap()
}

// Tables

#[test]
fn an_id_that_does_not_exist_is_a_violation_in_every_column() {
    use AttachmentRole::Assist;
    use TeamRole::Member;
    let attached = |v, a| after(|_, plan| plan.attachments.push(attachment(v, a, Assist)));
    assert_eq!(attached("V9", "A1"), ["tables V9 A1"]);
    assert_eq!(attached("V1", "A9"), ["tables A9 V1"]);
    assert_eq!(attached("V1", "P1"), ["tables P1 V1"]); // a place is no agency
    assert_eq!(attached("V9", "A9"), ["tables A9 V9", "tables V9 A9"]);
    let teamed = |v, c| after(|_, plan| plan.teams.push(team(v, c, Member)));
    assert_eq!(teamed("V9", "C24"), ["tables V9 C24"]);
    assert_eq!(teamed("V1", "C99"), ["tables C99 V1"]);
    let paired = |h, c| after(|_, plan| plan.pairings.push(pairing(h, c)));
    assert_eq!(paired("H9", "C11"), ["tables H9 C11"]);
    assert_eq!(paired("H1", "C99"), ["tables C99 H1"]);
}

#[test]
fn a_row_that_stands_twice_is_a_violation() {
    let twice = after(|_, plan| plan.attachments.push(plan.attachments[0].clone()));
    assert_eq!(twice, ["tables V1 A1"]);
    let twice = after(|_, plan| plan.teams.push(plan.teams[0].clone()));
    assert_eq!(twice, ["tables V1 C11"]);
    let twice = after(|_, plan| plan.pairings.push(plan.pairings[0].clone()));
    assert_eq!(twice, ["tables H1 C11"]);
}

#[test]
fn an_agency_that_both_leads_and_assists_a_village_is_a_violation() {
    let row = attachment("V1", "A1", AttachmentRole::Assist);
    assert_eq!(after(|_, plan| plan.attachments.push(row)), ["tables V1 A1"]);
}

#[test]
fn where_teams_are_off_every_team_row_is_a_violation_and_none_is_missed() {
    let off = |keep: usize| {
        after(|data, plan| {
            data.settings.team.enabled = false;
            plan.teams.truncate(keep);
        })
    };
    assert_eq!(off(2), ["tables V1 C11", "tables V1 C12"]);
    assert_eq!(off(0), NOTHING);
}

// R1

#[test]
fn a_village_without_lead_agency_breaks_r1() {
    let assist = |plan: &mut PlanTables| plan.attachments[0].role = AttachmentRole::Assist;
    assert_eq!(after(|_, plan| assist(plan)), ["R1 V1"]);
}

#[test]
fn a_village_with_two_lead_agencies_breaks_r1() {
    let found = after(|data, plan| {
        data.settings.limits.led_per_agency = 2;
        plan.attachments[1].role = AttachmentRole::Lead;
    });
    assert_eq!(found, ["R1 V2 A1 A2"]);
}

#[test]
fn an_agency_that_leads_too_many_villages_breaks_r1() {
    let lead_both = |limit| {
        after(|data, plan| {
            data.settings.team.enabled = false;
            data.settings.limits.led_per_agency = limit;
            plan.teams.clear();
            plan.attachments[1].role = AttachmentRole::Lead;
            plan.attachments[2].role = AttachmentRole::Assist;
        })
    };
    assert_eq!(lead_both(1), ["R1 A1 V1 V2"]);
    assert_eq!(lead_both(2), NOTHING);
}

// R2

#[test]
fn an_agency_that_is_attached_nowhere_breaks_r2() {
    let third = |attached: bool| {
        after(|data, plan| {
            data.agencies.push(agency("A3", Category::General, None));
            data.cadres.push(cadre("C31", "A3", Rank::Staff, Role::Member));
            data.travel.extend([way("A3", "V1", 1), way("A3", "V2", 1)]);
            if attached {
                plan.attachments.push(attachment("V1", "A3", AttachmentRole::Assist));
            }
        })
    };
    assert_eq!(third(false), ["R2 A3"]);
    assert_eq!(third(true), NOTHING);
}

#[test]
fn an_agency_that_is_attached_to_too_many_villages_breaks_r2() {
    let row = attachment("V1", "A2", AttachmentRole::Assist); // its own limit is 1
    assert_eq!(after(|_, plan| plan.attachments.push(row)), ["R2 A2 V1 V2"]);
    let found = after(|data, _| data.settings.limits.villages_per_agency = 1);
    assert_eq!(found, ["R2 A1 V1 V2"]);
}

// R3

#[test]
fn a_cadre_with_households_in_two_villages_breaks_r3() {
    assert_eq!(after(|_, plan| help(plan, "H4", "C14")), ["R3 C14 V1 V2"]);
}

#[test]
fn a_cadre_with_its_team_in_one_village_and_a_household_in_another_breaks_r3() {
    assert_eq!(after(|_, plan| help(plan, "H5", "C13")), ["R3 C13 V1 V2"]);
}

#[test]
fn a_cadre_whose_agency_is_not_attached_to_its_village_breaks_r3() {
    let found = after(|_, plan| {
        plan.attachments.remove(1);
    });
    assert_eq!(found, ["R3 C14 V2 A1"]);
    let found = after(|data, plan| {
        data.cadres.push(cadre("C25", "A2", Rank::Staff, Role::Member));
        replace(plan, "C13", "C25");
    });
    assert_eq!(found, ["R3 C25 V1 A2", "R7 V1 C25"]);
}

// R4

#[test]
fn a_household_without_helper_breaks_r4() {
    let found = after(|_, plan| {
        plan.pairings.remove(4);
    });
    assert_eq!(found, ["R4 H5"]);
}

#[test]
fn a_household_with_two_helpers_breaks_r4() {
    let found = after(|_, plan| plan.pairings.push(pairing("H6", "C24")));
    assert_eq!(found, ["R4 H6 C21 C24"]);
}

#[test]
fn a_helper_who_is_not_available_breaks_r4() {
    assert_eq!(after(|_, plan| help(plan, "H3", "C15")), ["R4 H3 C15"]);
}

// R5

#[test]
fn a_cadre_above_quota_and_overload_breaks_r5() {
    assert_eq!(after(|_, plan| help(plan, "H2", "C12")), ["R5 C12"]); // 3 > 1 + 1
    assert_eq!(after(|data, _| data.settings.quota.overload = 0), ["R5 C12"]); // 2 > 1
}

#[test]
fn the_quota_is_that_of_the_rank() {
    let helping = |rank, households: usize| {
        after(|data, plan| {
            data.settings.quota.overload = 0;
            data.cadres[0].rank = Rank::DeputyCounty;
            record(data, "C12").rank = rank;
            let cause = data.households[0].cause;
            data.households.push(household("H9", "V1", "east", cause));
            plan.pairings.push(pairing("H9", "C11"));
            for (i, h) in ["H1", "H2", "H3", "H4", "H9"].into_iter().enumerate() {
                help(plan, h, if i < households { "C12" } else { "C11" });
            }
        })
    };
    let quotas =
        [(Rank::DeputyCounty, 4), (Rank::Section, 3), (Rank::DeputySection, 2), (Rank::Staff, 1)];
    for (rank, quota) in quotas {
        assert_eq!(helping(rank, quota), NOTHING, "{rank:?}");
        assert_eq!(helping(rank, quota + 1), ["R5 C12"], "{rank:?}");
    }
}

// R6

#[test]
fn a_village_without_first_secretary_breaks_r6() {
    let found = after(|_, plan| {
        plan.teams.remove(1);
    });
    assert_eq!(found, ["R6 V1"]);
}

#[test]
fn a_village_with_two_first_secretaries_breaks_r6() {
    let found = after(|data, plan| {
        data.settings.team.members = 1;
        record(data, "C13").rank = Rank::DeputySection;
        plan.teams[2].role = TeamRole::Secretary;
        plan.teams.remove(5);
    });
    assert_eq!(found, ["R6 V1 C12 C13"]);
}

#[test]
fn a_first_secretary_who_is_not_available_breaks_r6() {
    let found = after(|data, plan| {
        record(data, "C22").available = false;
        help(plan, "H8", "C21");
    });
    assert_eq!(found, ["R6 V2 C22"]);
}

#[test]
fn a_first_secretary_of_another_agency_than_the_lead_breaks_r6() {
    assert_eq!(after(|_, plan| replace(plan, "C22", "C14")), ["R6 V2 C14"]);
}

#[test]
fn a_first_secretary_must_meet_each_condition_of_r6() {
    let c12 = |edit: fn(&mut CadreRecord)| after(|data, _| edit(record(data, "C12")));
    assert_eq!(c12(|c| c.party_member = false), ["R6 V1 C12"]);
    assert_eq!(c12(|c| c.reserve = false), ["R6 V1 C12"]);
    assert_eq!(c12(|c| c.rural_years = 0), ["R6 V1 C12"]);
    assert_eq!(c12(|c| c.application = Application::None), ["R6 V1 C12"]);
    assert_eq!(c12(|c| c.role = Role::Head), ["R6 V1 C12"]);
    // Two conditions, two violations.
    assert_eq!(c12(|c| (c.party_member, c.rural_years) = (false, 0)), ["R6 V1 C12", "R6 V1 C12"]);
}

#[test]
fn a_first_secretary_may_just_meet_the_conditions_of_r6() {
    for rank in [Rank::DeputyCounty, Rank::Section, Rank::DeputySection] {
        let found = after(|data, _| {
            let c12 = record(data, "C12");
            (c12.rank, c12.reserve, c12.rural_years) = (rank, false, 1);
        });
        assert_eq!(found, NOTHING, "{rank:?}");
    }
    let found = after(|data, _| record(data, "C12").role = Role::Deputy);
    assert_eq!(found, NOTHING);
    let found = after(|data, _| data.settings.team.min_rural_years = 4); // C12 has 3
    assert_eq!(found, ["R6 V1 C12"]);
}

// R7

#[test]
fn a_team_without_leader_breaks_r7() {
    let found = after(|_, plan| {
        plan.teams.remove(0);
    });
    assert_eq!(found, ["R7 V1"]);
}

#[test]
fn a_team_with_two_leaders_breaks_r7() {
    let found = after(|data, plan| {
        data.settings.team.members = 1;
        record(data, "C13").role = Role::Deputy;
        plan.teams[2].role = TeamRole::Leader;
        plan.teams.remove(5);
    });
    assert_eq!(found, ["R7 V1 C11 C13"]);
}

#[test]
fn a_leader_who_is_no_deputy_breaks_r7() {
    for role in [Role::Head, Role::Member] {
        assert_eq!(after(|data, _| record(data, "C11").role = role), ["R7 V1 C11"]);
    }
}

#[test]
fn a_leader_who_is_not_available_breaks_r7() {
    let found = after(|data, plan| {
        record(data, "C21").available = false;
        help(plan, "H6", "C22");
    });
    assert_eq!(found, ["R7 V2 C21"]);
}

#[test]
fn a_leader_of_another_agency_than_the_lead_breaks_r7() {
    let found = after(|data, plan| {
        record(data, "C14").role = Role::Deputy;
        replace(plan, "C21", "C14");
    });
    assert_eq!(found, ["R7 V2 C14"]);
}

#[test]
fn a_leader_who_is_also_the_first_secretary_breaks_r7() {
    let found = after(|data, plan| {
        record(data, "C12").role = Role::Deputy;
        replace(plan, "C11", "C12");
    });
    assert_eq!(found, ["R7 C12 V1"]);
}

#[test]
fn a_member_who_is_also_the_first_secretary_breaks_r7() {
    assert_eq!(after(|_, plan| replace(plan, "C13", "C12")), ["R7 C12 V1"]);
}

#[test]
fn a_cadre_on_two_teams_breaks_r7_and_r3() {
    let found = after(|data, plan| {
        data.settings.limits.led_per_agency = 2;
        plan.attachments[1].role = AttachmentRole::Lead;
        replace(plan, "C23", "C13");
    });
    assert_eq!(found, ["R1 V2 A1 A2", "R3 C13 V1 V2", "R7 C13 V1 V2"]);
}

#[test]
fn a_team_with_too_few_or_too_many_members_breaks_r7() {
    let found = after(|_, plan| {
        plan.teams.remove(5);
    });
    assert_eq!(found, ["R7 V2"]);
    let found = after(|_, plan| plan.teams.push(team("V2", "C24", TeamRole::Member)));
    assert_eq!(found, ["R7 V2 C23 C24"]);
    let found = after(|data, _| data.settings.team.members = 1);
    assert_eq!(found, ["R7 V1 C13", "R7 V2 C23"]);
}

#[test]
fn a_team_of_one_leader_and_one_first_secretary_is_full_where_x_is_1() {
    let found = after(|data, plan| {
        data.settings.team.members = 1;
        plan.teams.retain(|row| row.role != TeamRole::Member);
    });
    assert_eq!(found, NOTHING);
}

#[test]
fn a_member_of_another_agency_than_the_lead_breaks_r7() {
    assert_eq!(after(|_, plan| replace(plan, "C23", "C14")), ["R7 V2 C14"]);
}

#[test]
fn a_member_who_is_not_available_breaks_r7() {
    assert_eq!(after(|_, plan| replace(plan, "C13", "C15")), ["R7 V1 C15"]);
}

// R8

#[test]
fn pins_hold_or_break_r8_for_every_kind_and_mode() {
    use PinKind::{Attach, Help, Lead, Leader, Post, Secretary};
    // What the hand-made plan has, and what it has not.
    let so = [
        (Lead, "A1", "V1"),
        (Attach, "A1", "V1"),
        (Attach, "A1", "V2"),
        (Post, "C11", "V1"),
        (Post, "C13", "V1"), // by its team alone
        (Post, "C14", "V2"), // by its household alone
        (Help, "C12", "H4"),
        (Secretary, "C22", "V2"),
        (Leader, "C21", "V2"),
    ];
    let not_so = [
        (Lead, "A2", "V1"),
        (Lead, "A1", "V2"), // attached, but does not lead
        (Attach, "A2", "V1"),
        (Post, "C11", "V2"),
        (Post, "C13", "V2"),
        (Post, "C14", "V1"),
        (Help, "C12", "H1"),
        (Secretary, "C21", "V2"), // the leader
        (Secretary, "C12", "V2"), // of another village
        (Leader, "C22", "V2"),    // the first secretary
        (Leader, "C11", "V2"),
    ];
    let pinned = |(kind, subject, object), mode| {
        after(|data, _| data.pins.push(pin(kind, subject, object, mode)))
    };
    for fact in so {
        assert_eq!(pinned(fact, PinMode::Require), NOTHING, "{fact:?}");
        assert_eq!(pinned(fact, PinMode::Forbid), [format!("R8 {} {}", fact.1, fact.2)]);
    }
    for fact in not_so {
        assert_eq!(pinned(fact, PinMode::Forbid), NOTHING, "{fact:?}");
        assert_eq!(pinned(fact, PinMode::Require), [format!("R8 {} {}", fact.1, fact.2)]);
    }
}

#[test]
fn a_cadre_without_duties_is_posted_wherever_its_agency_is_attached() {
    let idle = |village, mode| {
        after(|data, _| {
            data.cadres.push(cadre("C25", "A2", Rank::Staff, Role::Member));
            data.pins.push(pin(PinKind::Post, "C25", village, mode));
        })
    };
    assert_eq!(idle("V2", PinMode::Require), NOTHING);
    assert_eq!(idle("V1", PinMode::Require), ["R8 C25 V1"]); // A2 is not attached there
    assert_eq!(idle("V1", PinMode::Forbid), NOTHING);
    assert_eq!(idle("V2", PinMode::Forbid), NOTHING);
}

#[test]
fn a_post_required_twice_or_also_forbidden_cannot_hold_even_for_a_cadre_without_duties() {
    let idle = |pins: &[(&str, PinMode)]| {
        after(|data, _| {
            data.cadres.push(cadre("C19", "A1", Rank::Staff, Role::Member));
            let post = |&(village, mode)| pin(PinKind::Post, "C19", village, mode);
            data.pins.extend(pins.iter().map(post));
        })
    };
    let (require, forbid) = (PinMode::Require, PinMode::Forbid);
    assert_eq!(idle(&[("V1", require)]), NOTHING);
    assert_eq!(idle(&[("V1", require), ("V2", forbid)]), NOTHING);
    assert_eq!(idle(&[("V1", require), ("V1", require)]), NOTHING);
    assert_eq!(idle(&[("V1", require), ("V2", require)]), ["R8 C19 V1", "R8 C19 V2"]);
    assert_eq!(idle(&[("V1", require), ("V1", forbid)]), ["R8 C19 V1"]);
}

#[test]
fn a_required_post_rules_out_duties_elsewhere() {
    let found = after(|data, plan| {
        data.pins.push(pin(PinKind::Post, "C13", "V1", PinMode::Require));
        help(plan, "H5", "C13");
    });
    assert_eq!(found, ["R3 C13 V1 V2", "R8 C13 V1"]);
}

#[test]
fn where_teams_are_off_a_pin_cannot_require_a_place_on_one() {
    let pinned = |kind, mode| {
        after(|data, plan| {
            data.settings.team.enabled = false;
            plan.teams.clear();
            data.pins.push(pin(kind, "C12", "V1", mode));
        })
    };
    for kind in [PinKind::Secretary, PinKind::Leader] {
        assert_eq!(pinned(kind, PinMode::Require), ["R8 C12 V1"]);
        assert_eq!(pinned(kind, PinMode::Forbid), NOTHING);
    }
}
