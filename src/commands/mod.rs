//! One short file for each verb.

mod beside;
mod check;
mod diff;
mod fmt;
mod generate;
mod load;
mod new;
mod pack;
mod prepare;
mod schema;
mod templates;

use crate::cli::{Cli, Command};
use crate::report::Written;
use crate::source::{Diagnostic, Sources};

/// What a command has to say.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Data, for stdout.
    pub data: String,
    /// Words about what was done, for stderr.
    pub words: String,
    /// Whether the answer is no: out of date, a finding, different. It makes the exit code 1.
    pub is_no: bool,
    /// What was written where there is an error.
    pub written: Written,
    /// What is wrong, sorted by place. Any error among them makes the exit code 2.
    pub diagnostics: Vec<Diagnostic>,
    /// How many errors there are besides.
    pub more_errors: usize,
    /// The files that the diagnostics point into.
    pub sources: Sources,
}

impl Outcome {
    /// How many of the diagnostics are errors.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.code.is_error()).count() + self.more_errors
    }

    fn of_diagnostic(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], ..Self::default() }
    }
}

/// Tells whoever waits why, at once.
pub type Notify<'a> = dyn Fn(&str) + 'a;

/// Runs a command. What can't wait for its end is told by `notify`.
pub fn run(cli: &Cli, notify: &Notify) -> Outcome {
    match &cli.command {
        Command::New(new) => new::run(new, notify),
        Command::Generate(generate) => generate::run(generate, notify),
        Command::Check(check) => check::run(check),
        Command::Diff(diff) => diff::run(diff),
        Command::Fmt(fmt) => fmt::run(fmt),
        Command::Templates(templates) => templates::run(templates),
        Command::Schema { templates } => schema::run(templates.as_deref()),
    }
}
