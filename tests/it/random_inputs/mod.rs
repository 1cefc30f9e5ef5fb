//! Random valid inputs, and properties of their workspaces.
//!
//! - `POOLSMITH_RANDOM_CASES`: the number of cases; 300 by default.
//! - `POOLSMITH_RANDOM_SEED`: the seed of the first case; each further case has the next one. Failures print
//!   the seed.
//! - `POOLSMITH_RANDOM_OUT`: a directory for the workspaces, for tests with Terraform.

mod addresses;
mod case;
mod draft;
mod environments;
mod folder;
mod generate;
mod grants;
mod hcl_file;
mod mappings;
mod properties;
mod providers;
mod roles;
mod shrink;
mod statements;
mod terraform;
mod words;
mod yaml;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use case::Case;
use generate::{Spelling, generate};
use properties::{check, own_files};

use poolsmith::parallel;

use crate::editor_schema::Validator;
use crate::support::from_environment;

const DEFAULT_SEED: u64 = 20_000;
const DEFAULT_CASES: u64 = 300;

fn seeds() -> impl Iterator<Item = u64> {
    let first = from_environment("POOLSMITH_RANDOM_SEED", DEFAULT_SEED as usize) as u64;
    first..first + from_environment("POOLSMITH_RANDOM_CASES", DEFAULT_CASES as usize) as u64
}

#[test]
fn what_holds_for_every_workspace_holds_for_random_inputs() {
    let seeds: Vec<u64> = seeds().collect();
    parallel::map(&seeds, |seed| assert_holds(*seed));
}

/// A schema that refuses what poolsmith accepts would make an editor complain without a reason.
#[test]
fn the_schema_accepts_random_inputs() {
    let validator = Validator::new();
    for seed in seeds() {
        let inputs = Case::of_seed(seed).inputs;
        if let Err(error) = validator.validate(&inputs) {
            panic!("seed {seed}: {error:#}\n{inputs:#}");
        }
    }
}

fn assert_holds(seed: u64) {
    let case = Case::of_seed(seed);
    let Err(failure) = check(&case) else { return };
    let features = case.features.clone();
    let (smaller, failure) = shrink::shrink(case, failure);
    panic!(
        "{}\n{}\n\nfeatures: {features:?}\ninputs: {}\nagain: POOLSMITH_RANDOM_SEED={seed} POOLSMITH_RANDOM_CASES=1",
        failure.property,
        failure.detail,
        serde_json::to_string_pretty(&smaller.inputs).expect("inputs are JSON"),
    );
}

/// All features that random inputs must use sometimes.
const FEATURES: &[&str] = &[
    "one environment",
    "2 environments",
    "3 environments",
    "4 environments",
    "5 environments",
    "amazon",
    "ambiguous",
    "api_gateway",
    "apple",
    "appsync",
    "attached: false",
    "aws_provider",
    "backend: local",
    "backend: s3",
    "backend: azurerm",
    "backend: cloud",
    "backend: consul",
    "backend: cos",
    "backend: gcs",
    "backend: http",
    "backend: kubernetes",
    "backend: oss",
    "backend: partial",
    "backend: pg",
    "backend: remote",
    "classic flow",
    "conditions",
    "developer provider",
    "dynamodb",
    "dynamodb: attributes",
    "dynamodb: indexes",
    "dynamodb: leading_keys",
    "dynamodb: whole_table",
    "exclusive",
    "existing_role_arn",
    "facebook",
    "further role",
    "google",
    "guest access",
    "guest role",
    "hostile: claim",
    "hostile: description",
    "hostile: path",
    "hostile: rule value",
    "hostile: statement",
    "identity pool name",
    "iot",
    "keep_other_providers",
    "lambda",
    "managed policies",
    "mapping: rules",
    "mapping: token",
    "match: contains",
    "match: equals",
    "match: not_equal",
    "match: starts_with",
    "max_session_duration",
    "no account",
    "oidc",
    "optional part",
    "partition: aws",
    "partition: aws-cn",
    "partition: aws-us-gov",
    "path",
    "permissions_boundary",
    "policies: managed",
    "policy_file",
    "policy_name",
    "principal tags: custom",
    "principal tags: defaults",
    "protect",
    "provider: assume_role",
    "provider: other arguments",
    "provider: profile",
    "reference",
    "remove",
    "renamed_from of a grant",
    "renamed_from of a role",
    "required_version",
    "role name",
    "role tags",
    "role_defaults",
    "s3",
    "s3 with a key",
    "saml",
    "smallest",
    "statements",
    "tags",
    "token_check",
    "tokens",
    "trust: identity_pools",
    "trust: providers",
    "twitter",
    "user pool",
    "values that differ",
];

/// Random inputs that don't use all features would prove little.
#[test]
fn random_inputs_have_every_feature() {
    let mut counts: BTreeMap<&str, usize> = FEATURES.iter().map(|feature| (*feature, 0)).collect();
    for seed in DEFAULT_SEED..DEFAULT_SEED + DEFAULT_CASES {
        for feature in Case::of_seed(seed).features {
            *counts.entry(feature).or_default() += 1;
        }
    }
    let rare: Vec<_> = counts.iter().filter(|(_, count)| **count < 3).collect();
    assert!(rare.is_empty(), "in {DEFAULT_CASES} cases: {rare:?}");
    let unlisted: Vec<_> = counts.keys().filter(|feature| !FEATURES.contains(feature)).collect();
    assert!(unlisted.is_empty(), "not in the list: {unlisted:?}");
}

/// Writes workspaces for Terraform, if a directory is set.
#[test]
fn random_workspaces_are_written_where_they_are_wanted() {
    let Some(out) = std::env::var_os("POOLSMITH_RANDOM_OUT") else { return };
    for seed in seeds() {
        let case = Case::of_seed(seed);
        let folder = Path::new(&out).join(seed.to_string());
        let files = generate(&case, Spelling::Json).unwrap_or_else(|said| panic!("{seed}: {said}"));
        let inputs = serde_json::to_string_pretty(&case.inputs).expect("inputs are JSON");
        let given = own_files(&case).into_iter().chain([("poolsmith.json".to_owned(), inputs)]);
        for (path, text) in files.into_iter().chain(given) {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
            fs::write(path, text).expect("the file is written");
        }
    }
}
