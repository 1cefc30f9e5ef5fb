//! Principal tags: claims that become session tags.

use indexmap::IndexMap;

use crate::aws::providers::{PRINCIPAL_TAG, PRINCIPAL_TAG_BYTES, PRINCIPAL_TAGS, PROVIDER_NAME, TAG_CLAIM};
use crate::inputs::decode::{Key, Spanned, SpannedMap};
use crate::inputs::spec;
use crate::model::environment::{IdentityPool, PrincipalTags, ProviderKind};
use crate::model::resolve::mappings::check_provider;
use crate::model::resolve::{Scope, check};
use crate::source::{Code, Diagnostic};

/// Resolves the principal tags, by provider key.
pub fn principal_tags(
    given: Option<&SpannedMap<spec::PrincipalTags>>,
    pool: &IdentityPool,
    scope: &Scope,
) -> IndexMap<String, PrincipalTags> {
    let mut all: IndexMap<String, PrincipalTags> = IndexMap::new();
    for (key, given) in given.into_iter().flat_map(SpannedMap::iter) {
        check_provider(key, pool, scope);
        refuse_long_name(key, pool, scope);
        refuse_same_user_pool(key, &all, pool, scope);
        if let Some(tags) = tags(key, given, scope) {
            all.insert(key.text.clone(), PrincipalTags { span: key.span, tags });
        }
    }
    all
}

/// The API takes the name of the provider as `IdentityProviderName`, with 1 to 128 characters.
fn refuse_long_name(key: &Key, pool: &IdentityPool, scope: &Scope) {
    let arn = match pool.providers.get(&key.text).map(|provider| &provider.kind) {
        Some(ProviderKind::Oidc(arn) | ProviderKind::Saml(arn)) => arn.known().unwrap_or_default(),
        Some(ProviderKind::UserPool(_) | ProviderKind::Social { .. }) | None => return,
    };
    if arn.len() > PROVIDER_NAME {
        scope.diagnostics.push(
            Diagnostic::at(
                key.span,
                Code::OverLimit,
                format!("the ARN of `{}` has {} characters", key.text, arn.len()),
            )
            .help(format!("AWS allows at most {PROVIDER_NAME} for a provider with principal tags")),
        );
    }
}

/// Principal tags belong to a user pool, not to one of its app clients.
fn refuse_same_user_pool(
    key: &Key,
    all: &IndexMap<String, PrincipalTags>,
    pool: &IdentityPool,
    scope: &Scope,
) {
    let id = |key: &str| match &pool.providers.get(key)?.kind {
        ProviderKind::UserPool(pool) => Some(&pool.user_pool_id),
        ProviderKind::Social { .. } | ProviderKind::Oidc(_) | ProviderKind::Saml(_) => None,
    };
    let Some(own) = id(&key.text) else { return };
    if let Some((other, tags)) = all.iter().find(|(other, _)| id(other) == Some(own)) {
        scope.diagnostics.push(
            Diagnostic::at(
                key.span,
                Code::BadMapping,
                format!("`{}` and `{other}` are clients of the same user pool", key.text),
            )
            .related(tags.span, "first set here")
            .help("AWS stores principal tags per user pool, not per client: set them for one of the two"),
        );
    }
}

/// The claims of the tags, or no tags for the provider's defaults.
fn tags(key: &Key, given: &spec::PrincipalTags, scope: &Scope) -> Option<IndexMap<String, String>> {
    let defaults = given.defaults.as_ref().and_then(Spanned::get).copied().unwrap_or(false);
    let tags = given.tags.as_ref().filter(|tags| tags.iter().next().is_some());
    match (tags, defaults) {
        (None, true) => return Some(IndexMap::new()),
        (Some(_), false) => {}
        _ => {
            scope.diagnostics.push(
                Diagnostic::at(
                    key.span,
                    Code::NotExactlyOne,
                    "expected exactly one of `tags` and `defaults: true`",
                )
                .help("use `{ tags: { department: \"custom:department\" } }` or `{ defaults: true }`"),
            );
            return None;
        }
    }
    let mut claims = IndexMap::new();
    for (tag, claim) in tags.into_iter().flat_map(SpannedMap::iter) {
        check(&PRINCIPAL_TAG, &tag.text, tag.span, scope.diagnostics);
        if let Some(claim) = scope.text(claim, &TAG_CLAIM) {
            claims.insert(tag.text.clone(), claim);
        }
    }
    refuse_too_many(key, &claims, scope);
    refuse_too_long(key, &claims, scope);
    Some(claims)
}

fn refuse_too_many(key: &Key, claims: &IndexMap<String, String>, scope: &Scope) {
    if claims.len() > PRINCIPAL_TAGS {
        let message = format!("{} principal tags for one provider", claims.len());
        scope.diagnostics.push(
            Diagnostic::at(key.span, Code::OverLimit, message)
                .help(format!("AWS allows at most {PRINCIPAL_TAGS}: remove some")),
        );
    }
}

fn refuse_too_long(key: &Key, claims: &IndexMap<String, String>, scope: &Scope) {
    let bytes: usize = claims.iter().map(|(tag, claim)| tag.len() + claim.len()).sum();
    if bytes > PRINCIPAL_TAG_BYTES {
        scope.diagnostics.push(
            Diagnostic::at(
                key.span,
                Code::OverLimit,
                format!("the principal tags have {bytes} bytes in total"),
            )
            .help(format!(
                "AWS allows {PRINCIPAL_TAG_BYTES} for tags and claims together: shorten or remove some"
            )),
        );
    }
}
