//! Resolves the inputs of an environment into an [`Environment`]: applies defaults, expands tokens, and
//! checks values.

mod arguments;
mod backend;
mod grants;
mod identity_pool;
mod managed_role;
mod mappings;
mod policies;
mod principal_tags;
mod provider;
mod reach;
mod role_keys;
mod roles;
mod session_tags;
mod tags;
mod trust;
mod versions;

use crate::aws::names::AccountId;
use crate::aws::{Identifier, Partition, Refusal, Region, Rule};
use crate::inputs::decode::Spanned;
use crate::inputs::keys::{self, EnvironmentKey, Name};
use crate::inputs::{
    Context, EnvironmentInputs, References, Resolved, TokenString, TokenValues, ValueOrReference, spec,
};
use crate::model::environment::Environment;
use crate::model::resolve::session_tags::SessionTags;
use crate::policy::{Kinds, PolicyFiles};
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The context of a resolution step.
pub(super) struct Scope<'a, 'b> {
    pub tokens: TokenValues,
    pub span: Span,
    pub kinds: &'a Kinds,
    pub files: &'a mut PolicyFiles<'b>,
    pub references: &'a References,
    pub diagnostics: &'a Diagnostics,
}

impl Scope<'_, '_> {
    /// Expands and checks a string.
    fn text(&self, given: &Spanned<TokenString>, rule: &Rule) -> Option<String> {
        let (text, span) = self.tokens.expand(given, self.diagnostics)?;
        check(rule, &text, span, self.diagnostics);
        Some(text)
    }

    /// Expands and checks an optional text for people.
    fn prose(&self, given: Option<&Spanned<TokenString>>, rule: &Rule) -> Option<String> {
        let (text, span) = self.tokens.expand_in(Context::Prose, given?, self.diagnostics)?;
        check(rule, &text, span, self.diagnostics);
        Some(text)
    }

    /// Resolves and checks an ID, a name or an ARN.
    fn identifier(&self, given: &Spanned<ValueOrReference>, wanted: Identifier) -> Option<Resolved> {
        self.tokens.resolve(given, Some(wanted), self.references, self.diagnostics)
    }

    /// Expands and checks an optional string.
    fn optional(&self, given: Option<&Spanned<TokenString>>, rule: &Rule) -> Option<String> {
        self.text(given?, rule)
    }

    /// Expands and checks a string or, if there is none, a default with tokens, for which errors are reported
    /// at `at`.
    fn or_default(
        &self,
        given: Option<&Spanned<TokenString>>,
        default: &str,
        at: Span,
        rule: &Rule,
    ) -> (String, Span) {
        if let Some(given) = given {
            return (self.text(given, rule).unwrap_or_default(), given.span);
        }
        let default = TokenString::parse(default).expect("a default has no unknown token");
        let text = self.tokens.expand_known(&default);
        check(rule, &text, at, self.diagnostics);
        (text, at)
    }
}

fn check(rule: &Rule, text: &str, span: Span, diagnostics: &Diagnostics) {
    if let Err(refusal) = rule.check(text) {
        diagnostics.push(refusal.at(span).of_value());
    }
}

/// Resolves an environment. Values that AWS would reject are reported to its diagnostics.
pub fn resolve(inputs: &EnvironmentInputs, kinds: &Kinds, files: &mut PolicyFiles) -> Option<Environment> {
    let EnvironmentInputs { key, span, spec, references, removed, diagnostics, .. } = inputs;
    let tokens = tokens(key, spec, diagnostics)?;
    let key_prefix = tokens.region.identity_key_prefix();
    let mut scope = Scope { tokens, span: *span, kinds, files, references, diagnostics };
    let identity_pool = identity_pool::identity_pool(spec.identity_pool.as_ref(), &scope);
    let wanted = role_keys::wanted(spec, removed, identity_pool.guest_access, &scope);
    let roles = roles::roles(wanted, spec, &identity_pool, key_prefix, &mut scope);
    let role_mappings = mappings::role_mappings(spec.role_mappings.as_ref(), &identity_pool, &roles, &scope);
    let principal_tags = principal_tags::principal_tags(spec.principal_tags.as_ref(), &identity_pool, &scope);
    reach::refuse_role_of_guests(&roles, &scope);
    let tags = tags::tags(spec.tags.as_ref(), &scope);
    let session_tags = SessionTags { roles: &roles, of_claims: &principal_tags, of_all_roles: &tags };
    session_tags.warn_of_writable(spec.principal_tags.as_ref(), &identity_pool, &scope);
    session_tags.warn_of_unknown(&identity_pool, &scope);
    let terraform = spec.terraform.as_ref();
    let environment = Environment {
        span: *span,
        renamed_from: renamed_from(spec.renamed_from.as_ref(), diagnostics),
        protect: flag(spec.protect.as_ref(), false),
        identity_pool,
        roles,
        role_mappings,
        principal_tags,
        tags,
        versions: versions::versions(terraform, diagnostics),
        provider: provider::provider(terraform.and_then(|t| t.provider.as_ref()), &scope),
        backend: backend::backend(terraform.and_then(|t| t.backend.as_ref()), &scope),
        tokens: scope.tokens,
    };
    reach::warn_of_unreachable(&environment, diagnostics);
    Some(environment)
}

/// The valid previous key of an environment.
fn renamed_from(given: Option<&Spanned<String>>, diagnostics: &Diagnostics) -> Option<String> {
    let (from, span) = given?.with_span()?;
    check(&keys::ENVIRONMENT, from, span, diagnostics);
    keys::ENVIRONMENT.check(from).is_ok().then(|| from.clone())
}

/// A boolean, or its default.
fn flag(given: Option<&Spanned<bool>>, default: bool) -> bool {
    given.and_then(Spanned::get).copied().unwrap_or(default)
}

/// The values of the tokens. An invalid one is reported and replaced with a valid one, so that it is reported
/// once and not for every role. There are none in a partition that is not supported, where nothing else would fit.
fn tokens(key: &EnvironmentKey, spec: &spec::Spec, diagnostics: &Diagnostics) -> Option<TokenValues> {
    let name = accepted(&spec.name, Name::parse, |_| Name::fallback(), diagnostics);
    let region = region(&spec.region, diagnostics)?;
    let account_id = spec.account_id.as_ref();
    let account_id = account_id
        .and_then(|given| accepted(given, AccountId::parse, |_| AccountId::placeholder(), diagnostics));
    let name = name.unwrap_or_else(Name::fallback);
    Some(TokenValues { name, environment: key.clone(), region, account_id })
}

fn region(given: &Spanned<String>, diagnostics: &Diagnostics) -> Option<Region> {
    let (text, span) = given.with_span()?;
    match Region::parse(text) {
        Ok(region) => {
            if region.partition() == Partition::AwsCn {
                diagnostics.push(unsure_variable(span));
            }
            Some(region)
        }
        Err(refusal) => {
            diagnostics.push(refusal.at(span));
            Region::similar_to(text)
        }
    }
}

fn accepted<T>(
    given: &Spanned<String>,
    parse: fn(&str) -> Result<T, Refusal>,
    fallback: fn(&str) -> T,
    diagnostics: &Diagnostics,
) -> Option<T> {
    let (text, span) = given.with_span()?;
    Some(parse(text).unwrap_or_else(|refusal| {
        diagnostics.push(refusal.at(span));
        fallback(text)
    }))
}

fn unsure_variable(span: Span) -> Diagnostic {
    Diagnostic::at(span, Code::Unsure, "AWS documents no policy variable for identity IDs in the China regions")
        .help("`{identity}` becomes `${cognito-identity.amazonaws.com.cn:sub}`, with the prefix of the documented condition keys: test it before you rely on it")
}
