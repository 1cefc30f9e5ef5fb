//! The environments in the inputs file of a new workspace.

use serde_json::{Map as Object, Value as Json};

use crate::starter::answers::is_production;
use crate::starter::inputs::{Answer, InputsText};
use crate::starter::{Answers, Field};

impl InputsText {
    /// An environment, which states its region and what differs from the first one.
    pub(super) fn environment(&mut self, answers: &Answers, environment: &str, is_first: bool) {
        self.push("  ");
        self.answer(environment, Answer::Environment(environment.to_owned()));
        self.line(if is_first { ":" } else { ": # states only what is different" });
        for (key, field) in [("region", Field::Region), ("account_id", Field::AccountId)] {
            if let Some(value) = answers.value(field, environment) {
                self.push(&format!("    {key}: "));
                self.answer(value, Answer::Value(field, environment.to_owned()));
                self.push("\n");
            }
        }
        if is_production(environment) {
            self.line("    protect: true # Terraform can't destroy or replace the identity pool");
        }
        if !is_first {
            self.differences(answers, environment);
        }
    }

    fn differences(&mut self, answers: &Answers, environment: &str) {
        let first = answers.environments.first().map(String::as_str).unwrap_or_default();
        let mut before: &[&str] = &[];
        for (field, path) in PLACES {
            let value =
                answers.value(field, environment).filter(|value| answers.value(field, first) != Some(value));
            let Some(value) = value else { continue };
            let (key, parents) = path.split_last().expect("a place has a key");
            let shared = parents.iter().zip(before).take_while(|(one, other)| one == other).count();
            for (depth, parent) in parents.iter().enumerate().skip(shared) {
                self.line(&format!("{}{parent}:", "  ".repeat(depth + 2)));
            }
            self.push(&format!("{}{key}: ", "  ".repeat(parents.len() + 2)));
            self.answer(value, Answer::Value(field, environment.to_owned()));
            self.push("\n");
            before = parents;
        }
    }
}

/// The places of values in the part of an environment, so that those with the same parents follow each other.
const PLACES: [(Field, &[&str]); 13] = [
    (Field::UserPoolId, &["identity_pool", "user_pools", "main", "user_pool_id"]),
    (Field::AppClientId, &["identity_pool", "user_pools", "main", "app_client_id"]),
    (Field::AmazonAppId, &["identity_pool", "social", "amazon"]),
    (Field::AppleAppId, &["identity_pool", "social", "apple"]),
    (Field::FacebookAppId, &["identity_pool", "social", "facebook"]),
    (Field::GoogleAppId, &["identity_pool", "social", "google"]),
    (Field::OidcProvider, &["identity_pool", "oidc", "partner"]),
    (Field::SamlProvider, &["identity_pool", "saml", "corporate"]),
    (Field::Bucket, &["roles", "authenticated", "grants", "files", "s3", "bucket"]),
    (Field::Table, &["roles", "authenticated", "grants", "items", "dynamodb", "table"]),
    (Field::RestApiId, &["roles", "authenticated", "grants", "api", "api_gateway", "api_id"]),
    (Field::GraphqlApiId, &["roles", "authenticated", "grants", "graphql", "appsync", "api_id"]),
    (Field::Function, &["roles", "authenticated", "grants", "function", "lambda", "function"]),
];

/// What an environment that is added states: its region, and what else is given for it.
pub fn environment_values(answers: &Answers, environment: &str) -> Object<String, Json> {
    let mut values = Object::new();
    let own = [(Field::Region, &["region"] as &[&str]), (Field::AccountId, &["account_id"])];
    for (field, path) in own.into_iter().chain(PLACES) {
        if let Some(value) = answers.value(field, environment) {
            let (key, parents) = path.split_last().expect("a place has a key");
            let parent = parents.iter().fold(&mut values, |object, parent| {
                let child = object.entry(*parent).or_insert_with(|| Object::new().into());
                child.as_object_mut().expect("the places of values don't contain each other")
            });
            parent.insert((*key).to_owned(), value.into());
        }
    }
    if is_production(environment) {
        values.insert("protect".to_owned(), true.into());
    }
    values
}
