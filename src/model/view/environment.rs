//! The root module of an environment.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hcl::Expression;
use crate::model::view::{Application, RoleAccess};

/// The values of an environment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EnvironmentView {
    /// The environment's key.
    pub key: String,
    /// Its region.
    pub region: String,
    /// Its account, if it is known.
    #[schemars(extend("x-value" = true))]
    pub account_id: Option<String>,
    /// The identity pool's name.
    #[schemars(extend("x-value" = true))]
    pub identity_pool_name: String,
    /// Whether guests have access.
    pub guest_access: bool,
    /// Whether applications may choose the role, in the classic flow.
    pub classic_flow: bool,
    /// Whether the pool is protected.
    pub protect: bool,
    /// Whether it has an existing role.
    pub has_existing_roles: bool,
    /// The arguments of the provider, in order.
    pub provider: Vec<Argument>,
    /// The provider's nested blocks, besides `default_tags`.
    pub provider_blocks: Vec<Block>,
    /// The tags of all resources.
    pub tags: Expression,
    /// Whether there are any tags.
    pub has_tags: bool,
    /// The backend's name.
    pub backend: &'static str,
    /// The backend's arguments.
    pub backend_arguments: Vec<Argument>,
    /// The backend's nested blocks.
    pub backend_blocks: Vec<Block>,
    /// Whether -backend-config supplies further arguments of the backend.
    pub partial_backend: bool,
    /// The path of the state of the backend `local`, relative to the workspace.
    #[schemars(extend("x-value" = true))]
    pub state_file: Option<String>,
    /// The arguments of the backend that say where the state is, each as HCL.
    #[schemars(extend("x-value" = true))]
    pub state: Vec<String>,
    /// Its roles, who gets them, and what their policies allow.
    pub access: Vec<RoleAccess>,
    /// What an application needs to use the identity pool.
    pub application: Application,
    /// The arguments of the module `identity-pool`.
    pub identity_pool: Vec<Argument>,
    /// The arguments of the module `roles`.
    pub roles: Vec<Argument>,
    /// The arguments of the module `policy`.
    pub policy: Vec<Argument>,
    /// The parts that move in its state.
    pub moved: Vec<Moved>,
}

/// A nested block.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Block {
    /// Its type.
    pub name: &'static str,
    /// Its arguments.
    pub arguments: Vec<Argument>,
}

/// A name and a value.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Argument {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Expression,
}

impl Argument {
    /// An argument.
    pub fn new(name: impl Into<String>, value: Expression) -> Self {
        Self { name: name.into(), value }
    }
}

/// A part that moves in Terraform's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moved {
    /// The old address.
    pub from: String,
    /// The new address.
    pub to: String,
}
