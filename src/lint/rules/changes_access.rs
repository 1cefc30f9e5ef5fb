//! Actions that change who has access to a resource.

use crate::aws::administration::SERVICES;
use crate::aws::shown;
use crate::iam::catalogue::AccessLevel;
use crate::lint::action::{is_whole_service, known};
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::ChangesAccess, check: Check::Statement(check) };

/// Source: IAM User Guide, "Understanding access level summaries within policy summaries": Permissions management.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    // Another rule is about statements that allow all but some actions.
    if statement.allows_all_but() || statement.is_of_built_in_kind() {
        return Vec::new();
    }
    let named = statement.actions().filter(|action| !is_whole_service(&action.pattern()));
    named.filter_map(|action| finding(statement, action)).collect()
}

fn finding(statement: &AllowedStatement, written: WrittenPattern) -> Option<Finding> {
    let known = known(&written.pattern());
    let (service, action) = known.iter().find(|(service, action)| {
        action.access_level == AccessLevel::PermissionsManagement && !SERVICES.contains(&service.prefix)
    })?;
    let action = format!("{}:{}", service.prefix, action.name);
    let text = written.text.source();
    let what = match text.eq_ignore_ascii_case(&action) {
        true => shown(&text),
        false => format!("{} includes `{action}`, which", shown(&text)),
    };
    let finding =
        statement.finding(Code::ChangesAccess, written.span, format!("{what} changes who has access"));
    Some(
        finding.help(
            "users could open the resource to others: name the actions that read or write data instead",
        ),
    )
}
