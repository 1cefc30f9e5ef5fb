//! Access tests in the inputs: which questions they become in each environment, and what the sessions of the callers carry.

use std::fs;

use poolsmith::access::{ExpandedTest, IdentityId, OtherTags, Piece, RequestText, RoleReference, Session};
use poolsmith::project::{Inputs, Project, Request};

use crate::support::{poolsmith, words, workspace};

const POOL: &str = "name: notes
identity_pool:
  guest_access: true
  developer_provider: login.notes
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
  social: { google: \"1234\" }
";

const ROLES: &str = "tags: { Project: notes, team: shared }
principal_tags:
  main: { tags: { Team: team, level: \"custom:level\" } }
roles:
  authenticated:
    path: /app/
    tags: { Owner: us }
    grants:
      files: { s3: { bucket: \"{name}-{environment}-files\", allow: [read, list] } }
  admins:
    grants:
      all: { s3: { bucket: { terraform: aws_s3_bucket.all.bucket }, path: \"*\", allow: [read] } }
role_mappings:
  main: { type: token }
";

const ENVIRONMENTS: &str = "environments:
  dev: { region: us-east-1, remove: [roles.admins] }
  prod: { region: us-east-1, account_id: \"222222222222\" }
";

fn load(access: &str) -> Project {
    let inputs = format!("{POOL}{ROLES}access:\n{access}{ENVIRONMENTS}");
    let project = Project::load(Request::memory("poolsmith.yaml", &*inputs));
    project.unwrap_or_else(|failure| panic!("{inputs}{:#?}", failure.log.diagnostics))
}

/// Each question as `ENVIRONMENT IDENTITY ACTION RESOURCE`.
fn questions(project: &Project) -> Vec<String> {
    let of_test = |asked: &ExpandedTest| {
        let question = |question: &poolsmith::access::Question| {
            let (caller, action) = (&question.caller.name, question.action.as_str());
            format!("{} {caller} {action} {}", asked.environment, question.resource)
        };
        asked.questions.iter().map(question).collect::<Vec<_>>()
    };
    project.access().asked.iter().flat_map(of_test).collect()
}

#[test]
fn a_test_is_the_product_of_its_lists() {
    let project = load(
        "  identities: { ana: { role: authenticated }, ben2: { role: authenticated } }
  tests:
    - as: [ana, ben2]
      can: [s3:GetObject, \"s3:List*\"]
      on: [\"s3://{authenticated.files.bucket}/{identity}/a\", \"s3://{authenticated.files.bucket}\"]
      environments: dev
",
    );
    assert_eq!(
        questions(&project),
        [
            // AWS asks `ListBucket` about buckets, and `GetObject` about objects.
            "dev ana s3:GetObject arn:aws:s3:::notes-dev-files/<identity>/a",
            "dev ana s3:List* arn:aws:s3:::notes-dev-files/<identity>/a",
            "dev ana s3:List* arn:aws:s3:::notes-dev-files",
            "dev ben2 s3:GetObject arn:aws:s3:::notes-dev-files/<identity>/a",
            "dev ben2 s3:List* arn:aws:s3:::notes-dev-files/<identity>/a",
            "dev ben2 s3:List* arn:aws:s3:::notes-dev-files",
        ]
    );
    let asked = &project.access().asked;
    assert_eq!((asked.len(), asked[0].skipped), (1, 2));
    let asks = |question: usize, name: &str| {
        let actions = asked[0].questions[question].documented_actions();
        actions.into_iter().any(|action| action.name() == name)
    };
    assert!(asks(1, "s3:ListMultipartUploadParts") && !asks(1, "s3:ListBucket"));
    assert!(asks(2, "s3:ListBucket"));
}

#[test]
fn ids_are_those_of_the_caller_of_others_and_of_anybody_else() {
    let project = load(
        "  identities: { ana: { role: authenticated }, ben: { role: authenticated } }
  tests:
    - { as: [ana, ben], cannot: \"*\", on: [\"s3://b/{ben}/{other}/*\"], environments: prod }
",
    );
    assert_eq!(
        questions(&project),
        ["prod ana * arn:aws:s3:::b/<ben>/<other>/*", "prod ben * arn:aws:s3:::b/<identity>/<other>/*"]
    );
    let pieces = |question: usize| project.access().asked[0].questions[question].resource.pieces();
    let id = |id| Piece::IdentityId(id);
    let text = |text: &str| Piece::Text(text.to_owned());
    assert_eq!(
        pieces(0),
        [
            text("arn:aws:s3:::b/"),
            id(IdentityId::Named("ben".to_owned())),
            text("/"),
            id(IdentityId::Other),
            text("/"),
            Piece::AnyText
        ]
    );
    assert_eq!(pieces(1)[1], id(IdentityId::Caller));
}

#[test]
fn what_is_not_known_is_equal_to_itself() {
    let project = load(
        "  identities: { ana: { role: admins }, eva: { role: authenticated } }
  tests:
    - { as: ana, can: s3:GetObject, on: \"s3://{admins.all.bucket}/a\" }
    - { as: eva, cannot: dynamodb:GetItem, on: \"arn:{partition}:dynamodb:{region}:{account_id}:table/{name}\" }
    - { as: eva, cannot: s3:ListAllMyBuckets }
",
    );
    let asked = &project.access().asked;
    assert_eq!(
        questions(&project),
        [
            "dev eva dynamodb:GetItem arn:aws:dynamodb:us-east-1:<the account's ID>:table/notes",
            "dev eva s3:ListAllMyBuckets *",
            "prod ana s3:GetObject arn:aws:s3:::<aws_s3_bucket.all.bucket>/a",
            "prod eva dynamodb:GetItem arn:aws:dynamodb:us-east-1:222222222222:table/notes",
            "prod eva s3:ListAllMyBuckets *",
        ]
    );
    // The role doesn't exist in dev.
    assert_eq!(asked[0].not_applicable, ["there is no role `admins`"]);
    assert_eq!(asked[2].questions[0].resource, RequestText::literal("*"));
    let unknown = Piece::Unknown("aws_s3_bucket.all.bucket".to_owned());
    assert_eq!(asked[3].questions[0].resource.pieces()[1], unknown);
}

#[test]
fn a_test_is_not_applicable_where_its_grant_is_missing() {
    let project = load(
        "  identities: { ana: { role: authenticated } }
  tests:
    - { as: ana, cannot: s3:GetObject, on: [\"s3://{admins.all.bucket}/a\", \"s3://b/a\"] }
    - { as: ana, cannot: s3:ListBucket, on: \"s3://b\", with: { \"s3:prefix\": [\"{admins.all.bucket}/\", x] } }
",
    );
    let asked = &project.access().asked;
    let counts: Vec<(usize, usize)> =
        asked.iter().map(|asked| (asked.questions.len(), asked.not_applicable.len())).collect();
    assert_eq!(counts, [(1, 1), (0, 1), (2, 0), (1, 0)]);
    let present = &asked[3].questions[0].present["s3:prefix"];
    assert_eq!(
        present.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["<aws_s3_bucket.all.bucket>/", "x"]
    );
}

/// The session of an identity with the role that AWS picks, in prod.
fn session(identity: &str) -> Session {
    let project = load(&format!(
        "  identities: {{ who: {identity} }}
  tests: [{{ as: who, cannot: \"*\", on: \"*\", without: \"AWS:SourceVpce\", environments: prod }}]\n"
    ));
    let asked = &project.access().asked[0];
    let question = &asked.questions[0];
    assert_eq!(question.absent, ["aws:sourcevpce"]);
    let role: &RoleReference = &question.caller.roles.obtainable[0].role;
    let environment =
        project.environments().iter().find(|environment| environment.key() == asked.environment);
    question.caller.session(role, environment.expect("the environment exists"))
}

/// The values of a key, separated by commas.
fn value(session: &Session, key: &str) -> String {
    let values = session.keys.get(key).map(|key| key.values.as_slice()).unwrap_or_default();
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

#[test]
fn a_session_carries_what_its_role_and_its_identity_determine() {
    let ana = session("{ role: authenticated, principal_tags: { team: it, extra: \"{environment}\" } }");
    for (key, expected) in [
        ("aws:principalarn", "arn:aws:iam::222222222222:role/app/notes-prod-authenticated"),
        ("aws:principalaccount", "222222222222"),
        ("aws:federatedprovider", "cognito-identity.amazonaws.com"),
        ("aws:userid", "<the ID of the role `authenticated`>:CognitoIdentityCredentials"),
        ("cognito-identity.amazonaws.com:sub", "<identity>"),
        ("cognito-identity.amazonaws.com:aud", "<the identity pool's ID>"),
        ("cognito-identity.amazonaws.com:amr", "authenticated"),
        // Session tags override those of the role, whatever their case.
        ("aws:principaltag/team", "it"),
        ("aws:principaltag/project", "notes"),
        ("aws:principaltag/owner", "us"),
        ("aws:principaltag/extra", "prod"),
    ] {
        assert_eq!(value(&ana, key), expected, "{key}");
    }
    assert_eq!(ana.other_tags, OtherTags::Absent);
    assert!(!ana.keys["cognito-identity.amazonaws.com:amr"].is_complete);
}

#[test]
fn guests_have_the_tags_of_their_role() {
    let guest = session("{ role: guest }");
    assert_eq!(value(&guest, "cognito-identity.amazonaws.com:amr"), "unauthenticated");
    assert!(guest.keys["cognito-identity.amazonaws.com:amr"].is_complete);
    assert_eq!(
        (value(&guest, "aws:principaltag/team").as_str(), guest.other_tags),
        ("shared", OtherTags::Absent)
    );
}

#[test]
fn claims_become_tags() {
    let tags = |claims: &str| {
        let session =
            session(&format!("{{ provider: main, claims: {{ \"cognito:roles\": authenticated{claims} }} }}"));
        (value(&session, "aws:principaltag/team"), value(&session, "aws:principaltag/level"))
    };
    let pair = |team: &str, level: &str| (team.to_owned(), level.to_owned());
    // Without the claim, the tag is that of the role.
    assert_eq!(tags(""), pair("shared", ""));
    assert_eq!(tags(", team: it"), pair("it", ""));
    assert_eq!(tags(", team: it, \"custom:level\": \"1\""), pair("it", "1"));
    // AWS doesn't say what becomes of a list.
    assert_eq!(tags(", team: [it, hr]"), pair("<the claim `team`>", ""));
}

#[test]
fn all_tags_are_any_tags() {
    let any = session("{ role: authenticated, principal_tags: any }");
    assert_eq!((value(&any, "aws:principaltag/owner"), any.other_tags), (String::new(), OtherTags::Any));
    // The backend of a developer provider sets any tags.
    let developer = session("{ provider: developer_provider }");
    assert_eq!(developer.other_tags, OtherTags::Any);
    assert_eq!(value(&developer, "cognito-identity.amazonaws.com:amr"), "authenticated,login.notes");
    let social = session("{ provider: google }");
    assert_eq!(value(&social, "cognito-identity.amazonaws.com:amr"), "authenticated,accounts.google.com");
}

#[test]
fn files_have_more_identities_and_tests_in_any_language() {
    let inputs = format!(
        "{POOL}{ROLES}access:
  identities: {{ ana: {{ role: authenticated }} }}
  tests: [{{ name: first, as: ana, cannot: \"*\", on: \"s3://b/{{zoe}}\" }}]
  files: [\"access/*\", access/b.json]
{ENVIRONMENTS}"
    );
    let files = [
        (
            "access/b.json",
            r#"{"tests": [{"name": "second", "as": "zoe", "cannot": "*", "on": "s3://b/{ana}"}]}"#,
        ),
        ("access/c.toml", "[identities.zoe]\nrole = \"authenticated\"\n"),
        ("access/a.yaml", "tests: [{ name: third, as: zoe, cannot: \"*\", on: \"*\" }]\n"),
        ("access/.hidden.yaml", "not: read\n"),
        ("access/below/d.yaml", "not: read\n"),
    ];
    let policies = files.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    let inputs = Inputs::Memory { path: "poolsmith.yaml".into(), text: inputs, policies };
    let project = Project::load(Request::of(inputs, "".into()));
    let project = project.unwrap_or_else(|failure| panic!("{:#?}", failure.log.diagnostics));
    let suite = &project.access().suite;
    let names: Vec<&str> = suite.tests.iter().filter_map(|test| test.name.as_deref()).collect();
    assert_eq!(names, ["first", "third", "second"]);
    assert_eq!(suite.identities.keys().collect::<Vec<_>>(), ["ana", "zoe"]);
    assert_eq!(suite.tests[1].span.file, suite.tests[1].identities[0].1.file);
    assert_ne!(suite.tests[0].span.file, suite.tests[1].span.file);
}

const WITH_FILES: &str = "name: notes
identity_pool: { social: { google: \"1234\" } }
access: { files: [\"access/*.yaml\"] }
environments: { dev: { region: us-east-1 } }
";

const FILE: &str = "identities: { ana: { role: authenticated } }
tests: [{ as: ana, cannot: \"*\", on: \"*\" }]
";

#[test]
fn access_tests_do_not_change_what_is_generated() {
    let folder = workspace(WITH_FILES);
    fs::create_dir(folder.path().join("access")).unwrap();
    fs::write(folder.path().join("access/a.yaml"), FILE).unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    fs::write(folder.path().join("access/b.yaml"), FILE.replace("ana", "ben")).unwrap();
    let output = poolsmith(folder.path(), &["check"]);
    assert!(output.status.success(), "{}", words(&output));
}

#[cfg(unix)]
#[test]
fn files_of_access_tests_stay_in_the_repository() {
    let outside = workspace("name: notes\n");
    fs::write(outside.path().join("secret.yaml"), FILE).unwrap();
    let folder = workspace(WITH_FILES);
    fs::create_dir(folder.path().join("access")).unwrap();
    let link = folder.path().join("access/a.yaml");
    std::os::unix::fs::symlink(outside.path().join("secret.yaml"), link).unwrap();
    let output = poolsmith(folder.path(), &["generate", "--dry-run"]);
    let said = words(&output);
    assert!(said.contains("[E0605]") && said.contains("it is outside the repository"), "{said}");
}

#[test]
fn documents_are_supplied_by_arn() {
    let document = |environment: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::{environment}-*"}}}}"#
        )
    };
    let inputs = format!(
        "{POOL}roles:
  authenticated:
    permissions_boundary: \"arn:{{partition}}:iam::{{account_id}}:policy/{{environment}}\"
access:
  documents: {{ \"arn:{{partition}}:iam::{{account_id}}:policy/{{environment}}\": boundary.json }}
environments:
  dev: {{ region: us-east-1, account_id: \"111111111111\" }}
  prod: {{ region: us-east-1, account_id: \"222222222222\" }}
"
    );
    let policies = vec![("boundary.json".to_owned(), document("{environment}"))];
    let inputs = Inputs::Memory { path: "poolsmith.yaml".into(), text: inputs, policies };
    let project = Project::load(Request::of(inputs, "".into()));
    let project = project.unwrap_or_else(|failure| panic!("{:#?}", failure.log.diagnostics));
    let documents = &project.access().documents;
    let supplied = &documents["prod"]["arn:aws:iam::222222222222:policy/prod"];
    assert_eq!(supplied.values["environment"].known(), Some("prod"));
    assert_eq!(documents["dev"].keys().collect::<Vec<_>>(), ["arn:aws:iam::111111111111:policy/dev"]);
}

#[test]
fn the_lists_of_tests_do_not_multiply_without_a_limit() {
    let names: Vec<String> = (0..64).map(|number| format!("i{number}")).collect();
    let identities: String =
        names.iter().map(|name| format!("{name}: {{ role: authenticated }}, ")).collect();
    let actions = vec!["\"s3:Get*\""; 64].join(", ");
    let resources = vec!["\"s3://b/*\""; 64].join(", ");
    let inputs = format!(
        "{POOL}{ROLES}access: {{ identities: {{ {identities} }}, tests: [{{ as: [{}], cannot: [{actions}], on: [{resources}] }}] }}\n{ENVIRONMENTS}",
        names.join(", ")
    );
    let failure =
        Project::load(Request::memory("poolsmith.yaml", &*inputs)).err().expect("too many questions");
    let codes: Vec<&str> =
        failure.log.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert!(codes.contains(&"E0011"), "{codes:?}");
}
