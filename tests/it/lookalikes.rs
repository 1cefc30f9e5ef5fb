//! Text that looks like a token or a variable is never accepted without a word.

use poolsmith::project::{Inputs, Project, Request};
use poolsmith::source::Diagnostic;
use serde_json::{Value, json};

/// What the inputs with a string at a place lead to: their diagnostics, and the README if there is no error.
fn said(place: &str, string: &str) -> (Vec<Diagnostic>, Option<String>) {
    let put = |target: &mut Value| {
        let text = target.as_str().expect("a string").replace('x', string);
        *target = Value::String(text);
    };
    load(|inputs, policy| {
        let target = match place.strip_prefix('#') {
            Some(place) => policy.pointer_mut(place),
            None => inputs.pointer_mut(place),
        };
        put(target.unwrap_or_else(|| panic!("{place} is nowhere")));
    })
}

/// What changed inputs lead to.
fn with(change: impl FnOnce(&mut Value)) -> (Vec<Diagnostic>, Option<String>) {
    load(|inputs, _| change(inputs))
}

/// What changed inputs with a changed policy file lead to.
fn load(change: impl FnOnce(&mut Value, &mut Value)) -> (Vec<Diagnostic>, Option<String>) {
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
        } }, "admin": { "description": "x" } },
        "principal_tags": { "google": { "tags": { "level": "x" } } },
        "role_mappings": { "google": { "type": "rules", "rules": [
            { "claim": "x", "match": "equals", "value": "x", "role": "admin" },
        ] } },
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
    change(&mut inputs, &mut policy);
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

const VALUES: [&str; 6] = [
    "/terraform/backend/s3/key",
    "/roles/authenticated/path",
    "/tags/Owner",
    "/principal_tags/google/tags/level",
    "/role_mappings/google/rules/0/claim",
    "/role_mappings/google/rules/0/value",
];

const ACTION: &str = "/roles/authenticated/grants/own/statements/0/Action";

const BUCKET: &str = "/roles/authenticated/grants/files/s3/bucket";

const TABLE: &str = "/roles/authenticated/grants/items/dynamodb/table";

const DESCRIPTION: &str = "/roles/authenticated/description";

/// Strings, the code and a part of the message in policies, and the code in values.
const STRINGS: [(&str, &str, &str, &str); 36] = [
    ("{Region}", "E0106", "did you mean `{region}`?", "E0106"),
    ("{ region }", "E0106", "did you mean `{region}`?", "E0106"),
    ("{env}", "E0106", "did you mean `{environment}`?", "E0106"),
    ("{\tregion}", "E0106", "did you mean `{region}`?", "E0106"),
    ("{region", "E0106", "did you mean `{region}`?", "E0106"),
    ("region}", "E0106", "did you mean `{region}`?", "E0106"),
    ("{region}}", "E0106", "did you mean `{region}`?", "E0106"),
    ("{regoin", "W0017", "did you mean `{region}`?", "W0017"),
    ("regoin}", "W0017", "did you mean `{region}`?", "W0017"),
    ("{region-b}", "W0017", "did you mean `{region}`?", "W0017"),
    ("{var.region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${stageVariables.y}", "E0115", "is an expression", "E0115"),
    ("${aws:FederatedProvider}", "W0018", "is the same for all users", "W0017"),
    ("${region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${AWS::Region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${var.region}", "E0115", "did you mean `{region}`?", "E0115"),
    ("${data.aws_region.current.name}", "E0115", "did you mean `{region}`?", "E0115"),
    ("a-${aws_s3_bucket.files.arn}", "E0115", "is a Terraform expression", "E0115"),
    ("${unknown}", "E0115", "is not a policy variable", "W0017"),
    ("$${aws:PrincipalTag/team}", "E0115", "did you mean `${aws:PrincipalTag/team}`?", "E0115"),
    ("\\${aws:PrincipalTag/team}", "E0115", "did you mean `${aws:PrincipalTag/team}`?", "E0115"),
    ("${self:provider.region}", "E0115", "did you mean `{region}`?", "E0115"),
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
    ("var.owner", "W0017", "is literal text, not a reference", "W0017"),
    ("aws_s3_bucket.files.arn", "W0017", "is literal text, not a reference", "W0017"),
    ("data.aws_s3_bucket.files.arn", "W0017", "is literal text, not a reference", "W0017"),
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

/// What each string in braces is told to be.
const SUGGESTING: [(&str, &str); 27] = [
    (DESCRIPTION, "{user}"),
    (DESCRIPTION, "{sub}"),
    (DESCRIPTION, "{env}"),
    (BUCKET, "{user}-files"),
    (BUCKET, "{env}-files"),
    (BUCKET, "{region-files"),
    (BUCKET, "${var.bucket}"),
    (BUCKET, "${github.ref}"),
    (BUCKET, "${stageVariables.x}"),
    (BUCKET, "${process.env.B}"),
    (BUCKET, "${each.value}"),
    (BUCKET, "module.s3.id"),
    (BUCKET, "{var.bucket}"),
    (BUCKET, "aws_s3_bucket.files.bucket"),
    (TABLE, "var.table"),
    (TABLE, "aws_dynamodb_table.notes.name"),
    (POLICIES[0], "{user}/*"),
    (POLICIES[0], "{identity/*"),
    (POLICIES[0], "${var.path}"),
    (POLICIES[1], "{aws:sub}"),
    (POLICIES[1], "{custom:team}"),
    (POLICIES[4], "${var.resource}"),
    (POLICIES[4], "aws_s3_bucket.files.arn"),
    (POLICIES[5], "${var.prefix}"),
    (ACTION, "s3:List Objects"),
    (ACTION, "s3:List Bucket"),
    (ACTION, "${var.action}"),
];

/// A string in which what was found is replaced with what was meant: another string, or a reference.
fn corrected(string: &str, found: &Diagnostic) -> Option<Value> {
    let texts = [&found.message].into_iter().chain(&found.help);
    let with_suggestion = texts.filter_map(|text| text.split_once("did you mean `")).next();
    let meant = with_suggestion?.1.split_once("`?")?.0;
    if let Some(reference) = meant.strip_prefix("{ terraform: ") {
        return Some(json!({ "terraform": reference.strip_suffix(" }")? }));
    }
    let written = with_suggestion?.0.split('`').nth(1)?;
    Some(Value::String(string.replace(written, meant)))
}

#[test]
fn what_was_meant_is_accepted_where_it_is_suggested() {
    for (place, string) in SUGGESTING {
        let set = |string: Value| with(|inputs| *inputs.pointer_mut(place).expect("a place") = string).0;
        let found = set(Value::String(string.to_owned()));
        assert!(!found.is_empty(), "{string} at {place} passes silently");
        for diagnostic in &found {
            let Some(meant) = corrected(string, diagnostic) else { continue };
            let errors = set(meant.clone());
            let errors: Vec<_> = errors.iter().filter(|found| found.code.is_error()).collect();
            assert!(errors.is_empty(), "{string} at {place}: {meant}: {errors:?}");
        }
    }
}

#[test]
fn the_variable_that_identity_stands_for_obeys_the_same_rules() {
    let spelled_out = "${cognito-identity.amazonaws.com:sub}";
    for path in ["{identity}/*", "{identity}/{identity}/*", "x{identity}/*", "{identity}*"] {
        let found = |path: &str| {
            let found = with(|inputs| *inputs.pointer_mut(POLICIES[0]).expect("a path") = json!(path)).0;
            found.into_iter().map(|found| (found.code, found.message)).collect::<Vec<_>>()
        };
        assert_eq!(found(&path.replace("{identity}", spelled_out)), found(path), "{path}");
    }
}

/// What examples leave to be filled in is named where it would be a name or a part of a policy.
#[test]
fn blanks_are_reported_once_in_policies_and_names() {
    for string in ["<table-name>", "$TABLE", "$(echo notes)", "%(table)s", "__TABLE__", "YOUR_TABLE_NAME"] {
        for place in [POLICIES[0], POLICIES[1], POLICIES[3], POLICIES[4], POLICIES[6]] {
            let (code, text) = only(place, string);
            assert!(text.contains("looks like a placeholder"), "{string} at {place}: {code} {text}");
        }
        assert_eq!(said(DESCRIPTION, string).0, [], "{string}");
        assert_eq!(said("/tags/Owner", "notes-__x__").0, []);
    }
}

#[test]
fn a_description_may_contain_anything_but_a_warning_names_it() {
    for string in ["{ A } {} {\"a\": 1} 100 % $5 <b> & a#b", "", "{"] {
        assert!(said(DESCRIPTION, string).0.is_empty(), "{string}");
    }
    for string in [
        "{Region}",
        "${var.region}",
        "{{region}}",
        "%{ if y }",
        "${",
        "${aws:username}",
        "{region",
        "region}",
    ] {
        assert_eq!(only(DESCRIPTION, string).0, "W0017", "{string}");
    }
}

#[test]
fn a_word_with_one_brace_is_reported_once_in_policies() {
    for string in ["{tenant", "tenant}"] {
        for place in POLICIES {
            assert_eq!(only(place, string).0, "W0017", "{string} at {place}");
        }
    }
    for string in ["{tenant", "tenant}", "if a { return b }", "{ open"] {
        for place in [DESCRIPTION, "/role_mappings/google/rules/0/value"] {
            assert_eq!(said(place, string).0, [], "{string} at {place}");
        }
    }
    for string in ["{\"team\": [\"red\"]}", "{team: {}}", "{{tenant", "tenant}}", "a {"] {
        assert_eq!(said(POLICIES[5], string).0, [], "{string}");
    }
}

/// Names with dots are text where no reference is accepted.
#[test]
fn a_name_with_dots_is_accepted() {
    for string in ["local.admin", "module.users.read", "var.log.old", "notes.example", "aws_notes", "a.b.c"] {
        for place in [POLICIES[0], POLICIES[1], "/tags/Owner", VALUES[4], VALUES[5]] {
            assert_eq!(said(place, string).0, [], "{string} at {place}");
        }
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
