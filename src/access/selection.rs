//! The roles to which the identity pool leads a login: by the rules of a role mapping, by its token, or by default.
//!
//! Source: Amazon Cognito Developer Guide, "Using role-based access control", and "Identity pools authentication flow" for
//! the classic flow.

use indexmap::IndexSet;

use crate::access::claims::{Claim, Claims, RuleMatch};
use crate::access::role_reference::RoleReference;
use crate::access::roles::{Login, PickedRole};
use crate::inputs::spec::{Ambiguous, MappingKind};
use crate::model::{AUTHENTICATED, Environment, GUEST, ProviderKind, RoleMapping};

/// The claim with the role of the best group of a user.
const PREFERRED_ROLE: &str = "cognito:preferred_role";
/// The claim with all roles of a user's groups.
pub(super) const ROLES: &str = "cognito:roles";
/// The claims whose values are roles.
pub(super) const CLAIMS_WITH_ROLES: [&str; 2] = [PREFERRED_ROLE, ROLES];

/// The roles of one login, whether or not their trust admits it.
pub(super) struct Selection {
    pub obtainable: Vec<RoleReference>,
    pub picked: PickedRole,
    pub because: String,
}

/// The roles of an identity that uses one login.
pub(super) fn selection(login: &Login, claims: &Claims, environment: &Environment) -> Selection {
    let selection = match login {
        Login::Provider(key) => of_provider(key, claims, environment),
        Login::Developer => Selection::authenticated("a developer provider has no role mapping", environment),
    };
    match environment.identity_pool.classic_flow.is_some() {
        true => selection.with_all_roles(environment),
        false => selection,
    }
}

fn of_provider(key: &str, claims: &Claims, environment: &Environment) -> Selection {
    let provider = environment.identity_pool.providers.get(key).map(|provider| &provider.kind);
    match environment.role_mappings.get(key) {
        None => Selection::authenticated(&format!("`{key}` has no role mapping"), environment),
        Some(mapping) => match mapping.kind {
            MappingKind::Rules => by_rules(mapping, provider, claims, environment),
            MappingKind::Token => by_token(mapping, provider, claims, environment),
        },
    }
}

/// The roles of all rules that match, of which AWS picks the first.
fn by_rules(
    mapping: &RoleMapping,
    provider: Option<&ProviderKind>,
    claims: &Claims,
    environment: &Environment,
) -> Selection {
    let matches = mapping.rules.iter().zip(1..).map(|(rule, number)| {
        let claim = Claim::of(&rule.claim, provider, claims, environment);
        (rule, number, RuleMatch::of(rule, &claim))
    });
    let matches: Vec<_> = matches.filter(|(_, _, matches)| *matches != RuleMatch::No).collect();
    let role = |key: &String| RoleReference::Declared(key.clone());
    let mut obtainable: Vec<RoleReference> = matches.iter().map(|(rule, _, _)| role(&rule.role)).collect();
    let is_certain = matches.iter().any(|(_, _, matches)| *matches == RuleMatch::Yes);
    if !is_certain {
        obtainable.extend(otherwise(mapping, environment));
    }
    let (picked, because) = match matches.first() {
        None => return Selection::unmapped("no rule matches", mapping, obtainable, environment),
        Some((rule, number, RuleMatch::Yes)) => {
            (PickedRole::Role(role(&rule.role)), format!("rule {number} is the first that matches"))
        }
        Some((rule, number, RuleMatch::Open | RuleMatch::No)) => (
            PickedRole::Undecided,
            format!("whether rule {number} matches the claim `{}` is not known", rule.claim),
        ),
    };
    Selection { obtainable, picked, because }
}

/// The roles in the token, of which AWS picks the preferred one.
///
/// Source: the same page: a user pool sets `cognito:preferred_role` if there is one role. For a token that has one role
/// without it, the guide has the setting decide, and the API's page RoleMapping only for several roles.
fn by_token(
    mapping: &RoleMapping,
    provider: Option<&ProviderKind>,
    claims: &Claims,
    environment: &Environment,
) -> Selection {
    let roles_in = |claim: &str| -> IndexSet<RoleReference> {
        let names = claims.get(claim).into_iter().flatten().flat_map(|value| roles_in_text(value));
        names.map(|name| RoleReference::of_claim(name, environment)).collect()
    };
    let roles = roles_in(ROLES);
    let mut obtainable: Vec<RoleReference> = roles.iter().cloned().collect();
    if let Some(preferred) = roles_in(PREFERRED_ROLE).into_iter().next() {
        obtainable.push(preferred.clone());
        let because = format!("the token has it as `{PREFERRED_ROLE}`");
        return Selection { obtainable, picked: PickedRole::Role(preferred), because };
    }
    obtainable.extend(otherwise(mapping, environment));
    let only = roles.first().filter(|_| roles.len() == 1).cloned();
    let why = match (only, provider) {
        (Some(only), Some(ProviderKind::UserPool(_))) => {
            let because = format!("it is the only role in `{ROLES}`");
            return Selection { obtainable, picked: PickedRole::Role(only), because };
        }
        (Some(_), _) => {
            let because = format!("AWS's pages differ about a token with one role and no `{PREFERRED_ROLE}`");
            return Selection { obtainable, picked: PickedRole::Undecided, because };
        }
        (None, _) if roles.is_empty() => format!("the token has neither `{PREFERRED_ROLE}` nor `{ROLES}`"),
        (None, _) => format!("the token has several `{ROLES}` and no `{PREFERRED_ROLE}`"),
    };
    Selection::unmapped(&why, mapping, obtainable, environment)
}

/// The roles in the value of a claim, which are separated by commas.
pub(super) fn roles_in_text(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|name| !name.is_empty())
}

impl Selection {
    /// The role of signed-in users, if the pool has one.
    fn authenticated(why: &str, environment: &Environment) -> Self {
        match authenticated(environment) {
            Some(role) => Self {
                obtainable: vec![role.clone()],
                picked: PickedRole::Role(role),
                because: format!("{why}, so it is the role of signed-in users"),
            },
            None => Self {
                obtainable: Vec::new(),
                picked: PickedRole::Nothing,
                because: format!("{why}, and the identity pool has no role `{AUTHENTICATED}`"),
            },
        }
    }

    /// Where the mapping leads to no role, or to several.
    fn unmapped(
        why: &str,
        mapping: &RoleMapping,
        obtainable: Vec<RoleReference>,
        environment: &Environment,
    ) -> Self {
        match mapping.ambiguous {
            Ambiguous::Authenticated => Self { obtainable, ..Self::authenticated(why, environment) },
            Ambiguous::Deny => {
                let because = format!("{why}, and `ambiguous: deny` then gives no credentials");
                Self { obtainable, picked: PickedRole::Nothing, because }
            }
        }
    }

    /// In the classic flow, the caller chooses any role whose trust admits the login.
    fn with_all_roles(mut self, environment: &Environment) -> Self {
        let roles = environment.roles.keys().filter(|key| *key != GUEST);
        self.obtainable.extend(roles.map(|key| RoleReference::Declared(key.clone())));
        self
    }
}

/// The role of identities that the mapping leads to no role, or to several.
fn otherwise(mapping: &RoleMapping, environment: &Environment) -> Option<RoleReference> {
    match mapping.ambiguous {
        Ambiguous::Authenticated => authenticated(environment),
        Ambiguous::Deny => None,
    }
}

fn authenticated(environment: &Environment) -> Option<RoleReference> {
    environment.roles.contains_key(AUTHENTICATED).then(|| RoleReference::Declared(AUTHENTICATED.to_owned()))
}
