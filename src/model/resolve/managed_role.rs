//! The settings of a role that Terraform manages.

use crate::aws::{Identifier, Rule, is, is_word, names};
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::spec;
use crate::model::environment::IdentityPool;
use crate::model::resolve::grants::grants_of;
use crate::model::resolve::policies::{attached_policies, check_count};
use crate::model::resolve::tags::role_tags;
use crate::model::resolve::trust::trust;
use crate::model::resolve::{Scope, flag};
use crate::model::role::ManagedRole;
use crate::source::{Code, Diagnostic, Span};

/// AWS GovCloud (US-East) requires shorter names for roles that identity pools use.
/// Source: AWS GovCloud (US) User Guide, "Amazon Cognito".
const GOV_EAST_ROLE: Rule = Rule {
    what: "a valid role name in us-gov-east-1",
    accepted: "1 to 20 letters, digits and _ + = , . @ -: set `name` to a shorter one",
    code: Code::BadRole,
    pattern: "[0-9A-Za-z_+=,.@-]{1,20}",
    test: |text| is(text, 1..=20, |c| is_word(c) || "+=,.@-".contains(c)),
};

/// Resolves a role, and returns it with the span of its name. Settings that it lacks are those of `role_defaults`.
pub(super) fn managed_role(
    key: &Key,
    given: &spec::Role,
    spec: &spec::Spec,
    pool: &IdentityPool,
    scope: &mut Scope,
) -> (ManagedRole, Span) {
    let no_defaults = spec::RoleDefaults::default();
    let defaults = spec.role_defaults.as_ref().unwrap_or(&no_defaults);
    let default_name = format!("{{name}}-{{environment}}-{}", key.text);
    let rule = if scope.tokens.region.is_gov_east() { &GOV_EAST_ROLE } else { &names::ROLE };
    let (name, span) = scope.or_default(given.name.as_ref(), &default_name, key.span, rule);
    let boundary = given.permissions_boundary.as_ref().or(defaults.permissions_boundary.as_ref());
    let duration = given.max_session_duration.as_ref().or(defaults.max_session_duration.as_ref());
    let policies = given.policies.as_ref().or(defaults.policies.as_ref());
    let policies = policies.and_then(Spanned::get).copied().unwrap_or_default();
    let attached = given.managed_policy_arns.as_deref().unwrap_or_default();
    let grants = given.grants.as_ref().map(|grants| grants_of(&key.text, policies, grants, scope));
    let role = ManagedRole {
        name,
        description: scope.prose(given.description.as_ref(), &names::ROLE_DESCRIPTION),
        path: scope.optional(given.path.as_ref().or(defaults.path.as_ref()), &names::ROLE_PATH),
        permissions_boundary: boundary.and_then(|arn| scope.identifier(arn, Identifier::PolicyArn)),
        max_session_duration: duration.and_then(|seconds| session_duration(seconds, scope)),
        tags: role_tags(key, given, spec, scope),
        trust: trust(key, given.trust.as_ref(), pool, scope),
        managed_policies: attached_policies(attached, scope),
        policies,
        exclusive: flag(given.exclusive.as_ref().or(defaults.exclusive.as_ref()), false),
        grants: grants.unwrap_or_default(),
    };
    check_count(attached, &role, scope);
    if let Some(duration) = duration {
        warn_of_duration(duration.span, &role, pool, scope);
    }
    (role, span)
}

/// Checks the settings that all roles share, even if there is no role that Terraform manages.
pub(super) fn check_defaults(defaults: Option<&spec::RoleDefaults>, scope: &Scope) {
    let Some(defaults) = defaults else { return };
    scope.optional(defaults.path.as_ref(), &names::ROLE_PATH);
    if let Some(boundary) = &defaults.permissions_boundary {
        scope.identifier(boundary, Identifier::PolicyArn);
    }
    if let Some(seconds) = &defaults.max_session_duration {
        session_duration(seconds, scope);
    }
}

fn session_duration(given: &Spanned<u32>, scope: &Scope) -> Option<u32> {
    let (seconds, span) = given.with_span()?;
    if !names::SESSION_DURATION.contains(seconds) {
        scope.diagnostics.push(
            Diagnostic::at(span, Code::BadRole, format!("{seconds} is not a valid session duration"))
                .help("expected 3600 (1 hour) to 43200 (12 hours) seconds"),
        );
    }
    Some(*seconds)
}

/// Warns about a maximum session duration that has no effect. Another pool that shares the role may allow the classic
/// flow. Source: Amazon Cognito Developer Guide, "Identity pools authentication flow": with the enhanced flow,
/// credentials are valid for an hour.
fn warn_of_duration(at: Span, role: &ManagedRole, pool: &IdentityPool, scope: &Scope) {
    let is_shared = !role.trust.identity_pools.is_empty();
    let is_longer =
        role.max_session_duration.is_some_and(|seconds| seconds > *names::SESSION_DURATION.start());
    if is_longer && pool.classic_flow.is_none() && !is_shared {
        scope.diagnostics.push(
            Diagnostic::at(at, Code::UnusedDuration, "`max_session_duration` has no effect without the classic flow")
                .help("in the enhanced flow, credentials are valid for an hour, whatever the role allows: remove it"),
        );
    }
}
