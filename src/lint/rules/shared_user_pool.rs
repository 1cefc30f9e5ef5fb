//! User pools that a protected environment shares with others.

use crate::lint::protection::{Sharing, shared};
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, ProviderKind};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::SharedUserPool, check: Check::Workspace(check) };

fn check(environments: &[Environment]) -> Vec<Finding> {
    shared(environments, user_pools).into_iter().map(finding).collect()
}

/// The ID of each user pool, with the path and the place of its provider.
fn user_pools(environment: &Environment) -> Vec<(String, Sharing)> {
    let providers = environment.identity_pool.providers.iter();
    let pools = providers.filter_map(|(key, provider)| match &provider.kind {
        ProviderKind::UserPool(pool) => Some((key, provider.span, pool.user_pool_id.known()?)),
        ProviderKind::Social { .. } | ProviderKind::Oidc(_) | ProviderKind::Saml(_) => None,
    });
    let sharing = |(key, span, id): (&String, _, &str)| {
        (id.to_owned(), Sharing::of("the user pool", format!("identity_pool.user_pools.{key}"), span))
    };
    pools.map(sharing).collect()
}

fn finding(Sharing { path, span, protected, others, .. }: Sharing) -> Finding {
    let message = format!("{others} and the protected {protected} have the same user pool");
    Finding::new(Code::SharedUserPool, path, span, message)
        .help("whoever can sign in to try things out can sign in where it matters: use a user pool for each")
}
