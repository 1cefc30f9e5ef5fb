//! One slip is one diagnostic: what follows from an error is not reported as well.

use poolsmith::project::{Inputs, Project, Request};
use poolsmith::source::Diagnostic;

/// Inputs without a mistake, in parts that a case may replace.
const INPUTS: &str = "
name: notes
identity_pool: { social: { google: \"1234\" } }
roles: { authenticated: {}, admins: {} }
role_mappings:
  google: { type: rules, rules: [{ claim: team, match: equals, value: it, role: admins }] }
tags: { Owner: notes }
environments:
  dev: { region: us-east-1, account_id: \"111111111111\" }
";

fn diagnostics(inputs: &str) -> Vec<Diagnostic> {
    let inputs =
        Inputs::Memory { path: "poolsmith.yaml".into(), text: inputs.to_owned(), policies: Vec::new() };
    match Project::load(Request::of(inputs, "".into())) {
        Ok(project) => project.log.diagnostics,
        Err(failure) => failure.log.diagnostics,
    }
}

/// The only diagnostic after a part of the inputs is replaced: its message, its label and its help.
fn said(part: &str, slip: &str) -> String {
    assert!(INPUTS.contains(part), "{part}");
    let found = diagnostics(&INPUTS.replacen(part, slip, 1));
    match &found[..] {
        [only] => format!("{}: {}\n{}\n{}", only.code, only.message, only.label, only.help.join("\n")),
        _ => panic!("{slip}: {found:#?}"),
    }
}

fn statement(condition: &str) -> String {
    let statement =
        format!("{{ Effect: Allow, Action: \"s3:GetObject\", Resource: \"*\", Condition: {condition} }}");
    format!("authenticated: {{ grants: {{ own: {{ statements: [{statement}] }} }} }}")
}

#[test]
fn the_inputs_have_no_mistake() {
    assert_eq!(diagnostics(INPUTS), []);
}

#[test]
fn exclamation_marks_that_are_no_tags() {
    for description in ["'!Ref b'", "!!str notes", "notes !Ref b"] {
        let role = format!("authenticated: {{ description: {description} }}");
        assert_eq!(diagnostics(&INPUTS.replacen("authenticated: {}", &role, 1)), [], "{description}");
    }
    let commented = INPUTS.replacen("tags:", "# Not !Ref\ntags: # nor !Sub\n ", 1);
    assert_eq!(diagnostics(&commented), []);
}

#[test]
fn a_slip_is_one_diagnostic() {
    let bucket = |bucket: &str| {
        format!("authenticated: {{ grants: {{ own: {{ s3: {{ {bucket}, allow: [read] }} }} }} }}")
    };
    let cases = [
        // A condition key in the place of an operator.
        (
            "authenticated: {}",
            statement("{ \"aws:SourceIp\": 10.0.0.1 }"),
            "{ \"StringEquals\": { \"aws:SourceIp\": … } }",
        ),
        ("authenticated: {}", statement("{ \"s3:prefix\": [a, b] }"), "is not a condition operator"),
        (
            "authenticated: {}",
            statement("{ \"s3:prefix\": { StringLike: a } }"),
            "write `{ \"StringLike\": { \"s3:prefix\": … } }`",
        ),
        (
            "authenticated: {}",
            statement("{ \"s3:prefix\": a, \"s3:delimiter\": b }"),
            "\"s3:delimiter\": … } }`",
        ),
        ("authenticated: {}", statement("{ \"StringLike:s3:prefix\": a }"), "{ \"s3:prefix\": … } }`"),
        ("authenticated: {}", statement("{ s3:prefix: }"), "E0009"),
        (
            "authenticated: {}",
            statement("{ test: StringLike, variable: s3:prefix, values: [a] }"),
            "write `{ \"StringLike\": { \"s3:prefix\": … } }`",
        ),
        (
            "authenticated: {}",
            statement("{ StringLike: { StringLike: { s3:prefix: a } } }"),
            "not a condition key",
        ),
        // A refused value about which there is a warning.
        ("authenticated: {}", "authenticated: { max_session_duration: 43201 }".to_owned(), "E0207"),
        ("admins: {}", "admins: {}, Editors: {}".to_owned(), "did you mean `editors`?"),
        ("region: us-east-1", "aws_region: us-east-1".to_owned(), "did you mean `region`?"),
        ("role: admins", "role_arn: admins".to_owned(), "did you mean `role`?"),
        (
            "authenticated: {}",
            "authenticated: { s3: { bucket: my-notes, allow: [read] } }".to_owned(),
            "E0101: unknown key `s3`\n\nexpected",
        ),
        ("authenticated: {}", bucket("bucket: my-notes/private"), "the name in it is `my-notes`"),
        (
            "authenticated: {}",
            "authenticated: { grants: { lambda: { function: notes } } }".to_owned(),
            "the grant of the kind `lambda` has no key",
        ),
        (
            "authenticated: {}",
            "authenticated: { grants: { it: { lambda: { function: \"notes:live\" } } } }".to_owned(),
            "to allow only `live`, write the ARN in `statements`",
        ),
        // A role that a refused rule may lead to.
        ("match: equals", "match: eqals".to_owned(), "did you mean `equals`?"),
        ("value: it", "value: 1".to_owned(), "E0103"),
        ("value: it", "value: \"{team}\"".to_owned(), "E0106"),
        ("role: admins", "role: admin".to_owned(), "did you mean `admins`?"),
        ("type: rules", "type: rule".to_owned(), "did you mean `rules`?"),
        // Keys without which others are refused.
        ("rules: [", "ruls: [".to_owned(), "did you mean `rules`?"),
        (
            "authenticated: {}",
            "authenticated: { existing_role_am: \"arn:aws:iam::111111111111:role/a\" }".to_owned(),
            "did you mean `existing_role_arn`?",
        ),
        // A backend's arguments without the backend.
        (
            "tags:",
            "terraform: { backend: { bucket: b, key: k } }\ntags:".to_owned(),
            "write the name of the backend around its arguments: `backend: { s3: { bucket: …, key: … } }`",
        ),
        (
            "tags:",
            "terraform: { backend: { resource_group_name: b, key: k } }\ntags:".to_owned(),
            "`backend: { azurerm: { resource_group_name: …, key: … } }`",
        ),
        ("tags:", "terraform: { backend: { typ: s3, nam: k } }\ntags:".to_owned(), "expected one of"),
        ("role_mappings", "role_mapping".to_owned(), "did you mean `role_mappings`?"),
        // Characters that look like others.
        ("Owner: notes", "Owner： notes".to_owned(), "write `Owner: notes`"),
        ("name: notes", "name： notes".to_owned(), "`：` is U+FF1A, not `:`"),
        ("name: notes", "name: my\u{2011}notes".to_owned(), "did you mean `my-notes`?\n\nexpected"),
        ("us-east-1", "us\u{2011}east\u{2011}1".to_owned(), "did you mean `us-east-1`?"),
        ("role_mappings", "role\u{2011}mappings".to_owned(), "`\u{2011}` is U+2011, not `-`"),
        ("authenticated: {}", bucket("bucket： my-notes"), "write `bucket: my-notes`"),
        ("authenticated: {}", "authenticated： {}".to_owned(), "`：` in the place of `:`"),
        ("identity_pool: {", "identity_pool： {".to_owned(), "`：` in the place of `:`"),
        ("authenticated: {},", "authenticated: {}，".to_owned(), "`，` in the place of `,`"),
        ("region: us-east-1,", "region: us-east-1，".to_owned(), "`，` in the place of `,`"),
        ("authenticated: {}", bucket("bucket: my\u{2011}notes"), "did you mean `my-notes`?"),
        // Expressions of another language.
        ("authenticated: {}", bucket("bucket: \"${var.a}-${var.b}\""), "is a Terraform expression"),
        (
            "authenticated: {}",
            statement("{ StringEquals: { s3:prefix: \"${aws:PrincipalTag/team, none}\" } }"),
            "did you mean `${aws:PrincipalTag/team, 'none'}`?",
        ),
        ("authenticated: {}", bucket("bucket: !Ref Bucket"), "`!Ref` is a tag of another tool"),
        ("authenticated: {}", bucket("bucket: { Ref: Bucket }"), "`Ref` is a function of CloudFormation"),
        ("authenticated: {}", bucket("bucket: { \"Fn::Sub\": \"${Bucket}\" }"), "`Fn::Sub` is a function"),
        ("authenticated: {}", bucket("bucket: { output: bucket }"), "unknown key `output`"),
        ("Owner: notes", "Owner: { Ref: Owner }".to_owned(), "`Ref` is a function of CloudFormation"),
        ("Owner: notes", "Owner: !Sub notes".to_owned(), "`!Sub` is a tag of another tool"),
        (
            "authenticated: {}",
            statement("{ StringEquals: { aws:RequestedRegion: { Ref: Region } } }"),
            "`Ref` is a function of CloudFormation",
        ),
    ];
    for (part, slip, expected) in cases {
        let said = said(part, &slip);
        assert!(said.contains(expected), "{slip}: {said}");
    }
}

/// Access tests without a mistake.
const ACCESS: &str = "access:
  identities:
    ana: { role: admins }
  tests:
    - { as: ana, can: s3:GetObject, on: \"s3://notes/{identity}\" }
";

#[test]
fn a_slip_in_access_tests_is_one_diagnostic() {
    let inputs = format!("{INPUTS}{ACCESS}");
    assert_eq!(diagnostics(&inputs), []);
    for (part, slip, expected) in [
        ("identities:", "identity:", "did you mean `identities`?"),
        ("tests:", "test:", "did you mean `tests`?"),
        ("ana: { role: admins }", "- ana", "E0103"),
        ("    ana: { role: admins }", "    role: admins", "E0103"),
        ("ana: { role: admins }", "ana: { rol: admins }", "did you mean `role`?"),
        ("ana: { role: admins }", "ana: { role: }", "E0009"),
        ("ana: { role: admins }", "ana: { role: admin }", "did you mean `admins`?"),
        ("ana: { role: admins }", "Ana: { role: admins }", "did you mean `ana`?"),
        ("    - {", "      first: {", "E0103"),
        ("as: ana", "as: anna", "did you mean `ana`?"),
        ("as: ana", "as:", "E0009"),
        ("as: ana, ", "", "E0102"),
        ("can: s3", "cann: s3", "did you mean `can`?"),
        ("can: s3:GetObject", "can:", "E0009"),
        ("s3:GetObject", "s3:GetObjects", "did you mean `s3:GetObject`?"),
        (", on: ", ", On: ", "did you mean `on`?"),
        ("on: \"s3://notes/{identity}\"", "on:", "E0009"),
        ("{identity}", "{identiy}", "did you mean `{identity}`?"),
        ("{identity}", "{ana", "did you mean `{ana}`?"),
        // Where another part is refused, nothing is said about what tests need.
        ("admins: {} }", "admins: { max_session_duration: 1 } }", "E0207"),
    ] {
        assert!(inputs.contains(part), "{part}");
        let found = diagnostics(&inputs.replacen(part, slip, 1));
        let said: Vec<String> = found
            .iter()
            .map(|only| format!("{}: {}\n{}\n{}", only.code, only.message, only.label, only.help.join("\n")))
            .collect();
        assert!(matches!(&said[..], [only] if only.contains(expected)), "{slip}: {said:#?}");
    }
}
