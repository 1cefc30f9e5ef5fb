//! The backend `oss`.

use crate::aws::Rule;
use crate::source::Code;
use crate::terraform::backends::cos::{KEY, PREFIX};
use crate::terraform::{Argument, Backend, Check, Place, PlaceForm, Type, Version};

const ACL: Rule = Rule {
    what: "a canned ACL",
    accepted: "private, public-read or public-read-write",
    code: Code::BadArgument,
    pattern: "private|public-read|public-read-write",
    test: |text| ["private", "public-read", "public-read-write"].contains(&text),
};

/// Source: "Backend Type: oss", and `internal/backend/remote-state/oss` of Terraform 1.11.4 and 1.12.0.
pub const OSS: Backend = Backend {
    name: "oss",
    description: "An object in Alibaba Cloud Object Storage Service.",
    since: None,
    place: &[
        Place::text("bucket"),
        Place { argument: "prefix", default: Some("env:"), form: PlaceForm::Path },
        Place::text_or("key", "terraform.tfstate"),
    ],
    arguments: &[
        Argument::string("bucket", "The bucket's name.").required(),
        Argument::string("prefix", "The directory of the state; env: by default.")
            .checked(Check::Rule(&PREFIX)),
        Argument::string("key", "The state's object, different for each environment: {environment}.tfstate.")
            .checked(Check::Rule(&KEY)),
        Argument::string("region", "The bucket's region; by default that of ALICLOUD_REGION."),
        Argument::string("endpoint", "A custom endpoint for OSS."),
        Argument::string(
            "tablestore_endpoint",
            "The endpoint of the Tablestore instance that locks the state.",
        ),
        Argument::string("tablestore_instance_name", "The Tablestore instance that locks the state.")
            .since(Version::new(1, 12, 0)),
        Argument::string("tablestore_table", "The Tablestore table that locks the state."),
        Argument::string("sts_endpoint", "A custom endpoint for STS."),
        Argument::bool("encrypt", "Whether to encrypt the state on the server."),
        Argument::string("acl", "A canned ACL for the state.").checked(Check::Rule(&ACL)),
        Argument::string("shared_credentials_file", "The path of a credentials file."),
        Argument::string("profile", "A profile of the credentials file."),
        Argument::string("ecs_role_name", "The RAM role of the ECS instance on which Terraform runs."),
        Argument::string("assume_role_role_arn", "The ARN of the RAM role to assume."),
        Argument::string("assume_role_session_name", "The name of the session."),
        Argument::string("assume_role_policy", "A policy that limits the session."),
        Argument::new(
            "assume_role_session_expiration",
            Type::NumberFrom(900, 3600),
            "The duration of the session in seconds.",
        ),
        Argument::elsewhere(
            "assume_role",
            "set `assume_role_role_arn`, `assume_role_session_name` and so on: the block is deprecated",
        ),
        Argument::secret(
            "access_key",
            "set the environment variable ALICLOUD_ACCESS_KEY, or use `profile` or `ecs_role_name`",
        ),
        Argument::secret(
            "secret_key",
            "set the environment variable ALICLOUD_SECRET_KEY, or use `profile` or `ecs_role_name`",
        ),
        Argument::secret("security_token", "set the environment variable ALICLOUD_SECURITY_TOKEN"),
    ],
};
