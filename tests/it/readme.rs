//! The README of a workspace says for each environment what its policies say, and the modules' READMEs what their
//! files declare.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{examples, poolsmith, words, workspace};

/// What a statement allows or denies in an environment: `ROLE_GRANT allows`, its actions and its resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub about: String,
    pub actions: Vec<String>,
    pub resources: Vec<String>,
}

/// The rows of an environment in a workspace's README, in order.
pub fn rows_of_readme(readme: &str, environment: &str) -> Vec<Row> {
    let tables = readme.split_once("## Access in each environment").map_or("", |(_, after)| after);
    let section = tables.split("\n## ").next().unwrap_or_default();
    let heading = format!("### {environment}");
    let lines = section.lines().skip_while(|line| *line != heading).skip(1);
    let mut role = "";
    let mut rows = Vec::new();
    for line in lines.take_while(|line| !line.starts_with("### ")) {
        if let Some(rest) = line.strip_prefix("What the role `") {
            role = rest.split('`').next().unwrap_or_default();
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        if let [grant, effect @ ("allows" | "denies"), actions, resources, ..] = cells[..] {
            let about = format!("{role}_{} {effect}", code(grant).concat());
            rows.push(Row { about, actions: code(actions), resources: code(resources) });
        }
    }
    rows
}

/// The code in a cell of a table. A statement may also name the identity by its policy variable.
fn code(cell: &str) -> Vec<String> {
    const VARIABLE: &str = "${cognito-identity.amazonaws.com:sub}";
    cell.split('`').skip(1).step_by(2).map(|text| text.replace(VARIABLE, "{identity}")).collect()
}

/// The rows that a module of policies means with the values of an environment, in order.
pub fn rows_of_policies(policies: &str, environment: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut address, mut is_there, mut element) = ("", true, "");
    for line in policies.lines() {
        let trimmed = line.trim_start();
        let depth = line.len() - trimmed.len();
        let types = ["resource \"aws_iam_role_policy\" \"", "resource \"aws_iam_policy\" \""];
        if let Some(rest) = types.iter().find_map(|start| line.strip_prefix(start)) {
            (address, is_there) = (rest.trim_end_matches("\" {"), true);
        } else if trimmed.starts_with("count = ") {
            is_there = argument(environment, address).is_some();
        }
        let (name, value) =
            trimmed.split_once(" = ").filter(|_| (6..=8).contains(&depth)).unwrap_or(("", trimmed));
        element = if !name.is_empty() { name.trim_end() } else { element };
        if !is_there || depth < 6 {
            continue;
        }
        match (element, rows.last_mut()) {
            ("Effect", _) if name.starts_with("Effect") => {
                let effect = if value == "\"Deny\"" { "denies" } else { "allows" };
                rows.push(Row {
                    about: format!("{address} {effect}"),
                    actions: Vec::new(),
                    resources: Vec::new(),
                });
            }
            ("Action" | "NotAction", Some(row)) => row.actions.extend(strings(value, address, environment)),
            ("Resource" | "NotResource", Some(row)) => {
                row.resources.extend(strings(value, address, environment));
            }
            _ => {}
        }
    }
    rows
}

/// The argument of a grant in an environment: the lines of its object.
fn argument<'a>(environment: &'a str, address: &str) -> Option<&'a str> {
    let (_, grants) = environment.split_once("module \"policy\"")?;
    let rest = &grants[grants.find(&format!("\n  {address} = {{"))?..];
    Some(&rest[..rest.find("\n  }").unwrap_or(rest.len())])
}

/// The strings and variables in an expression, with the values of an environment.
fn strings(value: &str, address: &str, environment: &str) -> Vec<String> {
    let mut strings = Vec::new();
    for (index, piece) in value.split('"').enumerate() {
        if index % 2 == 1 {
            strings.push(expanded(piece, address, environment));
            continue;
        }
        let variables = piece.split(['[', ']', ',', ' ']).filter_map(|word| word.strip_prefix("var."));
        let names = variables.map(|rest| rest.rsplit('.').next().unwrap_or_default());
        strings.extend(names.map(|name| attribute(environment, address, name)));
    }
    strings
}

fn expanded(text: &str, address: &str, environment: &str) -> String {
    let mut parts = text.split("${");
    let mut expanded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, after) = part.split_once('}').unwrap_or((part, ""));
        if expanded.ends_with('$') {
            expanded.pop();
            let is_identity = inside.ends_with(":sub");
            expanded += &if is_identity { "{identity}".to_owned() } else { format!("${{{inside}}}") };
        } else {
            let name = inside.rsplit('.').next().unwrap_or_default();
            expanded += &attribute(environment, address, name);
        }
        expanded += after;
    }
    expanded
}

/// The value of an attribute, or the reference to it.
fn attribute(environment: &str, address: &str, name: &str) -> String {
    let lines = argument(environment, address).into_iter().flat_map(str::lines);
    let mut attributes = lines.filter_map(|line| line.trim_start().split_once("= "));
    match attributes.find(|(attribute, _)| attribute.trim_end() == name).map(|(_, value)| value) {
        Some(value) if value.starts_with('"') => value.trim_matches('"').to_owned(),
        Some(reference) => format!("${{{reference}}}"),
        None => format!("no {address}.{name}"),
    }
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_default()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a directory");
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
}

#[test]
fn the_tables_of_the_examples_are_the_policies() {
    for example in examples() {
        let (readme, policies) = (read(&example, "README.md"), read(&example, "modules/policy/main.tf"));
        for key in names_in(&example.join("environments")) {
            let environment = read(&example, &format!("environments/{key}/main.tf"));
            let (mut shown, mut meant) =
                (rows_of_readme(&readme, &key), rows_of_policies(&policies, &environment));
            shown.sort();
            meant.sort();
            assert_eq!(shown, meant, "{}: {key}", example.display());
        }
    }
}

/// The names that declarations have, and those in the first column of the tables below a heading.
fn declared<'a>(file: &'a str, kind: &str) -> BTreeSet<&'a str> {
    let names =
        file.lines().filter_map(|line| line.strip_prefix(kind)?.strip_prefix(" \"")?.split('"').next());
    names.collect()
}

fn listed<'a>(readme: &'a str, heading: &str) -> BTreeSet<&'a str> {
    let section = readme.split_once(heading).map_or("", |(_, after)| after);
    let section = section.split("\n## ").next().unwrap_or_default();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    cells.filter(|cell| !["Name", "---"].contains(cell)).collect()
}

/// Without the markers of terraform-docs: what it writes between them depends on its version and on a provider lock.
#[test]
fn the_modules_readmes_list_what_their_files_declare() {
    for example in examples() {
        for module in ["identity-pool", "roles", "policy"] {
            let module = example.join("modules").join(module);
            let readme = read(&module, "README.md");
            assert!(!readme.contains("TF_DOCS"), "{}", module.display());
            let (variables, outputs) = (read(&module, "variables.tf"), read(&module, "outputs.tf"));
            assert_eq!(
                listed(&readme, "## Inputs"),
                declared(&variables, "variable"),
                "{}",
                module.display()
            );
            assert_eq!(listed(&readme, "## Outputs"), declared(&outputs, "output"), "{}", module.display());
        }
    }
}

fn readme_of(inputs: &str) -> String {
    let folder = workspace(inputs);
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success(), "{inputs}: {}", words(&output));
    read(folder.path(), "README.md")
}

/// Inputs with this identity pool, in the given region.
fn with_pool(pool: &str, region: &str) -> String {
    format!("name: notes\nidentity_pool: {{ {pool} }}\nenvironments: {{ dev: {{ region: {region} }} }}\n")
}

#[test]
fn an_application_gets_the_lines_for_its_providers() {
    const USER_POOL: &str = "user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }";
    const CHINA: &str = "user_pools: { main: { user_pool_id: cn-north-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }";
    for (pool, region, there, not_there) in [
        (
            USER_POOL,
            "eu-west-1",
            &[
                "userPoolId: \"us-east-1_Ab12Cd34E\"",
                "\"cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E\": idToken",
                "clientConfig: { region: \"eu-west-1\" }",
                "allowGuestAccess: false",
            ][..],
            &["Guests have no logins", "GetOpenIdTokenForDeveloperIdentity"][..],
        ),
        (
            CHINA,
            "cn-north-1",
            &["\"cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab12Cd34E\": idToken"],
            &["amazonaws.com/"],
        ),
        ("guest_access: true", "us-east-1", &["allowGuestAccess: true"], &["logins", "userPoolId"]),
        (
            "keep_other_providers: true",
            "us-east-1",
            &["Users of the app clients that another service adds sign in"],
            &["Nobody gets"],
        ),
        (
            "developer_provider: login.notes.example",
            "us-east-1",
            &["Logins: { \"login.notes.example\": userId }"],
            &["logins: {", "Amplify.configure"],
        ),
        (
            "oidc: { partner: \"arn:aws:iam::111111111111:oidc-provider/id.partner.example/a\" }, social: { facebook: \"1234567890123456\" }",
            "us-east-1",
            &["\"id.partner.example/a\": idToken", "\"graph.facebook.com\": accessToken"],
            &["Amplify.configure"],
        ),
    ] {
        let readme = readme_of(&with_pool(pool, region));
        for text in there {
            assert!(readme.contains(text), "{pool}: {text}\n{readme}");
        }
        for text in not_there {
            assert!(!readme.contains(text), "{pool}: {text}\n{readme}");
        }
    }
}

/// Only who can get a role gets lines for an application, and those of the flow that gives it.
#[test]
fn an_application_gets_lines_only_where_a_role_can_be_had() {
    let inputs = |pool: &str, roles: &str| {
        format!(
            "name: notes\nidentity_pool: {{ {pool} }}\nroles: {{ {roles} }}\nenvironments: {{ dev: {{ region: us-east-1 }} }}\n"
        )
    };
    let google = "guest_access: true, social: { google: \"1234\" }";
    let none = readme_of(&inputs(google, "authenticated: { attached: false }, guest: { attached: false }"));
    for text in [
        "which has no roles",
        "Users of `google` get an identity, but no role",
        "Guests get an identity, but no role",
        "The environment has no roles.",
    ] {
        assert!(none.contains(text), "{text}\n{none}");
    }
    for text in ["fromCognitoIdentityPool", "Amplify", "PassRole", "IAM roles", "`{identity}`", "| Role |"] {
        assert!(!none.contains(text), "{text}\n{none}");
    }
    let guests = readme_of(&inputs(google, "authenticated: { attached: false }"));
    assert!(guests.contains("allowGuestAccess: true") && !guests.contains("logins: {"), "{guests}");
    let classic = "classic_flow: true, social: { google: \"1234\" }";
    let both = readme_of(&inputs(classic, "admins: { trust: { providers: [google] } }"));
    assert!(both.contains("fromCognitoIdentityPool") && both.contains("fromWebToken"), "{both}");
    let only_classic = readme_of(&inputs(
        classic,
        "authenticated: { attached: false }, admins: { trust: { providers: [google] } }",
    ));
    assert!(!only_classic.contains("fromCognitoIdentityPool"), "{only_classic}");
    assert!(only_classic.contains("\"accounts.google.com\": idToken"), "{only_classic}");
}

/// A reader learns which environments have an edge, if others don't.
#[test]
fn an_edge_names_the_environments_that_have_it() {
    let readme = readme_of(
        r#"
name: notes
identity_pool: { user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } } }
roles: { admins: { grants: {} } }
role_mappings: { main: { type: rules, rules: [{ claim: "cognito:groups", match: contains, value: "{{a|b}}", role: admins }] } }
environments: { dev: { region: us-east-1 }, prod: { region: us-east-1, remove: [role_mappings, roles.admins] } }
"#,
    );
    for text in [
        "provider_main -- \"1. cognito:groups Contains … (only dev)\" --> role_admins",
        "provider_main -- \"(only prod)\" --> role_authenticated",
        "| `admins` | `notes-dev-admins` | users of `main` whose `cognito:groups` contains `{a\\|b}` (rule 1) |",
        "| `authenticated` | `notes-dev-authenticated` | no identity of this pool |",
        "| `authenticated` | `notes-prod-authenticated` | users of `main` |",
    ] {
        assert!(readme.contains(text), "{text}\n{readme}");
    }
}

#[test]
fn a_readme_with_too_many_statements_says_where_they_are() {
    let statements = "{ Effect: Allow, Action: \"a:B\", Resource: \"*\" }, ".repeat(51);
    let environments = (0..60).map(|number| format!("e{number}: {{ region: us-east-1 }}, "));
    let readme = readme_of(&format!(
        "name: notes\nidentity_pool: {{ guest_access: true }}\nroles: {{ guest: {{ grants: {{ many: {{ statements: [{statements}] }} }} }} }}\nenvironments: {{ {} }}\n",
        environments.collect::<String>()
    ));
    assert!(readme.contains("too many policy statements") && !readme.contains("### e1\n"), "{readme}");
}
