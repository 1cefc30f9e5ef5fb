//! What an application needs to use the identity pool of an environment.

use schemars::JsonSchema;
use serde::Serialize;

/// What an application needs to use an identity pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Application {
    /// The app clients of the user pools for whose users Cognito chooses a role.
    pub app_clients: Vec<AppClient>,
    /// The logins of the providers for whose users Cognito chooses a role.
    pub logins: Vec<Login>,
    /// The logins of the providers whose users can take a role in the classic flow.
    pub classic_logins: Vec<Login>,
    /// Whether guests get a role.
    pub guests_have_role: bool,
    /// The name of the developer provider, if its users can get a role.
    #[schemars(extend("x-value" = true))]
    pub developer_provider: Option<String>,
    /// The keys of the providers whose users can get no role. The developer provider is `developer_provider`.
    pub without_role: Vec<String>,
    /// Whether another service adds app clients.
    pub has_other_services: bool,
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
