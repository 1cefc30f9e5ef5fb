//! The results of access tests as JUnit's XML, which CI systems show.

use crate::access::{Outcome, Suite, TestResult};
use crate::report::access::{SCOPE, expected, failure, places};
use crate::report::annotations::Region;
use crate::report::escape;
use crate::source::Sources;

/// The results, with a test suite for each environment.
pub fn junit(suite: &Suite, results: &[TestResult], sources: &Sources) -> String {
    let mut environments: Vec<&str> = results.iter().map(|result| &*result.environment).collect();
    environments.dedup();
    let suites = environments.iter().map(|environment| {
        let of_environment = results.iter().filter(|result| result.environment == *environment);
        test_suite(environment, &of_environment.collect::<Vec<_>>(), suite, sources)
    });
    let counts = counts(&results.iter().collect::<Vec<_>>());
    let suites = suites.collect::<String>();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"access tests\"{counts}>\n{suites}</testsuites>\n"
    )
}

/// The number of tests, of those that fail, and of those that apply to nothing in the environment.
fn counts(results: &[&TestResult]) -> String {
    let failures = results.iter().filter(|result| !result.outcome.is_passed()).count();
    let is_skipped = |result: &&&TestResult| matches!(result.outcome, Outcome::NotApplicable(_));
    let skipped = results.iter().filter(is_skipped).count();
    format!(" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", results.len())
}

fn test_suite(environment: &str, results: &[&TestResult], suite: &Suite, sources: &Sources) -> String {
    let cases: String = results.iter().map(|result| test_case(result, suite, sources)).collect();
    let properties = format!(
        "    <properties>\n      <property name=\"scope\" value={}/>\n    </properties>\n",
        quoted(SCOPE)
    );
    let counts = counts(results);
    format!("  <testsuite name={}{counts}>\n{properties}{cases}  </testsuite>\n", quoted(environment))
}

fn test_case(result: &TestResult, suite: &Suite, sources: &Sources) -> String {
    let test = &suite.tests[result.test];
    let Region { path, line, .. } = Region::of_span(test.span, sources);
    let name = test.name.clone().unwrap_or_else(|| test.title());
    let class = quoted(&result.environment);
    let head = format!(
        "    <testcase name={} classname={class} file={} line=\"{line}\"",
        quoted(&name),
        quoted(&path)
    );
    match outcome(&result.outcome, sources) {
        Some(outcome) => format!("{head}>\n      {outcome}\n    </testcase>\n"),
        None => format!("{head}/>\n"),
    }
}

/// The element about an outcome, unless the test passes.
fn outcome(outcome: &Outcome, sources: &Sources) -> Option<String> {
    match outcome {
        Outcome::Passed => None,
        Outcome::NotApplicable(because) => {
            Some(format!("<skipped message={}/>", quoted(&because.join("; "))))
        }
        Outcome::Undecided { accepted: Some(reason), reasons, .. } => {
            Some(element("system-out", "", &format!("undecided, which is accepted: {reason}"), reasons))
        }
        Outcome::Undecided { question, reasons, accepted: None } => {
            Some(element("failure", "undecided", &expected(question), reasons))
        }
        Outcome::Failed { question, failure: shown } => {
            let (title, lines) = failure(shown, question.expectation);
            let places = places(shown, sources).trim().to_owned();
            let places = (!places.is_empty()).then_some(places);
            let lines = std::iter::once(title).chain(lines).chain(places).collect::<Vec<_>>();
            Some(element("failure", "failed", &expected(question), &lines))
        }
    }
}

/// An element with a line for each text. The message is an attribute if there is a type.
fn element(name: &str, kind: &str, message: &str, lines: &[String]) -> String {
    let (attributes, first) = match kind {
        "" => (String::new(), Some(message)),
        kind => (format!(" type={} message={}", quoted(kind), quoted(message)), None),
    };
    let lines = first.into_iter().chain(lines.iter().map(String::as_str)).map(text);
    format!("<{name}{attributes}>{}</{name}>", lines.collect::<Vec<_>>().join("\n"))
}

pub(super) fn quoted(words: &str) -> String {
    format!("\"{}\"", text(words))
}

/// A text on one line, without markup and without characters that XML can't have.
///
/// Source: W3C, "Extensible Markup Language (XML) 1.0", "Characters".
fn text(words: &str) -> String {
    let mut escaped = String::new();
    for character in escape::line(words).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.extend(character.escape_unicode()),
            character => escaped.push(character),
        }
    }
    escaped
}
