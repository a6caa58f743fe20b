//! What others made of the exported program: logs of solvers, and plan folders.

use anyhow::{Result, bail};

use super::Args;
use super::lists::Named;
use crate::analyse::bench::{Limit, Origin, Run};
use crate::check;
use crate::cli::{output, reading};
use crate::input::solver_log::SolverLog;
use crate::language::{Language, say};
use crate::model::{Instance, Millipoints, Status, Trace};

/// Everything given with `--log` and `--plan`, and the instance each belongs to.
pub(super) struct Strangers<'a> {
    logs: Vec<(usize, &'a Named)>,
    plans: Vec<(usize, &'a Named)>,
}

impl<'a> Strangers<'a> {
    /// Finds the instance of each by its name.
    pub(super) fn of(args: &'a Args, names: &[String], language: Language) -> Result<Self> {
        let place = |named: &'a Named| Ok((subject(named, names, language)?, named));
        let logs = args.log.iter().map(place).collect::<Result<Vec<_>>>()?;
        let plans = args.plan.iter().map(place).collect::<Result<Vec<_>>>()?;
        let methods: Vec<&str> = args.methods.iter().map(|method| method.name()).collect();
        let mut seen: Vec<(usize, &str)> = Vec::new();
        for (subject, named) in logs.iter().chain(&plans) {
            let key = (*subject, named.name.as_str());
            if methods.contains(&key.1) || seen.contains(&key) {
                bail!(say!(language, "bench-name-taken", name = named.name.clone()));
            }
            seen.push(key);
        }
        Ok(Self { logs, plans })
    }

    /// The runs of one instance. The inner error is a plan that breaks the rules.
    pub(super) fn runs(
        &self,
        subject: usize,
        instance: &Instance,
        quiet: bool,
        language: Language,
    ) -> Result<Result<Vec<Run>, String>> {
        let mut runs = Vec::new();
        for (_, named) in self.logs.iter().filter(|(of, _)| *of == subject) {
            runs.push(log(subject, named, reading::solver_log(&named.path, language)?));
        }
        for (_, named) in self.plans.iter().filter(|(of, _)| *of == subject) {
            let tables = reading::plan(&named.path, quiet, language)?;
            let report = check::check(instance, &tables);
            if let Some(first) = report.violations.first() {
                return Ok(Err(say!(
                    language,
                    "bench-broken-plan",
                    path = named.path.display().to_string(),
                    count = report.violations.len(),
                    rule = first.rule.to_string(),
                    what = first.message.said(language),
                )));
            }
            let cost = report.objective();
            runs.push(Run { objective: Some(cost), ..stranger(subject, named, Origin::Plan) });
        }
        for run in runs.iter().filter(|run| run.objective.is_none() && !quiet) {
            let said = say!(language, "bench-log-without-plan", name = run.solver.clone());
            output::note(&said, language);
        }
        Ok(Ok(runs))
    }
}

fn subject(named: &Named, names: &[String], language: Language) -> Result<usize> {
    match &named.instance {
        Some(instance) => match names.iter().position(|name| name == instance) {
            Some(position) => Ok(position),
            None => bail!(say!(
                language,
                "bench-no-such-instance",
                instance = instance.clone(),
                names = names.join(", "),
            )),
        },
        None if names.len() == 1 => Ok(0),
        None => {
            let (name, names) = (named.name.clone(), names.join(", "));
            bail!(say!(language, "bench-whose", name = name, names = names))
        }
    }
}

/// What is the same for logs and plans.
fn stranger(subject: usize, named: &Named, origin: Origin) -> Run {
    Run {
        subject,
        solver: named.name.clone(),
        origin,
        repetition: 1,
        seed: None,
        threads: None,
        limit: Limit::None,
        status: Some(Status::Feasible),
        objective: None,
        bound: None,
        trace: Trace::default(),
        seconds: None,
        iterations: None,
        memory_kib: None,
    }
}

fn log(subject: usize, named: &Named, log: SolverLog) -> Run {
    Run {
        threads: log.threads,
        status: Some(log.status),
        objective: log.trace.objective(),
        bound: log.bound.filter(|&bound| bound > Millipoints::ZERO),
        trace: log.trace,
        seconds: log.seconds,
        ..stranger(subject, named, Origin::Log)
    }
}
