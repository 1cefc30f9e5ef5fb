//! Ways to sign in: through a provider, with claims that lead to the same roles.

use std::fmt;

use indexmap::IndexMap;

use crate::access::claims::Claims;
use crate::access::provider_users::{have_same_users, identifier};
use crate::access::role_reference::RoleReference;
use crate::access::roles::{Login, Obtainable, PickedRole, Roles};
use crate::access::selection::ROLES;
use crate::inputs::spec::{MappingKind, Match};
use crate::model::{DEVELOPER_PROVIDER, Environment, GUEST, MappingRule, ProviderKind};

/// A way to sign in, whose users get the same roles.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// Without signing in.
    Guest,
    /// Through the developer provider.
    Developer,
    /// Through a provider, with a token that has this claim, or none that matters.
    Provider {
        /// The key of the provider, in the new version if it has the provider.
        key: String,
        /// Whose users they are: the other version can have the provider under another key, or another one under this key.
        kind: ProviderKind,
        /// Whether the other version has another provider under the key.
        is_replaced: bool,
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
    let mut ways = of_environment(new, old);
    let Some(old) = old else { return ways };
    let known: Vec<SignIn> = ways.iter().map(|way| way.before(old, new)).collect();
    let others = of_environment(old, Some(new)).into_iter();
    ways.extend(others.filter(|way| !known.iter().any(|known| known.is_same(way))));
    ways
}

fn of_environment(environment: &Environment, other: Option<&Environment>) -> Vec<SignIn> {
    let pool = &environment.identity_pool;
    let guest = pool.guest_access.then_some(SignIn::Guest);
    let developer = pool.developer_provider.as_ref().map(|_| SignIn::Developer);
    let providers = pool.providers.keys().flat_map(|key| of_provider(key, environment, other));
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
fn of_provider(key: &str, environment: &Environment, other: Option<&Environment>) -> Vec<SignIn> {
    let Some(provider) = environment.identity_pool.providers.get(key) else { return Vec::new() };
    let other = other.and_then(|other| other.identity_pool.providers.get(key));
    let is_replaced = other.is_some_and(|other| have_same_users(&provider.kind, &other.kind) == Some(false));
    let with =
        |claim| SignIn::Provider { key: key.to_owned(), kind: provider.kind.clone(), is_replaced, claim };
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
    /// Whether it is the same way in another version.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Guest, Self::Guest) | (Self::Developer, Self::Developer) => true,
            (
                Self::Provider { key, kind, claim, .. },
                Self::Provider { key: other_key, kind: other_kind, claim: other_claim, .. },
            ) => {
                let is_same = have_same_users(kind, other_kind).unwrap_or(key == other_key);
                is_same && claim == other_claim
            }
            (Self::OtherPool { role, pool }, Self::OtherPool { role: other_role, pool: other_pool }) => {
                role == other_role && pool == other_pool
            }
            (Self::Guest | Self::Developer | Self::Provider { .. } | Self::OtherPool { .. }, _) => false,
        }
    }

    /// The way in an old version, in which roles may have had other keys.
    pub fn before(&self, old: &Environment, new: &Environment) -> Self {
        let mut before = self.clone();
        let role = match &mut before {
            Self::Provider { claim: Some((name, _, role)), .. } if name == ROLES => role,
            Self::OtherPool { role, .. } => role,
            Self::Guest | Self::Developer | Self::Provider { .. } => return before,
        };
        if let Some(previous) = new.previous_role_key(role, old).map(str::to_owned) {
            *role = previous;
        }
        before
    }

    /// The key of its provider in an environment, and whether it certainly is the same provider.
    fn provider_in<'a>(&self, environment: &'a Environment) -> Option<(&'a str, bool)> {
        let Self::Provider { key, kind, .. } = self else { return None };
        let providers = &environment.identity_pool.providers;
        let same = providers.iter().find(|(_, other)| have_same_users(kind, &other.kind) == Some(true));
        let possible =
            || providers.get_key_value(key).filter(|(_, other)| have_same_users(kind, &other.kind).is_none());
        let certain = same.map(|(key, _)| (key.as_str(), true));
        certain.or_else(|| possible().map(|(key, _)| (key.as_str(), false)))
    }

    /// Why it isn't known whether its users are those of the same key in an environment.
    pub fn unknown_users(&self, environment: &Environment) -> Option<String> {
        let (key, _) = self.provider_in(environment).filter(|(_, is_certain)| !is_certain)?;
        Some(format!("whether `{key}` is the same provider as before depends on a reference"))
    }

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
            Self::Provider { claim, .. } => {
                let (key, _) = self.provider_in(environment)?;
                let claims = claim
                    .as_ref()
                    .map(|(name, comparison, value)| (name.clone(), vec![example(*comparison, value)]));
                let claims: Claims = claims.into_iter().collect::<IndexMap<_, _>>();
                let is_missing = |(name, _, role): &(String, Match, String)| {
                    name == ROLES && !environment.roles.contains_key(role)
                };
                let claims = if claim.as_ref().is_some_and(is_missing) { no_claims } else { claims };
                Some(Roles::of(&[Login::Provider(key.to_owned())], &claims, environment))
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
            Self::Provider { key, kind, is_replaced, claim } => {
                write!(formatter, "users of `{key}`")?;
                if *is_replaced {
                    write!(formatter, " ({})", identifier(kind))?;
                }
                let Some((claim, comparison, value)) = claim else { return Ok(()) };
                let verb = match comparison {
                    Match::Equals => "is",
                    Match::NotEqual => "is not",
                    Match::StartsWith => "starts with",
                    Match::Contains => "contains",
                };
                write!(formatter, " whose `{claim}` {verb} `{value}`")
            }
        }
    }
}
