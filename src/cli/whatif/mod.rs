//! `jiedui whatif`: changed rosters planned from a baseline, side by side.

mod args;
mod compare;
mod sample;

use anyhow::Result;

pub(super) use args::Args;

use super::{Exit, output, prover, reading};
use crate::analyse::whatif::Request;
use crate::check::{self, Report};
use crate::input::Loaded;
use crate::input::scenario::Read;
use crate::language::{Language, say};
use crate::model::data::PlanTables;
use crate::report::text::grouped;

/// What all modes begin with.
struct Desk<'a> {
    args: &'a Args,
    language: Language,
    /// The instance, the baseline being its previous plan.
    loaded: Loaded,
    baseline: PlanTables,
    scenarios: Vec<Read>,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    args.judge(language)?;
    if !args.summarise.is_empty() {
        return sample::summarise(args, language);
    }
    let desk = Desk::open(args, language)?;
    let exit = if args.sample.is_some() { sample::run(&desk) } else { compare::run(&desk) };
    prover::tell_failure(args.quiet, language);
    exit
}

impl<'a> Desk<'a> {
    fn open(args: &'a Args, language: Language) -> Result<Self> {
        let loaded = reading::instance(&args.instance, Some(&args.baseline), args.quiet, language)?;
        let baseline = loaded.data.previous.clone().unwrap_or_default();
        let scenarios = reading::scenarios(&args.scenario, &loaded.data, args.quiet, language)?;
        let desk = Self { args, language, loaded, baseline, scenarios };
        desk.judge_baseline();
        Ok(desk)
    }

    /// A message on standard error, unless quiet.
    fn say(&self, text: impl FnOnce() -> String) {
        if !self.args.quiet {
            output::message(&text());
        }
    }

    /// A baseline that breaks rules is a start all the same, but that should be known.
    fn judge_baseline(&self) {
        let Report { violations, .. } = check::check(&self.loaded.instance, &self.baseline);
        if let Some(first) = violations.first() {
            self.say(|| {
                say!(
                    self.language,
                    "whatif-broken-baseline",
                    count = grouped(violations.len() as u64),
                    rule = first.rule.to_string(),
                    message = first.message.said(self.language),
                )
            });
        }
    }

    /// The limits of a request, in words.
    fn limit(&self, request: &Request) -> String {
        let options = &request.options;
        let time = options.time_limit.map(|limit| {
            say!(self.language, "whatif-limit-seconds", seconds = limit.as_secs_f64().to_string())
        });
        let moves = options
            .iterations
            .map(|n| say!(self.language, "whatif-limit-iterations", iterations = grouped(n)));
        match (time, moves) {
            (Some(one), Some(other)) => {
                say!(self.language, "whatif-limit-both", one = one, other = other)
            }
            (time, moves) => time.or(moves).unwrap_or_default(),
        }
    }
}
