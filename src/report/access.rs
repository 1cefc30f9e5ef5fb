//! Answers about access, and the results of access tests, for people.

use crate::access::{
    DecidedQuestion, Example, Expectation, ExplainedPart, ExplainedStatement, Origin, Outcome, PolicyOrigin,
    Question, Suite, TestResult, decisive,
};
use crate::hcl::line_column;
use crate::iam::evaluate::Decision;
use crate::iam::{Effect, Match};
use crate::report::escape;
use crate::source::{Sources, Span};

/// What answers are about, once in each output.
pub const SCOPE: &str = "This is about the policies in these inputs. It doesn't cover what resources themselves grant, what organizations deny, policies that are attached elsewhere, and other roles that the same person may have.";

/// The word for a decision.
pub fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed => "allowed",
        Decision::Denied => "denied",
        Decision::Undecided => "undecided",
    }
}

/// The word for an outcome.
pub fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed { .. } => "failed",
        Outcome::Undecided { accepted: Some(_), .. } => "accepted",
        Outcome::Undecided { accepted: None, .. } => "undecided",
        Outcome::NotApplicable(_) => "not applicable",
    }
}

/// The answers to a question, one for each environment.
pub fn answers(decided: &[DecidedQuestion], sources: &Sources) -> String {
    decided.iter().map(|decided| answer(decided, sources)).collect::<Vec<_>>().join("\n")
        + &format!("\n{SCOPE}\n")
}

fn answer(decided: &DecidedQuestion, sources: &Sources) -> String {
    let mut text = format!(
        "{}  {}  {}  {}   ({})\n",
        decision(decided.decision),
        decided.question.caller.name,
        decided.question.action.as_str(),
        resource(&decided.question),
        decided.environment,
    );
    for reason in &decided.reasons {
        text.push_str(&format!("  {}\n", escape::line(reason)));
    }
    let is_undecided = decided.decision == Decision::Undecided;
    for (of_request, shown) in decided.examples() {
        if is_undecided {
            text.push_str(&format!("  {} {}\n", decision(of_request), request(shown)));
        }
        text.push_str(&indented(&why(shown, of_request)));
        text.push_str(&places(shown, sources));
    }
    let others: Vec<String> = decided.other_roles().map(|other| other.role.to_string()).collect();
    if !others.is_empty() {
        text.push_str(&format!("  the identity can also get {}\n", others.join(", ")));
    }
    text
}

/// The resource of a question, for its caller.
pub fn resource(question: &Question) -> String {
    let text = question.resource.to_string().replace("<identity>", &format!("<{}>", question.caller.name));
    escape::line(short(&text)).to_string()
}

/// A resource without what all ARNs of S3 have in common.
pub fn short(resource: &str) -> &str {
    resource.strip_prefix("arn:aws:s3:::").unwrap_or(resource)
}

/// A request in one line.
pub fn request(shown: &Example) -> String {
    match shown {
        Example::NoRole(because) => format!("no credentials: {}", escape::line(because)),
        Example::Request { action, resource, context, .. } => {
            let keys: Vec<String> = context
                .iter()
                .map(|(key, values)| format!("{} = {}", escape::line(key), escape::line(&values.join(", "))))
                .collect();
            let with = if keys.is_empty() { String::new() } else { format!(" with {}", keys.join(", ")) };
            format!("{} on {}{with}", escape::line(action), escape::line(resource))
        }
    }
}

/// A sentence, and below it the parts of a statement.
fn indented(lines: &[String]) -> String {
    let (sentence, parts) = lines.split_at(lines.len().min(1));
    let sentence = sentence.iter().map(|line| format!("  {line}\n"));
    sentence.chain(parts.iter().map(|line| format!("    {line}\n"))).collect()
}

/// Why a request is decided so, in a sentence, and each part of the decisive statement.
pub(super) fn why(shown: &Example, decision: Decision) -> Vec<String> {
    let Example::Request { role, statements, .. } = shown else {
        return vec![request(shown)];
    };
    let Some(statement) = decisive(statements) else {
        return vec![format!("no statement of {role} allows anything")];
    };
    let named = named(statement);
    let head = match (statement.effect, statement.applies, decision) {
        (Effect::Deny, Match::Yes, _) => format!("{named} of {role} denies it"),
        (Effect::Allow, Match::Yes, _) => format!("{named} of {role} allows it"),
        (Effect::Allow | Effect::Deny, Match::No | Match::Undecided(_), _) => match statement.origin {
            PolicyOrigin::Role(_) => format!("no statement of {role} allows it; nearest is {named}"),
            PolicyOrigin::Boundary => format!(
                "the permissions boundary of {role} doesn't allow it; nearest is {}",
                statement_name(statement)
            ),
            PolicyOrigin::GuestSession => {
                "the session policies that AWS gives guests don't allow it".to_owned()
            }
        },
    };
    [escape::line(&head).into_owned()].into_iter().chain(statement.parts.iter().map(part)).collect()
}

/// The file and the line of the decisive statement.
pub(super) fn place(shown: &Example, sources: &Sources) -> Option<String> {
    let Example::Request { statements, .. } = shown else { return None };
    Some(line_of(decisive(statements)?.place?, sources))
}

/// A line with the places of the decisive statement, in the inputs and in the generated module; empty if none is known.
pub(super) fn places(shown: &Example, sources: &Sources) -> String {
    let Example::Request { statements, .. } = shown else { return String::new() };
    let statement = decisive(statements).into_iter();
    let spans = statement.flat_map(|statement| [statement.place, statement.module_place]).flatten();
    let places: Vec<String> = spans.map(|span| line_of(span, sources)).collect();
    if places.is_empty() { String::new() } else { format!("  {}\n", places.join("   ")) }
}

/// The file and the line of a place.
fn line_of(span: Span, sources: &Sources) -> String {
    let file = sources.file(span.file);
    let (line, _) = line_column(&file.text, span.start as usize);
    format!("{}:{line}", escape::line(&file.name))
}

fn named(statement: &ExplainedStatement) -> String {
    let policy = match &statement.origin {
        PolicyOrigin::Role(Origin::Grant(key)) => format!("grant `{key}`"),
        PolicyOrigin::Role(Origin::Arn(arn)) => format!("policy {arn}"),
        PolicyOrigin::Boundary => "the permissions boundary".to_owned(),
        PolicyOrigin::GuestSession => "the session policy of guests".to_owned(),
    };
    format!("{policy}, {}", statement_name(statement))
}

fn statement_name(statement: &ExplainedStatement) -> String {
    match &statement.sid {
        Some(sid) if !sid.is_empty() => format!("statement {sid}"),
        Some(_) | None => format!("statement {}", statement.index + 1),
    }
}

fn part(part: &ExplainedPart) -> String {
    let matches = match part.matches {
        Match::Yes => "yes".to_owned(),
        Match::No => "no".to_owned(),
        Match::Undecided(gap) => format!("open: {}", gap.reason()),
    };
    let resolved = part.resolved.as_ref().map(|resolved| format!(": here it is {}", listed(resolved)));
    format!("{:<9}  {}   {matches}{}", part.element, listed(&part.written), resolved.unwrap_or_default())
}

/// A list of patterns or values that fits on a screen.
fn listed(written: &str) -> String {
    let patterns: Vec<&str> = written.split(", ").map(short).collect();
    escape::line(&abridged(&patterns.join(", "))).into_owned()
}

/// A part of a statement that fits on a screen: the first elements of a long list.
fn abridged(written: &str) -> String {
    const MAX_CHARACTERS: usize = 400;
    const ELEMENTS: usize = 10;
    let elements: Vec<&str> = written.split(", ").collect();
    match written.len() > MAX_CHARACTERS && elements.len() > ELEMENTS {
        true => format!("{}, … {} in all", elements[..ELEMENTS].join(", "), elements.len()),
        false => written.to_owned(),
    }
}

/// One line for each test, or for each environment if its outcomes differ.
pub fn tests(suite: &Suite, results: &[TestResult]) -> String {
    let lines = suite.tests.iter().enumerate().flat_map(|(index, test)| {
        let mut outcomes: Vec<(&'static str, Vec<&str>)> = Vec::new();
        for result in results.iter().filter(|result| result.test == index) {
            let outcome = outcome(&result.outcome);
            match outcomes.iter_mut().find(|(known, _)| *known == outcome) {
                Some((_, environments)) => environments.push(&result.environment),
                None => outcomes.push((outcome, vec![&result.environment])),
            }
        }
        let title = test.title();
        outcomes.into_iter().map(move |(outcome, environments)| {
            format!("{outcome:<14}  {title}   ({})\n", shortened(&environments))
        })
    });
    lines.collect()
}

/// A list of environments that fits on a line.
pub(super) fn shortened(environments: &[impl AsRef<str>]) -> String {
    const MAX_NAMED: usize = 4;
    let joined = |names: &[_]| names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match environments.len() {
        0..=MAX_NAMED => joined(environments),
        count => format!("{}, … {count} environments", joined(&environments[..MAX_NAMED])),
    }
}

/// The number of tests with each outcome.
pub fn tests_summary(results: &[TestResult]) -> String {
    if results.is_empty() {
        return "no access tests: add some under `access` in the inputs\n".to_owned();
    }
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for result in results {
        let outcome = outcome(&result.outcome);
        match counts.iter_mut().find(|(known, _)| *known == outcome) {
            Some((_, count)) => *count += 1,
            None => counts.push((outcome, 1)),
        }
    }
    let skipped: usize = results.iter().map(|result| result.skipped).sum();
    let skipped = match skipped {
        0 => Vec::new(),
        count => vec![format!("{count} pairs of action and resource skipped, which AWS never evaluates")],
    };
    let counts = counts.iter().map(|(outcome, count)| format!("{count} {outcome}"));
    format!("{}\n{SCOPE}\n", counts.chain(skipped).collect::<Vec<_>>().join(", "))
}

/// What a test expected of a question, in words.
pub fn expected(question: &Question) -> String {
    let verb = match question.expectation {
        Expectation::Can => "can",
        Expectation::Cannot => "cannot",
    };
    format!("{} {verb} {} on {}", question.caller.name, question.action.as_str(), resource(question))
}

/// Why a test failed: a request in one line, and what decides about it.
pub fn failure(shown: &Example, expectation: Expectation) -> (String, Vec<String>) {
    let decision = match expectation {
        Expectation::Can => Decision::Denied,
        Expectation::Cannot => Decision::Allowed,
    };
    match shown {
        Example::NoRole(_) => (request(shown), Vec::new()),
        Example::Request { .. } => {
            (format!("{}: {}", self::decision(decision), request(shown)), why(shown, decision))
        }
    }
}
