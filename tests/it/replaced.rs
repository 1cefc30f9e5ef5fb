//! Changes that Terraform would make only by replacing or destroying what users depend on, or not at all: they are
//! refused unless allowed, and the message says how to make them.

use std::fs;

use crate::support::{poolsmith, with_former_record, words, workspace};

const GOOGLE: &str = "identity_pool: { social: { google: \"1234\" } }\n";
const DEV: &str = "environments: { dev: { region: us-east-1, account_id: \"111111111111\" } }\n";

/// Generates from one inputs file after another. The second must be refused with `code` and every text of `expected`,
/// and accepted with `--allow-replace`.
fn refused(before: &str, after: &str, code: &str, expected: &[&str]) {
    let folder = workspace(&format!("name: notes\n{before}{DEV}"));
    let generate = |flags: &[&str]| poolsmith(folder.path(), &[&["generate", "-q"], flags].concat());
    assert!(generate(&[]).status.success(), "{before}: {}", words(&generate(&[])));
    fs::write(folder.path().join("poolsmith.yaml"), format!("name: notes\n{after}{DEV}")).unwrap();
    let said = words(&generate(&[]));
    for text in [&[code], expected].concat() {
        assert!(said.contains(text), "{before} → {after}: no {text} in {said}");
    }
    assert!(generate(&["--allow-replace"]).status.success(), "{after}");
    assert!(generate(&[]).status.success(), "{after}: accepted once, and refused again");
}

/// Generates from one inputs file after another, without a refusal.
fn accepted(before: &str, after: &str) {
    let folder = workspace(&format!("name: notes\n{before}{DEV}"));
    assert!(poolsmith(folder.path(), &["generate", "-q"]).status.success(), "{before}");
    fs::write(folder.path().join("poolsmith.yaml"), format!("name: notes\n{after}{DEV}")).unwrap();
    let output = poolsmith(folder.path(), &["generate", "-q"]);
    assert!(output.status.success(), "{before} → {after}: {}", words(&output));
}

#[test]
fn a_default_role_does_not_vanish_in_silence() {
    let keep = "`roles: { authenticated: {} }`";
    let no_provider = "no provider any more";
    refused(GOOGLE, "", "E0407", &["destroy the role `authenticated`", no_provider, keep, "--allow-replace"]);
    let detached = format!("{GOOGLE}roles: {{ authenticated: {{ attached: false }} }}\n");
    refused(
        GOOGLE,
        &detached,
        "E0407",
        &["the inputs say `attached: false`", keep, "replaces the attachment"],
    );
    let guests = "identity_pool: { guest_access: true, social: { google: \"1234\" } }\n";
    let detached = format!("{guests}roles: {{ guest: {{ attached: false }} }}\n");
    refused(guests, &detached, "E0407", &["destroy the role `guest`", "`roles: { guest: {} }`"]);
}

#[test]
fn what_the_inputs_give_up_by_name_is_not_refused() {
    let guests = "identity_pool: { guest_access: true, social: { google: \"1234\" } }\n";
    accepted(guests, GOOGLE);
    let mapped = format!("{GOOGLE}role_mappings: {{ google: {{ type: token }} }}\n");
    accepted(&format!("{mapped}roles: {{ admins: {{}} }}\n"), &mapped);
    accepted(GOOGLE, "roles: { authenticated: {} }\n");
    accepted(
        GOOGLE,
        "identity_pool: { developer_provider: login.notes }\n"
            .replace("developer_provider: login.notes", "keep_other_providers: true")
            .as_str(),
    );
}

#[test]
fn a_role_is_not_handed_over_in_silence() {
    let mapped = format!("{GOOGLE}role_mappings: {{ google: {{ type: token }} }}\n");
    let managed = format!("{mapped}roles: {{ admins: {{ name: notes-admins }} }}\n");
    let existing = format!(
        "{mapped}roles: {{ admins: {{ existing_role_arn: \"arn:aws:iam::111111111111:role/notes-admins\" }} }}\n"
    );
    refused(&managed, &existing, "E0407", &["it is an existing role now", "terraform state rm"]);
    let other_key = managed.replace("admins: {", "owners: {");
    refused(
        &managed,
        &other_key,
        "E0407",
        &["`owners` has its name now", "`roles.owners.renamed_from: admins`"],
    );
    accepted(&managed, &managed.replace("admins: {", "owners: { renamed_from: admins,"));
}

#[test]
fn a_rename_comes_with_the_way_that_keeps_the_pool() {
    let named = |pool: &str| format!("identity_pool: {{ {pool}, social: {{ google: \"1234\" }} }}\n");
    let describe = "1. `aws cognito-identity describe-identity-pool --region us-east-1 --identity-pool-id \"$(terraform -chdir=environments/dev output -raw identity_pool_id)\" --output json > pool.json`";
    let update =
        "2. `aws cognito-identity update-identity-pool --region us-east-1 --cli-input-json file://pool.json";
    let rename = format!("{update} --identity-pool-name 'our notes'`");
    refused(
        GOOGLE,
        &named("name: our notes"),
        "E0407",
        &[describe, &rename, "3. `poolsmith generate --allow-replace`"],
    );
    let both = format!("{update} --identity-pool-name 'b' --developer-provider-name 'login.notes'`");
    refused(GOOGLE, &named("name: b, developer_provider: login.notes"), "E0407", &[describe, &both]);
    let other = named("developer_provider: login.other");
    refused(&named("developer_provider: login.notes"), &other, "E0407", &["AWS can't change or remove"]);
}

#[test]
fn a_change_of_the_app_clients_that_terraform_leaves_alone_is_refused() {
    let pools =
        |pools: &str| format!("identity_pool: {{ keep_other_providers: true, user_pools: {{ {pools} }} }}\n");
    let main = "main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado }";
    let other = main.replace("3n4b", "7qqm");
    let edit = "--query \"merge(@, {CognitoIdentityProviders: [CognitoIdentityProviders[?ClientId != '3n4b5urk1ft4fl3mg5e62d9ado'], {ProviderName: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E', ClientId: '7qqm5urk1ft4fl3mg5e62d9ado', ServerSideTokenCheck: 'true' == 'true'}][]})\" > pool.json";
    refused(
        &pools(main),
        &pools(&other),
        "E0409",
        &[edit, "would not change the app clients", "describe-identity-pool"],
    );
    let unchecked = main.replace(" }", ", token_check: false }");
    refused(
        &pools(main),
        &pools(&unchecked),
        "E0409",
        &["ClientId: '3n4b5urk1ft4fl3mg5e62d9ado', ServerSideTokenCheck: 'true' == 'false'"],
    );
    let before = pools(main).replace("keep_other_providers: true, ", "");
    refused(&before, &pools(&other), "E0409", &["describe-identity-pool"]);
    accepted(&before, &before.replace("3n4b", "7qqm"));
    accepted(&before, &pools(main));
    accepted(&pools(main), &pools(&main.replace("main:", "users:")));
    accepted(&pools(main), &pools(&format!("{main} }}, social: {{ google: \"1234\"")));
}

#[test]
fn app_clients_are_not_taken_from_other_services_in_silence() {
    let main = "user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }";
    let kept = format!("identity_pool: {{ keep_other_providers: true, {main} }}\n");
    let alone = format!("identity_pool: {{ {main} }}\n");
    refused(&kept, &alone, "E0409", &["would remove the app clients that other services added"]);
}

#[test]
fn app_clients_that_an_earlier_version_did_not_record_are_not_assumed() {
    let main = "user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }";
    let inputs = |pool: &str| format!("name: notes\nidentity_pool: {{ {pool} }}\n{DEV}");
    let folder = workspace(&inputs(main));
    let generate = |flags: &[&str]| poolsmith(folder.path(), &[&["generate", "-q"], flags].concat());
    assert!(generate(&[]).status.success());
    let mut record = with_former_record(folder.path());
    record["environments"]["dev"].as_object_mut().unwrap().remove("app_clients").expect("a list");
    fs::write(folder.path().join("poolsmith.lock"), record.to_string()).unwrap();
    fs::write(folder.path().join("poolsmith.yaml"), inputs(&format!("keep_other_providers: true, {main}")))
        .unwrap();
    let said = words(&generate(&[]));
    assert!(said.contains("E0409") && said.contains("without `keep_other_providers`"), "{said}");
    assert!(generate(&["--allow-replace"]).status.success());
    assert!(generate(&[]).status.success());
}
