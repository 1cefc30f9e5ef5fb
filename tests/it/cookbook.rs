//! Each recipe of docs/cookbook.md is a valid grant, and what the page says about guests is correct.

use std::fs;

use crate::support::{self, files, poolsmith, words, workspace};
use poolsmith::iam::{Pattern, reaches_guests};
use serde_json::{Value, json};

/// A recipe on the page.
struct Recipe {
    title: String,
    key: String,
    grant: Value,
    for_guests: bool,
}

fn recipes() -> Vec<Recipe> {
    let page = fs::read_to_string(support::repository().join("docs/cookbook.md")).expect("docs/cookbook.md");
    page.split("\n## ").skip(1).map(recipe).collect()
}

fn recipe(section: &str) -> Recipe {
    let title = section.lines().next().expect("a title").to_owned();
    let (_, rest) = section.split_once("```yaml\n").unwrap_or_else(|| panic!("{title}: no snippet"));
    let (snippet, after) = rest.split_once("```\n").expect("the end of a snippet");
    assert!(after.contains("Source: ") && !after.contains("```"), "{title}: one snippet, and a source");
    let grants: serde_json::Map<String, Value> = serde_saphyr::from_str(snippet).expect("a snippet is YAML");
    let (key, grant) = grants.into_iter().next().expect("a grant");
    let for_guests = after.trim_start().starts_with("Guests: yes. ");
    assert!(for_guests || after.trim_start().starts_with("Guests: no. "), "{title}: what of guests?");
    Recipe { title, key, grant, for_guests }
}

/// Inputs with these recipes as grants of a role.
fn inputs<'a>(role: &str, recipes: impl IntoIterator<Item = &'a Recipe>) -> String {
    let grants: serde_json::Map<String, Value> =
        recipes.into_iter().map(|recipe| (recipe.key.clone(), recipe.grant.clone())).collect();
    let inputs = json!({
        "name": "notes",
        "identity_pool": {
            "guest_access": role == "guest",
            "user_pools": { "main": {
                "user_pool_id": "us-east-1_Ab12Cd34E", "app_client_id": "3n4b5urk1ft4fl3mg5e62d9ado" } },
        },
        "principal_tags": { "main": { "defaults": true } },
        "roles": { role: { "grants": grants } },
        "environments": { "dev": { "region": "us-east-1", "account_id": "111111111111" } },
    });
    inputs.to_string()
}

fn said(inputs: &str) -> String {
    let folder = workspace(inputs);
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success(), "{}", words(&output));
    words(&output)
}

#[test]
fn every_recipe_generates_without_a_warning() {
    let recipes = recipes();
    assert!(recipes.len() >= 12);
    let folder = workspace(&inputs("authenticated", &recipes));
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success() && words(&output).is_empty(), "{}", words(&output));
    let policies = String::from_utf8(files(folder.path())["modules/policy/main.tf"].clone()).unwrap();
    for recipe in &recipes {
        assert!(policies.contains(&format!("\"authenticated_{}\"", recipe.key)), "{}", recipe.title);
    }
}

#[test]
fn what_the_page_says_of_guests_is_so() {
    for recipe in recipes() {
        for action in actions(&recipe.grant) {
            assert_eq!(
                reaches_guests(&Pattern::<()>::parse(&action)),
                recipe.for_guests,
                "{}: {action}",
                recipe.title
            );
        }
        let warned = said(&inputs("guest", [&recipe])).contains("W0006");
        assert_eq!(warned, !recipe.for_guests, "{}", recipe.title);
    }
}

fn actions(grant: &Value) -> Vec<String> {
    let statements = grant["statements"].as_array().expect("statements");
    let action = |action: &Value| action.as_str().expect("an action").to_owned();
    let of_one = |statement: &Value| match &statement["Action"] {
        Value::Array(actions) => actions.iter().map(action).collect::<Vec<_>>(),
        one => vec![action(one)],
    };
    statements.iter().flat_map(of_one).collect()
}

/// Only actions without a required resource in the Service Authorization Reference may be allowed on all
/// resources.
#[test]
fn no_recipe_is_wider_than_its_service_makes_it() {
    let unbound =
        ["polly", "rekognition", "textract", "comprehend", "translate", "transcribe", "personalize"];
    for recipe in recipes() {
        for statement in recipe.grant["statements"].as_array().expect("statements") {
            let service =
                actions(&json!({ "statements": [statement] }))[0].split(':').next().unwrap().to_owned();
            assert!(statement["Resource"] != "*" || unbound.contains(&service.as_str()), "{}", recipe.title);
        }
        assert!(actions(&recipe.grant).iter().all(|action| !action.contains('*')), "{}", recipe.title);
    }
}

#[test]
fn each_how_to_is_a_workspace_without_findings() {
    let page = fs::read_to_string(support::repository().join("docs/how-to.md")).expect("docs/how-to.md");
    let blocks: Vec<&str> =
        page.split("```yaml\n").skip(1).filter_map(|block| Some(block.split_once("```")?.0)).collect();
    assert!(blocks.len() >= 4);
    for inputs in blocks {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("poolsmith.yaml"), inputs).unwrap();
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{inputs}\n{}", words(&output));
        let check = poolsmith(folder.path(), &["check"]);
        let told = String::from_utf8_lossy(&check.stdout);
        assert!(check.status.success(), "{inputs}\n{told}");
    }
}
