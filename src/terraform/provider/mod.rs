//! The arguments of the AWS provider, under its own names.
//!
//! Source: the schema of hashicorp/aws 5.100.0 (`terraform providers schema -json`), reduced to what 6.69 has as well
//! (the package cdktn-provider-aws 25.8.1, November 2026); for the versions, the changelog of hashicorp/aws.

mod services;

use crate::aws::region::REGION;
use crate::aws::{Rule, names};
use crate::source::Code;
use crate::terraform::assume_role::{self, ASSUME_ROLE};
use crate::terraform::{Argument, Check, Type, Version};

/// The arguments, in the order in which they are written.
pub const ARGUMENTS: &[Argument] = &[
    Argument::elsewhere("region", "set the environment's `region`"),
    Argument::elsewhere(
        "allowed_account_ids",
        "set the environment's `account_id`, which is then the only account allowed",
    ),
    Argument::elsewhere("default_tags", "set the inputs' `tags`: `tags: { Project: notes }`"),
    Argument::string("profile", "A profile of the AWS configuration files.")
        .checked(Check::Rule(&names::PROFILE)),
    Argument::new("forbidden_account_ids", Type::List, "AWS accounts that may not be used.")
        .checked(Check::Rule(&names::ACCOUNT_ID)),
    Argument::new("shared_config_files", Type::List, "Paths of AWS configuration files."),
    Argument::new("shared_credentials_files", Type::List, "Paths of AWS credentials files."),
    Argument::string("custom_ca_bundle", "A file with additional root and intermediate certificates."),
    Argument::string("ec2_metadata_service_endpoint", "The endpoint of the EC2 metadata service."),
    Argument::string(
        "ec2_metadata_service_endpoint_mode",
        "The protocol for the EC2 metadata service: IPv4 or IPv6.",
    )
    .checked(Check::Rule(&METADATA_MODE)),
    Argument::string("http_proxy", "The URL of a proxy for HTTP."),
    Argument::string("https_proxy", "The URL of a proxy for HTTPS.").since(Version::new(5, 26, 0)),
    Argument::string("no_proxy", "Hosts to reach without a proxy, separated by commas.")
        .since(Version::new(5, 26, 0)),
    Argument::bool("insecure", "Whether to skip verifying certificates."),
    Argument::new("max_retries", Type::Number, "The maximum number of retries of a request."),
    Argument::string("retry_mode", "The retry mode: standard or adaptive.")
        .checked(Check::Rule(&RETRY_MODE))
        .since(Version::new(5, 2, 0)),
    Argument::new(
        "token_bucket_rate_limiter_capacity",
        Type::Number,
        "The capacity of the AWS SDK's rate limiter for retries.",
    )
    .since(Version::new(5, 38, 0)),
    Argument::string(
        "s3_us_east_1_regional_endpoint",
        "The S3 endpoint in us-east-1: legacy or regional; deprecated.",
    )
    .checked(Check::Rule(&S3_ENDPOINT))
    .deprecated("remove it: hashicorp/aws 7 will only use the regional endpoint"),
    Argument::bool("s3_use_path_style", "Whether to use path-style S3 URLs."),
    Argument::bool("skip_credentials_validation", "Whether to skip validating the credentials with STS."),
    Argument::bool("skip_metadata_api_check", "Whether to skip querying the EC2 metadata service."),
    Argument::bool("skip_region_validation", "Whether to skip validating the region name."),
    Argument::bool("skip_requesting_account_id", "Whether to skip requesting the account ID."),
    Argument::string("sts_region", "The region of AWS STS.").checked(Check::Rule(&REGION)),
    Argument::bool("use_dualstack_endpoint", "Whether to use dual-stack (IPv4 and IPv6) endpoints."),
    Argument::bool("use_fips_endpoint", "Whether to use FIPS endpoints."),
    Argument::new(
        "assume_role",
        Type::Blocks(ASSUME_ROLE, Version::new(5, 67, 0)),
        "The role that Terraform assumes, or a list of roles that it assumes one after the other.",
    ),
    Argument::new(
        "assume_role_with_web_identity",
        Type::Block(WEB_IDENTITY, &[]),
        "The role that Terraform assumes with an OIDC token.",
    ),
    Argument::new("ignore_tags", Type::Block(IGNORE_TAGS, &[]), "The tags that Terraform leaves alone."),
    Argument::new("endpoints", Type::BlockOfStrings(services::NAMES), "Custom endpoints, by service."),
    Argument::secret(
        "access_key",
        "set the environment variable AWS_ACCESS_KEY_ID, or use `profile` or `assume_role`",
    ),
    Argument::secret(
        "secret_key",
        "set the environment variable AWS_SECRET_ACCESS_KEY, or use `profile` or `assume_role`",
    ),
    Argument::secret("token", "set the environment variable AWS_SESSION_TOKEN"),
];

const WEB_IDENTITY: &[Argument] = &assume_role::with_web_identity(assume_role::ROLE_ARN);

const IGNORE_TAGS: &[Argument] = &[
    Argument::new("keys", Type::List, "The keys of the tags."),
    Argument::new("key_prefixes", Type::List, "The beginnings of the keys of the tags."),
];

/// The rule for `retry_mode`.
pub const RETRY_MODE: Rule = Rule {
    what: "a retry mode",
    accepted: "standard or adaptive",
    code: Code::BadArgument,
    pattern: "standard|adaptive",
    test: |text| ["standard", "adaptive"].contains(&text),
};

/// The rule for `ec2_metadata_service_endpoint_mode`.
pub const METADATA_MODE: Rule = Rule {
    what: "a protocol for the EC2 metadata service",
    accepted: "IPv4 or IPv6",
    code: Code::BadArgument,
    pattern: "IPv4|IPv6",
    test: |text| ["IPv4", "IPv6"].contains(&text),
};

const S3_ENDPOINT: Rule = Rule {
    what: "an S3 endpoint for us-east-1",
    accepted: "legacy or regional",
    code: Code::BadArgument,
    pattern: "legacy|regional",
    test: |text| ["legacy", "regional"].contains(&text),
};
