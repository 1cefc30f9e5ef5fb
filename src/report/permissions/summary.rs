//! What a role and its statements are about, in words that all formats share.

use crate::access::{AttachedPolicy, Content, Origin, Permissions, PlacedStatement};
use crate::iam::catalogue::AccessLevel;
use crate::report::annotations::Region;
use crate::report::page::words;
use crate::report::permissions::condition;
use crate::source::{Sources, Span};

/// A role in its environment, such as `authenticated in prod`.
pub fn title(permissions: &Permissions) -> String {
    format!("{} in {}", permissions.role.role, permissions.environment.key())
}

/// What limits what the policies of a role allow.
pub fn limits(permissions: &Permissions) -> Vec<String> {
    let is_classic = permissions.environment.identity_pool.classic_flow.is_some();
    let session = match (permissions.has_guest_session, is_classic) {
        (true, false) => Some("AWS's session policy for guests"),
        (true, true) => Some("AWS's session policy for guests, except in the classic flow"),
        (false, _) => None,
    };
    let boundary = permissions.boundary.iter();
    let boundary = boundary.map(|boundary| format!("the permissions boundary {}", policy_name(boundary)));
    boundary.chain(session.map(str::to_owned)).collect()
}

/// What a policy is called: its grant, or its ARN.
pub fn policy_name(policy: &AttachedPolicy) -> String {
    match &policy.origin {
        Origin::Grant(key) => format!("grant {key}"),
        Origin::Arn(arn) => arn.clone(),
    }
}

/// What the boundary is called, above what it allows at most.
pub fn boundary_name(boundary: &AttachedPolicy) -> String {
    format!("at most what the permissions boundary {} allows", policy_name(boundary))
}

/// The file and the line of a place.
pub fn place(span: Span, sources: &Sources) -> String {
    let Region { path, line, .. } = Region::of_span(span, sources);
    format!("{path}:{line}")
}

/// What the actions of a statement do, after `denies` if they are denied.
pub fn effect(placed: &PlacedStatement) -> String {
    let mut levels: Vec<&str> = placed.access_levels.iter().map(|level| level.as_str()).collect();
    if levels.len() == AccessLevel::ALL.len() {
        levels = vec!["All levels"];
    }
    if !placed.is_documented {
        levels.push("undocumented");
    }
    let levels = levels.join(", ");
    if placed.statement.denies { format!("denies {levels}") } else { levels }
}

/// The actions of a statement.
pub fn actions(placed: &PlacedStatement) -> String {
    words::actions(&placed.statement)
}

/// The resources of a statement.
pub fn resources(placed: &PlacedStatement, permissions: &Permissions) -> Vec<String> {
    words::resources(&placed.statement, permissions.environment)
}

/// The conditions of a statement, all of which must hold.
pub fn conditions(placed: &PlacedStatement) -> Vec<String> {
    placed.statement.conditions.iter().map(condition::in_words).collect()
}

/// The statements of a policy that are known.
pub fn statements(content: &Content) -> &[PlacedStatement] {
    match content {
        Content::Statements(statements) => statements,
        Content::Unknown(_) => &[],
    }
}
