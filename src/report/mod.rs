//! The output of commands, for people and machines. Only `main` prints it.

#![warn(clippy::wildcard_enum_match_arm)]

mod access;
mod access_data;
mod access_findings;
mod annotations;
mod comparison;
mod diff;
mod escape;
mod explanation;
mod findings;
mod fixes;
mod github;
mod json;
mod junit;
mod markdown;
mod mask;
mod page;
mod paint;
mod permissions;
mod plan;
mod progress;
mod sarif;
mod text;
mod verification;
mod width;

pub use access::{SCOPE, answers, tests, tests_summary};
pub use access_data::{AnswerEntry, TestEntry};
pub use access_findings::test_findings;
pub use comparison::{ComparisonEntry, ShownChanges, changed_access, comparisons, comparisons_markdown};
pub use diff::{shown_diff, unified};
pub use escape::line;
pub use findings::{accepted, findings_summary};
pub use fixes::{FixedEntry, fixed};
pub use json::{
    AcceptedEntry, FileEntry, ReportData, RuleEntry, TemplateEntry, output_schema, text as json_text,
};
pub use junit::junit;
pub use page::{Contents, Verdict, html, markdown};
pub use paint::TextStyle;
pub use permissions::{
    PermissionsEntry, limits, markdown as permissions_markdown, mermaid as permissions_mermaid,
    text as permissions,
};
pub use plan::{diffs, files, plan};
pub use progress::Progress;
pub use text::{diagnostics, differences, verdict};
pub use verification::{
    VerifiedEntry, verification, verification_findings, verification_junit, verified_step,
};
pub use width::set_columns;

use std::borrow::Cow;
use std::process::ExitCode;

use crate::cli::Format;
use crate::lint::Accepted;
use crate::project::{Failure, Written};
use crate::source::{Code, Diagnostic, Log, Severity};

/// The result of a command.
#[derive(Debug, Default)]
pub struct Report {
    /// The output for people, on stdout.
    pub text: String,
    /// The output for people, instead of a text: a formatted file that isn't UTF-8.
    pub bytes: Option<Vec<u8>>,
    /// How the output for people is colored.
    pub text_style: TextStyle,
    /// A summary of what was done, on stderr.
    pub summary: String,
    /// The data for machine-readable formats, in addition to the diagnostics.
    pub data: ReportData,
    /// The findings that the command was asked for. `text` already contains them for people.
    pub findings: Vec<Diagnostic>,
    /// The severity from which a finding sets the exit code to 1.
    pub fail_on: Severity,
    /// Whether the command only tells about findings, which then don't affect the exit code.
    pub is_informational: bool,
    /// The findings that the inputs accept. SARIF includes them as suppressed results.
    pub accepted: Vec<Accepted>,
    /// Whether there is another reason for exit code 1, such as a difference.
    pub is_no: bool,
    /// Whether an answer is undecided, which is exit code 3.
    pub is_undecided: bool,
    /// The errors and warnings, on stderr. Any error sets the exit code to 2.
    pub log: Log,
    /// What was written, if there is an error.
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
    /// A report about invalid command-line arguments, with the message of the parser.
    pub fn of_usage(words: &str) -> Self {
        let (message, help) = words.split_once("\n").unwrap_or((words, ""));
        let message = message.strip_prefix("error: ").unwrap_or(message);
        let diagnostic = Diagnostic::new(Code::Usage, message);
        let help = help.lines().map(str::trim).filter(|line| !line.is_empty());
        Log::from(help.fold(diagnostic, Diagnostic::help)).into()
    }

    /// All diagnostics, errors and warnings first.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.log.diagnostics.iter().chain(&self.findings)
    }

    /// The output on stdout.
    pub fn stdout(&self, format: Format, is_colored: bool) -> Cow<'_, str> {
        match format {
            Format::Human if is_colored => paint::paint(&self.text, self.text_style).into(),
            Format::Human | Format::Markdown | Format::Mermaid | Format::Junit => Cow::Borrowed(&self.text),
            Format::Json => json::output(self).into(),
            Format::Sarif => sarif::output(self).into(),
            Format::Github => github::output(self).into(),
        }
    }

    /// The files that were read, and why, and those that were left out, a line for each.
    pub fn read_files(&self) -> String {
        let line = |(name, purpose)| format!("read {}: {purpose}\n", escape::line(name));
        let ignored = |name: &String| {
            format!("ignored {}: an editor or the operating system has left it\n", escape::line(name))
        };
        let sources = &self.log.sources;
        sources.read().map(line).chain(sources.ignored().iter().map(ignored)).collect()
    }

    /// The output on stderr.
    pub fn stderr(&self, is_colored: bool, is_quiet: bool) -> String {
        let mut said = text::log(&self.log, is_colored);
        let errors = self.log.errors();
        if errors > 0 {
            said.push_str(&text::count(errors, self.written));
        }
        if !is_quiet {
            match is_colored {
                true => said.push_str(&paint::paint(&self.summary, TextStyle::Words)),
                false => said.push_str(&self.summary),
            }
        }
        said
    }

    /// 0 for success, 1 for findings, differences or what is denied, 2 for errors, 3 for what is undecided.
    pub fn exit_code(&self) -> ExitCode {
        let is_failing = |finding: &Diagnostic| finding.severity >= self.fail_on;
        let fails = || !self.is_informational && self.findings.iter().any(is_failing);
        ExitCode::from(match self.log.errors() {
            0 if self.is_no || fails() => 1,
            0 if self.is_undecided => 3,
            0 => 0,
            _ => 2,
        })
    }
}
