//! The arguments of the AWS provider, and the versions of Terraform and of the provider.

use std::fs;

use crate::support::{poolsmith, words, workspace};

/// Inputs with a `terraform` key.
fn inputs(terraform: &str) -> String {
    format!(
        "name: notes\nterraform: {{ {terraform} }}\nenvironments:\n  dev: {{ region: us-east-1 }}\n  prod: {{ region: eu-west-1 }}\n"
    )
}

/// A file of the environment `dev`, without the spaces for alignment.
fn generated(terraform: &str, file: &str) -> String {
    let folder = workspace(&inputs(terraform));
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{terraform}\n{}", words(&output));
    let text = fs::read_to_string(folder.path().join("environments/dev").join(file)).unwrap();
    text.lines().skip(1).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn refused(terraform: &str) -> String {
    let folder = workspace(&inputs(terraform));
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2), "{terraform}\n{}", words(&output));
    words(&output)
}

#[test]
fn arguments_have_the_provider_s_own_names() {
    let cases = [
        ("profile: ops", r#"profile = "ops""#),
        (
            "assume_role: { role_arn: \"arn:aws:iam::111111111111:role/{environment}\", duration: 1h30m, tags: { a: b }, transitive_tag_keys: [a] }",
            r#"assume_role { role_arn = "arn:aws:iam::111111111111:role/dev" duration = "1h30m" tags = { a = "b" } transitive_tag_keys = ["a"] }"#,
        ),
        (
            "assume_role: [{ role_arn: \"arn:aws:iam::111111111111:role/a\" }, { role_arn: \"arn:aws:iam::111111111111:role/b\" }]",
            r#"assume_role { role_arn = "arn:aws:iam::111111111111:role/a" } assume_role { role_arn = "arn:aws:iam::111111111111:role/b" }"#,
        ),
        (
            "assume_role_with_web_identity: { web_identity_token_file: /var/run/token }",
            r#"assume_role_with_web_identity { web_identity_token_file = "/var/run/token" }"#,
        ),
        (
            "ignore_tags: { keys: [LastScanned], key_prefixes: [\"kubernetes.io/\"] }",
            r#"ignore_tags { keys = ["LastScanned"] key_prefixes = ["kubernetes.io/"] }"#,
        ),
        (
            "endpoints: { cognitoidentity: \"http://localhost:4566\" }",
            r#"endpoints { cognitoidentity = "http://localhost:4566" }"#,
        ),
        ("max_retries: 3, use_fips_endpoint: true", "max_retries = 3 use_fips_endpoint = true"),
    ];
    for (provider, body) in cases {
        let wanted = format!(r#"provider "aws" {{ region = "us-east-1" {body} }}"#);
        assert_eq!(generated(&format!("provider: {{ {provider} }}"), "providers.tf"), wanted);
    }
}

#[test]
fn arguments_that_the_provider_would_refuse_are_refused() {
    let role = "role_arn: \"arn:aws:iam::111111111111:role/a\"";
    let cases = [
        ("region: us-east-1", "E0101", "set the environment's `region`"),
        ("allowed_account_ids: [\"111111111111\"]", "E0101", "set the environment's `account_id`"),
        ("default_tags: { tags: {} }", "E0101", "set the inputs' `tags`"),
        ("secret_key: hush-hush", "E0110", "AWS_SECRET_ACCESS_KEY"),
        ("token: hush-hush", "E0110", "AWS_SESSION_TOKEN"),
        ("alias: other", "E0101", "providers_override.tf"),
        ("max_retries: \"3\"", "E0103", "without quotes"),
        ("retry_mode: fast", "E0213", "standard or adaptive"),
        ("forbidden_account_ids: [\"1\"]", "E0206", "12 digits"),
        ("endpoints: { cognito: x }", "E0101", "the name of a service"),
        ("ignore_tags: { key_prefix: [a] }", "E0101", "did you mean `key_prefixes`?"),
        ("ignore_tags: [a]", "E0103", "a map of `keys`, `key_prefixes`"),
        ("assume_role: {}", "E0102", "the key `role_arn` is missing"),
        ("assume_role: [{}]", "E0102", "the key `role_arn` is missing"),
        ("assume_role: { role_arn: \"arn:aws-cn:iam::111111111111:role/a\" }", "E0208", "`aws`"),
    ];
    for (provider, code, word) in cases {
        let said = refused(&format!("provider: {{ {provider} }}"));
        assert!(said.contains(code) && said.contains(word), "{provider}\n{said}");
    }
    let of_role = [
        ("duration: 1d", "E0213", "such as 1h"),
        ("policy: ReadOnly", "E0213", "an IAM policy document as JSON"),
        ("policy_arns: [a]", "E0208", "the ARN of a managed policy"),
        ("session_nam: a", "E0101", "did you mean `session_name`?"),
        ("web_identity_token: x", "E0101", "providers_override.tf"),
    ];
    for (more, code, word) in of_role {
        let said = refused(&format!("provider: {{ assume_role: {{ {role}, {more} }} }}"));
        assert!(said.contains(code) && said.contains(word), "{more}\n{said}");
    }
    let token = "assume_role_with_web_identity: { web_identity_token: hush-hush }";
    let said = refused(&format!("provider: {{ {token} }}"));
    assert!(said.contains("E0110") && !said.contains("hush"), "{said}");
}

#[test]
fn versions_admit_only_what_has_everything() {
    let s3 = |more: &str| {
        format!("backend: {{ s3: {{ bucket: b-c, key: \"{{environment}}\", region: us-east-1, {more} }} }}")
    };
    let oci = "backend: { oci: { bucket: b, namespace: n, key: \"{environment}\" } }";
    let cloud = "backend: { cloud: { organization: a, workspaces: { tags: { app: notes } } } }";
    let two_roles = "provider: { assume_role: [{ role_arn: \"arn:aws:iam::111111111111:role/a\" }] }";
    let too_low = [
        (">= 1.5, < 1.6", String::new(), "the tests of the modules needs 1.7"),
        ("< 2.0", String::new(), "has no lower bound"),
        ("!= 1.9", String::new(), "has no lower bound"),
        ("~> 1.9", s3("use_lockfile: true"), "`use_lockfile` of the backend `s3` needs 1.10"),
        ("1.9.8", s3("use_lockfile: false"), "`use_lockfile` of the backend `s3` needs 1.10"),
        (">= 1.11", oci.to_owned(), "the backend `oci` needs 1.12"),
        (">= 1.8", cloud.to_owned(), "`tags` of the backend `cloud` as a map needs 1.10"),
    ];
    for (constraint, more, word) in too_low {
        let separator = if more.is_empty() { "" } else { ", " };
        let said = refused(&format!("required_version: \"{constraint}\"{separator}{more}"));
        assert!(said.contains("E0211") && said.contains(word), "{constraint} {more}\n{said}");
    }
    let too_low = [
        (">= 3.0, < 4.0", "profile: a", "needs 4.39"),
        (">= 5.0", "no_proxy: localhost", "`no_proxy` of the provider needs 5.26"),
    ];
    for (constraint, more, word) in too_low {
        let said = refused(&format!("aws_provider: \"{constraint}\", provider: {{ {more} }}"));
        assert!(said.contains("E0211") && said.contains(word), "{constraint} {more}\n{said}");
    }
    let said = refused(&format!("aws_provider: \"~> 5.60\", {two_roles}"));
    assert!(said.contains("`assume_role` of the provider as a list needs 5.67"), "{said}");
    let admitted = [
        ("required_version: \">= 1.10\", ".to_owned() + &s3("use_lockfile: true"), ">= 1.10"),
        ("required_version: \"~> 1.7.0\", ".to_owned() + &s3(""), "~> 1.7.0"),
        ("required_version: \">= 1.9, != 1.9.0, < 2\"".to_owned(), ">= 1.9, != 1.9.0, < 2"),
        (oci.to_owned(), ">= 1.12"),
        (s3("use_lockfile: true"), ">= 1.10"),
    ];
    for (terraform, constraint) in admitted {
        let versions = generated(&terraform, "versions.tf");
        assert!(
            versions.contains(&format!("required_version = \"{constraint}\"")),
            "{terraform}\n{versions}"
        );
    }
}

#[test]
fn the_default_version_suits_every_environment() {
    let patch = "terraform: { backend: { oci: { bucket: b, namespace: n } } }";
    let inputs = format!(
        "name: notes\nidentity_pool: {{ guest_access: true }}\nenvironments:\n  dev: {{ region: us-east-1 }}\n  prod: {{ region: eu-west-1, {patch} }}\n"
    );
    let folder = workspace(&inputs);
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    for file in ["environments/dev", "environments/prod", "modules/roles"] {
        let text = fs::read_to_string(folder.path().join(file).join("versions.tf")).unwrap();
        assert!(text.contains("\">= 1.12\""), "{file}\n{text}");
    }
}
