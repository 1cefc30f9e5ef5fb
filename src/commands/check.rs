//! `poolsmith check`: does the workspace match its inputs, and is it safe?

use crate::cli::{Check, FailOn};
use crate::commands::request;
use crate::lint::{Accepted, Findings, Selection, UnknownRule};
use crate::project::{EditedInputs, Failure, Inputs, Options, Planned, Project, Request};
use crate::report::{self, AcceptedEntry, FixedEntry, Report, ReportData, TestEntry};
use crate::source::{Code, Diagnostic, FileId, Fix, Severity};
use crate::workspace::OtherRun;

/// How often what remains after fixes is fixed: fixes that overlap are made one after the other.
const MAX_ROUNDS: usize = 10;

/// Checks that a workspace matches its inputs, and reports what is legal in them but dangerous or useless. Writes nothing but
/// the inputs file, if fixes are asked for.
///
/// # Errors
/// The workspace can't be rendered or compared, an argument names no rule, or a fix can't be written.
pub fn run(arguments: &Check, is_verbose: bool) -> Result<Report, Failure> {
    let checking = Checking { arguments, selection: selection(arguments)?, is_verbose };
    let request = request::of(&arguments.place)?;
    if arguments.fix && matches!(request.inputs, Inputs::Edited { .. }) {
        return Err(Diagnostic::new(Code::Usage, "--fix can't change inputs that are read from a pipe")
            .help("give the file with -f")
            .into());
    }
    let checked = checking.check(request.clone())?;
    match arguments.fix {
        false => Ok(checking.report(checked, &[])),
        true => checking.fix(checked, &request),
    }
}

struct Checking<'a> {
    arguments: &'a Check,
    selection: Selection,
    is_verbose: bool,
}

/// A workspace compared with its inputs.
struct Checked {
    planned: Planned,
    tests: Vec<TestEntry>,
    failing: Vec<Diagnostic>,
}

impl Checking<'_> {
    fn check(&self, request: Request) -> Result<Checked, Failure> {
        let mut project = Project::load(request)?;
        let results = project.test_access();
        let tests = TestEntry::all(&project.access().suite, &results, &project.log.sources);
        let failing = report::test_findings(&project.access().suite, &results);
        let mut planned = project.render()?.plan(&Options::default())?;
        planned.findings.found.retain(|finding| self.selection.includes(finding.code));
        planned.findings.accepted.retain(|accepted| self.selection.includes(accepted.diagnostic.code));
        Ok(Checked { planned, tests, failing })
    }

    /// Fixes what has a fix, as long as the fixed inputs are right, and reports what remains.
    fn fix(&self, mut checked: Checked, request: &Request) -> Result<Report, Failure> {
        let file = checked.planned.log.sources.file(FileId::INPUTS);
        let mut inputs = EditedInputs::of(request.inputs.path(), file);
        let mut fixed = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let found = &checked.planned.findings.found;
            let fixes: Vec<&Fix> = found.iter().filter_map(|finding| finding.fix.as_ref()).collect();
            let Some((edited, made)) = inputs.fixed(&fixes) else { break };
            let Ok(after) = self.check(edited.request(request)) else { break };
            let is_made = |finding: &&Diagnostic| finding.fix.as_ref().is_some_and(|fix| made.contains(&fix));
            let sources = &checked.planned.log.sources;
            fixed.extend(found.iter().filter(is_made).map(|finding| FixedEntry::of(finding, sources)));
            (inputs, checked) = (edited, after);
        }
        if !fixed.is_empty() {
            inputs.write()?;
        }
        Ok(self.report(checked, &fixed))
    }

    fn report(&self, checked: Checked, fixed: &[FixedEntry]) -> Report {
        let Checked { planned, tests, failing } = checked;
        let (mut differences, allowed) = (planned.differences(), planned.allowed_differences());
        differences.extend(planned.record_difference());
        let Planned { files, findings: Findings { mut found, accepted }, log, other_run, .. } = planned;
        found.extend(failing);
        let entries = accepted.iter().map(|accepted| AcceptedEntry::of(accepted, &log.sources)).collect();
        let shown_accepted =
            if self.is_verbose { report::accepted(&accepted, &log.sources) } else { String::new() };
        Report {
            text: report::fixed(fixed)
                + &report::differences(&differences)
                + &report::diagnostics(&found, &log.sources)
                + &shown_accepted,
            summary: report::verdict(&differences, files.len())
                + &report::findings_summary(&found, accepted.len()),
            data: ReportData {
                up_to_date: Some(differences.is_empty()),
                fixed: self.arguments.fix.then(|| fixed.to_vec()),
                accepted: Some(entries),
                tests: (!tests.is_empty()).then_some(tests),
                ..ReportData::default()
            },
            is_no: other_run.is_some(),
            fail_on: fail_on(self.arguments.fail_on),
            accepted: allowed.into_iter().map(customized).chain(accepted).collect(),
            findings: differences.into_iter().chain(found).collect(),
            log: log.with(other_run.map(not_finished)),
            ..Report::default()
        }
    }
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
