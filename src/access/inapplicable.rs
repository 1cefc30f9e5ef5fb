//! Reports tests that ask nothing, and identities and grants that no environment has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::access::caller::keys_in;
use crate::access::identity::{GivenClaims, Identity, IdentityKind};
use crate::access::placeholders::grant_value;
use crate::access::question::ExpandedTest;
use crate::access::request_text::value_keys;
use crate::access::selection::CLAIMS_WITH_ROLES;
use crate::access::suite::Suite;
use crate::access::test::Test;
use crate::aws::shown;
use crate::iam::ActionPattern;
use crate::inputs::spec::MappingKind;
use crate::inputs::{Part, TokenString};
use crate::model::{DEVELOPER_PROVIDER, Environment};
use crate::policy::Grant;
use crate::source::{Code, Diagnostic, Diagnostics, Span, in_environments};
use crate::tree::{nearest, one_of};

/// Reports what exists in no environment and, of the other tests, those that ask nothing in any.
pub(super) fn report(
    suite: &Suite,
    environments: &[Environment],
    asked: &[ExpandedTest],
    diagnostics: &Diagnostics,
) {
    let unknown_identities: Vec<&str> = suite
        .identities
        .iter()
        .filter(|(_, identity)| {
            let unknown = unknown_of_identity(identity, environments);
            let is_unknown = !unknown.is_empty();
            unknown.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
            is_unknown
        })
        .map(|(name, _)| name.as_str())
        .collect();
    let mut by_test: Vec<Vec<&ExpandedTest>> = vec![Vec::new(); suite.tests.len()];
    asked.iter().for_each(|asked| by_test[asked.test].push(asked));
    for (test, asked) in suite.tests.iter().zip(&by_test) {
        let unknown = unknown_grants(test, environments);
        let is_reported = test.identities.iter().any(|(name, _)| unknown_identities.contains(&name.as_str()));
        if unknown.is_empty() && !is_reported {
            asks_nothing(test, asked).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        }
        unknown.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    }
}

/// The error if a test asks nothing in any environment.
fn asks_nothing(test: &Test, asked: &[&ExpandedTest]) -> Option<Diagnostic> {
    let is_unreported = !test.identities.is_empty() && !test.actions.is_empty() && !asked.is_empty();
    if !is_unreported || asked.iter().any(|asked| !asked.questions.is_empty()) {
        return None;
    }
    let diagnostic = |span, message: String| Diagnostic::at(span, Code::InapplicableAccessTest, message);
    if asked.iter().any(|asked| asked.skipped > 0) {
        let at = test.resources.first().map_or(test.span, |(_, span)| *span);
        let actions: Vec<_> = test.actions.iter().map(|(action, _)| shown(action.as_str())).collect();
        let message = format!("AWS never evaluates {} for this resource", actions.join(", "));
        let applies = |(action, _): &(Arc<ActionPattern>, Span)| {
            let applies = action.applies_in_words()?;
            Some(format!("{} {}", shown(action.as_str()), applies.trim_start_matches("it ")))
        };
        return Some(test.actions.iter().filter_map(applies).fold(diagnostic(at, message), Diagnostic::help));
    }
    let mut why: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for asked in asked {
        for what in &asked.not_applicable {
            why.entry(what).or_default().push(asked.environment.clone());
        }
    }
    let message = format!("{} applies in none of its environments", test.title());
    let why =
        why.into_iter().map(|(what, environments)| format!("{what} {}", in_environments(&environments)));
    Some(why.fold(diagnostic(test.span, message), Diagnostic::help))
}

/// The errors for the role or the providers of an identity that no environment has.
fn unknown_of_identity(identity: &Identity, environments: &[Environment]) -> Vec<Diagnostic> {
    let unknown = |what: &str, name: &str, span: Span, known: BTreeSet<&str>| {
        unknown(
            Code::BadIdentity,
            format!("no environment has the {what} {}", shown(name)),
            name,
            span,
            known,
        )
    };
    match &identity.kind {
        IdentityKind::OfRole { role: (role, span), .. } => {
            unknown("role", role, *span, roles(environments)).into_iter().collect()
        }
        IdentityKind::SignedIn { providers, claims } => {
            let known = || environments.iter().flat_map(providers_of).collect();
            let roles_of_claims =
                role_keys(claims).filter_map(|(key, span)| unknown("role", key, span, roles(environments)));
            let providers_of =
                providers.iter().filter_map(|(key, span)| unknown("provider", key, *span, known()));
            let misspelt = misspelt_claims(providers, claims, environments);
            providers_of.chain(roles_of_claims).chain(misspelt).collect()
        }
    }
}

/// The keys of roles that the claims name, as far as the values are known without an environment.
fn role_keys(claims: &GivenClaims) -> impl Iterator<Item = (&str, Span)> {
    let given = CLAIMS_WITH_ROLES.into_iter().filter_map(|claim| claims.get(claim));
    let values = given.flat_map(|given| &given.values);
    let literals = values.filter_map(|value| Some((value.get()?.as_literal()?, value.span)));
    literals.flat_map(|(value, span)| keys_in(value).map(move |key| (key, span)))
}

/// The errors for claims that nothing reads, if another name is meant.
fn misspelt_claims(
    providers: &[(String, Span)],
    claims: &GivenClaims,
    environments: &[Environment],
) -> Vec<Diagnostic> {
    let of_environment =
        |environment| providers.iter().flat_map(move |(key, _)| claims_read(key, environment));
    let read: BTreeSet<&str> = environments.iter().flat_map(of_environment).collect();
    let unread = claims.iter().filter(|(name, _)| !read.contains(name.as_str()));
    let misspelt = unread.filter_map(|(name, given)| {
        let meant = nearest(name, read.iter().copied().filter(|read| !claims.contains_key(*read)))?;
        let message = format!("nothing reads the claim {}, did you mean `{meant}`?", shown(name));
        Some(
            Diagnostic::at(given.span, Code::BadIdentity, message)
                .help("claims matter where `role_mappings` or `principal_tags` read them"),
        )
    });
    misspelt.collect()
}

/// The claims that the role mapping and the principal tags of a provider read.
fn claims_read<'a>(provider: &str, environment: &'a Environment) -> Vec<&'a str> {
    let mapping = environment.role_mappings.get(provider);
    let of_rules = mapping.into_iter().flat_map(|mapping| &mapping.rules).map(|rule| rule.claim.as_str());
    let of_tags = environment.principal_tags.get(provider).into_iter().flat_map(|tags| tags.tags.values());
    let is_by_token = mapping.is_some_and(|mapping| mapping.kind == MappingKind::Token);
    let of_tokens = CLAIMS_WITH_ROLES.into_iter().filter(|_| is_by_token);
    of_rules.chain(of_tags.map(String::as_str)).chain(of_tokens).collect()
}

fn roles(environments: &[Environment]) -> BTreeSet<&str> {
    environments.iter().flat_map(|environment| environment.roles.keys()).map(String::as_str).collect()
}

fn providers_of(environment: &Environment) -> impl Iterator<Item = &str> {
    let pool = &environment.identity_pool;
    let developer = pool.developer_provider.iter().map(|_| DEVELOPER_PROVIDER);
    pool.providers.keys().map(String::as_str).chain(developer)
}

/// The error for a name that is not one of the known ones.
fn unknown(code: Code, message: String, name: &str, span: Span, known: BTreeSet<&str>) -> Option<Diagnostic> {
    const MAX_NAMED: usize = 10;
    if known.contains(name) {
        return None;
    }
    let diagnostic = Diagnostic::at(span, code, message);
    let diagnostic = match nearest(name, known.iter().copied()) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    };
    Some(match known.len() {
        1..=MAX_NAMED => diagnostic.help(format!("expected {}", one_of(known))),
        _ => diagnostic,
    })
}

/// The errors for values of grants that no environment has.
fn unknown_grants(test: &Test, environments: &[Environment]) -> Vec<Diagnostic> {
    let texts = test.resources.iter().chain(test.present.values().flatten());
    let values = texts.flat_map(|(text, span)| placeholders(text).map(|word| (word, *span)));
    values.filter_map(|(word, span)| unknown_value(word, span, environments)).collect()
}

fn placeholders(text: &TokenString) -> impl Iterator<Item = &str> {
    text.parts().iter().filter_map(|part| match part {
        Part::Value(word) => Some(word.as_str()),
        Part::Literal(_) | Part::Token(_) => None,
    })
}

fn unknown_value(word: &str, span: Span, environments: &[Environment]) -> Option<Diagnostic> {
    let [role, grant, key] = grant_value(word)?;
    let code = Code::BadAccessTest;
    let placeholder = shown(&format!("{{{word}}}"));
    let of_role: Vec<_> = environments.iter().filter_map(|environment| environment.roles.get(role)).collect();
    if of_role.is_empty() {
        let message = format!("{placeholder}: no environment has the role {}", shown(role));
        return unknown(code, message, role, span, roles(environments));
    }
    let grants = || of_role.iter().filter_map(|role| role.managed()).flat_map(|role| role.grants.values());
    let found: Vec<&Grant> = grants().filter(|found| found.key == grant).collect();
    if found.is_empty() {
        let message = format!("{placeholder}: the role {} has no grant {}", shown(role), shown(grant));
        return unknown(code, message, grant, span, grants().map(|grant| grant.key.as_str()).collect());
    }
    let keys = found.iter().flat_map(|grant| value_keys(grant)).collect();
    let message = format!("{placeholder}: the grant {} has no value {}", shown(grant), shown(key));
    unknown(code, message, key, span, keys)
}
