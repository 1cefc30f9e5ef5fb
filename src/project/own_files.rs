//! The user's own Terraform files in the directories of generated modules.

use std::collections::BTreeSet;
use std::path::Path;

use crate::disk::{Directory, Kind};
use crate::lint::OwnFile;
use crate::workspace::{Plan, in_workspace};

/// The parent of the directories of modules.
const MODULES: &str = "modules/";

/// The files that Terraform reads in the directories of generated modules, and that were never generated. A directory that
/// can't be listed has none.
pub fn own_files_in_modules(plan: &Plan, workspace: Option<&Directory>, root: &Path) -> Vec<OwnFile> {
    let generated = plan.steps.keys().filter(|path| path.starts_with(MODULES));
    let directories: BTreeSet<&str> =
        generated.filter_map(|path| Some(path.rsplit_once('/')?.0)).filter(|path| !is_tests(path)).collect();
    let listed = directories.into_iter().flat_map(|directory| listed(directory, workspace));
    let own = listed.filter(|path| !plan.steps.contains_key(path));
    own.map(|path| OwnFile { shown: in_workspace(root, &path), path }).collect()
}

/// Whether a directory has a module's tests, which change nothing that is applied.
fn is_tests(directory: &str) -> bool {
    directory.ends_with("/tests")
}

/// The paths of the Terraform files in a directory of the workspace.
fn listed(directory: &str, workspace: Option<&Directory>) -> Vec<String> {
    let entries = workspace.and_then(|workspace| workspace.list(directory).ok()).unwrap_or_default();
    let files = entries.into_iter().filter(|(_, kind)| matches!(kind, Kind::File | Kind::Link));
    let names = files.filter_map(|(name, _)| name.into_string().ok());
    let is_read = |name: &String| name.ends_with(".tf") || name.ends_with(".tf.json");
    names.filter(is_read).map(|name| format!("{directory}/{name}")).collect()
}
