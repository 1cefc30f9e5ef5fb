//! The view of the model that templates get, which is their public interface: a [`Model`], and in an
//! environment's directory also its [`EnvironmentView`] under the name `environment`.

mod access;
mod application;
mod diagram;
mod environment;
mod identity_pool;
mod policy;
mod roles;
mod variable;

pub use access::{
    AccessCondition, AccessStatement, AssignmentReason, AssignmentRule, RoleAccess, RoleAssignment,
};
pub use application::{AppClient, Application, Login};
pub use diagram::{DiagramEdge, DiagramNode, DiagramRow, NodeKind};
pub use environment::{Argument, Block, EnvironmentView, Moved};
pub use identity_pool::{IdentityPoolModule, PrincipalTagsView, ProviderType, ProviderView};
pub use policy::{AccessAssertion, AssertedTest, ExclusiveView, GrantSummary, GrantView, PolicyModule};
pub use roles::{
    AmbiguousRole, Amr, AttachmentView, MappingRuleView, MappingType, RoleMappingView, RoleView, RolesModule,
};
pub use variable::{Attribute, Part, Validation, Variable};

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::hcl::Expression;

/// Marks a value in the JSON Schema of the view, which can be any string. Everything else is structure, such as
/// keys, flags and AWS's enumerations.
pub const VALUE: &str = "x-value";

/// The documentation of an expression.
impl JsonSchema for Expression {
    fn schema_name() -> Cow<'static, str> {
        "Expression".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "Any value: write it with the filter `hcl`.", VALUE: true })
    }
}

/// The JSON Schema of the view: that of a [`Model`], with `environment` as an additional property.
pub fn shape() -> Value {
    let mut root = schemars::schema_for!(Model).to_value();
    let environment = json!({
        "description": "In `workspace/environments/ENVIRONMENT/` only: the environment.",
        "$ref": "#/$defs/EnvironmentView",
    });
    root["properties"]["environment"] = environment;
    root
}

/// Everything that templates can use.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Model {
    /// `name` of the inputs.
    #[schemars(extend("x-value" = true))]
    pub name: String,
    /// The file name of the inputs, such as `poolsmith.yaml`.
    #[schemars(extend("x-value" = true))]
    pub inputs_file: String,
    /// The version constraint for Terraform.
    #[schemars(extend("x-value" = true))]
    pub required_version: String,
    /// The version constraint for the provider hashicorp/aws.
    #[schemars(extend("x-value" = true))]
    pub aws_provider: String,
    /// The DNS suffix of the partition: `amazonaws.com`.
    pub dns_suffix: &'static str,
    /// The partition, as in ARNs.
    pub partition: &'static str,
    /// The principal of identity pools, which the roles trust.
    pub principal: &'static str,
    /// The prefix of the condition keys of identity pools, such as `PREFIX:aud`.
    pub key_prefix: &'static str,
    /// The module `identity-pool`.
    pub identity_pool: IdentityPoolModule,
    /// The module `roles`.
    pub roles: RolesModule,
    /// The module `policy`.
    pub policy: PolicyModule,
    /// The rows of the diagram of who can access what.
    pub diagram: Vec<DiagramRow>,
    /// Whether `access` of the environments is empty, because they have too many statements for a README.
    pub access_is_omitted: bool,
    /// The environments.
    pub environments: Vec<EnvironmentView>,
}
