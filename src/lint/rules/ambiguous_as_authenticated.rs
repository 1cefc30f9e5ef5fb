//! Role mappings that give users the authenticated role if nothing decides.

use crate::inputs::spec::{Ambiguous, MappingKind};
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, RoleMapping};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::AmbiguousAsAuthenticated, check: Check::Environment(check) };

fn check(environment: &Environment) -> Vec<Finding> {
    let mappings = environment.role_mappings.iter();
    let lenient = mappings.filter(|(_, mapping)| mapping.ambiguous == Ambiguous::Authenticated);
    lenient.map(|(key, mapping)| finding(key, mapping)).collect()
}

/// Source: Cognito Identity API, RoleMapping, `AmbiguousRoleResolution`.
fn finding(provider: &str, mapping: &RoleMapping) -> Finding {
    let who = match mapping.kind {
        MappingKind::Token => "whose token names no role, or several without a preferred one,",
        MappingKind::Rules => "whom no rule matches",
    };
    let message = format!("users of `{provider}` {who} get the role `authenticated`");
    let path = format!("role_mappings.{provider}.ambiguous");
    Finding::new(Code::AmbiguousAsAuthenticated, path, mapping.span, message)
        .help("if they should get no credentials, remove `ambiguous: authenticated`: the default is `deny`")
}
