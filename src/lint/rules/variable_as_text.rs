//! Names of policy variables that are literal text, because they are not in `${…}`.

use crate::aws::shown;
use crate::inputs::{Part, Token};
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::{Code, Fix, Span};

pub const RULE: Rule = Rule { code: Code::VariableAsText, check: Check::Statement(check) };

/// Names of condition keys that are no part of any name of a resource: those of identity pools in any partition, and
/// global ones. Source: IAM User Guide, "IAM policy elements: Variables and tags".
const NAMES: [&str; 5] =
    [".amazonaws.com:sub", ".amazonaws.com.cn:sub", "aws:userid", "aws:username", "aws:PrincipalTag/"];

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    statement.texts().filter_map(|written| finding(statement, written)).collect()
}

fn finding(statement: &AllowedStatement, written: WrittenPattern) -> Option<Finding> {
    let WrittenPattern { text, span } = written;
    let literals = text.parts().iter().filter_map(|part| match part {
        Part::Literal(literal) => Some(without_variables(literal)),
        Part::Token(_) | Part::Value(_) => None,
    });
    let literals: Vec<String> = literals.collect();
    let name = NAMES.into_iter().find(|name| literals.iter().any(|literal| literal.contains(name)))?;
    let message =
        format!("{} has the name of a variable as text: a path that all users share", shown(&text.source()));
    let meant = if name.ends_with(":sub") { "`{identity}`" } else { "`${…}` around the name" };
    let finding = statement.finding(Code::VariableAsText, span, message).help(format!("write {meant}"));
    Some(finding.fixed_by(statement.is_written_by_user().then(|| fix(&written)).flatten()))
}

/// The edit that writes `{identity}` for the name of its variable, where that is the only one and the text is written without
/// escapes: then its place is longer than the text by the quotes.
fn fix(written: &WrittenPattern) -> Option<Fix> {
    const NAME: &str = "cognito-identity.amazonaws.com:sub";
    let (text, place) = (written.text.source(), written.span.range());
    let quote = match place.len().checked_sub(text.len())? {
        0 => 0,
        2 => 1,
        _ => return None,
    };
    let [at] = text.match_indices(NAME).map(|(at, _)| at).collect::<Vec<_>>()[..] else { return None };
    if text[..at].ends_with("${") {
        return None;
    }
    let start = place.start + quote + at;
    let span = Span::new(written.span.file, start, start + NAME.len());
    Some(Fix { span, replacement: Token::Identity.written() })
}

/// A text without what is in `${…}`.
fn without_variables(text: &str) -> String {
    let mut parts = text.split("${");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + "$" + part.split_once('}').map_or(part, |(_, after)| after))
}
