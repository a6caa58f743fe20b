//! `jiedui check`: every broken rule and every cost term of a plan.

use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;

use super::{Exit, output, reading};
use crate::check::{self, Report, Statistics, Violation};
use crate::language::system::why;
use crate::language::{Language, say};
use crate::model::{Instance, Millipoints, Terms};
use crate::report::{Claim, summary, text};

const EXAMPLES: &str = "\
jiedui check instances/county out/county
jiedui check instances/county out/county --json > judgement.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    instance: PathBuf,
    plan: PathBuf,
    #[arg(long)]
    json: bool,
    #[arg(long, short)]
    quiet: bool,
}

/// The judgement as JSON.
#[derive(Serialize)]
struct Judgement<'a> {
    instance: &'a str,
    instance_digest: &'a str,
    feasible: bool,
    violations: &'a [Violation],
    objective: Millipoints,
    terms: Terms,
    statistics: &'a Statistics,
    /// What `summary.json` says that is not so.
    false_claims: &'a [String],
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let instance = reading::instance(&args.instance, None, args.quiet, language)?.instance;
    let tables = reading::plan(&args.plan, args.quiet, language)?;
    let report = check::check(&instance, &tables);
    let statistics = check::statistics(&instance, &tables);
    let false_claims = match Claim::read(&args.plan) {
        Ok(claim) => {
            claim.map_or_else(Vec::new, |claim| false_claims(&claim, &instance, &report, language))
        }
        Err(error) => {
            let (file, error) = (summary::FILE, why(&error, language));
            vec![say!(language, "check-unreadable", file = file, error = error)]
        }
    };
    if args.json {
        let judgement = Judgement {
            instance: &instance.settings().name,
            instance_digest: instance.digest(),
            feasible: report.is_feasible(),
            violations: &report.violations,
            objective: report.objective(),
            terms: report.terms,
            statistics: &statistics,
            false_claims: &false_claims,
        };
        let mut json = serde_json::to_vec_pretty(&judgement)?;
        json.push(b'\n');
        output::result(&json)?;
    } else {
        let mut told = text::check(&report, &statistics, language);
        for claim in &false_claims {
            told += &say!(language, "check-note", note = claim.clone());
            told += "\n";
        }
        output::text(&told)?;
    }
    Ok(if report.is_feasible() { Exit::Done } else { Exit::No })
}

fn false_claims(
    claim: &Claim,
    instance: &Instance,
    report: &Report,
    language: Language,
) -> Vec<String> {
    let mut told = Vec::new();
    if claim.instance_digest.as_deref().is_some_and(|digest| digest != instance.digest()) {
        told.push(say!(language, "check-other-instance", file = summary::FILE));
    }
    let found = report.objective();
    if let Some(claimed) = claim.objective.filter(|&claimed| claimed != found) {
        let (claimed, found) = (text::points(claimed), text::points(found));
        told.push(say!(
            language,
            "check-other-cost",
            file = summary::FILE,
            claimed = claimed,
            found = found
        ));
    }
    told
}
