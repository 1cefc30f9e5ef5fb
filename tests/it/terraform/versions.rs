//! Version constraints mean what they mean to Terraform.
//!
//! A long run: `VERSIONS=500 VERSIONS_SEED=7 cargo test --test it terraform::versions`

use std::fs;

use poolsmith::terraform::VersionConstraint;
use poolsmith::terraform::version::TERRAFORM_CONSTRAINT;

use crate::support::{Random, from_environment};
use crate::terraform::{said_by_init, version_of_terraform};

const OPERATORS: [&str; 8] = ["", "=", "!=", ">", ">=", "<", "<=", "~>"];
const SPACES: [&str; 3] = ["", " ", "  "];

#[test]
fn terraform_accepts_and_admits_the_same() {
    let version = version_of_terraform();
    let own = version.to_string();
    let versions = ["0", "1", "1.7", "1.11", "1.11.0", "1.12", "1.999", "2", "01.9", "1.11.4-rc1", &own];
    let mut random = Random::new(from_environment("VERSIONS_SEED", 5) as u64);
    for _ in 0..from_environment("VERSIONS", 20) {
        let mut condition =
            || format!("{}{}{}", random.pick(&OPERATORS), random.pick(&SPACES), random.pick(&versions));
        let text =
            if condition().len() % 2 == 0 { condition() } else { [condition(), condition()].join(", ") };
        let folder = tempfile::tempdir().unwrap();
        let file = format!("terraform {{\n  required_version = \"{text}\"\n}}\n");
        fs::write(folder.path().join("main.tf"), file).unwrap();
        let said = said_by_init(folder.path());
        let is_valid =
            !said.contains("Invalid version constraint") && !said.contains("Invalid required_version");
        let admits = is_valid && !said.contains("Unsupported Terraform Core version");
        let ours = VersionConstraint::parse(&text, &TERRAFORM_CONSTRAINT);
        assert_eq!(ours.is_ok(), is_valid, "{text}\n{said}");
        assert_eq!(ours.is_ok_and(|ours| ours.admits(version)), admits, "{text}\n{said}");
    }
}
