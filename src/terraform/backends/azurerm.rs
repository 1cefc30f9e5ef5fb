//! The backend `azurerm`.

use crate::terraform::{Argument, Backend, Place, Version};

/// Source: "Backend Type: azurerm".
pub const AZURERM: Backend = Backend {
    name: "azurerm",
    description: "A blob in an Azure Storage account.",
    since: None,
    place: &[
        Place::text_or("environment", "public"),
        Place::text("storage_account_name"),
        Place::text("container_name"),
        Place::text("key"),
    ],
    arguments: &[
        Argument::string("resource_group_name", "The resource group of the storage account."),
        Argument::string("storage_account_name", "The storage account's name.").required(),
        Argument::string("container_name", "The container's name.").required(),
        Argument::string("key", "The blob's name, different for each environment: {environment}.tfstate.")
            .required(),
        Argument::string("subscription_id", "The storage account's subscription."),
        Argument::string("tenant_id", "The Microsoft Entra ID tenant."),
        Argument::string("environment", "The Azure cloud: public (the default), usgovernment or china."),
        Argument::string("metadata_host", "The host of the Azure metadata service."),
        Argument::bool("snapshot", "Whether to take a snapshot of the blob before using it."),
        Argument::bool(
            "lookup_blob_endpoint",
            "Whether to look up the blob endpoint of the storage account.",
        )
        .since(Version::new(1, 11, 2)),
        Argument::bool("use_azuread_auth", "Whether to authenticate to the blob with Microsoft Entra ID."),
        Argument::bool("use_cli", "Whether to authenticate with the Azure CLI; on by default.")
            .since(Version::new(1, 11, 0)),
        Argument::bool("use_oidc", "Whether to authenticate with an OIDC token."),
        Argument::bool("use_msi", "Whether to authenticate with a managed identity."),
        Argument::bool("use_aks_workload_identity", "Whether to authenticate with AKS workload identity.")
            .since(Version::new(1, 11, 0)),
        Argument::string("msi_endpoint", "The endpoint of the managed identity service."),
        Argument::string("client_id", "The client ID of the service principal."),
        Argument::string("client_id_file_path", "A file with the client ID.").since(Version::new(1, 11, 0)),
        Argument::string("client_secret_file_path", "A file with the client secret.")
            .since(Version::new(1, 11, 0)),
        Argument::string("client_certificate_path", "A file with the client certificate."),
        Argument::string("oidc_request_url", "The URL that issues OIDC tokens."),
        Argument::string("oidc_token_file_path", "A file with an OIDC token."),
        Argument::string(
            "ado_pipeline_service_connection_id",
            "The service connection of an Azure DevOps pipeline.",
        )
        .since(Version::new(1, 11, 2)),
        Argument::secret(
            "access_key",
            "set the environment variable ARM_ACCESS_KEY, or use `use_azuread_auth`",
        ),
        Argument::secret("sas_token", "set the environment variable ARM_SAS_TOKEN"),
        Argument::secret(
            "client_secret",
            "set the environment variable ARM_CLIENT_SECRET, or name a file: `client_secret_file_path`",
        ),
        Argument::secret(
            "client_certificate",
            "set the environment variable ARM_CLIENT_CERTIFICATE, or name a file: `client_certificate_path`",
        ),
        Argument::secret(
            "client_certificate_password",
            "set the environment variable ARM_CLIENT_CERTIFICATE_PASSWORD",
        ),
        Argument::secret(
            "oidc_token",
            "set the environment variable ARM_OIDC_TOKEN, or name a file: `oidc_token_file_path`",
        ),
        Argument::secret("oidc_request_token", "set the environment variable ARM_OIDC_REQUEST_TOKEN"),
    ],
};
