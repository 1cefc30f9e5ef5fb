//! Runs the steps: the first `init` of an environment and of a module alone, because they fill the cache of plugins, and the
//! rest in parallel.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use crate::parallel;
use crate::verify::{Copy, Outcome, Program, Step, StepResult, Target, TargetKind, TargetResult, running};

/// How targets are verified.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether environments are also planned, with their backends.
    pub has_plan: bool,
    /// A directory with providers, the only one that is asked for them.
    pub plugin_dir: Option<PathBuf>,
    /// The number of targets at once.
    pub jobs: usize,
}

/// Runs all steps of all targets; `is_done` is called after each.
pub fn run(
    program: &Program,
    copy: &Copy,
    targets: &[Target],
    options: Options,
    is_done: &(dyn Fn(&Target, &StepResult) + Sync),
) -> Vec<TargetResult> {
    let runner = Runner { program, copy, options, is_done };
    parallel::add_work(targets.iter().map(|target| 1 + runner.steps_of(target).len()).sum());
    let first = |kind| targets.iter().position(|target| target.kind == kind);
    let alone: Vec<usize> =
        [TargetKind::Environment, TargetKind::Module].into_iter().filter_map(first).collect();
    let started: Vec<(usize, StepResult)> =
        alone.into_iter().map(|index| (index, runner.init(&targets[index]))).collect();
    let results = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..runner.options.jobs.clamp(1, targets.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(target) = targets.get(index) else { return };
                    let init = started.iter().find(|(of, _)| *of == index).map(|(_, result)| result.clone());
                    let init = init.unwrap_or_else(|| runner.init(target));
                    let result = runner.rest(target, init);
                    results.lock().expect("no thread panics").push((index, result));
                }
            });
        }
    });
    running::wait_if_stopped();
    let mut results = results.into_inner().expect("no thread panics");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

struct Runner<'a> {
    program: &'a Program,
    copy: &'a Copy,
    options: Options,
    is_done: &'a (dyn Fn(&Target, &StepResult) + Sync),
}

impl Runner<'_> {
    fn init(&self, target: &Target) -> StepResult {
        let is_planned = self.options.has_plan && target.kind == TargetKind::Environment;
        let plugin_dir =
            self.options.plugin_dir.as_ref().map(|path| format!("-plugin-dir={}", path.display()));
        let mut arguments = vec!["init", "-no-color", "-input=false"];
        arguments.extend(plugin_dir.as_deref());
        if !is_planned {
            arguments.push("-backend=false");
        }
        if self.copy.has_provider_lock(target) {
            arguments.push("-lockfile=readonly");
        }
        self.step(target, Step::Init, &arguments)
    }

    fn rest(&self, target: &Target, init: StepResult) -> TargetResult {
        let can_go_on = matches!(init.outcome, Outcome::Passed { .. });
        let mut steps = vec![init];
        for (step, arguments) in self.steps_of(target) {
            steps.push(match can_go_on || step == Step::Fmt {
                true => self.step(target, step, arguments),
                false => StepResult { step, outcome: Outcome::Skipped, time: Default::default() },
            });
        }
        TargetResult { target: target.clone(), steps }
    }

    fn steps_of(&self, target: &Target) -> Vec<(Step, &'static [&'static str])> {
        let mut steps: Vec<(Step, &'static [&'static str])> = vec![
            (Step::Fmt, &["fmt", "-check", "-recursive", "-no-color"]),
            (Step::Validate, &["validate", "-no-color"]),
        ];
        match target.kind {
            TargetKind::Module => steps.push((Step::Test, &["test", "-no-color"])),
            TargetKind::Environment if self.options.has_plan => steps.push((
                Step::Plan,
                &["plan", "-no-color", "-input=false", "-lock=false", "-detailed-exitcode"],
            )),
            TargetKind::Environment => {}
        }
        steps
    }

    fn step(&self, target: &Target, step: Step, arguments: &[&str]) -> StepResult {
        let start = Instant::now();
        let is_planned = self.options.has_plan && target.kind == TargetKind::Environment;
        let has_credentials = is_planned && matches!(step, Step::Init | Step::Plan);
        let (directory, plugins) = (self.copy.path_of(target), self.copy.plugins());
        let output = self.program.run(&directory, &plugins, has_credentials, arguments);
        let outcome = match output {
            Ok(output) => outcome(step, output.status.code(), &output.stdout, &output.stderr),
            Err(error) => Outcome::Failed { output: error.to_string() },
        };
        let result = StepResult { step, outcome, time: start.elapsed() };
        parallel::finish_one();
        (self.is_done)(target, &result);
        result
    }
}

/// Source: Terraform, "Command: plan": with `-detailed-exitcode`, 2 is a plan with changes.
fn outcome(step: Step, code: Option<i32>, stdout: &[u8], stderr: &[u8]) -> Outcome {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match (step, code) {
        (Step::Plan, Some(0)) => Outcome::Passed { changes: Some("no changes".to_owned()) },
        (Step::Plan, Some(2)) => Outcome::Passed { changes: Some(planned(&text(stdout))) },
        (_, Some(0)) => Outcome::Passed { changes: None },
        _ => Outcome::Failed { output: text(stdout) + &text(stderr) },
    }
}

/// What a plan would change, from Terraform's summary of it.
fn planned(output: &str) -> String {
    let summary = output.lines().rev().find_map(|line| line.strip_prefix("Plan: "));
    summary
        .map_or_else(|| "changes of outputs".to_owned(), |summary| summary.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_of_a_plan_says_whether_it_changes_something() {
        let plan = |code, text: &str| outcome(Step::Plan, Some(code), text.as_bytes(), b"");
        let changes = |text: &str| Outcome::Passed { changes: Some(text.to_owned()) };
        assert_eq!(plan(0, "No changes."), changes("no changes"));
        assert_eq!(
            plan(2, "…\nPlan: 2 to add, 0 to change, 1 to destroy.\n"),
            changes("2 to add, 0 to change, 1 to destroy")
        );
        assert_eq!(plan(1, "Error"), Outcome::Failed { output: "Error".to_owned() });
        assert_eq!(
            outcome(Step::Validate, None, b"", b"killed"),
            Outcome::Failed { output: "killed".to_owned() }
        );
    }
}
