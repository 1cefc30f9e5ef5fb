//! A case: random valid inputs, and what is known about them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::random_inputs::draft::Draft;
use crate::random_inputs::{environments, mappings, providers, roles, terraform};

/// Random inputs.
#[derive(Clone)]
pub struct Case {
    pub features: BTreeSet<&'static str>,
    pub inputs: Value,
    /// Policy files by path, which may contain `{environment}`.
    pub policy_files: BTreeMap<String, String>,
}

impl Case {
    pub fn of_seed(seed: u64) -> Self {
        let mut draft = Draft::of_seed(seed);
        let all_providers = providers::identity_pool(&mut draft);
        let all_roles = roles::roles(&mut draft, &all_providers);
        mappings::role_mappings(&mut draft, &all_providers, &all_roles);
        mappings::principal_tags(&mut draft, &all_providers);
        terraform::tags(&mut draft);
        terraform::provider(&mut draft);
        terraform::backend(&mut draft);
        let inputs = inputs(&mut draft);
        Self { features: draft.features, inputs, policy_files: draft.policy_files }
    }

    /// The inputs with another environment, which is like the first but has unique names.
    pub fn with_another_environment(&self) -> Self {
        let mut case = self.clone();
        let environments = case.inputs["environments"].as_object_mut().expect("environments");
        let (_, first) = environments.iter().next().expect("an environment");
        let another = first.clone();
        environments.insert("another".to_owned(), another);
        case
    }

    /// The keys of the environments.
    pub fn environments(&self) -> Vec<&str> {
        self.inputs["environments"].as_object().expect("environments").keys().map(String::as_str).collect()
    }

    /// The merged inputs of an environment, by the test's own implementation.
    pub fn of_environment(&self, key: &str) -> Value {
        let mut base = self.inputs.clone();
        base.as_object_mut().expect("a map").shift_remove("environments");
        let patch = &self.inputs["environments"][key];
        for path in patch["remove"].as_array().into_iter().flatten() {
            environments::remove(&mut base, path.as_str().expect("a path"));
        }
        environments::merge(&mut base, patch, &mut Vec::new());
        base
    }

    /// The policy files, by their expanded paths in each environment.
    pub fn policy_files(&self) -> Vec<(String, String)> {
        let environments = self.environments();
        let in_each = |(template, text): (&String, &String)| {
            let path = |key: &&str| (template.replace("{environment}", key), text.clone());
            environments.iter().map(path).collect::<Vec<_>>()
        };
        self.policy_files.iter().flat_map(in_each).collect()
    }
}

fn inputs(draft: &mut Draft) -> Value {
    let name = draft.random.pick(&["notes", "a", "x-1-", "an-application-of-32-characters-"]);
    let wanted: Vec<&Value> = draft.environments.iter().map(|environment| &environment.wanted).collect();
    let base = environments::base(&wanted, &mut draft.random);
    let mut all = Map::new();
    for environment in &draft.environments {
        let mut inputs = environment.own.clone();
        inputs.extend(environments::patch(&base, &environment.wanted));
        draft.features.extend(inputs.contains_key("remove").then_some("remove"));
        all.insert(environment.key.clone(), Value::Object(inputs));
    }
    let mut inputs = json!({ "name": name });
    inputs.as_object_mut().expect("a map").extend(base.as_object().expect("a map").clone());
    versions(draft, &mut inputs);
    inputs["environments"] = Value::Object(all);
    inputs
}

/// Keys that are the same for all environments, so they are in the base.
fn versions(draft: &mut Draft, inputs: &mut Value) {
    if draft.random.chance(30) {
        draft.on("required_version");
        let version = draft.random.pick(&[">= 1.10", "~> 1.10", ">= 1.10.0, != 1.10.1, < 2.0"]);
        crate::random_inputs::draft::set(inputs, &["terraform", "required_version"], json!(version));
    }
    if draft.random.chance(30) {
        draft.on("aws_provider");
        let version = draft.random.pick(&[">= 5.79", "~> 5.79", "!= 5.80.0, >= 5.79.0, < 7"]);
        crate::random_inputs::draft::set(inputs, &["terraform", "aws_provider"], json!(version));
    }
}
