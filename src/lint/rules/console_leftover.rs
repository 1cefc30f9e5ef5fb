//! Services that only the console's old policies allow.

use crate::aws::administration::CONSOLE_POLICY_SERVICES;
use crate::aws::shown;
use crate::lint::action::service_of;
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::ConsoleLeftover, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    let is_leftover = |action: &WrittenPattern| {
        service_of(&action.pattern())
            .is_some_and(|service| CONSOLE_POLICY_SERVICES.contains(&service.as_str()))
    };
    let leftovers = statement.actions().filter(|action| !statement.allows_all_but() && is_leftover(action));
    leftovers.map(|action| finding(statement, action)).collect()
}

fn finding(statement: &AllowedStatement, action: WrittenPattern) -> Finding {
    let message =
        format!("{} is a leftover of the policies that the console proposed", shown(&action.text.source()));
    statement
        .finding(Code::ConsoleLeftover, action.span, message)
        .help("remove it: Amazon Mobile Analytics is gone, and Amazon Cognito Sync takes no new customers")
}
