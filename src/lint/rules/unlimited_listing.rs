//! Statements that list a whole bucket.

use crate::aws::data_actions::{DELIMITER_KEY, LIST_ACTIONS, PREFIX_KEY};
use crate::aws::shown;
use crate::iam::Scalar;
use crate::inputs::TokenString;
use crate::lint::{AllowedStatement, Check, Condition, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::UnlimitedListing, check: Check::Statement(check) };

/// Source: Amazon S3 User Guide, "Bucket policy examples using condition keys", s3:prefix. For guests, another rule tells of
/// any shared path.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    let is_about_lists = statement.is_written_by_user() && statement.may_apply_to_buckets();
    if statement.is_for_guests() || !is_about_lists || is_limited(statement) {
        return Vec::new();
    }
    let finding = statement.naming(&LIST_ACTIONS).map(|action| {
        let help = match has_prefix(statement) {
            true => "one of the values of `s3:prefix` is a prefix of all keys: limit it, as in `StringLike: { \"s3:prefix\": [\"{identity}/*\"] }`",
            false => "a bucket is the resource of a list, so only a condition limits it: `StringLike: { \"s3:prefix\": [\"{identity}/*\"] }`",
        };
        let message = format!("{} lists the keys of everybody's objects", shown(&action.text.source()));
        statement
            .finding(Code::UnlimitedListing, action.span, message)
            .help(help)
            .help("or use a grant of the kind `s3` with `allow: [list]`, which has this condition")
    });
    finding.into_iter().collect()
}

fn has_prefix(statement: &AllowedStatement) -> bool {
    statement.conditions().iter().any(|condition| is_of(condition, PREFIX_KEY))
}

fn is_of(condition: &Condition, key: &str) -> bool {
    condition.key.eq_ignore_ascii_case(key)
}

/// Whether a condition excludes some prefix. With a delimiter, a list has only the keys of one level.
fn is_limited(statement: &AllowedStatement) -> bool {
    let conditions = statement.conditions();
    let has_delimiter = conditions.iter().any(|condition| is_of(condition, DELIMITER_KEY));
    conditions.iter().filter(|condition| is_of(condition, PREFIX_KEY)).any(|condition| {
        let is_pattern = condition.operator.base().contains("like");
        !condition.values.iter().any(|value| match value {
            Scalar::Text(text) => is_every_prefix(text, is_pattern, has_delimiter),
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => false,
        })
    })
}

/// Whether a list with this prefix has all keys, or each user may choose any prefix.
fn is_every_prefix(text: &TokenString, is_pattern: bool, has_delimiter: bool) -> bool {
    match text.as_literal() {
        Some("") => !has_delimiter,
        Some(text) => is_pattern && text.chars().all(|character| character == '*'),
        None => false,
    }
}
