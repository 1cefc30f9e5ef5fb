//! The condition keys that the session of an identity always carries.

use indexmap::IndexMap;

use crate::access::caller::{Caller, CallerTags};
use crate::access::request_text::{IdentityId, Piece, RequestText, unknown_account};
use crate::access::role_reference::{RoleReference, path_and_name};
use crate::access::roles::Login;
use crate::aws::providers::user_pool_name;
use crate::inputs::Resolved;
use crate::model::{Environment, GUEST, ManagedRole, ProviderKind, RoleKind};

/// What the session of an identity with a role carries in every request.
///
/// Source: IAM User Guide, "AWS global condition context keys" and "Available keys for AWS OIDC federation"; Amazon Cognito
/// Developer Guide, "Role trust and permissions" for `amr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The condition keys in lowercase, principal tags included.
    pub keys: IndexMap<String, SessionKey>,
    /// Which other principal tags it has.
    pub other_tags: OtherTags,
}

/// A condition key of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKey {
    /// Its values; several only if the key can have several.
    pub values: Vec<RequestText>,
    /// Whether it has no other values.
    pub is_complete: bool,
    /// A value that it never has, also if it may have others.
    pub excluded: Option<&'static str>,
}

/// The principal tags that [`Session::keys`] doesn't have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherTags {
    /// The session has none.
    Absent,
    /// The session may have any, with any values.
    Any,
}

/// The prefix of the condition keys of principal tags, in lowercase.
pub const PRINCIPAL_TAG: &str = "aws:principaltag/";

impl Session {
    /// The session of an identity with a role.
    pub fn of(caller: &Caller, role: &RoleReference, environment: &Environment) -> Self {
        let declared = match role {
            RoleReference::Declared(key) => environment.roles.get(key),
            RoleReference::Undeclared(_) => None,
        };
        let managed = declared.and_then(|role| role.managed());
        let (tags, other_tags) = tags(caller, managed, environment);
        let mut keys = of_identity(caller, role, environment);
        keys.extend(of_role(role, managed, environment));
        keys.extend(
            tags.into_iter().map(|(tag, value)| (format!("{PRINCIPAL_TAG}{tag}"), SessionKey::one(value))),
        );
        Self { keys, other_tags }
    }
}

impl SessionKey {
    fn one(value: RequestText) -> Self {
        Self { values: vec![value], is_complete: true, excluded: None }
    }
}

/// The keys that the identity pool sets.
fn of_identity(
    caller: &Caller,
    role: &RoleReference,
    environment: &Environment,
) -> IndexMap<String, SessionKey> {
    let key = |name: &str| format!("{}:{name}", environment.key_prefix()).to_ascii_lowercase();
    let id = RequestText::of([Piece::IdentityId(IdentityId::Caller)]);
    let pool = RequestText::of([Piece::Unknown("the identity pool's ID".to_owned())]);
    let principal = RequestText::literal(environment.principal());
    IndexMap::from([
        (key("sub"), SessionKey::one(id)),
        (key("aud"), SessionKey::one(pool)),
        (key("amr"), amr(caller, role, environment)),
        ("aws:federatedprovider".to_owned(), SessionKey::one(principal)),
    ])
}

/// The value of `amr` that only guests have.
const UNAUTHENTICATED: &str = "unauthenticated";

/// `unauthenticated` for guests; for others `authenticated` and the names of the providers, of which AWS documents only
/// those of social providers and of the developer provider.
fn amr(caller: &Caller, role: &RoleReference, environment: &Environment) -> SessionKey {
    if *role == RoleReference::Declared(GUEST.to_owned()) {
        return SessionKey::one(RequestText::literal(UNAUTHENTICATED));
    }
    let names = caller.logins.iter().filter_map(|login| name_of(login, environment));
    let values = [RequestText::literal("authenticated")].into_iter().chain(names).collect();
    SessionKey { values, is_complete: false, excluded: Some(UNAUTHENTICATED) }
}

fn name_of(login: &Login, environment: &Environment) -> Option<RequestText> {
    let pool = &environment.identity_pool;
    let key = match login {
        Login::Developer => return pool.developer_provider.clone().map(RequestText::literal),
        Login::Provider(key) => key,
    };
    match &pool.providers.get(key)?.kind {
        ProviderKind::UserPool(user_pool) => {
            let id = user_pool.user_pool_id.known()?;
            Some(RequestText::literal(user_pool_name(id, environment.tokens.partition())))
        }
        ProviderKind::Social { host, .. } => Some(RequestText::literal(*host)),
        ProviderKind::Oidc(_) | ProviderKind::Saml(_) => None,
    }
}

/// The keys that the role determines.
fn of_role(
    role: &RoleReference,
    managed: Option<&ManagedRole>,
    environment: &Environment,
) -> [(String, SessionKey); 5] {
    let account = account_of(role, environment);
    let arn = match (role, managed) {
        (_, Some(managed)) => RequestText::of([
            Piece::Text(format!("arn:{}:iam::", environment.tokens.partition().id())),
            account.clone(),
            Piece::Text(format!(":{}", path_and_name(managed))),
        ]),
        (RoleReference::Undeclared(arn), None) => RequestText::literal(arn),
        (RoleReference::Declared(key), None) => existing_arn(key, environment),
    };
    // In the classic flow, the caller names the session.
    let session = match environment.identity_pool.classic_flow.is_some() {
        true => vec![Piece::Text(":".to_owned()), Piece::AnyText],
        false => vec![Piece::Text(":CognitoIdentityCredentials".to_owned())],
    };
    let user_id = [Piece::Unknown(format!("the ID of {role}"))].into_iter().chain(session);
    [
        ("aws:principalarn", arn),
        ("aws:principalaccount", RequestText::of([account])),
        ("aws:principaltype", RequestText::literal("AssumedRole")),
        ("aws:principalisawsservice", RequestText::literal("false")),
        ("aws:userid", RequestText::of(user_id)),
    ]
    .map(|(key, value)| (key.to_owned(), SessionKey::one(value)))
}

fn existing_arn(key: &str, environment: &Environment) -> RequestText {
    match environment.roles.get(key).map(|role| &role.kind) {
        Some(RoleKind::Existing(Resolved::Known(arn))) => RequestText::literal(arn),
        Some(RoleKind::Existing(Resolved::Reference(reference))) => {
            RequestText::of([Piece::Unknown(reference.clone())])
        }
        Some(RoleKind::Managed(_)) | None => RequestText::of([Piece::Unknown(format!("the ARN of `{key}`"))]),
    }
}

/// The account of a role, which the ARN of an existing one names.
fn account_of(role: &RoleReference, environment: &Environment) -> Piece {
    let arn = match role {
        RoleReference::Undeclared(arn) => Some(arn.as_str()),
        RoleReference::Declared(key) => {
            environment.roles.get(key).and_then(|role| role.existing()).and_then(Resolved::known)
        }
    };
    match (arn.and_then(|arn| arn.split(':').nth(4)), &environment.tokens.account_id) {
        (Some(account), _) => Piece::Text(account.to_owned()),
        (None, Some(account)) => Piece::Text(account.to_string()),
        (None, None) => unknown_account(),
    }
}

/// The principal tags by key in lowercase, and which others there are. Tags of the session override those of the role.
///
/// Source: IAM User Guide, "Pass session tags in AWS STS".
fn tags(
    caller: &Caller,
    role: Option<&ManagedRole>,
    environment: &Environment,
) -> (IndexMap<String, RequestText>, OtherTags) {
    let (given, is_any) = match &caller.tags {
        CallerTags::Any => return (IndexMap::new(), OtherTags::Any),
        CallerTags::Only(given) => (given, false),
        CallerTags::AtLeast(given) => (given, true),
    };
    let of_role = role.into_iter().flat_map(|role| environment.tags.iter().chain(&role.tags));
    let of_role = of_role.map(|(key, value)| (key.to_lowercase(), RequestText::literal(value)));
    let of_session = given.iter().map(|(key, value)| (key.to_lowercase(), value.clone()));
    match (is_any, role) {
        // Any tag may override one of the role.
        (true, _) => (of_session.collect(), OtherTags::Any),
        // The tags of a role that isn't managed here aren't known.
        (false, None) => (of_session.collect(), OtherTags::Any),
        (false, Some(_)) => (of_role.chain(of_session).collect(), OtherTags::Absent),
    }
}
