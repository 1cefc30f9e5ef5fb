//! `poolsmith can`: may this identity do that?

use crate::cli::Can;
use crate::commands::request;
use crate::iam::evaluate::Decision;
use crate::project::{Failure, GivenQuestion, Project, Request};
use crate::report::{self, AnswerEntry, Report, ReportData};
use crate::source::{Code, Diagnostic};

/// Answers a question about access in each environment.
///
/// # Errors
/// The inputs or the question have errors.
pub fn run(arguments: &Can) -> Result<Report, Failure> {
    let question = Some(question(arguments)?);
    let mut project = Project::load(Request { question, ..request::of(&arguments.place)? })?;
    let decided = project.decide();
    let has = |decision: Decision| decided.iter().any(|one| one.decision == decision);
    let sources = &project.log.sources;
    let answers = decided.iter().map(|decided| AnswerEntry::of(decided, sources)).collect();
    Ok(Report {
        text: report::answers(&decided, sources),
        data: ReportData { answers: Some(answers), ..ReportData::default() },
        is_no: has(Decision::Denied),
        is_undecided: has(Decision::Undecided) || decided.is_empty(),
        log: project.log.without_warnings(),
        ..Report::default()
    })
}

fn question(arguments: &Can) -> Result<GivenQuestion, Diagnostic> {
    let present: Result<Vec<(String, String)>, Diagnostic> =
        arguments.with.iter().map(|text| key_and_value(text)).collect();
    Ok(GivenQuestion {
        who: arguments.who.clone(),
        action: arguments.action.clone(),
        resource: arguments.resource.clone(),
        present: present?,
        absent: arguments.without.clone(),
    })
}

fn key_and_value(text: &str) -> Result<(String, String), Diagnostic> {
    match text.split_once('=') {
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
        None => Err(Diagnostic::new(Code::Usage, format!("`--with {text}` has no `=`"))
            .help("expected a condition key and its value, such as `--with s3:prefix=photos/`")),
    }
}
