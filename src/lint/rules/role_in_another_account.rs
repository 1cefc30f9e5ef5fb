//! Existing roles in other accounts.

use crate::aws::arn::account_and_name;
use crate::inputs::Resolved;
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, Role};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::RoleInAnotherAccount, check: Check::Environment(check) };

fn check(environment: &Environment) -> Vec<Finding> {
    let Some(own) = &environment.tokens.account_id else { return Vec::new() };
    let is_elsewhere = |role: &Role| {
        let arn = role.existing().and_then(Resolved::known);
        arn.and_then(account_and_name).is_some_and(|(account, _)| account != own.as_str())
    };
    let elsewhere = environment.roles.iter().filter(|(_, role)| is_elsewhere(role));
    elsewhere.map(|(key, role)| finding(key, role)).collect()
}

fn finding(key: &str, role: &Role) -> Finding {
    let message = format!("the role `{key}` is in another account");
    Finding::new(Code::RoleInAnotherAccount, format!("roles.{key}"), role.span, message)
        .help("whoever manages that account decides what users of this identity pool may do, and whom the role trusts")
        .help("use a role of the environment's own account")
}
