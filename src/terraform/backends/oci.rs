//! The backend `oci`.

use crate::aws::{Rule, is, is_word};
use crate::source::Code;
use crate::terraform::{Argument, Backend, Check, Place, Version};

const BUCKET: Rule = Rule {
    what: "a valid bucket name",
    accepted: "letters, digits, - and _",
    code: Code::BadArgument,
    pattern: "[0-9A-Za-z_-]{1,256}",
    test: |text| is(text, 1..=256, |c| is_word(c) || c == '-'),
};

const KEY: Rule = Rule {
    what: "a valid state key",
    accepted: "an object name without `/` at either end, and without `//`",
    code: Code::BadArgument,
    pattern: "[^/]+(/[^/]+)*",
    test: |text| {
        is(text, 1..=1024, |c| !c.is_control())
            && !text.starts_with('/')
            && !text.ends_with('/')
            && !text.contains("//")
    },
};

/// Source: "Backend Type: oci", and `internal/backend/remote-state/oci` of Terraform 1.12.0, the first version
/// that has it.
pub const OCI: Backend = Backend {
    name: "oci",
    description: "An object in Oracle Cloud Infrastructure Object Storage.",
    since: Some(Version::new(1, 12, 0)),
    place: &[
        Place::text_or("region", ""),
        Place::text("namespace"),
        Place::text("bucket"),
        Place::text_or("key", "terraform.tfstate"),
    ],
    arguments: &[
        Argument::string("bucket", "The bucket's name.").required().checked(Check::Rule(&BUCKET)),
        Argument::string("namespace", "The Object Storage namespace of the tenancy.").required(),
        Argument::string(
            "key",
            "The state's object, different for each environment: notes/{environment}.tfstate.",
        )
        .checked(Check::Rule(&KEY)),
        Argument::string("region", "The bucket's region; by default that of the OCI configuration file."),
        Argument::string("workspace_key_prefix", "The prefix of the states of CLI workspaces."),
        Argument::string(
            "auth",
            "How to authenticate: ApiKey (the default), SecurityToken, InstancePrincipal, ResourcePrincipal, …",
        ),
        Argument::string("config_file_profile", "A profile of the OCI configuration file."),
        Argument::string("tenancy_ocid", "The OCID of the tenancy."),
        Argument::string("user_ocid", "The OCID of the user."),
        Argument::string("fingerprint", "The fingerprint of the user's API key."),
        Argument::string("private_key_path", "A file with the private key of the API key."),
        Argument::string("kms_key_id", "The OCID of the master encryption key that encrypts the state."),
        Argument::string("sse_customer_algorithm", "The algorithm of a customer-provided key: AES256."),
        Argument::string(
            "sse_customer_key_sha256",
            "The SHA-256 hash of a customer-provided key, in base64.",
        ),
        Argument::secret("private_key", "use `private_key_path` or `config_file_profile`"),
        Argument::secret(
            "private_key_password",
            "use `config_file_profile`, with the pass phrase in the OCI configuration file",
        ),
        Argument::secret("sse_customer_key", "use `kms_key_id`"),
    ],
};
