//! Guests who may list what is not theirs.

use crate::aws::data_actions::LIST_ACTIONS;
use crate::aws::shown;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::GuestLists, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if !statement.is_for_guests() || !statement.may_apply_to_buckets() || statement.is_limited_to_identity() {
        return Vec::new();
    }
    let finding = statement.naming(&LIST_ACTIONS).map(|action| {
        let message =
            format!("anyone may list a shared path without signing in: {}", shown(&action.text.source()));
        statement
            .finding(Code::GuestLists, action.span, message)
            .help("the names of objects tell what there is, and whose it is: let guests read objects by name")
    });
    finding.into_iter().collect()
}
