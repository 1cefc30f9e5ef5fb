//! The inputs for one environment, as written. The doc comments are the JSON Schema's descriptions.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inputs::decode::{Given, Keyed};
use crate::inputs::statement::Statement;
use crate::inputs::text::Text;

/// The inputs of poolsmith, with an environment's patch laid over them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The name of the application: [a-z][a-z0-9-]*, up to 32 characters.
    pub name: Given<String>,
    /// The identity pool.
    pub identity_pool: Option<IdentityPool>,
    /// What every role gets unless it says otherwise.
    pub role_defaults: Option<RoleDefaults>,
    /// The roles that identities assume.
    pub roles: Option<Roles>,
    /// Tags on everything, as the provider's default_tags.
    pub tags: Option<Keyed<Given<Text>>>,
    /// How Terraform works here.
    pub terraform: Option<Terraform>,
    /// The AWS region, such as us-east-1.
    pub region: Given<String>,
    /// The AWS account: 12 digits in quotes. Terraform then refuses to work in any other.
    pub account_id: Option<Given<String>>,
    /// While true, Terraform refuses to destroy or replace the identity pool.
    pub protect: Option<Given<bool>>,
}

/// The identity pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityPool {
    /// 1 to 128 letters, digits, spaces and _ + = , . @ -; by default {name}-{environment}.
    pub name: Option<Given<Text>>,
    /// Whether people who are not signed in get an identity and the guest role; off by default.
    pub guest_access: Option<Given<bool>>,
    /// Whether the basic (classic) flow is allowed, in which the caller chooses the role; off by default.
    pub classic_flow: Option<Given<bool>>,
    /// The Amazon Cognito user pools whose users may sign in, by keys of your own.
    pub user_pools: Option<Keyed<UserPool>>,
}

/// An app client of a user pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPool {
    /// The user pool's ID, such as us-east-1_Ab12Cd34E.
    pub user_pool_id: Given<Text>,
    /// The app client's ID, such as 3n4b5urk1ft4fl3mg5e62d9ado.
    pub app_client_id: Given<Text>,
    /// Whether a user who signed out or was deleted is refused (server_side_token_check); on by default.
    pub token_check: Option<Given<bool>>,
}

/// What every role gets unless it says otherwise.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleDefaults {
    /// The path of the roles.
    pub path: Option<Given<Text>>,
    /// The ARN of the policy that bounds what the roles may ever do.
    pub permissions_boundary: Option<Given<Text>>,
    /// Seconds that a session of the roles may last: 3600 to 43200.
    pub max_session_duration: Option<Given<u32>>,
}

/// The roles that identities assume.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The role of those who are signed in; always there.
    pub authenticated: Option<Role>,
    /// The role of those who are not; only with guest_access.
    pub guest: Option<Role>,
}

/// An IAM role that the identity pool's identities assume.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The role's name; by default {name}-{environment}-ROLE.
    pub name: Option<Given<Text>>,
    /// What the role is for.
    pub description: Option<Given<Text>>,
    /// The role's path; by default /.
    pub path: Option<Given<Text>>,
    /// The ARN of the policy that bounds what the role may ever do.
    pub permissions_boundary: Option<Given<Text>>,
    /// Seconds that a session of the role may last: 3600 to 43200.
    pub max_session_duration: Option<Given<u32>>,
    /// ARNs of managed policies to attach.
    pub managed_policy_arns: Option<Vec<Given<Text>>>,
    /// What the role may do, by keys of your own.
    pub grants: Option<Keyed<Given<Grant>>>,
}

/// A named permission: exactly one of these.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Grant {
    /// Objects in an Amazon S3 bucket below a path.
    S3(S3),
    /// Statements in IAM's JSON grammar.
    Statements(Vec<Statement>),
    /// The path of an IAM policy document in JSON, relative to the inputs file.
    PolicyFile(Given<Text>),
}

/// Objects in an Amazon S3 bucket below a path.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// The bucket's name.
    pub bucket: Given<Text>,
    /// Which objects: ends in /*, or is *; by default {identity}/*, each identity's own.
    pub path: Option<Given<Text>>,
    /// What may be done with them.
    pub allow: Vec<Given<S3Access>>,
    /// The ARN of the KMS key that the objects are encrypted with.
    pub kms_key_arn: Option<Given<Text>>,
}

/// What an `s3` grant may allow.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum S3Access {
    /// Get objects.
    Read,
    /// Put objects.
    Write,
    /// Delete objects.
    Delete,
    /// List the keys below the path.
    List,
}

/// How Terraform works here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terraform {
    /// The versions of Terraform that may be used; by default >= 1.10.
    pub required_version: Option<Given<String>>,
    /// The versions of hashicorp/aws that may be used; by default >= 5.79, < 7.0.
    pub aws_provider: Option<Given<String>>,
    /// How the AWS provider signs in.
    pub provider: Option<Provider>,
    /// Where the state is kept: exactly one; local by default.
    pub backend: Option<Given<Backend>>,
}

/// How the AWS provider signs in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// A profile of the AWS configuration files.
    pub profile: Option<Given<Text>>,
    /// The role that Terraform assumes to do its work.
    pub assume_role: Option<AssumeRole>,
}

/// A role that Terraform assumes.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct AssumeRole {
    /// The role's ARN.
    pub role_arn: Given<Text>,
    /// The external ID that the role's trust asks for.
    pub external_id: Option<Given<Text>>,
    /// A name for the session, seen in CloudTrail.
    pub session_name: Option<Given<Text>>,
}

/// Where the state is kept.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Backend {
    /// A file beside the environment.
    Local(LocalBackend),
    /// An object in an Amazon S3 bucket.
    S3(Box<S3Backend>),
}

/// A file beside the environment.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct LocalBackend {
    /// The state's path, relative to the environment's folder; by default terraform.tfstate.
    pub path: Option<Given<Text>>,
}

/// An object in an Amazon S3 bucket.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct S3Backend {
    /// The bucket's name.
    pub bucket: Given<Text>,
    /// The state's key, different for each environment: notes/{environment}.tfstate.
    pub key: Given<Text>,
    /// The bucket's region.
    pub region: Given<Text>,
    /// Whether a lock file beside the state keeps two from writing at once.
    pub use_lockfile: Option<Given<bool>>,
    /// Whether the state is encrypted on the server.
    pub encrypt: Option<Given<bool>>,
    /// The ARN of the KMS key for it.
    pub kms_key_id: Option<Given<Text>>,
    /// A profile of the AWS configuration files.
    pub profile: Option<Given<Text>>,
    /// A role to reach the bucket with.
    pub assume_role: Option<AssumeRole>,
}
