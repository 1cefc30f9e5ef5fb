//! Who reaches the roles of an environment.

use indexmap::IndexMap;

use crate::model::assignment::unreachable_roles;
use crate::model::environment::Environment;
use crate::model::resolve::Scope;
use crate::model::role::{AUTHENTICATED, GUEST, Role, is_default};
use crate::source::{Code, Diagnostic, Diagnostics};
use crate::tree::meant;

/// Warns about roles that nobody gets. A default role is there without a word in the inputs, so it is reported only if
/// they narrow its trust.
pub fn warn_of_unreachable(environment: &Environment, diagnostics: &Diagnostics) {
    let unreachable = unreachable_roles(environment);
    let roles = environment.roles.iter().filter(|(key, role)| !is_default(key) || is_narrowed(role));
    for (key, role) in roles.filter(|(key, role)| !is_shared(role) && unreachable.contains(&key.as_str())) {
        let diagnostic =
            Diagnostic::at(role.span, Code::Unreachable, format!("no user can get the role `{key}`"));
        let diagnostic = match is_narrowed(role) {
            true => diagnostic.help(format!("its trust policy admits only the users of `roles.{key}.trust.providers`, who get other roles: lead them to it with `role_mappings`, or name the providers whose users get it")),
            false => diagnostic.help("use it in a rule of `role_mappings`, or map a provider with `type: token`"),
        };
        diagnostics.push(match meant(key, [AUTHENTICATED, GUEST]).filter(|default| default != key) {
            Some(default) => diagnostic.label(format!("did you mean `{default}`?")),
            None => diagnostic,
        });
    }
}

/// Whether a role trusts only the users of some providers.
fn is_narrowed(role: &Role) -> bool {
    role.managed().is_some_and(|role| !role.trust.providers.is_empty())
}

/// Whether users of other identity pools can get a role.
fn is_shared(role: &Role) -> bool {
    role.managed().is_some_and(|role| !role.trust.identity_pools.is_empty())
}

/// If guests had the role of other users, anybody would get the permissions of those users.
pub fn refuse_role_of_guests(roles: &IndexMap<String, Role>, scope: &Scope) {
    let Some(guest) = roles.get(GUEST) else { return };
    let others = roles.iter().filter(|(key, _)| *key != GUEST);
    for (key, _) in others.filter(|(_, role)| is_same_role(guest, role, scope)) {
        let (message, help) = match key.as_str() {
            AUTHENTICATED => (
                "guests and signed-in users have the same role".to_owned(),
                "give guests a role of their own: otherwise they get the permissions of signed-in users"
                    .to_owned(),
            ),
            _ => (
                format!("guests have the same role as `{key}`"),
                format!("give guests a role of their own: otherwise anybody gets the permissions of `{key}`"),
            ),
        };
        scope.diagnostics.push(Diagnostic::at(guest.span, Code::NameCollision, message).help(help));
    }
}

/// Whether two keys are one role in IAM. The names of roles that Terraform creates are compared elsewhere.
fn is_same_role(one: &Role, other: &Role, scope: &Scope) -> bool {
    let are_managed = one.managed().is_some() && other.managed().is_some();
    let account_id = scope.tokens.account_id.as_ref();
    let identity = one.identity(account_id);
    !are_managed && identity.is_some() && identity == other.identity(account_id)
}
