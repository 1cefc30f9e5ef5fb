//! The documented Terraform addresses: there is exactly one for each part of the inputs.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::random_inputs::case::Case;
use crate::random_inputs::folder::Folder;
use crate::random_inputs::hcl_file::Body;
use crate::random_inputs::properties::{Failure, fail};

/// Checks the addresses in modules, the parts of each environment, and `moved` blocks.
pub fn check(case: &Case, folders: &[Folder]) -> Result<(), Failure> {
    for folder in folders {
        let mut seen = BTreeSet::new();
        if let Some(twice) = folder.resources().into_iter().find(|address| !seen.insert(address.clone())) {
            return fail("an address occurs once", format!("{}: {twice}", folder.path));
        }
    }
    let wanted: Vec<(&str, Value)> =
        case.environments().into_iter().map(|key| (key, case.of_environment(key))).collect();
    same(
        "modules/identity-pool",
        folders,
        &["aws_cognito_identity_pool"],
        BTreeSet::from(["this".to_owned()]),
    )?;
    same(
        "modules/roles",
        folders,
        &["aws_cognito_identity_pool_roles_attachment"],
        wanted.iter().filter(|(_, wanted)| has_default_role(wanted)).map(|_| "this".to_owned()).collect(),
    )?;
    same(
        "modules/roles",
        folders,
        &["aws_iam_role"],
        wanted.iter().flat_map(|(_, wanted)| made_roles(wanted)).collect(),
    )?;
    let of_type = |policies: &str| wanted.iter().flat_map(|(_, wanted)| grants(wanted, policies)).collect();
    same("modules/policy", folders, &["aws_iam_role_policy"], of_type("inline"))?;
    same("modules/policy", folders, &["aws_iam_policy"], of_type("managed"))?;
    same("modules/policy", folders, &["aws_iam_role_policy_attachment"], of_type("managed"))?;
    let exclusive: BTreeSet<String> = wanted.iter().flat_map(|(_, wanted)| exclusive_roles(wanted)).collect();
    same("modules/policy", folders, &["aws_iam_role_policies_exclusive"], exclusive.clone())?;
    same("modules/policy", folders, &["aws_iam_role_policy_attachments_exclusive"], exclusive)?;
    for (key, wanted) in &wanted {
        let environment = of(folders, &format!("environments/{key}"));
        has_its_parts(environment, wanted, folders)?;
        moves_to_what_is_there(environment, folders)?;
    }
    Ok(())
}

fn of<'a>(folders: &'a [Folder], path: &str) -> &'a Folder {
    folders.iter().find(|folder| folder.path == path).expect("a folder of the workspace")
}

/// Checks that the resources of a type have exactly these names.
fn same(module: &str, folders: &[Folder], kind: &[&str], expected: BTreeSet<String>) -> Result<(), Failure> {
    let module = folders.iter().find(|folder| folder.path == module);
    let found: BTreeSet<String> = module
        .into_iter()
        .flat_map(|module| module.blocks("resource"))
        .filter(|block| kind.contains(&block.labels[0].as_str()))
        .map(|block| block.labels[1].clone())
        .collect();
    if found == expected {
        Ok(())
    } else {
        fail("addresses are the contract's", format!("{kind:?}: {found:?}, not {expected:?}"))
    }
}

/// The roles of an environment, including implicit ones.
fn roles(wanted: &Value) -> BTreeSet<String> {
    let said = wanted["roles"].as_object().into_iter().flat_map(|roles| roles.keys().map(String::as_str));
    let has_guests = wanted["identity_pool"]["guest_access"] == true;
    let has_users = ways_to_sign_in(wanted) > 0;
    let implied = [has_users.then_some("authenticated"), has_guests.then_some("guest")];
    let is_attached = |key: &&str| wanted["roles"][*key]["attached"] != false;
    said.chain(implied.into_iter().flatten()).filter(is_attached).map(str::to_owned).collect()
}

fn has_default_role(wanted: &Value) -> bool {
    ["authenticated", "guest"].iter().any(|key| roles(wanted).contains(*key))
}

/// The number of ways to sign in, which include the app clients of another service.
pub fn ways_to_sign_in(wanted: &Value) -> usize {
    let pool = &wanted["identity_pool"];
    let kinds = ["user_pools", "social", "oidc", "saml"];
    let providers = kinds.iter().filter_map(|kind| pool[*kind].as_object()).map(|kind| kind.len());
    let others = [pool.get("developer_provider").is_some(), pool["keep_other_providers"] == true];
    providers.sum::<usize>() + others.into_iter().filter(|there| *there).count()
}

fn made_roles(wanted: &Value) -> BTreeSet<String> {
    roles(wanted).into_iter().filter(|key| wanted["roles"][key].get("existing_role_arn").is_none()).collect()
}

fn exclusive_roles(wanted: &Value) -> BTreeSet<String> {
    let roles = wanted["roles"].as_object().into_iter().flatten();
    roles.filter(|(_, role)| role["exclusive"] == true).map(|(key, _)| key.clone()).collect()
}

/// The grants whose policies have a type.
fn grants(wanted: &Value, policies: &str) -> BTreeSet<String> {
    let roles = wanted["roles"].as_object().into_iter().flatten();
    let type_of = |role: &Value| role["policies"].as_str().unwrap_or("inline").to_owned();
    roles
        .filter(|(_, role)| type_of(role) == policies)
        .flat_map(|(role, value)| {
            let grants = value["grants"].as_object().into_iter().flat_map(|grants| grants.keys());
            grants.map(move |grant| format!("{role}_{grant}"))
        })
        .collect()
}

/// An environment passes the variables of its own parts, and no others.
fn has_its_parts(environment: &Folder, wanted: &Value, folders: &[Folder]) -> Result<(), Failure> {
    let pool = &wanted["identity_pool"];
    let kinds = [("user_pools", "user_pool"), ("social", "login"), ("oidc", "oidc"), ("saml", "saml")];
    let providers = kinds.iter().flat_map(|(kind, ending)| {
        let keys = pool[*kind].as_object().into_iter().flat_map(|providers| providers.keys());
        keys.map(move |key| format!("{key}_{ending}"))
    });
    let keys = |of: &str, ending: &str| -> Vec<String> {
        let map = wanted[of].as_object().into_iter().flat_map(|map| map.keys());
        map.map(|key| format!("{key}_{ending}")).collect()
    };
    let mut expected: BTreeSet<String> = providers.collect();
    expected.extend(roles(wanted).iter().map(|key| format!("{key}_role")));
    expected.extend(keys("role_mappings", "role_mapping"));
    expected.extend(keys("principal_tags", "principal_tags"));
    expected.extend(["inline", "managed"].into_iter().flat_map(|policies| grants(wanted, policies)));
    expected.extend(exclusive_roles(wanted).iter().map(|key| format!("exclusive_{key}")));
    expected.extend(pool.get("developer_provider").map(|_| "developer_provider".to_owned()));

    let calls: Vec<&Body> = environment.blocks("module").map(|block| &block.body).collect();
    let given = |name: &str| calls.iter().any(|call| call.attribute(name).is_some());
    let modules = folders.iter().filter(|folder| folder.path.starts_with("modules/"));
    for variable in modules.flat_map(|module| module.blocks("variable")) {
        let name = &variable.labels[0];
        let is_part = expected.contains(name) || variable.body.attribute("default").is_some();
        if is_part && given(name) != expected.contains(name) {
            return fail("an environment has its parts", format!("{}: {name}", environment.path));
        }
    }
    Ok(())
}

/// `moved` blocks, possibly chained, lead to existing addresses. No resource instance has an old address, which
/// Terraform would reject.
fn moves_to_what_is_there(environment: &Folder, folders: &[Folder]) -> Result<(), Failure> {
    let ends = |name: &str| -> Vec<(Vec<&str>, bool)> {
        let moved = environment.blocks("moved").filter_map(|moved| moved.body.attribute(name));
        moved.flat_map(|end| end.references().into_iter().map(|steps| (steps, end.is_indexed()))).collect()
    };
    let resource = |end: &[&str]| match end {
        ["module", module, kind, name] => {
            let module = of(folders, &format!("modules/{module}"));
            let resources = module.blocks("resource");
            resources.into_iter().find(|block| block.labels == [kind.to_string(), name.to_string()])
        }
        _ => None,
    };
    let is_there = |(end, is_indexed): &(Vec<&str>, bool)| {
        resource(end).is_some_and(|block| block.body.attribute("count").is_some() == *is_indexed)
    };
    let (from, to) = (ends("from"), ends("to"));
    let still_there = from.iter().find(|end| is_there(end));
    let nowhere = to.iter().find(|end| !is_there(end) && !from.contains(end));
    match still_there.or(nowhere) {
        Some((end, _)) => {
            fail("what moved is at its new address only", format!("{}: {}", environment.path, end.join(".")))
        }
        None => Ok(()),
    }
}
