//! Guests who may delete what is not theirs.

use crate::aws::data_actions::DELETE_ACTIONS;
use crate::aws::shown;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::GuestDeletes, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if !statement.is_for_guests() || statement.is_limited_to_identity() {
        return Vec::new();
    }
    let finding = statement.naming(&DELETE_ACTIONS).map(|action| {
        let message = format!("anyone may delete without signing in: {}", shown(&action.text.source()));
        statement
            .finding(Code::GuestDeletes, action.span, message)
            .help("limit it to `{identity}`, or let users sign in first")
    });
    finding.into_iter().collect()
}
