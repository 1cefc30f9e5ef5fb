//! The backend `cos`.

use crate::aws::{Rule, is};
use crate::source::Code;
use crate::terraform::{Argument, Backend, Check, Place, PlaceForm, Type, Version};

/// The key of a state in `cos` and `oss`.
pub const KEY: Rule = Rule {
    what: "a valid state key",
    accepted: "an object name without `/` at either end",
    code: Code::BadArgument,
    pattern: r"[^/]([\s\S]*[^/])?",
    test: |text| is(text, 1..=1024, |c| !c.is_control()) && !text.starts_with('/') && !text.ends_with('/'),
};

/// The directory of a state in `cos` and `oss`.
pub const PREFIX: Rule = Rule {
    what: "a valid prefix",
    accepted: "a directory that does not start with `/` or `./`",
    code: Code::BadArgument,
    pattern: r"[^/][\s\S]*",
    test: |text| is(text, 1..=1024, |c| !c.is_control()) && !text.starts_with('/') && !text.starts_with("./"),
};

const ACL: Rule = Rule {
    what: "a canned ACL",
    accepted: "private or public-read",
    code: Code::BadArgument,
    pattern: "private|public-read",
    test: |text| ["private", "public-read"].contains(&text),
};

/// Source: "Backend Type: cos", and `internal/backend/remote-state/cos` of Terraform 1.11.4.
pub const COS: Backend = Backend {
    name: "cos",
    description: "An object in Tencent Cloud Object Storage.",
    since: None,
    place: &[
        Place::text("region"),
        Place::text("bucket"),
        Place { argument: "prefix", default: Some(""), form: PlaceForm::Path },
        Place::text_or("key", "terraform.tfstate"),
    ],
    arguments: &[
        Argument::string("bucket", "The bucket's name, with the app ID: states-1250000000.").required(),
        Argument::string("region", "The bucket's region, such as ap-guangzhou.").required(),
        Argument::string("prefix", "The directory of the state.").checked(Check::Rule(&PREFIX)),
        Argument::string("key", "The state's object, different for each environment: {environment}.tfstate.")
            .checked(Check::Rule(&KEY)),
        Argument::bool("encrypt", "Whether to encrypt the state on the server; on by default."),
        Argument::string("acl", "A canned ACL for the state.").checked(Check::Rule(&ACL)),
        Argument::bool("accelerate", "Whether to use global acceleration."),
        Argument::string("endpoint", "A custom endpoint for COS."),
        Argument::string("domain", "The root domain of API requests."),
        Argument::string("shared_credentials_dir", "The directory of the shared credentials.")
            .since(Version::new(1, 10, 0)),
        Argument::string("profile", "A profile of the shared credentials.").since(Version::new(1, 10, 0)),
        Argument::string("cam_role_name", "The CAM role of the instance on which Terraform runs.")
            .since(Version::new(1, 10, 0)),
        Argument::new("assume_role", Type::Block(ASSUME_ROLE, &[]), "A role to assume to access the bucket."),
        Argument::secret(
            "secret_id",
            "set the environment variable TENCENTCLOUD_SECRET_ID, or use `profile` or `cam_role_name`",
        ),
        Argument::secret(
            "secret_key",
            "set the environment variable TENCENTCLOUD_SECRET_KEY, or use `profile` or `cam_role_name`",
        ),
        Argument::secret("security_token", "set the environment variable TENCENTCLOUD_SECURITY_TOKEN"),
    ],
};

const ASSUME_ROLE: &[Argument] = &[
    Argument::string("role_arn", "The role's ARN; by default TENCENTCLOUD_ASSUME_ROLE_ARN."),
    Argument::string("session_name", "The session name; by default TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME."),
    Argument::new(
        "session_duration",
        Type::NumberFrom(0, 43_200),
        "The duration of the session in seconds; 7200 by default.",
    ),
    Argument::string("policy", "A policy that limits the session."),
    Argument::string("external_id", "The external ID that the role requires."),
];
