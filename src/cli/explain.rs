//! `jiedui explain`: why a plan is as it is, and what each alternative would cost.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};

use super::interrupt::{self, Guarded};
use super::options::{all_threads, seconds};
use super::{Exit, output, prover, reading};
use crate::analyse::explain::{Question, Subject, explain};
use crate::check;
use crate::language::{Language, say};
use crate::model::{Instance, Plan};
use crate::report;
use crate::solve::Options;

/// Limit of all solves together where none is given.
const DEFAULT_LIMIT: Duration = Duration::from_secs(10);

const EXAMPLES: &str = "\
jiedui explain instances/township out/township --household H00001
jiedui explain instances/township out/township --village V003 --time-limit 60
jiedui explain instances/county out/county --agency A007 --json > a007.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, group = clap::ArgGroup::new("subject").required(true))]
pub(super) struct Args {
    instance: PathBuf,
    plan: PathBuf,
    #[arg(long, value_name = "ID", group = "subject")]
    household: Option<String>,
    #[arg(long, value_name = "ID", group = "subject")]
    cadre: Option<String>,
    #[arg(long, value_name = "ID", group = "subject")]
    village: Option<String>,
    #[arg(long, value_name = "ID", group = "subject")]
    agency: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 5)]
    alternatives: usize,
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    time_limit: Option<Duration>,
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    #[arg(long, value_name = "PLAN")]
    previous: Option<PathBuf>,
    #[arg(long)]
    json: bool,
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let loaded = reading::instance(&args.instance, args.previous.as_deref(), args.quiet, language)?;
    let tables = reading::plan(&args.plan, args.quiet, language)?;
    let instance = &loaded.instance;
    let subject = args.subject(instance, language)?;
    let report = check::check(instance, &tables);
    let plan = Plan::from_tables(instance, &tables).filter(|_| report.is_feasible());
    let Some(plan) = plan else {
        let count = report.violations.len() as i64;
        output::message(&say!(language, "explain-broken", count = count));
        return Ok(Exit::No);
    };
    let guarded = Guarded::solving();
    let options = args.options();
    let explanation = explain(&Question {
        data: &loaded.data,
        instance,
        plan: &plan,
        subject,
        alternatives: args.alternatives,
        options: &options,
        interrupted: Some(interrupt::flag()),
    });
    drop(guarded.keep());
    prover::tell_failure(args.quiet, language);
    if args.json {
        let mut json = serde_json::to_vec_pretty(&explanation)?;
        json.push(b'\n');
        output::result(&json)?;
    } else {
        output::text(&report::explain::text(&explanation, language))?;
    }
    Ok(Exit::Done)
}

impl Args {
    fn options(&self) -> Options {
        let default_limit = self.iterations.is_none().then_some(DEFAULT_LIMIT);
        Options {
            time_limit: self.time_limit.or(default_limit),
            iterations: self.iterations,
            gap: 0.0,
            seed: self.seed,
            threads: self.threads.unwrap_or_else(all_threads).get(),
            apart: Some(prover::apart()),
        }
    }

    fn subject(&self, instance: &Instance, language: Language) -> Result<Subject> {
        let (found, option, id) = match self {
            Self { household: Some(id), .. } => {
                (instance.find_household(id).map(Subject::Household), "--household", id)
            }
            Self { cadre: Some(id), .. } => {
                (instance.find_cadre(id).map(Subject::Cadre), "--cadre", id)
            }
            Self { village: Some(id), .. } => {
                (instance.find_village(id).map(Subject::Village), "--village", id)
            }
            Self { agency: Some(id), .. } => {
                (instance.find_agency(id).map(Subject::Agency), "--agency", id)
            }
            _ => bail!(say!(language, "explain-of-what")),
        };
        match found {
            Some(subject) => Ok(subject),
            None => bail!(say!(language, "explain-no-such", option = option, id = id.clone())),
        }
    }
}
