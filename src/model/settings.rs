//! `instance.toml`: the settings of an instance, with the defaults of the specification.

use serde::{Deserialize, Serialize};

use super::enums::{Category, Cause, Rank, VillageType};
use crate::language::{Sentence, sentence};

/// All settings of an instance. Unknown keys are refused, absent ones take their default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The instance's name.
    pub name: String,
    /// The year planned for.
    pub year: i64,
    /// Households per cadre.
    pub quota: Quota,
    /// Limits on agencies.
    pub limits: Limits,
    /// The "1+X" work teams.
    pub team: TeamSettings,
    /// How lengths are computed.
    pub travel: TravelSettings,
    /// Widths within which balance and share cost nothing.
    pub tolerance: Tolerance,
    /// Points per unit of each cost term.
    pub weights: Weights,
    /// Cost units of a lead agency's category in a village's type.
    pub type_mismatch: TypeMismatch,
    /// Cost units of a helper's agency category for a household's cause.
    pub need_mismatch: NeedMismatch,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "county".to_owned(),
            year: 2024,
            quota: Quota::default(),
            limits: Limits::default(),
            team: TeamSettings::default(),
            travel: TravelSettings::default(),
            tolerance: Tolerance::default(),
            weights: Weights::default(),
            type_mismatch: TypeMismatch::default(),
            need_mismatch: NeedMismatch::default(),
        }
    }
}

/// Households per cadre, by rank (R5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quota {
    /// Of a deputy-county cadre.
    pub deputy_county: u32,
    /// Of a section chief.
    pub section: u32,
    /// Of a deputy section chief.
    pub deputy_section: u32,
    /// Of everyone else.
    pub staff: u32,
    /// Households above quota that any cadre may take, each at the overload cost.
    pub overload: u32,
}

impl Default for Quota {
    fn default() -> Self {
        Self { deputy_county: 4, section: 3, deputy_section: 2, staff: 1, overload: 0 }
    }
}

impl Quota {
    /// Households a cadre of `rank` takes without overload.
    #[must_use]
    pub const fn of(&self, rank: Rank) -> u32 {
        match rank {
            Rank::DeputyCounty => self.deputy_county,
            Rank::Section => self.section,
            Rank::DeputySection => self.deputy_section,
            Rank::Staff => self.staff,
        }
    }
}

/// Limits on agencies (R1, R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Villages an agency may lead.
    pub led_per_agency: u32,
    /// Villages an agency may be attached to, unless `agencies.csv` says otherwise.
    pub villages_per_agency: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { led_per_agency: 1, villages_per_agency: 6 }
    }
}

/// The "1+X" work teams (R6, R7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TeamSettings {
    /// Whether there are teams and first secretaries at all.
    pub enabled: bool,
    /// X of "1+X": members beside the leader, the first secretary among them. At least 1.
    pub members: u32,
    /// Whole years of rural work a first secretary needs.
    pub min_rural_years: u32,
}

impl Default for TeamSettings {
    fn default() -> Self {
        Self { enabled: true, members: 2, min_rural_years: 1 }
    }
}

/// How lengths are computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TravelSettings {
    /// Road length over great-circle length.
    pub detour: f64,
}

impl Default for TravelSettings {
    fn default() -> Self {
        Self { detour: 1.3 }
    }
}

/// Widths within which balance and share cost nothing, in whole percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tolerance {
    /// Percent above the reference length an agency's mean may be.
    pub travel_percent: u32,
    /// Percent by which an agency's households may differ from its fair share.
    pub share_percent: u32,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { travel_percent: 15, share_percent: 10 }
    }
}

/// Points per unit of each cost term; 0 switches a term off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // one field a term, named and defined in `terms`
pub struct Weights {
    #[serde(rename = "type")]
    pub type_: u32,
    pub link: u32,
    pub travel: u32,
    pub need: u32,
    pub balance: u32,
    pub share: u32,
    pub overload: u32,
    pub change: u32,
    pub lead_change: u32,
    pub secretary: u32,
    pub hamlet: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            type_: 20,
            link: 30,
            travel: 1,
            need: 2,
            balance: 1,
            share: 5,
            overload: 50,
            change: 3,
            lead_change: 40,
            secretary: 5,
            hamlet: 2,
        }
    }
}

/// Cost units (0..=10) of a lead agency's category in each village type
/// (weak, disorderly, poor, specialised).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // one row a category
pub struct TypeMismatch {
    pub party_mass: [u32; 4],
    pub political_legal: [u32; 4],
    pub economic: [u32; 4],
    pub agricultural: [u32; 4],
    pub general: [u32; 4],
}

impl Default for TypeMismatch {
    fn default() -> Self {
        Self {
            party_mass: [0, 10, 10, 10],
            political_legal: [10, 0, 10, 10],
            economic: [10, 10, 0, 10],
            agricultural: [10, 10, 10, 0],
            general: [6, 6, 6, 6],
        }
    }
}

impl TypeMismatch {
    /// Cost units of a lead agency of `category` in a village of `kind`.
    #[must_use]
    pub const fn of(&self, category: Category, kind: VillageType) -> u32 {
        let row = match category {
            Category::PartyMass => &self.party_mass,
            Category::PoliticalLegal => &self.political_legal,
            Category::Economic => &self.economic,
            Category::Agricultural => &self.agricultural,
            Category::General => &self.general,
        };
        row[kind as usize]
    }
}

/// Cost units (0..=5) of a helper's agency category for each cause
/// (illness, disability, schooling, labour, funds, skills).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // one row a category
pub struct NeedMismatch {
    pub party_mass: [u32; 6],
    pub political_legal: [u32; 6],
    pub economic: [u32; 6],
    pub agricultural: [u32; 6],
    pub general: [u32; 6],
}

impl Default for NeedMismatch {
    fn default() -> Self {
        Self {
            party_mass: [3, 1, 1, 3, 3, 3],
            political_legal: [4, 2, 3, 4, 4, 4],
            economic: [3, 3, 3, 2, 0, 1],
            agricultural: [3, 3, 3, 1, 2, 0],
            general: [1, 1, 0, 2, 3, 2],
        }
    }
}

impl NeedMismatch {
    /// Cost units of a helper from an agency of `category` for a household poor by `cause`.
    #[must_use]
    pub const fn of(&self, category: Category, cause: Cause) -> u32 {
        let row = match category {
            Category::PartyMass => &self.party_mass,
            Category::PoliticalLegal => &self.political_legal,
            Category::Economic => &self.economic,
            Category::Agricultural => &self.agricultural,
            Category::General => &self.general,
        };
        row[cause as usize]
    }
}

/// A setting outside its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFault {
    /// Dotted key: `weights.travel`.
    pub key: String,
    /// The offending value as text.
    pub value: String,
    /// What to give instead.
    pub action: Sentence,
}

/// Largest weight, quota, limit and percentage accepted. Keeps every cost sum of ten counties
/// below 2^53, so that integers stay exact even where a solver holds them in floating point.
pub const LARGEST_SETTING: u32 = 10_000;

impl Settings {
    /// Every setting that is out of range, in the order of the specification.
    #[must_use]
    pub fn faults(&self) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        let mut fail = |key: String, value: String, action| {
            faults.push(SettingFault { key, value, action });
        };
        let whole = |most: u32| sentence!("advice-whole", least = 0_u32, most = most);
        for (key, value) in self.whole_numbers() {
            if value > LARGEST_SETTING {
                fail(key.to_owned(), value.to_string(), whole(LARGEST_SETTING));
            }
        }
        if self.team.enabled && self.team.members == 0 {
            fail("team.members".to_owned(), "0".to_owned(), sentence!("advice-team-members"));
        }
        let detour = self.travel.detour;
        if !(detour.is_finite() && (0.1..=100.0).contains(&detour)) {
            let action = sentence!("advice-number-between", least = "0.1", most = "100");
            fail("travel.detour".to_owned(), detour.to_string(), action);
        }
        let (types, needs) = (&self.type_mismatch, &self.need_mismatch);
        for &category in Category::ALL {
            for &kind in VillageType::ALL {
                let units = types.of(category, kind);
                if units > 10 {
                    let key = format!("type_mismatch.{}[{}]", category.en(), kind as usize);
                    fail(key, units.to_string(), whole(10));
                }
            }
            for &cause in Cause::ALL {
                let units = needs.of(category, cause);
                if units > 5 {
                    let key = format!("need_mismatch.{}[{}]", category.en(), cause as usize);
                    fail(key, units.to_string(), whole(5));
                }
            }
        }
        faults
    }

    fn whole_numbers(&self) -> [(&'static str, u32); 22] {
        let Self { quota: q, limits: l, team: t, tolerance: o, weights: w, .. } = self;
        [
            ("quota.deputy_county", q.deputy_county),
            ("quota.section", q.section),
            ("quota.deputy_section", q.deputy_section),
            ("quota.staff", q.staff),
            ("quota.overload", q.overload),
            ("limits.led_per_agency", l.led_per_agency),
            ("limits.villages_per_agency", l.villages_per_agency),
            ("team.members", t.members),
            ("team.min_rural_years", t.min_rural_years),
            ("tolerance.travel_percent", o.travel_percent),
            ("tolerance.share_percent", o.share_percent),
            ("weights.type", w.type_),
            ("weights.link", w.link),
            ("weights.travel", w.travel),
            ("weights.need", w.need),
            ("weights.balance", w.balance),
            ("weights.share", w.share),
            ("weights.overload", w.overload),
            ("weights.change", w.change),
            ("weights.lead_change", w.lead_change),
            ("weights.secretary", w.secretary),
            ("weights.hamlet", w.hamlet),
        ]
    }
}
