//! Access tests that don't pass, as diagnostics.

use crate::access::{
    Example, Expectation, ExplainedStatement, Outcome, Question, Suite, Test, TestResult, decisive,
};
use crate::report::access;
use crate::report::access_data::statements;
use crate::source::{Code, Diagnostic};

/// The findings about tests that don't pass, the same in several environments once.
pub fn test_findings(suite: &Suite, results: &[TestResult]) -> Vec<Diagnostic> {
    let mut found: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    let failing = results.iter().filter(|result| !result.outcome.is_passed());
    for result in failing {
        let Some(diagnostic) = finding(&suite.tests[result.test], &result.outcome) else { continue };
        match found.iter_mut().find(|(known, _)| *known == diagnostic) {
            Some((_, environments)) => environments.push(result.environment.clone()),
            None => found.push((diagnostic, vec![result.environment.clone()])),
        }
    }
    found.into_iter().map(|(diagnostic, environments)| with_environments(diagnostic, &environments)).collect()
}

fn with_environments(diagnostic: Diagnostic, environments: &[String]) -> Diagnostic {
    let message = format!("{} ({})", diagnostic.message, environments.join(", "));
    Diagnostic { message, ..diagnostic }
}

fn finding(test: &Test, outcome: &Outcome) -> Option<Diagnostic> {
    match outcome {
        Outcome::Passed | Outcome::NotApplicable(_) => None,
        Outcome::Failed { question, failure } => {
            let message = format!("{} fails: {}", test.title(), contrary(question, failure));
            let diagnostic = Diagnostic::at(test.span, Code::AccessTestFailed, message);
            let (title, lines) = access::failure(failure, question.expectation);
            let diagnostic =
                if lines.is_empty() { diagnostic.help(title) } else { diagnostic.excerpt(title, lines) };
            Some(decisive(statements(failure)).into_iter().fold(diagnostic, with_places))
        }
        Outcome::Undecided { question, reasons, .. } => {
            let message = format!("{} is undecided: {}", test.title(), access::expected(question));
            let diagnostic = Diagnostic::at(test.span, Code::AccessTestUndecided, message);
            Some(reasons.iter().fold(diagnostic, Diagnostic::help))
        }
    }
}

/// The diagnostic with the places of a statement, in the inputs and in the generated module.
fn with_places(diagnostic: Diagnostic, statement: &ExplainedStatement) -> Diagnostic {
    let places =
        [(statement.place, "this statement"), (statement.module_place, "this statement in the module")];
    let known = places.into_iter().filter_map(|(place, label)| Some((place?, label)));
    known.fold(diagnostic, |diagnostic, (place, label)| diagnostic.related(place, label))
}

/// The opposite of what a test expects: the request that shows it, or what can't be done.
fn contrary(question: &Question, failure: &Example) -> String {
    match (question.expectation, failure) {
        (Expectation::Cannot, Example::Request { action, resource, .. }) => {
            format!("{} can {action} on {}", question.caller.name, access::short(resource))
        }
        (Expectation::Cannot, Example::NoRole(_)) | (Expectation::Can, _) => {
            access::expected(&Question { expectation: Expectation::Cannot, ..question.clone() })
        }
    }
}
