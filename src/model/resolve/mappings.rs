//! Role mappings: which provider gives its users which roles.

use indexmap::IndexMap;

use crate::aws::providers::{CLAIM, CLAIM_VALUE, MAPPED_PROVIDERS, MAPPING_RULES, PROVIDER_NAME};
use crate::inputs::decode::{Key, Spanned, SpannedMap};
use crate::inputs::spec::{self, Ambiguous, MappingKind};
use crate::model::environment::{IdentityPool, MappingRule, ProviderKind, RoleMapping};
use crate::model::resolve::Scope;
use crate::model::role::{AUTHENTICATED, GUEST, Role, is_default};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{nearest, one_of, quoted_list};

/// Resolves the role mappings, by provider key.
pub fn role_mappings(
    given: Option<&SpannedMap<spec::RoleMapping>>,
    pool: &IdentityPool,
    roles: &IndexMap<String, Role>,
    scope: &Scope,
) -> IndexMap<String, RoleMapping> {
    let mut mappings = IndexMap::new();
    for (key, mapping) in given.into_iter().flat_map(SpannedMap::iter) {
        check_provider(key, pool, scope);
        if let Some(mapping) = role_mapping(key, mapping, pool, roles, scope) {
            mappings.insert(key.text.clone(), mapping);
        }
    }
    refuse_classic_flow(&mappings, pool, scope);
    refuse_without_default_role(&mappings, roles, scope);
    if let Some((_, mapping)) = mappings.get_index(MAPPED_PROVIDERS) {
        let message = format!("{} providers with role mappings", mappings.len());
        let help = format!("AWS allows at most {MAPPED_PROVIDERS} in an identity pool");
        scope.diagnostics.push(Diagnostic::at(mapping.span, Code::OverLimit, message).help(help));
    }
    mappings
}

/// Checks that a key refers to a provider of the pool.
pub(super) fn check_provider(key: &Key, pool: &IdentityPool, scope: &Scope) {
    if pool.providers.contains_key(&key.text) {
        return;
    }
    let diagnostic = Diagnostic::at(key.span, Code::BadMapping, format!("unknown provider `{}`", key.text));
    let diagnostic = match nearest(&key.text, pool.providers.keys().map(String::as_str)) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    };
    let known =
        if pool.providers.is_empty() { "none".to_owned() } else { quoted_list(pool.providers.keys()) };
    scope.diagnostics.push(diagnostic.help(format!("the identity pool's providers: {known}")));
}

/// Source: the error of the API, "Basic (classic) flow is not supported with RoleMappings".
fn refuse_classic_flow(mappings: &IndexMap<String, RoleMapping>, pool: &IdentityPool, scope: &Scope) {
    if let Some(mapping) = mappings.values().next().filter(|_| pool.classic_flow.is_some()) {
        scope.diagnostics.push(
            Diagnostic::at(
                mapping.span,
                Code::BadMapping,
                "role mappings can't be combined with the classic flow",
            )
            .help("set `identity_pool.classic_flow: false`, or remove the role mappings"),
        );
    }
}

/// hashicorp/aws attaches roles and role mappings together, and at apply requires one of the default roles.
/// Source: hashicorp/aws, `aws_cognito_identity_pool_roles_attachment`, validation of `roles`.
fn refuse_without_default_role(
    mappings: &IndexMap<String, RoleMapping>,
    roles: &IndexMap<String, Role>,
    scope: &Scope,
) {
    if let Some(mapping) = mappings.values().next().filter(|_| !roles.keys().any(|key| is_default(key))) {
        scope.diagnostics.push(
            Diagnostic::at(mapping.span, Code::BadMapping, "role mappings without the role `authenticated`")
                .help("hashicorp/aws accepts role mappings only together with the role `authenticated` or `guest`: remove `attached: false`, or the role mappings"),
        );
    }
}

/// Without the role, AWS could only deny.
fn check_ambiguous(given: &spec::RoleMapping, roles: &IndexMap<String, Role>, scope: &Scope) -> Ambiguous {
    let Some((ambiguous, span)) = given.ambiguous.as_ref().and_then(Spanned::with_span) else {
        return Ambiguous::Deny;
    };
    if *ambiguous == Ambiguous::Authenticated && !roles.contains_key(AUTHENTICATED) {
        scope.diagnostics.push(
            Diagnostic::at(
                span,
                Code::BadMapping,
                "`ambiguous: authenticated` without the role `authenticated`",
            )
            .help("use `ambiguous: deny`, or remove `attached: false` from `roles.authenticated`"),
        );
    }
    *ambiguous
}

fn role_mapping(
    key: &Key,
    given: &spec::RoleMapping,
    pool: &IdentityPool,
    roles: &IndexMap<String, Role>,
    scope: &Scope,
) -> Option<RoleMapping> {
    let (kind, at) = given.kind.with_span()?;
    let rules = given.rules.as_deref();
    refuse_long_name(key, pool, scope);
    check_count(*kind, rules, at, scope);
    let rules = rules.unwrap_or_default().iter().filter_map(|given| rule(given, roles, scope));
    Some(RoleMapping {
        span: key.span,
        kind: *kind,
        ambiguous: check_ambiguous(given, roles, scope),
        rules: rules.collect(),
    })
}

/// The API takes the name of the provider as a key of `RoleMappings`, with 1 to 128 characters.
fn refuse_long_name(key: &Key, pool: &IdentityPool, scope: &Scope) {
    let length = match pool.providers.get(&key.text).map(|provider| &provider.kind) {
        Some(ProviderKind::UserPool(pool)) => {
            let ids = [&pool.user_pool_id, &pool.app_client_id].map(|id| id.known().map_or(0, str::len));
            let region = pool.user_pool_id.known().and_then(|id| id.split('_').next()).map_or(0, str::len);
            "cognito-idp.".len()
                + region
                + format!(".{}/:", scope.tokens.partition().dns_suffix()).len()
                + ids[0]
                + ids[1]
        }
        Some(ProviderKind::Oidc(arn) | ProviderKind::Saml(arn)) => arn.known().map_or(0, str::len),
        Some(ProviderKind::Social { .. }) | None => 0,
    };
    if length > PROVIDER_NAME {
        scope.diagnostics.push(
            Diagnostic::at(
                key.span,
                Code::OverLimit,
                format!("the provider name of `{}` has {length} characters", key.text),
            )
            .help(format!("AWS allows at most {PROVIDER_NAME} in a role mapping")),
        );
    }
}

fn check_count(kind: MappingKind, rules: Option<&[spec::Rule]>, at: Span, scope: &Scope) {
    let diagnostic = match (kind, rules) {
        (MappingKind::Token, Some(_)) => Diagnostic::at(at, Code::BadMapping, "`rules` with `type: token`")
            .help("the token selects the role: remove `rules`, or use `type: rules`"),
        (MappingKind::Rules, None | Some([])) => {
            Diagnostic::at(at, Code::BadMapping, "`type: rules` without any rules")
                .help("add a rule: `rules: [{ claim: …, match: equals, value: …, role: … }]`")
        }
        (MappingKind::Rules, Some(rules)) if rules.len() > MAPPING_RULES => {
            Diagnostic::at(rules[MAPPING_RULES].claim.span, Code::OverLimit, format!("{} rules", rules.len()))
                .help(format!("AWS allows at most {MAPPING_RULES} per provider"))
        }
        (MappingKind::Token, None) | (MappingKind::Rules, Some(_)) => return,
    };
    scope.diagnostics.push(diagnostic);
}

fn rule(given: &spec::Rule, roles: &IndexMap<String, Role>, scope: &Scope) -> Option<MappingRule> {
    // Without an invalid rule, its role would seem to be unreachable.
    let claim = scope.text(&given.claim, &CLAIM).unwrap_or_default();
    let value = scope.text(&given.value, &CLAIM_VALUE).unwrap_or_default();
    let (role, role_span) = given.role.with_span()?;
    check_role(role, role_span, roles, scope);
    let (match_type, match_span) = given.match_type.with_span()?;
    let (match_type, claim_span, role) = (*match_type, given.claim.span, role.clone());
    Some(MappingRule { claim, claim_span, match_span, match_type, value, role })
}

fn check_role(role: &str, span: Span, roles: &IndexMap<String, Role>, scope: &Scope) {
    let reachable: Vec<&String> = roles.keys().filter(|key| *key != GUEST).collect();
    if reachable.iter().any(|key| *key == role) {
        return;
    }
    let diagnostic = if role == GUEST {
        Diagnostic::at(span, Code::BadMapping, "a rule can't assign the role `guest`")
            .label("only trusts users who are not signed in")
    } else if role == AUTHENTICATED {
        Diagnostic::at(span, Code::BadMapping, "a rule can't assign the role `authenticated`")
            .label("`attached: false` removes it")
    } else {
        let diagnostic = Diagnostic::at(span, Code::BadMapping, format!("unknown role `{role}`"));
        match nearest(role, reachable.iter().map(|key| key.as_str())) {
            Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
            None => diagnostic,
        }
    };
    let help = match reachable[..] {
        [] => "declare the role under `roles`".to_owned(),
        _ => format!("expected {}", one_of(reachable)),
    };
    scope.diagnostics.push(diagnostic.help(help));
}
