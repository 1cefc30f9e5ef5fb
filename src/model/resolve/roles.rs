//! The IAM roles of an environment.

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::{Resolved, keys, spec};
use crate::model::environment::IdentityPool;
use crate::model::resolve::grants::check_guest_actions;
use crate::model::resolve::managed_role::managed_role;
use crate::model::resolve::policies::check_policies;
use crate::model::resolve::{Scope, check, unrestricted};
use crate::model::role::{AUTHENTICATED, GUEST, Role, RoleKind, is_default};
use crate::source::{Code, Diagnostic, Span};

/// Resolves the roles of an environment: always `authenticated`, `guest` with guest access, and additional
/// roles.
pub fn roles(
    spec: &spec::Spec,
    pool: &IdentityPool,
    key_prefix: &str,
    scope: &mut Scope,
) -> IndexMap<String, Role> {
    let given: Vec<(&Key, &spec::Role)> = spec.roles.iter().flat_map(|roles| roles.iter()).collect();
    let no_role = spec::Role::default();
    let named = |name: &str| given.iter().find(|(key, _)| key.text == name);
    let [authenticated_key, guest_key] =
        [AUTHENTICATED, GUEST].map(|name| Key { text: name.to_owned(), span: scope.span });
    let mut wanted = Vec::new();
    wanted.push(named(AUTHENTICATED).copied().unwrap_or((&authenticated_key, &no_role)));
    match named(GUEST) {
        Some((key, role)) => {
            if !pool.guest_access {
                refuse_guest(key, scope);
            }
            wanted.push((key, role));
        }
        None if pool.guest_access => wanted.push((&guest_key, &no_role)),
        None => {}
    }
    wanted.extend(given.iter().filter(|(key, _)| !is_default(&key.text)));

    let mut roles = IndexMap::new();
    for (key, role) in wanted {
        let role = role_of(key, role, spec, pool, scope);
        if let Some(managed) = role.managed() {
            check_policies(&key.text, managed, key_prefix, scope);
            unrestricted::warn(&key.text, managed, role.span, pool, scope);
            if key.text == GUEST && !pool.classic_flow {
                check_guest_actions(managed, scope);
            }
        }
        roles.insert(key.text.clone(), role);
    }
    refuse_renamed_from(&roles, scope);
    refuse_same_existing(&roles, scope);
    roles
}

/// Without guest access, the role `guest` is probably a mistake in `identity_pool`.
fn refuse_guest(key: &Key, scope: &Scope) {
    scope.diagnostics.push(
        Diagnostic::at(
            key.span,
            Code::GuestWithoutAccess,
            "the role `guest` exists, but guest access is off",
        )
        .help("set `identity_pool.guest_access: true`, or remove `roles.guest`"),
    );
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
        renamed_from: _,
        existing_role_arn: _,
    } = given;
    let managed_keys = [
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
    ];
    for (name, _) in managed_keys.into_iter().filter(|(_, is_given)| *is_given) {
        scope.diagnostics.push(
            Diagnostic::at(at, Code::BadRoleReference, format!("`{name}` can't be set on an existing role"))
                .help(format!(
                    "poolsmith does not change existing roles: remove `{name}`, or `existing_role_arn`"
                )),
        );
    }
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

/// If guests and signed-in users had the same role, guests would get all permissions of users.
fn refuse_same_existing(roles: &IndexMap<String, Role>, scope: &Scope) {
    let existing = |key: &str| roles.get(key).and_then(Role::existing);
    let Some((users, guests)) = existing(AUTHENTICATED).zip(existing(GUEST)) else { return };
    if users == guests {
        scope.diagnostics.push(
            Diagnostic::at(
                roles[GUEST].span,
                Code::NameCollision,
                "guests and signed-in users have the same role",
            )
            .help("give guests a role of their own: otherwise they get the permissions of signed-in users"),
        );
    }
}
