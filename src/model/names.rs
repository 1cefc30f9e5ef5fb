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
