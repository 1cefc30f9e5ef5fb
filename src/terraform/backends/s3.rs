//! The backend `s3`.

use crate::aws::region::REGION;
use crate::aws::{Rule, arn, is, names, resources};
use crate::source::Code;
use crate::terraform::{Argument, Backend, Check, Place, Type};

const STATE_KEY: Rule = Rule {
    what: "a valid state key",
    accepted: "1 to 1,024 characters without control characters, and without `/` at either end",
    code: Code::BadArgument,
    test: |text| is(text, 1..=1024, |c| !c.is_control()) && !text.starts_with('/') && !text.ends_with('/'),
};

/// Source: "Backend Type: s3".
pub const S3: Backend = Backend {
    name: "s3",
    description: "An object in an Amazon S3 bucket.",
    place: &[Place::text("bucket"), Place::text("key")],
    arguments: &[
        Argument::string("bucket", "The bucket's name.").required().checked(Check::Rule(&resources::BUCKET)),
        Argument::string(
            "key",
            "The state's key, different for each environment: notes/{environment}.tfstate.",
        )
        .required()
        .checked(Check::Rule(&STATE_KEY)),
        Argument::string("region", "The bucket's region.").required().checked(Check::Rule(&REGION)),
        Argument::string("kms_key_id", "The ARN of the KMS key that encrypts the state.")
            .checked(Check::Arn(&arn::KMS_KEY)),
        Argument::string("profile", "A profile of the AWS configuration files.")
            .checked(Check::Rule(&names::PROFILE)),
        Argument::bool("use_lockfile", "Whether to lock the state with a lock file next to it."),
        Argument::bool("encrypt", "Whether to encrypt the state on the server."),
        Argument::string("acl", "A canned ACL for the state."),
        Argument::string(
            "workspace_key_prefix",
            "The prefix of the state keys of CLI workspaces; env: by default.",
        ),
        Argument::new("allowed_account_ids", Type::List, "The AWS accounts that may be used."),
        Argument::new("forbidden_account_ids", Type::List, "AWS accounts that may not be used."),
        Argument::new("shared_config_files", Type::List, "Paths of AWS configuration files."),
        Argument::new("shared_credentials_files", Type::List, "Paths of AWS credentials files."),
        Argument::new("endpoints", Type::Object(ENDPOINTS), "Custom endpoints for AWS APIs."),
        Argument::string("ec2_metadata_service_endpoint", "The endpoint of the EC2 metadata service."),
        Argument::string(
            "ec2_metadata_service_endpoint_mode",
            "The protocol for the EC2 metadata service: IPv4 or IPv6.",
        ),
        Argument::string("sts_region", "The region of AWS STS."),
        Argument::string("retry_mode", "The retry mode: standard or adaptive."),
        Argument::new("max_retries", Type::Number, "The maximum number of retries of a request."),
        Argument::string("custom_ca_bundle", "A file with additional root and intermediate certificates."),
        Argument::string("http_proxy", "The URL of a proxy for HTTP."),
        Argument::string("https_proxy", "The URL of a proxy for HTTPS."),
        Argument::string("no_proxy", "Hosts to reach without a proxy, separated by commas."),
        Argument::bool("insecure", "Whether to skip verifying certificates."),
        Argument::bool("use_dualstack_endpoint", "Whether to use dual-stack (IPv4 and IPv6) endpoints."),
        Argument::bool("use_fips_endpoint", "Whether to use FIPS endpoints."),
        Argument::bool("use_path_style", "Whether to use path-style S3 URLs."),
        Argument::bool("skip_credentials_validation", "Whether to skip validating the credentials with STS."),
        Argument::bool("skip_metadata_api_check", "Whether to skip querying the EC2 metadata service."),
        Argument::bool("skip_region_validation", "Whether to skip validating the region name."),
        Argument::bool("skip_requesting_account_id", "Whether to skip requesting the account ID."),
        Argument::bool("skip_s3_checksum", "Whether to skip sending a checksum with the state."),
        Argument::new("assume_role", Type::Object(ASSUME_ROLE), "A role to assume to access the bucket."),
        Argument::new(
            "assume_role_with_web_identity",
            Type::Object(WEB_IDENTITY),
            "A role to assume with an OIDC token to access the bucket.",
        ),
        Argument::secret(
            "access_key",
            "set the environment variable AWS_ACCESS_KEY_ID, or use `profile` or `assume_role`",
        ),
        Argument::secret(
            "secret_key",
            "set the environment variable AWS_SECRET_ACCESS_KEY, or use `profile` or `assume_role`",
        ),
        Argument::secret("token", "set the environment variable AWS_SESSION_TOKEN"),
        Argument::secret(
            "sse_customer_key",
            "set the environment variable AWS_SSE_CUSTOMER_KEY, or use `kms_key_id`",
        ),
    ],
};

const ENDPOINTS: &[Argument] = &[
    Argument::string("s3", "Amazon S3."),
    Argument::string("iam", "AWS IAM."),
    Argument::string("sts", "AWS STS."),
    Argument::string("sso", "AWS IAM Identity Center."),
];

const ASSUME_ROLE: &[Argument] = &[
    ROLE_ARN,
    Argument::string("external_id", "The external ID that the role's trust policy requires.")
        .checked(Check::Rule(&names::EXTERNAL_ID)),
    SESSION_NAME,
    DURATION,
    SESSION_POLICY,
    SESSION_POLICY_ARNS,
    Argument::string("source_identity", "The source identity of the session."),
    Argument::new("tags", Type::Map, "The session tags."),
    Argument::new(
        "transitive_tag_keys",
        Type::List,
        "The session tags that are passed on to chained sessions.",
    ),
];

const WEB_IDENTITY: &[Argument] = &[
    ROLE_ARN,
    SESSION_NAME,
    DURATION,
    SESSION_POLICY,
    SESSION_POLICY_ARNS,
    Argument::string("web_identity_token_file", "The file that contains the token."),
    Argument::secret(
        "web_identity_token",
        "set `web_identity_token_file` or the environment variable AWS_WEB_IDENTITY_TOKEN_FILE to the path of a file with the token",
    ),
];

const ROLE_ARN: Argument =
    Argument::string("role_arn", "The role's ARN.").required().checked(Check::Arn(&arn::ROLE));

const SESSION_NAME: Argument =
    Argument::string("session_name", "The session name, which appears in CloudTrail.")
        .checked(Check::Rule(&names::SESSION_NAME));

const DURATION: Argument = Argument::string("duration", "The duration of the session, such as 1h.");

const SESSION_POLICY: Argument = Argument::string("policy", "A JSON session policy that limits the session.");

const SESSION_POLICY_ARNS: Argument =
    Argument::new("policy_arns", Type::List, "The ARNs of managed policies that limit the session.");
