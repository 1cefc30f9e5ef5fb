//! `poolsmith check`: does the workspace match its inputs, and is it safe?

use crate::cli::{Check, FailOn};
use crate::commands::request;
use crate::lint::{Accepted, Findings, Selection, UnknownRule};
use crate::project::{Failure, Options, Planned, Project};
use crate::report::{self, AcceptedEntry, Report, ReportData, TestEntry};
use crate::source::{Code, Diagnostic, Severity};
use crate::workspace::OtherRun;

/// Checks that a workspace matches its inputs, and reports what is legal in them but dangerous or useless, without writing
/// anything.
///
/// # Errors
/// The workspace can't be rendered or compared, or an argument names no rule.
pub fn run(arguments: &Check, is_verbose: bool) -> Result<Report, Failure> {
    let selection = selection(arguments)?;
    let project = Project::load(request::of(&arguments.place)?)?;
    let results = project.test_access();
    let tests = TestEntry::all(&project.access().suite, &results);
    let failing = report::test_findings(&project.access().suite, &results);
    let planned = project.render()?.plan(&Options::default())?;
    let (differences, allowed) = (planned.differences(), planned.allowed_differences());
    let Planned { files, findings: Findings { mut found, mut accepted }, log, other_run, .. } = planned;
    found.retain(|finding| selection.includes(finding.code));
    found.extend(failing);
    accepted.retain(|accepted| selection.includes(accepted.diagnostic.code));
    let entries = accepted.iter().map(|accepted| AcceptedEntry::of(accepted, &log.sources)).collect();
    let shown_accepted = if is_verbose { report::accepted(&accepted, &log.sources) } else { String::new() };
    Ok(Report {
        text: report::differences(&differences)
            + &report::diagnostics(&found, &log.sources)
            + &shown_accepted,
        summary: report::verdict(&differences, files.len())
            + &report::findings_summary(&found, accepted.len()),
        data: ReportData {
            up_to_date: Some(differences.is_empty()),
            accepted: Some(entries),
            tests: (!tests.is_empty()).then_some(tests),
            ..ReportData::default()
        },
        is_no: other_run.is_some(),
        fail_on: fail_on(arguments.fail_on),
        accepted: allowed.into_iter().map(customized).chain(accepted).collect(),
        findings: differences.into_iter().chain(found).collect(),
        log: log.with(other_run.map(not_finished)),
        ..Report::default()
    })
}

fn selection(arguments: &Check) -> Result<Selection, Diagnostic> {
    let select = arguments.select.iter().map(|text| text.trim());
    let ignore = arguments.ignore.iter().map(|text| text.trim());
    Selection::parse(select, ignore).map_err(unknown_rule)
}

fn unknown_rule(UnknownRule { text, nearest }: UnknownRule) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Usage, format!("no finding has the code or the name `{text}`"));
    let diagnostic = match nearest {
        Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
        None => diagnostic,
    };
    diagnostic
        .help("expected a code, the beginning of codes such as S1, or a name: `poolsmith rule` lists them")
}

fn fail_on(given: FailOn) -> Severity {
    match given {
        FailOn::Note => Severity::Note,
        FailOn::Warning => Severity::Warning,
        FailOn::Error => Severity::Error,
    }
}

/// A difference that the inputs allow.
fn customized(diagnostic: Diagnostic) -> Accepted {
    let reason = "listed under `customized` in the inputs".to_owned();
    Accepted { diagnostic, reason, until: None }
}

fn not_finished(other: OtherRun) -> Diagnostic {
    match other {
        OtherRun::AtWork => {
            Diagnostic::new(Code::AtWork, "another poolsmith process is writing this workspace")
                .help("files that it has not written yet count as different: check again when it is done")
        }
        OtherRun::Unfinished => {
            Diagnostic::new(Code::Unfinished, "poolsmith was killed while it was writing this workspace")
                .help("run `poolsmith generate` to complete or undo the changes")
        }
    }
}
