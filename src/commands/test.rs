//! `poolsmith test`: do the access tests hold?

use crate::cli::{Format, Test};
use crate::commands::request;
use crate::project::{Failure, Project};
use crate::report::{self, Report, ReportData, TestEntry};
use crate::source::{Diagnostic, Severity};

/// Runs the access tests, without writing anything.
///
/// # Errors
/// The inputs have errors.
pub fn run(arguments: &Test, format: Format) -> Result<Report, Failure> {
    let mut project = Project::load(request::of(&arguments.place)?)?;
    let results = project.test_access();
    let suite = &project.access().suite;
    let findings: Vec<Diagnostic> = report::test_findings(suite, &results);
    let sources = &project.log.sources;
    let text = match format {
        Format::Junit => report::junit(suite, &results, sources),
        Format::Human
        | Format::Json
        | Format::Sarif
        | Format::Github
        | Format::Markdown
        | Format::Mermaid => report::tests(suite, &results) + &report::diagnostics(&findings, sources),
    };
    Ok(Report {
        text,
        summary: report::tests_summary(&results),
        data: ReportData { tests: Some(TestEntry::all(suite, &results, sources)), ..ReportData::default() },
        fail_on: Severity::Warning,
        findings,
        log: project.log.without_warnings(),
        ..Report::default()
    })
}
