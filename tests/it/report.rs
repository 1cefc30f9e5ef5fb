//! `poolsmith report`: the page and the Markdown say what the inputs mean, and nothing in the inputs becomes markup.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use poolsmith::project::{Base, Inputs, Options, Project, Request};
use poolsmith::report::{Contents, Verdict, html, markdown};
use poolsmith::source::is_hidden;
use pulldown_cmark::{Event, Options as MarkdownOptions, Parser};
use serde_json::{Value, json};

use crate::injection::{places::put, strings::STRINGS};
use crate::support::{Random, SMALLEST, examples, poolsmith, words, workspace};

/// Inputs that fill every section of a report.
fn inputs() -> Value {
    let on = "s3://{authenticated.files.bucket}/{other}/*";
    json!({
        "name": "notes",
        "identity_pool": {
            "name": "pool",
            "guest_access": true,
            "user_pools": { "main": { "user_pool_id": "us-east-1_a", "app_client_id": "a", "token_check": false } },
        },
        "roles": {
            "authenticated": {
                "managed_policy_arns": ["arn:aws:iam::111111111111:policy/other"],
                "grants": { "files": { "s3": { "bucket": "files", "allow": ["read", "list"] } } },
            },
            "guest": { "grants": { "own": { "statements": [{
                "Effect": "Deny",
                "Action": "s3:*",
                "Resource": ["arn:aws:s3:::a"],
                "Condition": { "StringEquals": { "s3:prefix": "a" } },
            }] } } },
            "admins": { "existing_role_arn": "arn:aws:iam::111111111111:role/admins" },
        },
        "role_mappings": { "main": { "type": "rules", "ambiguous": "authenticated", "rules": [
            { "claim": "custom:a", "match": "equals", "value": "a", "role": "admins" },
        ] } },
        "access": {
            "identities": { "ana": { "role": "authenticated" }, "someone": { "role": "guest" } },
            "tests": [
                { "name": "nobody else's", "as": "ana", "cannot": "s3:GetObject", "on": on, "undecided": "allow", "reason": "a" },
                { "name": "own", "as": "someone", "can": "s3:GetObject", "on": "s3://files/a" },
            ],
        },
        "accept": [{ "rule": "token-check-off", "reason": "a" }],
        "environments": { "dev": { "region": "us-east-1", "account_id": "111111111111" } },
    })
}

/// The places of the inputs that a report shows, as JSON pointers.
const PLACES: [&str; 13] = [
    "/identity_pool/name",
    "/roles/authenticated/name",
    "/roles/authenticated/managed_policy_arns/0",
    "/roles/authenticated/permissions_boundary",
    "/roles/authenticated/grants/files/s3/bucket",
    "/roles/guest/grants/own/statements/0/Action",
    "/roles/guest/grants/own/statements/0/Resource/0",
    "/roles/guest/grants/own/statements/0/Condition/StringEquals/s3:prefix",
    "/roles/admins/existing_role_arn",
    "/role_mappings/main/rules/0/claim",
    "/role_mappings/main/rules/0/value",
    "/access/tests/0/name",
    "/accept/0/reason",
];

/// What stands before the string in a place.
fn prefix(place: &str) -> &'static str {
    match place {
        "/roles/authenticated/managed_policy_arns/0" | "/roles/authenticated/permissions_boundary" => {
            "arn:aws:iam::111111111111:policy/"
        }
        "/roles/guest/grants/own/statements/0/Action" => "s3:",
        "/roles/guest/grants/own/statements/0/Resource/0" => "arn:aws:s3:::",
        "/roles/admins/existing_role_arn" => "arn:aws:iam::111111111111:role/",
        _ => "",
    }
}

fn load(strings: &[(&str, &str)]) -> Option<Project> {
    let mut inputs = inputs();
    for (place, string) in strings {
        let escaped = string.replace('{', "{{").replace('}', "}}");
        put(&mut inputs, place, &format!("{}{escaped}", prefix(place)));
    }
    let (path, text) = ("poolsmith.json".into(), inputs.to_string());
    Project::load(Request::of(Inputs::Memory { path, text, policies: Vec::new() }, "nowhere".into())).ok()
}

fn contents(mut project: Project) -> Contents {
    let results = project.test_access();
    let contents = Contents::of(&project, &results);
    let rendered = project.render().unwrap_or_else(|failure| panic!("{:?}", failure.log.diagnostics));
    let planned =
        rendered.plan(&Options::default()).unwrap_or_else(|failure| panic!("{:?}", failure.log.diagnostics));
    contents.with_findings(&planned.findings, &planned.log.sources)
}

/// The page and the comment about a change, since a base whose name looks like markup.
fn page_and_comment_since(old: &Project, mut project: Project) -> [String; 2] {
    let changes = project.compare_access(Some(old));
    let base = Base::Revision("</h2><b>|`main`".to_owned());
    let results = project.test_access();
    let contents = Contents::of(&project, &results);
    let contents = contents.with_changes(&base, Some(old), &changes, &project.log.sources);
    [html(&contents), markdown(&contents)]
}

fn page_and_comment(project: Project) -> [String; 2] {
    let contents = contents(project);
    [html(&contents), markdown(&contents)]
}

/// The start and end tags of a page, in order. Anything that is not what the page is made of is a failure.
fn tags(page: &str) -> Vec<String> {
    const ATTRIBUTES: [&str; 23] = [
        "aria-hidden",
        "aria-label",
        "charset",
        "class",
        "content",
        "d",
        "data-heading",
        "font-size",
        "height",
        "href",
        "http-equiv",
        "id",
        "lang",
        "name",
        "open",
        "role",
        "rowspan",
        "rx",
        "scope",
        "viewBox",
        "width",
        "x",
        "y",
    ];
    let (page, style) = page
        .split_once("<style>")
        .map(|(before, rest)| {
            let (style, after) = rest.split_once("</style>").expect("the style ends");
            (format!("{before}{after}"), style)
        })
        .expect("a style");
    assert!(!style.contains("url(") && !style.contains('<') && !style.contains("@import"));
    let mut tags = Vec::new();
    for part in page.strip_prefix("<!doctype html>\n").expect("a doctype").split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("the tag ends");
        assert!(!text.contains(['>', '"', '\'']), "{text:?} is not escaped");
        let mut rest = tag;
        let name = rest.split(' ').next().expect("a name");
        assert!(name.trim_start_matches('/').chars().all(|c| c.is_ascii_alphanumeric()), "{tag:?}");
        rest = &rest[name.len()..];
        while let Some(attribute) = rest.strip_prefix(' ') {
            let (key, value) = attribute.split_once("=\"").expect("a quoted value");
            assert!(!key.is_empty() && ATTRIBUTES.contains(&key), "{tag:?}");
            let (value, after) = value.split_once('"').expect("the value ends");
            assert!(key != "href" || value.starts_with('#'), "{tag:?} refers to something else");
            rest = after;
        }
        assert!(rest.is_empty(), "{tag:?}");
        tags.push(name.to_owned());
    }
    tags
}

/// Asserts that each element ends where it may, and returns how often each occurs outside of pictures. Quoted values are
/// inline elements, whose number depends on the text.
fn shape(page: &str) -> BTreeMap<String, usize> {
    let (mut open, mut shape) = (Vec::new(), BTreeMap::new());
    for tag in tags(page) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name)),
            None if tag == "meta" => {}
            None => {
                let is_counted = !open.iter().any(|name| name == "svg") && tag != "code";
                *shape.entry(tag.clone()).or_default() += usize::from(is_counted);
                open.push(tag);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    shape
}

/// Asserts that a string in every place that takes it is only text, and returns the number of these places.
fn assert_only_text(string: &str) -> usize {
    let places: Vec<&str> = PLACES.into_iter().filter(|place| load(&[(place, string)]).is_some()).collect();
    let with = |string: &str| {
        let strings: Vec<(&str, &str)> = places.iter().map(|place| (*place, string)).collect();
        load(&strings).map(page_and_comment)
    };
    let [page, comment] =
        with(string).unwrap_or_else(|| panic!("{string:?} is refused in {places:?} together"));
    let [harmless_page, harmless_comment] = with("hhh").expect("a harmless string");
    assert_eq!(shape(&page), shape(&harmless_page), "{string:?} in {places:?}");
    let shape =
        |text: &str| (text.lines().count(), text.matches("<details>").count(), text.matches("\n| ").count());
    assert_eq!(shape(&comment), shape(&harmless_comment), "{string:?}\n{comment}");
    assert!(!comment.chars().chain(page.chars()).any(|c| is_hidden(c) || c == '\t' || c == '\r'));
    places.len()
}

#[test]
fn nothing_in_the_inputs_becomes_markup() {
    let hostile = [
        "</td></tr></table><script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "</style><b>",
        "<!--",
        "]]>",
        "&lt;",
    ];
    let strings =
        STRINGS.iter().copied().filter(|string| !string.is_empty() && !string.chars().any(is_hidden));
    let mut taken = 0;
    for string in strings.chain(hostile) {
        taken += assert_only_text(string);
    }
    assert!(taken > 100, "the strings are accepted in {taken} places only");
}

#[test]
fn nothing_in_two_versions_becomes_markup() {
    let known =
        shape(&page_and_comment_since(&load(&[]).unwrap(), load(&[("/accept/0/reason", "b")]).unwrap())[0]);
    for string in
        ["</td></tr></table><script>alert(1)</script>", "\" onload=\"alert(1)", "a|b`c", "<!--", "&lt;"]
    {
        let is_taken = |place: &&str| load(&[(place, string)]).is_some();
        let strings: Vec<(&str, &str)> =
            PLACES.into_iter().filter(is_taken).map(|place| (place, string)).collect();
        let with = || load(&strings).expect("valid inputs");
        let harmless = || load(&[]).expect("valid inputs");
        for [page, comment] in
            [page_and_comment_since(&harmless(), with()), page_and_comment_since(&with(), harmless())]
        {
            let unknown: Vec<String> =
                shape(&page).into_keys().filter(|tag| !known.contains_key(tag) && tag != "span").collect();
            assert!(unknown.is_empty(), "{string:?}: {unknown:?}");
            for mark in ["class=\"mark new\"", "class=\"mark gone\""] {
                assert!(page.contains(mark), "{string:?}: {mark}");
            }
            assert!(comment.contains("**new**") && comment.contains("**gone**"), "{comment}");
            assert_eq!(unknown_markup(&comment), [] as [String; 0], "{string:?}");
        }
    }
}

/// The HTML in a comment that is not what the comment is made of.
fn unknown_markup(comment: &str) -> Vec<String> {
    let known = ["<br>", "</details>", "<details><summary>Environment dev: roles and what they may do ("];
    let html = Parser::new_ext(comment, MarkdownOptions::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.trim_end().to_owned()),
        _ => None,
    });
    html.filter(|html| !known.iter().any(|known| html.starts_with(known))).collect()
}

#[test]
fn random_text_does_not_become_markup() {
    const PARTS: [&str; 14] =
        ["<", ">", "\"", "'", "&", "<b>", "</p>", "`", "|", "a", "\\", "<!--", "<script>", "##[group]"];
    let mut taken = 0;
    for seed in 1..=15 {
        let mut random = Random::new(seed);
        let string: String = (0..random.between(1..=8)).map(|_| random.pick(&PARTS)).collect();
        taken += assert_only_text(&string);
    }
    assert!(taken > 40, "the strings are accepted in {taken} places only");
}

#[test]
fn a_report_has_every_section() {
    let project = load(&[]).expect("valid inputs");
    let contents = contents(project);
    assert_eq!(Verdict::of(&contents).sentence, "1 of 2 access tests fails; 2 findings, 1 accepted");
    let [page, comment] = [html(&contents), markdown(&contents)];
    for section in
        ["id=\"tests\"", "id=\"findings\"", "id=\"accepted\"", "id=\"environment-dev\"", "<svg ", "<h1>"]
    {
        assert!(page.contains(section), "{section}");
    }
    for text in [
        "failed",
        "expected: someone can s3:GetObject on files/a",
        "users of main",
        "denies",
        "exists already",
    ] {
        assert!(page.contains(text) && comment.contains(text), "{text}\n{comment}");
    }
}

/// The statements of an example that its README lists.
fn listed_statements(folder: &Path) -> usize {
    let readme = fs::read_to_string(folder.join("README.md")).expect("a README");
    readme.lines().filter(|line| line.contains("` | allows |") || line.contains("` | denies |")).count()
}

#[test]
fn the_cells_of_the_examples_open_to_every_statement() {
    for example in examples() {
        let project = Project::load(Request::file(example.join("poolsmith.yaml")))
            .unwrap_or_else(|failure| panic!("{}: {:?}", example.display(), failure.log.diagnostics));
        let [page, _] = page_and_comment(project);
        let effects = page.matches("\n  &quot;Effect&quot;: &quot;").count();
        assert_eq!(effects, listed_statements(&example), "{}", example.display());
        shape(&page);
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_wherever_they_are() {
    let inputs = serde_json::to_string_pretty(&inputs()).unwrap();
    let pages = ["one.html", "two.html"].map(|name| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("poolsmith.json"), &inputs).unwrap();
        let output = poolsmith(folder.path(), &["report", "--html", name]);
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{name}\n"));
        assert_eq!(words(&output), "1 of 2 access tests fails; 2 findings, 1 accepted\n");
        fs::read(folder.path().join(name)).unwrap()
    });
    assert_eq!(pages[0], pages[1]);
}

#[test]
fn machines_get_what_the_page_shows() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("poolsmith.json"), inputs().to_string()).unwrap();
    let output = poolsmith(folder.path(), &["report", "--format", "json", "--html", "access.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let outcomes: Vec<&Value> =
        json["tests"].as_array().unwrap().iter().map(|test| &test["outcome"]).collect();
    assert_eq!(outcomes, ["accepted", "failed"]);
    assert_eq!(json["accepted"][0]["rule"], "token-check-off");
    assert_eq!(json["written"], json!(["access.html"]));
    let codes: Vec<&Value> =
        json["diagnostics"].as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert!(codes.contains(&&json!("F0009")), "{codes:?}");
}

#[test]
fn only_an_html_file_is_replaced() {
    let folder = workspace(SMALLEST);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let output = poolsmith(folder.path(), &["report", "--html", "poolsmith.yaml"]);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("does not name an HTML file"), "{}", words(&output));
    assert_eq!(read("poolsmith.yaml"), SMALLEST);
    fs::write(folder.path().join("access.html"), "old").unwrap();
    let output = poolsmith(folder.path(), &["report", "--html", "access.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(read("access.html").starts_with("<!doctype html>"));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_not_followed() {
    let (folder, outside) = (workspace(SMALLEST), tempfile::tempdir().unwrap());
    let target = outside.path().join("own.html");
    fs::write(&target, "own").unwrap();
    std::os::unix::fs::symlink(&target, folder.path().join("access.html")).unwrap();
    let output = poolsmith(folder.path(), &["report", "--html", "access.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(fs::read_to_string(&target).unwrap(), "own");
    assert!(fs::read_to_string(folder.path().join("access.html")).unwrap().starts_with("<!doctype"));
}

#[test]
fn markdown_is_a_format_of_reports_only() {
    let folder = workspace(SMALLEST);
    let run = |arguments: &[&str]| {
        let output = poolsmith(folder.path(), arguments);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), words(&output))
    };
    let (code, text, _) = run(&["report", "--format", "markdown"]);
    assert_eq!(code, Some(0));
    assert!(text.starts_with("## Access of notes\n"), "{text}");
    assert_eq!(run(&["report"]).1, text);
    let (code, text, said) = run(&["check", "--format", "markdown"]);
    assert_eq!((code, &*text), (Some(2), ""), "{said}");
    assert!(said.contains("its formats: `human`, `json`, `sarif`, `github`\n"), "{said}");
}

#[test]
fn a_report_is_about_the_environments_that_were_asked_for() {
    let mut inputs = inputs();
    inputs["environments"]["prod"] = json!({ "region": "us-east-1", "account_id": "222222222222" });
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("poolsmith.json"), inputs.to_string()).unwrap();
    let run = |arguments: &[&str]| String::from_utf8(poolsmith(folder.path(), arguments).stdout).unwrap();
    let environments = |text: &str| text.matches("<summary>Environment ").count();
    assert_eq!(environments(&run(&["report"])), 2);
    let only = run(&["report", "--environment", "prod"]);
    assert_eq!(environments(&only), 1);
    assert!(!only.contains("111111111111:policy/other and dev") && !only.contains(", dev"), "{only}");
}

#[test]
fn a_long_list_of_environments_opens_to_all() {
    let mut inputs = inputs();
    for number in 2..=6 {
        inputs["environments"][format!("e{number}")] =
            json!({ "region": "us-east-1", "account_id": format!("{number}").repeat(12) });
    }
    let request =
        Inputs::Memory { path: "poolsmith.json".into(), text: inputs.to_string(), policies: Vec::new() };
    let project = Project::load(Request::of(request, "nowhere".into()))
        .unwrap_or_else(|failure| panic!("{:?}", failure.log.diagnostics));
    let [page, comment] = page_and_comment(project);
    let short = "dev, e2, e3, e4, … 6 environments";
    assert!(page.contains(&format!("<summary>{short}</summary><p>dev, e2, e3, e4, e5, e6</p>")));
    assert!(comment.contains(&format!("| {short} |")), "{comment}");
}
