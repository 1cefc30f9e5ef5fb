//! Statements that list a whole bucket.

use crate::aws::data_actions::{LIST_ACTIONS, PREFIX_KEY};
use crate::aws::shown;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::UnlimitedListing, check: Check::Statement(check) };

/// Source: Amazon S3 User Guide, "Bucket policy examples using condition keys", s3:prefix. For guests, another rule tells of
/// any shared path.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    let is_limited =
        || statement.conditions().iter().any(|condition| condition.key.eq_ignore_ascii_case(PREFIX_KEY));
    let is_about_lists = statement.is_written_by_user() && statement.may_apply_to_buckets();
    if statement.is_for_guests() || !is_about_lists || is_limited() {
        return Vec::new();
    }
    let finding = statement.naming(&LIST_ACTIONS).map(|action| {
        let message = format!("{} lists the keys of everybody's objects", shown(&action.text.source()));
        statement
            .finding(Code::UnlimitedListing, action.span, message)
            .help("a bucket is the resource of a list, so only a condition limits it: `StringLike: { \"s3:prefix\": [\"{identity}/*\"] }`")
            .help("or use a grant of the kind `s3` with `allow: [list]`, which has this condition")
    });
    finding.into_iter().collect()
}
