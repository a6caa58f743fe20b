//! `jiedui report`: what a plan becomes for people.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::options::all_threads;
use super::{Exit, output, reading};
use crate::analyse::decision::{PinName, pin_name};
use crate::analyse::prices::price_list;
use crate::check::{self, Report, Statistics};
use crate::input::Loaded;
use crate::language::system::why;
use crate::language::{Language, say};
use crate::model::data::PlanTables;
use crate::model::{Instance, Plan, PriceList};
use crate::report::cards::{self, CardOptions, NoFont};
use crate::report::text::grouped;
use crate::report::{
    Claim, Privacy, Reported, StoredPrices, Summary, page, report_folder, summary, target, workbook,
};

const EXAMPLES: &str = "\
jiedui report instances/county out/county --out out/report
jiedui report instances/county out/county --out out/public --redact --lang zh";

/// Steps of the bound for prices that `plan` has not left: half a second on a county.
const PRICE_STEPS: u32 = 20;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    instance: PathBuf,
    plan: PathBuf,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long)]
    redact: bool,
    #[arg(long)]
    with_names: bool,
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    #[arg(long, value_name = "PLAN")]
    previous: Option<PathBuf>,
    #[arg(long, short)]
    quiet: bool,
}

/// What all parts of the report are made from.
struct Desk<'a> {
    args: &'a Args,
    language: Language,
    privacy: Privacy,
    loaded: Loaded,
    tables: PlanTables,
    report: Report,
    statistics: Statistics,
    summary: Option<Summary>,
    claim: Option<Claim>,
    pins: Vec<PinName>,
    prices: Option<PriceList>,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    target::probe_folder(
        &args.out,
        &[page::FILE, report_folder::WORKBOOK, cards::ALL_HTML, cards::ALL_PDF, cards::PUBLIC_LIST],
    )?;
    let desk = Desk::open(args, language)?;
    let files = desk.files()?;
    let contents = report_folder::contents(&files, language);
    report_folder::write(&args.out, files)?;
    desk.say(|| {
        let (folder, page) = (args.out.display(), args.out.join(page::FILE));
        let (folder, page) = (folder.to_string(), page.display().to_string());
        let written = say!(language, "report-written", folder = folder, page = page);
        format!("{written}\n{contents}")
    });
    let broken = desk.report.violations.len();
    if broken > 0 {
        desk.say(|| say!(language, "report-broken", count = grouped(broken as u64)));
    }
    Ok(if broken == 0 { Exit::Done } else { Exit::No })
}

/// Prices of a plan that has none beside it: those of a short bound, always the same.
fn estimated(instance: &Instance) -> Option<PriceList> {
    price_list(instance, PRICE_STEPS, all_threads().get(), &|| false)
}

impl<'a> Desk<'a> {
    fn open(args: &'a Args, language: Language) -> Result<Self> {
        let loaded =
            reading::instance(&args.instance, args.previous.as_deref(), args.quiet, language)?;
        let tables = reading::plan(&args.plan, args.quiet, language)?;
        let claim = Claim::read(&args.plan).unwrap_or_else(|error| {
            if !args.quiet {
                let (file, error) = (summary::FILE, why(&error, language));
                output::message(&say!(language, "check-unreadable", file = file, error = error));
            }
            None
        });
        Ok(Self {
            args,
            language,
            privacy: Privacy::masked_if(args.redact),
            report: check::check(&loaded.instance, &tables),
            summary: Summary::read(&args.plan),
            pins: (0..loaded.instance.pins().len())
                .map(|i| pin_name(&loaded.instance, i))
                .collect(),
            prices: StoredPrices::read(&args.plan, &loaded.instance)
                .or_else(|| estimated(&loaded.instance)),
            statistics: check::statistics(&loaded.instance, &tables),
            loaded,
            tables,
            claim,
        })
    }

    fn reported(&self) -> Reported<'_> {
        Reported {
            instance: &self.loaded.instance,
            tables: &self.tables,
            previous: self.loaded.data.previous.as_ref(),
            report: &self.report,
            statistics: &self.statistics,
            summary: self.summary.as_ref(),
            claim: self.claim.as_ref(),
            pins: &self.pins,
            prices: self.prices.as_ref(),
            language: self.language,
            privacy: self.privacy,
            with_names: self.args.with_names,
        }
    }

    /// All files: their names in the folder, and contents. The PDF of all cards takes as long as page
    /// and workbook together, so that the two processors of a small machine end at about the same time.
    fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let page_and_workbook = || {
            let page = page::html(&self.reported()).into_bytes();
            workbook::plan(&self.reported()).map(|workbook| (page, workbook))
        };
        let (cards, page_and_workbook) = rayon::join(|| self.cards(), page_and_workbook);
        let (page, workbook) = page_and_workbook?;
        let mut files =
            vec![(page::FILE.to_owned(), page), (report_folder::WORKBOOK.to_owned(), workbook)];
        files.extend(cards?);
        Ok(files)
    }

    /// Contact cards and the public list. Nobody gets the cards of a plan that breaks rules.
    fn cards(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let instance = &self.loaded.instance;
        let Some(plan) =
            Plan::from_tables(instance, &self.tables).filter(|_| self.report.is_feasible())
        else {
            self.say(|| say!(self.language, "cards-broken"));
            return Ok(Vec::new());
        };
        let options = CardOptions {
            language: self.language,
            privacy: self.privacy,
            household_names: self.args.with_names,
        };
        let font = self.args.font.as_deref();
        let made = cards::files(instance, &plan, &options, font)?;
        match (&made.no_pdf, font) {
            (Some(NoFont::File), Some(font)) => {
                bail!(say!(self.language, "cards-bad-font", file = font.display().to_string()))
            }
            (Some(_), _) => output::message(&say!(self.language, "cards-no-font")),
            (None, _) => {}
        }
        if made.missing > 0 {
            output::message(&say!(self.language, "cards-missing", count = made.missing));
        }
        Ok(made.files)
    }

    /// A message on standard error, unless quiet.
    fn say(&self, text: impl FnOnce() -> String) {
        if !self.args.quiet {
            output::message(&text());
        }
    }
}
