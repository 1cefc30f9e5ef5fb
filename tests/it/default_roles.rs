//! Which roles an environment has, and what attaches them.

use std::collections::BTreeMap;

use crate::support::{files, poolsmith, words, workspace};

const DEV: &str = "environments: { dev: { region: us-east-1, account_id: \"111111111111\" } }\n";

/// The generated files for inputs without name, and what was said.
fn generated(inputs: &str) -> (BTreeMap<String, String>, String) {
    let folder = workspace(&format!("name: notes\n{inputs}"));
    let output = poolsmith(folder.path(), &["generate", "-q"]);
    assert!(output.status.success(), "{inputs}: {}", words(&output));
    let text = |(path, bytes): (String, Vec<u8>)| (path, String::from_utf8(bytes).unwrap());
    let files = files(folder.path()).into_iter().filter(|(path, _)| !path.starts_with(".poolsmith"));
    (files.map(text).collect(), words(&output))
}

/// Which of the default roles are created, and which are attached.
fn roles(inputs: &str) -> (Vec<&'static str>, bool) {
    let (files, _) = generated(&format!("{inputs}{DEV}"));
    let main = files.get("modules/roles/main.tf").cloned().unwrap_or_default();
    let created = ["authenticated", "guest"]
        .into_iter()
        .filter(|role| main.contains(&format!("resource \"aws_iam_role\" \"{role}\"")));
    for reference in ["authenticated", "guest"] {
        let is_created = main.contains(&format!("resource \"aws_iam_role\" \"{reference}\""));
        let refers = files.values().any(|text| text.contains(&format!("aws_iam_role.{reference}")));
        assert!(is_created || !refers, "{inputs}: something refers to {reference}");
    }
    (created.collect(), main.contains("resource \"aws_cognito_identity_pool_roles_attachment\""))
}

#[test]
fn users_get_a_role_where_they_can_sign_in() {
    let both = vec!["authenticated", "guest"];
    for (inputs, created) in [
        ("", vec![]),
        ("identity_pool: { user_pools: {}, oidc: {}, saml: {}, social: {} }\n", vec![]),
        ("identity_pool: { keep_other_providers: false }\n", vec![]),
        ("identity_pool: { guest_access: true }\n", vec!["guest"]),
        ("identity_pool: { keep_other_providers: true }\n", vec!["authenticated"]),
        ("identity_pool: { developer_provider: login.notes }\n", vec!["authenticated"]),
        ("identity_pool: { social: { google: \"1234\" } }\n", vec!["authenticated"]),
        (
            "identity_pool: { oidc: { a: \"arn:aws:iam::111111111111:oidc-provider/a\" } }\n",
            vec!["authenticated"],
        ),
        ("roles: { authenticated: {} }\n", vec!["authenticated"]),
        ("roles: { authenticated: { attached: true } }\n", vec!["authenticated"]),
        ("roles: { authenticated: { attached: false }, guest: { attached: false } }\n", vec![]),
        ("identity_pool: { guest_access: true }\nroles: { authenticated: {} }\n", both.clone()),
        ("identity_pool: { guest_access: true, social: { google: \"1234\" } }\n", both),
        (
            "identity_pool: { guest_access: true, social: { google: \"1234\" } }\nroles: { authenticated: { attached: false } }\n",
            vec!["guest"],
        ),
        (
            "identity_pool: { guest_access: true, social: { google: \"1234\" } }\nroles: { guest: { attached: false } }\n",
            vec!["authenticated"],
        ),
        (
            "identity_pool: { classic_flow: true, social: { google: \"1234\" } }\nroles: { authenticated: { attached: false }, deploy: {} }\n",
            vec![],
        ),
    ] {
        let is_attached = !created.is_empty();
        assert_eq!(roles(inputs), (created, is_attached), "{inputs}");
    }
}

#[test]
fn without_any_role_there_is_no_module_of_roles() {
    let (files, _) = generated(DEV);
    assert!(!files.keys().any(|path| path.starts_with("modules/roles/")));
    assert!(!files["environments/dev/main.tf"].contains("module \"roles\""));
    assert!(files["environments/dev/outputs.tf"].contains("value       = {}"));
    assert!(!files["README.md"].contains("modules/roles"), "{}", files["README.md"]);
}

#[test]
fn the_attachment_is_optional_where_an_environment_has_no_default_role() {
    let inputs = "environments:\n  dev: { region: us-east-1, identity_pool: { guest_access: true } }\n  prod: { region: eu-west-1, identity_pool: { social: { google: \"1234\" } } }\n";
    let (files, _) = generated(inputs);
    let main = &files["modules/roles/main.tf"];
    assert!(!main.contains("attachment without roles"), "each environment has a role: {main}");

    let (files, _) = generated(&format!("{inputs}  bare: {{ region: eu-west-1 }}\n"));
    let main = &files["modules/roles/main.tf"];
    assert!(
        main.contains("count = var.guest_role == null && var.authenticated_role == null ? 0 : 1"),
        "{main}"
    );
    let test = &files["modules/roles/tests/roles.tftest.hcl"];
    assert!(test.contains("length(aws_cognito_identity_pool_roles_attachment.this) == 0"), "{test}");
    assert!(test.contains("aws_cognito_identity_pool_roles_attachment.this[0].roles"), "{test}");
}

#[test]
fn app_clients_of_other_services_are_left_alone_if_the_inputs_say_so() {
    let main = |keeps: bool| {
        let inputs =
            format!("identity_pool: {{ keep_other_providers: {keeps}, social: {{ google: \"1\" }} }}\n{DEV}");
        generated(&inputs).0["modules/identity-pool/main.tf"].clone()
    };
    assert!(main(true).contains("ignore_changes = [cognito_identity_providers]"));
    assert!(!main(false).contains("ignore_changes"));
}

#[test]
fn an_existing_role_comes_with_the_trust_that_it_needs_and_one_warning() {
    let (files, said) = generated(
        "identity_pool: { social: { google: \"1234\" } }
principal_tags: { google: { tags: { team: sub } } }
role_mappings: { google: { type: token } }
roles: { partners: { existing_role_arn: \"arn:aws:iam::111111111111:role/{environment}\" } }
environments:
  dev: { region: us-east-1 }
  prod: { region: us-east-1, remove: [roles.partners, principal_tags] }
  test: { region: us-east-1, account_id: \"222222222222\" }
",
    );
    assert_eq!(said.matches("W0028").count(), 1, "{said}");
    let output = &files["modules/roles/outputs.tf"];
    for part in [
        "required_trust_policies",
        "sts:TagSession",
        ":aud\" = var.identity_pool_id",
        "for role in var.partners_role[*]",
    ] {
        assert!(output.contains(part), "{part}: {output}");
    }
    let has_output = |environment: &str| {
        files[&format!("environments/{environment}/outputs.tf")]
            .contains("module.roles.required_trust_policies")
    };
    assert_eq!(["dev", "prod", "test"].map(has_output), [true, false, true]);
    let main = &files["modules/roles/main.tf"];
    assert!(!main.contains("partners\" {"), "{main}");
}

#[test]
fn in_the_classic_flow_no_role_is_out_of_reach() {
    let said =
        |pool: &str| generated(&format!("identity_pool: {{ {pool} }}\nroles: {{ deploy: {{}} }}\n{DEV}")).1;
    let one = said("classic_flow: true, social: { google: \"1234\" }");
    assert!(one.contains("S101") && !one.contains("W0005"), "{one}");
    let developer = said("classic_flow: true, developer_provider: login.notes");
    assert!(developer.contains("every user who signs in can take the role `deploy`"), "{developer}");
    for pool in ["social: { google: \"1234\" }", "classic_flow: true, guest_access: true"] {
        let none = said(pool);
        assert!(none.contains("W0005") && !none.contains("S101"), "{none}");
    }
}
