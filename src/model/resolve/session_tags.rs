//! Warnings about the principal tags that grants read: tags that users can set themselves, and tags that no session has.

use indexmap::IndexMap;

use crate::aws::providers::{DEFAULT_PRINCIPAL_TAGS, is_writable_claim};
use crate::inputs::decode::SpannedMap;
use crate::inputs::spec;
use crate::model::environment::{IdentityPool, PrincipalTags, ProviderKind};
use crate::model::resolve::Scope;
use crate::model::role::{GUEST, ManagedRole, Role};
use crate::policy::{Grant, is_same_tag};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{nearest, quoted_list};

/// What the sessions of an environment's roles carry.
pub(super) struct SessionTags<'a> {
    pub roles: &'a IndexMap<String, Role>,
    /// The tags from claims, by provider key.
    pub of_claims: &'a IndexMap<String, PrincipalTags>,
    /// The tags of every role, which the provider sets on all resources.
    pub of_all_roles: &'a IndexMap<String, String>,
}

impl SessionTags<'_> {
    /// Warns about tags from claims of user pools that users may be able to write, if a grant reads them.
    pub fn warn_of_writable(
        &self,
        given: Option<&SpannedMap<spec::PrincipalTags>>,
        pool: &IdentityPool,
        scope: &Scope,
    ) {
        let is_user_pool = |key: &str| {
            let provider = pool.providers.get(key);
            provider.is_some_and(|provider| matches!(provider.kind, ProviderKind::UserPool(_)))
        };
        let of_user_pools =
            given.into_iter().flat_map(SpannedMap::iter).filter(|(key, _)| is_user_pool(&key.text));
        let tags = of_user_pools.flat_map(|(provider, given)| {
            let tags = given.tags.iter().flat_map(SpannedMap::iter);
            tags.filter_map(|(tag, claim)| Some((tag, self.claim(&provider.text, &tag.text)?, claim.span)))
        });
        for (tag, claim, span) in tags.filter(|(_, claim, _)| is_writable_claim(claim)) {
            if let Some((grant, place)) = self.reader_of(&tag.text) {
                scope.diagnostics.push(writable(&tag.text, claim, span, grant, place));
            }
        }
    }

    /// The claim that becomes a tag.
    fn claim(&self, provider: &str, tag: &str) -> Option<&String> {
        self.of_claims.get(provider)?.tags.get(tag)
    }

    /// A grant to signed-in users that reads a tag, and where.
    fn reader_of(&self, tag: &str) -> Option<(&Grant, Span)> {
        let signed_in = self.roles.iter().filter(|(key, _)| *key != GUEST);
        let mut grants =
            signed_in.filter_map(|(_, role)| role.managed()).flat_map(|role| role.grants.values());
        grants.find_map(|grant| {
            let (_, place) = grant.principal_tags.iter().find(|(read, _)| is_same_tag(read, tag))?;
            Some((grant, *place))
        })
    }

    /// Warns about tags that a grant reads although no session of its role has them.
    pub fn warn_of_unknown(&self, pool: &IdentityPool, scope: &Scope) {
        let managed = self.roles.iter().filter_map(|(key, role)| Some((key, role.managed()?)));
        for (key, role) in managed {
            let known = self.tags_of(key, role);
            let is_complete = key == GUEST || !has_other_tags(role, pool);
            for grant in role.grants.values() {
                let is_known = |tag: &str| known.iter().any(|known| is_same_tag(known, tag));
                let unknown = grant.principal_tags.iter().filter(|(tag, _)| !is_known(tag));
                let diagnostics = unknown
                    .filter_map(|(tag, at)| unknown_tag(tag, *at, [key, &grant.key], &known, is_complete));
                diagnostics.for_each(|diagnostic| scope.diagnostics.push(diagnostic));
            }
        }
    }

    /// The tags that sessions of a role can have. Guests have no claims.
    fn tags_of<'a>(&'a self, key: &str, role: &'a ManagedRole) -> Vec<&'a str> {
        let of_claims = self.of_claims.values().filter(|_| key != GUEST).flat_map(names);
        let of_role = self.of_all_roles.keys().chain(role.tags.keys());
        of_claims.chain(of_role.map(String::as_str)).collect()
    }
}

/// The tags from a provider's claims.
fn names(tags: &PrincipalTags) -> Vec<&str> {
    match tags.tags.is_empty() {
        true => DEFAULT_PRINCIPAL_TAGS.to_vec(),
        false => tags.tags.keys().map(String::as_str).collect(),
    }
}

fn writable(tag: &str, claim: &str, span: Span, grant: &Grant, place: Span) -> Diagnostic {
    let message =
        format!("users may be able to change `{claim}`, and with it what `{}` allows them", grant.key);
    Diagnostic::at(span, Code::WritableClaim, message)
        .label(format!("becomes the principal tag `{tag}`"))
        .related(place, format!("reads `aws:PrincipalTag/{tag}`"))
        .help("make the attribute read-only: leave it out of the app client's `WriteAttributes` (in Terraform `write_attributes`), or take the tag from a claim that users can't write")
}

/// Whether sessions of a role can have tags that the inputs don't name: the backend of a developer provider can set any, and
/// so can another pool that shares the role.
/// Source: Amazon Cognito API, GetOpenIdTokenForDeveloperIdentity, `PrincipalTags`.
fn has_other_tags(role: &ManagedRole, pool: &IdentityPool) -> bool {
    pool.developer_provider.is_some() || !role.trust.identity_pools.is_empty()
}

/// If the known tags are not complete, only a near miss is reported.
fn unknown_tag(
    tag: &str,
    at: Span,
    [role, grant]: [&str; 2],
    known: &[&str],
    is_complete: bool,
) -> Option<Diagnostic> {
    let message =
        format!("`{grant}` reads the principal tag `{tag}`, which sessions of the role `{role}` don't have");
    let meant = nearest(tag, known.iter().copied());
    let message = match meant {
        Some(meant) => format!("{message}, did you mean `{meant}`?"),
        None if is_complete => message,
        None => return None,
    };
    let tags = if known.is_empty() { "none".to_owned() } else { quoted_list(known) };
    let diagnostic = Diagnostic::at(at, Code::UnknownPrincipalTag, message)
        .help(format!("the tags of these sessions: {tags}"));
    Some(match role {
        GUEST => diagnostic.help("guests have no claims: their sessions have only the tags of their role"),
        _ => diagnostic.help("correct the name, or set the tag from a claim in `principal_tags`"),
    })
}
