//! An integer program, solved by HiGHS under a watch: it tells what it finds while it works, and is
//! left behind where it does not stop when it is told to.

mod repeat;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::apart;
use super::callback::{Until, Watch};
use super::inside::{self, Settings};
use super::program::Program;
use crate::model::{Failure, Millipoints};
use crate::solve::apart::GRACE;
use crate::solve::{Control, Options};

/// What HiGHS says of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Verdict {
    /// Solved to within the gap that was asked for.
    Solved,
    /// No solution exists.
    Infeasible,
    /// A limit or an interrupt came first; there may be a solution and a bound.
    Stopped,
    /// HiGHS failed; what it told before is there.
    Failed,
}

/// The end of a run of HiGHS.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What it says.
    pub verdict: Verdict,
    /// Columns of its best solution.
    pub solution: Option<Vec<f64>>,
    /// Its dual bound as it gives it; negative infinity where it has none.
    pub bound: f64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// Which of the solutions that HiGHS told of this is, from 1 on; 0 where it told of none.
    pub number: u64,
}

impl Answer {
    /// HiGHS's own failure.
    pub(super) const fn failed() -> Self {
        Self {
            verdict: Verdict::Failed,
            solution: None,
            bound: f64::NEG_INFINITY,
            nodes: 0,
            number: 0,
        }
    }
}

/// What is asked of HiGHS.
#[derive(Clone, Debug)]
pub struct Task {
    /// Columns of a known solution.
    pub start: Option<Vec<f64>>,
    /// Relative gap at which to stop.
    pub gap: f64,
    /// Known bound: only a better one is told.
    pub bound: f64,
    /// Bounds hold for part of the plans only and are not told.
    pub silent: bool,
    /// The start is good: no heuristics, the time goes into the bound.
    pub prove: bool,
    /// Solutions are plans of the instance, and are told as they come.
    pub tell: bool,
}

impl Default for Task {
    fn default() -> Self {
        Self { start: None, gap: 0.0, bound: 0.0, silent: false, prove: false, tell: false }
    }
}

/// How often the clock is looked at.
pub(super) const TICK: Duration = Duration::from_millis(50);

/// Solves `program`, in a process of its own where `options` have any started. Never takes much
/// longer than `control` allows: HiGHS has been seen to overrun its own time limit. What it told
/// before it failed or was left behind counts.
pub fn run(program: Program, task: Task, options: &Options, control: &Control) -> Answer {
    match control.recalled() {
        None => {
            let answer = ask(program, task, None, options, control);
            control.remember(|| repeat::note(&answer));
            answer
        }
        Some(known) => repeat::run(program, task, &known, options, control),
    }
}

fn ask(
    program: Program,
    task: Task,
    until: Option<Until>,
    options: &Options,
    control: &Control,
) -> Answer {
    let watch = Arc::new(Watch::until(until));
    let mut news = News::new(&task, &watch, control);
    let settings = Settings::new(task, options, control.left(), until);
    let process = options.apart.as_ref().and_then(|apart| apart.start().ok());
    let ended = match process {
        Some(process) => apart::solve(process, program, settings, &watch, control, &mut news),
        None => beside(program, settings, &watch, control, &mut news),
    };
    let refused = |answer: &Answer| answer.verdict == Verdict::Failed;
    let failure = match &ended {
        Ok(answer) => refused(answer).then_some(Failure::Refused),
        Err(failure) => Some(*failure),
    };
    if let (Some(apart), Some(failure)) = (&options.apart, failure) {
        apart.tell(failure);
    }
    ended.unwrap_or_else(|failure| {
        let stopped = failure == Failure::Stalled;
        let verdict = if stopped { Verdict::Stopped } else { Verdict::Failed };
        let (solution, bound) = (watch.solution(), watch.bound());
        Answer { verdict, solution, bound, nodes: watch.nodes(), number: watch.number() }
    })
}

/// Solves on a thread of this process, which is left behind if it does not come back.
fn beside(
    program: Program,
    settings: Settings,
    watch: &Arc<Watch>,
    control: &Control,
    news: &mut News,
) -> Result<Answer, Failure> {
    let (sender, receiver) = channel();
    let own = Arc::clone(watch);
    let spawned = std::thread::Builder::new().name("highs".to_owned()).spawn(move || {
        let answer = inside::solve(program, &settings, &own);
        let _ = sender.send(Ok(answer)); // nobody may be waiting any more
    });
    if spawned.is_err() {
        return Ok(Answer::failed());
    }
    attend(&receiver, watch, || control.is_late(), |_| news.tell())
}

/// Waits for the answer. Every tick calls `tick` with whether HiGHS was told to stop, which it is once
/// `must_stop` says so.
pub(super) fn attend(
    receiver: &Receiver<Result<Answer, Failure>>,
    watch: &Watch,
    must_stop: impl Fn() -> bool,
    mut tick: impl FnMut(bool),
) -> Result<Answer, Failure> {
    let mut told_to_stop: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::Died(None)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if must_stop() {
            watch.stop.store(true, Ordering::Relaxed);
            if told_to_stop.get_or_insert_with(Instant::now).elapsed() > GRACE {
                return Err(Failure::Stalled);
            }
        }
        tick(told_to_stop.is_some());
    }
}

/// What has been told to the observer.
pub(super) struct News<'a> {
    watch: Arc<Watch>,
    control: &'a Control<'a>,
    silent: bool,
    tell: bool,
    bound: f64,
    cost: f64,
}

impl<'a> News<'a> {
    fn new(task: &Task, watch: &Arc<Watch>, control: &'a Control<'a>) -> Self {
        let (silent, tell, bound) = (task.silent, task.tell, task.bound.max(0.0));
        Self { watch: Arc::clone(watch), control, silent, tell, bound, cost: f64::INFINITY }
    }

    /// Tells what is better than what was told before.
    pub(super) fn tell(&mut self) {
        let (bound, cost) = (self.watch.bound(), self.watch.cost());
        if !self.silent && bound > self.bound {
            self.bound = bound;
            self.control.observer().bound(Millipoints(bound.floor() as i64));
        }
        if self.tell && cost < self.cost {
            self.cost = cost;
            self.control.observer().incumbent(Millipoints(cost.round() as i64));
        }
    }
}
