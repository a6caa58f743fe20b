//! A small instance made by hand, and a plan of it that keeps every rule.
//!
//! Two agencies, two villages of four households, teams of 1 + 2:
//!
//! | | V1 (weak) | V2 (disorderly) |
//! |---|---|---|
//! | A1 (party and mass) | leads | assists |
//! | A2 (economic) | | leads, and is full: `max_villages` 1 |
//!
//! | cadre | rank (quota) | team | helps |
//! |---|---|---|---|
//! | C11 | section (3) | leader V1 | H1, H2 |
//! | C12 | staff (1), on the reserve list | secretary V1 | H3, H4: one above quota |
//! | C13 | staff (1) | member V1 | |
//! | C14 | deputy section (2) | | H5, in V2 |
//! | C15 | staff, not available | | |
//! | C21 | deputy section (2) | leader V2 | H6 |
//! | C22 | deputy section (2) | secretary V2 | H8 |
//! | C23 | staff (1) | member V2 | |
//! | C24 | staff (1), based at P1 | | H7 |

use jiedui::model::data::{
    AgencyRecord, AttachmentRow, CadreRecord, HouseholdRecord, InstanceData, LinkRecord,
    PairingRow, PinRecord, PlaceRecord, PlanTables, TeamRow, TravelRecord, VillageRecord,
};
use jiedui::model::enums::{
    Application, AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole,
    VillageType,
};
use jiedui::model::settings::{Quota, Tolerance, Weights};
use jiedui::model::{Metres, Millipoints, Settings};

/// An agency that stands nowhere: its ways are given.
pub(crate) fn agency(id: &str, category: Category, max_villages: Option<u32>) -> AgencyRecord {
    let name = format!("Name of {id}");
    AgencyRecord { id: id.to_owned(), name, category, location: None, max_villages }
}

/// A village that lies nowhere: its ways are given.
pub(crate) fn village(id: &str, kind: VillageType) -> VillageRecord {
    let (name, township) = (format!("Name of {id}"), "township".to_owned());
    VillageRecord { id: id.to_owned(), name, township, kind, location: None }
}

/// A cadre who could be first secretary but for the rank, if that is `Staff`.
pub(crate) fn cadre(id: &str, agency: &str, rank: Rank, role: Role) -> CadreRecord {
    CadreRecord {
        id: id.to_owned(),
        name: format!("Name of {id}"),
        agency_id: agency.to_owned(),
        rank,
        role,
        party_member: true,
        reserve: false,
        rural_years: 5,
        application: Application::Both,
        phone: String::new(),
        base: None,
        available: true,
    }
}

/// A household of three.
pub(crate) fn household(id: &str, village: &str, hamlet: &str, cause: Cause) -> HouseholdRecord {
    HouseholdRecord {
        id: id.to_owned(),
        village_id: village.to_owned(),
        hamlet: hamlet.to_owned(),
        name: format!("Name of {id}"),
        members: 3,
        cause,
    }
}

/// A given length.
pub(crate) fn way(origin: &str, village: &str, metres: i64) -> TravelRecord {
    let (origin_id, village_id) = (origin.to_owned(), village.to_owned());
    TravelRecord { origin_id, village_id, metres: Metres(metres) }
}

/// A pin.
pub(crate) fn pin(kind: PinKind, subject: &str, object: &str, mode: PinMode) -> PinRecord {
    let (subject_id, object_id) = (subject.to_owned(), object.to_owned());
    PinRecord { kind, subject_id, object_id, mode, reason: None }
}

/// A row of `attachments.csv`.
pub(crate) fn attachment(village: &str, agency: &str, role: AttachmentRole) -> AttachmentRow {
    AttachmentRow { village_id: village.to_owned(), agency_id: agency.to_owned(), role }
}

/// A row of `teams.csv`.
pub(crate) fn team(village: &str, cadre: &str, role: TeamRole) -> TeamRow {
    TeamRow { village_id: village.to_owned(), cadre_id: cadre.to_owned(), role }
}

/// A row of `pairings.csv`.
pub(crate) fn pairing(household: &str, cadre: &str) -> PairingRow {
    PairingRow { household_id: household.to_owned(), cadre_id: cadre.to_owned() }
}

/// Settings of which no weight is a default and no two are the same.
pub(crate) fn settings() -> Settings {
    Settings {
        quota: Quota { overload: 1, ..Quota::default() },
        tolerance: Tolerance { travel_percent: 7, share_percent: 5 },
        weights: Weights {
            type_: 7,
            link: 11,
            travel: 2,
            need: 3,
            balance: 5,
            share: 13,
            overload: 17,
            change: 19,
            lead_change: 23,
            secretary: 29,
            hamlet: 31,
        },
        ..Settings::default()
    }
}

fn cadres() -> Vec<CadreRecord> {
    use Rank::{DeputySection, Section, Staff};
    use Role::{Deputy, Member};
    let mut cadres = vec![
        cadre("C11", "A1", Section, Deputy),
        cadre("C12", "A1", Staff, Member),
        cadre("C13", "A1", Staff, Member),
        cadre("C14", "A1", DeputySection, Member),
        cadre("C15", "A1", Staff, Member),
        cadre("C21", "A2", DeputySection, Deputy),
        cadre("C22", "A2", DeputySection, Member),
        cadre("C23", "A2", Staff, Member),
        cadre("C24", "A2", Staff, Member),
    ];
    let c12 = &mut cadres[1];
    (c12.reserve, c12.rural_years, c12.application) = (true, 3, Application::Volunteered);
    cadres[4].available = false;
    let c22 = &mut cadres[6];
    (c22.rural_years, c22.application) = (6, Application::Recommended);
    cadres[8].base = Some("P1".to_owned());
    cadres
}

fn households() -> Vec<HouseholdRecord> {
    vec![
        household("H1", "V1", "east", Cause::Illness),
        household("H2", "V1", "west", Cause::Disability),
        household("H3", "V1", "east", Cause::Schooling),
        household("H4", "V1", "east", Cause::Labour),
        household("H5", "V2", "east", Cause::Funds),
        household("H6", "V2", "east", Cause::Labour),
        household("H7", "V2", "east", Cause::Funds),
        household("H8", "V2", "west", Cause::Skills),
    ]
}

/// The instance of the module's tables, last year's plan included.
pub(crate) fn hand_made() -> InstanceData {
    InstanceData {
        settings: settings(),
        agencies: vec![
            agency("A1", Category::PartyMass, None),
            agency("A2", Category::Economic, Some(1)),
        ],
        villages: vec![village("V1", VillageType::Weak), village("V2", VillageType::Disorderly)],
        cadres: cadres(),
        households: households(),
        places: vec![PlaceRecord { id: "P1".into(), name: "Name of P1".into(), location: None }],
        travel: vec![
            way("A1", "V1", 10_000),
            way("A1", "V2", 20_001),
            way("A2", "V1", 4_000),
            way("A2", "V2", 6_000),
            way("P1", "V1", 1_000),
            way("P1", "V2", 9_000),
        ],
        links: vec![LinkRecord {
            agency_id: "A1".into(),
            village_id: "V2".into(),
            cost: Millipoints(4_500),
        }],
        pins: Vec::new(),
        previous: Some(PlanTables {
            attachments: vec![
                attachment("V1", "A2", AttachmentRole::Lead), // leads no longer
                attachment("V1", "A1", AttachmentRole::Assist),
                attachment("V2", "A9", AttachmentRole::Lead), // exists no longer
            ],
            teams: Vec::new(),
            pairings: vec![
                pairing("H1", "C11"), // as this year
                pairing("H2", "C12"), // helps no longer
                pairing("H5", "C15"), // not available
                pairing("H6", "C24"), // helps no longer
                pairing("H7", "C99"), // exists no longer
                pairing("H99", "C11"),
            ],
        }),
    }
}

/// The plan of the module's tables.
pub(crate) fn hand_made_plan() -> PlanTables {
    PlanTables {
        attachments: vec![
            attachment("V1", "A1", AttachmentRole::Lead),
            attachment("V2", "A1", AttachmentRole::Assist),
            attachment("V2", "A2", AttachmentRole::Lead),
        ],
        teams: vec![
            team("V1", "C11", TeamRole::Leader),
            team("V1", "C12", TeamRole::Secretary),
            team("V1", "C13", TeamRole::Member),
            team("V2", "C21", TeamRole::Leader),
            team("V2", "C22", TeamRole::Secretary),
            team("V2", "C23", TeamRole::Member),
        ],
        pairings: vec![
            pairing("H1", "C11"),
            pairing("H2", "C11"),
            pairing("H3", "C12"),
            pairing("H4", "C12"),
            pairing("H5", "C14"),
            pairing("H6", "C21"),
            pairing("H7", "C24"),
            pairing("H8", "C22"),
        ],
    }
}
