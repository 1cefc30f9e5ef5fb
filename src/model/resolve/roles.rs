//! The IAM roles of an environment.

use indexmap::IndexMap;

use crate::aws::{self, Identifier, Rule, is, is_word, names};
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::{Part, Resolved, ValueOrReference, keys, spec};
use crate::model::environment::IdentityPool;
use crate::model::resolve::grants::{check_guest_actions, check_size, grants_of};
use crate::model::resolve::{Scope, check};
use crate::model::role::{AUTHENTICATED, GUEST, ManagedRole, Role, RoleKind, is_default};
use crate::source::{Code, Diagnostic, Span};

/// AWS GovCloud (US-East) requires shorter names for roles that identity pools use.
/// Source: AWS GovCloud (US) User Guide, "Amazon Cognito".
const GOV_EAST_ROLE: Rule = Rule {
    what: "a valid role name in us-gov-east-1",
    accepted: "1 to 20 letters, digits and _ + = , . @ -: set `name` to a shorter one",
    code: Code::BadRole,
    test: |text| is(text, 1..=20, |c| is_word(c) || "+=,.@-".contains(c)),
};

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

    let no_defaults = spec::RoleDefaults::default();
    let defaults = spec.role_defaults.as_ref().unwrap_or(&no_defaults);
    let mut roles = IndexMap::new();
    for (key, role) in wanted {
        let role = role_of(key, role, defaults, scope);
        if let Some(managed) = role.managed() {
            check_size(&key.text, managed, key_prefix, scope);
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

fn role_of(key: &Key, given: &spec::Role, defaults: &spec::RoleDefaults, scope: &mut Scope) -> Role {
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
    let default_name = format!("{{name}}-{{environment}}-{}", key.text);
    let rule = if scope.tokens.region.is_gov_east() { &GOV_EAST_ROLE } else { &names::ROLE };
    let (name, span) = scope.or_default(given.name.as_ref(), &default_name, key.span, rule);
    let boundary = given.permissions_boundary.as_ref().or(defaults.permissions_boundary.as_ref());
    let duration = given.max_session_duration.as_ref().or(defaults.max_session_duration.as_ref());
    let managed = ManagedRole {
        name,
        description: scope.prose(given.description.as_ref(), &names::ROLE_DESCRIPTION),
        path: scope.optional(given.path.as_ref().or(defaults.path.as_ref()), &names::ROLE_PATH),
        permissions_boundary: boundary.and_then(|arn| scope.identifier(arn, Identifier::PolicyArn)),
        max_session_duration: duration.and_then(|seconds| session_duration(seconds, scope)),
        managed_policies: managed_policies(given.managed_policy_arns.as_deref().unwrap_or_default(), scope),
        grants: given.grants.as_ref().map(|grants| grants_of(grants, scope)).unwrap_or_default(),
    };
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

/// The managed policies by name, so that their Terraform addresses don't depend on the order of the
/// list. The name is that of the policy, as written.
fn managed_policies(given: &[Spanned<ValueOrReference>], scope: &Scope) -> IndexMap<String, Resolved> {
    let mut policies: IndexMap<String, Resolved> = IndexMap::new();
    for given in given {
        let (Some(arn), Some(setting)) = (scope.identifier(given, Identifier::PolicyArn), given.get()) else {
            continue;
        };
        let name = policy_name(setting);
        if policies.insert(name.clone(), arn).is_some() {
            scope.diagnostics.push(
                Diagnostic::at(
                    given.span,
                    Code::NameCollision,
                    format!("duplicate managed policy name `{name}`"),
                )
                .help("the managed policies of a role must have different names"),
            );
        }
    }
    check_count(given, policies.len(), scope);
    policies
}

/// The part of an ARN after its last slash, with tokens as plain words, or a whole reference.
fn policy_name(setting: &ValueOrReference) -> String {
    let text = match setting {
        ValueOrReference::Text(text) => text,
        ValueOrReference::Reference(reference) => return reference.get().cloned().unwrap_or_default(),
    };
    let source = text.expand(|part| match part {
        Part::Token(token) => token.word().into(),
        Part::Value(name) | Part::Literal(name) => name.clone().into(),
    });
    source.rsplit('/').next().unwrap_or_default().to_owned()
}

fn check_count(given: &[Spanned<ValueOrReference>], count: usize, scope: &Scope) {
    let Some(at) = given.get(aws::MANAGED_POLICIES_DEFAULT).map(|given| given.span) else { return };
    let (code, help) = if count > aws::MANAGED_POLICIES_MAX {
        (Code::OverLimit, format!("IAM allows at most {}", aws::MANAGED_POLICIES_MAX))
    } else {
        let default = aws::MANAGED_POLICIES_DEFAULT;
        (
            Code::Quota,
            format!("IAM allows {default} by default: attach fewer, or have the account's quota raised"),
        )
    };
    scope
        .diagnostics
        .push(Diagnostic::at(at, code, format!("{count} managed policies on one role")).help(help));
}
