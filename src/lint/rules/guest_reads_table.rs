//! Guests who may read a whole table.

use crate::aws::data_actions::{LEADING_KEYS, READ_ITEM_ACTIONS};
use crate::aws::shown;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::GuestReadsTable, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    let is_limited =
        || statement.conditions().iter().any(|condition| condition.key.eq_ignore_ascii_case(LEADING_KEYS));
    if !statement.is_for_guests() || is_limited() {
        return Vec::new();
    }
    let finding = statement.naming(&READ_ITEM_ACTIONS).map(|action| {
        let message = format!("anyone may read a whole table without signing in: {}", shown(&action.text.source()));
        statement
            .finding(Code::GuestReadsTable, action.span, message)
            .help("limit it to partition keys, with `leading_keys` or a condition on `dynamodb:LeadingKeys`, or let users sign in first")
    });
    finding.into_iter().collect()
}
