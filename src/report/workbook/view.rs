//! A plan's tables resolved to the people and places of the instance, and the words for them.
//!
//! A broken plan is shown as far as it makes sense: rows with unknown ids are left out, several
//! lead agencies of a village or helpers of a household are all shown.

use crate::analyse::decision::PinName;
use crate::language::{Language, say};
use crate::model::data::PlanTables;
use crate::model::enums::{
    AttachmentRole, Category, Cause, PinKind, PinMode, Rank, Role, TeamRole, VillageType,
};
use crate::model::{AgencyId, Cadre, CadreId, HouseholdId, Instance, VillageId};
use crate::report::privacy::Privacy;
use crate::report::reported::Reported;

/// Who does what, by village and household.
pub(super) struct View<'a> {
    pub instance: &'a Instance,
    pub language: Language,
    pub privacy: Privacy,
    /// All pins, as far as their reasons may be shown.
    pub pins: Vec<PinName>,
    /// Lead agencies, by village: one in a plan that keeps the rules.
    pub leads: Vec<Vec<AgencyId>>,
    /// Assisting agencies, by village.
    pub assisting: Vec<Vec<AgencyId>>,
    /// Team members, by village: leader, first secretary, others.
    pub teams: Vec<Vec<(TeamRole, CadreId)>>,
    /// Helpers, by household: one in a plan that keeps the rules.
    pub helpers: Vec<Vec<CadreId>>,
}

impl<'a> View<'a> {
    pub(super) fn new(of: &Reported<'a>) -> Self {
        let Reported { instance, language, privacy, .. } = *of;
        let villages = instance.villages().len();
        let mut view = Self {
            instance,
            language,
            privacy,
            pins: privacy.pins(of.pins),
            leads: vec![Vec::new(); villages],
            assisting: vec![Vec::new(); villages],
            teams: vec![Vec::new(); villages],
            helpers: vec![Vec::new(); instance.households().len()],
        };
        view.take_over(of.tables);
        view
    }

    fn take_over(&mut self, tables: &PlanTables) {
        let instance = self.instance;
        for row in &tables.attachments {
            let ids =
                (instance.find_village(&row.village_id), instance.find_agency(&row.agency_id));
            let (Some(v), Some(a)) = ids else { continue };
            match row.role {
                AttachmentRole::Lead => self.leads[v.index()].push(a),
                AttachmentRole::Assist => self.assisting[v.index()].push(a),
            }
        }
        for row in &tables.teams {
            let ids = (instance.find_village(&row.village_id), instance.find_cadre(&row.cadre_id));
            if let (Some(v), Some(c)) = ids {
                self.teams[v.index()].push((row.role, c));
            }
        }
        for row in &tables.pairings {
            let household = instance.find_household(&row.household_id);
            if let (Some(h), Some(c)) = (household, instance.find_cadre(&row.cadre_id)) {
                self.helpers[h.index()].push(c);
            }
        }
        // The order of a table's rows means nothing.
        self.leads.iter_mut().for_each(|agencies| agencies.sort_unstable());
        self.assisting.iter_mut().for_each(|agencies| agencies.sort_unstable());
        self.teams.iter_mut().for_each(|team| team.sort_unstable());
        self.helpers.iter_mut().for_each(|cadres| cadres.sort_unstable());
    }

    /// Villages as people look for them: by township, then by id.
    pub(super) fn villages(&self) -> Vec<VillageId> {
        let mut villages: Vec<VillageId> = self.instance.village_ids().collect();
        villages.sort_by_key(|&v| &self.instance.village(v).township);
        villages
    }

    /// Households of a village by hamlet, then by id.
    pub(super) fn households(&self, village: VillageId) -> Vec<HouseholdId> {
        let mut households = self.instance.households_of(village).to_vec();
        households.sort_by_key(|&h| self.instance.household(h).hamlet);
        households
    }

    /// Households that each cadre helps.
    pub(super) fn helped(&self) -> Vec<Vec<HouseholdId>> {
        let mut helped = vec![Vec::new(); self.instance.cadres().len()];
        for h in self.instance.household_ids() {
            for c in &self.helpers[h.index()] {
                helped[c.index()].push(h);
            }
        }
        helped
    }

    /// Name of an agency, its id where it has none.
    pub(super) fn agency(&self, agency: AgencyId) -> &'a str {
        let agency = self.instance.agency(agency);
        if agency.name.is_empty() { &agency.id } else { &agency.name }
    }

    /// Names of agencies in one text.
    pub(super) fn agencies(&self, agencies: &[AgencyId]) -> String {
        let names: Vec<&str> = agencies.iter().map(|&a| self.agency(a)).collect();
        names.join(&say!(self.language, "workbook-comma"))
    }

    /// Name of a village, its id where it has none.
    pub(super) fn village(&self, village: VillageId) -> &'a str {
        let village = self.instance.village(village);
        if village.name.is_empty() { &village.id } else { &village.name }
    }

    /// Name of a person, as far as it may be shown.
    pub(super) fn person(&self, name: &str) -> String {
        self.privacy.name(name).into_owned()
    }

    /// Phone of a cadre, as far as it may be shown.
    pub(super) fn phone(&self, cadre: &Cadre) -> String {
        self.privacy.phone(&cadre.phone).into_owned()
    }

    /// Length of a helper's way, in kilometres.
    pub(super) fn kilometres(&self, cadre: CadreId, household: HouseholdId) -> f64 {
        let village = self.instance.household(household).village;
        self.instance.metres(self.instance.cadre(cadre).origin, village).0 as f64 / 1000.0
    }
}

/// A value of an enumeration as people read it.
pub(super) trait Spoken: Copy {
    /// The word in a language.
    fn word(self, language: Language) -> String;
}

/// The Chinese word of the files, or the English one without underscores.
pub(super) fn word(en: &str, zh: &str, language: Language) -> String {
    match language {
        Language::English => en.replace('_', " "),
        Language::Chinese => zh.to_owned(),
    }
}

macro_rules! spoken {
    ($($name:ident),+) => {$(
        impl Spoken for $name {
            fn word(self, language: Language) -> String {
                word(self.en(), self.zh(), language)
            }
        }
    )+};
}

spoken!(Category, VillageType, Rank, Role, Cause, TeamRole, PinKind, PinMode);

/// The headers of a list, by their names in the catalogue.
pub(super) fn headers(language: Language, names: &[&str]) -> Vec<String> {
    let header = |name: &&str| language.message(&format!("workbook-column-{name}"), &[]);
    names.iter().map(header).collect()
}
