//! What typed grants allow: the statements of their policies.

use std::fs;

use crate::support::{poolsmith, words, workspace};

/// The module `policy` for a grant of the role `authenticated`, without white space.
fn policy(grant: &str) -> String {
    let folder = workspace(&format!(
        r#"
name: notes
identity_pool: {{ user_pools: {{ main: {{ user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado }} }} }}
roles: {{ authenticated: {{ grants: {{ it: {{ {grant} }} }} }} }}
environments: {{ dev: {{ region: us-east-1, account_id: "111111111111" }} }}
"#
    ));
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success(), "{grant}: {}", words(&output));
    let text = fs::read_to_string(folder.path().join("modules/policy/main.tf")).expect("the module");
    text.split_whitespace().collect()
}

fn count(policy: &str, text: &str) -> usize {
    policy.matches(text).count()
}

const RETURNS_NOTHING: &str = r#"StringEqualsIfExists={"dynamodb:ReturnValues"="NONE"}"#;
const RETURNS_WHAT_IT_NAMES: &str =
    r#"StringEqualsIfExists={"dynamodb:ReturnValues"=["NONE","UPDATED_OLD","UPDATED_NEW"]}"#;

/// `whole_table` and `attributes` change nothing about what a grant without `read` returns.
#[test]
fn a_write_without_read_returns_no_item() {
    for more in ["", ", whole_table: true", ", attributes: [id, text]", ", leading_keys: shared"] {
        for (allow, statements) in [("write", 1), ("delete", 1), ("write, delete", 1)] {
            let policy = policy(&format!("dynamodb: {{ table: notes, allow: [{allow}]{more} }}"));
            assert_eq!(count(&policy, "Effect="), statements, "{allow}{more}: {policy}");
            assert_eq!(count(&policy, RETURNS_NOTHING), statements, "{allow}{more}: {policy}");
        }
    }
}

#[test]
fn with_read_a_write_returns_what_can_be_read() {
    let all = policy("dynamodb: { table: notes, allow: [read, write, delete] }");
    assert_eq!((count(&all, "Effect="), count(&all, "ReturnValues")), (1, 0), "{all}");
    let some = policy("dynamodb: { table: notes, allow: [read, write, delete], attributes: [id] }");
    assert_eq!((count(&some, "Effect="), count(&some, RETURNS_WHAT_IT_NAMES)), (2, 1), "{some}");
}

/// The stage is a value, which may differ between environments.
const STAGE: &str = "${var.authenticated_it.stage}";

#[test]
fn methods_stages_and_paths_are_listed() {
    let resource = |rest: &str| {
        format!(
            "execute-api:${{var.authenticated_it.region}}:${{var.authenticated_it.account_id}}:${{var.authenticated_it.api_id}}/{rest}\""
        )
    };
    let all = policy("api_gateway: { api_id: abc, stage: prod }");
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] {
        assert_eq!(count(&all, &resource(&format!("{STAGE}/{method}/*"))), 1, "{all}");
    }
    assert_eq!(count(&all, "execute-api:$"), 7, "{all}");
    let each = policy("api_gateway: { api_id: abc, stage: [a, b], method: [GET, PUT], path: [x, 'y/*', x] }");
    for number in [1, 2] {
        for rest in ["GET/x", "GET/y/*", "PUT/x", "PUT/y/*"] {
            let stage = STAGE.replace("stage}", &format!("stage_{number}}}"));
            assert_eq!(count(&each, &resource(&format!("{stage}/{rest}"))), 1, "{stage}/{rest}: {each}");
        }
    }
    assert_eq!(count(&each, "execute-api:$"), 8, "{each}");
}

#[test]
fn a_value_or_several_are_variables_of_the_module() {
    let one = policy("lambda: { function: a }");
    assert!(one.contains("function:${var.authenticated_it.function}\""), "{one}");
    assert_eq!(one, policy("lambda: { function: [a] }"));
    let two = policy("lambda: { function: [a, { terraform: aws_lambda_function.b.function_name }] }");
    for number in [1, 2] {
        assert!(two.contains(&format!("function:${{var.authenticated_it.function_{number}}}\"")), "{two}");
    }
}

#[test]
fn lists_have_a_limit() {
    let stages: Vec<String> = (0..200).map(|number| format!("s{number}")).collect();
    let grant = format!("api_gateway: {{ api_id: abc, stage: [{}] }}", stages.join(", "));
    let folder = workspace(&format!(
        "name: notes\nroles: {{ authenticated: {{ grants: {{ it: {{ {grant} }} }} }} }}\nenvironments: {{ dev: {{ region: us-east-1, account_id: \"111111111111\" }} }}\n"
    ));
    let said = words(&poolsmith(folder.path(), &["generate"]));
    assert!(said.contains("error[E0212]: the lists of the grant have 1400 combinations"), "{said}");
}

/// What poolsmith says of a grant that it refuses.
fn refusal(grant: &str) -> String {
    let folder = workspace(&format!(
        "name: notes\nroles: {{ authenticated: {{ grants: {{ it: {{ {grant} }} }} }} }}\nenvironments: {{ dev: {{ region: us-east-1, account_id: \"111111111111\" }} }}\n"
    ));
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(!output.status.success(), "{grant}");
    words(&output)
}

#[test]
fn an_address_is_no_part_of_an_arn() {
    let s3 = |path: &str| format!("s3: {{ bucket: notes-uploads, path: \"{path}\", allow: [read] }}");
    let api = |path: &str| format!("api_gateway: {{ api_id: abc, stage: prod, path: \"{path}\" }}");
    for (grant, label) in [
        (s3("arn:aws:s3:::notes-uploads/a/{identity}/*"), "the path in it is `a/{identity}/*`"),
        (s3("s3://notes-uploads/a/*"), "the path in it is `a/*`"),
        (s3("arn:aws:s3:::notes-uploads/a*"), "expected a path, found the address"),
        (api("arn:aws:execute-api:us-east-1:111111111111:abc/prod/GET/notes"), "the path in it is `notes`"),
        (api("https://abc.execute-api.us-east-1.amazonaws.com/prod/notes/*"), "the path in it is `notes/*`"),
        (api("https://abc.execute-api.us-east-1.amazonaws.com/prod/{proxy+}"), "found the address"),
        (
            "iot: { publish: \"arn:aws:iot:us-east-1:111111111111:topic/rooms/a\" }".to_owned(),
            "the topic in it is `rooms/a`",
        ),
        (
            "iot: { subscribe: [\"arn:aws:iot:us-east-1:111111111111:topicfilter/rooms/#\"] }".to_owned(),
            "expected a topic, found the address",
        ),
        (
            "iot: { client_id: \"arn:aws:iot:us-east-1:111111111111:client/{identity}\" }".to_owned(),
            "the client ID in it is `{identity}`",
        ),
    ] {
        let said = refusal(&grant);
        assert!(said.contains(label) && said.contains("1 error"), "{grant}: {said}");
    }
}

/// A reference may stand alone, or in a list with texts and other references.
#[test]
fn client_ids_and_topics_can_be_references() {
    let policy = policy(
        "iot: { client_id: { terraform: aws_iot_thing.kiosk.name }, publish: [{ terraform: local.in }, rooms/*, { terraform: local.out }], receive: [a, { terraform: local.in }] }",
    );
    let arn = "arn:aws:iot:${var.authenticated_it.region}:${var.authenticated_it.account_id}:";
    let policy = policy.replace(arn, "");
    for resources in [
        r#""client/${var.authenticated_it.client_id}""#,
        r#"["topic/${var.authenticated_it.publish_1}","topic/rooms/*","topic/${var.authenticated_it.publish_2}",]"#,
        r#"["topic/a","topic/${var.authenticated_it.receive}",]"#,
    ] {
        assert!(policy.contains(&format!("Resource={resources}")), "{resources}: {policy}");
    }
}

const KIOSKS: &str = r#"
name: kiosks
identity_pool: { social: { google: 1234-abcd.apps.googleusercontent.com } }
roles:
  authenticated:
    grants:
      kiosk: { iot: { client_id: { terraform: aws_iot_thing.dev.name }, publish: [{ terraform: local.topic }, "rooms/*"] } }
environments:
  dev: { region: us-east-1, account_id: "111111111111" }
  prod:
    region: eu-west-1
    account_id: "222222222222"
    roles: { authenticated: { grants: { kiosk: { iot: { client_id: { terraform: "data.aws_iot_thing.prod[0].name" } } } } } }
"#;

#[test]
fn each_environment_has_its_own_references() {
    let folder = workspace(KIOSKS);
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success(), "{}", words(&output));
    for (environment, reference) in
        [("dev", "aws_iot_thing.dev.name"), ("prod", "data.aws_iot_thing.prod[0].name")]
    {
        let file = folder.path().join(format!("environments/{environment}/main.tf"));
        let text: String = fs::read_to_string(file).expect("a root module").split_whitespace().collect();
        assert!(text.contains(&format!("client_id={reference}publish=local.topic")), "{text}");
    }
}

/// What a reference stands for is not known, so that it can be any client or topic.
#[test]
fn what_a_reference_allows_is_undecided() {
    let folder = workspace(KIOSKS);
    for (action, resource, answer) in [
        ("iot:Connect", "client/kiosk-1", "undecided"),
        ("iot:Publish", "topic/kiosks", "undecided"),
        ("iot:Publish", "topic/rooms/1", "allowed"),
        ("iot:Receive", "topic/kiosks", "denied"),
    ] {
        let arn = format!("arn:aws:iot:us-east-1:111111111111:{resource}");
        let question = ["can", "authenticated", action, &arn, "--environment", "dev"];
        let said = String::from_utf8(poolsmith(folder.path(), &question).stdout).expect("text");
        assert!(said.starts_with(answer), "{action} {resource}: {said}");
    }
}

/// A text that a local value can hold in place of a reference is told so; one with `{identity}` is not.
#[test]
fn a_reference_in_one_environment_is_one_in_each() {
    let said = |client_id: &str| {
        let inputs = KIOSKS.replace("{ terraform: \"data.aws_iot_thing.prod[0].name\" }", client_id);
        words(&poolsmith(workspace(&inputs).path(), &["generate"]))
    };
    for (client_id, is_told) in [("kiosk-1", true), ("\"{identity}\"", false)] {
        let said = said(client_id);
        let cure = "in `prod`, put the text into a local value of your own, such as `local.client_id`";
        assert!(said.contains("E0305") && said.contains(cure) == is_told, "{said}");
    }
}
