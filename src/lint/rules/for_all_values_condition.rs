//! Conditions on all values of a key, which hold if it has none.

use crate::aws::shown;
use crate::iam::{Quantifier, Scalar};
use crate::inputs::TokenString;
use crate::lint::{AllowedStatement, Check, Condition, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::ForAllValuesCondition, check: Check::Statement(check) };

/// Source: IAM User Guide, "Set operators for multivalued context keys": `ForAllValues` is true if the request does not have
/// the key. Of keys that a service always sends, such as `dynamodb:LeadingKeys`, the actions without it are reported.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if !statement.is_written_by_user() {
        return Vec::new();
    }
    let conditions = statement.conditions();
    let is_vacuous = |one: &&Condition| {
        let is_of_all = one.operator.quantifier() == Some(Quantifier::ForAllValues);
        is_of_all && is_of_session(one.key) && !conditions.iter().any(|other| requires(other, one.key))
    };
    conditions.iter().filter(is_vacuous).map(|one| finding(statement, one)).collect()
}

/// Whether a key is about the session or the request rather than a service.
fn is_of_session(key: &str) -> bool {
    let prefix = key.split(':').next().unwrap_or_default();
    prefix.eq_ignore_ascii_case("aws") || prefix.contains('.')
}

/// Whether a condition is that the request has the key.
fn requires(condition: &Condition, key: &str) -> bool {
    let is_false = |value: &Scalar<TokenString>| match value {
        Scalar::Bool(value) => !value,
        Scalar::Text(text) => text.as_literal().is_some_and(|text| text.eq_ignore_ascii_case("false")),
        Scalar::Integer(_) | Scalar::Float(_) => false,
    };
    condition.operator.base() == "null"
        && condition.key.eq_ignore_ascii_case(key)
        && condition.values.iter().all(is_false)
}

fn finding(statement: &AllowedStatement, condition: &Condition) -> Finding {
    let message =
        format!("`{}` allows requests without {}", condition.operator.spelling(), shown(condition.key));
    statement.finding(Code::ForAllValuesCondition, condition.span, message).help(format!(
        "require the key as well: `Null: {{ \"{}\": false }}`, or use `ForAnyValue`",
        condition.key
    ))
}
