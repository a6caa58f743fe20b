//! Both ends of the pipes to a process that solves one integer program ([`crate::solve::apart`]).

use std::io::{self, BufRead, BufWriter, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::{Deserialize, Serialize};

use super::callback::Watch;
use super::inside::{self, Settings};
use super::program::{Plain, Program};
use super::solver::{Answer, News, Verdict, attend};
use crate::model::Failure;
use crate::solve::Control;
use crate::solve::apart::{Process, read, write};

/// What is to be solved.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    settings: Settings,
    program: Plain,
}

/// What the process says. Bounds and costs are finite: what is not known is left out.
#[derive(Debug, Serialize, Deserialize)]
enum Said {
    /// The bound and the nodes so far.
    Bound { bound: f64, nodes: u64 },
    /// A better solution.
    Solution { number: u64, cost: f64, columns: Vec<f64> },
    /// The end.
    Answer {
        verdict: Verdict,
        solution: Option<Vec<f64>>,
        bound: Option<f64>,
        nodes: u64,
        number: u64,
    },
}

/// Bytes of a message beside its columns, and of a column, at most.
const MESSAGE: u64 = 1024;
const COLUMN: u64 = 32;

/// Solves `program` in `process`, which does not outlive this.
pub(super) fn solve(
    mut process: Process,
    program: Program,
    settings: Settings,
    watch: &Arc<Watch>,
    control: &Control,
    news: &mut News,
) -> Result<Answer, Failure> {
    let Some((input, mut output)) = process.pipes() else { return Err(Failure::Died(None)) };
    let width = program.width();
    let lifeline: Arc<Mutex<Option<ChildStdin>>> = Arc::default();
    let (sender, receiver) = channel();
    let (own, kept) = (Arc::clone(watch), Arc::clone(&lifeline));
    let talk = move || {
        let order = Order { settings, program: program.into() };
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = send(&order, input);
        drop(order);
        let answer = listen(&mut output, width, &own);
        let _ = sender.send(answer); // nobody may be waiting any more
    };
    if thread::Builder::new().name("highs".to_owned()).spawn(talk).is_err() {
        return Ok(Answer::failed());
    }
    let ended = attend(
        &receiver,
        watch,
        || control.is_late(),
        |stop| {
            news.tell();
            if stop {
                drop(lifeline.lock().unwrap_or_else(PoisonError::into_inner).take());
            }
        },
    );
    match ended {
        Err(Failure::Died(_)) => Err(process.death()),
        ended => ended,
    }
}

/// The lifeline, once the order is sent; none where the process is gone, of which its output tells.
fn send(order: &Order, input: ChildStdin) -> Option<ChildStdin> {
    let mut input = BufWriter::new(input);
    write(order, &mut input).ok()?;
    input.into_inner().ok()
}

/// Keeps what the process says in `watch` until it answers.
fn listen(
    output: &mut io::BufReader<ChildStdout>,
    width: usize,
    watch: &Watch,
) -> Result<Answer, Failure> {
    let longest = MESSAGE + COLUMN * width as u64;
    let whole = |columns: &[f64]| columns.len() == width;
    loop {
        let said = read(output, longest).map_err(|_| Failure::Garbled)?;
        match said.ok_or(Failure::Died(None))? {
            Said::Bound { bound, nodes } => watch.see(bound, nodes),
            Said::Solution { number, cost, columns } if whole(&columns) => {
                watch.found(number, cost, columns);
            }
            Said::Answer { verdict, solution, bound, nodes, number }
                if solution.as_deref().is_none_or(whole) =>
            {
                let bound = bound.unwrap_or(f64::NEG_INFINITY);
                return Ok(Answer { verdict, solution, bound, nodes, number });
            }
            Said::Solution { .. } | Said::Answer { .. } => return Err(Failure::Garbled),
        }
    }
}

/// Solves the program that comes from `input`, and tells `output` how that goes and ends, until
/// `input` is closed.
///
/// # Errors
/// Whatever reading and writing fail with, and what is no program.
pub fn serve(mut input: impl BufRead + Send + 'static, output: &mut impl Write) -> io::Result<()> {
    let Some(Order { settings, program }) = read(&mut input, u64::MAX)? else { return Ok(()) };
    let watch = Arc::new(Watch::until(settings.until));
    let (sender, receiver) = channel();
    let own = Arc::clone(&watch);
    thread::Builder::new().name("highs".to_owned()).spawn(move || {
        let answer = inside::solve(program.into(), &settings, &own);
        let _ = sender.send(Ok(answer)); // nobody may be waiting any more
    })?;
    let own = Arc::clone(&watch);
    thread::Builder::new().name("lifeline".to_owned()).spawn(move || {
        while input.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
        own.stop.store(true, Ordering::Relaxed);
    })?;
    let mut told = Told { cost: f64::INFINITY, bound: 0.0 };
    let mut broken = None;
    let must_stop = || watch.stop.load(Ordering::Relaxed);
    let ended = attend(&receiver, &watch, must_stop, |_| {
        broken = broken.take().or_else(|| told.tell(&watch, output).err());
    });
    if let Some(error) = broken {
        return Err(error);
    }
    match ended {
        Ok(Answer { verdict, solution, bound, nodes, number }) => {
            let bound = Some(bound).filter(|bound| bound.is_finite());
            write(&Said::Answer { verdict, solution, bound, nodes, number }, output)
        }
        Err(_) => Ok(()), // whoever waits has been told all there is
    }
}

/// What has been told on the way.
struct Told {
    cost: f64,
    bound: f64,
}

impl Told {
    fn tell(&mut self, watch: &Watch, output: &mut impl Write) -> io::Result<()> {
        if watch.bound() > self.bound {
            self.bound = watch.bound();
            write(&Said::Bound { bound: self.bound, nodes: watch.nodes() }, output)?;
        }
        if watch.cost() < self.cost
            && let Some(columns) = watch.solution()
        {
            self.cost = watch.cost();
            write(&Said::Solution { number: watch.number(), cost: self.cost, columns }, output)?;
        }
        Ok(())
    }
}
