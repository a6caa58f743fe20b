//! The order in which programs are solved: relaxation, completions, the whole program at last.
//!
//! 1. The relaxation of [`frame`](super::frame) gives a bound and the frame (attachments and leads)
//!    that attains it; first with broken numbers of households, which is quicker and gives the plan
//!    from which the relaxation with whole numbers starts.
//! 2. The whole program with that frame fixed is small. Its plan is a candidate; where its cost is
//!    the bound, it is an optimum.
//! 3. Else the frame costs more than the relaxation says, and the difference is added to the
//!    relaxation for this one frame, a logic-based Benders cut (Hooker & Ottosson, "Logic-based
//!    Benders decomposition", Mathematical Programming 96, 2003). Back to 1.
//! 4. Where that does not close the gap soon, the whole program is solved from the best plan.
//!
//! Every bound is one of HiGHS on a relaxation of the whole program; every plan is decoded and
//! costed in whole numbers.

use super::formulation::Formulation;
use super::frame::{Correction, Frame, Relaxation};
use super::program::Program;
use super::solver::{self, Answer, Task, Verdict};
use super::{cost, translate};
use crate::model::{Instance, Millipoints, Plan};
use crate::solve::fixing::Fixing;
use crate::solve::{Control, Options};

/// Frames tried before the whole program.
const ROUNDS: usize = 12;
/// Relative gap beyond which single frames do not help.
const WIDE: f64 = 0.01;
/// Part of the time left for the first relaxation where no plan is known.
const FIRST: f64 = 0.6;

/// What is known so far.
pub(super) struct Stages<'a> {
    instance: &'a Instance,
    options: &'a Options,
    control: &'a Control<'a>,
    /// What is ruled out because no better plan than one known has it.
    fixing: Option<&'a Fixing>,
    /// Changed pairings a plan may have.
    max_changes: Option<u64>,
    formulation: Formulation<'a>,
    corrections: Vec<Correction>,
    /// Best plan and its cost.
    pub(super) incumbent: Option<(Plan, Millipoints)>,
    /// Best bound as HiGHS gives it; negative infinity before there is one.
    pub(super) bound: f64,
    /// What is proven; `Solved` where some program that relaxes the whole was solved to the end and
    /// `bound` is its.
    pub(super) verdict: Verdict,
    /// Branch-and-bound nodes of all programs.
    pub(super) nodes: u64,
}

/// What a round says of the next one.
enum Next {
    Again,
    Whole,
    Done,
}

impl<'a> Stages<'a> {
    pub(super) fn new(
        instance: &'a Instance,
        options: &'a Options,
        control: &'a Control<'a>,
        start: Option<&Plan>,
        fixing: Option<&'a Fixing>,
    ) -> Self {
        let formulation = Formulation::fixed(instance, fixing).0;
        let incumbent = start.map(|plan| (plan.clone(), cost(&formulation, plan)));
        Self {
            instance,
            options,
            control,
            fixing,
            max_changes: None,
            formulation,
            corrections: Vec::new(),
            incumbent,
            bound: f64::NEG_INFINITY,
            verdict: Verdict::Stopped,
            nodes: 0,
        }
    }

    /// Only plans with at most so many changed pairings. The start must be one.
    pub(super) fn within(mut self, max_changes: Option<u64>) -> Self {
        self.max_changes = max_changes;
        self
    }

    pub(super) fn run(&mut self) {
        for i in 0..ROUNDS {
            match self.round(i > 0) {
                Next::Again => {}
                Next::Whole => break,
                Next::Done => return,
            }
        }
        if !self.control.must_stop() {
            self.whole();
        }
    }

    /// One relaxation and the completion of its frame; corrections are made where it is `whole`.
    fn round(&mut self, whole: bool) -> Next {
        let (relaxation, mut program) =
            Relaxation::fixed(self.instance, &self.corrections, whole, self.fixing);
        if let Some(most) = self.max_changes {
            relaxation.limit_changes(&mut program, most);
        }
        let start = self.incumbent.as_ref().map(|(plan, _)| relaxation.encode(plan));
        let gap = self.options.gap / 2.0;
        let prove = start.is_some();
        let task = Task { start, gap, bound: self.bound, prove, ..Task::default() };
        let answer = match (&self.incumbent, self.control.remaining()) {
            (None, Some(left)) => {
                let deadline = std::time::Instant::now() + left.mul_f64(FIRST);
                solver::run(program, task, self.options, &self.control.with_deadline(deadline))
            }
            _ => solver::run(program, task, self.options, self.control),
        };
        self.learn(&answer);
        if answer.verdict == Verdict::Infeasible {
            return Next::Done;
        }
        if answer.verdict == Verdict::Failed {
            return Next::Whole;
        }
        let Some(values) = answer.solution else { return self.unsolved() };
        let Some(frame) = relaxation.frame(&values) else { return Next::Whole };
        if self.met() {
            return Next::Done;
        }
        if self.corrections.iter().any(|known| known.frame == frame) {
            return Next::Whole;
        }
        self.try_frame(frame, relaxation.cost(&values), answer.verdict, whole)
    }

    /// What to do after a relaxation without solution: the whole program may still find a plan.
    fn unsolved(&self) -> Next {
        if self.control.must_stop() { Next::Done } else { Next::Whole }
    }

    fn try_frame(&mut self, frame: Frame, relaxed: f64, verdict: Verdict, whole: bool) -> Next {
        if self.control.must_stop() {
            return Next::Done; // on a county the program alone takes a second to write
        }
        let answer = self.complete(&frame);
        if self.met() || self.close_enough() {
            return Next::Done;
        }
        if verdict != Verdict::Solved {
            return if self.control.must_stop() { Next::Done } else { Next::Again };
        }
        if !whole {
            return Next::Again;
        }
        let extra = match answer.verdict {
            Verdict::Infeasible => None,
            // Rounded down, so that the correction never says too much.
            Verdict::Solved => match (believed(answer.bound) - relaxed).floor() as i64 {
                extra if extra > 0 => Some(extra),
                _ => return Next::Whole,
            },
            Verdict::Stopped | Verdict::Failed => return Next::Whole,
        };
        self.corrections.push(Correction { frame, extra });
        if self.gap() > WIDE && extra.is_some() { Next::Whole } else { Next::Again }
    }

    /// The whole program.
    fn program(&self) -> (Formulation<'a>, Program) {
        let (formulation, mut program) = Formulation::fixed(self.instance, self.fixing);
        if let Some(most) = self.max_changes {
            formulation.limit_changes(&mut program, most);
        }
        (formulation, program)
    }

    /// The best plan with this frame. Small, so it needs no start.
    fn complete(&mut self, frame: &Frame) -> Answer {
        let (formulation, mut program) = self.program();
        formulation.fix(&mut program, frame);
        let task = Task { silent: true, ..Task::default() };
        let answer = solver::run(program, task, self.options, self.control);
        self.nodes += answer.nodes;
        self.take(&answer);
        answer
    }

    /// With a start, HiGHS has been seen to say "optimal" and give a bound far below the optimum of a
    /// tiny program; it is then asked again without the start.
    fn whole(&mut self) {
        for with_start in [true, false] {
            let answer = self.ask_whole(with_start);
            let again = answer.verdict == Verdict::Solved && !self.met() && !self.close_enough();
            if !again || self.control.must_stop() {
                return;
            }
        }
    }

    /// Has the whole program solved once.
    pub(super) fn ask_whole(&mut self, with_start: bool) -> Answer {
        let (formulation, program) = self.program();
        let start = self.incumbent.as_ref().filter(|_| with_start);
        let start = start.map(|(plan, _)| translate::encode(&formulation, plan));
        let (gap, bound) = (self.options.gap, self.bound);
        let task = Task { start, gap, bound, tell: true, ..Task::default() };
        let answer = solver::run(program, task, self.options, self.control);
        self.learn(&answer);
        self.take(&answer);
        answer
    }

    /// Takes over what the answer to a relaxation, or the whole program, proves.
    fn learn(&mut self, answer: &Answer) {
        self.nodes += answer.nodes;
        match answer.verdict {
            Verdict::Infeasible => self.verdict = Verdict::Infeasible,
            Verdict::Stopped | Verdict::Failed => {
                self.bound = self.bound.max(self.valid(answer.bound));
            }
            Verdict::Solved => {
                self.bound = self.bound.max(self.valid(answer.bound));
                self.verdict = Verdict::Solved;
            }
        }
    }

    /// What a bound on the plans that are not ruled out says of all: the others cost more than the
    /// fixing's own limit.
    fn valid(&self, bound: f64) -> f64 {
        self.fixing.map_or(bound, |fixing| bound.min(fixing.upper().0 as f64))
    }

    /// Takes the plan of an answer to the whole program, fixed or not, where it is better.
    fn take(&mut self, answer: &Answer) {
        let found =
            answer.solution.as_deref().and_then(|x| translate::decode(&self.formulation, x));
        let Some(plan) = found else { return };
        let cost = cost(&self.formulation, &plan);
        if self.incumbent.as_ref().is_none_or(|(_, known)| cost < *known) {
            self.control.observer().incumbent(cost);
            self.incumbent = Some((plan, cost));
        }
    }

    /// Whether bound and plan meet: costs are whole numbers.
    pub(super) fn met(&self) -> bool {
        let cost = self.incumbent.as_ref().map(|(_, cost)| cost.0 as f64);
        self.verdict == Verdict::Solved && cost.is_some_and(|cost| cost - self.bound < 1.0)
    }

    fn gap(&self) -> f64 {
        let Some((_, cost)) = &self.incumbent else { return f64::INFINITY };
        (cost.0 as f64 - self.bound) / (cost.0 as f64).max(1.0)
    }

    /// Whether the gap that was asked for is reached.
    fn close_enough(&self) -> bool {
        self.options.gap > 0.0 && self.gap() <= self.options.gap
    }
}

/// HiGHS's bound less what it may be wrong by.
pub(super) fn believed(bound: f64) -> f64 {
    bound - super::BOUND_TOLERANCE * bound.abs()
}
