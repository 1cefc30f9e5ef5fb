use indexmap::IndexMap;

use crate::aws::{self, Partition, arn, names};
use crate::inputs::decode::{Given, Key, Keyed};
use crate::inputs::{Part, Text, keys, spec};
use crate::model::environment::Role;
use crate::model::resolve::{Scope, check};
use crate::policy::{self, Concrete, Grant};
use crate::source::{Code, Problem, Span};

/// The roles of an environment: that of the signed-in always, that of guests where they have access.
pub fn roles(
    spec: &spec::Spec,
    guest_access: bool,
    principal: &str,
    scope: &mut Scope,
) -> IndexMap<String, Role> {
    let given = spec.roles.as_ref();
    let authenticated = given.and_then(|roles| roles.authenticated.as_ref());
    let guest = given.and_then(|roles| roles.guest.as_ref());
    let wanted = [
        Some(("authenticated", authenticated)),
        (guest_access || guest.is_some()).then_some(("guest", guest)),
    ];
    if let Some(guest) = guest.filter(|_| !guest_access) {
        refuse_guest(guest, scope);
    }
    let defaults = spec.role_defaults.as_ref();
    let no_defaults = spec::RoleDefaults::default();
    let no_role = spec::Role::default();
    let mut roles = IndexMap::new();
    for (key, role) in wanted.into_iter().flatten() {
        let role = role_of(key, role.unwrap_or(&no_role), defaults.unwrap_or(&no_defaults), scope);
        check_size(key, &role, principal, scope);
        roles.insert(key.to_owned(), role);
    }
    roles
}

/// Without access nobody is a guest, and a role for guests is a mistake about the pool.
fn refuse_guest(guest: &spec::Role, scope: &Scope) {
    let grants = guest.grants.as_ref().and_then(|grants| grants.iter().next()).map(|(key, _)| key.span);
    let name = guest.name.as_ref().map(|name| name.span);
    scope.problems.push(
        Problem::at(
            grants.or(name).unwrap_or(scope.span),
            Code::GuestWithoutAccess,
            "a role for guests, but the identity pool gives guests no access",
        )
        .help("set `identity_pool.guest_access: true`, or take `roles.guest` away"),
    );
}

fn role_of(key: &str, given: &spec::Role, defaults: &spec::RoleDefaults, scope: &mut Scope) -> Role {
    let default_name = format!("{{name}}-{{environment}}-{key}");
    let (name, span) = scope.or_default(given.name.as_ref(), &default_name, scope.span, &names::ROLE);
    let boundary = given.permissions_boundary.as_ref().or(defaults.permissions_boundary.as_ref());
    let duration = given.max_session_duration.as_ref().or(defaults.max_session_duration.as_ref());
    Role {
        name,
        span,
        description: scope.optional(given.description.as_ref(), &names::ROLE_DESCRIPTION),
        path: scope.optional(given.path.as_ref().or(defaults.path.as_ref()), &names::ROLE_PATH),
        permissions_boundary: boundary.and_then(|arn| policy_arn(arn, scope)),
        max_session_duration: duration.and_then(|seconds| session_duration(seconds, scope)),
        managed_policies: managed_policies(given.managed_policy_arns.as_deref().unwrap_or_default(), scope),
        grants: given.grants.as_ref().map(|grants| grants_of(grants, scope)).unwrap_or_default(),
    }
}

fn policy_arn(given: &Given<Text>, scope: &Scope) -> Option<String> {
    let (arn, span) = scope.tokens.expand(given, scope.problems)?;
    if let Some(problem) = arn::POLICY.check(&arn, scope.tokens.partition, span) {
        scope.problems.push(problem);
    }
    Some(arn)
}

fn session_duration(given: &Given<u32>, scope: &Scope) -> Option<u32> {
    let (seconds, span) = given.with_span()?;
    if !names::SESSION_DURATION.contains(seconds) {
        scope.problems.push(
            Problem::at(span, Code::BadRole, format!("{seconds} is not the seconds of a session"))
                .help("3600 (an hour) to 43200 (twelve hours)"),
        );
    }
    Some(*seconds)
}

/// The managed policies, each under a name that stays the same when the list's order changes: the
/// policy's own name, as it was written.
fn managed_policies(given: &[Given<Text>], scope: &Scope) -> IndexMap<String, String> {
    let mut policies: IndexMap<String, String> = IndexMap::new();
    for given in given {
        let (Some(arn), Some(text)) = (policy_arn(given, scope), given.get()) else { continue };
        let name = policy_name(text);
        if let Some(other) = policies.insert(name.clone(), arn.clone()) {
            let message = format!("a second managed policy called `{name}`: `{other}` and `{arn}`");
            scope.problems.push(
                Problem::at(given.span, Code::NameCollision, message)
                    .help("each managed policy of a role needs a name of its own"),
            );
        }
    }
    check_count(given, policies.len(), scope);
    policies
}

/// The part of an ARN after its last slash, its tokens as plain words.
fn policy_name(arn: &Text) -> String {
    let source = arn.expand(|part| match part {
        Part::Token(token) => token.word().into(),
        Part::Value(name) | Part::Literal(name) => name.clone().into(),
    });
    source.rsplit('/').next().unwrap_or_default().to_owned()
}

fn check_count(given: &[Given<Text>], count: usize, scope: &Scope) {
    let Some(at) = given.get(aws::MANAGED_POLICIES_DEFAULT).map(|given| given.span) else { return };
    let (code, help) = if count > aws::MANAGED_POLICIES_MAX {
        (Code::OverLimit, format!("IAM allows at the most {}", aws::MANAGED_POLICIES_MAX))
    } else {
        let default = aws::MANAGED_POLICIES_DEFAULT;
        (Code::Quota, format!("IAM allows {default} unless the account's quota was raised"))
    };
    scope.problems.push(Problem::at(at, code, format!("{count} managed policies on one role")).help(help));
}

fn grants_of(given: &Keyed<Given<spec::Grant>>, scope: &mut Scope) -> IndexMap<String, Grant> {
    let mut grants = IndexMap::new();
    for (key, grant) in given.iter() {
        check(&keys::PART, &key.text, key.span, scope.problems);
        if let Some(grant) = grant_of(key, grant, scope) {
            grants.insert(key.text.clone(), grant);
        }
    }
    warn_of_shared_buckets(&grants, scope);
    grants
}

fn grant_of(key: &Key, grant: &Given<spec::Grant>, scope: &mut Scope) -> Option<Grant> {
    let mut inner = policy::Scope { tokens: &scope.tokens, files: scope.files, problems: scope.problems };
    policy::resolve(key, grant, &mut inner)
}

/// An identity's own prefix at the top of a bucket lies beside what other grants keep there.
fn warn_of_shared_buckets(grants: &IndexMap<String, Grant>, scope: &Scope) {
    for grant in grants.values() {
        let Some(bucket) = &grant.identity_first else { continue };
        let shares = |other: &&Grant| other.key != grant.key && other.bucket.as_ref() == Some(bucket);
        if let Some(other) = grants.values().find(shares) {
            let message = format!("`{{identity}}` comes first in a bucket that `{}` shares", other.key);
            scope.problems.push(
                Problem::at(grant.span, Code::IdentityFirst, message)
                    .related(other.span, "the other grant")
                    .help("begin the path with a word of its own, such as `private/{identity}/*`"),
            );
        }
    }
}

/// IAM counts the characters of all inline policies of a role together, without white space.
fn check_size(key: &str, role: &Role, principal: &str, scope: &Scope) {
    let sizes: Vec<(usize, Span)> = role
        .grants
        .values()
        .map(|grant| (size(grant, principal, scope.tokens.partition), grant.span))
        .collect();
    let total: usize = sizes.iter().map(|(size, _)| size).sum();
    if let Some((_, largest)) = sizes.iter().max().filter(|_| total > aws::INLINE_POLICY_CHARACTERS) {
        let message = format!("the policies of the role `{key}` have {total} characters together");
        scope.problems.push(
            Problem::at(*largest, Code::OverLimit, message).label("the largest of them").help(format!(
                "IAM allows {}: use fewer statements, or a managed policy",
                aws::INLINE_POLICY_CHARACTERS
            )),
        );
    }
}

fn size(grant: &Grant, principal: &str, partition: Partition) -> usize {
    let document = grant.document.json(&Concrete { values: &grant.values, partition, principal });
    document.to_string().chars().filter(|c| !c.is_whitespace()).count()
}
