//! Detects changes of an identity pool's app clients that Terraform would not make, or that take away those of other
//! services.

use std::collections::BTreeSet;

use crate::aws::{Partition, Region};
use crate::model::{ForceNew, RecordedAppClient, provider_name, written};
use crate::source::{Code, Diagnostic};
use crate::workspace::in_place::{self, InPlaceChange};
use crate::workspace::replacement::is_elsewhere;

/// Reports a change of the app clients, or of `keep_other_providers`, that does not do what the inputs seem to say.
pub(super) fn change(environment: &str, before: &ForceNew, now: &ForceNew) -> Option<Diagnostic> {
    if is_elsewhere(before, now) {
        return None;
    }
    let new = now.app_clients.as_ref()?;
    match (before.keeps_app_clients, now.keeps_app_clients, &before.app_clients) {
        (true, false, _) => Some(taken_away(environment)),
        (_, true, Some(old)) if old != new => Some(not_made(environment, now, old, new)),
        (false, true, None) if !new.is_empty() => Some(not_known(environment)),
        (_, true, _) | (false, false, _) => None,
    }
}

/// Terraform leaves the app clients alone if another service adds its own.
fn not_made(
    environment: &str,
    now: &ForceNew,
    old: &BTreeSet<RecordedAppClient>,
    new: &BTreeSet<RecordedAppClient>,
) -> Diagnostic {
    let change = InPlaceChange {
        purpose: "make the change yourself",
        query: Some(query(old, new, partition_of(now))),
        options: String::new(),
    };
    let diagnostic = Diagnostic::new(
        Code::NotApplied,
        format!("in `{environment}`, Terraform would not change the app clients of the identity pool"),
    )
    .help("with `keep_other_providers`, it sets them only when it creates the pool, so that it keeps those of another service");
    in_place::steps(environment, now, &change).into_iter().fold(diagnostic, Diagnostic::help)
}

/// The JMESPath expression that removes and adds app clients in a description of the pool, and keeps all others.
/// Source: JMESPath Specification. Its literals would need backquotes, which a shell replaces.
fn query(
    old: &BTreeSet<RecordedAppClient>,
    new: &BTreeSet<RecordedAppClient>,
    partition: Partition,
) -> String {
    let is_other = |client: &RecordedAppClient| format!("ClientId != '{}'", written(&client.id));
    let removed = old.difference(new).map(is_other).collect::<Vec<_>>().join(" && ");
    let kept = match removed.is_empty() {
        true => "CognitoIdentityProviders[]".to_owned(),
        false => format!("CognitoIdentityProviders[?{removed}]"),
    };
    let added = new.difference(old).map(|client| {
        format!(
            "{{ProviderName: '{}', ClientId: '{}', ServerSideTokenCheck: 'true' == '{}'}}",
            provider_name(&client.user_pool_id, partition),
            written(&client.id),
            client.token_check
        )
    });
    let lists = std::iter::once(kept).chain(added).collect::<Vec<_>>().join(", ");
    format!("merge(@, {{CognitoIdentityProviders: [{lists}][]}})")
}

fn partition_of(environment: &ForceNew) -> Partition {
    Region::parse(&environment.region).map_or(Partition::Aws, |region| region.partition())
}

/// Without the setting, the pool has exactly the app clients of the inputs.
fn taken_away(environment: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NotApplied,
        format!("in `{environment}`, Terraform would remove the app clients that other services added to the identity pool"),
    )
    .help("without `keep_other_providers`, the identity pool has exactly the app clients under `identity_pool.user_pools`: users of another service could no longer sign in to it")
    .help("to keep them, set `identity_pool.keep_other_providers: true`, or add them under `identity_pool.user_pools`")
    .help("run `poolsmith generate --allow-replace` if they may be removed")
}

/// The record of an earlier version does not say which app clients the pool has.
fn not_known(environment: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NotApplied,
        format!("in `{environment}`, Terraform may not set the app clients of the identity pool, which are not recorded yet"),
    )
    .help("with `keep_other_providers`, it sets them only when it creates the pool, so that it keeps those of another service")
    .help("first run `poolsmith generate` without `keep_other_providers`, and `terraform apply`; then set it")
    .help("run `poolsmith generate --allow-replace` if the pool already has the app clients under `identity_pool.user_pools`")
}
