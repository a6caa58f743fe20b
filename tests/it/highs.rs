//! HiGHS in a process of its own: it may crash, hang, talk nonsense or find no memory, and what is
//! known without it is delivered all the same.

mod commands;

use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use jiedui::model::{Failure, Instance, Outcome, Plan, Status};
use jiedui::solve::apart::Apart;
use jiedui::solve::{Control, Options, Silent, auto, exact};

use crate::brute::optimum;
use crate::command_line::township;
use crate::exact::{hold, search_for};
use crate::support::{Shape, instance};

/// What stands in for HiGHS's process: a shell's words, where `$0` is this program.
fn shell(words: &str) -> io::Result<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", words, env!("CARGO_BIN_EXE_jiedui")]);
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

fn sound() -> Apart {
    Apart::new(|| shell("exec \"$0\" highs"))
}

fn options(apart: &Apart, seconds: f64) -> Options {
    let time_limit = Some(Duration::from_secs_f64(seconds));
    Options { time_limit, threads: 1, apart: Some(apart.clone()), ..Options::default() }
}

fn solve(instance: &Instance, apart: &Apart, seconds: f64, start: Option<&Plan>) -> Outcome {
    let stop = AtomicBool::new(false);
    let options = options(apart, seconds);
    let control = Control::new(&stop, &Silent, options.time_limit);
    exact::solve(instance, &options, &control, start)
}

/// A township and a plan of it that the integer program needs long to better.
fn hard() -> (Instance, Plan) {
    let instance = Instance::new(township()).unwrap();
    let (plan, _) = search_for(&instance, 2_000).incumbent.expect("a township has plans");
    (instance, plan)
}

/// The plan that was known is kept where HiGHS fails so, and nothing is claimed of it.
#[track_caller]
fn survives(apart: &Apart, failure: Failure) {
    let (instance, plan) = hard();
    let seconds = if failure == Failure::Stalled { 1.0 } else { 60.0 };
    let outcome = solve(&instance, apart, seconds, Some(&plan));
    hold(&instance, &outcome, "after a failure");
    assert_eq!(outcome.status, Status::Feasible);
    assert_eq!(apart.failure(), Some(failure));
}

#[test]
fn a_process_of_its_own_comes_to_the_same_end() {
    let mut feasible = 0;
    for seed in 0..12 {
        let (instance, apart) = (instance(&Shape::tiny(), seed), sound());
        let outcome = solve(&instance, &apart, 120.0, None);
        match optimum(&instance) {
            None => assert_eq!(outcome.status, Status::Infeasible, "seed {seed}"),
            Some(best) => {
                hold(&instance, &outcome, &format!("seed {seed}"));
                assert_eq!((outcome.status, outcome.bound), (Status::Optimal, best), "seed {seed}");
                feasible += 1;
            }
        }
        assert_eq!(apart.failure(), None, "seed {seed}");
    }
    assert!(feasible >= 4, "only {feasible} instances say anything");
}

#[test]
fn where_no_process_can_be_started_highs_runs_in_this_one() {
    let instance = instance(&Shape::tiny(), 1);
    let apart = Apart::new(|| Err(io::ErrorKind::OutOfMemory.into()));
    let outcome = solve(&instance, &apart, 120.0, None);
    assert_eq!(outcome.incumbent.map(|(_, cost)| cost), optimum(&instance));
    assert_eq!(apart.failure(), None);
}

#[test]
fn a_process_that_dies_of_a_signal_leaves_the_plan_that_was_known() {
    let (kill, abort, fault) = (Some(9), Some(6), Some(11));
    survives(&Apart::new(|| shell("kill -KILL $$")), Failure::Died(kill));
    survives(&Apart::new(|| shell("kill -ABRT $$")), Failure::Died(abort));
    survives(
        &Apart::new(|| shell("head -c 1000 > /dev/null; kill -SEGV $$")),
        Failure::Died(fault),
    );
    survives(&Apart::new(|| shell("printf '{\"Bound'; kill -KILL $$")), Failure::Died(kill));
    survives(&Apart::new(|| shell("exit 3")), Failure::Died(None));
}

#[test]
fn a_process_that_is_killed_while_highs_works_leaves_the_plan_that_was_known() {
    macro_rules! killed_after {
        ($($seconds:literal)*) => {
            $(survives(
                &Apart::new(|| shell(concat!("exec timeout -s KILL ", $seconds, " \"$0\" highs"))),
                Failure::Died(Some(9)),
            );)*
        };
    }
    killed_after!("0.001" "0.01" "0.03" "0.07" "0.2" "0.5");
}

#[test]
fn a_process_that_finds_no_memory_leaves_the_plan_that_was_known() {
    let (instance, plan) = hard();
    let apart = Apart::new(|| shell("ulimit -v 60000; exec \"$0\" highs"));
    let outcome = solve(&instance, &apart, 60.0, Some(&plan));
    hold(&instance, &outcome, "without memory");
    assert_eq!(outcome.status, Status::Feasible);
    // HiGHS catches the want of memory in some places, in others it ends its process.
    let failure = apart.failure();
    assert!(matches!(failure, Some(Failure::Died(Some(6)) | Failure::Refused)), "{failure:?}");
}

#[test]
fn a_process_that_does_not_stop_is_ended() {
    let begun = Instant::now();
    survives(&Apart::new(|| shell("exec sleep 1000")), Failure::Stalled);
    survives(&Apart::new(|| shell("cat > /dev/null; exec sleep 1000")), Failure::Stalled);
    survives(&Apart::new(|| shell("kill -STOP $$; exec \"$0\" highs")), Failure::Stalled);
    assert!(begun.elapsed() < Duration::from_secs(300), "it was waited for");
}

#[test]
fn a_process_that_talks_nonsense_is_not_believed() {
    for apart in [
        Apart::new(|| shell("head -n 1 > /dev/null; echo nonsense")),
        Apart::new(|| shell("head -n 1 > /dev/null; yes | tr -d '\\n'")),
        Apart::new(|| {
            shell("head -n 1 > /dev/null; echo '{\"Solution\":{\"cost\":0.0,\"columns\":[1.0]}}'")
        }),
        Apart::new(|| {
            shell(
                "head -n 1 > /dev/null; echo '{\"Answer\":{\"verdict\":\"Solved\",\"solution\":[],\"nodes\":0}}'",
            )
        }),
    ] {
        survives(&apart, Failure::Garbled);
    }
}

#[test]
fn what_was_told_before_the_end_counts() {
    let (instance, plan) = hard();
    let apart =
        Apart::new(|| shell("echo '{\"Bound\":{\"bound\":7.5,\"nodes\":3}}'; kill -KILL $$"));
    let outcome = solve(&instance, &apart, 60.0, Some(&plan));
    hold(&instance, &outcome, "with a bound");
    assert_eq!(outcome.bound.0, 7);
    assert_eq!(apart.failure(), Some(Failure::Died(Some(9))));
}

#[test]
fn where_highs_fails_the_search_has_the_rest_of_the_time() {
    let instance = Instance::new(township()).unwrap();
    let apart = Apart::new(|| shell("kill -ABRT $$"));
    let stop = AtomicBool::new(false);
    let options = options(&apart, 6.0);
    let control = Control::new(&stop, &Silent, options.time_limit);
    let outcome = auto::solve(&instance, &options, &control, None);
    hold(&instance, &outcome, "without HiGHS");
    assert!(control.must_stop(), "time was left");
    assert_eq!(apart.failure(), Some(Failure::Died(Some(6))));
}
