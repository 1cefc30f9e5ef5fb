//! Runs Terraform's, or OpenTofu's, own checks on a copy of a workspace.

mod copy;
mod problem;
mod program;
mod run;
mod running;

pub use copy::Copy;
pub use problem::{Problem, problems};
pub use program::{Program, ProgramError};
pub use run::{Options, run};

use std::time::Duration;

/// A directory that is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The path in the workspace, such as `environments/dev`.
    pub path: String,
    /// What it is.
    pub kind: TargetKind,
}

/// What a directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// The root module of an environment.
    Environment,
    /// A module, which has tests.
    Module,
}

/// A command of Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// `init`, without the backend unless there is a plan.
    Init,
    /// `fmt -check`
    Fmt,
    /// `validate`
    Validate,
    /// `test`, of a module.
    Test,
    /// `plan`, of an environment.
    Plan,
}

impl Step {
    /// The name of the command.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Fmt => "fmt",
            Self::Validate => "validate",
            Self::Test => "test",
            Self::Plan => "plan",
        }
    }
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It found nothing; for a plan, with what would change.
    Passed {
        /// What a plan would change, such as `2 to add, 0 to change, 1 to destroy`.
        changes: Option<String>,
    },
    /// It found something.
    Failed {
        /// Terraform's output.
        output: String,
    },
    /// It did not run, because `init` failed.
    Skipped,
}

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepResult {
    /// The step.
    pub step: Step,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub time: Duration,
}

/// The results of a directory, in the order of the steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetResult {
    /// The directory.
    pub target: Target,
    /// The results.
    pub steps: Vec<StepResult>,
}

impl TargetResult {
    /// Whether no step failed.
    pub fn is_passed(&self) -> bool {
        self.steps.iter().all(|result| matches!(result.outcome, Outcome::Passed { .. }))
    }
}
