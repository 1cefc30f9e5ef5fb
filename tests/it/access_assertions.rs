//! Access tests that `terraform test` can judge are in the test of the module `policy`.

use std::fs;

use poolsmith::hcl;
use poolsmith::model::AccessAssertion;
use poolsmith::project::{Project, Request};

use crate::support::{poolsmith, texts, words, workspace};

const TEST: &str = "modules/policy/tests/policy.tftest.hcl";

/// `users` has statements of its own in dev only, the policies of guests are managed, and `admins` can do all but IAM.
const INPUTS: &str = "name: notes
identity_pool:
  guest_access: true
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
roles:
  authenticated:
    grants:
      files: { s3: { bucket: \"notes-{environment}\", allow: [read, list] } }
      own:
        statements:
          - { Effect: Allow, Action: [\"polly:*\", \"translate:Translate?ext\", \"SQS:Get*\"], Resource: \"*\" }
          - { Effect: Deny, Action: \"iam:*\", Resource: \"*\" }
  guest:
    policies: managed
    grants:
      public: { s3: { bucket: \"notes-{environment}\", path: \"public/*\", allow: [read] } }
  admins:
    grants:
      all: { statements: [{ Effect: Allow, NotAction: \"iam:*\", Resource: \"*\" }] }
  nobody:
    grants:
      nothing: { statements: [{ Effect: Deny, Action: \"*\", Resource: \"*\" }] }
  partners: { existing_role_arn: \"arn:aws:iam::111111111111:role/partners\" }
role_mappings: { main: { type: token } }
environments:
  dev: { region: us-east-1 }
  prod: { region: us-east-1, remove: [roles.authenticated.grants.own] }
";

const IDENTITIES: &str = "  identities:
    ana: { role: authenticated }
    ben: { role: authenticated, principal_tags: any }
    gus: { role: guest }
    bob: { role: admins }
    nil: { role: nobody }
    pat: { role: partners }
    eva: { provider: main, claims: {} }
";

fn with_tests(tests: &str) -> String {
    format!("{INPUTS}access:\n{IDENTITIES}  tests:\n{tests}")
}

/// The assertions for these tests, each as `ROLE POLICIES: TITLE ACTIONS; …`.
fn assertions(tests: &str) -> Vec<String> {
    let inputs = with_tests(tests);
    let project = Project::load(Request::memory("poolsmith.yaml", &*inputs));
    let project = project.unwrap_or_else(|failure| panic!("{inputs}{:#?}", failure.log.diagnostics));
    project.model().policy.access.iter().map(shown).collect()
}

fn shown(assertion: &AccessAssertion) -> String {
    let tests = assertion.tests.iter().map(|test| format!("{} {}", test.title, test.actions.join(" ")));
    let tests: Vec<String> = tests.collect();
    format!("{} {}: {}", assertion.role, assertion.policies.join(" "), tests.join("; "))
}

const OF_USERS: &str =
    "authenticated aws_iam_role_policy.authenticated_files aws_iam_role_policy.authenticated_own";
const OF_GUESTS: &str = "guest aws_iam_policy.guest_public";

#[test]
fn what_no_statement_of_a_role_names_is_asserted() {
    let found = assertions(
        "    - { name: no admins, as: [ana, ben, gus], cannot: [\"iam:*\", sts:AssumeRole], on: \"*\" }\n",
    );
    let said = "`no admins` iam:* sts:AssumeRole";
    assert_eq!(found, [format!("{OF_USERS}: {said}"), format!("{OF_GUESTS}: {said}")]);
}

#[test]
fn a_role_has_each_action_once() {
    let found = assertions(
        "    - { name: no admins, as: [ana, ben], cannot: \"iam:*\", on: \"*\" }
    - { as: ben, cannot: [\"IAM:*\", s3:PutObject, s3:PutObject], on: \"*\" }
    - { name: the same, as: ana, cannot: s3:putobject, on: \"s3://notes/*\" }
",
    );
    assert_eq!(found, [format!("{OF_USERS}: `no admins` iam:*; test 2 s3:PutObject")]);
}

#[test]
fn what_a_statement_may_allow_is_left_to_the_evaluator() {
    for (identity, actions) in [
        ("ana", "[s3:GetObject, s3:listbucket, \"polly:*\", polly:DescribeVoices, translate:TranslateText]"),
        // A part of a service is allowed, and so is a part of everything.
        ("ana", "[\"s3:*\", \"sqs:*\", sqs:GetQueueUrl, \"*\"]"),
        ("bob", "[\"iam:*\", iam:PassRole, s3:PutObject]"),
    ] {
        let test = format!("    - {{ as: {identity}, cannot: {actions}, on: \"*\" }}\n");
        assert_eq!(assertions(&test), [""; 0], "{identity} {actions}");
    }
    let found =
        assertions("    - { as: ana, cannot: [translate:TranslateDocument, sqs:SendMessage], on: \"*\" }\n");
    assert_eq!(found, [format!("{OF_USERS}: test 1 translate:TranslateDocument sqs:SendMessage")]);
}

#[test]
fn what_only_denies_allows_nothing() {
    let found = assertions("    - { as: nil, cannot: [\"*\", \"*:*\"], on: \"*\" }\n");
    assert_eq!(found, ["nobody aws_iam_role_policy.nobody_nothing: test 1 * *:*"]);
}

#[test]
fn other_tests_are_left_to_the_evaluator() {
    for test in [
        "as: ana, cannot: \"iam:*\", on: \"*\", environments: dev",
        "as: ana, cannot: \"iam:*\", on: \"*\", undecided: allow, reason: of another team",
        "as: ana, can: iam:PassRole, on: \"*\"",
        "as: ana, cannot: [\"iam:Pass*\", \"iam:PassRol?\", \"iam:*Role\"], on: \"*\"",
        // Claims lead to the role, and somebody else manages the policies.
        "as: [eva, pat], cannot: \"iam:*\", on: \"*\"",
    ] {
        assert_eq!(assertions(&format!("    - {{ {test} }}\n")), [""; 0], "{test}");
    }
}

#[test]
fn the_generated_test_has_the_assertions() {
    let name = r#""${x} %{ if true }\" }\nresource \\ \t""#;
    let tests =
        format!("    - {{ name: {name}, as: [ana, gus], cannot: [\"iam:*\", sts:AssumeRole], on: \"*\" }}\n");
    let folder = workspace(&with_tests(&tests));
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    let text = fs::read_to_string(folder.path().join(TEST)).unwrap();
    hcl::check(&text).unwrap();
    let (_, run) = text.split_once("\nrun \"access\" {\n").expect("a run");
    let (run, rest) = run.split_once("\n}\n").unwrap();
    assert!(rest.starts_with("\nrun \"without_optional_parts\" {"), "{rest}");
    assert_eq!(run.matches("  assert {").count(), 2, "{run}");
    for policy in ["role_policy.authenticated_files", "role_policy.authenticated_own", "policy.guest_public"]
    {
        assert_eq!(run.matches(&format!("  aws_iam_{policy}[*].policy,\n")).count(), 1, "{run}");
    }
    let expected = r#"    error_message = "No statement of the role guest may allow what access tests deny it: iam:*, sts:AssumeRole (`$${x} %%{ if true }\" }\\nresource \\\\ \\t`).""#;
    assert!(run.contains(expected), "{run}");
}

#[test]
fn without_them_nothing_changes() {
    let generated = |inputs: &str| {
        let folder = workspace(inputs);
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{}", words(&output));
        let mut texts = texts(folder.path());
        texts.retain(|path, _| !path.starts_with("poolsmith."));
        texts
    };
    let plain = generated(INPUTS);
    assert!(plain[TEST].contains("run \"policy\"") && !plain[TEST].contains("run \"access\""));
    let tests = "    - { as: ana, cannot: s3:GetObject, on: \"s3://notes/{other}/*\" }\n";
    assert!(generated(&with_tests(tests)) == plain);
}

#[test]
fn a_template_pack_keeps_the_assertions_and_may_replace_them() {
    let tests = "    - { name: no admins, as: ana, cannot: \"iam:*\", on: \"*\" }\n";
    let folder = workspace(&format!("templates: pack\n{}", with_tests(tests)));
    let template = folder.path().join("pack").join(format!("{TEST}.tera"));
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    for (block, expected) in [
        ("{{ super() }}", "run \"access\" {"),
        (
            "# {% for tested in policy.access %}{{ tested.role | comment }}: {{ tested.tests[0].title | comment }}{% endfor %}",
            "# authenticated: `no admins`",
        ),
    ] {
        let pack = format!(
            "{{% extends \"builtin/{TEST}.tera\" %}}\n{{% block runs %}}\n{block}\n{{% endblock runs %}}\n"
        );
        fs::write(&template, pack).unwrap();
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{}", words(&output));
        assert!(fs::read_to_string(folder.path().join(TEST)).unwrap().contains(expected), "{block}");
    }
}
