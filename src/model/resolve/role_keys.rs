//! Which roles an environment has.

use crate::inputs::decode::{Key, Spanned};
use crate::inputs::{Removed, spec, without_default_role};
use crate::model::resolve::Scope;
use crate::model::resolve::identity_pool::has_provider;
use crate::model::resolve::roles::{WantedRole, keys_of_managed_roles};
use crate::model::role::{AUTHENTICATED, GUEST, is_default};
use crate::source::{Code, Diagnostic, Span};

/// The roles of an environment: `authenticated` where users can sign in or where it is declared, `guest` with guest
/// access, neither of them if it is not attached, and all others.
pub fn wanted<'a>(
    spec: &'a spec::Spec,
    removed: &[Removed],
    guest_access: bool,
    scope: &Scope,
) -> Vec<WantedRole<'a>> {
    let declared: Vec<(&Key, &spec::Role)> = spec.roles.iter().flat_map(|roles| roles.iter()).collect();
    let find = |name: &str| declared.iter().find(|(key, _)| key.text == name).copied();
    let guest = find(GUEST);
    if let Some((key, _)) = guest.filter(|(_, role)| !guest_access && !is_detached(role)) {
        refuse_guest(key, scope);
    }
    let has_provider = has_provider(spec.identity_pool.as_ref());
    let defaults = [
        default_role(AUTHENTICATED, find(AUTHENTICATED), has_provider, scope),
        default_role(GUEST, guest, guest_access, scope),
    ];
    for (key, _) in defaults.iter().flatten().filter(|(_, declared)| declared.is_none()) {
        warn_of_removal(&key.text, removed, scope);
    }
    let others = declared.iter().filter(|(key, _)| !is_default(&key.text));
    let others = others.map(|(key, role)| {
        refuse_attached(key, role, scope);
        ((*key).clone(), Some(*role))
    });
    defaults.into_iter().flatten().chain(others).collect()
}

/// A role that is attached to the pool, if the pool has it.
fn default_role<'a>(
    name: &str,
    declared: Option<(&Key, &'a spec::Role)>,
    is_needed: bool,
    scope: &Scope,
) -> Option<WantedRole<'a>> {
    match declared {
        Some((_, role)) if is_detached(role) => {
            refuse_keys_of_detached(name, role, scope);
            None
        }
        Some((key, role)) => Some((key.clone(), Some(role))),
        None => is_needed.then(|| (Key { text: name.to_owned(), span: scope.span }, None)),
    }
}

/// A default role that is needed exists, even if the environment removed its declaration.
fn warn_of_removal(name: &str, removed: &[Removed], scope: &Scope) {
    if let Some(removed) = removed.iter().find(|removed| removed.is_role(name)) {
        let message = format!("the role `{name}` remains, without its settings");
        scope.diagnostics.push(
            Diagnostic::at(removed.span, Code::RoleRemains, message).help(without_default_role(name)).help(
                format!(
                    "for a role without settings, declare it in the environment: `roles: {{ {name}: {{}} }}`"
                ),
            ),
        );
    }
}

/// Whether the inputs say that the pool has no such role.
fn is_detached(role: &spec::Role) -> bool {
    role.attached.as_ref().and_then(Spanned::get) == Some(&false)
}

/// A role that does not exist has no settings.
fn refuse_keys_of_detached(name: &str, role: &spec::Role, scope: &Scope) {
    let Some(at) = role.attached.as_ref().map(|attached| attached.span) else { return };
    let other_keys = [
        ("existing_role_arn", role.existing_role_arn.is_some()),
        ("renamed_from", role.renamed_from.is_some()),
    ];
    for (key, _) in keys_of_managed_roles(role).into_iter().chain(other_keys).filter(|(_, is_set)| *is_set) {
        bad_attachment(
            at,
            format!("`{key}` can't be set on a role with `attached: false`"),
            format!(
                "with `attached: false`, there is no role `{name}`: remove `{key}`, or `attached: false`; in an environment's patch, `remove: [roles.{name}.{key}]`"
            ),
            scope,
        );
    }
}

/// Only the default roles are attached to the pool.
fn refuse_attached(key: &Key, role: &spec::Role, scope: &Scope) {
    if let Some(attached) = &role.attached {
        bad_attachment(
            attached.span,
            format!("`attached` can't be set on the role `{}`", key.text),
            "only `authenticated` and `guest` are attached to the identity pool: remove `attached`"
                .to_owned(),
            scope,
        );
    }
}

fn bad_attachment(at: Span, message: String, help: String, scope: &Scope) {
    scope.diagnostics.push(Diagnostic::at(at, Code::BadAttachment, message).help(help));
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
