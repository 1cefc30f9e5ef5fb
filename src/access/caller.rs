//! Callers: identities in an environment.

use indexmap::IndexMap;

use crate::access::claims::{Claim, Claims};
use crate::access::identity::{GivenClaims, Identity, IdentityKind, SessionTags};
use crate::access::request_text::{MissingReference, Piece, RequestText};
use crate::access::role_reference::{RoleReference, is_arn};
use crate::access::roles::{Login, Roles};
use crate::access::selection::{CLAIMS_WITH_ROLES, roles_in_text};
use crate::access::session::Session;
use crate::aws::providers::DEFAULT_PRINCIPAL_TAGS;
use crate::inputs::TokenString;
use crate::inputs::decode::Spanned;
use crate::model::{DEVELOPER_PROVIDER, Environment};
use crate::source::Diagnostics;

/// An identity in an environment.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The name of the identity.
    pub name: String,
    /// How it signed in; empty if it is given a role.
    pub logins: Vec<Login>,
    /// The roles that it can get.
    pub roles: Roles,
    /// The tags that are passed to its session.
    pub tags: CallerTags,
}

/// The session tags of a caller, which override the tags of its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallerTags {
    /// Any tags with any values.
    Any,
    /// These, by key.
    Only(IndexMap<String, RequestText>),
    /// These, and any others: the backend of a developer provider can set more.
    ///
    /// Source: Amazon Cognito API, GetOpenIdTokenForDeveloperIdentity, `PrincipalTags`.
    AtLeast(IndexMap<String, RequestText>),
}

impl Caller {
    /// What its session carries with one of its roles.
    pub fn session(&self, role: &RoleReference, environment: &Environment) -> Session {
        Session::of(self, role, environment)
    }

    /// The identity in an environment.
    ///
    /// # Errors
    /// If the environment lacks its role or one of its providers.
    pub(super) fn of(
        name: &str,
        identity: &Identity,
        environment: &Environment,
        diagnostics: &Diagnostics,
    ) -> Result<Self, MissingReference> {
        let name = name.to_owned();
        match &identity.kind {
            IdentityKind::OfRole { role: (role, _), tags } => {
                if !environment.roles.contains_key(role) {
                    return Err(MissingReference(format!("there is no role `{role}`")));
                }
                let tags = given_tags(tags, environment, diagnostics);
                Ok(Self { name, logins: Vec::new(), roles: Roles::only(role), tags })
            }
            IdentityKind::SignedIn { providers, claims } => {
                let logins = providers.iter().map(|(key, _)| login(key, environment));
                let logins: Vec<Login> = logins.collect::<Result<_, _>>()?;
                let claims = expand(claims, environment, diagnostics);
                require_roles(&claims, environment)?;
                let tags = of_claims(&logins, &claims, environment);
                Ok(Self { name, roles: Roles::of(&logins, &claims, environment), logins, tags })
            }
        }
    }
}

fn login(key: &str, environment: &Environment) -> Result<Login, MissingReference> {
    let pool = &environment.identity_pool;
    if pool.providers.contains_key(key) {
        return Ok(Login::Provider(key.to_owned()));
    }
    let is_developer = key == DEVELOPER_PROVIDER && pool.developer_provider.is_some();
    is_developer
        .then_some(Login::Developer)
        .ok_or_else(|| MissingReference(format!("there is no provider `{key}`")))
}

fn expand(claims: &GivenClaims, environment: &Environment, diagnostics: &Diagnostics) -> Claims {
    let value = |value: &Spanned<TokenString>| Some(environment.tokens.expand(value, diagnostics)?.0);
    claims
        .iter()
        .map(|(name, given)| (name.clone(), given.values.iter().filter_map(value).collect()))
        .collect()
}

/// A test may write the key of a role instead of its ARN, which the token has.
fn require_roles(claims: &Claims, environment: &Environment) -> Result<(), MissingReference> {
    let values = CLAIMS_WITH_ROLES.into_iter().filter_map(|claim| claims.get(claim)).flatten();
    match values.flat_map(|value| keys_in(value)).find(|key| !environment.roles.contains_key(*key)) {
        Some(key) => Err(MissingReference(format!("there is no role `{key}`"))),
        None => Ok(()),
    }
}

/// The keys of roles in the value of a claim that names roles.
pub(super) fn keys_in(value: &str) -> impl Iterator<Item = &str> {
    roles_in_text(value).filter(|name| !is_arn(name))
}

fn given_tags(tags: &SessionTags, environment: &Environment, diagnostics: &Diagnostics) -> CallerTags {
    match tags {
        SessionTags::Any => CallerTags::Any,
        SessionTags::Only(tags) => {
            let value = |value: &Spanned<TokenString>| environment.tokens.expand(value, diagnostics);
            let tags = tags.iter().filter_map(|(key, given)| Some((key.clone(), value(given)?.0)));
            CallerTags::Only(tags.map(|(key, value)| (key, RequestText::literal(value))).collect())
        }
    }
}

/// The tags that the claims of the logins become.
fn of_claims(logins: &[Login], claims: &Claims, environment: &Environment) -> CallerTags {
    let mut tags: IndexMap<String, RequestText> = IndexMap::new();
    for key in logins.iter().filter_map(|login| match login {
        Login::Provider(key) => Some(key),
        Login::Developer => None,
    }) {
        for (tag, value) in of_login(key, claims, environment) {
            // AWS doesn't document which login determines the tag.
            let differs = tags.get(&tag).is_some_and(|other| *other != value);
            let unknown = || RequestText::of([Piece::Unknown(format!("the principal tag `{tag}`"))]);
            let value = if differs { unknown() } else { value };
            tags.insert(tag, value);
        }
    }
    match logins.contains(&Login::Developer) {
        true => CallerTags::AtLeast(tags),
        false => CallerTags::Only(tags),
    }
}

/// The tags of the users of a provider.
///
/// Source: Amazon Cognito Developer Guide, "Using attributes for access control": the default mapping takes `username`
/// from `sub`, and `client` from `aud`. It doesn't say what becomes of a list.
fn of_login(key: &str, claims: &Claims, environment: &Environment) -> Vec<(String, RequestText)> {
    const DEFAULT_CLAIMS: [&str; 2] = ["sub", "aud"];
    let Some(mapping) = environment.principal_tags.get(key) else { return Vec::new() };
    let provider = environment.identity_pool.providers.get(key).map(|provider| &provider.kind);
    let defaults = DEFAULT_PRINCIPAL_TAGS.into_iter().zip(DEFAULT_CLAIMS).filter(|_| mapping.tags.is_empty());
    let own = mapping.tags.iter().map(|(tag, claim)| (tag.as_str(), claim.as_str()));
    let tags = defaults.chain(own).filter_map(|(tag, claim)| {
        let unknown = || RequestText::of([Piece::Unknown(format!("the claim `{claim}`"))]);
        let value = match Claim::of(claim, provider, claims, environment) {
            Claim::Absent => return None,
            Claim::One(value) => RequestText::literal(value),
            Claim::Unknown | Claim::Several(_) => unknown(),
        };
        Some((tag.to_owned(), value))
    });
    tags.collect()
}
