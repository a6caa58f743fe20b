//! The plan in figures: what it costs, how good it is, how the work is spread.

use super::sheet::{Cell, List, row};
use super::view::{Spoken as _, View, headers};
use crate::check::{Report, Statistics};
use crate::language::say;
use crate::model::enums::Rank;
use crate::model::{AgencyId, HouseholdId, Metres, Millipoints, Status};
use crate::report::summary::Summary;
use crate::report::words::term;

/// Everything that is one number, with what it is.
pub(super) fn figures(
    view: &View<'_>,
    report: &Report,
    statistics: &Statistics,
    summary: Option<&Summary>,
) -> List {
    let language = view.language;
    let mut rows = coverage(view, statistics);
    let section = say!(language, "workbook-section-cost");
    for (name, cost) in report.terms.named() {
        rows.push(row![section.as_str(), term(name, language), points(cost), unit(view, "points")]);
    }
    let total = say!(language, "workbook-figure-objective");
    rows.push(row![section, total, points(report.objective()), unit(view, "points")]);
    let section = say!(language, "workbook-section-quality");
    let broken = say!(language, "workbook-figure-broken");
    rows.push(row![section, broken, report.violations.len(), unit(view, "times")]);
    if let Some(summary) = summary {
        rows.extend(quality(view, report, summary));
    }
    List {
        name: say!(language, "workbook-sheet-statistics"),
        headers: headers(language, &["section", "figure", "value", "unit"]),
        rows,
        personal: false,
    }
}

pub(super) fn points(cost: Millipoints) -> Cell {
    Cell::Decimal(cost.0 as f64 / 1000.0, 3)
}

fn kilometres(length: Metres) -> Cell {
    Cell::Decimal(length.0 as f64 / 1000.0, 1)
}

fn unit(view: &View<'_>, name: &str) -> String {
    view.language.message(&format!("workbook-unit-{name}"), &[])
}

fn coverage(view: &View<'_>, s: &Statistics) -> Vec<Vec<Cell>> {
    let instance = view.instance;
    let figures: [(&str, Cell, &str); 10] = [
        ("agencies", instance.agencies().len().into(), "agencies"),
        ("villages", s.villages.into(), "villages"),
        ("cadres", instance.cadres().len().into(), "people"),
        ("households", s.households.into(), "households"),
        ("helped", s.households_helped.into(), "households"),
        ("matched", s.villages_matched.into(), "villages"),
        ("attachments", s.attachments.into(), "times"),
        ("assisting", s.attachments.saturating_sub(s.villages).into(), "times"),
        ("mean-way", kilometres(s.mean_metres), "kilometres"),
        ("worst-way", kilometres(s.worst_metres), "kilometres"),
    ];
    let section = say!(view.language, "workbook-section-coverage");
    let row = |(name, value, of): (&str, Cell, &str)| {
        let figure = view.language.message(&format!("workbook-figure-{name}"), &[]);
        row![section.as_str(), figure, value, unit(view, of)]
    };
    let mut rows: Vec<Vec<Cell>> = figures.into_iter().map(row).collect();
    let shares = [("least-share", &s.smallest_share), ("most-share", &s.largest_share)];
    for (name, share) in shares {
        let Some(share) = share else { continue };
        let figure = view.language.message(&format!("workbook-figure-{name}"), &[]);
        let agency = instance.find_agency(&share.agency_id);
        let agency = agency.map_or(share.agency_id.as_str(), |a| view.agency(a));
        let share = Cell::Percent(share.permille as f64 / 1000.0);
        rows.push(row![section.as_str(), figure, share, agency]);
    }
    rows
}

/// How the plan was made, and no more than is known of how good it is.
fn quality(view: &View<'_>, report: &Report, summary: &Summary) -> Vec<Vec<Cell>> {
    let language = view.language;
    let section = say!(language, "workbook-section-quality");
    let mut rows = Vec::new();
    let mut add = |name: &str, value: Cell, of: &str| {
        let figure = language.message(&format!("workbook-figure-{name}"), &[]);
        let of = if of.is_empty() { String::new() } else { unit(view, of) };
        rows.push(row![section.as_str(), figure, value, of]);
    };
    // A summary of another plan, or of another instance, says nothing of this one.
    let is_of_this = summary.objective == report.objective()
        && summary.instance_digest == view.instance.digest();
    if !is_of_this {
        add("summary", say!(language, "workbook-other-summary").into(), "");
        return rows;
    }
    let optimal = summary.status == Status::Optimal;
    let said = if optimal {
        say!(language, "workbook-optimal")
    } else {
        say!(language, "workbook-not-proven")
    };
    add("status", said.into(), "");
    if optimal || summary.bound > Millipoints::ZERO {
        add("bound", points(summary.bound), "points");
        add("gap", Cell::Percent(if optimal { 0.0 } else { summary.gap }), "");
    }
    add("seconds", Cell::Decimal(summary.seconds, 1), "seconds");
    add("seed", summary.seed.to_string().into(), "");
    add("version", summary.version.as_str().into(), "");
    add("digest", summary.instance_digest.as_str().into(), "");
    rows
}

/// What the cadres of each rank do.
pub(super) fn by_rank(view: &View<'_>, statistics: &Statistics) -> List {
    let language = view.language;
    let rows = statistics.load.iter().map(|load| {
        row![
            load.rank.word(language),
            load.available,
            load.helping,
            load.quota,
            load.households,
            part(load.households, load.quota),
        ]
    });
    let columns = ["rank", "available", "helping", "quota", "households", "use"];
    List {
        name: say!(language, "workbook-sheet-ranks"),
        rows: rows.collect(),
        headers: headers(language, &columns),
        personal: false,
    }
}

/// A ratio, nothing where there is none.
fn part(of: u64, all: u64) -> Cell {
    if all == 0 { Cell::from("") } else { Cell::Percent(of as f64 / all as f64) }
}

/// What each agency does, its households by rank of the helper.
pub(super) fn by_agency(view: &View<'_>) -> List {
    let language = view.language;
    let helped = view.helped();
    let rows = view.instance.agency_ids().map(|a| agency_row(view, a, &helped));
    let columns = [
        "agency-id",
        "agency",
        "category",
        "led",
        "attached",
        "available",
        "helping",
        "quota",
        "households",
        "use",
        "mean-kilometres",
    ];
    let mut headers = headers(language, &columns);
    headers.extend(
        Rank::ALL
            .iter()
            .map(|rank| say!(language, "workbook-column-by-rank", rank = rank.word(language))),
    );
    List {
        name: say!(language, "workbook-sheet-agencies"),
        rows: rows.collect(),
        headers,
        personal: false,
    }
}

fn agency_row(view: &View<'_>, a: AgencyId, helped: &[Vec<HouseholdId>]) -> Vec<Cell> {
    let instance = view.instance;
    let villages = |of: &[Vec<AgencyId>]| of.iter().filter(|own| own.contains(&a)).count();
    let (led, assisted) = (villages(&view.leads), villages(&view.assisting));
    let cadres = instance.cadres_of(a);
    let count = |of: &dyn Fn(usize) -> bool| cadres.iter().filter(|c| of(c.index())).count();
    let available = count(&|c| instance.cadres()[c].available);
    let helping = count(&|c| !helped[c].is_empty());
    let in_quota = cadres.iter().filter(|&&c| instance.cadre(c).available);
    let quota: u64 = in_quota.map(|&c| u64::from(instance.quota(c))).sum();
    let households: usize = cadres.iter().map(|c| helped[c.index()].len()).sum();
    let ways =
        cadres.iter().flat_map(|&c| helped[c.index()].iter().map(move |&h| view.kilometres(c, h)));
    let mean = match households {
        0 => Cell::from(""),
        n => Cell::Decimal(ways.sum::<f64>() / n as f64, 1),
    };
    let mut row = row![
        instance.agency(a).id.as_str(),
        view.agency(a),
        instance.agency(a).category.word(view.language),
        led,
        led + assisted,
        available,
        helping,
        quota,
        households,
        part(households as u64, quota),
        mean,
    ];
    row.extend(Rank::ALL.iter().map(|&rank| {
        let of_rank = cadres.iter().filter(|&&c| instance.cadre(c).rank == rank);
        Cell::from(of_rank.map(|c| helped[c.index()].len()).sum::<usize>())
    }));
    row
}
