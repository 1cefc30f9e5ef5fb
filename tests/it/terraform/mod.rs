//! Comparisons with Terraform itself, which must be on the PATH. If it isn't, `scripts/test` downloads it, or
//! skips these tests if that fails.

mod backends;
mod escaping;
pub mod formatting;
mod versions;

use std::path::Path;
use std::process::Command;

use poolsmith::terraform::Version;

/// What `terraform init` says in a directory.
fn said_by_init(folder: &Path) -> String {
    let output = terraform(&["init", "-no-color", "-input=false"]).current_dir(folder).output();
    let output = output.expect("terraform is on the PATH");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    said.lines().map(|line| line.trim_start_matches(['│', ' '])).collect::<Vec<_>>().join("\n")
}

fn version_of_terraform() -> Version {
    let output = terraform(&["version", "-json"]).output().expect("terraform is on the PATH");
    let version: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let version = version["terraform_version"].as_str().expect("a version");
    let mut numbers = version.split(['.', '-']).map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    Version::new(next(), next(), next())
}

fn terraform(arguments: &[&str]) -> Command {
    let mut command = Command::new("terraform");
    command.args(arguments).env_remove("TF_CLI_CONFIG_FILE").env("CHECKPOINT_DISABLE", "1");
    command
}
