//! Guests who may store data.

use crate::aws::data_actions::WRITE_ACTIONS;
use crate::aws::shown;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::GuestWrites, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if !statement.is_for_guests() {
        return Vec::new();
    }
    let finding = statement.naming(&WRITE_ACTIONS).map(|action| {
        let message = format!("anyone may write without signing in: {}", shown(&action.text.source()));
        statement
            .finding(Code::GuestWrites, action.span, message)
            .help("anybody can get any number of identities, and store with each what others pay for, or see")
            .help("let users sign in first, or accept data through an API that limits it")
    });
    finding.into_iter().collect()
}
