//! `jiedui diagnose`: whether any plan can exist; if none can, why, and the least change that mends it.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;

use super::interrupt::{self, Guarded};
use super::options::{all_threads, seconds};
use super::{Exit, output, prover, reading};
use crate::analyse::diagnose::{Diagnosis, Verdict, diagnose};
use crate::language::{Language, say};
use crate::model::data::InstanceData;
use crate::model::{Instance, Outcome, Status};
use crate::report;
use crate::solve::{Control, Options, Silent};

/// Least and most time that the diagnosis after a solve without a plan takes.
const AFTER_LEAST: Duration = Duration::from_secs(2);
const AFTER_MOST: Duration = Duration::from_secs(30);

const EXAMPLES: &str = "\
jiedui diagnose instances/county
jiedui diagnose new-roster --json --time-limit 120 > diagnosis.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    instance: PathBuf,
    #[arg(long)]
    json: bool,
    #[arg(long, value_name = "S", value_parser = seconds, default_value = "60", allow_negative_numbers = true)]
    time_limit: Duration,
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    #[arg(long, short)]
    quiet: bool,
}

/// The diagnosis as JSON.
#[derive(Serialize)]
struct Told<'a> {
    instance: &'a str,
    instance_digest: &'a str,
    #[serde(flatten)]
    diagnosis: &'a Diagnosis,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let loaded = reading::instance(&args.instance, None, args.quiet, language)?;
    let instance = &loaded.instance;
    let threads = args.threads.unwrap_or_else(all_threads).get();
    let diagnosis = diagnosis(&loaded.data, instance, threads, args.time_limit);
    prover::tell_failure(args.quiet, language);
    if args.json {
        let (name, digest) = (&instance.settings().name, instance.digest());
        let told = Told { instance: name, instance_digest: digest, diagnosis: &diagnosis };
        let mut json = serde_json::to_vec_pretty(&told)?;
        json.push(b'\n');
        output::result(&json)?;
    } else {
        output::text(&text(language, instance, &diagnosis))?;
    }
    Ok(match diagnosis.verdict {
        Verdict::Feasible => Exit::Done,
        Verdict::Infeasible => Exit::No,
        Verdict::Unknown => Exit::Limit,
    })
}

fn diagnosis(
    data: &InstanceData,
    instance: &Instance,
    threads: usize,
    limit: Duration,
) -> Diagnosis {
    let _guarded = Guarded::solving();
    let options = Options {
        time_limit: Some(limit),
        threads,
        apart: Some(prover::apart()),
        ..Options::default()
    };
    let control = Control::new(interrupt::flag(), &Silent, Some(limit));
    diagnose(data, instance, &options, &control)
}

fn text(language: Language, instance: &Instance, diagnosis: &Diagnosis) -> String {
    let settings = instance.settings();
    report::diagnose::text(language, &settings.name, settings.year, diagnosis)
}

/// What a solve ends in that found no plan: the diagnosis, on standard error. `tell` tells what the solve
/// itself knows, which is left out where the diagnosis proves more. `limit` is that of the solve.
pub(super) fn after_plan(
    data: &InstanceData,
    instance: &Instance,
    (threads, limit): (usize, Option<Duration>),
    language: Language,
    outcome: &Outcome,
    tell: impl FnOnce() -> Exit,
) -> Exit {
    if interrupt::was_interrupted() {
        return tell();
    }
    let limit = limit.unwrap_or(AFTER_MOST).clamp(AFTER_LEAST, AFTER_MOST);
    let diagnosis = diagnosis(data, instance, threads, limit);
    let exit = match (outcome.status, diagnosis.verdict) {
        (Status::Unknown, Verdict::Infeasible) => Exit::No,
        _ => tell(),
    };
    match diagnosis.verdict {
        Verdict::Infeasible => output::message(text(language, instance, &diagnosis).trim_end()),
        Verdict::Feasible if exit == Exit::Limit => {
            output::message(&say!(language, "diagnose-no-limit-plan"));
        }
        Verdict::Feasible | Verdict::Unknown => {}
    }
    exit
}
