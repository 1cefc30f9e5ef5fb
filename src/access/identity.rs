//! Identities: whom the access tests are about.

use indexmap::IndexMap;

use crate::aws::providers::PRINCIPAL_TAG;
use crate::inputs::TokenString;
use crate::inputs::decode::{Key, OneOrMany, Spanned, SpannedMap, decode};
use crate::inputs::keys::GUEST;
use crate::inputs::spec::{self, ANY_TAGS};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Node, wrong_type};

/// An identity of the access tests.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The span of its name.
    pub span: Span,
    /// What determines its role.
    pub kind: IdentityKind,
}

/// What determines the role of an identity.
#[derive(Clone, Debug)]
pub enum IdentityKind {
    /// It has this role.
    OfRole {
        /// The key of the role.
        role: (String, Span),
        /// The tags of its session.
        tags: SessionTags,
    },
    /// It signed in, and gets the roles that its providers and claims lead to.
    SignedIn {
        /// The keys of the providers.
        providers: Vec<(String, Span)>,
        /// The claims of its token.
        claims: GivenClaims,
    },
}

/// The claims of a token, by name.
pub type GivenClaims = IndexMap<String, GivenClaim>;

/// A claim of a token.
#[derive(Clone, Debug)]
pub struct GivenClaim {
    /// The span of its name.
    pub span: Span,
    /// Its value, or several.
    pub values: Vec<Spanned<TokenString>>,
}

/// The principal tags that an identity is given, besides those of its role.
#[derive(Clone, Debug)]
pub enum SessionTags {
    /// Any tags with any values.
    Any,
    /// These.
    Only(IndexMap<String, Spanned<TokenString>>),
}

/// Checks an identity.
pub(super) fn identity(
    key: &Key,
    given: &spec::Identity,
    is_complete: bool,
    diagnostics: &Diagnostics,
) -> Option<Identity> {
    let spec::Identity { role, principal_tags, provider, claims } = given;
    let kind = match (role, provider) {
        (Some(role), None) => {
            let tags = principal_tags.as_ref();
            refuse_beside("claims", claims.is_some(), "role", key, diagnostics);
            refuse_tags_of_guests(role, tags, diagnostics);
            IdentityKind::OfRole {
                tags: tags.map_or(Some(SessionTags::none()), |tags| session_tags(tags, diagnostics))?,
                role: with_span(role)?,
            }
        }
        (None, Some(provider)) => {
            refuse_beside("principal_tags", principal_tags.is_some(), "provider", key, diagnostics);
            let providers: Vec<_> = provider.iter().filter_map(with_span).collect();
            if provider.is_empty() {
                let message = "the identity signed in through no provider";
                diagnostics.push(
                    Diagnostic::at(key.span, Code::BadIdentity, message)
                        .help("name a provider; a guest is `{ role: guest }`"),
                );
            }
            if providers.is_empty() {
                return None;
            }
            IdentityKind::SignedIn { providers, claims: of_token(claims.as_ref()) }
        }
        (None, None) if !is_complete => return None,
        (Some(_), Some(_)) | (None, None) => {
            diagnostics.push(not_one(key));
            return None;
        }
    };
    Some(Identity { span: key.span, kind })
}

impl SessionTags {
    fn none() -> Self {
        Self::Only(IndexMap::new())
    }
}

fn with_span(given: &Spanned<String>) -> Option<(String, Span)> {
    given.with_span().map(|(text, span)| (text.clone(), span))
}

fn not_one(key: &Key) -> Diagnostic {
    Diagnostic::at(key.span, Code::NotExactlyOne, "an identity needs exactly one of `role` and `provider`")
        .help("`role` is the key of its role; with `provider` and `claims`, the identity pool determines it")
}

fn refuse_beside(name: &str, is_given: bool, other: &str, key: &Key, diagnostics: &Diagnostics) {
    if is_given {
        let help = match name {
            "claims" => {
                "claims are those of a token: name the `provider` that issued it instead of the `role`"
            }
            _ => {
                "a token's claims determine the tags: set `claims`, from which `principal_tags` at the top level of the file takes them"
            }
        };
        diagnostics.push(
            Diagnostic::at(key.span, Code::BadIdentity, format!("`{name}` can't be combined with `{other}`"))
                .help(help),
        );
    }
}

/// Guests have no token, from which tags are taken.
fn refuse_tags_of_guests(role: &Spanned<String>, tags: Option<&Spanned<Node>>, diagnostics: &Diagnostics) {
    if let Some(tags) = tags.filter(|_| role.get().is_some_and(|role| role == GUEST)) {
        diagnostics.push(
            Diagnostic::at(tags.span, Code::BadIdentity, "the sessions of guests have no tags of their own")
                .help("they have the tags of their role: remove `principal_tags`"),
        );
    }
}

fn of_token(claims: Option<&SpannedMap<OneOrMany<Spanned<TokenString>>>>) -> GivenClaims {
    let claims = claims.into_iter().flat_map(SpannedMap::iter);
    let claim = |(name, values): (&Key, &OneOrMany<Spanned<TokenString>>)| {
        (name.text.clone(), GivenClaim { span: name.span, values: values.iter().cloned().collect() })
    };
    claims.map(claim).collect()
}

fn session_tags(given: &Spanned<Node>, diagnostics: &Diagnostics) -> Option<SessionTags> {
    let node = given.get()?;
    match node.as_text() {
        Some(ANY_TAGS) => return Some(SessionTags::Any),
        Some(_) => {
            let expected = format!("a map of tags, or `{ANY_TAGS}`");
            diagnostics.push(wrong_type(node, &expected));
            return None;
        }
        None => {}
    }
    let tags: SpannedMap<Spanned<TokenString>> = decode(node, diagnostics)?;
    for key in tags.iter().map(|(key, _)| key) {
        let refusal = PRINCIPAL_TAG.check(&key.text).err();
        refusal.into_iter().for_each(|refusal| diagnostics.push(refusal.at(key.span)));
    }
    Some(SessionTags::Only(tags.iter().map(|(key, value)| (key.text.clone(), value.clone())).collect()))
}
