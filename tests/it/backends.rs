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
        (
            "{ oci: { bucket: states, namespace: acme, key: \"{environment}.tfstate\" } }",
            r#"backend "oci" { bucket = "states" namespace = "acme" key = "dev.tfstate" }"#,
        ),
        (
            "{ oss: { bucket: states, prefix: \"{name}\", key: \"{environment}.tfstate\", assume_role_session_expiration: 900 } }",
            r#"backend "oss" { bucket = "states" prefix = "notes" key = "dev.tfstate" assume_role_session_expiration = 900 }"#,
        ),
        (
            "{ cos: { bucket: states-1250000000, region: ap-guangzhou, key: \"{environment}.tfstate\", assume_role: { role_arn: a, session_name: b, session_duration: 7200 } } }",
            r#"backend "cos" { bucket = "states-1250000000" region = "ap-guangzhou" key = "dev.tfstate" assume_role { role_arn = "a" session_name = "b" session_duration = 7200 } }"#,
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
        (
            "oci",
            &[
                ("private_key", "private_key_path"),
                ("private_key_password", "config_file_profile"),
                ("sse_customer_key", "kms_key_id"),
            ],
        ),
        (
            "oss",
            &[
                ("access_key", "ALICLOUD_ACCESS_KEY"),
                ("secret_key", "ALICLOUD_SECRET_KEY"),
                ("security_token", "ALICLOUD_SECURITY_TOKEN"),
            ],
        ),
        (
            "cos",
            &[
                ("secret_id", "TENCENTCLOUD_SECRET_ID"),
                ("secret_key", "TENCENTCLOUD_SECRET_KEY"),
                ("security_token", "TENCENTCLOUD_SECURITY_TOKEN"),
            ],
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
        ("{ oss: { bucket: b, assume_role_session_expiration: 899 } }", "E0213", "from 900 to 3600"),
        ("{ oss: { bucket: b, acl: public } }", "E0213", "private, public-read or public-read-write"),
        ("{ cos: { bucket: b, region: r, prefix: /a } }", "E0213", "does not start with `/`"),
        ("{ oci: { bucket: a.b, namespace: n } }", "E0213", "letters, digits, - and _"),
        ("{ s3: { bucket: states, key: a//b, region: us-east-1 } }", "E0213", "without `//`"),
        ("{ s3: { bucket: states, key: k } }", "E0102", "set `partial: true`"),
        ("{ s3: { partial: true, role_arn: a } }", "E0101", "set `assume_role: { role_arn: … }`"),
        ("{ oss: { bucket: states, assume_role: {} } }", "E0101", "set `assume_role_role_arn`"),
        ("{ s3: { partial: \"yes\" } }", "E0103", "write true, without quotes"),
        ("{ s3: { partial: false, key: k } }", "E0102", "the key `bucket` is missing"),
        ("{ s3: { partial: true, buckt: b } }", "E0101", "did you mean `bucket`?"),
        ("{ s3: { parital: true, key: k } }", "E0101", "did you mean `partial`?"),
        (
            "{ cloud: { organization: acme, partial: true, workspaces: { name: a } } }",
            "E0213",
            "can't be partial",
        ),
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
        ("{ oci: { bucket: a, namespace: b } }", "key"),
        ("{ oss: { bucket: states } }", "key"),
        ("{ cos: { bucket: a, region: b, prefix: c } }", "key"),
        ("{ s3: { bucket: states, key: notes, partial: true } }", "key"),
        ("{ pg: { schema_name: a, partial: true } }", "schema_name"),
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
        "{ oci: { bucket: a, namespace: b, region: \"{region}\" } }",
        "{ oss: { bucket: states, prefix: \"{environment}\" } }",
        // What -backend-config supplies can differ, even where there is a default.
        "{ s3: { key: notes, partial: true } }",
        "{ pg: { partial: true } }",
        "{ gcs: { bucket: states, partial: true } }",
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

#[test]
fn the_rest_of_a_partial_backend_comes_with_init() {
    let cases = [
        (
            "{ s3: { key: \"{environment}.tfstate\", partial: true } }",
            r#"backend "s3" { key = "dev.tfstate" }"#,
        ),
        ("{ s3: { partial: true } }", r#"backend "s3" { }"#),
        (
            "{ azurerm: { partial: true, container_name: a } }",
            r#"backend "azurerm" { container_name = "a" }"#,
        ),
        ("{ remote: { partial: true } }", r#"backend "remote" { }"#),
    ];
    for (backend, wanted) in cases {
        assert_eq!(generated(backend), wanted);
    }
    let init = |backend: &str| {
        let folder = workspace(&inputs(backend));
        assert!(poolsmith(folder.path(), &["generate"]).status.success(), "{backend}");
        let readme = fs::read_to_string(folder.path().join("README.md")).unwrap();
        readme.lines().find(|line| line.contains(" init")).expect("a line").to_owned()
    };
    assert!(init("{ s3: { partial: true } }").ends_with("init -backend-config=FILE"));
    assert!(init("{ local: {} }").ends_with("init"));
}

#[test]
fn s3_takes_a_kms_key_in_each_form_and_a_lock_table() {
    let keys = [
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "mrk-1234abcd12ab34cd56ef1234567890ab",
        "alias/terraform-state",
        "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:us-east-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab",
        "arn:aws:kms:us-east-1:111111111111:alias/terraform-state",
    ];
    let with = |more: &str| format!("{{ s3: {{ bucket: states, key: k, region: us-east-1, {more} }} }}");
    for key in keys {
        let wanted = format!(
            r#"backend "s3" {{ bucket = "states" key = "k" region = "us-east-1" kms_key_id = "{key}" }}"#
        );
        assert_eq!(generated(&with(&format!("kms_key_id: \"{key}\""))), wanted);
    }
    for key in ["terraform-state", "alias/", "alias/a b", "mrk-1", "1234", "arn:aws:s3:::states"] {
        let said = refused(&inputs(&with(&format!("kms_key_id: \"{key}\""))));
        assert!(said.contains("E0213") || said.contains("E0208"), "{key}\n{said}");
    }
    let folder =
        workspace(&for_two(&with("dynamodb_table: locks").replace("key: k", "key: \"{environment}\"")));
    let output = poolsmith(folder.path(), &["generate"]);
    let said = words(&output);
    assert!(
        output.status.success() && said.contains("W0019") && said.contains("`use_lockfile: true`"),
        "{said}"
    );
    assert_eq!(said.matches("W0019").count(), 1, "{said}");
}

#[test]
fn deprecated_arguments_are_written_with_a_warning() {
    let cases = [
        ("s3", "dynamodb_table: locks", "`use_lockfile: true`"),
        ("s3", "endpoint: \"https://s3.example\"", "`endpoints: { s3: … }`"),
        ("s3", "shared_credentials_file: a", "`shared_credentials_files`"),
        ("s3", "force_path_style: true", "`use_path_style`"),
    ];
    for (backend, argument, instead) in cases {
        let folder = workspace(&inputs(&format!("{{ {backend}: {{ partial: true, {argument} }} }}")));
        let output = poolsmith(folder.path(), &["generate"]);
        let said = words(&output);
        assert!(output.status.success(), "{argument}\n{said}");
        assert!(said.contains("W0019") && said.contains(instead), "{argument}\n{said}");
        let written = fs::read_to_string(folder.path().join("environments/dev/backend.tf")).unwrap();
        let name = argument.split(':').next().unwrap();
        assert!(written.contains(&format!("{name} = ")), "{argument}\n{written}");
    }
}
