//! What an instance is to look like.

use std::ops::RangeInclusive;

use crate::model::Settings;

/// The sizes that come ready-made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Brute-force size: 2 agencies, 2 villages, 7 cadres, 5 households.
    Tiny,
    /// 12 agencies, 9 villages, 420 cadres, 520 households.
    Township,
    /// 99 agencies, 86 villages, 4,800 cadres, 5,900 households.
    County,
    /// Ten counties' worth in one instance.
    Prefecture,
}

impl Preset {
    /// Every preset, from the smallest.
    pub const ALL: [Self; 4] = [Self::Tiny, Self::Township, Self::County, Self::Prefecture];

    /// The name it has on the command line and in `instance.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tiny => "tiny",
            Self::Township => "township",
            Self::County => "county",
            Self::Prefecture => "prefecture",
        }
    }

    /// The preset of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }
}

/// Ways in which an instance can be unlike the preset, for benchmarks on other shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// A third of the agencies, each of which may lead 4 villages and be attached to 12.
    FewAgencies,
    /// Half the households for the same cadres.
    HalfDemand,
    /// An attachment costs 400 points.
    DearLinks,
    /// Excess way costs ten times as much, and none is allowed.
    DearBalance,
    /// Given road lengths, and given charges for three in ten attachments.
    GivenRoads,
}

impl Variant {
    /// The name it has on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FewAgencies => "few-agencies",
            Self::HalfDemand => "half-demand",
            Self::DearLinks => "dear-links",
            Self::DearBalance => "dear-balance",
            Self::GivenRoads => "given-roads",
        }
    }
}

/// What an instance is to look like. Counts below what an instance needs (one agency, one village,
/// a cadre for each agency, a household for each village) are raised to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The settings, taken over as they are; the name, teams, limits and overload stand here.
    pub settings: Settings,
    /// Clusters in space, each with its share of everything.
    pub counties: usize,
    /// Agencies of all counties together, as with all counts.
    pub agencies: usize,
    /// Villages.
    pub villages: usize,
    /// Townships, over which the villages are spread.
    pub townships: usize,
    /// Cadres, all of them available.
    pub cadres: usize,
    /// Households.
    pub households: usize,
    /// Sum of the cadres' quotas. Met exactly where the quotas are the usual 4/3/2/1 and the roles
    /// allow it (a head is `deputy_section` at least, a member `section` at most), else as nearly
    /// as can be. `None` leaves the ranks as they fall, about 1.2 households a cadre.
    pub quota_sum: Option<u32>,
    /// Standard deviation of the logarithm of agency sizes; 0 makes them all alike.
    pub size_sigma: f64,
    /// Percent of the cadres who are based at township stations.
    pub station_percent: u32,
    /// Hamlets of a village, as far as its households go round.
    pub hamlets: RangeInclusive<usize>,
    /// Radius of a county, in degrees.
    pub spread: f64,
    /// Whether `travel.csv` gives the road length of every pair.
    pub given_travel: bool,
    /// Percent of the pairs of agency and village whose charge `links.csv` gives.
    pub link_percent: u32,
}

impl Recipe {
    /// The recipe of a preset, to be used as it is or with some fields changed.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let mut recipe = Self::county();
        match preset {
            Preset::Tiny => {
                recipe.settings.team.members = 1;
                recipe.resize([2, 2, 2, 7, 5]);
                recipe.quota_sum = None;
                recipe.hamlets = 2..=2;
                recipe.spread = 0.1;
            }
            Preset::Township => {
                recipe.resize([12, 9, 2, 420, 520]);
                recipe.quota_sum = Some(526);
                recipe.spread = 0.1;
            }
            Preset::County => {}
            Preset::Prefecture => {
                recipe.counties = 10;
                recipe.resize([990, 860, 140, 48_000, 59_000]);
                recipe.quota_sum = Some(59_200);
            }
        }
        preset.name().clone_into(&mut recipe.settings.name);
        recipe
    }

    /// The same with one thing changed; the instance's name tells it.
    #[must_use]
    pub fn varied(mut self, variant: Variant) -> Self {
        match variant {
            Variant::FewAgencies => {
                self.agencies /= 3;
                self.settings.limits.led_per_agency = 4;
                self.settings.limits.villages_per_agency = 12;
            }
            Variant::HalfDemand => self.households /= 2,
            Variant::DearLinks => self.settings.weights.link = 400,
            Variant::DearBalance => {
                self.settings.weights.balance = 10;
                self.settings.tolerance.travel_percent = 0;
            }
            Variant::GivenRoads => {
                self.given_travel = true;
                self.link_percent = 30;
            }
        }
        self.settings.name = format!("{}-{}", self.settings.name, variant.name());
        self
    }

    /// So many times as many of everything, as counties side by side; the instance's name tells it.
    #[must_use]
    pub fn times(mut self, factor: usize) -> Self {
        if factor > 1 {
            self.counties *= factor;
            self.resize([
                self.agencies * factor,
                self.villages * factor,
                self.townships * factor,
                self.cadres * factor,
                self.households * factor,
            ]);
            self.quota_sum = self.quota_sum.map(|sum| sum * factor as u32);
            self.settings.name = format!("{}-x{factor}", self.settings.name);
        }
        self
    }

    fn county() -> Self {
        Self {
            settings: Settings::default(),
            counties: 1,
            agencies: 99,
            villages: 86,
            townships: 14,
            cadres: 4_800,
            households: 5_900,
            quota_sum: Some(5_920),
            size_sigma: 0.75,
            station_percent: 12,
            hamlets: 3..=8,
            spread: 0.25,
            given_travel: false,
            link_percent: 0,
        }
    }

    fn resize(&mut self, [agencies, villages, townships, cadres, households]: [usize; 5]) {
        self.agencies = agencies;
        self.villages = villages;
        self.townships = townships;
        self.cadres = cadres;
        self.households = households;
    }

    /// What each county gets. Counties that would have no agency or no village are left out.
    pub(super) fn shares(&self) -> Vec<Share> {
        let agencies = self.agencies.max(1);
        let villages = self.villages.max(1);
        let counties = self.counties.clamp(1, agencies.min(villages));
        let townships = self.townships.clamp(counties, villages);
        let cadres = self.cadres.max(agencies);
        let households = self.households.max(villages);
        (0..counties)
            .map(|i| {
                let part = |total: usize| total * (i + 1) / counties - total * i / counties;
                let (agencies, villages) = (part(agencies), part(villages));
                Share {
                    agencies,
                    villages,
                    townships: part(townships).clamp(1, villages),
                    cadres: part(cadres).max(agencies),
                    households: part(households).max(villages),
                    quota_sum: self.quota_sum.map(|sum| part(sum as usize) as i64),
                    teams: self.teams_of(agencies, villages),
                }
            })
            .collect()
    }

    /// Teams that every agency must be able to staff side by side, so that all villages have a lead.
    fn teams_of(&self, agencies: usize, villages: usize) -> usize {
        if self.settings.team.enabled {
            villages.div_ceil(agencies).min(self.settings.limits.led_per_agency as usize)
        } else {
            0
        }
    }
}

/// One county's part of a recipe.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub(super) agencies: usize,
    pub(super) villages: usize,
    pub(super) townships: usize,
    pub(super) cadres: usize,
    pub(super) households: usize,
    pub(super) quota_sum: Option<i64>,
    /// Teams that every agency can staff.
    pub(super) teams: usize,
}
