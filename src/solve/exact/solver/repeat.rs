//! A run of HiGHS again, without its clock.
//!
//! HiGHS does the same each time, as far as it gets. Where it came to its end it does so again. Where it was
//! stopped it is stopped once it has told of as many solutions and its bound is as good; the solution
//! is then the same, and the bound is that of the first run, which the second has proven, too.

use super::{Answer, Task, Verdict, ask};
use crate::solve::exact::callback::Until;
use crate::solve::exact::program::Program;
use crate::solve::{Control, Options};

/// Verdicts as they are noted.
const VERDICTS: [Verdict; 4] =
    [Verdict::Solved, Verdict::Infeasible, Verdict::Stopped, Verdict::Failed];

/// What is kept of an answer: verdict, bound (as bits), nodes, number of the solution, whether there is one.
pub(super) fn note(answer: &Answer) -> Vec<i64> {
    let verdict = VERDICTS.iter().position(|&known| known == answer.verdict).unwrap_or(0);
    let bound = answer.bound.to_bits().cast_signed();
    let (nodes, number) = (answer.nodes.cast_signed(), answer.number.cast_signed());
    vec![verdict as i64, bound, nodes, number, i64::from(answer.solution.is_some())]
}

/// Solves `program` again, as far as HiGHS came; where it comes to another end, the replay has strayed.
pub(super) fn run(
    program: Program,
    task: Task,
    known: &[i64],
    options: &Options,
    control: &Control,
) -> Answer {
    let Some(known) = Known::new(known) else {
        control.stray();
        return Answer::failed();
    };
    let start = task.start.clone();
    if let Some(Until { solutions: 0, bound: None }) = known.until() {
        return known.again(start); // HiGHS had come nowhere
    }
    let answer = ask(program, task, known.until(), options, control);
    let again = match known.verdict {
        Verdict::Solved | Verdict::Infeasible => known.ended(answer),
        Verdict::Stopped | Verdict::Failed => known.stopped(answer, start),
    };
    again.unwrap_or_else(|| {
        control.stray();
        Answer::failed()
    })
}

struct Known {
    verdict: Verdict,
    bound: f64,
    nodes: u64,
    number: u64,
    has_solution: bool,
}

impl Known {
    fn new(noted: &[i64]) -> Option<Self> {
        let &[verdict, bound, nodes, number, has_solution] = noted else { return None };
        let verdict = *VERDICTS.get(usize::try_from(verdict).ok()?)?;
        let bound = f64::from_bits(bound.cast_unsigned());
        let (nodes, number) = (u64::try_from(nodes).ok()?, u64::try_from(number).ok()?);
        Some(Self { verdict, bound, nodes, number, has_solution: has_solution == 1 })
    }

    /// Where to stop, if HiGHS was stopped.
    fn until(&self) -> Option<Until> {
        let stopped = matches!(self.verdict, Verdict::Stopped | Verdict::Failed);
        let bound = Some(self.bound).filter(|bound| bound.is_finite() && *bound > 0.0);
        stopped.then_some(Until { solutions: self.number, bound })
    }

    /// What a run that came to its end came to; `None` where the second has another end. Its nodes are
    /// what HiGHS told of on the way, which it does by the clock.
    fn ended(&self, answer: Answer) -> Option<Answer> {
        let bound = answer.bound.to_bits() == self.bound.to_bits();
        let same = answer.verdict == self.verdict && (bound || self.verdict == Verdict::Infeasible);
        same.then_some(Answer { nodes: self.nodes, number: self.number, ..answer })
    }

    /// What a run that was stopped came to; `None` where the second did not come as far.
    fn stopped(&self, answer: Answer, start: Option<Vec<f64>>) -> Option<Answer> {
        let proven = self.until().and_then(|until| until.bound);
        let far = answer.verdict == Verdict::Infeasible
            || proven.is_none_or(|bound| answer.bound >= bound);
        if answer.number < self.number || !far {
            return None;
        }
        let told = if self.number > 0 { answer.solution } else { start };
        Some(self.again(told))
    }

    fn again(&self, solution: Option<Vec<f64>>) -> Answer {
        let solution = solution.filter(|_| self.has_solution);
        let Self { verdict, bound, nodes, number, .. } = *self;
        Answer { verdict, solution, bound, nodes, number }
    }
}
