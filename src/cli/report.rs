//! `jiedui report`: what a plan becomes for people.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::{Exit, output, reading};
use crate::analyse::decision::pin_name;
use crate::check::{self, Report, Statistics};
use crate::input::Loaded;
use crate::language::{Language, say};
use crate::model::Plan;
use crate::model::data::PlanTables;
use crate::report::cards::{self, CardOptions, NoFont};
use crate::report::text::grouped;
use crate::report::{Claim, Privacy, Summary, page, report_folder, summary, target, workbook};

const EXAMPLES: &str = "\
jiedui report instances/county out/county --out out/report
jiedui report instances/county out/county --out out/public --redact --lang zh";

/// Name of the workbook's file.
const WORKBOOK: &str = "plan.xlsx";

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
    claim: Option<Claim>,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    target::probe_folder(
        &args.out,
        &[page::FILE, WORKBOOK, cards::ALL_HTML, cards::ALL_PDF, cards::PUBLIC_LIST],
    )?;
    let desk = Desk::open(args, language)?;
    let mut files = vec![
        (page::FILE.to_owned(), desk.page().into_bytes()),
        (WORKBOOK.to_owned(), desk.workbook()?),
    ];
    files.extend(desk.cards()?);
    report_folder::write(&args.out, files)?;
    desk.say(|| say!(language, "report-written", folder = args.out.display().to_string()));
    let broken = desk.report.violations.len();
    if broken > 0 {
        desk.say(|| say!(language, "report-broken", count = grouped(broken as u64)));
    }
    Ok(if broken == 0 { Exit::Done } else { Exit::No })
}

impl<'a> Desk<'a> {
    fn open(args: &'a Args, language: Language) -> Result<Self> {
        let loaded = reading::instance(&args.instance, args.previous.as_deref(), args.quiet)?;
        let tables = reading::plan(&args.plan, args.quiet)?;
        let claim = Claim::read(&args.plan).unwrap_or_else(|error| {
            if !args.quiet {
                let (file, error) = (summary::FILE, error.to_string());
                output::message(&say!(language, "check-unreadable", file = file, error = error));
            }
            None
        });
        Ok(Self {
            args,
            language,
            privacy: if args.redact { Privacy::Redacted } else { Privacy::Full },
            report: check::check(&loaded.instance, &tables),
            statistics: check::statistics(&loaded.instance, &tables),
            loaded,
            tables,
            claim,
        })
    }

    fn page(&self) -> String {
        let instance = &self.loaded.instance;
        let pins: Vec<_> = (0..instance.pins().len()).map(|i| pin_name(instance, i)).collect();
        page::html(&page::Request {
            instance,
            tables: &self.tables,
            previous: self.loaded.data.previous.as_ref(),
            report: &self.report,
            statistics: &self.statistics,
            claim: self.claim.as_ref(),
            pins: &pins,
            language: self.language,
            privacy: self.privacy,
            with_names: self.args.with_names,
        })
    }

    fn workbook(&self) -> Result<Vec<u8>> {
        Ok(workbook::plan(
            &self.loaded.instance,
            &self.tables,
            &self.report,
            &self.statistics,
            Summary::read(&self.args.plan).as_ref(),
            self.language,
            self.privacy,
        )?)
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
