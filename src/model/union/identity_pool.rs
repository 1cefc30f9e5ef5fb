//! The union of the identity pools of all environments.

use crate::hcl::Expression;
use crate::model::environment::{Environment, Provider, ProviderKind};
use crate::model::module;
use crate::model::names::{
    oidc_variable, principal_tags_variable, saml_variable, social_variable, user_pool_variable,
};
use crate::model::role::{Role, TrustedProvider};
use crate::model::union::{Shared, differs, instance, shared};
use crate::model::view::{IdentityPoolModule, PrincipalTagsView, ProviderType, ProviderView};
use crate::source::Diagnostics;

/// The resource type that maps claims to principal tags.
const PRINCIPAL_TAGS: &str = "aws_cognito_identity_pool_provider_principal_tag";

/// The module `identity-pool`.
pub fn module(environments: &[Environment], diagnostics: &Diagnostics) -> IdentityPoolModule {
    let shared_providers = shared(environments, |environment| Some(&environment.identity_pool.providers));
    for provider in &shared_providers {
        provider.refuse_difference(
            &format!("the provider `{}`", provider.key),
            "environments may differ in a provider's IDs and ARNs, not in its kind",
            |ours, theirs| kind(ours) == kind(theirs),
            |provider| provider.span,
            diagnostics,
        );
    }
    let providers: Vec<ProviderView> = shared_providers.iter().map(provider).collect();
    let principal_tags = principal_tags(environments, &providers, diagnostics);
    let is_mapped = |view: &&ProviderView| {
        environments.iter().any(|environment| environment.role_mappings.contains_key(&view.part.key))
    };
    let mapped: Vec<ProviderView> = providers.iter().filter(is_mapped).cloned().collect();
    let is_trusted =
        |view: &&ProviderView| trusts(environments, &TrustedProvider::Key(view.part.key.clone()));
    let trusted: Vec<ProviderView> = providers.iter().filter(is_trusted).cloned().collect();
    let developer_provider =
        environments.iter().any(|environment| environment.identity_pool.developer_provider.is_some());
    refuse_different_keeping(environments, diagnostics);
    let of = |kind| providers.iter().filter(|view| view.kind == kind).cloned().collect();
    IdentityPoolModule {
        variables: module::identity_pool(
            developer_provider,
            &providers,
            &principal_tags,
            environments[0].tokens.partition(),
        ),
        user_pools: of(ProviderType::UserPool),
        social: of(ProviderType::Social),
        oidc: of(ProviderType::Oidc),
        saml: of(ProviderType::Saml),
        providers,
        developer_provider,
        keeps_other_providers: environments
            .iter()
            .any(|environment| environment.identity_pool.keep_other_providers.is_some()),
        mapped,
        trusted,
        trusts_developer: trusts(environments, &TrustedProvider::Developer),
        principal_tags,
    }
}

/// Whether the trust of any role names a provider.
fn trusts(environments: &[Environment], provider: &TrustedProvider) -> bool {
    let roles = environments.iter().flat_map(|environment| environment.roles.values());
    roles.filter_map(Role::managed).any(|role| role.trust.providers.contains(provider))
}

/// Terraform accepts only literals in `ignore_changes`, so all environments either keep or remove the app clients of
/// other services.
fn refuse_different_keeping(environments: &[Environment], diagnostics: &Diagnostics) {
    let place = |keeps: bool| {
        let mut environments = environments.iter();
        environments.find(|environment| environment.identity_pool.keep_other_providers.is_some() == keeps)
    };
    let (Some(keeping), Some(other)) = (place(true), place(false)) else { return };
    let span = keeping.identity_pool.keep_other_providers.unwrap_or(keeping.span);
    let [keeping, other] = [(keeping.key(), span), (other.key(), other.span)];
    diagnostics.push(differs("`identity_pool.keep_other_providers`", [keeping, other]).help(
        "it is the same in every environment, because Terraform accepts only literals in `ignore_changes`",
    ));
}

fn kind(provider: &Provider) -> (ProviderType, Option<&'static str>) {
    match &provider.kind {
        ProviderKind::UserPool(_) => (ProviderType::UserPool, None),
        ProviderKind::Social { host, .. } => (ProviderType::Social, Some(host)),
        ProviderKind::Oidc(_) => (ProviderType::Oidc, None),
        ProviderKind::Saml(_) => (ProviderType::Saml, None),
    }
}

fn provider(shared: &Shared<Provider>) -> ProviderView {
    let (kind, host) = kind(shared.first().1);
    let variable = match kind {
        ProviderType::UserPool => user_pool_variable,
        ProviderType::Social => social_variable,
        ProviderType::Oidc => oidc_variable,
        ProviderType::Saml => saml_variable,
    };
    ProviderView { part: shared.part(variable), kind, host }
}

fn principal_tags(
    environments: &[Environment],
    providers: &[ProviderView],
    diagnostics: &Diagnostics,
) -> Vec<PrincipalTagsView> {
    shared(environments, |environment| Some(&environment.principal_tags))
        .iter()
        .filter_map(|tags| {
            tags.refuse_difference(
                &format!("`principal_tags.{}`", tags.key),
                "policies read the tags by their names, so they are the same in every environment",
                |ours, theirs| ours.tags == theirs.tags,
                |tags| tags.span,
                diagnostics,
            );
            let claims = &tags.first().1.tags;
            Some(PrincipalTagsView {
                part: tags.part(principal_tags_variable),
                instance: instance(&format!("{PRINCIPAL_TAGS}.{}", tags.key), tags.optional),
                provider: providers.iter().find(|provider| provider.part.key == *tags.key)?.clone(),
                tags: Expression::Object(
                    claims.iter().map(|(tag, claim)| (tag.clone(), Expression::string(claim))).collect(),
                ),
                defaults: claims.is_empty(),
            })
        })
        .collect()
}
