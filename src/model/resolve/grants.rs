//! The grants of a role, and checks across a role's grants.

use indexmap::IndexMap;

use crate::iam::{Effect, Elements, reaches_guests};
use crate::inputs::TokenString;
use crate::inputs::decode::{Key, SpannedMap};
use crate::inputs::spec::PolicyType;
use crate::model::resolve::Scope;
use crate::model::resolve::policies::{check_grant_key, default_name};
use crate::model::role::ManagedRole;
use crate::policy::{self, Grant, pattern};
use crate::source::{Code, Diagnostic};
use crate::tree::Node;

/// Resolves the grants of a role.
pub(super) fn grants_of(
    role: &str,
    policies: PolicyType,
    given: &SpannedMap<Node>,
    scope: &mut Scope,
) -> IndexMap<String, Grant> {
    let mut grants = IndexMap::new();
    for (key, grant) in given.iter() {
        check_grant_key(key, scope);
        let default_name = default_name(role, key, policies, scope);
        if let Some(grant) = grant_of(key, grant, default_name, scope) {
            grants.insert(key.text.clone(), grant);
        }
    }
    warn_of_shared_buckets(&grants, scope);
    grants
}

fn grant_of(key: &Key, grant: &Node, default_name: String, scope: &mut Scope) -> Option<Grant> {
    let mut inner = policy::Scope {
        kinds: scope.kinds,
        tokens: &scope.tokens,
        files: scope.files,
        references: scope.references,
        diagnostics: scope.diagnostics,
    };
    policy::resolve(key, grant, default_name, &mut inner)
}

/// Warns about identity prefixes at the top level of a bucket that other grants use too.
fn warn_of_shared_buckets(grants: &IndexMap<String, Grant>, scope: &Scope) {
    for grant in grants.values().filter(|grant| grant.identity_first) {
        let bucket = grant.values.get("bucket");
        let shares = |other: &&Grant| {
            other.key != grant.key && bucket.is_some() && other.values.get("bucket") == bucket
        };
        if let Some(other) = grants.values().find(shares) {
            let message =
                format!("the path starts with `{{identity}}` in a bucket that `{}` also uses", other.key);
            scope.diagnostics.push(
                Diagnostic::at(grant.span, Code::IdentityFirst, message)
                    .related(other.span, "the other grant")
                    .help("start the path with a prefix of its own, such as `private/{identity}/*`"),
            );
        }
    }
}

/// Reports actions that AWS ignores for guests, which would silently have no effect.
pub(super) fn check_guest_actions(role: &ManagedRole, scope: &Scope) {
    for grant in role.grants.values() {
        let allowed = grant.document.statements.iter().filter(|statement| statement.effect == Effect::Allow);
        let ignored: Vec<String> = allowed.flat_map(|statement| ignored(&statement.actions)).collect();
        if ignored.is_empty() {
            continue;
        }
        let code = if grant.kind.is_some() { Code::Ignored } else { Code::IgnoredStatement };
        let message =
            format!("AWS ignores actions that `{}` allows guests: {}", grant.key, ignored.join(", "));
        scope.diagnostics.push(
            Diagnostic::at(grant.span, code, message)
                .help("in the enhanced flow, guests can only use some services, whatever their role allows")
                .help("move the grant to `roles.authenticated`, so that users have to sign in for it"),
        );
    }
}

/// The actions of a statement that guests can't use.
fn ignored(actions: &Elements<TokenString>) -> Vec<String> {
    match actions {
        Elements::Only(patterns) => {
            let ignored = patterns.iter().filter(|action| !reaches_guests(&pattern(action)));
            ignored.map(TokenString::source).collect()
        }
        // Allows all other actions, many of which guests can't use.
        Elements::AllBut(patterns) => {
            let but: Vec<String> = patterns.iter().map(TokenString::source).collect();
            vec![format!("all except {}, in the services that guests can't use", but.join(", "))]
        }
    }
}
