//! Statements that allow everything, which is hardly ever meant for the users of an application.

use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::source::Code;
use crate::tree::quoted_list;

pub const RULE: Rule = Rule { code: Code::Unrestricted, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    let Some(except) = statement.everything_except() else { return Vec::new() };
    let place = match statement.is_for_guests() && !statement.has_classic_flow {
        true => "the services that guests can use",
        false => "the account",
    };
    let who = match statement.is_for_guests() {
        true => "anyone on the internet".to_owned(),
        false => format!("every user with the role `{}`", statement.role),
    };
    let except = if except.is_empty() { String::new() } else { format!(" except {}", quoted_list(except)) };
    let message = format!("`{}` lets {who} do everything in {place}{except}", statement.grant.key);
    let finding = statement.finding(Code::Unrestricted, statement.grant.span, message);
    vec![finding.help("allow only the actions and resources that your application needs")]
}
