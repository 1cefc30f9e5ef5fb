//! Actions with which users could get other permissions.

use crate::aws::administration::administration;
use crate::aws::shown;
use crate::iam::catalogue::AccessLevel;
use crate::lint::action::known;
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::PrivilegeEscalation, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    // Another rule is about statements that allow all but some actions.
    if statement.allows_all_but() || statement.is_of_built_in_kind() {
        return Vec::new();
    }
    statement.actions().filter_map(|action| finding(statement, action)).collect()
}

fn finding(statement: &AllowedStatement, written: WrittenPattern) -> Option<Finding> {
    let (action, effect) = known(&written.pattern()).into_iter().find_map(|(service, action)| {
        let writes = matches!(action.access_level, AccessLevel::Write | AccessLevel::PermissionsManagement);
        let effect = administration(service.prefix, action.name, writes)?;
        Some((format!("{}:{}", service.prefix, action.name), effect))
    })?;
    let text = written.text.source();
    let message = match text.eq_ignore_ascii_case(&action) {
        true => format!("{} {effect}", shown(&text)),
        false => format!("{} includes `{action}`, which {effect}", shown(&text)),
    };
    Some(statement.finding(Code::PrivilegeEscalation, written.span, message).help(
        "users of an application need no such action: remove it, or let a function of yours do it for them",
    ))
}
