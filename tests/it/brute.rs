//! The optimum of a tiny instance by trying every plan; `check` prices and judges each.

use jiedui::check::check;
use jiedui::model::data::{AttachmentRow, PairingRow, PlanTables, TeamRow};
use jiedui::model::enums::{AttachmentRole, TeamRole};
use jiedui::model::{CadreId, Instance, Millipoints, VillageId};

/// A choice of tables' rows with its own part of the cost and its duties: (village, agency) bits.
struct Part {
    tables: PlanTables,
    cost: i64,
    posts: Vec<Option<usize>>,
}

/// The cost of the best plan, `None` where no plan keeps all rules. Every combination of helpers,
/// of leads with teams and of attachments is tried; partial costs (links are never negative) only
/// skip what cannot be better.
pub(crate) fn optimum(instance: &Instance) -> Option<Millipoints> {
    optimum_where(instance, |_| true)
}

/// The same of the plans with at most so many changed pairings.
pub(crate) fn optimum_within(instance: &Instance, max_changes: usize) -> Option<Millipoints> {
    let Some(previous) = instance.previous() else { return optimum(instance) };
    let changed = |(row, before): &(&PairingRow, &Option<CadreId>)| {
        before.is_some_and(|before| instance.cadre(before).id != row.cadre_id)
    };
    optimum_where(instance, |tables| {
        tables.pairings.iter().zip(&previous.helper).filter(changed).count() <= max_changes
    })
}

fn optimum_where(instance: &Instance, admits: impl Fn(&PlanTables) -> bool) -> Option<Millipoints> {
    assert!(instance.agencies().len() * instance.villages().len() <= 6, "too large to try all");
    let mut helpers = helper_parts(instance);
    helpers.retain(|part| admits(&part.tables));
    let mut teams = team_parts(instance);
    // What both parts leave out (share below the band, changes) is counted by the helpers alone.
    let constant = check(instance, &PlanTables::default()).objective().0;
    for part in &mut teams {
        part.cost -= constant;
    }
    helpers.sort_by_key(|part| part.cost);
    teams.sort_by_key(|part| part.cost);
    let mut best: Option<i64> = None;
    for help in &helpers {
        for team in &teams {
            if best.is_some_and(|best| help.cost + team.cost >= best) {
                break;
            }
            if clash(&help.posts, &team.posts) {
                continue;
            }
            if let Some(cost) = cheapest_attachments(instance, help, team, best) {
                best = Some(cost);
            }
        }
    }
    best.map(Millipoints)
}

fn clash(one: &[Option<usize>], two: &[Option<usize>]) -> bool {
    one.iter().zip(two).any(|(x, y)| x.is_some() && y.is_some() && x != y)
}

fn helper_parts(instance: &Instance) -> Vec<Part> {
    let cadres = instance.cadres().len();
    let households = instance.households().len();
    let mut parts = Vec::new();
    for code in 0..cadres.pow(households as u32) {
        let mut left = code;
        let mut tables = PlanTables::default();
        let mut posts = vec![None; cadres];
        let mut loads = vec![0; cadres];
        let mut fits = true;
        for household in instance.households() {
            let c = left % cadres;
            left /= cadres;
            loads[c] += 1;
            fits &= loads[c] <= instance.capacity(CadreId::new(c))
                && posts[c].is_none_or(|v| v == household.village.index());
            posts[c] = Some(household.village.index());
            tables.pairings.push(PairingRow {
                household_id: household.id.clone(),
                cadre_id: instance.cadres()[c].id.clone(),
            });
        }
        if fits {
            let cost = check(instance, &tables).objective().0;
            parts.push(Part { tables, cost, posts });
        }
    }
    parts
}

/// Every choice of leads and, where teams are on, of leader, secretary and the other members.
fn team_parts(instance: &Instance) -> Vec<Part> {
    let cadres = instance.cadres().len();
    let mut parts =
        vec![Part { tables: PlanTables::default(), cost: 0, posts: vec![None; cadres] }];
    for v in instance.village_ids() {
        let mut longer = Vec::new();
        for part in &parts {
            for a in instance.agency_ids() {
                for team in teams_of(instance, a.index()) {
                    longer.extend(extend(instance, part, v, a.index(), &team));
                }
            }
        }
        parts = longer;
    }
    for part in &mut parts {
        part.cost = check(instance, &part.tables).objective().0;
        // Links of the leads are priced again with the attachments.
        part.cost -= check(instance, &part.tables).terms.link.0;
    }
    parts
}

/// Ordered choices (leader, secretary, members...) among an agency's cadres; one empty choice where
/// teams are off.
fn teams_of(instance: &Instance, a: usize) -> Vec<Vec<usize>> {
    let team = &instance.settings().team;
    if !team.enabled {
        return vec![Vec::new()];
    }
    let own: Vec<usize> = instance
        .cadre_ids()
        .filter(|&c| instance.cadre(c).agency.index() == a)
        .map(CadreId::index)
        .collect();
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for place in 0..=team.members as usize {
        choices = choices
            .into_iter()
            .flat_map(|choice| {
                let last = choice.last().copied();
                let fits = |c: &usize| {
                    !choice.contains(c) && (place < 3 || last.is_none_or(|last| last < *c))
                };
                let longer: Vec<Vec<usize>> = own
                    .iter()
                    .copied()
                    .filter(fits)
                    .map(|c| choice.iter().copied().chain([c]).collect())
                    .collect();
                longer
            })
            .collect();
    }
    let able = |choice: &Vec<usize>| {
        instance.leader_eligible(CadreId::new(choice[0]))
            && instance.secretary_eligible(CadreId::new(choice[1]))
            && choice.iter().all(|&c| instance.cadres()[c].available)
    };
    choices.into_iter().filter(able).collect()
}

fn extend(
    instance: &Instance,
    part: &Part,
    v: VillageId,
    a: usize,
    team: &[usize],
) -> Option<Part> {
    if team.iter().any(|&c| part.posts[c].is_some()) {
        return None;
    }
    let village_id = instance.village(v).id.clone();
    let mut tables = part.tables.clone();
    let mut posts = part.posts.clone();
    tables.attachments.push(AttachmentRow {
        village_id: village_id.clone(),
        agency_id: instance.agencies()[a].id.clone(),
        role: AttachmentRole::Lead,
    });
    for (place, &c) in team.iter().enumerate() {
        posts[c] = Some(v.index());
        tables.teams.push(TeamRow {
            village_id: village_id.clone(),
            cadre_id: instance.cadres()[c].id.clone(),
            role: [TeamRole::Leader, TeamRole::Secretary, TeamRole::Member][place.min(2)],
        });
    }
    Some(Part { tables, cost: 0, posts })
}

/// The cost with the cheapest attachments that keep all rules, if below `best`.
fn cheapest_attachments(
    instance: &Instance,
    help: &Part,
    team: &Part,
    best: Option<i64>,
) -> Option<i64> {
    let (agencies, villages) = (instance.agencies().len(), instance.villages().len());
    let mut needed = vec![false; agencies * villages];
    for posts in [&help.posts, &team.posts] {
        for (c, post) in posts.iter().enumerate() {
            if let Some(v) = post {
                needed[instance.cadres()[c].agency.index() * villages + v] = true;
            }
        }
    }
    let mut cheapest = best;
    let mut found = None;
    for choice in 0..1_usize << (agencies * villages) {
        let mut tables = team.tables.clone();
        tables.pairings.clone_from(&help.tables.pairings);
        let mut fits = true;
        for (pair, &need) in needed.iter().enumerate() {
            let (a, v) = (pair / villages, pair % villages);
            let chosen = choice >> pair & 1 == 1;
            let leads = tables.attachments.iter().any(|row| {
                row.role == AttachmentRole::Lead
                    && row.agency_id == instance.agencies()[a].id
                    && row.village_id == instance.villages()[v].id
            });
            fits &= chosen || !(need || leads);
            if chosen && !leads {
                tables.attachments.push(AttachmentRow {
                    village_id: instance.villages()[v].id.clone(),
                    agency_id: instance.agencies()[a].id.clone(),
                    role: AttachmentRole::Assist,
                });
            }
        }
        if !fits {
            continue;
        }
        let report = check(instance, &tables);
        let cost = report.objective().0;
        if cheapest.is_none_or(|known| cost < known) && report.is_feasible() {
            (cheapest, found) = (Some(cost), Some(cost));
        }
    }
    found
}
