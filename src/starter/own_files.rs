//! The Terraform files of the user's own that a new workspace starts with.

use crate::inputs::layout::directory_of;
use crate::starter::answers::is_production;
use crate::starter::{Answers, Choice, Field};

const USER_POOL: &str = include_str!("../../starter/user_pool.tf");
const UPLOADS: &str = include_str!("../../starter/uploads.tf");

/// The length of a bucket's name, without `-uploads-` and the 12 digits of an account ID.
/// Source: Amazon S3 User Guide, "General purpose bucket naming rules": at most 63 characters.
const MAX_STEM: usize = 63 - "-uploads-".len() - 12;

/// The path and the text of each file, in the workspace.
pub fn own_files(answers: &Answers) -> Vec<(String, String)> {
    let files =
        [(Choice::CreateUserPool, "user_pool.tf", USER_POOL), (Choice::CreateBucket, "uploads.tf", UPLOADS)];
    let mut own = Vec::new();
    for environment in &answers.environments {
        for (choice, name, text) in files {
            if answers.chose(choice) {
                own.push((
                    format!("{}/{name}", directory_of(environment)),
                    filled(text, answers, environment),
                ));
            }
        }
    }
    own
}

/// A text with the values of an environment.
fn filled(text: &str, answers: &Answers, environment: &str) -> String {
    let origin = answers.value(Field::Origin, environment).or(Field::Origin.default()).unwrap_or_default();
    let protection = if is_production(environment) { "ACTIVE" } else { "INACTIVE" };
    let name = format!("{}-{environment}", answers.name);
    text.replace("NAME-ENVIRONMENT", &name)
        .replace(
            "BUCKET",
            &format!("{}-uploads", name.chars().take(MAX_STEM).collect::<String>().trim_end_matches('-')),
        )
        .replace("DELETION_PROTECTION", protection)
        .replace("\"ORIGIN\"", &format!("\"{}\"", crate::hcl::escape(origin)))
}

/// The text of a file of one environment for another: as a new workspace would have it, if it was never changed, or else with
/// the names of the other environment.
pub fn own_files_like(text: &str, name: &str, from: &str, to: &str) -> String {
    let new = |environment: &str| {
        own_files(&Answers {
            name: name.to_owned(),
            environments: vec![environment.to_owned()],
            choices: Choice::ALL.into_iter().collect(),
            ..Answers::default()
        })
    };
    let unchanged = new(from).into_iter().zip(new(to)).find(|((_, of_from), _)| of_from == text);
    match unchanged {
        Some((_, (_, of_to))) => of_to,
        None => text.replace(&format!("{name}-{from}"), &format!("{name}-{to}")),
    }
}
