//! The claims of an identity's token, and whether a rule of a role mapping matches them.

use indexmap::IndexMap;

use crate::aws::providers::user_pool_name;
use crate::inputs::Resolved;
use crate::inputs::spec::Match;
use crate::model::{Environment, MappingRule, ProviderKind};

/// The claim with the groups of a user of a user pool, which is always a list.
/// Source: Amazon Cognito Developer Guide, "Understanding the identity (ID) token".
const GROUPS: &str = "cognito:groups";

/// The claims that the token of an identity is given, by name.
pub type Claims = IndexMap<String, Vec<String>>;

/// A claim of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// The token doesn't have it.
    Absent,
    /// The token has it, with a value that isn't known.
    Unknown,
    /// It has one value.
    One(String),
    /// It is a list.
    Several(Vec<String>),
}

/// Whether a rule matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleMatch {
    /// It does.
    Yes,
    /// It doesn't.
    No,
    /// That depends on a value that isn't known, or on what AWS doesn't document.
    Open,
}

impl Claim {
    /// The claim of the token that a provider issued.
    pub fn of(
        name: &str,
        provider: Option<&ProviderKind>,
        claims: &Claims,
        environment: &Environment,
    ) -> Self {
        match claims.get(name).map(Vec::as_slice) {
            Some([]) => Self::Absent,
            Some([one]) if name != GROUPS => Self::One(one.clone()),
            Some(several) => Self::Several(several.to_vec()),
            None => provider.map_or(Self::Absent, |provider| of_every_token(name, provider, environment)),
        }
    }
}

/// A claim that every token of a provider has.
///
/// Source: Amazon Cognito Developer Guide, "Understanding the identity (ID) token" for user pools, and "Using role-based
/// access control" for Amazon and Facebook; OpenID Connect Core 1.0, "ID Token", for the others. AWS documents no claim
/// that every SAML assertion has.
fn of_every_token(name: &str, provider: &ProviderKind, environment: &Environment) -> Claim {
    const OF_USER_POOLS: [&str; 8] =
        ["sub", "cognito:username", "auth_time", "exp", "iat", "jti", "origin_jti", "event_id"];
    let known = |value: &Resolved| match value {
        // Several client IDs are separated by commas.
        Resolved::Known(value) if !value.contains(',') => Claim::One(value.clone()),
        Resolved::Known(_) | Resolved::Reference(_) => Claim::Unknown,
    };
    match (provider, name) {
        (ProviderKind::UserPool(pool), "aud") => known(&pool.app_client_id),
        (ProviderKind::UserPool(pool), "iss") => match &pool.user_pool_id {
            Resolved::Known(id) => {
                Claim::One(format!("https://{}", user_pool_name(id, environment.tokens.partition())))
            }
            Resolved::Reference(_) => Claim::Unknown,
        },
        (ProviderKind::UserPool(_), "token_use") => Claim::One("id".to_owned()),
        (ProviderKind::UserPool(_), name) if OF_USER_POOLS.contains(&name) => Claim::Unknown,
        (ProviderKind::Social { app_id, .. }, "aud") => known(app_id),
        (ProviderKind::Social { host, .. }, "iss")
            if ["www.amazon.com", "graph.facebook.com"].contains(host) =>
        {
            Claim::One((*host).to_owned())
        }
        (ProviderKind::Social { .. } | ProviderKind::Oidc(_), "iss" | "sub" | "aud" | "exp" | "iat") => {
            Claim::Unknown
        }
        (
            ProviderKind::UserPool(_)
            | ProviderKind::Social { .. }
            | ProviderKind::Oidc(_)
            | ProviderKind::Saml(_),
            _,
        ) => Claim::Absent,
    }
}

impl RuleMatch {
    /// Whether a rule matches a claim. A rule whose claim is absent doesn't, also with `NotEqual`.
    ///
    /// Source: Amazon Cognito Developer Guide, "Using role-based access control", "Using rule-based mapping to assign roles
    /// to users". It doesn't say how the claim is compared if it is a list: each value, or the list as one text.
    pub fn of(rule: &MappingRule, claim: &Claim) -> Self {
        match claim {
            Claim::Absent => Self::No,
            Claim::Unknown => Self::Open,
            Claim::One(value) => Self::certain(compare(rule.match_type, value, &rule.value)),
            Claim::Several(values) => of_list(rule, values),
        }
    }

    fn certain(matches: bool) -> Self {
        if matches { Self::Yes } else { Self::No }
    }
}

fn compare(match_type: Match, claim: &str, value: &str) -> bool {
    match match_type {
        Match::Equals => claim == value,
        Match::NotEqual => claim != value,
        Match::Contains => claim.contains(value),
        Match::StartsWith => claim.starts_with(value),
    }
}

/// Certain only if it makes no difference how the list is compared.
fn of_list(rule: &MappingRule, values: &[String]) -> RuleMatch {
    let is_any = |match_type| values.iter().any(|claim| compare(match_type, claim, &rule.value));
    // The list as one text has other characters, too.
    let may_be_between = rule.value.contains([',', '[', ']', '"', ' ']);
    match rule.match_type {
        Match::Contains if is_any(Match::Contains) => RuleMatch::Yes,
        Match::NotEqual if !is_any(Match::Equals) && !may_be_between => RuleMatch::Yes,
        Match::NotEqual => RuleMatch::Open,
        Match::Equals | Match::StartsWith | Match::Contains if is_any(rule.match_type) || may_be_between => {
            RuleMatch::Open
        }
        Match::Equals | Match::StartsWith | Match::Contains => RuleMatch::No,
    }
}
