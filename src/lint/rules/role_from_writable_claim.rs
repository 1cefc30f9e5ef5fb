//! Rules of role mappings that read claims which users can change.

use crate::aws::providers::is_writable_claim;
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, MappingRule, ProviderKind};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::RoleFromWritableClaim, check: Check::Environment(check) };

/// The claim with the name that users choose when they sign up.
const USERNAME: &str = "cognito:username";

fn check(environment: &Environment) -> Vec<Finding> {
    let providers = &environment.identity_pool.providers;
    let is_user_pool = |key: &str| {
        providers.get(key).is_some_and(|provider| matches!(provider.kind, ProviderKind::UserPool(_)))
    };
    let mappings = environment.role_mappings.iter().filter(|(key, _)| is_user_pool(key));
    mappings.flat_map(|(key, mapping)| mapping.rules.iter().filter_map(|rule| finding(key, rule))).collect()
}

fn finding(provider: &str, rule: &MappingRule) -> Option<Finding> {
    let MappingRule { claim, role, .. } = rule;
    let message = if is_writable_claim(claim) {
        format!("users may be able to change `{claim}`, and with it get the role `{role}`")
    } else if claim == USERNAME {
        format!("users choose `{claim}` when they sign up, and with it the role `{role}`")
    } else {
        return None;
    };
    let path = format!("role_mappings.{provider}");
    let finding = Finding::new(Code::RoleFromWritableClaim, path, rule.claim_span, message);
    Some(finding.help("use `cognito:groups`, or make the attribute read-only: leave it out of the app client's `WriteAttributes` (in Terraform `write_attributes`)"))
}
