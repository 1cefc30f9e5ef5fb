//! Statements that allow everything that they don't name.

use crate::iam::Elements;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::InvertedAllow, check: Check::Statement(check) };

/// Source: IAM User Guide, "IAM JSON policy elements: NotAction" and "IAM JSON policy elements: NotResource".
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if statement.everything_except().is_some() {
        return Vec::new(); // of which another rule tells
    }
    let actions = match statement.statement.actions {
        Elements::AllBut(_) => statement.actions().next().map(|action| ("NotAction", "action", action.span)),
        Elements::Only(_) => None,
    };
    let resources = match statement.statement.resources {
        Elements::AllBut(_) => statement.resources().next().map(|one| ("NotResource", "resource", one.span)),
        Elements::Only(_) => None,
    };
    let found = actions.into_iter().chain(resources);
    found
        .map(|(element, what, span)| {
            let message = format!(
                "`{element}` allows every {what} that it does not name, also those that AWS or you add later"
            );
            statement
                .finding(Code::InvertedAllow, span, message)
                .help(format!("name what is allowed, and use `{element}` only with `Effect: Deny`"))
        })
        .collect()
}
