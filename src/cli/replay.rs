//! `jiedui plan --replay`: makes a plan again, byte by byte, or says what differs.
//!
//! The summary says what was asked for, what was read and how the solve went. Nothing of it is taken on
//! trust: the inputs are compared by their digests, the plan is searched and judged anew, and only
//! what comes out the same is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, anyhow};
use clap::ValueEnum as _;
use serde_json::Value;

use super::interrupt::{self, Guarded};
use super::options::all_threads;
use super::order::{Made, Method, Order};
use super::plan::{self, Args};
use super::progress::Progress;
use super::{Exit, output, prover, reading};
use crate::input::digests;
use crate::language::{Language, Sentence, say, sentence, system};
use crate::model::tape::TAPE_FORMAT;
use crate::report::run::{Recorded, Sources, Unreadable};
use crate::report::target::settle;
use crate::report::{plan_folder, run, summary, target};
use crate::solve::{Control, Options};

/// Fractions that the run was asked for.
const AS_ASKED: [&str; 2] = ["time_limit", "gap_limit"];

type Digests = BTreeMap<String, String>;

/// Digests of all that a run reads.
pub(super) fn inputs(sources: &Sources<&Path>) -> Result<Sources<Digests>> {
    Ok(Sources {
        instance: digests::of_instance(sources.instance, sources.previous.is_none())?,
        previous: sources.previous.map(digests::of_plan).transpose()?,
        warm_start: sources.warm_start.map(digests::of_plan).transpose()?,
    })
}

/// Runs the command.
pub(super) fn run(args: &Args, recorded: &Path, language: Language) -> Result<Exit> {
    let path = if recorded.is_dir() { recorded.join(summary::FILE) } else { recorded.to_owned() };
    let settled = path.parent().map(settle).transpose()?;
    let recorded = Recorded::read(&path).map_err(|why| unreadable(&path, &why, language))?;
    drop(settled);
    let order = order(&recorded).ok_or_else(|| {
        anyhow!(say!(language, "replay-no-order", path = path.display().to_string()))
    })?;
    target::probe_folder(&args.out, &plan_folder::FILES)?;
    if let Some(other) = other_program(&recorded) {
        return differing(args, &[other], language);
    }
    let mut paths = recorded.run.paths.map(|path| anyhow::Ok(PathBuf::from(path)))?;
    paths.instance = args.instance.clone().unwrap_or(paths.instance);
    let changed = changed(&recorded.run.inputs, &paths)?;
    if !changed.is_empty() {
        return differing(args, &changed, language);
    }
    let again = Again { args, recorded: &recorded, order, paths, language };
    again.run()
}

/// The summary is not one of this program's version.
fn other_program(recorded: &Recorded) -> Option<Sentence> {
    let (own, version) = (env!("CARGO_PKG_VERSION"), &recorded.summary.version);
    if version != own {
        return Some(sentence!("replay-version", version = version, own = own));
    }
    let format = recorded.run.tape_format;
    (format != TAPE_FORMAT).then(|| sentence!("replay-format", format = format, own = TAPE_FORMAT))
}

/// What was asked for; `None` where that makes no sense.
fn order(recorded: &Recorded) -> Option<Order> {
    let (summary, run) = (&recorded.summary, &recorded.run);
    let limit = summary.time_limit.map(Duration::try_from_secs_f64).transpose().ok()?;
    let options = Options {
        time_limit: limit,
        iterations: summary.iteration_limit,
        gap: summary.gap_limit,
        seed: summary.seed,
        threads: summary.threads,
        apart: Some(prover::apart()),
    };
    let method = Method::from_str(&run.asked, false).ok()?;
    Some(Order { method, max_changes: summary.max_changes, options })
}

/// Files that are not as they were.
fn changed(then: &Sources<Digests>, paths: &Sources<PathBuf>) -> Result<Vec<Sentence>> {
    let _settled: Vec<_> = paths.iter().map(|path| settle(path)).collect::<Result<_, _>>()?;
    let now = inputs(&Sources {
        instance: &paths.instance,
        previous: paths.previous.as_deref(),
        warm_start: paths.warm_start.as_deref(),
    })?;
    let each = then.iter().zip(now.iter()).zip(paths.iter());
    Ok(each.flat_map(|((then, now), path)| compared(then, now, path)).collect())
}

fn compared(then: &Digests, now: &Digests, path: &Path) -> Vec<Sentence> {
    let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let differing = names.into_iter().filter(|&name| then.get(name) != now.get(name));
    differing
        .map(|name| {
            let file = if name == "." { path.to_owned() } else { path.join(name) };
            let file = file.display().to_string();
            match (then.contains_key(name), now.contains_key(name)) {
                (true, false) => sentence!("replay-missing", file = file),
                (false, _) => sentence!("replay-new", file = file),
                (true, true) => sentence!("replay-changed", file = file),
            }
        })
        .collect()
}

/// A run that is made again.
struct Again<'a> {
    args: &'a Args,
    recorded: &'a Recorded,
    order: Order,
    paths: Sources<PathBuf>,
    language: Language,
}

impl Again<'_> {
    fn run(&self) -> Result<Exit> {
        let Self { args, recorded, order, paths, language } = self;
        let (quiet, language) = (args.quiet, *language);
        let loaded =
            reading::instance(&paths.instance, paths.previous.as_deref(), quiet, language)?;
        let instance = &loaded.instance;
        if instance.digest() != recorded.summary.instance_digest {
            return differing(args, &[sentence!("replay-instance")], language);
        }
        let warm = paths.warm_start.as_deref();
        let start = plan::start(warm, recorded.run.cold, &loaded, quiet, language)?;
        let guarded = Guarded::solving();
        args.say(|| say!(language, "replay-beginning"));
        let progress = Progress::new(order.method.name(), None, quiet, language);
        let threads = args.threads.unwrap_or_else(all_threads).get();
        let tape = recorded.run.tape.clone();
        let control = Control::replaying(interrupt::flag(), &progress, tape, threads);
        let solved = order.solve(instance, &control, start.as_ref());
        let prices = progress.prices_told();
        let is_repeated = control.is_repeated();
        drop(control);
        drop(progress);
        if interrupt::was_interrupted() {
            args.say(|| say!(language, "replay-interrupted"));
            return Ok(Exit::Interrupted);
        }
        let guarded = guarded.keep();
        if solved.outcome.incumbent.is_none() {
            return differing(args, &[sentence!("replay-no-plan")], language);
        }
        let outcome = &solved.outcome;
        let Some(made) = Made::judged(instance, order, outcome, prices.as_ref(), language) else {
            return Ok(Exit::Internal);
        };
        let mut differences = self.differences(&made);
        if differences.is_empty() && !is_repeated {
            differences.push(sentence!("replay-strayed"));
        }
        if !differences.is_empty() {
            return differing(args, &differences, language);
        }
        let summary = self.summary(&made);
        plan_folder::write(&args.out, made.files, recorded.bytes.clone())?;
        drop(guarded);
        let folder = args.out.display().to_string();
        args.say(|| say!(language, "replay-same", folder = folder));
        plan::tell(args, &summary, &recorded.bytes, language)?;
        Ok(Exit::Done)
    }

    /// The summary of what was made now; what depends on the machine is as it was.
    fn summary(&self, made: &Made) -> summary::Summary {
        let then = &self.recorded.summary;
        summary::Summary {
            interrupted: then.interrupted,
            highs_failure: then.highs_failure,
            seconds: then.seconds,
            run: Some(self.recorded.run.clone()),
            ..made.summary.clone()
        }
    }

    /// Files of the plan, and figures of the summary, that are not as they were.
    fn differences(&self, made: &Made) -> Vec<Sentence> {
        let (then, now) = (&self.recorded.run.outputs, run::digests(&made.files));
        let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        let files = names.into_iter().filter(|&name| then.get(name) != now.get(name));
        let files = files.map(|name| sentence!("replay-other-file", file = name));
        let then: Value = serde_json::from_slice(&self.recorded.bytes).unwrap_or_default();
        files.chain(figures(&then, &self.summary(made).to_json())).collect()
    }
}

/// Figures of two summaries that differ. Both were texts: what is read of a long fraction is not always
/// what was written.
fn figures(then: &Value, now: &[u8]) -> Vec<Sentence> {
    let mut now: Value = serde_json::from_slice(now).unwrap_or_default();
    for key in AS_ASKED {
        if let (Some(then), Some(now)) = (then.get(key), now.get_mut(key)) {
            now.clone_from(then);
        }
    }
    let keys = [then, &now].into_iter().filter_map(Value::as_object).flat_map(|all| all.keys());
    let keys: BTreeSet<&String> = keys.collect();
    let differing = keys.into_iter().filter(|&key| then.get(key) != now.get(key));
    let said = |value: Option<&Value>| match value {
        Some(value) if !value.is_object() => value.to_string(),
        Some(_) => "…".to_owned(),
        None => "–".to_owned(),
    };
    differing
        .map(|key| {
            let (then, now) = (said(then.get(key)), said(now.get(key)));
            sentence!("replay-figure", key = key, then = then, now = now)
        })
        .collect()
}

/// Tells what differs; nothing is written.
fn differing(args: &Args, differences: &[Sentence], language: Language) -> Result<Exit> {
    let said: Vec<String> = differences.iter().map(|one| one.said(language)).collect();
    if args.json {
        let mut json = serde_json::to_vec_pretty(&serde_json::json!({ "differences": said }))?;
        json.push(b'\n');
        output::result(&json)?;
    } else {
        output::text(&(said.join("\n") + "\n"))?;
    }
    args.say(|| say!(language, "replay-differs", count = said.len()));
    Ok(Exit::No)
}

fn unreadable(path: &Path, why: &Unreadable, language: Language) -> anyhow::Error {
    let path = path.display().to_string();
    anyhow!(match why {
        Unreadable::Io(error) => {
            say!(language, "system-read", path = path, why = system::why(error, language))
        }
        Unreadable::Shape(row, column) => {
            let (row, column) = (row.to_string(), column.to_string());
            say!(language, "replay-no-summary", path = path, row = row, column = column)
        }
        Unreadable::NoRun => say!(language, "replay-no-run", path = path),
    })
}
