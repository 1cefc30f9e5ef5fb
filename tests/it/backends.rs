//! The backends: what is generated for each, and what is rejected.

use std::fs;

use crate::support::{poolsmith, words, workspace};

/// Inputs with a backend.
fn inputs(backend: &str) -> String {
    format!(
        "name: notes\nterraform: {{ backend: {backend} }}\nenvironments:\n  dev: {{ region: us-east-1 }}\n"
    )
}

/// Inputs with a backend for two environments.
fn for_two(backend: &str) -> String {
    inputs(backend) + "  prod: { region: eu-west-1 }\n"
}

/// The body of an environment's `backend.tf`, without the spaces for alignment.
fn generated(backend: &str) -> String {
    let folder = workspace(&inputs(backend));
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{backend}\n{}", words(&output));
    let text = fs::read_to_string(folder.path().join("environments/dev/backend.tf")).unwrap();
    let inside = text.split_once("terraform {").expect("a block").1.trim();
    let inside = inside.strip_suffix('}').expect("an end").trim();
    inside.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn refused(inputs: &str) -> String {
    let folder = workspace(inputs);
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2), "{inputs}\n{}", words(&output));
    words(&output)
}

#[test]
fn each_backend_is_written_as_terraform_has_it() {
    let cases = [
        ("{ local: { path: a.tfstate } }", r#"backend "local" { path = "a.tfstate" }"#),
        (
            "{ s3: { bucket: states, key: \"{environment}.tfstate\", region: us-east-1, use_lockfile: true, max_retries: 3, endpoints: { s3: \"https://s3.example\" } } }",
            r#"backend "s3" { bucket = "states" key = "dev.tfstate" region = "us-east-1" use_lockfile = true endpoints = { s3 = "https://s3.example" } max_retries = 3 }"#,
        ),
        (
            "{ cloud: { organization: acme, workspaces: { name: \"{name}-{environment}\", project: web } } }",
            r#"cloud { organization = "acme" workspaces { name = "notes-dev" project = "web" } }"#,
        ),
        (
            "{ cloud: { organization: acme, hostname: tfe.example, workspaces: { tags: [notes, \"{environment}\"] } } }",
            r#"cloud { organization = "acme" hostname = "tfe.example" workspaces { tags = ["notes", "dev"] } }"#,
        ),
        (
            "{ cloud: { organization: acme, workspaces: { tags: { app: notes } } } }",
            r#"cloud { organization = "acme" workspaces { tags = { app = "notes" } } }"#,
        ),
        (
            "{ gcs: { bucket: states, prefix: \"notes/{environment}\" } }",
            r#"backend "gcs" { bucket = "states" prefix = "notes/dev" }"#,
        ),
        (
            "{ azurerm: { storage_account_name: acme, container_name: states, key: \"{environment}.tfstate\", use_azuread_auth: true } }",
            r#"backend "azurerm" { storage_account_name = "acme" container_name = "states" key = "dev.tfstate" use_azuread_auth = true }"#,
        ),
        (
            "{ http: { address: \"https://states.example/{environment}\", retry_max: 5 } }",
            r#"backend "http" { address = "https://states.example/dev" retry_max = 5 }"#,
        ),
        (
            "{ consul: { path: \"notes/{environment}\", gzip: true } }",
            r#"backend "consul" { path = "notes/dev" gzip = true }"#,
        ),
        ("{ pg: { schema_name: \"notes_{environment}\" } }", r#"backend "pg" { schema_name = "notes_dev" }"#),
        ("{ pg: {} }", r#"backend "pg" { }"#),
        (
            "{ kubernetes: { secret_suffix: \"{environment}\", labels: { app: notes }, config_paths: [a, b], exec: { api_version: v1, command: login, args: [x] } } }",
            r#"backend "kubernetes" { secret_suffix = "dev" labels = { app = "notes" } config_paths = ["a", "b"] exec { api_version = "v1" command = "login" args = ["x"] } }"#,
        ),
        (
            "{ remote: { organization: acme, workspaces: { prefix: notes- } } }",
            r#"backend "remote" { organization = "acme" workspaces { prefix = "notes-" } }"#,
        ),
    ];
    for (backend, wanted) in cases {
        assert_eq!(generated(backend), wanted);
    }
}

#[test]
fn no_secret_is_written_and_each_has_a_cure() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        (
            "s3",
            &[
                ("access_key", "AWS_ACCESS_KEY_ID"),
                ("secret_key", "AWS_SECRET_ACCESS_KEY"),
                ("token", "AWS_SESSION_TOKEN"),
                ("sse_customer_key", "AWS_SSE_CUSTOMER_KEY"),
            ],
        ),
        ("cloud", &[("token", "TF_TOKEN_app_terraform_io")]),
        ("remote", &[("token", "terraform login")]),
        (
            "gcs",
            &[
                ("credentials", "GOOGLE_CREDENTIALS"),
                ("access_token", "GOOGLE_OAUTH_ACCESS_TOKEN"),
                ("encryption_key", "GOOGLE_ENCRYPTION_KEY"),
            ],
        ),
        (
            "azurerm",
            &[
                ("access_key", "ARM_ACCESS_KEY"),
                ("sas_token", "ARM_SAS_TOKEN"),
                ("client_secret", "ARM_CLIENT_SECRET"),
                ("client_certificate", "ARM_CLIENT_CERTIFICATE"),
                ("client_certificate_password", "ARM_CLIENT_CERTIFICATE_PASSWORD"),
                ("oidc_token", "ARM_OIDC_TOKEN"),
                ("oidc_request_token", "ARM_OIDC_REQUEST_TOKEN"),
            ],
        ),
        (
            "http",
            &[("password", "TF_HTTP_PASSWORD"), ("client_private_key_pem", "TF_HTTP_CLIENT_PRIVATE_KEY_PEM")],
        ),
        ("consul", &[("access_token", "CONSUL_HTTP_TOKEN"), ("http_auth", "CONSUL_HTTP_AUTH")]),
        ("pg", &[("conn_str", "PG_CONN_STR")]),
        (
            "kubernetes",
            &[("password", "KUBE_PASSWORD"), ("token", "KUBE_TOKEN"), ("client_key", "KUBE_CLIENT_KEY_DATA")],
        ),
    ];
    for (backend, secrets) in cases {
        for (secret, cure) in *secrets {
            let said = refused(&inputs(&format!("{{ {backend}: {{ {secret}: hush-hush }} }}")));
            assert!(said.contains("E0110") && said.contains(cure), "{backend} {secret}\n{said}");
        }
    }
}

#[test]
fn a_secret_inside_an_argument_is_refused_as_well() {
    let token = "{ s3: { bucket: states, key: k, region: us-east-1, assume_role_with_web_identity: { role_arn: \"arn:aws:iam::111111111111:role/a\", web_identity_token: x } } }";
    assert!(refused(&inputs(token)).contains("AWS_WEB_IDENTITY_TOKEN_FILE"));
    let url = "{ http: { address: \"https://ann:hush@states.example/dev\" } }";
    let said = refused(&inputs(url));
    assert!(said.contains("E0110") && said.contains("from the URL"), "{said}");
}

#[test]
fn what_terraform_would_refuse_is_refused() {
    let cases = [
        ("{ gcs: { bucket: states, prefx: x } }", "E0101", "did you mean `prefix`?"),
        ("{ azurerm: { storage_account_name: a, container_name: b } }", "E0102", "the key `key` is missing"),
        ("{ http: {} }", "E0102", "the key `address` is missing"),
        ("{ http: { address: \"https://a.example\", retry_max: \"3\" } }", "E0103", "without quotes"),
        ("{ consul: { path: a, gzip: \"true\" } }", "E0103", "without quotes"),
        ("{ kubernetes: { secret_suffix: state-1 } }", "E0213", "not ending in `-` and a number"),
        ("{ kubernetes: { secret_suffix: a, config_paths: b } }", "E0103", "a list"),
        ("{ consul: { path: \"\" } }", "E0213", "a non-empty string"),
        ("{ gcs: states }", "E0103", "a map of `bucket`"),
        ("{ gsc: { bucket: states } }", "E0101", "did you mean `gcs`?"),
        ("{ cloud: { organization: acme } }", "E0102", "the key `workspaces` is missing"),
        ("{ cloud: { organization: acme, workspaces: {} } }", "E0105", "exactly one of `name`, `tags`"),
        ("{ cloud: { organization: acme, workspaces: { name: a, tags: [b] } } }", "E0105", "several"),
        (
            "{ cloud: { organization: acme, workspaces: { name: \"a b\" } } }",
            "E0213",
            "a valid workspace name",
        ),
        (
            "{ remote: { organization: acme, workspaces: { name: a, prefix: b } } }",
            "E0105",
            "exactly one of `name`, `prefix`",
        ),
        ("{ pg: { schema_name: { terraform: local.schema } } }", "E0103", "expected a string"),
        (
            "{ s3: { bucket: states, key: k, region: us-east-1, assume_role: { role_arn: nonsense } } }",
            "E0208",
            "the ARN of a role",
        ),
        ("{ local: {}, gcs: { bucket: states } }", "E0105", "exactly one"),
    ];
    for (backend, code, word) in cases {
        let said = refused(&inputs(backend));
        assert!(said.contains(code) && said.contains(word), "{backend}\n{said}");
    }
}

#[test]
fn two_environments_never_share_a_state() {
    let same = [
        ("{ local: { path: /states/notes.tfstate } }", "path"),
        ("{ s3: { bucket: states, key: notes, region: us-east-1 } }", "key"),
        ("{ cloud: { organization: acme, workspaces: { name: notes } } }", "workspaces.name"),
        ("{ remote: { organization: acme, workspaces: { name: notes } } }", "workspaces.name"),
        ("{ gcs: { bucket: states } }", "prefix"),
        ("{ azurerm: { storage_account_name: a, container_name: b, key: notes } }", "key"),
        ("{ http: { address: \"https://states.example\" } }", "address"),
        ("{ consul: { path: notes } }", "path"),
        ("{ pg: {} }", "schema_name"),
        ("{ kubernetes: { secret_suffix: notes } }", "secret_suffix"),
    ];
    for (backend, told_by) in same {
        let said = refused(&for_two(backend));
        let cure = format!("put `{{environment}}` into the backend's `{told_by}`");
        assert!(said.contains("E0302") && said.contains(&cure), "{backend}\n{said}");
    }
    let apart = [
        "{ local: {} }",
        "{ cloud: { organization: acme, workspaces: { tags: [notes] } } }",
        "{ remote: { organization: acme, workspaces: { prefix: notes- } } }",
        "{ gcs: { bucket: \"states-{environment}\" } }",
        "{ kubernetes: { secret_suffix: notes, namespace: \"{environment}\" } }",
        "{ consul: { path: notes, datacenter: \"{environment}\" } }",
    ];
    for backend in apart {
        let folder = workspace(&for_two(backend));
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{backend}\n{}", words(&output));
    }
}

#[test]
fn two_ways_to_one_place_are_one_place() {
    let patches = [
        ("{ gcs: { bucket: states, prefix: a/b } }", "{ gcs: { prefix: /a//b/ } }"),
        ("{ pg: {} }", "{ pg: { schema_name: terraform_remote_state } }"),
        (
            "{ cloud: { organization: acme, workspaces: { name: notes } } }",
            "{ remote: { organization: acme, hostname: app.terraform.io, workspaces: { name: notes } } }",
        ),
    ];
    for (backend, patch) in patches {
        let inputs = inputs(backend)
            + &format!("  prod: {{ region: eu-west-1, terraform: {{ backend: {patch} }} }}\n");
        assert!(refused(&inputs).contains("E0302"), "{backend} {patch}");
    }
}
