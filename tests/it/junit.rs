//! `poolsmith test --format junit`: XML that a parser reads, with each outcome.

use serde_json::json;

use crate::support::{poolsmith, words};

fn inputs(name: &str) -> String {
    let on = "s3://{authenticated.files.bucket}/{other}/a";
    json!({
        "name": "notes",
        "identity_pool": { "user_pools": { "main": { "user_pool_id": "us-east-1_a", "app_client_id": "a" } } },
        "roles": {
            "authenticated": { "grants": { "files": { "s3": { "bucket": "files", "allow": ["read"] } } } },
            "admins": { "managed_policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
        },
        "role_mappings": { "main": { "type": "token" } },
        "access": {
            "identities": { "ana": { "role": "authenticated" }, "eva": { "role": "admins" } },
            "tests": [
                { "name": name, "as": "ana", "can": "s3:GetObject", "on": on },
                { "as": "ana", "cannot": "*", "on": on },
                { "name": "eva", "as": "eva", "cannot": "s3:GetObject", "on": on, "environments": "dev" },
                { "name": "eva's own", "as": "eva", "cannot": "s3:GetObject", "on": on, "undecided": "allow", "reason": "<&>" },
            ],
        },
        "environments": {
            "dev": { "region": "us-east-1" },
            "prod": { "region": "us-east-1", "remove": ["roles.admins"] },
        },
    })
    .to_string()
}

fn junit(name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("poolsmith.json"), inputs(name)).unwrap();
    let output = poolsmith(folder.path(), &["test", "--format", "junit"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn each_outcome_is_an_element() {
    let text = junit("others' files");
    let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    let count = |name: &str| root.attribute(name).and_then(|count| count.parse::<usize>().ok()).expect(name);
    let cases: Vec<_> = root.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    assert_eq!(count("tests"), cases.len());
    let failures: Vec<_> = root.descendants().filter(|node| node.has_tag_name("failure")).collect();
    assert_eq!(count("failures"), failures.len());
    let skipped = root.descendants().filter(|node| node.has_tag_name("skipped")).count();
    assert_eq!((count("skipped"), skipped), (skipped, 1));
    let outcomes: Vec<(&str, &str)> = failures
        .iter()
        .map(|node| (node.attribute("type").unwrap(), node.attribute("message").unwrap()))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("failed", "ana can s3:GetObject on files/<other>/a"),
            ("undecided", "eva cannot s3:GetObject on files/<other>/a"),
            ("failed", "ana can s3:GetObject on files/<other>/a"),
        ]
    );
    assert!(failures[0].text().is_some_and(|text| text.contains("nearest is grant `files`")), "{text}");
    assert!(text.contains("undecided, which is accepted: &lt;&amp;&gt;"), "{text}");
    let first = cases[0];
    assert_eq!((first.attribute("name"), first.attribute("classname")), (Some("others' files"), Some("dev")));
}

#[test]
fn a_name_is_only_text() {
    for name in
        ["\" a=\"", "</testcase><testcase name='a'>", "]]>", "&lt;", "a\u{fffe}b", "##[group]a", "<!--"]
    {
        let text = junit(name);
        let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
        let names: Vec<&str> = cases.filter_map(|case| case.attribute("name")).collect();
        assert_eq!(names.len(), junit("a").matches("<testcase ").count(), "{text}");
        assert!(!text.contains("##["), "{text}");
        assert!(names[0] == name || name.contains(['#', '\u{fffe}']), "{names:?}");
    }
}
