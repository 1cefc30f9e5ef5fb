//! The IAM roles of an environment.

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::{Resolved, keys, spec};
use crate::model::environment::IdentityPool;
use crate::model::resolve::grants::check_guest_actions;
use crate::model::resolve::managed_role::{check_defaults, managed_role};
use crate::model::resolve::policies::check_policies;
use crate::model::resolve::{Scope, check};
use crate::model::role::{GUEST, Role, RoleKind};
use crate::source::{Code, Diagnostic, Span};

/// A role that an environment has, and its settings if the inputs declare it.
pub type WantedRole<'a> = (Key, Option<&'a spec::Role>);

/// Resolves the roles of an environment.
pub fn roles(
    wanted: Vec<WantedRole>,
    spec: &spec::Spec,
    pool: &IdentityPool,
    key_prefix: &str,
    scope: &mut Scope,
) -> IndexMap<String, Role> {
    let no_settings = spec::Role::default();
    check_defaults(spec.role_defaults.as_ref(), scope);
    let mut roles = IndexMap::new();
    for (key, given) in wanted {
        let role = role_of(&key, given.unwrap_or(&no_settings), spec, pool, scope);
        if let Some(managed) = role.managed() {
            check_policies(&key.text, managed, key_prefix, scope);
            if key.text == GUEST && pool.classic_flow.is_none() {
                check_guest_actions(managed, scope);
            }
        }
        roles.insert(key.text, role);
    }
    refuse_renamed_from(&roles, scope);
    roles
}

fn role_of(key: &Key, given: &spec::Role, spec: &spec::Spec, pool: &IdentityPool, scope: &mut Scope) -> Role {
    check(&keys::PART, &key.text, key.span, scope.diagnostics);
    let renamed_from = given.renamed_from.as_ref().and_then(Spanned::with_span);
    if let Some((from, span)) = renamed_from {
        check(&keys::PART, from, span, scope.diagnostics);
    }
    let renamed_from = renamed_from.map(|(from, _)| from.clone());
    if let Some(existing) = &given.existing_role_arn {
        refuse_managed_keys(given, existing.span, scope);
        // Invalid ARNs were reported.
        let arn = scope.identifier(existing, Identifier::RoleArn).unwrap_or(Resolved::Known(String::new()));
        return Role { span: key.span, renamed_from, kind: RoleKind::Existing(arn) };
    }
    let (managed, span) = managed_role(key, given, spec, pool, scope);
    Role { span, renamed_from, kind: RoleKind::Managed(Box::new(managed)) }
}

/// Rejects keys that an existing role can't have.
fn refuse_managed_keys(given: &spec::Role, at: Span, scope: &Scope) {
    for (name, _) in keys_of_managed_roles(given).into_iter().filter(|(_, is_given)| *is_given) {
        scope.diagnostics.push(
            Diagnostic::at(at, Code::BadRoleReference, format!("`{name}` can't be set on an existing role"))
                .help(format!(
                    "poolsmith does not change existing roles: remove `{name}`, or `existing_role_arn`"
                )),
        );
    }
}

/// The keys that only a role that Terraform manages can have, and whether they are set.
pub(super) fn keys_of_managed_roles(given: &spec::Role) -> [(&'static str, bool); 11] {
    // All fields are listed, so that a new one can't be forgotten.
    let spec::Role {
        name,
        description,
        path,
        permissions_boundary,
        max_session_duration,
        tags,
        policies,
        trust,
        exclusive,
        managed_policy_arns,
        grants,
        attached: _,
        renamed_from: _,
        existing_role_arn: _,
    } = given;
    [
        ("name", name.is_some()),
        ("description", description.is_some()),
        ("path", path.is_some()),
        ("permissions_boundary", permissions_boundary.is_some()),
        ("max_session_duration", max_session_duration.is_some()),
        ("tags", tags.is_some()),
        ("policies", policies.is_some()),
        ("trust", trust.is_some()),
        ("exclusive", exclusive.is_some()),
        ("managed_policy_arns", managed_policy_arns.is_some()),
        ("grants", grants.is_some()),
    ]
}

/// A key that is still in use can't have been renamed.
fn refuse_renamed_from(roles: &IndexMap<String, Role>, scope: &Scope) {
    let mut seen: IndexMap<&str, &str> = IndexMap::new();
    for (key, role) in roles {
        let Some(from) = &role.renamed_from else { continue };
        let message = if roles.contains_key(from) {
            format!("`{key}` has `renamed_from: {from}`, but `{from}` still exists")
        } else if let Some(other) = seen.insert(from, key) {
            format!("`{key}` and `{other}` both have `renamed_from: {from}`")
        } else {
            continue;
        };
        scope.diagnostics.push(
            Diagnostic::at(role.span, Code::NameCollision, message)
                .help("`renamed_from` is the previous key of the part, which no other part may use now"),
        );
    }
}
