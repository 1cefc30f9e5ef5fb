//! The directories of the environments in a workspace.

use crate::inputs::keys::EnvironmentKey;

/// The parent of the environments' directories.
const ENVIRONMENTS: &str = "environments";

impl EnvironmentKey {
    /// The directory of the environment, relative to the workspace.
    pub fn directory(&self) -> String {
        directory_of(self.as_str())
    }
}

/// The directory of an environment, relative to the workspace. The environment may no longer exist.
pub fn directory_of(environment: &str) -> String {
    format!("{ENVIRONMENTS}/{environment}")
}

/// The environment that a file in the workspace belongs to, and the file's path in its directory.
pub fn environment_and_file(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix(ENVIRONMENTS)?.strip_prefix('/')?.split_once('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_in_the_directory_of_its_environment() {
        assert_eq!(directory_of("dev"), "environments/dev");
        assert_eq!(environment_and_file("environments/dev/a/main.tf"), Some(("dev", "a/main.tf")));
        for outside in
            ["environments/dev", "environments", "modules/dev/main.tf", "environmentsx/dev/main.tf"]
        {
            assert_eq!(environment_and_file(outside), None, "{outside}");
        }
    }
}
