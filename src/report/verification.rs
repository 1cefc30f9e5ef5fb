//! What Terraform says about the directories of a workspace.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::escape;
use crate::report::junit::quoted;
use crate::source::{Code, Diagnostic, secrets_in};
use crate::verify::{Outcome, Problem, Step, StepResult, Target, TargetResult, problems};

/// The columns of the table.
const STEPS: [Step; 5] = [Step::Init, Step::Fmt, Step::Validate, Step::Test, Step::Plan];

/// What Terraform says about a directory.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerifiedEntry {
    /// The directory, such as `environments/dev`.
    pub path: String,
    /// The commands that were run, in order.
    pub steps: Vec<VerifiedStep>,
}

/// The result of a command of Terraform.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerifiedStep {
    /// The command: `init`, `fmt`, `validate`, `test` or `plan`.
    pub step: &'static str,
    /// `passed`, `failed` or `skipped`.
    pub outcome: &'static str,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What a plan would change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
    /// Terraform's output, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
}

impl VerifiedEntry {
    /// The entries of all results.
    pub fn all(results: &[TargetResult]) -> Vec<Self> {
        let entry = |result: &TargetResult| Self {
            path: result.target.path.clone(),
            steps: result.steps.iter().map(VerifiedStep::of).collect(),
        };
        results.iter().map(entry).collect()
    }
}

impl VerifiedStep {
    fn of(result: &StepResult) -> Self {
        let (outcome, changes, output) = match &result.outcome {
            Outcome::Passed { changes } => ("passed", changes.clone(), None),
            Outcome::Failed { output } => ("failed", None, Some(masked(output))),
            Outcome::Skipped => ("skipped", None, None),
        };
        Self { step: result.step.as_str(), outcome, seconds: seconds(result.time), changes, output }
    }
}

/// A line when a step has ended.
pub fn verified_step(path: &str, result: &StepResult) -> String {
    format!("{path}: {} {}", result.step.as_str(), cell(result))
}

/// The table of all results, and the output of what failed.
pub fn verification(results: &[TargetResult]) -> String {
    let is_used = |step: &Step| results.iter().any(|one| one.steps.iter().any(|result| result.step == *step));
    let steps: Vec<Step> = STEPS.into_iter().filter(is_used).collect();
    let mut rows = vec![row("", steps.iter().map(|step| step.as_str().to_owned()))];
    for result in results {
        let cells = steps.iter().map(|step| {
            let found = result.steps.iter().find(|result| result.step == *step);
            found.map(cell).unwrap_or_default()
        });
        rows.push(row(&result.target.path, cells));
    }
    let failed: String = results.iter().map(failures).collect();
    aligned(&rows) + &failed
}

/// A finding for each problem that Terraform tells, where it tells it.
pub fn verification_findings(results: &[TargetResult]) -> Vec<Diagnostic> {
    let of_step = |(target, result): (&Target, &StepResult)| match &result.outcome {
        Outcome::Failed { output } => step_findings(target, result.step, &masked(output)),
        Outcome::Passed { .. } | Outcome::Skipped => Vec::new(),
    };
    let steps = results.iter().flat_map(|result| result.steps.iter().map(|step| (&result.target, step)));
    steps.flat_map(of_step).collect()
}

fn step_findings(target: &Target, step: Step, output: &str) -> Vec<Diagnostic> {
    let code = Code::TerraformCheckFailed;
    let said = |summary: &str| format!("`{}` in {}: {summary}", step.as_str(), target.path);
    let problems = problems(step, output);
    if problems.is_empty() {
        return vec![Diagnostic::new(code, said("it failed"))];
    }
    let finding = |problem: Problem| match &problem.place {
        Some((file, line)) => {
            let path = below(&target.path, file);
            Diagnostic::in_file(path, *line, code, said(&problem.summary))
        }
        None => Diagnostic::new(code, said(&problem.summary)),
    };
    problems.into_iter().map(finding).collect()
}

/// The path in the workspace of a file whose path is relative to a directory of it.
fn below(directory: &str, file: &str) -> String {
    let mut parts: Vec<&str> = directory.split('/').collect();
    for part in file.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The results as JUnit's XML, with a test suite for each directory.
pub fn verification_junit(results: &[TargetResult]) -> String {
    let suite = |result: &TargetResult| {
        let cases: String = result.steps.iter().map(|step| test_case(&result.target.path, step)).collect();
        format!(
            "  <testsuite name={}{}>\n{cases}  </testsuite>\n",
            quoted(&result.target.path),
            counts(&result.steps)
        )
    };
    let all: Vec<StepResult> = results.iter().flat_map(|result| result.steps.iter().cloned()).collect();
    let suites: String = results.iter().map(suite).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"verify\"{}>\n{suites}</testsuites>\n",
        counts(&all)
    )
}

fn counts(steps: &[StepResult]) -> String {
    let failures = steps.iter().filter(|result| matches!(result.outcome, Outcome::Failed { .. })).count();
    let skipped = steps.iter().filter(|result| result.outcome == Outcome::Skipped).count();
    format!(" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", steps.len())
}

fn test_case(path: &str, result: &StepResult) -> String {
    let head = format!(
        "    <testcase name={} classname={} time=\"{:.1}\"",
        quoted(result.step.as_str()),
        quoted(path),
        seconds(result.time)
    );
    match &result.outcome {
        Outcome::Passed { .. } => format!("{head}/>\n"),
        Outcome::Skipped => format!("{head}>\n      <skipped message=\"init failed\"/>\n    </testcase>\n"),
        Outcome::Failed { output } => {
            format!("{head}>\n      <failure message={}/>\n    </testcase>\n", quoted(&masked(output)))
        }
    }
}

fn cell(result: &StepResult) -> String {
    let time = format!("{:.1} s", seconds(result.time));
    match &result.outcome {
        Outcome::Passed { changes: Some(changes) } => format!("{changes} ({time})"),
        Outcome::Passed { changes: None } => format!("ok ({time})"),
        Outcome::Failed { .. } => format!("FAILED ({time})"),
        Outcome::Skipped => "skipped".to_owned(),
    }
}

fn failures(result: &TargetResult) -> String {
    let failed = result.steps.iter().filter_map(|step| match &step.outcome {
        Outcome::Failed { output } => Some((step.step, output)),
        Outcome::Passed { .. } | Outcome::Skipped => None,
    });
    let shown = failed.map(|(step, output)| {
        let output = masked(output);
        let lines = output.trim().lines().map(|line| format!("  {}\n", escape::line(line)));
        format!("\nfailed: {} in {}\n{}", step.as_str(), result.target.path, lines.collect::<String>())
    });
    shown.collect()
}

fn row(first: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(first.to_owned()).chain(cells).collect()
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}  "));
        cells.collect::<String>().trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Terraform's output without secrets.
fn masked(output: &str) -> String {
    let mut masked = output.to_owned();
    for secret in secrets_in(output).into_iter().rev() {
        masked.replace_range(secret, "****");
    }
    masked
}

fn seconds(time: Duration) -> f64 {
    time.as_millis() as f64 / 1000.0
}
