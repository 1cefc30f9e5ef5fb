//! Detects changes that would make Terraform replace resources that users' data depends on, or that it would not make.

use std::collections::BTreeMap;

use crate::model::{ForceNew, ForceNewRole};
use crate::source::{Code, Diagnostic};
use crate::workspace::app_clients;
use crate::workspace::dropped_role::dropped;
use crate::workspace::in_place::{self, InPlaceChange};
use crate::workspace::policy_replacement::replaced_policies;

pub(super) const ALLOW_REPLACE_HELP: &str =
    "change it back, or run `poolsmith generate --allow-replace` if it may be replaced";

/// Source: hashicorp/aws, "Enhanced Region Support", and the source of 6.x (`forceNewIfRegionChanges`): resources have
/// the attribute `region`, and another value replaces them.
const ANOTHER_REGION: &str = "with hashicorp/aws 6, Terraform destroys the pool in the old region; with version 5, it no longer manages that pool, which remains: to have pools in both regions, add an environment";

/// The changes since the last generation that Terraform would make only by replacing or destroying resources, or not
/// at all.
pub fn replaced(before: &BTreeMap<String, ForceNew>, now: &BTreeMap<String, ForceNew>) -> Vec<Diagnostic> {
    let both = now.iter().filter_map(|(name, now)| Some((name, before.get(name)?, now)));
    both.flat_map(|(name, before, now)| in_environment(name, before, now)).collect()
}

fn in_environment(name: &str, before: &ForceNew, now: &ForceNew) -> Vec<Diagnostic> {
    let roles = now.roles.iter().filter_map(|(key, role)| {
        let old = role.renamed_from.as_ref().and_then(|old| before.roles.get(old));
        role_change(name, key, before.roles.get(key).or(old)?, role)
    });
    let pool = pool_change(name, before, now).into_iter().chain(app_clients::change(name, before, now));
    let roles = dropped(name, before, now).into_iter().chain(roles);
    pool.chain(roles).chain(replaced_policies(name, before, now)).collect()
}

fn pool_change(environment: &str, before: &ForceNew, now: &ForceNew) -> Option<Diagnostic> {
    let changes = pool_changes(before, now);
    let what = format!("in `{environment}`, Terraform would replace the identity pool");
    let diagnostic = (!changes.is_empty())
        .then(|| Diagnostic::new(Code::Replaced, format!("{what}: {}", changes.join(", "))))?
        .help("all identity IDs would be lost, and with them access to the data stored under them");
    let diagnostic = if before.region == now.region { diagnostic } else { diagnostic.help(ANOTHER_REGION) };
    let diagnostic = diagnostic.help(ALLOW_REPLACE_HELP);
    Some(renaming(environment, before, now).into_iter().fold(diagnostic, Diagnostic::help))
}

/// How to keep the pool: AWS can rename it, and can add a developer provider. It can't change one.
/// Source: Amazon Cognito Identity API, UpdateIdentityPool; CreateIdentityPool, `DeveloperProviderName`.
fn renaming(environment: &str, before: &ForceNew, now: &ForceNew) -> Vec<String> {
    if before.developer_provider.is_some() && before.developer_provider != now.developer_provider {
        return vec!["AWS can't change or remove a developer provider name either".to_owned()];
    }
    if is_elsewhere(before, now) {
        return Vec::new();
    }
    let name = (before.identity_pool != now.identity_pool).then_some(&now.identity_pool);
    let developer = now.developer_provider.as_ref().filter(|_| before.developer_provider.is_none());
    let options = [("identity-pool-name", name), ("developer-provider-name", developer)];
    let options = options.into_iter().filter_map(|(option, value)| Some(format!(" --{option} '{}'", value?)));
    let purpose =
        "to keep the pool, let AWS make the change in place, which hashicorp/aws (up to 6.73.0) can't";
    in_place::steps(environment, now, &InPlaceChange { purpose, query: None, options: options.collect() })
}

/// Whether the environment is in another region or account, where everything is created again.
pub(super) fn is_elsewhere(before: &ForceNew, now: &ForceNew) -> bool {
    let accounts = before.account_id.as_ref().zip(now.account_id.as_ref());
    before.region != now.region || accounts.is_some_and(|(before, now)| before != now)
}

fn pool_changes(before: &ForceNew, now: &ForceNew) -> Vec<String> {
    let known = |text: &Option<String>| text.clone();
    let mut changes = Vec::new();
    let mut compare = |what: &str, before: Option<String>, now: Option<String>| {
        if before != now {
            let shown = |text: Option<String>| text.map_or("none".to_owned(), |text| format!("`{text}`"));
            changes.push(format!("{what} would change from {} to {}", shown(before), shown(now)));
        }
    };
    compare("its name", Some(before.identity_pool.clone()), Some(now.identity_pool.clone()));
    compare("its developer provider", known(&before.developer_provider), known(&now.developer_provider));
    compare("its region", Some(before.region.clone()), Some(now.region.clone()));
    if before.account_id.is_some() && now.account_id.is_some() {
        compare("its account", known(&before.account_id), known(&now.account_id));
    }
    changes
}

/// The path and the name of a role.
pub(super) fn full_name(role: &ForceNewRole) -> String {
    format!("{}{}", role.path.as_deref().unwrap_or("/"), role.name)
}

fn role_change(
    environment: &str,
    key: &str,
    before: &ForceNewRole,
    now: &ForceNewRole,
) -> Option<Diagnostic> {
    let (before, now) = (full_name(before), full_name(now));
    (before != now).then(|| {
        let message = format!(
            "in `{environment}`, Terraform would replace the role `{key}`, which would change from `{before}` to `{now}`"
        );
        Diagnostic::new(Code::Replaced, message)
            .help("its ARN would change: references to it elsewhere (bucket policies, key policies, trust policies) would break, and the pool would have no roles for a moment")
            .help(ALLOW_REPLACE_HELP)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn force_new(pool: &str, role: &str, path: Option<&str>) -> BTreeMap<String, ForceNew> {
        let role =
            ForceNewRole { name: role.into(), path: path.map(str::to_owned), ..ForceNewRole::default() };
        let force_new = ForceNew {
            region: "us-east-1".into(),
            identity_pool: pool.into(),
            roles: BTreeMap::from([("authenticated".into(), role)]),
            ..ForceNew::default()
        };
        BTreeMap::from([("dev".to_owned(), force_new)])
    }

    #[test]
    fn the_same_replaces_nothing() {
        assert_eq!(replaced(&force_new("a", "b", None), &force_new("a", "b", None)), []);
        assert_eq!(replaced(&BTreeMap::new(), &force_new("a", "b", None)), []);
    }

    #[test]
    fn names_and_paths_replace() {
        let before = force_new("a", "b", None);
        let messages = |now| -> Vec<String> {
            replaced(&before, &now).into_iter().map(|diagnostic| diagnostic.message).collect()
        };
        assert!(messages(force_new("c", "b", None))[0].contains("its name would change from `a` to `c`"));
        assert!(messages(force_new("a", "c", None))[0].contains("would change from `/b` to `/c`"));
        assert!(messages(force_new("a", "b", Some("/x/")))[0].contains("to `/x/b`"));
        assert_eq!(messages(force_new("c", "c", None)).len(), 2);
    }

    #[test]
    fn another_region_destroys_the_pool_with_version_6() {
        let before = force_new("a", "b", None);
        let mut now = before.clone();
        now.get_mut("dev").unwrap().region = "eu-west-1".into();
        let help = |now| replaced(&before, now).remove(0).help.concat();
        assert!(help(&now).contains("6, Terraform destroys the pool in the old region"));
        assert!(!help(&force_new("c", "b", None)).contains("the old region"));
    }

    #[test]
    fn a_renamed_role_is_compared_with_what_it_was() {
        let before = force_new("a", "b", None);
        let mut now = force_new("a", "b", None);
        let roles = &mut now.get_mut("dev").unwrap().roles;
        let mut role = roles.remove("authenticated").unwrap();
        role.renamed_from = Some("authenticated".into());
        role.name = "c".into();
        roles.insert("members".into(), role);
        assert_eq!(replaced(&before, &now).len(), 1);
    }
}
