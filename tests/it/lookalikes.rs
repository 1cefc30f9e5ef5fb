//! Text that looks like a token or a variable is never accepted without a word.

use poolsmith::project::{Inputs, Project, Request};
use poolsmith::source::Diagnostic;
use serde_json::{Value, json};

/// What the inputs with a string at a place lead to: their diagnostics, and the README if there is no error.
fn said(place: &str, string: &str) -> (Vec<Diagnostic>, Option<String>) {
    let mut inputs = json!({
        "name": "notes",
        "identity_pool": { "social": { "google": "1234" } },
        "roles": { "authenticated": { "description": "x", "path": "/x/", "grants": {
            "files": { "s3": { "bucket": "notes", "path": "x/*", "allow": ["read", "list"] } },
            "items": { "dynamodb": { "table": "notes", "allow": ["read"], "leading_keys": ["x"] } },
            "devices": { "iot": { "client_id": "x", "publish": ["x"] } },
            "own": { "statements": [{
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": "arn:aws:s3:::x",
                "Condition": { "StringLike": { "s3:prefix": ["x"] } },
            }] },
            "audit": { "policy_file": "audit.json" },
        } } },
        "tags": { "Owner": "x", "team": "red", "cost center": "1" },
        "terraform": { "backend": { "s3": { "bucket": "state", "key": "x/{environment}", "region": "us-east-1" } } },
        "environments": {
            "dev": { "region": "us-east-1", "account_id": "111111111111" },
            "prod": { "region": "eu-west-1", "account_id": "222222222222" },
        },
    });
    let mut policy = json!({
        "Version": "2012-10-17",
        "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/x" },
    });
    let target = match place.strip_prefix('#') {
        Some(place) => policy.pointer_mut(place),
        None => inputs.pointer_mut(place),
    };
    let target = target.unwrap_or_else(|| panic!("{place} is nowhere"));
    let text = target.as_str().expect("a string").replace('x', string);
    *target = Value::String(text);
    let policies = vec![("audit.json".to_owned(), policy.to_string())];
    let inputs = Inputs::Memory { path: "poolsmith.json".into(), text: inputs.to_string(), policies };
    match Project::load(Request::of(inputs, "".into())) {
        Ok(project) => {
            let diagnostics = project.log.diagnostics.clone();
            let readme = project.render().expect("rendered").files.remove("README.md");
            (diagnostics, readme)
        }
        Err(failure) => (failure.log.diagnostics, None),
    }
}

const POLICIES: [&str; 7] = [
    "/roles/authenticated/grants/files/s3/path",
    "/roles/authenticated/grants/items/dynamodb/leading_keys/0",
    "/roles/authenticated/grants/devices/iot/client_id",
    "/roles/authenticated/grants/devices/iot/publish/0",
    "/roles/authenticated/grants/own/statements/0/Resource",
    "/roles/authenticated/grants/own/statements/0/Condition/StringLike/s3:prefix/0",
    "#/Statement/Resource",
];

const VALUES: [&str; 3] = ["/terraform/backend/s3/key", "/roles/authenticated/path", "/tags/Owner"];

const DESCRIPTION: &str = "/roles/authenticated/description";

/// Strings, the code and a part of the message in policies, and the code in values.
const STRINGS: [(&str, &str, &str, &str); 21] = [
    ("{Region}", "E0106", "did you mean `{region}`?", "E0106"),
    ("{ region }", "E0106", "did you mean `{region}`?", "E0106"),
    ("{env}", "E0106", "did you mean `{environment}`?", "E0106"),
    ("${region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${AWS::Region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${var.region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${data.aws_region.current.name}", "E0115", "did you mean `{region}`?", "E0115"),
    ("a-${aws_s3_bucket.files.arn}", "E0115", "is a Terraform expression", "E0115"),
    ("${unknown}", "E0115", "is not a policy variable", "W0017"),
    ("$${aws:PrincipalTag/team}", "E0115", "did you mean `${aws:PrincipalTag/team}`?", "E0115"),
    ("&{aws:PrincipalTag/team}", "E0115", "did you mean `${aws:PrincipalTag/team}`?", "W0017"),
    ("{aws:PrincipalTag/team}", "E0115", "did you mean `${aws:PrincipalTag/team}`?", "W0017"),
    ("${aws:PrincipalTag/team", "E0115", "did you mean `${aws:PrincipalTag/team}`?", "E0115"),
    ("${{ secrets.NAME }}", "E0115", "GitHub Actions", "E0115"),
    ("{{ .Values.region }}", "E0115", "did you mean `{region}`?", "E0115"),
    ("%{ if y }z%{ endif }", "E0115", "template syntax", "E0115"),
    ("{{region}}", "W0017", "did you mean the token `{region}`?", "W0017"),
    ("{{ var.bucket }}", "W0017", "is the literal text", "W0017"),
    ("$region", "W0017", "did you mean `{region}`?", "W0017"),
    ("${custom:team}", "W0018", "did you mean `${aws:PrincipalTag/team}`?", "W0017"),
    ("${aws:username}", "W0018", "has no value", "W0017"),
];

/// The code of the only diagnostic about a string, and its text.
fn only(place: &str, string: &str) -> (&'static str, String) {
    let (diagnostics, _) = said(place, string);
    match &diagnostics[..] {
        [found] => (found.code.as_str(), format!("{} {}", found.message, found.help.join(" "))),
        found => panic!("{string} at {place}: {found:?}"),
    }
}

#[test]
fn it_is_reported_once_in_policies_with_what_was_meant() {
    for (string, code, part, _) in STRINGS {
        for place in POLICIES {
            let (found, text) = only(place, string);
            assert!(found == code && text.contains(part), "{string} at {place}: {found} {text}");
        }
    }
}

#[test]
fn it_is_reported_once_in_other_values_too() {
    for (string, _, _, code) in STRINGS {
        for place in VALUES {
            let (found, text) = only(place, string);
            // Where AWS rejects the text, that error names what was meant.
            assert!(
                found == code || (code == "W0017" && found.starts_with('E')),
                "{string} at {place}: {found}"
            );
            assert!(code != "W0017" || text.contains(&string[..2]), "{string} at {place}: {text}");
        }
    }
}

#[test]
fn a_description_may_contain_anything_but_a_warning_names_it() {
    for string in ["{ A } {} {\"a\": 1} 100 % $5 <b> & a#b", "", "{"] {
        assert!(said(DESCRIPTION, string).0.is_empty(), "{string}");
    }
    for string in ["{Region}", "${var.region}", "{{region}}", "%{ if y }", "${", "${aws:username}"] {
        assert_eq!(only(DESCRIPTION, string).0, "W0017", "{string}");
    }
}

#[test]
fn what_is_right_is_accepted() {
    for string in [
        "{identity}",
        "{name}-{environment}-{region}-{account_id}-{partition}",
        "${cognito-identity.amazonaws.com:sub}",
        "${aws:PrincipalTag/cost center, 'none'}",
        "${aws:SourceIp}",
        "${s3:prefix}",
        "${*}${?}${$}",
        "${$}{{literal}}",
    ] {
        for place in ["#/Statement/Resource", "/roles/authenticated/grants/own/statements/0/Resource"] {
            assert_eq!(said(place, string).0, [], "{string} at {place}");
        }
    }
}

#[test]
fn the_readme_prints_a_literal_as_the_inputs_write_it() {
    for place in [POLICIES[0], POLICIES[1], POLICIES[2], POLICIES[4]] {
        let (_, readme) = said(place, "{{allow}}-{{identity}}");
        let readme = readme.expect("no error");
        assert!(readme.contains("{{allow}}-{{identity}}"), "{place}\n{readme}");
    }
}
