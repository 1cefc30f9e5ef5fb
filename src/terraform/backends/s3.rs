//! The backend `s3`.

use crate::aws::region::REGION;
use crate::aws::{Rule, arn, is, is_word, names, resources};
use crate::source::Code;
use crate::terraform::assume_role;
use crate::terraform::provider::{METADATA_MODE, RETRY_MODE};
use crate::terraform::{Argument, Backend, Check, Place, Type, Version};

const STATE_KEY: Rule = Rule {
    what: "a valid state key",
    accepted: "1 to 1,024 characters without control characters, without `/` at either end, and without `//`",
    code: Code::BadArgument,
    pattern: r"[^/\x00-\x1f\x7f-\x9f]+(/[^/\x00-\x1f\x7f-\x9f]+)*",
    test: |text| {
        is(text, 1..=1024, |c| !c.is_control())
            && !text.starts_with('/')
            && !text.ends_with('/')
            && !text.contains("//")
    },
};

const KMS_KEY_ID: Rule = Rule {
    what: "a KMS key",
    accepted: "a key ID, mrk-… for a multi-Region key, alias/NAME, or the ARN of a key or an alias",
    code: Code::BadArgument,
    pattern: "(mrk-[0-9a-f]{32}|alias/[0-9A-Za-z_/-]{1,250}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    test: |text| {
        let is_hex = |text: &str, length| {
            is(text, length..=length, |c| c.is_ascii_digit() || ('a'..='f').contains(&c))
        };
        let is_uuid = || {
            let parts: Vec<&str> = text.split('-').collect();
            parts.len() == 5 && parts.iter().zip([8, 4, 4, 4, 12]).all(|(part, length)| is_hex(part, length))
        };
        let is_alias = |name: &str| is(name, 1..=250, |c| is_word(c) || c == '/' || c == '-');
        text.strip_prefix("mrk-").is_some_and(|id| is_hex(id, 32))
            || text.strip_prefix("alias/").is_some_and(is_alias)
            || is_uuid()
    },
};

/// Source: "Backend Type: s3".
pub const S3: Backend = Backend {
    name: "s3",
    description: "An object in an Amazon S3 bucket.",
    since: None,
    place: &[Place::text("bucket"), Place::text("key")],
    arguments: &[
        Argument::string("bucket", "The bucket's name.").required().checked(Check::Rule(&resources::BUCKET)),
        Argument::string(
            "key",
            "The state's key, different for each environment: notes/{environment}.tfstate.",
        )
        .required()
        .checked(Check::Rule(&STATE_KEY)),
        Argument::string("region", "The bucket's region; in a partial backend, AWS_REGION can set it as well.").required().checked(Check::Rule(&REGION)),
        Argument::string("kms_key_id", "The KMS key that encrypts the state: its ID or ARN, or its alias.")
            .checked(Check::RuleOrArn(&KMS_KEY_ID, &arn::KMS_KEY_OR_ALIAS)),
        Argument::string("profile", "A profile of the AWS configuration files.")
            .checked(Check::Rule(&names::PROFILE)),
        Argument::bool("use_lockfile", "Whether to lock the state with a lock file next to it.")
            .since(Version::new(1, 10, 0)),
        Argument::string("dynamodb_table", "A DynamoDB table that locks the state; deprecated.").deprecated(
            "set `use_lockfile: true`, which locks the state with a file next to it (Terraform 1.10 and later); keep both until nobody uses the table",
        ),
        Argument::bool("encrypt", "Whether to encrypt the state on the server."),
        Argument::string("acl", "A canned ACL for the state."),
        Argument::string(
            "workspace_key_prefix",
            "The prefix of the state keys of CLI workspaces; env: by default.",
        ),
        Argument::new("allowed_account_ids", Type::List, "The AWS accounts that may be used.")
            .checked(Check::Rule(&names::ACCOUNT_ID)),
        Argument::new("forbidden_account_ids", Type::List, "AWS accounts that may not be used.")
            .checked(Check::Rule(&names::ACCOUNT_ID)),
        Argument::new("shared_config_files", Type::List, "Paths of AWS configuration files."),
        Argument::new("shared_credentials_files", Type::List, "Paths of AWS credentials files."),
        Argument::new("endpoints", Type::Object(ENDPOINTS), "Custom endpoints for AWS APIs."),
        Argument::string("ec2_metadata_service_endpoint", "The endpoint of the EC2 metadata service."),
        Argument::string(
            "ec2_metadata_service_endpoint_mode",
            "The protocol for the EC2 metadata service: IPv4 or IPv6.",
        )
        .checked(Check::Rule(&METADATA_MODE)),
        Argument::string("sts_region", "The region of AWS STS."),
        Argument::string("retry_mode", "The retry mode: standard or adaptive.")
            .checked(Check::Rule(&RETRY_MODE)),
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
        Argument::string("endpoint", "A custom endpoint for Amazon S3; deprecated.")
            .deprecated("set `endpoints: { s3: … }` instead"),
        Argument::string("dynamodb_endpoint", "A custom endpoint for Amazon DynamoDB; deprecated.")
            .deprecated("set `endpoints: { dynamodb: … }` instead"),
        Argument::string("iam_endpoint", "A custom endpoint for AWS IAM; deprecated.")
            .deprecated("set `endpoints: { iam: … }` instead"),
        Argument::string("sts_endpoint", "A custom endpoint for AWS STS; deprecated.")
            .deprecated("set `endpoints: { sts: … }` instead"),
        Argument::string("shared_credentials_file", "The path of an AWS credentials file; deprecated.")
            .deprecated("set `shared_credentials_files` to a list instead"),
        Argument::bool("force_path_style", "Whether to use path-style S3 URLs; deprecated.")
            .deprecated("set `use_path_style` instead"),
        Argument::new("assume_role", Type::Object(assume_role::ASSUME_ROLE), "A role to assume to access the bucket."),
        Argument::new(
            "assume_role_with_web_identity",
            Type::Object(WEB_IDENTITY),
            "A role to assume with an OIDC token to access the bucket.",
        ),
        Argument::elsewhere("role_arn", "set `assume_role: { role_arn: … }`: Terraform 1.10 removed `role_arn` of the backend"),
        Argument::elsewhere("session_name", "set `assume_role: { session_name: … }`: Terraform 1.10 removed `session_name` of the backend"),
        Argument::elsewhere("external_id", "set `assume_role: { external_id: … }`: Terraform 1.10 removed `external_id` of the backend"),
        Argument::elsewhere("assume_role_duration_seconds", "set `assume_role: { duration: … }`: Terraform 1.10 removed `assume_role_duration_seconds` of the backend"),
        Argument::elsewhere("assume_role_policy", "set `assume_role: { policy: … }`: Terraform 1.10 removed `assume_role_policy` of the backend"),
        Argument::elsewhere("assume_role_policy_arns", "set `assume_role: { policy_arns: … }`: Terraform 1.10 removed `assume_role_policy_arns` of the backend"),
        Argument::elsewhere("assume_role_tags", "set `assume_role: { tags: … }`: Terraform 1.10 removed `assume_role_tags` of the backend"),
        Argument::elsewhere("assume_role_transitive_tag_keys", "set `assume_role: { transitive_tag_keys: … }`: Terraform 1.10 removed `assume_role_transitive_tag_keys` of the backend"),
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
    Argument::string("dynamodb", "Amazon DynamoDB, for `dynamodb_table`."),
];

const WEB_IDENTITY: &[Argument] = &assume_role::with_web_identity(assume_role::ROLE_ARN.required());
