//! Statements that allow every action of a service.

use crate::aws::administration::{CONSOLE_POLICY_SERVICES, SERVICES};
use crate::aws::shown;
use crate::iam::catalogue;
use crate::lint::action::{is_whole_service, service_of};
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::WholeService, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if statement.allows_all_but() || statement.everything_except().is_some() {
        return Vec::new(); // of which other rules tell
    }
    let whole = statement.actions().filter(|action| is_whole_service(&action.pattern()));
    whole.filter_map(|action| finding(statement, action)).collect()
}

fn finding(statement: &AllowedStatement, action: WrittenPattern) -> Option<Finding> {
    let service = service_of(&action.pattern());
    let is_of_others =
        |service: &str| SERVICES.contains(&service) || CONSOLE_POLICY_SERVICES.contains(&service);
    if service.as_deref().is_some_and(is_of_others) {
        return None;
    }
    let what = match service.as_deref().and_then(catalogue::service) {
        Some(service) => format!("every action of {}", service.name),
        None => "every action".to_owned(),
    };
    let message = format!(
        "{} allows {what}, even those that change or delete what users share",
        shown(&action.text.source())
    );
    let finding = statement.finding(Code::WholeService, action.span, message);
    Some(finding.help(
        "name the actions that your application needs, such as `s3:GetObject`, or use a grant of a kind",
    ))
}
