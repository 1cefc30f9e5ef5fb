//! Regions and partitions: what is generated in each, and which are rejected.

use std::fs;

use crate::support::{poolsmith, words, workspace};

/// Inputs with a grant that names the caller's identity.
fn inputs(region: &str) -> String {
    format!(
        "name: notes
identity_pool: {{ developer_provider: login.notes.example }}
roles: {{ authenticated: {{ name: notes-users, grants: {{ files: {{ s3: {{ bucket: notes-files, path: \"users/{{identity}}/*\", allow: [read] }} }} }} }} }}
environments: {{ dev: {{ region: {region} }} }}
"
    )
}

#[test]
fn roles_trust_the_principal_of_the_region_and_policies_use_its_prefix() {
    let regions = [
        ("eu-west-1", "cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com"),
        (
            "us-gov-east-1",
            "cognito-identity.us-gov-east-1.amazonaws.com",
            "cognito-identity.us-gov-east-1.amazonaws.com",
        ),
        ("us-gov-west-1", "cognito-identity-us-gov.amazonaws.com", "cognito-identity-us-gov.amazonaws.com"),
        ("cn-north-1", "cognito-identity.cn-north-1.amazonaws.com.cn", "cognito-identity.amazonaws.com.cn"),
    ];
    for (region, principal, prefix) in regions {
        let folder = workspace(&inputs(region));
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{region}\n{}", words(&output));
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        let roles = read("modules/roles/main.tf");
        assert!(roles.contains(&format!("{{ Federated = \"{principal}\" }}")), "{region}\n{roles}");
        for key in ["aud", "amr"] {
            assert!(roles.contains(&format!("\"{prefix}:{key}\"")), "{region} {key}\n{roles}");
        }
        let policy = read("modules/policy/main.tf");
        assert!(policy.contains(&format!("users/$${{{prefix}:sub}}/*")), "{region}\n{policy}");
    }
}

#[test]
fn a_partition_that_is_not_supported_is_the_only_error() {
    let boundary =
        "role_defaults: { permissions_boundary: \"arn:aws-eusc:iam::111111111111:policy/boundary\" }\n";
    let folder = workspace(&(boundary.to_owned() + &inputs("eusc-de-east-1")));
    let output = poolsmith(folder.path(), &["generate"]);
    let said = words(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("`aws-eusc`, which poolsmith does not support"), "{said}");
    assert!(said.contains("1 error;"), "{said}");
}
