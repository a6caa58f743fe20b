//! `jiedui bench`: methods × seeds × limits on several instances, as tables, CSV and a picture.

mod args;
mod child;
mod figure;
mod jobs;
mod lists;
mod results;
mod strangers;
mod tables;

use std::path::Path;

use anyhow::{Result, bail};

pub(super) use args::Args;

use super::interrupt::Guarded;
use super::{Exit, output, reading};
use crate::analyse::bench::{Run, Subject};
use crate::language::{Language, say};
use crate::model::data::BestKnownRow;
use crate::report::{bench_folder, target};
use jobs::{Ending, Jobs};
use strangers::Strangers;

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    let jobs = Jobs::of(args, language)?;
    probe(args)?;
    let known = read_best_known(args, language)?;
    let (mut subjects, strangers) = match gather(args, language)? {
        Gathered::All(subjects, strangers) => (subjects, strangers),
        Gathered::BrokenPlan(broken) => {
            output::message(&broken);
            return Ok(Exit::No);
        }
    };
    for subject in &mut subjects {
        subject.best = known.iter().find(|row| row.digest == subject.digest).map(|r| r.objective);
    }
    let guarded = Guarded::solving();
    let mut runs = Vec::new();
    let ending = jobs.run(args, &subjects, &mut runs);
    let guarded = guarded.keep();
    if let Ending::Mistake(mistake) = &ending {
        output::message(mistake);
    }
    if runs.is_empty() {
        return exit(ending, true);
    }
    runs.extend(strangers);
    runs.sort_by_key(|run| run.subject);
    tell(args, subjects, &runs, known, language)?;
    drop(guarded);
    exit(ending, false)
}

/// Tells and writes what the runs say.
fn tell(
    args: &Args,
    mut subjects: Vec<Subject>,
    runs: &[Run],
    known: Vec<BestKnownRow>,
    language: Language,
) -> Result<()> {
    let improved = results::learn(&mut subjects, runs, known);
    let tables = tables::tables(&subjects, runs, &args.within, language);
    output::result(tables.as_bytes())?;
    if let Some(out) = &args.out {
        let rows = results::rows(&subjects, runs);
        let figure = |language| figure::figure(&subjects, runs, language);
        bench_folder::write(out, &rows, &tables, figure, language)?;
        args.say(|| say!(language, "terminal-wrote", path = out.display().to_string()));
    }
    if let Some(file) = args.best_known.as_ref().filter(|_| args.update_best) {
        bench_folder::write_best_known(file, &improved)?;
        args.say(|| say!(language, "terminal-wrote", path = file.display().to_string()));
    }
    Ok(())
}

fn exit(ending: Ending, nothing: bool) -> Result<Exit> {
    match ending {
        Ending::Mistake(_) => Ok(Exit::Internal),
        Ending::Failed(error) => Err(error),
        Ending::Interrupted if nothing => Ok(Exit::Interrupted),
        Ending::Interrupted | Ending::Complete => Ok(Exit::Done),
    }
}

/// Finds out whether the results can be written, before hours of solving.
fn probe(args: &Args) -> Result<()> {
    if let Some(out) = &args.out {
        target::probe_folder(out, &bench_folder::FILES)?;
    }
    if args.update_best
        && let Some(file) = &args.best_known
    {
        target::probe_file(file)?;
    }
    Ok(())
}

/// The best-known plans of the file. It need not be there where it is to be written.
fn read_best_known(args: &Args, language: Language) -> Result<Vec<BestKnownRow>> {
    let Some(file) = &args.best_known else { return Ok(Vec::new()) };
    match reading::best_known(file, args.quiet, language)? {
        Some(rows) => Ok(rows),
        None if args.update_best => Ok(Vec::new()),
        None => bail!(say!(language, "bench-no-best-known", file = file.display().to_string())),
    }
}

/// What there is before any run.
enum Gathered {
    All(Vec<Subject>, Vec<Run>),
    BrokenPlan(String),
}

/// Reads every instance, log and plan, so that all faults of input are told before the first run.
fn gather(args: &Args, language: Language) -> Result<Gathered> {
    let names = names(args, language)?;
    let strangers = Strangers::of(args, &names, language)?;
    let (mut subjects, mut runs) = (Vec::new(), Vec::new());
    for (i, (path, name)) in args.instances.iter().zip(&names).enumerate() {
        let instance = reading::instance(path, None, args.quiet, language)?.instance;
        match strangers.runs(i, &instance, args.quiet, language)? {
            Ok(found) => runs.extend(found),
            Err(broken) => return Ok(Gathered::BrokenPlan(broken)),
        }
        let digest = instance.digest().to_owned();
        if let Some(same) = subjects.iter().find(|s: &&Subject| s.digest == digest) {
            let (one, other) = (name.clone(), same.name.clone());
            bail!(say!(language, "bench-same-instance", one = one, other = other));
        }
        let households = instance.households().len();
        subjects.push(Subject { name: name.clone(), digest, households, best: None });
    }
    Ok(Gathered::All(subjects, runs))
}

/// Names of the instances: the last part of each path, or the whole path where that is not enough
/// to tell them apart.
fn names(args: &Args, language: Language) -> Result<Vec<String>> {
    let short = |path: &Path| {
        let end = if path.is_dir() { path.file_name() } else { path.file_stem() };
        end.map_or_else(|| path.display().to_string(), |end| end.to_string_lossy().into_owned())
    };
    let shorts: Vec<String> = args.instances.iter().map(|path| short(path)).collect();
    let name = |(i, path): (usize, &std::path::PathBuf)| {
        let alone = shorts.iter().filter(|&other| *other == shorts[i]).count() == 1;
        if alone { shorts[i].clone() } else { path.display().to_string() }
    };
    let names: Vec<String> = args.instances.iter().enumerate().map(name).collect();
    for (i, name) in names.iter().enumerate() {
        if names[..i].contains(name) {
            bail!(say!(language, "bench-given-twice", name = name.clone()));
        }
    }
    Ok(names)
}
