//! The backends with few arguments.

use crate::terraform::{Argument, Backend, Place, PlaceForm, Type};

/// Source: "Backend Type: local".
pub const LOCAL: Backend = Backend {
    name: "local",
    description: "A file in the environment's directory.",
    since: None,
    place: &[Place { argument: "path", default: Some("terraform.tfstate"), form: PlaceForm::File }],
    arguments: &[
        Argument::string(
            "path",
            "The state's path, relative to the environment's directory; by default terraform.tfstate.",
        ),
        Argument::string("workspace_dir", "The directory for the states of CLI workspaces."),
    ],
};

/// Source: "Backend Type: gcs".
pub const GCS: Backend = Backend {
    name: "gcs",
    description: "An object in a Google Cloud Storage bucket.",
    since: None,
    place: &[Place::text("bucket"), Place { argument: "prefix", default: Some(""), form: PlaceForm::Path }],
    arguments: &[
        Argument::string("bucket", "The bucket's name.").required(),
        Argument::string(
            "prefix",
            "The directory of the state, different for each environment: notes/{environment}.",
        ),
        Argument::string("impersonate_service_account", "The service account to impersonate."),
        Argument::new(
            "impersonate_service_account_delegates",
            Type::List,
            "The chain of service accounts to impersonate.",
        ),
        Argument::string("kms_encryption_key", "The Cloud KMS key that encrypts the state."),
        Argument::string("storage_custom_endpoint", "A custom endpoint for Cloud Storage."),
        Argument::secret(
            "credentials",
            "set the environment variable GOOGLE_CREDENTIALS, or use `impersonate_service_account`",
        ),
        Argument::secret("access_token", "set the environment variable GOOGLE_OAUTH_ACCESS_TOKEN"),
        Argument::secret(
            "encryption_key",
            "set the environment variable GOOGLE_ENCRYPTION_KEY, or use `kms_encryption_key`",
        ),
    ],
};

/// Source: "Backend Type: http".
pub const HTTP: Backend = Backend {
    name: "http",
    description: "A REST service.",
    since: None,
    place: &[Place::text("address")],
    arguments: &[
        Argument::string(
            "address",
            "The state's URL, different for each environment: https://states.example/{environment}.",
        )
        .required(),
        Argument::string("update_method", "The HTTP method that writes the state; by default POST."),
        Argument::string("lock_address", "The URL that locks the state."),
        Argument::string("lock_method", "The HTTP method that locks; by default LOCK."),
        Argument::string("unlock_address", "The URL that unlocks the state."),
        Argument::string("unlock_method", "The HTTP method that unlocks; by default UNLOCK."),
        Argument::string("username", "The user name for basic authentication."),
        Argument::bool("skip_cert_verification", "Whether to skip verifying the certificate."),
        Argument::new("retry_max", Type::Number, "The maximum number of retries of a request."),
        Argument::new("retry_wait_min", Type::Number, "The minimum number of seconds between retries."),
        Argument::new("retry_wait_max", Type::Number, "The maximum number of seconds between retries."),
        Argument::string("client_ca_certificate_pem", "The root certificates, as PEM."),
        Argument::string("client_certificate_pem", "A client certificate, as PEM."),
        Argument::secret("password", "set the environment variable TF_HTTP_PASSWORD"),
        Argument::secret(
            "client_private_key_pem",
            "set the environment variable TF_HTTP_CLIENT_PRIVATE_KEY_PEM",
        ),
    ],
};

/// Source: "Backend Type: consul".
pub const CONSUL: Backend = Backend {
    name: "consul",
    description: "A key in the Consul key-value store.",
    since: None,
    place: &[Place::text_or("address", ""), Place::text_or("datacenter", ""), Place::text("path")],
    arguments: &[
        Argument::string("path", "The state's key, different for each environment: notes/{environment}.")
            .required(),
        Argument::string("address", "The address of the Consul agent; the local agent by default."),
        Argument::string("scheme", "The scheme: http or https."),
        Argument::string("datacenter", "The datacenter."),
        Argument::bool("gzip", "Whether to compress the state."),
        Argument::bool("lock", "Whether to lock the state while it is in use; on by default."),
        Argument::string("ca_file", "A file with the root certificates."),
        Argument::string("cert_file", "A file with the client certificate."),
        Argument::string("key_file", "A file with the client certificate's private key."),
        Argument::secret("access_token", "set the environment variable CONSUL_HTTP_TOKEN"),
        Argument::secret("http_auth", "set the environment variable CONSUL_HTTP_AUTH"),
    ],
};

/// The connection is configured with environment variables, so only the schema determines the place.
/// Source: "Backend Type: pg".
pub const PG: Backend = Backend {
    name: "pg",
    description: "A schema of a PostgreSQL database.",
    since: None,
    place: &[Place::text_or("schema_name", "terraform_remote_state")],
    arguments: &[
        Argument::string(
            "schema_name",
            "The schema, different for each environment: notes_{environment}; by default terraform_remote_state.",
        ),
        Argument::bool("skip_schema_creation", "Whether the schema already exists."),
        Argument::bool("skip_table_creation", "Whether the table already exists."),
        Argument::bool("skip_index_creation", "Whether the index already exists."),
        Argument::secret("conn_str", "set the environment variable PG_CONN_STR"),
    ],
};
