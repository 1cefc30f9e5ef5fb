//! The backend `kubernetes`.

use crate::aws::{Rule, is};
use crate::source::Code;
use crate::terraform::{Argument, Backend, Check, Place, Type};

/// Terraform itself appends a number to the secrets of a large state.
const SECRET_SUFFIX: Rule = Rule {
    what: "a valid secret suffix",
    accepted: "lowercase letters, digits, `.` and `-`, not ending in `-` and a number",
    code: Code::BadArgument,
    pattern: "[0-9a-z.-]{1,200}",
    test: |text| {
        let ends_in_a_number = text
            .rsplit_once('-')
            .is_some_and(|(_, last)| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
        is(text, 1..=200, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
            && !ends_in_a_number
    },
};

/// Source: "Backend Type: kubernetes".
pub const KUBERNETES: Backend = Backend {
    name: "kubernetes",
    description: "A secret of a Kubernetes cluster.",
    since: None,
    place: &[
        Place::text_or("host", ""),
        Place::text_or("config_path", ""),
        Place::text_or("config_context", ""),
        Place::text_or("config_context_cluster", ""),
        Place::text_or("namespace", "default"),
        Place::text("secret_suffix"),
    ],
    arguments: &[
        Argument::string(
            "secret_suffix",
            "The end of the secret's name, different for each environment: {environment}.",
        )
        .required()
        .checked(Check::Rule(&SECRET_SUFFIX)),
        Argument::string("namespace", "The namespace of the secret; `default` by default."),
        Argument::new("labels", Type::Map, "Additional labels of the secret."),
        Argument::bool("in_cluster_config", "Whether Terraform runs in a pod of the cluster."),
        Argument::bool("load_config_file", "Whether to read a kubeconfig; on by default."),
        Argument::string("host", "The address of the Kubernetes API."),
        Argument::string("username", "The user name for basic authentication."),
        Argument::bool("insecure", "Whether to skip verifying the certificate."),
        Argument::string("client_certificate", "A client certificate, as PEM."),
        Argument::string("cluster_ca_certificate", "The root certificates, as PEM."),
        Argument::string("config_path", "The path of a kubeconfig."),
        Argument::new("config_paths", Type::List, "The paths of several kubeconfigs."),
        Argument::string("config_context", "The context of the kubeconfig."),
        Argument::string("config_context_auth_info", "The user of the context."),
        Argument::string("config_context_cluster", "The cluster of the context."),
        Argument::string("proxy_url", "The URL of a proxy."),
        Argument::new("exec", Type::Block(EXEC, &[]), "A command that returns credentials."),
        Argument::secret("password", "set the environment variable KUBE_PASSWORD"),
        Argument::secret("token", "set the environment variable KUBE_TOKEN"),
        Argument::secret("client_key", "set the environment variable KUBE_CLIENT_KEY_DATA"),
    ],
};

const EXEC: &[Argument] = &[
    Argument::string("api_version", "The version of the command's output: client.authentication.k8s.io/v1.")
        .required(),
    Argument::string("command", "The command.").required(),
    Argument::new("args", Type::List, "Its arguments."),
    Argument::new("env", Type::Map, "Its environment variables."),
];
