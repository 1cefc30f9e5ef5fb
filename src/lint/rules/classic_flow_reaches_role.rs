//! Roles that every user who signs in can take in the classic flow.

use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, Role, is_default};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::ClassicFlowReachesRole, check: Check::Environment(check) };

/// Source: Amazon Cognito Developer Guide, "Identity pools authentication flow", basic (classic) flow.
fn check(environment: &Environment) -> Vec<Finding> {
    let pool = &environment.identity_pool;
    if pool.classic_flow.is_none() || pool.ways_to_sign_in().is_empty() {
        return Vec::new();
    }
    let further = environment.roles.iter().filter(|(key, role)| !is_default(key) && is_open(role));
    further.map(|(key, role)| finding(key, role)).collect()
}

/// Whether the trust policy admits the users of all providers, as far as it is known.
fn is_open(role: &Role) -> bool {
    role.managed().is_some_and(|role| role.trust.providers.is_empty())
}

fn finding(key: &str, role: &Role) -> Finding {
    let message = format!("in the classic flow, every user who signs in can take the role `{key}`");
    Finding::new(Code::ClassicFlowReachesRole, format!("roles.{key}"), role.span, message)
        .help("the caller chooses any role whose trust policy admits the login")
        .help("set `identity_pool.classic_flow: false`, and lead users to the role with `role_mappings`")
        .help(format!("if users of some providers may take it, name these in `roles.{key}.trust.providers`"))
}
