//! Runs `terraform fmt` on many files in one process.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The formatted file, or `None` if Terraform rejected it.
pub type Verdict = Option<Vec<u8>>;

/// Whether Terraform is installed.
pub fn is_available() -> bool {
    terraform(Path::new(".")).arg("version").output().is_ok()
}

/// Formats all sources with one `terraform fmt`.
pub fn format_all(sources: &[Vec<u8>]) -> Vec<Verdict> {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = |index: usize| directory.path().join(format!("{index:06}.tf"));
    for (index, source) in sources.iter().enumerate() {
        fs::write(path(index), source).expect("a written file");
    }
    let refused = refused_by_fmt(directory.path());
    (0..sources.len())
        .map(|index| match refused.contains(&index) {
            true => None,
            false => Some(fs::read(path(index)).expect("a formatted file")),
        })
        .collect()
}

/// Runs the formatter in a directory; returns the indexes of the files with errors.
fn refused_by_fmt(directory: &Path) -> HashSet<usize> {
    let output =
        terraform(directory).args(["fmt", "-no-color", "-list=false", "."]).output().expect("terraform fmt");
    let errors = String::from_utf8_lossy(&output.stderr);
    errors.lines().filter_map(refused_file).collect()
}

/// The file in an error's line such as `  on 000123.tf line 4:`.
fn refused_file(line: &str) -> Option<usize> {
    let line = line.strip_prefix("  on ")?;
    let (file, _) = line.split_once(".tf line ")?;
    file.parse().ok()
}

fn terraform(directory: &Path) -> Command {
    let mut command = Command::new("terraform");
    command.current_dir(directory).env_remove("TF_CLI_CONFIG_FILE").env("CHECKPOINT_DISABLE", "1");
    command
}
