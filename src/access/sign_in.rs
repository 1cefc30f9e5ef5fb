//! Ways to sign in: through a provider, with claims that lead to the same roles.

use std::fmt;

use indexmap::IndexMap;

use crate::access::claims::Claims;
use crate::access::role_reference::RoleReference;
use crate::access::roles::{Login, Obtainable, PickedRole, Roles};
use crate::access::selection::ROLES;
use crate::inputs::spec::{MappingKind, Match};
use crate::model::{DEVELOPER_PROVIDER, Environment, GUEST, MappingRule};

/// A way to sign in, whose users get the same roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Without signing in.
    Guest,
    /// Through the developer provider.
    Developer,
    /// Through a provider, with a token that has this claim, or none that matters.
    Provider {
        /// The key of the provider.
        key: String,
        /// The claim, and how its value compares with another.
        claim: Option<(String, Match, String)>,
    },
    /// Through another identity pool, with this ID, that a role trusts.
    OtherPool {
        /// The role.
        role: String,
        /// The ID of the pool.
        pool: String,
    },
}

/// The ways to sign in, of either version.
pub fn sign_ins(old: Option<&Environment>, new: &Environment) -> Vec<SignIn> {
    let mut ways: Vec<SignIn> = Vec::new();
    for way in [Some(new), old].into_iter().flatten().flat_map(of_environment) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

fn of_environment(environment: &Environment) -> Vec<SignIn> {
    let pool = &environment.identity_pool;
    let guest = pool.guest_access.then_some(SignIn::Guest);
    let developer = pool.developer_provider.as_ref().map(|_| SignIn::Developer);
    let providers = pool.providers.keys().flat_map(|key| of_provider(key, environment));
    let others = environment.roles.iter().flat_map(|(key, role)| {
        let pools = role.managed().map(|role| &role.trust.identity_pools[..]).unwrap_or_default();
        pools
            .iter()
            .filter_map(|pool| pool.known())
            .map(|pool| SignIn::OtherPool { role: key.clone(), pool: pool.to_owned() })
    });
    guest.into_iter().chain(developer).chain(providers).chain(others).collect()
}

/// Without a claim that matters, and with each claim that a rule compares, or each role that a token can have.
fn of_provider(key: &str, environment: &Environment) -> Vec<SignIn> {
    let with = |claim| SignIn::Provider { key: key.to_owned(), claim };
    let of_rule = |rule: &MappingRule| (rule.claim.clone(), rule.match_type, rule.value.clone());
    let claims: Vec<_> = match environment.role_mappings.get(key) {
        None => Vec::new(),
        Some(mapping) => match mapping.kind {
            MappingKind::Rules => mapping.rules.iter().map(of_rule).collect(),
            MappingKind::Token => {
                let roles = environment.roles.keys().filter(|role| *role != GUEST);
                roles.map(|role| (ROLES.to_owned(), Match::Equals, role.clone())).collect()
            }
        },
    };
    std::iter::once(None).chain(claims.into_iter().map(Some)).map(with).collect()
}

impl SignIn {
    /// The roles in an environment; `None` if it has no such way to sign in.
    pub fn roles(&self, environment: &Environment) -> Option<Roles> {
        let pool = &environment.identity_pool;
        let no_claims = Claims::new();
        match self {
            Self::Guest => pool.guest_access.then(|| Roles::of_guests(environment)),
            Self::Developer => {
                pool.developer_provider.as_ref()?;
                Some(Roles::of(&[Login::Developer], &no_claims, environment))
            }
            Self::Provider { key, claim } => {
                pool.providers.get(key)?;
                let claims = claim
                    .as_ref()
                    .map(|(name, comparison, value)| (name.clone(), vec![example(*comparison, value)]));
                let claims: Claims = claims.into_iter().collect::<IndexMap<_, _>>();
                let is_missing = |(name, _, role): &(String, Match, String)| {
                    name == ROLES && !environment.roles.contains_key(role)
                };
                let claims = if claim.as_ref().is_some_and(is_missing) { no_claims } else { claims };
                Some(Roles::of(&[Login::Provider(key.clone())], &claims, environment))
            }
            Self::OtherPool { role, pool } => {
                let trust = &environment.roles.get(role)?.managed()?.trust;
                let trusts = trust.identity_pools.iter().any(|other| other.known() == Some(pool));
                let role = RoleReference::Declared(role.clone());
                trusts.then(|| Roles {
                    obtainable: vec![Obtainable { role: role.clone(), is_certain: true }],
                    picked: PickedRole::Role(role),
                    because: "the role trusts the identity pool".to_owned(),
                })
            }
        }
    }
}

/// A value that compares so with another, and with no other value by chance.
fn example(comparison: Match, value: &str) -> String {
    match comparison {
        Match::Equals => value.to_owned(),
        Match::NotEqual => format!("not {value}"),
        Match::StartsWith => format!("{value}…"),
        Match::Contains => format!("…{value}…"),
    }
}

impl fmt::Display for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guest => formatter.write_str("guests"),
            Self::Developer => write!(formatter, "users of `{DEVELOPER_PROVIDER}`"),
            Self::OtherPool { pool, .. } => write!(formatter, "identities of the pool {pool}"),
            Self::Provider { key, claim: None } => write!(formatter, "users of `{key}`"),
            Self::Provider { key, claim: Some((claim, comparison, value)) } => {
                let verb = match comparison {
                    Match::Equals => "is",
                    Match::NotEqual => "is not",
                    Match::StartsWith => "starts with",
                    Match::Contains => "contains",
                };
                write!(formatter, "users of `{key}` whose `{claim}` {verb} `{value}`")
            }
        }
    }
}
