//! Random rosters: one line each as they are planned, a summary at the end.

use anyhow::{Result, bail};
use serde::Serialize;

use super::{Args, Desk};
use crate::analyse::whatif::sample::{Draw, Line, Summary, Told, sample};
use crate::analyse::whatif::{Baseline, crew};
use crate::cli::interrupt::{self, Guarded};
use crate::cli::{Exit, output, reading};
use crate::language::{Language, say};
use crate::model::data::InstanceData;
use crate::model::edits::with_successors;
use crate::report::text::grouped;
use crate::report::{self, target, whatif_folder};
use crate::solve::{Control, Silent};

/// The last line of the stream.
#[derive(Serialize)]
struct Last<'a> {
    summary: &'a Told,
}

/// Draws samples and tells each at once.
pub(super) fn run(desk: &Desk) -> Result<Exit> {
    let args = desk.args;
    if let Some(out) = &args.out {
        target::probe_folder(out, &whatif_folder::SAMPLE_FILES)?;
    }
    let draw = Draw { seed: args.seed, rate: args.leave_rate.unwrap_or(0.0) };
    let range = args.from.unwrap_or(0)..args.to.or(args.sample).unwrap_or(0);
    let threads = args.threads();
    let request = args.request(threads); // many samples, each on a thread of its own
    desk.say(|| {
        say!(
            desk.language,
            "whatif-begin-samples",
            from = grouped(range.start),
            to = grouped(range.end),
            threads = threads.to_string(),
            seed = args.seed.to_string(),
            limit = desk.limit(&request),
        )
    });
    let edits = desk.scenarios.first().map_or(&[][..], |read| &read.scenario.edits);
    let tables = with_successors(&desk.baseline, edits);
    let baseline = Baseline { instance: &desk.loaded.instance, tables: &tables };
    let guarded = Guarded::solving();
    let control = Control::new(interrupt::flag(), &Silent, None);
    let (mut summary, mut written) = (Summary::default(), Ok(()));
    crew::in_order(
        range,
        threads,
        interrupt::was_interrupted,
        |index| sample(baseline, roster(desk), draw, index, &request, &control),
        |_, line| {
            summary.add(&line);
            if written.is_ok() {
                written = tell_line(&line);
            }
        },
    );
    let guarded = guarded.keep();
    written?;
    finish(args, &summary.told(), Some(draw.rate), desk.language)?;
    drop(guarded);
    if interrupt::was_interrupted() {
        desk.say(|| say!(desk.language, "whatif-interrupted"));
    }
    Ok(Exit::Done)
}

/// The records that samples are drawn of.
fn roster<'d>(desk: &'d Desk) -> &'d InstanceData {
    desk.scenarios.first().map_or(&desk.loaded.data, |read| &read.edited.data)
}

fn tell_line(value: &impl Serialize) -> Result<()> {
    let mut json = serde_json::to_vec(value)?;
    json.push(b'\n');
    output::result(&json)
}

/// The summary: as the last line, as files where a folder was named, in words for people.
fn finish(args: &Args, told: &Told, rate: Option<f64>, language: Language) -> Result<()> {
    tell_line(&Last { summary: told })?;
    if let Some(out) = &args.out {
        whatif_folder::write_samples(out, told)?;
    }
    if !args.quiet {
        output::message(report::whatif::samples(told, rate, language).trim_end());
    }
    Ok(())
}

/// Puts the lines of earlier samples together.
pub(super) fn summarise(args: &Args, language: Language) -> Result<Exit> {
    let mut summary = Summary::default();
    let mut seen = std::collections::BTreeSet::new();
    for path in &args.summarise {
        for (number, line) in reading::lines(path, language)?.into_iter().enumerate() {
            if line.starts_with("{\"summary\"") || line.trim().is_empty() {
                continue; // of one range alone
            }
            let line: Line = match serde_json::from_str(&line) {
                Ok(line) => line,
                Err(error) => bail!(say!(
                    language,
                    "whatif-no-sample",
                    file = path.display().to_string(),
                    line = (number + 1).to_string(),
                    error = error.to_string(),
                )),
            };
            if !seen.insert(line.sample) {
                bail!(say!(
                    language,
                    "whatif-sample-twice",
                    file = path.display().to_string(),
                    line = (number + 1).to_string(),
                    sample = line.sample.to_string(),
                ));
            }
            summary.add(&line);
        }
    }
    finish(args, &summary.told(), args.leave_rate, language)?;
    Ok(Exit::Done)
}
