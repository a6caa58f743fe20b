//! What the page knows, as columns: compact, and every table's rows are known by their position.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::analyse::decision::PinName;
use crate::check::{Rule, Statistics, Violation};
use crate::language::Language;
use crate::model::data::{LonLat, PlanTables};
use crate::model::enums::{AttachmentRole, Category, Cause, Rank, Role, TeamRole, VillageType};
use crate::model::{CadreId, Instance, Metres, Millipoints, PriceList, Status};
use crate::report::reported::Reported;

/// Everything on the page. Tables are columns of equal length, in the order of the instance's tables;
/// their rows refer to each other by position.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    language: &'static str,
    name: &'a str,
    year: i64,
    version: &'static str,
    digest: &'a str,
    redacted: bool,
    with_names: bool,
    teams: bool,
    statistics: &'a Statistics,
    cost: Cost<'a>,
    changes: Option<Changes>,
    pins: Vec<PinName>,
    prices: Option<Prices<'a>>,
    agencies: Agencies<'a>,
    villages: Villages<'a>,
    cadres: Cadres<'a>,
    households: Households<'a>,
}

/// The cost, and how good it is known to be.
#[derive(Serialize)]
struct Cost<'a> {
    objective: Millipoints,
    terms: [(&'static str, Millipoints); 11],
    /// `None` where nothing is known.
    bound: Option<Millipoints>,
    status: Option<Status>,
    violations: Vec<Broken<'a>>,
    /// Messages of the catalogue.
    notes: Vec<&'static str>,
}

/// A broken rule, told in every language of the page.
#[derive(Serialize)]
struct Broken<'a> {
    rule: Rule,
    subjects: &'a [String],
    /// By the language's tag.
    said: BTreeMap<&'static str, String>,
}

impl<'a> Broken<'a> {
    fn new(violation: &'a Violation) -> Self {
        let said = |language: Language| (language.tag(), violation.message.said(language));
        let said = Language::ALL.into_iter().map(said).collect();
        Self { rule: violation.rule, subjects: &violation.subjects, said }
    }
}

/// What is different from last year.
#[derive(Serialize)]
struct Changes {
    /// Households whose helper of last year is still an available cadre.
    known: usize,
    /// Ids of last year that the tables no longer have.
    vanished: usize,
    /// Village and last year's lead agency, where another leads now.
    leads: Vec<(usize, usize)>,
    /// Village and last year's first secretary, where it is another now.
    secretaries: Vec<(usize, usize)>,
}

/// What a little more would cost or save.
#[derive(Serialize)]
struct Prices<'a> {
    bound: Millipoints,
    /// Slots of one cadre, by rank.
    quotas: Vec<(Rank, u32)>,
    /// What one more slot saves, by agency.
    slots: &'a [Millipoints],
    /// What one more household costs, by village and then by cause; `None` where there is none.
    households: Vec<Vec<Option<Millipoints>>>,
}

#[derive(Serialize)]
struct Agencies<'a> {
    id: Vec<&'a str>,
    name: Vec<&'a str>,
    category: Vec<Category>,
    lon: Vec<Option<f64>>,
    lat: Vec<Option<f64>>,
    /// Households its available cadres take without overload.
    slots: Vec<i64>,
    /// Thousandths of households that would be its fair share.
    fair: Vec<i64>,
}

#[derive(Serialize)]
struct Villages<'a> {
    id: Vec<&'a str>,
    name: Vec<&'a str>,
    township: Vec<&'a str>,
    #[serde(rename = "type")]
    kind: Vec<VillageType>,
    lon: Vec<Option<f64>>,
    lat: Vec<Option<f64>>,
    /// An agency.
    lead: Vec<Option<usize>>,
    /// Agencies.
    assist: Vec<Vec<usize>>,
    /// Cadres: leader, first secretary, members.
    team: Vec<Vec<(TeamRole, usize)>>,
}

#[derive(Serialize)]
struct Cadres<'a> {
    id: Vec<&'a str>,
    name: Vec<Cow<'a, str>>,
    agency: Vec<usize>,
    rank: Vec<Rank>,
    role: Vec<Role>,
    phone: Vec<Cow<'a, str>>,
    available: Vec<bool>,
    quota: Vec<u32>,
}

#[derive(Serialize)]
struct Households<'a> {
    id: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Vec<Cow<'a, str>>>,
    village: Vec<usize>,
    hamlet: Vec<&'a str>,
    members: Vec<u32>,
    cause: Vec<Cause>,
    /// A cadre.
    helper: Vec<Option<usize>>,
    /// From the helper's origin.
    metres: Vec<Option<Metres>>,
    /// Last year's helper, where it is still an available cadre.
    before: Vec<Option<usize>>,
}

pub(super) fn facts<'a>(request: &Reported<'a>) -> Facts<'a> {
    let instance = request.instance;
    let redacted = request.privacy.is_redacted();
    let villages = villages(instance, request.tables);
    Facts {
        language: request.language.tag(),
        name: &instance.settings().name,
        year: instance.settings().year,
        version: env!("CARGO_PKG_VERSION"),
        digest: instance.digest(),
        redacted,
        with_names: request.with_names,
        teams: instance.settings().team.enabled,
        statistics: request.statistics,
        cost: cost(request),
        changes: changes(request, &villages),
        pins: request.privacy.pins(request.pins),
        prices: request.prices.map(|list| prices(instance, list)),
        agencies: agencies(instance),
        villages,
        cadres: cadres(request),
        households: households(request),
    }
}

/// What the plan's summary claims is taken over only where it is about this plan and this instance.
fn cost<'a>(request: &Reported<'a>) -> Cost<'a> {
    let report = request.report;
    let mut cost = Cost {
        objective: report.objective(),
        terms: report.terms.named(),
        bound: None,
        status: None,
        violations: report.violations.iter().map(Broken::new).collect(),
        notes: Vec::new(),
    };
    let Some(claim) = request.claim else { return cost };
    let same_instance = claim.instance_digest.as_deref() == Some(request.instance.digest());
    if !same_instance {
        cost.notes.push("page-note-instance");
    } else if claim.objective.is_some_and(|claimed| claimed != report.objective()) {
        cost.notes.push("page-note-cost");
    }
    if same_instance {
        // No plan costs less than 0: a bound of 0 says nothing, unless the plan is as cheap.
        let known = |bound: &Millipoints| bound.0 > 0 || report.objective() == *bound;
        cost.bound = claim.bound.filter(known);
        let whole = report.is_feasible() && cost.notes.is_empty();
        cost.status = claim.status.filter(|_| whole);
    }
    cost
}

fn changes(request: &Reported, villages: &Villages) -> Option<Changes> {
    let instance = request.instance;
    let previous = instance.previous()?;
    let mut leads = Vec::new();
    for (v, (before, now)) in previous.lead.iter().zip(&villages.lead).enumerate() {
        if let Some(before) = before.filter(|before| Some(before.index()) != *now) {
            leads.push((v, before.index()));
        }
    }
    let mut secretaries = Vec::new();
    for row in request.previous.into_iter().flat_map(|tables| &tables.teams) {
        let found = (instance.find_village(&row.village_id), instance.find_cadre(&row.cadre_id));
        let (TeamRole::Secretary, (Some(v), Some(c))) = (row.role, found) else { continue };
        if !villages.team[v.index()].contains(&(TeamRole::Secretary, c.index())) {
            secretaries.push((v.index(), c.index()));
        }
    }
    secretaries.sort_unstable();
    Some(Changes { known: previous.known(), vanished: previous.vanished, leads, secretaries })
}

fn prices<'a>(instance: &Instance, list: &'a PriceList) -> Prices<'a> {
    let quota = &instance.settings().quota;
    let of_cause =
        |v| Cause::ALL.iter().map(move |&cause| list.households.get(&(v, cause)).copied());
    Prices {
        bound: list.bound,
        quotas: Rank::ALL.iter().map(|&rank| (rank, quota.of(rank))).collect(),
        slots: &list.slots,
        households: instance.village_ids().map(|v| of_cause(v).collect()).collect(),
    }
}

fn agencies(instance: &Instance) -> Agencies<'_> {
    let slots_of = |a| instance.cadres_of(a).iter().map(|&c| i64::from(instance.quota(c))).sum();
    let slots: Vec<i64> = instance.agency_ids().map(slots_of).collect();
    let all = slots.iter().map(|&n| i128::from(n)).sum::<i128>().max(1);
    let households = instance.households().len() as i128;
    let fair = |&n: &i64| (1000 * households * i128::from(n) / all) as i64;
    let table = instance.agencies();
    let (lon, lat) = coordinates(table.iter().map(|agency| agency.location));
    Agencies {
        id: table.iter().map(|agency| &*agency.id).collect(),
        name: table.iter().map(|agency| &*agency.name).collect(),
        category: table.iter().map(|agency| agency.category).collect(),
        lon,
        lat,
        fair: slots.iter().map(fair).collect(),
        slots,
    }
}

fn coordinates(
    places: impl Iterator<Item = Option<LonLat>>,
) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    places.map(|place| (place.map(|at| at.lon), place.map(|at| at.lat))).unzip()
}

/// The villages with what the plan says of them. Rows with ids that nobody knows are left out, and
/// of two lead agencies the second is shown as assisting: what is broken stands above the page.
fn villages<'a>(instance: &'a Instance, tables: &PlanTables) -> Villages<'a> {
    let table = instance.villages();
    let (lon, lat) = coordinates(table.iter().map(|village| village.location));
    let mut lead = vec![None; table.len()];
    let mut assist = vec![Vec::new(); table.len()];
    for row in &tables.attachments {
        let found = (instance.find_village(&row.village_id), instance.find_agency(&row.agency_id));
        let (Some(v), Some(a)) = found else { continue };
        if row.role == AttachmentRole::Lead && lead[v.index()].is_none() {
            lead[v.index()] = Some(a.index());
        } else {
            assist[v.index()].push(a.index());
        }
    }
    let mut team = vec![Vec::new(); table.len()];
    for row in &tables.teams {
        let found = (instance.find_village(&row.village_id), instance.find_cadre(&row.cadre_id));
        if let (Some(v), Some(c)) = found {
            team[v.index()].push((row.role, c.index()));
        }
    }
    assist.iter_mut().for_each(|agencies| agencies.sort_unstable());
    team.iter_mut().for_each(|seats| seats.sort_unstable());
    Villages {
        id: table.iter().map(|village| &*village.id).collect(),
        name: table.iter().map(|village| &*village.name).collect(),
        township: table.iter().map(|village| &*village.township).collect(),
        kind: table.iter().map(|village| village.kind).collect(),
        lon,
        lat,
        lead,
        assist,
        team,
    }
}

fn cadres<'a>(request: &Reported<'a>) -> Cadres<'a> {
    let (instance, privacy) = (request.instance, request.privacy);
    let table = instance.cadres();
    Cadres {
        id: table.iter().map(|cadre| &*cadre.id).collect(),
        name: table.iter().map(|cadre| privacy.name(&cadre.name)).collect(),
        agency: table.iter().map(|cadre| cadre.agency.index()).collect(),
        rank: table.iter().map(|cadre| cadre.rank).collect(),
        role: table.iter().map(|cadre| cadre.role).collect(),
        phone: table.iter().map(|cadre| privacy.phone(&cadre.phone)).collect(),
        available: table.iter().map(|cadre| cadre.available).collect(),
        quota: instance.cadre_ids().map(|c| instance.quota(c)).collect(),
    }
}

fn households<'a>(request: &Reported<'a>) -> Households<'a> {
    let (instance, table) = (request.instance, request.instance.households());
    let mut helper = vec![None; table.len()];
    for row in &request.tables.pairings {
        let found =
            (instance.find_household(&row.household_id), instance.find_cadre(&row.cadre_id));
        if let (Some(h), Some(c)) = found {
            helper[h.index()].get_or_insert(c);
        }
    }
    let way = |(household, helper): (&crate::model::Household, &Option<_>)| {
        helper.map(|c| instance.metres(instance.cadre(c).origin, household.village))
    };
    let names = || table.iter().map(|household| request.privacy.name(&household.name)).collect();
    let before = instance.previous().map_or_else(
        || vec![None; table.len()],
        |previous| previous.helper.iter().map(|c| c.map(CadreId::index)).collect(),
    );
    Households {
        id: table.iter().map(|household| &*household.id).collect(),
        name: request.with_names.then(names),
        village: table.iter().map(|household| household.village.index()).collect(),
        hamlet: table
            .iter()
            .map(|household| &*instance.village(household.village).hamlets[household.hamlet])
            .collect(),
        members: table.iter().map(|household| household.members).collect(),
        cause: table.iter().map(|household| household.cause).collect(),
        metres: table.iter().zip(&helper).map(way).collect(),
        helper: helper.into_iter().map(|c| c.map(CadreId::index)).collect(),
        before,
    }
}
