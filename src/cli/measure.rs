//! `jiedui measure`: one run of `jiedui bench`, in a process of its own.
//!
//! Hidden from the help: `bench` starts it once a run, so that the peak memory is that of the run, and
//! so that a solver that does not come back in time ends with its process. It goes the way of
//! `jiedui plan` (reads, solves, has the plan judged) and tells on standard output, as JSON, what
//! became of it. It stops, keeping its best plan, when its standard input is closed.

use std::io::Read as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::interrupt::{self, Guarded};
use super::options::seconds;
use super::order::mistake;
use super::{Exit, output, reading};
use crate::analyse::bench::Recorder;
use crate::check;
use crate::language::{Language, say};
use crate::model::{Instance, Millipoints, Outcome, Start, Status, Trace};
use crate::solve::{self, Control, Options};

/// One run.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The instance.
    instance: PathBuf,
    #[arg(long, value_enum)]
    method: Method,
    #[arg(long, value_parser = seconds)]
    time_limit: Option<Duration>,
    #[arg(long)]
    iterations: Option<u64>,
    #[arg(long)]
    seed: u64,
    #[arg(long)]
    threads: NonZeroUsize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Method {
    Search,
    Cold,
    Exact,
    Auto,
    Whole,
}

impl Method {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Cold => "cold",
            Self::Exact => "exact",
            Self::Auto => "auto",
            Self::Whole => "whole",
        }
    }

    /// Whether a number of iterations can be its limit.
    pub(super) const fn counts(self) -> bool {
        matches!(self, Self::Search | Self::Cold | Self::Auto)
    }

    fn solve(
        self,
        instance: &Instance,
        options: &Options,
        control: &Control,
        start: Option<&Start>,
    ) -> Outcome {
        match self {
            Self::Search => solve::search::solve(instance, options, control, start),
            Self::Cold => solve::search::solve(instance, options, control, None),
            Self::Exact => solve::auto::prove(instance, options, control, start),
            Self::Auto => solve::auto::solve(instance, options, control, start),
            Self::Whole => solve::exact::solve_whole(instance, options, control),
        }
    }
}

/// What became of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Measured {
    /// Digest of what was solved.
    pub(super) digest: String,
    /// Whether it was ended before its limit.
    pub(super) interrupted: bool,
    pub(super) status: Status,
    /// As `check` finds it.
    pub(super) objective: Option<Millipoints>,
    pub(super) bound: Millipoints,
    pub(super) trace: Trace,
    pub(super) seconds: f64,
    pub(super) iterations: u64,
    /// Most memory of this process, the reading of the instance included.
    pub(super) memory_kib: Option<u64>,
}

/// Runs the command.
pub(super) fn run(args: &Args, language: Language) -> Result<Exit> {
    if args.time_limit.is_none() && args.iterations.is_none() {
        bail!(say!(language, "bench-no-limit"));
    }
    let guarded = Guarded::solving();
    std::thread::Builder::new().name("lifeline".to_owned()).spawn(watch_lifeline)?;
    let loaded = reading::instance(&args.instance, None, true, language)?;
    let instance = loaded.instance;
    let start = loaded.data.previous.map(|tables| Start::from_tables(&instance, &tables));
    let options = Options {
        time_limit: args.time_limit,
        iterations: args.iterations,
        gap: 0.0,
        seed: args.seed,
        threads: args.threads.get(),
        apart: None, // the run has this process to itself, and its memory counts
    };
    let recorder = Recorder::start();
    let control = Control::new(interrupt::flag(), &recorder, options.time_limit);
    let outcome = args.method.solve(&instance, &options, &control, start.as_ref());
    let seconds = control.elapsed().as_secs_f64();
    let interrupted = interrupt::was_interrupted();
    drop(guarded.keep());
    let objective = match &outcome.incumbent {
        None => None,
        Some((plan, cost)) => {
            let report = check::check(&instance, &plan.to_tables(&instance));
            if let Some(mistake) = mistake(&report, *cost, outcome.bound, language) {
                output::message(&mistake);
                return Ok(Exit::Internal);
            }
            Some(*cost)
        }
    };
    let mut trace = recorder.into_trace();
    trace.settle(seconds, objective);
    let measured = Measured {
        digest: instance.digest().to_owned(),
        interrupted,
        status: outcome.status,
        objective,
        bound: outcome.bound,
        trace,
        seconds,
        iterations: outcome.iterations,
        memory_kib: peak_memory_kib(),
    };
    output::result(&serde_json::to_vec(&measured)?)?;
    Ok(Exit::Done)
}

/// Whoever started this run holds the other end of its standard input, and lets go of it to end the
/// run, willingly or not.
fn watch_lifeline() {
    let mut input = std::io::stdin().lock();
    while input.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    interrupt::stop();
}

/// Most memory that was resident, as Linux tells in proc(5), `VmHWM`; `None` elsewhere.
fn peak_memory_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
