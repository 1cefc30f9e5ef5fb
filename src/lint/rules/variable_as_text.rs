//! Names of policy variables that are literal text, because they are not in `${…}`.

use crate::aws::shown;
use crate::inputs::Part;
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::VariableAsText, check: Check::Statement(check) };

/// Names of condition keys that are no part of any name of a resource: those of identity pools in any partition, and
/// global ones. Source: IAM User Guide, "IAM policy elements: Variables and tags".
const NAMES: [&str; 5] =
    [".amazonaws.com:sub", ".amazonaws.com.cn:sub", "aws:userid", "aws:username", "aws:PrincipalTag/"];

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    statement.texts().filter_map(|written| finding(statement, written)).collect()
}

fn finding(statement: &AllowedStatement, WrittenPattern { text, span }: WrittenPattern) -> Option<Finding> {
    let literals = text.parts().iter().filter_map(|part| match part {
        Part::Literal(literal) => Some(without_variables(literal)),
        Part::Token(_) | Part::Value(_) => None,
    });
    let literals: Vec<String> = literals.collect();
    let name = NAMES.into_iter().find(|name| literals.iter().any(|literal| literal.contains(name)))?;
    let message =
        format!("{} has the name of a variable as text: a path that all users share", shown(&text.source()));
    let meant = if name.ends_with(":sub") { "`{identity}`" } else { "`${…}` around the name" };
    Some(statement.finding(Code::VariableAsText, span, message).help(format!("write {meant}")))
}

/// A text without what is in `${…}`.
fn without_variables(text: &str) -> String {
    let mut parts = text.split("${");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + "$" + part.split_once('}').map_or(part, |(_, after)| after))
}
