//! What commands answer, for people and for machines. Nothing here prints: `main` does.

mod annotations;
mod diff;
mod escape;
mod github;
mod json;
mod mask;
mod plan;
mod progress;
mod sarif;
mod text;

pub use diff::{shown_diff, unified};
pub use escape::line;
pub use json::{FileEntry, ReportData, RuleEntry, TemplateEntry, output_schema, text as json_text};
pub use plan::{diffs, files, plan};
pub use progress::Progress;
pub use text::{diagnostics, findings, verdict};

use std::borrow::Cow;
use std::process::ExitCode;

use crate::cli::Format;
use crate::project::{Failure, Written};
use crate::source::{Code, Diagnostic, Log};

/// What a command answers.
#[derive(Debug, Default)]
pub struct Report {
    /// The answer for people, on stdout.
    pub text: String,
    /// A line about what was done, on stderr.
    pub summary: String,
    /// The answer for machines, beside the diagnostics.
    pub data: ReportData,
    /// What the command was asked to find. Any of it makes the exit code 1; people read it in `text`.
    pub findings: Vec<Diagnostic>,
    /// What would be findings if the inputs did not allow it. Only SARIF has them, as suppressed.
    pub accepted: Vec<Diagnostic>,
    /// Whether the answer is no for another reason: out of date, different. It makes the exit code 1.
    pub is_no: bool,
    /// What is wrong, and warnings, on stderr. Any error among them makes the exit code 2.
    pub log: Log,
    /// What was written where there is an error.
    pub written: Written,
}

impl From<Failure> for Report {
    fn from(failure: Failure) -> Self {
        Self { log: failure.log, written: failure.written, ..Self::default() }
    }
}

impl From<Log> for Report {
    fn from(log: Log) -> Self {
        Self { log, ..Self::default() }
    }
}

impl Report {
    /// What is wrong with the arguments, in the words of their parser.
    pub fn of_usage(words: &str) -> Self {
        let (message, help) = words.split_once("\n").unwrap_or((words, ""));
        let message = message.strip_prefix("error: ").unwrap_or(message);
        let diagnostic = Diagnostic::new(Code::Usage, message);
        let help = help.lines().map(str::trim).filter(|line| !line.is_empty());
        Log::from(help.fold(diagnostic, Diagnostic::help)).into()
    }

    /// Every diagnostic: what is wrong first.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.log.diagnostics.iter().chain(&self.findings)
    }

    /// What goes to stdout.
    pub fn stdout(&self, format: Format) -> Cow<'_, str> {
        match format {
            Format::Human => Cow::Borrowed(&self.text),
            Format::Json => json::output(self).into(),
            Format::Sarif => sarif::output(self).into(),
            Format::Github => github::output(self).into(),
        }
    }

    /// What goes to stderr.
    pub fn stderr(&self, is_colored: bool, is_quiet: bool) -> String {
        let mut said = text::log(&self.log, is_colored);
        let errors = self.log.errors();
        if errors > 0 {
            said.push_str(&text::count(errors, self.written));
        }
        if !is_quiet {
            said.push_str(&self.summary);
        }
        said
    }

    /// 0: done, clean. 1: the answer is no. 2: an error.
    pub fn exit_code(&self) -> ExitCode {
        if self.log.errors() > 0 {
            ExitCode::from(2)
        } else {
            ExitCode::from(u8::from(self.is_no || !self.findings.is_empty()))
        }
    }
}
