//! Cadres: roles and ranks that go together, first secretaries for every lead agency, stations.

use super::agencies::Office;
use super::names;
use super::random::{Draw, Purpose, Streams};
use super::recipe::{Recipe, Share};
use crate::model::Settings;
use crate::model::enums::{Application, Rank, Role};

/// A cadre before it gets its id.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Position of the agency in the county.
    pub(super) office: usize,
    pub(super) name: String,
    pub(super) rank: Rank,
    pub(super) role: Role,
    pub(super) party_member: bool,
    pub(super) reserve: bool,
    pub(super) rural_years: u32,
    pub(super) application: Application,
}

/// Ranks by role, percent. Some members hold a deputy section rank without the office (职级并行).
const HEADS: [(Rank, u32); 2] = [(Rank::Section, 94), (Rank::DeputyCounty, 6)];
const DEPUTIES: [(Rank, u32); 2] = [(Rank::DeputySection, 84), (Rank::Section, 16)];
const MEMBERS: [(Rank, u32); 3] = [(Rank::Staff, 90), (Rank::DeputySection, 9), (Rank::Section, 1)];

/// Years of rural work: most have few, some have a life of it.
const RURAL_YEARS: [((u32, u32), u32); 6] =
    [((0, 0), 42), ((1, 2), 22), ((3, 5), 17), ((6, 10), 11), ((11, 20), 6), ((21, 32), 2)];

/// How those who are no designated candidates applied, percent.
const APPLICATIONS: [(Application, u32); 4] = [
    (Application::None, 90),
    (Application::Volunteered, 5),
    (Application::Recommended, 4),
    (Application::Both, 1),
];
/// How designated candidates applied.
const CANDIDACIES: [(Application, u32); 3] =
    [(Application::Volunteered, 40), (Application::Recommended, 35), (Application::Both, 25)];

/// Steps between ranks by which the quota sum is met, the least conspicuous first.
const STEPS: [(Role, Rank, Rank); 6] = [
    (Role::Member, Rank::Staff, Rank::DeputySection),
    (Role::Member, Rank::DeputySection, Rank::Section),
    (Role::Deputy, Rank::DeputySection, Rank::Section),
    (Role::Deputy, Rank::Staff, Rank::DeputySection),
    (Role::Head, Rank::DeputySection, Rank::Section),
    (Role::Head, Rank::Section, Rank::DeputyCounty),
];

/// The cadres of a county, agency by agency: the head, the deputies, the members.
pub(super) fn people(
    recipe: &Recipe,
    share: &Share,
    offices: &[Office],
    streams: Streams,
) -> Vec<Person> {
    let mut draw = streams.of(Purpose::Cadres);
    let mut name_draw = streams.of(Purpose::CadreNames);
    let settings = &recipe.settings;
    let mut people = Vec::with_capacity(share.cadres);
    let mut ends = Vec::with_capacity(offices.len());
    for (office, Office { cadres, .. }) in offices.iter().enumerate() {
        let deputies = deputies(*cadres, share.teams, settings, &mut draw);
        for i in 0..*cadres {
            let role = match i {
                0 => Role::Head,
                _ if i <= deputies => Role::Deputy,
                _ => Role::Member,
            };
            people.push(person(office, role, &mut draw, &mut name_draw));
        }
        ends.push(people.len());
    }
    if let Some(sum) = share.quota_sum {
        meet(sum, &mut people, settings, &mut draw);
    }
    let mut start = 0;
    for end in ends {
        designate(&mut people[start..end], share.teams, settings, &mut draw);
        start = end;
    }
    people
}

/// Deputy heads of an agency: one to five, at least one for each of its teams, and few enough to
/// leave the teams their members.
fn deputies(cadres: usize, teams: usize, settings: &Settings, draw: &mut Draw) -> usize {
    let usual = (1 + cadres / 18 + draw.below(2)).min(5);
    let others = 1 + teams * settings.team.members as usize;
    usual.max(teams).min(cadres.saturating_sub(others).max(teams)).min(cadres - 1)
}

fn person(office: usize, role: Role, draw: &mut Draw, name_draw: &mut Draw) -> Person {
    const MALE_PERCENT: u32 = 62;
    let (rank, party_percent) = match role {
        Role::Head => (draw.weighted(&HEADS), 100),
        Role::Deputy => (draw.weighted(&DEPUTIES), 96),
        Role::Member => (draw.weighted(&MEMBERS), 64),
    };
    let (low, high) = draw.weighted(&RURAL_YEARS);
    let application = draw.weighted(&APPLICATIONS);
    Person {
        office,
        name: names::person(name_draw, MALE_PERCENT),
        rank,
        role,
        party_member: draw.percent(party_percent),
        reserve: draw.percent(8) && role != Role::Head,
        rural_years: draw.between(low, high),
        application: if role == Role::Head { Application::None } else { application },
    }
}

/// Raises and lowers ranks until the quotas sum to `sum`, or no step brings them nearer.
fn meet(sum: i64, people: &mut [Person], settings: &Settings, draw: &mut Draw) {
    let quota = |rank: Rank| i64::from(settings.quota.of(rank));
    let mut missing = sum - people.iter().map(|p| quota(p.rank)).sum::<i64>();
    let mut order: Vec<usize> = (0..people.len()).collect();
    draw.shuffle(&mut order);
    loop {
        let before = missing;
        for (role, low, high) in STEPS {
            for &i in &order {
                let p = &mut people[i];
                let to = if p.rank == low { high } else { low };
                let step = quota(to) - quota(p.rank);
                let fits = p.role == role && (p.rank == low || p.rank == high);
                if fits && (missing - step).abs() < missing.abs() {
                    p.rank = to;
                    missing -= step;
                }
            }
        }
        if missing == before {
            return;
        }
    }
}

/// Makes enough members of an agency eligible as first secretaries: one for each team that it must
/// be able to staff and some more, so that there is a choice.
fn designate(agency: &mut [Person], teams: usize, settings: &Settings, draw: &mut Draw) {
    let mut members: Vec<usize> =
        (0..agency.len()).filter(|&i| agency[i].role == Role::Member).collect();
    draw.shuffle(&mut members);
    let wanted = if teams == 0 { 0 } else { teams + 1 + agency.len() / 50 };
    for &i in members.iter().take(wanted) {
        let p = &mut agency[i];
        p.party_member = true;
        p.reserve |= p.rank == Rank::Staff;
        p.rural_years = p.rural_years.max(settings.team.min_rural_years);
        p.application = draw.weighted(&CANDIDACIES);
    }
}

/// A cadre's station: the office and township it belongs to.
pub(super) type Station = (usize, usize);

/// Bases the recipe's share of the cadres at stations: members of offices that have stations, at
/// most three in four of each. Returns the station of each cadre.
pub(super) fn stations(
    recipe: &Recipe,
    offices: &[Office],
    townships: usize,
    people: &[Person],
    streams: Streams,
) -> Vec<Option<Station>> {
    let mut draw = streams.of(Purpose::Stations);
    let mut movable: Vec<usize> = Vec::new();
    for (o, _) in offices.iter().enumerate().filter(|(_, office)| office.station.is_some()) {
        let mut members: Vec<usize> = (0..people.len())
            .filter(|&i| people[i].office == o && people[i].role == Role::Member)
            .collect();
        draw.shuffle(&mut members);
        movable.extend(members.iter().take((members.len() * 3).div_ceil(4)));
    }
    draw.shuffle(&mut movable);
    let wanted = (people.len() * recipe.station_percent as usize + 50) / 100;
    let mut stations = vec![None; people.len()];
    for &i in movable.iter().take(wanted) {
        // The county's seat has the office itself, where there is another township.
        let township = if townships > 1 { 1 + draw.below(townships - 1) } else { 0 };
        stations[i] = Some((people[i].office, township));
    }
    stations
}
