//! Which runs are made, and in which order: methods alternate within threads within limits within
//! seeds, so that what else the machine does falls on all methods alike.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::Args;
use super::child::{self, Answer};
use super::tables;
use crate::analyse::bench::{Limit, Origin, Run, Subject};
use crate::cli::interrupt;
use crate::cli::measure::{Measured, Method};
use crate::cli::options::all_threads;
use crate::language::{Language, say};
use crate::model::Millipoints;
use crate::report::text::{grouped, points};

/// Limit where none is given.
const DEFAULT_LIMIT: Duration = Duration::from_secs(10);

/// One run to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) subject: usize,
    pub(super) method: Method,
    pub(super) repetition: u32,
    pub(super) seed: u64,
    pub(super) threads: NonZeroUsize,
    pub(super) limit: Limit,
}

/// All runs to be made.
pub(super) struct Jobs {
    jobs: Vec<Job>,
    language: Language,
}

/// How the runs ended.
pub(super) enum Ending {
    Complete,
    Interrupted,
    /// The judge caught a solver in a mistake.
    Mistake(String),
    /// No more runs can be made.
    Failed(anyhow::Error),
}

impl Jobs {
    /// The runs that the options ask for.
    pub(super) fn of(args: &Args, language: Language) -> Result<Self> {
        let methods = distinct(args.methods.iter().copied());
        let seeds = distinct(args.seeds.iter().flat_map(|range| range.first..=range.last));
        let threads = match distinct(args.threads.iter().copied()) {
            none if none.is_empty() => vec![all_threads()],
            some => some,
        };
        let stops: Vec<Vec<Limit>> =
            methods.iter().map(|&method| stops(args, method, language)).collect::<Result<_>>()?;
        if !args.limits.is_empty() && !stops.iter().flatten().any(|l| matches!(l, Limit::Time(_))) {
            bail!(say!(language, "bench-nothing-to-limit"));
        }
        let most = stops.iter().map(Vec::len).max().unwrap_or(0);
        let mut jobs = Vec::new();
        for (subject, repetition, &seed, k) in
            product(args.instances.len(), u32::from(args.runs), &seeds, most)
        {
            for &threads in &threads {
                let now =
                    methods.iter().zip(&stops).filter_map(|(&m, stops)| Some((m, *stops.get(k)?)));
                jobs.extend(now.map(|(method, limit)| Job {
                    subject,
                    method,
                    repetition,
                    seed,
                    threads,
                    limit,
                }));
            }
        }
        Ok(Self { jobs, language })
    }

    /// Makes the runs one after the other and adds them to `runs`; one that was cut short is left out.
    pub(super) fn run(&self, args: &Args, subjects: &[Subject], runs: &mut Vec<Run>) -> Ending {
        args.say(|| self.beginning());
        let bar = if args.quiet { ProgressBar::hidden() } else { bar(self.jobs.len()) };
        for (i, job) in self.jobs.iter().enumerate() {
            let (subject, path) = (&subjects[job.subject], &args.instances[job.subject]);
            bar.set_message(job.words(subject, self.language));
            match job.make(subject, path, &bar, self.language) {
                Ok((run, said)) => {
                    runs.push(run);
                    bar.inc(1);
                    let (number, of) = (i + 1, self.jobs.len());
                    let line =
                        || format!("{number}/{of} {}: {said}", job.words(subject, self.language));
                    bar.suspend(|| args.say(line));
                }
                Err(ending) => {
                    bar.finish_and_clear();
                    return ending;
                }
            }
        }
        bar.finish_and_clear();
        Ending::Complete
    }

    fn beginning(&self) -> String {
        let times = self.jobs.iter().map(|job| match job.limit {
            Limit::Time(limit) => limit.as_secs_f64(),
            Limit::None | Limit::Iterations(_) => 0.0,
        });
        let seconds = grouped(times.sum::<f64>().ceil() as u64);
        let runs = grouped(self.jobs.len() as u64);
        say!(self.language, "bench-beginning", runs = runs, seconds = seconds)
    }
}

/// Every subject with every repetition, seed and position of a limit, the last changing fastest.
fn product(
    subjects: usize,
    repetitions: u32,
    seeds: &[u64],
    limits: usize,
) -> impl Iterator<Item = (usize, u32, &u64, usize)> {
    (0..subjects).flat_map(move |subject| {
        (1..=repetitions).flat_map(move |repetition| {
            seeds.iter().flat_map(move |seed| {
                (0..limits).map(move |limit| (subject, repetition, seed, limit))
            })
        })
    })
}

/// When a method is to stop, run by run.
fn stops(args: &Args, method: Method, language: Language) -> Result<Vec<Limit>> {
    let times = || distinct(args.limits.iter().map(|&limit| Limit::Time(limit)));
    if args.iterations.is_empty() {
        let times = times();
        return Ok(if times.is_empty() { vec![Limit::Time(DEFAULT_LIMIT)] } else { times });
    }
    if method.counts() {
        return Ok(distinct(args.iterations.iter().map(|&count| Limit::Iterations(count))));
    }
    if args.limits.is_empty() {
        bail!(say!(language, "bench-iterations-alone", method = method.name()));
    }
    Ok(times())
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.fold(Vec::new(), |mut kept, value| {
        if !kept.contains(&value) {
            kept.push(value);
        }
        kept
    })
}

impl Job {
    /// Makes the run, and says how it went; or why no more are made.
    fn make(
        &self,
        subject: &Subject,
        path: &Path,
        bar: &ProgressBar,
        language: Language,
    ) -> Result<(Run, String), Ending> {
        if interrupt::was_interrupted() {
            return Err(Ending::Interrupted);
        }
        let answer = child::measure(self, path, language, || bar.tick()).map_err(Ending::Failed)?;
        match answer {
            Answer::Broken(_) if interrupt::was_interrupted() => Err(Ending::Interrupted),
            Answer::Broken(how) => {
                Ok((self.run(None), say!(language, "bench-broke-down", how = how)))
            }
            Answer::Mistake(mistake) => Err(Ending::Mistake(say!(
                language,
                "bench-mistake",
                run = self.words(subject, language),
                mistake = mistake,
                version = env!("CARGO_PKG_VERSION"),
                digest = subject.digest.clone(),
            ))),
            Answer::Measured(measured) if measured.interrupted => Err(Ending::Interrupted),
            Answer::Measured(measured) if measured.digest != subject.digest => {
                let path = path.display().to_string();
                let changed = anyhow!(say!(language, "bench-changed", path = path));
                Err(Ending::Failed(changed))
            }
            Answer::Measured(measured) => {
                let said = describe(&measured, language);
                Ok((self.run(Some(*measured)), said))
            }
        }
    }

    fn words(&self, subject: &Subject, language: Language) -> String {
        say!(
            language,
            "bench-run",
            instance = subject.name.clone(),
            method = self.method.name(),
            limit = tables::limit(self.limit, language),
            threads = say!(language, "bench-threads", count = self.threads.get()),
            seed = self.seed.to_string(),
        )
    }

    /// The run as it went; `None` where it broke down.
    fn run(&self, measured: Option<Measured>) -> Run {
        let run = Run {
            subject: self.subject,
            solver: self.method.name().to_owned(),
            origin: Origin::Run,
            repetition: self.repetition,
            seed: Some(self.seed),
            threads: Some(self.threads.get()),
            limit: self.limit,
            status: None,
            objective: None,
            bound: None,
            trace: crate::model::Trace::default(),
            seconds: None,
            iterations: None,
            memory_kib: None,
        };
        let Some(measured) = measured else { return run };
        Run {
            status: Some(measured.status),
            objective: measured.objective,
            bound: Some(measured.bound).filter(|&bound| bound > Millipoints::ZERO),
            trace: measured.trace,
            seconds: Some(measured.seconds),
            iterations: Some(measured.iterations),
            memory_kib: measured.memory_kib,
            ..run
        }
    }
}

fn describe(measured: &Measured, language: Language) -> String {
    let seconds = format!("{:.1}", measured.seconds);
    match measured.objective.map(points) {
        Some(cost) => say!(language, "bench-run-plan", cost = cost, seconds = seconds),
        None => say!(language, "bench-run-no-plan", seconds = seconds),
    }
}

/// A live line; indicatif shows it on a terminal only.
fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    let style =
        ProgressStyle::with_template("{spinner} {pos}/{len} [{elapsed_precise}] {wide_msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
