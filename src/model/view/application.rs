//! What an application needs to use the identity pool of an environment.

use schemars::JsonSchema;
use serde::Serialize;

/// What an application needs to use an identity pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Application {
    /// The app clients of user pools.
    pub app_clients: Vec<AppClient>,
    /// The logins of all providers but the developer provider.
    pub logins: Vec<Login>,
    /// The name of the developer provider.
    #[schemars(extend("x-value" = true))]
    pub developer_provider: Option<String>,
    /// Whether anyone can sign in: through a provider, or through an app client that another service adds.
    pub has_sign_in: bool,
}

/// An app client of a user pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AppClient {
    /// The provider's key.
    pub provider: String,
    /// The user pool's ID, or the reference to it in angle brackets.
    #[schemars(extend("x-value" = true))]
    pub user_pool_id: String,
    /// The app client's ID, or the reference to it in angle brackets.
    #[schemars(extend("x-value" = true))]
    pub app_client_id: String,
}

/// The login with which a provider's users get an identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Login {
    /// The provider's key.
    pub provider: String,
    /// The provider's name in `Logins`. What only Terraform knows is in angle brackets.
    #[schemars(extend("x-value" = true))]
    pub name: String,
    /// What the provider issues: `idToken`, `accessToken`, `tokenAndSecret` or `samlResponse`.
    pub token: &'static str,
}
