//! Identity pools that allow the classic flow.

use crate::lint::{Check, Finding, Rule};
use crate::model::Environment;
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::ClassicFlowEnabled, check: Check::Environment(check) };

/// Source: Amazon Cognito Developer Guide, "Identity pools authentication flow", and "IAM roles" for the limits of guests.
fn check(environment: &Environment) -> Vec<Finding> {
    let pool = &environment.identity_pool;
    let Some(span) = pool.classic_flow else { return Vec::new() };
    let path = "identity_pool.classic_flow";
    let finding = Finding::new(Code::ClassicFlowEnabled, path, span, "the classic flow is enabled")
        .help("callers choose their role and the duration of its session");
    let finding = match pool.guest_access {
        true => finding.help("guests are not limited to the services that the enhanced flow leaves them"),
        false => finding,
    };
    vec![finding.help("remove `classic_flow`, unless an application still calls GetOpenIdToken")]
}
