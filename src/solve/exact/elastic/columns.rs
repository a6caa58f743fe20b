//! The columns of the elastic program.

use std::collections::BTreeMap;

use super::pools::{Members, Staff};
use super::{Fact, Treatment, prices};
use crate::model::enums::PinMode;
use crate::model::{AgencyId, CadreId, HouseholdId, Instance, Pin, VillageId};
use crate::solve::Control;
use crate::solve::exact::program::{Column, Program};

/// The columns by what they mean. A missing entry is a column that would be 0.
pub(super) struct Columns {
    pub(super) attached: BTreeMap<(AgencyId, VillageId), Column>,
    pub(super) lead: BTreeMap<(AgencyId, VillageId), Column>,
    /// By pool and village.
    pub(super) posted: BTreeMap<(usize, VillageId), Column>,
    /// By group and village.
    pub(super) leader: BTreeMap<(usize, VillageId), Column>,
    /// By group and village.
    pub(super) secretary: BTreeMap<(usize, VillageId), Column>,
    /// By crew and village.
    pub(super) helped: BTreeMap<(usize, VillageId), Column>,
    /// Each cadre's first household above quota, by crew and village.
    pub(super) over: BTreeMap<(usize, VillageId), Column>,
    /// Households above quota beyond these.
    pub(super) more: BTreeMap<(usize, VillageId), Column>,
    pub(super) pair: BTreeMap<(CadreId, HouseholdId), Column>,
    /// Households that a pin names and that are helped by somebody it does not name.
    pub(super) alone: BTreeMap<HouseholdId, Column>,
    /// Pins dropped, by position.
    pub(super) dropped: BTreeMap<usize, Column>,
    pub(super) villages: BTreeMap<AgencyId, Column>,
    pub(super) led: Option<Column>,
    pub(super) fewer: Option<Column>,
    /// Always 0: stands where a row would be empty.
    pub(super) nothing: Column,
}

struct Maker<'m> {
    instance: &'m Instance,
    treat: &'m dyn Fn(Fact) -> Treatment,
    staff: &'m Staff,
    program: &'m mut Program,
    control: &'m Control<'m>,
}

impl Columns {
    /// Makes all columns; `None` where `control` stops before all are made.
    pub(super) fn new(
        instance: &Instance,
        treat: &dyn Fn(Fact) -> Treatment,
        staff: &Staff,
        program: &mut Program,
        control: &Control,
    ) -> Option<Self> {
        let nothing = program.integer(String::new(), 0, Some(0), 0);
        let mut columns = Self {
            attached: BTreeMap::new(),
            lead: BTreeMap::new(),
            posted: BTreeMap::new(),
            leader: BTreeMap::new(),
            secretary: BTreeMap::new(),
            helped: BTreeMap::new(),
            over: BTreeMap::new(),
            more: BTreeMap::new(),
            pair: BTreeMap::new(),
            alone: BTreeMap::new(),
            dropped: BTreeMap::new(),
            villages: BTreeMap::new(),
            led: None,
            fewer: None,
            nothing,
        };
        let mut maker = Maker { instance, treat, staff, program, control };
        columns.places(&mut maker)?;
        columns.people(&mut maker)?;
        columns.pairs(&mut maker);
        columns.changes(&mut maker);
        Some(columns)
    }

    fn places(&mut self, maker: &mut Maker) -> Option<()> {
        for &a in &maker.staff.told_apart {
            maker.control.go_on()?;
            for v in maker.instance.village_ids() {
                self.attached.insert((a, v), maker.binary(0));
                if maker.staff.needs_lead.contains(&v) {
                    self.lead.insert((a, v), maker.binary(0));
                }
            }
        }
        Some(())
    }

    fn people(&mut self, maker: &mut Maker) -> Option<()> {
        for (k, pool) in maker.staff.pools.iter().enumerate() {
            maker.control.go_on()?;
            for &v in &maker.staff.needs_posts {
                let most = maker.most_posted(&pool.members, v);
                self.posted.insert((k, v), maker.whole(Some(most), pool.price));
            }
        }
        for (g, group) in maker.staff.groups.iter().enumerate() {
            maker.control.go_on()?;
            for &v in &maker.staff.needs_lead {
                if let Some(price) = group.leader {
                    self.leader.insert((g, v), maker.binary(price));
                }
                if let Some(price) = group.secretary {
                    self.secretary.insert((g, v), maker.binary(price));
                }
            }
        }
        for (e, crew) in maker.staff.crews.iter().enumerate() {
            maker.control.go_on()?;
            for &v in &maker.staff.needs_posts {
                self.helped.insert((e, v), maker.part(0));
                match crew.quotas {
                    Treatment::Hold => {}
                    Treatment::Priced => {
                        self.over.insert((e, v), maker.part(prices::OVER));
                        self.more.insert((e, v), maker.part(prices::MORE));
                    }
                    Treatment::Free => {
                        self.more.insert((e, v), maker.part(0));
                    }
                }
            }
        }
        Some(())
    }

    fn pairs(&mut self, maker: &mut Maker) {
        for &h in &maker.staff.named {
            self.alone.insert(h, maker.binary(0));
        }
        for &(_, pin) in &maker.staff.pins {
            if let Pin::Help { cadre, household, mode } = pin
                && maker.staff.pool_of.contains_key(&cadre)
            {
                let v = maker.instance.household(household).village;
                let own = maker.instance.households_of(v).iter().copied();
                let own = own.filter(|h| maker.staff.named.contains(h));
                let own: Vec<HouseholdId> =
                    if mode == PinMode::Forbid { own.collect() } else { vec![household] };
                for h in own {
                    let pair = self.pair.entry((cadre, h));
                    pair.or_insert_with(|| maker.binary(0));
                }
            }
        }
    }

    fn changes(&mut self, maker: &mut Maker) {
        for &(p, _) in &maker.staff.pins {
            if (maker.treat)(Fact::Pin(p)) == Treatment::Priced {
                self.dropped.insert(p, maker.binary(prices::PIN));
            }
        }
        let all = maker.instance.villages().len() as i64;
        for &a in &maker.staff.told_apart {
            if let Some(price) = maker.price(Fact::MaxVillages(a), prices::VILLAGE) {
                self.villages.insert(a, maker.whole(Some(all), price));
            }
        }
        if !maker.staff.needs_lead.is_empty() {
            let price = maker.price(Fact::LedPerAgency, prices::LED);
            self.led = price.map(|price| maker.whole(Some(all), price));
            let team = &maker.instance.settings().team;
            let spare = i64::from(team.members.saturating_sub(1));
            let price = maker.price(Fact::TeamSize, prices::FEWER).filter(|_| team.enabled);
            self.fewer = price.map(|price| maker.whole(Some(spare), price));
        }
    }
}

impl Maker<'_> {
    fn whole(&mut self, most: Option<i64>, price: i64) -> Column {
        self.program.integer(String::new(), 0, most, price)
    }

    fn binary(&mut self, price: i64) -> Column {
        self.whole(Some(1), price)
    }

    fn part(&mut self, price: i64) -> Column {
        self.program.continuous(String::new(), None, price)
    }

    /// The price of changing a fact, where it may be changed.
    fn price(&self, fact: Fact, price: i64) -> Option<i64> {
        match (self.treat)(fact) {
            Treatment::Hold => None,
            Treatment::Priced => Some(price),
            Treatment::Free => Some(0),
        }
    }

    /// Cadres of a pool that can be of use in a village.
    fn most_posted(&self, members: &Members, v: VillageId) -> i64 {
        let households = self.instance.households_of(v).len() as i64;
        let of_use = households + i64::from(self.instance.settings().team.members) + 1;
        match members {
            Members::Cadres(cadres) => of_use.min(cadres.len() as i64),
            Members::Recruits => of_use,
        }
    }
}
