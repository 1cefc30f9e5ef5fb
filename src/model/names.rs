//! The names of the modules' variables and of an output. Each kind of variable has its own suffix, so that names
//! can't collide.

/// The output with the trust policies that existing roles need.
pub const REQUIRED_TRUST_POLICIES: &str = "required_trust_policies";

/// The variable of a user pool.
pub fn user_pool_variable(key: &str) -> String {
    format!("{key}_user_pool")
}

/// The variable of a social provider.
pub fn social_variable(key: &str) -> String {
    format!("{key}_login")
}

/// The variable of an OIDC provider.
pub fn oidc_variable(key: &str) -> String {
    format!("{key}_oidc")
}

/// The variable of a SAML provider.
pub fn saml_variable(key: &str) -> String {
    format!("{key}_saml")
}

/// The variable of principal tags.
pub fn principal_tags_variable(provider: &str) -> String {
    format!("{provider}_principal_tags")
}

/// The variable of a role.
pub fn role_variable(key: &str) -> String {
    format!("{key}_role")
}

/// The variable of a role mapping.
pub fn role_mapping_variable(provider: &str) -> String {
    format!("{provider}_role_mapping")
}

/// The name of each rule's value in the variable of a role mapping: the key of its role, with a number if a rule
/// before it has the same role. A rule doesn't change the names of the values of other roles.
pub fn rule_value_names<'a>(roles: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for role in roles.clone() {
        let is_free = |name: &String| !names.contains(name) && roles.clone().all(|other| other != name);
        let numbered = (2..).map(|number| format!("{role}_{number}"));
        let is_first = !names.iter().any(|name| name == role);
        let name = if is_first { Some(role.to_owned()) } else { numbered.into_iter().find(is_free) };
        names.extend(name);
    }
    names
}

/// The variable of a grant, which is also the name of its resource.
pub fn grant_variable(role: &str, grant: &str) -> String {
    format!("{role}_{grant}")
}

/// The variable of the exclusive policies of a role.
pub fn exclusive_variable(role: &str) -> String {
    format!("exclusive_{role}")
}

/// The attribute of a role's variable with the IDs of the other pools that it trusts.
pub const TRUSTED_POOLS: &str = "trusted_identity_pools";

/// The attribute of a role's variable with the names of the providers that it trusts.
pub const TRUSTED_PROVIDERS: &str = "trusted_providers";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_of_a_rule_is_named_for_its_role() {
        for (roles, names) in [
            (&["admins", "staff"][..], &["admins", "staff"][..]),
            (&["admins", "staff", "admins", "admins"], &["admins", "staff", "admins_2", "admins_3"]),
            (&["admins", "admins", "admins_2"], &["admins", "admins_3", "admins_2"]),
        ] {
            assert_eq!(rule_value_names(roles.iter().copied()), names);
        }
    }
}
