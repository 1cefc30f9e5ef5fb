//! docs/grants.md is generated from the documents of the grant kinds.
//!
//! `POOLSMITH_BLESS=1 cargo test --test it grants_page` updates the page.

use crate::support;

use std::fmt::Write;
use std::fs;

use poolsmith::aws::guest;
use poolsmith::inputs::TokenString;
use poolsmith::policy::{GrantKey, KeyType, Kind, Kinds, PartCondition, content};
use poolsmith::tree::{Node, Value};

const PAGE: &str = "docs/grants.md";

const HEAD: &str = r#"<!-- Made from templates/grants/*.yaml by tests/it/grants_page.rs; do not edit. -->

# Grants

A grant is a named permission of a role. It has exactly one of these kinds and becomes one policy: an inline policy of the role, or with the role's `policies: managed` a customer managed policy. It allows only what is listed below; in the policy, statements of a grant that differ only in their actions are one statement.

`{identity}` is the identity ID of the signed-in user (`us-east-1:` and a UUID, not the `sub` of a user pool). It becomes the policy variable `${cognito-identity.amazonaws.com:sub}`. The other tokens, `{name}`, `{environment}`, `{region}`, `{account_id}` and `{partition}`, are available in every string of the inputs file. Below, the name of a key in braces is the value of that key in the grant, `{path_prefix}` is the path without the final `*`, and `{dns_suffix}` is the suffix of AWS host names, such as `amazonaws.com`.

```yaml
roles:
  authenticated:
    grants:
      files: { s3: { bucket: notes-uploads, allow: [read, write, delete, list] } }
      notes: { dynamodb: { table: notes, allow: [read, write] } }
```

Next to its kind, a grant can have:

- `policy_name`: the name of its policy in IAM. By default it is the grant's key; with `policies: managed` it is `{name}-{environment}-ROLE-GRANT`, and the policy has the path of the role.
- `renamed_from`: the grant's previous key. IAM can't rename a policy, so set `policy_name` to the policy's name as well: otherwise the policy is replaced.

"#;

const SPECIAL: &str = r#"## `statements`

IAM statements with tokens in any string: `Sid`, `Effect`, `Action` or `NotAction`, `Resource` or `NotResource`, and `Condition`. The grant allows and denies exactly what they say. See [the cookbook](cookbook.md) for statements for other services.

## `policy_file`

The path of an IAM policy document in JSON, relative to the inputs file, with tokens in any string. The grant allows and denies exactly what the document says.

"#;

fn page() -> String {
    let mut page = HEAD.to_owned();
    for kind in Kinds::built_in().iter() {
        page += &section(kind);
    }
    page += SPECIAL;
    page += &guests();
    page
}

fn section(kind: &Kind) -> String {
    let mut text = format!("## `{}`\n\n{}\n\n", kind.name, kind.title);
    if let Some(note) = &kind.note {
        writeln!(text, "{note}\n").unwrap();
    }
    text += "| key | what it is | default |\n| --- | --- | --- |\n";
    for (name, key) in &kind.keys {
        writeln!(text, "| `{name}` | {} | {} |", what(key), default(key)).unwrap();
    }
    text += "\nIt allows:\n\n";
    for statement in &kind.statements {
        text += &allowed(statement);
    }
    text += "\nSources and reasons, in the order of the policy:\n\n";
    for comment in comments(&kind.name) {
        writeln!(text, "- {comment}").unwrap();
    }
    text + "\n"
}

fn what(key: &GrantKey) -> String {
    let words: Vec<String> = match &key.is {
        KeyType::Words(words) => words.iter().map(|(word, meaning)| format!("`{word}`: {meaning}")).collect(),
        _ => Vec::new(),
    };
    let one_or_more = match &key.is {
        KeyType::Values { .. } | KeyType::Texts { .. } | KeyType::Fields => " One, or a list.",
        KeyType::Value { .. } | KeyType::Text { .. } | KeyType::Words(_) | KeyType::Flag => "",
    };
    let reference = match &key.is {
        KeyType::Value { .. } | KeyType::Values { .. } => " Can be a reference.",
        KeyType::Text { .. } | KeyType::Texts { .. } if key.is.referenced_text().is_some() => {
            " Can be a reference."
        }
        KeyType::Text { .. }
        | KeyType::Texts { .. }
        | KeyType::Words(_)
        | KeyType::Flag
        | KeyType::Fields => "",
    };
    let excludes = key.excludes.iter().map(|other| format!(" Not beside `{other}`."));
    let words = if words.is_empty() { String::new() } else { format!(" {}", words.join(" ")) };
    format!("{}{one_or_more}{reference}{}{words}", key.description, excludes.collect::<String>())
}

fn default(key: &GrantKey) -> String {
    match key.default() {
        Some(default) => default
            .iter()
            .map(|text| format!("`{}`", TokenString::source(text)))
            .collect::<Vec<_>>()
            .join(", "),
        None if key.optional => "none".to_owned(),
        None => "required".to_owned(),
    }
}

/// A statement as an item of a list.
fn allowed(statement: &Node) -> String {
    let when = PartCondition::of(statement);
    let given = if when == PartCondition::default() { "Always".to_owned() } else { circumstances(&when) };
    let element = |name: &str| texts(statement.get(name).expect("the element"));
    let mut text = format!("- {given}: {}\n", element("Action"));
    writeln!(text, "  - on {}", element("Resource")).unwrap();
    for condition in statement.get("Condition").into_iter().flat_map(conditions) {
        writeln!(text, "  - where {condition}").unwrap();
    }
    text
}

/// "`read` with `indexes`, without `attributes`".
fn circumstances(when: &PartCondition) -> String {
    let quoted = |words: &[&str]| {
        let shown = |word: &&str| format!("`{}`", word.replace('=', ": "));
        words.iter().map(shown).collect::<Vec<_>>().join(" and ")
    };
    match (&when.when[..], &when.unless[..]) {
        (with, []) => format!("with {}", quoted(with)),
        ([], without) => format!("without {}", quoted(without)),
        (with, without) => format!("with {}, without {}", quoted(with), quoted(without)),
    }
}

fn texts(node: &Node) -> String {
    let text = |item: &Node| {
        let when = PartCondition::of(item);
        let text = content(item).as_text().expect("a list of texts");
        if when == PartCondition::default() {
            format!("`{text}`")
        } else {
            format!("`{text}` ({})", circumstances(&when))
        }
    };
    match &node.value {
        Value::List(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        _ => text(node),
    }
}

fn conditions(node: &Node) -> Vec<String> {
    let when = PartCondition::of(node);
    match &content(node).value {
        Value::List(blocks) => blocks.iter().flat_map(conditions).collect(),
        Value::Map(operators) => {
            let suffix = if when == PartCondition::default() {
                String::new()
            } else {
                format!(" ({})", circumstances(&when))
            };
            let mut lines = Vec::new();
            let of_grant = |key: &str| ["when", "unless"].contains(&key);
            for (operator, entry) in operators.iter().filter(|(key, _)| !of_grant(key)) {
                for (key, values) in entry.node.as_map().expect("an operator has keys") {
                    lines.push(format!("`{key}` is {} by `{operator}`{suffix}", texts(&values.node)));
                }
            }
            lines
        }
        _ => panic!("a condition is a map"),
    }
}

/// The comments of a kind's document, except the first, which describes the file.
fn comments(kind: &str) -> Vec<String> {
    let path = support::repository().join(format!("templates/grants/{kind}.yaml"));
    let text = fs::read_to_string(path).expect("a kind's document");
    let mut comments: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines().skip(1).map(str::trim) {
        match line.strip_prefix("# ") {
            Some(words) if inside => *comments.last_mut().unwrap() += &format!(" {words}"),
            Some(words) => comments.push(words.to_owned()),
            None => {}
        }
        inside = line.starts_with('#');
    }
    comments
}

const GUESTS: &str = r#"## Guests

In the enhanced flow, which is the default, Amazon Cognito restricts a guest's session: regardless of the role's policies, only the actions below remain allowed. AWS's pages differ; poolsmith accepts what any of them lists. AWS ignores grants of other actions to `guest`; for the kinds above that is an error, for `statements` and `policy_file` a warning. With `classic_flow`, the restriction does not apply, and callers can choose any role that trusts the pool.

A guest loses the identity ID when the device forgets it, and gets another one by signing in. Data under a path or a key with `{identity}` is not transferred.

| page of AWS | as of | actions |
| --- | --- | --- |
"#;

fn guests() -> String {
    let mut text = GUESTS.to_owned();
    for page in &guest::SOURCES {
        let actions: Vec<String> = page.actions.iter().map(|action| format!("`{action}`")).collect();
        writeln!(text, "| {} | {} | {} |", page.title, page.as_of, actions.join(", ")).unwrap();
    }
    text
}

#[test]
fn the_page_is_what_the_documents_say() {
    let path = support::repository().join(PAGE);
    let page = page();
    if std::env::var_os("POOLSMITH_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).expect("docs/grants.md");
    assert!(written == page, "{PAGE}: POOLSMITH_BLESS=1 cargo test --test it grants_page");
}

#[test]
fn every_statement_has_a_source() {
    for kind in Kinds::built_in().iter() {
        let name = &kind.name;
        assert!(
            comments(name).iter().any(|comment| comment.contains(", \"") || comment.contains("Reference")),
            "{name}"
        );
    }
}
